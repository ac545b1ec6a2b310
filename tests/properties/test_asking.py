"""What holds of every question, whoever asks it: of what if, closest, questions, why not, compare and replay."""

from __future__ import annotations

import json
import pickle
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import runstrength
from runstrength.facts import MapOf, fields_of, kind_of
from runstrength.replay import read_result, replay
from runstrength.rulebook.rule import FOCUSES, LOADS
from tests.strategies import Small, examples, profile, profiles, rulebooks, thresholds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runstrength import Facts, Recommendations, Rulebook
    from runstrength.asking.closest import Closest

SHIPPED = runstrength.shipped_rulebook()
NEAR = thresholds(SHIPPED)
IDS = sorted(SHIPPED.exercises)
CLUB: dict[str, Any] = {
    "language": 1,
    "name": "club",
    "version": "1",
    "extends": "article",
    "sources": [{"source": "club", "kind": "practice", "text": "The rules of the house."}],
    "rules": [
        {
            "rule": "two-days-at-most",
            "when": "always",
            "then": {"limit": {"sessions_per_week": 2}},
            "because": "The hall is open twice a week.",
            "source": "club",
        }
    ],
}
RECORDS = 150
AT = "2026-11-24T09:30:00+00:00"

runners = profiles(ids=IDS, near=NEAR)


def recommended(result: Recommendations) -> dict[str, Any]:
    """Give what a result recommends, without the reasons."""
    return {
        "focus": result.focus,
        "sessions_per_week": result.sessions_per_week,
        "plyometric_sessions_per_week": result.plyometric_sessions_per_week,
        "referral": result.referral and result.referral.urgency,
        "next_session": result.next_session,
        "exercises": {x.exercise: x.dose for x in result.exercises},
        "avoid": {x.exercise for x in result.avoid},
        "advice": {x.advice for x in result.advice},
    }


# --- what if, compare -----------------------------------------------------------------------------------------------


@given(runners, runners, st.sets(st.sampled_from(sorted(fields_of(runstrength.Profile)))))
@examples(60)
def test_what_if_is_recommending_afresh(before: dict[str, Any], other: dict[str, Any], names: set[str]) -> None:
    """Other facts give what a runner with those facts is recommended, a fact that becomes unknown among them."""
    changes = {name: other.get(name) for name in names if name != "discipline" or name in other}
    result = runstrength.recommend(before)
    afresh = runstrength.recommend({**before, **changes})
    difference = result.what_if(**changes)
    assert difference.after == afresh
    assert difference.after.to_dict() == afresh.to_dict()
    assert difference.before == result


@given(
    runners, st.sampled_from(sorted(fields_of(runstrength.Profile)["pain"].metadata["kind"].keys)), st.integers(0, 10)
)
@examples(30)
def test_what_if_changes_one_entry_of_a_map(before: dict[str, Any], site: str, pain: int) -> None:
    """A path changes one entry and leaves the others as they are."""
    afresh = runstrength.recommend({**before, "pain": {**(before.get("pain") or {}), site: pain}})
    assert runstrength.recommend(before).what_if(**{f"pain.{site}": pain}).after == afresh


