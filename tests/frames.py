"""Frames of generated runners for tests, as tables of Arrow's, and what each of their rows has to be given."""

from __future__ import annotations

from operator import itemgetter
from random import Random
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

import runstrength
from runstrength.facts import Choice, Flag, Ids, MapOf, Number, SetOf, Whole, fields_of, kind_of
from runstrength.frame import recommend_frame
from tests.strategies import profile, thresholds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from runstrength.kinds import Kind
    from runstrength.rulebook import Rulebook

__all__ = ["checked", "fired_or_problems", "flat", "lines", "rows_of", "runners", "spoilt", "whole"]

Runner = dict[str, Any]


def runners(book: Rulebook, count: int, seed: int = 1) -> list[Runner]:
    """Give runners as mappings, in whom much is unknown and numbers lie where the rulebook draws a line."""
    rng, near = Random(seed), thresholds(book)  # noqa: S311 - runners, no secrets
    return [profile(rng.choice, book.vocabulary, book.exercises, near) for _ in range(count)]


def spoilt(book: Rulebook, those: Iterable[Runner], seed: int = 1) -> list[Runner]:
    """Spoil some: numbers that are none or out of range, words that nobody knows, nothing where something is needed."""
    rng = Random(seed)  # noqa: S311 - likewise
    found = []
    for runner in those:
        one = dict(runner)
        if rng.random() < 0.4:
            name = rng.choice(list(fields_of(book.vocabulary)))
            one[name] = _wrong(rng, kind_of(fields_of(book.vocabulary)[name]), one.get(name))
        found.append(one)
    return found


def _wrong(rng: Random, kind: Kind, value: Any) -> Any:  # noqa: ANN401 - a value of any kind
    match kind:
        case Choice():
            return rng.choice([None, "sprnt", "", kind.values[0].upper()])
        case Flag():
            return None
        case Whole() | Number():
            return rng.choice([None, kind.high + 1.0, kind.low - 1.0, kind.low + 0.5, float("nan"), float("inf")])
        case SetOf() | Ids():
            return rng.choice([None, ["sprnt"], [*(value or ()), "speeed"], ["", None], ["it_band", None]])
        case MapOf():
            key = rng.choice(kind.keys)
            return {**(value or {}), key: _wrong(rng, kind.item, None)}


def _number(value: Any) -> Any:  # noqa: ANN401 - None, or a number
    return None if value is None else float(value)


def whole(book: Rulebook, those: Sequence[Runner]) -> pa.Table:
    """Give a table in which every fact has one column: sets are lists, a map is a struct."""
    columns = {}
    for name, attribute in fields_of(book.vocabulary).items():
        values = [one.get(name) for one in those]
        match kind_of(attribute):
            case Choice():
                columns[name] = pa.array(values, pa.string())
            case Flag():
                columns[name] = pa.array(values, pa.bool_())
            case Whole() | Number():
                columns[name] = pa.array(map(_number, values), pa.float64())
            case SetOf() | Ids():
                columns[name] = pa.array(values, pa.list_(pa.string()))
            case MapOf(keys):
                columns[name] = pa.array(
                    [None if value is None else {key: _number(value.get(key)) for key in keys} for value in values],
                    pa.struct([(key, pa.float64()) for key in keys]),
                )
    return pa.table(columns)


def flat(book: Rulebook, those: Sequence[Runner]) -> pa.Table:
    """Give a table in which sets are spread over columns of truth and maps over columns of small numbers."""
    columns: dict[str, Any] = {}
    for name, attribute in fields_of(book.vocabulary).items():
        values = [one.get(name) for one in those]
        match kind_of(attribute):
            case Choice() as kind:
                every = sorted({*kind.values, *(value for value in values if value is not None)})
                positions = pa.array([None if value is None else every.index(value) for value in values], pa.int8())
                columns[name] = pa.DictionaryArray.from_arrays(positions, pa.array(every))
            case Flag():
                columns[name] = pa.array(values, pa.bool_())
            case Whole():
                columns[name] = pa.array(values, pa.int16())
            case Number():
                columns[name] = pa.array(map(_number, values), pa.float64())
            case SetOf() | Ids() as kind:
                for word in kind.values if isinstance(kind, SetOf) else sorted(book.exercises):
                    truth = [None if value is None else word in value for value in values]
                    columns[f"{name}.{word}"] = pa.array(truth, pa.bool_())
            case MapOf(keys, item):
                for key in keys:
                    entries = [_number((value or {}).get(key)) for value in values]
                    entry = pa.array(entries, pa.float64())
                    columns[f"{name}.{key}"] = entry.cast(pa.int8()) if isinstance(item, Whole) else entry
    return pa.table(columns)


