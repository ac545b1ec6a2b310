"""What the commands for those who write rules do: check, prove, and what stands beside them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from runstrength._commands import rulebook_at, vocabulary_of
from runstrength._terminal import FINE, PROBLEMS, StopCommand, write

if TYPE_CHECKING:
    import argparse


def check(arguments: argparse.Namespace) -> int:
    """Check a rulebook."""
    from runstrength.checking import check  # noqa: PLC0415
    from runstrength.explain.words import counted  # noqa: PLC0415

    path = arguments.path
    rulebook, problems = check(path, profile=vocabulary_of(arguments.vocabulary))
    if rulebook is None:
        lines = [*map(str, problems), f"{path}: {counted(len(problems), 'problem')}"]
        write("\n".join(lines) + "\n")
        return PROBLEMS
    rules = len({rule.template for rule in rulebook.rules.values()})
    examples = len({place for rule in rulebook.rules.values() for _, _, place in rule.examples})
    exercises = counted(len(rulebook.exercises), "exercise")
    write(f"{path}: {counted(rules, 'rule')}, {exercises}, {counted(examples, 'example')}: no problems\n")
    return FINE


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
        as_json([verdict.to_dict() for verdict in verdicts]) if as_data else f"{summary(verdicts)}\n",
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
