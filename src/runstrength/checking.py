"""Checking a rulebook as a whole: what the reader finds, and whether its examples hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.engine import engine_for
from runstrength.expectations import unmet
from runstrength.profile import Profile
from runstrength.resolve import resolve
from runstrength.rulebook import read_rulebook
from runstrength.rulebook.cases import read_cases
from runstrength.rulebook.diagnostics import Diagnostic
from runstrength.rulebook.loading import read_layers

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from runstrength.facts import Facts
    from runstrength.rulebook import Rulebook
    from runstrength.rulebook.cases import Case

__all__ = ["check", "check_cases", "check_examples"]


def check(path: str | Path, *, profile: type[Facts] = Profile) -> tuple[Rulebook | None, list[Diagnostic]]:
    """Read a rulebook and run its examples; give it, if nothing is wrong, and everything that is wrong with it."""
    rulebook, problems = read_rulebook(path, profile)
    if rulebook is None:
        return None, problems
    cases, problems = read_cases(read_layers(path), rulebook)
    problems = sorted([*problems, *check_examples(rulebook), *check_cases(rulebook, cases)])
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


def check_cases(rulebook: Rulebook, cases: Iterable[Case]) -> list[Diagnostic]:
    """Ask about the runners of some examples; give what is expected of the result and is not so."""
    engine = engine_for(rulebook)
    found = []
    for case in cases:
        outcome = resolve(rulebook, case.runner, engine.infer(case.runner))
        found += [
            Diagnostic(case.place, "RS403", f"{case.name}: {problem}", "ask `runstrength why` and `why-not` about it")
            for problem in unmet(case, outcome)
        ]
    return sorted(found)
