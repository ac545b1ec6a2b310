"""The library itself, in the ways that it is called.

Each call is given a profile that was made for it, so that nothing can have been kept on the profile.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import runstrength
from benchmarks.translations.peer import Peer, PeerUnavailableError, anew
from runstrength.engine import engine_for

if TYPE_CHECKING:
    from runstrength.facts import Facts
    from runstrength.recommendation import Recommendations
    from runstrength.rulebook import Rulebook

__all__ = ["DURABLE", "MAPPING", "NATIVE", "PROFILE", "TO_DICT", "durable", "native", "recommending"]

NATIVE = "native engine"
DURABLE = "durable engine"
PROFILE = "recommend(Profile)"
MAPPING = "recommend(mapping)"
TO_DICT = "recommend(Profile).to_dict()"


def native(rulebook: Rulebook) -> tuple[Peer, ...]:
    """Give the default engine, which says what the right answers are."""
    return (Peer(NATIVE, engine_for(rulebook).infer, anew),)


def durable(rulebook: Rulebook) -> tuple[Peer, ...]:
    """Give the engine on durable-rules."""
    try:
        return (Peer(DURABLE, engine_for(rulebook, "durable").infer, anew),)
    except runstrength.EngineUnavailableError as error:
        raise PeerUnavailableError(str(error)) from error


def recommending(rulebook: Rulebook) -> tuple[Peer, ...]:
    """Give what the whole way from a runner to recommendations takes."""
    recommend = partial(runstrength.recommend, rulebook=rulebook)

    def to_dict(facts: Facts) -> dict[str, Any]:
        return recommend(facts).to_dict()

    return (
        Peer(PROFILE, recommend, anew, _fired),
        Peer(MAPPING, recommend, lambda facts: facts.to_dict(), _fired),
        Peer(TO_DICT, to_dict, anew, None),
    )


def _fired(result: Recommendations) -> frozenset[str]:
    return result.fired
