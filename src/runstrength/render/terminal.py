"""Recommendations on a terminal, drawn by rich where that is installed: the same content as the plain text.

Only a terminal is drawn on; what is piped stays plain. Texts are taken as they are, and never as rich's markup.
"""

from __future__ import annotations

import io
import re
import shutil
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from runstrength.explain.layout import clean, width
from runstrength.language import said, speaking
from runstrength.render.content import columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from runstrength.render.content import Alarm, Page, Row

__all__ = ["as_drawn"]

MOST_COLUMNS = 100  # longer lines are hard to read
LEAST_NAME = 16  # columns in which the name of an exercise still reads well
_INDENT = 2
_GAP = "  "
_PADDING = re.compile(r" +((?:\x1b\[[0-9;]*m)*)$", re.MULTILINE)  # blanks to the end of a line


def as_drawn(page: Page, *, colour: bool, width: int | None = None) -> str:
    """Give a page as it is drawn on a terminal of a width in columns, or of this one."""
    room = min(width or shutil.get_terminal_size().columns, MOST_COLUMNS)
    file = io.StringIO()
    console = Console(
        file=file,
        width=room,
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        legacy_windows=False,
    )
    with speaking(page.language):
        for number, part in enumerate(_Drawing(page, room).parts()):
            if number:
                console.print()
            console.print(part)
    return _PADDING.sub(r"\1", file.getvalue())


class _Drawing:
    def __init__(self, page: Page, room: int) -> None:
        self.page = page
        self.margin = len(str(len(page.session))) + len(_GAP)  # the blanks under a number
        rows = [*page.session, *(row for _, rows in page.rest for row in rows)]
        widest = [max(map(width, cells)) for cells in zip(columns(), *map(_cells, rows), strict=True)]
        names = room - _INDENT - self.margin - sum(widest[1:]) - len(_GAP) * len(widest[1:])
        # Where a table leaves too little room for names, the dose stands under each of them.
        self.widths = [min(names, widest[0]), *widest[1:]] if names >= min(widest[0], LEAST_NAME) else None

    def parts(self) -> Iterator[RenderableType]:
        page = self.page
        if page.alarm:
            yield _alarm(page.alarm)
        head = Table.grid(padding=(0, 2))
        for name, what, because in (
            (said("Focus"), page.focus, page.focus_because),
            (said("A week"), page.week, page.week_because),
        ):
            head.add_row(_text(name, "bold"), Group(_text(what), *([_text(because, "dim")] if because else [])))
        yield head
        yield from _section(page.session_title, self.session())
        cues = [f"{', '.join(cue.items)}: {cue.text}" if cue.items else cue.text for cue in page.cues]
        yield from _section(said("While you train"), _points(cues))
        if page.how:
            yield _text(page.how, "dim")
        yield from _section(said("This suits you too"), list(self.rest()))
        if page.loads:
            yield _text(page.loads, "dim")
        yield from _section(said("Good to know"), _points(page.advice))
        yield from _section(said("Leave out for now"), _points((", ".join(x.items), x.text) for x in page.left_out))
        yield from _section(said("What gave way"), _points(("; ".join(x.items), x.text) for x in page.gave_way))
        for text, style in ((page.not_screened, ""), (page.grounds, "dim"), (page.disclaimer, "")):
            if text:
                yield _text(text, style)

    def session(self) -> list[RenderableType]:
        page = self.page
        if not page.session:
            return [_text(page.no_session)]
        head = [] if self.widths is None else [self.line("", columns(), "dim", "dim")]
        return head + [part for number, row in enumerate(page.session, 1) for part in self.row(row, str(number))]

    def rest(self) -> Iterator[RenderableType]:
        for number, (role, rows) in enumerate(self.page.rest):
            if number:
                yield Text()
            yield _text(role, "bold")
            for row in rows:
                yield from self.row(row)

    def row(self, row: Row, number: str = "") -> Iterator[RenderableType]:
        """Give an exercise as a line of the table, its reason under it over the whole width."""
        if self.widths is None:
            yield self.line(number, (row.name,), "bold")
            yield self.under(" · ".join(text for text in (row.dose, row.load, row.pause) if text))
        else:
            yield self.line(number, _cells(row), "bold")
        if row.reason:
            yield self.under(row.reason, "dim")

    def line(self, number: str, cells: Sequence[str], name: str, others: str = "") -> Table:
        line = Table.grid(padding=(0, len(_GAP), 0, 0))
        line.add_column(width=self.margin - len(_GAP), justify="right")
        for wide in self.widths or (None,):
            line.add_column(width=wide)
        line.add_row(_text(number, "bold"), _text(cells[0], name), *(_text(cell, others) for cell in cells[1:]))
        return line

    def under(self, text: str, style: str = "") -> RenderableType:
        return Padding(_text(text, style), (0, 0, 0, self.margin))


def _alarm(alarm: Alarm) -> RenderableType:
    text = [_text(alarm.text, "bold"), Text(), *_points(alarm.because)]
    return Panel(Group(*text), title=_text(alarm.title.upper(), "bold red"), border_style="red", padding=(1, 2))


def _section(title: str, content: Sequence[RenderableType]) -> Iterator[RenderableType]:
    if content:
        yield Group(_text(title, "bold underline"), Padding(Group(*content), (0, 0, 0, _INDENT)))


def _points(texts: Iterable[str | tuple[str, str]]) -> list[RenderableType]:
    """Give a list: an entry is a text, or one with a quieter one under it."""
    grid = Table.grid(padding=(0, 1))
    for entry in texts:
        what, because = (entry, "") if isinstance(entry, str) else entry
        grid.add_row("-", Group(_text(what), *([_text(because, "dim")] if because else [])))
    return [grid] if grid.row_count else []


def _cells(row: Row) -> tuple[str, str, str, str]:
    return clean(row.name), row.dose, row.load, row.rest


def _text(text: str, style: str = "") -> Text:
    return Text(clean(text), style=style)
