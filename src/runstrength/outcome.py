"""What follows from the rules that fired, as plain data. It names rules; their reasons are built from the names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from runstrength.rulebook.rule import Exercise, Span

__all__ = ["Item", "Lost", "Names", "Outcome"]

Names = tuple[str, ...]


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
    dose_because: Names


@attrs.frozen
class Lost:
    """Something that was wanted and did not come about: `because` wanted it, `by` beat it."""

    kind: str
    exercises: Names
    what: str
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
    lost: tuple[Lost, ...]
