"""The page of the findings: which rules derive each, which ask for it, and how they lean on each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs.pages.markup import bullets, fields, heading, text
from runstrength.explain.words import counted, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from docs.pages.references import References

__all__ = ["DRAWING", "findings_page", "stratum_of"]

DRAWING = "findings.svg"


def findings_page(references: References) -> str:
    """Write the page."""
    findings = references.rulebook.derivers
    drawing = f":::{{raw}} html\n:file: {DRAWING}\n:::"
    parts = [
        heading(1, "Findings", "findings", "all"),
        (
            f"{counted(len(findings), 'finding')}: names for what many rules ask. Some rule derives each, and it "
            "holds where one of these fires; it is never unknown. Findings that lean on others are settled after "
            "them, step by step."
        ),
        drawing,
        (
            "In the drawing an arrow leads from a finding to one that asks for it; the columns are the steps; the "
            "number is how many rules ask for it."
        ),
    ]
    for finding in sorted(findings, key=lambda name: (stratum_of(references, name), name)):
        parts += _finding(references, finding)
    parts += _groups(references)
    return "\n\n".join(parts) + "\n"


def stratum_of(references: References, finding: str) -> int:
    """Say in which step, from 1, it is settled whether a finding holds."""
    strata = [set(names) for names in references.rulebook.strata]
    return 1 + max(
        number for number, names in enumerate(strata) for rule in references.deriving(finding) if rule.name in names
    )


def _finding(references: References, finding: str) -> Iterator[str]:
    deriving = references.deriving(finding)
    yield heading(2, finding, "finding", finding)
    links = references.links(deriving)
    because = [text(references.made[template][0].because) for template in dict.fromkeys(x.template for x in deriving)]
    yield bullets(f"{reason} ({shown})" for shown, reason in zip(links, because, strict=True))
    entries = {
        "Asked for by": ", ".join(references.links(references.using(finding))) or "no rule",
        "Settled in": f"step {stratum_of(references, finding)}",
    }
    yield fields(entries)


def _groups(references: References) -> Iterator[str]:
    yield heading(2, "Groups", "findings", "groups")
    yield "Lists of values that conditions name instead of repeating them."
    groups: Mapping[str, tuple[str, ...]] = references.written.groups
    for name, values in groups.items():
        yield heading(3, name, "group", name)
        entries = {
            "Holds": text(", ".join(map(spoken, values))),
            "Named by": ", ".join(references.links(references.naming(name))) or "no rule",
        }
        yield fields(entries)
