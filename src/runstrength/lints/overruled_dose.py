"""A dose that counts for somebody, and that a limit lowers for everybody for whom it does.

What the rule says is never done: the dose is too much, or the limit too strict, and only one of them is meant. That
there is nobody of whom the dose is left as it is, is proved.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from runstrength.lints.context import Found, Lint, listed, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runstrength.lints.context import Context
    from runstrength.lints.doses import Spoken


def _find(context: Context) -> Iterator[Found]:
    from runstrength.lints.doses import spoken  # noqa: PLC0415 - needs z3

    own = {rule.name: rule for rule in context.rules}
    said: dict[tuple[str, str], list[Spoken]] = defaultdict(list)
    for ranked in spoken(context.prover):
        for one in ranked:
            if one.rule in own and one.rule not in context.settled:
                said[one.rule, one.part].append(one)
    overruled = {key: limits for key, of in said.items() if (limits := _limits(context, of))}
    for part in sorted({part for _, part in overruled}):
        rules = [own[name] for name, of in overruled if of == part]
        for rule, named in context.by_template(rules):
            message = f"limits always overrule the {part.replace('_', ' ')} that {named} doses"
            help_ = f"see {listed(overruled[rule.name, part])}"
            yield Found(rule.template, place_of(rule), message, help_)


def _limits(context: Context, said: list[Spoken]) -> list[str]:
    """Give the limits that always overrule what a rule says; nothing where it sometimes holds, or never counts."""
    from runstrength.verify.levels import all_of, negation  # noqa: PLC0415 - needs z3

    prover = context.prover
    rules = context.rulebook.rules
    limits: set[str] = set()
    counts = False
    for one in said:
        counting = (one.chosen, one.possible)
        core = prover.why_impossible(all_of((*counting, negation(one.cut))))
        if core is None:
            return []
        if prover.possible(all_of(counting)):
            counts = True
            limits |= {name for name in core if rules[name].limits or rules[name].refer}
    return sorted(limits) if counts else []


LINT = Lint("overruled-dose", _find, needs_solver=True)
