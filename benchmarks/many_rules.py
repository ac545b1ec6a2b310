"""Many rules: what it costs that there are a hundred times as many, and as many fire."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import yaml

from benchmarks import books
from benchmarks.contest import hold_to_native
from benchmarks.model import Line, Section, Target
from benchmarks.timing import interleaved, median, p99, side_by_side
from benchmarks.translations import floor, own
from benchmarks.translations.floor import FLOOR
from benchmarks.translations.own import NATIVE, PROFILE
from runstrength.engine import engine_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.model import Scale
    from runstrength.rulebook import Rulebook

__all__ = ["SECTION"]

_MOST_RUNNERS = 200
_YAML = "yaml.load with the C loader"


def _measure(scale: Scale) -> Iterator[Line]:
    runners = books.runners(min(scale.runners, _MOST_RUNNERS), seed=3)
    for kind in books.KINDS:
        with tempfile.TemporaryDirectory() as folder:
            paths = {size: books.write(Path(folder, str(size)), size, kind) for size in scale.sizes}
            yield from _answers(kind, {size: books.read(path) for size, path in paths.items()}, runners, scale.rounds)
            largest = max(scale.sizes)
            yield from _reading(f"{kind}, {largest:,} rules", paths[largest], runners[0], scale.reads)


def _answers(
    kind: str, rulebooks: dict[int, Rulebook], runners: Sequence[books.Platform], rounds: int
) -> Iterator[Line]:
    """Measure all sizes in turns: the engine, the floor, and all of `recommend`."""
    peers = {
        (peer.name, size): attrs.evolve(peer, name=f"{peer.name} {size}")
        for size, rulebook in rulebooks.items()
        for peer in (*floor.peers(rulebook), *own.native(rulebook), *own.recommending(rulebook))
        if peer.name in {FLOOR, NATIVE, PROFILE}
    }
    smallest, largest = min(rulebooks), max(rulebooks)
    for size in rulebooks:  # as many fire at any size, so all are held to the answers of the smallest
        hold_to_native(rulebooks[smallest], [peer for (_, of), peer in peers.items() if of == size], runners)
    times = interleaved(list(peers.values()), runners, rounds)
    medians = {key: median(times[peer.name]) for key, peer in peers.items()}
    for (name, size), peer in peers.items():
        beside = f"{name} at {smallest:,}"
        yield Line(
            name=f"{kind}, {size:,} rules: {name}",
            median=medians[name, size],
            p99=p99(times[peer.name]),
            ratio=medians[name, size] / medians[name, smallest],
            beside=beside,
            target=Target(2, beside) if (name, size) == (PROFILE, largest) else None,
        )
    yield Line(
        name=f"{kind}, {largest:,} rules: {NATIVE}",
        ratio=medians[NATIVE, largest] / medians[FLOOR, largest],
        target=Target(0.1, f"{FLOOR} at {largest:,}"),
    )


def _reading(name: str, path: Path, runner: books.Platform, rounds: int) -> Iterator[Line]:
    """Read files as YAML alone, as a rulebook, and make that one ready, up to its first answer."""
    files = sorted(path.rglob("*.yaml"))
    read: list[Rulebook] = []

    def as_yaml() -> None:
        for file in files:
            yaml.load(file.read_bytes(), Loader=yaml.CLoader)  # noqa: S506 - what is compared with, on our own files

    def as_rulebook() -> None:
        read[:] = [books.read(path)]

    def compiled() -> None:
        engine_for(read[0]).infer(runner)

    times = side_by_side({_YAML: as_yaml, "read": as_rulebook, "compile": compiled}, rounds)
    medians = {of: median(seconds) for of, seconds in times.items()}
    yield Line(name=f"{name}: {_YAML}", median=medians[_YAML])
    reading = medians["read"]
    yield Line(name=f"{name}: read", median=reading, ratio=reading / medians[_YAML], target=Target(0.5, _YAML))
    making = medians["compile"]
    yield Line(name=f"{name}: compile", median=making, ratio=making / reading, target=Target(1, "read"))


SECTION = Section(
    "Many rules",
    """\
Rulebooks of several sizes in which as many rules fire: a core of 80 shipped rules, and rules of other clubs, plans and
watches, which fire for none of the runners. There are three kinds of them: conditions on words only (*equality*), on
numbers only (*numeric*), and on findings besides (*findings*). Every size has to give the answers of the core. To read
is from the files to a checked rulebook, beside PyYAML's `load` with the C loader on the same files; to compile is from
there to the first answer of the engine. What was alive before each of these is hidden from the garbage collector, as
in a process that does nothing else.""",
    _measure,
)
