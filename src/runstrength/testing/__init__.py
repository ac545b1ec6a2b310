"""What a rulebook of your own is written and tested with (extra `testing`: hypothesis, pytest).

    from hypothesis import given
    from runstrength.testing import profiles, suite

    @given(profiles("rules"))
    def test_nobody_is_asked_to_lift_every_day(runner): ...

    def test_what_holds_for_every_rulebook():
        suite("rules")

The examples of rule files are tests by themselves, wherever pytest finds the files. Everything here is imported when
it is first asked for: the plugin of pytest and the commands that write templates need no Hypothesis.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from runstrength.errors import RunstrengthError

if TYPE_CHECKING:
    from runstrength.testing.keeping import assert_keeps
    from runstrength.testing.properties import (
        check_engines_agree,
        check_monotone,
        check_never_both,
        check_order_does_not_matter,
        check_reasons_are_faithful,
        suite,
    )
    from runstrength.testing.strategies import mappings, profiles, rulebooks
    from runstrength.testing.tracing import RuleCoverage, coverage

__all__ = [
    "RuleCoverage",
    "assert_keeps",
    "check_engines_agree",
    "check_monotone",
    "check_never_both",
    "check_order_does_not_matter",
    "check_reasons_are_faithful",
    "coverage",
    "mappings",
    "profiles",
    "rulebooks",
    "suite",
]

_WHERE = {
    "RuleCoverage": "tracing",
    "assert_keeps": "keeping",
    "coverage": "tracing",
    "mappings": "strategies",
    "profiles": "strategies",
    "rulebooks": "strategies",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever has that name
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        module = import_module(f"{__name__}.{_WHERE.get(name, 'properties')}")
    except ModuleNotFoundError as error:
        if error.name != "hypothesis":
            raise
        raise RunstrengthError(f"{name} needs hypothesis: pip install 'runstrength[testing]'") from error
    globals()[name] = getattr(module, name)
    return globals()[name]
