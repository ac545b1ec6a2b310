"""The HTML page: whole, accessible, harmless, and every reason folded under what it is the reason for."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import attrs
import pytest
from hypothesis import given

import runstrength
from runstrength.explain.layout import clean
from runstrength.render import content, for_notebook, render
from tests.strategies import examples, profiles, thresholds

SHIPPED = runstrength.shipped_rulebook()
SORE: dict[str, Any] = {"discipline": "marathon", "pain": {"knee": 4}, "strength_days": 2}
VOID = {"meta"}


class Outline(HTMLParser):
    """Reads a page as a browser does: its headings, its elements, and what it would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.levels.append(int(tag[1]))
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in {"href", "src", "style"} or name.startswith("on"):
                self.links.append(f"{name}={value}")

    def handle_endtag(self, tag: str) -> None:
        """Close an element: the one that was opened last."""
        assert self.open.pop() == tag


def is_sound(text: str, first: int) -> None:
    """Hold a page to what every page has: it closes what it opens, skips no heading, runs and loads nothing."""
    page = Outline(text)
    assert page.open == []
    assert page.levels[0] == first
    assert all(later - level <= 1 for level, later in zip(page.levels, page.levels[1:], strict=False))
    assert {"script", "link", "img", "iframe"} & set(page.tags) == set()
    assert page.links == []
    assert len(page.ids) == len(set(page.ids))
    assert "url(" not in text
    assert "http" not in text.partition("</style>")[0]


@given(profiles(ids=sorted(SHIPPED.exercises), near=thresholds(SHIPPED)))
@examples(30)
def test_every_page_is_sound(profile: dict[str, Any]) -> None:
    """Whoever it is for, the page is well formed, self-contained, and says the referral and the disclaimer."""
    result = runstrength.recommend(profile)
    page = render(result, "html")
    is_sound(page, 1)
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    is_sound(for_notebook(result), 3)
    shown = " ".join("".join(tree(page).itertext()).split())
    assert result.disclaimer in shown
    if result.referral is not None:
        assert result.referral.text in shown


def tree(page: str) -> ET.Element:
    """Read a page as a tree; but for `meta` it is XML too."""
    text = re.sub(r"(<meta [^>]*)>", r"\1/>", page.removeprefix("<!DOCTYPE html>\n"))
    return ET.fromstring(text)  # noqa: S314 - our own page


def test_each_recommendation_has_its_reasons_folded_under_it() -> None:
    """Under each exercise stands one fold with every rule behind it, behind its dose and behind its cues."""
    result = runstrength.recommend(SORE)
    entries = [li for plan in tree(render(result, "html")).iter() if plan.get("class") == "plan" for li in plan]
    found = {name_of(li): rules_in(li.findall("div/details")[0]) for li in entries}
    wanted = {
        x.name: {
            reason.rule
            for reason in (*x.because, *x.dose_because, *(reason for cue in x.cues for reason in cue.because))
        }
        for x in result.exercises
    }
    assert wanted.keys() == found.keys()
    assert all(rules <= found[name] for name, rules in wanted.items())


def name_of(entry: ET.Element) -> str:
    """Give the name of an exercise: the heading of its entry."""
    heading = entry.findall("div/*")[0]
    assert heading.tag in {"h3", "h4"}
    return heading.text or ""


def rules_in(part: ET.Element) -> set[str]:
    """Give the rules that a part of the page tells of."""
    return {rule for reason in part.iter("li") if (rule := reason.get("data-rule"))}


def test_both_numbers_of_sessions_have_their_reasons() -> None:
    """How often, and how often with jumps: who set it and who limited it is folded under the week."""
    result = runstrength.recommend(SORE)
    week = tree(render(result, "html")).findall("body/main/dl/dd")[1]
    both = ("sessions_per_week", "plyometric_sessions_per_week")
    assert {reason.rule for part in both for reason in result.because[part]} <= rules_in(week)
    assert "Lowered from 2–3 sessions a week:" in [p.text for p in week.iter("p")]


