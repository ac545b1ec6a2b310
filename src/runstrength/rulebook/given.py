"""Rulebooks that are built in Python: plain data as the tree of nodes that a file would have given.

Everything that a file is held to holds here too. A place is a path, such as `rules[3].when`.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from runstrength.rulebook.diagnostics import Diagnostic, Place
from runstrength.rulebook.reading import HALF_CHARACTER, MAX_DEPTH, MAX_NODES, Mapped, Scalar, Sequence
from runstrength.strangers import show

if TYPE_CHECKING:
    from runstrength.rulebook.reading import Node

__all__ = ["TOP", "nodes_of"]

TOP = "the rulebook"
_WORD = re.compile(r"[A-Za-z_][\w-]*\Z")


def nodes_of(data: object, problems: list[Diagnostic]) -> Node | None:
    """Give plain data (dict, list, tuple, str, int, float, bool, None) as nodes; note whatever else is among it."""
    return _Reader(problems).node(data, "", 0)


class _Data:
    """The paths of all nodes, by number."""

    may_vary = True

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.plain: set[int] = set()

    def add(self, path: str, *, plain: bool = False) -> int:
        at = len(self.paths)
        self.paths.append(path)
        if plain:
            self.plain.add(at)
        return at

    def place(self, at: int) -> Place:
        return _place(self.paths[at])

    def is_plain(self, at: int) -> bool:
        return at in self.plain

    def holds(self, at: int, text: str) -> bool:  # noqa: ARG002 - nothing is written
        return False


class _Reader:
    def __init__(self, problems: list[Diagnostic]) -> None:
        self.problems = problems
        self.source = _Data()
        self.nodes = 0

    def note(self, path: str, code: str, message: str, hint: str | None = None) -> None:
        self.problems.append(Diagnostic(_place(path), code, message, hint))

    def node(self, value: object, path: str, depth: int) -> Node | None:
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            # Once is enough: data that contain themselves would say it without end.
            if not any(problem.code in {"RS104", "RS114"} for problem in self.problems):
                deep = depth > MAX_DEPTH
                text = f"more than {MAX_DEPTH} levels" if deep else f"more than {MAX_NODES} values"
                self.note(path, "RS114" if deep else "RS104", f"there are {text}")
            return None
        kind = type(value)
        if kind is dict:
            return self.mapping(value, path, depth)  # type: ignore[arg-type] # just asked
        if kind is list or kind is tuple:
            items = [self.node(item, f"{path}[{at}]", depth + 1) for at, item in enumerate(value)]  # type: ignore[arg-type, var-annotated]
            return Sequence(tuple(item for item in items if item is not None), self.source, self.source.add(path))
        return self.scalar(value, path)

    def mapping(self, value: dict[object, object], path: str, depth: int) -> Mapped:
        entries: dict[str, Node] = {}
        keys: dict[str, int] = {}
        for key, item in value.items():
            below = f"{path}.{_shown(key)}" if path else _shown(key)
            # In a rule file 203 and true are words like any other, and here they may be written as such.
            name = self.scalar(key, below) if key is not None else None
            if name is None:
                if key is None:
                    self.note(below, "RS120", "a key is a text, and this is not")
                continue
            # What is no value has been named; that its key is missing need not be said as well.
            made = self.node(item, below, depth + 1) or self.text("unreadable", below)
            entries[name.text], keys[name.text] = made, name.at
        return Mapped(entries, keys, self.source, self.source.add(path))

    def text(self, text: str, path: str, *, plain: bool = False) -> Scalar:
        return Scalar(text, self.source, self.source.add(path, plain=plain))

    def scalar(self, value: object, path: str) -> Scalar | None:
        kind = type(value)
        if kind is str:
            text = str(value)
            if HALF_CHARACTER.search(text):
                self.note(path, "RS110", "half a character, which no text can hold")
                return None
            # What `for` puts in the place of a variable may be a number.
            return self.text(text, path, plain="$" in text)
        if value is None:
            return self.text("null", path, plain=True)
        if kind is bool:
            return self.text("true" if value else "false", path, plain=True)
        if kind is int and abs(value) < 10**18:  # type: ignore[arg-type] # just asked
            return self.text(str(value), path, plain=True)
        if kind is float and math.isfinite(value):  # type: ignore[arg-type] # just asked
            return self.text(format(Decimal(str(value)), "f"), path, plain=True)
        self.note(path, "RS120", f"a rulebook holds text, numbers, lists and mappings, and not {show(value)}")
        return None


def _place(path: str) -> Place:
    return Place(path or TOP, 0, 0)


def _shown(key: object) -> str:
    return key if type(key) is str and _WORD.match(key) else f"({show(key)})"
