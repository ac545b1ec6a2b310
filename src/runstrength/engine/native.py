"""The default engine: pure Python, nothing compiled, safe to share between threads.

Every conjunction of a stratum is a bit. For each input a table gives, for its code, the conjunctions still standing;
one `and` per input leaves those that hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from runstrength.engine.program import CompiledRule, Program
    from runstrength.facts import Facts

__all__ = ["NativeEngine"]


@attrs.frozen(eq=False)
class _Stratum:
    """The rule of each bit, and for each input that matters its table."""

    owners: tuple[CompiledRule, ...]
    tables: tuple[tuple[int, tuple[int, ...]], ...]

    def fired(self, codes: list[int]) -> list[CompiledRule]:
        standing = (1 << len(self.owners)) - 1
        for position, table in self.tables:
            standing &= table[codes[position]]
        found = []
        while standing:
            lowest = standing & -standing
            found.append(self.owners[lowest.bit_length() - 1])
            standing ^= lowest
        return found


class NativeEngine:
    """Runs a program by bit vectors."""

    name = "native"

    def __init__(self, program: Program) -> None:
        self.program = program
        self._strata = tuple(_stratum(rules, program) for rules in program.strata)

    def infer(self, facts: Facts) -> frozenset[str]:
        """Give the names of the rules that fire."""
        return self.run(self.program.encode(facts))

    def run(self, codes: list[int]) -> frozenset[str]:
        """Give the names of the rules that fire for the codes of all inputs; the list is used up."""
        names: set[str] = set()
        for stratum in self._strata:
            for rule in stratum.fired(codes):
                names.add(rule.name)
                for finding in rule.derives:
                    codes[finding] = 1
        return frozenset(names)


def _stratum(rules: tuple[CompiledRule, ...], program: Program) -> _Stratum:
    bits = [(rule, dict(conjunction)) for rule in rules for conjunction in rule.conjunctions]
    used = sorted({position for _, conjunction in bits for position in conjunction})

    def table(position: int) -> tuple[int, ...]:
        every = (1 << program.inputs[position].size) - 1
        return tuple(
            sum(1 << bit for bit, (_, conjunction) in enumerate(bits) if conjunction.get(position, every) >> code & 1)
            for code in range(program.inputs[position].size)
        )

    return _Stratum(tuple(rule for rule, _ in bits), tuple((position, table(position)) for position in used))
