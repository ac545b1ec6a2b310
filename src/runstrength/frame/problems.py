"""What is wrong with a row, in the words in which a single runner is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runstrength.api import understand
from runstrength.errors import Problem, ProfileError
from runstrength.facts import Flag, MapOf
from runstrength.strangers import show, show_entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runstrength.frame.columns import Layout, Place
    from runstrength.rulebook.rule import Rulebook

__all__ = ["problems_of"]


def problems_of(layout: Layout, rulebook: Rulebook, row: Mapping[str, Any]) -> str:
    """Name every problem of a row, given by column, one in a line."""
    profile: dict[str, Any] = {}
    found: list[Problem] = []
    for place in layout.places:
        if place.column is not None:
            profile[place.field] = row[place.column]
        elif isinstance(place.kind, MapOf):
            profile[place.field] = {key: row[name] for key, name in place.spread.items()}
        else:
            found += _of_spread_set(place, row)
            profile[place.field] = None if found else _set(place, row)
    try:
        understand(profile, rulebook)
    except ProfileError as error:
        found = [*error.problems, *found]
    return "\n".join(map(str, found))


def _set(place: Place, row: Mapping[str, Any]) -> list[str] | None:
    if all(row[name] is None for name in place.spread.values()):
        return None
    return [word for word, name in place.spread.items() if row[name]]


def _of_spread_set(place: Place, row: Mapping[str, Any]) -> list[Problem]:
    """Name what is wrong with a set that is spread over columns of truth."""
    allowed = Flag().allowed()
    given = {name: row[name] for name in place.columns}
    wrong = [(name, value) for name, value in given.items() if value is not None and type(value) is not bool]
    found = [Problem(name, show_entry(value), "is not true or false", allowed) for name, value in wrong]
    unknown = [name for name, value in given.items() if value is None]
    if not wrong and 0 < len(unknown) < len(given):
        message = f"is not known where others of {place.field} are"
        found += [Problem(name, show(None), message, allowed) for name in unknown]
    return found
