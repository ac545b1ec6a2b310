"""An exercise that no rule prescribes.

It stands in the catalogue and is given to nobody: a rule that prescribes it, or falls back on it, has been forgotten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.lints.context import Found, Lint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runstrength.lints.context import Context
    from runstrength.rulebook import Rulebook

__all__ = ["LINT", "prescribed"]


def prescribed(rulebook: Rulebook) -> frozenset[str]:
    """Give the exercises that some rule prescribes, or falls back on."""
    choices = [choice for rule in rulebook.rules.values() for choice in (*rule.prescribe, rule.fallback)]
    return frozenset(name for choice in choices for name in choice)


def _find(context: Context) -> Iterator[Found]:
    known = prescribed(context.rulebook)
    for name, place in context.own("exercise").items():
        if name not in known:
            yield Found(name, place, f"no rule prescribes `{name}`", "prescribe it, or take it out of the catalogue")


LINT = Lint("unprescribed-exercise", _find)
