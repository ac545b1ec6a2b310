"""A chart of bars on a logarithmic scale, as one SVG that needs nothing else.

Inside a page it takes the colour of the text around it; by itself it follows what the reader's system prefers.
"""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Bar", "Panel", "chart"]

_WIDTH = 860
_LABELS = 350  # room for the labels on the left, and for the figures on the right
_FIGURES = 110
_ROW = 20
_TITLE = 34
_MET, _MISSED, _PLAIN = "#2f9e6e", "#d9663f", "#5b87c5"  # as readable on white as on black
_COLOURS = {True: _MET, False: _MISSED, None: _PLAIN}


@attrs.frozen
class Bar:
    """One bar: `met` says whether a target is, None that there is none."""

    label: str
    value: float
    figure: str
    met: bool | None = None


@attrs.frozen
class Panel:
    """Bars under one title; they begin at `origin`, to which a line is drawn, or at the left.

    From one thin line to the next is a factor of ten.
    """

    title: str
    bars: Sequence[Bar]
    origin: float | None = None


def chart(panels: Sequence[Panel]) -> str:
    """Draw panels, one under the other."""
    shown = [panel for panel in panels if panel.bars]
    height = sum(_TITLE + _ROW * len(panel.bars) + _ROW for panel in shown)
    said = escape(". ".join(f"{of.title}: {'; '.join(f'{x.label} {x.figure}' for x in of.bars)}" for of in shown))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="100%" role="img" '
        f'aria-label="{said}" font-family="sans-serif" font-size="12" fill="currentColor">'
    )
    style = "svg:root { color: #222 } @media (prefers-color-scheme: dark) { svg:root { color: #ddd } }"
    lines = [head, f"<style>{style}</style>"]
    top = 0
    for panel in shown:
        lines += _panel(panel, top)
        top += _TITLE + _ROW * len(panel.bars) + _ROW
    return "\n".join([*lines, "</svg>"]) + "\n"


def _panel(panel: Panel, top: int) -> Iterator[str]:
    values = [bar.value for bar in panel.bars]
    if panel.origin:
        values.append(panel.origin)
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))

    def x(value: float) -> float:
        return _LABELS + (math.log10(value) - low) / max(1, high - low) * (_WIDTH - _LABELS - _FIGURES)

    bottom = top + _TITLE + _ROW * len(panel.bars)
    yield f'<text x="0" y="{top + 18}" font-weight="bold">{escape(panel.title)}</text>'
    for power in range(low, high + 1):
        at = f"{x(10.0**power):.1f}"
        yield f'<path d="M{at} {top + _TITLE - 4}V{bottom}" stroke="currentColor" opacity="0.2"/>'
    begin = x(panel.origin or 10.0**low)
    for row, bar in enumerate(panel.bars):
        y = top + _TITLE + row * _ROW
        left, right = sorted((begin, x(bar.value)))
        yield f'<text x="{_LABELS - 8}" y="{y + 11}" text-anchor="end">{escape(bar.label)}</text>'
        yield (
            f'<rect x="{left:.1f}" y="{y}" width="{max(1, right - left):.1f}" height="{_ROW - 6}" '
            f'fill="{_COLOURS[bar.met]}"/>'
        )
        yield f'<text x="{_WIDTH - _FIGURES + 8}" y="{y + 11}">{escape(bar.figure)}</text>'
    if panel.origin:
        yield f'<path d="M{begin:.1f} {top + _TITLE - 4}V{bottom}" stroke="currentColor" stroke-width="2"/>'
