"""The translation to the solver against engine and resolver: of whoever is asked about, both say the same."""

from __future__ import annotations

import random
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import attrs
import pytest

import runstrength
from tests.properties.test_engines_agree import read
from tests.strategies import Small, profile, rulebook, thresholds

pytest.importorskip("z3", reason="z3-solver is not installed")

import z3

from runstrength.rulebook.rule import FOCUSES
from runstrength.verify.decoding import decode, value_of
from runstrength.verify.encoding import Encoding, group_of
from runstrength.verify.levels import FALSE, TRUE, all_of, any_of, at_level, counted, first_of, negation
from runstrength.verify.replay import replay
from runstrength.verify.runner import SESSIONS
from runstrength.verify.symbolic import SymbolicRunner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runstrength.rulebook import Rulebook
    from runstrength.verify.levels import Level
    from runstrength.verify.replay import ReplayedRunner
    from runstrength.verify.runner import Runner

ARTICLE = runstrength.shipped_rulebook()


def differ(one: z3.BoolRef, other: z3.BoolRef) -> z3.BoolRef:
    """Say that two formulas differ."""
    return any_of((all_of((one, negation(other))), all_of((other, negation(one)))))


def levels_differ(one: Level, other: Level) -> z3.BoolRef:
    """Say that two levels differ."""
    return any_of((one.above(other), other.above(one)))


def differences(symbolic: Runner, settled: ReplayedRunner) -> Iterator[tuple[str, z3.BoolRef]]:
    """Give everything that the solver and the library could say differently of one runner."""
    for name in symbolic.encoding.rules:
        yield f"{name} fires", differ(symbolic.fired[name], settled.fired[name])
    for name in symbolic.encoding.exercises:
        taken = settled.taken[name]
        yield f"{name} is vetoed", differ(symbolic.vetoed[name], settled.vetoed[name])
        yield f"{name} is taken", differ(symbolic.taken[name], taken)
        yield f"load of {name}", all_of((taken, levels_differ(symbolic.load[name], settled.load[name])))
        doses = symbolic.dose[name], settled.dose[name]
        for dose in {**doses[0], **doses[1]}:
            yield f"{name} is done so: {dose}", all_of((taken, differ(*(of.get(dose, FALSE) for of in doses))))
        for cue in symbolic.encoding.rulebook.cues:
            yield f"{name} has {cue}", all_of((taken, differ(symbolic.cued[name, cue], settled.cued[name, cue])))
        yield f"sets of {name}", all_of((taken, levels_differ(symbolic.sets[name], settled.sets[name])))
    for focus in FOCUSES:
        yield f"focus {focus}", differ(symbolic.focus[focus], settled.focus[focus])
    for advice in symbolic.encoding.rulebook.advice:
        yield f"advice {advice}", differ(symbolic.advised[advice], settled.advised[advice])
    for key in {group_of(item) for item in symbolic.encoding.inputs.values()}:
        yield f"{key} is asked for", differ(symbolic.asked[key], settled.asked[key])
    # A session is one of the choices that the solver counts: it may not have more than it allows.
    for sets in (2, 5, 9, 14, 20, 30):
        yield f"a session has {sets}", all_of((settled.session_over(sets), negation(symbolic.session_over(sets))))
    yield "referral", levels_differ(symbolic.referral, settled.referral)
    for kind in SESSIONS:
        yield f"least {kind}", levels_differ(symbolic.sessions[kind].low, settled.sessions[kind].low)
        yield f"most {kind}", levels_differ(symbolic.sessions[kind].high, settled.sessions[kind].high)


ORDINARY: dict[bool, dict[str, Any]] = {True: {"discipline": "general"}, False: {"sport": "road"}}


def everything_of(*runners: SymbolicRunner) -> list[z3.BoolRef]:
    """Give what holds of some runners, and what the names of their rules mean."""
    found = [constraint for runner in runners for constraint in runner.constraints]
    return found + [meaning for runner in runners for _, meaning in runner.definitions]


