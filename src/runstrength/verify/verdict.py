"""What a proof comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from runstrength.facts import Facts

__all__ = ["Counterexample", "Verdict"]


@attrs.frozen
class Counterexample:
    """One runner, or two who differ in what a guarantee compares, for whom it breaks.

    `broken` says in which ways it breaks on the real engine, `about` which part of the result each is about; if there
    are none, the library does not confirm what the solver found. `explained` is what the library says of the first.
    """

    profiles: tuple[Facts, ...]
    broken: tuple[str, ...]
    about: tuple[str, ...] = ()
    explained: str = ""

    @property
    def confirmed(self) -> bool:
        """Whether the library, asked about these runners, breaks the guarantee."""
        return bool(self.broken)

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {
            "profiles": [profile.to_dict() for profile in self.profiles],
            "confirmed": self.confirmed,
            "broken": list(self.broken),
            "explained": self.explained,
        }


@attrs.frozen
class Verdict:
    """Whether a guarantee holds for every runner: True is proved, False refuted and replayed, None is neither.

    None says that the time was up, or that there is a counterexample which the library does not confirm. `rests_on`
    are rules that a proof needs: it would hold whatever all the others said. `of_nobody` names
    it, or those that `for` makes of it, whose condition nobody can meet, so that they promise nothing.
    """

    name: str
    sentence: str
    holds: bool | None
    seconds: float
    counterexample: Counterexample | None = None
    rests_on: tuple[str, ...] = ()
    of_nobody: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {
            "guarantee": self.name,
            "says": self.sentence,
            "holds": self.holds,
            "of_nobody": list(self.of_nobody),
            "seconds": round(self.seconds, 3),
            "rests_on": list(self.rests_on),
            "counterexample": self.counterexample and self.counterexample.to_dict(),
        }
