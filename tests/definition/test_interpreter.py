"""The definition itself, checked by hand: what the page says of truth, in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from runstrength.rulebook.conditions import Path
from runstrength.rulebook.parsing import Scope, parse
from tests.definition.interpreter import support, truth
from tests.strategies import Small

if TYPE_CHECKING:
    from runstrength.rulebook.conditions import Condition

SCOPE = Scope(Small, lambda _: None, frozenset(), frozenset(), frozenset({"found", "absent"}))
RUNNER = Small(sport="trail", level="fair", pain={"knee": 4}, goals=frozenset({"hills"}), lopsided=False)


def condition(text: str) -> Condition:
    """Read a condition that is known to be right."""
    found = parse(text, SCOPE)
    assert not isinstance(found, tuple), found
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pain.knee >= 4", True),
        ("not pain.knee >= 4", False),
        ("pain.hip >= 4", None),
        ("not (pain.hip >= 4)", None),
        ("pain.hip >= 4 and pain.knee >= 5", False),
        ("pain.hip >= 4 and pain.knee >= 4", None),
        ("pain.hip >= 4 or pain.knee >= 4", True),
        ("pain.hip >= 4 or pain.knee >= 5", None),
        ("any pain >= 4", True),
        ("any pain >= 5", None),
        ("1 <= pain.knee < 4", False),
        ("unknown(pain.hip)", True),
        ("not unknown(pain.knee)", True),
        ("unknown(pain)", False),
        ("maybe(pain.hip >= 4)", True),
        ("not maybe(pain.hip >= 4)", False),
        ("maybe(not pain.hip >= 4)", True),
        ("maybe(pain.knee >= 5)", False),
        ("new < level <= fair", True),
        ("level > fair", False),
        ("sport in [road, trail]", True),
        ("sport != trail", False),
        ("hills in goals", True),
        ("speed in goals", False),
        ("fever in signs", None),
        ("not any signs", None),
        ("lopsided", False),
        ("not tired", None),
        ("found", True),
        ("not absent", True),
        ("absent or pain.hip >= 1", None),
        ("always", True),
        ("never or not always", False),
    ],
)
def test_truth(text: str, expected: bool | None) -> None:  # noqa: FBT001
    """A condition is true, false or neither, as the page on the rule language says."""
    assert truth(condition(text), RUNNER, {"found"}) is expected


@pytest.mark.parametrize(
    ("text", "paths", "findings"),
    [
        ("pain.knee >= 4 and found", {"pain.knee"}, {"found"}),
        ("pain.knee >= 4 or level == new or hills in goals", {"pain.knee", "goals"}, set()),
        ("not (pain.knee >= 5 or level == new)", {"pain.knee", "level"}, set()),
        ("not (pain.knee >= 4 and level == new)", {"level"}, set()),
        ("not absent", set(), set()),
        ("unknown(pain.hip)", set(), set()),
        ("not unknown(pain.knee)", {"pain.knee"}, set()),
        ("maybe(pain.hip >= 4 and pain.knee >= 4)", {"pain.knee"}, set()),
        ("maybe(pain.hip >= 4 or pain.knee >= 5)", set(), set()),
        ("not maybe(pain.knee >= 5)", {"pain.knee"}, set()),
        ("always", set(), set()),
    ],
)
def test_support(text: str, paths: set[str], findings: set[str]) -> None:
    """What makes a condition true are the facts and findings of every part that does."""
    expected = ({Path(*path.split(".")) for path in paths}, findings)
    assert expected == support(condition(text), RUNNER, {"found"})
