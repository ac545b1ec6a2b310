"""How Sphinx builds these pages: `python3 run.py docs`."""

from pathlib import Path

import runstrength
from runstrength.facts import fields_of, kind_of

project = "runstrength"
author = "the runstrength authors"
copyright = author
version = release = runstrength.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "description"

html_theme = "furo"
html_title = "runstrength"


def _vocabulary() -> str:
    """Write the page of the vocabulary: the class is the only declaration of it."""
    rows = [
        f"| `{name}` | {kind_of(attribute).allowed()} | {attribute.metadata['question']} |"
        for name, attribute in fields_of(runstrength.Profile).items()
    ]
    head = "# The vocabulary of a runner\n\nEvery field but `discipline` may be left out: it is then unknown.\n\n"
    return head + "| field | allowed | question |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n"


Path(__file__).with_name("reference").joinpath("vocabulary.md").write_text(_vocabulary(), encoding="utf-8")
