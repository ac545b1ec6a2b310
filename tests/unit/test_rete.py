"""What durable-rules is given is within its limits, and nothing in it came from outside."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from runstrength.engine._rete import (
    MOST_CONJUNCTIONS,
    MOST_PROPERTIES,
    RETRACTION,
    check_names,
    fnv1a,
    stratum_of,
)
from runstrength.errors import EngineError
from tests.programs import program, rule

if TYPE_CHECKING:
    from runstrength.engine._rete import Ruleset


def as_tests(size: int, mask: int) -> list[dict[str, dict[str, int]]]:
    """Give the tests that one mask over one input becomes."""
    rules = [rule("one", {0: mask})]
    (ruleset,) = stratum_of(rules, program([size], rules)).rulesets
    tests: list[dict[str, dict[str, int]]] = json.loads(ruleset.source)["0"]["all"][0]["m"]["$and"]
    return tests


def passes(test: dict[str, dict[str, int]], code: int) -> bool:
    """Say whether a code passes a test."""
    ((operator, side),) = test.items()
    right = side["i0"]
    return {"$eq": code == right, "$gte": code >= right, "$lte": code <= right, "$neq": code != right}[operator]


@pytest.mark.parametrize("size", range(2, 8))
def test_tests_say_their_mask(size: int) -> None:
    """The tests of each mask hold for the codes in it and for no other."""
    for mask in range(1, (1 << size) - 1):
        tests = as_tests(size, mask)
        assert mask == sum(1 << code for code in range(size) if all(passes(test, code) for test in tests))


def test_short_tests() -> None:
    """A code is an equality, a range has two ends, but none that every code passes, and a hole is an inequality."""
    assert [{"$eq": {"i0": 3}}] == as_tests(6, 0b001000)
    assert [{"$gte": {"i0": 1}}, {"$lte": {"i0": 4}}] == as_tests(6, 0b011110)
    assert [{"$lte": {"i0": 4}}] == as_tests(6, 0b011111)
    assert [{"$gte": {"i0": 2}}] == as_tests(6, 0b111100)
    assert [{"$neq": {"i0": 1}}, {"$neq": {"i0": 3}}] == as_tests(6, 0b110101)


def test_what_needs_no_test() -> None:
    """What always holds is decided without durable-rules, and what never holds is not handed over."""
    rules = [
        rule("always", {}),
        rule("whatever is known", {0: 0b11, 1: 0b111}),
        rule("never"),
        rule("no code", {0: 0b00, 1: 0b001}),
        rule("codes that do not exist", {0: 0b1100}),
    ]
    stratum = stratum_of(rules, program([2, 3], rules))
    assert (tuple(rules[:2]), ()) == (stratum.always, stratum.rulesets)


def test_equal_conjunctions_once() -> None:
    """A conjunction that several rules share is handed over once, and makes all of them fire."""
    rules = [rule("one", {0: 1}), rule("other", {0: 2}, {0: 1})]
    (ruleset,) = stratum_of(rules, program([3], rules)).rulesets
    assert (tuple(rules), (rules[1],)) == ruleset.owners


def rulesets_of(conjunctions: list[dict[int, int]], sizes: list[int]) -> tuple[Ruleset, ...]:
    """Give the rulesets that become of rules with one conjunction each."""
    rules = [rule(str(n), conjunction) for n, conjunction in enumerate(conjunctions)]
    return stratum_of(rules, program(sizes, rules)).rulesets


def test_limits_of_a_ruleset() -> None:
    """No ruleset has more conjunctions, and none reads more inputs, than durable-rules takes (hazard 11)."""
    many = rulesets_of([{0: 1 << code} for code in range(1000)], [1000])
    wide = rulesets_of([{3 * n + k: 1 for k in range(3)} for n in range(200)], [2] * 600)
    assert [MOST_CONJUNCTIONS] * 15 + [40] == [len(ruleset.owners) for ruleset in many]
    assert [192] * 3 + [24] == [len(ruleset.parts) for ruleset in wide]
    fewer = rulesets_of([dict.fromkeys(range(10 * n, 10 * n + 10), 1) for n in range(60)], [2] * 600)
    assert [MOST_PROPERTIES] * 2 + [100] == [len(ruleset.parts) for ruleset in fewer]


def test_too_wide_a_conjunction() -> None:
    """A conjunction that no message can serve is refused by the name of its rule, with what can run it."""
    sizes = [2] * (MOST_PROPERTIES + 1)
    (ruleset,) = rulesets_of([dict.fromkeys(range(MOST_PROPERTIES), 2)], sizes)
    assert MOST_PROPERTIES == len(ruleset.parts)
    with pytest.raises(
        EngineError, match=r"cannot run the rule 0: .* reads 251 facts, .* takes 250; the native engine"
    ):
        rulesets_of([dict.fromkeys(range(MOST_PROPERTIES + 1), 2)], sizes)


def test_order_does_not_matter() -> None:
    """The same rules in another order make the same rulesets."""
    conjunctions = [{n % 7: 1 + n % 3, 7 + n % 5: 1} for n in range(300)]
    one, other = rulesets_of(conjunctions, [3] * 12), rulesets_of(conjunctions[::-1], [3] * 12)
    assert [(ruleset.source, ruleset.parts) for ruleset in one] == [(x.source, x.parts) for x in other]


def test_hash() -> None:
    """Names are hashed as durable-rules does: these are constants of its source."""
    expected = {"id": 926444256, "sid": 3593476751, "$and": 3746487396, "$neq": 2488026869, "$m": 1690058490}
    assert expected == {name: fnv1a(name) for name in expected}


def test_names_that_collide() -> None:
    """Two names that durable-rules takes for one are refused (hazard 4)."""
    check_names(("athlete-459311", "athlete-459311", "athlete-459312"))
    with pytest.raises(EngineError, match="cannot tell the names athlete-459311 and athlete-1552000 apart"):
        check_names(("athlete-459311", "athlete-1552000"))


def test_names_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever rules are translated, our names for messages and for properties are checked (hazard 4)."""
    monkeypatch.setattr("runstrength.engine._rete.fnv1a", lambda name: fnv1a(name.replace("i0", "id")))
    with pytest.raises(EngineError, match="cannot tell the names id and i0 apart"):
        rulesets_of([{0: 1}], [2])
    monkeypatch.setattr("runstrength.engine._rete.fnv1a", lambda _: 0)
    with pytest.raises(EngineError, match="cannot tell the names f and sid-s apart"):
        rulesets_of([{0: 1}], [2])


