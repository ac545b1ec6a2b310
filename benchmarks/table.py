"""Lines as a table: for a terminal, and as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.model import MISSING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.model import Line

__all__ = ["as_markdown", "as_text", "duration", "verdict"]

_HEAD = ("", "median", "p99", "ratio", "to", "target", "")
_WHOLE = 1000  # from here on nobody reads what stands behind the point
_UNITS = ((1, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))


def as_text(lines: Iterable[Line]) -> str:
    """Write lines for a terminal."""
    rows = [_HEAD, *map(_cells, lines)]
    # Why something could not be measured is a sentence, and no column is made wider for it.
    widths = [max(len(row[place]) for row in rows if row[0] != MISSING) for place in range(len(_HEAD))]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n" for row in rows
    )


def as_markdown(lines: Iterable[Line]) -> str:
    """Write lines as a table in Markdown."""
    rows = [_HEAD, ("---", "---:", "---:", "---:", "---", "---", "---"), *map(_cells, lines)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cells(line: Line) -> Sequence[str]:
    return (
        line.name,
        line.figure if line.median is None else duration(line.median),
        "" if line.p99 is None else duration(line.p99),
        "" if line.ratio is None else f"{line.ratio:,.0f}" if line.ratio >= _WHOLE else f"{line.ratio:.3g}",
        line.beside if line.target is None else line.target.of,
        "" if line.target is None else f"≤ {line.target.most:g}",
        verdict(line),
    )


def verdict(line: Line) -> str:
    """Say whether the target of a line is met, in a word."""
    if line.target is None:
        return ""
    return MISSING if line.met is None else "met" if line.met else "missed"


def duration(seconds: float) -> str:
    """Write a time with three digits that count."""
    size, unit = next((unit for unit in _UNITS if seconds >= unit[0]), _UNITS[-1])
    return f"{seconds / size:#.3g}".rstrip(".") + f" {unit}"
