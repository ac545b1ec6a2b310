"""A season: week after week to a race, or without one, each with its own facts, which go through the same rules."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import attrs

from runstrength.errors import PlanError, Problem
from runstrength.facts import fields_of, kind_of, to_plain
from runstrength.kinds import MapOf
from runstrength.language import speaking
from runstrength.planning.changes import Change, changes
from runstrength.planning.log import EFFORTS, Entry, in_order
from runstrength.planning.making import weeks_of
from runstrength.planning.settings import Settings
from runstrength.strangers import show

if TYPE_CHECKING:
    from runstrength.planning.habits import Habits
    from runstrength.planning.lifting import Weights
    from runstrength.planning.plan_week import PlanWeek
    from runstrength.planning.week import TrainingSession
    from runstrength.recommendation import Recommendations

__all__ = ["Change", "Plan", "made"]

MOST_WEEKS = 60
DEFAULT_WEEKS = 12
EARLIEST, LATEST = 1970, 2199  # years: another is a slip of the pen
_WEEK = timedelta(days=7)
# What the log may not tell: what the calendar and the sessions say themselves.
_NOT_TOLD = (
    "discipline",
    "season",
    "days_to_race",
    "days_since_race",
    "strength_experience",
    "strength_days",
    "session_minutes",
    "runs_per_week",
    "hours_since_hard_legs",
    "hours_since_plyometrics",
    "hours_to_key_run",
)


@attrs.frozen
class Plan:
    """A season of weeks for one runner. Made by `runstrength.plan`; `log` gives the plan that follows from an entry.

    `weeks` holds every week, the first one first; `changes` says what the last entry changed.
    """

    result: Recommendations = attrs.field(repr=False)
    start: date
    race: date | None
    count: int
    habits: Habits = attrs.field(repr=False)
    weights: Weights = attrs.field(repr=False)
    settings: Settings = attrs.field(repr=False)
    entries: tuple[Entry, ...] = ()
    changes: tuple[Change, ...] = attrs.field(default=(), eq=False)

    @property
    def end(self) -> date:
        """The last day of the plan."""
        return self.start + self.count * _WEEK - timedelta(days=1)

    @cached_property
    def weeks(self) -> tuple[PlanWeek, ...]:
        """Every week, the first one first."""
        with speaking(self.result.language):
            return weeks_of(self)

    @property
    def sessions(self) -> tuple[tuple[date, TrainingSession], ...]:
        """Every session with its date."""
        return tuple(one for week in self.weeks for one in week.sessions)

    def log(self, /, on: date | str, *, done: bool | None = None, effort: str | None = None, **facts: object) -> Plan:
        """Take what was really done and felt on a day, and give the plan for what is left.

        `done` says whether the session of that day was done; `effort` is `easy`, `right` or `hard`, of all its sets;
        `facts` are those of a profile that are told of that day: `pain={"knee": 4}`, `pain_trend="worse"`, `signs`.
        What is told holds until something else is told (`pain={"knee": 0}`), soreness and sleep for a week. Raises
        `PlanError`, and `ProfileError` for facts.
        """
        entry = _entry(self, on, done, effort, facts)
        later = attrs.evolve(self, entries=in_order((*self.entries, entry)), changes=())
        with speaking(self.result.language):
            return attrs.evolve(later, changes=changes(self.weeks, later.weeks, entry.on))

    def in_language(self, language: str) -> Plan:
        """Give the same plan in another language: `en`, `de`. Raises `UnknownNameError` if there is none such."""
        return attrs.evolve(self, result=self.result.in_language(language), changes=())

    def to_dict(self) -> dict[str, Any]:
        """Give the plan as plain JSON."""
        return {
            "schema": "runstrength-plan/1",
            "rulebook": self.result.identity(),
            "profile": self.result.profile.to_dict(),
            "start": self.start.isoformat(),
            "race": None if self.race is None else self.race.isoformat(),
            "log": [entry.to_dict() for entry in self.entries],
            "weeks": [week.to_dict() for week in self.weeks],
            "disclaimer": self.result.disclaimer,
        }

    def __str__(self) -> str:
        from runstrength.planning.season_text import plan_as_text  # noqa: PLC0415 - when somebody looks

        return plan_as_text(self)


def made(  # noqa: PLR0913, PLR0917 - a plan has these parts
    result: Recommendations,
    start: object,
    race: object,
    weeks: object,
    habits: Habits,
    weights: Weights,
    settings: Settings | None = None,
) -> Plan:
    """Make a plan of a result's runner. Raises `PlanError`, which names every problem."""
    problems: list[Problem] = []
    begins = _day("start", start, problems)
    race_on = None if race is None else _day("race", race, problems)
    ahead = getattr(result.profile, "days_to_race", None)
    if race is None and begins is not None and ahead is not None:
        race_on = begins + timedelta(days=ahead)
    if begins is not None and race_on is not None and race_on < begins:
        problems.append(Problem("race", race_on.isoformat(), "is before the start", f"{begins} or later"))
    if weeks is not None and (not isinstance(weeks, int) or isinstance(weeks, bool) or not 1 <= weeks <= MOST_WEEKS):
        problems.append(Problem("weeks", show(weeks), "is no number of weeks", f"1 to {MOST_WEEKS}"))
    if problems or begins is None:
        raise PlanError(problems)
    if weeks is None:
        weeks = DEFAULT_WEEKS if race_on is None else min((race_on - begins).days // 7 + 1, MOST_WEEKS)
    return Plan(result, begins, race_on, cast("int", weeks), habits, weights, settings or Settings())


def _day(path: str, value: object, problems: list[Problem]) -> date | None:
    found = value if type(value) is date else None
    if isinstance(value, str):
        with suppress(ValueError):
            found = date.fromisoformat(value.strip())
    if found is not None and EARLIEST <= found.year <= LATEST:
        return found
    problems.append(Problem(path, show(value), "is no date", "a date, as 2026-03-01"))
    return None


def _entry(plan: Plan, on: object, done: object, effort: object, facts: Mapping[str, object]) -> Entry:
    problems: list[Problem] = []
    day = _day("on", on, problems)
    if day is not None and not plan.start <= day <= plan.end:
        problems.append(Problem("on", day.isoformat(), "is no day of the plan", f"{plan.start} to {plan.end}"))
    if done is not None and not isinstance(done, bool):
        problems.append(Problem("done", show(done), "is neither yes nor no", "True or False"))
    if effort is not None and effort not in EFFORTS:
        problems.append(Problem("effort", show(effort), "is no effort", ", ".join(EFFORTS)))
    problems += [
        Problem(name, show(facts[name]), "is not told by a log", "the calendar, the habits and the sessions say it")
        for name in sorted(set(facts) & set(_NOT_TOLD))
    ]
    if problems or day is None:
        raise PlanError(problems)
    vocabulary = type(plan.result.profile)
    declared = fields_of(vocabulary)
    required = {name: of for name, of in plan.result.profile.to_dict().items() if declared[name].metadata["required"]}
    read = vocabulary.from_dict({**required, **facts}, ids=frozenset(plan.result.rulebook.exercises))
    known = {name: to_plain(kind_of(declared[name]), getattr(read, name)) for name in facts if _is_said(facts[name])}
    empty: dict[str, Any] = {
        name: {} for name in facts if isinstance(kind_of(declared[name]), MapOf) and _is_empty(facts[name])
    }
    problems += [
        Problem(name, show(facts[name]), "says nothing", "a fact, or 0, [] or {} where there is nothing any more")
        for name in facts
        if name not in known and name not in empty
    ]
    if problems:
        raise PlanError(problems)
    return Entry(day, done, effort if isinstance(effort, str) else None, {**known, **empty})  # type: ignore[arg-type]


def _is_empty(value: object) -> bool:
    return isinstance(value, Mapping) and not value


def _is_said(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(of is not None for of in value.values())
    return value is not None
