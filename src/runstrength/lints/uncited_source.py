"""A source that no rule cites.

A rule without a source is refused when it is read; this is the reverse. What somebody knew is written down, and no rule
carries it: the rule is missing, or cites something else by mistake.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.lints.context import Found, Lint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runstrength.lints.context import Context


def _find(context: Context) -> Iterator[Found]:
    cited = {source for rule in context.rulebook.rules.values() for source in rule.sources}
    for name, place in context.own("source").items():
        if name not in cited:
            yield Found(name, place, f"no rule cites `{name}`", "cite it in the rule that rests on it, or leave it out")


LINT = Lint("uncited-source", _find)
