"""Frames: every row is given what `recommend` gives to that runner, on every library, and wrong rows stop no other."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import runstrength
from runstrength.frame import recommend_frame
from tests.frames import checked, fired_or_problems, flat, rows_of, runners, spoilt, whole
from tests.strategies import Small, examples, profiles, rulebooks, thresholds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ARTICLE = runstrength.shipped_rulebook()
SOUND = runners(ARTICLE, 100)
SPOILT = spoilt(ARTICLE, runners(ARTICLE, 200, seed=2))

# Each library with how a table of Arrow's becomes one of its frames, and how a frame becomes a table again.
LIBRARIES: Mapping[str, tuple[Callable[[pa.Table], Any], Callable[[Any], pa.Table]]] = {
    "polars": (pl.from_arrow, lambda frame: frame.to_arrow()),
    "polars, lazily": (lambda table: pl.DataFrame(table).lazy(), lambda frame: frame.collect().to_arrow()),
    "pandas": (lambda table: table.to_pandas(), lambda frame: pa.Table.from_pandas(frame, preserve_index=False)),
    "pandas, of Arrow's types": (
        lambda table: table.to_pandas(types_mapper=pd.ArrowDtype),
        lambda frame: pa.Table.from_pandas(frame, preserve_index=False),
    ),
    "pyarrow": (lambda table: table, lambda table: table),
    "duckdb": (duckdb.from_arrow, lambda relation: relation.to_arrow_table()),
}
# As pandas makes it by itself, a number is no whole one as soon as one of its column is null.
EXACT = [name for name in LIBRARIES if name != "pandas"]


# To plan the whole rulebook takes DuckDB seconds, and it plans lists for the wrong rows below.
@pytest.mark.parametrize(
    ("layout", "library"),
    [(layout, library) for layout in (flat, whole) for library in LIBRARIES if (layout, library) != (whole, "duckdb")],
)
def test_every_row_is_given_what_its_runner_is(layout: Callable[..., pa.Table], library: str) -> None:
    """Rules and programme are those of `recommend`, whether sets are lists or spread over columns."""
    checked(ARTICLE, SOUND, layout(ARTICLE, SOUND), *LIBRARIES[library])


@pytest.mark.parametrize("library", ["polars", "pyarrow", "duckdb"])
def test_wrong_rows_say_what_is_wrong_and_stop_no_other(library: str) -> None:
    """Numbers that are none or out of range, unknown words, and what is needed and not there, are problems of a row."""
    checked(ARTICLE, SPOILT, whole(ARTICLE, SPOILT), *LIBRARIES[library])


def test_in_pandas_nan_is_null() -> None:
    """The library marks with NaN what is not known, and so it is not known here; anywhere else it is no number."""
    nan = {"discipline": ["trail", "trail"], "sleep_hours": [float("nan"), 5.0]}
    assert [None, None] == recommend_frame(pd.DataFrame(nan)).fired["problems"].isna().map({True: None}).tolist()
    [problem, none] = recommend_frame(pl.DataFrame(nan)).fired["problems"]
    assert (none, problem) == (None, fired_or_problems(ARTICLE, {"discipline": "trail", "sleep_hours": float("nan")}))


STRANGE: list[dict[str, Any]] = [
    {"discipline": "trail", "age": 7.5, "imbalance": True, "goals": ["speed"], "pain": {"knee": 3}, "excluded": []},
    {"discipline": 5, "age": "old", "imbalance": 1, "goals": "speed", "pain": {"kne": 3}, "excluded": ["back-squat"]},
    {"discipline": "sprint", "age": 30, "imbalance": None, "goals": ("speed", "hills"), "pain": None},
    {"discipline": None, "age": True, "imbalance": "yes", "goals": {"speed": 1}, "pain": 3, "excluded": ["bac"]},
    {"discipline": b"trail", "age": dt.date(2026, 1, 1), "goals": frozenset({"hills"}), "pain": {"knee": 10**30}},
    {"discipline": "ultra", "age": 10**30, "goals": ["speed"] * 1001, "pain": {"knee": None}, "excluded": [None]},
]


def test_whatever_stands_in_a_column_of_objects() -> None:
    """A column of Python's objects may hold anything: each row is read as a single runner is."""
    checked(ARTICLE, STRANGE, pd.DataFrame(STRANGE, dtype=object), lambda frame: frame, LIBRARIES["pandas"][1])


@pytest.mark.parametrize("library", EXACT)
def test_a_type_that_does_not_fit_is_a_problem_of_every_row_with_a_value(library: str) -> None:
    """Numbers where words belong, texts where numbers do, lists of numbers: each says so, and null stays unknown."""
    those: list[dict[str, Any]] = [
        {"discipline": "trail", "season": 3, "age": "30", "imbalance": 1, "goals": ["speed"]},
        {"discipline": "trail", "season": None, "age": None, "imbalance": None, "goals": []},
    ]
    checked(ARTICLE, those, pa.Table.from_pylist(those), *LIBRARIES[library])


