"""Two rulebooks side by side: who gets other advice under the second, or the proof that nobody does.

An aspect is one thing that can differ: an exercise that is given, its dose, a veto, a sentence of advice. The solver is
asked for a runner of whom one differs; what differs for him on the real engine is one kind of difference; then for one
of whom another aspect differs, until there is none. Then every aspect that can differ does so for one of the witnesses.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import attrs
import z3

from runstrength.api import recommend
from runstrength.errors import RunstrengthError
from runstrength.facts import Ids, fields_of, kind_of
from runstrength.rulebook.conditions import NEVER, findings_of
from runstrength.rulebook.rule import FOCUSES, TIERS
from runstrength.verify.encoding import Encoding
from runstrength.verify.levels import FALSE, Level, all_of, any_of, negation, same
from runstrength.verify.proving import profile_of
from runstrength.verify.replay import smallest
from runstrength.verify.runner import SESSIONS
from runstrength.verify.symbolic import SymbolicRunner

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runstrength.outcome import Outcome
    from runstrength.recommendation import Recommendations
    from runstrength.rulebook import Rulebook
    from runstrength.rulebook.rule import Rule
    from runstrength.verify.decoding import Key

__all__ = ["Aspect", "Comparer", "Kind", "aspects_of"]

# What can differ, and of which exercise or advice: the gravest first.
Aspect = tuple[str, str]
ASPECTS = (
    "referral", "exercise", "avoid", "dose", "sets", *SESSIONS, "focus", "advice", "cues", "order",
)  # fmt: skip


@attrs.frozen
class Kind:
    """One kind of runner who gets other advice: a witness, with what differs and both answers."""

    aspects: tuple[Aspect, ...]
    before: Recommendations
    after: Recommendations

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that fire for the witness under one rulebook, and not, or otherwise, under the other."""
        one, other = self.before, self.after
        return tuple(
            name
            for name in sorted(one.fired | other.fired)
            if (name in one.fired) != (name in other.fired)
            or conclusions_of(one.rulebook.rules[name]) != conclusions_of(other.rulebook.rules[name])
        )


def conclusions_of(rule: Rule) -> Rule:
    """Give a rule stripped of all but what it concludes."""
    return attrs.evolve(rule, when=NEVER, because="", sources=(), override=None)


def aspects_of(before: Outcome, after: Outcome) -> frozenset[Aspect]:
    """Give what differs between two outcomes."""
    found: set[Aspect] = set()
    had, has = ({item.exercise.id: item for item in of.items} for of in (before, after))
    there = had.keys() & has.keys()
    found |= {("exercise", name) for name in had.keys() ^ has.keys()}
    for name in there:
        one, other = had[name], has[name]
        parts: dict[str, list[Any]] = {
            "dose": [(x.load, x.reps, x.seconds, x.rest_seconds) for x in (one, other)],
            "sets": [x.sets for x in (one, other)],
            "cues": [{cue for cue, _ in x.cues} for x in (one, other)],
        }
        found |= {(kind, name) for kind, (then, now) in parts.items() if then != now}
    found |= {("avoid", name) for name in dict(before.avoid).keys() ^ dict(after.avoid).keys()}
    found |= {("advice", name) for name in dict(before.advice).keys() ^ dict(after.advice).keys()}
    order = [[name for name in of if name in there] for of in (had, has)]
    whole: dict[str, list[Any]] = {
        "referral": [of.referral and of.referral[0] for of in (before, after)],
        "focus": [of.focus for of in (before, after)],
        SESSIONS[0]: [of.sessions for of in (before, after)],
        SESSIONS[1]: [of.plyometric_sessions for of in (before, after)],
        "order": order,
    }
    return frozenset(found | {(kind, "") for kind, (then, now) in whole.items() if then != now})


