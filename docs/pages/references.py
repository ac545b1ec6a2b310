"""What refers to what in a rulebook, both ways: which rules speak of an exercise, read a fact, cite a source."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from docs.pages.markup import link, text
from runstrength.explain.words import spoken
from runstrength.rulebook.conditions import findings_of, paths_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from docs.pages.written import Written
    from runstrength.rulebook import Rulebook
    from runstrength.rulebook.rule import Rule

__all__ = ["References"]

_WORD = re.compile(r"[a-z_]+")


@attrs.define(slots=False)
class References:
    """Answers which rules do something, as links in the order of the files."""

    rulebook: Rulebook
    written: Written

    @cached_property
    def order(self) -> Mapping[str, int]:
        """The place of each rule, as it is written, among all."""
        names = [entry.name for files in self.written.stages.values() for file in files for entry in file.entries]
        return {name: number for number, name in enumerate(names)}

    @cached_property
    def made(self) -> Mapping[str, tuple[Rule, ...]]:
        """What became of each rule as it is written: itself, or all that `for` made of it."""
        found: dict[str, list[Rule]] = {name: [] for name in self.order}
        for rule in self.rulebook.rules.values():
            found[rule.template].append(rule)
        return {name: tuple(rules) for name, rules in found.items()}

    def which(self, fits: Callable[[Rule], object]) -> list[Rule]:
        """Give the rules that fit, in the order of the files."""
        return [rule for rules in self.made.values() for rule in rules if fits(rule)]

    def links(self, rules: Iterable[Rule], beside: str = "") -> list[str]:
        """Give a link to each rule as it is written, with the values of `for` where only some of them fit.

        `beside` is what the page speaks of anyway, and is not repeated.
        """
        found: dict[str, list[str]] = {}
        for rule in rules:
            found.setdefault(rule.template, []).append(rule.name.partition("[")[2].rstrip("]"))
        shown = []
        for template, values in found.items():
            some = (
                "" if len(values) == len(self.made[template]) or values == [beside] else ", ".join(map(spoken, values))
            )
            shown.append(f"{link('rule', template)}{some and f' ({text(some)})'}")
        return shown

    def deriving(self, finding: str) -> list[Rule]:
        """Give the rules that derive a finding."""
        return self.which(lambda rule: finding in rule.derive)

    def using(self, finding: str) -> list[Rule]:
        """Give the rules that ask for a finding."""
        return self.which(lambda rule: finding in findings_of(rule.when))

    def reading(self, field: str) -> list[Rule]:
        """Give the rules that ask for a field."""
        return self.which(lambda rule: any(path.field == field for path in paths_of(rule.when)))

    def naming(self, group: str) -> list[Rule]:
        """Give the rules whose text names a group."""
        found = {
            entry.name
            for files in self.written.stages.values()
            for file in files
            for entry in file.entries
            if group in self.groups_in(entry.data)
        }
        return self.which(lambda rule: rule.template in found)

    def groups_in(self, data: Mapping[str, Any]) -> list[str]:
        """Give the groups that a rule names, as it is written."""
        words = set(_WORD.findall(f"{data['when']} {data.get('for', '')}"))
        return [name for name in self.written.groups if name in words]
