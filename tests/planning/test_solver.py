"""A few hard weeks, beside the optimum that a solver finds."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

import runstrength
from runstrength.planning.filling import Wish, granted
from runstrength.planning.habits import DAYS, habits_of
from runstrength.planning.moments import WEEK, Lift, Moments
from runstrength.planning.placing import APART, best, spoilt
from tests.planning.drawing import BOOK
from tests.planning.test_week import RUNNER

if TYPE_CHECKING:
    from collections.abc import Sequence

z3 = pytest.importorskip("z3")


@pytest.mark.parametrize("seed", range(6))
def test_no_solver_grants_more(seed: int) -> None:
    """Fourteen exercises for three sessions that hold hardly half of them; each is worth more than all after it."""
    random = Random(seed)  # noqa: S311 - nothing is to be kept secret
    rooms = [(random.randint(14, 20), 6) for _ in range(3)]
    wishes = [
        Wish(str(at), {place: (random.randint(3, 11), 1) for place in range(3) if random.random() < 0.7} or {0: (5, 1)})
        for at in range(14)
    ]
    held = granted(rooms, wishes, {wish.exercise: "" for wish in wishes})
    ours = [any(wish.exercise in names for names in held) for wish in wishes]
    assert ours == _optimum(rooms, wishes)
    assert not all(ours)


def _optimum(rooms: Sequence[tuple[int, ...]], wishes: Sequence[Wish]) -> list[bool]:
    solver = z3.Optimize()
    laid = {(at, place): z3.Bool(f"{at}-{place}") for at, wish in enumerate(wishes) for place in wish.sizes}
    there = []
    for at, wish in enumerate(wishes):
        ways = [laid[at, place] for place in wish.sizes]
        solver.add(z3.AtMost(*ways, 1))
        there.append(z3.Or(*ways))
    for place, room in enumerate(rooms):
        for part, most in enumerate(room):
            takes = [
                z3.If(laid[at, place], wish.sizes[place][part], 0)
                for at, wish in enumerate(wishes)
                if place in wish.sizes
            ]
            solver.add(z3.Sum(takes) <= most)
    solver.maximize(z3.Sum([z3.If(one, 1 << (len(wishes) - at), 0) for at, one in enumerate(there)]))
    assert solver.check() == z3.sat
    return [bool(solver.model().eval(one, model_completion=True)) for one in there]


@pytest.mark.parametrize(
    "runs",
    [
        {"tue": "hard", "sat": "long"},
        {"tue": "hard", "thu": "hard", "sun": "long"},
        {"mon": "easy", "wed": "hard", "thu": "easy", "sun": "long"},
        {"mon": "hard", "tue": "easy", "wed": "hard", "fri": "hard"},
    ],
)
def test_no_solver_lays_more_sessions(runs: dict[str, str]) -> None:
    """As many sessions, and as many with jumps, as can be where each day allows one and jumps are two days apart."""
    habits = habits_of(runs, None, 45)
    runner = {**RUNNER, "discipline": "sprint", "season": "base"}
    fresh = Moments(BOOK, runstrength.Profile.from_dict(runner), ()).fresh()
    moments = Moments(BOOK, fresh.facts, habits.key_runs)
    found = best(habits, fresh.outcome, moments)
    alone = {day: moments.at(day, Lift(24 * DAYS.index(day) + habits.lift_at, jumps=False)) for day in DAYS}

    solver = z3.Optimize()
    on = {day: z3.Bool(day) for day in DAYS}
    jumps = {day: z3.Bool(f"{day} with jumps") for day in DAYS}
    for day in DAYS:
        solver.add(z3.Implies(jumps[day], on[day]))
        if spoilt(fresh.outcome, alone[day]):
            solver.add(z3.Not(on[day]))
        if not any(item.exercise.role == "plyometric" for item in alone[day].outcome.items):
            solver.add(z3.Not(jumps[day]))
    for at, day in enumerate(DAYS):
        for later in range(at + 1, len(DAYS)):
            hours = 24 * (later - at)
            if min(hours, WEEK - hours) < APART:
                solver.add(z3.Not(z3.And(jumps[day], jumps[DAYS[later]])))
    count, jumping = (z3.Sum([z3.If(one, 1, 0) for one in some.values()]) for some in (on, jumps))
    low, high = fresh.outcome.sessions
    solver.add(count <= high, jumping <= fresh.outcome.plyometric_sessions[1])
    solver.maximize(z3.If(count < low, count, low))
    solver.maximize(jumping)
    assert solver.check() == z3.sat
    most = min(solver.model().eval(count).as_long(), low)
    assert min(len(found.sessions), low) == most
    assert sum(placed.lift.jumps for placed in found.sessions) >= min(
        solver.model().eval(jumping).as_long(), fresh.outcome.plyometric_sessions[0]
    )
