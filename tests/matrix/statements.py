"""The guidance matrix: for each of the article's 84 statements what carries it, and what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import yaml

import runstrength
from tests.matrix.names import is_test

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runstrength.rulebook import Rulebook
    from runstrength.rulebook.rule import Rule

__all__ = ["FITTING", "Statement", "guidance_rows", "statements"]

DATA = Path(__file__).with_name("statements.yaml")

# What a rule has to conclude to carry a statement of a kind. A progression ("first this, then that") may be kept by
# holding back, and so by a veto; a schedule by whatever says how often, when, or what for.
FITTING: Mapping[str, tuple[str, ...]] = {
    "prescribe": ("prescribe", "cues"),
    "dose": ("doses", "cues", "advise", "avoid"),
    "limit": ("limits", "avoid", "cues", "doses"),
    "schedule": ("doses", "limits", "avoid", "focus", "advise"),
    "advise": ("advise", "cues", "refer"),
}


@attrs.frozen
class Statement:
    """A row of the matrix: the statement, the rules that carry it, its tests, and what it lacks."""

    id: str
    kind: str
    says: str
    rules: tuple[str, ...]
    examples: int
    tests: tuple[str, ...]
    gaps: tuple[str, ...]


def statements() -> list[dict[str, Any]]:
    """Give the statements as they are written."""
    found: list[dict[str, Any]] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return found


def guidance_rows(rulebook: Rulebook) -> list[Statement]:
    """Give a row for every statement."""
    citing: dict[str, list[Rule]] = {}
    for rule in rulebook.rules.values():
        for source in rule.sources:
            citing.setdefault(source, []).append(rule)
    return [_row(rulebook, entry, citing.get(entry["id"], [])) for entry in statements()]


def _row(rulebook: Rulebook, entry: dict[str, Any], citing: list[Rule]) -> Statement:
    kind, gaps = entry["kind"], []
    tests = tuple(entry.get("tests", ()))
    carrying = citing
    examples = 0
    if kind == "invariant":
        gaps += ["no property test holds it"] if not tests else []
        gaps += [f"there is no {test}" for test in tests if not is_test(test)]
    elif kind == "rationale":
        carrying = [rule for rule in citing if _quotes(rule, entry["quoted"])]
        gaps += [] if carrying else ["no `because` of a rule that cites it says it"]
    else:
        carrying = [rule for rule in citing if any(getattr(rule, part) for part in FITTING[kind])]
        examples = sum(_fires(rulebook, rule) for rule in carrying)
        gaps += [] if carrying else [f"no rule that cites it concludes one of {', '.join(FITTING[kind])}"]
        gaps += [] if examples or not carrying else ["no example fires a rule that carries it"]
    if kind != "invariant" and entry["id"] not in rulebook.sources:
        gaps.append("it is not among the sources")
    templates = tuple(dict.fromkeys(rule.template for rule in carrying))
    return Statement(entry["id"], kind, " ".join(entry["says"].split()), templates, examples, tests, tuple(gaps))


def _quotes(rule: Rule, groups: list[list[str]]) -> bool:
    because = rule.because.lower()
    return any(all(word in because for word in words) for words in groups)


def _fires(rulebook: Rulebook, rule: Rule) -> int:
    """Count the examples of a rule that are meant to fire it, and do."""
    return sum(fires and rule.name in runstrength.infer(facts, rulebook=rulebook) for fires, facts, _ in rule.examples)
