"""The command `runstrength`.

It reads files, asks the library, and prints. What is asked for goes to standard output, everything else to standard
error; no traceback reaches a user. The parts that take time to import are imported by the commands that need them.
"""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runstrength import _commands as commands
from runstrength._terminal import BUG, INTERRUPTED, WRONG, StopCommand, complain, writing
from runstrength._version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["main"]


_EXIT_CODES = """\
exit codes:
  0    all is well
  1    check found problems, or replay something that differs
  2    the command, the profile or the rulebook is wrong; stderr says how
  3    the engine that was asked for cannot run here, or failed
  70   a bug in runstrength
  74   the output could not be written
  130  interrupted
  141  whoever read the output stopped reading
"""

_TOP = f"""\
Leg-strength training for runners: what fits, how much of it, and why.

A profile says what is known of a runner; only the discipline is required:

  discipline: marathon
  strength_experience: beginner
  equipment: [dumbbells, bands]
  pain: {{knee: 3}}

Save it as runner.yaml, and:

  runstrength recommend runner.yaml
  runstrength why runner.yaml glute-bridge
  runstrength why-not runner.yaml depth-jump
  runstrength instead-of runner.yaml back-squat
  runstrength what-if runner.yaml pain.knee=0 equipment=[barbell]
  runstrength closest runner.yaml depth-jump
  runstrength ask
  echo '{{"discipline": "trail"}}' | runstrength recommend - --format json
  runstrength exercise glute-bridge
  runstrength check my-rules/

`runstrength COMMAND --help` shows more of each.

{_EXIT_CODES}"""

_RECOMMEND = """\
Print the training that fits a runner: the next session first, then all else
that suits, what to leave out, and why.

  runstrength recommend runner.yaml
  runstrength recommend runner.json --format markdown > plan.md
  runstrength recommend - --format json < runner.yaml
  runstrength recommend runner.yaml --rules club-rules/
"""

_WHY = """\
Say why something is recommended, down to what the profile says. ID is an
exercise (glute-bridge, or "Glute bridge"), an advice, or one of focus,
sessions_per_week, plyometric_sessions_per_week and referral.

  runstrength why runner.yaml glute-bridge
  runstrength why runner.yaml focus
  runstrength why runner.yaml sessions_per_week --format json
"""

_WHY_NOT = """\
Say why something is not recommended: what rules it out, or what would have to
be so for it to be there. ID is any exercise, a load (heavy: why nothing is
heavy), a focus (power), an advice or referral.

  runstrength why-not runner.yaml depth-jump
  runstrength why-not runner.yaml heavy
  runstrength why-not runner.yaml "Back squat" --load heavy --format json
"""

_INSTEAD_OF = """\
Say what can stand in for an exercise, for this runner: the same movement or
muscles, with the equipment at hand, and nothing that is ruled out.

  runstrength instead-of runner.yaml back-squat
"""

_WHAT_IF = """\
Say what would be different with other facts, item by item, with the reasons.

  runstrength what-if runner.yaml pain.knee=0
  runstrength what-if runner.yaml season=base equipment=[bands,box] age=
"""

_CLOSEST = """\
Say what would have to become true for an exercise to be recommended, in as few
facts as possible. It is no list of answers to give: pain has to ease, time to
pass, experience to grow by itself.

  runstrength closest runner.yaml depth-jump
"""

_COMPARE = """\
Say what differs between two profiles, or for one under two rulebooks.

  runstrength compare before.yaml after.yaml
  runstrength compare runner.yaml --other-rules club-rules/
"""

_QUESTIONS = """\
List what is not known of a runner and could change the result: signs,
conditions and pain first, then what could change most.

  runstrength questions runner.yaml
"""

_ASK = """\
Ask for what is not known, one question at a time, and print what fits. Answer
with a word, a number or a list; `skip` (or an empty line) leaves a question
open, `why` says why it is asked, `back` returns to the last, `stop` ends it.
The questions go to standard error, the result to standard output.

  runstrength ask
  runstrength ask runner.yaml --save complete.yaml
  runstrength ask --answers answers.txt --format json
"""

_RECORD = """\
Print the record of a decision: the profile, the result with every reason, the
version of library and rulebook. `runstrength replay` asks it again.

  runstrength record runner.yaml --at 2026-11-24T09:30:00+00:00 > decision.json
  runstrength record runner.yaml --mask age --mask history > decision.json
"""

_REPLAY = """\
Ask again what was recorded: the same result to the byte (exit code 0), or what
exactly differs (exit code 1).

  runstrength replay decision.json
  runstrength replay decision.json --rules rules-of-last-year/
"""

_SCHEMA = """\
Print a JSON Schema (2020-12) of profiles, of results, or of rule files.

  runstrength schema profile > profile.schema.json
  runstrength schema rulebook > rulebook.schema.json
"""

