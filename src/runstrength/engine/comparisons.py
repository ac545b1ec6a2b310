"""A mask over the codes of an input as comparisons in Python, of a local that is None where nothing is known."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from runstrength.engine.vectors import bits_of
from runstrength.kinds import Choice, Flag, Ids, SetOf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runstrength.engine.inputs import Input

__all__ = ["Test", "Tests", "load", "tests_of", "together", "written"]

# How a local is compared, and with what; compared by nothing, it has to be true. `Or` compares no local: beside it
# stand alternatives. A test may be made wherever those before it hold.
Test = tuple[type[ast.cmpop | ast.Or] | None, str, Any]
Tests = tuple[Test, ...]


def tests_of(item: Input, local: str, mask: int) -> Tests:
    """Give the tests of a local that say that its input has one of some codes."""
    known: Test = (ast.IsNot, local, None)
    alternatives: list[Tests] = [((ast.Is, local, None),)] if mask & 1 else []
    codes = mask & ~1
    if codes == (1 << item.size) - 2:
        return () if alternatives else (known,)
    match item.kind:
        case _ if not codes:
            pass
        case SetOf() | Ids() if codes & 4:
            alternatives.append(((None, local, None), (ast.In, local, item.key)))
        case SetOf() | Ids():
            alternatives.append((known, (ast.NotIn, local, item.key)))
        case Choice() | Flag():
            alternatives.append(((ast.In, local, frozenset(item.values[code - 1] for code in bits_of(codes))),))
        case _:
            alternatives += ((known, *between) for between in _intervals(item, local, codes))
    return alternatives[0] if len(alternatives) == 1 else ((ast.Or, "", tuple(alternatives)),)


def _intervals(item: Input, local: str, codes: int) -> Iterator[Tests]:
    """Give for each run of codes the thresholds between which the number lies."""
    thresholds = (None, *item.bounds, None)
    turns = [*bits_of(codes ^ codes << 1)]
    for begin, end in zip(turns[::2], turns[1::2], strict=True):
        tests: list[Test] = []
        if low := thresholds[begin - 1]:
            tests.append((ast.Gt if low[1] else ast.GtE, local, low[0]))
        if high := thresholds[end - 1]:
            tests.append((ast.LtE if high[1] else ast.Lt, local, high[0]))
        yield tuple(tests)


def together(tests: Iterable[Test]) -> Test:
    """Make one test of several."""
    return ast.Or, "", (tuple(tests),)


def written(test: Test) -> ast.expr:
    """Write a test down."""
    how, local, beside = test
    if how is None:
        return load(local)
    if issubclass(how, ast.Or):
        return _joined(how(), [_joined(ast.And(), [*map(written, tests)]) for tests in beside])
    sides = [load(local), ast.Constant(beside)]
    if isinstance(beside, str):  # an element, which a set has or has not
        sides.reverse()
    return ast.Compare(sides[0], [how()], [sides[1]])


def _joined(by: ast.boolop, tests: list[ast.expr]) -> ast.expr:
    return tests[0] if len(tests) == 1 else ast.BoolOp(by, tests)


def load(name: str) -> ast.Name:
    """Read a local."""
    return ast.Name(name, ast.Load())
