"""Many runners: a data frame of them, beside a loop over `recommend`."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any

from benchmarks.contest import WrongAnswerError
from benchmarks.model import MISSING, Line, Section, Target
from benchmarks.runners import members
from benchmarks.timing import median
from runstrength import infer, recommend, shipped_rulebook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.model import Scale

__all__ = ["SECTION"]

_DISTINCT = 50_000
_CHECKED = 50
_LOOP = 2000
_MORE = 5  # a frame for `fired` has so many times the rows: it is so much faster
_FIRED, _WHOLE = 20_000_000, 200_000  # runners a second
_TIMES = 5


def _measure(scale: Scale) -> Iterator[Line]:
    try:
        import polars as pl  # noqa: PLC0415 - optional

        from runstrength.frame import recommend_frame  # noqa: PLC0415 - likewise
        from tests.frames import flat, whole  # noqa: PLC0415 - likewise
    except ImportError as error:
        yield Line(name=MISSING, figure=f"frames: {error}")
        return
    rulebook = shipped_rulebook()
    those = members(min(scale.rows, _DISTINCT), seed=5)
    frames = {"flat": flat(rulebook, those), "lists and texts": whole(rulebook, those)}
    many = {name: pl.concat([pl.DataFrame(table)] * -(-scale.rows // len(those))) for name, table in frames.items()}
    _check(recommend_frame(many["flat"]).fired, those)
    seconds: dict[str, float] = {}
    for name, frame in many.items():
        for what, times in (("fired", _MORE), ("programme", 1)):
            rows = pl.concat([frame] * times)
            taken = _warm(partial(_answer, recommend_frame, rows, what))
            seconds[f"{what}, {name}"] = median(taken) / len(rows)
            rate = f"{1 / seconds[f'{what}, {name}']:,.0f} runners a second"
            yield Line(name=f"{what}, {name}", figure=f"{rate} ({len(rows):,} rows)")
    loop = median(_warm(lambda: [recommend(one) for one in those[:_LOOP]])) / len(those[:_LOOP])
    yield Line(name="a loop over recommend(mapping)", figure=f"{1 / loop:,.0f} runners a second")
    fired, programme = seconds["fired, flat"], seconds["programme, flat"]
    yield _target("fired, flat", fired * _FIRED, 1, f"the time at {_FIRED:,} a second")
    yield _target("programme, flat", programme * _WHOLE, 1, f"the time at {_WHOLE:,} a second")
    yield _target("programme, flat", programme / loop, 0.1, "a loop over recommend(mapping)")


def _answer(of: Callable[[Any], Any], frame: Any, what: str) -> object:  # noqa: ANN401 - frames of Polars
    return getattr(of(frame), what)


def _target(name: str, ratio: float, most: float, of: str) -> Line:
    return Line(name=name, ratio=ratio, target=Target(most, of))


def _check(fired: Any, those: list[dict[str, Any]]) -> None:  # noqa: ANN401 - a frame of Polars
    """Hold some of the answers to those for one runner."""
    for row, one in zip(fired.head(_CHECKED).iter_rows(named=True), those, strict=False):
        if {name for name, value in row.items() if value is True} != infer(one, rulebook=shipped_rulebook()):
            raise WrongAnswerError(f"a frame fires other rules for {one}")


def _warm(what: Callable[[], object]) -> list[float]:
    """Do it once, and then some times more by the clock."""
    what()
    times = []
    for _ in range(_TIMES):
        begun = time.perf_counter()
        what()
        times.append(time.perf_counter() - begun)
    return times


SECTION = Section(
    "Many runners",
    f"""\
A frame of Polars with the members of a made-up running club ({_DISTINCT:,} of them different, four in five healthy, and
hardly two with one outcome), `flat` as [](how-to/many-runners.md) describes it (sets and maps spread over columns,
narrow numbers, categories), or with lists and texts. What is measured comes after a first time, so that the pieces of
programmes that runners have in common are known.""",
    _measure,
)
