"""One part of a dose: of the rules that speak of it, the one that counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from runstrength.outcome import Intensity
from runstrength.rulebook.rule import LOADS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from runstrength.rulebook.rule import Dose, Exercise

__all__ = ["LIGHT", "Part", "Spoken", "at_most", "caution", "choose", "meaning_of", "smallest"]

T = TypeVar("T")
LIGHT = LOADS.index("light")

# What a rule says of a part: its tier, how closely it speaks of the exercise, the value, and the number of the rule.
Spoken = tuple[int, int, T, int]


def caution(meaning: Intensity) -> tuple[int, ...]:
    """Sort the more cautious first: lighter, fewer, more rest."""
    low, high = meaning.reps or meaning.seconds or (0, 0)
    return LOADS.index(meaning.load), high, low, -meaning.rest_seconds[1], -meaning.rest_seconds[0]


class Part(NamedTuple, Generic[T]):
    """One part of a dose: what it is, which rule says so, and what it beat: a rival, or the best of a lower tier."""

    value: T
    rule: int
    beaten: tuple[T, int] | None


def choose(spoken: list[Spoken[T]], caution: Callable[[T], tuple[int, ...]]) -> Part[T] | None:
    """Choose of what rules say: highest tier, closest, most cautious, first name."""
    if not spoken:
        return None

    def best(of: list[Spoken[T]]) -> Spoken[T]:
        return min(of, key=lambda x: (-x[0], -x[1], caution(x[2]), x[3]))

    tier, closeness, value, rule = best(spoken)
    # A rival speaks on the same tier and as closely: only caution decided between the two.
    beaten = [x for x in spoken if x[:2] == (tier, closeness) and x[3] != rule and x[2] != value]
    beaten = beaten or [x for x in spoken if x[0] < tier]
    if not beaten:
        return Part(value, rule, None)
    _, _, other, by = best(beaten)
    return Part(value, rule, (other, by) if other != value else None)


def smallest(caps: Iterable[tuple[int, int]]) -> tuple[int | None, int]:
    """Give the smallest of some caps (value, number of the rule), and the rules that set it, as bits."""
    found = list(caps)
    least = min((cap for cap, _ in found), default=None)
    return least, sum(1 << rule for rule in {rule for cap, rule in found if cap == least})


def meaning_of(dose: Dose, exercise: Exercise) -> Intensity:
    """Give what a dose that says how heavy means for an exercise."""
    assert dose.load is not None  # noqa: S101 - only doses with a load come here
    scheme = exercise.schemes.get(dose.load)
    if scheme is None:
        load = at_most(exercise, LOADS.index(dose.load)) or exercise.lowest
        lower = exercise.schemes[load]
        return Intensity(load, lower.reps, lower.seconds, lower.rest_seconds)
    return Intensity(
        load=dose.load,
        reps=scheme.reps and (dose.reps or scheme.reps),
        seconds=scheme.seconds and (dose.seconds or scheme.seconds),
        rest_seconds=dose.rest_seconds or scheme.rest_seconds,
    )


def at_most(exercise: Exercise, cap: int) -> str | None:
    """Give the heaviest load that an exercise can be done with at or below a cap."""
    fitting = [load for load in exercise.schemes if LOADS.index(load) <= cap]
    return fitting[-1] if fitting else None
