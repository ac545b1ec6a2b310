"""Engines: one rulebook, several ways to run it, one answer.

An engine is given facts and returns nothing but the set of rules that fired. It knows no runner: a rulebook of any
domain with a vocabulary of its own runs on each of them.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from runstrength.engine.native import NativeEngine
from runstrength.errors import EngineError
from runstrength.strangers import nearest, show

if TYPE_CHECKING:
    from runstrength.engine.program import Program
    from runstrength.engine.protocol import Engine
    from runstrength.rulebook.rule import Rulebook

__all__ = ["ENGINES", "engine_for", "keep_engine", "native_for", "rulebook_of"]

ENGINES = ("native", "durable")

_engines: WeakKeyDictionary[Rulebook, dict[str, Engine]] = WeakKeyDictionary()
_lock = threading.Lock()


def engine_for(rulebook: Rulebook, name: str = "native") -> Engine:
    """Give the engine of this name, made ready for a rulebook; it is made once and kept as long as the rulebook.

    Raises `EngineUnavailableError` where that engine cannot run, and `EngineError` if there is none of that name.
    """
    ready = _engines.get(rulebook)
    if ready is not None and type(name) is str and name in ready:
        return ready[name]
    if type(name) is not str or name not in ENGINES:
        near = nearest(name, ENGINES)
        hint = f"; did you mean {near}?" if near else ""
        message = f"there is no engine {show(name)}; there are {' and '.join(ENGINES)}{hint}"
        raise EngineError(message)
    with _lock:
        made = _engines.setdefault(rulebook, {})
        if name not in made:
            made[name] = _make(rulebook, name)
        return made[name]


def keep_engine(rulebook: Rulebook, engine: Engine) -> None:
    """Run a rulebook with an engine that was made ready ahead."""
    with _lock:
        _engines.setdefault(rulebook, {})[engine.name] = engine


def native_for(rulebook: Rulebook) -> NativeEngine:
    """Give the default engine of a rulebook, which also runs on codes: what searches through many runners needs."""
    engine = engine_for(rulebook)
    assert isinstance(engine, NativeEngine)  # noqa: S101 - it is the one of that name
    return engine


def rulebook_of(program: Program) -> Rulebook | None:
    """Give the rulebook whose default engine runs a program, if it was made here and is still there."""
    with _lock:
        native = [(rulebook, made.get("native")) for rulebook, made in _engines.items()]
    return next((of for of, engine in native if isinstance(engine, NativeEngine) and engine.program is program), None)


def _make(rulebook: Rulebook, name: str) -> Engine:
    from runstrength.engine.program import compile_rulebook  # noqa: PLC0415 - what is compiled ahead needs it not

    program = compile_rulebook(rulebook)
    if name == "native":
        return NativeEngine.of(program)
    from runstrength.engine.durable import DurableEngine  # noqa: PLC0415 - optional, and slow to import

    return DurableEngine(program)
