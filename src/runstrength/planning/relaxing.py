"""What would have to give way for the sessions that a week is missing: each single change that brings them, tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from runstrength.language import said
from runstrength.planning.habits import DAYS, KEY, RACE
from runstrength.planning.placing import best

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runstrength.outcome import Outcome
    from runstrength.planning.habits import Habits
    from runstrength.planning.moments import Moments

__all__ = ["relaxations"]


def relaxations(habits: Habits, fresh: Outcome, moments: Moments) -> tuple[str, ...]:
    """Say each change, of a run or of the free days, with which no session would be missing any more.

    Where no single change is enough, those are said with which fewer would be missing.
    """

    def missing(other: Habits) -> int:
        return best(other, fresh, moments.beside(other.key_runs, habits.minutes)).cost.missing

    now = missing(habits)
    tried = [(missing(other), text) for other, text in _changes(habits)]
    least = min((count for count, _ in tried), default=now)
    return tuple(text for count, text in tried if count == least) if least < now else ()


def _changes(habits: Habits) -> Iterator[tuple[Habits, str]]:
    room = min((minutes for minutes in habits.minutes.values() if minutes is not None), default=None)
    for day in DAYS:
        if day not in habits.minutes:
            minutes = {one: habits.minutes.get(one, room) for one in DAYS if one in habits.minutes or one == day}
            yield (
                attrs.evolve(habits, minutes=minutes),
                said("Keep {day} free for strength as well.", day=said_day(day)),
            )
    for day, run in habits.runs.items():
        if run in KEY and run != RACE:
            yield (
                attrs.evolve(habits, runs={**habits.runs, day: "easy"}),
                said("Run easily on {day}, or move that run.", day=said_day(day)),
            )


def said_day(day: str) -> str:
    """Give a day in the language that is spoken now."""
    return said(day.capitalize())
