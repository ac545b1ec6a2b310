"""Programs made by hand or by chance, and what they mean, for tests of engines: an input is just a number of codes."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from runstrength.engine.program import CompiledRule, Input, Program

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["answers", "fires", "program", "random_program", "rule"]


def rule(name: str, *conjunctions: Mapping[int, int], derives: Iterable[int] = ()) -> CompiledRule:
    """Make a rule from conjunctions, each of which maps an input to the mask of codes that it accepts."""
    return CompiledRule(name, tuple(tuple(sorted(one.items())) for one in conjunctions), tuple(derives))


def program(sizes: Sequence[int], *strata: Sequence[CompiledRule], findings: int = 0) -> Program:
    """Make a program from the sizes of its facts, its rules by stratum, and a number of findings."""
    facts = [
        Input(f"fact {i}", None, None, values=tuple(f"value {code}" for code in range(1, size)))
        for i, size in enumerate(sizes)
    ]
    found = [Input(f"finding {i}", None, None, values=(True,)) for i in range(findings)]
    return Program((*facts, *found), len(facts), tuple(tuple(rules) for rules in strata))


def fires(of: Program, codes: Sequence[int]) -> frozenset[str]:
    """Say which rules fire: the definition, to which the engines are held."""
    known = list(codes)
    names: set[str] = set()
    for stratum in of.strata:
        fired = [
            one
            for one in stratum
            if any(all(mask >> known[position] & 1 for position, mask in tests) for tests in one.conjunctions)
        ]
        names.update(one.name for one in fired)
        for one in fired:
            for finding in one.derives:
                known[finding] = 1
    return frozenset(names)


def answers(of: Program, calls: int) -> list[tuple[list[int], frozenset[str]]]:
    """Give random codes for all facts, nothing being found yet, and what fires for them."""
    random = Random(calls)  # noqa: S311 - nothing secret
    asked = [
        [random.randrange(one.size) if i < of.facts else 0 for i, one in enumerate(of.inputs)] for _ in range(calls)
    ]
    return [(codes, fires(of, codes)) for codes in asked]


def random_program(seed: int, rules: int, *, facts: int = 30, strata: int = 4, findings: int = 8) -> Program:
    """Give a program in which every stratum reads the findings of those before it."""
    random = Random(seed)  # noqa: S311 - nothing secret
    sizes = [random.randint(2, 12) for _ in range(facts)]
    every = [*sizes, *[2] * findings]
    share = findings // strata

    def conjunction(known: int) -> dict[int, int]:
        positions = random.sample(range(known), random.randint(1, 4))
        return {position: random.randrange(1, (1 << every[position]) - 1) for position in positions}

    def one(name: str, stratum: int) -> CompiledRule:
        known = facts + stratum * share
        conjunctions = [conjunction(known) for _ in range(random.choice((1, 1, 1, 2, 3)))]
        return rule(name, *conjunctions, derives=[known + random.randrange(share)] if random.random() < 0.3 else ())

    layers = [[one(f"rule {n}", stratum) for n in range(stratum, rules, strata)] for stratum in range(strata)]
    return program(sizes, *layers, findings=findings)
