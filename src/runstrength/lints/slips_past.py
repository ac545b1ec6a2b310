"""A limit, veto or referral that asks how experienced somebody is, and is silent where nobody knows.

A comparison of an unknown fact is not true, so the rule lets whoever did not say do what it forbids to those with the
least experience. An experience that is not known allows no more than none: `maybe(…)` holds there too. It is found in
findings as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.engine.program import Input, mask_of
from runstrength.facts import Choice, fields_of, kind_of
from runstrength.lints.context import Found, Lint, place_of
from runstrength.rulebook.conditions import Compare, Finding, Not, Unknown
from runstrength.rulebook.normal_form import Literal, normal_form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runstrength.lints.context import Context
    from runstrength.rulebook import Rulebook
    from runstrength.rulebook.conditions import Condition

UNKNOWN, LEAST = 1, 2  # the masks of nothing known, and of the least there is


def _find(context: Context) -> Iterator[Found]:
    rulebook = context.rulebook
    experiences = {
        name: Input(name, None, kind, values=kind.values)
        for name, attribute in fields_of(rulebook.vocabulary).items()
        if isinstance(kind := kind_of(attribute), Choice) and kind.ordered and attribute.metadata["course"] == "grows"
    }
    found: dict[str, str] = {}
    for rule in context.rules:
        if rule.limits or rule.avoid or rule.refer:
            texts = sorted(_bare(rule.when, experiences, rulebook, frozenset()))
            if texts:
                found[rule.name] = texts[0]
    rules = rulebook.rules
    for rule, named in context.by_template(rules[name] for name in found):
        text = found[rule.name]
        message = f"who does not say slips past {named}: `{text}` is not true of what is unknown"
        yield Found(rule.template, place_of(rule), message, f"write `maybe({text})`")


def _bare(
    condition: Condition, experiences: dict[str, Input], rulebook: Rulebook, seen: frozenset[str]
) -> Iterator[str]:
    """Give the comparisons that are true of the least experience, and not where it is unknown."""
    form = normal_form(condition)
    for conjunction in form:
        for literal in conjunction:
            atom = literal.atom
            if isinstance(atom, Finding) and literal.positive and atom.name not in seen:
                for name in rulebook.derivers[atom.name]:
                    yield from _bare(rulebook.rules[name].when, experiences, rulebook, seen | {atom.name})
            if not isinstance(atom, Compare) or atom.path.field not in experiences:
                continue
            mask = mask_of(literal, experiences[atom.path.field])
            unsaid = (conjunction - {literal}) | {Literal(Unknown(atom.path), positive=True, might=False)}
            if mask & LEAST and not mask & UNKNOWN and not any(other <= unsaid for other in form):
                yield str(atom if literal.positive else Not(atom))


LINT = Lint("slips-past", _find)
