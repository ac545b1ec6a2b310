"""What the commands for those who write rules do: check, prove, and what stands beside them."""

from __future__ import annotations

import itertools
import os
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from runstrength._commands import rulebook_at, vocabulary_of
from runstrength._terminal import FINE, PROBLEMS, StopCommand, complain, write

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from runstrength.lints import Report
    from runstrength.rulebook import Rulebook

EVERY = 10  # seconds, after which a word is said


def check(arguments: argparse.Namespace) -> int:
    """Check a rulebook: what is wrong with it, or else what checks find in it."""
    from runstrength.checking import check  # noqa: PLC0415
    from runstrength.explain.words import counted  # noqa: PLC0415

    path = arguments.path
    rulebook, problems = check(path, profile=vocabulary_of(arguments.vocabulary))
    unknown: list[str] = []
    timed_out = False
    found, lines = problems, [*map(str, problems), f"{path}: {counted(len(problems), 'problem')}"]
    if rulebook is not None:
        from runstrength.lints import lint  # noqa: PLC0415 - what is wrong is said without it
        from runstrength.rulebook.cases import read_cases  # noqa: PLC0415 - likewise
        from runstrength.rulebook.loading import read_layers  # noqa: PLC0415 - likewise

        report = lint(rulebook, timeout_ms=int(arguments.timeout * 1000), deep=arguments.deep)
        found = list(report.diagnostics)
        unknown = list(_not_known(report))
        timed_out = any(why == "the time was up" for why in report.undecided.values())
        cases, _ = read_cases(read_layers(path), rulebook)
        lines = [
            *map(str, found),
            *unknown,
            f"{path}: {_summary(rulebook, len(cases), len(found), timed_out=timed_out)}",
        ]
    if arguments.format == "json":
        from runstrength.lints import as_data  # noqa: PLC0415
        from runstrength.render import as_json  # noqa: PLC0415

        write(as_json([as_data(one) for one in found]), json_escapes=True)
        if unknown:
            complain("\n".join(unknown))
    else:
        write("\n".join(lines) + "\n")
    # What was not decided in time is not known to be fine.
    return PROBLEMS if found or timed_out else FINE


def _not_known(report: Report) -> Iterator[str]:
    """Say which checks were not made, or not wholly."""
    for why, names in itertools.groupby(
        sorted(report.undecided, key=report.undecided.__getitem__), report.undecided.get
    ):
        yield f"not decided: {', '.join(names)} ({why})"
    if report.not_made:
        yield f"not looked for without --deep: {', '.join(report.not_made)}"


def _summary(rulebook: Rulebook, cases: int, warnings: int, *, timed_out: bool) -> str:
    from runstrength.explain.words import counted  # noqa: PLC0415

    rules = len({rule.template for rule in rulebook.rules.values()})
    examples = len({place for rule in rulebook.rules.values() for _, _, place in rule.examples})
    exercises = counted(len(rulebook.exercises), "exercise")
    runners = f" and {counted(cases, 'runner')}" if cases else ""
    nothing = "nothing was found, and not all was decided" if timed_out else "no problems"
    found = counted(warnings, "warning") if warnings else nothing
    return f"{counted(rules, 'rule')}, {exercises}, {counted(examples, 'example')}{runners}: {found}"


def prove(arguments: argparse.Namespace) -> int:
    """Prove the guarantees of a rulebook, and print each verdict as soon as it is there."""
    from runstrength.errors import RunstrengthError  # noqa: PLC0415
    from runstrength.render import as_json  # noqa: PLC0415
    from runstrength.verify import proved  # noqa: PLC0415
    from runstrength.verify.telling import summary, told  # noqa: PLC0415

    rulebook = rulebook_at(arguments.path, arguments.vocabulary)
    as_data = arguments.format == "json"
    verdicts = []
    try:
        found = proved(
            rulebook,
            arguments.only or None,
            timeout_ms=int(arguments.timeout * 1000),
            jobs=arguments.jobs or os.cpu_count() or 1,
        )
        for verdict in found:
            verdicts.append(verdict)
            if not as_data:
                write(f"{told(verdict, core=arguments.core)}\n\n")
    except RunstrengthError as error:
        raise StopCommand(str(error)) from None
    write(
        as_json([verdict.to_dict() for verdict in verdicts])
        if as_data
        else f"{rulebook.name} {rulebook.version}: {summary(verdicts)}\n",
        json_escapes=as_data,
    )
    return FINE if all(verdict.holds and not verdict.of_nobody for verdict in verdicts) else PROBLEMS


