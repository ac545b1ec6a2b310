"""Answers as people type them: read as they are meant, and never as something milder."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import runstrength
from runstrength.asking.answers import AnswerError, hint, read_answer
from runstrength.facts import Facts, Number, Whole, fields_of, kind_of
from runstrength.language import speaking
from tests.strategies import examples

KINDS = {name: kind_of(attribute) for name, attribute in fields_of(runstrength.Profile).items()}
NAMES = {name: exercise.name for name, exercise in runstrength.shipped_rulebook().exercises.items()}
SITES = ("knee", "shin", "foot")
NOWHERE = dict.fromkeys(SITES, 0)


@pytest.mark.parametrize(
    ("field", "typed", "meant"),
    [
        ("discipline", "marathon", "marathon"),
        ("discipline", " Long  Distance ", "long_distance"),
        ("discipline", "half marathon", "long_distance"),
        ("discipline", "5", "marathon"),
        ("discipline", "mara", "marathon"),
        ("strength_experience", "no", "none"),
        ("imbalance", "Yes", True),
        ("imbalance", "n", False),
        ("signs", "none", []),
        ("signs", "swelling, night pain; FEVER", ["swelling", "night_pain", "fever"]),
        ("signs", "1, 4", ["swelling", "night_pain"]),
        ("equipment", "nothing", []),
        ("excluded", "Back squat, depth-jump", ["back-squat", "depth-jump"]),
        ("excluded", "none", []),
        ("age", "38", 38),
        ("age", "38 years old", 38),
        ("weekly_distance_km", "42,5 km", 42.5),
        ("sleep_hours", "7.5 h", 7.5),
        ("session_minutes", "40 min.", 40),
        ("days_to_race", "14 days", 14),
        ("soreness", "3/10", 3),
        ("soreness", "3 of 10", 3),
        ("pain", "none", NOWHERE),
        ("pain", "knee 4", {**NOWHERE, "knee": 4}),
        ("pain", "KNEE: 4/10, foot=2", {**NOWHERE, "knee": 4, "foot": 2}),
        ("pain", "knee 4 of 10", {**NOWHERE, "knee": 4}),
    ],
)
def test_what_is_typed_is_what_is_meant(field: str, typed: str, meant: Any) -> None:  # noqa: ANN401 - any value
    """Words, beginnings, numbers of options, nicknames, units and the decimal comma are understood."""
    assert meant == read_answer(KINDS[field], typed, SITES if field == "pain" else (), NAMES)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("days_to_race", "2 weeks", '"2 weeks" is not a number of days'),
        ("weekly_distance_km", "10 miles", '"10 miles" is not a number of kilometres'),
        ("session_minutes", "1 hour", '"1 hour" is not a number of minutes'),
        ("hours_since_hard_legs", "2 days", '"2 days" is not a number of hours'),
        ("soreness", "8 or so", '"8 or so" is more than a number'),
        ("soreness", "7-8", '"7-8" is not a number'),
        ("soreness", "", '"" is not a number'),
        ("age", "forty", '"forty" is not a number'),
        ("pain", "knee", '"knee" names no number; write it as knee 3'),
        ("pain", "knee yes", '"yes" is not a number'),
        ("pain", "knee 2-3", '"2-3" is not a number'),
        ("pain", "knee 3, shin", '"shin" names no number'),
        ("pain", "3 4", '"3" is not among the answers'),
        ("pain", "-", '"-" names no number'),
        ("pain", "kneee 4", '"kneee" is not among the answers; did you mean knee?'),
        ("pain", "left knee 4", '"left knee" is not among the answers'),
        ("signs", "-", '"-" is not among the answers'),
        ("signs", "no, but fever", '"no" is not among the answers'),
        ("signs", "20", '"20" is not among the answers'),
        ("discipline", "m", '"m" is not among the answers'),
        ("imbalance", "a bit", '"a bit" is neither yes nor no'),
        ("excluded", "3", '"3" is not among the answers'),
        ("excluded", "squats", '"squats" is not among the answers'),
    ],
)
def test_what_is_not_understood_is_asked_again(field: str, typed: str, said: str) -> None:
    """Another unit, a range, a site without a number: none of it is taken for something else."""
    with pytest.raises(AnswerError) as raised:
        read_answer(KINDS[field], typed, SITES if field == "pain" else (), NAMES)
    assert said in str(raised.value)


@given(st.text(max_size=40), st.sampled_from(sorted(KINDS)))
@examples(200)
def test_any_text_is_an_answer_or_an_error(typed: str, field: str) -> None:
    """Whatever is typed, nothing but an AnswerError comes out, in one printable line."""
    said = ""
    try:
        read_answer(KINDS[field], typed, (), NAMES)
    except AnswerError as error:
        said = str(error)
    assert said.isprintable()


def test_answers_in_german() -> None:
    """Who is asked in German may answer in German, or in the words of the vocabulary."""
    with speaking("de"):
        assert ["swelling", "fever"] == read_answer(KINDS["signs"], "Schwellung, fever")
        assert {**NOWHERE, "knee": 3} == read_answer(KINDS["pain"], "Knie 3 von 10", SITES)
        assert read_answer(KINDS["imbalance"], "nein") is False
        assert ["eine Zahl von 10 bis 100 (Jahre)"] == hint(KINDS["age"])


def test_every_kind_says_how_it_is_answered() -> None:
    """There is a hint for each field, and for numbers it names the range."""
    for kind in KINDS.values():
        assert all(line.isprintable() for line in hint(kind))
        if isinstance(kind, (Whole, Number)):
            assert f"{kind.low} to {kind.high}" in hint(kind)[0]
    assert issubclass(runstrength.Profile, Facts)
