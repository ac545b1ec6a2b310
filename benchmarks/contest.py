"""Who takes part: every peer that can run here, none with wrong answers; of all others it is said why they cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from benchmarks.model import MISSING, Line
from benchmarks.translations.peer import PeerUnavailableError
from runstrength.engine import engine_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from benchmarks.translations.peer import Peer
    from runstrength.facts import Facts
    from runstrength.rulebook import Rulebook

    Makers = Iterable[Callable[[Rulebook], tuple[Peer, ...]]]

__all__ = ["Contest", "WrongAnswerError", "contest", "hold_to_native"]


class WrongAnswerError(Exception):
    """A peer does not give the answers of the native engine, so there is nothing to compare."""


@attrs.frozen
class Contest:
    """Those who take part, and a line for each that does not."""

    peers: tuple[Peer, ...]
    missing: tuple[Line, ...]


def contest(rulebook: Rulebook, makers: Makers) -> Contest:
    """Make all peers ready for a rulebook."""
    peers: list[Peer] = []
    missing: list[Line] = []
    for maker in makers:
        try:
            peers += maker(rulebook)
        except PeerUnavailableError as error:
            missing.append(Line(name=MISSING, figure=str(error)))
    return Contest(tuple(peers), tuple(missing))


def hold_to_native(rulebook: Rulebook, peers: Iterable[Peer], runners: Sequence[Facts]) -> None:
    """Compare the answers of all peers, for all runners, with those of the native engine."""
    infer = engine_for(rulebook).infer
    right = [infer(runner) for runner in runners]
    for peer in peers:
        if peer.names is None:
            continue
        for runner, expected in zip(runners, right, strict=True):
            found = peer.names(peer.run(peer.prepare(runner)))
            if found != expected:
                more, less = sorted(found - expected), sorted(expected - found)
                raise WrongAnswerError(f"{peer.name}: for {runner.to_dict()} too many are {more}, missing are {less}")
