"""A program as one Python function: facts in locals, and conjunctions as `if`s, nested under the tests that they share.

It is built as a syntax tree from the program, never as text. Its names are our own, and its attributes those of the
vocabulary: what a rule file says is a constant, or not in it at all.
"""

from __future__ import annotations

import ast
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

from runstrength.engine.comparisons import Tests, load, tests_of, together, written
from runstrength.kinds import MapOf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from runstrength.engine.comparisons import Test
    from runstrength.engine.program import CompiledRule, Program
    from runstrength.facts import Facts

__all__ = ["function_of", "tree_of"]

# A conjunction: its tests, the rule that it makes fire, and the locals of what is found.
Path = tuple[Tests, str, tuple[str, ...]]

# Below so many tests the others are one, so that neither our code nor a compiler has to go deep.
DEEPEST = 16


def function_of(program: Program) -> Callable[[Facts], frozenset[str]]:
    """Make the function that gives the names of the rules that fire."""
    module = ast.fix_missing_locations(ast.Module([tree_of(program)], []))
    names: dict[str, Any] = {"__builtins__": {}, "frozenset": frozenset}
    exec(compile(module, "<generated>", "exec"), names)  # noqa: S102 - no text, but a tree of our own
    function: Callable[[Facts], frozenset[str]] = names["infer"]
    return function


def tree_of(program: Program) -> ast.FunctionDef:
    """Build the function."""
    known = _Known(program)
    body = [*known.read(), _assign(["names"], ast.List([], ast.Load()))]
    for rules in program.strata:
        body += _nested(_sorted([*known.paths(rules)]))
    body.append(ast.Return(ast.Call(load("frozenset"), [load("names")], [])))
    facts = ast.arguments([], [ast.arg("facts")], None, [], [], None, [])
    return ast.FunctionDef(name="infer", args=facts, body=body, decorator_list=[])


class _Known:
    """What is known: a local for each field, each entry of a map and each finding, None where nothing is."""

    def __init__(self, program: Program) -> None:
        self._inputs = program.inputs
        facts = program.inputs[: program.facts]
        self._fields = {field: f"v{at}" for at, field in enumerate(dict.fromkeys(item.field for item in facts))}
        self._locals = [
            f"w{at}" if item.kind is None or isinstance(item.kind, MapOf) else self._fields[item.field]
            for at, item in enumerate(program.inputs)
        ]
        self._tests = cache(lambda at, mask: tests_of(self._inputs[at], self._locals[at], mask))

    def read(self) -> Iterator[ast.stmt]:
        """Read each fact once; nothing is found yet."""
        for field, local in self._fields.items():
            yield _assign([local], ast.Attribute(load("facts"), field, ast.Load()))
        for item, local in zip(self._inputs, self._locals, strict=True):
            if item.kind is None:
                yield _assign([local], ast.Constant(None))
            elif isinstance(item.kind, MapOf):
                entries = load(self._fields[item.field])
                entry = ast.Call(ast.Attribute(entries, "get", ast.Load()), [ast.Constant(item.key)], [])
                yield _assign([local], ast.IfExp(entries, entry, ast.Constant(None)))

    def paths(self, rules: Iterable[CompiledRule]) -> Iterator[Path]:
        """Give the conjunctions of a stratum."""
        for rule in rules:
            found = tuple(self._locals[at] for at in rule.derives)
            for conjunction in rule.conjunctions:
                tests = dict.fromkeys(test for literal in conjunction for test in self._tests(*literal))
                yield (*tests,), rule.name, found


def _sorted(paths: list[Path]) -> Iterator[Path]:
    """Put first the tests that most share. What has to stand before a test is shared by as many, so there it stays."""
    shared = Counter(test for tests, _, _ in paths for test in tests)
    for unsorted, name, found in paths:
        tests = sorted(unsorted, key=shared.__getitem__, reverse=True)
        if len(tests) > DEEPEST:
            tests[DEEPEST:] = [together(tests[DEEPEST:])]
        yield tuple(tests), name, found


def _nested(paths: Iterable[Path]) -> list[ast.stmt]:
    """Write conjunctions down, those that begin with the same test below it."""
    names: dict[str, None] = {}
    findings: dict[str, None] = {}
    below: dict[Test, list[Path]] = {}
    for tests, name, found in paths:
        if tests:
            below.setdefault(tests[0], []).append((tests[1:], name, found))
        else:
            names[name] = None
            findings |= dict.fromkeys(found)
    then: list[ast.stmt] = []
    if names:
        more: Any = (*names,)  # typeshed knows no constant tuples
        then.append(ast.AugAssign(ast.Name("names", ast.Store()), ast.Add(), ast.Constant(more)))
    if findings:
        then.append(_assign([*findings], ast.Constant(value=True)))
    return [*then, *(ast.If(written(test), _nested(under), []) for test, under in below.items())]


def _assign(names: list[str], value: ast.expr) -> ast.stmt:
    return ast.Assign([ast.Name(name, ast.Store()) for name in names], value)
