"""The examples of all shipped rules are tests: where a rule says that it fires it fires, on every engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from runstrength import EngineUnavailableError, shipped_rulebook
from runstrength.checking import check_examples
from runstrength.engine import ENGINES, engine_for
from runstrength.shipped import rules_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runstrength.facts import Facts

SHIPPED = sorted(folder.name for folder in rules_folder().iterdir() if folder.is_dir())


def _examples() -> Iterator[tuple[str, str, bool, Facts]]:
    for name in SHIPPED:
        for rule in shipped_rulebook(name).rules.values():
            for fires, facts, _ in rule.examples:
                yield name, rule.name, fires, facts


def _id(example: tuple[str, str, bool, Facts]) -> str:
    return f"{example[1]}[{'fires' if example[2] else 'silent'}]"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("example", list(_examples()), ids=_id)
def test_example(example: tuple[str, str, bool, Facts], engine: str) -> None:
    """A rule fires for the profiles that say so, and for those that say so it is silent."""
    rulebook, rule, fires, facts = example
    try:
        made = engine_for(shipped_rulebook(rulebook), engine)
    except EngineUnavailableError as error:
        pytest.skip(str(error))
    assert fires == (rule in made.infer(facts))


@pytest.mark.parametrize("name", SHIPPED)
def test_no_example_is_passed_over(name: str) -> None:
    """Checking the rulebook as a whole finds nothing either."""
    assert check_examples(shipped_rulebook(name)) == []