class Judge:
    """Asks a solver, which knows a rulebook, about one runner after another."""

    def __init__(self, book: Rulebook) -> None:
        self.encoding = Encoding(book)
        self.symbolic = SymbolicRunner(self.encoding, "runner")
        for key in self.encoding.inputs:
            self.symbolic.facts[key]
        # What is asked for is made when it is first asked for; then all that it means is known.
        list(differences(self.symbolic, replay(self.encoding, ORDINARY[book is ARTICLE])))
        self.solver = z3.SolverFor("QF_FD")
        self.solver.add(everything_of(self.symbolic))

    def says_otherwise(self, runner: dict[str, Any]) -> list[str]:
        """Give what the solver says of a runner that the library does not say."""
        settled = replay(self.encoding, runner)
        self.solver.push()
        for key in self.encoding.inputs:
            self.solver.add(negation(levels_differ(self.symbolic.facts[key], settled.facts[key])))
        assert z3.sat == self.solver.check(), "the solver knows no such runner"
        named = dict(differences(self.symbolic, settled))
        self.solver.add(any_of(named.values()))
        found = []
        if self.solver.check() != z3.unsat:
            model = self.solver.model()
            found = [name for name, formula in named.items() if z3.is_true(model.eval(formula, True))]  # noqa: FBT003
        self.solver.pop()
        return found


@cache
def judge_of_the_article() -> Judge:
    """Give the judge of the shipped rulebook."""
    return Judge(ARTICLE)


@pytest.mark.parametrize("seed", range(1))
def test_solver_and_library_agree_on_the_shipped_rulebook(seed: int) -> None:
    """Of whoever is asked about, both name the same rules, vetoes, exercises, loads, sets, sessions and referral."""
    near = thresholds(ARTICLE)
    chance = random.Random(seed)  # noqa: S311 - nothing here is a secret
    for _ in range(8):
        runner = profile(chance.choice, ids=ARTICLE.exercises, near=near)
        assert [] == judge_of_the_article().says_otherwise(runner), runner


@pytest.mark.parametrize("seed", range(15))
def test_solver_and_library_agree_on_any_rulebook(seed: int) -> None:
    """Whatever a rulebook says, of whoever is asked about, both say the same."""
    chance = random.Random(seed)  # noqa: S311 - nothing here is a secret
    book = read(rulebook(chance.choice))
    judge = Judge(book)
    near = thresholds(book)
    for _ in range(6):
        runner = profile(chance.choice, Small, book.exercises, near)
        assert [] == judge.says_otherwise(runner), runner


@pytest.mark.parametrize("seed", range(4))
def test_a_runner_like_another_is_one_too(seed: int) -> None:
    """Of two runners who differ in one fact, the second is told what the library tells that runner."""
    chance = random.Random(seed)  # noqa: S311 - nothing here is a secret
    book = read(rulebook(chance.choice))
    encoding = Encoding(book)
    symbolic = SymbolicRunner(encoding, "runner")
    for changed in {group_of(item) for item in encoding.inputs.values()}:
        other = SymbolicRunner(encoding, "other", like=symbolic, but=[changed])
        first = profile(chance.choice, Small, book.exercises)
        second = profile(chance.choice, Small, book.exercises)
        merged = {**first, changed[0]: second.get(changed[0])}
        if changed[1] is not None:
            merged[changed[0]] = {
                **(first.get(changed[0]) or {}),
                changed[1]: (second.get(changed[0]) or {}).get(changed[1]),
            }
        if changed == ("sport", None):
            merged["sport"] = second["sport"]
        pins = [
            negation(levels_differ(runner.facts[key], settled.facts[key]))
            for runner, settled in ((symbolic, replay(encoding, first)), (other, replay(encoding, merged)))
            for key in encoding.inputs
        ]
        wrong = any_of(formula for _, formula in differences(other, replay(encoding, merged)))
        solver = z3.SolverFor("QF_FD")
        solver.add(pins)
        solver.add(everything_of(symbolic, other))
        assert z3.sat == solver.check()
        solver.add(wrong)
        assert z3.unsat == solver.check()


