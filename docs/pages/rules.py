"""The pages of the rules, one for each stage: when, then, because, on which source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docs.pages.conclusions import Conclusions
from docs.pages.markup import bullets, fields, folded, heading, link, text
from runstrength.explain.words import counted, spoken
from runstrength.rulebook.conditions import findings_of, paths_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docs.pages.references import References
    from docs.pages.written import Entry, File
    from runstrength.rulebook.rule import Guarantee, Rule

__all__ = ["STAGE_TITLES", "asked", "condition", "made_for", "stage_page"]

STAGE_TITLES = {
    "assess": ("Assess", "From answers to names: what kind of runner this is, and what the next weeks are for."),
    "prescribe": ("Prescribe", "Which exercises, and what to mind while doing them."),
    "dose": ("Dose", "How much of each, and how often. No rule here may ask about pain, signs, soreness or age."),
    "restrict": ("Restrict", "What is too much, what is out, and who should see a clinician first."),
    "advise": ("Advise", "What to tell the runner besides."),
}


def stage_page(references: References, stage: str) -> str:
    """Write the page of a stage."""
    title, about = STAGE_TITLES[stage]
    files = references.written.stages[stage]
    written = sum(len(file.entries) for file in files)
    made = sum(len(references.made[entry.name]) for file in files for entry in file.entries)
    count = counted(written, "rule") + (f" as written, {made} with what `for` makes of them" if made > written else "")
    parts = [heading(1, title, "stage", stage), f"{about} {count}."]
    for file in files:
        parts += _file(references, file)
    return "\n\n".join(parts) + "\n"


def _file(references: References, file: File) -> Iterator[str]:
    yield heading(2, file.title, "file", file.path)
    yield text(file.intro)
    for entry in file.entries:
        if entry.title:
            yield f"**{text(entry.title)}**"
        if entry.note:
            yield f"*{text(entry.note)}*"
        yield _rule(references, entry, file)


def _rule(references: References, entry: Entry, file: File) -> str:
    made = references.made[entry.name]
    first = made[0]
    entries = {
        "For": made_for(references, entry.data, made),
        "When": condition(entry.data),
        "Then": bullets(Conclusions(references.rulebook).lines(entry.data["then"], made)),
        "Because": text(entry.data["because"]),
        "Asks for": asked(references, entry.data, made),
        "Rests on": ", ".join(link("source", source) for source in first.sources),
        "Tier": first.tier if first.prescribe or first.doses else "",
        "Overrides": text(first.override or ""),
        "Examples": _examples(first, is_one=len(made) == 1),
        "Written in": f"`{file.path}`, line {entry.line}",
    }
    return f"{heading(3, entry.name, 'rule', entry.name)}\n\n{fields(entries)}"


def condition(data: Any) -> str:  # noqa: ANN401 - whatever YAML holds there
    """Give the condition as it is written."""
    return f"`{' '.join(data['when'].split())}`"


def made_for(references: References, data: Any, made: Sequence[Rule | Guarantee]) -> str:  # noqa: ANN401 - likewise
    """Say for which values `for` makes rules of what is written once."""
    if "for" not in data:
        return ""
    values = [of.name.partition("[")[2].rstrip("]").split(",") for of in made]
    variables = sorted(data["for"])
    said = []
    for variable, found in zip(variables, zip(*values, strict=True), strict=True):
        written = data["for"][variable]
        known = references.written.groups.get(written, ()) if isinstance(written, str) else written
        rank = [*known] if isinstance(known, (list, tuple)) else [*references.rulebook.exercises]
        ordered = sorted(set(found), key=rank.index)
        shown = [
            link("exercise", value, references.rulebook.exercises[value].name)
            if value in references.rulebook.exercises
            else text(spoken(value))
            for value in ordered
        ]
        of_each = f"each `{variable}` of {', '.join(shown)}"
        said.append(folded(shown, "exercise", "each of ") if isinstance(written, dict) else of_each)
    return "; ".join(said)


def asked(references: References, data: Any, made: Sequence[Rule | Guarantee]) -> str:  # noqa: ANN401 - likewise
    """Link what a condition asks for: fields of the vocabulary, findings, and the groups that it names."""
    read = {path.field for of in made for path in paths_of(of.when)}
    used = {name for of in made for name in findings_of(of.when)}
    return ", ".join(
        [
            *(link("field", name) for name in sorted(read)),
            *(link("finding", name) for name in sorted(used)),
            *(link("group", name) for name in references.groups_in(data)),
        ]
    )


def _examples(rule: Rule, *, is_one: bool) -> str:
    fires = sum(fires for fires, *_ in rule.examples)
    silent = len(rule.examples) - fires
    if not rule.examples:
        return "none"
    said = f"{counted(fires, 'runner')} for whom it fires, {silent or 'none'} for whom it is silent"
    return said if is_one else f"for each of them {said}"
