"""Facts: what a stranger's words become, and every way in which they can be wrong."""

from __future__ import annotations

import copy
import enum
import math
import pickle
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from runstrength import Facts, Problem, ProfileError, fact
from runstrength.facts import (
    Choice,
    Flag,
    Ids,
    MapOf,
    Number,
    SetOf,
    Whole,
    fields_of,
    to_plain,
)
from runstrength.kinds import Entries
from runstrength.strangers import nearest, show

if TYPE_CHECKING:
    from collections.abc import Mapping


@attrs.frozen(kw_only=True)
class Plant(Facts):
    """One field of every kind."""

    light: str = fact(Choice(("shade", "half", "sun"), ordered=True), question="How much light?", required=True)
    pots: int | None = fact(Whole(0, 10, "pots"), question="How many pots?")
    height: float | None = fact(Number(0, 2.5, "metres"), question="How high?")
    hardy: bool | None = fact(Flag(), question="Does it stand frost?")
    pests: frozenset[str] | None = fact(SetOf(("aphids", "mites")), question="Any pests?", protective=True)
    mixes: frozenset[str] | None = fact(Ids("soil"), question="Which soils?")
    leaves: Mapping[str, int] | None = fact(MapOf(("green", "yellow"), Whole(0, 99)), question="How many leaves?")


def problems(given: object, **options: Any) -> list[tuple[str, str, str, str | None]]:  # noqa: ANN401 - passed on
    """Give the path, value, message and nearest name of all that is wrong."""
    with pytest.raises(ProfileError) as raised:
        Plant.from_dict(given, **options)
    return [(x.path, x.value, x.message, x.nearest) for x in raised.value.problems]


def test_every_kind_is_read() -> None:
    """What is right becomes a fact, in one form, however it was written."""
    plant = Plant.from_dict(
        {
            "light": "sun",
            "pots": 7.0,
            "height": 1,
            "hardy": False,
            "pests": ["mites", "mites"],
            "mixes": ("b", "a"),
            "leaves": {"yellow": 3.0, "green": None},
        }
    )
    assert (
        Plant(
            light="sun",
            pots=7,
            height=1,
            hardy=False,
            pests=frozenset({"mites"}),
            mixes=frozenset({"a", "b"}),
            leaves={"yellow": 3},
        )
        == plant
    )
    assert type(plant.pots) is int
    assert {
        "light": "sun",
        "pots": 7,
        "height": 1,
        "hardy": False,
        "pests": ["mites"],
        "mixes": ["a", "b"],
        "leaves": {"yellow": 3},
    } == plant.to_dict()


def test_absent_and_null_are_unknown_and_empty_is_not() -> None:
    """An empty set says "none of them"; a map without a known entry says nothing."""
    absent = Plant.from_dict({"light": "sun"})
    null = Plant.from_dict({"light": "sun", "pots": None, "pests": None, "leaves": None})
    assert absent == null
    assert {"light": "sun"} == null.to_dict()
    assert frozenset() == Plant.from_dict({"light": "sun", "pests": []}).pests
    assert Plant.from_dict({"light": "sun", "leaves": {}}).leaves is None
    assert Plant.from_dict({"light": "sun", "leaves": {"green": None}}).leaves is None


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("light", 3, "is not text"),
        ("light", "Sun ", "is not one of the words allowed"),
        ("pots", "3", "is not a number"),
        ("pots", True, "is not a number"),
        ("pots", 3.5, "is not a whole number"),
        ("pots", 11, "is out of range"),
        ("pots", -1, "is out of range"),
        pytest.param("pots", 10**5000, "is out of range", id="pots-huge"),
        ("pots", math.nan, "is not a finite number"),
        ("height", math.inf, "is not a finite number"),
        ("height", -math.inf, "is not a finite number"),
        ("height", 2.5001, "is out of range"),
        ("height", Decimal("1.5"), "is not a number"),
        ("height", 1 + 0j, "is not a number"),
        ("hardy", 1, "is not true or false"),
        ("hardy", "yes", "is not true or false"),
        ("pests", "mites", "is a text, not a list"),
        ("pests", {"mites": True}, "is not a list"),
        ("pests", 3, "is not a list"),
        ("pests", (word for word in ["mites"]), "is not a list"),
        ("pests", ["mites"] * 1001, "has more than 1000 entries"),
        ("mixes", "soil", "is a text, not a list"),
        ("leaves", ["green"], "is not a mapping"),
        ("leaves", "green", "is not a mapping"),
    ],
)
def test_what_is_wrong_with_a_value(field: str, value: object, message: str) -> None:
    """Each kind says what is wrong, under the path of the field."""
    found = problems({"light": "sun", field: value})
    assert [(field, message)] == [(path, text) for path, _, text, _ in found]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"light": "sum"}, ("light", '"sum"', "is not one of the words allowed", "sun")),
        ({}, ("light", "null", "is required", None)),
        ({"light": "sun", "pets": 1}, ("pets", "1", "is not a known field", "pests")),
        ({"light": "sun", "LEAVES": {}}, ("LEAVES", "a mapping of 0", "is not a known field", "leaves")),
        ({"light": "sun", 3: 4}, ("3", "4", "is not a known field", None)),
        ({"light": "sun", "a b": 4}, ('"a b"', "4", "is not a known field", None)),
        (
            {"light": "sun", "pests": ["mites", "afids"]},
            ("pests[1]", '"afids"', "is not one of the words allowed", "aphids"),
        ),
        ({"light": "sun", "pests": {"mites", 4}}, ("pests[1]", "4", "is not text", None)),
        ({"light": "sun", "leaves": {"gren": 4}}, ("leaves.gren", "4", "is not known", "green")),
        ({"light": "sun", "leaves": {"green": 100}}, ("leaves.green", "100", "is out of range", None)),
        ([], ("$", "a list of 0", "is not a mapping", None)),
        (None, ("$", "null", "is not a mapping", None)),
        ("sun", ("$", '"sun"', "is not a mapping", None)),
    ],
)
def test_a_problem_has_its_path_and_the_nearest_name(given: object, expected: tuple[str, str, str, str | None]) -> None:
    """The path leads to the value, and a misspelt name to the one that was meant."""
    assert [expected] == sorted(problems(given))


