"""How Sphinx builds these pages: `python3 run.py docs`."""

import runstrength

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
