"""The question "what can I do instead?": what may stand in for an exercise, easier and harder, with what changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from runstrength.asking.explaining import unknown_name, why_not
from runstrength.explain.layout import paragraph
from runstrength.explain.words import dose_in_words, listed, spoken
from runstrength.language import said, speaking
from runstrength.resolve import dose_of
from runstrength.rulebook.rule import IMPACTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runstrength.explain.why_not import WhyNot
    from runstrength.recommendation import Recommendations
    from runstrength.rulebook.rule import Exercise

__all__ = ["Instead", "Substitute", "instead_of"]

RELATIONS = ("similar", "easier", "harder")


@attrs.frozen
class Substitute:
    """An exercise that may stand in for another.

    `relation` is `easier`, `similar` or `harder`; `recommended` says whether it is part of the result already; `dose`
    is how much of it would suit this runner, in words; `changes` what is different, in words.
    """

    exercise: str
    name: str
    relation: str
    recommended: bool
    same_pattern: bool
    shared_muscles: tuple[str, ...]
    dose: str
    changes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {
            "exercise": self.exercise,
            "name": self.name,
            "relation": self.relation,
            "recommended": self.recommended,
            "same_pattern": self.same_pattern,
            "shared_muscles": list(self.shared_muscles),
            "dose": self.dose,
            "changes": list(self.changes),
        }


@attrs.frozen
class Instead:
    """What may stand in for an exercise, the likest first; where it is empty, `nothing` says why."""

    asked: str
    title: str
    substitutes: tuple[Substitute, ...]
    nothing: WhyNot | None
    language: str

    def to_dict(self) -> dict[str, Any]:
        """Give the answer as plain JSON."""
        return {
            "asked": self.asked,
            "title": self.title,
            "substitutes": [one.to_dict() for one in self.substitutes],
            "nothing": None if self.nothing is None else self.nothing.to_dict(),
        }

    def __str__(self) -> str:
        with speaking(self.language):
            return "\n".join(self._lines())

    def _lines(self) -> list[str]:
        if not self.substitutes:
            lines = paragraph(said("Nothing can stand in for {exercise} now.", exercise=self.title))
            return lines if self.nothing is None else [*lines, "", str(self.nothing)]
        lines = paragraph(said("Instead of {exercise}", exercise=self.title))
        for relation in RELATIONS:
            of = [one for one in self.substitutes if one.relation == relation]
            lines += ["", said(_HEADS[relation])] if of else []
            for one in of:
                already = said(" (recommended already)") if one.recommended else ""
                lines += paragraph(f"{one.name}{already}: {one.dose}", "  - ")
                lines += paragraph("; ".join(one.changes), "    ") if one.changes else []
        return lines


_HEADS = {"similar": "Much the same", "easier": "Easier", "harder": "Harder"}


def instead_of(result: Recommendations, asked: str) -> Instead:
    """Say what may stand in for an exercise. Raises `UnknownNameError` for anything that is no exercise."""
    exercises = result.texts.exercises
    if type(asked) is not str or asked not in exercises:
        raise unknown_name(asked, exercises)
    with speaking(result.language):
        of = exercises[asked]
        vetoed = dict(result.outcome.avoid)
        easier, harder = (_reached(exercises, asked, way) for way in ("easier", "harder"))
        found = [
            _substitute(result, of, other, _relation(other.id, easier, harder))
            for other in exercises.values()
            if other.id != asked and other.id not in vetoed and _stands_in(of, other, harder)
        ]
        order = {name: rank for rank, name in enumerate(exercises)}
        found.sort(
            key=lambda one: (
                not one.same_pattern,
                -len(one.shared_muscles),
                not one.recommended,
                order[one.exercise],
            )
        )
        nothing = None if found else _why_nothing(result, asked)
        return Instead(asked, of.name, tuple(found), nothing, result.language)


def _why_nothing(result: Recommendations, asked: str) -> WhyNot | None:
    answer = why_not(result, asked)
    return answer if answer.by else None


def _reached(exercises: Mapping[str, Exercise], start: str, way: str) -> frozenset[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for name in getattr(exercises[waiting.pop()], way):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return frozenset(found)


def _relation(name: str, easier: frozenset[str], harder: frozenset[str]) -> str:
    return "easier" if name in easier else "harder" if name in harder else "similar"


def _stands_in(of: Exercise, other: Exercise, harder: frozenset[str]) -> bool:
    """Say whether it does the same work: it trains the same first muscle, or moves alike and shares a muscle."""
    shared = set(of.muscles) & set(other.muscles)
    alike = other.pattern == of.pattern or (of.muscles[:1] == other.muscles[:1] and other.role == of.role)
    gentler = IMPACTS.index(other.impact) <= IMPACTS.index(of.impact) or other.id in harder
    return bool(shared) and alike and gentler and other.role == of.role


def _substitute(result: Recommendations, of: Exercise, other: Exercise, relation: str) -> Substitute:
    item = dose_of(result.rulebook, result.fired, other.id)
    dose = dose_in_words(
        sets=item.sets,
        reps=item.reps,
        seconds=item.seconds,
        rest_seconds=item.rest_seconds,
        load=item.load,
        per_side=other.unilateral,
    )
    return Substitute(
        exercise=other.id,
        name=other.name,
        relation=relation,
        recommended=any(one.exercise.id == other.id for one in result.outcome.items),
        same_pattern=other.pattern == of.pattern,
        shared_muscles=tuple(muscle for muscle in of.muscles if muscle in other.muscles),
        dose=dose,
        changes=tuple(_what_changes(of, other)),
    )


def _what_changes(of: Exercise, other: Exercise) -> list[str]:
    more = [spoken(muscle) for muscle in other.muscles if muscle not in of.muscles]
    less = [spoken(muscle) for muscle in of.muscles if muscle not in other.muscles]
    found = []
    if other.pattern != of.pattern:
        found.append(said("another movement: {pattern}", pattern=spoken(other.pattern)))
    if more:
        found.append(said("also trains {muscles}", muscles=listed(more)))
    if less:
        found.append(said("does not train {muscles}", muscles=listed(less)))
    if other.unilateral != of.unilateral:
        found.append(said("one side at a time") if other.unilateral else said("both sides together"))
    if other.equipment != of.equipment:
        needs = listed(map(spoken, other.equipment), "{first} or {last}")
        found.append(said("needs {equipment}", equipment=needs) if needs else said("needs no equipment"))
    if other.impact != of.impact:
        found.append(said("landing: {impact} impact", impact=spoken(other.impact)))
    return found
