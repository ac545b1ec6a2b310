"""What comes back: recommendations, each with its reasons, typed and immutable."""

from __future__ import annotations

from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from runstrength.errors import UnknownNameError
from runstrength.explain.reasons import Reasons
from runstrength.explain.why import Why, WhyNot, missing
from runstrength.explain.words import counted, duration, span
from runstrength.strangers import nearest, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from runstrength.explain.reasons import Reason
    from runstrength.facts import Facts
    from runstrength.outcome import Item, Outcome
    from runstrength.rulebook.rule import Rulebook, Source, Span

__all__ = ["Advice", "Avoided", "Cue", "Overruled", "Recommendation", "Recommendations", "Referral"]

SCHEMA = "runstrength/1"
_QUESTIONS = ("focus", "sessions_per_week", "plyometric_sessions_per_week", "referral")


def _dicts(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    return [reason.to_dict() for reason in reasons]


@attrs.frozen
class Cue:
    """What to mind while doing an exercise; `because` is empty where it goes with the exercise for everybody."""

    cue: str
    text: str
    because: tuple[Reason, ...]


@attrs.frozen
class Recommendation:
    """One exercise and how much of it. One of `reps` and `seconds` is None; spans are (low, high), rest in seconds."""

    exercise: str
    name: str
    role: str
    sets: int
    reps: Span | None
    seconds: Span | None
    rest_seconds: Span
    per_side: bool
    load: str
    cues: tuple[Cue, ...]
    because: tuple[Reason, ...]
    dose_because: tuple[Reason, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the exercise as plain JSON."""
        timed = {} if self.seconds is None else {"seconds": list(self.seconds)}
        return {
            "exercise": self.exercise,
            "name": self.name,
            "role": self.role,
            "sets": self.sets,
            "reps": None if self.reps is None else list(self.reps),
            **timed,
            "rest_seconds": list(self.rest_seconds),
            "per_side": self.per_side,
            "load": self.load,
            "cues": [{"cue": x.cue, "text": x.text, "because": _dicts(x.because)} for x in self.cues],
            "because": _dicts(self.because),
            "dose_because": _dicts(self.dose_because),
        }


@attrs.frozen
class Avoided:
    """An exercise that is ruled out."""

    exercise: str
    name: str
    because: tuple[Reason, ...]


@attrs.frozen
class Advice:
    """Something the runner should know or do."""

    advice: str
    text: str
    because: tuple[Reason, ...]


@attrs.frozen
class Referral:
    """The word that a clinician should see this runner first."""

    urgency: str
    text: str
    because: tuple[Reason, ...]


@attrs.frozen
class Overruled:
    """Something that was wanted, and lost: `because` wanted it, `by` beat it."""

    kind: str
    exercises: tuple[str, ...]
    what: str
    because: tuple[Reason, ...]
    by: tuple[Reason, ...]


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

    def __repr__(self) -> str:
        count = len(self.outcome.items)
        return f"<Recommendations: focus on {self.focus}, {count} exercise{'' if count == 1 else 's'}>"

    @cached_property
    def _reasons(self) -> Reasons:
        return Reasons(self.rulebook, self.profile, self.fired)

    # the parts

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

    @cached_property
    def because(self) -> Mapping[str, tuple[Reason, ...]]:
        """The reasons of the focus and of both numbers of sessions."""
        of = self._reasons.of
        return MappingProxyType(
            {
                "focus": of(self.outcome.focus_because),
                "sessions_per_week": of(self.outcome.sessions_because),
                "plyometric_sessions_per_week": of(self.outcome.plyometric_sessions_because),
            }
        )

    @cached_property
    def exercises(self) -> tuple[Recommendation, ...]:
        """All that suits, most important first."""
        return tuple(map(self._recommendation, self.outcome.items))

    def _recommendation(self, item: Item) -> Recommendation:
        exercise = item.exercise
        return Recommendation(
            exercise=exercise.id,
            name=exercise.name,
            role=exercise.role,
            sets=item.sets,
            reps=item.reps,
            seconds=item.seconds,
            rest_seconds=item.rest_seconds,
            per_side=exercise.unilateral,
            load=item.load,
            cues=tuple(Cue(cue, self.rulebook.cues[cue], self._reasons.of(by)) for cue, by in item.cues),
            because=self._reasons.of(item.because),
            dose_because=self._reasons.of(item.dose_because),
        )

    @cached_property
    def avoid(self) -> tuple[Avoided, ...]:
        """Every exercise that is ruled out, prescribed or not."""
        names = self.rulebook.exercises
        return tuple(Avoided(name, names[name].name, self._reasons.of(by)) for name, by in self.outcome.avoid)

    @cached_property
    def advice(self) -> tuple[Advice, ...]:
        """What the runner should know or do besides."""
        texts = self.rulebook.advice
        return tuple(Advice(name, texts[name], self._reasons.of(by)) for name, by in self.outcome.advice)

    @cached_property
    def referral(self) -> Referral | None:
        """The word that a clinician should see this runner, or None."""
        if self.outcome.referral is None:
            return None
        urgency, by = self.outcome.referral
        return Referral(urgency, self.rulebook.referral[urgency][0], self._reasons.of(by))

    @cached_property
    def overruled(self) -> tuple[Overruled, ...]:
        """What was wanted and lost, beside what beat it."""
        of = self._reasons.of
        return tuple(Overruled(x.kind, x.exercises, x.what, of(x.because), of(x.by)) for x in self.outcome.lost)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Every source that a reason of this result cites."""
        cited: set[str] = set()
        seen: set[str] = set()
        waiting = [
            *(reason for some in self.because.values() for reason in some),
            *(reason for x in self.exercises for reason in (*x.because, *x.dose_because)),
            *(reason for x in self.exercises for cue in x.cues for reason in cue.because),
            *(reason for x in self.avoid for reason in x.because),
            *(reason for x in self.advice for reason in x.because),
            *(reason for x in self.overruled for reason in (*x.because, *x.by)),
            *(self.referral.because if self.referral is not None else ()),
        ]
        while waiting:
            reason = waiting.pop()
            if reason.rule not in seen:
                seen.add(reason.rule)
                cited.update(reason.sources)
                waiting.extend(reason.from_)
        return MappingProxyType({name: self.rulebook.sources[name] for name in sorted(cited)})

    @property
    def disclaimer(self) -> str:
        """The sentence that goes with every result."""
        return self.rulebook.disclaimer

    # the whole

    def to_dict(self) -> dict[str, Any]:
        """Give the result as plain JSON, in the shape `runstrength/1`; every call gives a fresh copy."""
        referral = self.referral
        return {
            "schema": SCHEMA,
            "rulebook": self._rulebook(),
            "profile": self.profile.to_dict(),
            "focus": self.focus,
            "sessions_per_week": list(self.sessions_per_week),
            "plyometric_sessions_per_week": list(self.plyometric_sessions_per_week),
            "because": {part: _dicts(reasons) for part, reasons in self.because.items()},
            "exercises": [exercise.to_dict() for exercise in self.exercises],
            "next_session": list(self.next_session),
            "avoid": [{"exercise": x.exercise, "because": _dicts(x.because)} for x in self.avoid],
            "advice": [{"advice": x.advice, "text": x.text, "because": _dicts(x.because)} for x in self.advice],
            "referral": None
            if referral is None
            else {"urgency": referral.urgency, "text": referral.text, "because": _dicts(referral.because)},
            "overruled": [
                {
                    "kind": x.kind,
                    "exercises": list(x.exercises),
                    "what": x.what,
                    "because": _dicts(x.because),
                    "by": _dicts(x.by),
                }
                for x in self.overruled
            ],
            "sources": {
                name: {"text": of.text, "kind": of.kind, "disputed": of.disputed} for name, of in self.sources.items()
            },
            "disclaimer": self.disclaimer,
        }

    def _rulebook(self) -> dict[str, Any]:
        overrides = {rule.template: rule.override for rule in self.rulebook.rules.values() if rule.override is not None}
        found: dict[str, Any] = {"name": self.rulebook.name, "version": self.rulebook.version, "digest": self.digest}
        if overrides:
            found["overrides"] = [{"rule": name, "because": overrides[name]} for name in sorted(overrides)]
        return found

    # questions

    def why(self, asked: str) -> Why:
        """Say why something is part of the result.

        `asked` is the id of a recommended exercise or a given advice, or `focus`, `sessions_per_week`,
        `plyometric_sessions_per_week` or `referral`. Raises `UnknownNameError` for anything else; of an exercise that
        is not recommended, `why_not` tells.
        """
        for exercise in self.exercises:
            if exercise.exercise == asked:
                dose = dose_in_words(exercise)
                cues = tuple((cue.text, cue.because) for cue in exercise.cues if cue.because)
                return self._why(asked, exercise.name, dose, exercise.because, exercise.dose_because, cues)
        for advice in self.advice:
            if advice.advice == asked:
                return self._why(asked, "Advice", advice.text, advice.because)
        if asked == "referral" and self.referral is not None:
            return self._why(asked, "Referral", self.referral.text, self.referral.because)
        if type(asked) is str and asked in self.because:
            value = self.focus if asked == "focus" else "–".join(map(str, dict.fromkeys(getattr(self, asked))))
            return self._why(asked, asked.replace("_", " ").capitalize(), value, self.because[asked])
        raise self._not_given(asked)

    def _why(  # noqa: PLR0913, PLR0917 - an answer has these parts
        self,
        asked: str,
        title: str,
        what: str,
        because: tuple[Reason, ...],
        dose_because: tuple[Reason, ...] = (),
        cues: tuple[tuple[str, tuple[Reason, ...]], ...] = (),
    ) -> Why:
        return Why(asked, title, what, because, dose_because, cues, self.sources, type(self.profile))

    def why_not(self, asked: str) -> WhyNot:
        """Say why an exercise is not part of the result, or not of the next session.

        `asked` is the id of any exercise of the catalogue. Raises `UnknownNameError` for anything else.
        """
        exercise = self.rulebook.exercises.get(asked) if type(asked) is str else None
        if exercise is None:
            if type(asked) is str and (asked in self.rulebook.advice or asked in _QUESTIONS):
                raise UnknownNameError(f"{asked} is no exercise; why_not asks about exercises")
            raise self._unknown(asked, self.rulebook.exercises)
        by: tuple[Reason, ...] = ()
        wanted: tuple[Reason, ...] = ()
        could: tuple[Any, ...] = ()
        vetoed = next((x for x in self.avoid if x.exercise == asked), None)
        if vetoed is not None:
            status, by = "vetoed", vetoed.because
            prescribers = [
                rule.name
                for rule in self.rulebook.rules.values()
                if rule.name in self.fired and any(asked in choice for choice in rule.prescribe)
            ]
            wanted = self._reasons.of(prescribers)
        elif asked in self.next_session:
            status = "recommended"
        elif any(item.exercise.id == asked for item in self.outcome.items):
            status = "not_in_next_session"
        else:
            status = "not_prescribed"
            could = missing(
                (
                    rule
                    for rule in self.rulebook.rules.values()
                    if rule.name not in self.fired and any(asked in choice for choice in rule.prescribe)
                ),
                self.profile,
                self._reasons.findings,
            )
        return WhyNot(asked, exercise.name, status, by, wanted, could, self.sources, type(self.profile))

    def _not_given(self, asked: object) -> UnknownNameError:
        """Say of something that is no part of the result whether it is known at all."""
        if type(asked) is not str:
            return self._unknown(asked, ())
        if asked in self.rulebook.exercises:
            return UnknownNameError(f"{asked} is not recommended to this runner; why_not tells why")
        if asked in self.rulebook.advice:
            return UnknownNameError(f"{asked} is no advice to this runner")
        if asked == "referral":
            return UnknownNameError("this runner is not referred to anybody")
        return self._unknown(asked, [*self.rulebook.exercises, *self.rulebook.advice, *_QUESTIONS])

    def _unknown(self, asked: object, known: Iterable[str]) -> UnknownNameError:
        near = nearest(asked, known)
        hint = f"; did you mean {near}?" if near else ""
        return UnknownNameError(f"there is nothing here by the name {show(asked)}{hint}")


def dose_in_words(exercise: Recommendation) -> str:
    """Say the dose of an exercise in words: `3 sets of 10–12 repetitions per side, light, 60–90 s rest`."""
    if exercise.reps:
        count = f"{span(exercise.reps)} {'repetition' if exercise.reps[1] == 1 else 'repetitions'}"
    else:
        count = duration(exercise.seconds or (0, 0))
    words = [f"{counted(exercise.sets, 'set')} of {count}{' per side' if exercise.per_side else ''}", exercise.load]
    if exercise.rest_seconds[1]:
        words.append(f"{duration(exercise.rest_seconds)} rest")
    return ", ".join(words)