class _SameRunner(SymbolicRunner):
    """The same runner under another rulebook; `agreed` are the rules that fire for the same runners under both."""

    def __init__(self, encoding: Encoding, one: SymbolicRunner, agreed: frozenset[str]) -> None:
        self.one = one
        self.agreed = agreed
        super().__init__(encoding, "new")

    def _fact(self, key: Key) -> Level:
        return self.one.facts[key] if key in self.one.encoding.inputs else super()._fact(key)

    def _fired(self, name: str) -> z3.BoolRef:
        return self.one.fired[name] if name in self.agreed else super()._fired(name)


class Comparer:
    """One runner of whom nothing is settled, under two rulebooks."""

    def __init__(self, old: Rulebook, new: Rulebook) -> None:
        if old.vocabulary is not new.vocabulary:
            raise RunstrengthError("the two rulebooks speak of different facts: they have different profile classes")
        # Nothing is asked of guarantees, and their numbers would tell facts apart for one of the two alone.
        self.books = attrs.evolve(old, guarantees={}), attrs.evolve(new, guarantees={})
        self.one = SymbolicRunner(Encoding(self.books[0], beside=self.books[1]), "old")
        agreed = frozenset(_agreed(*self.books))
        self.other = _SameRunner(Encoding(self.books[1], beside=self.books[0]), self.one, agreed)
        # All facts that either knows, for a witness has all of them.
        self.inputs = {**self.one.encoding.inputs, **self.other.encoding.inputs}
        self.formulas = {aspect: formula for aspect, formula in self._formulas() if formula is not FALSE}
        self.solver = z3.SolverFor("QF_FD")
        for key in self.inputs:
            runner = self.one if key in self.one.encoding.inputs else self.other
            runner.facts[key]

    # what can differ

    def _formulas(self) -> Iterator[tuple[Aspect, z3.BoolRef]]:
        one, other = self.one, self.other
        yield ("referral", ""), _levels_differ(one.referral, other.referral)
        names = {**one.encoding.exercises, **other.encoding.exercises}
        for name in names:
            if not all(name in runner.encoding.exercises for runner in (one, other)):
                runner = one if name in one.encoding.exercises else other
                yield ("exercise", name), runner.taken[name]
                yield ("avoid", name), runner.vetoed[name]
                continue
            both = all_of((one.taken[name], other.taken[name]))
            yield ("exercise", name), _differ(one.taken[name], other.taken[name])
            yield ("avoid", name), _differ(one.vetoed[name], other.vetoed[name])
            yield ("dose", name), all_of((both, _maps_differ(one.dose[name], other.dose[name])))
            yield ("sets", name), all_of((both, _levels_differ(one.sets[name], other.sets[name])))
            cues = {*one.encoding.rulebook.cues, *other.encoding.rulebook.cues}
            given = (_differ(one.cued[name, cue], other.cued[name, cue]) for cue in sorted(cues))
            yield ("cues", name), all_of((both, any_of(given)))
        for kind in SESSIONS:
            spans = one.sessions[kind], other.sessions[kind]
            low, high = (_levels_differ(getattr(spans[0], end), getattr(spans[1], end)) for end in ("low", "high"))
            yield (kind, ""), any_of((low, high))
        yield ("focus", ""), any_of(_differ(one.focus[name], other.focus[name]) for name in FOCUSES)
        for name in sorted({*one.encoding.rulebook.advice, *other.encoding.rulebook.advice}):
            yield ("advice", name), _differ(one.advised[name], other.advised[name])
        yield ("order", ""), any_of(self._swapped())

    def _swapped(self) -> Iterator[z3.BoolRef]:
        """Give, for each two exercises of a role, that one stands before the other under one rulebook alone."""
        both_runners = (self.one, self.other)
        moved = {
            name
            for name in {*self.books[0].exercises} & {*self.books[1].exercises}
            for tier in range(1, len(TIERS))
            if not self.one.standing[tier][name].eq(self.other.standing[tier][name])
        }
        ranks = [{name: at for at, name in enumerate(book.exercises)} for book in self.books]
        both = [name for name in ranks[0] if name in ranks[1]]
        roles = [{name: of.role for name, of in book.exercises.items()} for book in self.books]
        for at, first in enumerate(both):
            for second in both[at + 1 :]:
                turned = (ranks[0][first] < ranks[0][second]) != (ranks[1][first] < ranks[1][second])
                alike = all(role[first] == role[second] for role in roles)
                if not alike or not (turned or {first, second} & moved):
                    continue
                before = [
                    _stands_before(runner, first, second, rank[first] < rank[second])
                    for runner, rank in zip(both_runners, ranks, strict=True)
                ]
                there = (runner.taken[name] for runner in both_runners for name in (first, second))
                yield all_of((*there, _differ(*before)))

    # whom a change reaches

    def _active(self, rule: str) -> z3.BoolRef:
        """Say that a rule fires under one rulebook alone, or that it fires and concludes something else."""
        old, new = (book.rules.get(rule) for book in self.books)
        if old is None or new is None:
            return self.other.fired[rule] if old is None else self.one.fired[rule]
        fired = self.one.fired[rule], self.other.fired[rule]
        return any_of(fired) if conclusions_of(old) != conclusions_of(new) else _differ(*fired)

    def _changed(self) -> list[str]:
        names = sorted({*self.books[0].rules, *self.books[1].rules})
        return [name for name in names if self._active(name) is not FALSE]

    # asking

    def kinds(self, timeout_ms: int, most: int) -> Iterator[Kind | None]:
        """Give the kinds of runners who get other advice, at most so many: by what differs, and by whose change.

        None says that the time was up, or that the library does not confirm what the solver says. If it ends without
        that, and before `most`, everybody who gets other advice is of one of these kinds.
        """
        end = time.perf_counter() + timeout_ms / 1000
        causes = {name: self._active(name) for name in self._changed()}
        for runner in (self.one, self.other):
            self.solver.add(*runner.constraints, *(meaning for _, meaning in runner.definitions))
        differing = {kind: any_of(self._of_kind(kind)) for kind in ASPECTS}
        seen: set[tuple[str, str]] = set()
        for target, formula in self._targets(causes, differing, seen):
            model = self._model(formula, end)
            if model is False:
                continue
            found = self._kind(self._profile(model), *target) if isinstance(model, z3.ModelRef) else None
            yield found
            if found is None or len(seen) >= most:
                return
            seen |= {(rule, kind) for rule in (found.rules or ("",)) for kind, _ in found.aspects}

    @staticmethod
    def _targets(
        causes: Mapping[str, z3.BoolRef], differing: Mapping[str, z3.BoolRef], seen: set[tuple[str, str]]
    ) -> Iterator[tuple[tuple[str, str], z3.BoolRef]]:
        """Give what to look for, one after the other, as what differs and by whose change, and as a formula."""
        for cause, active in causes.items():
            alone = all_of((active, *(negation(other) for name, other in causes.items() if name != cause)))
            for kind, differs in differing.items():
                if (cause, kind) not in seen:
                    yield (kind, cause), all_of((alone, differs))
        # Whoever is none of these yet: several changes together reach him, or none does, and the catalogue differs.
        for kind, differs in differing.items():
            before = -1
            while before != len(seen):  # until nobody is found any more
                before = len(seen)
                known = [negation(active) for cause, active in causes.items() if (cause, kind) in seen]
                reached = [any_of(causes.values())] if ("", kind) in seen else []
                yield (kind, ""), all_of((differs, *known, *reached))

    def _of_kind(self, kind: str) -> Iterator[z3.BoolRef]:
        return (formula for (of, _), formula in self.formulas.items() if of == kind)

    def _model(self, formula: z3.BoolRef, end: float) -> z3.ModelRef | bool | None:
        """Give a model of a formula, False where there is none, None where the time is up."""
        self.solver.set("timeout", max(1, int((end - time.perf_counter()) * 1000)))
        self.solver.push()
        self.solver.add(formula)
        # Somebody who excludes nothing is more ordinary than somebody who does, if there is one.
        picky = [self._knows(key) for key, item in self.inputs.items() if isinstance(item.kind, Ids) and not item.key]
        answer = self.solver.check(*map(negation, picky))
        if answer != z3.sat:
            answer = self.solver.check()
        model = self.solver.model() if answer == z3.sat else None
        self.solver.pop()
        return False if answer == z3.unsat else model

    def _knows(self, key: Key) -> z3.BoolRef:
        return (self.one if key in self.one.encoding.inputs else self.other).facts[key].at_least(1)

    def _profile(self, model: z3.ModelRef) -> dict[str, Any]:
        return profile_of(self.one, model) if len(self.inputs) == len(self.one.encoding.inputs) else {
            **profile_of(self.other, model), **profile_of(self.one, model)
        }  # fmt: skip

    def _results(self, profile: Mapping[str, Any]) -> tuple[Recommendations, Recommendations]:
        # What one rulebook does not have, nobody can exclude from it.
        declared = fields_of(self.books[0].vocabulary)

        def known(book: Rulebook) -> dict[str, Any]:
            return {
                name: [x for x in value if x in book.exercises] if isinstance(kind_of(declared[name]), Ids) else value
                for name, value in profile.items()
            }

        one, other = (recommend(known(book), rulebook=book) for book in self.books)
        return one, other

    def _kind(self, profile: dict[str, Any], kind: str, cause: str) -> Kind | None:
        def answers(profiles: tuple[dict[str, Any], ...]) -> Kind:
            one, other = self._results(profiles[0])
            found = aspects_of(one.outcome, other.outcome)
            return Kind(tuple(sorted(found, key=lambda of: (ASPECTS.index(of[0]), of[1]))), one, other)

        def fits(profiles: tuple[dict[str, Any], ...]) -> bool:
            found = answers(profiles)
            return kind in {aspect for aspect, _ in found.aspects} and (not cause or found.rules == (cause,))

        if not fits((profile,)):
            return None
        return answers(smallest(self.one.encoding, (profile,), fits))


