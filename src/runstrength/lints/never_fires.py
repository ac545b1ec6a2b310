"""A rule whose condition is true of no runner.

What it says is never said, and whoever reads it believes that somebody is looked after who is not. It is proved, and
the conditions that exclude each other are named: the fewest that do. `when: never` is no such rule: it switches one of
the base off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.engine.program import key_of, mask_of
from runstrength.lints.context import Found, Lint, listed, place_of
from runstrength.rulebook.conditions import Finding, Maybe, Not
from runstrength.rulebook.normal_form import normal_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runstrength.lints.context import Context
    from runstrength.rulebook.normal_form import Literal
    from runstrength.rulebook.rule import Rule


def _find(context: Context) -> Iterator[Found]:
    prover = context.prover
    dead = [
        rule
        for rule in context.rules
        if rule.name not in context.dead and prover.impossible(prover.anybody.fired[rule.name])
    ]
    context.dead |= {rule.name for rule in dead}
    context.settled |= context.dead
    for rule, named in context.by_template(dead):
        says, help_ = _why(context, rule)
        yield Found(rule.template, place_of(rule), f"{named} can never fire: {says}", help_)


def _why(context: Context, rule: Rule) -> tuple[str, str | None]:
    """Say which conditions exclude each other, and of findings among them what they rest on."""
    ways = {frozenset(_conflict(context, conjunction)) for conjunction in normal_form(rule.when)}
    texts = [[_text(literal) for literal in sorted(way, key=_text)] for way in ways]
    found = {literal.atom.name for way in ways for literal in way if isinstance(literal.atom, Finding)}
    derivers = context.rulebook.derivers
    help_ = "; ".join(f"`{name}` is derived by {listed(derivers[name])}" for name in sorted(found)) or None
    if not texts:
        return "its condition is true of nobody", None
    return "; ".join(map(_sentence, sorted(texts))), help_


def _sentence(texts: list[str]) -> str:
    if len(texts) == 1:
        return f"`{texts[0]}` is true of nobody"
    return f"{listed(texts, len(texts))} exclude each other"


def _conflict(context: Context, conjunction: Iterable[Literal]) -> list[Literal]:
    """Give the conditions of a conjunction that exclude each other: none of them could be left out."""
    kept = sorted(conjunction, key=_text)
    for literal in list(kept):
        rest = [other for other in kept if other != literal]
        if _exclude_each_other(context, rest):
            kept = rest
    return kept


def _exclude_each_other(context: Context, literals: list[Literal]) -> bool:
    from runstrength.verify.levels import all_of  # noqa: PLC0415 - needs z3

    runner, program = context.prover.anybody, context.prover.encoding.program
    at = {(item.field, item.key): position for position, item in enumerate(program.inputs)}
    inputs = [(at[key_of(literal.atom)], literal) for literal in literals]
    formula = all_of(runner.input(x).among(mask_of(literal, program.inputs[x])) for x, literal in inputs)
    return context.prover.impossible(formula)


def _text(literal: Literal) -> str:
    condition = literal.atom if literal.positive else Not(literal.atom)
    return str(Maybe(condition) if literal.might else condition)


LINT = Lint("never-fires", _find, needs_solver=True)
