"""A week to train by: its sessions on their days, what each holds, and why it is so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import attrs

from runstrength.facts import fields_of
from runstrength.language import said, speaking
from runstrength.memo import Later
from runstrength.parts import dicts
from runstrength.planning.filling import GROUPS, Limits, contacts_of, filled, groups_of
from runstrength.planning.lifting import NO_WEIGHTS
from runstrength.planning.moments import Lift, Moments, Place
from runstrength.planning.placing import best
from runstrength.planning.relaxing import relaxations
from runstrength.planning.settings import Settings
from runstrength.planning.words import clock
from runstrength.session import half_seconds_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from runstrength.explain.reasons import Reason
    from runstrength.outcome import Item, Outcome
    from runstrength.parts import Advice, Recommendation
    from runstrength.planning.filling import Filled
    from runstrength.planning.habits import Habits
    from runstrength.planning.lifting import Lifting, Weights
    from runstrength.planning.moments import Moment
    from runstrength.planning.placing import Placed
    from runstrength.recommendation import Recommendations

__all__ = ["Done", "LeftOut", "TrainingSession", "Week", "week_of"]

_SETTINGS, _ANY = Settings(), Place()


@attrs.frozen
class Done:
    """One exercise of a session: how much of it, how long it takes in seconds, and how heavy it is to be.

    `lifting` says how much to keep in reserve and, where that can be said, how many kilograms; `again` is true where it
    stands in an earlier session of the week too. `target` is how many of its repetitions to aim for in this week of a
    season, and `cut` why it has fewer sets than the rules give; None outside of a season.
    """

    what: Recommendation
    seconds: int
    lifting: Lifting
    again: bool
    target: int | None = None
    cut: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give the exercise as plain JSON."""
        return {
            **self.what.to_dict(),
            "estimated_seconds": self.seconds,
            **self.lifting.to_dict(),
            "again": self.again,
            "target_reps": self.target,
            "cut": self.cut,
        }


class Cut(Protocol):
    """What takes sets from exercises, and why."""

    @property
    def because(self) -> str:
        """Why it does, in a sentence."""
        ...

    def of(self, item: Item) -> Item:
        """Give an exercise with the sets that are left."""
        ...

    def most(self, full: tuple[int, int]) -> tuple[int, int]:
        """Give how many sets and contacts a week may have at most, where it would have so many in full."""
        ...


