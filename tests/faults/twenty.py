"""The twenty runners of the documentation: their profiles, and the answers as the pages show them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.docs.pages import blocks, commands

__all__ = ["shown"]

PAGES = Path(__file__).parents[2] / "docs" / "runners"


@cache
def shown() -> dict[str, tuple[dict[str, Any], str]]:
    """Give for each runner the profile, and what `runstrength recommend` prints."""
    found: dict[str, tuple[dict[str, Any], str]] = {}
    for page in sorted(PAGES.glob("*.md")):
        profiles: dict[str, dict[str, Any]] = {}
        for block in blocks(page.read_text(encoding="utf-8").splitlines()):
            if block.file:
                profiles[block.file] = yaml.safe_load(block.text)
            elif block.language == "console":
                for command in commands(block.text):
                    words = command.line.split()
                    if words[:2] == ["runstrength", "recommend"]:
                        found[words[2].removesuffix(".yaml")] = (profiles[words[2]], command.output)
    return found
