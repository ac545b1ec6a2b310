"""The command `runstrength`.

It reads files, asks the library, and prints. What is asked for goes to standard output, everything else to standard
error; no traceback reaches a user. The parts that take time to import are imported by the commands that need them.
"""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from runstrength import _help as help_of
from runstrength._terminal import BUG, INTERRUPTED, WRONG, StopCommand, complain, writing
from runstrength._version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["main"]

STAGES = ("assess", "prescribe", "dose", "restrict", "advise")
SHORTEST, LONGEST = 0.001, 86_400  # seconds
MOST_JOBS = 64
MOST_KINDS = 10_000
MOST_ROWS = 1_000_000


def main(argv: list[str] | None = None) -> int:
    """Run the command with these arguments, or those of the process, and give the exit code."""
    try:
        return _run(argv)
    except StopCommand as stop:
        if stop.message:
            complain(stop.message)
        return stop.code
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        complain(f"{error.filename}: {error.strerror}" if error.filename else str(error))
        return WRONG
    except Exception as error:  # noqa: BLE001 - a user is not to see a traceback
        told = _do("_commands", "told")
        complain(f"this is a bug in runstrength {__version__}: {told(error)} ({_where(error)})")
        return BUG


def _run(argv: list[str] | None) -> int:
    parser = _parser(sys.argv[1:] if argv is None else argv)
    try:
        arguments = parser.parse_args(argv)
    except SystemExit as stop:  # argparse has printed its message or the help
        with writing():
            pass
        return stop.code if isinstance(stop.code, int) else WRONG
    command: Callable[[argparse.Namespace], int] = _do(*arguments.command)
    if getattr(arguments, "translations", None) is not None:
        _do("_commands", "add_catalogues")(arguments.translations)
    return command(arguments)


def _do(module: str, name: str) -> Callable[..., Any]:
    """Import what does something, as it is to be done now."""
    found: Callable[..., Any] = getattr(import_module(f"runstrength.{module}"), name)
    return found


def _parser(argv: list[str]) -> argparse.ArgumentParser:
    looks: Any = partial(argparse.RawDescriptionHelpFormatter, width=80, max_help_position=26)
    parser = argparse.ArgumentParser(
        prog="runstrength", description=help_of.TOP, formatter_class=looks, allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=f"runstrength {__version__}")
    verbs = parser.add_subparsers(metavar="COMMAND", required=True, help=f"one of {', '.join(_COMMANDS)}")
    for name, (command, about, adders) in _COMMANDS.items():
        one: argparse.ArgumentParser = verbs.add_parser(
            name, description=about, epilog=help_of.EXIT_CODES, formatter_class=looks, allow_abbrev=False
        )
        one.set_defaults(command=command)
        for add in adders if name in argv else ():  # those of the others nobody will see
            add(one)
    return parser


def _add_profile(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source",
        metavar="PROFILE",
        help="a YAML or JSON file that says what is known of the runner; - is standard input",
    )


def _add_format(*formats: str) -> Callable[[argparse.ArgumentParser], None]:
    def add(parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--format", choices=formats, default=formats[0], help=f"how it is printed (default: {formats[0]})"
        )

    return add


