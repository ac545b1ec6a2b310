"""A mapping that is read as fast as a dict, never changes, and can be pickled."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

__all__ = ["Table"]

K = TypeVar("K")
V = TypeVar("V")


class Table(dict[K, V]):
    """A dict that refuses to be changed."""

    __slots__ = ()

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:  # noqa: ANN401 - whatever a dict can be asked to do
        raise TypeError("this mapping cannot be changed")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type[Table[K, V]], tuple[dict[K, V]]]:
        return Table, (dict(self),)
