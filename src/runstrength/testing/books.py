"""A rulebook, as whoever tests one may name it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from runstrength.profile import Profile
from runstrength.rulebook import Rulebook, load
from runstrength.strangers import show

if TYPE_CHECKING:
    from runstrength.facts import Facts

__all__ = ["book_at"]


def book_at(rulebook: object, profile: type[Facts] = Profile) -> Rulebook:
    """Give a rulebook that was loaded or is named by its path. Raises `TypeError` and `RulebookError`."""
    if isinstance(rulebook, (str, Path)):
        return load(rulebook, profile)
    if not isinstance(rulebook, Rulebook):
        raise TypeError(f"a rulebook is what load_rulebook gives, or its path, not {show(rulebook)}")
    return rulebook
