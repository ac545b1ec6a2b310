"""Recommendations as Markdown: the same content as the text, as headings, lists and tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from runstrength.explain.layout import clean
from runstrength.language import said, speaking
from runstrength.render.content import columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from runstrength.render.content import Alarm, Group, Page, Row

__all__ = ["as_markdown", "escaped", "table"]

# What is special wherever it stands. A star or an underscore between blanks, and an underscore within a word, are not.
_SPECIAL = re.compile(
    r"""
    [`\[\]|~]
    | \\ (?=[!-/:-@\[-`{-~])
    | \* (?!\s) | (?<!\s) \*
    | (?<![^\W_]) _ | _ (?![^\W_])
    | < (?=[A-Za-z/!?])
    | & (?=\#?\w+;)
    | \#+ $
    """,
    re.VERBOSE | re.ASCII,
)
# What is special at the beginning of a block.
_LEADING = re.compile(r"(?P<mark>\#{1,6}|[-+*]|\d{1,9}[.)])(?=\s|$)|(?P<run>>|=+$|-+$|-{3}|\+{3}|:)")


def escaped(text: str) -> str:
    """Escape text so that Markdown shows it as it is. Plain prose stays untouched."""
    line = _SPECIAL.sub(lambda found: f"\\{found[0]}", clean(text))
    leading = _LEADING.match(line)
    if leading is None:
        return line
    end = leading.end()
    return f"{line[: end - 1]}\\{line[end - 1 :]}" if line[0].isdigit() else f"\\{line}"


def as_markdown(page: Page) -> str:
    """Give a page as Markdown, a paragraph or an entry of a list on each line."""
    with speaking(page.language):
        parts = _parts(page)
    return "\n\n".join("\n".join(part) for part in parts if any(part)) + "\n"


def _parts(page: Page) -> list[list[str]]:
    return [
        [f"# {said('Leg strength for your running')}"],
        _alarm(page.alarm) if page.alarm else [],
        _list(
            [
                f"**{said('Focus')}:** {_told(page.focus, page.focus_because)}",
                f"**{said('A week')}:** {_told(page.week, page.week_because)}",
            ]
        ),
        *_session(page),
        *_section(said("While you train"), [_cue(cue) for cue in page.cues]),
        *_rest(page),
        [escaped(page.loads)],
        *_section(said("Good to know"), map(escaped, page.advice)),
        *_section(said("Leave out for now"), [_told(", ".join(of.items), of.text) for of in page.left_out]),
        *_section(said("What gave way"), [_told("; ".join(of.items), of.text) for of in page.gave_way]),
        ["---"],
        [escaped(page.not_screened)],
        [escaped(page.grounds)],
        [escaped(page.disclaimer)],
    ]


def _alarm(alarm: Alarm) -> list[str]:
    lines = [f"## {escaped(alarm.title)}", "", escaped(alarm.text), "", *_list(map(escaped, alarm.because))]
    return [f"> {line}".rstrip() for line in lines]


def _told(what: str, because: str) -> str:
    """Give two statements as one entry, the first ended by a full stop where it has none."""
    if not because:
        return escaped(what)
    stop = "" if what.endswith((".", "!", "?")) else "."
    return f"{escaped(what)}{stop} {escaped(because)}"


def _session(page: Page) -> list[list[str]]:
    if not page.session:
        return [[f"## {page.session_title}"], [escaped(page.no_session)]]
    head = ("", *columns(), said("Why"))
    rows = [(str(number), *_cells(row), escaped(row.reason)) for number, row in enumerate(page.session, 1)]
    return [[f"## {page.session_title}"], table(head, rows)]


def _rest(page: Page) -> list[list[str]]:
    parts = [[f"## {said('This suits you too')}"]] if page.rest else []
    for role, rows in page.rest:
        head = columns()
        parts += [[f"### {escaped(role)}"], table(head, [_cells(row) for row in rows])]
    return parts


def _cells(row: Row) -> tuple[str, ...]:
    return tuple(map(escaped, (row.name, row.dose, row.load, row.rest)))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Give the lines of a table of cells that are escaped; a column without a head stands to the right."""
    # The first column is a number or a name, the number to the right.
    rule = ["---:" if not name else "---" for name in head]
    return ["| " + " | ".join(cells) + " |" for cells in (head, rule, *rows)]


def _cue(cue: Group) -> str:
    return escaped(f"{', '.join(cue.items)}: {cue.text}" if cue.items else cue.text)


def _section(title: str, entries: Iterable[str]) -> list[list[str]]:
    lines = _list(entries)
    return [[f"## {title}"], lines] if lines else []


def _list(entries: Iterable[str]) -> list[str]:
    return [f"- {entry}" for entry in entries]
