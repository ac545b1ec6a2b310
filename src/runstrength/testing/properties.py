"""What ought to hold for every rulebook and every runner, ready to be called from a test.

Each takes a rulebook that was loaded, or its path, and draws runners with Hypothesis; each raises `AssertionError` with
the most ordinary runner for whom it does not hold. `max_examples` says how many to try; left out, Hypothesis decides.
`profile` is the vocabulary of a rulebook that is named by its path.
"""

from __future__ import annotations

import contextlib
import json
from random import Random
from typing import TYPE_CHECKING, Any, Literal

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runstrength.api import infer, recommend
from runstrength.engine import engine_for
from runstrength.errors import EngineUnavailableError
from runstrength.explain.reasons import Reasons, evidence
from runstrength.facts import Choice, Flag, MapOf, Number, SetOf, Whole, fields_of, kind_of, to_plain
from runstrength.profile import Profile
from runstrength.rulebook.conditions import And, Compare, Finding, Maybe, Member, Not, Or
from runstrength.rulebook.rule import LOADS
from runstrength.strangers import nearest, show
from runstrength.tables import Table
from runstrength.testing.books import book_at
from runstrength.testing.strategies import profiles
from runstrength.verify.telling import flow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from runstrength.explain.reasons import Reason
    from runstrength.facts import Facts
    from runstrength.recommendation import Recommendations
    from runstrength.rulebook import Rulebook
    from runstrength.rulebook.conditions import Condition

    Where = Rulebook | str | Path

__all__ = [
    "check_engines_agree",
    "check_monotone",
    "check_never_both",
    "check_order_does_not_matter",
    "check_reasons_are_faithful",
    "suite",
]


def suite(rulebook: Where, *, profile: type[Facts] = Profile, max_examples: int | None = None) -> None:
    """Check all that this module can; monotone is what the guarantees say it of: those with `more`."""
    book = book_at(rulebook, profile)
    check_order_does_not_matter(book, max_examples=max_examples)
    check_engines_agree(book, max_examples=max_examples)
    check_reasons_are_faithful(book, max_examples=max_examples)
    if book.session is not None:
        check_never_both(book, max_examples=max_examples)
        never_more = {"load", "sets", "sessions_per_week", "plyometric_sessions_per_week"}
        fields = {str(of.more) for of in book.guarantees.values() if of.more and never_more <= set(of.then.no_more)}
        if fields:
            check_monotone(book, *sorted(fields), max_examples=max_examples)


def check_order_does_not_matter(
    rulebook: Where, *, profile: type[Facts] = Profile, max_examples: int | None = None
) -> None:
    """Check that neither the order of the rules nor that of what a runner says changes a byte of the answer."""
    book = book_at(rulebook, profile)
    random = Random(0)  # noqa: S311 - an order
    rules = attrs.evolve(
        book,
        rules=Table(dict(_shuffled(list(book.rules.items()), random))),
        strata=tuple(tuple(_shuffled(list(names), random)) for names in book.strata),
    )

    def order_does_not_matter(drawn: tuple[Facts, int]) -> None:
        runner, seed = drawn
        random = Random(seed)  # noqa: S311 - as above
        said = runner.to_dict()
        answer = _answer(said, book)
        mixed = {
            name: dict(_shuffled(list(of.items()), random))
            if isinstance(of, dict)
            else _shuffled(of, random)
            if isinstance(of, list)
            else of
            for name, of in _shuffled(list(said.items()), random)
        }
        _hold(answer == _answer(said, rules), "with its rules in another order, the rulebook answers otherwise", runner)
        _hold(answer == _answer(mixed, book), f"said in the order {flow(mixed)}, the answer is another", runner)

    _for_every(st.tuples(profiles(book), st.integers(0, 99)), order_does_not_matter, max_examples)


def check_engines_agree(rulebook: Where, *, profile: type[Facts] = Profile, max_examples: int | None = None) -> None:
    """Check that the same rules fire on every engine that can run here, and for whoever reads their conditions."""
    book = book_at(rulebook, profile)
    engines = [engine_for(book)]
    # Without it, the conditions are a second opinion by themselves.
    with contextlib.suppress(EngineUnavailableError):
        engines.append(engine_for(book, "durable"))

    def engines_agree(runner: Facts) -> None:
        expected = _as_written(book, runner)
        for engine in engines:
            differ = sorted(expected ^ engine.infer(runner))
            _hold(not differ, f"the engine {engine.name} and the conditions disagree on {', '.join(differ)}", runner)

    _for_every(profiles(book), engines_agree, max_examples)


