"""What a proof comes to."""

from __future__ import annotations

from typing import Any

import attrs

__all__ = ["Counterexample", "Verdict"]


@attrs.frozen
class Counterexample:
    """One runner, or two who differ in one fact, for whom a guarantee breaks.

    `broken` says in what way it breaks on the real engine; if it is empty, the library does not confirm what the solver found.
    """

    profiles: tuple[dict[str, Any], ...]
    broken: tuple[str, ...]

    @property
    def confirmed(self) -> bool:
        """Whether the library, asked about these runners, breaks the guarantee."""
        return bool(self.broken)


@attrs.frozen
class Verdict:
    """Whether a guarantee holds for every runner: True is proved, False refuted, None neither, for want of time."""

    name: str
    sentence: str
    holds: bool | None
    seconds: float
    counterexample: Counterexample | None = None
