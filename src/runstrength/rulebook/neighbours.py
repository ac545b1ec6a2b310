"""The easier and the harder neighbour of an exercise: written on one of the two, known to both, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from runstrength.rulebook.dependencies import circle_of
from runstrength.rulebook.reading import quoted
from runstrength.rulebook.rule import IMPACTS

if TYPE_CHECKING:
    from runstrength.rulebook.catalogue import Catalogue
    from runstrength.rulebook.reading import Node

__all__ = ["settle_neighbours"]


def settle_neighbours(catalogue: Catalogue) -> None:
    """Give every exercise its neighbours, in the order of the catalogue; note those that cannot be what they say."""
    easier: dict[str, set[str]] = {name: set() for name in catalogue.exercises}
    where: dict[tuple[str, str], Node] = {}
    for name, sides in catalogue.neighbours.items():
        for side, node in sides.items():
            for other, at in catalogue.shapes.words(node, side):
                if not catalogue.is_declared("exercise", other, at) or other not in easier:
                    continue
                low, high = (other, name) if side == "easier" else (name, other)
                if _fits(catalogue, low, high, at):
                    easier[high].add(low)
                    where.setdefault((high, low), at)
    circle = circle_of({name: sorted(found) for name, found in easier.items()})
    if circle is not None:
        message = f"each is easier than the one before: {' → '.join((*circle, circle[0]))}"
        catalogue.shapes.note(where[circle[0], (*circle, circle[0])[1]], "RS321", message, "turn one of them round")
    for name, exercise in catalogue.exercises.items():
        catalogue.exercises[name] = attrs.evolve(
            exercise,
            easier=tuple(other for other in easier if other in easier[name]),
            harder=tuple(other for other in easier if name in easier[other]),
        )


def _fits(catalogue: Catalogue, low: str, high: str, at: Node) -> bool:
    """Say whether one exercise can be the easier neighbour of another, as far as the catalogue shows."""
    one, other = catalogue.exercises[low], catalogue.exercises[high]
    if low == high:
        message = f"{quoted(low)} cannot be its own neighbour"
    elif set(one.muscles).isdisjoint(other.muscles):
        message = f"{quoted(low)} and {quoted(high)} train no muscle in common"
    elif IMPACTS.index(one.impact) > IMPACTS.index(other.impact):
        message = f"{quoted(low)} cannot be easier than {quoted(high)}: its impact is {one.impact}, not {other.impact}"
    else:
        return True
    catalogue.shapes.note(at, "RS321", message)
    return False
