"""What comes back: recommendations, each with its reasons, typed and immutable."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from runstrength.engine import engine_for
from runstrength.errors import RecordError
from runstrength.facts import not_screened
from runstrength.resolve import resolve
from runstrength.shelf import on_shelf, shipped_rulebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from runstrength.asking.closest import Closest
    from runstrength.asking.difference import Difference
    from runstrength.asking.questions import Question
    from runstrength.asking.substitutes import Instead
    from runstrength.explain.reasons import Reason, Reasons
    from runstrength.explain.why import Why
    from runstrength.explain.why_not import WhyNot
    from runstrength.facts import Facts
    from runstrength.outcome import Outcome
    from runstrength.parts import Advice, Avoided, Overruled, Recommendation, Referral
    from runstrength.planning.week import Week
    from runstrength.reasoned import Reasoned
    from runstrength.rulebook.rule import Rulebook, Source, Span

__all__ = ["Recommendations", "answer"]

ENGLISH = "en"
SCHEMA = "runstrength/1"


def answer(rulebook: Rulebook, facts: Facts, engine: str = "native") -> Recommendations:
    """Give what a rulebook recommends to a runner. Raises `EngineError` if the engine cannot run."""
    fired = engine_for(rulebook, engine).infer(facts)
    return Recommendations(facts, resolve(rulebook, facts, fired), rulebook.digest, rulebook, fired)


def _restored(facts: Facts, rulebook: Rulebook | str, digest: str, language: str) -> Recommendations:
    """Make a result again that was pickled: of a shipped rulebook, its name went along and not its content."""
    book = shipped_rulebook(rulebook) if isinstance(rulebook, str) else rulebook
    if book.digest != digest:
        raise RecordError(
            f"the result was pickled with another version of rulebook {book.name} than this {book.version}"
        )
    return answer(book, facts).in_language(language)


@attrs.frozen(repr=False)
class Recommendations:
    """The answer for one runner at one moment. Two are equal if profile, rulebook and outcome are.

    Made by `runstrength.recommend`. Reasons are built when they are first asked for.
    """

    profile: Facts
    outcome: Outcome
    digest: str
    rulebook: Rulebook = attrs.field(eq=False)
    fired: frozenset[str]
    language: str = attrs.field(default=ENGLISH, eq=False)

    def __repr__(self) -> str:
        count = len(self.outcome.items)
        return f"<Recommendations: focus on {self.focus}, {count} exercise{'' if count == 1 else 's'}>"

    @cached_property
    def texts(self) -> Rulebook:
        """The rulebook in the language of this result: what its texts are taken from."""
        if self.language == ENGLISH:
            return self.rulebook
        from runstrength.translation import translated  # noqa: PLC0415 - English is what everything is written in

        return translated(self.rulebook, self.language)

    @cached_property
    def reasons(self) -> Reasons:
        """The reasons of every rule that fired."""
        from runstrength.explain.reasons import Reasons  # noqa: PLC0415 - when somebody asks for them

        return Reasons(self.texts, self.profile, self.fired)

    def in_language(self, language: str) -> Recommendations:
        """Give the same result in another language: `en`, `de`. Raises `UnknownNameError` if there is none such."""
        from runstrength.language import translations_of  # noqa: PLC0415 - as above

        translations_of(language)
        return self if language == self.language else attrs.evolve(self, language=language)

    # the parts

    def __reduce__(self) -> tuple[Any, ...]:
        name = on_shelf(self.rulebook)
        return _restored, (self.profile, self.rulebook if name is None else name, self.digest, self.language)

    @property
    def focus(self) -> str:
        """What the training is for now: referral, recovery, maintenance, power, endurance or strength."""
        return self.outcome.focus

    @property
    def sessions_per_week(self) -> Span:
        """How many strength sessions a week, from and to."""
        return self.outcome.sessions

    @property
    def plyometric_sessions_per_week(self) -> Span:
        """How many of them with plyometrics, from and to."""
        return self.outcome.plyometric_sessions

    @property
    def next_session(self) -> tuple[str, ...]:
        """The ids of the exercises of the next session, in training order."""
        return self.outcome.next_session

    @property
    def because(self) -> Mapping[str, tuple[Reason, ...]]:
        """The reasons of the focus and of both numbers of sessions."""
        return self._reasoned.because

    @property
    def exercises(self) -> tuple[Recommendation, ...]:
        """All that suits, most important first."""
        return self._reasoned.exercises

    @property
    def avoid(self) -> tuple[Avoided, ...]:
        """Every exercise that is ruled out, prescribed or not."""
        return self._reasoned.avoid

    @property
    def advice(self) -> tuple[Advice, ...]:
        """What the runner should know or do besides."""
        return self._reasoned.advice

    @property
    def referral(self) -> Referral | None:
        """The word that a clinician should see this runner, or None."""
        return self._reasoned.referral

    @property
    def overruled(self) -> tuple[Overruled, ...]:
        """What was wanted and lost, beside what beat it."""
        return self._reasoned.overruled

    @property
    def sources(self) -> Mapping[str, Source]:
        """Every source that a reason of this result cites."""
        return self._reasoned.sources

    @cached_property
    def _reasoned(self) -> Reasoned:
        from runstrength.reasoned import Reasoned  # noqa: PLC0415 - as reasons are built when somebody asks

        return Reasoned(self.outcome, self.texts, self.reasons, self.language)

    @property
    def not_screened(self) -> tuple[str, ...]:
        """The paths of what should be asked first and is not known: signs, conditions, complaints, pain."""
        return not_screened(self.profile)

    @property
    def disclaimer(self) -> str:
        """The sentence that goes with every result."""
        return self.texts.disclaimer

    # the whole

    def to_dict(self) -> dict[str, Any]:
        """Give the result as plain JSON, in the shape `runstrength/1`; every call gives a fresh copy."""
        return {
            "schema": SCHEMA,
            "rulebook": self.identity(),
            "profile": self.profile.to_dict(),
            "focus": self.focus,
            "sessions_per_week": list(self.sessions_per_week),
            "plyometric_sessions_per_week": list(self.plyometric_sessions_per_week),
            **self._reasoned.to_dict(),
            "not_screened": list(self.not_screened),
            "disclaimer": self.disclaimer,
        }

    def identity(self) -> dict[str, Any]:
        """Say which rulebook this rests on: its name, version and digest, and the overrides that it makes."""
        overrides = {rule.template: rule.override for rule in self.rulebook.rules.values() if rule.override is not None}
        found: dict[str, Any] = {"name": self.rulebook.name, "version": self.rulebook.version, "digest": self.digest}
        if overrides:
            found["overrides"] = [{"rule": name, "because": overrides[name]} for name in sorted(overrides)]
        return found

    def _repr_html_(self) -> str:
        from runstrength.render import for_notebook  # noqa: PLC0415 - only a notebook asks for it

        return for_notebook(self)

    # questions: what asks again is imported when somebody does

    def why(self, asked: str) -> Why:
        """Say why something is part of the result.

        `asked` is the id of a recommended exercise or a given advice, or `focus`, `sessions_per_week`,
        `plyometric_sessions_per_week` or `referral`. Raises `UnknownNameError` for anything else; of an exercise that
        is not recommended, `why_not` tells.
        """
        from runstrength.asking.explaining import why  # noqa: PLC0415

        return why(self, asked)

    def why_not(self, asked: str, load: str | None = None) -> WhyNot:
        """Say why something is not part of the result, not of the next session, or not at a `load`.

        `asked` is the id of any exercise of the catalogue, a load (`heavy`: for all exercises at once), a focus
        (`power`), an advice, or `referral`. Raises `UnknownNameError` for anything else.
        """
        from runstrength.asking.explaining import why_not  # noqa: PLC0415

        return why_not(self, asked, load)

    def instead_of(self, asked: str) -> Instead:
        """Say what may stand in for an exercise, for this runner: easier, alike, harder, each with what changes.

        Raises `UnknownNameError` for anything that is no exercise.
        """
        from runstrength.asking.substitutes import instead_of  # noqa: PLC0415

        return instead_of(self, asked)

    def what_if(self, **changes: object) -> Difference:
        """Say what would be different with other facts: `what_if(season="base", equipment=["bands"])`.

        An entry of a map is changed by its path, `what_if(**{"pain.knee": 0})`; None makes a fact unknown. Raises
        `ProfileError`.
        """
        from runstrength.asking.difference import changed, difference  # noqa: PLC0415

        facts = changed(self.profile, changes, frozenset(self.rulebook.exercises))
        return difference(self, answer(self.rulebook, facts).in_language(self.language))

    def closest(self, asked: str) -> Closest:
        """Say what would have to become true for an exercise to be recommended, in as few facts as possible.

        Raises `UnknownNameError` for anything that is no exercise.
        """
        from runstrength.asking.closest import closest  # noqa: PLC0415

        return closest(self, asked)

    def questions(self) -> tuple[Question, ...]:
        """Give the unknown facts whose answer could change the result: signs, conditions and pain first.

        Whatever else is unknown could be answered in any way, and the same rules would fire.
        """
        from runstrength.asking.questions import questions  # noqa: PLC0415

        return questions(self)

    def compare(self, other: Recommendations) -> Difference:
        """Say what differs in another result: of another runner or moment, or under another rulebook."""
        from runstrength.asking.difference import difference  # noqa: PLC0415

        return difference(self, other)

    # the record

    # what to do when

    def week(  # noqa: PLR0913 - a week has these parts
        self,
        *,
        runs: Mapping[str, str] | None = None,
        days: Iterable[str] | None = None,
        minutes: int | Mapping[str, int] | None = None,
        run_at: float | str = 7,
        lift_at: float | str = 18,
        best: Mapping[str, tuple[float, int]] | None = None,
        bar: float = 20,
        plates: Iterable[float] = (),
        weights: Iterable[float] = (),
    ) -> Week:
        """Lay a week of strength sessions beside the running, so that tired legs do not reach the runs that matter.

        `runs` maps days to `easy`, `hard` or `long`; `days` are those free for strength (left out: every day);
        `minutes` is how long a session may be, one number or one for each free day (left out: what the profile says).
        Runs begin at `run_at` and sessions at `lift_at`, hours after midnight or "18:30". `best` holds recent bests,
        `{"back-squat": (80, 5)}` in kilograms and repetitions; with them, a `bar`, its `plates` for one end, and
        `weights` (dumbbells, kettlebells) it says how many kilograms to lift. Raises `PlanError`.

        Each session is what the rules give at its hour, so all reasons are theirs; the facts that say how long ago and
        how soon (`hours_since_hard_legs`, ...) are those of the week.
        """
        from runstrength.planning.asked import asked  # noqa: PLC0415
        from runstrength.planning.week import week_of  # noqa: PLC0415

        options = {"runs": runs, "days": days, "minutes": minutes, "run_at": run_at, "lift_at": lift_at}
        lifted = {"best": best, "bar": bar, "plates": plates, "weights": weights}
        return week_of(self, *asked(self, {**options, **lifted}))

    def record(self, at: datetime | str, masked: Iterable[str] = ()) -> dict[str, Any]:
        """Give the record of this decision as plain JSON: what `runstrength replay` reads.

        `at` is its time, a datetime with a time zone or its ISO 8601 text; `masked` are fields of the profile whose
        values are left out, in the reasons too. Raises `RecordError`.
        """
        from runstrength.asking.record import record  # noqa: PLC0415

        return record(self, at, masked)
