"""The rulebooks that come with the library, each read once and shared."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from runstrength.profile import Profile
from runstrength.rulebook import load
from runstrength.shipped import rules_folder

if TYPE_CHECKING:
    from runstrength.rulebook import Rulebook

__all__ = ["on_shelf", "shipped_rulebook"]

_shelf: dict[str, Rulebook] = {}
_lock = threading.Lock()


def shipped_rulebook(name: str = "article") -> Rulebook:
    """Give a rulebook that comes with the library; it is read once and shared."""
    with _lock:
        if name not in _shelf:
            _shelf[name] = load(rules_folder() / name, Profile)
        return _shelf[name]


def on_shelf(rulebook: Rulebook) -> str | None:
    """Give the name by which a rulebook was taken from the shelf, or None if it came from elsewhere."""
    return next((name for name, one in _shelf.items() if one is rulebook), None)
