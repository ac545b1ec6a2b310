"""The pages that are written from the rulebook: nothing is left out, every link leads somewhere, two runs are one."""

from __future__ import annotations

import re
from collections import Counter

import pytest

import runstrength
from docs.pages import pages
from docs.pages.markup import label
from docs.pages.sources import NOT_REVIEWED

BOOK = runstrength.shipped_rulebook()
PAGES = pages()
ANCHOR = re.compile(r"^\(([a-z0-9-]+)\)=$", re.MULTILINE)
LINK = re.compile(r"\]\(#([a-z0-9-]+)\)")
ANCHORS = Counter(name for page in PAGES.values() for name in ANCHOR.findall(page))

NAMED = {
    "rule": sorted({rule.template for rule in BOOK.rules.values()}),
    "exercise": list(BOOK.exercises),
    "finding": list(BOOK.derivers),
    "source": list(BOOK.sources),
    "advice": list(BOOK.advice),
    "cue": list(BOOK.cues),
    "guarantee": sorted({guarantee.template for guarantee in BOOK.guarantees.values()}),
}


@pytest.mark.parametrize("kind", NAMED)
def test_everything_has_its_place(kind: str) -> None:
    """Every rule, exercise, finding, source, advice, cue and guarantee has one anchor, and no more than one."""
    expected = dict.fromkeys((label(kind, name) for name in NAMED[kind]), 1)
    assert expected == {name: ANCHORS[name] for name in expected}


def test_every_link_leads_somewhere() -> None:
    """No link is without its anchor."""
    assert [] == [(name, to) for name, page in PAGES.items() for to in LINK.findall(page) if to not in ANCHORS]


def test_exercises_and_rules_are_linked_both_ways() -> None:
    """An exercise names the rules that prescribe it, and they name the exercise."""
    parts = re.split(r"^\(exercise-([a-z0-9-]+)\)=$", PAGES["rules/exercises.md"], flags=re.MULTILINE)
    of = dict(zip(parts[1::2], parts[2::2], strict=True))
    rules = PAGES["rules/prescribe.md"]
    for rule in BOOK.rules.values():
        for name in (name for choice in rule.prescribe for name in choice):
            assert label("rule", rule.template) in LINK.findall(of[name]), (rule.name, name)
            assert label("exercise", name) in LINK.findall(rules)


def test_how_to_do_it_is_there() -> None:
    """Steps, faults and neighbours of every exercise stand on its page."""
    page = " ".join(PAGES["rules/exercises.md"].replace("\\", "").split())
    for exercise in BOOK.exercises.values():
        assert [] == [text for text in (*exercise.steps, *exercise.faults) if text not in page], exercise.id


def test_what_nobody_reviewed_is_marked() -> None:
    """A source that says that no clinician has reviewed it bears the mark, and no other does."""
    parts = re.split(r"^\(source-([a-z0-9-]+)\)=$", PAGES["rules/sources.md"], flags=re.MULTILINE)
    marked = {name for name, part in zip(parts[1::2], parts[2::2], strict=True) if NOT_REVIEWED in part}
    assert marked == {
        label("source", source.id).removeprefix("source-")
        for source in BOOK.sources.values()
        if source.kind == "practice" and "not yet reviewed by a clinician" in source.text
    }


def test_every_finding_is_used() -> None:
    """No finding is derived that nobody asks for: the page would show it with a 0."""
    assert [] == re.findall(r"(\w+) · 0<", PAGES["rules/findings.svg"])


def test_two_runs_are_one() -> None:
    """The pages do not depend on the run."""
    assert pages() == PAGES
