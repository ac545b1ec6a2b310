"""`recommend`: what is asked of a result, and that nobody can change it."""

from __future__ import annotations

import json
import pickle
from typing import Any

import attrs
import pytest

import runstrength
from runstrength import EngineError, Profile, RunstrengthError, UnknownNameError, recommend

SORE: dict[str, Any] = {"discipline": "marathon", "pain": {"knee": 4}, "strength_experience": "beginner", "age": 40}
ILL = {"discipline": "marathon", "signs": ["chest_pain"]}


def everything(value: object) -> list[type]:
    """Give the types of all that a result holds."""
    if type(value) is dict:
        return [dict, *(kind for pair in value.items() for part in pair for kind in everything(part))]
    if type(value) is list:
        return [list, *(kind for item in value for kind in everything(item))]
    return [type(value)]


@pytest.mark.parametrize("profile", [SORE, ILL, {"discipline": "sprint"}], ids=["sore", "ill", "sprinter"])
def test_a_result_is_plain_json(profile: dict[str, Any]) -> None:
    """Nothing but plain values, which come back from JSON as they went in."""
    result = recommend(profile).to_dict()
    assert {str, int, float, bool, type(None), list, dict} >= set(everything(result))
    assert result == json.loads(json.dumps(result, allow_nan=False))
    assert "runstrength/1" == result["schema"]


def test_a_mapping_and_a_profile_give_the_same() -> None:
    """It does not matter how the profile was made, nor in which order."""
    expected = recommend(SORE)
    assert expected == recommend(Profile.from_dict(SORE))
    assert expected == recommend(dict(reversed(SORE.items())))
    assert json.dumps(expected.to_dict()) == json.dumps(recommend(Profile(**SORE)).to_dict())
    assert expected != recommend(ILL)


def test_a_result_cannot_be_changed() -> None:
    """What `to_dict` gives is a fresh copy; the rest refuses."""
    result = recommend(SORE)
    copy = result.to_dict()
    copy["exercises"][0]["because"][0]["facts"]["pain.knee"] = 0
    copy["profile"]["pain"]["knee"] = 0
    copy["sessions_per_week"].append(9)
    assert copy != result.to_dict()
    assert result.to_dict() == recommend(SORE).to_dict()
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        result.digest = "none"  # type: ignore[misc] # this is what is tested
    with pytest.raises(TypeError):
        result.because["focus"] = ()  # type: ignore[index] # likewise
    with pytest.raises(TypeError):
        result.exercises[0].because[0].facts["age"] = 3  # type: ignore[index] # likewise


def test_why_of_an_exercise() -> None:
    """The reasons of an exercise and of its dose are those of the result, down to the profile's facts."""
    result = recommend(SORE)
    entry = next(x for x in result.to_dict()["exercises"] if x["exercise"] == "glute-bridge")
    why = result.why("glute-bridge")
    assert entry["because"] == why.to_dict()["because"]
    assert entry["dose_because"] == why.to_dict()["dose_because"]
    assert any("pain.knee" in _facts(reason) for reason in entry["because"])
    text = str(why)
    assert text.startswith("Glute bridge: ")
    assert all(reason["text"].split()[0] in text for reason in entry["because"])
    assert all(len(line) <= 80 for line in text.splitlines())


