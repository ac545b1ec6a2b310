"""Asking again what was recorded: the same bytes, or what exactly differs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import attrs

from runstrength._version import __version__
from runstrength.asking.record import RECORD, canonical, identity_of, mask
from runstrength.errors import ProfileError, RecordError
from runstrength.recommendation import answer
from runstrength.shelf import shipped_rulebook
from runstrength.strangers import show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runstrength.recommendation import Recommendations
    from runstrength.rulebook import Rulebook

__all__ = ["Replay", "read_result", "replay"]

MOST_SHOWN = 20
_PARTS = {"id": str, "record": str, "time": str, "library": str, "rulebook": dict, "masked": list} | {
    "profile": dict,
    "result": dict,
}


@attrs.frozen
class Replay:
    """What came of asking again.

    `same` says whether the result has the same bytes as the recorded one; `notes` say what is not as it was then
    (library, rulebook, the record itself), `differences` each place of the result with both values.
    """

    same: bool
    notes: tuple[str, ...]
    differences: tuple[str, ...]
    result: Recommendations | None

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {"same": self.same, "notes": list(self.notes), "differences": list(self.differences)}

    def __str__(self) -> str:
        lines = list(self.notes)
        if self.same:
            return "\n".join([*lines, "the same result, to the byte"])
        count = len(self.differences)
        lines.append(f"the result differs in {count} {'place' if count == 1 else 'places'}")
        lines += [f"  {difference}" for difference in self.differences[:MOST_SHOWN]]
        if count > MOST_SHOWN:
            lines.append(f"  ... and {count - MOST_SHOWN} more")
        return "\n".join(lines)


def replay(record: object, *, rulebook: Rulebook | None = None, unmasked: Mapping[str, object] | None = None) -> Replay:
    """Ask again what a record (`result.record()`) answered.

    `rulebook` is the one to ask, or the shipped one of the record's name; `unmasked` the facts that the record masks,
    without which it cannot be asked again. Raises `RecordError` for anything that is no whole record.
    """
    found = _record(record)
    book = shipped_rulebook() if rulebook is None else rulebook
    notes = list(_notes(found, book))
    given = {name: value for name, value in found["profile"].items() if name not in found["masked"]}
    for name in found["masked"]:
        if name in found["profile"] and name not in (unmasked or {}):
            raise RecordError(f"the record masks {', '.join(found['masked'])}: without them it cannot be asked again")
        if unmasked and name in unmasked:
            given[name] = unmasked[name]
    try:
        facts = book.vocabulary.from_dict(given, ids=frozenset(book.exercises))
    except ProfileError as error:
        raise RecordError(f"the profile of the record cannot be read any more: {error}") from None
    result = answer(book, facts)
    again = mask({"result": result.to_dict()}, found["masked"])["result"]
    differences = tuple(_differences(found["result"], again, ""))
    same = canonical(again) == canonical(found["result"])
    return Replay(same, tuple(notes), differences, result)


def read_result(data: object, *, rulebook: Rulebook | None = None) -> Recommendations:
    """Read a result back from its JSON, by asking again: it is the same result, or an error.

    `rulebook` is the one that it came from, or the shipped one. Raises `RecordError` where the data are no result, or
    not what that rulebook answers.
    """
    if not isinstance(data, dict) or not isinstance(data.get("profile"), dict):
        raise RecordError("this is no result: it is a mapping with a profile, as to_dict() gives it")
    book = shipped_rulebook() if rulebook is None else rulebook
    try:
        facts = book.vocabulary.from_dict(data["profile"], ids=frozenset(book.exercises))
    except ProfileError as error:
        raise RecordError(f"the profile of the result cannot be read: {error}") from None
    result = answer(book, facts)
    differences = list(_differences(data, result.to_dict(), ""))
    if differences:
        raise RecordError(f"this is not what rulebook {book.name} {book.version} answers: {differences[0]}")
    return result


def _record(record: object) -> dict[str, Any]:
    if not isinstance(record, dict):
        raise RecordError(f"a record is a mapping, and not {show(record)}")
    problems = [
        f"{name}: is missing" if name not in record else f"{name}: is not a {kind.__name__}"
        for name, kind in _PARTS.items()
        if not isinstance(record.get(name), kind)
    ]
    if not problems and record["record"] != RECORD:
        problems.append(f"record: {show(record['record'])} is not {RECORD}, which is what this version reads")
    if not problems and not all(isinstance(name, str) for name in record["masked"]):
        problems.append("masked: is not a list of fields")
    try:
        canonical(record)
    except (TypeError, ValueError, RecursionError):
        problems.append("it holds something that JSON cannot")
    if problems:
        raise RecordError("this is no record: " + "; ".join(problems))
    return record


def _notes(found: Mapping[str, Any], book: Rulebook) -> Iterator[str]:
    if identity_of(dict(found)) != found["id"]:
        yield "the record is not as it was made: its id is not that of what it says"
    if found["library"] != __version__:
        yield f"it was made by runstrength {show(found['library'])}, and this is {__version__}"
    then, digest = found["rulebook"], book.digest
    if then.get("digest") != digest:
        yield (
            f"it was made with rulebook {then.get('name')} {then.get('version')} ({then.get('digest')}), "
            f"and this is {book.name} {book.version} ({digest})"
        )


def _differences(then: Any, now: Any, path: str) -> Iterator[str]:  # noqa: ANN401 - any part of a result
    if isinstance(then, dict) and isinstance(now, dict):
        for key in dict.fromkeys([*then, *now]):
            at = f"{path}.{key}" if path else str(key)
            if key not in now:
                yield f"{at}: {_short(then[key])}, and now it is not there"
            elif key not in then:
                yield f"{at}: was not there, and now {_short(now[key])}"
            else:
                yield from _differences(then[key], now[key], at)
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for number, (one, other) in enumerate(zip(then, now, strict=True)):
            yield from _differences(one, other, f"{path}[{number}]")
    elif canonical(then) != canonical(now):
        yield f"{path}: {_short(then)}, and now {_short(now)}"


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= 60 else f"{text[:57]}..."  # noqa: PLR2004 - what fits on a line
