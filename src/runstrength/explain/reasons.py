"""Reasons: a rule that fired, the facts that made it fire, its sources, and the reasons of the findings it used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

import attrs

from runstrength.facts import fields_of, kind_of, to_plain
from runstrength.rulebook.conditions import (
    And,
    Compare,
    Finding,
    Maybe,
    Member,
    Not,
    Or,
    Path,
    Unknown,
    findings_of,
    paths_of,
)
from runstrength.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from runstrength.facts import Facts
    from runstrength.rulebook.conditions import Condition
    from runstrength.rulebook.rule import Rule, Rulebook

__all__ = ["Absent", "Reason", "Reasons", "evidence", "value_at"]

V = TypeVar("V")


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
            "from": [reason.to_dict() for reason in self.from_] if self.from_ else [],
            "absent": [absent.to_dict() for absent in self.absent] if self.absent else [],
            "unknown": list(self.unknown),
        }


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(facts)
    for path, value in facts.items():
        if type(value) is list:
            found[path] = value.copy()
    return found


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


_Key = tuple[Any, ...]
MOST = 512


class _Support(NamedTuple):
    """What makes a rule fire: facts as they are shown, findings, findings that are not made, paths not known."""

    facts: Mapping[str, Any]
    findings: tuple[str, ...]
    absent: tuple[str, ...]
    unknown: tuple[str, ...]


class _Objection(NamedTuple):
    """What keeps a rule from firing: facts, findings that are not made, and facts that are not known."""

    facts: frozenset[Path]
    absent: tuple[str, ...]
    unknown: frozenset[Path]


def _keep(memo: dict[_Key, V], key: _Key, made: V) -> None:
    """Remember something, and begin anew where there is much."""
    if len(memo) >= MOST:
        memo.clear()
    memo[key] = made


class _Ground:
    """What one rule turns on, and what speaks for and against it, remembered by the values that it reads."""

    def __init__(self, rule: Rule, position: Mapping[Path, int], bits: Mapping[str, int]) -> None:
        self.rule = rule
        self.paths = tuple(paths_of(rule.when))
        self.findings = findings_of(rule.when)
        self._places = tuple(position[path] for path in self.paths)
        self._mask = sum(bits.get(finding, 0) for finding in self.findings)
        self._for: dict[_Key, _Support] = {}
        self._against: dict[_Key, _Objection] = {}

    def key(self, values: Sequence[Any], found: int) -> _Key:
        """Give what its evidence depends on: the values at its paths, and which of its findings are made."""
        return (*[values[place] for place in self._places], found & self._mask)

    def support(self, told: Reasons) -> _Support:
        """Give what makes it fire for a runner."""
        key = self.key(told.values, told.found)
        made = self._for.get(key)
        if made is None:
            found = evidence(self.rule.when, told.facts, told.findings) or frozenset()
            made = _Support(
                Table(_shown(told.facts, (item for item in found if isinstance(item, Path)))),
                tuple(sorted(item for item in found if isinstance(item, str))),
                tuple(item.finding for item in sorted(x for x in found if isinstance(x, _No))),
                tuple(map(str, _in_order(told.facts, {item.path for item in found if isinstance(item, _Gap)}))),
            )
            _keep(self._for, key, made)
        return made

    def objection(self, told: Reasons) -> _Objection:
        """Give what keeps it from firing for a runner: facts, absent findings, and else what is not known."""
        key = self.key(told.values, told.found)
        made = self._against.get(key)
        if made is None:
            found = evidence(self.rule.when, told.facts, told.findings, positive=False)
            unknown = () if found is not None else (x for x in self.paths if value_at(told.facts, x) is None)
            made = _Objection(
                frozenset(item for item in found or () if isinstance(item, Path)),
                tuple(item.finding for item in found or () if isinstance(item, _No)),
                frozenset(unknown),
            )
            _keep(self._against, key, made)
        return made


class _Grounds:
    """What every rule of a rulebook turns on."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.derivers = rulebook.derivers
        self.bits = {finding: 1 << number for number, finding in enumerate(rulebook.findings)}
        self.paths = sorted({path for rule in rulebook.rules.values() for path in paths_of(rule.when)}, key=str)
        position = {path: place for place, path in enumerate(self.paths)}
        self.of = {name: _Ground(rule, position, self.bits) for name, rule in rulebook.rules.items()}
        self.deriving = frozenset(name for names in self.derivers.values() for name in names)


