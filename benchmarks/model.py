"""What a benchmark yields: lines of a table, each with its figure, its yardstick, and the target if it has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["FULL", "MISSING", "SMOKE", "Line", "Scale", "Section", "Target"]


MISSING = "not measured"  # the name of a line that says why in place of a figure


@attrs.frozen
class Target:
    """A ratio that has to be reached: at most so many times the yardstick."""

    most: float
    of: str

    def __str__(self) -> str:
        return f"≤ {self.most:g} × {self.of}"


@attrs.frozen(kw_only=True)
class Line:
    """One line. `median` and `p99` are seconds; what is not a time says its `figure` itself.

    `ratio` is the figure in terms of what the target names or, without a target, of `beside`.
    """

    name: str
    median: float | None = None
    p99: float | None = None
    figure: str = ""
    ratio: float | None = None
    beside: str = ""
    target: Target | None = None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where there is none, or nothing to measure it by."""
        return None if self.target is None or self.ratio is None else self.ratio <= self.target.most


@attrs.frozen(kw_only=True)
class Scale:
    """How much is measured."""

    runners: int
    rounds: int
    fresh: int
    sizes: tuple[int, ...]
    reads: int
    starts: int
    calls: int
    threaded: int
    rows: int


SMOKE = Scale(runners=5, rounds=1, fresh=3, sizes=(80, 160), reads=1, starts=1, calls=200, threaded=40, rows=200)
FULL = Scale(
    runners=400,
    rounds=3,
    fresh=300,
    sizes=(80, 800, 8000),
    reads=3,
    starts=15,
    calls=1_000_000,
    threaded=4000,
    rows=200_000,
)


@attrs.frozen
class Section:
    """A part of the benchmarks: `says` is how it measures, in Markdown.

    A chart is drawn of the medians whose names begin with what is `charted`.
    """

    title: str
    says: str
    measure: Callable[[Scale], Iterator[Line]]
    charted: str = ""
