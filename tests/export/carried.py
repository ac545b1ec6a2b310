"""Sessions to carry away: of drawn runners, and of one exercise or text each."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import attrs

import runstrength
from runstrength.parts import Recommendation
from runstrength.planning.lifting import Lifting
from runstrength.planning.week import Done
from tests.planning.drawing import drawn

if TYPE_CHECKING:
    from datetime import date

    from runstrength.planning.week import TrainingSession, Week
    from runstrength.rulebook.rule import Exercise

__all__ = ["BOOK", "dates_of", "done", "holding", "week"]

BOOK = runstrength.shipped_rulebook()
LIFTER = {
    "discipline": "marathon",
    "age": 35,
    "strength_experience": "advanced",
    "plyometric_experience": "intermediate",
    "equipment": ["barbell", "dumbbells"],
    "complaints": [],
    "conditions": [],
    "signs": [],
}


@cache
def week(language: str = "en") -> Week:
    """Give a week of a runner who lifts, with two sessions, jumps and a weight in kilograms."""
    result = runstrength.recommend(LIFTER).in_language(language)
    runs = {"tuesday": "hard", "sunday": "long"}
    return result.week(runs=runs, days=["mon", "wed", "fri"], best={"back-squat": (100, 5)}, plates=(10, 5, 2.5))


def dates_of(seed: int) -> tuple[tuple[date, TrainingSession], ...]:
    """Give the dated sessions of a drawn runner's season of a few weeks."""
    return tuple(drawn(seed, most_weeks=3).plan().sessions)


def done(exercise: Exercise) -> Done:
    """Give an exercise as a session holds it, at the heaviest load that it can be done with."""
    load, scheme = list(exercise.schemes.items())[-1]
    what = Recommendation(
        exercise=exercise.id,
        name=exercise.name,
        role=exercise.role,
        sets=3,
        reps=scheme.reps,
        seconds=scheme.seconds,
        rest_seconds=scheme.rest_seconds,
        per_side=exercise.unilateral,
        load=load,
        cues=(),
        because=(),
        dose_because=(),
    )
    return Done(what, 60, Lifting(None, None, None), again=False)


def holding(*some: Done, exercises: dict[str, Exercise] | None = None) -> TrainingSession:
    """Give a session that holds these, of a rulebook with these exercises."""
    session = week().sessions[0]
    book = BOOK if exercises is None else attrs.evolve(BOOK, exercises={**BOOK.exercises, **exercises})
    return attrs.evolve(session, exercises=some, result=attrs.evolve(session.result, rulebook=book))