@given(runners, runners)
@examples(60)
def test_a_difference_names_all_that_differs_and_nothing_else(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Every change of what is recommended is listed, none is listed that is none, and the reverse is the reverse."""
    before, after = runstrength.recommend(one), runstrength.recommend({**one, **other})
    holds_together(before, after)


@given(runners)
@examples(25)
def test_one_runner_under_two_rulebooks(runner: dict[str, Any]) -> None:
    """Two rulebooks are compared by what they recommend, and named."""
    before, after = runstrength.recommend(runner), runstrength.recommend(runner, rulebook=in_the_club())
    holds_together(before, after)
    assert ["article", "club"] == [book["name"] for book in before.compare(after).to_dict()["rulebooks"]]
    assert before.compare(after).facts == {}


@cache
def in_the_club() -> Rulebook:
    """Give the rulebook of a club."""
    return runstrength.build_rulebook(CLUB)


def holds_together(before: Recommendations, after: Recommendations) -> None:
    """Hold the difference of two results to what is recommended by each."""
    had, has = recommended(before), recommended(after)
    difference = before.compare(after)
    found: dict[str, set[str]] = {}
    for change in difference.changes:
        assert change.about not in found.setdefault(change.kind, set())
        found[change.kind].add(change.about)
        assert change.before != change.after or change.kind.startswith("avoid")
    assert bool(difference) == (had != has)
    for part in ("focus", "sessions_per_week", "plyometric_sessions_per_week", "referral", "next_session"):
        assert (part in found) == (had[part] != has[part])
    assert found.get("exercise_added", set()) == has["exercises"].keys() - had["exercises"].keys()
    assert found.get("exercise_removed", set()) == had["exercises"].keys() - has["exercises"].keys()
    both = had["exercises"].keys() & has["exercises"].keys()
    assert found.get("dose", set()) == {name for name in both if had["exercises"][name] != has["exercises"][name]}
    assert found.get("avoid_added", set()) == has["avoid"] - had["avoid"] - had["exercises"].keys()
    assert found.get("avoid_removed", set()) == had["avoid"] - has["avoid"] - has["exercises"].keys()
    assert found.get("advice_added", set()) == has["advice"] - had["advice"]
    assert found.get("advice_removed", set()) == had["advice"] - has["advice"]
    back = after.compare(before)
    assert {path: (b, a) for path, (a, b) in difference.facts.items()} == dict(back.facts)
    assert len(back.changes) == len(difference.changes)
    assert all(len(line) <= 80 for line in str(difference).splitlines())


# --- closest --------------------------------------------------------------------------------------------------------


@given(runners, st.sampled_from(IDS))
@examples(60)
def test_what_closest_names_brings_it_about_and_is_needed(runner: dict[str, Any], asked: str) -> None:
    """With all steps the exercise is recommended, and with any one of them left out it is not."""
    result = runstrength.recommend(runner)
    closest = result.closest(asked)
    is_there = asked in {x.exercise for x in result.exercises}
    assert (closest.status == "recommended") == is_there
    assert (closest.status in {"none", "not_found"}) == (closest.why_not is not None and not closest.steps)
    brings_it_about(closest, result, SHIPPED)
    assert str(closest)


@given(rulebooks(), profiles(Small, ids=["ex-0", "ex-1"]))
@examples(40)
def test_closest_in_any_rulebook(structure: dict[str, Any], runner: dict[str, Any]) -> None:
    """The same holds in rulebooks that nobody would write."""
    book = runstrength.build_rulebook(structure, profile=Small)
    known = {**runner, "excluded": [name for name in runner.get("excluded") or () if name in book.exercises]}
    result = runstrength.recommend(known, rulebook=book)
    for asked in book.exercises:
        brings_it_about(result.closest(asked), result, book)


def brings_it_about(closest: Closest, result: Recommendations, book: Rulebook) -> None:
    """Hold an answer to its promise, and to what may be proposed at all."""
    if closest.profile is None:
        return
    before, after = result.profile, closest.profile
    assert given_to(after, closest.asked, book)
    declared = fields_of(type(before))
    for step in closest.steps:
        others = [one for one in closest.steps if one.path == step.path]
        assert not given_to(
            without(before, after, step.path, step.element if len(others) > 1 else None), closest.asked, book
        )
        field, _, key = step.path.partition(".")
        course = declared[field].metadata["course"]
        was = getattr(before, field)
        was = was.get(key) if key and was is not None else was
        if course == "fixed":
            assert was is None
        if course in {"eases", "grows", "passes", "observed", "fixed"}:
            assert not step.text.startswith(("with ", "without "))
        if course == "eases" and isinstance(was, int):
            assert step.value < was
        if course == "eases" and step.element is not None:
            assert step.value is False


def without(before: Facts, after: Facts, path: str, element: str | None) -> Facts:
    """Give the later facts with one step taken back."""
    field, _, key = path.partition(".")
    given = {name: getattr(after, name) for name in fields_of(type(after)) if getattr(after, name) is not None}
    if element is not None:
        given[field] = set(given[field]) ^ {element}
    elif key:
        entries = dict(given[field])
        was = (getattr(before, field) or {}).get(key)
        given[field] = {**entries, key: was} if was is not None else {k: v for k, v in entries.items() if k != key}
    else:
        given[field] = getattr(before, field)
    return type(after).from_dict(given)


def given_to(facts: Facts, asked: str, book: Rulebook) -> bool:
    """Say whether a runner is recommended an exercise."""
    return asked in {x.exercise for x in runstrength.recommend(facts, rulebook=book).exercises}


# --- questions ------------------------------------------------------------------------------------------------------


@given(runners, runners)
@examples(40)
def test_what_is_not_asked_changes_nothing(runner: dict[str, Any], answers: dict[str, Any]) -> None:
    """However the unknown facts that are not asked for are answered, together, the result stays: rules and all."""
    result = runstrength.recommend(runner)
    changes_nothing(result, answers, SHIPPED)


@given(rulebooks(), profiles(Small, ids=["ex-0", "ex-1"]), profiles(Small, ids=["ex-0", "ex-1"]))
@examples(60)
def test_what_is_not_asked_changes_nothing_in_any_rulebook(
    structure: dict[str, Any], runner: dict[str, Any], answers: dict[str, Any]
) -> None:
    """The same holds in rulebooks that nobody would write."""
    book = runstrength.build_rulebook(structure, profile=Small)
    known, more = (
        {**some, "excluded": [name for name in some.get("excluded") or () if name in book.exercises]}
        if some.get("excluded") is not None
        else some
        for some in (runner, answers)
    )
    changes_nothing(runstrength.recommend(known, rulebook=book), more, book)


def changes_nothing(result: Recommendations, answers: Mapping[str, Any], book: Rulebook) -> None:
    """Answer all that was not asked for, and compare."""
    asked = {path for question in result.questions() for path in question.paths}
    facts = {name: value for name in fields_of(book.vocabulary) if (value := getattr(result.profile, name)) is not None}
    for name, value in answers.items():
        if value is None or name in asked:
            continue
        if isinstance(kind_of(fields_of(book.vocabulary)[name]), MapOf):
            known = dict(facts.get(name) or {})
            more = {k: v for k, v in value.items() if k not in known and f"{name}.{k}" not in asked and v is not None}
            facts[name] = {**known, **more}
        elif name not in facts:
            facts[name] = value
    after = runstrength.recommend(book.vocabulary.from_dict(facts, ids=frozenset(book.exercises)), rulebook=book)
    assert result.outcome == after.outcome


@given(runners)
@examples(40)
def test_screening_comes_first(runner: dict[str, Any]) -> None:
    """Signs, conditions, complaints and pain are asked before all else, and each question could change something."""
    result = runstrength.recommend(runner)
    questions = result.questions()
    screening = [question.screening for question in questions]
    assert screening == sorted(screening, reverse=True)
    for question in questions:
        assert str(question)
        unknown = [path for path in question.paths if "." in path or getattr(result.profile, path) is None]
        assert unknown == list(question.paths)
        # The minutes are read by no rule: the next session is cut to them, and together with other answers that counts.
        assert question.weight > 0 or question.rules or question.field == "session_minutes"
    urgent = result.referral is not None and result.referral.urgency == "emergency"
    unscreened = {path.partition(".")[0] for path in result.not_screened} - {"complaints"}
    assert urgent or unscreened <= {question.field for question in questions if question.screening}


def test_what_cuts_the_next_session_weighs_something() -> None:
    """Where nothing but the next session turns on an answer, that is what it could change."""
    found = {one.field: one for one in runstrength.recommend({"discipline": "general", "days_to_race": 0}).questions()}
    assert (1, ()) == (found["session_minutes"].weight, found["session_minutes"].rules)


# --- why not, why ---------------------------------------------------------------------------------------------------


@given(runners)
@examples(25)
def test_why_not_agrees_with_the_result(runner: dict[str, Any]) -> None:
    """For every exercise, load and focus the status is what the result shows, and something stands behind it."""
    result = runstrength.recommend(runner)
    there = {x.exercise: x for x in result.exercises}
    vetoed = {x.exercise for x in result.avoid}
    for asked in SHIPPED.exercises:
        answer = result.why_not(asked)
        assert (asked in there) == (answer.status in {"recommended", "not_in_next_session"})
        assert (answer.status == "recommended") == (asked in result.next_session)
        assert (asked in vetoed) == bool(answer.grounds)
        if asked in (runner.get("excluded") or ()):
            assert "excluded" in {ground.kind for ground in answer.grounds}
        if answer.status == "not_prescribed":
            assert answer.missing
            for rule in answer.missing:
                assert rule.rule not in result.fired
                assert rule.false or rule.unknown
            distances = [rule.distance for rule in answer.missing]
            assert distances == sorted(distances)
        for load in LOADS:
            lighter = result.why_not(asked, load)
            if asked in there and load in SHIPPED.exercises[asked].schemes:
                assert (lighter.status == "recommended") == (there[asked].load == load)
        assert all(len(line) <= 80 for line in str(answer).splitlines())
    for focus in FOCUSES:
        assert (result.why_not(focus).status == "recommended") == (result.focus == focus)
    for load in LOADS:
        assert (result.why_not(load).status == "recommended") == any(x.load == load for x in result.exercises)


@given(runners)
@examples(25)
def test_why_takes_a_dose_apart_as_it_is(runner: dict[str, Any]) -> None:
    """The parts of a dose rest on the rules of the result, each of which fired; an absent finding is absent."""
    result = runstrength.recommend(runner)
    for exercise in result.exercises:
        why = result.why(exercise.exercise)
        assert {reason.rule for reason in why.dose_because} == {reason.rule for reason in exercise.dose_because}
        for reason in (*why.because, *why.dose_because):
            assert reason.rule in result.fired
            for absent in reason.absent:
                assert absent.finding not in result.reasons.findings


@given(runners, st.sampled_from(IDS))
@examples(40)
def test_what_stands_in_can_be_done(runner: dict[str, Any], asked: str) -> None:
    """Nothing is offered instead that is ruled out, and what is recommended already has the dose that it has."""
    result = runstrength.recommend(runner)
    there = {x.exercise: x.dose for x in result.exercises}
    instead = result.instead_of(asked)
    for one in instead.substitutes:
        assert one.exercise not in {x.exercise for x in result.avoid}
        assert one.recommended == (one.exercise in there)
        assert one.dose == there.get(one.exercise, one.dose)
        assert asked != one.exercise
    if result.referral is not None and result.referral.urgency != "before_training":
        assert instead.substitutes == ()


# --- the record -----------------------------------------------------------------------------------------------------


def is_replayed(number: int) -> bool:
    """Make a record, ask it again from its JSON, and say whether the same bytes came back; every third is masked."""
    runner = profile(Random(number).choice, ids=IDS, near=NEAR)  # noqa: S311 - a runner, no secret
    result = runstrength.recommend(runner)
    known = result.profile.to_dict()
    hidden = [name for name in known if name in {"age", "pain", "history"}] if number % 3 == 0 else []
    record = json.loads(json.dumps(result.record(AT, hidden)))
    again = replay(record, unmasked={name: known[name] for name in hidden})
    return (again.same, again.notes, again.differences) == (True, (), ())


@pytest.mark.parametrize("start", range(0, RECORDS, 50))
def test_records_are_replayed(start: int) -> None:
    """Asked again, a record gives the same bytes; masked, it does with what was masked."""
    assert [number for number in range(start, start + 50) if not is_replayed(number)] == []


@given(runners)
@examples(30)
def test_a_result_comes_back_from_its_json(runner: dict[str, Any]) -> None:
    """What `to_dict` gives is read back as the same result, and so is a pickled one."""
    result = runstrength.recommend(runner)
    assert read_result(json.loads(json.dumps(result.to_dict()))) == result
    again = pickle.loads(pickle.dumps(result))  # noqa: S301 - our own
    assert again == result
    assert again.to_dict() == result.to_dict()


if __name__ == "__main__":
    wrong = [number for number in range(1000) if not is_replayed(number)]
    print(f"1,000 records replayed, {len(wrong)} otherwise: {wrong}")  # noqa: T201 - it prints
