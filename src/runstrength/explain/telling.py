"""Reasons as indented text for people: rules, facts, findings and sources, each told once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runstrength.explain.layout import paragraph
from runstrength.explain.words import fact_in_words, label, listed, spoken
from runstrength.language import said
from runstrength.rulebook.conditions import Path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from runstrength.explain.reasons import Absent, Reason
    from runstrength.facts import Facts
    from runstrength.rulebook.rule import Source

__all__ = ["KINDS", "Teller", "absent_in_words", "facts_listed", "not_screened_in_words", "sources_as_data"]

MOST_NAMED = 3  # entries of one map
MOST_INDENT = 40  # a reason may rest on many, and its text still needs room
KINDS = {"article": "The article: {text}", "practice": "Practice: {text}"}


class Teller:
    """Writes reasons as indented text; what was told once is only pointed to after that.

    With `ids`, the id of each rule and source stands behind its text: for those who write rules.
    """

    def __init__(self, sources: Mapping[str, Source], vocabulary: type[Facts], *, ids: bool = False) -> None:
        self.sources = sources
        self.vocabulary = vocabulary
        self.ids = ids
        self._told: set[str] = set()
        self._quoted: set[str] = set()

    def tree(self, reasons: Iterable[Reason], indent: str = "  ") -> list[str]:
        """Tell reasons, and under each what it rests on."""
        lines: list[str] = []
        inner = f"{indent}    " if len(indent) < MOST_INDENT else indent
        for reason in reasons:
            if reason.rule in self._told:
                again = said("{text} (see above)", text=reason.text)
                lines += paragraph(again + self.named(reason.rule), f"{indent}- ")
                continue
            self._told.add(reason.rule)
            lines += paragraph(reason.text + self.named(reason.rule), f"{indent}- ")
            if reason.facts:
                told = (fact_in_words(self.vocabulary, path, value) for path, value in reason.facts.items())
                lines += paragraph(said("You said: {facts}", facts="; ".join(told)), inner)
            if reason.unknown:
                unknown = facts_listed(self.vocabulary, reason.unknown)
                lines += paragraph(said("You did not say: {facts}", facts=unknown), inner)
            for absent in reason.absent:
                lines += paragraph(absent_in_words(self.vocabulary, absent), inner)
            lines += self._statements(reason, inner)
            if reason.from_:
                lines += [f"{inner}{said('It rests on this:')}", *self.tree(reason.from_, inner)]
        return lines

    def named(self, name: str) -> str:
        """Give the id of a rule or a source, where ids are wanted, as it stands behind a text."""
        return f" [{name}]" if self.ids else ""

    def _statements(self, reason: Reason, indent: str) -> list[str]:
        lines: list[str] = []
        for name in reason.sources:
            source = self.sources[name]
            if name in self._quoted:
                if self.ids:
                    lines += paragraph(said("see above") + self.named(name), indent)
                continue
            self._quoted.add(name)
            lines += paragraph(said(KINDS[source.kind], text=source.text) + self.named(name), indent)
            if source.disputed is not None:
                lines += paragraph(said("Disputed: {text}", text=source.disputed), f"{indent}  ")
        return lines


def absent_in_words(vocabulary: type[Facts], absent: Absent) -> str:
    """Say a pertinent negative: `Looked for and not found: knee trouble. You said: knee pain: 0 of 10.`."""
    facts = "; ".join(fact_in_words(vocabulary, path, value) for path, value in absent.facts.items())
    unknown = facts_listed(vocabulary, absent.unknown)
    parts = [said("Looked for and not found: {finding}.", finding=spoken(absent.finding))]
    if facts:
        parts.append(said("You said: {facts}.", facts=facts))
    if unknown:
        parts.append(said("You did not say: {facts}.", facts=unknown))
    return " ".join(parts)


def not_screened_in_words(vocabulary: type[Facts], paths: tuple[str, ...]) -> str:
    """Say what nobody asked, or answered, and so rules nothing out; nothing where all of it was answered."""
    if not paths:
        return ""
    return said("Not screened, so nothing here takes account of it: {facts}.", facts=facts_listed(vocabulary, paths))


def facts_listed(vocabulary: type[Facts], paths: Iterable[str]) -> str:
    """Name facts; of a map of which many entries are meant, how many."""
    entries: dict[str, list[Path]] = {}
    for path in map(Path.of, paths):
        entries.setdefault(path.field, []).append(path)
    names = []
    for field, of in entries.items():
        if len(of) > MOST_NAMED:
            names.append(said("{fact} ({n} places)", fact=label(vocabulary, Path(field)), n=len(of)))
        else:
            names += [label(vocabulary, path) for path in of]
    return listed(names)


def sources_as_data(sources: Mapping[str, Source]) -> dict[str, Any]:
    """Give sources as plain JSON."""
    return {name: {"text": of.text, "kind": of.kind, "disputed": of.disputed} for name, of in sources.items()}
