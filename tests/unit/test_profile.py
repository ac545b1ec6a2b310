"""The profile of a runner: the vocabulary of the contract, field by field."""

from __future__ import annotations

import pickle

import attrs
import pytest

import runstrength
from runstrength import Profile, ProfileError, fact
from runstrength.facts import Choice, Flag, Ids, MapOf, Number, SetOf, Whole, fields_of, kind_of

FULL = {
    "discipline": "trail",
    "season": "build",
    "days_to_race": 40,
    "days_since_race": 0,
    "strength_experience": "none",
    "plyometric_experience": "advanced",
    "age": 44,
    "sex": "other",
    "weekly_distance_km": 62.5,
    "runs_per_week": 5,
    "strength_days": 2,
    "session_minutes": 45,
    "equipment": ["barbell", "bands"],
    "excluded": ["back-squat", "depth-jump"],
    "goals": [],
    "terrain": ["trail", "hills"],
    "pain": {"knee": 0, "foot": 3},
    "complaints": ["it_band"],
    "pain_trend": "same",
    "signs": [],
    "conditions": ["postpartum"],
    "history": ["ankle_sprain"],
    "weaknesses": ["glutes"],
    "tightness": ["calves"],
    "imbalance": True,
    "soreness": 2,
    "sleep_hours": 7.5,
    "hours_since_hard_legs": 30,
    "hours_since_plyometrics": 8760,
    "hours_to_key_run": 12.25,
}


def paths(given: object) -> list[str]:
    """Give the paths of all that is wrong with a profile."""
    with pytest.raises(ProfileError) as raised:
        Profile.from_dict(given)
    return [problem.path for problem in raised.value.problems]


def test_a_full_profile_comes_back_as_it_was_given() -> None:
    """Every field of the contract is read, and written in the order of the vocabulary."""
    profile = Profile.from_dict(FULL)
    assert FULL == profile.to_dict()
    assert list(FULL) == list(profile.to_dict()) == list(fields_of(Profile))
    assert profile == Profile.from_dict(profile.to_dict()) == Profile.from_dict(dict(reversed(FULL.items())))


def test_only_the_discipline_is_required() -> None:
    """All else may be unknown, whether it is left out or null."""
    assert Profile(discipline="ultra") == Profile.from_dict(dict.fromkeys(FULL) | {"discipline": "ultra"})
    assert ["discipline"] == paths({})
    assert ["discipline"] == paths({"discipline": None})


def test_no_fact_of_the_body_raises_a_dose() -> None:
    """What is there to protect is marked so: no dose may read it."""
    protective = {name for name, of in fields_of(Profile).items() if of.metadata["protective"]}
    assert {"pain", "complaints", "pain_trend", "signs", "conditions", "history", "age", "soreness"} <= protective
    assert {"discipline", "season", "strength_experience", "equipment", "goals"}.isdisjoint(protective)


def test_every_field_asks_a_question() -> None:
    """A coach could ask it as it stands."""
    assert all(of.metadata["question"].endswith("?") for of in fields_of(Profile).values())


@pytest.mark.parametrize("field", list(FULL))
def test_every_field_is_checked(field: str) -> None:
    """A value just inside the range is right; one just outside, of another type or another word is named."""
    kind = kind_of(fields_of(Profile)[field])
    right: list[object]
    wrong: list[object] = [object(), b"knee", float("nan")]
    match kind:
        case Choice():
            right, wrong = list(kind.values), [*wrong, "elbow", 3, list(kind.values), {}]
        case Whole() | Number():
            right = [kind.low, kind.high, float(kind.low)]
            wrong += [kind.low - 1, kind.high + 1, True, "3", float("inf"), 10**5000, [3]]
            wrong += [kind.low + 0.5] if isinstance(kind, Whole) else []
        case Flag():
            right, wrong = [True, False], [*wrong, 1, 0, "true"]
        case SetOf():
            right, wrong = [[], list(kind.values), set(kind.values)], [*wrong, kind.values[0], {kind.values[0]: 1}, 3]
        case Ids():
            right, wrong = [[], ["back-squat"], {"depth-jump"}], [*wrong, "back-squat", 3]
        case MapOf():
            right, wrong = [{}, dict.fromkeys(kind.keys, 10)], [*wrong, ["knee"], "knee", 3]
    for value in right:
        Profile.from_dict({"discipline": "marathon", field: value})
    for value in wrong:
        assert [field] == paths({"discipline": "marathon", field: value})


def test_an_unknown_exercise_is_named_with_the_nearest() -> None:
    """`excluded` takes the exercises of the shipped rulebook, or those that are given."""
    with pytest.raises(ProfileError) as raised:
        Profile.from_dict({"discipline": "marathon", "excluded": ["back-sqat", "depth-jump", "moonwalk"]})
    assert [("excluded[0]", "back-squat"), ("excluded[2]", None)] == [
        (problem.path, problem.nearest) for problem in raised.value.problems
    ]
    ids = frozenset({"moonwalk"})
    assert ids == Profile.from_dict({"discipline": "marathon", "excluded": ["moonwalk"]}, ids=ids).excluded


def test_profiles_are_values() -> None:
    """Equal, hashable, immutable, and made to be sent to another process."""
    profile = Profile.from_dict(FULL)
    assert profile == pickle.loads(pickle.dumps(profile))  # noqa: S301 - our own bytes
    assert 1 == len({profile, Profile.from_dict(FULL)})
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        profile.age = 30  # type: ignore[misc] # this is what is tested
    assert 30 == attrs.evolve(profile, age=30).age
    assert 44 == profile.age


def test_a_profile_with_facts_of_ones_own() -> None:
    """A subclass is read with its facts, and recommended for like any other where the rulebook knows them."""

    @attrs.frozen(kw_only=True)
    class Skier(Profile):
        snow: str | None = fact(Choice(("powder", "ice")), question="What do you ski on?")

    skier = Skier.from_dict({"discipline": "general", "snow": "ice"})
    assert "ice" == skier.snow
    with pytest.raises(ProfileError) as raised:
        runstrength.recommend(skier)
    assert ["snow"] == [problem.path for problem in raised.value.problems]
    assert "general" == runstrength.recommend(attrs.evolve(skier, snow=None)).profile.to_dict()["discipline"]