@attrs.frozen
class TrainingSession:
    """One strength session: its day, when it begins (hours after midnight), and its exercises in training order.

    `minutes` is the estimate of how long it takes, `room` how many there are (None: nobody said). `result` is what the
    rules give at that hour, beside the runs and the other sessions: all reasons are its reasons. `eased` says what the
    hours around take from the session, and why.
    """

    day: str
    at: float
    minutes: int
    room: int | None
    jumps: bool
    exercises: tuple[Done, ...]
    eased: tuple[Reason, ...]
    contacts: int
    result: Recommendations = attrs.field(eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the session as plain JSON."""
        return {
            "day": self.day,
            "at": clock(self.at),
            "minutes": self.minutes,
            "room": self.room,
            "jumps": self.jumps,
            "contacts": self.contacts,
            "exercises": [one.to_dict() for one in self.exercises],
            "eased": dicts(self.eased),
        }


@attrs.frozen
class LeftOut:
    """An exercise that was prescribed and is in no session of the week: `text` says why, `because` by which rules."""

    exercise: str
    name: str
    text: str
    because: tuple[Reason, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {"exercise": self.exercise, "name": self.name, "text": self.text, "because": dicts(self.because)}


@attrs.frozen
class Week:
    """A week of strength training beside the running.

    `missing` is how many sessions fewer there are than are prescribed. `groups` counts, for each of the five muscle
    groups of a balanced programme, the sets of the week that train it. `full` and `full_contacts` are how many sets and
    ground contacts the week would have if nothing troubled the runner and nothing was cut. `result` is what is
    prescribed where nothing comes between.
    """

    sessions: tuple[TrainingSession, ...]
    left_out: tuple[LeftOut, ...]
    groups: Mapping[str, int]
    full: int
    full_contacts: int
    missing: int
    relaxing: Later[tuple[str, ...]] = attrs.field(repr=False)
    habits: Habits
    result: Recommendations = attrs.field(eq=False, repr=False)

    @property
    def advice(self) -> tuple[Advice, ...]:
        """What the runner should know or do besides."""
        return self.result.advice

    @property
    def relax(self) -> tuple[str, ...]:
        """What would have to give way for the sessions that are missing; it is looked for when it is asked for."""
        return self.relaxing.get()

    @property
    def days(self) -> tuple[str, ...]:
        """The days that have a session."""
        return tuple(session.day for session in self.sessions)

    @property
    def sets(self) -> int:
        """The sets of strength and jumps in the week."""
        return sum(one.what.sets for session in self.sessions for one in session.exercises if one.what.role in _WORK)

    @property
    def contacts(self) -> int:
        """The ground contacts of the week's jumps at most; those of jumps that go by time are not counted."""
        return sum(session.contacts for session in self.sessions)

    def to_dict(self) -> dict[str, Any]:
        """Give the week as plain JSON."""
        return {
            "schema": "runstrength-week/1",
            "rulebook": self.result.identity(),
            "referral": None if self.result.referral is None else self.result.referral.to_dict(),
            "habits": self.habits.to_dict(),
            "sessions": [session.to_dict() for session in self.sessions],
            "left_out": [one.to_dict() for one in self.left_out],
            "groups": dict(self.groups),
            "sets": self.sets,
            "contacts": self.contacts,
            "missing": self.missing,
            "relax": list(self.relax),
            "advice": [{"advice": one.advice, "text": one.text, "because": dicts(one.because)} for one in self.advice],
            "not_screened": list(self.result.not_screened),
            "disclaimer": self.result.disclaimer,
        }

    def __str__(self) -> str:
        from runstrength.planning.text import week_as_text  # noqa: PLC0415 - when somebody looks

        return week_as_text(self)


_WORK = ("strength", "plyometric")


def week_of(  # noqa: PLR0913 - a week follows from these
    result: Recommendations,
    habits: Habits,
    weights: Weights = NO_WEIGHTS,
    on: Callable[[str], Mapping[str, Any]] = lambda _: {},
    *,
    closed: frozenset[str] = frozenset(),
    cut: Cut | None = None,
    settings: Settings = _SETTINGS,
    place: Place = _ANY,
    kept: tuple[TrainingSession, ...] = (),
    **changes: object,
) -> Week:
    """Lay the week of a runner; `changes` are facts that hold in it beside those of the result, `on` those of a day.

    On `closed` days nothing is trained; `cut` takes sets from exercises; `place` is where the week stands. Sessions
    that are `kept` are as they are, and the others are laid beside them.
    """
    told = Moments(result.rulebook, result.profile, ()).fresh(**{**_told(result, habits), **changes})

    def here(day: str) -> Mapping[str, Any]:
        minutes = habits.minutes[day]
        return on(day) if minutes is None else {"session_minutes": minutes, **on(day)}

    free = attrs.evolve(habits, minutes={day: of for day, of in habits.minutes.items() if day not in closed})
    lifts = tuple(Lift(place.hour(one.day, one.at), one.jumps) for one in kept)
    beside = attrs.evolve(place, before=(*(place.before or ()), *lifts)) if kept else place
    moments = Moments(result.rulebook, told.facts, habits.key_runs, here, beside, free.days)
    laid = _laid(moments, told, free, settings, cut, kept)
    with speaking(result.language):
        base = _result(result, told)
        rooms = [habits.minutes[placed.day] for placed in laid.placed]
        sessions = (*kept, *_sessions(result, base, laid.placed, laid.holds, rooms, weights, cut))
        missing = 0 if closed else laid.missing
        return Week(
            sessions=sessions,
            left_out=_left_out(base, told.outcome.items, sessions, closed=bool(closed)),
            groups=_groups(sessions, base),
            full=laid.full[0],
            full_contacts=laid.full[1],
            missing=missing,
            relaxing=Later(lambda: _relaxed(habits, told, laid, result.language) if missing else ()),
            habits=habits,
            result=base,
        )


def _relaxed(habits: Habits, told: Moment, laid: _Laid, language: str) -> tuple[str, ...]:
    with speaking(language):
        return relaxations(habits, told.outcome, laid.moments)


class _Laid(NamedTuple):
    moments: Moments
    placed: tuple[Placed, ...]
    holds: tuple[Filled, ...]
    missing: int
    work: tuple[int, int]  # sets of strength and jumps, and ground contacts
    full: tuple[int, int]  # those where nothing troubles and nothing is cut


def _laid(  # noqa: PLR0913, PLR0917 - a week is laid by these
    moments: Moments,
    told: Moment,
    free: Habits,
    settings: Settings,
    cut: Cut | None,
    kept: tuple[TrainingSession, ...] = (),
) -> _Laid:
    """Lay and fill the sessions of a week; whom something troubles is given no more than if it troubled a little less.

    So step by step, down to nothing: more pain is never more sessions, sets or contacts.
    """
    outcome = _without(told.outcome, kept)
    most = settings.work_sets * max(outcome.sessions[1], 0), 1 << 20
    full = None
    names = [name for name, of in fields_of(type(told.facts)).items() if of.metadata["course"] == "eases"]
    milder = moments.milder(free.days, names)
    if milder is not None:
        twin = _laid(milder, milder.fresh(), free, settings, cut, kept)
        most, full = twin.work, twin.full
        jumping = sum(placed.lift.jumps for placed in twin.placed)
        outcome = attrs.evolve(
            outcome,
            sessions=_at_most(outcome.sessions, len(twin.placed)),
            plyometric_sessions=_at_most(outcome.plyometric_sessions, jumping),
        )
    elif cut is not None:
        full = _laid(moments, told, free, settings, None).work
        allowed = cut.most(full)
        done = _work(kept)
        most = max(allowed[0] - done[0], 0), max(allowed[1] - done[1], 0)
    placement = best(free, outcome, moments, len(kept))
    level = getattr(told.facts, "plyometric_experience", None)
    session = moments.rulebook.session
    rooms = [free.minutes[placed.day] for placed in placement.sessions]
    holds: tuple[Filled, ...] = ()
    if session is not None:
        holds = filled(
            placement.sessions,
            told.outcome.items,
            rooms,
            session,
            limits=Limits(settings.work_sets, settings.contacts[level or "none"]),
            total=Limits(*most),
            held_before=frozenset(one.what.exercise for of in kept for one in of.exercises),
            cut=(lambda item: item) if cut is None else cut.of,
        )
    items = [item for held in holds for item in held.items]
    work = sum(item.sets for item in items if item.exercise.role in _WORK), sum(map(contacts_of, items))
    return _Laid(moments, placement.sessions, holds, placement.cost.missing, work, work if full is None else full)


def _without(outcome: Outcome, kept: tuple[TrainingSession, ...]) -> Outcome:
    """Give what is left of a week's sessions beside those that are kept."""
    jumping = sum(one.jumps for one in kept)
    # What the rules said of the week when one of these was laid holds for all of it.
    most = min((one.result.sessions_per_week[1] for one in kept), default=outcome.sessions[1])
    low, high = _at_most(outcome.sessions, most)
    jumps_low, jumps_high = outcome.plyometric_sessions
    return attrs.evolve(
        outcome,
        sessions=(max(low - len(kept), 0), max(high - len(kept), 0)),
        plyometric_sessions=(max(jumps_low - jumping, 0), max(jumps_high - jumping, 0)),
    )


def _at_most(span: tuple[int, int], most: int) -> tuple[int, int]:
    return min(span[0], most), min(span[1], most)


def _work(sessions: tuple[TrainingSession, ...]) -> tuple[int, int]:
    """Count the sets of strength and jumps, and the ground contacts."""
    sets = sum(one.what.sets for of in sessions for one in of.exercises if one.what.role in _WORK)
    return sets, sum(of.contacts for of in sessions)


def _told(result: Recommendations, habits: Habits) -> dict[str, object]:
    """Say what habits tell of a runner: how often they run, the days that are free, and the least time of these."""
    lengths = [minutes for minutes in habits.minutes.values() if minutes is not None]
    found: dict[str, object] = {"strength_days": len(habits.minutes)}
    if lengths:
        found["session_minutes"] = min(lengths)
    if habits.runs and getattr(result.profile, "runs_per_week", None) is None:
        found["runs_per_week"] = len(habits.runs)
    return found


def _result(result: Recommendations, moment: Moment) -> Recommendations:
    return attrs.evolve(result, profile=moment.facts, outcome=moment.outcome, fired=moment.fired)


def _sessions(  # noqa: PLR0913, PLR0917 - a session is made of these
    result: Recommendations,
    base: Recommendations,
    placed: Sequence[Placed],
    holds: Sequence[Filled],
    rooms: Sequence[int | None],
    weights: Weights,
    cut: Cut | None,
) -> tuple[TrainingSession, ...]:
    seen: set[str] = set()
    found = []
    of = result.rulebook.session
    for at, held, room in zip(placed, holds, rooms, strict=True):
        if not held.items or of is None:
            continue
        here = _result(result, at.moment)
        said_of = {one.exercise: one for one in here.exercises}
        exercises = []
        for item in held.items:
            name = item.exercise.id
            lifting = weights.of(item, here.profile)
            what = said_of[name]
            because = None if cut is None or what.sets == item.sets else cut.because
            done = attrs.evolve(what, sets=item.sets)
            exercises.append(Done(done, half_seconds_of(item, of) // 2, lifting, name in seen, cut=because))
        seen |= {item.exercise.id for item in held.items}
        found.append(
            TrainingSession(
                day=at.day,
                at=at.lift.at % 24,
                minutes=held.minutes,
                room=room,
                jumps=any(item.exercise.role == "plyometric" for item in held.items),
                exercises=tuple(exercises),
                eased=_eased(base, here),
                contacts=sum(map(contacts_of, held.items)),
                result=here,
            )
        )
    return tuple(found)


def _eased(base: Recommendations, here: Recommendations) -> tuple[Reason, ...]:
    """Give the reasons that hold at this hour and not where nothing comes between, of those that take load away."""
    new = here.fired - base.fired
    rules = here.rulebook.rules
    taking = sorted(name for name in new if rules[name].avoid or rules[name].limits)
    return tuple(here.reasons.of(taking))


def _left_out(
    base: Recommendations, prescribed: Sequence[Item], sessions: Sequence[TrainingSession], *, closed: bool
) -> tuple[LeftOut, ...]:
    there = {one.what.exercise for session in sessions for one in session.exercises}
    found = []
    for item in prescribed:
        name = item.exercise.id
        if name in there:
            continue
        because: tuple[Reason, ...] = ()
        if closed:
            text = said("On the days that it was for nothing is trained.")
        elif any(_given(session, item) for session in sessions):
            text = said("There is no room for it beside what matters more.")
        elif sessions:
            text = said("The days of the sessions do not allow it.")
            because = _vetoes(sessions[0], name)
        else:
            text = said("There is no session in this week.")
        found.append(LeftOut(name, base.texts.exercises[name].name, text, because))
    return tuple(found)


def _given(session: TrainingSession, item: Item) -> bool:
    return any(one.exercise.id == item.exercise.id for one in session.result.outcome.items) and (
        session.jumps or item.exercise.role != "plyometric"
    )


def _vetoes(session: TrainingSession, name: str) -> tuple[Reason, ...]:
    return next((one.because for one in session.result.avoid if one.exercise == name), ())


def _groups(sessions: Sequence[TrainingSession], base: Recommendations) -> dict[str, int]:
    found = dict.fromkeys(GROUPS, 0)
    for session in sessions:
        for one in session.exercises:
            for group in groups_of(base.rulebook.exercises[one.what.exercise]):
                found[group] += one.what.sets
    return found
