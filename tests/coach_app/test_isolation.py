"""Each athlete sees only their own, whatever way they try."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.coach_app.house import PASSWORD, PROFILE

if TYPE_CHECKING:
    from httpx2 import Response

    from tests.coach_app.house import House, Person

SECRET = "compartment_syndrome"  # noqa: S105 - what Anna says of her health, and Ben must not see
BODIES: dict[str, object] = {"profile": PROFILE, "check-ins": {"pain": {"knee": 1}}}


def _two(house: House) -> tuple[Person, Person, str]:
    """Give two athletes, and the id of a decision of the first."""
    anna, ben = house.person("anna").trains(), house.person("ben").trains()
    anna.checks_in(signs=[SECRET])
    return anna, ben, anna.gets("/decisions")[0]["id"]


def _own_routes(house: House) -> list[tuple[str, str]]:
    """Give every route of the API that is about one athlete, as the application itself lists them."""
    paths = house.app.openapi()["paths"]
    return [
        (method.upper(), path)
        for path, methods in paths.items()
        for method in methods
        if path.startswith("/api/athletes/{athlete}")
    ]


def _sees_nothing(response: Response, anna: Person) -> None:
    assert response.status_code in {401, 403, 404}, response.request.url
    assert SECRET not in response.text
    assert anna.id not in response.text


def test_no_route_lets_another_athlete_in(house: House) -> None:
    """Every route with an id, asked by another athlete, by nobody and with a wrong token, gives and changes nothing."""
    anna, ben, decision = _two(house)
    routes = _own_routes(house)
    assert 15 <= len(routes)
    before = house.rows()
    for method, path in routes:
        url = path.format(athlete=anna.id, decision=decision, item="focus")
        body = BODIES.get(path.rpartition("/")[2])
        for headers in (ben.headers, {}, {"Authorization": "Bearer x"}, {"Authorization": "Basic x"}):
            _sees_nothing(house.client.request(method, url, headers=headers, json=body), anna)
    assert before == house.rows()


def test_a_decision_of_another_is_not_found_under_the_own_id(house: House) -> None:
    """An id of somebody else's decision leads nowhere, under one's own path and on the pages."""
    anna, ben, decision = _two(house)
    for path in (f"/decisions/{decision}", f"/decisions/{decision}/replay"):
        _sees_nothing(ben.asks("GET", path), anna)
    _signs_in(house, "ben")
    _sees_nothing(house.client.get(f"/decisions/{decision}"), anna)


def test_what_is_not_there_looks_like_what_is_not_ones_own(house: House) -> None:
    """Whoever guesses ids does not learn which of them exist."""
    anna, ben, decision = _two(house)
    theirs = house.client.get(anna.path, headers=ben.headers)
    nowhere = house.client.get(anna.path[:-1] + "-", headers=ben.headers)
    assert (theirs.status_code, theirs.text) == (nowhere.status_code, nowhere.text)
    theirs, nowhere = (ben.asks("GET", f"/decisions/{one}") for one in (decision, "nowhere"))
    assert (theirs.status_code, theirs.text) == (nowhere.status_code, nowhere.text)


def _token(page: Response) -> str:
    found = re.search(r'name="form" value="(\w+)"', page.text)
    assert found is not None
    return found[1]


def _signs_in(house: House, name: str) -> None:
    form = {"form": _token(house.client.get("/sign-in")), "name": name, "password": PASSWORD}
    assert 303 == house.client.post("/sign-in", data=form, follow_redirects=False).status_code


def test_pages_show_only_the_own(house: House) -> None:
    """No page of one athlete holds anything of another."""
    _two(house)
    _signs_in(house, "ben")
    for path in ("/week", "/profile", "/decisions", "/data", "/data/export", "/consent"):
        response = house.client.get(path)
        assert 200 == response.status_code
        assert SECRET not in response.text


POSTED = ("/profile", "/check-in", "/consent", "/consent/withdraw", "/data/delete-health-data", "/data/delete-account")


@pytest.mark.parametrize("path", [*POSTED, "/sign-out"])
def test_a_form_from_elsewhere_is_refused(house: House, path: str) -> None:
    """Without the token of this very session, or with that of another, a form changes nothing."""
    house.person("anna").trains()
    anonymous = _token(house.client.get("/sign-in"))
    _signs_in(house, "anna")
    before = house.rows()
    for form in ({}, {"form": "x"}, {"form": anonymous}, {"form": "é"}):
        assert 403 == house.client.post(path, data={**form, "agree": "yes"}).status_code
    assert before == house.rows()


@pytest.mark.parametrize("path", POSTED)
def test_pages_want_a_sign_in(house: House, path: str) -> None:
    """A form of somebody who is not signed in is not taken, even with a token of its own."""
    token = _token(house.client.get("/sign-in"))
    assert 401 == house.client.post(path, data={"form": token}).status_code


def test_signing_out_ends_a_token(house: House) -> None:
    """A token is worth nothing after signing out."""
    anna = house.person("anna")
    assert 204 == house.client.delete("/api/sign-ins/this", headers=anna.headers).status_code
    assert 401 == anna.asks("GET", "").status_code


def test_a_token_has_its_time(house: House) -> None:
    """A token is worth nothing after two weeks."""
    anna = house.person("anna")
    house.now += timedelta(days=15)
    assert 401 == anna.asks("GET", "").status_code


def test_no_password_and_no_token_is_kept(house: House) -> None:
    """The database holds hashes alone."""
    anna = house.person("anna")
    kept = json.dumps(house.rows())
    assert PASSWORD not in kept
    assert anna.token not in kept


def test_a_wrong_password_and_a_wrong_name_are_answered_alike(house: House) -> None:
    """Whoever tries names does not learn which of them exist."""
    house.person("anna")
    tried = [{"name": "anna", "password": "x" * 12}, {"name": "nobody", "password": "x" * 12}]
    answers = [house.client.post("/api/sign-ins", json=one) for one in tried]
    assert [401, 401] == [answer.status_code for answer in answers]
    assert answers[0].text == answers[1].text