def check_reasons_are_faithful(
    rulebook: Where, *, profile: type[Facts] = Profile, max_examples: int | None = None
) -> None:
    """Check that the facts of every reason are the runner's, are enough for its rule to fire, and are needed for that.

    A reason that rests on the absence of a finding is not held to be enough, and only where all parts of a condition
    must hold is each of them needed.
    """
    book = book_at(rulebook, profile)

    def reasons_are_faithful(runner: Facts) -> None:
        fired = engine_for(book).infer(runner)
        for reason in Reasons(book, runner, fired).of(sorted(fired)):
            for fault in _faults(book, runner, reason):
                _hold(False, f"the reason of {reason.rule}: {fault}", runner)  # noqa: FBT003 - it does not

    _for_every(profiles(book), reasons_are_faithful, max_examples)


def check_never_both(rulebook: Where, *, profile: type[Facts] = Profile, max_examples: int | None = None) -> None:
    """Check that no runner is given an exercise that is ruled out for him."""
    book = _with_exercises(rulebook, profile)

    def never_both(runner: Facts) -> None:
        result = recommend(runner, rulebook=book)
        avoided = {entry.exercise for entry in result.avoid}
        both = sorted(avoided & {item.exercise for item in result.exercises})
        _hold(not both, f"both given and ruled out: {', '.join(both)}", runner)

    _for_every(profiles(book), never_both, max_examples)


def check_monotone(
    rulebook: Where,
    *fields: str,
    worse: Literal["more", "less"] = "more",
    profile: type[Facts] = Profile,
    max_examples: int | None = None,
) -> None:
    """Check that more of a field (`pain.knee`) never means more to do; with `worse="less"`, that less of it does not.

    More to do is a heavier load or more sets of the same exercise, a new one with a high impact, or more sessions. A
    field is a number, an ordered choice, a flag or a set, of which more is one element more. Raises `ValueError` for
    any other.
    """
    book = _with_exercises(rulebook, profile)
    steps = st.sampled_from([step for field in fields for step in _steps(book, field)])

    ids = frozenset(book.exercises)

    def monotone(drawn: tuple[Facts, _Step]) -> None:
        said, step = drawn[0].to_dict(), drawn[1]
        values = (step.less, step.more) if worse == "more" else (step.more, step.less)
        good, bad = (book.vocabulary.from_dict(_changed(said, step, value), ids=ids) for value in values)
        more = list(_more_to_do(book, *(recommend(runner, rulebook=book) for runner in (good, bad))))
        _hold(not more, f"{worse} {step.field}, and more to do: {'; '.join(more)}", good, bad)

    _for_every(st.tuples(profiles(book), steps), monotone, max_examples)


# --- asking ---------------------------------------------------------------------------------------------------------


def _for_every(drawn: st.SearchStrategy[Any], hold: Callable[[Any], None], max_examples: int | None) -> None:
    """Hold a property to everything that is drawn."""
    chosen = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    if max_examples is not None:
        chosen = settings(chosen, max_examples=max_examples)

    @chosen
    @given(drawn)
    def holds(found: Any) -> None:  # noqa: ANN401 - whatever is drawn
        hold(found)

    holds()


def _hold(holds: bool, what: str, *runners: Facts) -> None:  # noqa: FBT001 - it is what is held
    if not holds:
        shown = (f"  {word} {flow(of.to_dict())}" for word, of in zip(("runner:", "beside:"), runners, strict=False))
        raise AssertionError("\n".join([what, *shown]))


def _answer(said: Mapping[str, object], book: Rulebook) -> str:
    """Give an answer to the byte."""
    if book.session is None:
        return json.dumps(sorted(infer(said, rulebook=book)))
    return json.dumps(recommend(said, rulebook=book).to_dict())


def _with_exercises(rulebook: Where, profile: type[Facts]) -> Rulebook:
    book = book_at(rulebook, profile)
    if book.session is None:
        raise ValueError(f"the rulebook {book.name} has no exercises, and recommends nothing")
    return book


def _shuffled(items: list[Any], random: Random) -> list[Any]:
    return random.sample(items, len(items))


# --- what the conditions say ----------------------------------------------------------------------------------------


def _as_written(book: Rulebook, runner: Facts) -> frozenset[str]:
    """Give the rules that fire, one condition after another as they are written: no table, no index."""
    fired: set[str] = set()
    findings: frozenset[str] = frozenset()
    for names in book.strata:
        new = [name for name in names if evidence(book.rules[name].when, runner, findings) is not None]
        fired.update(new)
        findings |= {finding for name in new for finding in book.rules[name].derive}
    return frozenset(fired)


def _faults(book: Rulebook, runner: Facts, reason: Reason) -> Iterator[str]:
    told = _told_by(reason)
    wrong = [path for path, value in told.items() if value != _plain_at(runner, path)]
    if wrong:
        yield f"the runner did not say that of {', '.join(wrong)}"
    absent = any(_rests_on_absence(book.rules[name].when) for name in _behind(reason))
    if not absent and reason.rule not in _as_written(book, _only(type(runner), told)):
        yield f"its facts are not enough: {flow(told)}"
    if _is_plain(book.rules[reason.rule].when):
        for path in reason.facts:
            rest = {other: value for other, value in told.items() if other != path}
            if reason.rule in _as_written(book, _only(type(runner), rest)):
                yield f"it does not need {path}"


