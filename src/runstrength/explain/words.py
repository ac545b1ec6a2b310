"""Facts, conditions and numbers in a runner's words, by the vocabulary: `pain.knee`, 4 is "knee pain: 4 of 10"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.facts import Choice, Flag, MapOf, Number, Whole, fields_of, kind_of
from runstrength.rulebook.conditions import And, Compare, Finding, Maybe, Member, Not, Or, Path, Unknown

if TYPE_CHECKING:
    from runstrength.facts import Facts, Kind
    from runstrength.rulebook.conditions import Condition

__all__ = ["condition_in_words", "counted", "duration", "fact_in_words", "label", "span", "spoken"]

_PROPER = {"achilles": "Achilles", "it band": "IT band"}
_SHORT_UNITS = {"km": "kilometres"}
_MINUTE = 60
_SCALE = (0, 10)  # a number without a unit between these is a grade
_OPERATORS = {"==": "is", "!=": "is not", "<": "less than", "<=": "at most", ">": "more than", ">=": "at least"}


def spoken(word: object) -> str:
    """Give a word of a vocabulary, or an id, the way people write it."""
    text = str(word).replace("_", " ").replace("-", " ")
    for plain, proper in _PROPER.items():
        text = text.replace(plain, proper)
    return text


def span(bounds: tuple[int, int]) -> str:
    """Give `2–3`, or `3` where both are the same."""
    low, high = bounds
    return str(low) if low == high else f"{low}–{high}"


def counted(count: int, one: str, many: str | None = None) -> str:
    """Give a number with its noun: `1 rule`, `2 rules`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def duration(seconds: tuple[int, int]) -> str:
    """Give `30–45 s`, or `2.5–4 min` where that is as exact and easier to read."""
    if seconds[1] >= 2 * _MINUTE and all(end % (_MINUTE // 2) == 0 for end in seconds):
        return f"{'–'.join(dict.fromkeys(f'{end / _MINUTE:g}' for end in seconds))} min"
    return f"{span(seconds)} s"


def label(vocabulary: type[Facts], path: Path) -> str:
    """Say what a fact is about: `knee pain`, `days to race`."""
    name = spoken(path.field)
    if path.key is not None:
        return f"{spoken(path.key)} {name}"
    first, _, last = name.rpartition(" ")
    return first if first and _SHORT_UNITS.get(last) == _unit(_kind(vocabulary, path)) else name


def fact_in_words(vocabulary: type[Facts], path: str, value: object) -> str:
    """Say a known fact: `knee pain: 4 of 10`. `path` and `value` are as they stand in a reason."""
    field, _, key = path.partition(".")
    at = Path(field, key or None)
    return f"{label(vocabulary, at)}: {_value(vocabulary, at, value)}"


def _kind(vocabulary: type[Facts], path: Path) -> Kind:
    kind = kind_of(fields_of(vocabulary)[path.field])
    return kind.item if isinstance(kind, MapOf) and path.key is not None else kind


def _unit(kind: Kind) -> str:
    return kind.unit if isinstance(kind, (Whole, Number)) else ""


def _value(vocabulary: type[Facts], path: Path, value: object) -> str:
    kind = _kind(vocabulary, path)
    if isinstance(value, (list, tuple)):
        return ", ".join(map(spoken, value)) or "none"
    if isinstance(kind, Flag):
        return "yes" if value else "no"
    if isinstance(kind, Choice) or not isinstance(kind, (Whole, Number)):
        return spoken(value)
    if not kind.unit:
        return f"{value} of {kind.high}" if (kind.low, kind.high) == _SCALE else str(value)
    first, _, more = kind.unit.partition(" ")
    if first in label(vocabulary, path).split():
        first = ""  # "days to race: 5" needs no days
    elif value == 1:
        first = first.removesuffix("s")
    return " ".join(word for word in (str(value), first, more) if word)


def condition_in_words(vocabulary: type[Facts], condition: Condition) -> str:
    """Say a condition: `knee pain at least 4`, `goals include speed`."""
    match condition:
        case And(items) | Or(items):
            joint = " and " if isinstance(condition, And) else " or "
            parts = [condition_in_words(vocabulary, item) for item in items]
            grouped = [
                f"({part})" if isinstance(item, (And, Or)) and len(item.items) > 1 else part
                for item, part in zip(items, parts, strict=True)
            ]
            return joint.join(grouped) or ("always" if isinstance(condition, And) else "never")
        case Not(item):
            return f"not ({condition_in_words(vocabulary, item)})"
        case Maybe(item):
            return f"{condition_in_words(vocabulary, item)} (or not known)"
        case Finding(name):
            return spoken(name)
        case Unknown(path):
            return f"{label(vocabulary, path)} not known"
        case Member(element, path):
            return f"{label(vocabulary, path)} include {spoken(element)}"
        case Compare(path, "in", values):
            return f"{label(vocabulary, path)} is {' or '.join(_value(vocabulary, path, value) for value in values)}"
        case Compare(path, op, values):
            return f"{label(vocabulary, path)} {_OPERATORS[op]} {_value(vocabulary, path, values[0])}"
