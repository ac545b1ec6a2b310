"""Frames in memory, of any library: their columns cross over to Arrow, and the answer comes back as such a frame."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from runstrength.errors import FrameError
from runstrength.frame.columns import ROW
from runstrength.frame.local import answered
from runstrength.frame.reading import salvaged
from runstrength.strangers import UNREADABLE, ask

if TYPE_CHECKING:
    from runstrength.frame.columns import Layout
    from runstrength.frame.local import Answered
    from runstrength.rulebook.rule import Rulebook

__all__ = ["Eager"]


class Eager:
    """The answer for a frame in memory."""

    def __init__(self, frame: nw.DataFrame[Any], layout: Layout, rulebook: Rulebook) -> None:
        self.frame = frame
        self.layout = layout
        self.rulebook = rulebook

    @cached_property
    def answered(self) -> Answered:
        """The answer, as arrays of Arrow's."""
        return answered(self.layout, self.rulebook, _values(self.frame, self.layout.columns), len(self.frame))

    @cached_property
    def passed(self) -> nw.DataFrame[Any]:
        """The id, or else the numbers of the rows, and what is to be kept."""
        kept = self.frame.select(self.layout.passed)
        if not self.layout.numbered:
            return kept
        numbers = _with_index(self.made(pa.table({ROW: pa.array(np.arange(len(self.frame)))})), self.frame)
        return _beside(numbers, kept) if self.layout.passed else numbers

    def fired(self) -> Any:
        """Give the frame with a column of truth for each rule."""
        return _beside(self.passed, self.made(self.answered.fired(self.text))).to_native()

    @property
    def text(self) -> Any:
        """The type in which texts cross over: Polars takes its own as it is, at once where all are null."""
        return pa.string_view() if self.frame.implementation.is_polars() else pa.string()

    def programme(self) -> Any:
        """Give the frame with a row for each thing that a runner is given."""
        rows, table = self.answered.programme()
        return _beside(_taken(self.passed, rows), self.made(table)).to_native()

    def problems(self) -> Any:
        """Give the frame of the rows that cannot be right."""
        rows = np.array(list(self.answered.wrong), np.int64)
        table = pa.table({"problems": pa.array(self.answered.wrong.values(), pa.string())})
        return _beside(_taken(self.passed, rows), self.made(table)).to_native()

    def made(self, table: Any) -> nw.DataFrame[Any]:
        """Make a frame of the caller's library."""
        of = self.frame.implementation
        if of.is_pandas():
            return nw.from_native(table.to_pandas(types_mapper=_nullable().get), eager_only=True)
        return nw.from_arrow(table, backend=of)


def _nullable() -> dict[Any, Any]:
    """Give the types of pandas that can be null and stay what they are."""
    import pandas as pd  # noqa: PLC0415 - only for who has it

    return {
        pa.bool_(): pd.BooleanDtype(),
        pa.int16(): pd.Int16Dtype(),
        pa.int32(): pd.Int32Dtype(),
        pa.string(): pd.StringDtype(),
    }


def _beside(left: nw.DataFrame[Any], right: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
    """Put two frames with the same rows side by side."""
    return nw.concat([left, _with_index(right, left)], how="horizontal")


def _with_index(frame: nw.DataFrame[Any], of: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
    """Give a frame that was made here the index of another, where there are such things."""
    if of.implementation.is_pandas():
        frame.to_native().index = of.to_native().index
    return frame


def _taken(frame: nw.DataFrame[Any], rows: Any) -> nw.DataFrame[Any]:
    if frame.implementation.is_pyarrow():
        frame = nw.from_native(_takeable(frame.to_native()), eager_only=True)
    try:
        return nw.maybe_reset_index(frame[rows, :])
    except pa.ArrowNotImplementedError as error:
        raise FrameError(f"a column that is passed on is of a type that cannot be: cast it ({error})") from error


def _takeable(table: Any) -> Any:
    """Give a table from which Arrow can take rows: it cannot take those of views, nor of runs."""
    for at, (name, column) in enumerate(zip(table.column_names, table.columns, strict=True)):
        whole = pc.run_end_decode(column) if pa.types.is_run_end_encoded(column.type) else column
        plain = _without_views(whole.type)
        if plain != column.type:
            table = table.set_column(at, name, whole.cast(plain))
    return table


def _without_views(of: Any) -> Any:
    if pa.types.is_list(of) or pa.types.is_large_list(of):
        inner = _without_views(of.value_type)
        return of if inner == of.value_type else pa.large_list(inner)
    if pa.types.is_string_view(of):
        return pa.large_string()
    return pa.large_binary() if pa.types.is_binary_view(of) else of


def _values(frame: nw.DataFrame[Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Give columns as arrays of Arrow's, or as lists of values where Arrow has no type for what stands in them."""
    schema = frame.schema  # made anew each time that it is asked for
    objects = any(schema[name] == nw.Object for name in names)
    if not objects and (frame.implementation.is_pyarrow() or frame.implementation.is_polars()):
        table: Any = ask(frame.select(*names).to_arrow)
        if table is not UNREADABLE:
            return {name: _whole(table[name]) for name in names}
    return {name: _column(frame[name]) for name in names}


def _whole(column: Any) -> Any:
    if pa.types.is_string_view(column.type):  # few of Arrow's functions can read it
        column = column.cast(pa.large_string())
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _column(series: nw.Series[Any]) -> Any:
    # Of a column of objects every value speaks for itself: Arrow would make 1.0 of a `true` among numbers.
    found: Any = ask(series.to_arrow) if series.dtype != nw.Object else UNREADABLE
    if found is UNREADABLE or _is_extension(found.type):  # there is no type for these values, or one that hides them
        return salvaged(series, _objects)
    return _whole(found) if isinstance(found, pa.ChunkedArray) else found


def _is_extension(of: Any) -> bool:
    """Say whether a type stores one thing and means another, as that of the periods of pandas does."""
    return isinstance(of.value_type if pa.types.is_dictionary(of) else of, pa.BaseExtensionType)


def _objects(series: nw.Series[Any]) -> list[Any]:
    unknown = series.is_null().to_list()
    return [None if null else _plain(value) for value, null in zip(series.to_list(), unknown, strict=True)]


def _plain(value: Any) -> Any:
    """Give a list for an array, as which pandas holds lists; one without dimensions is none."""
    return value.tolist() if issubclass(type(value), np.ndarray) and value.ndim else value
