"""Remembering what was worked out, for as long as there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Memo"]

K = TypeVar("K")
V = TypeVar("V")

# Enough for the values that come again and again; of those that do not, no process fills its memory.
MOST = 512


class Memo(dict[K, V]):
    """A dict that works out what it does not hold, and begins anew when it is full.

    Threads may share one: what is worked out depends on the key alone, so at worst it is worked out twice.
    """

    __slots__ = ("_most", "_work")

    def __init__(self, work: Callable[[K], V], most: int = MOST) -> None:
        super().__init__()
        self._work = work
        self._most = most

    def __missing__(self, key: K) -> V:
        found = self._work(key)
        if len(self) >= self._most:
            self.clear()
        self[key] = found
        return found
