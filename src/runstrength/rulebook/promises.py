"""Guarantees as they are written: rules that nobody runs, and that a prover holds all the others to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.rulebook.reading import Mapped
from runstrength.rulebook.rule import Guarantee

if TYPE_CHECKING:
    from runstrength.rulebook.building import Draft, RuleBuilder

__all__ = ["read_guarantee"]

_KEYS = ("guarantee", "says", "when", "then")


def read_guarantee(builder: RuleBuilder, draft: Draft) -> Guarantee | None:
    """Give a guarantee, or None if too much of it is wrong; what is wrong is noted either way."""
    shapes = builder.shapes
    keys = draft.node.keys if isinstance(draft.node, Mapped) else {}
    entries = shapes.mapping(Mapped(draft.entries, keys, draft.node.place), "a guarantee", _KEYS, ("for",)) or {}
    says = shapes.text(entries.get("says"), "says")
    if says is not None and "$" in says:
        hint = "say it of all of them: “at a site”"
        shapes.note(entries["says"], "RS322", "`says` is one sentence for all that `for` makes of it", hint)
    when = builder.condition(entries["when"]) if "when" in entries else None
    then = shapes.mapping(entries.get("then"), "then", (), ("avoid", "limit", "refer")) or {}
    if "then" in entries and not then:
        shapes.note(entries["then"], "RS122", "a guarantee promises something", "one of avoid, limit, refer")
    promised = builder.conclusions(draft, {key: of for key, of in then.items() if key in {"avoid", "limit", "refer"}})
    limits = promised.get("limits", ())
    if any(limit.sets is not None and limit.sets.percent for limit in limits):
        shapes.note(then["limit"], "RS322", "a guarantee promises a number of sets, not a share of them")
    if says is None or when is None or not then:
        return None
    return Guarantee(draft.name, draft.template, says, when, place=draft.node.place, **promised)