def _add_asked(about: str, *, optional: bool = False) -> Callable[[argparse.ArgumentParser], None]:
    def add(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("asked", metavar="ID", nargs="?" if optional else None, help=about)

    return add


def _add_load(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--load", metavar="LOAD", help="why it is not done at this load: light, moderate, heavy")


def _add_ids(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--ids", action="store_true", help="name the rules and sources behind each sentence")


def _add_changes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "changes", metavar="FIELD=VALUE", nargs="+", help="a fact as it would be: pain.knee=2; FIELD= makes it unknown"
    )


def _add_other(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("other", metavar="OTHER", nargs="?", help="the profile to compare with")
    parser.add_argument("--other-rules", metavar="PATH", help="the rulebook to compare with")


def _add_conversation(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="PROFILE", nargs="?", help="what is known already")
    parser.add_argument(
        "--answers", metavar="FILE", help="answers, one a line, `field: answer` or in order; - is standard input"
    )
    parser.add_argument("--save", metavar="FILE", help="write the profile that came of it, as YAML")


def _add_record(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--at", metavar="TIME", help="the time of the decision, ISO 8601 with a zone (default: now)")
    parser.add_argument("--mask", metavar="FIELD", action="append", help="leave out the values of a field; repeatable")


def _add_replay(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="RECORD", help="a JSON file that `runstrength record` wrote; - is stdin")
    parser.add_argument("--unmask", metavar="PROFILE", help="a file with the facts that the record masks")


def _add_batch(parser: argparse.ArgumentParser) -> None:
    formats = ("parquet", "csv", "jsonl")
    parser.add_argument("source", metavar="IN", help="the file; .parquet, .csv, .jsonl or .ndjson")
    parser.add_argument("folder", metavar="OUT", help="a folder, new, empty, or of a run that has not ended")
    parser.add_argument("--format", choices=formats, help="what IN is (default: as its name ends)")
    parser.add_argument("--to", choices=formats, default="parquet", help="what is written (default: parquet)")
    parser.add_argument(
        "--what",
        choices=("programme", "fired"),
        default="programme",
        help="a line for each thing that a runner is given, or a column for each rule (default: programme)",
    )
    parser.add_argument("--id", metavar="COLUMN", help="what names a row (default: its number, from 0, as `row`)")
    parser.add_argument("--keep", metavar="COLUMN", action="append", help="a column to pass on; repeatable")
    parser.add_argument(
        "--rows", metavar="N", type=_whole(MOST_ROWS), default=50_000, help="rows of IN to a part (default: 50000)"
    )
    parser.add_argument("--single", action="store_true", help="join the parts at the end, to OUT/programme.parquet say")
    parser.add_argument("--strict", action="store_true", help="exit with 1 if a row has problems")
    parser.add_argument("--quiet", action="store_true", help="say nothing but what is wrong")


def _add_week(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--run", metavar="DAY=KIND", action="append", help="a run of the week: easy, hard or long; repeatable"
    )
    parser.add_argument(
        "--day", metavar="DAY", action="append", help="a day that is free for strength (default: every day); repeatable"
    )
    parser.add_argument("--minutes", metavar="N", help="how long a session may be, or for each free day: tue=30,fri=60")
    parser.add_argument("--run-at", metavar="TIME", default="7", help="when runs begin (default: 7)")
    parser.add_argument("--lift-at", metavar="TIME", default="18", help="when sessions begin, as 18:30 (default: 18)")
    parser.add_argument(
        "--best", metavar="ID=KGxREPS", action="append", help="a recent best, back-squat=80x5; repeatable"
    )
    parser.add_argument("--bar", metavar="KG", default="20", help="the bar (default: 20)")
    parser.add_argument("--plates", metavar="KG,KG", action="append", help="the plates for one end of it")
    parser.add_argument("--weights", metavar="KG,KG", action="append", help="dumbbells and kettlebells")


def _add_season(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--start", metavar="DATE", help="the first day of the plan, as 2027-01-04")
    parser.add_argument("--race", metavar="DATE", help="the day of the race")
    parser.add_argument("--weeks", metavar="N", type=int, help="how many weeks (default: to the race, or 12)")
    _add_week(parser)
    parser.set_defaults(run_at=None, lift_at=None, bar=None)  # or they would stand before what the file says


def _add_plan(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--week", metavar="N", type=int, help="only this week, with all its sessions")


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", metavar="OUT", help="the file to write; for fit, markdown and csv a folder")
    parser.add_argument(
        "--to",
        choices=("calendar", "fit", "html", "markdown", "csv", "svg", "json"),
        help="what to write (default: as OUT ends, .ics, .html, .svg or .json)",
    )
    parser.add_argument(
        "--timezone", metavar="ZONE", help="of the calendar, as Europe/Berlin or UTC; it has to be said"
    )
    parser.add_argument(
        "--plan-id", metavar="NAME", help="names the events, so that importing again updates them (default: the file's)"
    )


def _add_schema(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("profile", "result", "rulebook"), help="what the schema is of")


def _add_path(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", help="a folder with a rulebook, or one file")


def _add_checks(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--deep", action="store_true", help="look also for rules without any effect, which takes long")
    parser.add_argument(
        "--timeout", metavar="SECONDS", type=_seconds, default=20, help="for each check that proves (default: 20)"
    )


def _add_optional_path(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", nargs="?", help="a rulebook; left out, the one that is shipped")


def _add_mutations(parser: argparse.ArgumentParser) -> None:
    stages = (*STAGES, "header")
    parser.add_argument("--stage", choices=stages, action="append", help="only rules of this folder; repeatable")
    parser.add_argument("--rule", metavar="RULE", action="append", help="only this rule; repeatable")
    parser.add_argument(
        "--timeout", metavar="SECONDS", type=_seconds, default=20, help="for each question to the solver (default: 20)"
    )
    parser.add_argument("--jobs", metavar="N", type=_whole(MOST_JOBS), help="how many at the same time")


def _add_new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("rulebook", "rule"), help="what is made")
    parser.add_argument("name", metavar="DIR|ID", help="the folder of the rulebook, or the name of the rule")
    parser.add_argument("--name", metavar="NAME", dest="called", help="the rulebook's name (default: the folder's)")
    parser.add_argument("--in", metavar="DIR", dest="folder", default=".", help="the rulebook of the rule (default: .)")
    parser.add_argument("--stage", choices=STAGES, default="prescribe", help="the rule's folder (default: prescribe)")


def _add_fmt(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", metavar="PATH", nargs="+", help="a folder of rule files, or one file")
    parser.add_argument("--check", action="store_true", help="change nothing; exit with 1 where something would change")


def _add_two_paths(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD", help="the rulebook as it was")
    parser.add_argument("new", metavar="NEW", help="the rulebook as it is now")
    parser.add_argument("--timeout", metavar="SECONDS", type=_seconds, default=60, help="for all of it (default: 60)")
    parser.add_argument(
        "--most", metavar="N", type=_whole(MOST_KINDS), default=50, help="kinds that are looked for (default: 50)"
    )


def _add_proofs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", metavar="GUARANTEE", action="append", help="prove only this one; repeatable")
    parser.add_argument("--core", action="store_true", help="name every rule that a proof rests on")
    parser.add_argument(
        "--timeout", metavar="SECONDS", type=_seconds, default=60, help="for each guarantee (default: 60)"
    )
    parser.add_argument(
        "--jobs", metavar="N", type=_whole(MOST_JOBS), help="how many at the same time (default: one a processor)"
    )


def _seconds(text: str) -> float:
    """Read a time of more than nothing."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not SHORTEST <= value <= LONGEST:
        raise argparse.ArgumentTypeError(f"{text} is no time from {SHORTEST} to {LONGEST} seconds")
    return value


def _whole(most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text} is no number from 1 to {most}")
        return int(text)

    return read


def _add_language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--language", metavar="CODE", default="en", help="en or de (default: en)")
    parser.add_argument("--translations", metavar="FOLDER", help="a folder with gettext catalogues of your own")


def _add_rules(parser: argparse.ArgumentParser) -> None:
    _add_rulebook(parser)
    _add_language(parser)
    parser.add_argument(
        "--engine", choices=("native", "durable"), default="native", help="what fires the rules; the answer is the same"
    )


def _add_rulebook(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--rules", metavar="PATH", help="a rulebook, folder or file, in place of the one that is shipped"
    )
    _add_vocabulary(parser)


def _add_vocabulary(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--profile",
        metavar="MODULE:CLASS",
        dest="vocabulary",
        help="a profile class of your own, found from the current folder",
    )


_TEXT_OR_JSON = _add_format("text", "json")
_QUESTION = (_TEXT_OR_JSON, _add_rules)
_EXERCISE_ID = _add_asked("the exercise that is asked about")

# Each command: what it runs, what its help says, and what adds its arguments.
_COMMANDS: dict[str, tuple[tuple[str, str], str, tuple[Callable[..., None], ...]]] = {
    "recommend": (
        ("_commands", "recommend"),
        help_of.RECOMMEND,
        (_add_profile, _add_format("text", "markdown", "html", "json"), _add_rules),
    ),
    "why": (
        ("_commands", "why"),
        help_of.WHY,
        (_add_profile, _add_asked("what is asked about"), _add_ids, _add_format("text", "json", "mermaid"), _add_rules),
    ),
    "why-not": (
        ("_commands", "why_not"),
        help_of.WHY_NOT,
        (_add_profile, _add_asked("what is asked about"), _add_load, _add_ids, *_QUESTION),
    ),
    "instead-of": (("_commands", "instead_of"), help_of.INSTEAD_OF, (_add_profile, _EXERCISE_ID, *_QUESTION)),
    "what-if": (("_commands", "what_if"), help_of.WHAT_IF, (_add_profile, _add_changes, *_QUESTION)),
    "closest": (("_commands", "closest"), help_of.CLOSEST, (_add_profile, _EXERCISE_ID, *_QUESTION)),
    "compare": (("_commands", "compare"), help_of.COMPARE, (_add_profile, _add_other, *_QUESTION)),
    "questions": (("_commands", "questions"), help_of.QUESTIONS, (_add_profile, *_QUESTION)),
    "ask": (
        ("_commands", "ask"),
        help_of.ASK,
        (_add_conversation, _add_format("text", "markdown", "html", "json"), _add_rulebook, _add_language),
    ),
    "record": (("_commands", "record"), help_of.RECORD, (_add_profile, _add_record, _add_rules)),
    "replay": (("_commands", "replay"), help_of.REPLAY, (_add_replay, _TEXT_OR_JSON, _add_rulebook)),
    "week": (
        ("_plan_commands", "week"),
        help_of.WEEK,
        (_add_profile, _add_week, _add_format("text", "json", "markdown", "csv", "html"), _add_rules),
    ),
    "plan": (
        ("_season_commands", "plan"),
        help_of.PLAN,
        (
            _add_profile,
            _add_season,
            _add_plan,
            _add_format("text", "json", "svg", "markdown", "csv", "html"),
            _add_rules,
        ),
    ),
    "export": (
        ("_season_commands", "export"),
        help_of.EXPORT,
        (_add_profile, _add_export, _add_season, _add_rules),
    ),
    "batch": (("_batch_command", "batch"), help_of.BATCH, (_add_batch, _add_rulebook)),
    "schema": (("_commands", "schema"), help_of.SCHEMA, (_add_schema, _add_vocabulary)),
    "messages": (("_commands", "messages"), help_of.MESSAGES, (_add_rulebook,)),
    "exercise": (
        ("_commands", "exercise"),
        help_of.EXERCISE,
        (
            _add_asked("an id or a name; left out, all are listed", optional=True),
            _TEXT_OR_JSON,
            _add_rulebook,
            _add_language,
        ),
    ),
    "check": (("_rule_commands", "check"), help_of.CHECK, (_add_path, _add_checks, _TEXT_OR_JSON, _add_vocabulary)),
    "diff": (
        ("_rule_commands", "diff"),
        help_of.DIFF,
        (_add_two_paths, _add_format("text", "markdown", "json"), _add_vocabulary),
    ),
    "mutate": (
        ("_rule_commands", "mutate"),
        help_of.MUTATE,
        (_add_optional_path, _add_mutations, _TEXT_OR_JSON, _add_vocabulary),
    ),
    "new": (("_rule_commands", "new"), help_of.NEW, (_add_new,)),
    "fmt": (("_rule_commands", "fmt"), help_of.FMT, (_add_fmt,)),
    "prove": (
        ("_rule_commands", "prove"),
        help_of.PROVE,
        (_add_optional_path, _add_proofs, _TEXT_OR_JSON, _add_vocabulary),
    ),
}


# --- errors of others -----------------------------------------------------------------------------------------------


def _where(error: BaseException) -> str:
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    return (
        f"{at.tb_frame.f_code.co_filename.rpartition(os.sep)[2]}:{at.tb_lineno}" if at is not None else "unknown place"
    )
