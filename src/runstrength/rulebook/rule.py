"""The model of a rulebook: what a reader reads, an engine runs, and an explanation quotes."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runstrength.facts import Facts
    from runstrength.rulebook.conditions import Condition, Path
    from runstrength.rulebook.diagnostics import Place

__all__ = [
    "FOCUSES",
    "IMPACTS",
    "LOADS",
    "ROLES",
    "TIERS",
    "URGENCIES",
    "Cap",
    "Checking",
    "Dose",
    "Exercise",
    "Guarantee",
    "Limit",
    "Promise",
    "Rule",
    "Rulebook",
    "Scheme",
    "Session",
    "Source",
    "Span",
    "Targets",
]

# Closed lists, each in its order: what stands first is least, or comes first.
LOADS = ("bodyweight", "light", "moderate", "heavy")
ROLES = ("strength", "plyometric", "activation", "mobility", "recovery")
IMPACTS = ("none", "low", "high")
URGENCIES = ("before_training", "urgent", "emergency")
FOCUSES = ("referral", "recovery", "maintenance", "power", "endurance", "strength")
TIERS = ("general", "goal", "season", "condition")

Span = tuple[int, int]


@attrs.frozen
class Scheme:
    """How an exercise is done at one load: repetitions or seconds, and the rest between sets in seconds."""

    reps: Span | None
    seconds: Span | None
    rest_seconds: Span


@attrs.frozen
class Exercise:
    """One exercise of the catalogue. `schemes` holds one for each load it can be done with, lightest first.

    `steps` say how it is done and `faults` what usually goes wrong; `easier` and `harder` are the exercises next to it.
    """

    id: str
    name: str
    role: str
    pattern: str
    muscles: tuple[str, ...]
    compound: bool
    unilateral: bool
    dynamic: bool
    equipment: tuple[str, ...]
    weight: tuple[str, ...]
    impact: str
    loads: tuple[str, ...]
    schemes: Mapping[str, Scheme]
    cues: tuple[str, ...]
    steps: tuple[str, ...]
    faults: tuple[str, ...]
    easier: tuple[str, ...]
    harder: tuple[str, ...]
    ids: Mapping[str, str]

    @property
    def lowest(self) -> str:
        """The lightest load that it can be done with."""
        return next(iter(self.schemes))


@attrs.frozen
class Source:
    """A statement that a rule may cite, and, where research disputes it, what that research says."""

    id: str
    text: str
    kind: str
    disputed: str | None


@attrs.frozen
class Session:
    """How much one session may hold, and what its time is reckoned by."""

    main: int
    warm_up: int
    close: int
    seconds_per_repetition: int
    changeover_seconds: int


@attrs.frozen
class Targets:
    """The exercises that a dose or a limit speaks of: those listed by id, those taken by a selector, or all."""

    everything: bool
    listed: frozenset[str]
    selected: frozenset[str]

    def specificity(self, exercise: str) -> int | None:
        """Say how closely this speaks of an exercise: 2 by id, 1 by a selector, 0 of all, None not at all."""
        if exercise in self.listed:
            return 2
        if exercise in self.selected:
            return 1
        return 0 if self.everything else None


@attrs.frozen
class Dose:
    """How much: intensity (a load, with its own scheme where it gives one), volume (sets), frequency (sessions)."""

    of: Targets
    load: str | None = None
    reps: Span | None = None
    seconds: Span | None = None
    rest_seconds: Span | None = None
    sets: int | None = None
    sessions_per_week: Span | None = None
    plyometric_sessions_per_week: Span | None = None


@attrs.frozen
class Cap:
    """At most so many, or at most that share in percent of the unlimited dose."""

    amount: int
    percent: bool = False

    def of(self, dose: int) -> int:
        """Give the most that this allows of a dose: a share is rounded down, and leaves at least 1."""
        return max(1, dose * self.amount // 100) if self.percent else self.amount

    def __str__(self) -> str:
        return f"{self.amount}%" if self.percent else str(self.amount)


@attrs.frozen
class Limit:
    """At most so much."""

    of: Targets
    load: str | None = None
    sets: Cap | None = None
    sessions_per_week: Cap | None = None
    plyometric_sessions_per_week: Cap | None = None


@attrs.frozen
class Rule:
    """If `when` is true of a runner, all conclusions hold, `because` of what its sources say.

    `prescribe` is a tuple of choices, each the ids of which the first that survives is taken; `examples` are profiles
    for which the rule fires (True) or is silent (False). `template` is the name that the rule was written under,
    before `for` made it several. `listed` are those of `avoid` that are named one by one.
    """

    name: str
    template: str
    tier: str
    when: Condition
    because: str
    sources: tuple[str, ...]
    override: str | None = None
    derive: tuple[str, ...] = ()
    focus: str | None = None
    prescribe: tuple[tuple[str, ...], ...] = ()
    fallback: tuple[str, ...] = ()
    cues: tuple[tuple[str, frozenset[str]], ...] = ()
    doses: tuple[Dose, ...] = ()
    limits: tuple[Limit, ...] = ()
    avoid: frozenset[str] = frozenset()
    refer: str | None = None
    advise: tuple[str, ...] = ()
    listed: frozenset[str] = attrs.field(default=frozenset(), eq=False, repr=False)
    examples: tuple[tuple[bool, Facts, Place], ...] = attrs.field(default=(), eq=False, repr=False)
    place: Place | None = attrs.field(default=None, eq=False, repr=False)


@attrs.frozen
class Promise:
    """What a guarantee says must come out; each part that is left out promises nothing.

    Of one runner: `avoid` is never given, `limits` are never exceeded, `refer` is the least referral, of each of
    `include` there is something, at a load of `repetitions` there are never more, the loads of `within_scheme` keep
    the catalogue's counts, one session holds at most `session_sets`, of `leave` (exercise, referral) there is one, and
    with `disjoint` nothing is both given and avoided.

    Of two runners, the second being the one with the other facts: of exercises that both get and of the week no more
    of what `no_more` names, none of `nothing_new` that the first does not get, nothing new above the load
    `new_at_most`, with `keep_avoided` all that the first avoids avoided too, and where the second gets less of
    anything, the first is asked for `asks`.
    """

    avoid: frozenset[str] = frozenset()
    limits: tuple[Limit, ...] = ()
    refer: str | None = None
    include: tuple[frozenset[str], ...] = ()
    repetitions: tuple[tuple[str, int], ...] = ()
    within_scheme: tuple[str, ...] = ()
    session_sets: int | None = None
    leave: tuple[str, ...] = ()
    disjoint: bool = False
    no_more: tuple[str, ...] = ()
    nothing_new: frozenset[str] = frozenset()
    new_at_most: str | None = None
    keep_avoided: bool = False
    asks: tuple[Path, ...] = ()


@attrs.frozen
class Guarantee:
    """What comes out for whoever `when` is true of; or, with `but` or `more`, for that runner beside another.

    The other one is alike in all but the facts that `but` reads, and of him `but` is true; or, with `more`, he has
    more of that fact. With `referred` it is only about whoever is referred, at
    least so urgently. No engine runs a guarantee: it is what must come out of all the rules together.
    """

    name: str
    template: str
    says: str
    when: Condition
    then: Promise
    but: Condition | None = None
    more: Path | None = None
    referred: str | None = None
    place: Place | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def differs(self) -> frozenset[Path]:
        """The facts in which the two runners differ; of one runner none."""
        if self.more is not None:
            return frozenset({self.more})
        if self.but is None:
            return frozenset()
        from runstrength.rulebook.conditions import paths_of  # noqa: PLC0415 - no engine needs it

        return paths_of(self.but)


@attrs.frozen
class Checking:
    """What a rulebook says of one check: `off` is why it is skipped, `spare` are names that it lets be, and why."""

    off: str | None
    spare: Mapping[str, str]
    places: Mapping[str, Place]


@attrs.frozen(eq=False)
class Rulebook:
    """A rulebook, read and checked. Made by `load_rulebook`; immutable.

    `rules` are in the order of their names; `strata` are their names by stratum, each stratum's findings used only by
    later ones. `guarantees` are what can be proved of all rules together. `digest` is a hash of what the rulebook
    means, whatever its files look like. `checks` are what it says of checks, by their names. `own` is what it declares
    itself, and none of what it builds on: by kind (`rule`, by its template, `exercise`, `source`, `cue`, `advice`,
    `rulebook`) and name, where it stands.
    """

    name: str
    version: str
    vocabulary: type[Facts]
    exercises: Mapping[str, Exercise]
    cues: Mapping[str, str]
    advice: Mapping[str, str]
    sources: Mapping[str, Source]
    rules: Mapping[str, Rule]
    strata: tuple[tuple[str, ...], ...]
    guarantees: Mapping[str, Guarantee]
    focus_order: Mapping[str, tuple[str, ...]]
    session: Session | None
    referral: Mapping[str, tuple[str, tuple[str, ...]]]
    disclaimer: str
    waived: Mapping[str, str]
    digest: str
    checks: Mapping[str, Checking]
    own: Mapping[tuple[str, str], Place]

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all exercises."""
        return frozenset(self.exercises)

    @cached_property
    def derivers(self) -> Mapping[str, tuple[str, ...]]:
        """For each finding the names of the rules that derive it."""
        found: dict[str, list[str]] = {}
        for rule in self.rules.values():
            for finding in rule.derive:
                found.setdefault(finding, []).append(rule.name)
        return {finding: tuple(names) for finding, names in found.items()}

    @property
    def findings(self) -> tuple[str, ...]:
        """The names of all findings that some rule derives."""
        return tuple(sorted(self.derivers))

    def users(self, name: str) -> Mapping[str, tuple[str, ...]]:
        """Give the names of the rules that use a fact, finding, exercise, cue, advice or source, by how they use it.

        The keys are `reads`, `needs`, `derives`, `prescribes`, `cues`, `doses`, `limits`, `avoids`, `advises` and
        `cites`; what nobody does is left out. Raises `UnknownNameError` for a name that is none of these.
        """
        from runstrength.rulebook.queries import users  # noqa: PLC0415 - only who asks needs it

        return users(self, name)

    @cached_property
    def thresholds(self) -> Mapping[str, tuple[float, ...]]:
        """For each fact that is a number (`age`, `pain.knee`) the numbers that rules compare it with, rising."""
        from runstrength.rulebook.queries import thresholds  # noqa: PLC0415 - likewise

        return thresholds(self)
