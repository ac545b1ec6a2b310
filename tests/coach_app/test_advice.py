"""What an athlete is told follows from what they said, and says so."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from runstrength.replay import replay
from tests.coach_app.house import PROFILE

if TYPE_CHECKING:
    from tests.coach_app.house import House


def _exercises(told: dict[str, Any]) -> set[str]:
    return {one["exercise"] for session in told["week"]["sessions"] for one in session["exercises"]}


def _roles(told: dict[str, Any]) -> set[str]:
    return {one["role"] for session in told["week"]["sessions"] for one in session["exercises"]}


def test_a_sore_knee_changes_the_week(house: House) -> None:
    """A knee pain of 6 takes the squats out of the week, and why they are out is a rule's sentence."""
    anna = house.person("anna").trains()
    assert "goblet-squat" in _exercises(anna.gets("/week"))
    assert "goblet-squat" not in _exercises(anna.checks_in(pain={"knee": 6}))
    why = anna.gets("/why/goblet-squat")
    assert "Bending the knee under load is what a very sore knee tolerates worst." in str(why)


def test_every_item_has_a_reason(house: House) -> None:
    """Each exercise of the week stands there with a reason, and can be asked about."""
    anna = house.person("anna").trains()
    for session in anna.gets("/week")["week"]["sessions"]:
        for one in session["exercises"]:
            assert one["because"]
            assert anna.gets(f"/why/{one['exercise']}")["because"]


def test_an_emergency_stops_all_loading(house: House) -> None:
    """With chest pain the referral comes first and no session is left."""
    told = house.person("anna").trains().checks_in(signs=["chest_pain"])
    assert "referral" == next(iter(told))
    assert "emergency" == told["referral"]["urgency"]
    assert [] == told["week"]["sessions"]


def test_a_sign_holds_until_it_is_taken_back(house: House) -> None:
    """A later check-in that says nothing of signs or pain does not make them go; one that says so does."""
    anna = house.person("anna").trains()
    anna.checks_in(signs=["chest_pain"], pain={"knee": 6}, soreness=8)
    house.now += timedelta(days=2)
    assert anna.checks_in(sleep_hours=8, pain={"shin": 2})["referral"]
    assert {"signs": ["chest_pain"], "pain": {"knee": 6, "shin": 2}, "sleep_hours": 8} == anna.gets("/check-ins")[0][
        "holds"
    ]
    assert anna.checks_in(signs=[], pain={"knee": 0, "shin": 0})["referral"] is None


@pytest.mark.parametrize(
    ("said", "rule"),
    [({"nights_worked": 3}, "nights-without-jumps"), ({"sleep_hours": 4.5}, "short-sleep-nothing-heavy")],
)
def test_the_rules_of_the_house_take_part(house: House, said: dict[str, Any], rule: str) -> None:
    """A rule of the house fires on what only this house asks, beside those of the article."""
    able = {**PROFILE["facts"], "discipline": "sprint", "plyometric_experience": "advanced", "goals": ["speed"]}
    able |= {"strength_experience": "advanced", "equipment": ["barbell", "box", "bench"], "age": 30}
    able |= {"conditions": [], "history": []}
    ben = house.person("ben").agrees()
    ben.asks("PUT", "/profile", {**PROFILE, "facts": able})
    fresh: dict[str, Any] = {"signs": [], "pain": {}}
    before = ben.checks_in(**fresh)
    after = ben.checks_in(**fresh, **said)
    assert before["week"] != after["week"]
    assert rule in str(ben.gets(f"/decisions/{ben.gets('/decisions')[0]['id']}"))
    if "nights_worked" in said:
        assert "plyometric" in _roles(before)
        assert "plyometric" not in _roles(after)


def test_each_decision_is_recorded_once_and_can_be_replayed(house: House) -> None:
    """What is shown for the first time is recorded with its time, and comes out the same when asked again."""
    from examples.coach_app.rulebook import rulebook  # noqa: PLC0415 - it stands with what may not be installed

    anna = house.person("anna").trains()
    anna.gets("/week")
    anna.checks_in(pain={"knee": 6})
    listed = anna.gets("/decisions")
    assert 2 == len(listed)
    for one in listed:
        record = anna.gets(f"/decisions/{one['id']}")
        assert one["at"] == record["time"]
        assert replay(record, rulebook=rulebook()).same
        assert anna.gets(f"/decisions/{one['id']}/replay") == {"same": True, "notes": [], "differences": []}


def test_a_race_draws_nearer(house: House) -> None:
    """The day of a race is kept, and how far it is follows from the calendar: the taper comes by itself."""
    anna = house.person("anna").agrees()
    anna.asks("PUT", "/profile", {**PROFILE, "race": "2027-02-28"})
    early = anna.gets("/week")
    house.now += timedelta(days=90)
    anna_later = house.client.post("/api/sign-ins", json={"name": "anna", "password": "correct horse battery"}).json()
    late = house.client.get(f"{anna.path}/week", headers={"Authorization": f"Bearer {anna_later['token']}"}).json()
    assert late["week"]["sets"] < early["week"]["sets"]


def test_a_profile_that_was_said_to_other_rules_is_asked_for_again(house: House) -> None:
    """Where the rules of today do not know a word of a stored profile, it is to be said anew, and nothing breaks."""
    anna = house.person("anna").trains()
    with sqlite3.connect(house.database) as connection:
        connection.execute("UPDATE profiles SET said = replace(said, 'dumbbells', 'sandbags')")
    connection.close()
    assert "save it anew" in anna.asks("GET", "/week").json()["detail"]
    assert 204 == anna.asks("PUT", "/profile", PROFILE).status_code
    assert anna.gets("/week")
