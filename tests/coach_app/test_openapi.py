"""The API keeps to what it publishes: its OpenAPI document, asked by schemathesis, every check, the same every time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.coach_app.house import open_house

pytest.importorskip("schemathesis", reason="schemathesis is not installed: RUNSTRENGTH_WITH_APP=1")

import schemathesis
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

if TYPE_CHECKING:
    from pathlib import Path

    from schemathesis import APIOperation, Case

    from tests.coach_app.house import House, Person

CASES = 10  # of each operation and kind: right by the document, and wrong by it
SIGNED_IN = "/athletes/{athlete}"


class _Anna:
    """An athlete who is always there with all that can be there, whatever the last request deleted."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.count = 0
        self.person = self._new()

    def _new(self) -> Person:
        self.count += 1
        return self.house.person(f"anna-{self.count}")

    def there(self) -> Person:
        """Give her as she was in the beginning."""
        answer = self.person.asks("GET", "/decisions")
        if answer.status_code == 401:
            self.person = self._new()
        if answer.status_code != 200 or not answer.json():
            self.person.trains().checks_in(pain={"knee": 4})
        return self.person


def _asked(
    operation: APIOperation[Any, Any, Any, Any], anna: _Anna, mode: GenerationMode, counted: list[tuple[str, int]]
) -> None:
    """Ask one operation, and hold every answer to every check."""
    here = {"athlete": anna.there().id} if SIGNED_IN in operation.path else None
    fixed = here if mode is GenerationMode.NEGATIVE and operation.body else None
    cases = operation.as_strategy(mode, path_parameters=fixed)

    @seed(20261126)
    @settings(
        max_examples=CASES,
        database=None,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(cases, st.booleans())
    def ask(case: Case[Any], real: bool) -> None:  # noqa: FBT001 - drawn
        person = anna.there()
        if fixed or (mode is GenerationMode.POSITIVE and here):
            case.path_parameters["athlete"] = person.id
        if mode is GenerationMode.POSITIVE and real and "decision" in case.path_parameters:
            case.path_parameters["decision"] = person.gets("/decisions")[0]["id"]
        if mode is GenerationMode.POSITIVE and real and "item" in case.path_parameters:
            case.path_parameters["item"] = "glute-bridge"
        response = case.call_and_validate(headers=person.headers)
        counted.append((operation.label, response.status_code))

    ask()


def test_schemathesis_finds_nothing(tmp_path: Path) -> None:
    """No operation breaks the document, takes wrong data for right ones, or lets in who is not signed in."""
    counted: list[tuple[str, int]] = []
    with open_house(tmp_path / "house.db") as house:
        anna = _Anna(house)
        schema = schemathesis.openapi.from_asgi("/openapi.json", house.app)
        operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
        assert 18 <= len(operations)
        for operation in operations:
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                _asked(operation, anna, mode, counted)
    assert 350 <= len(counted)
    assert {operation.label for operation in operations} == {label for label, status in counted if 200 <= status < 300}