def test_every_problem_is_named_at_once() -> None:
    """Fields in the order of the vocabulary, then what is not known."""
    found = problems({"zebra": 1, "leaves": {"green": "many"}, "pots": -1, "hardy": "no", "pets": 0})
    assert ["light", "pots", "hardy", "leaves.green", "pets", "zebra"] == [path for path, *_ in found]


def test_ids_are_those_of_the_rulebook() -> None:
    """Where the ids are known only these are right; where they are not, any text is."""
    given = {"light": "sun", "mixes": ["loam", "sand"]}
    assert frozenset({"loam", "sand"}) == Plant.from_dict(given).mixes
    expected = [("mixes[1]", '"sand"', "is not an exercise known here", None)]
    assert expected == problems(given, ids=frozenset({"loam"}))
    assert [("mixes[0]", "3", "is not text", None)] == problems({"light": "sun", "mixes": [3]})


def test_subclasses_of_text_and_numbers_are_what_they_hold() -> None:
    """An enumeration's member, a fraction and the like become plain values."""

    class Light(enum.StrEnum):
        SUN = "sun"

    class Pots(enum.IntEnum):
        TWO = 2

    plant = Plant.from_dict({Light.SUN.replace("sun", "light"): Light.SUN, "pots": Pots.TWO, "height": Fraction(1, 2)})
    assert ("sun", 2, 0.5) == (plant.light, plant.pots, plant.height)
    assert (str, int, float) == (type(plant.light), type(plant.pots), type(plant.height))


def test_keywords_are_held_to_the_same_rules() -> None:
    """A profile that is built is checked as one that is read."""
    with pytest.raises(ProfileError) as raised:
        Plant(light="moon", pots=-1)
    assert ["light", "pots"] == [problem.path for problem in raised.value.problems]
    with pytest.raises(ProfileError):
        attrs.evolve(Plant(light="sun"), pots=99)


def test_equal_facts_are_equal() -> None:
    """Equal facts are equal and hash alike, in whatever order they were given; a copy of any kind is equal too."""
    one = Plant.from_dict({"light": "sun", "leaves": {"green": 1, "yellow": 2}, "pests": ["mites", "aphids"]})
    two = Plant.from_dict({"pests": ["aphids", "mites"], "leaves": {"yellow": 2, "green": 1}, "light": "sun"})
    assert one == two
    assert hash(one) == hash(two)
    assert one == Plant.from_dict(one.to_dict())
    assert one == Plant.from_dict(one)
    assert one == pickle.loads(pickle.dumps(one))  # noqa: S301 - our own bytes
    assert one == copy.deepcopy(one)
    assert one != Plant.from_dict({"light": "sun"})


