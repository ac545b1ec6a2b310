"""A season as its picture shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.planning.picture import PicturedWeek

if TYPE_CHECKING:
    from runstrength.planning.season import Plan

__all__ = ["pictured"]


def pictured(plan: Plan) -> tuple[PicturedWeek, ...]:
    """Give the weeks of a season for `season_picture`."""
    return tuple(
        PicturedWeek(
            number=week.number,
            start=week.begin,
            phase="ease" if week.ease and not week.stopped else week.phase,
            sets=week.week.sets,
            contacts=week.week.contacts,
            race=plan.race is not None and week.begin <= plan.race <= week.end,
            note=week.because if week.stopped else None,
        )
        for week in plan.weeks
    )
