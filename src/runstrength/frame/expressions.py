"""The same formulas as expressions over the columns of a lazy frame: what fires is computed where the rows are.

A formula that others are made of becomes a column of its own, stage after stage, so that no expression grows deep and
none is computed twice. Null and NaN end at the leaves: an unknown fact answers no, and a number that is none is wrong.
"""

from __future__ import annotations

from collections import Counter
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

import narwhals as nw

from runstrength.errors import FrameError
from runstrength.facts import Choice, Flag, Ids, MapOf, Number, SetOf, Whole
from runstrength.frame.columns import made_name, words_of
from runstrength.frame.local import formulas_for
from runstrength.strangers import MOST_ENTRIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runstrength.frame.columns import Layout, Place
    from runstrength.frame.formulas import At, Formulas, Leaf, Path
    from runstrength.kinds import Kind
    from runstrength.rulebook.rule import Rulebook

    Lazy = nw.LazyFrame[Any]

__all__ = ["RIGHT", "rule_name", "with_rules"]

_NO, _YES = nw.lit(value=False), nw.lit(value=True)

RIGHT = made_name("right")


def rule_name(number: int) -> str:
    """Give the name that the column of a rule has while it is computed."""
    return made_name(f"rule_{number}")


def with_rules(frame: Lazy, layout: Layout, rulebook: Rulebook, passed: Iterable[str]) -> Lazy:
    """Give, beside what is passed on, for each rule where it fires, and `RIGHT`, where every value can be right.

    Nothing is computed yet.
    """
    read = _Reader(layout, rulebook, frame.collect_schema())
    formulas = formulas_for(rulebook, layout.given)
    leaves = {at: node.leaf for at, node in enumerate(formulas.nodes) if node.leaf is not None}
    asked = [read.answer(leaf).alias(made_name(at)) for at, leaf in leaves.items()]
    frame = frame.select(*passed, (~read.wrong()).alias(RIGHT), *asked)
    stages, rules = _staged(formulas)
    for stage in stages:
        frame = frame.with_columns(*stage)
    return frame.select(*passed, RIGHT, *(rule.alias(rule_name(number)) for number, rule in enumerate(rules)))


def _staged(formulas: Formulas) -> tuple[list[list[nw.Expr]], list[nw.Expr]]:
    """Give the columns to add, stage by stage, and then an expression for each rule."""
    uses = Counter(at for node in formulas.nodes for at in node.of)
    found: list[tuple[nw.Expr, int]] = []
    stages: list[list[nw.Expr]] = []
    for at, node in enumerate(formulas.nodes):
        if node.leaf is not None:
            found.append((nw.col(made_name(at)), 0))
            continue
        parts = [found[of][0] for of in node.of]
        stage = max(found[of][1] for of in node.of)
        joined = ~parts[0] if node.join == "not" else reduce(and_ if node.join == "and" else or_, parts)
        if uses[at] > 1:
            stages.extend([] for _ in range(stage + 1 - len(stages)))
            stages[stage].append(joined.alias(made_name(at)))
            joined, stage = nw.col(made_name(at)), stage + 1
        found.append((joined, stage))

    def rule(at: At) -> nw.Expr:
        return (_YES if at else _NO) if isinstance(at, bool) else found[at][0]

    return stages, [rule(at) for at in formulas.rules.values()]


