"""Reasons: a rule that fired, the facts that made it fire, its sources, and the reasons of the findings it used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from runstrength.facts import fields_of, kind_of, to_plain
from runstrength.rulebook.conditions import And, Compare, Finding, Maybe, Member, Not, Or, Path, Unknown, paths_of
from runstrength.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from runstrength.facts import Facts
    from runstrength.rulebook.conditions import Condition
    from runstrength.rulebook.rule import Rulebook

__all__ = ["Absent", "Reason", "Reasons", "evidence", "value_at"]


@attrs.frozen
class Absent:
    """A finding that was looked for and not made, where a rule turned on that: a pertinent negative.

    `facts` are paths and values of the profile, as plain JSON, that speak against it; `unknown` are the paths that
    could have spoken for it and are not known.
    """

    finding: str
    facts: Mapping[str, Any]
    unknown: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {"finding": self.finding, "facts": _plain(self.facts), "unknown": list(self.unknown)}


@attrs.frozen
class Reason:
    """Why something was concluded.

    `facts` are paths and values of the profile, as plain JSON, that made the rule fire; `sources` ids of the
    rulebook's sources; `from_` the reasons of the rules that derived the findings that it used; `absent` the findings
    whose absence it needed; `unknown` the paths that it fired for not knowing.
    """

    rule: str
    text: str
    facts: Mapping[str, Any]
    sources: tuple[str, ...]
    from_: tuple[Reason, ...]
    absent: tuple[Absent, ...]
    unknown: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the reason as plain JSON."""
        return {
            "rule": self.rule,
            "text": self.text,
            "facts": _plain(self.facts),
            "sources": list(self.sources),
            "from": [reason.to_dict() for reason in self.from_],
            "absent": [absent.to_dict() for absent in self.absent],
            "unknown": list(self.unknown),
        }


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {path: list(value) if isinstance(value, list) else value for path, value in facts.items()}


@attrs.frozen(order=True)
class _No:
    """The absence of a finding, as evidence."""

    finding: str


@attrs.frozen
class _Gap:
    """A fact that is not known, as evidence."""

    path: Path


def value_at(facts: Facts, path: Path) -> Any:  # noqa: ANN401 - a fact of any kind
    """Give the value of a fact, or None if it is unknown."""
    value = getattr(facts, path.field)
    return value if path.key is None or value is None else value.get(path.key)


def evidence(
    condition: Condition, facts: Facts, findings: frozenset[str], *, positive: bool = True, might: bool = False
) -> frozenset[Path | str | _No | _Gap] | None:
    """Give the facts (paths), findings (names), absent findings and gaps that make a condition true; None if it is not.

    If not `positive`, what makes it false; with `might`, an unknown comparison counts as well, and is a gap.
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
            return frozenset({name if positive else _No(name)}) if (name in findings) == positive else None
        case Unknown(path):
            known = value_at(facts, path) is not None
            return frozenset({path if known else _Gap(path)}) if known != positive else None
        case Compare() | Member():
            value = value_at(facts, condition.path)
            if value is None:
                return frozenset({_Gap(condition.path)}) if might else None
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

    def of_finding(self, finding: str) -> tuple[Reason, ...]:
        """Give the reasons of the rules that fired and derive a finding."""
        return self.of(self._derivers.get(finding, ()))

    def _reason(self, name: str) -> Reason:
        made = self._made.get(name)
        if made is None:
            rule = self._rulebook.rules[name]
            found = evidence(rule.when, self._facts, self._findings) or frozenset()
            used = sorted(item for item in found if isinstance(item, str))
            rules = dict.fromkeys(deriver for finding in used for deriver in self._derivers[finding])
            facts = self._shown(item for item in found if isinstance(item, Path))
            absent = tuple(self._absent(item.finding) for item in sorted(x for x in found if isinstance(x, _No)))
            unknown = tuple(map(str, self._in_order({item.path for item in found if isinstance(item, _Gap)})))
            made = Reason(name, rule.because, Table(facts), rule.sources, self.of(rules), absent, unknown)
            self._made[name] = made
        return made

    def _absent(self, finding: str) -> Absent:
        """Say what speaks against each rule that would have made a finding, and what is not known of it."""
        against: set[Path] = set()
        unknown: set[Path] = set()
        waiting, seen = [finding], {finding}
        while waiting:
            for name in self._rulebook.derivers.get(waiting.pop(), ()):
                when = self._rulebook.rules[name].when
                found = evidence(when, self._facts, self._findings, positive=False)
                if found is None:
                    unknown.update(path for path in paths_of(when) if value_at(self._facts, path) is None)
                for item in found or ():
                    if isinstance(item, Path):
                        against.add(item)
                    elif isinstance(item, _No) and item.finding not in seen:
                        seen.add(item.finding)
                        waiting.append(item.finding)
        return Absent(finding, Table(self._shown(against)), tuple(map(str, self._in_order(unknown))))

    def _in_order(self, paths: Iterable[Path]) -> list[Path]:
        """Sort paths into the order of the vocabulary."""
        position = {name: number for number, name in enumerate(fields_of(type(self._facts)))}
        return sorted(paths, key=lambda path: (position[path.field], path.key or ""))

    def _shown(self, paths: Iterable[Path]) -> dict[str, Any]:
        """Give facts as they stand in the profile, in the order of the vocabulary."""
        declared = fields_of(type(self._facts))
        return {
            str(path): value_at(self._facts, path)
            if path.key is not None
            else to_plain(kind_of(declared[path.field]), value_at(self._facts, path))
            for path in self._in_order(paths)
        }
