"""What the rules of a rulebook say, laid out by what they speak of: which rules, as bits, and how much each says.

A rule is a bit: the one of its place among the names of all rules, sorted. So a set of rules is a number, and what two
sets have in common is one `and`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import attrs

from runstrength.resolve.doses import LIGHT, at_most, meaning_of
from runstrength.rulebook.rule import FOCUSES, LOADS, TIERS, URGENCIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from runstrength.outcome import Intensity
    from runstrength.resolve.doses import Spoken
    from runstrength.rulebook.rule import Cap, Dose, Exercise, Limit, Rule, Rulebook, Session, Span

__all__ = ["Frequency", "OfExercise", "Sayings", "sayings_of"]

T = TypeVar("T")


@attrs.frozen(eq=False)
class OfExercise:
    """What rules say of one exercise.

    `vetoed_by` and `prescribed_by` (by itself, not as one of a choice) are rules as bits, and so is `dosed_by`: all
    whose firing can change how much of it there is. Caps are pairs of a cap and the number of its rule; cues
    stand beside the rules that give them; those of the exercise itself need none.
    """

    exercise: Exercise
    rank: int
    vetoed_by: int
    prescribed_by: int
    dosed_by: int
    intensities: tuple[Spoken[Intensity], ...]
    volumes: tuple[Spoken[int], ...]
    load_caps: tuple[tuple[int, int], ...]
    set_caps: tuple[tuple[Cap, int], ...]
    cues: tuple[tuple[str, int], ...]


@attrs.frozen(eq=False)
class Frequency:
    """What rules say of how often a week; `said_by` are these rules."""

    said_by: int
    doses: tuple[Spoken[Span], ...]
    caps: tuple[tuple[Cap, int], ...]


@attrs.frozen(eq=False)
class Sayings:
    """What all rules say. `names` are theirs by number; `tiers` are the rules of each tier, `choices` those of several.

    `referrals` are the numbers of the rules that refer, the most urgent first, with their urgencies.
    """

    names: tuple[str, ...]
    tiers: tuple[int, ...]
    exercises: Mapping[str, OfExercise]
    choices: tuple[tuple[int, tuple[str, ...]], ...]
    fallbacks: tuple[tuple[int, tuple[str, ...]], ...]
    referrals: tuple[tuple[int, str], ...]
    focuses: tuple[tuple[str, int], ...]
    sessions: Frequency
    plyometric_sessions: Frequency
    advice: tuple[tuple[str, int], ...]
    advised_with: Mapping[str, tuple[str, ...]]
    focus_order: Mapping[str, tuple[str, ...]]
    session: Session | None


def sayings_of(rulebook: Rulebook) -> Sayings:
    """Lay out what the rules of a rulebook say."""
    rules = [rulebook.rules[name] for name in sorted(rulebook.rules)]
    refer = [(number, rule.refer) for number, rule in enumerate(rules) if rule.refer is not None]
    referrals = sorted(refer, key=lambda pair: (-URGENCIES.index(pair[1]), pair[0]))
    layout = _Layout(rulebook, rules, referrals)
    return Sayings(
        names=tuple(rule.name for rule in rules),
        tiers=tuple(_those(rules, lambda rule: rule.tier == tier) for tier in TIERS),  # noqa: B023 - used at once
        exercises={name: layout.exercise(rank, of) for rank, (name, of) in enumerate(rulebook.exercises.items())},
        choices=tuple((number, choice) for number, choice in layout.choices if len(choice) > 1),
        fallbacks=tuple((number, rule.fallback) for number, rule in enumerate(rules) if rule.fallback),
        referrals=tuple(referrals),
        focuses=tuple((focus, _those(rules, lambda rule: rule.focus == focus)) for focus in FOCUSES),  # noqa: B023
        sessions=layout.frequency(lambda of: of.sessions_per_week, lambda of: of.sessions_per_week),
        plyometric_sessions=layout.frequency(
            lambda of: of.plyometric_sessions_per_week, lambda of: of.plyometric_sessions_per_week
        ),
        advice=tuple((name, _those(rules, lambda rule: name in rule.advise)) for name in rulebook.advice),  # noqa: B023
        advised_with={urgency: advice for urgency, (_, advice) in rulebook.referral.items()},
        focus_order=rulebook.focus_order,
        session=rulebook.session,
    )


def _those(rules: Iterable[Rule], wanted: Callable[[Rule], bool]) -> int:
    return sum(1 << number for number, rule in enumerate(rules) if wanted(rule))


def _bits(numbers: Iterable[int]) -> int:
    return sum(1 << number for number in set(numbers))


class _Layout:
    def __init__(self, rulebook: Rulebook, rules: list[Rule], referrals: list[tuple[int, str]]) -> None:
        self.rules = rules
        self.referrals = referrals
        self.cues = tuple(rulebook.cues)
        self.doses: list[tuple[int, int, Dose]] = [
            (number, TIERS.index(rule.tier), dose) for number, rule in enumerate(rules) for dose in rule.doses
        ]
        self.limits: list[tuple[int, Limit]] = [
            (number, limit) for number, rule in enumerate(rules) for limit in rule.limits
        ]
        self.choices = [(number, choice) for number, rule in enumerate(rules) for choice in rule.prescribe]
        self.given_cues = [(number, *cue) for number, rule in enumerate(rules) for cue in rule.cues]

    def exercise(self, rank: int, exercise: Exercise) -> OfExercise:
        name = exercise.id
        limits = [(number, limit) for number, limit in self.limits if limit.of.specificity(name) is not None]
        intensities = self._spoken(name, lambda of: None if of.load is None else meaning_of(of, exercise))
        volumes = self._spoken(name, lambda of: of.sets)
        load_caps = [(LOADS.index(limit.load), number) for number, limit in limits if limit.load is not None]
        load_caps += [(LIGHT, number) for number, _ in self.referrals]
        set_caps = [(limit.sets, number) for number, limit in limits if limit.sets is not None]
        cues = dict.fromkeys((*exercise.cues, *self.cues), 0)
        for number, cue, exercises in self.given_cues:
            if name in exercises:
                cues[cue] |= 1 << number
        shown = [(cue, by) for cue, by in cues.items() if by or cue in exercise.cues]
        caps = [rule for _, rule in (*load_caps, *set_caps)]
        dosed_by = _bits([*(said[3] for said in intensities), *(said[3] for said in volumes), *caps])
        for _, by in shown:
            dosed_by |= by
        return OfExercise(
            exercise,
            rank,
            self._vetoed_by(exercise, limits),
            _bits(number for number, choice in self.choices if choice == (name,)),
            dosed_by,
            tuple(intensities),
            tuple(volumes),
            tuple(load_caps),
            tuple(set_caps),
            tuple(shown),
        )

    def _spoken(self, name: str, part: Callable[[Dose], T | None]) -> list[Spoken[T]]:
        return [
            (tier, specificity, value, number)
            for number, tier, dose in self.doses
            if (specificity := dose.of.specificity(name)) is not None and (value := part(dose)) is not None
        ]

    def _vetoed_by(self, exercise: Exercise, limits: list[tuple[int, Limit]]) -> int:
        avoided = _those(self.rules, lambda rule: exercise.id in rule.avoid)
        limited = _bits(number for number, limit in limits if _leaves_nothing(limit, exercise))
        too_much = exercise.role == "plyometric" or at_most(exercise, LIGHT) is None
        return avoided | limited | _bits(of for of, urgency in self.referrals if too_much or urgency != URGENCIES[0])

    def frequency(self, dosed: Callable[[Dose], Span | None], capped: Callable[[Limit], Cap | None]) -> Frequency:
        doses = [(tier, 0, span, number) for number, tier, dose in self.doses if (span := dosed(dose)) is not None]
        caps = [(cap, number) for number, limit in self.limits if (cap := capped(limit)) is not None]
        said_by = _bits([*(rule for *_, rule in doses), *(rule for _, rule in caps)])
        return Frequency(said_by, tuple(doses), tuple(caps))


def _leaves_nothing(limit: Limit, exercise: Exercise) -> bool:
    by_load = limit.load is not None and at_most(exercise, LOADS.index(limit.load)) is None
    return by_load or (limit.sets is not None and not limit.sets.percent and limit.sets.amount == 0)
