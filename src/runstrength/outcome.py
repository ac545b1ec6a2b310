"""What follows from the rules that fired, as plain data. It names rules; their reasons are built from the names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from runstrength.memo import Later
    from runstrength.rulebook.rule import Exercise, Span

__all__ = ["Intensity", "Item", "Lost", "Names", "Outcome"]

Names = tuple[str, ...]


@attrs.frozen
class Intensity:
    """How an exercise is done: a load, repetitions or seconds, and the rest between sets in seconds."""

    load: str
    reps: Span | None
    seconds: Span | None
    rest_seconds: Span


@attrs.frozen
class Item:
    """An exercise with its dose, and the rules behind both; a cue of its own has none behind it."""

    exercise: Exercise
    load: str
    reps: Span | None
    seconds: Span | None
    rest_seconds: Span
    sets: int
    cues: tuple[tuple[str, Names], ...]
    because: Names
    intensity_by: Names
    volume_by: Names
    load_limited_by: Names
    sets_limited_by: Names

    @property
    def dose_because(self) -> Names:
        """Every rule behind the dose: who set it, then who limited it."""
        limits = sorted({*self.load_limited_by, *self.sets_limited_by})
        return tuple(dict.fromkeys((*self.intensity_by, *self.volume_by, *limits)))


@attrs.frozen
class Lost:
    """Something that was wanted and did not come about: `because` wanted it, `by` beat it.

    `amount` is how much of it: an `Intensity`, a number of sets, a load, a span of sessions, a focus; of an exercise
    that was ruled out, None.
    """

    kind: str
    exercises: Names
    amount: Intensity | int | str | Span | None
    because: Names
    by: Names


@attrs.frozen
class Outcome:
    """What follows from the rules that fired. Every tuple of names is of rules."""

    focus: str
    focus_because: Names
    sessions: Span
    sessions_because: Names
    plyometric_sessions: Span
    plyometric_sessions_because: Names
    items: tuple[Item, ...]
    next_session: Names
    avoid: tuple[tuple[str, Names], ...]
    advice: tuple[tuple[str, Names], ...]
    referral: tuple[str, Names] | None
    trace: Later[tuple[Lost, ...]]

    @property
    def lost(self) -> tuple[Lost, ...]:
        """What was wanted and did not come about."""
        return self.trace.get()
