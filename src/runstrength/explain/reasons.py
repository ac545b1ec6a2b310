"""Reasons: a rule that fired, the facts that made it fire, its sources, and the reasons of the findings it used."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from runstrength.facts import fields_of, kind_of, to_plain
from runstrength.rulebook.conditions import And, Compare, Finding, Maybe, Member, Not, Or, Path, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from runstrength.facts import Facts
    from runstrength.rulebook.conditions import Condition
    from runstrength.rulebook.rule import Rulebook

__all__ = ["Reason", "Reasons", "evidence", "value_at"]


@attrs.frozen
class Reason:
    """Why something was concluded.

    `facts` are paths and values of the profile, as plain JSON, that made the rule fire; `sources` ids of the
    rulebook's sources; `from_` the reasons of the rules that derived the findings that it used.
    """

    rule: str
    text: str
    facts: Mapping[str, Any]
    sources: tuple[str, ...]
    from_: tuple[Reason, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the reason as plain JSON."""
        return {
            "rule": self.rule,
            "text": self.text,
            "facts": {path: list(value) if isinstance(value, list) else value for path, value in self.facts.items()},
            "sources": list(self.sources),
            "from": [reason.to_dict() for reason in self.from_],
        }


def value_at(facts: Facts, path: Path) -> Any:  # noqa: ANN401 - a fact of any kind
    """Give the value of a fact, or None if it is unknown."""
    value = getattr(facts, path.field)
    return value if path.key is None or value is None else value.get(path.key)


def evidence(
    condition: Condition, facts: Facts, findings: frozenset[str], *, positive: bool = True, might: bool = False
) -> frozenset[Path | str] | None:
    """Give the facts (paths) and findings (names) that make a condition true, or None if it is not.

    If not `positive`, what makes it false; with `might`, an unknown comparison counts as well, and leaves no evidence.
    """
    match condition:
        case Not(item):
            return evidence(item, facts, findings, positive=not positive, might=might)
        case Maybe(item):
            return evidence(item, facts, findings, positive=positive, might=positive)
        case And(items) | Or(items):
            parts = [evidence(item, facts, findings, positive=positive, might=might) for item in items]
            found = [part for part in parts if part is not None]
            enough = len(found) == len(parts) if isinstance(condition, And) == positive else bool(found)
            return frozenset().union(*found) if enough else None
        case Finding(name):
            return (frozenset({name}) if positive else frozenset()) if (name in findings) == positive else None
        case Unknown(path):
            known = value_at(facts, path) is not None
            return (frozenset({path}) if known else frozenset()) if known != positive else None
        case Compare() | Member():
            value = value_at(facts, condition.path)
            if value is None:
                return frozenset() if might else None
            return frozenset({condition.path}) if _holds(condition, value, facts) == positive else None


def _holds(atom: Compare | Member, value: Any, facts: Facts) -> bool:  # noqa: ANN401 - a fact of any kind
    if isinstance(atom, Member):
        return atom.element in value
    if atom.op == "in":
        return value in atom.values
    other: Any = atom.values[0]
    if isinstance(value, str):
        words = kind_of(fields_of(type(facts))[atom.path.field]).values  # type: ignore[union-attr] # words come from choices only
        value, other = words.index(value), words.index(other)
    return bool(_OPERATORS[atom.op](value, other))


_OPERATORS: Mapping[str, Any] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


class Reasons:
    """Builds the reasons of the rules that fired for one runner, each when it is first asked for."""

    def __init__(self, rulebook: Rulebook, facts: Facts, fired: frozenset[str]) -> None:
        self._rulebook = rulebook
        self._facts = facts
        self._derivers = {
            finding: tuple(name for name in names if name in fired) for finding, names in rulebook.derivers.items()
        }
        self._findings = frozenset(finding for finding, names in self._derivers.items() if names)
        self._made: dict[str, Reason] = {}

    @property
    def findings(self) -> frozenset[str]:
        """The findings that rules which fired derive."""
        return self._findings

    def of(self, names: Iterable[str]) -> tuple[Reason, ...]:
        """Give the reasons of rules that fired, in the order of their names as given."""
        return tuple(self._reason(name) for name in names)

    def _reason(self, name: str) -> Reason:
        made = self._made.get(name)
        if made is None:
            rule = self._rulebook.rules[name]
            found = evidence(rule.when, self._facts, self._findings) or frozenset()
            used = sorted(item for item in found if isinstance(item, str))
            rules = dict.fromkeys(deriver for finding in used for deriver in self._derivers[finding])
            facts = self._shown(item for item in found if isinstance(item, Path))
            made = Reason(name, rule.because, MappingProxyType(facts), rule.sources, self.of(rules))
            self._made[name] = made
        return made

    def _shown(self, paths: Iterable[Path]) -> dict[str, Any]:
        """Give facts as they stand in the profile, in the order of the vocabulary."""
        declared = {
            name: (position, kind_of(a)) for position, (name, a) in enumerate(fields_of(type(self._facts)).items())
        }
        ordered = sorted(paths, key=lambda path: (declared[path.field][0], path.key or ""))
        return {
            str(path): value_at(self._facts, path)
            if path.key is not None
            else to_plain(declared[path.field][1], value_at(self._facts, path))
            for path in ordered
        }
