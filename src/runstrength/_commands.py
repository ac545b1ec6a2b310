"""What each command does: it reads what it was given, asks the library, and prints."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from runstrength._profile_file import name_of, read_json, read_profile, save_profile, text_of, yaml_value
from runstrength._terminal import FINE, NO_ENGINE, PROBLEMS, StopCommand, coloured, drawn_on, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from runstrength.facts import Facts
    from runstrength.recommendation import Recommendations
    from runstrength.rulebook import Rulebook


def recommend(arguments: argparse.Namespace) -> int:
    """Print what fits a runner."""
    _print(result_of(arguments), arguments.format)
    return FINE


def why(arguments: argparse.Namespace) -> int:
    """Print why something is recommended."""
    from runstrength.errors import UnknownNameError  # noqa: PLC0415

    result = result_of(arguments)
    asked = _id(result.texts, arguments.asked)
    try:
        answer = result.why(asked)
    except UnknownNameError as error:
        if asked in result.rulebook.exercises:
            hint = f"ask: runstrength why-not {arguments.source} {asked}"
            raise StopCommand(f"{asked} is not recommended to this runner; {hint}") from None
        raise StopCommand(str(error)) from None
    if arguments.format == "mermaid":
        from runstrength.render.mermaid import as_mermaid  # noqa: PLC0415

        write(as_mermaid(answer))
        return FINE
    return _write_answer(answer, arguments.format, ids=arguments.ids)


def why_not(arguments: argparse.Namespace) -> int:
    """Print why something is not recommended."""
    return _answer(arguments, lambda result, asked: result.why_not(asked, arguments.load), ids=arguments.ids)


def instead_of(arguments: argparse.Namespace) -> int:
    """Print what may stand in for an exercise."""
    return _answer(arguments, lambda result, asked: result.instead_of(asked))


def closest(arguments: argparse.Namespace) -> int:
    """Print what would have to become true for an exercise."""
    return _answer(arguments, lambda result, asked: result.closest(asked))


def _answer(arguments: argparse.Namespace, ask: Callable[[Recommendations, str], Any], *, ids: bool = False) -> int:
    from runstrength.errors import UnknownNameError  # noqa: PLC0415

    result = result_of(arguments)
    try:
        answer = ask(result, _id(result.texts, arguments.asked))
    except UnknownNameError as error:
        raise StopCommand(str(error)) from None
    return _write_answer(answer, arguments.format, ids=ids)


def what_if(arguments: argparse.Namespace) -> int:
    """Print what other facts would change."""
    from runstrength.errors import ProfileError  # noqa: PLC0415

    result = result_of(arguments)
    changes = dict(_change(text) for text in arguments.changes)
    try:
        answer = result.what_if(**changes)
    except ProfileError as error:
        raise StopCommand(str(error)) from None
    return _write_answer(answer, arguments.format)


def _change(text: str) -> tuple[str, Any]:
    """Read `pain.knee=2`, `equipment=[bands, box]`; nothing after the sign makes a fact unknown."""
    field, sign, value = text.partition("=")
    if not sign or not field.strip():
        raise StopCommand(f"{text}: write a change as FIELD=VALUE, such as pain.knee=2 or equipment=[bands,box]")
    return field.strip(), yaml_value(value, text)


def compare(arguments: argparse.Namespace) -> int:
    """Print what differs between two runners, or for one runner under two rulebooks."""
    if arguments.other is None and arguments.other_rules is None:
        raise StopCommand("compare needs a second profile, or --other-rules with a second rulebook")
    before = result_of(arguments)
    # Standard input can be read only once.
    profile = before.profile.to_dict() if arguments.other is None else None
    other = {"source": arguments.other or arguments.source, "rules": arguments.other_rules or arguments.rules}
    after = result_of(argparse.Namespace(**{**vars(arguments), **other}), profile)
    return _write_answer(before.compare(after), arguments.format)


def questions(arguments: argparse.Namespace) -> int:
    """Print what was not asked and could change the result."""
    from runstrength.language import said, speaking  # noqa: PLC0415

    found = result_of(arguments).questions()
    if arguments.format == "json":
        from runstrength.render import as_json  # noqa: PLC0415

        write(as_json([question.to_dict() for question in found]), json_escapes=True)
        return FINE
    with speaking(arguments.language):
        nothing = said("Nothing that is not known could change the result.")
    write("\n\n".join(f"{question}" for question in found) or nothing)
    write("\n")
    return FINE


def ask(arguments: argparse.Namespace) -> int:
    """Hold the conversation, and print what fits the runner at its end."""
    from runstrength._conversation import converse  # noqa: PLC0415
    from runstrength.errors import ProfileError  # noqa: PLC0415

    rulebook = any_rulebook(arguments)
    given = read_profile(arguments.source) if arguments.source else {}
    try:
        known = rulebook.vocabulary.from_dict(given, ids=frozenset(rulebook.exercises)).to_dict() if given else {}
    except ProfileError as error:
        raise StopCommand(f"{name_of(arguments.source)}: {error}") from None
    lines: Any = sys.stdin
    if arguments.answers is not None and arguments.answers != "-":
        lines = text_of(arguments.answers).splitlines()
    strict = arguments.answers is not None or not (sys.stdin is not None and sys.stdin.isatty())
    result = converse(rulebook, known, lines or (), strict=strict, language=arguments.language)
    if result is None:
        raise StopCommand("the conversation ended before the least was known: what the runner mainly runs")
    if arguments.save is not None:
        save_profile(arguments.save, result.profile.to_dict())
    _print(result, arguments.format)
    return FINE


def record(arguments: argparse.Namespace) -> int:
    """Print the record of a decision."""
    from datetime import UTC, datetime  # noqa: PLC0415

    from runstrength.errors import RecordError  # noqa: PLC0415
    from runstrength.render import as_json  # noqa: PLC0415

    at = arguments.at or datetime.now(UTC).replace(microsecond=0)
    try:
        found = result_of(arguments).record(at, arguments.mask or ())
    except RecordError as error:
        raise StopCommand(str(error)) from None
    write(as_json(found), json_escapes=True)
    return FINE


def replay(arguments: argparse.Namespace) -> int:
    """Ask again what was recorded, and say what differs."""
    from runstrength.errors import RecordError  # noqa: PLC0415
    from runstrength.replay import replay as again  # noqa: PLC0415

    unmasked = None if arguments.unmask is None else read_profile(arguments.unmask)
    try:
        found = again(
            read_json(arguments.source),
            rulebook=_rulebook(arguments),
            unmasked=unmasked if isinstance(unmasked, dict) else None,
        )
    except RecordError as error:
        raise StopCommand(f"{name_of(arguments.source)}: {error}") from None
    _write_answer(found, arguments.format)
    return FINE if found.same else PROBLEMS


def schema(arguments: argparse.Namespace) -> int:
    """Print a JSON Schema."""
    from runstrength.render import as_json  # noqa: PLC0415
    from runstrength.schema import schema_of  # noqa: PLC0415

    write(as_json(schema_of(arguments.what, vocabulary=vocabulary_of(arguments.vocabulary))), json_escapes=True)
    return FINE


def messages(arguments: argparse.Namespace) -> int:
    """Print the sentences of a rulebook, to be translated."""
    from runstrength.messages import template_of  # noqa: PLC0415

    write(template_of(any_rulebook(arguments)))
    return FINE


def add_catalogues(folder: str) -> None:
    """Speak from the catalogues of a folder as well."""
    from runstrength.language import add_translations  # noqa: PLC0415

    try:
        add_translations(folder)
    except FileNotFoundError as error:
        raise StopCommand(str(error)) from None


def exercise(arguments: argparse.Namespace) -> int:
    """Print how an exercise is done, or the list of all."""
    from runstrength.errors import UnknownNameError  # noqa: PLC0415
    from runstrength.language import speaking  # noqa: PLC0415
    from runstrength.translation import translated  # noqa: PLC0415

    try:
        rulebook = translated(any_rulebook(arguments), arguments.language)
    except UnknownNameError as error:
        raise StopCommand(str(error)) from None
    with speaking(arguments.language):
        return _exercise(arguments, rulebook)


def _exercise(arguments: argparse.Namespace, rulebook: Rulebook) -> int:
    from runstrength.render import as_json  # noqa: PLC0415
    from runstrength.render.exercise import exercise_as_data, exercise_as_text, list_as_text  # noqa: PLC0415
    from runstrength.strangers import nearest, show  # noqa: PLC0415

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


def result_of(arguments: argparse.Namespace, profile: Any = None) -> Recommendations:  # noqa: ANN401 - whatever was read
    """Give the answer that all questions are about."""
    from runstrength.api import recommend  # noqa: PLC0415
    from runstrength.errors import EngineError, ProfileError, UnknownNameError  # noqa: PLC0415

    profile = read_profile(arguments.source) if profile is None else profile
    rulebook = _rulebook(arguments)
    try:
        result = recommend(profile, rulebook=rulebook, engine=arguments.engine)
        return result.in_language(arguments.language)
    except ProfileError as error:
        raise StopCommand(f"{name_of(arguments.source)}: {error}") from None
    except UnknownNameError as error:
        raise StopCommand(str(error)) from None
    except EngineError as error:
        raise StopCommand(str(error), NO_ENGINE) from None


def any_rulebook(arguments: argparse.Namespace) -> Rulebook:
    from runstrength.shelf import shipped_rulebook  # noqa: PLC0415

    return _rulebook(arguments) or shipped_rulebook()


def _rulebook(arguments: argparse.Namespace) -> Rulebook | None:
    if arguments.rules is None and arguments.vocabulary is None:
        return None
    return rulebook_at(arguments.rules, arguments.vocabulary)


def rulebook_at(path: str | Path | None, vocabulary: str | None) -> Rulebook:
    """Read the rulebook at a path, or the one that is shipped, with the profile class that was named."""
    from runstrength.api import load_rulebook  # noqa: PLC0415
    from runstrength.rulebook import RulebookError  # noqa: PLC0415
    from runstrength.shipped import rules_folder  # noqa: PLC0415

    path = rules_folder() / "article" if path is None else path
    if not Path(path).exists() and (rules_folder() / path / "rulebook.yaml").is_file():
        path = rules_folder() / path  # a shipped rulebook, by its name
    try:
        return load_rulebook(path, profile=vocabulary_of(vocabulary))
    except RulebookError as error:
        raise StopCommand(f"{path}: {error}") from None


def vocabulary_of(named: str | None) -> type[Facts]:
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
        raise StopCommand(f"--profile {named}: cannot be imported: {told(error)}") from None
    finally:
        with contextlib.suppress(ValueError):
            sys.path.remove(here)
    if not known:
        what = "there is no such class" if found is None else "that is no profile class"
        raise StopCommand(f"--profile {named}: {what}; it has to derive from runstrength.Profile or runstrength.Facts")
    return cast("type[Facts]", found)


def _write_answer(answer: Any, format_: str, *, ids: bool = False) -> int:  # noqa: ANN401 - it has to_dict and str
    from runstrength.render import as_json  # noqa: PLC0415

    if format_ == "json":
        write(as_json(answer.to_dict()), json_escapes=True)
    else:
        write(f"{answer.told(ids=True) if ids else answer}\n")
    return FINE


def _print(result: Recommendations, format_: str) -> None:
    from runstrength.render import for_terminal, render  # noqa: PLC0415 - only what is asked for is imported

    if format_ == "text" and drawn_on(sys.stdout):
        write(for_terminal(result, colour=coloured(sys.stdout)))
        return
    write(render(result, format_, colour=coloured(sys.stdout)), json_escapes=format_ == "json")


def _id(rulebook: Rulebook, asked: str) -> str:
    """Give the id of an exercise that was asked about by its name, and anything else as it is."""
    said = asked.strip().casefold()
    return next((x.id for x in rulebook.exercises.values() if x.name.casefold() == said), asked)


def told(error: BaseException) -> str:
    """Say an error in one line, whatever its message is like."""
    try:
        message = " ".join(str(error).split())
    except Exception:  # noqa: BLE001 - it may be a stranger's
        message = ""
    return f"{type(error).__name__}: {message}" if message else type(error).__name__
