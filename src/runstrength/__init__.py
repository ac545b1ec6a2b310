"""Leg-strength training for runners, with the reason for every piece of it.

import runstrength

result = runstrength.recommend({"discipline": "marathon", "pain": {"knee": 4}})
result.next_session
print(result.why("glute-bridge"))
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from runstrength._version import __version__

if TYPE_CHECKING:
    from runstrength.api import build_rulebook, infer, load_rulebook, plan, recommend, shipped_rulebook
    from runstrength.errors import (
        EngineError,
        EngineUnavailableError,
        FrameError,
        PlanError,
        Problem,
        ProfileError,
        RecordError,
        RunstrengthError,
        UnknownNameError,
    )
    from runstrength.facts import Facts, fact
    from runstrength.language import add_translations
    from runstrength.profile import Profile
    from runstrength.recommendation import Recommendations
    from runstrength.rulebook import Rulebook, RulebookError

__all__ = [
    "EngineError",
    "EngineUnavailableError",
    "Facts",
    "FrameError",
    "PlanError",
    "Problem",
    "Profile",
    "ProfileError",
    "Recommendations",
    "RecordError",
    "Rulebook",
    "RulebookError",
    "RunstrengthError",
    "UnknownNameError",
    "__version__",
    "add_translations",
    "build_rulebook",
    "fact",
    "infer",
    "load_rulebook",
    "plan",
    "recommend",
    "shipped_rulebook",
]

# Where each name is defined: it is imported when it is first asked for, so that nobody waits for what he does not use.
_HOMES = {
    **dict.fromkeys(("build_rulebook", "infer", "load_rulebook", "plan", "recommend", "shipped_rulebook"), "api"),
    **dict.fromkeys(("EngineError", "EngineUnavailableError", "FrameError", "PlanError", "Problem"), "errors"),
    **dict.fromkeys(("ProfileError", "RecordError", "RunstrengthError", "UnknownNameError"), "errors"),
    **dict.fromkeys(("Facts", "fact"), "facts"),
    "add_translations": "language",
    "Profile": "profile",
    "Recommendations": "recommendation",
    **dict.fromkeys(("Rulebook", "RulebookError"), "rulebook"),
}


if not TYPE_CHECKING:  # or a type checker would believe in any name

    def __getattr__(name: str) -> object:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
