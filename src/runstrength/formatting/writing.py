"""How a rule file looks: indents, blank lines, the order of keys, what stands in one line and what is folded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from runstrength.formatting.tree import BLOCK_STYLES, Collection, Text

if TYPE_CHECKING:
    from runstrength.formatting.tree import Entry

__all__ = ["write_document"]

_WIDTH = 120
_INDENT = 2
# By the key that says what an entry is: the order of its keys. Others follow in the order in which they stand; an
# exercise keeps its own.
_ORDERS = {
    first: {key: place for place, key in enumerate((first, *others.split()))}
    for first, others in (
        ("rule", "for tier override when then because source examples"),
        ("guarantee", "says for when but then"),
    )
}
# Entries that are long: in a file that is a list, a blank line stands between them.
_SPACED = {*_ORDERS, "exercise"}


def write_document(document: Collection) -> str:
    """Write what `Reader` read."""
    _arrange(document)
    return "".join(f"{line}\n" for line in _block(document, -_INDENT))


def _arrange(document: Collection) -> None:
    """Say where blank lines may stand, and put the keys of rules and guarantees in order.

    Both is done where a file is divided: at its top, and in a file that is a mapping also one level below.
    """
    tops = _within(document)
    for section in [document, *tops, *(below for top in tops if top.is_mapping for below in _within(top))]:
        section.is_spaced = True
        for item in () if section.is_mapping else _within(section):
            kinds = _kinds(item)
            places = next((places for kind, places in _ORDERS.items() if kind in kinds), None)
            if places is not None:
                item.entries.sort(key=lambda entry: places.get(_name(entry), len(places)))


def _within(made: Collection) -> list[Collection]:
    return [entry.value for entry in made.entries if isinstance(entry.value, Collection)]


def _name(entry: Entry) -> str:
    return "" if entry.key is None else entry.key.text


def _kinds(value: Text | Collection) -> set[str]:
    """Give what an item of a list is by its keys: a rule, a guarantee, an exercise."""
    return {_name(entry) for entry in value.entries} & _SPACED if isinstance(value, Collection) else set()


def _block(made: Collection, indent: int) -> list[str]:
    """Write the entries of a collection below each other."""
    lines: list[str] = []
    for number, entry in enumerate(made.entries):
        lead, body = _entry(entry, indent)
        if number and indent == 0 and not made.is_mapping and _kinds(entry.value):
            lead.insert(0, "")
        if any(body):
            _note(lead, lines, made, indent)
            lines += body
        else:  # the document holds nothing but comments
            made.tail = lead + made.tail
    while made.tail and not made.tail[-1]:
        del made.tail[-1]
    _note(made.tail, lines, made, indent)
    return lines


def _note(notes: list[str], lines: list[str], made: Collection, indent: int) -> None:
    """Write comments below what is written already, and blank lines where they may stand."""
    for note in notes:
        if note:
            lines.append(" " * indent + note)
        elif made.is_spaced and lines and lines[-1]:
            lines.append("")


def _entry(entry: Entry, indent: int) -> tuple[list[str], list[str]]:
    """Write an entry: the comments that have to stand above it, and its lines. The document itself has no mark."""
    lead, trail = [*entry.lead, *entry.trail[:-1]], entry.trail[-1:]
    mark = f"{_key(entry.key)}:" if entry.key is not None else "-" if indent >= 0 else ""
    start = " " * indent + mark
    value, inline = entry.value, _inline(entry.value)
    line = _joined(" ", start, inline or "")
    if isinstance(value, Text):
        several = [inline] if inline is not None and len(line) <= _WIDTH else _several(value, indent + _INDENT)
        pad = " " * max(indent + _INDENT, _INDENT)
        lines = [_joined(" ", start, several[0]), *(text and pad + text for text in several[1:])]
        commented = 0 if several[0][:1] in BLOCK_STYLES else -1
        lines[commented] = _joined("  ", lines[commented], *trail)
        return lead, lines
    if inline is not None and (len(line) <= _WIDTH or not value.entries):
        return lead, [_joined("  ", line, *trail)]
    body = _block(value, indent + _INDENT)
    if entry.key is not None:
        return lead, [_joined("  ", start, *trail), *body]
    lead += trail
    while body[0].lstrip().startswith("#"):
        lead.append(body.pop(0).strip())
    return lead, [_joined(" ", start, body[0].lstrip()), *body[1:]]


def _joined(between: str, *parts: str) -> str:
    return between.join(part for part in parts if part)


def _inline(value: Text | Collection) -> str | None:
    """Write a value in one line, if its author did and no comment stands in it; a plain text may be joined."""
    if isinstance(value, Text):
        text = value.source if value.style else value.text
        return None if value.style in BLOCK_STYLES or "\n" in text else text
    parts = []
    for entry in value.entries:
        item = _inline(entry.value)
        if item is None or any(entry.lead) or entry.trail:
            return None
        parts.append(("" if entry.key is None else f"{_key(entry.key)}: ") + (item or "null"))
    if not value.is_flow or any(value.tail):
        return None
    return f"{{{', '.join(parts)}}}" if value.is_mapping else f"[{', '.join(parts)}]"


def _key(key: Text) -> str:
    return _inline(key) or ('""' if not key.text else key.source)


def _several(value: Text, indent: int) -> list[str]:
    """Write a text in several lines, as its author did; fold it, if it is plain and does not fit in one."""
    if value.style in BLOCK_STYLES:
        return _block_scalar(value)
    if value.style:
        first, *rest = value.source.split("\n")
        return [first.rstrip(), *(line.strip() for line in rest)]
    lines = []
    for paragraph in re.sub("(\n+)", r"\1\n", value.text).split("\n"):
        lines.append("")
        for word in re.split(r"(?<=\S) (?=\S)", paragraph):
            if lines[-1] and indent + len(lines[-1]) + 1 + len(word) > _WIDTH:
                lines.append(word)
            else:
                lines[-1] = _joined(" ", lines[-1], word)
    return [">-", *lines] if len(lines) > 1 else lines


def _block_scalar(value: Text) -> list[str]:
    """Give the header and the lines of a block scalar, without their indent.

    What says how it ends is chosen by what it says, so that blank lines after it change nothing.
    """
    first, *rest = value.source.split("\n")
    digit = re.search("[1-9]", first)
    if digit is None:
        indent = min((len(line) - len(line.lstrip(" ")) for line in rest if line.strip(" ")), default=0)
    else:
        indent = value.column + int(digit[0])
    lines = [line[indent:] for line in rest]
    while lines and not (lines[-1] and value.text.strip("\n")):
        del lines[-1]
    newlines = len(value.text) - len(value.text.rstrip("\n"))
    if newlines > bool(lines):
        lines += [""] * (newlines - bool(lines))
        ending = "+"
    else:
        ending = "" if newlines else "-"
    return [value.style + str(_INDENT) * bool(digit) + ending, *lines]