def test_what_is_left_out_has_its_reasons_too() -> None:
    """Under whatever is left out or gave way, the rule is folded that says so, with the facts that it rests on."""
    result = runstrength.recommend({**SORE, "equipment": ["bands"]})
    folds = [
        fold
        for section in tree(render(result, "html")).findall("body/main/section")
        if section.findtext("h2") in {"Leave out for now", "What gave way"}
        for fold in section.findall("ul/li/details")
    ]
    shown = content.page(result)
    assert len(shown.left_out) + len(shown.gave_way) == len(folds)
    assert all(rules_in(fold) <= result.fired for fold in folds)
    assert any("You said: knee pain: 4 of 10" in "".join(fold.itertext()) for fold in folds)
    # The same rule, made for each of many exercises, is told once.
    equipment = next(group for group in shown.left_out if group.text == "It needs equipment that you do not have.")
    assert (True, 1) == (len(equipment.items) > 1, len(equipment.because))


def test_each_fold_says_what_it_is_of() -> None:
    """Whoever hears the page and does not see it can tell one "Why" from another."""
    result = runstrength.recommend(SORE)
    found = ["".join(x.itertext()).strip() for x in tree(render(result, "html")).iter("summary")]
    assert len(found) == len(set(found))
    assert {f"Why: {x.name}" for x in result.exercises} <= set(found)


def test_no_rule_is_named_where_people_read() -> None:
    """The ids of rules stand in attributes only."""
    result = runstrength.recommend(SORE)
    shown = "".join(tree(render(result, "html")).itertext())
    assert [rule for rule in result.fired if "-" in rule and rule in shown] == []


HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror=y>', "&amp; &lt;", "a\x00\x1b[31m", "\ud800", "</style>")


@pytest.mark.parametrize("name", HOSTILE)
def test_the_name_of_an_exercise_is_text(name: str) -> None:
    """Even a name that no rulebook may give is shown as it is, in headings and where it is only heard."""
    bridge = attrs.evolve(SHIPPED.exercises["glute-bridge"], name=name)
    book = attrs.evolve(SHIPPED, exercises={**SHIPPED.exercises, "glute-bridge": bridge})
    result = runstrength.recommend(SORE, rulebook=book)
    for shown, first in ((render(result, "html"), 1), (for_notebook(result), 3)):
        is_sound(shown, first)
        shown.encode("utf-8")
        assert "<script" not in shown
    heard = {"".join(x.itertext()).strip() for x in tree(render(result, "html")).iter("summary")}
    assert f"Why: {clean(name)}" in heard


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_rulebook_says_is_text(text: str) -> None:
    """A hostile rulebook cannot put an element on the page, nor a character that is none."""
    rule = {
        "rule": "hostile",
        "when": "always",
        "then": {"advise": ["hostile"]},
        "because": f"b {text}",
        "source": "hostile",
    }
    try:
        book = runstrength.build_rulebook(
            {
                "language": 1,
                "name": "hostile",
                "version": f"v {text}",
                "extends": "article",
                "advice": [{"advice": "hostile", "text": f"a {text}"}],
                "sources": [{"source": "hostile", "kind": "practice", "text": f"s {text}"}],
                "rules": [rule],
            }
        )
    except runstrength.RulebookError:
        assert not text.isprintable()
        return
    result = runstrength.recommend(SORE, rulebook=book)
    page = render(result, "html")
    is_sound(page, 1)
    page.encode("utf-8")
    assert "a &lt;script&gt;alert(1)&lt;/script&gt;" in page or "script" not in text


def test_a_notebook_shows_it() -> None:
    """A notebook finds what it looks for, and the styles are for nothing else in it."""
    piece = runstrength.recommend(SORE)._repr_html_()
    rules = piece.partition("<style>")[2].partition("</style>")[0]
    selectors = [line.split("{")[0].strip() for line in rules.splitlines() if "{" in line and "@" not in line]
    assert [selector for selector in selectors if not selector.startswith(".runstrength")] == []
