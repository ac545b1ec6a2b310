"""The native engine runs by bit vectors, and once it is asked often by a function made of its program."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from runstrength import Profile, shipped_rulebook
from runstrength.engine import generated, native, native_for
from runstrength.engine.native import NativeEngine

if TYPE_CHECKING:
    from collections.abc import Callable

    from runstrength.engine.program import Program
    from runstrength.facts import Facts

PROGRAM = native_for(shipped_rulebook()).program
RUNNER = Profile.from_dict({"discipline": "trail", "goals": ["hills"], "equipment": ["bands"]})
FUNCTION = frozenset({"the function was asked"})


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Program]:
    """Make functions that betray themselves after ten calls, and list what they are made of."""
    found: list[Program] = []

    def function_of(program: Program) -> Callable[[Facts], frozenset[str]]:
        found.append(program)
        return lambda _: FUNCTION

    monkeypatch.setattr(native, "OFTEN", 10)
    monkeypatch.setattr(generated, "function_of", function_of)
    return found


def test_who_is_asked_often_becomes_a_function(made: list[Program]) -> None:
    """The first calls are answered by vectors, all others by the function."""
    engine = NativeEngine.of(PROGRAM)
    answers = [engine.infer(RUNNER) for _ in range(30)]
    assert [PROGRAM] == made
    assert [FUNCTION] * 20 == answers[10:]
    assert FUNCTION not in answers[:10]


def test_too_large_a_rulebook_stays_with_vectors(made: list[Program], monkeypatch: pytest.MonkeyPatch) -> None:
    """A function asks more and more of a rulebook that grows."""
    conjunctions = sum(len(rule.conjunctions) for rules in PROGRAM.strata for rule in rules)
    monkeypatch.setattr(native, "MOST_CONJUNCTIONS", conjunctions - 1)
    engine = NativeEngine.of(PROGRAM)
    assert FUNCTION not in {engine.infer(RUNNER) for _ in range(30)}
    assert [] == made


def test_while_a_function_is_made_others_are_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """They do not wait for it, and make none themselves."""
    engine = NativeEngine.of(PROGRAM)
    made: list[Program] = []
    meanwhile: list[frozenset[str]] = []

    def function_of(program: Program) -> Callable[[Facts], frozenset[str]]:
        made.append(program)
        if len(made) == 1:
            with ThreadPoolExecutor(8) as threads:
                meanwhile.extend(threads.map(engine.infer, [RUNNER] * 8))
        return lambda _: FUNCTION

    monkeypatch.setattr(native, "OFTEN", 1)
    monkeypatch.setattr(generated, "function_of", function_of)
    answer = engine.infer(RUNNER)
    assert [PROGRAM] == made
    assert [answer] * 8 == meanwhile
    assert FUNCTION == engine.infer(RUNNER)