_MESSAGES = """\
Print every sentence of a rulebook as the template of a gettext catalogue. Put
into another language, and compiled with msgfmt to FOLDER/nl/LC_MESSAGES/
runstrength.mo, it is spoken with --translations FOLDER --language nl.

  runstrength messages --rules club-rules/ > club.pot
"""

_EXERCISE = """\
Say how an exercise is done, what usually goes wrong, what it trains and loads,
and which are easier and harder. Without an ID, list all exercises.

  runstrength exercise
  runstrength exercise glute-bridge
  runstrength exercise "Back squat" --format json
  runstrength exercise --rules club-rules/ --format json > catalogue.json
"""

_CHECK = """\
Read a rulebook, a folder or one file, and run the examples of its rules. The
problems, if there are any, are printed on standard output, each with its file,
line, column and code; then the exit code is 1.

  runstrength check club-rules/
  runstrength check club.yaml --profile club.facts:ClubProfile
"""


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
        complain(f"this is a bug in runstrength {__version__}: {commands.told(error)} ({_where(error)})")
        return BUG


def _run(argv: list[str] | None) -> int:
    parser = _parser()
    try:
        arguments = parser.parse_args(argv)
    except SystemExit as stop:  # argparse has printed its message or the help
        with writing():
            pass
        return stop.code if isinstance(stop.code, int) else WRONG
    command: Callable[[argparse.Namespace], int] = arguments.command
    if getattr(arguments, "translations", None) is not None:
        commands.add_catalogues(arguments.translations)
    return command(arguments)


def _parser() -> argparse.ArgumentParser:
    looks: Any = partial(argparse.RawDescriptionHelpFormatter, width=80, max_help_position=26)
    parser = argparse.ArgumentParser(prog="runstrength", description=_TOP, formatter_class=looks, allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"runstrength {__version__}")
    verbs = parser.add_subparsers(metavar="COMMAND", required=True, help=f"one of {', '.join(_COMMANDS)}")
    for name, (command, about, adders) in _COMMANDS.items():
        one: argparse.ArgumentParser = verbs.add_parser(
            name, description=about, epilog=_EXIT_CODES, formatter_class=looks, allow_abbrev=False
        )
        one.set_defaults(command=command)
        for add in adders:
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


def _add_schema(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("profile", "result", "rulebook"), help="what the schema is of")


def _add_path(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", help="a folder with a rulebook, or one file")


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
_COMMANDS: dict[str, tuple[Callable[[argparse.Namespace], int], str, tuple[Callable[..., None], ...]]] = {
    "recommend": (
        commands.recommend,
        _RECOMMEND,
        (_add_profile, _add_format("text", "markdown", "html", "json"), _add_rules),
    ),
    "why": (
        commands.why,
        _WHY,
        (_add_profile, _add_asked("what is asked about"), _add_ids, _add_format("text", "json", "mermaid"), _add_rules),
    ),
    "why-not": (
        commands.why_not,
        _WHY_NOT,
        (_add_profile, _add_asked("what is asked about"), _add_load, _add_ids, *_QUESTION),
    ),
    "instead-of": (commands.instead_of, _INSTEAD_OF, (_add_profile, _EXERCISE_ID, *_QUESTION)),
    "what-if": (commands.what_if, _WHAT_IF, (_add_profile, _add_changes, *_QUESTION)),
    "closest": (commands.closest, _CLOSEST, (_add_profile, _EXERCISE_ID, *_QUESTION)),
    "compare": (commands.compare, _COMPARE, (_add_profile, _add_other, *_QUESTION)),
    "questions": (commands.questions, _QUESTIONS, (_add_profile, *_QUESTION)),
    "ask": (
        commands.ask,
        _ASK,
        (_add_conversation, _add_format("text", "markdown", "html", "json"), _add_rulebook, _add_language),
    ),
    "record": (commands.record, _RECORD, (_add_profile, _add_record, _add_rules)),
    "replay": (commands.replay, _REPLAY, (_add_replay, _TEXT_OR_JSON, _add_rulebook)),
    "schema": (commands.schema, _SCHEMA, (_add_schema, _add_vocabulary)),
    "messages": (commands.messages, _MESSAGES, (_add_rulebook,)),
    "exercise": (
        commands.exercise,
        _EXERCISE,
        (
            _add_asked("an id or a name; left out, all are listed", optional=True),
            _TEXT_OR_JSON,
            _add_rulebook,
            _add_language,
        ),
    ),
    "check": (commands.check, _CHECK, (_add_path, _add_vocabulary)),
}


# --- errors of others -----------------------------------------------------------------------------------------------


def _where(error: BaseException) -> str:
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    return f"{Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}" if at is not None else "unknown place"
