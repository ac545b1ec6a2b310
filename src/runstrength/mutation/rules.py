"""One mistake at a time in a rule as it is written: in its condition, its conclusions, its tier and its `for`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from runstrength.mutation.conditions import mistaken
from runstrength.rulebook.reading import Mapped, Scalar, Sequence
from runstrength.rulebook.rule import FOCUSES, IMPACTS, LOADS, TIERS, URGENCIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from runstrength.rulebook.diagnostics import Place
    from runstrength.rulebook.reading import Node

    Mistakes = Iterator[tuple[str, Node]]

__all__ = ["Mistake", "of_groups", "of_rule"]


@attrs.frozen(eq=False)
class Mistake:
    """A rule, or the groups of the header, with one mistake.

    `rule` is the node as it is written, `node` as it is mistaken: None where the whole rule is left out.
    """

    name: str
    stage: str
    place: Place
    what: str
    rule: Node
    node: Node | None

    def __str__(self) -> str:
        return f"{self.place}: {self.name}: {self.what}"


def of_rule(stage: str, node: Mapped) -> Iterator[Mistake]:
    """Give every mistake in a rule."""
    name = _text(node.entries["rule"])

    def mistakes(key: str, made: Mistakes) -> Iterator[Mistake]:
        for what, new in made:
            changed = attrs.evolve(node, entries={**node.entries, key: new})
            yield Mistake(name, stage, node.entries[key].place, f"{key}: {what}", node, changed)

    yield Mistake(name, stage, node.place, "the rule is left out", node, None)
    when = node.entries["when"]
    assert isinstance(when, Scalar)  # noqa: S101 - the rulebook was read without a problem
    yield from mistakes("when", ((what, _said(when, text)) for what, text in mistaken(when.text)))
    yield from mistakes("then", _conclusions(node.entries["then"]))
    if "tier" in node.entries:
        tiers = TIERS[:3] if "dose" in _entries(node.entries["then"]) else TIERS
        yield from mistakes("tier", _neighbours(node.entries["tier"], tiers))
    if "for" in node.entries:
        yield from mistakes("for", _inside(node.entries["for"], lambda _, of: _shorter(of)))


def of_groups(node: Node) -> Iterator[Mistake]:
    """Give every mistake in the groups of a header: a word that is left out."""
    for name, group in _entries(node).items():
        for what, new in _shorter(group):
            changed = _with(node, name, new)
            yield Mistake(f"the group {name}", "header", group.place, what, node, changed)


# --- conclusions ----------------------------------------------------------------------------------------------------


def _conclusions(then: Node) -> Mistakes:
    yield from _fewer(then)
    yield from _inside(then, lambda key, of: _CONCLUSIONS[key](of))


def _exercises(node: Node) -> Mistakes:
    """Exercises by id, by selector, or as `first_of`."""
    if isinstance(node, Mapped):
        if "first_of" in node.entries:
            yield from _inside(node, lambda _, of: _shorter(of))
        else:
            yield from _selector(node)
        return
    yield from _shorter(node)
    yield from _each(node, lambda item: _exercises(item) if isinstance(item, Mapped) else iter(()))


def _selector(node: Node) -> Mistakes:
    yield from _fewer(node)
    yield from _inside(node, _selected)


def _selected(key: str, node: Node) -> Mistakes:
    if key == "not":
        yield from _selector(node)
    elif key == "impact":
        yield from _neighbours(node, IMPACTS)
    elif isinstance(node, Sequence):
        yield from _shorter(node)
    elif isinstance(node, Scalar) and node.plain and node.text in {"true", "false"}:
        yield "it is turned round", _said(node, "false" if node.text == "true" else "true")


def _cues(node: Node) -> Mistakes:
    yield from _fewer(node)
    yield from _inside(node, lambda _, of: _exercises(of))


def _amounts(node: Node) -> Mistakes:
    """Give mistakes in a dose or a limit, or in a list of them."""
    if isinstance(node, Sequence):
        yield from _shorter(node)
        yield from _each(node, _amounts)
        return
    yield from _inside(node, _amount)
    amounts = [key for key in _entries(node) if key != "of"]
    needed = {"load"} if {"reps", "seconds", "rest_seconds"} & set(amounts) else set()
    for key in amounts if len(amounts) > 1 else ():
        if key not in needed:
            yield f"`{key}` is left out", _without(node, key)
    if "of" in _entries(node):
        yield "`of` is left out", _without(node, "of")


def _amount(key: str, node: Node) -> Mistakes:
    if key == "of":
        yield from _exercises(node)
    elif key == "load":
        yield from _neighbours(node, LOADS)
    elif isinstance(node, Sequence):
        yield from _each(node, _numbers)
    else:
        yield from _numbers(node)


def _numbers(node: Node) -> Mistakes:
    text = _text(node)
    share = text.endswith("%")
    if not text.removesuffix("%").isdecimal():
        return
    for step in (25, -25) if share else (1, -1):
        number = int(text.removesuffix("%")) + step
        if number >= 0:
            yield f"{text} becomes {number}{'%' if share else ''}", _said(node, f"{number}{'%' if share else ''}")


def _neighbours(node: Node, words: tuple[str, ...]) -> Mistakes:
    """Give the words next to one in a closed list that has an order."""
    if _text(node) in words:
        at = words.index(_text(node))
        for other in (*words[max(at - 1, 0) : at], *words[at + 1 : at + 2]):
            yield f"{words[at]} becomes {other}", _said(node, other)


# --- trees ----------------------------------------------------------------------------------------------------------


def _text(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _entries(node: Node) -> dict[str, Node]:
    return node.entries if isinstance(node, Mapped) else {}


def _said(node: Node, text: str) -> Node:
    return Scalar(text, node.source, node.at)


def _with(node: Node, key: str, new: Node) -> Node:
    assert isinstance(node, Mapped)  # noqa: S101 - it has this key
    return attrs.evolve(node, entries={**node.entries, key: new})


def _without(node: Node, key: str) -> Node:
    assert isinstance(node, Mapped)  # noqa: S101 - it has this key
    return attrs.evolve(
        node,
        entries={name: of for name, of in node.entries.items() if name != key},
        keys={name: of for name, of in node.keys.items() if name != key},
    )


def _fewer(node: Node) -> Mistakes:
    """Give a mapping without one of its entries, if there are several."""
    for key in _entries(node) if len(_entries(node)) > 1 else ():
        yield f"`{key}` is left out", _without(node, key)


def _inside(node: Node, mistakes: Callable[[str, Node], Mistakes]) -> Mistakes:
    """Give a mapping with one mistake in one of its values."""
    for key, of in _entries(node).items():
        for what, new in mistakes(key, of):
            yield f"{key}: {what}", _with(node, key, new)


def _each(node: Node, mistakes: Callable[[Node], Mistakes]) -> Mistakes:
    """Give a list with one mistake in one of its items."""
    if not isinstance(node, Sequence):
        return
    for at, item in enumerate(node.items):
        for what, new in mistakes(item):
            yield what, Sequence((*node.items[:at], new, *node.items[at + 1 :]), node.source, node.at)


def _shorter(node: Node) -> Mistakes:
    """Give a list without one of its items, if there are several."""
    if not isinstance(node, Sequence) or len(node.items) == 1:
        return
    for at, item in enumerate(node.items):
        shown = f"`{_text(item)}`" if isinstance(item, Scalar) else f"item {at + 1}"
        yield f"{shown} is left out", Sequence((*node.items[:at], *node.items[at + 1 :]), node.source, node.at)


# What each conclusion is mistaken in.
_CONCLUSIONS: dict[str, Callable[[Node], Mistakes]] = {
    "derive": _shorter,
    "focus": lambda of: _neighbours(of, FOCUSES[1:]),
    "prescribe": _exercises,
    "fallback": _shorter,
    "cue": _cues,
    "dose": _amounts,
    "limit": _amounts,
    "avoid": _exercises,
    "refer": lambda of: _neighbours(of, URGENCIES),
    "advise": _shorter,
}
