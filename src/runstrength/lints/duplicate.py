"""Two rules with the same condition and the same conclusions.

One of them is enough: whoever changes the one and not the other has changed nothing, and does not know it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.lints.context import Found, Lint, conclusions_of, place_of
from runstrength.rulebook.conditions import NEVER
from runstrength.rulebook.normal_form import normal_form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runstrength.lints.context import Context
    from runstrength.rulebook.rule import Rule


def _find(context: Context) -> Iterator[Found]:
    own = list(context.rules)
    names = {rule.name for rule in own}
    first: dict[object, Rule] = {}
    for rule in [*(of for of in context.rulebook.rules.values() if of.name not in names), *own]:
        if rule.when == NEVER:
            continue
        twin = first.setdefault((normal_form(rule.when), conclusions_of(rule)), rule)
        if twin is not rule and rule.name in names:
            context.settled.add(rule.name)
            context.needed.add(twin.name)
            message = f"`{rule.name}` says the same as `{twin.name}`, under the same condition"
            help_ = f"keep one of them; the other is in {twin.place}"
            yield Found(rule.template, place_of(rule), message, help_)


LINT = Lint("duplicate", _find)
