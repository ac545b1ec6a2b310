"""What `runstrength batch` does: whole files, with a word now and then of how far it is."""

from __future__ import annotations

import sys
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from runstrength._commands import rulebook_at
from runstrength._terminal import FINE, INTERRUPTED, NOT_WRITTEN, PROBLEMS, StopCommand, complain, drawn_on

if TYPE_CHECKING:
    import argparse

    from runstrength.batch.folder import Manifest

NEEDED = ("narwhals", "numpy", "pyarrow")


def batch(arguments: argparse.Namespace) -> int:
    """Answer every row of a file, and write the answers to a folder."""
    try:
        from runstrength.batch import Batch, BatchError, NotWrittenError  # noqa: PLC0415 - few need it, and it is large
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in NEEDED:
            raise
        raise StopCommand(f"batch needs {missing}: pip install runstrength[frame]") from None
    from runstrength.batch.progress import shown  # noqa: PLC0415 - likewise
    from runstrength.shelf import shipped_rulebook  # noqa: PLC0415 - likewise

    given = arguments.rules is not None or arguments.vocabulary is not None
    todo = Batch(
        rulebook_at(arguments.rules, arguments.vocabulary) if given else shipped_rulebook(),
        Path(arguments.source),
        Path(arguments.folder),
        format=arguments.format,
        what=arguments.what,
        to=arguments.to,
        id=arguments.id,
        keep=tuple(arguments.keep or ()),
        rows=arguments.rows,
        single=arguments.single,
    )
    say = (lambda _: None) if arguments.quiet else complain
    begun = monotonic()
    here = 0  # rows that this run answered
    try:
        with shown(drawn=drawn_on(sys.stderr) and not arguments.quiet, say=say) as report:

            def answered(rows: int, new: int, at: int, size: int) -> None:
                nonlocal here
                here += new
                report(rows, at, size)

            done = todo.run(answered)
    except NotWrittenError as error:
        raise StopCommand(f"{error}; {_KEPT}", NOT_WRITTEN) from None
    except BatchError as error:
        raise StopCommand(str(error)) from None
    except KeyboardInterrupt:
        complain(f"interrupted; {_KEPT}")
        return INTERRUPTED
    say(_told(done, here, monotonic() - begun))
    return PROBLEMS if arguments.strict and done.problems else FINE


_KEPT = "what is done is kept, and the same command goes on from there"


def _told(done: Manifest, here: int, seconds: float) -> str:
    with_problems = f"{done.problems:,} of them with problems" if done.problems else "none with a problem"
    where = f"in {done.single}" if done.single else f"in {_counted(len(done.parts), 'part')}"
    before = "" if here == done.rows else f", {done.rows - here:,} of them before"
    return (
        f"{_counted(done.rows, 'row')}, {with_problems}, {where}{before}: "
        f"{seconds:.1f} s, {here / max(seconds, 1e-9):,.0f} rows a second"
    )


def _counted(count: int, one: str) -> str:
    return f"{count:,} {one}{'' if count == 1 else 's'}"
