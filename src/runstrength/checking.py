"""Checking a rulebook as a whole: what the reader finds, and whether its examples hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.engine import engine_for
from runstrength.profile import Profile
from runstrength.rulebook import read_rulebook
from runstrength.rulebook.diagnostics import Diagnostic

if TYPE_CHECKING:
    from pathlib import Path

    from runstrength.facts import Facts
    from runstrength.rulebook import Rulebook

__all__ = ["check", "check_examples"]


def check(path: str | Path, *, profile: type[Facts] = Profile) -> tuple[Rulebook | None, list[Diagnostic]]:
    """Read a rulebook and run its examples; give it, if nothing is wrong, and everything that is wrong with it."""
    rulebook, problems = read_rulebook(path, profile)
    if rulebook is None:
        return None, problems
    problems = check_examples(rulebook)
    return (None if problems else rulebook), problems


def check_examples(rulebook: Rulebook) -> list[Diagnostic]:
    """Run the examples of all rules, those of the base included unless they are waived; give those that do not hold."""
    engine = engine_for(rulebook)
    found = []
    for rule in rulebook.rules.values():
        if rule.template in rulebook.waived:
            continue
        for fires, facts, place in rule.examples:
            if (rule.name in engine.infer(facts)) != fires:
                wanted = "fire for this example, and does not" if fires else "be silent for this example, and fires"
                message = f"`{rule.name}` should {wanted}"
                found.append(Diagnostic(place, "RS402", message, f"its condition is `{rule.when}`"))
    return sorted(found)
