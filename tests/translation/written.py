"""What the library's code says to people: every sentence that stands in a call of `said` or `several`."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import runstrength

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["written"]

SOURCE = Path(runstrength.__file__).parent


@cache
def written() -> frozenset[str]:
    """Give the sentences that stand in the code, those of tables of sentences among them."""
    return frozenset(text for path in sorted(SOURCE.rglob("*.py")) for text in _of_module(path) if text)


def _of_module(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tables = {
        target.id: list(_texts(node.value))
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.Module))]
    for function in functions:
        named: dict[str, list[str]] = dict(tables)
        for node in ast.walk(function):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        named[target.id] = [*named.get(target.id, []), *_texts(node.value)]
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"said", "several"}:
                first = node.args[0]
                yield from _texts(first)
                while isinstance(first, (ast.Subscript, ast.Attribute, ast.Call)):
                    first = first.func if isinstance(first, ast.Call) else first.value
                if isinstance(first, ast.Name):
                    yield from named.get(first.id, ())


def _texts(node: ast.AST) -> Iterator[str]:
    """Give the texts of an expression: itself, either side of a choice, the values of a mapping."""
    match node:
        case ast.Constant(str(text)):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from _texts(body)
            yield from _texts(other)
        case ast.Dict(values=values):
            for value in values:
                yield from _texts(value)
        case _:
            pass
