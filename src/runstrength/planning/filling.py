"""What each session of a week holds: together all that is prescribed, as far as it fits, the most important first.

Wishes stand in an order. One is granted if it can be together with all that were granted before it, however these are
laid between the sessions: that is looked for exactly. So nothing less important ever takes the room of what is more so.
Then each is laid where it suits best, again in their order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from runstrength.session import group_of_session, slot_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from runstrength.outcome import Item
    from runstrength.planning.placing import Placed
    from runstrength.rulebook.rule import Exercise, Session
    from runstrength.session import Slot

__all__ = ["GROUPS", "Filled", "Size", "Wish", "filled", "granted", "groups_of"]

# The five muscle groups that a balanced leg programme reaches (article, intro.2).
GROUPS = ("quadriceps", "hamstrings", "calves", "glutes", "hip_flexors")

Size = tuple[int, ...]  # what an exercise takes of a session, or what is left of it: half seconds, and places by part


class Wish(NamedTuple):
    """An exercise that is to be in one of some sessions, and how much it takes of each."""

    exercise: str
    sizes: Mapping[int, Size]


class Filled(NamedTuple):
    """What a session holds, in training order, and for how many half seconds."""

    items: tuple[Item, ...]
    half_seconds: int


def groups_of(exercise: Exercise) -> frozenset[str]:
    """Give the muscle groups that an exercise strengthens; what loosens, warms up or jumps strengthens none."""
    return frozenset(exercise.muscles) & frozenset(GROUPS) if exercise.role == "strength" else frozenset()


def filled(
    sessions: Sequence[Placed], prescribed: Sequence[Item], minutes: Sequence[int | None], of: Session
) -> tuple[Filled, ...]:
    """Fill the sessions of a week; `prescribed` stands the most important first."""
    there = [{item.exercise.id: item for item in placed.moment.items(jumps=placed.lift.jumps)} for placed in sessions]
    slots = [{name: slot_of(item, of) for name, item in items.items()} for items in there]
    rooms = [_room(length, of) for length in minutes]
    held = granted(rooms, list(_wishes(slots, prescribed)), slots)
    held = _again(held, rooms, slots, prescribed, of)
    rank = {item.exercise.id: at for at, item in enumerate(prescribed)}
    return tuple(
        _filled([(slots[at][name], there[at][name]) for name in sorted(names, key=lambda name: rank[name])], of)
        for at, names in enumerate(held)
    )


def _room(minutes: int | None, of: Session) -> Size:
    """Give what a session has room for: so many minutes, or where nobody said, so many of each part."""
    if minutes is None:
        return (1 << 40, of.warm_up, of.main, of.close)
    # Before the first exercise nothing is changed.
    return (minutes * 120 + 2 * of.changeover_seconds, 1 << 20, 1 << 20, 1 << 20)


def _size(slot: Slot) -> Size:
    return (slot.half_seconds, *(int(slot.part == part) for part in range(3)))


def _wishes(slots: Sequence[Mapping[str, Slot]], prescribed: Sequence[Item]) -> Iterator[Wish]:
    """Give the wishes of a week in their order.

    First what each session needs: a warm-up, a strength exercise, and where it has jumps, a jump. Then an exercise for
    each muscle group that is not trained yet; something to close each session with; the other main exercises; the rest.
    """
    exercises = [item.exercise for item in prescribed]
    warm, main, close = ([one for one in exercises if group_of_session(one) == part] for part in _PARTS)
    wished: set[str] = set()

    def once(one: Exercise) -> Wish | None:
        sizes = {at: _size(slots[at][one.id]) for at in range(len(slots)) if one.id in slots[at]}
        if one.id in wished or not sizes:
            return None
        wished.add(one.id)
        return Wish(one.id, sizes)

    jumps = [one for one in main if one.role == "plyometric"]
    yield from _one_each(slots, warm, wished)
    yield from _one_each(slots, [one for one in main if one.role == "strength"], wished)
    yield from _one_each(slots, jumps, wished)
    yield from filter(None, map(once, _cover(main, slots)))
    yield from _one_each(slots, close, wished)
    yield from filter(None, map(once, (*main, *close, *warm)))


_PARTS = ("warm_up", "main", "close")


def _one_each(slots: Sequence[Mapping[str, Slot]], some: Sequence[Exercise], wished: set[str]) -> Iterator[Wish]:
    """Give a wish for each session that can have one of some exercises: another for each, as far as there are."""
    taken: list[str] = []
    for at, here in enumerate(slots):
        possible = [one.id for one in some if one.id in here]
        if possible:
            name = min(possible, key=lambda one: (taken.count(one), possible.index(one)))
            taken.append(name)
            wished.add(name)
            yield Wish(name, {at: _size(here[name])})


def _cover(main: Sequence[Exercise], slots: Sequence[Mapping[str, Slot]]) -> Iterator[Exercise]:
    """Give the most important exercise for each muscle group that those before do not train."""
    reached: set[str] = set()
    possible = [one for one in main if any(one.id in here for here in slots)]
    for group in GROUPS:
        if group not in reached:
            one = next((one for one in possible if group in groups_of(one)), None)
            if one is not None:
                reached |= groups_of(one)
                yield one


# --- who has room ---------------------------------------------------------------------------------------------------


def granted(
    rooms: Sequence[Size], wishes: Sequence[Wish], slots: Sequence[Mapping[str, Slot]] | None = None
) -> list[list[str]]:
    """Grant wishes in their order, each that can be together with those before; give what each session holds."""
    kept: list[Wish] = []
    at: tuple[int, ...] | None = ()
    for wish in wishes:
        found = _extended(rooms, kept, at or (), wish) or _laid(rooms, [*kept, wish])
        if found is not None:
            kept.append(wish)
            at = found
    return _arranged(rooms, kept, slots)


def _extended(rooms: Sequence[Size], kept: Sequence[Wish], at: tuple[int, ...], wish: Wish) -> tuple[int, ...] | None:
    """Lay one more beside those that lie, if there is room as they lie."""
    left = _left(rooms, kept, at)
    for place, size in wish.sizes.items():
        if _fits(size, left[place]):
            return (*at, place)
    return None


def _left(rooms: Sequence[Size], wishes: Sequence[Wish], at: Sequence[int]) -> list[Size]:
    left = list(rooms)
    for wish, place in zip(wishes, at, strict=True):
        left[place] = _minus(left[place], wish.sizes[place])
    return left


def _fits(size: Size, room: Size) -> bool:
    return all(one <= other for one, other in zip(size, room, strict=True))


def _minus(room: Size, size: Size) -> Size:
    return tuple(one - other for one, other in zip(room, size, strict=True))


def _laid(rooms: Sequence[Size], wishes: Sequence[Wish], fixed: Sequence[int] = ()) -> tuple[int, ...] | None:
    """Lay all wishes, the first of them where they are `fixed`; None if they cannot be together."""
    order = sorted(range(len(fixed), len(wishes)), key=lambda at: (len(wishes[at].sizes), -_largest(wishes[at]), at))
    at = [*fixed, *([-1] * (len(wishes) - len(fixed)))]
    failed: set[tuple[int, tuple[Size, ...]]] = set()

    def lay(step: int, left: tuple[Size, ...]) -> bool:
        if step == len(order):
            return True
        if (step, left) in failed:
            return False
        wish = wishes[order[step]]
        for place, size in wish.sizes.items():
            if _fits(size, left[place]):
                at[order[step]] = place
                if lay(step + 1, (*left[:place], _minus(left[place], size), *left[place + 1 :])):
                    return True
        failed.add((step, left))
        return False

    begun = _left(rooms, wishes[: len(fixed)], fixed)
    return tuple(at) if all(min(room) >= 0 for room in begun) and lay(0, tuple(begun)) else None


def _largest(wish: Wish) -> int:
    return max(size[0] for size in wish.sizes.values())


def _arranged(
    rooms: Sequence[Size], kept: Sequence[Wish], slots: Sequence[Mapping[str, Slot]] | None
) -> list[list[str]]:
    """Lay what is granted, each in its turn where it suits best of the places that leave room for all the others."""
    at: tuple[int, ...] = ()
    patterns: list[list[str]] = [[] for _ in rooms]
    for number, wish in enumerate(kept):
        left = _left(rooms, kept[:number], at)

        def suits(place: int, wish: Wish = wish, left: list[Size] = left) -> tuple[int, int, int]:
            alike = 0 if slots is None else patterns[place].count(slots[place][wish.exercise].exercise.pattern)
            return alike, -left[place][0], place

        for place in sorted(wish.sizes, key=suits):
            if _laid(rooms, kept, (*at, place)) is not None:
                at = (*at, place)
                if slots is not None:
                    patterns[place].append(slots[place][wish.exercise].exercise.pattern)
                break
    held: list[list[str]] = [[] for _ in rooms]
    for wish, place in zip(kept, at, strict=True):
        held[place].append(wish.exercise)
    return held


def _again(
    held: list[list[str]],
    rooms: Sequence[Size],
    slots: Sequence[Mapping[str, Slot]],
    prescribed: Sequence[Item],
    of: Session,
) -> list[list[str]]:
    """Do main exercises again where there is room left: an exercise once a week would be less than is prescribed."""
    main = [item.exercise for item in prescribed if group_of_session(item.exercise) == "main"]
    for at, names in enumerate(held):
        left = rooms[at]
        for name in names:
            left = _minus(left, _size(slots[at][name]))
        count = sum(slots[at][name].part == 1 for name in names)
        patterns = {slots[at][name].exercise.pattern for name in names}
        for spread in (True, False):  # one of each movement before a second of the same
            for one in main:
                slot = slots[at].get(one.id)
                if slot is None or one.id in names or count >= of.main or (spread and one.pattern in patterns):
                    continue
                if _fits(_size(slot), left):
                    names.append(one.id)
                    patterns.add(one.pattern)
                    left = _minus(left, _size(slot))
                    count += 1
    return held


def _filled(held: list[tuple[Slot, Item]], of: Session) -> Filled:
    placed = sorted(held, key=lambda one: one[0].place)  # of two of one place as they stand
    halves = sum(slot.half_seconds for slot, _ in held) - 2 * of.changeover_seconds if held else 0
    return Filled(tuple(item for _, item in placed), halves)
