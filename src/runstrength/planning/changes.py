"""What an entry of the log changed in the weeks of a plan, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from runstrength.language import said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from runstrength.explain.reasons import Reason
    from runstrength.planning.plan_week import PlanWeek

__all__ = ["Change", "changes"]


@attrs.frozen
class Change:
    """What a log entry changed in some weeks of the plan, by their numbers, in words, and the reasons for it."""

    weeks: tuple[int, ...]
    text: str
    because: tuple[Reason, ...]


def changes(before: Sequence[PlanWeek], after: Sequence[PlanWeek], on: date) -> tuple[Change, ...]:
    """Say what is otherwise in the weeks from a day on; weeks in which it is the same, together."""
    alike: dict[tuple[str, tuple[str, ...]], tuple[list[int], list[Reason]]] = {}
    for old, new in zip(before, after, strict=True):
        text = " ".join(_differences(old, new)) if new.end >= on else ""
        if text:
            because = _reasons(old, new)
            key = text, tuple(reason.rule for reason in because)
            alike.setdefault(key, ([], because))[0].append(new.number)
    return tuple(Change(tuple(numbers), text, tuple(because)) for (text, _), (numbers, because) in alike.items())


def _reasons(old: PlanWeek, new: PlanWeek) -> list[Reason]:
    """Give the reasons for what is otherwise: of a new referral, and of what rules an exercise out that was there."""
    if new.stopping is not None and not new.week.sessions:
        return list(new.stopping.because)
    found: dict[str, Reason] = {}
    stopping = () if new.stopping is None else new.stopping.because
    found.update((reason.rule, reason) for reason in stopping)
    referral = new.week.result.referral
    if referral is not None and old.week.result.referral is None:
        found.update((reason.rule, reason) for reason in referral.because)
    before = frozenset().union(*(of.result.fired for of in old.week.sessions), old.week.result.fired)
    gone = _exercises(old) - _exercises(new)
    for result in [session.result for session in new.week.sessions] or [new.week.result]:
        for avoided in result.avoid:
            if avoided.exercise in gone:
                found.update((reason.rule, reason) for reason in avoided.because)
        rules = result.rulebook.rules
        limiting = sorted(name for name in result.fired - before if rules[name].limits)
        found.update((reason.rule, reason) for reason in result.reasons.of(limiting))
    return list(found.values())


def _differences(old: PlanWeek, new: PlanWeek) -> Iterator[str]:
    if new.stopped and not old.stopped:
        yield new.because
        if new.week.sessions:
            yield said("Sessions: {new} instead of {old}.", new=_days(new), old=_days(old))
        return
    if new.resume and not old.resume:
        yield said("The week before had no training: you begin again lower.")
    if old.week.days != new.week.days:
        yield said("Sessions: {new} instead of {old}.", new=_days(new), old=_days(old))
    if old.week.sets != new.week.sets:
        yield said("Sets of strength and jumps: {new} instead of {old}.", new=new.week.sets, old=old.week.sets)
    names = new.week.result.texts.exercises
    gone, more = (
        sorted(names[name].name for name in some)
        for some in (_exercises(old) - _exercises(new), _exercises(new) - _exercises(old))
    )
    if gone:
        yield said("No longer: {names}.", names=", ".join(gone))
    if more:
        yield said("New: {names}.", names=", ".join(more))
    if (_loads(old), _targets(old)) != (_loads(new), _targets(new)) and not gone and not more:
        yield said("Repetitions or weights are others.")


def _exercises(week: PlanWeek) -> set[str]:
    return {one.what.exercise for session in week.week.sessions for one in session.exercises}


def _loads(week: PlanWeek) -> list[tuple[str, str]]:
    return [(one.what.exercise, one.what.load) for session in week.week.sessions for one in session.exercises]


def _targets(week: PlanWeek) -> list[tuple[int | None, float | None]]:
    return [(one.target, one.lifting.kilograms) for session in week.week.sessions for one in session.exercises]


def _days(week: PlanWeek) -> str:
    return ", ".join(day.isoformat() for day, _ in week.sessions) or said("none")
