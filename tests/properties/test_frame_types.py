"""Columns of whatever type: what Python has a value for is read as `recommend` reads it, all else is a problem."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import runstrength
from runstrength.frame import recommend_frame
from runstrength.strangers import UNREADABLE
from tests.frames import fired_or_problems, rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

FAR = 1 << 62  # as a time beyond all that Python can say
FIELDS = ("discipline", "session_minutes", "sleep_hours", "imbalance", "equipment", "pain", "pain.knee")
WHEN = ("discipline == trail", "session_minutes >= 20", "sleep_hours < 5", "imbalance", "bands in equipment")
BOOK = runstrength.build_rulebook(
    {
        "language": 1,
        "name": "few",
        "version": "1",
        "sources": [{"source": "s", "kind": "practice", "text": "A text."}],
        "rules": [
            {"rule": f"r{at}", "when": when, "then": {"derive": [f"f{at}"]}, "because": "b.", "source": "s"}
            for at, when in enumerate((*WHEN, "pain.knee >= 3"))
        ],
    }
)


class Hostile(str):
    """A text that cannot be compared."""

    __slots__ = ()

    def __hash__(self) -> int:
        raise RuntimeError

    def __eq__(self, other: object) -> bool:
        raise RuntimeError


class Liar(str):
    """A text that is equal to every other."""

    __slots__ = ()

    def __hash__(self) -> int:
        return hash("trail")

    def __eq__(self, other: object) -> bool:
        return True


def objects(*values: object) -> np.ndarray[Any, Any]:
    """Give an array of objects, in which lists and arrays are objects too."""
    found = np.empty(len(values), object)
    for at, value in enumerate(values):
        found[at] = value
    return found


def broken_text() -> pa.Array:
    """Give a text, one that is not UTF-8, and null."""
    ends = pa.py_buffer(np.array([0, 5, 7, 7], np.int32))
    return pa.StringArray.from_buffers(3, ends, pa.py_buffer(b"trail\xff\xfe"), pa.py_buffer(b"\x03"))


def times(of: pa.DataType) -> pa.Array:
    """Give a time that is far beyond all others, and null."""
    return pa.array([FAR, None], pa.int64()).cast(of)


UNION = pa.UnionArray.from_sparse(pa.array([0, 1], pa.int8()), [pa.array(["trail", ""]), pa.array([0, 30])])
ODD: list[tuple[str, Any, list[Any]]] = [
    # What it is, a column of it as that of a library, and its values; UNREADABLE where Python has none.
    ("beyond time", times(pa.timestamp("us")), [UNREADABLE, None]),
    ("beyond time, of a zone", times(pa.timestamp("s", "Europe/Berlin")), [UNREADABLE, None]),
    ("beyond durations", times(pa.duration("s")), [UNREADABLE, None]),
    ("lists of those", pa.array([[FAR], []], pa.list_(pa.duration("s"))), [UNREADABLE, []]),
    ("decimals", pa.array([Decimal(30), None]), [Decimal(30), None]),
    ("structs of decimals", pa.array([{"knee": Decimal(3)}, None]), [{"knee": Decimal(3)}, None]),
    ("runs of texts", pa.RunEndEncodedArray.from_arrays([1, 3], ["trail", "box"]), ["trail", "box", "box"]),
    ("runs of numbers", pa.RunEndEncodedArray.from_arrays([1, 3], pa.array([30, None])), [30, None, None]),
    ("views of texts", pa.array(["trail", "knee", None], pa.string_view()), ["trail", "knee", None]),
    ("lists of views", pa.array([["bands"], ["x"], None], pa.list_(pa.string_view())), [["bands"], ["x"], None]),
    ("views of lists", pa.array([["bands"], ["x"]], pa.list_view(pa.string())), [["bands"], ["x"]]),
    ("views of octets", pa.array([b"trail", b"\xff"], pa.binary_view()), [b"trail", b"\xff"]),
    ("broken texts", broken_text(), ["trail", UNREADABLE, None]),
    ("broken words", broken_text().dictionary_encode(), ["trail", UNREADABLE, None]),
    ("a key twice", pa.array([[("knee", 3)] * 2, []], pa.map_(pa.string(), pa.int8())), [UNREADABLE, {}]),
    ("lists as keys", pa.array([[([1], 3)], []], pa.map_(pa.list_(pa.int8()), pa.int8())), [UNREADABLE, {}]),
    ("an entry twice", pa.StructArray.from_arrays([pa.array([3]), pa.array([7])], ["knee", "knee"]), [UNREADABLE]),
    ("unions", UNION, ["trail", 30]),
    ("128 bits", pl.Series([30, 1 << 100, None], dtype=pl.Int128), [30, 1 << 100, None]),
    ("lists of 128 bits", pl.Series([[1], [], None], dtype=pl.List(pl.Int128)), [[1], [], None]),
    ("structs of 128 bits", pl.Series([{"knee": 3}], dtype=pl.Struct({"knee": pl.Int128})), [{"knee": 3}]),
    ("Date", pl.Series([0, 2**31 - 1], dtype=pl.Int32).cast(pl.Date), [dt.date(1970, 1, 1), UNREADABLE]),
    ("Time", pl.Series([dt.time(1), None]), [dt.time(1), None]),
    ("Array", pl.Series([["bands"], ["x"], None], dtype=pl.Array(pl.String, 1)), [["bands"], ["x"], None]),
    ("lists of Enum", pl.Series([["bands"], ["x"]], dtype=pl.List(pl.Enum(["x", "bands"]))), [["bands"], ["x"]]),
    ("nested lists", pl.Series([[["bands"]], [], None]), [[["bands"]], [], None]),
    ("Null", pl.Series([None, None]), [None, None]),
    ("Object", pl.Series([Hostile("trail"), {"knee": 3}, 30], dtype=pl.Object), [Hostile("trail"), {"knee": 3}, 30]),
    ("hostile texts", objects(Hostile("trail"), Hostile("x"), 30), [Hostile("trail"), Hostile("x"), 30]),
    ("lying texts", objects(Liar("trail"), "x", Liar("x"), 30), [Liar("trail"), "x", Liar("x"), 30]),
    ("signalling nothing", objects(Decimal("sNaN"), None, "trail"), [UNREADABLE, None, "trail"]),
    ("arrays", objects(np.array(["bands"]), np.array(30), None), [["bands"], np.array(30), None]),
    ("periods", pd.PeriodIndex(["1972-07", None], freq="M"), [pd.Period("1972-07"), None]),
    ("categories of periods", pd.Categorical(pd.PeriodIndex(["1972-07"], freq="M")), [pd.Period("1972-07")]),
    ("intervals", pd.IntervalIndex.from_tuples([(3, 30)]), [pd.Interval(3, 30)]),
    ("categories of numbers", pd.Categorical([3, 30, None]), [3, 30, None]),
    ("categories of truth", pd.Categorical([True, None]), [True, None]),
    ("complex", np.array([30j, 30]), [30j, 30 + 0j]),
    ("nullable numbers", pd.array([30, None], dtype="Int8"), [30, None]),
    ("nullable truth", pd.array([True, None], dtype="boolean"), [True, None]),
]  # fmt: skip


@pytest.mark.parametrize(("column", "values"), [one[1:] for one in ODD], ids=[one[0] for one in ODD])
def test_columns_of_odd_types(column: object, values: list[Any]) -> None:
    """Each of their rows is given what `recommend` gives for its value, in every field; none stops another."""
    for field in FIELDS:
        name, _, entry = field.partition(".")
        those = [{"discipline": "trail", name: {entry: value} if entry else value} for value in values]
        frame = frame_of({"discipline": ["trail"] * len(values), field: column}, column)
        held(nw.from_native(recommend_frame(frame, rulebook=BOOK).fired).to_arrow(), those)


# In a database: the values of a column as it writes them, and as they are in Python.
DUCK: dict[str, tuple[str, list[Any]]] = {
    "session_minutes": ("[30::HUGEINT, 170141183460469231731687303715884105727]", [30, (1 << 127) - 1]),
    "sleep_hours": ("[4.5]", [Decimal("4.5")]),
    "sex": ("['male'::ENUM('x', 'male'), 'x']", ["male", "x"]),
    "season": ("""['"base"'::JSON]""", ['"base"']),
    "pain_trend": ("['same'::BLOB]", [b"same"]),
    "age": ("['infinity'::TIMESTAMP]", [UNREADABLE]),
    "runs_per_week": ("[union_value(a := 3)]", [UNREADABLE]),
    "equipment": ("[['bands']::VARCHAR[1], ['x']]", [["bands"], ["x"]]),
    "goals": ("[[1], []]", [[1], []]),
    "pain": ("[{'knee': '3'}, {'knee': null}]", [{"knee": "3"}, {"knee": None}]),
}


def test_columns_of_odd_types_in_a_database() -> None:
    """They are read there; what only the database has a value for is a problem too."""
    columns = ["'trail' as discipline"]
    those: list[dict[str, Any]] = []
    for field, (written, values) in DUCK.items():
        begin = len(those)
        those += [{"discipline": "trail", field: value} for value in values]
        columns.append(
            f"case when who between {begin} and {len(those) - 1} then ({written})[who - {begin - 1}] end as {field}"
        )
    relation = duckdb.sql(f"select who, {', '.join(columns)} from range({len(those)}) t(who)")  # noqa: S608 - our own
    held(recommend_frame(relation, rulebook=BOOK, id="who").fired.order("who").to_arrow_table(), those)


def held(fired: pa.Table, those: list[dict[str, Any]]) -> None:
    """Hold what fires to `recommend`, row by row."""
    assert [fired_or_problems(BOOK, one) for one in those] == [
        row.get("problems") or frozenset(rule for rule in BOOK.rules if row.get(rule)) for row in rows_of(fired)
    ]


def frame_of(columns: dict[str, Any], like: object) -> Any:  # noqa: ANN401 - a frame of any library
    """Make a frame of the library that one of its columns is from."""
    if isinstance(like, pa.Array):
        return pa.table(columns)
    return (pl if isinstance(like, pl.Series) else pd).DataFrame(columns)


@pytest.mark.parametrize("column", [one[1] for one in ODD], ids=[one[0] for one in ODD])
def test_columns_of_odd_types_are_passed_on(column: Sequence[Any]) -> None:
    """So that a row can be known by whatever identifies it."""
    frame = frame_of({"discipline": ["x"] * len(column), "who": column}, column)
    found = recommend_frame(frame, rulebook=BOOK, id="who")
    assert {len(column)} == {len(found.fired), len(found.programme), len(found.problems)}


@pytest.mark.parametrize("name", ["Part", "_runstrength_key", "R0", "r0"])
def test_in_a_database_names_are_compared_without_case(name: str) -> None:
    """A column that is passed on is none of the answer, nor of what the answer is made with."""
    with pytest.raises(runstrength.FrameError, match=f'"{name}" is the name of a column of the answer'):
        recommend_frame(duckdb.sql(f"select 1 as \"{name}\", 'trail' as discipline"), rulebook=BOOK, id=name)
    with pytest.raises(runstrength.FrameError, match="the names of two columns are the same"):
        recommend_frame(duckdb.sql("select 1 as who, 'trail' as discipline, 3 as WHO"), rulebook=BOOK, id="who")


def test_names_are_texts() -> None:
    """Pandas knows other names; they cannot be passed on."""
    with pytest.raises(runstrength.FrameError, match="5 is no name of a column: names are texts"):
        recommend_frame(pd.DataFrame({5: [1], "discipline": ["trail"]}), rulebook=BOOK, keep=[5])  # type: ignore[list-item]
