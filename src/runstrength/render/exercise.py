"""One exercise of a catalogue, and the list of all, as text and as plain data: how it is done, and what it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from runstrength.explain.layout import padded, paragraph, width
from runstrength.explain.words import counted, duration, listed, repetitions, spoken
from runstrength.language import said
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
    kind = [spoken(exercise.role), spoken(exercise.pattern)]
    impact = "" if exercise.impact == "none" else said("{impact} impact", impact=spoken(exercise.impact))
    about = {
        said("Trains"): _listed(exercise.muscles),
        said("Kind"): ", ".join([*kind, said("one side at a time")] if exercise.unilateral else kind),
        said("Needs"): _or(exercise.equipment) or said("nothing"),
        said("Weight"): _or(exercise.weight),
        said("Landing"): impact,
        said("Loads"): _listed(exercise.loads),
        said("Easier"): ", ".join(names[name] for name in exercise.easier),
        said("Harder"): ", ".join(names[name] for name in exercise.harder),
    }
    lead = max(9, *(width(name) + 2 for name in about))
    lines = [exercise.name, "-" * width(exercise.name)]
    for name, text in about.items():
        lines += paragraph(text, padded(f"{name}:", lead)) if text else []
    lines += ["", said("How much, where nothing else is said"), *_schemes(exercise.schemes)]
    lines += _section(said("How to do it"), [(f"{number}. ", text) for number, text in enumerate(exercise.steps, 1)])
    lines += _section(said("What usually goes wrong"), [("- ", text) for text in exercise.faults])
    lines += _section(said("While you train"), [("- ", rulebook.cues[cue]) for cue in exercise.cues])
    return "\n".join(lines) + "\n"


def list_as_text(rulebook: Rulebook) -> str:
    """Give the whole catalogue as lines, by role: id and name."""
    widest = max(map(len, rulebook.exercises), default=0)
    lines: list[str] = []
    for role in ROLES:
        of = [exercise for exercise in rulebook.exercises.values() if exercise.role == role]
        if of:
            lines += ["", f"{_begun(spoken(role))} ({counted(len(of), 'exercise')})"]
            lines += [f"{_INDENT}{padded(x.id, widest)}{_INDENT}{x.name}" for x in of]
    return "\n".join(lines[1:]) + "\n"


def _schemes(schemes: Mapping[str, Scheme]) -> list[str]:
    lines = []
    for load, scheme in schemes.items():
        count = repetitions(scheme.reps) if scheme.reps else duration(scheme.seconds or (0, 0))
        time = duration(scheme.rest_seconds)
        text = said("{count}, rest {time}", count=count, time=time) if scheme.rest_seconds[1] else count
        lines.append(f"{_INDENT}{padded(spoken(load), max(12, width(spoken(load)) + 2))}{text}")
    return lines


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _section(title: str, items: list[tuple[str, str]]) -> list[str]:
    found = [line for lead, text in items for line in paragraph(text, _INDENT + lead)]
    return ["", title, *found] if found else []


def _listed(words: Iterable[str]) -> str:
    return ", ".join(map(spoken, words))


def _or(words: Iterable[str]) -> str:
    return listed(map(spoken, words), "{first} or {last}")
