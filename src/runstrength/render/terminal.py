"""Recommendations on a terminal, drawn by rich where that is installed: the same content as the plain text.

Only a terminal is drawn on; what is piped stays plain. Texts are taken as they are, and never as rich's markup.
"""

from __future__ import annotations

import io
import shutil
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from runstrength.explain.layout import clean
from runstrength.language import said
from runstrength.render.content import columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from runstrength.render.content import Alarm, Page, Row

__all__ = ["as_drawn"]

MOST_COLUMNS = 100  # longer lines are hard to read


def as_drawn(page: Page, *, colour: bool, width: int | None = None) -> str:
    """Give a page as it is drawn on a terminal of a width in columns, or of this one."""
    room = width or shutil.get_terminal_size().columns
    file = io.StringIO()
    console = Console(
        file=file,
        width=min(room, MOST_COLUMNS),
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        legacy_windows=False,
    )
    for number, part in enumerate(_parts(page)):
        if number:
            console.print()
        console.print(part)
    return file.getvalue()


def _parts(page: Page) -> Iterator[RenderableType]:
    if page.alarm:
        yield _alarm(page.alarm)
    head = Table.grid(padding=(0, 2))
    for name, what, because in (
        (said("Focus"), page.focus, page.focus_because),
        (said("A week"), page.week, page.week_because),
    ):
        head.add_row(_text(name, "bold"), Group(_text(what), *([_text(because, "dim")] if because else [])))
    yield head
    yield from _section(page.session_title, [_table(page.session) if page.session else _text(page.no_session)])
    cues = [f"{', '.join(cue.items)}: {cue.text}" if cue.items else cue.text for cue in page.cues]
    yield from _section(said("While you train"), _points(cues))
    if page.how:
        yield _text(page.how, "dim")
    rest: list[RenderableType] = []
    for role, rows in page.rest:
        rest += [_text(role, "bold"), _table(rows, numbered=False)]
    yield from _section(said("This suits you too"), rest)
    if page.loads:
        yield _text(page.loads, "dim")
    yield from _section(said("Good to know"), _points(page.advice))
    for title, groups in ((said("Leave out for now"), page.left_out), (said("What gave way"), page.gave_way)):
        yield from _section(title, _points([(", ".join(of.items), of.text) for of in groups]))
    for text, style in ((page.not_screened, ""), (page.grounds, "dim"), (page.disclaimer, "")):
        if text:
            yield _text(text, style)


def _alarm(alarm: Alarm) -> RenderableType:
    text = [_text(alarm.text, "bold"), Text(), *_points(alarm.because)]
    return Panel(Group(*text), title=_text(alarm.title.upper(), "bold red"), border_style="red", padding=(1, 2))


def _section(title: str, content: Sequence[RenderableType]) -> Iterator[RenderableType]:
    if content:
        yield Group(_text(title, "bold underline"), Padding(Group(*content), (0, 0, 0, 2)))


def _points(texts: Iterable[str | tuple[str, str]]) -> list[RenderableType]:
    """Give a list: an entry is a text, or one with a quieter one under it."""
    grid = Table.grid(padding=(0, 1))
    for entry in texts:
        what, because = (entry, "") if isinstance(entry, str) else entry
        grid.add_row("-", Group(_text(what), *([_text(because, "dim")] if because else [])))
    return [grid] if grid.row_count else []


def _table(rows: Sequence[Row], *, numbered: bool = True) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="dim", show_header=numbered)
    name, *others = columns()
    if numbered:
        table.add_column("", justify="right", style="bold")
    table.add_column(name, ratio=1)
    for other in others:
        table.add_column(other, no_wrap=True)
    for number, row in enumerate(rows, 1):
        cell = Group(_text(row.name, "bold"), *([_text(row.reason, "dim")] if row.reason else []))
        cells: list[RenderableType] = [cell, *map(_text, (row.dose, row.load, row.rest))]
        table.add_row(*([str(number), *cells] if numbered else cells))
    return table


def _text(text: str, style: str = "") -> Text:
    return Text(clean(text), style=style)
