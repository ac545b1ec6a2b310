"""What became of all mistakes: how many nobody noticed, and who would have."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import attrs

from runstrength.explain.layout import paragraph
from runstrength.explain.words import counted
from runstrength.mutation.noticing import Noticing, as_yaml
from runstrength.verify.telling import flow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from runstrength.mutation.bench import Judgement

__all__ = ["Report"]

FEW = 20
_WORDS = {
    "refused": "refused by the reader",
    "examples": "seen by an example",
    "guarantees": "seen by a guarantee",
    "equivalent": "change nothing for anybody (proved)",
    "survived": "SURVIVED",
    "undecided": "undecided: the time was up",
}


@attrs.frozen
class Report:
    """The mistakes that were tried, and what became of each."""

    judgements: tuple[Judgement, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many mistakes met which fate."""
        found = Counter(one.fate for one in self.judgements)
        return {fate: found[fate] for fate in _WORDS if found[fate]}

    @property
    def survivors(self) -> tuple[Judgement, ...]:
        """The mistakes that nobody noticed, and those of which that is not known."""
        return tuple(one for one in self.judgements if one.fate in {"survived", "undecided"})

    def share(self, stage: str | None = None) -> float:
        """Give the share of mistakes that were noticed, of all that anybody could notice; of one stage, or of all."""
        asked = [one for one in self.judgements if stage in {None, one.mistake.stage} and one.fate != "equivalent"]
        missed = sum(one.fate in {"survived", "undecided"} for one in asked)
        return 1 - missed / len(asked) if asked else 1.0

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages in which mistakes were tried."""
        return tuple(dict.fromkeys(one.mistake.stage for one in self.judgements))

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {
            "counts": dict(self.counts),
            "share": {stage: round(self.share(stage), 4) for stage in self.stages} | {"all": round(self.share(), 4)},
            "survivors": [_as_data(one) for one in self.survivors],
        }

    def __str__(self) -> str:
        lines = [f"{counted(len(self.judgements), 'mistake')}, one at a time"]
        lines += [f"  {number:6} {_WORDS[fate]}" for fate, number in self.counts.items()]
        shares = ", ".join(f"{stage} {self.share(stage):.1%}" for stage in self.stages)
        lines += ["", *paragraph(f"noticed, of all that anybody could notice: {self.share():.1%} ({shares})")]
        same = [one for one in self.judgements if one.fate == "equivalent"]
        if 0 < len(same) <= FEW:
            lines += ["", "change nothing for anybody:", *(f"  {one.mistake}" for one in same)]
        for number, one in enumerate(self.survivors, start=1):
            lines += ["", *_told(one, number)]
        return "\n".join(lines)


def _told(one: Judgement, number: int) -> Iterable[str]:
    yield str(one.mistake)
    if one.witness is None:
        yield "  it is not known whether anybody would notice"
        return
    yield f"  who would notice: {flow(one.witness.before.profile.to_dict())}"
    yield "  as an example, for examples.yaml:"
    yield from (f"    {line}" for line in example_of(one, number).splitlines())


def example_of(one: Judgement, number: int) -> str:
    """Write the example that would notice a mistake, under a name that no other has that is proposed with it."""
    assert one.witness is not None  # noqa: S101 - callers have asked
    noticing = Noticing(one.mistake.name.removeprefix("the group ").replace("_", "-") + f"-s{number}")
    noticing.add(one.witness.before.profile, one.witness.before.outcome, one.witness.after.outcome)
    return as_yaml(noticing.cases[0])


def _as_data(one: Judgement) -> dict[str, Any]:
    place = one.mistake.place
    return {
        "rule": one.mistake.name,
        "stage": one.mistake.stage,
        "what": one.mistake.what,
        "file": place.file,
        "line": place.line,
        "fate": one.fate,
        "runner": one.witness and one.witness.before.profile.to_dict(),
    }
