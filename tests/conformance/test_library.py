"""A rulebook of another domain, with a vocabulary of its own, runs on every engine without a change to the package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from runstrength import EngineUnavailableError, ProfileError, infer, load_rulebook
from runstrength.checking import check
from runstrength.engine import ENGINES, engine_for
from tests.conformance.fines import Reader

HERE = Path(__file__).parent
RULEBOOK = load_rulebook(HERE / "library", profile=Reader)
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "library_cases.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["note"])
def test_case(case: dict[str, Any], engine: str) -> None:
    """Just the rules that the case names fire."""
    try:
        engine_for(RULEBOOK, engine)
    except EngineUnavailableError as error:
        pytest.skip(str(error))
    assert set(case["want"]) == infer(case["input"], rulebook=RULEBOOK, engine=engine)
    assert set(case["want"]) == infer(Reader.from_dict(case["input"]), rulebook=RULEBOOK, engine=engine)


def test_every_rule_fires_in_some_case_and_is_silent_in_another() -> None:
    """The cases leave no rule out; only `switched-off` never fires."""
    fired = [set(case["want"]) for case in CASES]
    assert set(RULEBOOK.rules) - {"switched-off"} == set.union(*fired)
    assert set.intersection(*fired) == set()


def test_the_examples_hold() -> None:
    """The rulebook is without a problem, its examples included."""
    assert check(HERE / "library", profile=Reader)[1] == []


def test_it_has_three_strata_and_more() -> None:
    """Findings rest on findings, which rest on facts."""
    stratum = {name: number for number, names in enumerate(RULEBOOK.strata) for name in names}
    assert stratum["late"] < stratum["fined"] < stratum["blocked"] < stratum["tell-that-the-card-is-blocked"]


def test_its_vocabulary_is_checked() -> None:
    """What is wrong with a reader is named as it is for a runner."""
    with pytest.raises(ProfileError) as raised:
        infer({"card": "adlt", "overdue_days": {"bok": 3}, "pain": {"knee": 4}}, rulebook=RULEBOOK)
    assert [("card", "adult"), ("overdue_days.bok", "book"), ("pain", None)] == [
        (problem.path, problem.nearest) for problem in raised.value.problems
    ]
