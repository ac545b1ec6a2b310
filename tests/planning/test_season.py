"""A season obeys its laws whoever runs it, and a log changes what is left and nothing before."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

import runstrength
from runstrength import PlanError, ProfileError
from runstrength.planning.settings import Settings
from tests.planning.drawing import drawn
from tests.planning.test_week import RUNNER, RUNS, TROUBLES

if TYPE_CHECKING:
    from runstrength.planning.plan_week import PlanWeek
    from runstrength.planning.season import Plan
    from runstrength.planning.week import TrainingSession
    from tests.planning.drawing import Drawn

START = "2027-01-04"  # a Monday
SETTINGS = Settings()


def plan(**more: object) -> Plan:
    """Plan for the one runner of these tests."""
    given: dict[str, Any] = {"start": START, "weeks": 8, "runs": RUNS, "minutes": 45, **more}
    return runstrength.plan({**RUNNER, **given.pop("runner", {})}, **given)


def missed(made: Plan, week: int) -> Plan:
    """Log every session of a week as missed."""
    for day, _ in made.weeks[week].sessions:
        made = made.log(day, done=False)
    return made


Key = tuple[str, str, tuple[int, int] | None]


def weights(week: PlanWeek) -> dict[Key, float]:
    """Give the weights of a week, by exercise, load and repetitions."""
    every = [one for session in week.week.sessions for one in session.exercises]
    return {
        (one.what.exercise, one.what.load, one.what.reps): one.lifting.kilograms
        for one in every
        if one.lifting.kilograms is not None
    }


def check(of: Drawn) -> int:
    """Hold a plan to all laws; give the number of its sessions."""
    made = of.plan()
    for week in made.weeks:
        check_bounds(week)
        for day, session in week.sessions:
            check_session(of, day, session)
    check_over_weeks(made)
    jumped = [day for week in made.weeks for day, session in week.sessions if session.jumps]
    assert all((later - day).days >= 2 for day, later in pairwise(jumped))
    assert made.to_dict() == of.plan().to_dict()
    return len(made.sessions)


def check_bounds(week: PlanWeek) -> None:
    """Hold a week to its bounds: of days, sets, jumps and contacts."""
    dates = [day for day, _ in week.sessions]
    assert len(set(dates)) == len(dates)
    assert all(week.begin <= day <= week.end for day in dates)
    assert all(len(dates) <= session.result.sessions_per_week[1] for _, session in week.sessions)
    assert week.week.sets <= SETTINGS.work_sets * len(dates)
    assert all(session.contacts <= max(SETTINGS.contacts.values()) for _, session in week.sessions)
    assert sum(session.jumps for _, session in week.sessions) <= 2
    assert week.because


def check_session(of: Drawn, day: date, session: TrainingSession) -> None:
    """Hold a session to what the rules give at its hour, and to its minutes; nothing heavy before a race."""
    facts = session.result.profile.to_dict()
    allowed = {item.exercise.id: item for item in session.result.outcome.items}
    race = of.season.get("race")
    assert not facts.get("signs")  # a sign stops
    if {"hard", "long"} & set(of.habits["runs"].values()):
        assert "hours_to_key_run" in facts
    assert session.room is None or session.minutes <= session.room
    assert day != race
    if race is not None and 0 <= (race - day).days <= 7:
        assert {one.what.load for one in session.exercises} <= {"bodyweight", "light"}
        assert not session.jumps
    for one in session.exercises:
        assert one.what.sets <= allowed[one.what.exercise].sets  # nothing is ever more than the rules give
        if one.target is not None:
            low, high = one.what.reps or (0, 0)
            assert low <= one.target <= high


def check_over_weeks(made: Plan) -> None:
    """Hold weeks to each other: weights grow by their share, easy weeks come and are easy."""
    last: dict[Key, float] = {}
    uneased = full = contacts = 0
    for week in made.weeks:
        for name, weight in weights(week).items():
            assert weight <= last.get(name, weight) * (1 + SETTINGS.load_step) + 1e-9
            last[name] = weight
        if week.phase == "build" and not (week.ease or week.resume or week.stopped):
            full, contacts = week.week.full, week.week.full_contacts
        if full and (week.ease or week.phase in {"maintain", "taper", "race"}):
            share = SETTINGS.ease_share if week.ease else SETTINGS.keep_share
            assert week.week.sets <= full * share + 1e-9
            assert week.week.contacts <= contacts * share + 1e-9
        # every third or fourth week eases, until the taper
        uneased = 0 if week.ease or week.phase not in {"build", "maintain"} else uneased + 1
        assert uneased <= 3


@pytest.mark.parametrize("seed", range(7))
def test_laws(seed: int) -> None:
    """`python -m tests.planning.test_season 0 2000 6` holds so many plans, of up to so many weeks, to them."""
    check(drawn(seed, 6))


def test_two_cuts_never_stack() -> None:
    """An easy week after a missed one, in a phase that keeps: the largest cut holds, and no other."""
    made = missed(plan(weeks=4), 2)
    easy, resumed = made.weeks[3], plan(weeks=4).weeks[3]
    assert easy.ease
    assert easy.resume
    assert easy.week.sets == resumed.week.sets


def test_after_a_missed_week_it_resumes_lower() -> None:
    """And the week after that is as it was planned."""
    before, after = plan(), missed(plan(), 0)
    assert after.weeks[1].resume
    assert after.weeks[1].week.sets < before.weeks[1].week.sets
    assert after.weeks[2].week.sets == before.weeks[2].week.sets
    [change, *_] = after.changes
    assert change.weeks == (2,)
    assert "begin again lower" in change.text


def test_a_week_in_which_one_session_was_done_is_not_missed() -> None:
    """One of two is better than none."""
    [first, second, *_] = [day for day, _ in plan().weeks[0].sessions]
    assert not plan().log(first, done=False).weeks[1].resume
    assert not plan().log(first, done=False).log(second, done=True).weeks[1].resume
    assert not missed(plan(), 0).log(first, done=True).weeks[1].resume  # the last word counts


def test_pain_changes_what_is_left_and_says_why() -> None:
    """A knee that hurts 4 on Thursday, and more on Friday: less from then on, with the rules' sentences."""
    before = plan(runner={"pain": {"knee": 0}})
    thursday = before.log("2027-01-14", pain={"knee": 4})
    friday = thursday.log("2027-01-15", pain={"knee": 6}, pain_trend="worse")
    assert friday.weeks[0] == before.weeks[0]
    assert friday.weeks[2].week.sets < thursday.weeks[2].week.sets <= before.weeks[2].week.sets
    assert any("knee" in reason.text for change in friday.changes for reason in change.because)
    assert min(week for change in friday.changes for week in change.weeks) >= 2
    healed = friday.log("2027-01-29", pain={"knee": 0}, pain_trend="better")
    assert healed.weeks[5].week.sets == before.weeks[5].week.sets


