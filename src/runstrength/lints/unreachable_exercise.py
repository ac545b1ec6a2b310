"""An exercise that is prescribed, and that nobody can ever receive.

Whoever it is prescribed to may not do it, or no rule that prescribes it can fire. It is proved; the rules on which that
rests are named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.lints.context import Found, Lint, listed
from runstrength.lints.unprescribed_exercise import prescribed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runstrength.lints.context import Context
    from runstrength.rulebook.rule import Rule


def _find(context: Context) -> Iterator[Found]:
    prover = context.prover
    known = prescribed(context.rulebook)
    for name, place in context.own("exercise").items():
        core = prover.why_impossible(prover.anybody.taken[name]) if name in known else None
        if core is None:
            continue
        rules = context.rulebook.rules
        giving = sorted(rule for rule in core if any(name in choice for choice in _choices(rules[rule])))
        against = sorted(rule for rule in core & prover.encoding.vetoes[name])
        help_ = f"{listed(giving)} would give it" if giving else "no rule that gives it can fire"
        help_ += f", and {listed(against)} rules it out" if against else ""
        yield Found(name, place, f"nobody can ever receive `{name}`", help_)


def _choices(rule: Rule) -> tuple[tuple[str, ...], ...]:
    return (*rule.prescribe, rule.fallback)


LINT = Lint("unreachable-exercise", _find, needs_solver=True)
