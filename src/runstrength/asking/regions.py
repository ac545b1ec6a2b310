"""The values that rules can tell apart, taken back from their codes: what stands for many runners in a search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runstrength.facts import Ids, MapOf, Number, SetOf, Whole

if TYPE_CHECKING:
    from runstrength.engine.program import Input

__all__ = ["IN", "NOT_IN", "UNKNOWN", "bounds_of", "is_element", "numbers_of", "value_for", "with_code"]

UNKNOWN = 0
NOT_IN, IN = 1, 2  # of an element of a set


def is_element(of: Input) -> bool:
    """Say whether an input codes an element of a set."""
    return isinstance(of.kind, (SetOf, Ids)) and of.key is not None


def numbers_of(of: Input) -> Whole | Number | None:
    """Give the kind of number that an input codes, if it does."""
    kind = of.kind.item if isinstance(of.kind, MapOf) else of.kind
    return kind if isinstance(kind, (Whole, Number)) else None


def bounds_of(of: Input, code: int) -> tuple[float, float, bool, bool]:
    """Give the interval of a code: from, to, and whether each end belongs to it. The input codes a number."""
    kind = numbers_of(of)
    assert kind is not None  # noqa: S101 - callers have asked
    low, after_low = (kind.low, 0) if code == 1 else of.bounds[code - 2]
    high, after_high = (kind.high, 1) if code > len(of.bounds) else of.bounds[code - 1]
    if isinstance(kind, Whole) and not after_high:
        high, after_high = high - 1, 1
    return low, high, not after_low, bool(after_high)


def value_for(of: Input, code: int, near: float | None = None) -> Any:  # noqa: ANN401 - a value of any kind
    """Give a value that has a code, of a number the one nearest to another; of an element whether it is in the set."""
    kind = numbers_of(of)
    if kind is None:
        return of.values[code - 1]
    low, high, with_low, with_high = bounds_of(of, code)
    if near is not None and near >= high:
        wanted = high if with_high else (low + high) / 2
    elif with_low:
        wanted = low
    else:
        wanted = min(low + 1, (low + high) / 2)
    return int(wanted) if float(wanted).is_integer() else wanted


def with_code(of: Input, value: Any, code: int, near: float | None = None) -> Any:  # noqa: ANN401
    """Give the value of a whole field in which one input has been given a code."""
    if is_element(of):
        held = set(value or ())
        (held.add if code == IN else held.discard)(of.key)
        return held
    if isinstance(of.kind, MapOf):
        return {**(value or {}), of.key: value_for(of, code, near)}
    if isinstance(of.kind, (SetOf, Ids)):
        return set(value or ())
    return value_for(of, code, near)
