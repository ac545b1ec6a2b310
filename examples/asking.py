#!/usr/bin/env python3
"""Ask a result everything that can be asked: why, why not, what instead, what if, what would it take, what else to ask.

    python examples/asking.py

Every answer is data with a type of its own; `str()` of it is for people.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

import attrs

import runstrength
from runstrength import facts
from runstrength.replay import replay


@attrs.frozen(kw_only=True)
class ClubProfile(runstrength.Profile):
    """A runner as one club knows them: with one fact more."""

    on_sand: bool | None = runstrength.fact(facts.Flag(), question="Do you train on sand?")


CLUB: dict[str, object] = {
    "language": 1,
    "name": "club",
    "version": "1",
    "extends": "article",
    "sources": [{"source": "club.house", "kind": "practice", "text": "The rules of the house."}],
    "rules": [
        {
            "rule": "no-big-jumps-on-sand",
            "when": "on_sand == true",
            "then": {"avoid": [{"impact": "high"}]},
            "because": "Sand gives way under a big jump.",
            "source": "club.house",
        }
    ],
}


def main() -> None:
    """Ask, and print the answers."""
    result = runstrength.recommend({"discipline": "marathon", "pain": {"knee": 4}, "equipment": ["dumbbells"]})
    for exercise in result.exercises[:2]:
        print(exercise.name, exercise.dose, *(reason.text for reason in exercise.because), sep="\n    ")

    why_not = result.why_not("depth-jump")
    print(why_not.title, why_not.status, [reason.rule for reason in why_not.by])

    instead = result.instead_of("goblet-squat")
    print([(one.name, one.relation) for one in instead.substitutes])

    difference = result.what_if(**{"pain.knee": 0})
    print(len(difference.changes), "changes without the pain, the first:", difference.changes[0].title)

    closest = result.closest("back-squat")
    print([step.text for step in closest.steps])

    print([question.field for question in result.questions()][:4])

    record = result.record(datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
    again = replay(json.loads(json.dumps(record)))
    print("replayed:", again.same)

    book = runstrength.build_rulebook(CLUB, profile=ClubProfile)
    sandy = runstrength.recommend({"discipline": "sprint", "on_sand": True}, rulebook=book)
    print(len(book.users("on_sand")["reads"]), [x.exercise for x in sandy.avoid if x.because[-1].rule.endswith("sand")])


if __name__ == "__main__":
    main()
