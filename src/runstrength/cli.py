"""The command `runstrength`.

It reads files, asks the library, and prints. What is asked for goes to standard output, everything else to standard
error; no traceback reaches a user. The parts that take time to import are imported by the commands that need them.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from runstrength._profile_file import name_of, read_profile
from runstrength._terminal import (
    BUG,
    FINE,
    INTERRUPTED,
    NO_ENGINE,
    PROBLEMS,
    WRONG,
    StopCommand,
    coloured,
    complain,
    write,
    writing,
)
from runstrength._version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from runstrength.facts import Facts
    from runstrength.recommendation import Recommendations
    from runstrength.rulebook import Rulebook

__all__ = ["main"]


_EXIT_CODES = """\
exit codes:
  0    all is well
  1    check found problems
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
Say why an exercise is not recommended, or not part of the next session: what
rules it out, or what would have to be so for it to be there.

  runstrength why-not runner.yaml depth-jump
  runstrength why-not runner.yaml "Back squat" --format json
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
        complain(f"this is a bug in runstrength {__version__}: {_told(error)} ({_where(error)})")
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
    return command(arguments)


def _parser() -> argparse.ArgumentParser:
    def adds(name: str, command: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
        of: argparse.ArgumentParser = commands.add_parser(
            name, description=about, epilog=_EXIT_CODES, formatter_class=looks, allow_abbrev=False
        )
        of.set_defaults(command=command)
        return of

    looks: Any = partial(argparse.RawDescriptionHelpFormatter, width=80, max_help_position=26)
    parser = argparse.ArgumentParser(prog="runstrength", description=_TOP, formatter_class=looks, allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"runstrength {__version__}")
    commands = parser.add_subparsers(
        metavar="COMMAND", required=True, help="one of recommend, why, why-not, exercise, check"
    )

    recommend = adds("recommend", _recommend, _RECOMMEND)
    _add_profile(recommend)
    _add_format(recommend, "text", "markdown", "json")
    _add_rules(recommend)
    why = adds("why", _why, _WHY)
    _add_profile(why)
    why.add_argument("asked", metavar="ID", help="what is asked about")
    _add_format(why, "text", "json")
    _add_rules(why)
    why_not = adds("why-not", _why_not, _WHY_NOT)
    _add_profile(why_not)
    why_not.add_argument("asked", metavar="ID", help="the exercise that is asked about")
    _add_format(why_not, "text", "json")
    _add_rules(why_not)
    exercise = adds("exercise", _exercise, _EXERCISE)
    exercise.add_argument("asked", metavar="ID", nargs="?", help="an id or a name; left out, all are listed")
    _add_format(exercise, "text", "json")
    _add_rulebook(exercise)
    check = adds("check", _check, _CHECK)
    check.add_argument("path", metavar="PATH", help="a folder with a rulebook, or one file")
    _add_vocabulary(check)
    return parser


def _add_profile(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source",
        metavar="PROFILE",
        help="a YAML or JSON file that says what is known of the runner; - is standard input",
    )


def _add_format(parser: argparse.ArgumentParser, *formats: str) -> None:
    parser.add_argument(
        "--format", choices=formats, default=formats[0], help=f"how it is printed (default: {formats[0]})"
    )


def _add_rules(parser: argparse.ArgumentParser) -> None:
    _add_rulebook(parser)
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


# --- the commands ---------------------------------------------------------------------------------------------------


def _recommend(arguments: argparse.Namespace) -> int:
    from runstrength.render import render  # noqa: PLC0415 - only what is asked for is imported

    result = _result(arguments)
    text = render(result, arguments.format, colour=coloured(sys.stdout))
    write(text, json_escapes=arguments.format == "json")
    return FINE


def _why(arguments: argparse.Namespace) -> int:
    from runstrength.errors import UnknownNameError  # noqa: PLC0415

    result = _result(arguments)
    asked = _id(result.rulebook, arguments.asked)
    try:
        answer = result.why(asked)
    except UnknownNameError as error:
        if asked in result.rulebook.exercises:
            hint = f"ask: runstrength why-not {arguments.source} {asked}"
            raise StopCommand(f"{asked} is not recommended to this runner; {hint}") from None
        raise StopCommand(str(error)) from None
    _write_answer(answer, arguments.format)
    return FINE


def _why_not(arguments: argparse.Namespace) -> int:
    from runstrength.errors import UnknownNameError  # noqa: PLC0415

    result = _result(arguments)
    try:
        answer = result.why_not(_id(result.rulebook, arguments.asked))
    except UnknownNameError as error:
        raise StopCommand(str(error)) from None
    _write_answer(answer, arguments.format)
    return FINE


def _exercise(arguments: argparse.Namespace) -> int:
    from runstrength.api import shipped_rulebook  # noqa: PLC0415
    from runstrength.render import as_json  # noqa: PLC0415
    from runstrength.render.exercise import exercise_as_data, exercise_as_text, list_as_text  # noqa: PLC0415
    from runstrength.strangers import nearest, show  # noqa: PLC0415

    rulebook = _rulebook(arguments) or shipped_rulebook()
    as_data = arguments.format == "json"
    if arguments.asked is None:
        every = [exercise_as_data(rulebook, exercise) for exercise in rulebook.exercises.values()]
        write(as_json(every) if as_data else list_as_text(rulebook), json_escapes=as_data)
        return FINE
    exercise = rulebook.exercises.get(_id(rulebook, arguments.asked))
    if exercise is None:
        near = nearest(arguments.asked, rulebook.exercises)
        hint = f"did you mean {near}?" if near else "`runstrength exercise` lists them all"
        raise StopCommand(f"there is no exercise {show(arguments.asked)}; {hint}")
    text = as_json(exercise_as_data(rulebook, exercise)) if as_data else exercise_as_text(rulebook, exercise)
    write(text, json_escapes=as_data)
    return FINE


def _check(arguments: argparse.Namespace) -> int:
    from runstrength.checking import check  # noqa: PLC0415
    from runstrength.explain.words import counted  # noqa: PLC0415

    path = arguments.path
    rulebook, problems = check(path, profile=_vocabulary(arguments.vocabulary))
    if rulebook is None:
        lines = [*map(str, problems), f"{path}: {counted(len(problems), 'problem')}"]
        write("\n".join(lines) + "\n")
        return PROBLEMS
    rules = len({rule.template for rule in rulebook.rules.values()})
    examples = len({place for rule in rulebook.rules.values() for _, _, place in rule.examples})
    exercises = counted(len(rulebook.exercises), "exercise")
    write(f"{path}: {counted(rules, 'rule')}, {exercises}, {counted(examples, 'example')}: no problems\n")
    return FINE


def _result(arguments: argparse.Namespace) -> Recommendations:
    """Give the answer that all questions are about."""
    from runstrength.api import recommend  # noqa: PLC0415
    from runstrength.errors import EngineError, ProfileError  # noqa: PLC0415

    profile = read_profile(arguments.source)
    rulebook = _rulebook(arguments)
    try:
        return recommend(profile, rulebook=rulebook, engine=arguments.engine)
    except ProfileError as error:
        raise StopCommand(f"{name_of(arguments.source)}: {error}") from None
    except EngineError as error:
        raise StopCommand(str(error), NO_ENGINE) from None


def _rulebook(arguments: argparse.Namespace) -> Rulebook | None:
    from runstrength.api import load_rulebook  # noqa: PLC0415
    from runstrength.rulebook import RulebookError  # noqa: PLC0415
    from runstrength.shipped import rules_folder  # noqa: PLC0415

    if arguments.rules is None and arguments.vocabulary is None:
        return None
    path = rules_folder() / "article" if arguments.rules is None else arguments.rules
    try:
        return load_rulebook(path, profile=_vocabulary(arguments.vocabulary))
    except RulebookError as error:
        raise StopCommand(f"{path}: {error}") from None


def _vocabulary(named: str | None) -> type[Facts]:
    """Import the profile class that `module:Class` names, from the current folder as well."""
    from runstrength.facts import Facts, fields_of  # noqa: PLC0415
    from runstrength.profile import Profile  # noqa: PLC0415

    if named is None:
        return Profile
    module, _, name = named.partition(":")
    if not module or not name:
        raise StopCommand(f"--profile {named}: write it as MODULE:CLASS, such as club.facts:ClubProfile")
    here = str(Path.cwd())
    sys.path.insert(0, here)
    try:
        found = getattr(importlib.import_module(module), name, None)
        known = isinstance(found, type) and issubclass(found, Facts) and bool(fields_of(found))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - the module is a stranger's and may raise anything
        raise StopCommand(f"--profile {named}: cannot be imported: {_told(error)}") from None
    finally:
        with contextlib.suppress(ValueError):
            sys.path.remove(here)
    if not known:
        what = "there is no such class" if found is None else "that is no profile class"
        raise StopCommand(f"--profile {named}: {what}; it has to derive from runstrength.Profile or runstrength.Facts")
    return cast("type[Facts]", found)


def _write_answer(answer: Any, format_: str) -> None:  # noqa: ANN401 - Why or WhyNot
    from runstrength.render import as_json  # noqa: PLC0415

    write(as_json(answer.to_dict()) if format_ == "json" else f"{answer}\n", json_escapes=format_ == "json")


def _id(rulebook: Rulebook, asked: str) -> str:
    """Give the id of an exercise that was asked about by its name, and anything else as it is."""
    said = asked.strip().casefold()
    return next((x.id for x in rulebook.exercises.values() if x.name.casefold() == said), asked)


# --- errors of others -----------------------------------------------------------------------------------------------


def _told(error: BaseException) -> str:
    """Say an error in one line, whatever its message is like."""
    try:
        message = " ".join(str(error).split())
    except Exception:  # noqa: BLE001 - it may be a stranger's
        message = ""
    return f"{type(error).__name__}: {message}" if message else type(error).__name__


def _where(error: BaseException) -> str:
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    return f"{Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}" if at is not None else "unknown place"
