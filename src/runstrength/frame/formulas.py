"""The rules of a program as formulas of truth over the columns of a frame.

A leaf asks one column one thing, and where the fact is unknown the answer is no; a formula joins leaves by `not`,
`and` and `or`. What is equal is one formula however many rules share it, a leaf that no column can answer is false
before anything is computed, and findings are the formulas of the rules that derive them: no stratum is left.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from runstrength.facts import Flag, Ids, SetOf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from runstrength.engine.inputs import Input, Threshold
    from runstrength.engine.program import Program

__all__ = ["At", "Formula", "Formulas", "Leaf", "Path", "formulas_of"]

# A field; of a map the entry as well. Of a set, an element.
Path = tuple[str, "str | None"]
# A formula by its place among the nodes, or what it always is.
At = int | bool


@attrs.frozen
class Leaf:
    """What is asked of a column. `asks` is one of four.

    `known`: is there a value. `true`: is the flag true, or the element in the set. `is`: is it this `word`. `from`: is
    it a number that has passed this `threshold`.
    """

    asks: str
    path: Path
    word: str = ""
    threshold: Threshold = (0, 0)


@attrs.frozen
class Formula:
    """A node: a leaf, or formulas before it joined by `not`, `and` or `or`."""

    join: str
    leaf: Leaf | None
    of: tuple[int, ...]


@attrs.frozen(eq=False)
class Formulas:
    """Every formula after those that it is made of, and for each rule, in the order of the program, its own."""

    nodes: tuple[Formula, ...]
    rules: Mapping[str, At]

    @cached_property
    def leaves(self) -> tuple[tuple[int, Leaf], ...]:
        """The leaves, those of a column together: what they read stays near."""
        found = [(at, node.leaf) for at, node in enumerate(self.nodes) if node.leaf is not None]
        return tuple(sorted(found, key=lambda leaf: (leaf[1].path[0], leaf[1].path[1] or "")))

    @cached_property
    def spent(self) -> tuple[tuple[int, ...], ...]:
        """For each formula those that nobody needs once it is computed."""
        last = {at: at for at in range(len(self.nodes))}
        last |= {of: at for at, node in enumerate(self.nodes) for of in node.of}
        found: list[list[int]] = [[] for _ in self.nodes]
        for of, at in last.items():
            found[at].append(of)
        return tuple(map(tuple, found))


def formulas_of(program: Program, given: frozenset[Path]) -> Formulas:
    """Make the formulas of a program for frames in which these paths have a column.

    A set that is there as a whole, or in any element, is given as `(field, None)` as well.
    """
    return _Maker(program, given).formulas()


class _Maker:
    def __init__(self, program: Program, given: frozenset[Path]) -> None:
        self.program = program
        self.given = given
        self.nodes: list[Formula] = []
        self.places: dict[Formula, int] = {}
        self.findings: dict[int, At] = {}

    def formulas(self) -> Formulas:
        rules: dict[str, At] = {}
        deriving: dict[int, list[At]] = {}
        for stratum in self.program.strata:
            for rule in stratum:
                rules[rule.name] = self.any(
                    self.all(self.accepted(position, mask) for position, mask in conjunction)
                    for conjunction in rule.conjunctions
                )
                for finding in rule.derives:
                    deriving.setdefault(finding, []).append(rules[rule.name])
            # A finding is read once every stratum with a rule that derives it is done.
            self.findings |= {finding: self.any(found) for finding, found in deriving.items()}
        return Formulas(tuple(self.nodes), rules)

    # joining

    def place(self, formula: Formula) -> int:
        if formula not in self.places:
            self.places[formula] = len(self.nodes)
            self.nodes.append(formula)
        return self.places[formula]

    def no(self, at: At) -> At:
        if isinstance(at, bool):
            return not at
        node = self.nodes[at]
        return node.of[0] if node.join == "not" else self.place(Formula("not", None, (at,)))

    def all(self, parts: Iterable[At]) -> At:
        return self.join("and", parts, nothing=True)

    def any(self, parts: Iterable[At]) -> At:
        return self.join("or", parts, nothing=False)

    def join(self, how: str, parts: Iterable[At], *, nothing: bool) -> At:
        found: set[int] = set()
        for at in parts:
            if not isinstance(at, bool):
                found.add(at)
            elif at is not nothing:
                return at
        if len(found) > 1:
            return self.place(Formula(how, None, tuple(sorted(found))))
        return found.pop() if found else nothing

    # literals

    def leaf(self, asks: str, path: Path, word: str = "", threshold: Threshold = (0, 0)) -> At:
        if path not in self.given:
            return False
        return self.place(Formula("leaf", Leaf(asks, path, word, threshold), ()))

    def accepted(self, position: int, mask: int) -> At:
        """Give where an input has one of the codes of a mask."""
        of = self.program.inputs[position]
        if of.kind is None:
            found = self.findings.get(position, False)
            return {0: False, 1: self.no(found), 2: found, 3: True}[mask]
        if mask & 1:  # whatever else it accepts, it is simpler to say what it does not
            return self.no(self.accepted(position, ((1 << of.size) - 1) & ~mask))
        return self.among(of, [code for code in range(1, of.size) if mask >> code & 1])

    def among(self, of: Input, codes: list[int]) -> At:
        """Give where the code of a known fact is one of these."""
        listed = isinstance(of.kind, (SetOf, Ids))
        known = self.leaf("known", (of.field, None if listed else of.key))
        others = [code for code in range(1, of.size) if code not in codes]
        if not others:
            return known
        if not codes:
            return False
        if listed or isinstance(of.kind, Flag):
            true = self.leaf("true", (of.field, of.key))
            return true if codes == [2] else self.all([known, self.no(true)])
        if of.values:
            return (
                self.words(of, codes)
                if len(codes) <= len(others)
                else self.all([known, self.no(self.words(of, others))])
            )
        return self.intervals(of, codes, known)

    def words(self, of: Input, codes: list[int]) -> At:
        return self.any(self.leaf("is", (of.field, of.key), word=str(of.values[code - 1])) for code in codes)

    def intervals(self, of: Input, codes: list[int], known: At) -> At:
        """Join neighbouring intervals: from where the first begins, and not from where the last ends."""
        begins = [known, *(self.leaf("from", (of.field, of.key), threshold=bound) for bound in of.bounds), False]
        found: list[At] = []
        for code in codes:
            if code - 1 not in codes:
                last = next(end for end in range(code, of.size) if end + 1 not in codes)
                found.append(self.all([begins[code - 1], self.no(begins[last])]))
        return self.any(found)
