"""A week to carry away: as a table for programs, as Markdown, and as a page that is printed and ticked."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import attrs
import pytest
from hypothesis import given

import runstrength
from runstrength.explain.layout import clean
from runstrength.planning.page import week_as_html
from runstrength.planning.sheet import SIZES
from runstrength.planning.tables import COLUMNS, week_as_csv, week_as_markdown
from tests.strategies import examples, profiles

SHIPPED = runstrength.shipped_rulebook()
KNOWN: dict[str, Any] = {"age": 30, "signs": [], "conditions": [], "pain": {"knee": 0}, "complaints": []}
ABLE: dict[str, Any] = {"strength_experience": "advanced", "plyometric_experience": "advanced", **KNOWN}
RUNS = {"tue": "hard", "thu": "easy", "sun": "long"}


def week(profile: dict[str, Any], **habits: Any) -> Any:  # noqa: ANN401 - a week
    """Lay a week."""
    return runstrength.recommend(profile).week(**habits)


def full() -> Any:  # noqa: ANN401 - likewise
    """Lay a week of three sessions of an hour, with kilograms."""
    profile = {"discipline": "middle_distance", "season": "base", "goals": ["speed"], **ABLE}
    habits = {"runs": {"tue": "hard", "thu": "easy"}, "minutes": 60}
    found = week(profile, **habits, best={"back-squat": (100, 5)}, plates=(20, 10, 5, 2.5))
    assert 3 == len(found.sessions)
    return found


def rows(text: str) -> list[dict[str, str]]:
    """Read a table as other programs do."""
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def tree(text: str) -> ET.Element:
    """Read a page as a tree; but for elements without an end it is XML too."""
    closed = re.sub(r"(<(?:meta|input) [^>]*)>", r"\1/>", text.removeprefix("<!DOCTYPE html>\n"))
    return ET.fromstring(closed)  # noqa: S314 - our own page


class Tags(HTMLParser):
    """Reads which elements a page has, as a browser does."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - only tags count
        """Note an element."""
        self.found.add(tag)


def shown(of: ET.Element) -> str:
    """Give the text that an element shows, on one line."""
    return clean("".join(of.itertext()))


@given(profiles(ids=sorted(SHIPPED.exercises)))
@examples(15)
def test_nothing_of_a_week_is_lost(profile: dict[str, Any]) -> None:
    """Every exercise, every reason for it, what is left out and a referral stand in each look for people."""
    found = week(profile, runs=RUNS)
    page = tree(week_as_html(found))
    text = shown(page)
    markdown = week_as_markdown(found).replace("\\", "")
    told = [found.result.disclaimer, *([] if found.result.referral is None else [found.result.referral.text])]
    told += [one.name for one in found.left_out]
    for session in found.sessions:
        told += [reason.text for reason in session.eased]
        told += [part for one in session.exercises for part in (one.what.name, one.what.because[0].text)]
    for part in map(clean, told):
        assert part in text
        assert part in markdown
    assert 1 == len(page.findall(".//h1"))
    boxes = [box.get("aria-label") for box in page.iter("input")]
    assert sum(one.what.sets for session in found.sessions for one in session.exercises) == len(boxes)
    ticked = [(one["day"], one["exercise"]) for one in rows(week_as_csv(found))]
    assert [(session.day, one.what.exercise) for session in found.sessions for one in session.exercises] == ticked


def test_a_table_is_as_its_standard_has_it() -> None:
    """RFC 4180: a head, as many cells in each row, lines that end with CR and LF, quotes where a cell needs them."""
    text = week_as_csv(full())
    lines = text.split("\r\n")
    assert (",".join(COLUMNS), "") == (lines[0], lines[-1])
    assert "\n" not in text.replace("\r\n", "")
    assert all(COLUMNS == tuple(row) and None not in row.values() for row in rows(text))
    squat = next(row for row in rows(text) if row["exercise"] == "back-squat")
    assert ("wednesday", "18:00", "Back squat", "heavy") == tuple(squat[x] for x in ("day", "clock", "name", "load"))
    assert "90" == squat["kilograms"]
    assert squat["why"].endswith("From 100 kg for 5 repetitions (Epley), rounded down to what there is.")


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t=", "\r=", " ="])
def test_no_cell_is_a_formula(begin: str) -> None:
    """A name that a spreadsheet would calculate is written so that it shows it."""
    found = week({"discipline": "general"})
    first, *others = found.sessions[0].exercises
    named = attrs.evolve(first, what=attrs.evolve(first.what, name=f'{begin}HYPERLINK("x",1)\r\n'))
    session = attrs.evolve(found.sessions[0], exercises=(named, *others))
    row = rows(week_as_csv(attrs.evolve(found, sessions=(session,))))[0]
    assert f'\'{begin.strip()}HYPERLINK("x",1)' == row["name"]


