"""What is measured side by side: something that is given a runner and says which rules fire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable

    from runstrength.facts import Facts

__all__ = ["Peer", "PeerUnavailableError", "anew"]


class PeerUnavailableError(Exception):
    """A peer cannot run here; the message says why, without a full stop."""


@attrs.frozen
class Peer:
    """One way to run a rulebook. Only `run` is measured.

    `prepare` makes of a runner what this peer likes best to be given, and `names` makes rule names of its answer, which
    are then held to the right ones; None where the answer names no rules.
    """

    name: str
    run: Callable[[Any], Any]
    prepare: Callable[[Facts], Any]
    names: Callable[[Any], frozenset[str]] | None = frozenset


def anew(facts: Facts) -> Facts:
    """Make the same profile again."""
    return type(facts).from_dict(facts)