def test_facts_cannot_be_changed() -> None:
    """Neither a field nor an entry of a map, nor what was given afterwards."""
    given = {"light": "sun", "leaves": {"green": 1}}
    plant = Plant.from_dict(given)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        plant.pots = 3  # type: ignore[misc] # this is what is tested
    with pytest.raises(TypeError):
        plant.leaves["green"] = 2  # type: ignore[index] # likewise
    given["leaves"]["green"] = 5  # type: ignore[index] # it is a mapping
    assert {"green": 1} == plant.leaves
    plant.to_dict()["leaves"]["green"] = 7
    assert {"green": 1} == plant.leaves


def test_a_vocabulary_can_be_extended() -> None:
    """A subclass knows the facts of its base and its own."""

    @attrs.frozen(kw_only=True)
    class Tree(Plant):
        rings: int | None = fact(Whole(0, 5000), question="How many rings?", protective=True)

    assert [*fields_of(Plant), "rings"] == list(fields_of(Tree))
    assert 300 == Tree.from_dict({"light": "sun", "rings": 300}).rings
    assert [("rings", "300", "is not a known field", None)] == problems({"light": "sun", "rings": 300})
    assert fields_of(Tree)["rings"].metadata["protective"]


def test_a_class_that_declares_nothing_has_no_facts() -> None:
    """It is no mistake of whoever asks, and no error of attrs."""
    assert {} == dict(fields_of(Facts))
    assert {} == Facts.from_dict({}).to_dict()


def test_a_message_shows_what_was_written_and_what_is_allowed() -> None:
    """One line for each problem, after a line that says how many."""
    with pytest.raises(ProfileError) as raised:
        Plant.from_dict({"light": "sum", "pots": 11})
    assert (
        "the profile has 2 problems:\n"
        '  light: is not one of the words allowed: "sum"; allowed: shade · half · sun; did you mean sun?\n'
        "  pots: is out of range: 11; allowed: a whole number from 0 to 10 pots"
    ) == str(raised.value)
    with pytest.raises(ProfileError) as raised:
        Plant.from_dict({})
    assert "the profile has a problem:\n  light: is required: null; allowed: shade · half · sun" == str(raised.value)


def test_an_error_can_be_pickled() -> None:
    """A process may hand its error to another."""
    error = ProfileError([Problem("light", "null", "is required", "sun")])
    same = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert (str(error), error.problems) == (str(same), same.problems)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "null"),
        (True, "true"),
        (3, "3"),
        (2**64 - 1, "18446744073709551615"),
        pytest.param(-(10**5000), "an integer of 16610 bits", id="huge"),
        (math.nan, "nan"),
        ("a\nb\x1b\ud800", '"a\\nb\\x1b\\ud800"'),
        ("x" * 100, '"' + "x" * 60 + '…"'),
        ([[1]], "a list of 1"),
        (frozenset(), "a set of 0"),
        (b"abc", "an object of type bytes"),
        (object(), "an object of type object"),
    ],
)
def test_show(value: object, expected: str) -> None:
    """Any value is shown in a few printable characters."""
    assert expected == show(value)


@pytest.mark.parametrize(
    ("word", "expected"),
    [("gren", "green"), ("GREEN", "green"), ("blue-ish", "blue_ish"), ("xyz", None), (3, None), ("g" * 1000, None)],
)
def test_nearest(word: object, expected: str | None) -> None:
    """The nearest name is found whatever the case or the hyphens, and only if it is near."""
    assert expected == nearest(word, ["green", "blue_ish"])


def test_kinds_say_what_is_allowed() -> None:
    """In words that stand in a message."""
    assert [
        "shade · half · sun",
        "a whole number from 0 to 10 pots",
        "a number from 0 to 2.5 metres",
        "true · false",
        "a list of aphids · mites",
        "a list of soil ids",
        "a mapping of green · yellow to a whole number from 0 to 99",
    ] == [attribute.metadata["kind"].allowed() for attribute in fields_of(Plant).values()]


def test_entries_are_a_mapping() -> None:
    """The entries of a map equal a dict of them and show as one."""
    entries = Entries({"green": 1})
    assert {"green": 1} == entries
    assert "{'green': 1}" == repr(entries)
    assert 1 == len(entries)
    assert {"green": 1} == to_plain(MapOf(("green",), Whole(0, 9)), entries)
