"""What kept a rule from firing: the parts of its condition that are false, and the facts that are unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from runstrength.explain.reasons import evidence, value_at
from runstrength.explain.words import condition_in_words, label
from runstrength.rulebook.conditions import And, Finding, Not, paths_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from runstrength.explain.reasons import Reason, Reasons
    from runstrength.facts import Facts
    from runstrength.rulebook.conditions import Condition, Path
    from runstrength.rulebook.rule import Rule, Rulebook

__all__ = ["Missing", "missing"]

_DEEPEST = 3  # findings that rest on findings: what is missing further down is told by the rules themselves


@attrs.frozen
class Missing:
    """What kept a rule from firing: parts that are false, and facts unknown.

    `false` and `unknown` are as the rule language writes them, `false_in_words` and `unknown_in_words` as people do.
    `against` are the reasons of findings that it needed to be absent; `through` says of the rules that would have made
    a finding it needed what kept them from it, the nearest first.
    """

    rule: str
    text: str
    false: tuple[str, ...]
    unknown: tuple[str, ...]
    false_in_words: tuple[str, ...]
    unknown_in_words: tuple[str, ...]
    against: tuple[Reason, ...]
    through: tuple[Missing, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {
            "rule": self.rule,
            "text": self.text,
            "false": list(self.false),
            "unknown": list(self.unknown),
            "against": [reason.to_dict() for reason in self.against],
            "through": [entry.to_dict() for entry in self.through],
        }

    @property
    def distance(self) -> tuple[int, int]:
        """How much is missing: the parts that are false, then the facts that are unknown."""
        nearest = self.through[0].distance if self.through else (0, 0)
        return len(self.false) + nearest[0], len(self.unknown) + nearest[1]


def missing(
    rules: Iterable[Rule], rulebook: Rulebook, facts: Facts, reasons: Reasons, depth: int = _DEEPEST
) -> tuple[Missing, ...]:
    """Say for each rule what kept it from firing; those that lack least come first."""
    found = [_missing(rule, rulebook, facts, reasons, depth) for rule in rules]
    return tuple(sorted(found, key=lambda entry: (*entry.distance, entry.rule)))


def _missing(rule: Rule, rulebook: Rulebook, facts: Facts, reasons: Reasons, depth: int) -> Missing:
    vocabulary, findings = type(facts), reasons.findings
    parts = rule.when.items if isinstance(rule.when, And) else (rule.when,)
    false = [part for part in parts if evidence(part, facts, findings, positive=False) is not None]
    unknown = sorted({path for part in parts for path in _unknown_of(part, facts, findings)}, key=str)
    wanted = [part.name for part in false if isinstance(part, Finding)]
    unwanted = [part.item.name for part in false if isinstance(part, Not) and isinstance(part.item, Finding)]
    makers = [rulebook.rules[name] for finding in wanted for name in rulebook.derivers.get(finding, ())]
    return Missing(
        rule=rule.name,
        text=rule.because,
        false=tuple(map(str, false)),
        unknown=tuple(map(str, unknown)),
        false_in_words=tuple(condition_in_words(vocabulary, part) for part in false),
        unknown_in_words=tuple(label(vocabulary, path) for path in unknown),
        against=tuple(reason for finding in unwanted for reason in reasons.of_finding(finding)),
        through=missing(makers, rulebook, facts, reasons, depth - 1) if depth else (),
    )


def _unknown_of(part: Condition, facts: Facts, findings: frozenset[str]) -> list[Path]:
    settled = any(evidence(part, facts, findings, positive=positive) is not None for positive in (True, False))
    return [] if settled else [path for path in paths_of(part) if value_at(facts, path) is None]
