"""Where a frame holds which fact, read off the names of its columns; a column that nobody knows is an error.

A fact stands in the column of its name. A set may instead be spread over columns of truth, `equipment.barbell`, and a
map over columns of numbers, `pain.knee`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from runstrength.errors import FrameError
from runstrength.facts import Ids, MapOf, SetOf, fields_of, kind_of
from runstrength.strangers import nearest, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from runstrength.frame.formulas import Path
    from runstrength.kinds import Kind
    from runstrength.rulebook.rule import Rulebook

__all__ = ["MADE", "ROW", "Layout", "Place", "layout_of", "made_name", "words_of"]

ROW = "row"  # the column with the number of a row, where there is no id
# The columns of a programme, after those that identify a row and are passed on.
MADE = (
    "part",
    "position",
    "name",
    "in_next_session",
    "role",
    "sets",
    "reps_low",
    "reps_high",
    "seconds_low",
    "seconds_high",
    "rest_seconds_low",
    "rest_seconds_high",
    "load",
    "per_side",
    "sessions_low",
    "sessions_high",
    "because",
    "dose_because",
    "problems",
)


@attrs.frozen
class Place:
    """Where a fact is: in a `column` of its own, or in one for each of its elements or entries (`spread`)."""

    field: str
    kind: Kind
    required: bool
    column: str | None
    spread: Mapping[str, str] = attrs.field(factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(self.spread.values()) if self.column is None else (self.column,)


@attrs.frozen
class Layout:
    """How a frame is laid out: the places of its facts, the column that identifies a row, and what is passed on."""

    places: tuple[Place, ...]
    given: frozenset[Path]
    missing: tuple[str, ...]  # required facts that have no column
    passed: tuple[str, ...]  # the id, and what is to be kept
    numbered: bool  # there is no id
    next_session: bool = False  # whether the programme says what the next session holds

    @property
    def made(self) -> tuple[str, ...]:
        """The columns of a programme."""
        return MADE if self.next_session else tuple(name for name in MADE if name != "in_next_session")

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of all columns that hold facts."""
        return tuple(column for place in self.places for column in place.columns)


def made_name(what: object) -> str:
    """Give the name of a column that is there only while an answer is computed."""
    return f"_runstrength_{what}"


def words_of(kind: Kind, rulebook: Rulebook) -> tuple[str, ...]:
    """Give the elements that a set may have, or the entries of a map; of all else none."""
    match kind:
        case SetOf():
            return kind.values
        case Ids():
            return tuple(sorted(rulebook.exercises))
        case MapOf():
            return kind.keys
        case _:
            return ()


def layout_of(
    columns: Mapping[str, Any],
    rulebook: Rulebook,
    id: str | None,  # noqa: A002 - as `recommend_frame` calls it
    keep: Sequence[str],
    *,
    database: bool = False,
) -> Layout:
    """Read the names (and, of maps in one column, the types) of a frame's columns.

    In a `database` names are compared without case, and some are needed while an answer is computed. Raises
    `FrameError`, which names every column that cannot be read.
    """
    kinds = {name: kind_of(attribute) for name, attribute in fields_of(rulebook.vocabulary).items()}
    flat = {f"{field}.{word}": (field, word) for field, kind in kinds.items() for word in words_of(kind, rulebook)}
    asked = (*(() if id is None else (id,)), *keep)
    passed = tuple(dict.fromkeys(name for name in asked if isinstance(name, str)))
    wrong = [f"{show(name)} is no name of a column: names are texts" for name in asked if not isinstance(name, str)]
    wrong += [f"{show(name)} is not a column of the frame" for name in passed if name not in columns]
    wrong += [
        f"{show(name)} is a fact, and cannot be passed on too" for name in passed if name in kinds or name in flat
    ]
    taken = {*rulebook.rules, *MADE, *(() if id is not None else (ROW,))}
    said = {name: name.lower() if database else name for name in passed}
    wrong += [
        f"{show(name)} is the name of a column of the answer: rename it"
        for name in passed
        if said[name] in taken or (database and said[name].startswith(made_name("")))
    ]
    made = {"problems", *(() if id is not None else (ROW,))}
    wrong += [
        f"the rule {show(name)} has the name of a column of the answer" for name in sorted(made & {*rulebook.rules})
    ]
    spread: dict[str, dict[str, str]] = {}
    for name in columns:
        if name in flat:
            field, word = flat[name]
            spread.setdefault(field, {})[word] = name
        elif name not in kinds and name not in passed:
            wrong.append(_unknown(name, (*kinds, *flat)))
    wrong += [
        f"{show(field)} stands in one column, and in {show(next(iter(spread[field].values())))} too"
        for field in spread
        if field in columns
    ]
    required = [name for name, attribute in fields_of(rulebook.vocabulary).items() if attribute.metadata["required"]]
    places = [
        Place(field, kind, field in required, field if field in columns else None, spread.get(field, {}))
        for field, kind in kinds.items()
        if field in columns or field in spread
    ]
    for place in places:
        if isinstance(place.kind, MapOf) and place.column is not None:
            known = [f"{place.field}.{key}" for key in place.kind.keys]
            entries = [f"{place.field}.{key}" for key in _entries(columns[place.column])]
            wrong += [_unknown(name, known) for name in entries if name not in known]
    if wrong:
        raise FrameError("\n".join(["the columns of the frame cannot be read:", *(f"  {line}" for line in wrong)]))
    found = {place.field for place in places}
    given = frozenset(path for place in places for path in _paths(place, rulebook))
    return Layout(tuple(places), given, tuple(name for name in required if name not in found), passed, id is None)


def _unknown(name: object, known: Iterable[str]) -> str:
    near = nearest(name, known)
    hint = f"; did you mean {near}?" if near else "; if it is no fact, name it as id or in keep"
    return f"{show(name)} is not a known fact{hint}"


def _entries(dtype: Any) -> list[str]:
    return [field.name for field in getattr(dtype, "fields", ())]


def _paths(place: Place, rulebook: Rulebook) -> Iterable[Path]:
    words = words_of(place.kind, rulebook) if place.column is not None else tuple(place.spread)
    if not isinstance(place.kind, MapOf):
        yield place.field, None
    yield from ((place.field, word) for word in words)