def diff(arguments: argparse.Namespace) -> int:
    """Print who gets other advice under another rulebook."""
    from runstrength.errors import RunstrengthError  # noqa: PLC0415
    from runstrength.render import as_json  # noqa: PLC0415
    from runstrength.verify.diff import diff  # noqa: PLC0415

    books = [rulebook_at(path, arguments.vocabulary) for path in (arguments.old, arguments.new)]
    try:
        found = diff(*books, timeout_ms=int(arguments.timeout * 1000), most=arguments.most)
    except RunstrengthError as error:
        raise StopCommand(str(error)) from None
    if arguments.format == "json":
        write(as_json(found.to_dict()), json_escapes=True)
    else:
        write(found.as_markdown() if arguments.format == "markdown" else f"{found}\n")
    return PROBLEMS if found else FINE


def mutate(arguments: argparse.Namespace) -> int:
    """Write every rule wrongly, one mistake at a time, and say what nobody notices."""
    from runstrength.errors import RunstrengthError  # noqa: PLC0415
    from runstrength.mutation import judgements  # noqa: PLC0415
    from runstrength.mutation.report import Report  # noqa: PLC0415
    from runstrength.render import as_json  # noqa: PLC0415
    from runstrength.shipped import rules_folder  # noqa: PLC0415

    path = rules_folder() / "article" if arguments.path is None else arguments.path
    found = []
    said = monotonic()
    try:
        for judgement in judgements(
            path,
            profile=vocabulary_of(arguments.vocabulary),
            rules=arguments.rule or (),
            stages=arguments.stage or (),
            timeout_ms=int(arguments.timeout * 1000),
            jobs=arguments.jobs or os.cpu_count() or 1,
        ):
            found.append(judgement)
            if monotonic() > said + EVERY:
                said = monotonic()
                complain(f"{len(found)} mistakes so far")
    except RunstrengthError as error:
        raise StopCommand(f"{path}: {error}") from None
    report = Report(tuple(found))
    as_data = arguments.format == "json"
    write(as_json(report.to_dict()) if as_data else f"{report}\n", json_escapes=as_data)
    return PROBLEMS if report.survivors else FINE


def new(arguments: argparse.Namespace) -> int:
    """Make a rulebook that builds on the shipped one, or a rule of a rulebook."""
    from runstrength.errors import RunstrengthError  # noqa: PLC0415
    from runstrength.testing.scaffold import new_rule, new_rulebook  # noqa: PLC0415

    try:
        if arguments.what == "rulebook":
            made = new_rulebook(Path(arguments.name), name=arguments.called)
        else:
            made = [new_rule(arguments.name, Path(arguments.folder), stage=arguments.stage)]
    except RunstrengthError as error:
        raise StopCommand(str(error)) from None
    write("".join(f"{path}\n" for path in made))
    return FINE


def fmt(arguments: argparse.Namespace) -> int:
    """Write rule files in the one way that there is, or only say which are not."""
    from runstrength.errors import RunstrengthError  # noqa: PLC0415
    from runstrength.formatting import format_tree  # noqa: PLC0415

    changed = []
    try:
        for path in arguments.paths:
            changed += format_tree(Path(path), write=not arguments.check)
    except RunstrengthError as error:
        raise StopCommand(str(error)) from None
    write("".join(f"{path}\n" for path in changed))
    return PROBLEMS if changed and arguments.check else FINE
