"""Working out once, and not before somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Later", "Memo"]

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


class Later(Generic[V]):
    """A value that is worked out when it is first asked for. Two are equal if their values are."""

    __slots__ = ("_value", "_work")

    def __init__(self, work: Callable[[], V]) -> None:
        self._work: Callable[[], V] | None = work

    def get(self) -> V:
        """Give the value."""
        work = self._work
        if work is not None:
            self._value = work()
            self._work = None  # and with it go what it was worked out from
        return self._value

    def __eq__(self, other: object) -> bool:
        return self.get() == other.get() if isinstance(other, Later) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.get())

    def __repr__(self) -> str:
        return repr(self.get())
