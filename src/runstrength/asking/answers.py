"""Answers as people type them, read into the values of facts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, assert_never

from runstrength.explain.words import spoken
from runstrength.facts import Choice, Flag, Ids, MapOf, Number, SetOf, Whole
from runstrength.language import said
from runstrength.strangers import nearest, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from runstrength.facts import Kind

__all__ = ["AnswerError", "hint", "read_answer"]

_YES = {"yes", "y", "true", "ja", "j"}
_NO = {"no", "n", "false", "nein"}
_NONE = {"none", "no", "nothing", "nowhere", "[]", "keine", "keins", "nichts", "nirgends", "nein"}
# What may stand behind a number, by its unit: "2 weeks" is no answer in days.
_UNITS = {
    "days": {"d", "day", "days", "tag", "tage"},
    "days a week": {"d", "day", "days", "days a week", "tag", "tage", "tage in der woche"},
    "years": {"y", "yr", "yrs", "year", "years", "years old", "jahr", "jahre", "jahre alt"},
    "kilometres": {"k", "km", "kms", "kilometre", "kilometres", "kilometer", "kilometers"},
    "minutes": {"m", "min", "mins", "minute", "minutes", "minuten"},
    "hours": {"h", "hr", "hrs", "hour", "hours", "hours ago", "stunde", "stunden", "std"},
}
_NUMBER = re.compile(r"([+-]?[0-9]{1,12}(?:[.,][0-9]{1,6})?)\s*(\D*)")
_OF_TEN = re.compile(r"\s*(?:/|of|out of|von)\s*10\Z", re.IGNORECASE)
_SCALE = (0, 10)


class AnswerError(ValueError):
    """What was typed is no answer to the question; the message says why, and what would be."""


def hint(kind: Kind, keys: Sequence[str] = ()) -> list[str]:
    """Say how a question is answered, as lines."""
    match kind:
        case Choice(values) | SetOf(values):
            lines = [f"{number:2} {spoken(word)}" for number, word in enumerate(values, 1)]
            return lines if isinstance(kind, Choice) else [*lines, said("(several with commas, or none)")]
        case Flag():
            return [said("yes or no")]
        case Ids():
            return [said("names of exercises, with commas, or none")]
        case MapOf():
            places = [spoken(key) for key in keys or kind.keys]
            return [
                said("such as: {example}, or none. What you do not name counts as 0:", example=f"{places[0]} 3"),
                ", ".join(places),
            ]
        case Whole() | Number():
            text = said("a number from {low} to {high}", low=kind.low, high=kind.high)
            return [f"{text} ({spoken(kind.unit)})" if kind.unit else text]
        case _:
            assert_never(kind)


def read_answer(kind: Kind, text: str, keys: Sequence[str] = (), names: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401
    """Read an answer into the value of a fact; `names` are the exercises by id. Raises `AnswerError`.

    Whether a number is in range is for the profile to judge.
    """
    typed = " ".join(text.split())
    match kind:
        case Choice():
            return _word(typed, kind.values, kind.nicknames)
        case Flag():
            return _flag(typed)
        case SetOf():
            return [] if typed.casefold() in _NONE else [_word(part, kind.values) for part in _parts(typed)]
        case Ids():
            if typed.casefold() in _NONE:
                return []
            known = names or {}
            by_name = {_plain(name): one for one, name in known.items()}
            return [by_name.get(_plain(part)) or _word(part, tuple(known), numbered=False) for part in _parts(typed)]
        case MapOf():
            return _entries(kind, typed, keys or kind.keys)
        case _:
            return _number(typed, kind)


def _parts(text: str) -> list[str]:
    return [part for part in (part.strip() for part in re.split(r"[,;]", text)) if part]


def _plain(word: str) -> str:
    return re.sub(r"[\s_-]+", " ", word).strip().casefold()


def _word(
    typed: str, values: Sequence[str], nicknames: Mapping[str, str] | None = None, *, numbered: bool = True
) -> str:
    """Find the word that is meant: itself, as people say it, its beginning, or the number that stands before it."""
    if numbered and re.fullmatch("[0-9]{1,3}", typed) and 1 <= int(typed) <= len(values):
        return values[int(typed) - 1]
    plain = _plain(typed)
    said_as = {_plain(word): word for word in values} | {_plain(spoken(word)): word for word in values}
    said_as = {_plain(name): word for name, word in (nicknames or {}).items()} | said_as
    if plain in said_as:
        return said_as[plain]
    begun = {word for name, word in said_as.items() if plain and name.startswith(plain)}
    if len(begun) == 1:
        return begun.pop()
    near = nearest(typed, values)
    what = said("{answer} is not among the answers", answer=show(typed))
    raise AnswerError(what + (said("; did you mean {near}?", near=spoken(near)) if near else ""))


def _flag(typed: str) -> bool:
    plain = typed.casefold()
    if plain in _YES | _NO:
        return plain in _YES
    raise AnswerError(said("{answer} is neither yes nor no", answer=show(typed)))


def _number(typed: str, kind: Whole | Number) -> int | float:
    text = _OF_TEN.sub("", typed) if (kind.low, kind.high) == _SCALE and not kind.unit else typed
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise AnswerError(said("{answer} is not a number", answer=show(typed)))
    unit = found[2].strip(" .").casefold()
    if unit and unit not in _UNITS.get(kind.unit, ()):
        if not kind.unit:
            raise AnswerError(said("{answer} is more than a number", answer=show(typed)))
        raise AnswerError(said("{answer} is not a number of {unit}", answer=show(typed), unit=spoken(kind.unit)))
    value = float(found[1].replace(",", "."))
    return int(value) if value.is_integer() else value


def _entries(kind: MapOf, typed: str, keys: Iterable[str]) -> dict[str, int | float]:
    found: dict[str, int | float] = dict.fromkeys(keys, 0)
    if typed.casefold() in _NONE:
        return found
    for part in _parts(typed):
        entry = re.fullmatch(r"(.*?)[\s:=]+(\S+)", _OF_TEN.sub("", part))
        if entry is None:
            raise AnswerError(said("{answer} names no number; write it as knee 3", answer=show(part)))
        found[_word(entry[1], kind.keys, numbered=False)] = _number(entry[2], kind.item)
    return found
