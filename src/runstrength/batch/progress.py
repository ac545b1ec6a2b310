"""How far it is: a bar where somebody looks at a terminal and has `rich`, else a line now and then."""

from __future__ import annotations

import contextlib
import sys
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["shown"]

_EVERY = 10  # seconds between lines


@contextlib.contextmanager
def shown(*, drawn: bool, say: Callable[[str], None]) -> Iterator[Callable[[int, int, int], None]]:
    """Give what is told how many rows are answered, how far into the input they reach, and how far it goes."""
    if drawn:
        try:
            from rich.console import Console  # noqa: PLC0415 - only for who has it, and looks
            from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415 - likewise
        except ImportError:
            pass
        else:
            columns = (BarColumn(None), TextColumn("{task.percentage:3.0f} %"), TextColumn("{task.description}"))
            console = Console(file=sys.stderr)
            with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as bar:
                task = bar.add_task("", total=None)
                yield lambda rows, at, size: bar.update(task, completed=at, total=size, description=f"{rows:,} rows")
            return
    said = monotonic()

    def line(rows: int, at: int, size: int) -> None:
        nonlocal said
        if monotonic() > said + _EVERY:
            said = monotonic()
            say(f"{rows:,} rows so far, {at / max(size, 1):.0%}")

    yield line
