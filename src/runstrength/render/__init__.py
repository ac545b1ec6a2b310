"""Renderers: recommendations as text for a terminal, as Markdown, HTML and JSON. They show, and decide nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from runstrength.render.content import page
from runstrength.render.markdown import as_markdown
from runstrength.render.text import as_text

if TYPE_CHECKING:
    from runstrength.recommendation import Recommendations

__all__ = ["FORMATS", "as_json", "for_notebook", "for_terminal", "render"]

FORMATS = ("text", "markdown", "html", "json")


def render(result: Recommendations, format: str = "text", *, colour: bool = False) -> str:  # noqa: A002 - its name
    """Give a result in one of `FORMATS`, ending in one newline; `colour` paints text for a terminal.

    Raises `ValueError` for any other format.
    """
    if format == "json":
        return as_json(result.to_dict())
    if format == "markdown":
        return as_markdown(page(result))
    if format == "html":
        from runstrength.render.html import as_html  # noqa: PLC0415 - only what is asked for is imported

        return as_html(result, page(result))
    if format == "text":
        return as_text(page(result), colour=colour)
    raise ValueError(f"there is no format {format!r}; there are {', '.join(FORMATS)}")


def for_terminal(result: Recommendations, *, colour: bool) -> str:
    """Give a result as a terminal shows it: drawn by rich where that is installed, else as plain text."""
    try:
        from runstrength.render.terminal import as_drawn  # noqa: PLC0415 - only where rich is installed
    except ModuleNotFoundError:
        return render(result, colour=colour)
    return as_drawn(page(result), colour=colour)


def for_notebook(result: Recommendations) -> str:
    """Give a result as a piece of HTML, as notebooks show it."""
    from runstrength.render.html import as_fragment  # noqa: PLC0415 - only what is asked for is imported

    return as_fragment(result, page(result))


def as_json(found: object) -> str:
    """Give plain data as indented JSON. Half a surrogate pair, which no encoding can write, is escaped."""
    text = json.dumps(found, ensure_ascii=False, indent=2, allow_nan=False)
    if any("\ud800" <= character <= "\udfff" for character in text):
        text = json.dumps(found, indent=2, allow_nan=False)
    return f"{text}\n"
