"""The next session: what fits of all that suits, in training order."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runstrength.outcome import Item, Names
    from runstrength.rulebook.rule import Exercise, Session

__all__ = ["group_of_session", "minutes_of", "next_session"]

_LATER = ("strength", "recovery")  # within their part of a session: after plyometrics, and after stretches


_PARTS = ("warm_up", "main", "close")


def group_of_session(exercise: Exercise) -> str:
    """Give where an exercise belongs in a session: warm_up, main or close."""
    if exercise.role in {"strength", "plyometric"}:
        return _PARTS[1]
    warms = exercise.role == "activation" or (exercise.role == "mobility" and exercise.dynamic)
    return _PARTS[0] if warms else _PARTS[2]


def _group(item: Item) -> int:
    return _PARTS.index(group_of_session(item.exercise))


def _half_seconds(item: Item, session: Session) -> int:
    """Give the time that an exercise takes, in half seconds: the mean rest may be half a second."""
    low, high = item.seconds or (0, 0)
    if item.reps:
        count = item.reps[1] * session.seconds_per_repetition
    else:  # an easy walk can always be a short one
        count = low if item.exercise.role == "recovery" else high
    sides = 2 if item.exercise.unilateral else 1
    return item.sets * (2 * count * sides + sum(item.rest_seconds)) + 2 * session.changeover_seconds


def minutes_of(items: list[Item], session: Session) -> int:
    """Say how long some exercises take one after the other, in whole minutes, begun ones counted."""
    halves = sum(_half_seconds(item, session) for item in items) - 2 * session.changeover_seconds
    return -(-halves // 120)


def _spread(items: list[Item]) -> list[Item]:
    """Give those that are the first of their pattern, then the others."""
    first = {item.exercise.pattern: item for item in reversed(items)}.values()
    return [*[item for item in items if item in first], *[item for item in items if item not in first]]


def next_session(items: list[Item], session: Session | None, minutes: int | None) -> Names:
    """Pick, in turns, what fits, and put it in training order."""
    if session is None or not items:
        return ()
    warm_up, main, close = ([item for item in items if _group(item) == group] for group in range(3))
    # One of each movement before a second of the same, and some strength first: nobody should have jumps alone.
    main = _spread(main)
    strength = [item for item in main if item.exercise.role == "strength"][:1]
    main = [*strength, *[item for item in main if item not in strength]]
    turns = [*warm_up[:1], *main[:2], *close[:1], *main[2:], *warm_up[1:], *close[1:]]
    room = [session.warm_up, session.main, session.close]
    picked: list[Item] = []
    # Before the first exercise nothing is changed.
    left = None if minutes is None else minutes * 120 + 2 * session.changeover_seconds
    for item in turns:
        needed = _half_seconds(item, session)
        if room[_group(item)] if left is None else needed <= left:
            picked.append(item)
            room[_group(item)] -= 1
            left = None if left is None else left - needed
    if not picked:
        picked = [min(items, key=lambda item: _half_seconds(item, session))]
    order = {item.exercise.id: position for position, item in enumerate(items)}
    picked.sort(key=lambda item: (*_place(item), order[item.exercise.id]))
    return tuple(item.exercise.id for item in picked)


def _place(item: Item) -> tuple[int, bool, int]:
    """Sort into training order: by part, then within it; of strength work the large comes before the small."""
    exercise = item.exercise
    small = 0
    if exercise.role == "strength":
        small = int(exercise.unilateral) if exercise.compound else 2
    return _group(item), exercise.role in _LATER, small
