"""How Sphinx builds these pages: `python3 run.py docs`."""

import sys
from pathlib import Path

import runstrength

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))  # for `docs.pages`, and the guidance matrix of `tests`

from docs.pages import write  # noqa: E402 - not before the path is known

project = "runstrength"
author = "the runstrength authors"
copyright = author
version = release = runstrength.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "description"

html_theme = "furo"
html_title = "runstrength"
html_static_path = ["_static"]
html_css_files = ["pages.css"]

write(HERE)
