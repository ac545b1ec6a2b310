"""Runners out of thin air, made by one function, `choose`, that takes one of several.

Hypothesis draws with it, and shrinks towards the first of each; `random.choice` draws with it ten thousand times in a
moment. Runners are derived from a vocabulary, whichever it is.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from runstrength.facts import Choice, Flag, Ids, MapOf, Number, SetOf, Whole, fields_of, kind_of
from runstrength.profile import Profile

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    import attrs

    from runstrength.facts import Facts, Kind
    from runstrength.rulebook import Rulebook

    Choose = Callable[[Sequence[Any]], Any]

__all__ = ["chance", "profile", "thresholds"]

# What a runner is like, and how many questions he answers.
_MOODS = ("well", "well", "any", "ill")
_CANDOUR = ((1, 10), (4, 10), (8, 10), (199, 200))
# Where rules like to draw a line.
_USUAL = (0, 1, 2, 3, 4, 5, 6, 7, 8, 13, 14, 15, 16, 23, 24, 25, 47, 48, 49, 71, 72, 75, 76)
_WIDE = 10  # of a number that goes further, the highest is as ordinary as the lowest


def chance(choose: Choose, of: int, out_of: int) -> bool:
    """Say yes so often; what is simplest is no, and next to it, however often, is yes."""
    return bool(1 <= choose(range(out_of)) <= of)


def profile(
    choose: Choose,
    vocabulary: type[Facts] = Profile,
    ids: Collection[str] = (),
    near: Mapping[str, Sequence[int | float]] | None = None,
    apart: Callable[[Callable[[Choose], Any]], Any] | None = None,
) -> dict[str, Any]:
    """Give what somebody says of himself as a mapping; `ids` may be excluded, numbers are often `near` a threshold.

    Each field is made `apart`, so that whoever makes a runner smaller can leave out a field as a whole.
    """
    mood = choose(_MOODS)
    answered = choose(_CANDOUR)
    excluded = sorted(ids)

    def said(choose: Choose, name: str, attribute: attrs.Attribute[Any]) -> Any:  # noqa: ANN401 - of any kind
        if not attribute.metadata["required"] and not chance(choose, *answered):
            return None
        leaning = mood if attribute.metadata["protective"] or mood == "any" else "able"
        return _value(choose, kind_of(attribute), excluded, leaning, (near or {}).get(name, ()))

    makers = {name: partial(said, name=name, attribute=of) for name, of in fields_of(vocabulary).items()}
    values = {name: apart(make) if apart else make(choose) for name, make in makers.items()}
    return {name: value for name, value in values.items() if value is not None}


def _value(choose: Choose, kind: Kind, ids: Sequence[str], leaning: str, near: Sequence[int | float]) -> Any:  # noqa: ANN401
    """Give a value of a kind. Leaning `well` says mostly that nothing is wrong, `able` that there is much."""
    match kind:
        case Choice(values, ordered):
            return choose(tuple(reversed(values))[:2] if ordered and leaning == "able" and choose((0, 1)) else values)
        case Whole() | Number():
            return _number(choose, kind, leaning, near)
        case Flag():
            return choose((False, True))
        case Ids():
            return [value for value in ids if chance(choose, 1, 20)]
        case SetOf(values):
            if leaning == "well":
                return [choose(values)] if chance(choose, 1, 12) else []
            likely = choose((1, 3, 9)) if leaning == "able" else choose((0, 1, 3))
            return [value for value in values if chance(choose, likely, 10)]
        case MapOf():
            likely = choose((1, 3, 9))
            return {key: _number(choose, kind.item, leaning, near) for key in kind.keys if chance(choose, likely, 10)}


def _number(choose: Choose, kind: Whole | Number, leaning: str, near: Sequence[int | float]) -> int | float:
    number: int | float
    if leaning == "well" and choose(range(4)):
        number = choose((kind.low, kind.high)) if kind.high > _WIDE else kind.low
        return number
    limits = (kind.low, kind.low + 1, kind.high - 1, kind.high)
    options = [*near, *_USUAL, *limits, *(kind.low + (kind.high - kind.low) * part / 16 for part in range(17))]
    if isinstance(kind, Number):
        options += [option + 0.5 for option in (*near, *_USUAL)]
    else:
        options = [int(option) for option in options]
    # What is simplest is the least of them.
    number = choose(sorted(option for option in options if kind.low <= option <= kind.high))
    return float(number) if chance(choose, 1, 8) else number


def thresholds(book: Rulebook) -> dict[str, tuple[int | float, ...]]:
    """Give for each field the numbers that the rules compare it with, and their neighbours."""
    found: dict[str, set[int | float]] = {}
    for path, numbers in book.thresholds.items():
        near = {number + step for number in numbers for step in (-1, 0, 1)}
        found.setdefault(path.partition(".")[0], set()).update(near)
    return {field: tuple(sorted(numbers)) for field, numbers in found.items()}
