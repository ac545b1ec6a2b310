"""The page of what a runner is told: advice, cues, and the words of a referral; and which rules say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs.pages.markup import fields, folded, heading, link, opened, text
from runstrength.explain.words import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docs.pages.references import References

__all__ = ["advice_page"]


def advice_page(references: References) -> str:
    """Write the page."""
    rulebook = references.rulebook
    parts = [
        heading(1, "Referral, advice and cues", "advice", "all"),
        "The words that a runner reads, beside the reasons of the rules.",
        heading(2, "Referral", "advice", "referral"),
        *_referrals(references),
        heading(2, "Disclaimer", "advice", "disclaimer"),
        f"Under every result: “{text(rulebook.disclaimer)}”",
        heading(2, "Advice", "advice", "advice"),
        "In the order in which it stands in a result.",
    ]
    for name, said in rulebook.advice.items():
        giving = references.links(references.which(lambda rule, name=name: name in rule.advise))  # type: ignore[misc]
        urgencies = [
            link("referral", urgency, spoken(urgency)) for urgency, (_, of) in rulebook.referral.items() if name in of
        ]
        parts += [heading(3, name, "advice", name), text(said)]
        parts.append(fields({"Told by": ", ".join(giving), "Told with": ", ".join(urgencies)}))
    parts += [heading(2, "Cues", "advice", "cues"), "What to mind while doing an exercise."]
    parts += _cues(references)
    return "\n\n".join(part for part in parts if part) + "\n"


def _referrals(references: References) -> Iterator[str]:
    for urgency, (said, advised) in references.rulebook.referral.items():
        referring = references.links(references.which(lambda rule, urgency=urgency: rule.refer == urgency))  # type: ignore[misc]
        yield heading(3, opened(spoken(urgency)), "referral", urgency)
        yield text(said)
        yield fields(
            {
                "Advice with it": ", ".join(link("advice", name) for name in advised),
                "Because of": folded(referring, "rule"),
            }
        )


def _cues(references: References) -> Iterator[str]:
    exercises = references.rulebook.exercises
    for name, said in references.rulebook.cues.items():
        giving = references.links(references.which(lambda rule, name=name: name in dict(rule.cues)))  # type: ignore[misc]
        having = [link("exercise", x.id, x.name) for x in exercises.values() if name in x.cues]
        yield heading(3, name, "cue", name)
        yield text(said)
        yield fields({"Part of": folded(having, "exercise"), "Given by": ", ".join(giving)})
