"""Lines of text that fit a terminal: wrapped by the columns that characters take, free of what would control it."""

from __future__ import annotations

import unicodedata

__all__ = ["WIDTH", "clean", "padded", "paragraph", "width"]

WIDTH = 80


def clean(text: str) -> str:
    """Make text one line of printable characters: no control character reaches a terminal."""
    words = " ".join(text.split())
    if words.isprintable():
        return words
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in words)


def width(text: str) -> int:
    """Count the columns that clean text takes up: none for an accent that combines, two for a wide character."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.category(c) in {"Mn", "Me"} else 1 + (unicodedata.east_asian_width(c) in {"W", "F"})
        for c in text
    )


def padded(text: str, columns: int) -> str:
    """Fill clean text up to a number of columns."""
    return text + " " * (columns - width(text))


def paragraph(text: str, first: str = "", rest: str | None = None, limit: int = WIDTH) -> list[str]:
    """Wrap text; `first` stands before its first line, `rest` (as many blanks, where left out) before the others.

    A word that is too long for a line is cut.
    """
    rest = " " * width(first) if rest is None else rest
    lines: list[str] = []
    line, lead = "", first
    for word in _cut(clean(text), limit - max(width(first), width(rest))):
        if line and width(lead) + width(line) + 1 + width(word) > limit:
            lines.append(lead + line)
            line, lead = word, rest
        else:
            line = f"{line} {word}" if line else word
    return [*lines, lead + line] if line else lines


def _cut(text: str, room: int) -> list[str]:
    """Give the words of a text, those that are wider than the room in pieces."""
    words = []
    for word in text.split():
        piece = ""
        for character in word if width(word) > room else ():
            if width(piece) + width(character) > max(room, 2):
                words.append(piece)
                piece = ""
            piece += character
        words.append(piece or word)
    return words
