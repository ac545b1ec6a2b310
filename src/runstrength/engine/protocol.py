"""What an engine is: something that says which rules fire, and knows nothing of what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from runstrength.facts import Facts

__all__ = ["Engine"]


class Engine(Protocol):
    """Safe to call from several threads at once; the same facts always give the same rules."""

    name: str

    def infer(self, facts: Facts) -> frozenset[str]:
        """Give the names of the rules that fire. Raises `EngineError` where it cannot give the right answer."""
        ...
