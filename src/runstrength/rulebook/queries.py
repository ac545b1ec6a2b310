"""Questions to a rulebook itself: who uses what, and where its numbers lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.errors import UnknownNameError
from runstrength.facts import MapOf, fields_of, kind_of
from runstrength.rulebook.conditions import Compare, findings_of, paths_of, walk
from runstrength.strangers import nearest, show
from runstrength.tables import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from runstrength.rulebook.rule import Rule, Rulebook

__all__ = ["thresholds", "users"]

# How a rule may use a name: what that is called, and the names that it uses so.
_USES: Mapping[str, Callable[[Rule], Iterable[str]]] = {
    "reads": lambda rule: {name for path in paths_of(rule.when) for name in (path.field, str(path))},
    "needs": lambda rule: findings_of(rule.when),
    "derives": lambda rule: rule.derive,
    "prescribes": lambda rule: {name for choice in rule.prescribe for name in choice} | {*rule.fallback},
    "cues": lambda rule: {name for cue, exercises in rule.cues for name in (cue, *exercises)},
    "doses": lambda rule: {name for dose in rule.doses for name in dose.of.listed | dose.of.selected},
    "limits": lambda rule: {name for limit in rule.limits for name in limit.of.listed | limit.of.selected},
    "avoids": lambda rule: rule.avoid,
    "advises": lambda rule: rule.advise,
    "cites": lambda rule: rule.sources,
}


def users(rulebook: Rulebook, name: str) -> Mapping[str, tuple[str, ...]]:
    """Give the names of the rules that use a name, by how they use it.

    `name` is a fact (`pain`, `pain.knee`), a finding, an exercise, a cue, an advice or a source. The keys are `reads`
    (a fact), `needs` and `derives` (a finding), `prescribes`, `doses`, `limits`, `avoids` (an exercise that is named or
    selected, not one that is meant with all others), `cues`, `advises` and `cites`; what nobody does is left out.
    Raises `UnknownNameError` for a name that the rulebook does not know.
    """
    known = _names(rulebook)
    if type(name) is not str or name not in known:
        near = nearest(name, known)
        hint = f"; did you mean {near}?" if near else ""
        raise UnknownNameError(f"the rulebook knows nothing by the name {show(name)}{hint}")
    found = {
        use: tuple(rule.name for rule in rulebook.rules.values() if name in names_of(rule))
        for use, names_of in _USES.items()
    }
    return Table({use: rules for use, rules in found.items() if rules})


def _names(rulebook: Rulebook) -> set[str]:
    kinds = {name: kind_of(attribute) for name, attribute in fields_of(rulebook.vocabulary).items()}
    return {
        *kinds,
        *(f"{name}.{key}" for name, kind in kinds.items() if isinstance(kind, MapOf) for key in kind.keys),
        *rulebook.derivers,
        *rulebook.exercises,
        *rulebook.cues,
        *rulebook.advice,
        *rulebook.sources,
    }


def thresholds(rulebook: Rulebook) -> Mapping[str, tuple[float, ...]]:
    """Give for each fact that is a number (`age`, `pain.knee`) the numbers that rules compare it with, rising."""
    found: dict[str, set[float]] = {}
    for rule in rulebook.rules.values():
        for node in walk(rule.when):
            if isinstance(node, Compare):
                numbers = {one for one in node.values if isinstance(one, (int, float)) and not isinstance(one, bool)}
                if numbers:
                    found.setdefault(str(node.path), set()).update(numbers)
    return Table({path: tuple(sorted(found[path])) for path in sorted(found)})
