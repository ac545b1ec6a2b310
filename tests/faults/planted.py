"""The faults: what a tired hand does to a rule file, or a hasty change to the code."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import attrs
import yaml

from runstrength.engine.inputs import Input
from runstrength.explain.reasons import Reasons
from runstrength.resolve import resolver, sayings
from runstrength.shipped import rules_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager


__all__ = ["CODE", "RULES", "Edit", "Patch", "planted_in"]

DATA = Path(__file__).with_name("planted.yaml")


@attrs.frozen
class Edit:
    """A fault in a rule file: `old` stands in it once, and becomes `new`.

    `caught_by` is the check that sees it, `guarantee` the one that breaks, where that is the check.
    """

    name: str
    caught_by: str
    file: str
    old: str
    new: str
    guarantee: str | None = None


@attrs.frozen
class Patch:
    """A fault in the code, there while the context lasts."""

    name: str
    file: str
    planted: Callable[[], AbstractContextManager[Any]]
    caught_by: str


def planted_in(fault: Edit | None, folder: Path) -> Path:
    """Copy the rulebook into a folder, and plant a fault (or none) in it; give the copy."""
    copy = folder / "article"
    shutil.copytree(rules_folder() / "article", copy)
    if fault is not None:
        path = copy / fault.file
        text = path.read_text(encoding="utf-8")
        if text.count(fault.old) != 1:
            raise ValueError(f"{fault.name}: its text stands {text.count(fault.old)} times in {fault.file}, not once")
        path.write_text(text.replace(fault.old, fault.new), encoding="utf-8")
    return copy


RULES = tuple(Edit(**entry) for entry in yaml.safe_load(DATA.read_text(encoding="utf-8")))


# --- in the code ----------------------------------------------------------------------------------------------------


@contextmanager
def _false_facts() -> Iterator[None]:
    """Show in reasons one more than what the runner said."""
    right = Reasons.of

    def wrong(self: Reasons, names: Any) -> Any:  # noqa: ANN401 - as it is there
        found = right(self, names)
        return tuple(
            attrs.evolve(x, facts={k: v + 1 if type(v) is int else v for k, v in x.facts.items()}) for x in found
        )

    with mock.patch.object(Reasons, "of", wrong):
        yield


@contextmanager
def _unknown_is_zero() -> Iterator[None]:
    """Read a number of which nothing is known as the lowest there is."""
    right = Input.code

    def wrong(self: Input, value: object) -> int:
        return right(self, value) or int(bool(self.bounds))

    with mock.patch.object(Input, "code", wrong):
        yield


@contextmanager
def _vetoes_ignored() -> Iterator[None]:
    """Prescribe whatever is ruled out."""
    right = sayings.OfExercise

    def wrong(*parts: Any) -> sayings.OfExercise:  # noqa: ANN401 - the parts of the model
        return attrs.evolve(right(*parts), vetoed_by=0)

    with mock.patch.object(sayings, "OfExercise", wrong):
        yield


@contextmanager
def _reductions_stack() -> Iterator[None]:
    """Let a second reduction take its share of what the first one left."""

    def wrong(caps: Iterable[tuple[int, int]]) -> tuple[int | None, int]:
        found = sorted(caps)
        left = found[0][0] if found else None
        return (max(1, left - len(found) + 1) if left else left), sum(1 << rule for rule in {rule for _, rule in found})

    with mock.patch.object(resolver, "smallest", wrong):
        yield


@contextmanager
def _caps_ignored() -> Iterator[None]:
    """Let the load be what the dose says."""
    right = sayings.OfExercise

    def wrong(*parts: Any) -> sayings.OfExercise:  # noqa: ANN401 - the parts of the model
        return attrs.evolve(right(*parts), load_caps=())

    with mock.patch.object(sayings, "OfExercise", wrong):
        yield


CODE = (
    Patch("a reason shows a false fact", "explain/reasons.py", _false_facts, "contract"),
    Patch("a number nobody asked for counts as 0", "engine/inputs.py", _unknown_is_zero, "examples"),
    Patch("vetoes are ignored", "resolve/sayings.py", _vetoes_ignored, "contract"),
    Patch("reductions stack", "resolve/resolver.py", _reductions_stack, "twenty runners"),
    Patch("a cap of the load is ignored", "resolve/sayings.py", _caps_ignored, "contract"),
)
