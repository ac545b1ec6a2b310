"""The page of the vocabulary: the class is the only declaration of it. For each field the rules that ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs.pages.markup import fields, folded, heading, text
from docs.pages.rules import STAGE_TITLES
from runstrength.facts import fields_of, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    import attrs

    from docs.pages.references import References

__all__ = ["vocabulary_page"]


def vocabulary_page(references: References) -> str:
    """Write the page."""
    parts = [
        heading(1, "The vocabulary of a runner", "vocabulary", "all"),
        (
            "Every field but `discipline` may be left out: it is then unknown. A protective field may only ever "
            "take load away: no dose may ask for it. The rules are those of the shipped rulebook that ask for the "
            "field themselves; those that ask through a [finding](#findings-all) stand there."
        ),
    ]
    for name, attribute in fields_of(references.rulebook.vocabulary).items():
        parts += _field(references, name, attribute)
    return "\n\n".join(parts) + "\n"


def _field(references: References, name: str, attribute: attrs.Attribute[Any]) -> Iterator[str]:
    yield heading(2, name, "field", name)
    yield text(attribute.metadata["question"])
    entries = {"Allowed": text(kind_of(attribute).allowed())}
    if attribute.metadata["protective"]:
        entries["Protective"] = "yes"
    reading = references.reading(name)
    for stage, (title, _) in STAGE_TITLES.items():
        here = {entry.name for file in references.written.stages[stage] for entry in file.entries}
        found = references.links(rule for rule in reading if rule.template in here)
        entries[title] = folded(found, "rule")
    if not reading:
        entries["Asked for by"] = "no rule"
    yield fields(entries)
