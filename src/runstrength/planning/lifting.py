"""How heavy: repetitions in reserve for everybody, and kilograms for those of whom enough is known to name any.

A weight follows from a recent best by Epley's equation, `1RM = weight * (1 + repetitions / 30)`, read the other way
round for the repetitions that are to be done and those that are to be left in reserve (as it is given at
complementarytraining.com, "Load-Exertion Tables and Their Use for Planning, part 4", which tests it on athletes). It is
an estimate, better the fewer the repetitions, so a best counts only up to ten of them, and a weight is rounded down.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from runstrength.errors import PlanError, Problem
from runstrength.language import decimal, said
from runstrength.strangers import nearest, path_part, show

if TYPE_CHECKING:
    from runstrength.facts import Facts
    from runstrength.outcome import Item
    from runstrength.rulebook.rule import Exercise

__all__ = ["NO_WEIGHTS", "RESERVE", "Lifting", "Weights", "reserve_of", "weights_of"]

# Repetitions in reserve by load, least and most (the rulebook's loads are defined by them).
RESERVE: Mapping[str, tuple[int, int | None]] = MappingProxyType(
    {"light": (5, None), "moderate": (3, 4), "heavy": (1, 2)}
)
EPLEY = 30
MOST_REPETITIONS = 10  # a best of more tells little of one repetition
HEAVIEST = 500.0  # kilograms: more is no weight but a slip of the pen
_MOST_PLATES = 12


@attrs.frozen
class Lifting:
    """How heavy an exercise is to be: in words, and in kilograms where these can be said.

    `kilograms` is the whole weight, the bar and all its plates or the dumbbell; None: `because` says why not.
    """

    reserve: str | None
    kilograms: float | None
    because: str | None

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {"in_reserve": self.reserve, "kilograms": self.kilograms, "kilograms_because": self.because}


@attrs.frozen
class Weights:
    """The recent bests of a runner (kilograms and repetitions, by exercise), and what there is to lift.

    `bar` and `plates` (how many kilograms, one for each end) load barbells; `weights` are dumbbells and kettlebells.
    """

    best: Mapping[str, tuple[float, int]]
    bar: float
    plates: tuple[float, ...]
    weights: tuple[float, ...]

    def of(self, item: Item, facts: Facts) -> Lifting:
        """Say how heavy an exercise is to be for a runner."""
        reserve = reserve_of(item)
        if item.exercise.id not in self.best or not item.exercise.weight or item.reps is None or reserve is None:
            return Lifting(reserve, None, None)
        against = _against(facts)
        if against is not None:
            return Lifting(reserve, None, against)
        weight, repetitions = self.best[item.exercise.id]
        one = weight * (1 + repetitions / EPLEY) if repetitions > 1 else weight
        least, most = RESERVE[item.load]
        wanted = one / (1 + (item.reps[1] + (least if most is None else most)) / EPLEY)
        found = max((there for there in self.weights_for(item.exercise) if there <= wanted), default=None)
        if found is None:
            return Lifting(reserve, None, said("The lightest weight that there is would be too heavy."))
        because = said(
            "From {weight} kg for {repetitions} repetitions (Epley), rounded down to what there is.",
            weight=decimal(weight),
            repetitions=repetitions,
        )
        return Lifting(reserve, found, because)

    def weights_for(self, exercise: Exercise) -> tuple[float, ...]:
        """Give every weight that can be put together for an exercise, lightest first."""
        found: set[float] = set()
        if "barbell" in exercise.weight:
            ends = (sum(some) for count in range(len(self.plates) + 1) for some in combinations(self.plates, count))
            found |= {round(self.bar + 2 * end, 3) for end in ends}
        if {"dumbbells", "kettlebell"} & set(exercise.weight):
            found |= set(self.weights)
        return tuple(sorted(found))


NO_WEIGHTS = Weights(MappingProxyType({}), 20.0, (), ())


def reserve_of(item: Item) -> str | None:
    """Say how many repetitions are to be left in reserve, in a sentence; None where no weight is added."""
    if item.load not in RESERVE or item.reps is None:
        return None
    least, most = RESERVE[item.load]
    if most is None:
        return said("Stop while {least} or more repetitions would still be possible in good form.", least=least)
    return said(
        "Stop while {least} to {most} repetitions would still be possible in good form.", least=least, most=most
    )


def _against(facts: Facts) -> str | None:
    """Say why no kilograms are named for a runner; None: nothing speaks against it, and all of it was asked."""
    known = {
        name: getattr(facts, name, None) for name in ("strength_experience", "age", "pain", "complaints", "conditions")
    }
    if known["strength_experience"] in {None, "none", "beginner"}:
        return said("No kilograms: they are for those who have lifted for half a year or more.")
    if known["age"] is None or known["age"] < 16:  # noqa: PLR2004 - the issue's and the rules' age
        return said("No kilograms: they are for those of 16 years or more who say so.")
    if (known["pain"] is None and known["complaints"] is None) or known["conditions"] is None:
        return said("No kilograms: nobody said whether anything hurts, or whether there is a condition.")
    if any((known["pain"] or {}).values()) or known["complaints"] or getattr(facts, "signs", None):
        return said("No kilograms while something hurts.")
    if known["conditions"]:
        return said("No kilograms with a condition that a clinician should know of.")
    return None


def weights_of(
    exercises: Iterable[str], best: object = None, bar: object = 20, plates: object = (), weights: object = ()
) -> Weights:
    """Read what somebody lifted, `{"back-squat": (80, 5)}`, and what there is to lift.

    `plates` are those for one end of the bar, each as often as it is there twice. Raises `PlanError`.
    """
    reader = _Reader(tuple(exercises))
    found = Weights(
        MappingProxyType(reader.best({} if best is None else best)),
        reader.kilograms("bar", bar, 0) or 0.0,
        reader.several("plates", plates),
        reader.several("weights", weights),
    )
    if len(found.plates) > _MOST_PLATES:
        reader.wrong("plates", len(found.plates), "are too many", f"at most {_MOST_PLATES} for one end")
    if reader.problems:
        raise PlanError(reader.problems)
    return found


class _Reader:
    def __init__(self, exercises: tuple[str, ...]) -> None:
        self.exercises = exercises
        self.problems: list[Problem] = []

    def wrong(self, path: str, value: object, message: str, allowed: str, near: str | None = None) -> None:
        self.problems.append(Problem(path, show(value), message, allowed, near))

    def kilograms(self, path: str, value: object, least: float = 0.25) -> float | None:
        if isinstance(value, (int, float)) and not isinstance(value, bool) and least <= value <= HEAVIEST:
            return float(value)
        self.wrong(path, value, "is no weight", f"{least:g} to {HEAVIEST:g} kilograms")
        return None

    def several(self, path: str, value: object) -> tuple[float, ...]:
        if isinstance(value, (str, Mapping)) or not isinstance(value, Iterable):
            self.wrong(path, value, "is no list of weights", "kilograms")
            return ()
        found = [self.kilograms(f"{path}[{at}]", one) for at, one in enumerate(value)]
        return tuple(sorted(one for one in found if one is not None))

    def best(self, given: object) -> dict[str, tuple[float, int]]:
        if not isinstance(given, Mapping):
            self.wrong("best", given, "is no mapping of exercises to bests", "back-squat: [80, 5]")
            return {}
        found = {}
        for name, value in given.items():
            if name not in self.exercises:
                near = nearest(name, self.exercises)
                self.wrong(
                    f"best.{path_part(name)}", name, "is no exercise of the catalogue", "the id of an exercise", near
                )
                continue
            if isinstance(value, str) or not isinstance(value, Iterable) or len(both := list(value)) != 2:  # noqa: PLR2004
                self.wrong(f"best.{name}", value, "is no best", "kilograms and repetitions: [80, 5]")
                continue
            weight = self.kilograms(f"best.{name}[0]", both[0])
            times = both[1]
            if not isinstance(times, int) or isinstance(times, bool) or not 1 <= times <= MOST_REPETITIONS:
                self.wrong(f"best.{name}[1]", times, "is no number of repetitions", f"1 to {MOST_REPETITIONS}")
            elif weight is not None:
                found[name] = (weight, times)
        return found
