"""What would it take: every step is needed, none is a setting of what nobody chooses, and there is no shorter way."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import runstrength
from runstrength.asking.regions import with_code
from runstrength.engine import native_for
from runstrength.facts import Ids, MapOf, SetOf, fields_of, kind_of
from tests.strategies import Small, examples, profiles, rulebooks, thresholds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runstrength import Facts, Rulebook
    from runstrength.asking.closest import Closest, Step
    from runstrength.engine.program import Input

SHIPPED = runstrength.shipped_rulebook()
IDS = sorted(SHIPPED.exercises)
MOST_TRIED = 1_500  # shorter ways looked at, of one exercise
# How a step begins, by the course of its fact: only what somebody chooses is "with" or "without".
BEGINS = {
    "choice": ("with ", "without ", "once it is known: "),
    "passes": ("once ",),
    "eases": ("once ",),
    "grows": ("once ",),
    "observed": ("if ", "once it is known: "),
}

runners = profiles(ids=IDS, near=thresholds(SHIPPED))


@given(runners, st.sampled_from(IDS))
@examples(60)
def test_no_step_can_be_left_out(runner: dict[str, Any], asked: str) -> None:
    """All steps together bring the exercise about, and no smaller set of them does."""
    holds(runstrength.recommend(runner), asked, SHIPPED)


@pytest.mark.parametrize(
    ("runner", "asked"),
    [
        # A set that becomes known by what is in it is known not to hold the rest: that is no step of its own.
        ({"discipline": "trail"}, "banded-squat"),
        ({"discipline": "trail", "equipment": []}, "banded-squat"),
        ({"discipline": "marathon", "pain": {"hamstring": 6}, "complaints": ["calf"], "signs": ["fever"]}, "box-jump"),
        ({"discipline": "sprint", "age": 13, "plyometric_experience": "none", "days_to_race": 3}, "depth-jump"),
        ({"discipline": "sprint", "age": 76, "plyometric_experience": "advanced"}, "depth-jump"),
        ({"discipline": "ultra", "conditions": ["pregnancy"]}, "back-squat"),
    ],
)
def test_no_step_can_be_left_out_by_these_runners(runner: dict[str, Any], asked: str) -> None:
    """The same of runners who found a fault, or stand at an edge."""
    holds(runstrength.recommend(runner), asked, SHIPPED)


@given(rulebooks(), profiles(Small, ids=["ex-0", "ex-1"]))
@examples(40)
def test_there_is_no_shorter_way(structure: dict[str, Any], runner: dict[str, Any]) -> None:
    """In rulebooks that nobody would write, no fewer changes that may be proposed lead there: all are tried."""
    book = runstrength.build_rulebook(structure, profile=Small)
    known = {**runner, "excluded": [name for name in runner.get("excluded") or () if name in book.exercises]}
    result = runstrength.recommend(known, rulebook=book)
    for asked in sorted(book.exercises)[:3]:
        closest = holds(result, asked, book)
        if closest.status in {"found", "none"}:
            shorter = len(closest.steps) - 1 if closest.steps else 2
            assert [] == [way for way in ways(result.profile, shorter, book) if wanted(way, asked, book)]


def holds(result: runstrength.Recommendations, asked: str, book: Rulebook) -> Closest:
    """Hold an answer to all that it promises; give it."""
    closest = result.closest(asked)
    assert (closest.status == "recommended") == there(result.profile, asked, book)
    assert (closest.status == "found") == bool(closest.steps) == (closest.profile is not None)
    if closest.status != "found":
        assert (closest.status == "recommended") == (closest.why_not is None)
        return closest
    assert closest.profile == taken(result.profile, closest.steps, book)
    assert there(closest.profile, asked, book)
    for count in range(len(closest.steps)):
        for some in combinations(closest.steps, count):
            assert not wanted(taken(result.profile, some, book), asked, book)
    for step in closest.steps:
        may_be_proposed(result.profile, step)
    return closest


def may_be_proposed(before: Facts, step: Step) -> None:
    """Hold a step to the course of its fact: what is fixed stays, what eases gets less, what grows gets more."""
    field, _, key = step.path.partition(".")
    attribute = fields_of(type(before))[field]
    kind, course = kind_of(attribute), attribute.metadata["course"]
    was = getattr(before, field)
    was = was.get(key) if key and was is not None else was
    assert course == step.course != "fixed"
    assert step.text.startswith(BEGINS[course])
    if was is None:
        assert not attribute.metadata["screening"]
        return
    assert not step.text.startswith("once it is known")
    if course == "eases":
        assert step.value is False if step.element is not None else rank(kind, step.value) < rank(kind, was)
    if course == "grows":
        assert rank(kind, step.value) > rank(kind, was)


def rank(kind: Any, value: Any) -> float:  # noqa: ANN401 - of a number itself, of a word its place
    """Give where a value stands among those of its kind."""
    place: float = kind.values.index(value) if isinstance(value, str) else value
    return place


def taken(before: Facts, steps: Iterable[Step], book: Rulebook) -> Facts:
    """Give the facts of a runner for whom these steps have come about."""
    found = {name: value for name in fields_of(type(before)) if (value := getattr(before, name)) is not None}
    for step in steps:
        field, _, key = step.path.partition(".")
        if step.element is not None:
            held = set(found.get(field) or ())
            found[field] = held | {step.element} if step.value else held - {step.element}
        else:
            found[field] = {**(found.get(field) or {}), key: step.value} if key else step.value
    return type(before).from_dict(found, ids=frozenset(book.exercises))


def there(facts: Facts, asked: str, book: Rulebook) -> bool:
    """Say whether a runner is recommended an exercise."""
    outcome = runstrength.recommend(facts, rulebook=book).outcome
    return any(item.exercise.id == asked for item in outcome.items)


def wanted(facts: Facts, asked: str, book: Rulebook) -> bool:
    """Say whether a runner is recommended an exercise because a rule asks for it, and not for want of any other."""
    outcome = runstrength.recommend(facts, rulebook=book).outcome
    rules = [book.rules[name] for item in outcome.items if item.exercise.id == asked for name in item.because]
    return any(asked in choice for rule in rules for choice in rule.prescribe)


# --- every way there is ---------------------------------------------------------------------------------------------


def ways(before: Facts, most: int, book: Rulebook) -> Iterator[Facts]:
    """Give every runner who is at most so many proposals away, as far as there is patience."""
    inputs = [of for of in native_for(book).program.inputs if of.kind is not None]
    changes = [(of, code) for of in inputs for code in range(1, of.size) if allowed(before, of, code)]
    tried = 0
    for count in range(1, most + 1):
        for some in combinations(changes, count):
            if len({id(of) for of, _ in some}) < count:
                continue
            tried += 1
            if tried > MOST_TRIED:
                return
            yield made(before, some, book)


def allowed(before: Facts, of: Input, code: int) -> bool:
    """Say whether a fact may be proposed to become so; the small vocabulary has what is chosen and what is fixed."""
    attribute = fields_of(type(before))[of.field]
    value = getattr(before, of.field)
    return attribute.metadata["course"] == "choice" and (value is None or of.code(value) != code)


def made(before: Facts, changes: Iterable[tuple[Input, int]], book: Rulebook) -> Facts:
    """Give the facts with some of them changed."""
    found = {name: value for name in fields_of(type(before)) if (value := getattr(before, name)) is not None}
    for of, code in changes:
        assert of.key is None or isinstance(of.kind, (SetOf, Ids, MapOf))
        found[of.field] = with_code(of, found.get(of.field), code)
    return type(before).from_dict(found, ids=frozenset(book.exercises))
