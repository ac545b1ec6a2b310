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
    """Where somebody stands with an exercise at one load and range: so many repetitions, so heavy at last.

    The weight is kept while none is named, in pain say: what comes after it grows from there.
    """

    target: int
    kilograms: float | None


def stepped(before: Step | None, done: Done, there: Sequence[float], share: float, *, forward: bool) -> Step | None:
    """Give the step of this week; None for what has no repetitions.

    `there` are the weights that there are; `share` is by how much one may grow in a week. It goes `forward` where the
    week before was done. A load and range that is new begins at the lower end, with the weight reckoned for it.
    """
    wanted = done.lifting.kilograms
    if done.what.reps is None:
        return None
    low, high = done.what.reps
    if before is None:
        return Step(low, wanted)
    if before.kilograms is None:
        before = attrs.evolve(before, kilograms=wanted)
    if not forward:
        return before
    if before.target < high:
        return attrs.evolve(before, target=before.target + 1)
    if wanted is None or before.kilograms is None:
        return before
    limit = before.kilograms * (1 + share)
    heavier = max((weight for weight in there if before.kilograms < weight <= limit), default=None)
    return before if heavier is None else Step(low, heavier)


def lowered(step: Step, low: int, there: Sequence[float], share: float) -> Step:
    """Give the step after weeks without training: a share of the weight, or the lightest, and few repetitions."""
    if step.kilograms is None:
        return Step(low, None)
    most = step.kilograms * share
    return Step(low, max((weight for weight in there if weight <= most), default=min(there, default=None)))
