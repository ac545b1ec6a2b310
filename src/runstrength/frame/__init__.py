"""Many runners at once: recommendations for every row of a data frame, of whatever kind it is.

from runstrength.frame import recommend_frame

found = recommend_frame(frame, id="athlete")
found.fired, found.programme, found.problems

Needs the extra `frame`. What each row is given is what `runstrength.recommend` gives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

try:
    import narwhals as nw
except ImportError as error:
    raise ImportError("frames need more packages: python -m pip install 'runstrength[frame]'") from error

from runstrength.errors import FrameError
from runstrength.frame.batches import LazyPolars, Spark
from runstrength.frame.columns import layout_of
from runstrength.frame.duck import Duck
from runstrength.frame.eager import Eager
from runstrength.frame.result import FrameRecommendations
from runstrength.rulebook import Rulebook
from runstrength.shelf import shipped_rulebook
from runstrength.strangers import show

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["FrameRecommendations", "recommend_frame"]


def recommend_frame(
    df: Any,
    *,
    rulebook: Rulebook | None = None,
    id: str | None = None,  # noqa: A002 - it is what the column is called everywhere
    keep: Sequence[str] = (),
    next_session: bool = False,
) -> FrameRecommendations:
    """Give what suits every runner of a frame: Polars, pandas or PyArrow, and lazily Polars, DuckDB or PySpark.

    A row is a runner. Facts stand in columns of their names; sets and maps may be spread over columns, such as
    `equipment.barbell` and `pain.knee`. `id` is the column that identifies a row; left out, rows are numbered (not
    those of DuckDB and PySpark, which have no order). Columns in `keep` are passed on. A row that cannot be right
    comes back with its problems, and stops no other. With `next_session` the programme says what the next session
    holds too: then every runner is resolved as a whole, and not by the pieces that runners have in common.

    Raises `FrameError` if a column is no fact that the rulebook knows, before any row is looked at.
    """
    book = shipped_rulebook() if rulebook is None else rulebook
    if not isinstance(book, Rulebook):
        raise TypeError("rulebook is what load_rulebook gives, or None")
    if isinstance(keep, str):
        raise FrameError(f"keep is a list of columns, and not a text: [{show(keep)}]")
    try:
        frame = nw.from_native(df)
    except TypeError as error:
        raise FrameError(f"{show(df)} is no data frame of a library that is known here") from error
    except nw.exceptions.DuplicateError as error:
        raise FrameError(f"{show(df)} is no data frame that can be read: {error}") from error
    of = frame.implementation
    database = of.is_duckdb() or of.is_pyspark() or of.is_pyspark_connect()
    if database and len({name.lower() for name in df.columns}) < len(df.columns):
        raise FrameError(f"{show(df)} is no data frame that can be read: the names of two columns are the same")
    columns = frame.collect_schema()
    layout = attrs.evolve(layout_of(columns, book, id, keep, database=database), next_session=next_session)
    if isinstance(frame, nw.DataFrame):
        return FrameRecommendations(Eager(frame, layout, book))
    if of.is_polars():
        return FrameRecommendations(LazyPolars(frame, layout, book))
    if not database:
        raise FrameError(f"there is no way to answer lazily on {of}: collect the frame first")
    if id is None:
        raise FrameError(
            f"a frame of {of} has no order, and so its rows no numbers: name the column that identifies a row, as id"
        )
    return FrameRecommendations(Duck(frame, layout, book) if of.is_duckdb() else Spark(frame, layout, book))
