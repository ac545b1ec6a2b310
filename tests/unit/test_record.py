"""The decision record: what it holds, what it hides, and what is said of one that is not as it was made."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

import runstrength
from runstrength import RecordError
from runstrength.asking.record import identity_of
from runstrength.cli import main
from runstrength.replay import read_result, replay

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
RUNNER: dict[str, Any] = {"discipline": "marathon", "age": 37, "pain": {"knee": 4}, "strength_days": 1}
RESULT = runstrength.recommend(RUNNER)


def made(*masked: str) -> dict[str, Any]:
    """Give a record as it comes back from a file."""
    read: dict[str, Any] = json.loads(json.dumps(RESULT.record(AT, masked)))
    return read


def numbers_in(found: object) -> set[int]:
    """Give every number that stands anywhere."""
    if isinstance(found, dict):
        return {number for value in found.values() for number in numbers_in(value)}
    if isinstance(found, list):
        return {number for value in found for number in numbers_in(value)}
    return {found} if type(found) is int else set()


def test_a_record_says_all_that_an_auditor_needs() -> None:
    """Time, library, rulebook, profile and result stand in it, and its id is that of what it says."""
    record = made()
    assert record["time"] == "2026-11-24T09:30:00+00:00"
    assert record["library"] == runstrength.__version__
    assert record["rulebook"] == RESULT.to_dict()["rulebook"]
    assert record["profile"] == RUNNER
    assert record["result"] == RESULT.to_dict()
    assert record["id"] == identity_of(record)
    assert record["id"] != RESULT.record("2026-11-24T09:31:00+00:00")["id"]
    assert record == RESULT.in_language("de").record(AT)


def test_what_is_masked_stands_nowhere() -> None:
    """The value of a masked field is gone from the profile and from the facts of every reason."""
    record = made("age")
    assert record["profile"]["age"] is None
    assert 37 in numbers_in(made())
    assert 37 not in numbers_in(record)
    hidden = made("pain")
    facts = [
        reason["facts"]
        for exercise in hidden["result"]["exercises"]
        for reason in exercise["because"]
        if "pain.knee" in reason["facts"]
    ]
    assert facts
    assert {entry["pain.knee"] for entry in facts} == {None}


@pytest.mark.parametrize(
    ("at", "masked", "said"),
    [
        ("yesterday", (), 'and not "yesterday"'),
        (None, (), "and not null"),
        (datetime(2026, 11, 24), (), "needs its time zone"),  # noqa: DTZ001 - this is what is tested
        (AT, ("agee",), 'there is no field "agee" to mask; did you mean age?'),
    ],
)
def test_a_record_that_cannot_be_made(at: Any, masked: tuple[str, ...], said: str) -> None:  # noqa: ANN401 - anything
    """No time, a time without a zone, and a field that is none are refused in plain words."""
    with pytest.raises(RecordError) as raised:
        RESULT.record(at, masked)
    assert said in str(raised.value)


def test_masked_it_is_asked_again_only_with_what_was_masked() -> None:
    """Without the hidden facts nothing can be asked again, and with other ones something else comes of it."""
    record = made("pain")
    with pytest.raises(RecordError, match="masks pain: without them it cannot be asked again"):
        replay(record)
    assert replay(record, unmasked={"pain": {"knee": 4}}).same
    other = replay(record, unmasked={"pain": {"knee": 9}})
    assert not other.same
    assert any(difference.startswith("exercises") for difference in other.differences)


def test_a_record_that_was_changed_is_noticed() -> None:
    """Whatever is altered afterwards, the id no longer fits, and the place is named."""
    record = made()
    record["result"]["exercises"][0]["sets"] = 9
    again = replay(record)
    assert not again.same
    assert again.notes == ("the record is not as it was made: its id is not that of what it says",)
    assert again.differences == ("exercises[0].sets: 9, and now 3",)
    assert str(again).endswith("the result differs in 1 place\n  exercises[0].sets: 9, and now 3")


def test_other_rules_and_another_library_are_named() -> None:
    """A year later it says what is not as it was then, even where the answer still is."""
    record = made()
    record["library"] = "0.0.1"
    record["rulebook"]["digest"] = record["result"]["rulebook"]["digest"] = "sha256:" + "0" * 64
    record["id"] = identity_of(record)
    again = replay(record)
    assert 'it was made by runstrength "0.0.1"' in again.notes[0]
    assert "it was made with rulebook article" in again.notes[1]
    assert [difference.partition(":")[0] for difference in again.differences] == ["rulebook.digest"]


def broken(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - anything
    """Give a record with parts that are something else; None leaves one out."""
    record = copy.deepcopy(made())
    for name, value in changes.items():
        record.pop(name)
        if value is not None:
            record[name] = value
    return record


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (None, "a record is a mapping, and not null"),
        ([], "a record is a mapping, and not a list of 0"),
        ({}, "id: is missing; record: is missing"),
        (broken(profile=None), "profile: is missing"),
        (broken(masked="age"), "masked: is not a list"),
        (broken(masked=[1]), "masked: is not a list of fields"),
        (broken(record="runstrength-record/9"), '"runstrength-record/9" is not runstrength-record/1'),
        (broken(profile={"discipline": "marathn"}), "cannot be read any more"),
        (broken(result={"x": float("nan")}), "something that JSON cannot"),
        (broken(result={("a",): 1}), "something that JSON cannot"),
        (broken(masked=["pain"] * 10_000), "without them it cannot be asked again"),
    ],
)
def test_what_is_no_record_is_refused(record: object, said: str) -> None:
    """Whatever is given as a record, nothing but a RecordError comes out, and it says what is wrong."""
    with pytest.raises(RecordError) as raised:
        replay(record)
    assert said in str(raised.value)
    assert len(str(raised.value)) < 100_000


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "this is no result"),
        ({"profile": {"discipline": "swimming"}}, "the profile of the result cannot be read"),
        ({**RESULT.to_dict(), "focus": "power"}, "is not what rulebook article"),
    ],
)
def test_what_is_no_result_is_not_read(data: object, said: str) -> None:
    """A result that these rules do not give is no result of theirs."""
    with pytest.raises(RecordError, match=said):
        read_result(data)


def test_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A record that is printed can be replayed (0); altered, it cannot (1); broken, it is an error (2)."""
    runner, file = tmp_path / "runner.json", tmp_path / "record.json"
    runner.write_text(json.dumps(RUNNER), encoding="utf-8")
    assert main(["record", str(runner), "--at", "2026-11-24T09:30:00+00:00", "--mask", "pain"]) == 0
    printed = capsys.readouterr().out
    file.write_text(printed, encoding="utf-8")
    assert main(["replay", str(file)]) == 2
    assert "without them it cannot be asked again" in capsys.readouterr().err
    assert main(["replay", str(file), "--unmask", str(runner)]) == 0
    assert capsys.readouterr().out == "the same result, to the byte\n"
    file.write_text(printed.replace('"sets": 3', '"sets": 4', 1), encoding="utf-8")
    assert main(["replay", str(file), "--unmask", str(runner), "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["same"] is False
    file.write_text(printed[:-20], encoding="utf-8")
    assert main(["replay", str(file)]) == 2
    assert "is not JSON" in capsys.readouterr().err
