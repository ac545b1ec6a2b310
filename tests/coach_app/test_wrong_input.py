"""Wrong input is answered with every problem at once, and nothing of it is kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.coach_app.house import PASSWORD, PROFILE

if TYPE_CHECKING:
    from tests.coach_app.house import House

WRONG: list[tuple[str, str, object, set[str]]] = [
    (
        "PUT",
        "/profile",
        {
            "facts": {"discipline": "marathn", "age": 255, "pain": {"knee": 3}, "days_to_race": 3, "shoes": 1},
            "runs": {"mon": "easy", "tuesday": "slow"},
            "days": ["monday", "someday"],
            "minutes": "40",
            "race": "2026-02-30",
            "more": 1,
        },
        {
            "facts.discipline", "facts.age", "facts.pain", "facts.days_to_race", "facts.shoes", "runs.mon.[key]",
            "runs.tuesday", "days.1", "minutes", "race", "more",
        },
    ),
    ("PUT", "/profile", {"facts": {}}, {"facts.discipline"}),
    ("PUT", "/profile", {"facts": None}, {"facts"}),
    ("PUT", "/profile", {}, {"facts"}),
    ("PUT", "/profile", [], {""}),
    ("PUT", "/profile", {**PROFILE, "race": 0}, {"race"}),
    ("PUT", "/profile", {**PROFILE, "minutes": 5}, {"minutes"}),
    (
        "POST",
        "/check-ins",
        {"pain": {"kne": 3, "knee": 11}, "soreness": -1, "sleep_hours": "x", "signs": ["x"], "discipline": "trail"},
        {"pain.kne", "pain.knee", "soreness", "sleep_hours", "signs.0", "discipline"},
    ),
    ("POST", "/check-ins", "knee", {""}),
    ("POST", "/check-ins", {"soreness": 1e400}, {"soreness"}),
    ("POST", "/check-ins", {"\ud800": 1, "nights_worked": True}, {'"\\ud800"', "nights_worked"}),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "body", "wrong"), WRONG)
def test_every_problem_is_named(house: House, method: str, path: str, body: Any, wrong: set[str]) -> None:  # noqa: ANN401 - JSON
    """A body is answered with 422 and each of its problems by its place, and changes nothing."""
    anna = house.person("anna").trains()
    before = house.rows()
    headers = {**anna.headers, "Content-Type": "application/json"}
    answer = house.client.request(method, anna.path + path, headers=headers, content=json.dumps(body))
    assert 422 == answer.status_code
    assert wrong == {".".join(map(str, problem["loc"][1:])) for problem in answer.json()["detail"]}
    assert all(problem["msg"] for problem in answer.json()["detail"])
    assert before == house.rows()


def test_what_was_sent_is_not_repeated(house: House) -> None:
    """A password that is refused does not come back in the answer."""
    answer = house.client.post("/api/athletes", json={"name": "A", "password": "geheim"})
    assert 422 == answer.status_code
    assert {"name", "password"} == {problem["loc"][1] for problem in answer.json()["detail"]}
    assert "geheim" not in answer.text


def test_a_name_is_taken_once(house: House) -> None:
    """A second account of the same name is refused, and the first one stays."""
    anna = house.person("anna")
    assert 409 == house.client.post("/api/athletes", json={"name": "anna", "password": PASSWORD}).status_code
    assert anna.gets("")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 5000, b"NaN", b'{"name": 1e999}'])
def test_what_is_no_json_is_refused(house: House, content: bytes) -> None:
    """Bytes that are no body are answered as such."""
    answer = house.client.post("/api/athletes", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code in {400, 422}
