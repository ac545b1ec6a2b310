"""The question "why not that?", answered as data; `str()` of the answer is for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from runstrength.explain.layout import paragraph
from runstrength.explain.telling import Teller, sources_as_data
from runstrength.explain.words import counted, listed
from runstrength.language import said, several, speaking

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runstrength.explain.missing import Missing
    from runstrength.explain.reasons import Reason
    from runstrength.facts import Facts
    from runstrength.rulebook.rule import Source

__all__ = ["STATUSES", "Ground", "WhyNot"]

MOST_MISSING = 5  # of what might have prescribed an exercise, in text; the data has all

# Those that take something away come first, the strongest of them in front.
STATUSES = (
    "referred",
    "excluded",
    "no_equipment",
    "limited_away",
    "vetoed",
    "lowered",
    "set_lower",
    "no_such_load",
    "not_in_next_session",
    "superseded",
    "not_prescribed",
    "not_given",
    "recommended",
)


@attrs.frozen
class Ground:
    """One kind of ground on which something was taken away or lowered, and the reasons.

    `kind` is one of the first seven of `STATUSES`; `about` are the ids of the exercises that it is about, where the
    question was about several.
    """

    kind: str
    because: tuple[Reason, ...]
    about: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {
            "kind": self.kind,
            "because": [reason.to_dict() for reason in self.because],
            "about": list(self.about),
        }


@attrs.frozen
class WhyNot:
    """Why something is not part of a result, or is not more.

    `status` is one of `STATUSES`; `grounds` are what took it away or kept it low, the strongest first; `wanted` the
    reasons that asked for it all the same; `missing` says for each rule that could have brought it about what kept it
    from firing, nearest first; `instead` are the ids of what was taken in its place, or has it; `minutes` is how long
    it would take, where there was no time for it.
    """

    asked: str
    title: str
    status: str
    grounds: tuple[Ground, ...]
    wanted: tuple[Reason, ...]
    missing: tuple[Missing, ...]
    instead: tuple[str, ...]
    minutes: int | None
    names: Mapping[str, str]
    sources: Mapping[str, Source]
    vocabulary: type[Facts]
    language: str

    @property
    def by(self) -> tuple[Reason, ...]:
        """The reasons of all grounds."""
        return tuple({reason.rule: reason for ground in self.grounds for reason in ground.because}.values())

    def to_dict(self) -> dict[str, Any]:
        """Give the answer as plain JSON."""
        return {
            "asked": self.asked,
            "title": self.title,
            "status": self.status,
            "grounds": [ground.to_dict() for ground in self.grounds],
            "by": [reason.to_dict() for reason in self.by],
            "wanted": [reason.to_dict() for reason in self.wanted],
            "missing": [entry.to_dict() for entry in self.missing],
            "instead": list(self.instead),
            "minutes": self.minutes,
            "sources": sources_as_data(self.sources),
        }

    def __str__(self) -> str:
        return self.told()

    def told(self, *, ids: bool = False) -> str:
        """Give the answer as text for people; with `ids`, each rule and source by its name as well."""
        with speaking(self.language):
            return "\n".join(self._lines(Teller(self.sources, self.vocabulary, ids=ids)))

    def _lines(self, teller: Teller) -> list[str]:
        lines = paragraph(f"{self.title}: {self._status()}")
        for ground in self.grounds:
            about = ", ".join(self.names[name] for name in ground.about)
            head = said(_GROUNDS[ground.kind])
            lines += ["", *paragraph(f"{about}: {head}" if about else head), *teller.tree(ground.because)]
        if self.wanted:
            lines += ["", said("Without that it would be there, because:"), *teller.tree(self.wanted)]
        if self.missing:
            lines += ["", said("What would have brought it in, nearest first:")]
            for entry in self.missing[:MOST_MISSING]:
                lines += _missing_in_lines(entry, teller, "  ")
            more = len(self.missing) - MOST_MISSING
            if more > 0:
                lines += ["  " + said("... and {rules} that would need more", rules=counted(more, "rule"))]
        return lines

    def _status(self) -> str:
        names = [self.names[name] for name in self.instead]
        if self.status == "superseded":
            return said("{others} stands in its place: the first of several that suit is taken.", others=listed(names))
        if self.status == "recommended" and names:
            return said("it is part of what is recommended, for {others}.", others=listed(names))
        if self.status == "not_in_next_session" and self.minutes is not None:
            return several(
                "it is recommended, but the time of the next session goes to what matters more; "
                "it would take {n} minute.",
                "it is recommended, but the time of the next session goes to what matters more; "
                "it would take {n} minutes.",
                self.minutes,
            )
        return said(_STATUS[self.status])


def _missing_in_lines(entry: Missing, teller: Teller, indent: str) -> list[str]:
    lines = paragraph(entry.text + teller.named(entry.rule), f"{indent}- ")
    inner = f"{indent}    "
    if entry.false_in_words:
        lines += paragraph(said("It would need: {conditions}", conditions="; ".join(entry.false_in_words)), inner)
    if entry.unknown_in_words:
        lines += paragraph(said("You did not say: {facts}", facts="; ".join(entry.unknown_in_words)), inner)
    for reason in entry.against:
        lines += paragraph(said("Against it: {reason}", reason=reason.text), inner)
    if entry.through:
        lines += [inner + said("It would be so by:"), *_missing_in_lines(entry.through[0], teller, inner)]
    return lines


_STATUS = {
    "recommended": "it is part of what is recommended.",
    "not_in_next_session": "it is recommended, but does not fit in the next session: more important exercises fill it.",
    "referred": "not before somebody has looked at what you told.",
    "excluded": "you said that you will not or cannot do it.",
    "no_equipment": "what it needs is not there.",
    "limited_away": "ruled out for now: less than its lightest form is allowed.",
    "vetoed": "ruled out for now.",
    "lowered": "a limit keeps it lower for now.",
    "set_lower": "what fits this runner is less.",
    "no_such_load": "it is not done at that load.",
    "not_prescribed": "nothing speaks against it, but nothing that is known of this runner asks for it either.",
    "not_given": "nothing that is known of this runner asks for it.",
}
_GROUNDS = {
    "referred": "Because of what has to be seen first:",
    "excluded": "Because you said so:",
    "no_equipment": "Because of the equipment:",
    "limited_away": "Because of a limit:",
    "vetoed": "Because:",
    "lowered": "Lowered, because:",
    "set_lower": "Set lower, because:",
}
