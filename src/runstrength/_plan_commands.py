"""What `runstrength week` does: it reads how a runner's week is lived, lays the sessions, and prints them."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Any

from runstrength._commands import result_of
from runstrength._terminal import FINE, StopCommand, complain, write

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Sequence

    from runstrength.planning.week import Week


def week(arguments: argparse.Namespace) -> int:
    """Print a week of sessions."""
    from runstrength.errors import PlanError  # noqa: PLC0415 - as other commands import what they need

    asked = asked_of(arguments)
    result = result_of(arguments)
    try:
        found = result.week(**asked)
    except PlanError as error:
        raise StopCommand(str(error)) from None
    print_week(found, arguments.format)
    return FINE


def print_week(found: Week, format_: str) -> None:
    """Write a week in a format."""
    if format_ == "json":
        from runstrength.render import as_json  # noqa: PLC0415 - only what is asked for is imported

        write(as_json(found.to_dict()), json_escapes=True)
    elif format_ == "html":
        from runstrength.planning.page import week_as_html  # noqa: PLC0415 - likewise

        write(week_as_html(found))
    elif format_ == "markdown":
        from runstrength.planning.tables import week_as_markdown  # noqa: PLC0415 - likewise

        write(week_as_markdown(found))
    elif format_ == "csv":
        _print_csv(found)
    else:
        write(f"{found}\n")


def _print_csv(found: Week) -> None:
    from runstrength.planning.tables import week_as_csv  # noqa: PLC0415 - likewise

    if found.result.referral is not None:
        complain(found.result.referral.text)  # a table of exercises has no place for it
    with contextlib.suppress(AttributeError):  # what is no file has no ends of lines of its own
        sys.stdout.reconfigure(newline="")  # type: ignore[union-attr]
    write(week_as_csv(found))


# --- what was typed -------------------------------------------------------------------------------------------------


def asked_of(arguments: argparse.Namespace) -> dict[str, Any]:
    """Read the options into what `Recommendations.week` takes; whatever has the form is for it to judge."""
    from runstrength.planning.habits import RUNS  # noqa: PLC0415 - as above

    typed = _Typed(RUNS)
    asked = {
        "runs": typed.runs(arguments.run),
        "days": _parts(arguments.day) or None,
        "minutes": typed.minutes(arguments.minutes),
        "run_at": _number(arguments.run_at),
        "lift_at": _number(arguments.lift_at),
        "best": dict(typed.pairs("--best", arguments.best, _BEST, _best)),
        "bar": _number(arguments.bar),
        "plates": [_number(part) for part in _parts(arguments.plates)],
        "weights": [_number(part) for part in _parts(arguments.weights)],
    }
    if typed.problems:
        raise StopCommand("\n".join(typed.problems))
    return {name: value for name, value in asked.items() if value is not None and value not in ({}, [])}


_RUN = "DAY=KIND, such as tuesday=hard"
_MINUTES = "a number for each free day, such as tuesday=30,friday=60, or one number for all"
_BEST = "EXERCISE=KILOGRAMSxREPETITIONS, such as back-squat=80x5"


class _Typed:
    def __init__(self, kinds: Sequence[str]) -> None:
        self.kinds = kinds
        self.problems: list[str] = []

    def pairs(
        self, option: str, given: Iterable[str] | None, form: str, read: Callable[[str], Any]
    ) -> list[tuple[str, Any]]:
        """Read `a=1,b=2`."""
        found = []
        for part in _parts(given):
            name, sign, text = part.partition("=")
            value = read(text.strip()) if sign and name.strip() and text.strip() else None
            if value is None:
                self.problems.append(f"{option} {part}: write it as {form}")
            else:
                found.append((name.strip(), value))
        return found

    def runs(self, given: Iterable[str] | None) -> dict[str, str]:
        """Read runs; of two on one day the one that matters counts, and what is no kind of run is to be told."""
        rank = {kind: at for at, kind in enumerate(self.kinds)}
        found: dict[str, str] = {}
        for day, run in self.pairs("--run", given, _RUN, str.lower):
            found[day] = max(run, found.get(day, run), key=lambda kind: rank.get(kind, len(rank)))
        return found

    def minutes(self, given: str | None) -> object:
        if given is None or "=" not in given:
            return _number(given)
        return dict(self.pairs("--minutes", [given], _MINUTES, _number))


def _parts(given: Iterable[str] | None) -> list[str]:
    """Take `tue,thu` apart, wherever it was typed."""
    return [part.strip() for text in given or () for part in text.split(",") if part.strip()]


def _number(text: str | None) -> object:
    """Read a number; what is none stays as it is, to be told in the words of the library."""
    if text is None:
        return None
    try:
        found = float(text)
    except ValueError:
        return text
    return int(found) if found.is_integer() else found


def _best(text: str) -> tuple[object, object] | None:
    weight, sign, repetitions = text.lower().replace("×", "x").partition("x")
    return (_number(weight), _number(repetitions)) if sign else None
