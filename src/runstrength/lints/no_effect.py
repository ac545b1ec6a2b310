"""A rule without which nobody's training would be different.

Whatever it says is said by others too, or overruled by them. All that can differ is looked at: exercises, vetoes, doses
and limits, sessions, order, cues, advice and referrals; not the reasons. It is proved for every runner, one rule at a
time, so that of two rules that say the same either could go, but not both. It takes long, and is asked for with
`--deep`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.engine import engine_for
from runstrength.lints.context import Found, Lint, place_of
from runstrength.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runstrength.facts import Facts
    from runstrength.lints.context import Context
    from runstrength.rulebook.rule import Rule


__all__ = ["LINT", "idle"]


def _find(context: Context) -> Iterator[Found]:
    for rule, named in context.by_template(idle(context)):
        message = f"{named} never changes any outcome: without it nobody's training would be different"
        yield Found(rule.template, place_of(rule), message, "leave it out, or change what it says")


def idle(context: Context) -> list[Rule]:
    """Give the rules without which nobody's training would be different."""
    from runstrength.lints.without import Without  # noqa: PLC0415 - needs z3

    ids = frozenset(context.rulebook.exercises)
    known = context.settled | context.needed
    asked = {rule.name for rule in context.rules if rule.name not in known}
    # Whoever an example is about may do for a proof that there is somebody.
    for rule in context.rules:
        for fires, facts, _ in rule.examples:
            if fires and rule.name in asked:
                asked -= _at_work(context, facts, asked)
    without = {derives: Without(context.prover, derives=derives) for derives in (False, True)}
    found: list[Rule] = []
    for rule in context.rules:
        if rule.name in asked:
            answer = without[bool(rule.derive)].somebody(rule.name)
            if answer is False:
                found.append(rule)
            elif isinstance(answer, dict):
                asked -= _at_work(context, context.rulebook.vocabulary.from_dict(answer, ids=ids), asked)
    return found


def _at_work(context: Context, facts: Facts, asked: set[str]) -> set[str]:
    """Give those of some rules that change what a runner gets."""
    from runstrength.verify.comparing import aspects_of  # noqa: PLC0415 - needs z3

    rulebook = context.rulebook
    fired = engine_for(rulebook).infer(facts)
    # Without a rule that derives something, others would fire: that is left to the solver.
    names = {name for name in asked & fired if not rulebook.rules[name].derive}
    whole = resolve(rulebook, facts, fired) if names else None
    return {name for name in names if whole and aspects_of(whole, resolve(rulebook, facts, fired - {name}))}


LINT = Lint("no-effect", _find, needs_solver=True, is_deep=True)
