"""The default engine: pure Python, nothing compiled, safe to share between threads.

Every conjunction is a bit. The value of each field leaves some of them standing, and so do the findings of the strata
below; one `and` for each of these leaves those that hold.
"""

from __future__ import annotations

from functools import cached_property, partial
from operator import attrgetter
from struct import Struct
from typing import TYPE_CHECKING, Any

from runstrength.engine.vectors import WORD, vectors_of
from runstrength.kinds import MapOf
from runstrength.memo import Memo

if TYPE_CHECKING:
    from collections.abc import Callable

    from runstrength.engine.inputs import Input
    from runstrength.engine.program import Program
    from runstrength.engine.vectors import Level, Vectors
    from runstrength.facts import Facts

__all__ = ["NativeEngine"]

_Part = tuple["Input", tuple[int, ...]]


class NativeEngine:
    """Runs a program by bit vectors."""

    name = "native"

    def __init__(self, vectors: Vectors, program: Callable[[], Program]) -> None:
        """Run `vectors`; they were made of `program`, which is asked for only by those who look into it."""
        self._make_program = program
        self._vectors = vectors
        fields: dict[str, list[_Part]] = {}
        for item, table in zip(vectors.inputs, vectors.tables, strict=True):
            fields.setdefault(item.field, []).append((item, table))
        self._values = _getter(tuple(fields))
        self._standing = tuple(_of_field(vectors.every, parts) for parts in fields.values())
        self._levels = tuple(map(_Level, vectors.levels))

    @classmethod
    def of(cls, program: Program) -> NativeEngine:
        """Make ready to run a program."""
        return cls(vectors_of(program), lambda: program)

    @cached_property
    def program(self) -> Program:
        """The program that it runs."""
        return self._make_program()

    def infer(self, facts: Facts) -> frozenset[str]:
        """Give the names of the rules that fire."""
        standing = self._vectors.every
        for by_value, value in zip(self._standing, self._values(facts), strict=True):
            standing &= by_value[value]
        return self._concluded(standing)[0]

    def run(self, codes: list[int]) -> frozenset[str]:
        """Give the names of the rules that fire for the codes of all inputs, and note the findings among the codes."""
        standing = self._vectors.every
        facts = len(self._vectors.inputs)
        for table, code in zip(self._vectors.tables, codes[:facts], strict=True):
            standing &= table[code]
        fired, found = self._concluded(standing)
        codes[facts:] = [found >> at & 1 for at in range(len(codes) - facts)]
        return fired

    def _concluded(self, standing: int) -> tuple[frozenset[str], int]:
        """Give the rules that fire where the facts leave these conjunctions standing, and what they find."""
        names: list[str] = []
        found = 0
        for level in self._levels:
            bits = standing >> level.start & level.by_findings[found]
            found_here = 0
            for by_word, word in zip(level.by_words, level.words(bits), strict=True):
                if word:
                    more, findings = by_word[word]
                    names += more
                    found_here |= findings
            found |= found_here
        return frozenset(names), found


class _Level:
    """One stratum: what its bits are and mean, remembered for the findings and the words that came."""

    def __init__(self, of: Level) -> None:
        self.start = of.start
        self._size = of.words * WORD // 8
        self._unpack = Struct(f"<{of.words}H").unpack
        self.by_findings = Memo(partial(self._left_by, of.findings, (1 << len(of.names)) - 1))
        starts = range(0, len(of.names), WORD)
        self.by_words = [
            Memo(partial(self._meaning, of.names[at : at + WORD], of.found[at : at + WORD])) for at in starts
        ]

    def words(self, bits: int) -> tuple[int, ...]:
        """Take bits apart into words, the lowest first."""
        return self._unpack(bits.to_bytes(self._size, "little"))

    @staticmethod
    def _left_by(findings: tuple[tuple[int, int, int], ...], every: int, found: int) -> int:
        for at, without, having in findings:
            every &= having if found >> at & 1 else without
        return every

    @staticmethod
    def _meaning(names: tuple[str, ...], found: tuple[int, ...], word: int) -> tuple[tuple[str, ...], int]:
        bits = [bit for bit in range(len(names)) if word >> bit & 1]
        findings = 0
        for bit in bits:
            findings |= found[bit]
        return tuple(dict.fromkeys(names[bit] for bit in bits)), findings


def _getter(fields: tuple[str, ...]) -> Callable[[Facts], tuple[Any, ...]]:
    """Give what reads these fields, in one go where there are several."""
    if len(fields) > 1:
        return attrgetter(*fields)
    return lambda facts: tuple(getattr(facts, field) for field in fields)


def _of_field(every: int, parts: list[_Part]) -> Any:  # noqa: ANN401 - what gives for a value the bits that stand
    if isinstance(parts[0][0].kind, MapOf):
        return _OfMap(every, parts)
    return Memo(partial(_standing, every, parts))


def _standing(every: int, parts: list[_Part], value: Any) -> int:  # noqa: ANN401 - the value of a field
    for item, table in parts:
        every &= table[item.code(value)]
    return every


class _OfMap:
    """The bits that the entries of a map leave standing: there are too many maps to remember each."""

    def __init__(self, every: int, parts: list[_Part]) -> None:
        self._parts = [(item.key, Memo(partial(_of_entry, item, table))) for item, table in parts]
        self._nothing = _standing(every, parts, None)
        self._every = every

    def __getitem__(self, entries: Any) -> int:  # noqa: ANN401 - the value of a map, or None
        if entries is None:
            return self._nothing
        standing = self._every
        for key, by_value in self._parts:
            standing &= by_value[entries.get(key)]
        return standing


def _of_entry(item: Input, table: tuple[int, ...], value: float | None) -> int:
    return table[item.code(None if value is None else {item.key: value})]
