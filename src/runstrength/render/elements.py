"""Elements of HTML: a tree that escapes what it holds, and is well formed however it is put together."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from runstrength.explain.layout import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Element", "element", "items", "markup"]

Element = ET.Element


def element(tag: str, *children: Element | str | None, **attributes: str) -> Element:
    """Make an element of texts, one line of printable characters each, and elements; None is left out.

    `class_` is the attribute `class`, and `data_rule` is `data-rule`.
    """
    made = ET.Element(tag, {name.rstrip("_").replace("_", "-"): clean(value) for name, value in attributes.items()})
    for child in children:
        if isinstance(child, str):
            # A blank at an end parts a text from the element beside it.
            _append_text(made, f"{' ' * child.startswith(' ')}{clean(child)}{' ' * child.endswith(' ')}")
        elif child is not None:
            made.append(child)
    return made


def _append_text(to: Element, text: str) -> None:
    if len(to):
        to[-1].tail = (to[-1].tail or "") + text
    else:
        to.text = (to.text or "") + text


def items(tag: str, children: Iterable[Element | str], **attributes: str) -> Element | None:
    """Make a list, `ul` or `ol`, of entries; nothing where there are none. An `li` stays as it is."""
    found = [child if isinstance(child, Element) and child.tag == "li" else element("li", child) for child in children]
    return element(tag, *found, **attributes) if found else None


def markup(root: Element) -> str:
    """Write an element as HTML, a block on a line of its own."""
    ET.indent(root, space="")
    return ET.tostring(root, encoding="unicode", method="html")
