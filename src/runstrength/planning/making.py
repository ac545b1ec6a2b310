"""Making the weeks of a plan, one after the other: each has its own facts, and stands on the one before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

import attrs

from runstrength.facts import fields_of
from runstrength.language import said
from runstrength.planning.habits import DAYS
from runstrength.planning.log import experience_after, facts_on
from runstrength.planning.moments import Lift, Moments, Place
from runstrength.planning.phases import phases
from runstrength.planning.plan_week import PlanWeek
from runstrength.planning.progress import stepped
from runstrength.planning.week import week_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from runstrength.facts import Facts
    from runstrength.outcome import Item
    from runstrength.parts import Referral
    from runstrength.planning.log import Entry
    from runstrength.planning.phases import Phase
    from runstrength.planning.progress import Step
    from runstrength.planning.season import Plan
    from runstrength.planning.week import Week
    from runstrength.recommendation import Recommendations

__all__ = ["weeks_of"]

LONGEST_AGO = 730  # days, as of a profile's `days_since_race` and `days_to_race`
_WEEK = timedelta(days=7)


def weeks_of(plan: Plan) -> tuple[PlanWeek, ...]:
    """Give every week of a plan, the first one first."""
    return tuple(_Maker(plan).weeks())


class _Cut:
    """At most a share of the sets that are prescribed in full; what the rules cut further stays as they cut it."""

    def __init__(self, share: float, full: Mapping[str, int], week: tuple[int, int] | None, because: str) -> None:
        self.share = share
        self.full = full
        self.week = week  # sets and contacts of the last full week of building; None: there was none
        self.because = because

    def most(self, full: tuple[int, int]) -> tuple[int, int]:
        """Give how many sets and contacts the week may have: the share of a full one, and no more than its own."""
        sets, contacts = self.week or full
        return min(int(sets * self.share + 1e-9), full[0]), min(int(contacts * self.share + 1e-9), full[1])

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
        plain.pop("hours_to_key_run", None)
        known_facts = {name: value for name, value in plain.items() if value is not None and name in self.declared}
        read = self.vocabulary.from_dict(known_facts, ids=frozenset(self.result.rulebook.exercises))
        return {name: getattr(read, name) for name in self.declared if name != "hours_to_key_run"}  # the week tells it

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
        plan = self.plan
        resume = before is not None and (before.stopped or self.missed(before))
        experience = experience_after(self.told.get("strength_experience"), logged, self.settings)
        dates = {DAYS[(begin.weekday() + at) % 7]: begin + timedelta(days=at) for at in range(7)}
        facts = {day: self.on(dates[day], phase.season, experience) for day in DAYS}
        first = facts[DAYS[begin.weekday()]]
        stopped = {day for day in DAYS if facts[day].get("signs")}
        result = attrs.evolve(self.result, profile=attrs.evolve(cast("Any", self.profile), **first))
        week = week_of(
            result,
            plan.habits,
            plan.weights,
            lambda day: facts[day],
            closed=frozenset(stopped),
            cut=self.cut(
                result.profile, keep=phase.name in {"maintain", "taper", "race"}, ease=phase.ease, resume=resume
            ),
            settings=self.settings,
            place=Place(begin.weekday(), () if before is None else self.lifts(before)),
            **first,
        )
        return PlanWeek(
            number=number,
            begin=begin,
            phase=phase.name,
            ease=phase.ease,
            resume=resume,
            stopped=bool(stopped),
            because=_because(phase, plan.race, stopped=bool(stopped)),
            stopping=self.stopping(result, [facts[day] for day in dates if day in stopped]),
            week=self.progressed(week, forward=self.forward(before) and not resume and not phase.ease),
        )

    def lifts(self, week: PlanWeek) -> tuple[Lift, ...]:
        """Give the sessions of a week by their hours before the next one begins, the last one last."""
        return tuple(Lift(24 * ((day - week.begin).days - 7) + of.at, of.jumps) for day, of in week.sessions)

    def cut(self, facts: Facts, *, keep: bool, ease: bool, resume: bool) -> _Cut | None:
        """Give what takes sets from this week: of several cuts the largest holds, and no other."""
        cuts = []
        if keep and self.building is not None:
            text = said("Fewer sets than while building: they keep what there is.")
            cuts.append((self.settings.keep_share, text))
        if ease:
            text = said("An easy week: fewer sets, so that what was trained can take effect.")
            cuts.append((self.settings.ease_share, text))
        if resume:
            text = said("After a week without training you begin again with fewer sets.")
            cuts.append((self.settings.resume_share, text))
        if not cuts:
            return None
        share, text = min(cuts)
        return _Cut(share, self.full_sets(facts), self.building, text)

    def stopping(self, result: Recommendations, days: list[dict[str, Any]]) -> Referral | None:
        """Give what the rules say to the first day on which a sign stops training."""
        if not days:
            return None
        moment = Moments(result.rulebook, result.profile, ()).fresh(**days[0])
        return attrs.evolve(result, profile=moment.facts, outcome=moment.outcome, fired=moment.fired).referral

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
