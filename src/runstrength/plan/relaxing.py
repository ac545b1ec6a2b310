"""What would have to give way for the sessions that a week is missing: each single change that brings them, tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from runstrength.language import said
from runstrength.plan.habits import DAYS, KEY
from runstrength.plan.moments import Moments
from runstrength.plan.placing import best

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runstrength.plan.habits import Habits
    from runstrength.plan.moments import Moment
    from runstrength.rulebook.rule import Rulebook

__all__ = ["relaxations"]


def relaxations(habits: Habits, fresh: Moment, rulebook: Rulebook) -> tuple[str, ...]:
    """Say each change, of a run or of the free days, with which no session would be missing any more.

    Where no single change is enough, those are said with which fewer would be missing.
    """
    now = _missing(habits, fresh, rulebook)
    tried = [(_missing(other, fresh, rulebook), text) for other, text in _changes(habits)]
    least = min((missing for missing, _ in tried), default=now)
    return tuple(text for missing, text in tried if missing == least) if least < now else ()


def _missing(habits: Habits, fresh: Moment, rulebook: Rulebook) -> int:
    return best(habits, fresh.outcome, Moments(rulebook, fresh.facts, habits.key_runs)).cost.missing


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
        if run in KEY:
            yield (
                attrs.evolve(habits, runs={**habits.runs, day: "easy"}),
                said("Run easily on {day}, or move the hard run.", day=said_day(day)),
            )


def said_day(day: str) -> str:
    """Give a day in the language that is spoken now."""
    return said(day.capitalize())
