"""What holds for every runner: each guarantee of a rulebook, and the ways in which it could break.

A way is a formula. It is written once and read twice, by the solver for all runners and by the replay for one. Most
guarantees look at one runner; some compare two who differ in some facts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from runstrength.rulebook.rule import LOADS, URGENCIES
from runstrength.verify.encoding import other_probe_of, probe_of
from runstrength.verify.levels import FALSE, all_of, any_of, negation
from runstrength.verify.runner import SESSIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import z3

    from runstrength.rulebook import Rulebook
    from runstrength.rulebook.conditions import Path
    from runstrength.rulebook.rule import Guarantee as Written
    from runstrength.rulebook.rule import Limit, Promise
    from runstrength.verify.decoding import Key
    from runstrength.verify.encoding import Encoding
    from runstrength.verify.levels import Level
    from runstrength.verify.runner import Runner

__all__ = ["Case", "Guarantee", "Way", "Ways", "guarantees_of", "takes_away"]


@attrs.frozen
class Way:
    """How a guarantee could break, in words, and what of the result that is about: an exercise, or a part by name."""

    text: str
    about: str

    def __str__(self) -> str:
        return self.text


Ways = dict[Way, "z3.BoolRef"]


@attrs.frozen(eq=False)
class Case:
    """One question to the solver: whether, of those it is about, by name, any of these ways can come about.

    With `differs`, it is of two runners who are alike in all but those facts; otherwise both are the same runner.
    """

    about: Callable[[Runner, Runner], dict[str, z3.BoolRef]]
    ways: Callable[[Runner, Runner], Ways]
    differs: frozenset[Key] = frozenset()


@attrs.frozen(eq=False)
class Guarantee:
    """A sentence that holds for every runner, and the cases in which it is proved."""

    name: str
    sentence: str
    cases: Callable[[Encoding], Iterable[Case]]


def guarantees_of(rulebook: Rulebook) -> tuple[Guarantee, ...]:
    """Give the guarantees of a rulebook: all that `for` makes of one is one guarantee."""
    written: dict[str, list[Written]] = {}
    for of in rulebook.guarantees.values():
        written.setdefault(of.template, []).append(of)
    return tuple(Guarantee(name, found[0].says, _cases_of(found)) for name, found in written.items())


def _cases_of(written: list[Written]) -> Callable[[Encoding], Iterable[Case]]:
    def cases(encoding: Encoding) -> Iterable[Case]:
        alike: dict[frozenset[Key], list[Written]] = {}
        for of in written:
            alike.setdefault(frozenset(_key(encoding, path) for path in of.differs), []).append(of)
        return [_case(found, differs) for differs, found in alike.items()]

    return cases


def _key(encoding: Encoding, path: Path) -> Key:
    """Give what is known as one with a fact: a set is whole."""
    return (path.field, path.key) if (path.field, path.key) in encoding.inputs else (path.field, None)


def _case(written: list[Written], differs: frozenset[Key]) -> Case:
    def about(one: Runner, other: Runner) -> dict[str, z3.BoolRef]:
        return {of.name: _speaks_of(of, one, other) for of in written}

    def ways(one: Runner, other: Runner) -> Ways:
        return {
            Way(f"{of.name}: {way}", way.about): all_of((_speaks_of(of, one, other), formula))
            for of in written
            for way, formula in (_one(of.then, one) | _two(of.then, one, other)).items()
            if formula is not FALSE
        }

    return Case(about, ways, differs)


def _speaks_of(of: Written, one: Runner, other: Runner) -> z3.BoolRef:
    parts = [one.fired[probe_of(of.name)]]
    if of.referred is not None:
        parts.append(one.referral.at_least(1 + URGENCIES.index(of.referred)))
    if of.but is not None:
        parts.append(other.fired[other_probe_of(of.name)])
    if of.more is not None:
        key = (of.more.field, of.more.key)
        parts += [one.known(*key), other.facts[key].above(one.facts[key])]
    return all_of(parts)


# --- one runner -----------------------------------------------------------------------------------------------------


def _one(then: Promise, runner: Runner) -> Ways:
    """Give the ways in which a runner could get what is not promised."""
    exercises = runner.encoding.exercises
    found = {Way(f"{name} is prescribed", name): runner.taken[name] for name in sorted(then.avoid)}
    if then.refer is not None:
        urgency = 1 + URGENCIES.index(then.refer)
        found[Way(f"there is no referral {then.refer}", "referral")] = negation(runner.referral.at_least(urgency))
    for limit in then.limits:
        found |= _exceeded(limit, runner)
    for selected in then.include:
        some = any_of(runner.taken[name] for name in sorted(selected))
        shown = ", ".join(sorted(selected))
        found[Way(f"there is none of {shown}", "exercises")] = negation(some)
    for load, most in then.repetitions:
        found |= _counted(runner, load, f"more than {most} repetitions", most=most)
    for load in then.within_scheme:
        found |= _counted(runner, load, "repetitions outside its scheme")
    if then.session_sets is not None:
        over = runner.session_over(then.session_sets)
        found[Way(f"a session has more than {then.session_sets} sets", "next_session")] = over
    if then.leave:
        left = [runner.taken[name] for name in exercises] if "exercise" in then.leave else []
        left += [runner.referral.at_least(1)] if "referral" in then.leave else []
        found[Way(f"there is neither {' nor '.join(then.leave)}", "exercises")] = negation(any_of(left))
    if then.disjoint:
        found |= {
            Way(f"{name} is prescribed and avoided", name): all_of((runner.taken[name], runner.vetoed[name]))
            for name in exercises
        }
    return found


def _exceeded(limit: Limit, runner: Runner) -> Ways:
    found = {}
    for name in runner.encoding.exercises:
        if limit.of.specificity(name) is None:
            continue
        if limit.load is not None:
            above = runner.load[name].at_least(1 + LOADS.index(limit.load))
            found[Way(f"{name} is above {limit.load}", name)] = all_of((runner.taken[name], above))
        if limit.sets is not None:
            above = runner.sets[name].at_least(1 + limit.sets.amount)
            found[Way(f"{name} has more than {limit.sets} sets", name)] = all_of((runner.taken[name], above))
    for kind in SESSIONS:
        cap = getattr(limit, kind)
        if cap is not None:
            found[Way(f"more {kind} than {cap}", kind)] = runner.sessions[kind].high.at_least(1 + cap.amount)
    return found


def _counted(runner: Runner, load: str, what: str, *, most: int | None = None) -> Ways:
    """Give the exercises with more than most repetitions at a load, or else with others than its scheme's."""
    found = {}
    for name, exercise in runner.encoding.exercises.items():
        scheme = exercise.schemes.get(load)
        least, limit = (scheme and scheme.reps) or (1, 0)
        if most is not None:
            least, limit = 0, most
        bad = [
            formula
            for meaning, formula in runner.dose[name].items()
            if meaning.load == load and meaning.reps and not (least <= meaning.reps[0] and meaning.reps[1] <= limit)
        ]
        found[Way(f"{name}, {load}, has {what}", name)] = all_of((runner.taken[name], any_of(bad)))
    return found


