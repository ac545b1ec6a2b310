"""Every planted fault is caught, and the rulebook without one is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.__main__ import caught
from tests.faults.planted import CODE, RULES
from tests.faults.tools import seen
from tests.faults.twenty import shown

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.planted import Edit, Patch

pytest.importorskip("z3", reason="z3-solver is not installed")


@pytest.mark.parametrize("fault", [*RULES, *CODE], ids=lambda fault: fault.name)
def test_a_fault_is_caught(fault: Edit | Patch, tmp_path: Path) -> None:
    """The check that is named for it sees it."""
    found = caught(fault, tmp_path, only=fault.caught_by)
    assert found is not None
    assert fault.caught_by == found[0]


def test_no_check_cries_wolf(tmp_path: Path) -> None:
    """Nothing is found where no fault was planted; that every guarantee is proved then, another test holds."""
    for check in ("examples", "contract", "matrix", "twenty runners", "definition"):
        assert caught(None, tmp_path / check, only=check) is None


def test_there_are_twenty_runners() -> None:
    """The pages of the documentation show the answers to twenty runners."""
    assert 20 == len(shown())


@pytest.mark.parametrize(
    ("name", "tools"), [("a limit becomes a dose", ["check"]), ("a veto is dropped", ["check", "prove", "diff"])]
)
def test_the_tools_of_every_author_see_it(name: str, tools: list[str], tmp_path: Path) -> None:
    """What is said by check, prove and diff names the fault, and whom it reaches."""
    (fault,) = (fault for fault in RULES if fault.name == name)
    found = list(seen(fault, tmp_path))
    assert tools == list(dict.fromkeys(one.tool for one in found))
    assert all(one.runner.startswith("{discipline: ") for one in found if one.tool != "check")
