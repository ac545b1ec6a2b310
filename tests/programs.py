"""Programs made by hand or by chance, and what they mean, for tests of engines: inputs are just numbers of codes here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.engine.program import CompiledRule, Input, Program

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from random import Random

__all__ = ["fires", "program", "random_codes", "random_program", "rule"]


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


def random_codes(random: Random, of: Program) -> list[int]:
    """Give codes for all facts; nothing is found yet."""
    return [random.randrange(one.size) if i < of.facts else 0 for i, one in enumerate(of.inputs)]


def random_program(random: Random, rules: int, *, facts: int = 30, strata: int = 4, findings: int = 8) -> Program:
    """Give a program in which every stratum reads the findings of those before it."""
    sizes = [random.randint(2, 12) for _ in range(facts)]
    of = program(sizes, findings=findings)
    share = findings // strata

    def conjunction(known: int) -> dict[int, int]:
        positions = random.sample(range(known), random.randint(1, 4))
        return {position: random.randrange(1, (1 << of.inputs[position].size) - 1) for position in positions}

    def one(name: str, stratum: int) -> CompiledRule:
        known = facts + stratum * share
        conjunctions = [conjunction(known) for _ in range(random.choice((1, 1, 1, 2, 3)))]
        return rule(name, *conjunctions, derives=[known + random.randrange(share)] if random.random() < 0.3 else ())  # noqa: PLR2004

    layers = [[one(f"rule {n}", stratum) for n in range(stratum, rules, strata)] for stratum in range(strata)]
    return program(sizes, *layers, findings=findings)
