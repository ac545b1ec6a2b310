"""A number in a condition without an example on each side of it.

A `>=` that was meant as `>`, or a 4 that was meant as a 5, is noticed by an example that stands just there and by
nothing else: for `pain.knee >= 4` one runner with 4 and one with 3, of whom the rule fires for the one and is silent
for the other. Of facts that are no whole numbers, the one beside it is at most 1 away. Where a condition asks the same
of several sites, an example for one of them is enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.facts import MapOf, Number, Whole, fields_of, kind_of
from runstrength.lints.context import Found, Lint, listed, place_of
from runstrength.rulebook.conditions import Compare, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from runstrength.facts import Facts
    from runstrength.lints.context import Context
    from runstrength.rulebook.rule import Rule

Side = tuple[float, float]

# Of each comparison, the values beside its number n: those just inside of it, and those just outside.
_BESIDE: dict[str, Callable[[float], tuple[tuple[Side, ...], tuple[Side, ...]]]] = {
    ">=": lambda n: (((n, n),), ((n - 1, n),)),
    "<": lambda n: (((n - 1, n),), ((n, n),)),
    ">": lambda n: (((n, n + 1),), ((n, n),)),
    "<=": lambda n: (((n, n),), ((n, n + 1),)),
    "==": lambda n: (((n, n),), ((n - 1, n), (n, n + 1))),
    "!=": lambda n: (((n - 1, n), (n, n + 1)), ((n, n),)),
}


def _find(context: Context) -> Iterator[Found]:
    for template, rules in context.templates.items():
        lonely: dict[tuple[str, str], list[float]] = {}
        alive = [rule for rule in rules if rule.name not in context.dead]
        for field, op, number in dict.fromkeys(of for rule in alive for of in _lonely(rule)):
            lonely.setdefault((field, op), []).append(number)
        for (field, op), numbers in lonely.items():
            texts = listed(f"{field} {op} {number:g}" for number in numbers)
            message = f"no two examples of `{template}` stand beside {texts}, one on each side"
            yield Found(template, place_of(rules[0]), message, _advice(context, field, op, numbers[0]))


def _lonely(rule: Rule) -> Iterator[tuple[str, str, float]]:
    """Give the comparisons with a number beside which there are no two examples that differ in their outcome."""
    asked: dict[tuple[str, str, float], set[str | None]] = {}
    for node in walk(rule.when):
        number = node.values[0] if isinstance(node, Compare) else None
        if isinstance(node, Compare) and isinstance(number, (int, float)) and not isinstance(number, bool):
            asked.setdefault((node.path.field, node.op, number), set()).add(node.path.key)
    for (field, op, number), keys in asked.items():
        beside = [(fires, value) for fires, facts, _ in rule.examples for value in _values(facts, field, keys)]
        inside, outside = (
            {fires for fires, value in beside if _is_in(value, of, number)} for of in _BESIDE[op](number)
        )
        if not any(one != other for one in inside for other in outside):
            yield field, op, number


def _values(facts: Facts, field: str, keys: set[str | None]) -> Iterator[float]:
    value = getattr(facts, field)
    if keys == {None}:
        yield from () if value is None else (value,)
    else:
        yield from (value[key] for key in keys if value is not None and key in value)


def _is_in(value: float, sides: tuple[Side, ...], number: float) -> bool:
    """Say whether a value is in one of some spans: the number itself, or beside it and not the number."""
    return any(low <= value <= high and (low == high or value != number) for low, high in sides)


def _advice(context: Context, field: str, op: str, number: float) -> str:
    kind = kind_of(fields_of(context.rulebook.vocabulary)[field])
    item = kind.item if isinstance(kind, MapOf) else kind
    assert isinstance(item, (Whole, Number))  # noqa: S101 - the reader compares numbers with numbers only
    sides = [end for of in _BESIDE[op](number) for side in of for end in side if end != number]
    near = next((end for end in sides if item.low <= end <= item.high), number)
    return f"give one with {number:g} and one with {near:g}, of which one fires and one is silent"


LINT = Lint("lonely-threshold", _find)