class _Reader:
    """What leaves ask, and where a value cannot be right, as expressions over the columns of a frame."""

    def __init__(self, layout: Layout, rulebook: Rulebook, schema: nw.Schema) -> None:
        self.layout = layout
        self.rulebook = rulebook
        self.schema = schema
        self.places: dict[str, Place] = {place.field: place for place in layout.places}
        for place in layout.places:
            if isinstance(place.kind, MapOf) and place.column is not None and isinstance(schema[place.column], nw.Map):
                raise FrameError(
                    f"the column {place.column} is of a type that cannot be read here: give it as a struct, or spread"
                    f" over columns such as {place.field}.{place.kind.keys[0]}"
                )

    def answer(self, leaf: Leaf) -> nw.Expr:
        """Give where the answer to what a leaf asks is yes."""
        place = self.places[leaf.path[0]]
        if leaf.path[1] is None and place.column is None:  # a set that is spread
            return ~nw.col(place.columns[0]).is_null()
        value, kind, dtype = self.value(leaf.path)
        if not _fits(kind, dtype):
            return _NO
        if leaf.asks == "known":
            return ~value.is_null()
        if leaf.asks == "true":
            if isinstance(dtype, nw.List):
                value = value.list.contains(leaf.path[1]) if _is_text(dtype.inner) else _NO
        elif leaf.asks == "is":
            value = value == leaf.word
        else:
            number, above = leaf.threshold
            value = value > number if above else value >= number
        return value.fill_null(value=False)

    def value(self, path: Path) -> tuple[nw.Expr, Kind, Any]:
        """Give the column that has the value of a path, of which kind it is, and of which type the column."""
        place = self.places[path[0]]
        kind: Kind = place.kind
        name = place.spread[path[1] or ""] if place.column is None else place.column
        value = nw.col(name)
        dtype: Any = self.schema[name]
        if isinstance(kind, MapOf):
            kind = kind.item
            if place.column is not None:
                inside = {field.name: field.dtype for field in dtype.fields} if isinstance(dtype, nw.Struct) else {}
                if path[1] not in inside:
                    return nw.lit(None), kind, nw.Unknown()
                value, dtype = value.struct.field(path[1] or ""), inside[path[1]]
        elif place.column is None:
            kind = Flag()
        if isinstance(dtype, nw.Array):
            dtype = nw.List(dtype.inner)
            value = value.cast(dtype)
        elif dtype == nw.Float32:
            value = value.cast(nw.Float64)
        elif dtype in {nw.String, nw.List(nw.String)}:  # or JSON, which here is the text that it is written as
            value = value.cast(dtype)
        return value, kind, dtype

    def wrong(self) -> nw.Expr:
        """Give the rows in which some value cannot be right."""
        return nw.any_horizontal(*self.doubts(), ignore_nulls=False)

    def doubts(self) -> Iterator[nw.Expr]:
        """Give, column by column, where a value cannot be right."""
        yield _YES if self.layout.missing else _NO
        for place in self.layout.places:
            if place.required:
                yield nw.col(place.columns[0]).is_null()
            if isinstance(place.kind, MapOf):
                keys = place.kind.keys if place.column is not None else tuple(place.spread)
                struct = place.column is None or isinstance(self.schema[place.column], nw.Struct)
                if struct:
                    yield from (self.doubt((place.field, key)) for key in keys)
                else:
                    yield ~nw.col(place.columns[0]).is_null()
            elif place.column is None:
                known = [~nw.col(name).is_null() for name in place.columns]
                yield nw.any_horizontal(*known, ignore_nulls=False) & ~nw.all_horizontal(*known, ignore_nulls=False)
                yield from (self.doubt((place.field, word)) for word in place.spread)
            else:
                yield self.doubt((place.field, None))

    def doubt(self, path: Path) -> nw.Expr:
        """Give where the value of one path cannot be right."""
        value, kind, dtype = self.value(path)
        match kind:
            case _ if not _fits(kind, dtype):
                found = ~value.is_null()
            case Choice():
                found = ~value.is_in(kind.values)
            case Whole() | Number():
                found = ~((value >= kind.low) & (value <= kind.high))
                if isinstance(kind, Whole):
                    found |= value.floor() != value
            case SetOf() | Ids():
                words = words_of(kind, self.rulebook) if _is_text(dtype.inner) else ()
                known = nw.sum_horizontal(nw.lit(0), *(value.list.contains(word).cast(nw.Int64) for word in words))
                found = (value.list.unique().list.len() != known) | (value.list.len() > MOST_ENTRIES)
            case _:
                found = _NO
        return found.fill_null(value=False)


def _is_text(dtype: Any) -> bool:
    return dtype in {nw.String, nw.Categorical, nw.Enum}


def _fits(kind: Kind, dtype: Any) -> bool:
    match kind:
        case Choice():
            return _is_text(dtype)
        case Flag():
            return bool(dtype == nw.Boolean)
        case Whole() | Number():
            return bool(dtype.is_integer() or dtype.is_float())
        case SetOf() | Ids():
            return isinstance(dtype, nw.List)
        case MapOf():
            return isinstance(dtype, nw.Struct)