@pytest.mark.parametrize("seed", range(3))
def test_pain_never_brings_more_sets(seed: int) -> None:
    """Whom nothing troubled gets no more in any week after something began to hurt."""
    of = drawn(seed, 6)
    well = {name: value for name, value in of.runner.items() if name not in TROUBLES}
    before = runstrength.plan(well, **of.season, **of.habits)
    after = before.log(of.season["start"], pain={"knee": 3 + seed % 5})
    for one, other in zip(before.weeks, after.weeks, strict=True):
        assert other.week.sets <= one.week.sets


def test_a_sign_stops_the_plan_until_it_is_gone() -> None:
    """Nothing from that day on; when it is gone, the plan resumes lower."""
    before = plan()
    stopped = before.log("2027-01-13", signs=["night_pain"])
    assert [day for day, _ in stopped.sessions if day >= date(2027, 1, 13)] == []
    assert stopped.weeks[3].stopped
    assert stopped.changes[0].because
    again = stopped.log("2027-01-25", signs=[])
    assert again.weeks[3].sessions
    assert again.weeks[3].week.sets < before.weeks[2].week.sets


def test_what_is_past_stays_as_it_was() -> None:
    """An entry changes what comes from its day on, and nothing before, whatever it says."""
    before = plan()
    for told in ({"pain": {"knee": 7}, "pain_trend": "worse"}, {"soreness": 8}, {"signs": ["swelling"]}):
        after = before.log("2027-01-14", **told)
        past = [
            [(day, of.to_dict()) for day, of in made.sessions if day < date(2027, 1, 14)] for made in (before, after)
        ]
        assert past[0] == past[1]


def test_a_sign_that_is_soon_gone_holds_its_week() -> None:
    """Nothing more in that week; the next one begins lower, and lighter."""
    options: dict[str, Any] = {"best": {"back-squat": (80, 5)}, "plates": [20, 10, 5, 2.5, 1.25]}
    before = plan(**options)
    made = before.log("2027-01-12", signs=["swelling"]).log("2027-01-13", signs=[])
    assert [day for day, _ in made.weeks[1].sessions] == [day for day, _ in before.weeks[1].sessions if day.day < 12]
    assert "see" in str(made.weeks[1]) or "look at this" in str(made.weeks[1])
    assert made.weeks[2].week.sets < before.weeks[2].week.sets
    was, now = weights(before.weeks[0]), weights(made.weeks[2])
    assert all(weight < was[key] for key, weight in now.items() if key in was)


@pytest.mark.parametrize("seed", range(3))
def test_more_pain_is_never_more(seed: int) -> None:
    """From each degree to the next there are no more sessions, sets or contacts."""
    of = drawn(seed, 2)
    well = {name: value for name, value in of.runner.items() if name not in TROUBLES}
    begun = runstrength.plan(well, **of.season, **of.habits)
    last: list[tuple[int, int, int]] | None = None
    for degree in range(11):
        made = begun.log(of.season["start"], pain={"knee": degree})
        now = [(len(week.sessions), week.week.sets, week.week.contacts) for week in made.weeks]
        if last is not None:
            assert all(
                one <= other
                for before, after in zip(last, now, strict=True)
                for other, one in zip(before, after, strict=True)
            )
        last = now


