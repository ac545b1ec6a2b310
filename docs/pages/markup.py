"""Markdown as the pages need it: escaped text, anchors, links, lists and fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from runstrength.explain.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "anchor",
    "bullets",
    "fields",
    "folded",
    "heading",
    "indented",
    "label",
    "link",
    "numbered",
    "opened",
    "table",
    "text",
]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|])")
_UNFIT = re.compile(r"[^a-z0-9]+")
FEW = 8


def text(words: str) -> str:
    """Give words as they are, whatever Markdown would make of them."""
    return _SPECIAL.sub(r"\\\1", " ".join(words.split()))


def label(kind: str, name: str) -> str:
    """Give the name of an anchor: the same in Markdown and in HTML."""
    return f"{kind}-{_UNFIT.sub('-', name.lower())}".strip("-")


def anchor(kind: str, name: str) -> str:
    """Give the line that makes what follows the target of links."""
    return f"({label(kind, name)})="


def link(kind: str, name: str, shown: str | None = None) -> str:
    """Give a link to an anchor, on whatever page it stands."""
    return f"[{text(name if shown is None else shown)}](#{label(kind, name)})"


def heading(depth: int, title: str, kind: str | None = None, name: str = "") -> str:
    """Give a heading, and before it the anchor that links lead to."""
    line = f"{'#' * depth} {text(title)}"
    return line if kind is None else f"{anchor(kind, name or title)}\n{line}"


def indented(block: str, by: int = 2) -> str:
    """Indent every line of a block but the first."""
    return re.sub(r"\n(?=[^\n])", "\n" + " " * by, block)


def bullets(items: Iterable[str]) -> str:
    """Give a list, or the one item of it alone."""
    found = list(items)
    between = "\n\n" if any("\n" in item for item in found) else "\n"
    return found[0] if len(found) == 1 else between.join(f"- {indented(item)}" for item in found)


def numbered(items: Iterable[str]) -> str:
    """Give a numbered list."""
    return "\n".join(f"{number}. {indented(item, 3)}" for number, item in enumerate(items, 1))


def fields(entries: Mapping[str, str]) -> str:
    """Give a list of named entries, without those that have nothing to say."""
    found = {name: entry.strip() for name, entry in entries.items() if entry}
    return "\n".join(f":{name}:{_opening(entry)}{indented(entry)}" for name, entry in found.items())


def _opening(entry: str) -> str:
    """Give what goes before an entry: more than a line is a block of its own."""
    return "\n  " if "\n" in entry else " "


def folded(items: Iterable[str], one: str, lead: str = "") -> str:
    """Give a few items in a row, and many of them folded up under their number; `one` is the noun of one of them."""
    found = list(items)
    if len(found) <= FEW:
        return f"{lead}{', '.join(found)}" if found else ""
    return (
        f"\n\n<details><summary>{lead.lstrip()}{counted(len(found), one)}</summary>\n\n{', '.join(found)}\n\n</details>"
    )


def opened(words: str) -> str:
    """Begin with a capital, and leave the others as they are."""
    return words[:1].upper() + words[1:]


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Give a table."""
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *(list(row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
