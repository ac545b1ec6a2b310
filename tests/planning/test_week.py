"""A week holds what is prescribed, where the rules allow it, the most important first."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

import runstrength
from runstrength import PlanError
from runstrength.planning.filling import Wish, granted
from runstrength.planning.habits import DAYS, habits_of
from runstrength.planning.moments import Moments
from runstrength.planning.placing import APART, best, ways
from runstrength.session import slot_of
from tests.planning.drawing import BOOK, drawn

if TYPE_CHECKING:
    from runstrength.planning.week import Week

RUNNER: dict[str, Any] = {
    "discipline": "marathon",
    "strength_experience": "intermediate",
    "plyometric_experience": "intermediate",
    "age": 35,
    "equipment": ["barbell", "dumbbells", "bench", "box", "bands"],
    "complaints": [],
    "conditions": [],
    "signs": [],
}
RUNS = {"tue": "hard", "wed": "easy", "sat": "long"}


def week(seed: int) -> Week:
    """Lay the week of a runner that is drawn."""
    of = drawn(seed)
    return runstrength.recommend(of.runner).week(**of.habits)


@pytest.mark.parametrize("seed", range(15))
def test_laws_of_weeks(seed: int) -> None:
    """What holds for every week of everybody."""
    made = week(seed)
    prescribed = {one.exercise for one in made.result.exercises}
    there = [one.what.exercise for session in made.sessions for one in session.exercises]
    left_out = {one.exercise for one in made.left_out}
    low, high = made.result.sessions_per_week

    assert len(made.sessions) <= high
    assert (
        made.missing >= low - len(made.sessions)
        or any(s.result.sessions_per_week[1] < low for s in made.sessions)
        or made.missing
    )
    assert prescribed <= set(there) | left_out  # nothing is dropped without a word
    assert not set(there) & left_out
    assert set(made.days) <= set(made.habits.days)
    assert made.to_dict() == week(seed).to_dict()
    for session in made.sessions:
        allowed = {one.exercise for one in session.result.exercises}
        names = [one.what.exercise for one in session.exercises]
        assert names
        assert set(names) <= allowed
        assert len(set(names)) == len(names)
        if session.room is not None:
            assert session.minutes <= session.room
        items = {item.exercise.id: item for item in session.result.outcome.items}
        places = [slot_of(items[name], BOOK.session).place for name in names]  # type: ignore[arg-type]
        assert places == sorted(places)
        for other in made.sessions:
            if other is not session and session.jumps and other.jumps:
                hours = 24 * (DAYS.index(other.day) - DAYS.index(session.day)) % (7 * 24)
                assert min(hours, 7 * 24 - hours) >= APART


@pytest.mark.parametrize("seed", range(20))
def test_what_is_granted_is_the_most_important(seed: int) -> None:
    """Every way to lay the wishes is tried: none grants more, the most important counting first."""
    random = Random(seed)  # noqa: S311 - nothing is to be kept secret
    rooms = [(random.randint(4, 12),) for _ in range(random.randint(1, 3))]
    wishes = [
        Wish(str(at), {place: (random.randint(1, 6),) for place in range(len(rooms)) if random.random() < 0.8})
        for at in range(6)
    ]
    wishes = [wish for wish in wishes if wish.sizes]

    def granted_by(places: tuple[int | None, ...]) -> tuple[int, ...] | None:
        left = [room[0] for room in rooms]
        for wish, place in zip(wishes, places, strict=True):
            if place is not None:
                left[place] -= wish.sizes[place][0]
        return tuple(int(place is not None) for place in places) if min(left) >= 0 else None

    every = product(*((None, *wish.sizes) for wish in wishes))
    most = max(found for places in every if (found := granted_by(places)) is not None)
    held = granted(rooms, wishes, {wish.exercise: wish.exercise for wish in wishes})
    assert tuple(int(any(wish.exercise in names for names in held)) for wish in wishes) == most
    for names, room in zip(held, rooms, strict=True):
        at = held.index(names)
        assert sum(next(w for w in wishes if w.exercise == name).sizes[at][0] for name in names) <= room[0]


def test_the_best_way_costs_least() -> None:
    """No other way to lay the sessions costs less, and the same one is found every time."""
    habits = habits_of(RUNS, None, 40)
    facts = runstrength.Profile.from_dict(RUNNER)
    fresh = Moments(BOOK, facts, ()).fresh()
    moments = Moments(BOOK, fresh.facts, habits.key_runs)
    found = best(habits, fresh.outcome, moments)
    every = list(ways(habits, fresh.outcome, moments))
    assert len(every) > 50
    assert found.cost == min(way.cost for way in every)
    assert sum(way.cost == found.cost for way in every) == 1


def test_no_large_exercise_reaches_a_key_run() -> None:
    """On the evening of a hard run nothing is laid, and the evening before one has no more than the rules allow."""
    made = runstrength.recommend(RUNNER).week(runs=RUNS, minutes=45)
    assert not set(made.days) & {"tuesday", "saturday"}
    for session in made.sessions:
        hours = session.result.profile.to_dict().get("hours_to_key_run")
        assert hours is not None
        if hours <= 24:
            assert {one.what.load for one in session.exercises} <= {"bodyweight", "light", "moderate"}


def test_impossible_says_what_to_relax() -> None:
    """Where no day is left, each change that brings the sessions back is named, and does."""
    result = runstrength.recommend(RUNNER)
    runs = {"tue": "hard", "wed": "easy", "sat": "long"}
    made = result.week(runs=runs, days=["tue", "sat"], minutes=45)
    assert made.sessions == ()
    assert made.missing == 2
    assert "Keep Monday free for strength as well." in made.relax
    assert result.week(runs=runs, days=["tue", "sat", "mon"], minutes=45).missing < 2
    assert all(one.text == "There is no session in this week." for one in made.left_out)


def test_who_is_referred_urgently_trains_nothing() -> None:
    """No session, and nothing to relax for one."""
    made = runstrength.recommend({**RUNNER, "signs": ["chest_pain"]}).week(runs=RUNS)
    assert (made.sessions, made.missing, made.relax) == ((), 0, ())
    assert "local emergency number" in str(made)
    assert made.to_dict()["referral"]["urgency"] == "emergency"


# --- kilograms ------------------------------------------------------------------------------------------------------


def kilograms(runner: dict[str, Any], **more: object) -> list[float | None]:
    """Give what the back squat is to weigh."""
    options: dict[str, Any] = {"best": {"back-squat": (80, 5)}, "plates": [20, 10, 5, 2.5], **more}
    made = runstrength.recommend(runner).week(runs=RUNS, minutes=60, **options)
    every = [one for session in made.sessions for one in session.exercises if one.what.exercise == "back-squat"]
    assert every
    return sorted({one.lifting.kilograms for one in every}, key=lambda of: of or 0)


def test_kilograms_are_reckoned_and_rounded_down() -> None:
    """Epley: 80 kg five times is 93.3 kg once; 20 repetitions with 5 in reserve are 1/(1+25/30) of it: 50.9 kg."""
    assert kilograms(RUNNER) == [50.0]
    assert kilograms(RUNNER, plates=[20, 5]) == [30.0]
    assert kilograms(RUNNER, plates=[20], bar=5) == [45.0]
    assert kilograms(RUNNER, bar=60) == [None]


@pytest.mark.parametrize(
    "changes",
    [
        {"strength_experience": None},
        {"age": 15},
        {"age": None},
        {"pain": {"shin": 1}},
        {"complaints": None},
        {"complaints": ["foot"]},
        {"conditions": None},
        {"conditions": ["osteoarthritis"]},
    ],
)
def test_no_kilograms_for_whom_they_are_not(changes: dict[str, Any]) -> None:
    """Novices, the young, those in pain or with a condition, and those of whom nobody knows get none, and are told."""
    runner = {name: value for name, value in {**RUNNER, **changes}.items() if value is not None}
    made = runstrength.recommend(runner).week(runs=RUNS, minutes=60, best={"back-squat": (80, 5)}, plates=[20, 10])
    every = [one for session in made.sessions for one in session.exercises]
    assert not any(one.lifting.kilograms for one in every)
    told = {one.lifting.because for one in every if one.what.exercise == "back-squat"}
    assert all(text and text.startswith("No kilograms") for text in told)


# --- what a tired person types --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"runs": {"tusday": "hard"}}, "did you mean tuesday"),
        ({"runs": {"tue": "hrd"}}, "did you mean hard"),
        ({"runs": ["tue"]}, "runs: is no mapping"),
        ({"days": "monday"}, "days: is no list of days"),
        ({"days": ["mon", 3]}, "days[1]"),
        ({"minutes": 5}, "10 to 180"),
        ({"minutes": "40"}, "10 to 180"),
        ({"minutes": {"mon": 40}, "days": ["mon", "tue"]}, "tuesday"),
        ({"lift_at": "25:00"}, "lift_at"),
        ({"run_at": True}, "run_at"),
        ({"best": {"back-squatt": (80, 5)}}, "did you mean back-squat"),
        ({"best": {"back-squat": 80}}, "kilograms and repetitions"),
        ({"best": {"back-squat": (80, 30)}}, "1 to 10"),
        ({"best": {"back-squat": (float("nan"), 3)}}, "is no weight"),
        ({"plates": [1] * 40}, "at most 12"),
        ({"plates": "20"}, "plates"),
    ],
)
def test_what_cannot_be_right_is_named(given: dict[str, Any], told: str) -> None:
    """The error names what is wrong, where, and what would be right."""
    with pytest.raises(PlanError) as raised:
        runstrength.recommend(RUNNER).week(**given)
    assert told in str(raised.value)


def test_every_problem_is_named() -> None:
    """Not only the first."""
    with pytest.raises(PlanError) as raised:
        runstrength.recommend(RUNNER).week(
            runs={"x": "easy", "mon": "slow"}, days=["y"], minutes=1, lift_at="never", run_at="9" * 5000, plates=[-1]
        )
    assert len(raised.value.problems) == 7


@pytest.mark.parametrize("seed", range(5))
def test_what_troubles_somebody_never_makes_a_week_longer(seed: int) -> None:
    """Where pain takes exercises away, what is easier comes in, and still there are no more sets or contacts."""
    of = drawn(seed)
    well = {name: value for name, value in of.runner.items() if name not in TROUBLES}
    most = runstrength.recommend(well).week(**of.habits)
    for trouble in ({"pain": {"knee": 2}}, {"pain": {"knee": 5}}, {"soreness": 6}, {"complaints": ["achilles"]}):
        made = runstrength.recommend({**well, **trouble}).week(**of.habits)
        assert made.sets <= most.sets
        assert made.contacts <= most.contacts


TROUBLES = ("pain", "complaints", "pain_trend", "signs", "soreness")
