"""The pages that are written from the shipped rulebook: `docs/conf.py` writes them, before Sphinx reads anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import runstrength
from docs.pages.advice import advice_page
from docs.pages.exercises import exercises_page
from docs.pages.findings import DRAWING, findings_page
from docs.pages.graph import drawing
from docs.pages.guarantees import guarantees_page
from docs.pages.guidance import guidance_page
from docs.pages.references import References
from docs.pages.rules import STAGE_TITLES, stage_page
from docs.pages.sources import sources_page
from docs.pages.vocabulary import vocabulary_page
from docs.pages.written import read
from runstrength.shipped import rules_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["pages", "write"]


def pages() -> Mapping[str, str]:
    """Give the text of every page by its path below the documentation."""
    references = References(runstrength.shipped_rulebook(), read(rules_folder() / "article"))
    found = {
        **{f"{stage}.md": stage_page(references, stage) for stage in STAGE_TITLES},
        "exercises.md": exercises_page(references),
        "findings.md": findings_page(references),
        DRAWING: drawing(references),
        "sources.md": sources_page(references),
        "advice.md": advice_page(references),
        "guidance.md": guidance_page(references),
        "guarantees.md": guarantees_page(references),
    }
    return {
        **{f"rules/{name}": page for name, page in found.items()},
        "reference/vocabulary.md": vocabulary_page(references),
    }


def write(folder: Path) -> None:
    """Write every page that is not there already as it has to be, so that Sphinx reads anew what has changed."""
    for name, page in pages().items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != page:
            path.write_text(page, encoding="utf-8", newline="\n")