def _agreed(old: Rulebook, new: Rulebook) -> Iterator[str]:
    """Give the rules that fire for the same runners under both rulebooks: conditions and findings are the same."""
    found: set[str] = set()
    for names in old.strata:
        for name in names:
            one, other = old.rules[name], new.rules.get(name)
            if other is None or one.when != other.when:
                continue
            behind = [(old.derivers.get(of, ()), new.derivers.get(of, ())) for of in findings_of(one.when)]
            if all(set(then) == set(now) and found.issuperset(then) for then, now in behind):
                found.add(name)
                yield name


def _stands_before(runner: SymbolicRunner, first: str, second: str, ahead: bool) -> z3.BoolRef:  # noqa: FBT001
    """Say that an exercise stands before another of its role: its tier is stronger, or as strong and it is ahead."""

    def tiers(name: str) -> Level:
        return Level(tuple(runner.standing[tier][name] for tier in range(1, len(TIERS))))

    one, other = tiers(first), tiers(second)
    return negation(other.above(one)) if ahead else one.above(other)


def _differ(one: z3.BoolRef, other: z3.BoolRef) -> z3.BoolRef:
    return FALSE if one is other or one.eq(other) else negation(same(one, other))


def _levels_differ(one: Level, other: Level) -> z3.BoolRef:
    most = max(len(one.steps), len(other.steps))
    return any_of(_differ(one.at_least(step), other.at_least(step)) for step in range(1, most + 1))


def _maps_differ(one: Mapping[Any, z3.BoolRef], other: Mapping[Any, z3.BoolRef]) -> z3.BoolRef:
    return any_of(_differ(one.get(key, FALSE), other.get(key, FALSE)) for key in {**one, **other})
