"""Health data are kept with consent alone, given out whole, and gone when they are deleted."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tests.coach_app.house import PROFILE

if TYPE_CHECKING:
    import pytest

    from tests.coach_app.house import House, Person

HEALTH = ("consents", "profiles", "check_ins", "decisions")
MARK = "compartment_syndrome"  # a word that stands in the data of whoever says it, and in no table otherwise


def _says_everything(person: Person) -> None:
    person.trains()
    person.checks_in(signs=[MARK], pain={"knee": 6}, sleep_hours=5.5)
    assert person.gets("/decisions")


def _asked_without_consent(person: Person) -> list[int]:
    asked = [
        person.asks("PUT", "/profile", PROFILE),
        person.asks("POST", "/check-ins", {"pain": {"knee": 6}}),
        *(person.asks("GET", path) for path in ("/profile", "/check-ins", "/week", "/decisions", "/why/focus")),
        person.asks("DELETE", "/health-data"),
    ]
    return [response.status_code for response in asked]


def test_nothing_is_kept_before_consent(house: House) -> None:
    """Without consent nothing of a runner is taken, told or used."""
    anna = house.person("anna")
    assert [403] * 8 == _asked_without_consent(anna)
    assert [[]] * 4 == [house.rows()[table] for table in HEALTH]


def test_withdrawing_consent_deletes(house: House) -> None:
    """With the consent go all health data, out of the tables and out of the file; another athlete keeps theirs."""
    anna, ben = house.person("anna"), house.person("ben").trains()
    before = house.rows()
    _says_everything(anna)
    assert MARK.encode() in house.database.read_bytes()
    assert 204 == anna.asks("DELETE", "/consent").status_code
    assert [before[table] for table in HEALTH] == [house.rows()[table] for table in HEALTH]
    assert MARK.encode() not in house.database.read_bytes()
    assert [403] * 8 == _asked_without_consent(anna)
    assert ben.gets("/week")


def test_health_data_can_be_deleted_alone(house: House) -> None:
    """Deleting health data leaves the account and its consent, and nothing of what was said or advised."""
    anna = house.person("anna")
    _says_everything(anna)
    assert 204 == anna.asks("DELETE", "/health-data").status_code
    assert [1, 0, 0, 0] == [len(house.rows()[table]) for table in HEALTH]
    assert MARK.encode() not in house.database.read_bytes()
    assert 404 == anna.asks("GET", "/week").status_code


def test_deleting_an_account_leaves_nothing(house: House) -> None:
    """Nothing of a deleted account is in any table, and its token is worth nothing."""
    anna = house.person("anna")
    _says_everything(anna)
    assert 204 == anna.asks("DELETE", "").status_code
    assert {table: [] for table in house.rows()} == house.rows()
    assert anna.id.encode() not in house.database.read_bytes()
    assert 401 == anna.asks("GET", "").status_code


def test_a_decision_that_meets_a_withdrawal_is_not_kept(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where consent is withdrawn while a week is being made, the database itself refuses the record of it."""
    from examples.coach_app import advising  # noqa: PLC0415 - it stands with what may not be installed

    anna = house.person("anna").trains()
    advised = advising.advised

    def meanwhile(facts: dict[str, object]) -> object:
        house.app.state.service.withdraw(anna.id)
        return advised(facts)

    anna.asks("POST", "/check-ins", {"soreness": 7})
    monkeypatch.setattr(advising, "advised", meanwhile)
    assert 403 == anna.asks("GET", "/week").status_code
    assert [[]] * 4 == [house.rows()[table] for table in HEALTH]


def test_the_export_is_all_that_is_held(house: House) -> None:
    """Each value of each row that is the athlete's stands in the export, but for hashes and inner numbers."""
    anna = house.person("anna")
    house.person("somebody-else").trains()
    _says_everything(anna)
    export = anna.gets("/export")
    text = json.dumps(export)
    rows = house.rows()
    consent = next(row for row in rows["consents"] if anna.id in row)
    held = [row for table in HEALTH[1:] for row in rows[table] if consent[0] in row]
    assert 4 <= len(held)
    for row in [*held, consent, *(row for row in rows["accounts"] if anna.id in row)]:
        for value in row:
            if (
                isinstance(value, int)
                or value == consent[0]
                or re.fullmatch(r"[0-9a-f]{32}\$?[0-9a-f]{0,128}|[0-9a-f]{64}", value)
            ):
                continue
            try:
                parts = json.loads(value)
            except ValueError:
                parts = value
            assert json.dumps(parts).strip("{}") in text
    assert "somebody-else" not in text


def test_a_consent_is_kept_with_its_wording(house: House) -> None:
    """An export says when somebody agreed, and to what; agreeing twice changes nothing."""
    anna = house.person("anna").agrees().agrees()
    assert {"at": "2026-11-23T08:00:00+00:00"}.items() <= anna.gets("/export")["consent"].items()
    assert "training advice" in anna.gets("")["consent"]["wording"]
