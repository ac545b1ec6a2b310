"""Facts, conditions and numbers in a runner's words, by the vocabulary: `pain.knee`, 4 is "knee pain: 4 of 10"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.facts import Choice, Flag, MapOf, Number, Whole, fields_of, kind_of
from runstrength.language import decimal, said, several
from runstrength.outcome import Intensity
from runstrength.rulebook.conditions import And, Compare, Finding, Maybe, Member, Not, Or, Path, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from runstrength.facts import Facts, Kind
    from runstrength.outcome import Lost
    from runstrength.rulebook.conditions import Condition
    from runstrength.rulebook.rule import Exercise, Span

__all__ = [
    "condition_in_words",
    "counted",
    "dose_in_words",
    "duration",
    "fact_in_words",
    "intensity_in_words",
    "label",
    "listed",
    "lost_amount",
    "lost_in_words",
    "repetitions",
    "sessions_in_words",
    "span",
    "spoken",
    "value_in_words",
]

_PROPER = {
    "achilles": "Achilles",
    "bulgarian": "Bulgarian",
    "copenhagen": "Copenhagen",
    "it band": "IT band",
    "romanian": "Romanian",
}
_SHORT_UNITS = {"km": "kilometres"}
_MINUTE = 60
_SCALE = (0, 10)  # a number without a unit between these is a grade
_OPERATORS = {
    "==": "{fact} is {value}",
    "!=": "{fact} is not {value}",
    "<": "{fact} less than {value}",
    "<=": "{fact} at most {value}",
    ">": "{fact} more than {value}",
    ">=": "{fact} at least {value}",
}
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def spoken(word: object) -> str:
    """Give a word of a vocabulary, or an id, the way people write it."""
    return said(_english(word))


def _english(word: object) -> str:
    text = str(word).replace("_", " ").replace("-", " ")
    for plain, proper in _PROPER.items():
        text = text.replace(plain, proper)
    return text


def listed(words: Iterable[str], last: str = "{first} and {last}") -> str:
    """Give `a, b and c`."""
    first, *more = [*words] or [""]
    if not more:
        return first
    return said(last, first=", ".join([first, *more[:-1]]), last=more[-1])


def span(bounds: tuple[int, int]) -> str:
    """Give `2–3`, or `3` where both are the same."""
    low, high = bounds
    return str(low) if low == high else f"{low}–{high}"


def counted(count: int, one: str, many: str | None = None) -> str:
    """Give a number with its noun: `1 rule`, `2 rules`."""
    return several(f"{{n}} {one}", f"{{n}} {many or one + 's'}", count)


def repetitions(bounds: tuple[int, int]) -> str:
    """Give `10–12 repetitions`."""
    return _spanned("repetition", bounds)


def duration(seconds: tuple[int, int]) -> str:
    """Give `30–45 s`, or `2.5–4 min` where that is as exact and easier to read."""
    if seconds[1] >= 2 * _MINUTE and all(end % (_MINUTE // 2) == 0 for end in seconds):
        return f"{'–'.join(dict.fromkeys(decimal(end / _MINUTE) for end in seconds))} min"
    return f"{span(seconds)} s"


def sessions_in_words(bounds: tuple[int, int], *, plyometric: bool = False) -> str:
    """Give `2–3 sessions a week`."""
    one, many = ("plyometric session", "plyometric sessions") if plyometric else ("session", "sessions")
    return _spanned(f"{one} a week", bounds, f"{many} a week")


def _spanned(one: str, bounds: Span, many: str | None = None) -> str:
    """Give a span with its noun: only of just one is it the singular."""
    count = 1 if bounds == (1, 1) else max(2, bounds[1])
    return several(f"{{span}} {one}", f"{{span}} {many or one + 's'}", count, span=span(bounds))


def dose_in_words(  # noqa: PLR0913 - a dose has these parts
    *, sets: int, reps: Span | None, seconds: Span | None, rest_seconds: Span, load: str, per_side: bool
) -> str:
    """Say a dose: `3 sets of 10–12 repetitions per side, light, 60–90 s rest`."""
    count = repetitions(reps) if reps else duration(seconds or (0, 0))
    if per_side:
        text = several("{n} set of {count} per side", "{n} sets of {count} per side", sets, count=count)
    else:
        text = several("{n} set of {count}", "{n} sets of {count}", sets, count=count)
    rest = [said("{time} rest", time=duration(rest_seconds))] if rest_seconds[1] else []
    return ", ".join([text, spoken(load), *rest])


def intensity_in_words(of: Intensity) -> str:
    """Say how an exercise is done: `light, 12–15 repetitions`."""
    count = _spanned("repetition" if of.reps else "second", of.reps or of.seconds or (0, 0))
    return said("{load}, {count}", load=spoken(of.load), count=count)


def lost_amount(entry: Lost) -> str:
    """Say how much was lost: `3 sets`, `light, 12–15 repetitions`, `a focus on power`."""
    amount = entry.amount
    if isinstance(amount, Intensity):
        return intensity_in_words(amount)
    if isinstance(amount, int):
        return counted(amount, "set")
    if isinstance(amount, tuple):
        return sessions_in_words(amount, plyometric=entry.kind.startswith("plyometric"))
    if entry.kind == "focus":
        return said("a focus on {focus}", focus=spoken(amount))
    return spoken(amount) if amount else ""


def lost_in_words(entry: Lost, exercises: Mapping[str, Exercise]) -> str:
    """Say what was lost, and for which exercises: `3 sets for Back squat, Step-up`."""
    names = ", ".join(exercises[name].name for name in entry.exercises)
    what = lost_amount(entry)
    if not what or not names:
        return what or names
    if isinstance(entry.amount, Intensity):
        return said("{what}, for {names}", what=what, names=names)
    return said("{what} for {names}", what=what, names=names)


def label(vocabulary: type[Facts], path: Path) -> str:
    """Say what a fact is about: `knee pain`, `days to race`."""
    return said(_label(vocabulary, path))


def _label(vocabulary: type[Facts], path: Path) -> str:
    name = _english(path.field)
    if path.key is not None:
        return f"{_english(path.key)} {name}"
    first, _, last = name.rpartition(" ")
    return first if first and _SHORT_UNITS.get(last) == _unit(_kind(vocabulary, path)) else name


def fact_in_words(vocabulary: type[Facts], path: str, value: object) -> str:
    """Say a known fact: `knee pain: 4 of 10`. `path` and `value` are as they stand in a reason."""
    at = Path.of(path)
    return said("{fact}: {value}", fact=label(vocabulary, at), value=value_in_words(vocabulary, at, value))


def _kind(vocabulary: type[Facts], path: Path) -> Kind:
    kind = kind_of(fields_of(vocabulary)[path.field])
    return kind.item if isinstance(kind, MapOf) and path.key is not None else kind


def _unit(kind: Kind) -> str:
    return kind.unit if isinstance(kind, (Whole, Number)) else ""


def value_in_words(vocabulary: type[Facts], path: Path, value: object) -> str:
    """Say the value of a fact: `4 of 10`, `12 days`, `bands, box`."""
    kind = _kind(vocabulary, path)
    if isinstance(value, (list, tuple)):
        return ", ".join(map(spoken, value)) or said("none")
    if isinstance(kind, Flag):
        return said("yes") if value else said("no")
    if isinstance(kind, Choice) or not isinstance(kind, (Whole, Number)):
        return spoken(value)
    if not kind.unit:
        return said("{value} of {most}", value=value, most=kind.high) if (kind.low, kind.high) == _SCALE else str(value)
    first, _, more = kind.unit.partition(" ")
    if first in _label(vocabulary, path).split():
        return " ".join(word for word in (str(value), said(more)) if word)  # "days to race: 5" needs no days
    one = " ".join(word for word in ("{value}", first.removesuffix("s"), more) if word)
    many = " ".join(word for word in ("{value}", first, more) if word)
    return several(one, many, 1 if value == 1 else 2, value=value)


def condition_in_words(  # noqa: C901 - one branch for each form of a condition
    vocabulary: type[Facts], condition: Condition
) -> str:
    """Say a condition: `knee pain at least 4 of 10`, `goals include speed`, `no knee trouble`."""

    def value(path: Path, of: object) -> str:
        return value_in_words(vocabulary, path, of)

    match condition:
        case And(items) | Or(items):
            joint = said("{first} and {last}") if isinstance(condition, And) else said("{first} or {last}")
            parts = [condition_in_words(vocabulary, item) for item in items]
            grouped = [
                f"({part})" if isinstance(item, (And, Or)) and len(item.items) > 1 else part
                for item, part in zip(items, parts, strict=True)
            ]
            if not grouped:
                return said("always") if isinstance(condition, And) else said("never")
            text = grouped[0]
            for part in grouped[1:]:
                text = joint.format(first=text, last=part)
            return text
        case Not(item):
            return _negation_in_words(vocabulary, item)
        case Maybe(item):
            return said("{condition} (or not known)", condition=condition_in_words(vocabulary, item))
        case Finding(name):
            return spoken(name)
        case Unknown(path):
            return said("{fact} not known", fact=label(vocabulary, path))
        case Member(element, path):
            return said("{fact} include {value}", fact=label(vocabulary, path), value=spoken(element))
        case Compare(path, "in", values):
            either = listed((value(path, one) for one in values), "{first} or {last}")
            return said("{fact} is {value}", fact=label(vocabulary, path), value=either)
        case Compare(path, op, values):
            return said(_OPERATORS[op], fact=label(vocabulary, path), value=value(path, values[0]))


def _negation_in_words(vocabulary: type[Facts], item: Condition) -> str:
    """Say what has to be so for a condition to be false, with no "not" before another."""
    match item:
        case Not(inner):
            return condition_in_words(vocabulary, inner)
        case And(items):
            return condition_in_words(vocabulary, Or(tuple(map(Not, items))))
        case Or(items):
            return condition_in_words(vocabulary, And(tuple(map(Not, items))))
        case Maybe(inner):
            return said("{condition}, and that known", condition=_negation_in_words(vocabulary, inner))
        case Finding(name):
            return said("no {finding}", finding=spoken(name))
        case Unknown(path):
            return said("{fact} known", fact=label(vocabulary, path))
        case Member(element, path):
            return said("{fact} without {value}", fact=label(vocabulary, path), value=spoken(element))
        case Compare(path, "in", values):
            either = listed((value_in_words(vocabulary, path, one) for one in values), "{first} or {last}")
            return said("{fact} is not {value}", fact=label(vocabulary, path), value=either)
        case Compare(path, op, values):
            return condition_in_words(vocabulary, Compare(path, _OPPOSITE[op], values))
