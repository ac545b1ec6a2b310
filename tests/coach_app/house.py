"""The application as its tests use it. Importing this skips a test where what the application needs is not there."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import attrs
import pytest

pytest.importorskip("fastapi", reason="no fastapi: RUNSTRENGTH_WITH_APP=1 python3 run.py test tests/coach_app")
pytest.importorskip("httpx2", reason="no httpx2: RUNSTRENGTH_WITH_APP=1 python3 run.py test tests/coach_app")
pytest.importorskip("sqlalchemy", reason="no sqlalchemy: RUNSTRENGTH_WITH_APP=1 python3 run.py test tests/coach_app")

from fastapi.testclient import TestClient

from examples.coach_app.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastapi import FastAPI
    from httpx2 import Response

PASSWORD = "correct horse battery"  # noqa: S105 - of people who are not real
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
PROFILE: dict[str, Any] = {
    "facts": {"discipline": "marathon", "strength_experience": "intermediate", "equipment": ["dumbbells", "bands"]},
    "runs": {"monday": "easy", "tuesday": "hard", "sunday": "long"},
    "days": ["monday", "wednesday", "friday"],
    "minutes": 40,
}


@attrs.frozen
class Person:
    """Somebody with an account, as the API knows them."""

    client: TestClient
    id: str
    token: str

    @property
    def path(self) -> str:
        """Where everything of theirs is."""
        return f"/api/athletes/{self.id}"

    @property
    def headers(self) -> dict[str, str]:
        """What a request of theirs shows."""
        return {"Authorization": f"Bearer {self.token}"}

    def asks(self, method: str, path: str, body: object = None) -> Response:
        """Ask for something of their own."""
        return self.client.request(method, self.path + path, headers=self.headers, json=body)

    def gets(self, path: str) -> Any:  # noqa: ANN401 - JSON
        """Give what they are answered."""
        response = self.asks("GET", path)
        assert 200 == response.status_code, response.text
        return response.json()

    def agrees(self) -> Person:
        """Let them agree that health data are kept."""
        assert 204 == self.asks("PUT", "/consent").status_code
        return self

    def trains(self) -> Person:
        """Let them agree, say who they are as runners, and see their week."""
        assert 204 == self.agrees().asks("PUT", "/profile", PROFILE).status_code
        assert self.gets("/week")["week"]["sessions"]
        return self

    def checks_in(self, **said: object) -> dict[str, Any]:
        """Let them say how it is today; give their week."""
        response = self.asks("POST", "/check-ins", said)
        assert 201 == response.status_code, response.text
        week: dict[str, Any] = self.gets("/week")
        return week


@attrs.define
class House:
    """The application, its clock and its database."""

    app: FastAPI
    client: TestClient
    database: Path
    now: datetime = MONDAY

    def person(self, name: str) -> Person:
        """Make an account."""
        response = self.client.post("/api/athletes", json={"name": name, "password": PASSWORD})
        assert 201 == response.status_code, response.text
        return Person(self.client, response.json()["athlete"], response.json()["token"])

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Give every row of every table."""
        connection = sqlite3.connect(self.database)
        try:
            names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}  # noqa: S608 - ours
        finally:
            connection.close()


@contextmanager
def open_house(database: Path) -> Iterator[House]:
    """Open the application over a new database."""
    app = create_app(f"sqlite:///{database}", lambda: house.now)
    with TestClient(app) as client:
        house = House(app, client, database)
        yield house
