"""The question "why this?", answered as data; `str()` of the answer is for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from runstrength.explain.layout import paragraph
from runstrength.explain.telling import Teller, sources_as_data
from runstrength.explain.words import counted, intensity_in_words, lost_amount, sessions_in_words, spoken
from runstrength.language import said, speaking
from runstrength.outcome import Intensity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from runstrength.explain.reasons import Reason, Reasons
    from runstrength.facts import Facts
    from runstrength.outcome import Item, Outcome
    from runstrength.rulebook.rule import Source

__all__ = ["DosePart", "Why", "part_in_words", "parts_of_dose", "parts_of_week"]


@attrs.frozen
class DosePart:
    """One part of a dose: `intensity` (load, repetitions, rest), `volume` (sets), or a number of sessions a week.

    `what` it came to; `set_by` the rules that asked for it, `limited_by` those that lowered it, from `before`;
    `overruled` what others asked for, in words, with their reasons.
    """

    part: str
    what: str
    set_by: tuple[Reason, ...]
    before: str
    limited_by: tuple[Reason, ...]
    overruled: tuple[tuple[str, tuple[Reason, ...]], ...]

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {
            "part": self.part,
            "what": self.what,
            "set_by": [reason.to_dict() for reason in self.set_by],
            "before": self.before or None,
            "limited_by": [reason.to_dict() for reason in self.limited_by],
            "overruled": [
                {"what": what, "because": [reason.to_dict() for reason in reasons]} for what, reasons in self.overruled
            ],
        }


@attrs.frozen
class Why:
    """Why something is part of a result: `because` of which rules, and, for an exercise, why in that dose.

    `asked` is the id that was asked about, `title` what it is in words, `what` what was recommended of it; `dose` are
    the parts of the dose, each with who set it, who limited it and who was overruled; `cues` what this runner is to
    mind in it, each with its reasons.
    """

    asked: str
    title: str
    what: str
    because: tuple[Reason, ...]
    dose: tuple[DosePart, ...]
    cues: tuple[tuple[str, tuple[Reason, ...]], ...]
    sources: Mapping[str, Source]
    vocabulary: type[Facts]
    language: str

    @property
    def dose_because(self) -> tuple[Reason, ...]:
        """Every rule behind the dose."""
        found = {reason.rule: reason for part in self.dose for reason in (*part.set_by, *part.limited_by)}
        return tuple(found.values())

    def to_dict(self) -> dict[str, Any]:
        """Give the answer as plain JSON."""
        return {
            "asked": self.asked,
            "title": self.title,
            "what": self.what,
            "because": [reason.to_dict() for reason in self.because],
            "dose_because": [reason.to_dict() for reason in self.dose_because],
            "dose": [part.to_dict() for part in self.dose],
            "cues": [{"text": text, "because": [reason.to_dict() for reason in of]} for text, of in self.cues],
            "sources": sources_as_data(self.sources),
        }

    def __str__(self) -> str:
        return self.told()

    def told(self, *, ids: bool = False) -> str:
        """Give the answer as text for people; with `ids`, each rule and source by its name as well."""
        with speaking(self.language):
            return "\n".join(self._lines(Teller(self.sources, self.vocabulary, ids=ids)))

    def _lines(self, teller: Teller) -> list[str]:
        lines = [*paragraph(f"{self.title}: {self.what}")]
        if self.because and self.asked not in {part.part for part in self.dose}:
            lines += ["", said("Because:"), *teller.tree(self.because)]
        for part in self.dose:
            lines += [
                "",
                *paragraph(said("{part}: {what}", part=part_in_words(part.part), what=part.what)),
                *teller.tree(part.set_by),
            ]
            if part.limited_by:
                lines += [*paragraph(said("Lowered from {before}:", before=part.before), "  ")]
                lines += teller.tree(part.limited_by)
            for what, reasons in part.overruled:
                lines += [*paragraph(said("This gave way: {what}", what=what), "  "), *teller.tree(reasons)]
        if self.cues:
            lines += ["", said("To be minded, and why:")]
            for cue, because in self.cues:
                lines += [*paragraph(cue, "  - "), *teller.tree(because, "      ")]
        return lines


def part_in_words(part: str) -> str:
    """Say what a part of a dose is called."""
    return {
        "intensity": said("How heavy and how many"),
        "volume": said("How many sets"),
        "sessions_per_week": said("How often"),
        "plyometric_sessions_per_week": said("How often with jumps"),
    }.get(part, part)


def parts_of_dose(item: Item, outcome: Outcome, reasons: Reasons) -> tuple[DosePart, ...]:
    """Take the dose of an exercise apart: who set each part, who limited it, who was overruled."""
    lost = {entry.kind: entry for entry in outcome.lost if item.exercise.id in entry.exercises}

    def part(name: str, what: str, set_by: Sequence[str], cap: str, limited_by: Sequence[str]) -> DosePart:
        before = lost_amount(lost[cap]) if limited_by and cap in lost else ""
        over = lost.get(name)
        overruled = () if over is None else ((lost_amount(over), reasons.of(over.because)),)
        return DosePart(name, what, reasons.of(set_by), before, reasons.of(limited_by), overruled)

    now = Intensity(item.load, item.reps, item.seconds, item.rest_seconds)
    return (
        part("intensity", intensity_in_words(now), item.intensity_by, "load", item.load_limited_by),
        part("volume", counted(item.sets, "set"), item.volume_by, "sets", item.sets_limited_by),
    )


def parts_of_week(kind: str, outcome: Outcome, reasons: Reasons) -> tuple[DosePart, ...]:
    """Take a number of sessions a week apart."""
    plyometric = kind.startswith("plyometric")
    span = outcome.plyometric_sessions if plyometric else outcome.sessions
    because = outcome.plyometric_sessions_because if plyometric else outcome.sessions_because
    lost = next((entry for entry in outcome.lost if entry.kind == kind), None)
    by = lost.by if lost is not None else ()
    # Jumps that were taken away take their sessions along, and then there is no dose that a limit lowered.
    if lost is None and span == (0, 0):
        return (DosePart(kind, sessions_in_words(span, plyometric=plyometric), reasons.of(because), "", (), ()),)
    return (
        DosePart(
            kind,
            sessions_in_words(span, plyometric=plyometric),
            reasons.of(name for name in because if name not in by),
            "" if lost is None else lost_amount(lost),
            reasons.of(name for name in because if name in by),
            (),
        ),
    )


def title_of(asked: str) -> str:
    """Say what a part of a result is called."""
    return spoken(asked)[:1].upper() + spoken(asked)[1:]
