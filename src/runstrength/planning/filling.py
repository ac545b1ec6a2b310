"""What each session of a week holds: together all that is prescribed, as far as it fits, the most important first.

Wishes stand in an order. One is granted if it can be together with all that were granted before it, however these are
laid between the sessions: that is looked for exactly. So nothing less important ever takes the room of what is more so.
Then each is laid where it suits best, again in their order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from runstrength.session import group_of_session, minutes_of, slot_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from runstrength.outcome import Item
    from runstrength.planning.placing import Placed
    from runstrength.rulebook.rule import Exercise, Session
    from runstrength.session import Slot

__all__ = ["GROUPS", "Filled", "Limits", "Size", "Wish", "contacts_of", "filled", "granted", "groups_of"]

# The five muscle groups that a balanced leg programme reaches (article, intro.2).
GROUPS = ("quadriceps", "hamstrings", "calves", "glutes", "hip_flexors")

# What an exercise takes of a session, or what is left of it: half seconds, places by part, work sets, ground contacts.
Size = tuple[int, ...]


class Wish(NamedTuple):
    """An exercise that is to be in one of some sessions, by their numbers, and how much it takes of each."""

    exercise: str
    sizes: Mapping[int, Size]


class Limits(NamedTuple):
    """What a session may hold at most, however long it is: sets of strength and jumps, and ground contacts."""

    work_sets: int
    contacts: int


class Filled(NamedTuple):
    """What a session holds, in training order, and for how many minutes."""

    items: tuple[Item, ...]
    minutes: int


def groups_of(exercise: Exercise) -> frozenset[str]:
    """Give the muscle groups that an exercise strengthens; what loosens, warms up or jumps strengthens none."""
    return frozenset(exercise.muscles) & frozenset(GROUPS) if exercise.role == "strength" else frozenset()


def filled(  # noqa: PLR0913 - a session is filled by these
    sessions: Sequence[Placed],
    prescribed: Sequence[Item],
    minutes: Sequence[int | None],
    of: Session,
    *,
    limits: Limits,
    total: Limits,
    held_before: frozenset[str] = frozenset(),
    cut: Callable[[Item], Item] = lambda item: item,
) -> tuple[Filled, ...]:
    """Fill the sessions of a week; `prescribed` stands the most important first.

    `limits` bind each session, `total` all of them; what was `held_before` in the week comes again last. In the end
    `cut` may take sets from each: what it frees is not filled again.
    """
    there = [{item.exercise.id: item for item in placed.moment.items(jumps=placed.lift.jumps)} for placed in sessions]
    slots = [{name: slot_of(item, of) for name, item in items.items()} for items in there]
    sizes = [
        {name: _size(slots[at][name], item, cut(item).sets) for name, item in items.items()}
        for at, items in enumerate(there)
    ]
    rooms = [_room(length, of, limits) for length in minutes]
    held = granted(rooms, list(_wishes(sizes, prescribed, held_before)), _patterns(slots), total)
    held = _again(held, rooms, sizes, prescribed, of, total)
    rank = {item.exercise.id: at for at, item in enumerate(prescribed)}
    return tuple(
        _filled([(slots[at][name], cut(there[at][name])) for name in sorted(names, key=lambda name: rank[name])], of)
        for at, names in enumerate(held)
    )


def _room(minutes: int | None, of: Session, limits: Limits) -> Size:
    """Give what a session has room for: so many minutes, or where nobody said, so many of each part."""
    if minutes is None:
        return (1 << 40, of.warm_up, of.main, of.close, *limits)
    # Before the first exercise nothing is changed.
    return (minutes * 120 + 2 * of.changeover_seconds, 1 << 20, 1 << 20, 1 << 20, *limits)


def _size(slot: Slot, item: Item, sets: int) -> Size:
    """Give what an exercise takes; `sets` are those that are left of it."""
    work = sets if slot.part == 1 else 0
    contacts = contacts_of(item) * sets // item.sets
    return (slot.half_seconds, *(int(slot.part == part) for part in range(3)), work, contacts)


def contacts_of(item: Item) -> int:
    """Count the ground contacts of an exercise at most: of jumps by repetitions; those by time are not counted."""
    if item.exercise.role != "plyometric" or item.reps is None:
        return 0
    return item.sets * item.reps[1] * (2 if item.exercise.unilateral else 1)


def _patterns(slots: Sequence[Mapping[str, Slot]]) -> dict[str, str]:
    return {name: slot.exercise.pattern for here in slots for name, slot in here.items()}


def _wishes(
    there: Sequence[Mapping[str, Size]], prescribed: Sequence[Item], held_before: frozenset[str]
) -> Iterator[Wish]:
    """Give the wishes of a week in their order.

    First what each session needs: a warm-up, a strength exercise, and where it has jumps, a jump. Then an exercise for
    each muscle group that is not trained yet; something to close each session with; the other main exercises; the rest.
    """
    exercises = [item.exercise for item in prescribed]
    warm, main, close = ([one for one in exercises if group_of_session(one) == part] for part in _PARTS)
    wished = set(held_before)

    def once(one: Exercise) -> Wish | None:
        sizes = {at: here[one.id] for at, here in enumerate(there) if one.id in here}
        if one.id in wished or not sizes:
            return None
        wished.add(one.id)
        return Wish(one.id, sizes)

    jumps = [one for one in main if one.role == "plyometric"]
    yield from _one_each(there, warm, wished)
    yield from _one_each(there, [one for one in main if one.role == "strength"], wished)
    yield from _one_each(there, jumps, wished)
    yield from filter(None, map(once, _cover(main, there)))
    yield from _one_each(there, close, wished)
    yield from filter(None, map(once, (*main, *close, *warm)))


_PARTS = ("warm_up", "main", "close")


def _one_each(there: Sequence[Mapping[str, Size]], some: Sequence[Exercise], wished: set[str]) -> Iterator[Wish]:
    """Give a wish for each session that can have one of some exercises: another for each, as far as there are."""
    taken: list[str] = []
    for at, here in enumerate(there):
        possible = [one.id for one in some if one.id in here]
        if possible:
            name = min(possible, key=lambda one: (taken.count(one), possible.index(one)))
            taken.append(name)
            wished.add(name)
            yield Wish(name, {at: here[name]})


def _cover(main: Sequence[Exercise], there: Sequence[Mapping[str, Size]]) -> Iterator[Exercise]:
    """Give the most important exercise for each muscle group that those before do not train."""
    reached: set[str] = set()
    possible = [one for one in main if any(one.id in here for here in there)]
    for group in GROUPS:
        if group not in reached:
            one = next((one for one in possible if group in groups_of(one)), None)
            if one is not None:
                reached |= groups_of(one)
                yield one


# --- who has room ---------------------------------------------------------------------------------------------------


def granted(
    rooms: Sequence[Size], wishes: Sequence[Wish], patterns: Mapping[str, str], total: Limits | None = None
) -> list[list[str]]:
    """Grant wishes in their order, each that can be together with those before; give what each session holds.

    Exercises of one pattern are kept apart where they can be. All sessions together hold no more than `total`.
    """
    kept: list[Wish] = []
    at: tuple[int, ...] = ()
    left = total
    for wish in wishes:
        most = [max(size[part] for size in wish.sizes.values()) for part in (4, 5)] if left is not None else []
        if left is not None and not _fits(most, left):
            continue
        found = _extended(rooms, kept, at, wish) or _laid(rooms, [*kept, wish])
        if found is not None:
            kept.append(wish)
            at = found
            left = None if left is None else Limits(*_minus(left, most))
    return _arranged(rooms, kept, patterns)


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


def _fits(size: Sequence[int], room: Sequence[int]) -> bool:
    return all(one <= other for one, other in zip(size, room, strict=True))


def _minus(room: Sequence[int], size: Sequence[int]) -> Size:
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


def _arranged(rooms: Sequence[Size], kept: Sequence[Wish], patterns: Mapping[str, str]) -> list[list[str]]:
    """Lay what is granted, each in its turn where it suits best of the places that leave room for all the others."""
    at: tuple[int, ...] = ()
    held: list[list[str]] = [[] for _ in rooms]
    for number, wish in enumerate(kept):
        left = _left(rooms, kept[:number], at)
        alike = [sum(patterns[name] == patterns[wish.exercise] for name in names) for names in held]
        for place in sorted(wish.sizes, key=lambda place: (alike[place], -left[place][0], place)):
            if _laid(rooms, kept, (*at, place)) is not None:
                at = (*at, place)
                held[place].append(wish.exercise)
                break
    return held


def _again(  # noqa: PLR0913, PLR0917 - room is bound by all of these
    held: list[list[str]],
    rooms: Sequence[Size],
    there: Sequence[Mapping[str, Size]],
    prescribed: Sequence[Item],
    of: Session,
    total: Limits,
) -> list[list[str]]:
    """Do main exercises again where there is room left: an exercise once a week would be less than is prescribed."""
    main = [item.exercise for item in prescribed if group_of_session(item.exercise) == "main"]
    pattern = {item.exercise.id: item.exercise.pattern for item in prescribed}
    work = [there[at][name][4:] for at, names in enumerate(held) for name in names]
    week = _minus(total, [sum(size[part] for size in work) for part in range(2)])
    for at, names in enumerate(held):
        left = rooms[at]
        for name in names:
            left = _minus(left, there[at][name])
        for spread in (True, False):  # one of each movement before a second of the same
            for one in main:
                if one.id not in there[at] or one.id in names or sum(there[at][name][2] for name in names) >= of.main:
                    continue
                if spread and one.pattern in {pattern[name] for name in names}:
                    continue
                size = there[at][one.id]
                if _fits(size, left) and _fits(size[4:], week):
                    names.append(one.id)
                    left, week = _minus(left, size), _minus(week, size[4:])
    return held


def _filled(held: list[tuple[Slot, Item]], of: Session) -> Filled:
    placed = sorted(held, key=lambda one: one[0].place)  # of two of one place as they stand
    items = tuple(item for _, item in placed)
    return Filled(items, minutes_of(items, of) if items else 0)
