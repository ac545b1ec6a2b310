"""A program as bit vectors: every conjunction is a bit, and a table says which still stand for a code of an input."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runstrength.engine.inputs import Input
    from runstrength.engine.program import CompiledRule, Conjunction, Program

__all__ = ["WORD", "Level", "Vectors", "bits_of", "vectors_of"]

# The bits of a level are read in words of so many, so each level begins at a word of its own.
WORD = 16


@attrs.frozen(eq=False)
class Level:
    """One stratum: its bits begin at `start` and fill `words`; `names` are the rules that they make fire.

    `found` are the findings of these rules, as bits. `findings` are those that it reads, by their place among all
    findings, each with its two tables: of the bits that stand without it, and of those that stand with it.
    """

    start: int
    words: int
    names: tuple[str, ...]
    found: tuple[int, ...]
    findings: tuple[tuple[int, int, int], ...]


@attrs.frozen(eq=False)
class Vectors:
    """All that the native engine needs: the inputs of facts, each with its table over the bits of all levels."""

    inputs: tuple[Input, ...]
    tables: tuple[tuple[int, ...], ...]
    every: int
    levels: tuple[Level, ...]


def vectors_of(program: Program) -> Vectors:
    """Lay the conjunctions of a program out as bits."""
    size = 0
    places: list[tuple[int, list[tuple[CompiledRule, Conjunction]]]] = []
    readers: dict[int, list[tuple[int, int]]] = {}
    for rules in program.strata:
        bits = [(rule, conjunction) for rule in rules for conjunction in rule.conjunctions]
        places.append((size, bits))
        for bit, (_, conjunction) in enumerate(bits, start=size):
            for position, mask in conjunction:
                readers.setdefault(position, []).append((bit, mask))
        size += -(-len(bits) // WORD) * WORD
    every = sum(((1 << len(bits)) - 1) << start for start, bits in places)
    tables = [_table(item.size, readers.get(at, ()), every, size) for at, item in enumerate(program.inputs)]
    facts = program.facts
    levels = tuple(_level(start, bits, tables[facts:], facts) for start, bits in places)
    return Vectors(program.inputs[:facts], tuple(tables[:facts]), every, levels)


def _table(codes: int, readers: Iterable[tuple[int, int]], every: int, size: int) -> tuple[int, ...]:
    """Give for each code the bits that stand: those that do not read the input, and those whose mask has the code."""
    reading = bytearray(size // 8)
    turns: dict[int, bytearray] = {}
    for bit, mask in readers:
        reading[bit // 8] |= 1 << bit % 8
        for code in bits_of((mask ^ mask << 1) & (1 << codes) - 1):  # where it begins or ceases to stand
            turns.setdefault(code, bytearray(size // 8))[bit // 8] ^= 1 << bit % 8
    found = []
    standing = every & ~int.from_bytes(reading, "little")
    for code in range(codes):
        standing ^= int.from_bytes(turns.get(code, b""), "little")
        found.append(standing)
    return tuple(found)


def bits_of(mask: int) -> Iterator[int]:
    """Give the places of the bits that are set, rising."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def _level(
    start: int, bits: list[tuple[CompiledRule, Conjunction]], tables: list[tuple[int, ...]], facts: int
) -> Level:
    every = (1 << len(bits)) - 1
    read = {position - facts for _, conjunction in bits for position, _ in conjunction if position >= facts}
    return Level(
        start,
        -(-len(bits) // WORD),
        tuple(rule.name for rule, _ in bits),
        tuple(sum(1 << finding - facts for finding in rule.derives) for rule, _ in bits),
        tuple((at, tables[at][0] >> start & every, tables[at][1] >> start & every) for at in sorted(read)),
    )
