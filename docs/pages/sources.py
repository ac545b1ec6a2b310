"""The page of the sources: what rules rest on, what research disputes, and which rules cite it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs.pages.markup import fields, folded, heading, text
from runstrength.explain.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docs.pages.references import References
    from runstrength.rulebook.rule import Source

__all__ = ["NOT_REVIEWED", "sources_page"]

_KINDS = {
    "practice": (
        "Our own caution",
        (
            "What the article does not say and somebody has to. A source of this kind says itself how far a "
            "clinician has reviewed it; **those marked below await such a review.**"
        ),
    ),
    "article": ("The article", "Restated from the founding article, statement by statement."),
}
NOT_REVIEWED = "**Not yet reviewed by a clinician.**"


def sources_page(references: References) -> str:
    """Write the page."""
    sources = references.rulebook.sources
    parts = [heading(1, "Sources", "sources", "all"), f"{counted(len(sources), 'source')} that rules rest on."]
    for kind, (title, about) in _KINDS.items():
        parts += [heading(2, title, "sources", kind), about]
        for source in sources.values():
            if source.kind == kind:
                parts += _source(references, source)
    return "\n\n".join(parts) + "\n"


def _source(references: References, source: Source) -> Iterator[str]:
    yield heading(3, source.id, "source", source.id)
    if "not yet reviewed" in source.text.lower():
        yield NOT_REVIEWED
    yield text(source.text)
    citing = references.links(references.which(lambda rule: source.id in rule.sources))
    yield fields(
        {
            "Disputed": text(source.disputed or ""),
            "Cited by": folded(citing, "rule") or "no rule",
        }
    )
