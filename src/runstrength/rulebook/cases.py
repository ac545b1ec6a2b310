"""Examples of what all rules together come to: a runner, and what he must be given or must not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from runstrength.errors import ProfileError
from runstrength.rulebook.building import MAX_SESSIONS, MAX_SETS, note_problems
from runstrength.rulebook.catalogue import MAX_REPS, MAX_SECONDS, Catalogue
from runstrength.rulebook.files import SECTIONS
from runstrength.rulebook.reading import Mapped, plain
from runstrength.rulebook.rule import FOCUSES, LOADS, URGENCIES
from runstrength.rulebook.shapes import ID, Shapes
from runstrength.tables import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runstrength.facts import Facts
    from runstrength.rulebook.diagnostics import Diagnostic, Place
    from runstrength.rulebook.files import Layer
    from runstrength.rulebook.reading import Node
    from runstrength.rulebook.rule import Rulebook

__all__ = ["NOBODY", "PARTS", "Case", "read_cases"]

_KEYS = ("example", "runner")

NOBODY = "none"  # of a referral: there is none
_EXERCISES = ("prescribe", "without", "avoid", "allow", "order")
_ADVICE = ("advise", "unadvised")
_OF_EXERCISES = ("load", "sets", "reps", "seconds", "rest_seconds", "cue")
_WEEK = ("sessions_per_week", "plyometric_sessions_per_week")
PARTS = (*_EXERCISES, *_OF_EXERCISES, *_WEEK, "focus", "refer", *_ADVICE)


@attrs.frozen
class Case:
    """A runner, and what he must be given or must not: an example of what all rules together come to.

    `parts` are by what they are about: `prescribe`, `without`, `avoid`, `allow`, `advise`, `unadvised` (each a tuple of
    ids), `order` (ids, the earlier before the later), `load`, `sets`, `reps`, `seconds`, `rest_seconds`, `cue` (each a
    mapping from exercises), `focus`, `refer` (an urgency, or `none`), `sessions_per_week` and
    `plyometric_sessions_per_week`.
    """

    name: str
    runner: Facts
    parts: Mapping[str, Any]
    place: Place


def read_cases(layers: list[Layer], rulebook: Rulebook) -> tuple[tuple[Case, ...], list[Diagnostic]]:
    """Give the cases of a rulebook itself, and all that is wrong with them.

    Those of what it builds on say what that comes to by itself.
    """
    shapes = Shapes()
    catalogue = Catalogue(shapes, rulebook.vocabulary, is_whole=True)
    for section in SECTIONS:
        for layer in layers:
            catalogue.read(section, layer.sections[section])
    reader = _Reader(shapes, catalogue, rulebook)
    shapes.problems.clear()  # those of the catalogue were named when the rulebook was read
    found: dict[str, Case] = {}
    for node in layers[-1].examples:
        case = reader.case(node)
        if case is not None and case.name in found:
            hint = f"the first is in {found[case.name].place}"
            shapes.note(node, "RS124", f"the example `{case.name}` is written a second time", hint)
        elif case is not None:
            found[case.name] = case
    return tuple(found.values()), shapes.problems


class _Reader:
    def __init__(self, shapes: Shapes, catalogue: Catalogue, rulebook: Rulebook) -> None:
        self.shapes = shapes
        self.catalogue = catalogue
        self.rulebook = rulebook

    def case(self, node: Node) -> Case | None:
        entries = self.shapes.mapping(node, "an example", _KEYS, PARTS)
        if entries is None:
            return None
        if not set(entries) & set(PARTS):
            self.shapes.note(node, "RS122", "an example says what is given", f"one of {', '.join(PARTS)}")
        name = self.shapes.name(entries.get("example"), "example", ID)
        runner = self.profile(entries["runner"]) if "runner" in entries else None
        parts = {key: self.part(key, of) for key, of in entries.items() if key in PARTS}
        return None if name is None or runner is None else Case(name, runner, Table(parts), node.place)

    def profile(self, node: Node) -> Facts | None:
        try:
            return self.rulebook.vocabulary.from_dict(plain(node), ids=frozenset(self.rulebook.exercises))
        except ProfileError as error:
            note_problems(self.shapes, node, error)
            return None

    def part(self, key: str, node: Node) -> Any:  # noqa: ANN401 - of each part its own
        if key in _EXERCISES or key in _ADVICE:
            return self.catalogue.declared("exercise" if key in _EXERCISES else "advice", node, key)
        if key in _OF_EXERCISES:
            return Table(self.by_exercise(key, node))
        if key in _WEEK:
            return self.shapes.span(node, key, 0, MAX_SESSIONS)
        return self.shapes.choice(node, key, FOCUSES if key == "focus" else (*URGENCIES, NOBODY))

    def by_exercise(self, key: str, node: Node) -> dict[str, Any]:
        if not isinstance(node, Mapped):
            self.shapes.note(node, "RS120", f"{key} is a mapping from exercises", f"write `{key}: {{back-squat: …}}`")
            return {}
        for name in node.entries:
            self.catalogue.is_declared("exercise", name, node.key(name))
        return {name: self.amount(key, of) for name, of in node.entries.items()}

    def amount(self, key: str, node: Node) -> Any:  # noqa: ANN401 - of each part its own
        if key == "load":
            return self.shapes.choice(node, key, LOADS)
        if key == "sets":
            return self.shapes.whole(node, key, 1, MAX_SETS)
        if key == "cue":
            return self.catalogue.declared("cue", node, key)
        return self.shapes.span(node, key, 0, MAX_REPS if key == "reps" else MAX_SECONDS)
