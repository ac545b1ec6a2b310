"""The HTML page: whole, accessible, harmless, and every reason folded under what it is the reason for."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

import runstrength
from runstrength.render import for_notebook, render
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
    text = page.removeprefix("<!DOCTYPE html>\n").replace('utf-8">', 'utf-8"/>').replace('scale=1">', 'scale=1"/>')
    return ET.fromstring(text)  # noqa: S314 - our own page


def test_each_recommendation_has_its_reasons_folded_under_it() -> None:
    """Under each exercise stands one fold with every rule behind it, and behind its dose."""
    result = runstrength.recommend(SORE)
    entries = [li for plan in tree(render(result, "html")).iter() if plan.get("class") == "plan" for li in plan]
    found = {
        li.findtext("div/h3"): {reason.get("data-rule") for reason in li.find("details").iter("li")}  # type: ignore[union-attr] # each has one
        for li in entries
    }
    wanted = {x.name: {reason.rule for reason in (*x.because, *x.dose_because)} for x in result.exercises}
    assert wanted.keys() == found.keys()
    assert all(rules <= found[name] for name, rules in wanted.items())


def test_no_rule_is_named_where_people_read() -> None:
    """The ids of rules stand in attributes only."""
    result = runstrength.recommend(SORE)
    shown = "".join(tree(render(result, "html")).itertext())
    assert [rule for rule in result.fired if "-" in rule and rule in shown] == []


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x onerror=y>', "&amp; &lt;", "a\x00\x1b[31m", "\ud800"]
)
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
    selectors = [line.split("{")[0].strip() for line in rules.splitlines() if "{" in line and not line.startswith("@")]
    assert [selector for selector in selectors if not selector.startswith(".runstrength")] == []
