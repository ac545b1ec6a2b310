"""Recommendations as text for people: 80 columns, what matters most first, colour only where it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.explain.layout import WIDTH, clean, padded, paragraph, width
from runstrength.language import said, speaking
from runstrength.render.content import columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from runstrength.render.content import Alarm, Page, Row

__all__ = ["as_text"]

_GAP = "  "
_MOST_NAME = 40
_INDENT = "  "


def as_text(page: Page, *, colour: bool = False) -> str:
    """Give a page as lines of at most 80 columns."""
    with speaking(page.language):
        return "\n".join(_Text(page, colour=colour).lines()) + "\n"


class _Text:
    def __init__(self, page: Page, *, colour: bool) -> None:
        self.page = page
        self.colour = colour
        rows = [*page.session, *(row for _, rows in page.rest for row in rows)]
        self.margin = " " * (len(_INDENT) + len(str(len(page.session))) + len(_GAP))  # the blanks under a number
        self.columns = _widths(rows, len(self.margin))

    def lines(self) -> list[str]:
        page = self.page
        focus, week = said("Focus"), said("A week")
        parts = [
            self.alarm(page.alarm) if page.alarm else [],
            [
                *self.fact(focus, max(width(focus), width(week)), page.focus, page.focus_because),
                *self.fact(week, max(width(focus), width(week)), page.week, page.week_because),
            ],
            self.session(),
            self.section(said("While you train"), self.cues()),
            self.dim(paragraph(page.how)),
            *self.rest(),
            self.dim(paragraph(page.loads)),
            self.section(
                said("Good to know"), [line for text in page.advice for line in paragraph(text, f"{_INDENT}- ")]
            ),
            self.section(said("Leave out for now"), self.left_out()),
            self.section(said("What gave way"), self.gave_way()),
            paragraph(page.not_screened),
            self.dim(paragraph(page.grounds)),
            paragraph(page.disclaimer),
        ]
        lines = [line for part in parts if part for line in ("", *part)]
        return lines[1:]

    # the parts

    def alarm(self, alarm: Alarm) -> list[str]:
        bar = self.red(["=" * WIDTH])
        lines = [
            *bar,
            *self.red(paragraph(alarm.title.upper(), _INDENT)),
            "",
            *self.bold(paragraph(alarm.text, _INDENT, limit=WIDTH - 2)),
            "",
        ]
        for text in alarm.because:
            lines += paragraph(text, f"{_INDENT}- ", limit=WIDTH - 2)
        return [*lines, *bar]

    def fact(self, name: str, widest: int, what: str, because: str) -> list[str]:
        lead = padded(f"{name}:", max(9, widest + 2))
        first, *more = paragraph(what, lead)
        head = self.bold([first[: len(lead)]])[0] + first[len(lead) :]
        return [head, *more, *self.dim(paragraph(because, " " * len(lead)))]

    def session(self) -> list[str]:
        page = self.page
        if not page.session:
            return [*self.heading(page.session_title), *paragraph(page.no_session, _INDENT)]
        lines = [*self.heading(page.session_title), *self.dim([self.head()])]
        for number, row in enumerate(page.session, 1):
            lines += self.row(row, str(number))
            lines += self.dim(paragraph(row.reason, self.margin))
        return lines

    def rest(self) -> list[list[str]]:
        parts: list[list[str]] = []
        for number, (role, rows) in enumerate(self.page.rest):
            head = self.heading(said("This suits you too")) if number == 0 else []
            lines = [*head, *self.bold([_INDENT + clean(role)])]
            for row in rows:
                lines += self.row(row)
            parts.append(lines)
        return parts

    def cues(self) -> list[str]:
        lines = []
        for cue in self.page.cues:
            lines += paragraph(f"{', '.join(cue.items)}: {cue.text}" if cue.items else cue.text, f"{_INDENT}- ")
        return lines

    def left_out(self) -> list[str]:
        lines = []
        for group in self.page.left_out:
            lines += paragraph(", ".join(group.items), f"{_INDENT}- ")
            lines += self.dim(paragraph(group.text, f"{_INDENT}  "))
        return lines

    def gave_way(self) -> list[str]:
        lines = []
        for group in self.page.gave_way:
            lines += paragraph("; ".join(group.items), f"{_INDENT}- ")
            lines += self.dim(paragraph(group.text, f"{_INDENT}  "))
        return lines

    # tables

    def head(self) -> str:
        cells = [padded(name, columns) for name, columns in zip(columns(), self.columns, strict=True) if columns]
        return (self.margin + _GAP.join(cells)).rstrip()

    def row(self, row: Row, number: str = "") -> list[str]:
        margin = self.margin
        lead = margin if not number else f"{_INDENT}{number.rjust(len(margin) - len(_INDENT) - len(_GAP))}{_GAP}"
        names = paragraph(row.name, limit=self.columns[0]) or [""]
        cells = [
            padded(cell, columns)
            for cell, columns in zip((row.dose, row.load, row.rest), self.columns[1:], strict=True)
        ]
        first = lead + self.bold([padded(names[0], self.columns[0])])[0] + _GAP + _GAP.join(cells)
        return [first.rstrip(), *(margin + line for line in self.bold(names[1:]))]

    # looks

    def section(self, title: str, lines: Sequence[str]) -> list[str]:
        return [*self.heading(title), *lines] if lines else []

    def heading(self, title: str) -> list[str]:
        return self.paint("1;4", [title]) if self.colour else [title, "-" * width(title)]

    def bold(self, lines: Iterable[str]) -> list[str]:
        return self.paint("1", lines)

    def dim(self, lines: Iterable[str]) -> list[str]:
        return self.paint("2", lines)

    def red(self, lines: Iterable[str]) -> list[str]:
        return self.paint("1;31", lines)

    def paint(self, code: str, lines: Iterable[str]) -> list[str]:
        return [f"\x1b[{code}m{line}\x1b[0m" if self.colour and line else line for line in lines]


def _widths(rows: Sequence[Row], margin: int) -> tuple[int, ...]:
    """Give each column the room of its widest cell, and names no more than is left and reads well."""

    def widest(cell: Callable[[Row], str], name: str) -> int:
        return max([width(name), *(width(cell(row)) for row in rows)])

    others = [
        widest(cell, name)
        for cell, name in zip(
            (lambda row: row.dose, lambda row: row.load, lambda row: row.rest), columns()[1:], strict=True
        )
    ]
    names = widest(lambda row: clean(row.name), columns()[0])
    room = WIDTH - sum(others) - len(others) * len(_GAP) - margin
    return min(names, room, _MOST_NAME), *others
