"""What checks prove of a rulebook holds on the real engine, of whoever is asked about."""

from __future__ import annotations

import random

import attrs
import pytest

import runstrength
from tests.properties.test_engines_agree import read
from tests.strategies import profile, rulebook, thresholds

pytest.importorskip("z3", reason="z3-solver is not installed")

from runstrength.lints import LINTS
from runstrength.lints.context import Context
from runstrength.lints.no_effect import idle
from runstrength.lints.shadowed import shadows
from runstrength.rulebook.conditions import NEVER
from runstrength.verify.comparing import aspects_of

CHECK = {lint.name: lint for lint in LINTS}
PROFILES = 60


def without(book: runstrength.Rulebook, name: str) -> runstrength.Rulebook:
    """Give a rulebook of which one rule is switched off."""
    return attrs.evolve(book, rules={**book.rules, name: attrs.evolve(book.rules[name], when=NEVER)})


@pytest.mark.parametrize("seed", range(12))
def test_what_is_proved_holds(seed: int) -> None:
    """The dead never fire, the shadowed never alone, nobody gets the unreachable, and the idle can be left out."""
    chance = random.Random(seed)  # noqa: S311 - nothing here is a secret
    book = read(rulebook(chance.choice))
    context = Context(book, timeout_ms=60_000)
    found = {}
    for name in ("never-fires", "unreachable-exercise"):
        context.begin(CHECK[name])
        found[name] = {of.name for of in CHECK[name].find(context)}
    context.begin(CHECK["shadowed"])
    shadowed = shadows(context)
    context.begin(CHECK["no-effect"])
    left_out = {rule.name: without(book, rule.name) for rule in idle(context)}
    near = thresholds(book)
    for _ in range(PROFILES):
        runner = profile(chance.choice, book.vocabulary, ids=book.exercises, near=near)
        result = runstrength.recommend(runner, rulebook=book)
        assert not context.dead & result.fired, runner
        assert not {item.exercise.id for item in result.outcome.items} & found["unreachable-exercise"], runner
        assert [] == [name for name, by in shadowed.items() if name in result.fired and by.name not in result.fired]
        for name, other in left_out.items():
            assert frozenset() == aspects_of(result.outcome, runstrength.recommend(runner, rulebook=other).outcome), (
                name,
                runner,
            )
