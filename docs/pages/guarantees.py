"""The page of the guarantees that a rulebook writes: what must come out of all its rules together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs.pages.conclusions import Conclusions
from docs.pages.markup import bullets, fields, heading, opened, text
from docs.pages.rules import asked, condition, made_for
from runstrength.explain.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docs.pages.references import References
    from docs.pages.written import Entry

__all__ = ["guarantees_page"]


def guarantees_page(references: References) -> str:
    """Write the page."""
    entries = references.written.guarantees.entries
    parts = [
        heading(1, "Guarantees", "guarantees", "all"),
        (
            f"{counted(len(entries), 'sentence')} that hold for every runner there can be, whatever rules fire. No "
            "engine runs them: the prover proves each, or shows a runner for whom it breaks. How to prove all of "
            "them is said in [prove what a rulebook never does](../how-to/prove-it.md)."
        ),
    ]
    for entry in entries:
        if entry.title:
            parts.append(heading(2, opened(entry.title)))
        if entry.note:
            parts.append(f"*{text(entry.note)}*")
        parts += _guarantee(references, entry)
    return "\n\n".join(parts) + "\n"


def _guarantee(references: References, entry: Entry) -> Iterator[str]:
    made = [of for of in references.rulebook.guarantees.values() if of.template == entry.name]
    yield heading(3, entry.name, "guarantee", entry.name)
    yield text(entry.data["says"])
    yield fields(
        {
            "For": made_for(references, entry.data, made),
            "When": condition(entry.data),
            "Beside": f"the same runner, but `{entry.data['but']}`" if "but" in entry.data else "",
            "Beside one with": f"more `{entry.data['more']}`, and alike in all else" if "more" in entry.data else "",
            "Always": bullets(Conclusions(references.rulebook).lines(entry.data["then"], [of.then for of in made])),
            "Asks for": asked(references, entry.data, made),
        }
    )
