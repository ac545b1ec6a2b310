"""The next session: what fits of all that suits, in training order."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from runstrength.outcome import Item, Names
    from runstrength.rulebook.rule import Exercise, Session

__all__ = ["Slot", "group_of_session", "half_seconds_of", "minutes_of", "next_session", "slot_of"]

_LATER = ("strength", "recovery")  # within their part of a session: after plyometrics, and after stretches


_PARTS = ("warm_up", "main", "close")


class Slot(NamedTuple):
    """What an exercise takes of a session: its part (by number), half seconds, and where in training order it stands.

    The mean rest may be half a second.
    """

    exercise: Exercise
    part: int
    half_seconds: int
    place: tuple[int, bool, int]


def group_of_session(exercise: Exercise) -> str:
    """Give where an exercise belongs in a session: warm_up, main or close."""
    if exercise.role in {"strength", "plyometric"}:
        return _PARTS[1]
    warms = exercise.role == "activation" or (exercise.role == "mobility" and exercise.dynamic)
    return _PARTS[0] if warms else _PARTS[2]


def slot_of(item: Item, session: Session) -> Slot:
    """Say what an exercise takes of a session; of strength work the large comes before the small."""
    exercise = item.exercise
    part = _PARTS.index(group_of_session(exercise))
    small = 0
    if exercise.role == "strength":
        small = int(exercise.unilateral) if exercise.compound else 2
    return Slot(exercise, part, half_seconds_of(item, session), (part, exercise.role in _LATER, small))


def half_seconds_of(item: Item, session: Session) -> int:
    """Say how long an exercise takes, with the change to it, in half seconds."""
    low, high = item.seconds or (0, 0)
    if item.reps:
        count = item.reps[1] * session.seconds_per_repetition
    else:  # an easy walk can always be a short one
        count = low if item.exercise.role == "recovery" else high
    sides = 2 if item.exercise.unilateral else 1
    return item.sets * (2 * count * sides + sum(item.rest_seconds)) + 2 * session.changeover_seconds


def minutes_of(items: Iterable[Item], session: Session) -> int:
    """Say how long some exercises take one after the other, in whole minutes, begun ones counted."""
    halves = sum(half_seconds_of(item, session) for item in items) - 2 * session.changeover_seconds
    return -(-halves // 120)


def _spread(slots: list[Slot]) -> list[Slot]:
    """Give those that are the first of their pattern, then the others."""
    seen: set[str] = set()
    first: list[Slot] = []
    others: list[Slot] = []
    for slot in slots:
        pattern = slot.exercise.pattern
        (others if pattern in seen else first).append(slot)
        seen.add(pattern)
    return first + others


def next_session(slots: Sequence[Slot], session: Session, minutes: int | None) -> Names:
    """Pick, in turns, what fits, and put it in training order; `slots` stand the most important first."""
    if not slots:
        return ()
    parts: tuple[list[Slot], ...] = ([], [], [])
    for slot in slots:
        parts[slot.part].append(slot)
    warm_up, main, close = parts
    # One of each movement before a second of the same, and some strength first: nobody should have jumps alone.
    main = _spread(main)
    strength = next((slot for slot in main if slot.exercise.role == "strength"), None)
    if strength is not None:
        main.remove(strength)
        main.insert(0, strength)
    turns = [*warm_up[:1], *main[:2], *close[:1], *main[2:], *warm_up[1:], *close[1:]]
    if minutes is None:
        room = (session.warm_up, session.main, session.close)
        picked = [slot for part, most in enumerate(room) for slot in [x for x in turns if x.part == part][:most]]
    else:
        picked = _fitting(turns, minutes * 120 + 2 * session.changeover_seconds)  # before the first nothing is changed
    picked = picked or [min(slots, key=lambda slot: slot.half_seconds)]
    names = {slot.exercise.id for slot in picked}
    placed = sorted(
        (slot for slot in slots if slot.exercise.id in names), key=_place
    )  # of two of one place as they stood
    return tuple([slot.exercise.id for slot in placed])


_place = attrgetter("place")


def _fitting(turns: list[Slot], left: int) -> list[Slot]:
    picked = []
    for slot in turns:
        if slot.half_seconds <= left:
            picked.append(slot)
            left -= slot.half_seconds
    return picked
