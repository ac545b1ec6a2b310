"""What is wrong with a rulebook that can be read, before anything runs: one check a file.

    report = lint(rulebook)
    for diagnostic in report.diagnostics:
        print(diagnostic)

Only what the rulebook declares itself is looked at, not what it builds on. What a check calls dead is proved dead by
the solver (extra `verify`); where it is not installed, or its time is up, the check says so and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from runstrength.errors import RunstrengthError
from runstrength.lints import (
    disagreeing_doses,
    duplicate,
    listed_veto,
    lonely_threshold,
    never_fires,
    no_effect,
    overruled_dose,
    shadowed,
    slips_past,
    uncited_source,
    unprescribed_exercise,
    unreachable_exercise,
    unread_field,
    unused_finding,
    unused_spare,
)
from runstrength.lints.context import Context
from runstrength.rulebook.diagnostics import CHECKS
from runstrength.verify import needs_solver

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runstrength.lints.context import Lint
    from runstrength.rulebook import Rulebook
    from runstrength.rulebook.diagnostics import Diagnostic

__all__ = ["LINTS", "Report", "as_data", "lint"]

# In the order in which they are made: what is dead or said twice is not looked at again, and what nothing had to be
# spared from is known last.
LINTS: tuple[Lint, ...] = tuple(
    module.LINT
    for module in (
        never_fires,
        duplicate,
        shadowed,
        no_effect,
        unused_finding,
        unprescribed_exercise,
        unreachable_exercise,
        overruled_dose,
        disagreeing_doses,
        listed_veto,
        slips_past,
        lonely_threshold,
        uncited_source,
        unread_field,
        unused_spare,
    )
)


@attrs.frozen
class Report:
    """What checks found, which of them could not decide all that they ask, and why, and which were not made."""

    diagnostics: tuple[Diagnostic, ...]
    undecided: Mapping[str, str]
    not_made: tuple[str, ...]


def lint(rulebook: Rulebook, *, timeout_ms: int = 20_000, deep: bool = False) -> Report:
    """Make all checks of a rulebook but those that it switches off; those that take long only if `deep`.

    `timeout_ms` is for each check that asks the solver.
    """
    context = Context(rulebook, timeout_ms)
    missing = _missing_solver()
    undecided: dict[str, str] = {}
    found: list[Diagnostic] = []
    for one in LINTS:
        if _is_off(rulebook, one) or (one.is_deep and not deep):
            context.unclear.add(one.name)
        elif one.needs_solver and missing:
            undecided[one.name] = missing
            context.unclear.add(one.name)
        else:
            context.begin(one)
            found += [one.diagnostic(of) for of in one.find(context) if not context.spares(one.name, of.name)]
            if one.needs_solver and context.prover.undecided:
                undecided[one.name] = "the time was up"
                context.unclear.add(one.name)
    not_made = () if deep else tuple(one.name for one in LINTS if one.is_deep and not _is_off(rulebook, one))
    return Report(tuple(sorted(found)), undecided, not_made)


def as_data(diagnostic: Diagnostic) -> dict[str, object]:
    """Give what is wrong as plain data; `check` is the name of the check, or nothing where it is an error."""
    check = next((name for name, (code, _) in CHECKS.items() if code == diagnostic.code), None)
    place = diagnostic.place
    return {
        "code": diagnostic.code,
        "check": check,
        "severity": diagnostic.severity,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "message": diagnostic.message,
        "help": diagnostic.help,
    }


def _is_off(rulebook: Rulebook, one: Lint) -> bool:
    return one.name in rulebook.checks and rulebook.checks[one.name].off is not None


def _missing_solver() -> str | None:
    try:
        needs_solver()
    except RunstrengthError as error:
        return str(error)
    return None
