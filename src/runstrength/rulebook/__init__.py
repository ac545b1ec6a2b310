"""Rulebooks: what is known, as data that a physiotherapist can read, checked as a whole before it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.rulebook.rule import Rulebook

if TYPE_CHECKING:
    from runstrength.rulebook.diagnostics import RulebookError
    from runstrength.rulebook.loading import build, load, read_rulebook, shipped_exercises

__all__ = ["Rulebook", "RulebookError", "build", "load", "read_rulebook", "shipped_exercises"]


if not TYPE_CHECKING:  # or a type checker would believe in any name

    def __getattr__(name: str) -> object:
        """Import what reads rulebooks when it is first asked for: the shipped one is there without it."""
        if name == "RulebookError":
            from runstrength.rulebook import diagnostics  # noqa: PLC0415

            return diagnostics.RulebookError
        if name in __all__:
            from runstrength.rulebook import loading  # noqa: PLC0415

            return getattr(loading, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
