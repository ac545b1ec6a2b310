"""What holds for every runner: each guarantee as a sentence, and the ways in which it could break.

Six are written here, because they compare two runners or speak of what every rulebook must keep; the rest a rulebook
writes itself, in the words of its own rules.

A guarantee is a function from runners to the ways in which it breaks, by name: formulas. It is written once and read
twice, by the solver for all runners and by the replay for one. Most look at one runner; some compare two who differ in
one fact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from runstrength.rulebook.rule import LOADS, URGENCIES
from runstrength.verify.decoding import value_of
from runstrength.verify.encoding import SESSIONS, probe_of
from runstrength.verify.levels import all_of, any_of, negation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import z3

    from runstrength.rulebook import Rulebook
    from runstrength.rulebook.rule import Guarantee as Written
    from runstrength.rulebook.rule import Limit
    from runstrength.verify.decoding import Key
    from runstrength.verify.encoding import Encoding, Runner

__all__ = ["GUARANTEES", "SERIOUS", "Case", "Guarantee", "guarantees_of"]

Ways = dict[str, "z3.BoolRef"]

# What each sign must be referred as, at least.
SERIOUS: Mapping[str, str] = {
    **dict.fromkeys(("chest_pain", "fainting", "compartment_syndrome", "bladder_or_bowel_change"), "emergency"),
    **dict.fromkeys(("fracture", "tendon_rupture", "unable_to_bear_weight", "calf_swelling", "dark_urine"), "urgent"),
}
LIGHT = LOADS.index("light")


@attrs.frozen
class Case:
    """One question to the solver: whether any of these ways can come about.

    With `differs`, it is of two runners who are alike in all but that fact; otherwise both are the same runner.
    """

    ways: Callable[[Runner, Runner], Ways]
    differs: Key | None = None


@attrs.frozen
class Guarantee:
    """A sentence that holds for every runner, and the cases in which it is proved."""

    name: str
    sentence: str
    cases: Callable[[Encoding], Iterator[Case]]


def _serious_sign(_: Encoding) -> Iterator[Case]:
    def ways(runner: Runner, _: Runner) -> Ways:
        found = {}
        loaded = any_of(runner.taken[name] for name in runner.encoding.exercises)
        for sign, urgency in SERIOUS.items():
            here = runner.has("signs", sign)
            level = 1 + URGENCIES.index(urgency)
            found[f"{sign} is not referred as {urgency}"] = all_of((here, negation(runner.referral.at_least(level))))
            found[f"there are exercises in spite of {sign}"] = all_of((here, loaded))
        return found

    yield Case(ways)


def _more_pain(encoding: Encoding) -> Iterator[Case]:
    for field, site in encoding.inputs:
        if field == "pain":
            yield Case(_pain_ways(site or ""), differs=(field, site))


def _pain_ways(site: str) -> Callable[[Runner, Runner], Ways]:
    def ways(less: Runner, more: Runner) -> Ways:
        worse = all_of((less.known("pain", site), more.facts["pain", site].above(less.facts["pain", site])))
        found = {}
        for name, exercise in less.encoding.exercises.items():
            both = all_of((worse, less.taken[name], more.taken[name]))
            found[f"{name} is heavier"] = all_of((both, more.load[name].above(less.load[name])))
            found[f"{name} has more sets"] = all_of((both, more.sets[name].above(less.sets[name])))
            if exercise.impact == "high":
                found[f"{name} is new"] = all_of((worse, more.taken[name], negation(less.taken[name])))
        return {f"with more pain ({site}) {way}": formula for way, formula in found.items()}

    return ways


def _unknown_experience(_: Encoding) -> Iterator[Case]:
    for field in ("strength_experience", "plyometric_experience"):
        yield Case(_experience_ways(field), differs=(field, None))


def _experience_ways(field: str) -> Callable[[Runner, Runner], Ways]:
    def ways(never: Runner, unknown: Runner) -> Ways:
        asked = all_of((never.equals(field, "none"), negation(unknown.known(field))))
        found = {}
        for name, exercise in never.encoding.exercises.items():
            allowed = all_of((asked, never.vetoed[name], negation(unknown.vetoed[name])))
            both = all_of((asked, never.taken[name], unknown.taken[name]))
            new = all_of((asked, unknown.taken[name], negation(never.taken[name])))
            found[f"{name} is allowed"] = allowed
            found[f"{name} is heavier"] = all_of((both, unknown.load[name].above(never.load[name])))
            found[f"{name} has more sets"] = all_of((both, unknown.sets[name].above(never.sets[name])))
            found[f"{name} is new and above light"] = all_of((new, unknown.load[name].at_least(LIGHT + 1)))
            if exercise.impact == "high":
                found[f"{name} is new"] = new
        return {f"with {field} unknown {way}": formula for way, formula in found.items()}

    return ways


def _missing_equipment(_: Encoding) -> Iterator[Case]:
    def ways(runner: Runner, _: Runner) -> Ways:
        found = {}
        for name, exercise in runner.encoding.exercises.items():
            if exercise.equipment:
                lacking = runner.lacks("equipment", exercise.equipment)
                found[f"{name} needs what is missing"] = all_of((runner.taken[name], lacking))
            if exercise.weight:
                lacking = runner.lacks("equipment", exercise.weight)
                loaded = all_of((runner.taken[name], runner.load[name].at_least(1)))
                found[f"{name} needs a weight that is missing"] = all_of((loaded, lacking))
        return found

    yield Case(ways)


def _free_days(_: Encoding) -> Iterator[Case]:
    def ways(runner: Runner, _: Runner) -> Ways:
        days = runner.encoding.inputs["strength_days", None]
        free = runner.facts["strength_days", None]
        fewest = {code: value_of(days, code) for code in range(1, days.size)}
        return {
            f"more {kind} than {least} free days": all_of(
                (free.exactly(code), runner.sessions[kind].high.at_least(least + 1))
            )
            for kind in SESSIONS
            for code, least in fewest.items()
        }

    yield Case(ways)


def _nobody_left_out(encoding: Encoding) -> Iterator[Case]:
    # Where the catalogue holds nothing gentle, only who excludes nothing at all is promised something.
    gentle = [name for name, exercise in encoding.exercises.items() if exercise.role == "recovery"]

    def ways(runner: Runner, _: Runner) -> Ways:
        something = any_of((runner.referral.at_least(1), *(runner.taken[name] for name in encoding.exercises)))
        excluded = any_of(runner.has("excluded", name) for name in gentle or encoding.exercises)
        return {"neither an exercise nor a referral": negation(any_of((something, excluded)))}

    yield Case(ways)


GUARANTEES = (
    Guarantee(
        "serious-sign",
        "A serious sign stops all loading: it is referred as urgent or as an emergency, and no exercise is left.",
        _serious_sign,
    ),
    Guarantee(
        "more-pain",
        "More pain at a site never means a heavier load, more sets of the same exercise, or a new high-impact one.",
        _more_pain,
    ),
    Guarantee(
        "unknown-experience",
        "An unknown experience allows no more than `none`: it lifts no veto, exercises that both get are no heavier "
        "and have no more sets, and what only the unknown one gets is neither high-impact nor above light.",
        _unknown_experience,
    ),
    Guarantee(
        "missing-equipment",
        "Equipment that is known to be missing is never needed, neither for an exercise nor for its load.",
        _missing_equipment,
    ),
    Guarantee(
        "free-days",
        "Sessions a week, plyometric ones too, never exceed the days that are free for them.",
        _free_days,
    ),
    Guarantee(
        "nobody-left-out",
        "Nobody is left with neither a programme nor a referral, but for those who exclude a gentle exercise (one of "
        "the role recovery).",
        _nobody_left_out,
    ),
)


# --- what a rulebook guarantees itself ------------------------------------------------------------------------------


def guarantees_of(rulebook: Rulebook) -> tuple[Guarantee, ...]:
    """Give the six, and those that a rulebook writes: all that `for` makes of one is one guarantee."""
    written: dict[str, list[Written]] = {}
    for of in rulebook.guarantees.values():
        written.setdefault(of.template, []).append(of)
    return (*GUARANTEES, *(Guarantee(name, found[0].says, _cases_of(found)) for name, found in written.items()))


def _cases_of(written: list[Written]) -> Callable[[Encoding], Iterator[Case]]:
    def ways(runner: Runner, _: Runner) -> Ways:
        return {
            f"{of.name}: {way}": all_of((runner.fired[probe_of(of.name)], formula))
            for of in written
            for way, formula in _broken(of, runner).items()
        }

    return lambda _: iter((Case(ways),))


def _broken(of: Written, runner: Runner) -> Ways:
    """Give the ways in which a runner could get more than a guarantee allows."""
    found = {f"{name} is prescribed": runner.taken[name] for name in sorted(of.avoid)}
    if of.refer is not None:
        urgency = 1 + URGENCIES.index(of.refer)
        found[f"there is no referral {of.refer}"] = negation(runner.referral.at_least(urgency))
    for limit in of.limits:
        found |= _exceeded(limit, runner)
    return found


def _exceeded(limit: Limit, runner: Runner) -> Ways:
    found = {}
    for name in runner.encoding.exercises:
        if limit.of.specificity(name) is None:
            continue
        if limit.load is not None:
            above = runner.load[name].at_least(1 + LOADS.index(limit.load))
            found[f"{name} is above {limit.load}"] = all_of((runner.taken[name], above))
        if limit.sets is not None:
            above = runner.sets[name].at_least(1 + limit.sets.amount)
            found[f"{name} has more than {limit.sets} sets"] = all_of((runner.taken[name], above))
    for kind in SESSIONS:
        cap = getattr(limit, kind)
        if cap is not None:
            found[f"more {kind} than {cap}"] = runner.sessions[kind].high.at_least(1 + cap.amount)
    return found
