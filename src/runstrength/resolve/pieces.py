"""The pieces of which outcomes are made, each with the few rules that it depends on.

What many runners are given is worked out by these: far fewer pieces than outcomes are distinct.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from runstrength.outcome import Item, Names
    from runstrength.resolve.resolver import Resolver
    from runstrength.rulebook.rule import Span

__all__ = ["Piece", "pieces_of"]


class Piece(NamedTuple):
    """A piece of an outcome: what it depends on, the rules `read_by` it as bits, and `of` these what it is.

    `part` is `focus`, `sessions` and `plyometric_sessions` (each with its rules), `referral`, `exercise` (the rules for
    which it is given, as bits, none where it is not), `dose` (an `Item`, as if it were given), `fallback` (what is
    given where no exercise is, with its rules), `avoid` and `advice` (the rules behind it, none where it is not).
    """

    part: str
    name: str | None
    read_by: int
    of: Callable[[int], Any]


def pieces_of(resolver: Resolver) -> tuple[Piece, ...]:
    """Give what a whole outcome is made of, but for its order.

    Give nothing where pieces do not do: where jumps may be what is left to somebody for whom nothing else remains.
    """
    alone = (name for _, names in resolver.sayings.fallbacks for name in names)
    return () if any(name in resolver.plyometrics for name in alone) else tuple(_pieces(resolver))


def _pieces(resolver: Resolver) -> Iterator[Piece]:
    sayings, exercises = resolver.sayings, resolver.sayings.exercises
    taken_by = {name: _taken_by(resolver, name) for name in exercises}
    often = resolver.refer | sayings.sessions.said_by
    jumps = often | sayings.plyometric_sessions.said_by
    for name in resolver.plyometrics:
        jumps |= taken_by[name]
    focus = resolver.refer | sum(of for _, of in sayings.focuses)
    yield Piece("focus", None, focus, partial(_focus, resolver))
    yield Piece("sessions", None, often, partial(_sessions, resolver))
    yield Piece("plyometric_sessions", None, jumps, partial(_jumps, resolver))
    yield Piece("referral", None, resolver.refer, resolver.referring)
    yield Piece("fallback", None, _left_by(resolver), partial(_fallen_back, resolver))
    for name, of in exercises.items():
        yield Piece("exercise", name, taken_by[name], partial(_because, resolver, name))
        yield Piece("dose", name, of.dosed_by, partial(_dose, resolver, name))
        if of.vetoed_by:
            yield Piece("avoid", name, of.vetoed_by, resolver.names.__getitem__)
    for name, said_by in sayings.advice:
        yield Piece("advice", name, said_by | resolver.refer, partial(_advised, resolver, name))


def _taken_by(resolver: Resolver, name: str) -> int:
    """Give the rules that decide whether an exercise is taken: for it, and against it and what goes before it."""
    of = resolver.sayings.exercises
    found = of[name].vetoed_by | of[name].prescribed_by
    for number, choice in resolver.sayings.choices:
        if name in choice:
            found |= 1 << number
            for before in choice[: choice.index(name)]:
                found |= of[before].vetoed_by
    return found


def _left_by(resolver: Resolver) -> int:
    found = resolver.refer
    for number, choice in resolver.sayings.fallbacks:
        found |= 1 << number
        for name in choice:
            found |= resolver.sayings.exercises[name].vetoed_by
    return found


def _focus(resolver: Resolver, rules: int) -> tuple[str, Names]:
    return resolver.focuses(rules, resolver.referring(rules))[0]


def _sessions(resolver: Resolver, rules: int) -> tuple[Span, Names]:
    return resolver.sessions(rules, resolver.referring(rules))[:2]


def _jumps(resolver: Resolver, rules: int) -> tuple[Span, Names]:
    sessions, _, lost = resolver.sessions(rules, resolver.referring(rules))
    return resolver.plyometric(rules, sessions, lost, *resolver.taken(rules, fallback=False))[:2]


def _because(resolver: Resolver, name: str, rules: int) -> int:
    """Give the rules for which an exercise is given, none where it is not."""
    return resolver.taken(rules, fallback=False)[1].get(name, 0)


def _dose(resolver: Resolver, name: str, rules: int) -> Item:
    """Give the dose of an exercise, whether it is given or not."""
    return resolver.given(name, rules, 0).item


def _fallen_back(resolver: Resolver, rules: int) -> dict[str, int]:
    """Give what is left to somebody for whom nothing remains that was prescribed, with the rules for each."""
    return {} if resolver.referring(rules).urgent else resolver.left(rules)


def _advised(resolver: Resolver, name: str, rules: int) -> Names:
    return dict(resolver.advised(rules, resolver.referring(rules))).get(name, ())
