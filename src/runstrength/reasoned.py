"""The pieces of a result with their reasons: what is built when somebody asks for it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from runstrength.explain.telling import sources_as_data
from runstrength.explain.words import lost_in_words
from runstrength.language import speaking
from runstrength.parts import Advice, Avoided, Cue, Overruled, Recommendation, Referral, dicts
from runstrength.tables import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runstrength.explain.reasons import Reason, Reasons
    from runstrength.outcome import Item, Outcome
    from runstrength.rulebook.rule import Rulebook, Source

__all__ = ["Reasoned"]


class Reasoned:
    """An outcome told with its reasons, with the texts of a rulebook in a language."""

    def __init__(self, outcome: Outcome, texts: Rulebook, reasons: Reasons, language: str) -> None:
        self.outcome = outcome
        self.texts = texts
        self.reasons = reasons
        self.language = language

    @cached_property
    def because(self) -> Mapping[str, tuple[Reason, ...]]:
        """The reasons of the focus and of both numbers of sessions."""
        of = self.reasons.of
        return Table(
            {
                "focus": of(self.outcome.focus_because),
                "sessions_per_week": of(self.outcome.sessions_because),
                "plyometric_sessions_per_week": of(self.outcome.plyometric_sessions_because),
            }
        )

    @cached_property
    def exercises(self) -> tuple[Recommendation, ...]:
        """All that suits."""
        return tuple(map(self._recommendation, self.outcome.items))

    def _recommendation(self, item: Item) -> Recommendation:
        exercise = item.exercise
        return Recommendation(
            exercise=exercise.id,
            name=self.texts.exercises[exercise.id].name,
            role=exercise.role,
            sets=item.sets,
            reps=item.reps,
            seconds=item.seconds,
            rest_seconds=item.rest_seconds,
            per_side=exercise.unilateral,
            load=item.load,
            cues=tuple(Cue(cue, self.texts.cues[cue], self.reasons.of(by)) for cue, by in item.cues),
            because=self.reasons.of(item.because),
            dose_because=self.reasons.of(item.dose_because),
        )

    @cached_property
    def avoid(self) -> tuple[Avoided, ...]:
        """Every exercise that is ruled out."""
        names = self.texts.exercises
        return tuple(Avoided(name, names[name].name, self.reasons.of(by)) for name, by in self.outcome.avoid)

    @cached_property
    def advice(self) -> tuple[Advice, ...]:
        """What the runner should know or do besides."""
        texts = self.texts.advice
        return tuple(Advice(name, texts[name], self.reasons.of(by)) for name, by in self.outcome.advice)

    @cached_property
    def referral(self) -> Referral | None:
        """The word that a clinician should see this runner."""
        if self.outcome.referral is None:
            return None
        urgency, by = self.outcome.referral
        return Referral(urgency, self.texts.referral[urgency][0], self.reasons.of(by))

    @cached_property
    def overruled(self) -> tuple[Overruled, ...]:
        """What was wanted and lost."""
        of = self.reasons.of
        with speaking(self.language):
            return tuple(
                Overruled(x.kind, x.exercises, lost_in_words(x, self.texts.exercises), of(x.because), of(x.by))
                for x in self.outcome.lost
            )

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Every source that is cited."""
        cited: set[str] = set()
        seen: set[str] = set()
        waiting = [
            *(self.because.values()),
            *(because for x in self.exercises for because in (x.because, x.dose_because)),
            *(cue.because for x in self.exercises for cue in x.cues if cue.because),
            *(x.because for x in self.avoid),
            *(x.because for x in self.advice),
            *(because for x in self.overruled for because in (x.because, x.by)),
            *([] if self.referral is None else [self.referral.because]),
        ]
        while waiting:
            for reason in waiting.pop():
                if reason.rule not in seen:
                    seen.add(reason.rule)
                    cited.update(reason.sources)
                    if reason.from_:
                        waiting.append(reason.from_)
        return Table({name: self.texts.sources[name] for name in sorted(cited)})

    def to_dict(self) -> dict[str, Any]:
        """Give what has reasons as plain JSON, a fresh copy, in the order of a result."""
        referral = self.referral
        return {
            "because": {part: dicts(reasons) for part, reasons in self.because.items()},
            "exercises": [exercise.to_dict() for exercise in self.exercises],
            "next_session": list(self.outcome.next_session),
            "avoid": [{"exercise": x.exercise, "because": dicts(x.because)} for x in self.avoid],
            "advice": [{"advice": x.advice, "text": x.text, "because": dicts(x.because)} for x in self.advice],
            "referral": None if referral is None else referral.to_dict(),
            "overruled": [
                {
                    "kind": x.kind,
                    "exercises": list(x.exercises),
                    "what": x.what,
                    "because": dicts(x.because),
                    "by": dicts(x.by),
                }
                for x in self.overruled
            ],
            "sources": sources_as_data(self.sources),
        }
