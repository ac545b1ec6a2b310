"""What a proof comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from runstrength.facts import Facts

__all__ = ["Counterexample", "Verdict"]


@attrs.frozen
class Counterexample:
    """One runner, or two who differ in one fact, for whom a guarantee breaks.

    `broken` says in which ways it breaks on the real engine; if it is empty, the library does not confirm what the
    solver found.
    """

    profiles: tuple[Facts, ...]
    broken: tuple[str, ...]

    @property
    def confirmed(self) -> bool:
        """Whether the library, asked about these runners, breaks the guarantee."""
        return bool(self.broken)


@attrs.frozen
class Verdict:
    """Whether a guarantee holds for every runner: True is proved, False refuted and replayed, None is neither.

    None says that the time was up, or that there is a counterexample which the library does not confirm.
    """

    name: str
    sentence: str
    holds: bool | None
    seconds: float
    counterexample: Counterexample | None = None