@pytest.mark.parametrize("library", [name for name in EXACT if name != "duckdb"])
def test_numbers_of_any_width(library: str) -> None:
    """A number is the same however wide its column is; 6.4 in a narrow one is what stands there."""
    narrow = pa.array([6.4, 6.5, 400.0, None], pa.float32())
    table = pa.table(
        {
            "discipline": pa.array(["trail"] * 4),
            "age": pa.array([7, 17, 200, None], pa.uint8()),
            "days_to_race": pa.array([0, 14, 127, None], pa.int8()),
            "weekly_distance_km": narrow,
        }
    )
    checked(ARTICLE, table.to_pylist(), table, *LIBRARIES[library])


def test_types_of_polars() -> None:
    """Words may be an Enum or Categorical, also one that knows words nobody else does."""
    words = pl.Series("discipline", ["trail", "sprnt", None, "sprint"])
    for of in (pl.Enum(["sprnt", "sprint", "trail"]), pl.Categorical()):
        found = recommend_frame(pl.DataFrame({"discipline": words.cast(of)})).problems
        assert [1, 2] == found["row"].to_list()
        assert "did you mean sprint?" in found["problems"][0]


def test_maps_of_arrow() -> None:
    """A map may be one of Arrow's, whose entries differ from row to row."""
    table = pa.table(
        {
            "discipline": ["trail", "trail"],
            "pain": pa.array([[("knee", 7)], [("kne", 7)]], pa.map_(pa.string(), pa.int64())),
        }
    )
    those = [{"discipline": "trail", "pain": {"knee": 7}}, {"discipline": "trail", "pain": {"kne": 7}}]
    checked(ARTICLE, those, table, *LIBRARIES["pyarrow"])


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_spread_set_is_known_in_all_its_columns_or_in_none(library: str) -> None:
    """Where some are null and some are not, nobody can say what is meant."""
    into, out_of = LIBRARIES[library]
    table = pa.table(
        {
            "who": ["a", "b", "c", "d"],
            "discipline": ["trail"] * 4,
            "equipment.bands": [True, None, None, False],
            "equipment.box": [True, None, False, False],
        }
    )
    found = recommend_frame(into(table), id="who")
    assert [
        {
            "who": "c",
            "problems": "equipment.bands: is not known where others of equipment are: null; allowed: true · false",
        }
    ] == rows_of(out_of(found.problems))
    those: list[dict[str, Any] | None] = [
        {"discipline": "trail", "equipment": ["bands", "box"]},
        {"discipline": "trail"},
        None,
        {"discipline": "trail", "equipment": []},
    ]
    fired = {row.pop("who"): row for row in rows_of(out_of(found.fired))}
    for who, runner in zip("abcd", those, strict=True):
        if runner is not None:
            assert fired_or_problems(ARTICLE, runner) == frozenset(
                name for name, at in fired[who].items() if at is True
            )


@pytest.mark.parametrize("library", [name for name in LIBRARIES if name != "duckdb"])  # which plans for seconds
def test_small_frames(library: str) -> None:
    """No rows, one column, and no column that is needed."""
    into, out_of = LIBRARIES[library]
    for values in (["trail"], []):
        table = pa.table({"discipline": pa.array(values, pa.string())})
        checked(ARTICLE, table.to_pylist(), table, into, out_of)
    nobody = recommend_frame(into(pa.table({"who": [1, 2]})), id="who")
    expected = fired_or_problems(ARTICLE, {})
    assert [expected] * 2 == [row["problems"] for row in rows_of(out_of(nobody.programme))]


@pytest.mark.parametrize("library", LIBRARIES)
def test_an_id_only_identifies(library: str) -> None:
    """Ids may be there twice; what is kept goes along; no row is lost, and in memory none changes its place."""
    into, out_of = LIBRARIES[library]
    table = pa.table({"who": ["b", "a", "b"], "discipline": ["trail", "sprnt", "ultra"], "club": [None, "x", "y"]})
    found = recommend_frame(into(table), id="who", keep=["club"])
    fired = out_of(found.fired)
    assert (["who", "club"], "problems") == (fired.column_names[:2], fired.column_names[-1])
    assert {*ARTICLE.rules} == {*fired.column_names[2:-1]}
    expected = [("b", None), ("a", "x"), ("b", "y")]
    for rows in (fired.to_pylist(), out_of(found.programme).to_pylist()):
        people = [*dict.fromkeys((row["who"], row["club"]) for row in rows)]
        assert expected == (sorted(people, key=expected.index) if library == "duckdb" else people)