def test_a_wrong_translation_would_be_seen() -> None:
    """If the library did something else than the rulebook that was translated says, the judge would name it."""
    judge = Judge(ARTICLE)
    assert [] == judge.says_otherwise({"discipline": "general"})
    changed = attrs.evolve(ARTICLE.rules["sign-fainting"], refer="before_training")
    probed = judge.encoding.rulebook
    judge.encoding.rulebook = attrs.evolve(probed, rules={**probed.rules, "sign-fainting": changed})
    found = judge.says_otherwise({"discipline": "general", "signs": ["fainting"]})
    assert {"referral", "easy-walk is vetoed"} <= set(found)
    assert [] == judge.says_otherwise({"discipline": "general", "signs": []})


def test_every_code_has_a_value_with_that_code() -> None:
    """A value given for a code has that code, so that a runner whom the solver finds is one of flesh and blood."""
    for book in (ARTICLE, *(read(rulebook(random.Random(seed).choice)) for seed in range(20))):  # noqa: S311 - no secret
        encoding = Encoding(book)
        for key, item in encoding.inputs.items():
            for code in range(item.size):
                found = decode(encoding.inputs, {key: code})
                found.update((name, "general" if book is ARTICLE else "road") for name in _required(book) - set(found))
                value = getattr(book.vocabulary.from_dict(found, ids=frozenset(book.exercises)), item.field)
                if code or key[0] not in _required(book):
                    assert code == (0 if value is None else item.code(value)), key


def _required(book: Rulebook) -> set[str]:
    return {"discipline"} if book is ARTICLE else {"sport"}


def test_an_open_interval_gives_a_number_inside() -> None:
    """Where no whole number lies between two thresholds, a broken one does."""
    item = Encoding(ARTICLE).inputs["weekly_distance_km", None]
    narrow = type(item)(item.field, None, item.kind, bounds=((4, 1), (4.5, 0)))
    assert [None, 4, 4.25, 5] == [value_of(narrow, code) for code in range(narrow.size)]


def test_levels() -> None:
    """A level of a known number answers as the number does."""
    three, one = at_level(3, 4), at_level(1, 4)
    assert z3.is_true(three.above(one))
    assert z3.is_false(one.above(three))
    assert z3.is_false(three.above(three))
    assert z3.is_true(three.exactly(3))
    assert z3.is_true(three.among(0b11000))
    assert z3.is_false(three.among(0b10111))
    assert z3.is_true(three.lowered(one).exactly(1))
    assert z3.is_true(three.only_if(negation(TRUE)).exactly(0))
    assert z3.is_true(counted([TRUE, FALSE, TRUE], 3).exactly(2))
    assert z3.is_true(counted([TRUE, TRUE, TRUE], 2).exactly(2))
    assert z3.is_true(first_of([(negation(TRUE), 4), (TRUE, 2)], 3).exactly(2))


def agree(seeds: range) -> list[int]:
    """Give the seeds of generated rulebooks of which solver and library say different things, of three runners each."""
    found = []
    for seed in seeds:
        chance = random.Random(seed)  # noqa: S311 - nothing here is a secret
        book = read(rulebook(chance.choice))
        judge = Judge(book)
        near = thresholds(book)
        if any(judge.says_otherwise(profile(chance.choice, Small, book.exercises, near)) for _ in range(3)):
            found.append(seed)
    return found


if __name__ == "__main__":
    first, last = (int(argument) for argument in sys.argv[1:3])
    wrong = agree(range(first, last))
    sys.stdout.write(f"{last - first:,} generated rulebooks, solver and library disagree on {len(wrong)}: {wrong}\n")
