"""The tree of reasons as a Mermaid flowchart: from what is recommended down to facts and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.explain.layout import clean
from runstrength.explain.telling import absent_in_words
from runstrength.explain.words import fact_in_words
from runstrength.language import speaking

if TYPE_CHECKING:
    from collections.abc import Iterable

    from runstrength.explain.reasons import Reason
    from runstrength.explain.why import Why

__all__ = ["as_mermaid"]

_SPECIAL = str.maketrans({character: f"#{ord(character)};" for character in '"#<>[]{}()|`&;'})


def as_mermaid(why: Why) -> str:
    """Give an answer to "why" as the source of a Mermaid flowchart; each rule, fact and source is drawn once."""
    with speaking(why.language):
        return "\n".join(_Chart(why).lines()) + "\n"


class _Chart:
    def __init__(self, why: Why) -> None:
        self.why = why
        self.nodes: dict[tuple[str, str], str] = {}
        self.drawn: list[str] = []
        self.arrows: dict[str, None] = {}

    def lines(self) -> list[str]:
        top = self.node("top", "", f"{self.why.title}: {self.why.what}", "([", "])")
        self.reasons(top, self.why.because)
        for part in self.why.dose:
            at = top
            if part.part != self.why.asked:
                at = self.node("part", part.part, part.what, "([", "])")
                self.arrow(top, at)
            self.reasons(at, (*part.set_by, *part.limited_by))
        return ["flowchart TD", *self.drawn, *self.arrows]

    def reasons(self, above: str, reasons: Iterable[Reason]) -> None:
        for reason in reasons:
            new = ("rule", reason.rule) not in self.nodes
            at = self.node("rule", reason.rule, reason.text, "[", "]")
            self.arrow(above, at)
            if not new:
                continue
            for path, value in reason.facts.items():
                self.arrow(at, self.node("fact", path, fact_in_words(self.why.vocabulary, path, value), "{{", "}}"))
            for absent in reason.absent:
                text = absent_in_words(self.why.vocabulary, absent)
                self.arrow(at, self.node("absent", absent.finding, text, "{{", "}}"))
            for name in reason.sources:
                self.arrow(at, self.node("source", name, f"{name}: {self.why.sources[name].text}", "[/", "/]"))
            self.reasons(at, reason.from_)

    def node(self, kind: str, name: str, text: str, opens: str, closes: str) -> str:
        """Draw a node, if it is not there yet; give its id."""
        key = (kind, name)
        if key not in self.nodes:
            self.nodes[key] = f"n{len(self.nodes) + 1}"
            self.drawn.append(f'    {self.nodes[key]}{opens}"{clean(text).translate(_SPECIAL)}"{closes}')
        return self.nodes[key]

    def arrow(self, above: str, below: str) -> None:
        self.arrows[f"    {above} --> {below}"] = None
