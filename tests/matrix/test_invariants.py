"""What is true of every full plan, over generated runners: the article's invariants."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

import runstrength
from tests.strategies import profile, thresholds

SEED = 5
RUNNERS = 1200
FEWEST = 200
GROUPS = {"quadriceps", "hamstrings", "calves", "glutes", "hip_flexors"}
# What may take something from a plan: with one of these a plan is not a full one.
TAKES_AWAY = (
    *("pain", "complaints", "pain_trend", "signs", "conditions", "history", "soreness", "excluded"),
    *("hours_since_hard_legs", "hours_since_plyometrics", "hours_to_key_run", "days_to_race", "days_since_race"),
)


@cache
def results() -> tuple[runstrength.Recommendations, ...]:
    """Give the answers to many runners: half of them as they come, half without what takes something away."""
    book = runstrength.shipped_rulebook()
    rng = random.Random(SEED)  # noqa: S311 - runners, no secrets
    near = thresholds(book)
    found = []
    for number in range(RUNNERS):
        runner = profile(rng.choice, ids=list(book.exercises), near=near)
        if number % 2:
            runner = {name: value for name, value in runner.items() if name not in TAKES_AWAY}
        found.append(runstrength.recommend(runner))
    return tuple(found)


def full() -> list[runstrength.Recommendations]:
    """Give the full plans: no referral, recovery or taper, no veto of the body's, and a day free."""
    found = [result for result in results() if _is_full(result)]
    assert len(found) >= FEWEST
    return found


def _is_full(result: runstrength.Recommendations) -> bool:
    known: dict[str, Any] = result.to_dict()["profile"]
    return result.referral is None and known.get("strength_days") != 0 and not set(TAKES_AWAY) & set(known)


def test_a_full_programme_reaches_the_five_muscle_groups() -> None:
    """Quadriceps, hamstrings, calves, glutes and hip flexors are all trained, by work and not by stretching alone."""
    for result in full():
        work = [result.rulebook.exercises[x.exercise] for x in result.exercises if x.role in {"strength", "activation"}]
        assert set() == GROUPS - {muscle for exercise in work for muscle in exercise.muscles}, result.profile


def test_a_full_programme_mixes_kinds_of_work() -> None:
    """Compound movements, unilateral exercises and mobility stand in every full plan."""
    for result in full():
        exercises = [result.rulebook.exercises[x.exercise] for x in result.exercises]
        assert any(x.compound and x.role == "strength" for x in exercises), result.profile
        assert any(x.unilateral and x.role == "strength" for x in exercises), result.profile
        assert any(x.role == "mobility" for x in exercises), result.profile


def test_a_full_programme_has_the_core_of_the_article() -> None:
    """Squats, lunges and deadlifts, with calf raises and step-ups beside them; a bridge where nothing can be lifted."""
    for result in full():
        patterns = {result.rulebook.exercises[x.exercise].pattern for x in result.exercises}
        assert set() == {"squat", "lunge", "hinge", "calf-raise", "step"} - patterns, result.profile


def test_every_result_says_what_it_is() -> None:
    """Information and not medical advice, and that research may differ: in every result, whoever it is for."""
    for result in results():
        said = result.to_dict()["disclaimer"].lower()
        assert "not medical advice" in said
        assert "research" in said
        assert "may differ" in said
