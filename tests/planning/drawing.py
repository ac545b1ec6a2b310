"""Runners with their habits and seasons, drawn from a seed: what the laws of plans are held to."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import attrs

import runstrength
from runstrength.planning.habits import DAYS, RUNS
from tests.strategies import profile, thresholds

if TYPE_CHECKING:
    from runstrength.planning.season import Plan

__all__ = ["Drawn", "drawn"]

BOOK = runstrength.shipped_rulebook()
NEAR = thresholds(BOOK)
_HEALTHY = ("signs", "conditions", "pain", "complaints", "excluded", "soreness")


@attrs.frozen
class Drawn:
    """A runner, how the weeks look, the season, and what is logged in it."""

    runner: dict[str, Any]
    habits: dict[str, Any]
    season: dict[str, Any]
    log: tuple[dict[str, Any], ...]

    def plan(self) -> Plan:
        """Make the plan, with all its entries."""
        made = runstrength.plan(self.runner, **self.season, **self.habits)
        for entry in self.log:
            made = made.log(**entry)
        return made


def drawn(seed: int, most_weeks: int = 12) -> Drawn:
    """Draw by a seed: two of three runners are in good health, so that there is something to plan."""
    random = Random(seed)  # noqa: S311 - nothing is to be kept secret
    runner = profile(random.choice, runstrength.Profile, tuple(BOOK.exercises), NEAR)
    if random.random() < 2 / 3:
        runner = {name: value for name, value in runner.items() if name not in _HEALTHY}
        runner.update({"complaints": [], "conditions": [], "signs": []})
    runner.pop("days_to_race", None)
    habits: dict[str, Any] = {
        "runs": {day: random.choice(RUNS) for day in random.sample(DAYS, random.randint(0, 7))},
        "days": random.sample(DAYS, random.randint(1, 7)),
        "lift_at": random.choice((6, 12, 18.5)),
        "best": {"back-squat": (random.choice((40, 82.5, 140)), random.randint(1, 10))},
        "plates": [20, 10, 5, 2.5, 1.25],
    }
    if random.random() < 0.7:
        habits["minutes"] = random.choice((10, 20, 45, 60, 90))
    start = date(2027, 1, 1) + timedelta(days=random.randint(0, 30))
    weeks = random.randint(1, most_weeks)
    season: dict[str, Any] = {"start": start, "weeks": weeks}
    if random.random() < 0.6:
        season["race"] = start + timedelta(days=random.randint(0, 7 * weeks + 30))
    entries = [_entry(random, start + timedelta(days=random.randrange(7 * weeks))) for _ in range(random.randint(0, 4))]
    return Drawn(runner, habits, season, tuple(sorted(entries, key=lambda entry: entry["on"])))


def _entry(random: Random, on: date) -> dict[str, Any]:
    told: list[dict[str, Any]] = [
        {"done": True, "effort": "easy"},
        {"done": True, "effort": "hard"},
        {"done": False},
        {"pain": {"knee": random.randint(0, 10)}},
        {"pain": {"achilles": random.randint(0, 6)}, "pain_trend": random.choice(("better", "worse"))},
        {"soreness": random.randint(0, 10)},
        {"signs": random.choice(([], ["swelling"], ["chest_pain"]))},
    ]
    return {"on": on, **random.choice(told)}
