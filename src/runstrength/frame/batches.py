"""Lazy frames that run Python over their batches of rows: those of Polars, and of PySpark on every worker.

Each batch is answered as a frame in memory is, where it lies and when it is read.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import partial
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pyarrow as pa

from runstrength.frame.eager import Eager

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runstrength.facts import Facts
    from runstrength.frame.columns import Layout
    from runstrength.rulebook.rule import Rulebook

__all__ = ["LazyPolars", "Spark"]

_BATCH = 1 << 17  # rows: enough for what a batch costs by itself to be little


class _Batches(ABC):
    """The answer for a lazy frame, batch by batch."""

    def __init__(self, frame: nw.LazyFrame[Any], layout: Layout, rulebook: Rulebook) -> None:
        self.frame = frame.to_native()
        self.layout = layout
        self.rulebook = rulebook

    def fired(self) -> Any:
        """Give the frame with a column of truth for each rule."""
        return self.mapped("fired")

    def programme(self) -> Any:
        """Give the frame with a row for each thing that a runner is given."""
        return self.mapped("programme")

    def problems(self) -> Any:
        """Give the frame of the rows that cannot be right."""
        return self.mapped("problems")

    @abstractmethod
    def mapped(self, what: str) -> Any:
        """Give one of the three."""


class LazyPolars(_Batches):
    """The answer for a lazy frame of Polars, which hands over all its rows when it is collected."""

    def mapped(self, what: str) -> Any:
        """Give one of the three."""

        def answer(batch: Any) -> Any:
            return _answer(batch, self.layout, self.rulebook, what)

        schema = answer(self.frame.clear().collect()).schema
        # What nobody reads afterwards may be what a rule reads; a filter on the answer is none on the rows.
        return self.frame.map_batches(
            answer, schema=schema, predicate_pushdown=False, projection_pushdown=False, slice_pushdown=False
        )


class Spark(_Batches):
    """The answer for a DataFrame of PySpark: every worker answers for its own rows."""

    def mapped(self, what: str) -> Any:
        """Give one of the three."""
        from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415 - only for who has it
        from pyspark.sql.types import StructType  # noqa: PLC0415

        names = [*self.layout.passed, *self.layout.columns]
        nothing = pa.table({name: pa.nulls(0) for name in names})
        table = _plain(_answer(nothing, self.layout, self.rulebook, what))
        passed = [self.frame.schema[name] for name in self.layout.passed]
        made = from_arrow_schema(table.select(table.column_names[len(passed) :]).schema)
        answer = partial(_on_worker, names=names, layout=self.layout, rulebook=self.rulebook, what=what)
        # On their way the columns have numbers: with a dot in its name, Spark takes one for a part of another.
        read = self.frame.select(*(self.frame[f"`{name}`"].alias(str(at)) for at, name in enumerate(names)))
        return read.mapInArrow(answer, StructType([*passed, *made]))


def _answer(frame: Any, layout: Layout, rulebook: Rulebook, what: str) -> Any:
    return getattr(Eager(nw.from_native(frame, eager_only=True), layout, rulebook), what)()


_shared: dict[tuple[str, type[Facts]], Rulebook] = {}


def _on_worker(
    batches: Iterable[Any], names: list[str], layout: Layout, rulebook: Rulebook, what: str
) -> Iterator[Any]:
    """Answer for the batches of Arrow's that a worker is given."""
    # Every task brings a rulebook along; the first of its kind is made ready, and stays.
    rulebook = _shared.setdefault((rulebook.digest, rulebook.vocabulary), rulebook)
    for table in _large(batches):
        named = table.rename_columns(names)
        yield from _plain(_answer(named, layout, rulebook, what)).to_batches(max_chunksize=_BATCH)


def _large(batches: Iterable[Any]) -> Iterator[Any]:
    """Join batches, so that none is small."""
    waiting: list[Any] = []
    for batch in batches:
        waiting.append(batch)
        if sum(map(len, waiting)) >= _BATCH:
            yield pa.Table.from_batches(waiting)
            waiting = []
    if waiting:
        yield pa.Table.from_batches(waiting)


def _plain(table: Any) -> Any:
    """Give texts as texts: Spark knows no dictionaries."""
    plain = [
        pa.field(of.name, of.type.value_type if pa.types.is_dictionary(of.type) else of.type) for of in table.schema
    ]
    return table.cast(pa.schema(plain))
