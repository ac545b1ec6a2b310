"""The picture of a season: what is drawn, what is heard, and that no label meets another."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runstrength.planning.picture import MOST_WEEKS, PHASES, PicturedWeek, season_picture
from tests.strategies import examples

SVG = "{http://www.w3.org/2000/svg}"
BEGIN = date(2026, 11, 30)


def season(phases: list[str], **given: Any) -> list[PicturedWeek]:  # noqa: ANN401 - whatever a week has
    """Give a season of these phases."""
    week = {"sets": 20, "contacts": 40, **given}
    return [PicturedWeek(at + 1, BEGIN + timedelta(7 * at), phase, **week) for at, phase in enumerate(phases)]


def drawn(weeks: list[PicturedWeek]) -> ET.Element:
    """Read a picture."""
    return ET.fromstring(season_picture(weeks))  # noqa: S314 - our own picture


def texts(picture: ET.Element) -> list[str]:
    """Give the labels."""
    return [label.text or "" for label in picture.iter(f"{SVG}text")]


def widest(label: ET.Element) -> tuple[float, float, float]:
    """Say how far a label reaches at most, and on which line: no letter but the widest takes more than 7.5 units."""
    x, y, wide = float(label.get("x", "")), float(label.get("y", "")), 7.5 * len(label.text or "")
    left = {"middle": x - wide / 2, "end": x - wide}.get(label.get("text-anchor", ""), x)
    return y, left, left + wide


PICTURED = st.builds(
    lambda count, sets, contacts, phases, races: [
        PicturedWeek(at + 1, BEGIN + timedelta(7 * at), phases[at], sets[at], contacts[at], race=races[at])
        for at in range(count)
    ],
    st.integers(1, MOST_WEEKS),
    *(st.lists(st.integers(0, most), min_size=MOST_WEEKS, max_size=MOST_WEEKS) for most in (99, 999)),
    st.lists(st.sampled_from(PHASES), min_size=MOST_WEEKS, max_size=MOST_WEEKS),
    st.lists(st.booleans(), min_size=MOST_WEEKS, max_size=MOST_WEEKS),
)


@given(PICTURED)
@examples(40)
def test_no_label_meets_another(weeks: list[PicturedWeek]) -> None:
    """From 1 to 60 weeks, labels of weeks stand apart and inside of the picture."""
    picture = drawn(weeks)
    _, _, width, height = map(float, picture.get("viewBox", "").split())
    below = [label for label in picture.iter(f"{SVG}text") if float(label.get("y", "")) > 300]
    lines: dict[float, list[tuple[float, float]]] = {}
    for y, left, right in map(widest, below):
        lines.setdefault(y, []).append((left, right))
        assert -15 <= left
        assert right <= width + 15
        assert y <= height
    for line in lines.values():
        ordered = sorted(line)
        assert all(before[1] <= after[0] + 15 for before, after in pairwise(ordered))


@given(PICTURED)
@examples(40)
def test_every_week_is_drawn_and_told(weeks: list[PicturedWeek]) -> None:
    """Each week with sets has a filled bar, each with contacts a hollow one, and all are in the description."""
    picture = drawn(weeks)
    bars = [bar for bar in picture.iter(f"{SVG}rect") if bar.get("fill", "").startswith("#")]
    hollow = [bar for bar in picture.iter(f"{SVG}rect") if bar.get("stroke", "").startswith("#")]
    assert sum(week.sets > 0 for week in weeks) == len(bars)
    assert sum(week.contacts > 0 for week in weeks) == len(hollow)
    about = picture.findtext(f"{SVG}desc") or ""
    assert all(f"Week {x.number}: " in about and f" {x.sets} sets, {x.contacts} ground" in about for x in weeks)
    assert picture.get("aria-labelledby") == " ".join(picture.find(f"{SVG}{x}").get("id") for x in ("title", "desc"))  # type: ignore[union-attr, misc]


def test_phases_have_rows_with_words() -> None:
    """Each phase that there is has a row; races and notes have one of diamonds."""
    found = texts(drawn(season(["build", "ease", "taper", "race", "after"])))
    rows = ["building", "easy week", "taper", "race", "after the race"]
    assert rows == [text for text in found if text in {*rows, "maintaining", "note below"}]
    noted = season(["build"], race=True, note="The knee was sore.")
    assert {"race", "note below", "Week 1: The knee was sore."} <= set(texts(drawn(noted)))


def test_what_a_note_holds_is_no_mark_up() -> None:
    """A note of whatever characters stays text, of as many lines as it needs."""
    note = '</text><script>"&' + 50 * " word" + "\x00\n{x}"
    picture = drawn(season(["build"], note=note))
    assert [] == list(picture.iter(f"{SVG}script"))
    assert any(text.startswith('Week 1: </text><script>"&') for text in texts(picture))
    assert all(len(text) <= 125 for text in texts(picture))


@pytest.mark.parametrize("count", [0, 61])
def test_too_few_and_too_many_weeks(count: int) -> None:
    """A picture has 1 to 60 weeks."""
    with pytest.raises(ValueError, match=f"has 1 to 60 weeks, not {count}"):
        season_picture(season(["build"] * count))


@pytest.mark.parametrize("wrong", [{"phase": "peak"}, {"sets": -1}, {"contacts": -1}])
def test_weeks_that_cannot_be(wrong: dict[str, Any]) -> None:
    """A week has a known phase, and no fewer than no sets."""
    with pytest.raises(ValueError, match=next(iter(wrong))):
        PicturedWeek(**{"number": 1, "start": BEGIN, "phase": "build", "sets": 1, "contacts": 1, **wrong})