def fired_or_problems(book: Rulebook, runner: Mapping[str, Any]) -> frozenset[str] | str:
    """Give the rules that fire for a runner, or all that is wrong with him."""
    try:
        return runstrength.infer(runner, rulebook=book)
    except runstrength.ProfileError as error:
        return "\n".join(map(str, error.problems))


def lines(book: Rulebook, runner: Mapping[str, Any], *, next_session: bool = False) -> list[dict[str, Any]]:
    """Give the lines of a programme, read off what `recommend` gives; what is null is left out."""
    try:
        found = runstrength.recommend(runner, rulebook=book).to_dict()
    except runstrength.ProfileError as error:
        return [{"part": "problem", "problems": "\n".join(map(str, error.problems))}]
    because = {part: _names(reasons) for part, reasons in found["because"].items()}
    weekly = {part: _span("sessions", found[f"{part}_per_week"]) for part in ("sessions", "plyometric_sessions")}
    every = [
        {"part": "focus", "name": found["focus"], "because": because["focus"]},
        *({"part": part, **span, "because": because[f"{part}_per_week"]} for part, span in weekly.items()),
    ]
    if found["referral"]:
        referral = found["referral"]
        every.append({"part": "referral", "name": referral["urgency"], "because": _names(referral["because"])})
    for position, x in enumerate(found["exercises"], start=1):
        turn = found["next_session"].index(x["exercise"]) + 1 if x["exercise"] in found["next_session"] else None
        every.append(
            {
                "part": "exercise",
                "position": position,
                "name": x["exercise"],
                "in_next_session": turn,
                "role": x["role"],
                "sets": x["sets"],
                **_span("reps", x["reps"]),
                **_span("seconds", x.get("seconds")),
                **_span("rest_seconds", x["rest_seconds"]),
                "load": x["load"],
                "per_side": x["per_side"],
                **weekly["plyometric_sessions" if x["role"] == "plyometric" else "sessions"],
                "because": _names(x["because"]),
                "dose_because": _names(x["dose_because"]),
            }
        )
    for part, name in (("avoid", "exercise"), ("advice", "advice")):
        for position, x in enumerate(found[part], start=1):
            every.append({"part": part, "position": position, "name": x[name], "because": _names(x["because"])})
    left_out = set() if next_session else {"in_next_session"}
    return [{name: of for name, of in line.items() if of is not None and name not in left_out} for line in every]


def rows_of(table: pa.Table) -> list[Runner]:
    """Give the rows of a table, without what is null."""
    return [{name: value for name, value in row.items() if value is not None} for row in table.to_pylist()]


def checked(
    book: Rulebook,
    those: Sequence[Mapping[str, Any]],
    frame: Any,  # noqa: ANN401 - a table of Arrow's, or a frame of pandas
    into: Callable[[Any], Any],
    out_of: Callable[[Any], pa.Table],
) -> None:
    """Hold the answer for a frame to what `recommend` gives to each of its runners, in any order of rows."""
    if isinstance(frame, pa.Table):
        frame = frame.append_column("who", pa.array(range(len(those)), pa.int64()))
    else:
        frame = frame.assign(who=range(len(those)))
    found = recommend_frame(into(frame), rulebook=book, id="who", next_session=True)
    ways = {True: found, False: recommend_frame(into(frame), rulebook=book, id="who")}  # by outcomes, and by pieces
    if isinstance(into(frame), duckdb.DuckDBPyRelation):
        del ways[False]  # it goes by outcomes either way, and takes seconds to plan
    expected = [fired_or_problems(book, one) for one in those]
    fired = sorted(rows_of(out_of(found.fired)), key=itemgetter("who"))
    assert list(range(len(those))) == [row.pop("who") for row in fired]
    assert expected == [
        row.get("problems") or frozenset(name for name, value in row.items() if value is True) for row in fired
    ]
    place = ("focus", "sessions", "plyometric_sessions", "referral", "exercise", "avoid", "advice", "problem").index
    for whole, of in ways.items():
        programme = rows_of(out_of(of.programme))
        programme.sort(key=lambda row: (row["who"], place(row["part"]), row.get("position", 0)))
        told = [(who, line) for who, one in enumerate(those) for line in lines(book, one, next_session=whole)]
        assert [{"who": who, **line} for who, line in told] == programme
    wrong = [{"who": who, "problems": text} for who, text in enumerate(expected) if isinstance(text, str)]
    assert wrong == sorted(rows_of(out_of(found.problems)), key=itemgetter("who"))


def _names(reasons: Iterable[Mapping[str, Any]]) -> str:
    return " ".join(reason["rule"] for reason in reasons)


def _span(name: str, span: Sequence[int] | None) -> dict[str, int]:
    return {} if span is None else {f"{name}_low": span[0], f"{name}_high": span[1]}
