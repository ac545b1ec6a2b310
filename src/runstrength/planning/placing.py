"""Which days: every way to lay a week's sessions on the days that are free is looked at, and the best one taken.

There are at most a few hundred ways. The rules say what each session may hold where it would lie, so that what is kept
away from a hard run, or after one, is what they keep away from it; what is best is an order of lost things.
"""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple

from runstrength.planning.habits import DAYS
from runstrength.planning.moments import Lift, Place
from runstrength.rulebook.rule import LOADS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runstrength.outcome import Outcome
    from runstrength.planning.habits import Habits
    from runstrength.planning.moments import Moment, Moments

__all__ = ["APART", "Cost", "Placed", "Placement", "best", "spoilt", "ways"]

APART = 48  # hours between two sessions with jumps: what the rules ask for between the big ones, here of all


class Placed(NamedTuple):
    """A session on its day, and what the rules give there."""

    day: str
    lift: Lift
    moment: Moment


class Cost(NamedTuple):
    """What a way to lay the sessions costs; of two the one is better that costs less of what stands first.

    `missing` sessions of those that there should be; `jumps_missing`; `close` pairs of sessions, less than two days
    apart; exercises and sets that the hours before or after a hard run, or after another session, take away; sessions
    left out that might be; jumps left out that might be; minutes that other days would have; sessions on days that are
    free of running; and how unevenly the sessions lie in the week. Then the earlier days are taken.
    """

    missing: int
    jumps_missing: int
    close: int
    exercises_lost: int
    sets_lost: int
    left_out: int
    jumps_left_out: int
    less_time: int
    on_days_of_rest: int
    unevenness: float
    days: tuple[int, ...]
    jump_days: tuple[int, ...]


class Placement(NamedTuple):
    """The sessions of a week, in the order of the days, and what that way costs."""

    cost: Cost
    sessions: tuple[Placed, ...]


def ways(habits: Habits, fresh: Outcome, moments: Moments, kept: int = 0) -> Iterator[Placement]:
    """Give every way to lay as many sessions as are prescribed, or fewer, on the days that are free.

    None has a session from which the hours around it take every large exercise: that would be leg work for nothing,
    where it tires a run that matters. So many sessions of the week are `kept` as they are; `fresh` is without them.
    """
    most = min(fresh.sessions[1], len(habits.days))
    for count in range(most + 1):
        for days in combinations(habits.days, count):
            for jumps in _with_jumps(days, min(fresh.plyometric_sessions[1], count), moments.place):
                found = _placement(habits, fresh, moments, days, jumps, kept)
                if found is not None:
                    yield found


def best(habits: Habits, fresh: Outcome, moments: Moments, kept: int = 0) -> Placement:
    """Give the way that costs least; there is always one, if only that of no session."""
    return min(ways(habits, fresh, moments, kept), key=lambda way: way.cost)


def _with_jumps(days: tuple[str, ...], most: int, place: Place) -> Iterator[tuple[str, ...]]:
    for count in range(most + 1):
        for chosen in combinations(days, count):
            lifts = [Lift(place.hour(day), jumps=True) for day in chosen]
            if all(gap >= APART for gap in _gaps(lifts, [lift for lift in place.earlier(lifts) if lift.jumps])):
                yield chosen


def _gaps(lifts: Sequence[Lift], earlier: Sequence[Lift]) -> list[float]:
    """Give the hours between sessions, whole days of them, from the last one before this week on."""
    at = sorted([*(lift.at - lift.at % 24 for lift in lifts), *(lift.at - lift.at % 24 for lift in earlier[-1:])])
    return [after - one for one, after in pairwise(at)]


def _placement(  # noqa: PLR0913, PLR0917 - a way is made of these
    habits: Habits, fresh: Outcome, moments: Moments, days: tuple[str, ...], jumps: tuple[str, ...], kept: int
) -> Placement | None:
    lifts = {day: Lift(moments.place.hour(day, habits.lift_at), day in jumps) for day in days}
    sessions = tuple(
        Placed(day, lift, moments.at(day, lift, [other for other in lifts.values() if other is not lift]))
        for day, lift in lifts.items()
    )
    exercises = sets = 0
    most = min((placed.moment.outcome.sessions[1] - kept for placed in sessions), default=fresh.sessions[1])
    if len(days) > most or any(spoilt(fresh, placed.moment) or _no_jumps(placed) for placed in sessions):
        return None
    for placed in sessions:
        lost = _lost(fresh, placed)
        exercises += lost[0]
        sets += lost[1]
    in_order = sorted(lifts.values())
    earlier = moments.place.earlier(in_order)
    gaps = _gaps(in_order, earlier)
    even = (
        gaps if earlier else _gaps(in_order, Place().earlier(in_order))
    )  # the first week of a season is like its next
    cost = Cost(
        missing=max(min(fresh.sessions[0], most) - len(days), 0),
        jumps_missing=max(fresh.plyometric_sessions[0] - len(jumps), 0),
        close=sum(gap < APART for gap in gaps),
        exercises_lost=exercises,
        sets_lost=sets,
        left_out=fresh.sessions[1] - len(days),
        jumps_left_out=fresh.plyometric_sessions[1] - len(jumps),
        less_time=-sum(habits.minutes[day] or 0 for day in days),
        on_days_of_rest=sum(day not in habits.runs for day in days) if habits.runs else 0,
        unevenness=sum(gap * gap for gap in even),
        days=tuple(DAYS.index(day) for day in days),
        jump_days=tuple(DAYS.index(day) for day in jumps),
    )
    return Placement(cost, sessions)


def _no_jumps(placed: Placed) -> bool:
    """Say whether a session that is to have jumps can have none."""
    there = placed.moment.outcome
    possible = there.plyometric_sessions[1] and any(item.exercise.role == "plyometric" for item in there.items)
    return placed.lift.jumps and not possible


def spoilt(fresh: Outcome, moment: Moment) -> bool:
    """Say whether the hours around a moment take every large exercise from it, or every session."""
    large = {item.exercise.id for item in fresh.items if item.exercise.role == "strength" and item.exercise.compound}
    there = {item.exercise.id for item in moment.outcome.items}
    return (bool(large) and not large & there) or not there or (not moment.outcome.sessions[1])


def _lost(fresh: Outcome, placed: Placed) -> tuple[int, int]:
    """Say what the hours around a session take from it: how many exercises, and how much of others."""
    there = {item.exercise.id: item for item in placed.moment.items(jumps=placed.lift.jumps)}
    exercises = sets = 0
    for item in fresh.items:
        role = item.exercise.role
        if role not in {"strength", "plyometric"} or (role == "plyometric" and not placed.lift.jumps):
            continue
        given = there.get(item.exercise.id)
        if given is None:
            exercises += 1
        else:
            sets += max(item.sets - given.sets, 0)
            sets += max(LOADS.index(item.load) - LOADS.index(given.load), 0)
    return exercises, sets
