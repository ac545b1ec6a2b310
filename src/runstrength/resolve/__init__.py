"""From the set of rules that fired to what is recommended."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from runstrength.resolve.doses import caution, meaning_of
from runstrength.resolve.resolver import Resolver
from runstrength.resolve.sayings import sayings_of

if TYPE_CHECKING:
    from runstrength.facts import Facts
    from runstrength.outcome import Item, Names, Outcome
    from runstrength.rulebook.rule import Rulebook

__all__ = ["caution", "dose_of", "keep_resolver", "meaning_of", "resolve", "resolver_of", "vetoers"]

_resolvers: WeakKeyDictionary[Rulebook, Resolver] = WeakKeyDictionary()
_lock = threading.Lock()


def resolver_of(rulebook: Rulebook) -> Resolver:
    """Give the resolver of a rulebook; it is made once and kept as long as the rulebook."""
    found = _resolvers.get(rulebook)
    if found is None:
        with _lock:
            found = _resolvers.get(rulebook) or _resolvers.setdefault(rulebook, Resolver(sayings_of(rulebook)))
    return found


def keep_resolver(rulebook: Rulebook, resolver: Resolver) -> None:
    """Resolve what a rulebook says with a resolver that was made ready ahead."""
    with _lock:
        _resolvers[rulebook] = resolver


def resolve(rulebook: Rulebook, facts: Facts, fired: frozenset[str]) -> Outcome:
    """Give what follows from the rules that fired for a runner."""
    return resolver_of(rulebook).outcome(fired, getattr(facts, "session_minutes", None))


def dose_of(rulebook: Rulebook, fired: frozenset[str], exercise: str) -> Item:
    """Give the dose of an exercise that suits a runner, whether or not anything prescribes it."""
    resolver = resolver_of(rulebook)
    return resolver.given(exercise, resolver.bits(fired), 0).item


def vetoers(rulebook: Rulebook, exercise: str) -> Names:
    """Give every rule that would take an exercise away if it fired."""
    resolver = resolver_of(rulebook)
    names = resolver.sayings.names
    return tuple(name for name in names if resolver.bits([name]) & resolver.sayings.exercises[exercise].vetoed_by)
