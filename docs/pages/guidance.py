"""The page of the guidance matrix: from every statement of the article, and every sentence of meaning, to its rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs.pages.markup import fields, folded, heading, link, text
from runstrength.explain.words import counted
from tests.matrix.meaning import meaning_rows
from tests.matrix.statements import guidance_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docs.pages.references import References
    from tests.matrix.meaning import Sentence
    from tests.matrix.statements import Statement

__all__ = ["guidance_page"]


def guidance_page(references: References) -> str:
    """Write the page."""
    statements = guidance_rows(references.rulebook)
    sentences = meaning_rows(references.rulebook)
    parts = [
        heading(1, "The guidance matrix", "guidance", "matrix"),
        (
            "What the founding article says, and what a result is meant to be, each with what carries it. The "
            "tests see to it that nothing here is carried by nothing."
        ),
        heading(2, "What the article says", "guidance", "statements"),
        (
            f"{counted(len(statements), 'statement')}. The kind says what has to carry it: a rule that prescribes, "
            "doses, limits, plans or advises; for a rationale a reason that says it; for an invariant a test over "
            "many results."
        ),
    ]
    for statement in statements:
        parts += _statement(references, statement)
    parts += [
        heading(2, "What a result means", "guidance", "meaning"),
        (
            f"{counted(len(sentences), 'sentence')}, with rules, examples on both sides of a number, guarantees "
            "that are proved for every runner, and checks over generated runners."
        ),
    ]
    for sentence in sentences:
        parts += _sentence(references, sentence)
    return "\n\n".join(parts) + "\n"


def _statement(references: References, row: Statement) -> Iterator[str]:
    yield heading(3, row.id, "statement", row.id)
    yield text(row.says)
    yield fields(
        {
            "Kind": text(row.kind),
            "Source": link("source", row.id) if row.id in references.rulebook.sources else "",
            "Rules": _rules(row.rules),
            "Examples": counted(row.examples, "example") if row.examples else "",
            "Tests": _names(row.tests),
        }
    )


def _sentence(references: References, row: Sentence) -> Iterator[str]:
    own = {guarantee.template for guarantee in references.rulebook.guarantees.values()}
    guarantees = [
        link("guarantee", name) if name in own else f"[{text(name)}](../how-to/prove-it.md)" for name in row.guarantees
    ]
    yield heading(3, row.id, "meaning", row.id)
    yield text(row.says)
    yield fields(
        {
            "Rules": _rules(row.rules),
            "Numbers": "; ".join(map(text, row.numbers)),
            "Guarantees": ", ".join(guarantees),
            "Checks": _names(row.laws),
        }
    )


def _rules(names: Iterable[str]) -> str:
    return folded((link("rule", name) for name in names), "rule")


def _names(tests: Iterable[str]) -> str:
    return ", ".join(f"`{test}`" for test in tests)
