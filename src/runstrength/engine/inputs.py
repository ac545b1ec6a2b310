"""Facts as small numbers: what an engine reads."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

import attrs

from runstrength.kinds import Ids, MapOf, Number, SetOf, Whole

if TYPE_CHECKING:
    from runstrength.kinds import Kind

__all__ = ["Input", "Threshold"]

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
