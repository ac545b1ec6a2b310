"""Sessions on dates: a week says on which day a session is, a calendar needs to know on which date."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from runstrength.errors import PlanError, Problem
from runstrength.planning.habits import DAYS
from runstrength.strangers import show

if TYPE_CHECKING:
    from runstrength.planning.week import TrainingSession, Week

__all__ = ["Dated", "dated"]


class Dated(NamedTuple):
    """A session and the date on which it is."""

    date: dt.date
    session: TrainingSession


def dated(week: Week, start: dt.date) -> tuple[Dated, ...]:
    """Give each session of a week the first date of its day that is not before `start`, the earliest first.

    Raises `PlanError` where `start` is no date.
    """
    if not isinstance(start, dt.date):
        raise PlanError([Problem("start", show(start), "is no date", "a datetime.date")])
    first = dt.date(start.year, start.month, start.day)  # of a datetime its date
    found = (
        Dated(first + dt.timedelta((DAYS.index(session.day) - first.weekday()) % 7), session)
        for session in week.sessions
    )
    return tuple(sorted(found, key=lambda one: (one.date, one.session.at)))