def test_without_sessions_there_is_a_head() -> None:
    """A week without sessions is a table without rows."""
    assert [] == rows(week_as_csv(week({"discipline": "ultra", "signs": ["chest_pain"]})))


def test_markdown_shows_what_it_was_given() -> None:
    """Tables have as many cells in each row, and what a name holds is no mark-up."""
    found = full()
    first, *others = found.sessions[0].exercises
    named = attrs.evolve(first, what=attrs.evolve(first.what, name="a|b *c* <script>"))
    session = attrs.evolve(found.sessions[0], exercises=(named, *others))
    text = week_as_markdown(attrs.evolve(found, sessions=(session,)))
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert {2, 6} == {len(re.findall(r"(?<!\\)\|", line)) - 1 for line in table}
    assert r"a\|b \*c\* \<script>" in text


def test_a_referral_comes_first() -> None:
    """Somebody who must not train reads nothing before that, and no runs that they may have to leave."""
    found = week({"discipline": "ultra", "signs": ["chest_pain"]}, runs=RUNS)
    page = tree(week_as_html(found)).findall("body/main/article/*")
    assert ["header", "section", "p", "ul"] == [part.tag for part in page]
    assert found.result.referral.text in shown(page[1])
    assert "long run" not in week_as_html(found)
    assert found.result.referral.text in week_as_markdown(found).split("\n\n")[1]


def test_what_was_told_is_not_told_again() -> None:
    """How an exercise is done stands where it comes first; later a line says where that is."""
    lists = tree(week_as_html(full())).findall("body/main/article/div/section/ol")
    squats = [entry for plan in lists for entry in plan if shown(entry).startswith("Back squat")]
    assert len(squats) > 1
    assert [True, *[False] * (len(squats) - 1)] == [entry.find("ol") is not None for entry in squats]
    assert all(re.search(r"why and how: \w+ \d+$", shown(entry)) for entry in squats[1:])


def test_a_full_week_is_printed_smaller() -> None:
    """The size follows from what there is to print; nothing is smaller than 8 points."""
    short, page = (
        tree(week_as_html(week({"discipline": "general"}, days=["mon"], minutes=15))),
        tree(week_as_html(full())),
    )
    sizes = [sheet.get("class", "").split()[:2] for of in (short, page) for sheet in of.iter("article")]
    assert sizes == [["week", "large"], ["week", "small"]]
    # On a screen all steps can be read; on paper of each exercise as many as there is room for, one at least.
    for steps in page.findall(".//ol[@class='steps']"):
        assert steps[0].get("class") is None
    assert 8 == min(size.points for size in SIZES)
    style = page.findtext("head/style") or ""
    assert 8 <= min(float(size) for size in re.findall(r"([\d.]+)pt[ /;]", " ".join(re.findall(r"font[^;]*;", style))))


def test_a_page_needs_nothing_else() -> None:
    """Nothing is loaded, nothing runs, and no name gets out of its place."""
    found = full()
    first, *others = found.sessions[0].exercises
    named = attrs.evolve(first, what=attrs.evolve(first.what, name='"><script>alert(1)</script>'))
    text = week_as_html(attrs.evolve(found, sessions=(attrs.evolve(found.sessions[0], exercises=(named, *others)),)))
    reader = Tags()
    reader.feed(text)
    assert "main" in reader.found
    assert set() == {"script", "link", "img", "iframe"} & reader.found
    assert "url(" not in text
    assert "http" not in text
    assert re.search(r"\b(src|href|style|on\w+)=", text) is None


def test_in_another_language() -> None:
    """A page says in which language it is, and what is translated."""
    found = runstrength.recommend({"discipline": "marathon"}).in_language("de").week()
    assert "de" == tree(week_as_html(found)).get("lang")
    assert "je Seite" in week_as_markdown(found)
