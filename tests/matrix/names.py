"""Names of tests, as tables write them: `tests/properties/test_contract.py::test_contract_holds`."""

from __future__ import annotations

import importlib

__all__ = ["is_test"]


def is_test(name: str) -> bool:
    """Say whether there is such a test, or such a check of a class: `tests/contract.py::_Case.pain`."""
    path, _, inner = name.partition("::")
    try:
        found: object = importlib.import_module(path.removesuffix(".py").replace("/", "."))
    except ImportError:
        return False
    for part in inner.split("."):
        found = getattr(found, part, None)
    return callable(found)