def test_pandas_keeps_its_index() -> None:
    """What has a row for each runner has the index of the frame that was given."""
    frame = pd.DataFrame({"discipline": ["trail", "ultra"]}, index=["a", "a"])
    assert ["a", "a"] == list(recommend_frame(frame).fired.index)


@pytest.mark.parametrize(
    ("columns", "options", "what"),
    [
        ({"pain.kne": [3]}, {}, '"pain.kne" is not a known fact; did you mean pain.knee?'),
        ({"pain": [{"kne": 3}]}, {}, '"pain.kne" is not a known fact; did you mean pain.knee?'),
        ({"club": ["x"]}, {}, '"club" is not a known fact; if it is no fact, name it as id or in keep'),
        ({}, {"id": "who"}, '"who" is not a column of the frame'),
        ({"age": [30]}, {"keep": ["age"]}, '"age" is a fact, and cannot be passed on too'),
        ({"name": ["x"]}, {"id": "name"}, '"name" is the name of a column of the answer: rename it'),
        ({"pain.knee": [3], "pain": [{"knee": 3}]}, {}, '"pain" stands in one column, and in "pain.knee" too'),
    ],
)
def test_columns_that_cannot_be_read(columns: dict[str, Any], options: dict[str, Any], what: str) -> None:
    """Every one of them is named before a row is looked at."""
    frame = pl.DataFrame({"discipline": ["trail"], "unheard of": [1], **columns})
    with pytest.raises(runstrength.FrameError) as caught:
        recommend_frame(frame, **options)
    [_, *lines] = str(caught.value).splitlines()
    assert f"  {what}" in lines
    assert any("unheard of" in line for line in lines)


def test_what_is_no_frame() -> None:
    """Nothing but a frame is one, a rulebook is a rulebook, and rows without an order have to have an id."""
    with pytest.raises(runstrength.FrameError, match="no data frame"):
        recommend_frame([{"discipline": "trail"}])
    with pytest.raises(TypeError, match="load_rulebook"):
        recommend_frame(pl.DataFrame(), rulebook="article")  # type: ignore[arg-type]
    with pytest.raises(runstrength.FrameError, match="as id"):
        recommend_frame(duckdb.sql("select 'trail' as discipline"))
    with pytest.raises(runstrength.FrameError, match="struct"):
        recommend_frame(duckdb.sql("select 1 as who, 'trail' as discipline, map {'knee': 3} as pain"), id="who")


@pytest.mark.parametrize("library", ["pyarrow", "duckdb"])
@examples(6)
@given(data=st.data(), structure=rulebooks())
def test_any_rulebook_and_any_runners(library: str, data: st.DataObject, structure: dict[str, Any]) -> None:
    """Whatever the rulebook says, and whichever facts have a column."""
    book = runstrength.build_rulebook(structure, profile=Small)
    those = data.draw(st.lists(profiles(Small, book.exercises, thresholds(book)), min_size=1, max_size=5))
    checked(book, those, flat(book, those), *LIBRARIES[library])
    table = whole(book, those)
    given_ = data.draw(st.sets(st.sampled_from(table.column_names)))
    less = [{name: value for name, value in one.items() if name in given_} for one in those]
    checked(book, less, table.select(sorted(given_)), *LIBRARIES[library])


def test_a_rulebook_without_exercises() -> None:
    """Its programme has a focus and no sessions, as its result has."""
    rule = {"rule": "old", "when": "age >= 60", "then": {"derive": ["senior"]}, "because": "b.", "source": "s"}
    source = {"source": "s", "kind": "practice", "text": "A text."}
    book = runstrength.build_rulebook(
        {"language": 1, "name": "x", "version": "1", "sources": [source], "rules": [rule]}
    )
    those: list[dict[str, Any]] = [{"discipline": "marathon", "age": 70}, {"discipline": "trail"}]
    checked(book, those, pa.Table.from_pylist(those), *LIBRARIES["pyarrow"])
    book = runstrength.build_rulebook(
        {"language": 1, "name": "x", "version": "1", "sources": [source], "rules": [{**rule, "rule": "problems"}]}
    )
    with pytest.raises(runstrength.FrameError, match='the rule "problems" has the name'):
        recommend_frame(pl.DataFrame(those), rulebook=book)


def test_true_among_numbers_is_no_number() -> None:
    """In a column of objects every value is read for itself."""
    those: list[dict[str, Any]] = [
        {"discipline": "marathon", "sleep_hours": 7.5, "soreness": 9.0},
        {"discipline": "trail", "sleep_hours": True, "soreness": False},
    ]
    checked(ARTICLE, those, pd.DataFrame(those, dtype=object), lambda frame: frame, LIBRARIES["pandas"][1])
