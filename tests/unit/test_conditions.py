"""Conditions: how they are read and written, and what their normal form means."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runstrength.rulebook.conditions import (
    ALWAYS,
    NEVER,
    And,
    Compare,
    Condition,
    Finding,
    Maybe,
    Member,
    Not,
    Or,
    Path,
    Unknown,
    findings_of,
    paths_of,
)
from runstrength.rulebook.normal_form import MAX_CONJUNCTIONS, TooManyConjunctionsError, is_bounded, normal_form
from runstrength.rulebook.parsing import Mistake, Scope, parse
from tests.definition.interpreter import truth
from tests.strategies import Small, profiles

GROUPS = {"joints": ("knee", "hip"), "gear": ("bar", "bands"), "squat.equipment": ("bar",)}
SCOPE = Scope(
    vocabulary=Small,
    group=GROUPS.get,
    groups=frozenset(GROUPS),
    ids=frozenset({"squat", "side-plank"}),
    findings=frozenset({"sore", "fresh"}),
)
KNEE, HIP = Path("pain", "knee"), Path("pain", "hip")
SORE, FRESH = Finding("sore"), Finding("fresh")
BAR = Member("bar", Path("equipment"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("always", ALWAYS),
        ("never", NEVER),
        ("sore", SORE),
        ("lopsided", Compare(Path("lopsided"), "==", (True,))),
        ("lopsided == false", Compare(Path("lopsided"), "==", (False,))),
        ("pain.knee >= 4", Compare(KNEE, ">=", (4,))),
        ("pain.knee >= 4.0", Compare(KNEE, ">=", (4,))),
        ("distance < 2.50", Compare(Path("distance"), "<", (2.5,))),
        ("sport == trail", Compare(Path("sport"), "==", ("trail",))),
        ("sport != trail", Compare(Path("sport"), "!=", ("trail",))),
        ("level >= fair", Compare(Path("level"), ">=", ("fair",))),
        ("sport in [road, trail]", Compare(Path("sport"), "in", ("road", "trail"))),
        ("bar in equipment", BAR),
        ("side-plank in excluded", Member("side-plank", Path("excluded"))),
        ("unknown(pain.knee)", Unknown(KNEE)),
        ("unknown(pain)", And((Unknown(KNEE), Unknown(HIP)))),
        ("maybe(lopsided)", Maybe(Compare(Path("lopsided"), "==", (True,)))),
    ],
)
def test_a_condition_is_read(text: str, expected: Condition) -> None:
    """Each form of the language becomes its node."""
    assert expected == parse(text, SCOPE)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("4 <= pain.knee", "pain.knee >= 4"),
        ("4 > pain.knee", "pain.knee < 4"),
        ("trail == sport", "sport == trail"),
        ("1 <= pain.knee < 4", "pain.knee >= 1 and pain.knee < 4"),
        ("new < level <= old", "level > new and level <= old"),
        ("any pain >= 6", "pain.knee >= 6 or pain.hip >= 6"),
        ("any pain in joints >= 6", "pain.knee >= 6 or pain.hip >= 6"),
        ("any pain in [hip, knee] >= 6", "pain.hip >= 6 or pain.knee >= 6"),
        ("any signs", "fever in signs or fracture in signs"),
        ("any equipment in gear", "bar in equipment or bands in equipment"),
        ("sore or fresh and lopsided", "sore or (fresh and lopsided)"),
        ("not sore and fresh", "(not sore) and fresh"),
        ("not (sore and fresh)", "not(sore and fresh)"),
        ("not not sore", "not (not sore)"),
        ("((sore))", "sore"),
        ("  sore\t and\n fresh ", "sore and fresh"),
    ],
)
def test_two_ways_to_write_one_condition(text: str, same: str) -> None:
    """Chains, literals on the left, `any`, and what binds tighter."""
    assert isinstance(parse(text, SCOPE), Condition)
    assert parse(same, SCOPE) == parse(text, SCOPE)


def test_any_of_a_list_with_one_element_and_of_the_catalogue() -> None:
    """A list of one is an alternative of one; a list of an exercise is a group like any other."""
    assert Or((BAR,)) == parse("any equipment in squat.equipment", SCOPE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sore and", [("RS201", 8)]),
        ("sore >= 3", [("RS203", 0)]),
        ("pain.kne > 3 and spor == road", [("RS202", 0), ("RS202", 17)]),
        ("pain.knee > 3.5", [("RS203", 12)]),
        ("pain.knee > 11", [("RS205", 12)]),
        ("any pain > 11", [("RS205", 11)]),
        ("sport == roadd", [("RS204", 9)]),
        ("any pain in jonts > 3", [("RS209", 12)]),
        ("sport in [road, rod]", [("RS204", 16)]),
        ("distance > " + "9" * 400 + ".5", [("RS205", 11)]),
        ("pain.knee > " + "0" * 30 + "5", []),
        ("(" * 32 + "sore" + ")" * 32, [("RS206", 32)]),
        ("(" * 31 + "sore" + ")" * 31, []),
        ("not " * 31 + "sore", []),
        ("not " * 32 + "sore", [("RS206", 128)]),
        ("sore or " * 600 + "sore", [("RS208", 0)]),
    ],
)
def test_what_is_wrong_is_found_where_it_is(text: str, expected: list[tuple[str, int]]) -> None:
    """Mistakes of meaning are found together; a mistake of grammar ends the reading."""
    found = parse(text, SCOPE)
    mistakes = found if isinstance(found, tuple) else ()
    assert all(isinstance(mistake, Mistake) for mistake in mistakes)
    assert expected == [(mistake.code, mistake.offset) for mistake in mistakes]


@given(st.text(alphabet='sore()[],.<>=!not andpi 0123456789-_\u00a0"$&', max_size=80) | st.text(max_size=40))
def test_any_text_is_a_condition_or_mistakes_inside_of_it(text: str) -> None:
    """The parser raises nothing, and points to no place outside of the text."""
    found = parse(text, SCOPE)
    if isinstance(found, tuple):
        assert found
        assert all(0 <= mistake.offset <= len(text) for mistake in found)
        assert all(mistake.message.isprintable() for mistake in found)
    else:
        assert str(found) == str(parse(str(found), SCOPE))


@pytest.mark.parametrize(
    "text",
    [
        "not sore and sore",
        "pain.knee >= 4 and (sore or fresh) or unknown(pain.knee)",
        "(sore and fresh or sore) and not (fresh or sore)",
        "maybe(pain.knee >= 4 or lopsided) and any pain in joints >= 4 or sore",
        "1 <= pain.knee <= 4 and bar in equipment and (sore)",
    ],
)
def test_a_condition_means_the_same_after_others(text: str) -> None:
    """What was read before it, in whole or in part, changes nothing, and equals what parentheses make of it."""
    scope = attrs.evolve(SCOPE)
    alone = parse(text, attrs.evolve(SCOPE))
    for other in ("sore", "fresh and not sore", "pain.knee >= 4 or sore", "sor", "(sore", "fresh)", "sore or and"):
        parse(other, scope)
    assert alone == parse(text, scope) == parse(text, scope) == parse(f"({text})", attrs.evolve(SCOPE))


@pytest.mark.parametrize(
    "text", ["sore or fresh) and (sore", "(sore and fresh", "sore and or fresh", "sore and", "sor and sore"]
)
def test_a_mistake_is_found_after_others(text: str) -> None:
    """Where parts of a condition were read before, all that is wrong with the whole is said as ever."""
    scope = attrs.evolve(SCOPE)
    parse("sore and fresh", scope)
    expected = parse(text, attrs.evolve(SCOPE))
    assert isinstance(expected, tuple)
    assert expected == parse(text, scope)


def test_what_a_condition_reads() -> None:
    """Facts and findings are found wherever they stand."""
    condition = parse("not (sore and any pain > 3) or maybe(bar in equipment) or unknown(sport) or fresh", SCOPE)
    assert isinstance(condition, Condition)
    assert {KNEE, HIP, Path("equipment"), Path("sport")} == paths_of(condition)
    assert {"sore", "fresh"} == findings_of(condition)


# --- any condition --------------------------------------------------------------------------------------------------

OPERATORS = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
NUMBERS = st.integers(0, 9) | st.floats(0, 9, allow_nan=False).filter(lambda number: not number.is_integer())
ATOMS: st.SearchStrategy[Condition] = st.one_of(
    st.builds(lambda op, value: Compare(KNEE, op, (value,)), OPERATORS, st.integers(0, 10)),
    st.builds(lambda op, value: Compare(Path("distance"), op, (value,)), OPERATORS, NUMBERS),
    st.builds(lambda op, value: Compare(Path("level"), op, (value,)), OPERATORS, st.sampled_from(["new", "fair"])),
    st.builds(lambda value: Compare(Path("lopsided"), "==", (value,)), st.booleans()),
    st.just(Compare(Path("sport"), "in", ("road", "track"))),
    st.sampled_from([BAR, Member("fever", Path("signs")), Unknown(HIP), Unknown(Path("level")), SORE, FRESH]),
    st.sampled_from([ALWAYS, NEVER]),
)


def _maybe(item: Condition) -> Condition:
    """Wrap a condition, but not a finding, which is never unknown."""
    return item if isinstance(item, Finding) else Maybe(item)


CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(_maybe, inner),
        st.builds(lambda items: And(tuple(items)), st.lists(inner, min_size=2, max_size=3)),
        st.builds(lambda items: Or(tuple(items)), st.lists(inner, min_size=2, max_size=3)),
    ),
    max_leaves=8,
)


@given(CONDITIONS)
def test_a_condition_that_is_written_is_read_as_itself(condition: Condition) -> None:
    """What `str` gives is the language."""
    assert condition == parse(str(condition), SCOPE)


@given(CONDITIONS, profiles(Small), st.sets(st.sampled_from(["sore", "fresh"])))
def test_the_normal_form_is_true_where_the_condition_is(
    condition: Condition, profile: dict[str, Any], findings: set[str]
) -> None:
    """A condition is true, after Kleene, just where one of its conjunctions holds."""
    try:
        form = normal_form(condition)
    except TooManyConjunctionsError:
        assert not is_bounded(condition)
        return
    assert is_bounded(condition)
    facts = Small.from_dict(profile)

    def holds(atom: Condition, *, positive: bool, might: bool) -> bool:
        value = truth(atom, facts, findings)
        return might if value is None else value is positive

    assert len(form) <= MAX_CONJUNCTIONS
    assert (truth(condition, facts, findings) is True) == any(
        all(holds(literal.atom, positive=literal.positive, might=literal.might) for literal in conjunction)
        for conjunction in form
    )


def test_normal_forms_that_are_known() -> None:
    """Always is one empty conjunction, never is none; alternatives multiply, and too many are refused."""
    assert frozenset({frozenset()}) == normal_form(ALWAYS)
    assert frozenset() == normal_form(NEVER)
    pairs = [Or((Compare(KNEE, "==", (n,)), Compare(HIP, "==", (n,)))) for n in range(7)]
    assert 64 == len(normal_form(And(tuple(pairs[:6]))))
    with pytest.raises(TooManyConjunctionsError):
        normal_form(And(tuple(pairs)))
    assert not is_bounded(And(tuple(pairs)))
