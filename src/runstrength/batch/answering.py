"""The answer for a piece: what `recommend_frame` gives for its rows, and in their places those that were not read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from runstrength.errors import FrameError
from runstrength.frame import recommend_frame
from runstrength.frame.columns import ROW

if TYPE_CHECKING:
    from runstrength.batch.pieces import Piece
    from runstrength.rulebook.rule import Rulebook

__all__ = ["Answering"]

_ORDER = "runstrength order"  # of the rows of a piece; never written


@attrs.frozen
class Answering:
    """How pieces are answered: `what` is asked for (`programme` or `fired`), what names a row, what is passed on."""

    rulebook: Rulebook
    what: str
    id: str | None
    keep: tuple[str, ...]

    def check(self, schema: Any) -> None:
        """Raise `FrameError` if the columns of the input cannot be read."""
        if self.id is None and ROW in schema.names:
            raise FrameError(f"{ROW} is a column here: name what identifies a row, with --id")
        recommend_frame(schema.empty_table(), rulebook=self.rulebook, id=self.id, keep=self.keep)

    def nothing(self, schema: Any) -> Any:
        """Give the answer for no rows."""
        return self.given(self.numbered(schema.empty_table(), 0), self.keep)

    def answer(self, piece: Piece) -> Any:
        """Give the answer for a piece."""
        table = self.numbered(piece.table, piece.first)
        if not piece.wrong:
            return self.given(table, self.keep)
        table = table.append_column(_ORDER, pa.array(np.arange(len(table))))
        passed = [*dict.fromkeys((self.id or ROW, *self.keep)), _ORDER]
        places = sorted(piece.wrong)
        right = np.ones(len(table), np.bool_)
        right[places] = False
        answered = self.given(table.filter(pa.array(right)), (*self.keep, _ORDER))
        wrong = table.select(passed).take(pa.array(places))
        texts = [piece.wrong[place] for place in places]
        found = pa.concat_tables([answered, _lines(answered.schema, wrong, texts)]).unify_dictionaries()
        return found.take(pc.sort_indices(found[_ORDER])).drop_columns(_ORDER)

    def given(self, table: Any, keep: tuple[str, ...]) -> Any:
        """Give what is asked for of a table."""
        found = recommend_frame(table, rulebook=self.rulebook, id=self.id or ROW, keep=keep)
        return found.fired if self.what == "fired" else found.programme

    def numbered(self, table: Any, first: int) -> Any:
        """Give the rows their numbers in the whole input, where they have no other name."""
        if self.id is not None:
            return table
        return table.append_column(ROW, pa.array(np.arange(first, first + len(table))))


def _lines(schema: Any, passed: Any, problems: list[str]) -> Any:
    """Give a line for each row that was not read: nothing in it but what is wrong."""
    said = {"problems": pa.array(problems, pa.string()), "part": pa.array(["problem"] * len(problems), pa.string())}
    columns = []
    for of in schema:
        if of.name in passed.column_names:
            columns.append(passed[of.name])
        else:
            column = said.get(of.name)
            columns.append(pa.nulls(len(problems), of.type) if column is None else _as(column, of.type))
    return pa.table(columns, schema)


def _as(column: Any, of: Any) -> Any:
    return column.dictionary_encode().cast(of) if pa.types.is_dictionary(of) else column.cast(of)
