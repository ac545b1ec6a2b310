"""One runner with the answer that a rulebook gives: what guarantees speak of, settled or symbolic."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Generic, TypeVar

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import z3

    from runstrength.outcome import Intensity
    from runstrength.verify.decoding import Key
    from runstrength.verify.encoding import Encoding
    from runstrength.verify.levels import Level

__all__ = ["SESSIONS", "Answers", "Runner", "Span"]

K = TypeVar("K")
T = TypeVar("T")
SESSIONS = ("sessions_per_week", "plyometric_sessions_per_week")


class Answers(Generic[K, T]):
    """Answers by name, each made when it is first asked for and then kept."""

    def __init__(self, make: Callable[[K], T]) -> None:
        self._make = make
        self._made: dict[K, T] = {}

    def __getitem__(self, key: K) -> T:
        if key not in self._made:
            self._made[key] = self._make(key)
        return self._made[key]


@attrs.frozen(eq=False)
class Span:
    """The two ends of a span."""

    low: Level
    high: Level


class Runner(ABC):
    """A runner with the answer that a rulebook gives.

    `facts` are codes: 0 is unknown; then the words of an enumeration, or the intervals of a number, or 1 for outside
    and 2 for inside a set. `vetoed` and `taken` are by exercise; so are `load` (an index into `LOADS`), `sets` and
    `dose` (each intensity that it may have, and when), which mean something only for what is taken. `referral` is 0
    for none, then the urgency; `sessions`, `focus` and `advised` are by name, `cued` by exercise and cue. `asked` says
    that a fact is among the questions.
    """

    encoding: Encoding
    facts: Answers[Key, Level]
    fired: Answers[str, z3.BoolRef]
    vetoed: Answers[str, z3.BoolRef]
    taken: Answers[str, z3.BoolRef]
    load: Answers[str, Level]
    sets: Answers[str, Level]
    dose: Answers[str, Mapping[Intensity, z3.BoolRef]]
    sessions: Answers[str, Span]
    focus: Answers[str, z3.BoolRef]
    advised: Answers[str, z3.BoolRef]
    cued: Answers[tuple[str, str], z3.BoolRef]
    asked: Answers[Key, z3.BoolRef]
    referral: Level

    def known(self, field: str, key: str | None = None) -> z3.BoolRef:
        """Say that a fact is known."""
        return self.facts[field, key].at_least(1)

    @abstractmethod
    def session_over(self, sets: int) -> z3.BoolRef:
        """Say that the next session holds more than so many sets."""
