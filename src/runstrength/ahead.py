"""What a wheel carries of its rulebooks compiled ahead: data as trusted as the code beside them.

A checkout has none, and a rulebook from elsewhere is always read; nothing is ever written when the library runs.
"""

from __future__ import annotations

import os
import pickle
from functools import cache
from typing import Any

from runstrength._version import __version__

__all__ = ["FOLDER", "compiled", "file_of"]

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "compiled")  # noqa: PTH100, PTH118, PTH120 - pathlib takes time to import


def file_of(name: str) -> str:
    """Give where the compiled form of a shipped rulebook lies, if it lies anywhere."""
    return os.path.join(FOLDER, f"{name}.pickle")  # noqa: PTH118 - as above


@cache
def compiled(name: str) -> dict[str, Any] | None:
    """Give the compiled form of a shipped rulebook, each part of it still packed; None where there is none."""
    try:
        with open(file_of(name), "rb") as file:  # noqa: PTH123 - as above
            found: dict[str, Any] = pickle.load(file)  # noqa: S301 - it came with this code, and in the same way
    except FileNotFoundError:
        return None
    return found if found["library"] == __version__ else None
