"""Which rules fire: a plain interpreter, written from `docs/reference/rule-language.md`.

It knows no normal form, no table and no index. Whoever doubts an engine reads this.
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

from runstrength.facts import Choice, MapOf, fields_of, kind_of
from runstrength.rulebook.conditions import And, Compare, Finding, Maybe, Member, Not, Or, Unknown

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from runstrength.facts import Facts
    from runstrength.rulebook.conditions import Condition, Path
    from runstrength.rulebook.rule import Rule, Rulebook

__all__ = ["findings_missed", "findings_used", "fired", "gaps", "known", "support", "truth"]

COMPARISONS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def known(facts: Facts, path: Path) -> Any:  # noqa: ANN401 - the value of any fact
    """Give what is known of a fact, or None."""
    value = getattr(facts, path.field)
    if value is None or path.key is None:
        return value
    return value.get(path.key)


def truth(  # noqa: C901 - one branch for each form of a condition
    condition: Condition, facts: Facts, findings: AbstractSet[str]
) -> bool | None:
    """Say whether a condition is true, false, or (None) neither, after Kleene."""
    match condition:
        case Compare(path, op, literals):
            value = known(facts, path)
            if value is None:
                return None
            if op == "in":
                return value in literals
            rank = _rank_of(facts, path)
            return bool(COMPARISONS[op](rank(value), rank(literals[0])))
        case Member(element, path):
            elements = known(facts, path)
            return None if elements is None else element in elements
        case Unknown(path):
            return known(facts, path) is None
        case Finding(name):
            return name in findings
        case Not(item):
            inside = truth(item, facts, findings)
            return None if inside is None else not inside
        case Maybe(item):
            return truth(item, facts, findings) is not False
        case And(items):
            found = [truth(item, facts, findings) for item in items]
            return False if False in found else None if None in found else True
        case Or(items):
            found = [truth(item, facts, findings) for item in items]
            return True if True in found else None if None in found else False


def _rank_of(facts: Facts, path: Path) -> Any:  # noqa: ANN401 - a function from a value to something that has an order
    """Words of an ordered enumeration compare by their place in it, all else as it is."""
    kind = kind_of(fields_of(type(facts))[path.field])
    if isinstance(kind, MapOf):
        kind = kind.item
    return kind.values.index if isinstance(kind, Choice) else lambda value: value


def findings_used(condition: Condition) -> set[str]:
    """Give every finding that a condition mentions."""
    match condition:
        case Finding(name):
            return {name}
        case Not(item) | Maybe(item):
            return findings_used(item)
        case And(items) | Or(items):
            return {name for item in items for name in findings_used(item)}
        case _:
            return set()


def fired(rulebook: Rulebook, facts: Facts) -> frozenset[str]:
    """Give the names of the rules that fire.

    A stratum is every rule that waits for no other: all rules that could derive a finding that it uses went before.
    """
    waiting: dict[str, Rule] = dict(rulebook.rules)
    found: set[str] = set()
    findings: set[str] = set()
    while waiting:
        undecided = {finding for rule in waiting.values() for finding in rule.derive}
        stratum = [rule for rule in waiting.values() if not findings_used(rule.when) & undecided]
        assert stratum, "rules derive findings from each other in a circle"
        true = [rule for rule in stratum if truth(rule.when, facts, findings) is True]
        found.update(rule.name for rule in true)
        findings.update(finding for rule in true for finding in rule.derive)
        for rule in stratum:
            del waiting[rule.name]
    return frozenset(found)


def gaps(
    condition: Condition, facts: Facts, findings: AbstractSet[str], *, wanted: bool = True, might: bool = False
) -> set[Path]:
    """Give the unknown facts for which a condition is what it is, as `support` gives the known ones."""
    match condition:
        case Unknown(path):
            return {path} if known(facts, path) is None else set()
        case Compare(path) | Member(_, path):
            return {path} if might and known(facts, path) is None else set()
        case Finding():
            return set()
        case Not(item):
            return gaps(item, facts, findings, wanted=not wanted, might=might)
        case Maybe(item):
            return gaps(item, facts, findings, wanted=wanted, might=wanted)
        case And(items) | Or(items):
            values = [(item, truth(item, facts, findings)) for item in items]
            holding = [item for item, value in values if value is wanted or (might and value is None)]
            return {path for item in holding for path in gaps(item, facts, findings, wanted=wanted, might=might)}


def findings_missed(
    condition: Condition, facts: Facts, findings: AbstractSet[str], *, wanted: bool = True, might: bool = False
) -> set[str]:
    """Give the findings whose absence makes a condition what it is, as `support` gives those whose presence does."""
    match condition:
        case Finding(name):
            return set() if wanted else {name}
        case Not(item):
            return findings_missed(item, facts, findings, wanted=not wanted, might=might)
        case Maybe(item):
            return findings_missed(item, facts, findings, wanted=wanted, might=wanted)
        case And(items) | Or(items):
            values = [(item, truth(item, facts, findings)) for item in items]
            holding = [item for item, value in values if value is wanted or (might and value is None)]
            return {
                name for item in holding for name in findings_missed(item, facts, findings, wanted=wanted, might=might)
            }
        case _:
            return set()


def support(
    condition: Condition, facts: Facts, findings: AbstractSet[str], *, wanted: bool = True, might: bool = False
) -> tuple[set[Path], set[str]]:
    """Give the facts and the findings that make a condition what it is.

    They are those of every part that makes it true (or false, where that is `wanted`); with `might`, as inside `maybe`,
    of every part that makes it so or leaves it open. What is unknown leaves no fact.
    """

    def holds(item: Condition) -> bool:
        value = truth(item, facts, findings)
        return value is wanted or (might and value is None)

    match condition:
        case Compare(path) | Member(_, path) | Unknown(path):
            return ({path} if known(facts, path) is not None else set()), set()
        case Finding(name):
            return set(), ({name} if wanted else set())
        case Not(item):
            return support(item, facts, findings, wanted=not wanted, might=might)
        case Maybe(item):
            # `maybe` is never unknown: true where its inside might be, and false only where that is known to be false.
            return support(item, facts, findings, wanted=wanted, might=wanted)
        case And(items) | Or(items):
            # Of a conjunction that is true all parts hold, of one that is false some; of a disjunction the reverse.
            parts = [support(item, facts, findings, wanted=wanted, might=might) for item in items if holds(item)]
            return {path for paths, _ in parts for path in paths}, {name for _, names in parts for name in names}
