"""Reasons are faithful: they name facts that are enough, and facts that are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import assume, given
from hypothesis import strategies as st

import runstrength
from runstrength.facts import MapOf, fields_of, kind_of
from runstrength.profile import Profile
from runstrength.rulebook.conditions import And, Compare, Finding, Maybe, Member, Not, Or
from tests.definition.interpreter import fired
from tests.properties.test_engines_agree import ARTICLE, RUNNERS, read
from tests.strategies import Small, examples, profiles, rulebooks, thresholds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runstrength.facts import Facts
    from runstrength.rulebook.conditions import Condition


def reasons_in(part: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any part of a result
    """Give every reason in a part of a result, those inside other reasons too."""
    if isinstance(part, dict):
        if "rule" in part and "from" in part:
            yield part
        for item in part.values():
            yield from reasons_in(item)
    elif isinstance(part, list):
        for item in part:
            yield from reasons_in(item)


def lists_of_reasons(part: Any) -> Iterator[list[dict[str, Any]]]:  # noqa: ANN401 - any part of a result
    """Give every list of reasons in a part of a result."""
    if isinstance(part, dict):
        for item in part.values():
            yield from lists_of_reasons(item)
    elif isinstance(part, list):
        if part and all(isinstance(item, dict) and "rule" in item and "from" in item for item in part):
            yield part
        for item in part:
            yield from lists_of_reasons(item)


def told_by(reason: dict[str, Any]) -> dict[str, Any]:
    """Give the facts of a reason and of the reasons that it rests on."""
    found = dict(reason["facts"])
    for other in reason["from"]:
        found.update(told_by(other))
    return found


def only(vocabulary: type[Facts], told: Mapping[str, Any]) -> Facts:
    """Make facts of which nothing is known but what is told, not even what a profile has to say."""
    made = vocabulary.__new__(vocabulary)
    for name, attribute in fields_of(vocabulary).items():
        kind = kind_of(attribute)
        value: Any = told.get(name)
        if isinstance(kind, MapOf):
            value = {path.partition(".")[2]: told[path] for path in told if path.startswith(f"{name}.")} or None
        elif isinstance(value, list):
            value = frozenset(value)
        object.__setattr__(made, name, value)
    return made


def rests_on_absence(condition: Condition, *, wanted: bool = True) -> bool:
    """Say whether a condition is true for the want of a finding: what no fact can show."""
    match condition:
        case Finding():
            return not wanted
        case Not(item):
            return rests_on_absence(item, wanted=not wanted)
        case Maybe(item):
            return rests_on_absence(item, wanted=wanted)
        case And(items) | Or(items):
            return any(rests_on_absence(item, wanted=wanted) for item in items)
        case _:
            return False


def is_plain_conjunction(condition: Condition) -> bool:
    """Say whether a condition is a comparison, or several that must all hold."""
    if isinstance(condition, And):
        return bool(condition.items) and all(map(is_plain_conjunction, condition.items))
    return isinstance(condition, (Compare, Member))


def check_sound(book: runstrength.Rulebook, runner: dict[str, Any]) -> None:
    """Hold every reason of a result to the facts that it names."""
    found = runstrength.recommend(runner, rulebook=book).to_dict()
    for reason in {item["rule"]: item for item in reasons_in(found)}.values():
        told = told_by(reason)
        for path, value in told.items():
            field, _, key = path.partition(".")
            assert value == (found["profile"][field][key] if key else found["profile"][field])
        behind = [item["rule"] for item in reasons_in(reason)]
        if not any(rests_on_absence(book.rules[name].when) for name in behind):
            assert reason["rule"] in fired(book, only(book.vocabulary, told)), (reason, told)
        if is_plain_conjunction(book.rules[reason["rule"]].when):
            for path in reason["facts"]:
                rest = {other: value for other, value in told.items() if other != path}
                assert reason["rule"] not in fired(book, only(book.vocabulary, rest)), path


@examples(25)
@given(runner=RUNNERS)
def test_the_facts_of_a_reason_are_enough_and_needed(runner: dict[str, Any]) -> None:
    """Nothing but the facts of a reason makes its rule fire, and of a plain conjunction none can be spared."""
    check_sound(ARTICLE, runner)


@examples(40)
@given(data=st.data(), structure=rulebooks())
def test_the_facts_of_a_reason_are_enough_and_needed_in_any_rulebook(
    data: st.DataObject, structure: dict[str, Any]
) -> None:
    """So it is whatever the conditions are."""
    book = read(structure)
    check_sound(book, data.draw(profiles(Small, book.exercises, thresholds(book))))


@examples(50)
@given(runner=RUNNERS)
def test_every_reason_cites_what_the_result_quotes(runner: dict[str, Any]) -> None:
    """Each reason has a source, each source is quoted, none is quoted for nothing, and no list names a rule twice."""
    found = runstrength.recommend(runner).to_dict()
    cited = [set(reason["sources"]) for reason in reasons_in(found)]
    assert all(cited)
    assert sorted(set().union(*cited)) == list(found["sources"])
    for reasons in lists_of_reasons(found):
        rules = [reason["rule"] for reason in reasons]
        assert len(set(rules)) == len(rules)


@examples(50)
@given(runner=RUNNERS)
def test_nothing_is_recommended_without_a_reason(runner: dict[str, Any]) -> None:
    """Every exercise, dose, veto, advice, number of sessions, focus and referral names the rules behind it."""
    found = runstrength.recommend(runner).to_dict()
    assert all(found["because"].values())
    assert all(exercise["because"] and exercise["dose_because"] for exercise in found["exercises"])
    assert all(entry["because"] for part in ("avoid", "advice") for entry in found[part])
    assert all(entry["because"] and entry["by"] for entry in found["overruled"])
    assert found["referral"] is None or found["referral"]["because"]


@examples(50)
@given(runner=RUNNERS)
def test_what_is_unknown_stands_in_no_reason(runner: dict[str, Any]) -> None:
    """A reason never names a fact that was not given."""
    unknown = {name for name in fields_of(Profile) if runner.get(name) is None}
    assume(unknown)
    found = runstrength.recommend(runner).to_dict()
    assert not unknown & {path.partition(".")[0] for reason in reasons_in(found) for path in reason["facts"]}
