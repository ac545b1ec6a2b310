"""What can be trained with one kind of equipment alone, muscle by muscle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs.pages.markup import fields, heading, link, opened, table, text
from runstrength.explain.words import spoken
from runstrength.facts import SetOf, fields_of, kind_of
from runstrength.profile import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runstrength.rulebook.rule import Exercise

__all__ = ["can_be_done", "equipment_parts", "kinds_of_equipment"]


def kinds_of_equipment() -> tuple[str, ...]:
    """Give the kinds that the vocabulary knows."""
    kind = kind_of(fields_of(Profile)["equipment"])
    return kind.values if isinstance(kind, SetOf) else ()


def can_be_done(exercise: Exercise, equipment: str | None) -> bool:
    """Say whether one kind of equipment, or none, is enough for an exercise at its lightest load."""
    has_tool = not exercise.equipment or equipment in exercise.equipment
    has_weight = exercise.lowest == "bodyweight" or not exercise.weight or equipment in exercise.weight
    return has_tool and has_weight


def equipment_parts(exercises: Mapping[str, Exercise]) -> Iterator[str]:
    """Write the table of counts, and under it the exercises themselves."""
    muscles = list(dict.fromkeys(muscle for exercise in exercises.values() for muscle in exercise.muscles))
    kinds = (None, *kinds_of_equipment())
    yield heading(2, "What can be done with which equipment", "exercises", "by-equipment")
    yield (
        "How many exercises train a muscle with one kind of equipment and nothing else, those that need nothing "
        "included. Below stands which."
    )
    head = ("muscle", "nothing", *(text(spoken(kind)) for kind in kinds[1:]))
    yield table(
        head, ((text(spoken(muscle)), *(_count(exercises, muscle, kind) for kind in kinds)) for muscle in muscles)
    )
    for kind in kinds:
        yield f"**{'With nothing' if kind is None else f'With {text(spoken(kind))} only, in addition'}**"
        rows = {opened(text(spoken(muscle))): _row(exercises, muscle, kind) for muscle in muscles}
        yield fields(rows) or "Nothing more."


def _count(exercises: Mapping[str, Exercise], muscle: str, kind: str | None) -> str:
    return str(sum(muscle in x.muscles and can_be_done(x, kind) for x in exercises.values()))


def _row(exercises: Mapping[str, Exercise], muscle: str, kind: str | None) -> str:
    """Name the exercises that a kind of equipment adds to those that need nothing."""
    return ", ".join(
        link("exercise", x.id, x.name)
        for x in exercises.values()
        if muscle in x.muscles and can_be_done(x, kind) and (kind is None or not can_be_done(x, None))
    )
