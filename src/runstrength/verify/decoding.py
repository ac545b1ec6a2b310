"""From the codes of a program back to facts: a runner whom a solver found becomes one who can be asked about."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from runstrength.facts import Choice, Flag, Ids, MapOf, SetOf, Whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runstrength.engine.program import Input

__all__ = ["Key", "decode", "value_of"]

# A fact: a field, and the entry of a map or the element of a set.
Key = tuple[str, "str | None"]


def value_of(item: Input, code: int) -> Any:  # noqa: ANN401 - a value of any kind
    """Give a plain value that has a code: of an interval a whole number at its inner end, or else any number in it.

    What lies below every threshold is most ordinary just below, and all else where it begins. Code 0, which says
    unknown, is None.
    """
    if code == 0:
        return None
    kind = item.kind.item if isinstance(item.kind, MapOf) else item.kind
    assert kind is not None  # noqa: S101 - only findings have none, and they are no facts
    if isinstance(kind, (Choice, Flag, SetOf, Ids)):
        return item.values[code - 1]
    begins = ((kind.low, 0), *item.bounds)[code - 1]
    ends = (*item.bounds, (kind.high, 1))[code - 1]
    if code == 1 and item.bounds:
        below = math.ceil(ends[0]) - 1 if not ends[1] else math.floor(ends[0])
        if (below, 0) >= begins:
            return below
    whole = math.ceil(begins[0]) if not begins[1] else math.floor(begins[0]) + 1
    # Between thresholds of whole numbers there always is one: such a threshold is a whole number itself.
    if isinstance(kind, Whole) or (whole, 0) < ends:
        return whole
    return begins[0] if not begins[1] else (begins[0] + ends[0]) / 2


def decode(inputs: Mapping[Key, Input], codes: Mapping[Key, int]) -> dict[str, Any]:
    """Give a profile, as a mapping, that has these codes; facts without a code are left unknown."""
    found: dict[str, Any] = {}
    for key, code in codes.items():
        item = inputs[key]
        if code == 0:
            continue
        match item.kind:
            case SetOf() | Ids():
                members = found.setdefault(item.field, [])
                if item.key is not None and value_of(item, code):
                    members.append(item.key)
            case MapOf():
                found.setdefault(item.field, {})[item.key] = value_of(item, code)
            case _:
                found[item.field] = value_of(item, code)
    return found
