"""A rule that says nothing beyond what another one says, which fires whenever it does.

It changes nothing but the reasons: if it was meant to be stricter, it is not. That the other one always fires is
proved. A limit counts as said where the other is as strict, a veto where the other vetoes as much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.engine import engine_for
from runstrength.lints.context import Found, Lint, place_of
from runstrength.rulebook.rule import LOADS, TIERS, URGENCIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runstrength.lints.context import Context
    from runstrength.rulebook import Rulebook
    from runstrength.rulebook.rule import Cap, Limit, Rule, Targets

__all__ = ["LINT", "shadows"]

_CAPS = ("sets", "sessions_per_week", "plyometric_sessions_per_week")


def shadows(context: Context) -> dict[str, Rule]:
    """Give for each rule that is shadowed one that says as much, and fires whenever it does."""
    asked = (rule for rule in context.rules if rule.name not in context.settled)
    return {rule.name: shadow for rule in asked if (shadow := _shadow(context, rule)) is not None}


def _find(context: Context) -> Iterator[Found]:
    found = shadows(context)
    context.settled |= set(found)
    context.needed |= {shadow.name for shadow in found.values()}
    rules = context.rulebook.rules
    for rule, named in context.by_template(rules[name] for name in found):
        shadow = found[rule.name]
        is_one = named == f"`{rule.name}`"
        by = shadow.name if is_one else shadow.template
        message = f"{named} can never say more than `{by}`, which always fires with it"
        yield Found(rule.template, place_of(rule), message, f"`{shadow.template}` is in {shadow.place}")


def _shadow(context: Context, rule: Rule) -> Rule | None:
    """Give a rule that says as much, and fires whenever this one does."""
    from runstrength.verify.levels import all_of, negation  # noqa: PLC0415 - needs z3

    rulebook, prover = context.rulebook, context.prover
    fired = prover.anybody.fired
    # Whatever is silent where the rule is known to fire need not be asked of.
    engine = engine_for(rulebook)
    shown = [engine.infer(facts) for fires, facts, _ in rule.examples if fires]
    for other in rulebook.rules.values():
        if other.name == rule.name or not all(other.name in names for names in shown):
            continue
        if not _says_as_much(other, rule, rulebook):
            continue
        if not prover.impossible(all_of((fired[rule.name], negation(fired[other.name])))):
            continue
        # Of two that shadow each other the later one is named.
        alike = _says_as_much(rule, other, rulebook) and prover.impossible(
            all_of((fired[other.name], negation(fired[rule.name])))
        )
        if not alike or (place_of(other), other.name) < (place_of(rule), rule.name):
            return other
    return None


def _says_as_much(more: Rule, less: Rule, rulebook: Rulebook) -> bool:
    tiers = TIERS.index(more.tier), TIERS.index(less.tier)
    cues = dict(more.cues)
    gives = less.prescribe or less.fallback
    return (
        set(less.derive) <= set(more.derive)
        and less.focus in {None, more.focus}
        and set(less.prescribe) <= set(more.prescribe)
        and less.fallback in {(), more.fallback}
        and (not gives or tiers[0] >= tiers[1])
        and all(exercises <= cues.get(cue, frozenset()) for cue, exercises in less.cues)
        and set(less.doses) <= set(more.doses)
        and (not less.doses or tiers[0] == tiers[1])
        and less.avoid <= more.avoid
        and (less.refer is None or (more.refer is not None and _urgency(more) >= _urgency(less)))
        and set(less.advise) <= set(more.advise)
        and all(any(_as_strict(one, other, rulebook) for one in more.limits) for other in less.limits)
    )


def _urgency(rule: Rule) -> int:
    return URGENCIES.index(rule.refer) if rule.refer else -1


def _as_strict(more: Limit, less: Limit, rulebook: Rulebook) -> bool:
    """Say whether a limit allows nothing that another one does not."""
    catalogue = rulebook.exercises
    if not _exercises(less.of, catalogue) <= _exercises(more.of, catalogue):
        return False
    if less.load is not None and (more.load is None or LOADS.index(more.load) > LOADS.index(less.load)):
        return False
    return all(_lower(getattr(more, part), getattr(less, part)) for part in _CAPS)


def _lower(more: Cap | None, less: Cap | None) -> bool:
    return less is None or (more is not None and more.percent == less.percent and more.amount <= less.amount)


def _exercises(of: Targets, catalogue: Mapping[str, object]) -> frozenset[str]:
    return frozenset(catalogue) if of.everything else of.listed | of.selected


LINT = Lint("shadowed", _find, needs_solver=True)
