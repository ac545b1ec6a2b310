"""Leg-strength training for runners, with the reason for every piece of it.

import runstrength

result = runstrength.recommend({"discipline": "marathon", "pain": {"knee": 4}})
result.next_session
print(result.why("glute-bridge"))
"""

from runstrength._version import __version__
from runstrength.api import build_rulebook, infer, load_rulebook, recommend, shipped_rulebook
from runstrength.errors import (
    EngineError,
    EngineUnavailableError,
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
    "recommend",
    "shipped_rulebook",
]
