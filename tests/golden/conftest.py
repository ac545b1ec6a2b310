"""The fixture that compares with a golden file, or writes it: `RUNSTRENGTH_UPDATE_GOLDEN=1 pytest tests/golden`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

EXPECTED = Path(__file__).parent / "expected"
UPDATE = "RUNSTRENGTH_UPDATE_GOLDEN"


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Give a function that holds a text to the golden file of that name, to the byte."""

    def compare(name: str, actual: str) -> None:
        path = EXPECTED / name
        if os.environ.get(UPDATE):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(actual.encode())
        assert path.is_file(), f"there is no {path.name}; write it with {UPDATE}=1, and read it before you commit it"
        assert path.read_bytes().decode() == actual

    return compare
