"""A finding that is derived, and that no condition names.

Either it was to be used and is not, or it is left over from a rule that is gone. A guarantee that names it uses it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.lints.context import Found, Lint, listed, place_of
from runstrength.rulebook.conditions import findings_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runstrength.lints.context import Context


def _find(context: Context) -> Iterator[Found]:
    rulebook = context.rulebook
    conditions = [rule.when for rule in rulebook.rules.values()]
    for guarantee in rulebook.guarantees.values():
        conditions += [guarantee.when, *([] if guarantee.but is None else [guarantee.but])]
    used = frozenset().union(*map(findings_of, conditions))
    own = {rule.name: rule for rule in context.rules}
    for finding, derivers in rulebook.derivers.items():
        if finding not in used and own.keys() >= set(derivers):
            rule = min((own[name] for name in derivers), key=place_of)
            by = listed(own[name].template for name in derivers)
            help_ = "use it in a condition, or leave it out"
            yield Found(finding, place_of(rule), f"nobody uses the finding `{finding}`, which {by} derives", help_)


LINT = Lint("unused-finding", _find)
