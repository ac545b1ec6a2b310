"""What can go wrong, one exception for each cause.

Every exception that this library raises on purpose is a `RunstrengthError`; catching that one is enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runstrength.facts import Problem
    from runstrength.rulebook.diagnostics import Diagnostic

__all__ = [
    "EngineError",
    "EngineUnavailableError",
    "ProfileError",
    "RulebookError",
    "RunstrengthError",
    "UnknownNameError",
]


class RunstrengthError(Exception):
    """The base of all errors of this library."""


class ProfileError(RunstrengthError, ValueError):
    """What was said of a runner cannot be right.

    `problems` holds every problem of the profile, not just the first: each with the path of the field, the value as
    it can safely be shown, what is allowed, and the nearest known name where one is close.
    """

    problems: tuple[Problem, ...]

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(tuple(problems))
        self.problems = tuple(problems)

    def __str__(self) -> str:
        count = len(self.problems)
        head = "the profile has a problem" if count == 1 else f"the profile has {count} problems"
        return "\n".join([f"{head}:", *(f"  {problem}" for problem in self.problems)])


class RulebookError(RunstrengthError, ValueError):
    """A rulebook cannot be used as it is written.

    `diagnostics` holds every problem of all its files: code, place, sentence and help.
    """

    diagnostics: tuple[Diagnostic, ...]

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(tuple(diagnostics))
        self.diagnostics = tuple(diagnostics)

    def __str__(self) -> str:
        count = len(self.diagnostics)
        head = "the rulebook has a problem" if count == 1 else f"the rulebook has {count} problems"
        return "\n".join([f"{head}:", *(str(diagnostic) for diagnostic in self.diagnostics)])


class EngineError(RunstrengthError):
    """An engine failed, or was asked for by a name that no engine has; no answer was given."""


class EngineUnavailableError(EngineError):
    """The engine asked for cannot run here; the message says in one sentence why, and which one can."""


class UnknownNameError(RunstrengthError, LookupError):
    """A question about a name that the rulebook does not know; the message gives the nearest known name."""
