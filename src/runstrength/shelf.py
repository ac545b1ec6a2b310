"""The rulebooks that come with the library, each made ready once and shared."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from runstrength._version import __version__
from runstrength.ahead import compiled
from runstrength.engine import keep_engine
from runstrength.engine.native import NativeEngine
from runstrength.errors import UnknownNameError
from runstrength.memo import Later
from runstrength.profile import Profile
from runstrength.resolve import keep_resolver
from runstrength.resolve.resolver import Resolver
from runstrength.rulebook.rule import Rulebook
from runstrength.strangers import show

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ahead_of", "on_shelf", "restored", "shipped_rulebook"]

K = TypeVar("K")
V = TypeVar("V")

# What no recommendation needs before somebody asks for a reason, or into the rulebook.
_LATER = ("rules", "sources", "guarantees", "own", "checks")

_shelf: dict[str, Rulebook] = {}
_lock = threading.Lock()


def shipped_rulebook(name: str = "article") -> Rulebook:
    """Give a rulebook that comes with the library; it is made ready once and shared.

    Raises `UnknownNameError` for a name that no shipped rulebook can have.
    """
    if type(name) is not str or not name.replace("-", "_").isidentifier():  # never a path
        raise UnknownNameError(f"there is no shipped rulebook {show(name)}")
    ready = _shelf.get(name)
    if ready is not None:
        return ready
    with _lock:
        if name not in _shelf:
            ahead = compiled(name)
            _shelf[name] = _read(name) if ahead is None else restored(ahead)
        return _shelf[name]


def on_shelf(rulebook: Rulebook) -> str | None:
    """Give the name by which a rulebook was taken from the shelf, or None if it came from elsewhere."""
    return next((name for name, one in _shelf.items() if one is rulebook), None)


def _read(name: str, shown: str | None = None) -> Rulebook:
    from runstrength.rulebook.loading import load  # noqa: PLC0415 - a wheel has it compiled ahead
    from runstrength.shipped import rules_folder  # noqa: PLC0415 - likewise

    return load(rules_folder() / name, Profile, shown)


def ahead_of(name: str) -> bytes:
    """Compile a shipped rulebook ahead: what the build of a wheel puts into it."""
    from runstrength.engine.program import compile_rulebook  # noqa: PLC0415 - only the build needs it
    from runstrength.engine.vectors import vectors_of  # noqa: PLC0415 - likewise
    from runstrength.resolve.sayings import sayings_of  # noqa: PLC0415 - likewise

    rulebook = _read(name, f"<shipped>/{name}")
    fields = {field.name: getattr(rulebook, field.name) for field in attrs.fields(Rulebook)}
    later = {field: dict(fields.pop(field)) for field in _LATER}
    exercises = fields.pop("exercises")
    program = compile_rulebook(rulebook)
    parts = {
        "now": (fields, sayings_of(rulebook), vectors_of(program)),
        "program": program,
        "later": later,
    }
    packed: dict[str, Any] = {part: pickle.dumps(of, protocol=5) for part, of in parts.items()}
    return pickle.dumps({"library": __version__, "exercises": tuple(exercises), **packed}, protocol=5)


def restored(ahead: dict[str, Any]) -> Rulebook:
    """Make a rulebook of its compiled form, ready to run; what few ask for stays packed."""
    fields, sayings, vectors = pickle.loads(ahead["now"])  # noqa: S301 - it came with this code
    later: Later[dict[str, Any]] = Later(lambda: pickle.loads(ahead["later"]))  # noqa: S301 - likewise
    fields["exercises"] = {name: of.exercise for name, of in sayings.exercises.items()}
    fields.update({field: _Unpacked(later, field) for field in _LATER})
    rulebook = Rulebook(**fields)
    keep_engine(rulebook, NativeEngine(vectors, partial(pickle.loads, ahead["program"])))
    keep_resolver(rulebook, Resolver(sayings))
    return rulebook


class _Unpacked(Mapping[K, V]):
    """A part of a rulebook that is unpacked when somebody looks into it."""

    def __init__(self, of: Later[dict[str, Any]], field: str) -> None:
        self._of = of
        self._field = field

    def _entries(self) -> Mapping[K, V]:
        found: Mapping[K, V] = self._of.get()[self._field]
        return found

    def __getitem__(self, key: K) -> V:
        return self._entries()[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._entries())

    def __len__(self) -> int:
        return len(self._entries())

    def __reduce__(self) -> tuple[type[dict[K, V]], tuple[Mapping[K, V]]]:
        return dict, (dict(self._entries()),)