# Of a few rulebooks at a time: what is remembered of one goes with it.
_grounds: WeakKeyDictionary[Rulebook, _Grounds] = WeakKeyDictionary()


def _grounds_of(rulebook: Rulebook) -> _Grounds:
    found = _grounds.get(rulebook)
    return _grounds.setdefault(rulebook, _Grounds(rulebook)) if found is None else found


class Reasons:
    """Builds the reasons of the rules that fired for one runner, each when it is first asked for."""

    def __init__(self, rulebook: Rulebook, facts: Facts, fired: frozenset[str]) -> None:
        self.facts = facts
        self._grounds = _grounds_of(rulebook)
        self._fired = fired
        derived = {finding for name in fired & self._grounds.deriving for finding in rulebook.rules[name].derive}
        self.findings = frozenset(derived)
        """The findings that rules which fired derive."""
        self.found = sum(map(self._grounds.bits.__getitem__, derived))
        self.values = [value_at(facts, path) for path in self._grounds.paths]
        self._made: dict[str, Reason] = {}
        self._missing: dict[str, Absent] = {}

    def of(self, names: Iterable[str]) -> tuple[Reason, ...]:
        """Give the reasons of rules that fired, in the order of their names as given."""
        made = self._made
        return tuple([made[name] if name in made else self._reason(name) for name in names])

    def of_finding(self, finding: str) -> tuple[Reason, ...]:
        """Give the reasons of the rules that fired and derive a finding."""
        return self.of(name for name in self._grounds.derivers.get(finding, ()) if name in self._fired)

    def _reason(self, name: str) -> Reason:
        ground = self._grounds.of[name]
        support = ground.support(self)
        from_ = dict.fromkeys(reason for finding in support.findings for reason in self._ids(finding))
        rule = ground.rule
        made = self._made[name] = Reason(
            name,
            rule.because,
            Table(_plain(support.facts)),  # what is remembered is nobody's to change
            rule.sources,
            self.of(from_),
            tuple(map(self._absent, support.absent)),
            support.unknown,
        )
        return made

    def _ids(self, finding: str) -> Iterator[str]:
        return (name for name in self._grounds.derivers[finding] if name in self._fired)

    def _absent(self, finding: str) -> Absent:
        """Say what speaks against each rule that would have made a finding, and what is not known of it."""
        made = self._missing.get(finding)
        if made is None:
            against: set[Path] = set()
            unknown: set[Path] = set()
            waiting, seen = [finding], {finding}
            while waiting:
                for name in self._grounds.derivers.get(waiting.pop(), ()):
                    objection = self._grounds.of[name].objection(self)
                    against |= objection.facts
                    unknown |= objection.unknown
                    waiting += [other for other in objection.absent if other not in seen]
                    seen.update(objection.absent)
            shown = Table(_shown(self.facts, against))
            made = Absent(finding, shown, tuple(map(str, _in_order(self.facts, unknown))))
            self._missing[finding] = made
        return made


def _in_order(facts: Facts, paths: Iterable[Path]) -> list[Path]:
    """Sort paths into the order of the vocabulary."""
    position = {name: number for number, name in enumerate(fields_of(type(facts)))}
    return sorted(paths, key=lambda path: (position[path.field], path.key or ""))


def _shown(facts: Facts, paths: Iterable[Path]) -> dict[str, Any]:
    """Give facts as they stand in the profile, in the order of the vocabulary."""
    declared = fields_of(type(facts))
    return {
        str(path): value_at(facts, path)
        if path.key is not None
        else to_plain(kind_of(declared[path.field]), value_at(facts, path))
        for path in _in_order(facts, paths)
    }
