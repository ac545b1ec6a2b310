"""Double progression: first more repetitions within their range, then, from its upper end, a little more weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runstrength.planning.week import Done

__all__ = ["Step", "stepped"]


@attrs.frozen
class Step:
    """Where somebody stands with an exercise: at a load and a range of repetitions, so many of them, so heavy at last.

    The weight is kept while none is named, in pain say: what comes after it grows from there.
    """

    load: str
    reps: tuple[int, int]
    target: int
    kilograms: float | None


def stepped(before: Step | None, done: Done, there: Sequence[float], share: float, *, forward: bool) -> Step | None:
    """Give the step of this week; None for what has no repetitions.

    `there` are the weights that there are; `share` is by how much one may grow in a week. It goes `forward` where the
    week before was done. Where the rules ask for another load or range, repetitions begin at its lower end, and the
    weight is the one reckoned for it, or less: also then it never grows by more than the share.
    """
    what, wanted = done.what, done.lifting.kilograms
    if what.reps is None:
        return None
    low, high = what.reps
    known = None if before is None else before.kilograms
    limit = None if known is None else known * (1 + share)
    if before is None or (before.load, before.reps) != (what.load, what.reps):
        return Step(what.load, what.reps, low, known if wanted is None else _most(there, wanted, limit))
    if known is None:
        before = attrs.evolve(before, kilograms=wanted)
    if not forward:
        return before
    if before.target < high:
        return attrs.evolve(before, target=before.target + 1)
    heavier = None if limit is None or wanted is None else _most(there, limit, limit)
    grown = heavier is not None and known is not None and heavier > known
    return Step(what.load, what.reps, low, heavier) if grown else before


def _most(there: Sequence[float], wanted: float, limit: float | None) -> float | None:
    most = wanted if limit is None else min(wanted, limit)
    return max((weight for weight in there if weight <= most), default=None)
