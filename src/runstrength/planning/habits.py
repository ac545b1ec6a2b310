"""A runner's week as it is lived: when they run, which of these runs matter, and when there is time for strength."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

import attrs

from runstrength.errors import PlanError, Problem

__all__ = ["DAYS", "KEY", "RACE", "RUNS", "Habits", "habits_of"]

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
RUNS = ("easy", "hard", "long")
RACE = "race"
KEY = ("hard", "long", RACE)  # runs that want fresh legs, and leave tired ones
SHORTEST, LONGEST = 10, 180  # minutes, as of a profile's `session_minutes`

_ALLOWED_DAYS = "a day of the week: " + ", ".join(DAYS)


@attrs.frozen
class Habits:
    """What a week looks like. `minutes` says how long each day that is free for strength is; None: nobody said.

    Runs begin at `run_at` and strength sessions at `lift_at`, in hours after midnight.
    """

    runs: Mapping[str, str]
    minutes: Mapping[str, int | None]
    run_at: float
    lift_at: float

    @property
    def days(self) -> tuple[str, ...]:
        """The days that are free for strength."""
        return tuple(self.minutes)

    @property
    def key_runs(self) -> tuple[float, ...]:
        """When the runs that matter begin, in hours after the first midnight of the week."""
        return tuple(24 * DAYS.index(day) + self.run_at for day, run in self.runs.items() if run in KEY)

    def to_dict(self) -> dict[str, Any]:
        """Give the habits as plain JSON, as `habits_of` reads them."""
        return {
            "runs": dict(self.runs),
            "days": list(self.minutes),
            "minutes": {day: minutes for day, minutes in self.minutes.items() if minutes is not None},
            "run_at": self.run_at,
            "lift_at": self.lift_at,
        }


def habits_of(
    runs: object = None, days: object = None, minutes: object = None, run_at: object = 7, lift_at: object = 18
) -> Habits:
    """Read habits as people write them: days by name or by their first three letters, hours as 18, 18.5 or "18:30".

    `runs` maps days to `easy`, `hard` or `long`; `days` are those free for strength (None: every day); `minutes` is one
    number, or one for each day. Raises `PlanError`, which names every problem.
    """
    reader = _Reader()
    known = reader.runs({} if runs is None else runs)
    free = reader.days(DAYS if days is None else days)
    length = reader.minutes(minutes, free)
    run, lift = reader.hour("run_at", run_at), reader.hour("lift_at", lift_at)
    if reader.problems:
        raise PlanError(reader.problems)
    return Habits(MappingProxyType(known), MappingProxyType(length), run, lift)


class _Reader:
    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, path: str, value: object, message: str, allowed: str, near: tuple[str, ...] = ()) -> None:
        shown = repr(value) if isinstance(value, (str, int, float, bool, type(None))) else type(value).__name__
        shown = shown if len(shown) <= 60 else shown[:57] + "..."  # noqa: PLR2004 - a line of a terminal
        close = get_close_matches(value.strip().lower(), near, 1) if isinstance(value, str) and len(value) < 100 else []  # noqa: PLR2004
        self.problems.append(Problem(path, shown, message, allowed, close[0] if close else None))

    def day(self, path: str, value: object) -> str | None:
        if isinstance(value, str):
            word = value.strip().lower()
            for day in DAYS:
                if word in {day, day[:3]}:
                    return day
        self.wrong(path, value, "is no day of the week", _ALLOWED_DAYS, DAYS)
        return None

    def runs(self, given: object) -> dict[str, str]:
        if not isinstance(given, Mapping):
            self.wrong("runs", given, "is no mapping of days to runs", "days with " + ", ".join(RUNS))
            return {}
        found: dict[str, str] = {}
        for name, run in given.items():
            day = self.day("runs", name)
            word = run.strip().lower() if isinstance(run, str) else run
            if word not in RUNS:
                self.wrong(f"runs.{name}", run, "is no kind of run", ", ".join(RUNS), RUNS)
            elif day is not None:
                # Of two runs on one day the one that matters counts.
                found[day] = max(word, found.get(day, word), key=RUNS.index)
        return {day: found[day] for day in DAYS if day in found}

    def days(self, given: object) -> tuple[str, ...]:
        if isinstance(given, (str, Mapping)) or not isinstance(given, Iterable):
            self.wrong("days", given, "is no list of days", _ALLOWED_DAYS)
            return ()
        found = {self.day(f"days[{at}]", value) for at, value in enumerate(given)}
        return tuple(day for day in DAYS if day in found)

    def minutes(self, given: object, days: tuple[str, ...]) -> dict[str, int | None]:
        if not isinstance(given, Mapping):
            one = None if given is None else self.length("minutes", given)
            return dict.fromkeys(days, one)
        found = {self.day("minutes", day): self.length(f"minutes.{day}", value) for day, value in given.items()}
        for day in days:
            if day not in found:
                self.wrong("minutes", day, "is free, and it is not said for how long", "minutes for each free day")
        return {day: found.get(day) for day in days}

    def length(self, path: str, value: object) -> int | None:
        whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
        if whole and not isinstance(value, bool) and SHORTEST <= value <= LONGEST:  # type: ignore[operator]
            return int(value)  # type: ignore[call-overload,no-any-return]
        self.wrong(path, value, "is no length of a session", f"{SHORTEST} to {LONGEST} minutes")
        return None

    def hour(self, path: str, value: object) -> float:
        found: object = value
        if isinstance(value, str) and len(value) < 10 and "-" not in value:  # noqa: PLR2004 - longer than any hour
            hours, _, more = value.strip().partition(":")
            with suppress(ValueError):
                found = int(hours) + int(more) / 60 if more and int(more) < 60 else float(value)  # noqa: PLR2004
        if isinstance(found, (int, float)) and not isinstance(found, bool) and 0 <= found < 24:  # noqa: PLR2004
            return float(found)
        self.wrong(path, value, "is no time of the day", "hours from 0 to below 24, as 18, 18.5 or 18:30")
        return 0.0
