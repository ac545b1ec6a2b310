"""Whatever the program, both engines make the rules fire that the definition does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runstrength.engine.durable import DurableEngine
from runstrength.engine.native import NativeEngine
from runstrength.engine.program import CompiledRule
from runstrength.errors import EngineUnavailableError
from tests.programs import fires, program, rule

if TYPE_CHECKING:
    from runstrength.engine.program import Program

try:
    DurableEngine(program([2]))
except EngineUnavailableError as unavailable:
    pytest.skip(str(unavailable), allow_module_level=True)


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Draw a program: any rule may read and derive any finding, and masks may let every code pass, or none."""
    sizes = draw(st.lists(st.integers(2, 12), min_size=1, max_size=6))
    findings = draw(st.integers(0, 4))
    every = [*sizes, *[2] * findings]
    tests = st.integers(0, len(every) - 1).flatmap(
        lambda position: st.tuples(st.just(position), st.integers(0, (1 << every[position]) - 1))
    )
    conjunctions = st.lists(st.lists(tests, max_size=4).map(dict), max_size=4)
    found = st.sets(st.integers(len(sizes), len(every) - 1), max_size=2) if findings else st.just(set[int]())
    strata = draw(st.lists(st.lists(st.tuples(conjunctions, found), max_size=8), min_size=1, max_size=3))

    def named(number: int, stratum: list[tuple[list[dict[int, int]], set[int]]]) -> list[CompiledRule]:
        return [rule(f"{number}.{n}", *one, derives=sorted(derives)) for n, (one, derives) in enumerate(stratum)]

    return program(sizes, *(named(n, stratum) for n, stratum in enumerate(strata)), findings=findings)


@given(programs(), st.data())
def test_engines_agree(of: Program, data: st.DataObject) -> None:
    """The durable engine, the native engine and the definition agree, call after call."""
    native, durable = NativeEngine.of(of), DurableEngine(of)
    vectors = st.tuples(*(st.integers(0, one.size - 1) for one in of.inputs[: of.facts]))
    for known in data.draw(st.lists(vectors, min_size=1, max_size=10)):
        codes = [*known, *[0] * (len(of.inputs) - of.facts)]
        assert fires(of, codes) == native.run(list(codes)) == durable.run(list(codes))


@given(programs(), st.data())
def test_order_does_not_matter(of: Program, data: st.DataObject) -> None:
    """The rules of a stratum may stand in any order, and the conjunctions of a rule too."""
    shuffled = program(
        [one.size for one in of.inputs[: of.facts]],
        *(
            [
                CompiledRule(one.name, tuple(data.draw(st.permutations(one.conjunctions))), one.derives[::-1])
                for one in data.draw(st.permutations(stratum))
            ]
            for stratum in of.strata
        ),
        findings=len(of.inputs) - of.facts,
    )
    codes = [data.draw(st.integers(0, one.size - 1)) if i < of.facts else 0 for i, one in enumerate(of.inputs)]
    assert DurableEngine(of).run(list(codes)) == DurableEngine(shuffled).run(list(codes))
