"""The parts of a result: exercises, advice, a referral, and what was ruled out or lost, each with its reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from runstrength.explain.words import dose_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from runstrength.explain.reasons import Reason
    from runstrength.rulebook.rule import Span

__all__ = ["Advice", "Avoided", "Cue", "Overruled", "Recommendation", "Referral", "dicts"]


def dicts(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """Give reasons as plain JSON."""
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

    @property
    def dose(self) -> str:
        """The dose in words: `3 sets of 10–12 repetitions per side, light, 60–90 s rest`."""
        return dose_in_words(
            sets=self.sets,
            reps=self.reps,
            seconds=self.seconds,
            rest_seconds=self.rest_seconds,
            load=self.load,
            per_side=self.per_side,
        )

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
            "cues": [{"cue": x.cue, "text": x.text, "because": dicts(x.because)} for x in self.cues],
            "because": dicts(self.because),
            "dose_because": dicts(self.dose_because),
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

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {"urgency": self.urgency, "text": self.text, "because": dicts(self.because)}


@attrs.frozen
class Overruled:
    """Something that was wanted, and lost: `because` wanted it, `by` beat it."""

    kind: str
    exercises: tuple[str, ...]
    what: str
    because: tuple[Reason, ...]
    by: tuple[Reason, ...]
