"""The default engine: pure Python, safe to share between threads.

Every conjunction is a bit. The value of each field leaves some of them standing, and so do the findings of the strata
below; one `and` for each of these leaves those that hold. A rulebook that is asked often, and is not too large for it,
becomes a function of its own (decision 19).
"""

from __future__ import annotations

from functools import cached_property, partial, reduce
from itertools import compress, count, repeat
from operator import and_
from struct import Struct
from typing import TYPE_CHECKING

from runstrength.engine.inputs import by_field, values_of
from runstrength.engine.vectors import WORD, vectors_of
from runstrength.memo import Memo

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from runstrength.engine.program import Program
    from runstrength.engine.vectors import Level, Vectors
    from runstrength.facts import Facts

__all__ = ["NativeEngine"]

# After so many calls a function has been worth making; of more conjunctions, it may be the slower one.
OFTEN = 1000
MOST_CONJUNCTIONS = 1000


class NativeEngine:
    """Runs a program, by bit vectors at first."""

    name = "native"

    def __init__(self, vectors: Vectors, program: Callable[[], Program]) -> None:
        """Run `vectors`; they were made of `program`, which is asked for only by those who look into it."""
        self._make_program = program
        self._vectors = vectors
        standing = by_field(vectors.inputs, self._left_by, partial(reduce, and_))
        self._values = values_of(tuple(standing))
        self._standing = tuple(standing.values())
        self._levels = tuple(map(_Level, vectors.levels))
        self._function: Callable[[Facts], frozenset[str]] | None = None
        self._calls = count(1) if vectors.every.bit_count() <= MOST_CONJUNCTIONS else repeat(0)

    def _left_by(self, places: Sequence[int], codes: Sequence[int]) -> int:
        """Give the conjunctions that codes leave standing."""
        tables = self._vectors.tables
        return reduce(and_, [tables[place][code] for place, code in zip(places, codes, strict=True)])

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
        if self._function is not None:
            return self._function(facts)
        if next(self._calls) == OFTEN:  # and so in one thread alone
            self._function = self._generated()
        standing = self._vectors.every
        for by_value, value in zip(self._standing, self._values(facts), strict=True):
            standing &= by_value[value]
        return self._concluded(standing)[0]

    def _generated(self) -> Callable[[Facts], frozenset[str]]:
        from runstrength.engine.generated import function_of  # noqa: PLC0415 - whoever asks once has no use for it

        return function_of(self.program)

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
            words = level.words(bits)
            for by_word, word in zip(compress(level.by_words, words), filter(None, words), strict=True):
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
