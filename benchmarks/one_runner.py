"""One runner at a time: how long an answer takes, beside what others need for less of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.contest import contest, hold_to_native
from benchmarks.model import Line, Section, Target
from benchmarks.runners import drawn, real
from benchmarks.timing import first_calls, interleaved, median, p99
from benchmarks.translations import clips_rules, durable_rules, experta_rules, floor, own, zen_engine
from benchmarks.translations.durable_rules import BARE
from benchmarks.translations.floor import FLOOR
from benchmarks.translations.own import DURABLE, MAPPING, NATIVE, PROFILE, TO_DICT
from benchmarks.translations.zen_engine import ZEN, ZEN_TABLES, ZEN_UNCOMPILED
from runstrength import shipped_rulebook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.model import Scale
    from benchmarks.translations.peer import Peer
    from runstrength.rulebook import Rulebook

__all__ = ["SECTION"]

_MAKERS = (
    floor.peers,
    own.native,
    own.durable,
    own.recommending,
    zen_engine.peers,
    durable_rules.peers,
    clips_rules.peers,
    experta_rules.peers,
)

_TARGETS: Mapping[str, Target] = {
    NATIVE: Target(3, FLOOR),
    PROFILE: Target(0.25, ZEN),
    MAPPING: Target(0.5, ZEN),
    TO_DICT: Target(1, ZEN),
    DURABLE: Target(1.5, BARE),
}
# There is more than one way to run ZEN. The fastest is what counts; how we stand beside the others is there to be seen.
_OTHER_ZEN = (ZEN_TABLES, ZEN_UNCOMPILED)


def _measure(scale: Scale) -> Iterator[Line]:
    rulebook = shipped_rulebook()
    of = contest(rulebook, _MAKERS)
    populations = {"drawn": drawn(rulebook, scale.runners, seed=1), "real": real(scale.runners)}
    for name, runners in populations.items():
        hold_to_native(rulebook, of.peers, runners)
        yield from _lines(name, interleaved(of.peers, runners, scale.rounds))
    yield from _lines("first call", _first_calls(rulebook, of.peers, scale.fresh))
    yield from of.missing


def _first_calls(rulebook: Rulebook, peers: Sequence[Peer], count: int) -> dict[str, list[float]]:
    """Let everybody meet runners of his own: what one has found out of a runner would help the next."""
    strangers = drawn(rulebook, count * len(peers), seed=2)
    own_ones = {peer.name: strangers[place :: len(peers)] for place, peer in enumerate(peers)}
    times = first_calls(peers, own_ones)
    for peer in peers:
        hold_to_native(rulebook, [peer], own_ones[peer.name])
    return times


def _lines(of: str, times: Mapping[str, Sequence[float]]) -> Iterator[Line]:
    """Give a line for whoever took part, beside the floor, and then one for each target."""
    medians = {name: median(seconds) for name, seconds in times.items()}

    def ratio(name: str, beside: str) -> float | None:
        return medians[name] / medians[beside] if {name, beside} <= medians.keys() else None

    for name, seconds in times.items():
        yield Line(name=f"{of}: {name}", median=medians[name], p99=p99(seconds), ratio=ratio(name, FLOOR), beside=FLOOR)
    for name, target in _TARGETS.items():
        yield Line(name=f"{of}: {name}", ratio=ratio(name, target.of), target=target)
        if target.of == ZEN:
            for beside in _OTHER_ZEN:
                yield Line(name=f"{of}: {name}", ratio=ratio(name, beside), beside=beside)


SECTION = Section(
    "One runner",
    """\
The shipped rulebook, translated for each contestant out of the typed model of its rules. *hand-written* is one Python
function of `if`s, as somebody would write it who knows the rules; ZEN, durable-rules, CLIPS and experta return bare
rule names; `recommend` gives complete recommendations. A contestant is given what it likes best, prepared beforehand,
and only its call is timed. All runners are different: *drawn* at random, with numbers where the rules draw their lines,
and *real* ones of a running clinic. For each of them the shortest of nine calls counts (experta, which takes longer
than 20 ms, is called once), and the table has the median and the 99th percentile over runners. Each call is given an
object of its own, so nothing can be kept on it.

*First call* is the only call for runners of whom nothing like has been seen before, different ones for each contestant,
so no memo of whole answers can help. The contestants took turns after every call, and all of them find the caches of
the processor cold.

There are several ways to run ZEN, and the target counts against the fastest of them that we found: one expression node,
compiled when it is loaded. Decision tables are how ZEN means rules to be written; *not compiled* is what its README
shows. experta cannot be imported since Python 3.10; it was measured with the name put back that it misses.""",
    _measure,
    charted="drawn",
)
