"""Every check finds what its page says that it finds, and nothing in what is called good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from runstrength.lints import LINTS
from runstrength.rulebook.diagnostics import CHECKS, CODES
from tests.lints.checks_page import HERE, PAGE, examples_of, found, page

if TYPE_CHECKING:
    from runstrength.lints.context import Lint

NAMES = [lint.name for lint in LINTS]
each_check = pytest.mark.parametrize("check", LINTS, ids=lambda check: check.name)


@each_check
def test_the_bad_example_is_found(check: Lint) -> None:
    """A bad example brings the code of its check and no other, with advice, and in a sentence without an end."""
    diagnostics = found(examples_of(check.name)["bad"], deep=check.is_deep)
    assert {check.code} == {one.code for one in diagnostics}
    for one in diagnostics:
        assert "warning" == one.severity
        assert one.message[-1] not in ".!"
        assert one.place.line > 0


@each_check
def test_the_good_example_is_good(check: Lint) -> None:
    """In a good example nothing at all is found."""
    assert () == found(examples_of(check.name)["good"], deep=check.is_deep)


def test_every_check_is_made_and_shown() -> None:
    """The checks that a header can name are those that there are, each with its own code and examples."""
    assert sorted(CHECKS) == sorted(NAMES)
    assert len(CHECKS) == len({code for code, _ in CHECKS.values()} - CODES.keys())
    assert sorted(CHECKS) == sorted(path.name for path in HERE.iterdir() if (path / "bad.yaml").is_file())


def test_the_page_of_the_documentation_is_up_to_date() -> None:
    """The reference shows what checks say as they say it."""
    assert page() == PAGE.read_text(encoding="utf-8")
