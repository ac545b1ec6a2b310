"""Facts as small numbers: what an engine reads."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from runstrength.kinds import Ids, MapOf, Number, SetOf, Whole
from runstrength.memo import Memo

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from runstrength.facts import Facts
    from runstrength.kinds import Kind

__all__ = ["Input", "Threshold", "by_field", "values_of"]

T = TypeVar("T")

# A threshold as a pair: (4, 0) lies just below 4, (4, 1) just above it. A number v has passed those not greater than
# (v, 0).
Threshold = tuple[float, int]


@attrs.frozen
class Input:
    """One coded fact.

    `key` is the entry of a map or the element of a set. Of `size` codes the first says unknown. `values` are the
    words of an enumeration (or `False, True`), `bounds` the thresholds of a number; a set by itself (`key` None) has
    just known, code 1.
    """

    field: str
    key: str | None
    kind: Kind | None
    values: tuple[str | bool, ...] = ()
    bounds: tuple[Threshold, ...] = ()

    @property
    def size(self) -> int:
        """How many codes there are, unknown included."""
        return 1 + (len(self.values) or len(self.bounds) + 1)

    def code(self, value: Any) -> int:  # noqa: ANN401 - the value of a field, whatever its kind
        """Give the code of this fact in the value of its field."""
        if value is None:
            return 0
        match self.kind:
            case SetOf() | Ids():
                return 1 if self.key is None else 1 + (self.key in value)
            case MapOf():
                return 0 if self.key not in value else 1 + bisect_right(self.bounds, (value[self.key], 0))
            case Whole() | Number():
                return 1 + bisect_right(self.bounds, (value, 0))
            case _:
                return 1 + self.values.index(value)


def values_of(fields: Sequence[str]) -> Callable[[Facts], tuple[Any, ...]]:
    """Give what reads these fields of facts, in one go where there are several."""
    if len(fields) > 1:
        return attrgetter(*fields)
    return lambda facts: tuple(getattr(facts, field) for field in fields)


def by_field(
    inputs: Sequence[Input], meaning: Callable[[Sequence[int], Sequence[int]], T], joined: Callable[[Sequence[T]], T]
) -> dict[str, Any]:
    """Give for each field what says, of its value, what it means: a mapping that remembers.

    `meaning` is given places among `inputs`, and the codes that they have for the value. Of a map there are too many
    values, so it means what its entries mean, `joined`.
    """
    places: dict[str, list[int]] = {}
    for place, item in enumerate(inputs):
        places.setdefault(item.field, []).append(place)

    def one(of: Sequence[int]) -> Memo[Any, T]:
        return Memo(lambda value: meaning(of, [inputs[place].code(value) for place in of]))

    def entry(place: int) -> Memo[Any, T]:
        item = inputs[place]
        return Memo(lambda value: meaning([place], [item.code(None if value is None else {item.key: value})]))

    return {
        field: _OfMap([(inputs[place].key, entry(place)) for place in of], joined)
        if isinstance(inputs[of[0]].kind, MapOf)
        else one(of)
        for field, of in places.items()
    }


class _OfMap:
    """What the entries of a map mean together."""

    def __init__(
        self, entries: list[tuple[str | None, Memo[Any, Any]]], joined: Callable[[Sequence[Any]], Any]
    ) -> None:
        self._entries = entries
        self._joined = joined
        self._unknown = joined([by_value[None] for _, by_value in entries])

    def __getitem__(self, entries: Any) -> Any:  # noqa: ANN401 - the value of a map, or None
        if entries is None:
            return self._unknown
        value_of = entries.get
        return self._joined([by_value[value_of(key)] for key, by_value in self._entries])
