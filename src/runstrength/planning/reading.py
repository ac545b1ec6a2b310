"""A season as it is kept in a file: the runner, the race, how the weeks look, and what was logged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import attrs

from runstrength.errors import PlanError, Problem, ProfileError
from runstrength.strangers import nearest, show

if TYPE_CHECKING:
    from collections.abc import Callable

    from runstrength.planning.season import Plan

__all__ = ["OPTIONS", "planned"]

OPTIONS = (
    "start",
    "race",
    "weeks",
    "runs",
    "days",
    "minutes",
    "run_at",
    "lift_at",
    "best",
    "bar",
    "plates",
    "weights",
)
_KEYS = ("profile", *OPTIONS, "log")


def planned(season: Mapping[str, object], plan: Callable[..., Plan]) -> Plan:
    """Make the plan of a season: what `plan` takes, by its names, and a `log` of entries, each as `Plan.log` takes it.

    Raises `PlanError` and `ProfileError`.
    """
    problems = [
        Problem(str(key), show(season[key]), "is nothing that a season has", ", ".join(_KEYS), nearest(key, _KEYS))
        for key in season
        if key not in _KEYS
    ]
    problems += [
        Problem(key, "nothing", "is missing", "a profile" if key == "profile" else "a date, as 2027-01-04")
        for key in ("profile", "start")
        if season.get(key) is None
    ]
    entries = season.get("log") or []
    if not isinstance(entries, list):
        problems.append(Problem("log", show(entries), "is no list of entries", "entries with `on`, a date"))
        entries = []
    for at, entry in enumerate(entries):
        if not isinstance(entry, Mapping) or "on" not in entry:
            problems.append(Problem(f"log[{at}]", show(entry), "is no entry", "a mapping with `on`, a date"))
    if problems:
        raise PlanError(problems)
    made = plan(season["profile"], **{key: season[key] for key in OPTIONS if season.get(key) is not None})
    for at, entry in sorted(enumerate(entries), key=lambda one: _on(one[1])):
        try:
            told: dict[str, Any] = {str(key): _said(key, value) for key, value in entry.items()}
            made = made.log(**told)
        except (PlanError, ProfileError) as error:
            problems += [attrs.evolve(one, path=f"log[{at}].{one.path}") for one in error.problems]
    if problems:
        raise PlanError(problems)
    return made


def _said(key: object, value: object) -> object:
    """Take a yes and a no for what they are: a file in which words stay words has no others."""
    if key == "done" and isinstance(value, str):
        return {"yes": True, "true": True, "no": False, "false": False}.get(value.strip().lower(), value)
    return value


def _on(entry: Mapping[str, object]) -> str:
    on = entry["on"]
    return on.isoformat() if isinstance(on, date) else str(on)
