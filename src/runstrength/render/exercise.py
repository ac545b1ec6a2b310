"""One exercise of a catalogue, and the list of all, as text and as plain data: how it is done, and what it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from runstrength.explain.layout import padded, paragraph, width
from runstrength.explain.words import counted, duration, span, spoken
from runstrength.rulebook.rule import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from runstrength.rulebook import Rulebook
    from runstrength.rulebook.rule import Exercise, Scheme

__all__ = ["exercise_as_data", "exercise_as_text", "list_as_text"]

_INDENT = "  "


def exercise_as_data(rulebook: Rulebook, exercise: Exercise) -> dict[str, Any]:
    """Give an exercise as plain data, its cues with their texts."""
    found: dict[str, Any] = attrs.asdict(exercise, recurse=False)
    found = {key: list(value) if isinstance(value, tuple) else value for key, value in found.items()}
    cues = [{"cue": cue, "text": rulebook.cues[cue]} for cue in exercise.cues]
    schemes = {load: _scheme_as_data(scheme) for load, scheme in exercise.schemes.items()}
    return {**found, "schemes": schemes, "cues": cues, "ids": dict(exercise.ids)}


def _scheme_as_data(scheme: Scheme) -> dict[str, list[int]]:
    spans = attrs.asdict(scheme, recurse=False)
    return {key: list(value) for key, value in spans.items() if value is not None}


def exercise_as_text(rulebook: Rulebook, exercise: Exercise) -> str:
    """Give an exercise as lines of at most 80 columns: what it is, how it is done, what goes wrong, what is next."""
    names = {name: other.name for name, other in rulebook.exercises.items()}
    side = ", one side at a time" if exercise.unilateral else ""
    about = {
        "Trains": _listed(exercise.muscles),
        "Kind": f"{spoken(exercise.role)}, {spoken(exercise.pattern)}{side}",
        "Needs": _or(exercise.equipment) or "nothing",
        "Weight": _or(exercise.weight),
        "Landing": "" if exercise.impact == "none" else f"{exercise.impact} impact",
        "Loads": _listed(exercise.loads),
        "Easier": ", ".join(names[name] for name in exercise.easier),
        "Harder": ", ".join(names[name] for name in exercise.harder),
    }
    lines = [exercise.name, "-" * width(exercise.name)]
    for name, text in about.items():
        lines += paragraph(text, f"{name}:".ljust(9)) if text else []
    lines += ["", "How much, where nothing else is said", *_schemes(exercise.schemes)]
    lines += _section("How to do it", [(f"{number}. ", text) for number, text in enumerate(exercise.steps, 1)])
    lines += _section("What usually goes wrong", [("- ", text) for text in exercise.faults])
    lines += _section("While you train", [("- ", rulebook.cues[cue]) for cue in exercise.cues])
    return "\n".join(lines) + "\n"


def list_as_text(rulebook: Rulebook) -> str:
    """Give the whole catalogue as lines, by role: id and name."""
    widest = max(map(len, rulebook.exercises), default=0)
    lines: list[str] = []
    for role in ROLES:
        of = [exercise for exercise in rulebook.exercises.values() if exercise.role == role]
        if of:
            lines += ["", f"{spoken(role).capitalize()} ({counted(len(of), 'exercise')})"]
            lines += [f"{_INDENT}{padded(x.id, widest)}{_INDENT}{x.name}" for x in of]
    return "\n".join(lines[1:]) + "\n"


def _schemes(schemes: Mapping[str, Scheme]) -> list[str]:
    lines = []
    for load, scheme in schemes.items():
        count = f"{span(scheme.reps)} repetitions" if scheme.reps else duration(scheme.seconds or (0, 0))
        rest = f", rest {duration(scheme.rest_seconds)}" if scheme.rest_seconds[1] else ""
        lines.append(f"{_INDENT}{load.ljust(12)}{count}{rest}")
    return lines


def _section(title: str, items: list[tuple[str, str]]) -> list[str]:
    found = [line for lead, text in items for line in paragraph(text, _INDENT + lead)]
    return ["", title, *found] if found else []


def _listed(words: Iterable[str]) -> str:
    return ", ".join(map(spoken, words))


def _or(words: Iterable[str]) -> str:
    return " or ".join(map(spoken, words))
