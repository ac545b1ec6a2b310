"""Where durable-rules cannot run, the engine says in one sentence why, and what can (hazard 12)."""

from __future__ import annotations

import sys

import pytest

from runstrength.engine.durable import DurableEngine
from runstrength.errors import EngineError, EngineUnavailableError
from tests.programs import program


def message(monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int]) -> str:
    """Give what the engine says on a Python of some version."""
    of = program([2])
    with monkeypatch.context() as patch:
        patch.setattr(sys, "version_info", version)
        with pytest.raises(EngineUnavailableError) as caught:
            DurableEngine(of)
    assert isinstance(caught.value, EngineError)
    return str(caught.value)


@pytest.mark.parametrize("minor", [13, 14, 15])
def test_python(monkeypatch: pytest.MonkeyPatch, minor: int) -> None:
    """From Python 3.13 on it is not even tried, whatever is installed."""
    assert message(monkeypatch, (3, minor, 0)) == (
        "the durable engine cannot run here: durable-rules 2.0.28, its newest release, does not import on"
        " Python 3.13 and later; the native engine gives the same answers"
    )


def test_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that is missing is named."""
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)  # what makes an import fail
    assert message(monkeypatch, (3, 12, 0)) == (
        "the durable engine cannot run here: it needs the package durable-rules, which is not installed;"
        " the native engine gives the same answers"
    )


def test_does_not_load(monkeypatch: pytest.MonkeyPatch) -> None:
    """An extension that is there and does not load is another reason."""

    class Broken:
        """Finds the extension, and cannot load it."""

        def find_spec(self, name: str, path: object = None, target: object = None) -> None:
            del path, target
            if name == "durable_rules_engine":
                raise ImportError("undefined symbol: PyEval_CallObject")

    monkeypatch.delitem(sys.modules, "durable_rules_engine", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    assert message(monkeypatch, (3, 12, 0)) == (
        "the durable engine cannot run here: the package durable-rules is installed, but this Python cannot load it;"
        " the native engine gives the same answers"
    )