def _behind(reason: Reason) -> set[str]:
    return {reason.rule}.union(*map(_behind, reason.from_))


def _told_by(reason: Reason) -> dict[str, Any]:
    """Give the facts of a reason and of the reasons that it rests on."""
    found = dict(reason.facts)
    for other in reason.from_:
        found.update(_told_by(other))
    return found


def _plain_at(runner: Facts, path: str) -> Any:  # noqa: ANN401 - a fact of any kind
    field, _, key = path.partition(".")
    value = getattr(runner, field)
    if key:
        return (value or {}).get(key)
    return None if value is None else to_plain(kind_of(fields_of(type(runner))[field]), value)


def _only(vocabulary: type[Facts], told: Mapping[str, Any]) -> Facts:
    """Make facts of which nothing is known but what is told, not even what a runner has to say."""
    made = vocabulary.__new__(vocabulary)
    for name, attribute in fields_of(vocabulary).items():
        value: Any = told.get(name)
        if isinstance(kind_of(attribute), MapOf):
            value = {path.partition(".")[2]: told[path] for path in told if path.startswith(f"{name}.")} or None
        elif isinstance(value, list):
            value = frozenset(value)
        object.__setattr__(made, name, value)
    return made


def _rests_on_absence(condition: Condition, *, wanted: bool = True) -> bool:
    """Say whether a condition is true for the want of a finding: what no fact can show."""
    match condition:
        case Finding():
            return not wanted
        case Not(item):
            return _rests_on_absence(item, wanted=not wanted)
        case Maybe(item):
            return _rests_on_absence(item, wanted=wanted)
        case And(items) | Or(items):
            return any(_rests_on_absence(item, wanted=wanted) for item in items)
        case _:
            return False


def _is_plain(condition: Condition) -> bool:
    """Say whether a condition is a comparison, or several that must all hold."""
    if isinstance(condition, And):
        return bool(condition.items) and all(map(_is_plain, condition.items))
    return isinstance(condition, (Compare, Member))


# --- more of something ----------------------------------------------------------------------------------------------


@attrs.frozen
class _Step:
    """More of a field: the lesser value and the greater; or, of a set, the element that is not there, and is."""

    field: str
    less: Any = None
    more: Any = None
    element: str | None = None


def _steps(book: Rulebook, field: str) -> list[_Step]:
    kinds: dict[str, Any] = {}
    for name, attribute in fields_of(book.vocabulary).items():
        kind = kind_of(attribute)
        kinds |= {f"{name}.{key}": kind.item for key in kind.keys} if isinstance(kind, MapOf) else {name: kind}
    match kinds.get(field):
        case Whole(low, high) | Number(low, high):
            lines = {line + step for line in book.thresholds.get(field, ()) for step in (-1, 0, 1)}
            values: list[Any] = sorted({low, high} | {line for line in lines if low <= line <= high})
        case Choice(words, True):
            values = list(words)
        case Flag():
            values = [False, True]
        case SetOf(words):
            return [_Step(field, less=False, more=True, element=word) for word in words]
        case _:
            near = nearest(field, kinds)
            hint = f"; did you mean {near}?" if near and field not in kinds else ""
            raise ValueError(f"{show(field)} is nothing that there can be more of{hint}")
    return [_Step(field, less, more) for at, less in enumerate(values) for more in values[at + 1 :]]


def _changed(said: Mapping[str, Any], step: _Step, value: Any) -> dict[str, Any]:  # noqa: ANN401 - a fact of any kind
    name, _, key = step.field.partition(".")
    if step.element is not None:
        others = [word for word in said.get(name, ()) if word != step.element]
        return {**said, name: [*others, step.element] if value else others}
    return {**said, name: {**said.get(name, {}), key: value} if key else value}


def _more_to_do(book: Rulebook, before: Recommendations, after: Recommendations) -> Iterator[str]:
    had = {item.exercise: item for item in before.exercises}
    for item in after.exercises:
        was = had.get(item.exercise)
        if was is None:
            if book.exercises[item.exercise].impact == "high":
                yield f"{item.exercise} is new, with a high impact"
            continue
        if LOADS.index(item.load) > LOADS.index(was.load):
            yield f"{item.exercise} is {item.load} after {was.load}"
        if item.sets > was.sets:
            yield f"{item.exercise} has {item.sets} sets after {was.sets}"
    for part in ("sessions_per_week", "plyometric_sessions_per_week"):
        one, other = getattr(before, part), getattr(after, part)
        if any(more > less for less, more in zip(one, other, strict=True)):
            yield f"{part} is {other} after {one}"