def test_nothing_from_outside() -> None:
    """No name of a rule, a fact or a value reaches durable-rules, whatever it looks like (hazards 4, 7 and 8)."""
    hostile = ['"}', "5e-05", "\u0000", "[]", "null", "$not", "athlete-459311"]
    rules = [rule(name, {n: 2}) for n, name in enumerate(hostile)]
    (ruleset,) = stratum_of(rules, program([3] * len(hostile), rules)).rulesets
    assert re.fullmatch(
        r'(\{"\d+": |\{"all": |\[\{"m": |\{"\$and": |\[\{"\$eq": |\{"i\d": 1|[]}, ]|"\d+": )+', ruleset.source
    )
    assert re.fullmatch(r'\{"sid":"s","id":"f"(,"i\d":1)+\}', ruleset.message([1] * len(hostile)))
    assert '{"sid":"s","id":"f"}' == RETRACTION


def test_only_what_a_rule_may_take_is_said() -> None:
    """A message gives a number for each input whose code some test takes, unknown or not."""
    (ruleset,) = rulesets_of([{0: 1, 2: 4}, {1: 2}], [3, 3, 3])
    assert '{"sid":"s","id":"f","i0":0,"i2":2}' == ruleset.message([0, 0, 2])
    assert '{"sid":"s","id":"f","i1":1}' == ruleset.message([1, 1, 1])
    assert "" == ruleset.message([2, 0, 0])
    assert {0: 0, 1: 0, 2: 2} == ruleset.witness
