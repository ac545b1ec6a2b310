"""What `runstrength plan` and `runstrength export` do: a season as it is kept in a file, shown or carried away."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runstrength._commands import any_rulebook
from runstrength._plan_commands import asked_of, print_week
from runstrength._profile_file import name_of, read_profile
from runstrength._terminal import FINE, NOT_WRITTEN, StopCommand, complain, write

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from runstrength.planning.plan_week import PlanWeek
    from runstrength.planning.season import Plan


def plan(arguments: argparse.Namespace) -> int:
    """Print a season, or one week of it."""
    found = _plan_of(arguments)
    if arguments.week is not None:
        week = _week(found, arguments.week)
        if arguments.format == "text":
            write(f"{week}\n")
        else:
            print_week(week.week, arguments.format)
    elif arguments.format == "json":
        from runstrength.render import as_json  # noqa: PLC0415 - only what is asked for is imported

        write(as_json(found.to_dict()), json_escapes=True)
    elif arguments.format == "text":
        write(f"{found}\n")
    elif arguments.format == "svg":
        write(_picture(found))
    elif arguments.format == "html":
        write(_pages(found))
    else:
        raise StopCommand(f"a whole season is not written as {arguments.format}: name a week, with --week")
    return FINE


def export(arguments: argparse.Namespace) -> int:
    """Write a season to files that other programs read."""
    from runstrength.errors import RunstrengthError  # noqa: PLC0415 - as in other commands

    out = Path(arguments.out)
    arguments.to = arguments.to or _ENDINGS.get(out.suffix.lower())
    if arguments.to is None:
        raise StopCommand(f"{out}: ends in none of {', '.join(_ENDINGS)}: say what to write with --to")
    if arguments.to == "calendar" and arguments.timezone is None:
        raise StopCommand("a calendar needs to know where its hours are meant: --timezone Europe/Berlin, or UTC")
    found = _plan_of(arguments)
    stopping = found.weeks[-1].stopping
    if stopping is not None:
        complain(stopping.text)
    try:
        files = dict(_files(found, arguments, out))
    except RunstrengthError as error:
        raise StopCommand(str(error)) from None
    if not files:
        _tell_of_others(arguments.to, out, files)
        raise StopCommand("there is no session that could be written")
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        raise StopCommand(f"{error.filename}: cannot be written: {error.strerror}", NOT_WRITTEN) from None
    _tell_of_others(arguments.to, out, files)
    count = len(files)
    complain(f"{out}: {count} file{'' if count == 1 else 's'} written")
    return FINE


_ENDINGS = {".ics": "calendar", ".html": "html", ".svg": "svg", ".json": "json"}


def _tell_of_others(to: str, out: Path, files: Mapping[Path, bytes]) -> None:
    """Name the workouts of another version of the plan, which a watch would take too."""
    others = sorted(path.name for path in out.glob("*.fit") if path not in files) if to == "fit" else []
    if others:
        complain(f"{out}: these are none of this plan, and still lie there: {', '.join(others)}")


def _files(found: Plan, arguments: argparse.Namespace, out: Path) -> Iterator[tuple[Path, bytes]]:
    match arguments.to:
        case "calendar":
            from runstrength.export.calendar import calendar, written_before  # noqa: PLC0415 - it needs a library

            name = arguments.plan_id or Path(arguments.source).stem
            before, revision = written_before(out.read_bytes(), name) if out.is_file() else (frozenset(), 0)
            zone = arguments.timezone
            yield out, calendar(found.sessions, timezone=zone, plan_id=name, earlier=before, revision=revision)
        case "fit":
            from runstrength.export.fit import workout  # noqa: PLC0415 - likewise

            for day, session in found.sessions:
                yield out / f"{day.isoformat()}.fit", workout(session, name=day.isoformat())
        case "svg":
            yield out, _picture(found).encode()
        case "html":
            yield out, _pages(found).encode()
        case "json":
            from runstrength.render import as_json  # noqa: PLC0415 - likewise

            yield out, as_json(found.to_dict()).encode()
        case _:
            from runstrength.planning.tables import week_as_csv, week_as_markdown  # noqa: PLC0415 - likewise

            writers = {"markdown": week_as_markdown, "csv": week_as_csv}
            ending = {"markdown": "md"}.get(arguments.to, arguments.to)
            for week in found.weeks:
                yield out / f"week-{week.number:02}.{ending}", writers[arguments.to](week.week).encode()


def _pages(found: Plan) -> str:
    from runstrength.planning.page import season_as_html  # noqa: PLC0415 - likewise

    return season_as_html(found)


def _picture(found: Plan) -> str:
    from runstrength.planning.picture import season_picture  # noqa: PLC0415 - likewise
    from runstrength.planning.pictured import pictured  # noqa: PLC0415 - likewise

    return season_picture(pictured(found), found.result.language)


def _week(found: Plan, number: int) -> PlanWeek:
    if not 1 <= number <= len(found.weeks):
        raise StopCommand(f"--week {number}: the plan has weeks 1 to {len(found.weeks)}")
    return found.weeks[number - 1]


def _plan_of(arguments: argparse.Namespace) -> Plan:
    """Make the plan of a season's file, or of a runner's with what was typed."""
    from runstrength.api import plan as make  # noqa: PLC0415 - as in other commands
    from runstrength.errors import PlanError, ProfileError, UnknownNameError  # noqa: PLC0415 - likewise
    from runstrength.planning.reading import planned  # noqa: PLC0415 - likewise

    name = name_of(arguments.source)
    given = read_profile(arguments.source)
    season: Any = given if isinstance(given, Mapping) and {"profile", "start"} & given.keys() else {"profile": given}
    if isinstance(season.get("profile"), str):  # a file beside it
        season = {**season, "profile": read_profile(str(Path(arguments.source).parent / season["profile"]))}
    typed = {"start": arguments.start, "race": arguments.race, "weeks": arguments.weeks, **asked_of(arguments)}
    season = {**season, **{key: value for key, value in typed.items() if value is not None}}
    rulebook = any_rulebook(arguments)
    try:
        return planned(season, partial(make, rulebook=rulebook, language=arguments.language))
    except (PlanError, ProfileError) as error:
        raise StopCommand(f"{name}: {error}") from None
    except UnknownNameError as error:
        raise StopCommand(str(error)) from None
