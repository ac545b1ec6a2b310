"""What can go wrong, one exception for each cause.

Every exception that this library raises on purpose is a `RunstrengthError`; catching that one is enough. (The one of a
rulebook stands beside its diagnostics.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "EngineError",
    "EngineUnavailableError",
    "FrameError",
    "PlanError",
    "Problem",
    "ProfileError",
    "RecordError",
    "RunstrengthError",
    "UnknownNameError",
]


class RunstrengthError(Exception):
    """The base of all errors of this library."""


@attrs.frozen
class Problem:
    """One thing that is wrong with a profile.

    `path` is the field (`pain.knee`, `goals[1]`; `$` for the whole), `value` the value as it can be shown, `message`
    what is wrong, `allowed` what would be right, and `nearest` the known name closest to what was written, or None.
    """

    path: str
    value: str
    message: str
    allowed: str
    nearest: str | None = None

    def __str__(self) -> str:
        hint = f"; did you mean {self.nearest}?" if self.nearest else ""
        return f"{self.path}: {self.message}: {self.value}; allowed: {self.allowed}{hint}"


class _ProblemsError(RunstrengthError, ValueError):
    """Several things that are wrong at once; `problems` holds every one of them."""

    of = ""
    problems: tuple[Problem, ...]

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(tuple(problems))
        self.problems = tuple(problems)

    def __str__(self) -> str:
        count = len(self.problems)
        head = f"the {self.of} has a problem" if count == 1 else f"the {self.of} has {count} problems"
        return "\n".join([f"{head}:", *(f"  {problem}" for problem in self.problems)])


class ProfileError(_ProblemsError):
    """What was said of a runner cannot be right.

    `problems` holds every problem of the profile, not just the first: each with the path of the field, the value as
    it can safely be shown, what is allowed, and the nearest known name where one is close.
    """

    of = "profile"


class PlanError(_ProblemsError):
    """What was said of a runner's weeks cannot be right; `problems` holds every problem, as those of a profile."""

    of = "plan"


class EngineError(RunstrengthError):
    """An engine failed, or was asked for by a name that no engine has; no answer was given."""


class EngineUnavailableError(EngineError):
    """The engine asked for cannot run here; the message says in one sentence why, and which one can."""


class FrameError(RunstrengthError, ValueError):
    """A frame whose columns cannot be read as facts; the message names every such column. No row was looked at."""


class UnknownNameError(RunstrengthError, LookupError):
    """A question about a name that the rulebook does not know; the message gives the nearest known name."""


class RecordError(RunstrengthError, ValueError):
    """A record of a decision that cannot be made or read; the message says what is wrong with it."""