def test_the_race_stands_in_its_week() -> None:
    """On its day there is nothing else, and a season goes on after it."""
    made = plan(race="2027-01-20", weeks=10)
    assert made.weeks[2].week.habits.runs["wednesday"] == "race"
    assert "race" in str(made.weeks[2])
    names = [week.phase for week in made.weeks]
    assert names[3:5] == ["after", "after"] or names[3] == "after"
    assert "build" in names[4:]


def test_nothing_of_something_any_more() -> None:
    """An empty map takes back all of it; what says nothing is refused."""
    made = plan().log("2027-01-06", pain={"knee": 5, "shin": 3})
    assert made.log("2027-01-13", pain={}).weeks[3].week.result.profile.to_dict()["pain"] == {"knee": 0, "shin": 0}
    for nothing in ({"pain": None}, {"pain": {"knee": None}}, {"signs": None}):
        with pytest.raises(PlanError, match="says nothing"):
            made.log("2027-01-13", **nothing)


def test_sets_that_were_hard_hold_progress_and_easy_ones_do_not() -> None:
    """Repetitions grow by one a week, and not after a hard one."""

    def target(made: Plan, week: int) -> int:
        every = [one for session in made.weeks[week].week.sessions for one in session.exercises]
        return next(one.target or 0 for one in every if one.what.exercise == "back-squat")

    assert target(plan(), 1) == target(plan(), 0) + 1
    assert target(plan().log("2027-01-06", done=True, effort="easy"), 1) == target(plan(), 1)
    assert target(plan().log("2027-01-06", done=True, effort="hard"), 1) == target(plan(), 0)


def test_only_logged_sessions_add_experience() -> None:
    """Twenty weeks of the calendar make no beginner; sessions logged in four weeks do."""
    novice = {"strength_experience": "none"}
    made = plan(weeks=20, runner=novice)
    assert {week.week.result.profile.to_dict()["strength_experience"] for week in made.weeks} == {"none"}
    for at in range(4):
        made = made.log(date(2027, 1, 6) + timedelta(days=7 * at), done=True)
    levels = [week.week.result.profile.to_dict()["strength_experience"] for week in made.weeks]
    assert levels == ["none"] * 4 + ["beginner"] * 16


def test_a_season_ends_in_its_race() -> None:
    """Building and keeping in turns, then the taper; the race is in the last week."""
    made = plan(weeks=None, race="2027-04-25")
    names = [week.phase for week in made.weeks]
    assert names[-2:] == ["taper", "race"]
    assert names.index("maintain") > names.index("build")
    assert made.weeks[-1].begin <= date(2027, 4, 25) <= made.weeks[-1].end
    assert made.weeks[-1].week.sets < made.weeks[-3].week.sets


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"start": "4.1.2027"}, "start: is no date"),
        ({"start": 7}, "start: is no date"),
        ({"race": "2026-01-01"}, "race: is before the start"),
        ({"weeks": 0}, "1 to 60"),
        ({"weeks": True}, "1 to 60"),
        ({"weeks": 1000}, "1 to 60"),
        ({"race": "soon"}, "race: is no date"),
        ({"days": ["never"]}, "days[0]"),
    ],
)
def test_what_cannot_be_right_is_named(given: dict[str, Any], told: str) -> None:
    """The error names what is wrong, and what would be right."""
    with pytest.raises(PlanError) as raised:
        plan(**given)
    assert told in str(raised.value)


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"on": "2030-01-01"}, "is no day of the plan"),
        ({"on": "2027-01-05", "done": "yes"}, "done"),
        ({"on": "2027-01-05", "effort": "esay"}, "easy, right, hard"),
        ({"on": "2027-01-05", "strength_experience": "advanced"}, "is not told by a log"),
        ({"on": "2027-01-05", "pain": {"kne": 4}}, "did you mean knee"),
        ({"on": "2027-01-05", "sings": []}, "did you mean signs"),
    ],
)
def test_a_log_that_cannot_be_right_is_named(entry: dict[str, Any], told: str) -> None:
    """And nothing is lost: the plan is as it was."""
    made = plan()
    with pytest.raises((PlanError, ProfileError)) as raised:
        made.log(**entry)
    assert told in str(raised.value)
    assert made.entries == ()


if __name__ == "__main__":
    first, last, *most = map(int, sys.argv[1:])
    sessions = 0
    for number in range(first, last):
        try:
            sessions += check(drawn(number, *most))
        except Exception:
            print(f"seed {number}")  # noqa: T201 - to be repeated
            raise
    print(f"{last - first:,} plans with {sessions:,} sessions obey every law")  # noqa: T201 - it is a report
