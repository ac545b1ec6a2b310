"""What the rules give at one moment of a week: the same runner, with the hours since and before what tires the legs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import attrs

from runstrength.engine import engine_for
from runstrength.facts import fields_of
from runstrength.kinds import Entries
from runstrength.planning.habits import DAYS
from runstrength.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from runstrength.facts import Facts
    from runstrength.outcome import Item, Outcome
    from runstrength.rulebook.rule import Rulebook

__all__ = ["COMING", "WEEK", "Lift", "Moment", "Moments", "Place"]

WEEK = 7 * 24  # hours
COMING = "hours_to_key_run"
_PAST = ("hours_since_hard_legs", "hours_since_plyometrics")


class Lift(NamedTuple):
    """A strength session: when it begins, in hours after the first midnight of the week, and whether it has jumps."""

    at: float
    jumps: bool


@attrs.frozen
class Place:
    """Where a week stands: on which day it begins, by its number (0: Monday), and the sessions of the week `before`.

    None: like this one, as of a week that is laid for itself.
    """

    first: int = 0
    before: tuple[Lift, ...] | None = None

    def hour(self, day: str, at: float = 0) -> float:
        """Give an hour of a day, in hours after the first midnight of the week."""
        return 24 * ((DAYS.index(day) - self.first) % 7) + at

    def earlier(self, lifts: Iterable[Lift]) -> tuple[Lift, ...]:
        """Give the sessions before those of this week."""
        return tuple(Lift(lift.at - WEEK, lift.jumps) for lift in lifts) if self.before is None else self.before


@attrs.frozen(eq=False)
class Moment:
    """What is given at one moment: the facts as they are then, the rules that fire, and what follows from them."""

    facts: Facts
    fired: frozenset[str]
    outcome: Outcome

    def items(self, *, jumps: bool) -> tuple[Item, ...]:
        """Give the exercises, those that are jumps only where there are to be any."""
        return tuple(item for item in self.outcome.items if jumps or item.exercise.role != "plyometric")


_ANY = Place()


class Moments:
    """The moments of a week, each answered once."""

    def __init__(  # noqa: PLR0913, PLR0917 - a week has these parts
        self,
        rulebook: Rulebook,
        facts: Facts,
        key_runs: Iterable[float],
        on: Callable[[str], Mapping[str, Any]] = lambda _: {},
        place: Place = _ANY,
        days: Iterable[str] = (),
    ) -> None:
        """Take the facts of the week, when its key runs begin (hours after Monday's first), and those `on` each day.

        Of what was told to lie behind and what does in this week, the nearer counts.
        """
        self.rulebook = rulebook
        self._facts = facts
        self._on = on
        self.place = place
        self._days = tuple(days)
        self._known = fields_of(type(facts)).keys()
        self._runs = tuple(key_runs)
        # A week is like the one before and the one after it.
        self._key_runs = tuple(at - 24 * place.first + week * WEEK for week in range(-1, 3) for at in self._runs)
        self._answered: dict[tuple[tuple[str, object], ...], Moment] = {}

    def beside(self, key_runs: Iterable[float], days: Iterable[str]) -> Moments:
        """Give the moments of the same week with other key runs; what holds on a day that had no facts is not known."""
        known = set(days)
        return Moments(
            self.rulebook, self._facts, key_runs, lambda day: self._on(day) if day in known else {}, self.place
        )

    def milder(self, days: Iterable[str], names: Sequence[str]) -> Moments | None:
        """Give the moments of the same week with some facts a little milder, until the rules see a difference.

        Numbers fall by one, all of them; when none is left, nothing of these facts is known. None: there is nothing to
        make milder.
        """
        now = self.fired(days)
        milder, left = self, True
        while left:
            milder, left = milder.eased(names)
            if milder.fired(days) != now:
                return milder
        return None

    def fired(self, days: Iterable[str]) -> list[frozenset[str]]:
        """Give the rules that fire with the facts of the week, and with those of each day."""
        return [self.fresh(**facts).fired for facts in ({}, *map(self._on, days))]

    def eased(self, names: Sequence[str]) -> tuple[Moments, bool]:
        """Give the same week with facts one step milder, and whether anything was left to be so."""
        given = {name: getattr(self._facts, name) for name in names}
        told = [{name: of for name, of in self._on(day).items() if name in given} for day in self._days]
        numbers = any(map(_numbers, [given, *told]))

        def on(day: str) -> Mapping[str, Any]:
            facts = self._on(day)
            return {**facts, **_eased({name: facts[name] for name in names if name in facts}, numbers=numbers)}

        facts = attrs.evolve(cast("Any", self._facts), **_eased(given, numbers=numbers))
        return Moments(self.rulebook, facts, self._runs, on, self.place, self._days), numbers

    def fresh(self, **changes: object) -> Moment:
        """Give the moment at which nothing is behind and nothing ahead: what is prescribed if nothing comes between."""
        return self._answer({**dict.fromkeys((*_PAST, COMING)), **changes})

    def at(self, day: str, lift: Lift, others: Sequence[Lift] = ()) -> Moment:
        """Give the moment at which a session begins on a day, beside the others of the week."""
        lifts = [other for other in (*others, *self.place.earlier((*others, lift))) if other.at < lift.at]
        hard = [*(at for at in self._key_runs if at < lift.at), *(other.at for other in lifts)]
        found: dict[str, float | None] = {
            "hours_since_hard_legs": _least(lift.at - at for at in hard),
            "hours_since_plyometrics": _least(lift.at - other.at for other in lifts if other.jumps),
            COMING: _least(at - lift.at for at in self._key_runs if at >= lift.at),
        }
        told = self._on(day)
        past = {
            name: _least(at for at in (found[name], told[name]) if at is not None) for name in _PAST if name in told
        }
        return self._answer({**found, **told, **past})

    def _answer(self, changes: Mapping[str, object]) -> Moment:
        key = tuple(sorted(changes.items()))
        found = self._answered.get(key)
        if found is None:
            known = {name: of for name, of in changes.items() if name in self._known}
            facts = attrs.evolve(cast("Any", self._facts), **known)
            fired = engine_for(self.rulebook).infer(facts)
            found = self._answered[key] = Moment(facts, fired, resolve(self.rulebook, facts, fired))
        return found


def _numbers(facts: Mapping[str, Any]) -> bool:
    """Say whether a number is left that can fall."""
    return any(
        any(value.values()) if isinstance(value, Mapping) else isinstance(value, (int, float)) and bool(value)
        for value in facts.values()
    )


def _eased(facts: Mapping[str, Any], *, numbers: bool) -> dict[str, Any]:
    """Give facts with their numbers one less, or where there are none to fall, nothing of them."""
    if not numbers:
        return dict.fromkeys(facts)
    return {name: _less(value) for name, value in facts.items()}


def _less(value: Any) -> Any:  # noqa: ANN401 - a fact of any kind
    if isinstance(value, Mapping):
        return Entries({key: _less(of) for key, of in value.items()})
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return max(value - 1, 0) if number else value


def _least(numbers: Iterable[float]) -> float | None:
    return min(numbers, default=None)
