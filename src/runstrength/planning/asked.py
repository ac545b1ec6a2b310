"""What is said of a runner's weeks, read at once: how they are lived, and what there is to lift."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from runstrength.errors import PlanError
from runstrength.planning.habits import habits_of
from runstrength.planning.lifting import weights_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from runstrength.errors import Problem
    from runstrength.planning.habits import Habits
    from runstrength.planning.lifting import Weights
    from runstrength.recommendation import Recommendations

__all__ = ["asked"]

T = TypeVar("T")


def asked(result: Recommendations, options: dict[str, Any]) -> tuple[Habits, Weights]:
    """Read `runs`, `days`, `minutes`, `run_at`, `lift_at`, and `best`, `bar`, `plates`, `weights`.

    Where nobody says how long a session may be, the profile does. Raises `PlanError`, which names every problem.
    """
    given = dict(options)
    if given["minutes"] is None:
        given["minutes"] = getattr(result.profile, "session_minutes", None)
    lifted = {name: given.pop(name) for name in ("best", "bar", "plates", "weights")}
    problems: list[Problem] = []
    habits = _read(problems, lambda: habits_of(**given))
    weights = _read(problems, lambda: weights_of(result.rulebook.exercises, **lifted))
    if habits is None or weights is None:
        raise PlanError(problems)
    return habits, weights


def _read(problems: list[Problem], read: Callable[[], T]) -> T | None:
    try:
        return read()
    except PlanError as error:
        problems += error.problems
        return None
