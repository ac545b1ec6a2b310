"""Runners to measure with: all different, and the same on every run."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

from examples.running_injury_clinic import profile_of, read_table
from runstrength import Profile
from tests.strategies import profile, thresholds

if TYPE_CHECKING:
    from runstrength.rulebook import Rulebook

__all__ = ["drawn", "real"]

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