def _facts(reason: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = dict(reason["facts"])
    for other in reason["from"]:
        found |= _facts(other)
    return found


@pytest.mark.parametrize("asked", ["focus", "sessions_per_week", "plyometric_sessions_per_week"])
def test_why_of_the_whole(asked: str) -> None:
    """The focus and the numbers of sessions have their reasons too."""
    result = recommend(SORE)
    assert result.to_dict()["because"][asked] == result.why(asked).to_dict()["because"]
    assert str(result.why(asked))


def test_why_of_advice_and_of_a_referral() -> None:
    """Whatever is said can be asked about."""
    result = recommend(ILL)
    assert result.referral is not None
    assert "emergency" == result.referral.urgency
    assert result.referral.because == result.why("referral").because
    for advice in result.advice:
        assert advice.because == result.why(advice.advice).because


TAKEN_AWAY = {"referred", "excluded", "no_equipment", "limited_away", "vetoed"}


def test_why_not() -> None:
    """What is taken away, what nobody asks for, what is recommended and what does not fit are different answers."""
    result = recommend(SORE | {"session_minutes": 10})
    recommended = {x.exercise for x in result.exercises}
    for name in runstrength.shipped_rulebook().exercises:
        if name in result.next_session:
            expected = {"recommended"}
        elif name in recommended:
            expected = {"not_in_next_session"}
        elif name in {x.exercise for x in result.avoid}:
            expected = TAKEN_AWAY
        else:
            expected = {"not_prescribed", "superseded"}
        assert result.why_not(name).status in expected


@pytest.mark.parametrize(
    ("profile", "asked", "status"),
    [
        ({"equipment": []}, "back-squat", "no_equipment"),
        ({"excluded": ["plank"]}, "plank", "excluded"),
        ({"signs": ["chest_pain"]}, "plank", "referred"),
        ({"signs": ["swelling"]}, "depth-jump", "referred"),
        ({"age": 80}, "depth-jump", "vetoed"),
        ({}, "band-dorsiflexion", "not_prescribed"),
        ({}, "goblet-squat", "superseded"),
        ({"session_minutes": 10}, "bodyweight-squat", "not_in_next_session"),
        ({}, "heavy", "set_lower"),
        ({"discipline": "sprint", "strength_experience": "beginner"}, "heavy", "lowered"),
        ({}, "light", "recommended"),
        ({"signs": ["chest_pain"]}, "light", "referred"),
        ({}, "power", "not_given"),
        ({}, "endurance", "recommended"),
        ({"hours_since_hard_legs": 3}, "endurance", "vetoed"),
        ({}, "taper", "not_given"),
        ({}, "referral", "not_given"),
    ],
)
def test_each_answer_to_why_not(profile: dict[str, Any], asked: str, status: str) -> None:
    """One runner for each answer that there is, about exercises, loads, a focus, advice and a referral."""
    answer = recommend({"discipline": "marathon", "strength_experience": "intermediate"} | profile).why_not(asked)
    assert status == answer.status
    assert str(answer).strip()
    assert status == answer.to_dict()["status"]


def test_why_not_of_a_load_for_one_exercise() -> None:
    """Whoever does an exercise lighter is told who set it; what has no such load says so."""
    result = recommend({"discipline": "marathon", "strength_experience": "beginner"})
    assert {"no_such_load", "lowered", "set_lower", "recommended"} >= {
        result.why_not(x.exercise, "heavy").status for x in result.exercises
    }
    light = next(x for x in result.exercises if x.load == "light")
    assert result.why_not(light.exercise, "light").status == "recommended"
    held = result.why_not(light.exercise, "moderate")
    assert held.by
    assert {reason.rule for reason in held.by} <= {reason.rule for reason in light.dose_because}


def test_why_not_of_what_is_vetoed_names_the_vetoes() -> None:
    """The reasons stand in `by`, and in words below the name."""
    result = recommend(SORE)
    answer = result.why_not("depth-jump")
    expected = next(x["because"] for x in result.to_dict()["avoid"] if x["exercise"] == "depth-jump")
    assert expected == answer.to_dict()["by"]
    assert str(answer).startswith("Depth jump: ")


def test_why_not_of_what_nobody_prescribes_says_what_was_missing() -> None:
    """For each rule that could have prescribed it: what is false, and what is unknown."""
    result = recommend({"discipline": "general"})
    answers = [result.why_not(name) for name in runstrength.shipped_rulebook().exercises]
    missing = [entry for answer in answers if answer.status == "not_prescribed" for entry in answer.missing]
    assert missing
    assert all(entry.false or entry.unknown for entry in missing)
    assert all(entry.rule not in result.fired for entry in missing)


@pytest.mark.parametrize(
    "asked", ["", "glute_brige", "moonwalk", "referrals", 3, None, object(), "x" * 10_000, "\ud800"]
)
def test_an_unknown_name(asked: Any) -> None:  # noqa: ANN401 - this is what is tested
    """A question about nothing is an error that says so, whatever was asked."""
    result = recommend(SORE)
    with pytest.raises(UnknownNameError) as raised:
        result.why_not(asked)
    assert isinstance(raised.value, RunstrengthError)
    assert str(raised.value).isprintable()
    with pytest.raises(UnknownNameError):
        result.why(asked)


def test_the_nearest_name_is_given() -> None:
    """Somebody who misspells a name is told the right one."""
    result = recommend(SORE)
    for ask in (result.why, result.why_not):
        with pytest.raises(UnknownNameError, match=r"did you mean glute-bridge\?"):
            ask("glute-brige")
    with pytest.raises(UnknownNameError, match="why_not"):
        result.why("depth-jump")


@pytest.mark.parametrize("engine", ["", "Native", "rete", 3, None, ["native"]])
def test_an_engine_that_is_not_there(engine: Any) -> None:  # noqa: ANN401 - this is what is tested
    """The message names those that are."""
    with pytest.raises(EngineError, match="there are native and durable"):
        recommend(SORE, engine=engine)


def test_the_nearest_engine_is_given() -> None:
    """Somebody who misspells it is told."""
    with pytest.raises(EngineError, match=r"did you mean durable\?"):
        recommend(SORE, engine="durabel")


def test_a_profile_stays_what_it_was() -> None:
    """Nothing that is given is changed."""
    given = pickle.dumps(SORE)
    recommend(SORE)
    assert given == pickle.dumps(SORE)


def test_answers_can_be_pickled() -> None:
    """Whatever a result is asked, the answer can be sent to another process, and is the same there."""
    result = recommend(SORE)
    answers = [
        result.why("glute-bridge"),
        result.why_not("depth-jump"),
        result.instead_of("back-squat"),
        result.what_if(age=15),
        result.closest("box-jump"),
        result.questions(),
    ]
    for answer in answers:
        again = pickle.loads(pickle.dumps(answer))  # noqa: S301 - our own
        assert again == answer
        assert str(again) == str(answer)


def test_who_changes_a_reason_changes_it_for_nobody_else() -> None:
    """Reasons are remembered; what a caller does to the lists in one reaches no other result."""
    runner = {"discipline": "marathon", "signs": ["fever"]}
    first = runstrength.recommend(runner)
    assert first.referral is not None
    first.referral.because[0].facts["signs"].append("chest_pain")
    second = runstrength.recommend(runner)
    assert second.referral is not None
    assert ["fever"] == second.referral.because[0].facts["signs"]
    assert "chest" not in str(second.why("referral"))


def test_a_profile_that_was_never_filled_is_read_again() -> None:
    """Whatever way an object came to be, fields that it lacks are unknown, and one that is needed is a problem."""
    made = runstrength.Profile.__new__(runstrength.Profile)
    with pytest.raises(runstrength.ProfileError, match="discipline"):
        runstrength.recommend(made)
    object.__setattr__(made, "discipline", "marathon")
    assert runstrength.recommend(made) == runstrength.recommend({"discipline": "marathon"})


@pytest.mark.parametrize("name", ["/etc/passwd", "../rules/article", "", 5, None, ["article"]])
def test_a_shipped_rulebook_has_a_name_and_no_path(name: Any) -> None:  # noqa: ANN401 - whatever is passed on
    """Nothing is opened that did not come with the library."""
    with pytest.raises(runstrength.UnknownNameError, match="there is no shipped rulebook"):
        runstrength.shipped_rulebook(name)
