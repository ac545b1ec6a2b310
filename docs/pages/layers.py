"""Where the boxes of a layered drawing stand: a column for each layer, short arrows, few crossings."""

from __future__ import annotations

import itertools
from statistics import fmean
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Layout", "layout"]

ROUNDS = 4


@attrs.frozen(order=True)
class _Spot:
    """A box, or the place where a long arrow passes through a column: then `beyond` is where it began."""

    name: str
    column: int
    passes: bool = False


@attrs.frozen
class Layout:
    """For each box its column and row, and for each arrow the rows that it passes, column by column."""

    boxes: Mapping[str, tuple[int, float]]
    arrows: tuple[tuple[tuple[int, float], ...], ...]
    rows: float


def layout(columns: Mapping[str, int], arrows: Iterable[tuple[str, str]]) -> Layout:
    """Place each box in its column; arrows lead to the right. The same input gives the same drawing."""
    chains = [_chain(columns, *arrow) for arrow in sorted(arrows)]
    spots = {_Spot(name, column) for name, column in columns.items()} | {spot for chain in chains for spot in chain}
    before: dict[_Spot, set[_Spot]] = {spot: set() for spot in spots}
    after: dict[_Spot, set[_Spot]] = {spot: set() for spot in spots}
    for left, right in itertools.chain.from_iterable(map(itertools.pairwise, chains)):
        after[left].add(right)
        before[right].add(left)
    layers = [sorted(spot for spot in spots if spot.column == column) for column in range(max(columns.values()) + 1)]
    rows = {spot: float(row) for layer in layers for row, spot in enumerate(layer)}
    for _ in range(ROUNDS):
        for layer in reversed(layers):
            _arrange(layer, rows, after, before)
        for layer in layers:
            _arrange(layer, rows, before, after)
    for layer in layers[1:]:
        _settle(layer, rows, before)
    return Layout(
        {spot.name: (spot.column, rows[spot]) for spot in sorted(spots) if not spot.passes},
        tuple(tuple((spot.column, rows[spot]) for spot in chain) for chain in chains),
        1 + max(rows.values()),
    )


def _chain(columns: Mapping[str, int], source: str, target: str) -> list[_Spot]:
    between = [_Spot(source, column, passes=True) for column in range(columns[source] + 1, columns[target])]
    return [_Spot(source, columns[source]), *between, _Spot(target, columns[target])]


def _arrange(
    layer: list[_Spot],
    rows: dict[_Spot, float],
    near: Mapping[_Spot, set[_Spot]],
    far: Mapping[_Spot, set[_Spot]],
) -> None:
    """Order a layer by the middle of its neighbours; what has none at all goes to the end."""

    def middle(spot: _Spot) -> tuple[bool, float, str]:
        is_alone = not near[spot] and not far[spot]
        return is_alone, fmean(rows[other] for other in near[spot]) if near[spot] else rows[spot], spot.name

    layer.sort(key=middle)
    rows |= {spot: float(row) for row, spot in enumerate(layer)}


def _settle(layer: list[_Spot], rows: dict[_Spot, float], before: Mapping[_Spot, set[_Spot]]) -> None:
    """Move the boxes of a layer beside what leads to them, as far as they do not overlap."""
    free = 0.0
    for spot in layer:
        wanted = fmean(rows[other] for other in before[spot]) if before[spot] else free
        rows[spot] = max(free, wanted)
        free = rows[spot] + 1