# --- two runners ----------------------------------------------------------------------------------------------------


def _two(then: Promise, one: Runner, other: Runner) -> Ways:
    """Give the ways in which the other runner could get more than the first."""
    found: Ways = {}
    for name in one.encoding.exercises:
        both = all_of((one.taken[name], other.taken[name]))
        new = all_of((other.taken[name], negation(one.taken[name])))
        if "load" in then.no_more:
            found[Way(f"{name} is heavier", name)] = all_of((both, other.load[name].above(one.load[name])))
        if "sets" in then.no_more:
            found[Way(f"{name} has more sets", name)] = all_of((both, other.sets[name].above(one.sets[name])))
        if name in then.nothing_new:
            found[Way(f"{name} is new", name)] = new
        if then.new_at_most is not None:
            above = other.load[name].at_least(1 + LOADS.index(then.new_at_most))
            found[Way(f"{name} is new and above {then.new_at_most}", name)] = all_of((new, above))
        if then.keep_avoided:
            found[Way(f"{name} is allowed", name)] = all_of((one.vetoed[name], negation(other.vetoed[name])))
    for kind in SESSIONS:
        if kind in then.no_more:
            found[Way(f"there are more {kind}", kind)] = _more(other, one, kind)
    for path in then.asks:
        unasked = negation(one.asked[_key(one.encoding, path)])
        found[Way(f"{path} is not asked for", str(path))] = all_of((takes_away(one, other), unasked))
    return found


def _more(one: Runner, other: Runner, kind: str) -> z3.BoolRef:
    here, there = one.sessions[kind], other.sessions[kind]
    return any_of((here.low.above(there.low), here.high.above(there.high)))


def takes_away(one: Runner, other: Runner) -> z3.BoolRef:
    """Say that the other runner gets less of anything than the first: an exercise, its load, sets or sessions."""

    def less(name: str) -> Iterable[z3.BoolRef]:
        both = all_of((one.taken[name], other.taken[name]))
        yield all_of((one.taken[name], negation(other.taken[name])))
        yield all_of((other.vetoed[name], negation(one.vetoed[name])))
        yield all_of((both, one.load[name].above(other.load[name])))
        yield all_of((both, one.sets[name].above(other.sets[name])))

    graver: Level = other.referral
    return any_of(
        (
            graver.above(one.referral),
            *(_more(one, other, kind) for kind in SESSIONS),
            *(formula for name in one.encoding.exercises for formula in less(name)),
        )
    )
