"""Making the weeks of a plan, one after the other: each has its own facts, and stands on the one before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

import attrs

from runstrength.facts import fields_of
from runstrength.language import said
from runstrength.planning.habits import DAYS, RACE
from runstrength.planning.log import PASSING, experience_after, facts_on
from runstrength.planning.moments import Lift, Moments, Place
from runstrength.planning.phases import phases
from runstrength.planning.plan_week import PlanWeek
from runstrength.planning.progress import lowered, stepped
from runstrength.planning.week import week_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from runstrength.facts import Facts
    from runstrength.outcome import Item
    from runstrength.parts import Referral
    from runstrength.planning.habits import Habits
    from runstrength.planning.log import Entry
    from runstrength.planning.phases import Phase
    from runstrength.planning.progress import Step
    from runstrength.planning.season import Plan
    from runstrength.planning.week import Week
    from runstrength.recommendation import Recommendations
    from runstrength.rulebook.rule import Span

__all__ = ["weeks_of"]

LONGEST_AGO = 730  # days, as of a profile's `days_since_race` and `days_to_race`
_WEEK = timedelta(days=7)
_OF_THE_WEEK = ("hours_to_key_run", "strength_days", "session_minutes", "runs_per_week")  # its habits tell them


def weeks_of(plan: Plan) -> tuple[PlanWeek, ...]:
    """Give every week of a plan, the first one first."""
    return tuple(_Maker(plan).weeks())


@attrs.frozen
class _Cut:
    """At most a share of the sets that are prescribed in full; what the rules cut further stays as they cut it.

    `full` are the sets by exercise. `week` is the last full week of building and `ceiling` what no week may pass, each
    in sets and contacts; None: there is none.
    """

    share: float
    full: Mapping[str, int]
    week: tuple[int, int] | None
    because: str
    ceiling: tuple[int, int] | None

    def most(self, full: tuple[int, int]) -> tuple[int, int]:
        """Give how many sets and contacts the week may have: the share of a full one, and no more than its own."""
        sets, contacts = self.week or full
        ceiling = self.ceiling or full
        return (
            min(int(sets * self.share + 1e-9), full[0], ceiling[0]),
            min(int(contacts * self.share + 1e-9), full[1], ceiling[1]),
        )

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
        self.steps: dict[tuple[str, str, Span | None], Step] = {}
        self.off = 0  # weeks without training before this one
        # Sets and contacts of the last week of building that was not cut, had nothing troubled the runner.
        self.building: tuple[int, int] | None = None

    def weeks(self) -> Iterator[PlanWeek]:
        plan = self.plan
        begins = [plan.start + at * _WEEK for at in range(plan.count)]
        before: PlanWeek | None = None
        logged = 0
        for number, (begin, phase) in enumerate(zip(begins, phases(begins, plan.race, plan.settings), strict=True), 1):
            before = self.week(number, begin, phase, before, logged)
            if phase.name == "build" and not (before.ease or before.resume or before.stopped):
                self.building = before.week.full, before.week.full_contacts
            yield before
            logged += any(self.done_in(begin).values())

    # what the log says of a week

    def entries_of(self, begin: date) -> list[Entry]:
        return [entry for entry in self.plan.entries if begin <= entry.on < begin + _WEEK]

    def missed(self, week: PlanWeek) -> bool:
        """Say whether a week was missed: no session of it was done, and of as many as there are it was said."""
        done = self.done_in(week.begin)
        return bool(done) and not any(done.values()) and len(done) >= len(week.sessions)

    def done_in(self, begin: date) -> dict[date, bool]:
        """Give for each day of a week of which it was told whether its session was done; the last word counts."""
        return {entry.on: entry.done for entry in self.entries_of(begin) if entry.done is not None}

    def forward(self, before: PlanWeek | None) -> bool:
        """Say whether repetitions and weights may grow from a week to the next."""
        if before is None or before.ease or before.stopped or before.phase not in {"build", "maintain"}:
            return False
        entries = self.entries_of(before.begin)
        return not self.missed(before) and not any(entry.effort == "hard" for entry in entries)

    # facts

    def on(self, entries: list[Entry], day: date, season: str | None, experience: str | None) -> dict[str, Any]:
        """Give the facts that hold on a day by some entries, as they are set in a profile."""
        plain = facts_on(entries, self.vocabulary, self.told, day)
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
        for name in ("hours_to_key_run", "strength_days", "session_minutes"):
            plain.pop(name, None)
        known_facts = {name: value for name, value in plain.items() if value is not None and name in self.declared}
        read = self.vocabulary.from_dict(known_facts, ids=frozenset(self.result.rulebook.exercises))
        return {name: getattr(read, name) for name in self.declared if name not in _OF_THE_WEEK or name in plain}

    def full_sets(self, facts: Facts) -> dict[str, int]:
        """Give the sets that are prescribed in full: while building, where nothing asks for less."""
        nothing = {name: None for name, of in self.declared.items() if of.metadata["protective"]}
        season = getattr(facts, "season", None)
        moment = Moments(self.result.rulebook, facts, ()).fresh(
            **{**nothing, "days_to_race": None, "season": "build" if season == "race_season" else season}
        )
        return {item.exercise.id: item.sets for item in moment.outcome.items}

    # a week

    def week(self, number: int, begin: date, phase: Phase, before: PlanWeek | None, logged: int) -> PlanWeek:
        """Lay a week, and lay what is left of it anew from each day on which something was told."""
        resume = before is not None and (before.stopped or self.missed(before))
        self.off = self.off + 1 if resume else 0
        experience = experience_after(self.told.get("strength_experience"), logged, self.settings)
        dates = {DAYS[(begin.weekday() + at) % 7]: begin + timedelta(days=at) for at in range(7)}
        told_on = sorted({entry.on for entry in self.entries_of(begin) if entry.facts and entry.on > begin})
        week: Week | None = None
        stopped: date | None = None
        stopping: Referral | None = None
        for known in (begin, *told_on):
            entries = [entry for entry in self.plan.entries if entry.on <= known]
            facts = {day: self.on(entries, on, phase.season, experience) for day, on in dates.items()}
            signs = [day for day, on in dates.items() if on >= known and facts[day].get("signs")]
            # What has passed by the next day says nothing of the whole week.
            now = next(day for day, on in dates.items() if on == known)
            first = {name: of for name, of in facts[now].items() if name not in PASSING}
            first.update(dict.fromkeys(set(PASSING) & self.declared.keys()))
            result = attrs.evolve(self.result, profile=attrs.evolve(cast("Any", self.profile), **first))
            if signs and stopped is None:  # from then on nothing in this week, also where it is gone before it ends
                stopped, stopping = dates[signs[0]], self.stopping(result, facts[signs[0]])
            closed = frozenset(
                day for day, on in dates.items() if on < known or (stopped is not None and on >= stopped)
            )
            laid = week_of(
                result,
                self.habits_of(dates),
                self.plan.weights,
                facts.__getitem__,
                closed=closed,
                cut=self.cut(result.profile, phase, before, resume=resume),
                settings=self.settings,
                place=Place(begin.weekday(), () if before is None else self.lifts(before)),
                kept=() if week is None else tuple(of for of in week.sessions if dates[of.day] < known),
                **first,
            )
            full = laid if week is None else week
            week = attrs.evolve(laid, full=full.full, full_contacts=full.full_contacts)
        assert week is not None  # noqa: S101 - it was laid at its begin
        return PlanWeek(
            number=number,
            begin=begin,
            phase=phase.name,
            ease=phase.ease,
            resume=resume,
            stopped=stopped is not None,
            because=_because(phase, self.plan.race, stopped=stopped is not None),
            stopping=stopping,
            week=self.progressed(week, forward=self.forward(before) and not resume and not phase.ease),
        )

    def habits_of(self, dates: Mapping[str, date]) -> Habits:
        """Give what the week looks like: on the day of the race there is the race, and nothing else."""
        habits = self.plan.habits
        race = {day: RACE for day, on in dates.items() if on == self.plan.race}
        free = {day: minutes for day, minutes in habits.minutes.items() if day not in race}
        return attrs.evolve(habits, runs={**habits.runs, **race}, minutes=free)

    def lifts(self, week: PlanWeek) -> tuple[Lift, ...]:
        """Give the sessions of a week by their hours before the next one begins, the last one last."""
        return tuple(Lift(24 * ((day - week.begin).days - 7) + of.at, of.jumps) for day, of in week.sessions)

    def most_of(self, phase: Phase, before: PlanWeek | None) -> tuple[int, int] | None:
        """Give what a week may have at most, sets and contacts: in the taper, and in the week of the race, no more."""
        late = {"taper", "race"}
        if before is None or phase.name not in late or before.phase not in late or before.stopped:
            return None
        return before.week.sets, before.week.contacts

    def cut(self, facts: Facts, phase: Phase, before: PlanWeek | None, *, resume: bool) -> _Cut | None:
        """Give what takes sets from this week: of several cuts the largest holds, and no other."""
        cuts = []
        if phase.name in {"maintain", "taper", "race"} and self.building is not None:
            text = said("Fewer sets than while building: they keep what there is.")
            cuts.append((self.settings.keep_share, text))
        if phase.ease:
            text = said("An easy week: fewer sets, so that what was trained can take effect.")
            cuts.append((self.settings.ease_share, text))
        if resume:
            text = said("After a week without training you begin again with fewer sets.")
            cuts.append((self.settings.resume_share, text))
        most = self.most_of(phase, before)
        if most is not None and not cuts:
            cuts.append((1.0, said("Before the race no week has more than the one before it.")))
        if not cuts:
            return None
        share, text = min(cuts)
        return _Cut(share, self.full_sets(facts), self.building, text, most)

    def stopping(self, result: Recommendations, facts: Mapping[str, Any]) -> Referral | None:
        """Give what the rules say to the day on which a sign stops training."""
        moment = Moments(result.rulebook, result.profile, ()).fresh(**facts)
        return attrs.evolve(result, profile=moment.facts, outcome=moment.outcome, fired=moment.fired).referral

    def progressed(self, week: Week, *, forward: bool) -> Week:
        """Set for each exercise how many repetitions to aim for, and how heavy."""
        steps = dict(self.steps)
        sessions = []
        share = self.settings.resume_load**self.off
        for session in week.sessions:
            done = []
            for one in session.exercises:
                name = one.what.exercise
                there = self.plan.weights.weights_for(self.result.rulebook.exercises[name])
                key = name, one.what.load, one.what.reps
                known = self.steps.get(key)
                if known is not None and self.off and one.what.reps is not None:
                    known = lowered(known, one.what.reps[0], there, max(share, self.settings.least_load))
                step = stepped(known, one, there, self.settings.load_step, forward=forward)
                if step is not None:
                    steps[key] = step
                    named = one.lifting.kilograms is not None
                    lifting = attrs.evolve(one.lifting, kilograms=step.kilograms if named else None)
                    one = attrs.evolve(one, target=step.target, lifting=lifting)  # noqa: PLW2901 - the same exercise
                done.append(one)
            sessions.append(attrs.evolve(session, exercises=tuple(done)))
        self.steps = steps
        return attrs.evolve(week, sessions=tuple(sessions))


def _because(phase: Phase, race: date | None, *, stopped: bool) -> str:
    if stopped:
        return said("You named a sign: nothing is planned until somebody has looked at it and you say that it is gone.")
    if phase.name == "build" and race is None:
        return said("Building: the legs are to grow stronger.")
    return {
        "build": said("Building: the race is far enough away for the legs to grow stronger."),
        "maintain": said("Keeping: after weeks of building the legs keep what they have, with less."),
        "taper": said("Taper: the race is near; you do less, so that the legs are fresh."),
        "race": said("The week of the race: as little as keeps you loose."),
        "after": said("After the race: the rules say from day to day what may come back."),
    }[phase.name]
