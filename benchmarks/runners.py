"""Runners to measure with: all different, and the same on every run."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

from examples.running_injury_clinic import profile_of, read_table
from runstrength import Profile
from tests.strategies import profile, thresholds

if TYPE_CHECKING:
    from runstrength.rulebook import Rulebook

__all__ = ["drawn", "members", "real"]

_CLINIC = Path(__file__).resolve().parents[1] / "examples/data/running_injury_clinic.csv"


def drawn(rulebook: Rulebook, count: int, seed: int) -> list[Profile]:
    """Draw so many different runners, from those who answer one question in ten to those who answer all.

    Their numbers lie where the rules draw their lines, and some of them exclude exercises.
    """
    choose = random.Random(seed).choice
    near, ids = thresholds(rulebook), sorted(rulebook.exercises)
    found: dict[Profile, None] = {}
    while len(found) < count:
        found[Profile.from_dict(profile(choose, ids=ids, near=near))] = None
    return list(found)


def real(count: int) -> list[Profile]:
    """Give so many of the runners of the Running Injury Clinic, each different from all others; there are some 200."""
    rows = read_table(_CLINIC.read_bytes()).rows
    return list(dict.fromkeys(Profile.from_dict(profile_of(row)[0]) for row, _ in rows))[:count]


def members(count: int, seed: int) -> list[dict[str, Any]]:
    """Make up the members of a running club: most are healthy, have usual equipment, and answered what they were asked.

    The shares are guesses, and no more than that: what they decide is how many outcomes are alike.
    """
    rng = random.Random(seed)
    return [_member(rng) for _ in range(count)]


_LEVELS = ("none", "beginner", "intermediate", "advanced")
_SITES = ("knee", "shin", "achilles", "calf", "hamstring", "hip", "groin", "it_band", "low_back", "ankle", "foot")
_KITS = (
    (),
    ("bands",),
    ("bands", "foam_roller"),
    ("dumbbells", "bands"),
    ("dumbbells", "bench", "bands", "box"),
    ("barbell", "dumbbells", "kettlebell", "bands", "box", "bench", "calf_machine", "foam_roller"),
)
_DISCIPLINES = ("general", "sprint", "middle_distance", "long_distance", "marathon", "ultra", "trail")


def _member(rng: random.Random) -> dict[str, Any]:
    def weighed(values: tuple[Any, ...] | range, *weights: int) -> Any:  # noqa: ANN401 - a value of any fact
        return rng.choices(values, weights)[0]

    def sometimes(share: float, *values: Any) -> list[Any]:  # noqa: ANN401 - likewise
        return [rng.choice(values)] if rng.random() < share else []

    found: dict[str, Any] = {
        "discipline": weighed(_DISCIPLINES, 30, 4, 8, 25, 20, 5, 8),
        "season": rng.choice(("off_season", "base", "build", "race_season")),
        "age": min(85, max(14, round(rng.gauss(40, 12)))),
        "strength_experience": weighed(_LEVELS, 30, 35, 25, 10),
        "plyometric_experience": weighed(_LEVELS, 55, 25, 15, 5),
        "runs_per_week": rng.randint(2, 7),
        "weekly_distance_km": rng.randint(10, 110),
        "strength_days": weighed(range(1, 4), 30, 50, 20),
        "session_minutes": rng.choice((20, 30, 45, 60)),
        "equipment": list(rng.choice(_KITS)),
        "goals": sometimes(1, "speed", "endurance", "hills", "injury_prevention"),
        "terrain": sometimes(1, "road", "track", "trail", "hills"),
        "pain": {site: weighed(range(1, 9), 20, 20, 16, 10, 6, 3, 2, 1) for site in sometimes(0.2, *_SITES)},
        "complaints": [],
        "signs": sometimes(0.02, "swelling", "night_pain", "numbness", "giving_way"),
        "conditions": sometimes(0.03, "pregnancy", "postpartum", "heart_condition", "osteoarthritis"),
        "history": sometimes(0.3, "shin_splints", "runners_knee", "ankle_sprain", "calf_strain", "low_back_pain"),
        "weaknesses": sometimes(0.2, "glutes", "calves", "core", "balance", "hamstrings"),
        "tightness": sometimes(0.2, "calves", "hip_flexors", "hamstrings"),
        "soreness": weighed(range(8), 30, 20, 15, 12, 8, 6, 4, 2),
        "sleep_hours": rng.choice((5.5, 6, 6.5, 7, 7.5, 8)),
    }
    for name, share, most in (("days_to_race", 0.5, 200), ("hours_since_hard_legs", 0.5, 120)):
        if rng.random() < share:
            found[name] = rng.randint(0, most)
    return found
