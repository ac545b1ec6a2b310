"""The page of the exercises: what each is, how it is done, and which rules speak of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs.pages.equipment import equipment_parts
from docs.pages.markup import bullets, fields, folded, heading, label, link, numbered, opened, table, text
from runstrength.explain.words import counted, duration, span, spoken
from runstrength.profile import SITES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from docs.pages.references import References
    from runstrength.rulebook.rule import Exercise, Limit, Rule

__all__ = ["exercises_page"]

_CATALOGUES = {"free_exercise_db": "free-exercise-db", "wger": "wger", "fit": "Garmin FIT"}


def exercises_page(references: References) -> str:
    """Write the page."""
    exercises = references.rulebook.exercises
    parts = [
        heading(1, "Exercises", "exercises", "all"),
        (
            f"{counted(len(exercises), 'exercise')}. Their order is their rank: of two with equally strong reasons the "
            "earlier comes first. The table of this page leads to each; then follow "
            f"[what can be done with which equipment](#{label('exercises', 'by-equipment')}), "
            f"[what loads which site](#{label('exercises', 'by-site')}), and each exercise by itself."
        ),
        _overview(exercises),
        *equipment_parts(exercises),
        *_sites(exercises),
        *_general(references),
    ]
    for entry in references.written.exercises.entries:
        if entry.title:
            parts.append(heading(2, opened(entry.title)))
        parts += _exercise(references, exercises[entry.name])
    return "\n\n".join(parts) + "\n"


def _overview(exercises: Mapping[str, Exercise]) -> str:
    head = ("exercise", "role", "pattern", "equipment", "impact")
    rows = (
        (link("exercise", x.id, x.name), x.role, spoken(x.pattern), _any_of(x.equipment) or "none", x.impact)
        for x in exercises.values()
    )
    return table(head, rows)


def _sites(exercises: Mapping[str, Exercise]) -> Iterator[str]:
    yield heading(2, "Exercises by the site that they load", "exercises", "by-site")
    yield (
        "Rules that spare a sore site take exercises by this: from pain 8 on nothing that loads the site remains. "
        "An exercise loads the sites of the muscles that it trains, and what carries the body meanwhile."
    )
    rows = {}
    for site in SITES:
        loading = [_link(x) for x in exercises.values() if site in x.loads]
        sparing = [_link(x) for x in exercises.values() if site not in x.loads]
        rows[opened(spoken(site))] = (
            f"{folded(loading, 'exercise', 'loaded by ')}\n\n{folded(sparing, 'exercise', 'spared by ')}"
        )
    yield fields(rows)


def _general(references: References) -> Iterator[str]:
    """Name once the limits that hold for every exercise."""
    yield heading(2, "Limits on everything", "exercises", "limits-on-everything")
    yield (
        "These rules limit the load or the sets of every exercise, whatever it is, and so are not repeated below: "
        f"{', '.join(references.links(references.which(_limits_everything)))}."
    )


def _exercise(references: References, exercise: Exercise) -> Iterator[str]:
    yield heading(3, exercise.name, "exercise", exercise.id)
    yield fields(_about(references, exercise))
    yield _schemes(exercise)
    yield "**How to do it**"
    yield numbered(map(text, exercise.steps))
    if exercise.faults:
        yield "**What usually goes wrong**"
        yield bullets(map(text, exercise.faults))
    if exercise.cues:
        yield "**While you train**"
        yield bullets(f"{text(references.rulebook.cues[cue])} ({link('cue', cue)})" for cue in exercise.cues)
    yield "**Rules that speak of it**"
    yield fields(_spoken_of(references, exercise)) or "None."


def _about(references: References, exercise: Exercise) -> dict[str, str]:
    exercises = references.rulebook.exercises
    traits = [spoken(exercise.role), f"pattern {spoken(exercise.pattern)}"]
    traits += ["more than one joint"] if exercise.compound else []
    traits += ["one side at a time"] if exercise.unilateral else []
    traits += ["in motion"] if exercise.dynamic else []
    return {
        "Id": f"`{exercise.id}`",
        "Kind": text(", ".join(traits)),
        "Trains": text(", ".join(map(spoken, exercise.muscles))),
        "Needs": _any_of(exercise.equipment) or "nothing",
        "Weight": _any_of(exercise.weight),
        "Impact": exercise.impact,
        "Loads": text(", ".join(map(spoken, exercise.loads))) or "no site",
        "Easier": ", ".join(_link(exercises[name]) for name in exercise.easier),
        "Harder": ", ".join(_link(exercises[name]) for name in exercise.harder),
        "Elsewhere": "; ".join(_elsewhere(*of) for of in exercise.ids.items()),
    }


def _schemes(exercise: Exercise) -> str:
    rows = []
    for load, scheme in exercise.schemes.items():
        count = f"{span(scheme.reps)} repetitions" if scheme.reps else duration(scheme.seconds or (0, 0))
        rest = duration(scheme.rest_seconds) if scheme.rest_seconds[1] else "none"
        rows.append((load, count + (" per side" if exercise.unilateral else ""), rest))
    return table(("load", "how much", "rest between sets"), rows)


def _spoken_of(references: References, exercise: Exercise) -> dict[str, str]:
    name = exercise.id

    def those(rules: Iterable[Rule]) -> str:
        return folded(references.links(rules, beside=name), "rule")

    return {
        "Prescribed by": those(references.which(lambda rule: any(name in choice for choice in rule.prescribe))),
        "Fallback of": those(references.which(lambda rule: name in rule.fallback)),
        "Dosed by": those(references.which(lambda rule: any(dose.of.specificity(name) for dose in rule.doses))),
        "Cued by": those(references.which(lambda rule: any(name in of for _, of in rule.cues))),
        "Ruled out by": those(references.which(lambda rule: name in rule.avoid)),
        "Limited by": those(references.which(lambda rule: any(limit.of.specificity(name) for limit in rule.limits))),
    }


def _limits_everything(rule: Rule) -> bool:
    return any(limit.of.everything and _is_amount(limit) for limit in rule.limits)


def _is_amount(limit: Limit) -> bool:
    return limit.load is not None or limit.sets is not None


def _link(exercise: Exercise) -> str:
    return link("exercise", exercise.id, exercise.name)


def _any_of(words: Iterable[str]) -> str:
    return text(" or ".join(map(spoken, words)))


def _elsewhere(catalogue: str, name: str) -> str:
    nearest = " (the nearest relative)" if name.startswith("~") else ""
    return f"{_CATALOGUES.get(catalogue, catalogue)} `{name.removeprefix('~')}`{nearest}"
