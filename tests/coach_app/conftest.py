"""The application over a database of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.coach_app.house import House


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Give the application, with nobody in it."""
    from tests.coach_app.house import open_house  # noqa: PLC0415 - what it needs may not be installed

    with open_house(tmp_path / "house.db") as opened:
        yield opened
