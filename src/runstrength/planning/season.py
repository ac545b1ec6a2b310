"""A season: week after week to a race, or without one, each with its own facts, which go through the same rules."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import attrs

from runstrength.errors import PlanError, Problem
from runstrength.facts import fields_of, kind_of, to_plain
from runstrength.language import said, several, speaking
from runstrength.parts import dicts
from runstrength.planning.habits import DAYS
from runstrength.planning.log import EFFORTS, Entry, experience_after, facts_on, in_order
from runstrength.planning.moments import Moments
from runstrength.planning.phases import phases
from runstrength.planning.progress import stepped
from runstrength.planning.settings import Settings
from runstrength.planning.week import week_of
from runstrength.strangers import show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runstrength.explain.reasons import Reason
    from runstrength.facts import Facts
    from runstrength.outcome import Item
    from runstrength.planning.habits import Habits
    from runstrength.planning.lifting import Weights
    from runstrength.planning.phases import Phase
    from runstrength.planning.progress import Step
    from runstrength.planning.week import TrainingSession, Week
    from runstrength.recommendation import Recommendations

__all__ = ["Change", "Plan", "PlanWeek", "made"]

MOST_WEEKS = 60
DEFAULT_WEEKS = 12
LONGEST_AGO = 730  # days since a race, as of a profile; race days further ahead are not told
_WEEK = timedelta(days=7)
# What the log may not tell: what the calendar and the sessions say themselves.
_NOT_TOLD = (
    "discipline",
    "season",
    "days_to_race",
    "days_since_race",
    "strength_experience",
    "hours_since_hard_legs",
    "hours_since_plyometrics",
    "hours_to_key_run",
)


@attrs.frozen
class PlanWeek:
    """One week of a season: its number, the day that it begins, what it is for, and its sessions.

    `phase` is build, maintain, taper, race or after; `ease` says that it is an easy week, `resume` that it comes after
    a missed one, `stopped` that a sign stops training in it: `why` are the reasons for that. `because` says what the
    week is for, in a sentence.
    """

    number: int
    begin: date
    phase: str
    ease: bool
    resume: bool
    stopped: bool
    because: str
    why: tuple[Reason, ...]
    week: Week

    @property
    def end(self) -> date:
        """The last day of the week."""
        return self.begin + timedelta(days=6)

    @property
    def sessions(self) -> tuple[tuple[date, TrainingSession], ...]:
        """The sessions with their dates, the earliest first."""
        first = self.begin.weekday()
        dated = [
            (self.begin + timedelta(days=(DAYS.index(session.day) - first) % 7), session)
            for session in self.week.sessions
        ]
        return tuple(sorted(dated, key=lambda one: one[0]))

    def to_dict(self) -> dict[str, Any]:
        """Give the week as plain JSON."""
        return {
            "number": self.number,
            "begin": self.begin.isoformat(),
            "phase": self.phase,
            "ease": self.ease,
            "resume": self.resume,
            "stopped": self.stopped,
            "because": self.because,
            "why": dicts(self.why),
            "dates": [day.isoformat() for day, _ in self.sessions],
            **self.week.to_dict(),
        }


@attrs.frozen
class Change:
    """What a log entry changed in some weeks of the plan, by their numbers, in words, and the reasons for it."""

    weeks: tuple[int, ...]
    text: str
    because: tuple[Reason, ...]


@attrs.frozen
class Plan:
    """A season of weeks for one runner. Made by `runstrength.plan`; `log` gives the plan that follows from an entry.

    `changes` says what the last entry changed.
    """

    result: Recommendations = attrs.field(repr=False)
    start: date
    race: date | None
    count: int
    habits: Habits = attrs.field(repr=False)
    weights: Weights = attrs.field(repr=False)
    settings: Settings = attrs.field(repr=False)
    entries: tuple[Entry, ...] = ()
    changes: tuple[Change, ...] = attrs.field(default=(), eq=False)

    @property
    def end(self) -> date:
        """The last day of the plan."""
        return self.start + self.count * _WEEK - timedelta(days=1)

    @cached_property
    def weeks(self) -> tuple[PlanWeek, ...]:
        """Every week, the first one first."""
        with speaking(self.result.language):
            return tuple(_Maker(self).weeks())

    @property
    def sessions(self) -> tuple[tuple[date, TrainingSession], ...]:
        """Every session with its date."""
        return tuple(one for week in self.weeks for one in week.sessions)

    def log(self, on: date | str, *, done: bool | None = None, effort: str | None = None, **facts: object) -> Plan:
        """Take what was really done and felt on a day, and give the plan for what is left.

        `done` says whether the session of that day was done; `effort` is `easy`, `right` or `hard`, of all its sets;
        `facts` are those of a profile that are told of that day: `pain={"knee": 4}`, `pain_trend="worse"`, `signs`. What
        is told holds until something else is told (`pain={"knee": 0}`), soreness and sleep for a week. Raises
        `PlanError`, and `ProfileError` for facts.
        """
        entry = _entry(self, on, done, effort, facts)
        later = attrs.evolve(self, entries=in_order((*self.entries, entry)), changes=())
        with speaking(self.result.language):
            return attrs.evolve(later, changes=_changes(self, later, entry.on))

    def to_dict(self) -> dict[str, Any]:
        """Give the plan as plain JSON."""
        return {
            "schema": "runstrength-plan/1",
            "rulebook": self.result.identity(),
            "profile": self.result.profile.to_dict(),
            "start": self.start.isoformat(),
            "race": None if self.race is None else self.race.isoformat(),
            "log": [entry.to_dict() for entry in self.entries],
            "weeks": [week.to_dict() for week in self.weeks],
            "disclaimer": self.result.disclaimer,
        }

    def __str__(self) -> str:
        from runstrength.planning.season_text import plan_as_text  # noqa: PLC0415 - when somebody looks

        return plan_as_text(self)


def made(  # noqa: PLR0913 - a plan has these parts
    result: Recommendations,
    start: object,
    race: object,
    weeks: object,
    habits: Habits,
    weights: Weights,
    settings: Settings | None = None,
) -> Plan:
    """Make a plan of a result's runner. Raises `PlanError`, which names every problem."""
    problems: list[Problem] = []
    begins = _day("start", start, problems)
    race_on = None if race is None else _day("race", race, problems)
    ahead = getattr(result.profile, "days_to_race", None)
    if race is None and begins is not None and ahead is not None:
        race_on = begins + timedelta(days=ahead)
    if begins is not None and race_on is not None and race_on < begins:
        problems.append(Problem("race", race_on.isoformat(), "is before the start", f"{begins} or later"))
    if weeks is not None and (not isinstance(weeks, int) or isinstance(weeks, bool) or not 1 <= weeks <= MOST_WEEKS):
        problems.append(Problem("weeks", show(weeks), "is no number of weeks", f"1 to {MOST_WEEKS}"))
    if problems or begins is None:
        raise PlanError(problems)
    if weeks is None:
        weeks = DEFAULT_WEEKS if race_on is None else min((race_on - begins).days // 7 + 1, MOST_WEEKS)
    return Plan(result, begins, race_on, cast("int", weeks), habits, weights, settings or Settings())


def _day(path: str, value: object, problems: list[Problem]) -> date | None:
    if type(value) is date:
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    problems.append(Problem(path, show(value), "is no date", "a date, as 2026-03-01"))
    return None


def _entry(plan: Plan, on: object, done: object, effort: object, facts: Mapping[str, object]) -> Entry:
    problems: list[Problem] = []
    day = _day("on", on, problems)
    if day is not None and not plan.start <= day <= plan.end:
        problems.append(Problem("on", day.isoformat(), "is no day of the plan", f"{plan.start} to {plan.end}"))
    if done is not None and not isinstance(done, bool):
        problems.append(Problem("done", show(done), "is neither yes nor no", "True or False"))
    if effort is not None and effort not in EFFORTS:
        problems.append(Problem("effort", show(effort), "is no effort", ", ".join(EFFORTS)))
    for name in sorted(set(facts) & set(_NOT_TOLD)):
        problems.append(
            Problem(name, show(facts[name]), "is not told by a log", "the calendar and the sessions say it")
        )
    if problems or day is None:
        raise PlanError(problems)
    vocabulary = type(plan.result.profile)
    given = {"discipline": plan.result.profile.to_dict().get("discipline"), **facts}
    read = vocabulary.from_dict(given, ids=frozenset(plan.result.rulebook.exercises))
    declared = fields_of(vocabulary)
    known = {name: to_plain(kind_of(declared[name]), getattr(read, name)) for name in facts if facts[name] is not None}
    return Entry(day, done, effort if isinstance(effort, str) else None, known)  # type: ignore[arg-type]


class _Cut:
    """At most a share of the sets that are prescribed in full; what the rules cut further stays as they cut it."""

    def __init__(self, share: float, full: Mapping[str, int], because: str) -> None:
        self.share = share
        self.full = full
        self.because = because

    def of(self, item: Item) -> Item:
        """Give an exercise with the sets that are left."""
        if item.exercise.role not in {"strength", "plyometric"}:
            return item
        most = max(int(self.full.get(item.exercise.id, item.sets) * self.share + 1e-9), 1)
        return item if item.sets <= most else attrs.evolve(item, sets=most)


class _Maker:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.result = plan.result
        self.settings = plan.settings
        self.profile = plan.result.profile
        self.vocabulary = type(self.profile)
        self.declared = fields_of(self.vocabulary)
        self.told = self.profile.to_dict()
        since = getattr(self.profile, "days_since_race", None)
        self.last_race = None if since is None else plan.start - timedelta(days=since)
        self.steps: dict[str, Step] = {}

    def weeks(self) -> Iterator[PlanWeek]:
        plan = self.plan
        begins = [plan.start + at * _WEEK for at in range(plan.count)]
        before: PlanWeek | None = None
        logged = 0
        for number, (begin, phase) in enumerate(zip(begins, phases(begins, plan.race, plan.settings), strict=True), 1):
            resume = before is not None and (before.stopped or self.missed(before))
            week = self.week(number, begin, phase, resume, logged, self.forward(before))
            yield week
            before = week
            logged += any(entry.done for entry in self.entries_of(begin))

    # what the log says of a week

    def entries_of(self, begin: date) -> list[Entry]:
        return [entry for entry in self.plan.entries if begin <= entry.on < begin + _WEEK]

    def missed(self, week: PlanWeek) -> bool:
        entries = self.entries_of(week.begin)
        return any(entry.done is False for entry in entries) and not any(entry.done for entry in entries)

    def forward(self, before: PlanWeek | None) -> bool:
        """Say whether repetitions and weights may grow from a week to the next."""
        if before is None or before.ease or before.stopped or before.phase not in {"build", "maintain"}:
            return False
        entries = self.entries_of(before.begin)
        return not self.missed(before) and not any(entry.effort == "hard" for entry in entries)

    # facts

    def on(self, day: date, season: str | None, experience: str | None) -> dict[str, Any]:
        """Give the facts that hold on a day, as they are set in a profile."""
        plain = facts_on(self.plan.entries, self.vocabulary, self.told, day)
        plain["season"] = season if season is not None else plain.get("season")
        plain["strength_experience"] = experience
        race = self.plan.race
        ahead = None if race is None else (race - day).days
        plain["days_to_race"] = ahead if ahead is not None and 0 <= ahead <= LONGEST_AGO else None
        past = race if race is not None and race < day else self.last_race
        plain["days_since_race"] = None if past is None else min((day - past).days, LONGEST_AGO)
        elapsed = 24 * (day - self.plan.start).days + self.plan.habits.lift_at
        for name in ("hours_since_hard_legs", "hours_since_plyometrics"):
            known = self.told.get(name)
            plain[name] = None if known is None else min(known + elapsed, 8760)
        plain["hours_to_key_run"] = None
        known_facts = {name: value for name, value in plain.items() if value is not None and name in self.declared}
        read = self.vocabulary.from_dict(known_facts, ids=frozenset(self.result.rulebook.exercises))
        return {name: getattr(read, name) for name in self.declared}

    def full_sets(self, facts: Facts) -> dict[str, int]:
        """Give the sets that are prescribed in full: while building, where nothing asks for less."""
        nothing = {name: None for name, of in self.declared.items() if of.metadata["protective"]}
        season = getattr(facts, "season", None)
        moment = Moments(self.result.rulebook, facts, ()).fresh(
            **{**nothing, "days_to_race": None, "season": "build" if season == "race_season" else season}
        )
        return {item.exercise.id: item.sets for item in moment.outcome.items}

    # a week

    def week(  # noqa: PLR0913, PLR0917 - a week follows from these
        self,
        number: int,
        begin: date,
        phase: Phase,
        resume: bool,
        logged: int,
        forward: bool,  # noqa: FBT001
    ) -> PlanWeek:
        plan = self.plan
        experience = experience_after(self.told.get("strength_experience"), logged, self.settings)
        dates = {DAYS[(begin.weekday() + at) % 7]: begin + timedelta(days=at) for at in range(7)}
        facts = {day: self.on(dates[day], phase.season, experience) for day in DAYS}
        first = facts[DAYS[begin.weekday()]]
        stopped = {day for day in DAYS if facts[day].get("signs")}
        result = attrs.evolve(self.result, profile=attrs.evolve(cast("Any", self.profile), **first))
        resume_share = self.settings.resume_share if resume else 1.0
        share = min(self.settings.ease_share if phase.ease else 1.0, resume_share)
        cut = None
        if share < 1:
            eased = said("An easy week: fewer sets, so that what was trained can take effect.")
            resumed = said("After a week without training you begin again with fewer sets.")
            cut = _Cut(
                share, self.full_sets(result.profile), eased if phase.ease and share <= resume_share else resumed
            )
        week = week_of(
            result,
            plan.habits,
            plan.weights,
            lambda day: facts[day],
            closed=frozenset(stopped),
            cut=cut,
            settings=self.settings,
            **first,
        )
        return PlanWeek(
            number=number,
            begin=begin,
            phase=phase.name,
            ease=phase.ease,
            resume=resume,
            stopped=bool(stopped),
            because=_because(phase, begin, plan.race, stopped=bool(stopped)),
            why=self.stopping(result, [facts[day] for day in dates if day in stopped]),
            week=self.progressed(week, forward=forward and not resume and not phase.ease),
        )

    def stopping(self, result: Recommendations, days: list[dict[str, Any]]) -> tuple[Reason, ...]:
        """Give the reasons of the rules for the first day on which a sign stops training."""
        if not days:
            return ()
        moment = Moments(result.rulebook, result.profile, ()).fresh(**days[0])
        there = attrs.evolve(result, profile=moment.facts, outcome=moment.outcome, fired=moment.fired)
        return () if there.referral is None else there.referral.because

    def progressed(self, week: Week, *, forward: bool) -> Week:
        """Set for each exercise how many repetitions to aim for, and how heavy."""
        steps = dict(self.steps)
        sessions = []
        for session in week.sessions:
            done = []
            for one in session.exercises:
                name = one.what.exercise
                there = self.plan.weights.weights_for(self.result.rulebook.exercises[name])
                step = stepped(self.steps.get(name), one, there, self.settings.load_step, forward=forward)
                if step is not None:
                    steps[name] = step
                    lifting = attrs.evolve(one.lifting, kilograms=step.kilograms)
                    one = attrs.evolve(one, target=step.target, lifting=lifting)  # noqa: PLW2901 - the same exercise
                done.append(one)
            sessions.append(attrs.evolve(session, exercises=tuple(done)))
        self.steps = steps
        return attrs.evolve(week, sessions=tuple(sessions))


def _because(phase: Phase, begin: date, race: date | None, *, stopped: bool) -> str:
    if stopped:
        return said("You named a sign: nothing is planned until somebody has looked at it and you say that it is gone.")
    days = None if race is None else (race - begin).days
    text = {
        "build": said("Building: the race is far enough away for the legs to grow stronger.")
        if race is not None
        else said("Building: the legs are to grow stronger."),
        "maintain": said("Keeping: after weeks of building the legs keep what they have, with less."),
        "taper": several(
            "The race is {n} day away: less, and fresh.", "The race is {n} days away: less, and fresh.", days or 0
        ),
        "race": said("The week of the race."),
        "after": said("After the race."),
    }[phase.name]
    return text + " " + said("It is an easy week.") if phase.ease else text


def _changes(before: Plan, after: Plan, on: date) -> tuple[Change, ...]:
    """Say what is otherwise in the weeks from a day on; weeks in which the same is, together."""
    alike: dict[tuple[str, tuple[str, ...]], tuple[list[int], list[Reason]]] = {}
    for old, new in zip(before.weeks, after.weeks, strict=True):
        text = " ".join(_differences(old, new)) if new.end >= on else ""
        if text:
            because = _reasons(old, new)
            key = text, tuple(reason.rule for reason in because)
            alike.setdefault(key, ([], because))[0].append(new.number)
    return tuple(Change(tuple(numbers), text, tuple(because)) for (text, _), (numbers, because) in alike.items())


def _reasons(old: PlanWeek, new: PlanWeek) -> list[Reason]:
    """Give the reasons for what is otherwise: of a new referral, and of what rules an exercise out that was there."""
    found: dict[str, Reason] = {}
    found.update((reason.rule, reason) for reason in new.why)
    referral = new.week.result.referral
    if referral is not None and old.week.result.referral is None:
        found.update((reason.rule, reason) for reason in referral.because)
    gone = _exercises(old) - _exercises(new)
    for result in [session.result for session in new.week.sessions] or [new.week.result]:
        for avoided in result.avoid:
            if avoided.exercise in gone:
                found.update((reason.rule, reason) for reason in avoided.because)
    return list(found.values())


def _differences(old: PlanWeek, new: PlanWeek) -> Iterator[str]:
    if new.stopped and not old.stopped:
        yield new.because
        if not new.week.sessions:
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
