"""Whole results as people and programs see them, to the byte. The rulebook is frozen: only code can move them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import runstrength
from runstrength.planning.page import week_as_html
from runstrength.planning.picture import PicturedWeek, season_picture
from runstrength.planning.tables import week_as_csv, week_as_markdown
from runstrength.render import FORMATS, render
from runstrength.render.mermaid import as_mermaid

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
SUFFIXES = {"text": "txt", "markdown": "md", "html": "html", "json": "json"}

RUNNERS: dict[str, dict[str, Any]] = {
    "nothing-known": {"discipline": "general"},
    "sore-knee": {
        "discipline": "marathon",
        "pain": {"knee": 4},
        "strength_days": 1,
        "equipment": ["bands"],
        "goals": ["speed"],
    },
    "sprinter": {
        "discipline": "sprint",
        "goals": ["speed"],
        "strength_experience": "advanced",
        "equipment": ["barbell", "box"],
        "pain": {"knee": 1},
    },
    "swollen": {"discipline": "trail", "signs": ["swelling"], "pain": {"knee": 2}, "goals": ["speed"]},
    "emergency": {"discipline": "ultra", "signs": ["chest_pain", "fracture"], "pain": {"knee": 5}},
    "wants-nothing": {
        "discipline": "general",
        "excluded": [
            *("back-squat", "box-jump", "calf-stretch", "easy-walk", "glute-bridge", "lateral-band-walk"),
            *("leg-swings", "skipping", "step-up", "wall-sit"),
        ],
    },
}
QUESTIONS = [
    ("sore-knee", "why", "glute-bridge"),
    ("sore-knee", "why", "sessions_per_week"),
    ("sore-knee", "why_not", "box-jump"),
    ("sprinter", "why", "back-squat"),
    ("nothing-known", "why_not", "skipping"),
    ("nothing-known", "why_not", "back-squat"),
    ("emergency", "why", "referral"),
]
CHARTS = [
    ("sore-knee", "glute-bridge"),
    ("sore-knee", "sessions_per_week"),
    ("sprinter", "back-squat"),
    ("emergency", "referral"),
]
WEEKS = ("sore-knee", "emergency", "wants-nothing")
SEASON = [
    PicturedWeek(1, date(2026, 11, 30), "build", 24, 60),
    PicturedWeek(2, date(2026, 12, 7), "ease", 12, 30, note="A week was missed, so it begins lower."),
    PicturedWeek(3, date(2026, 12, 14), "taper", 8, 0),
    PicturedWeek(4, date(2026, 12, 21), "race", 2, 0, race=True),
]
LOOKS = {"md": week_as_markdown, "csv": week_as_csv, "html": week_as_html}


@pytest.fixture(scope="module")
def rulebook() -> runstrength.Rulebook:
    """Give the frozen rulebook."""
    return runstrength.load_rulebook(HERE / "rulebook.yaml")


def apart(page: str, golden: Callable[[str, str], None], sheet_name: str = "page.css") -> str:
    """Hold the one style sheet of a page to its golden file, and give the page without it."""
    before, between, after = page.partition("<style>")
    sheet, end, rest = after.partition("</style>")
    assert (between, end) == ("<style>", "</style>")
    golden(sheet_name, sheet)
    return f"{before}{between}{end}{rest}"


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("name", RUNNERS)
def test_recommendations(
    rulebook: runstrength.Rulebook, golden: Callable[[str, str], None], name: str, format_: str
) -> None:
    """A result is rendered as its golden file has it."""
    result = runstrength.recommend(RUNNERS[name], rulebook=rulebook)
    text = render(result, format_)
    golden(f"{name}.{SUFFIXES[format_]}", apart(text, golden) if format_ == "html" else text)


@pytest.mark.parametrize(("name", "question", "asked"), QUESTIONS)
def test_answers(
    rulebook: runstrength.Rulebook, golden: Callable[[str, str], None], name: str, question: str, asked: str
) -> None:
    """An answer reads as its golden file has it."""
    answer = getattr(runstrength.recommend(RUNNERS[name], rulebook=rulebook), question)(asked)
    golden(f"{name}.{question.replace('_', '-')}.{asked}.txt", f"{answer}\n")


@pytest.mark.parametrize(("name", "asked"), CHARTS)
def test_charts(rulebook: runstrength.Rulebook, golden: Callable[[str, str], None], name: str, asked: str) -> None:
    """A tree of reasons is drawn as its golden file has it."""
    golden(f"{name}.why.{asked}.mmd", as_mermaid(runstrength.recommend(RUNNERS[name], rulebook=rulebook).why(asked)))


def test_a_piece_for_a_notebook(rulebook: runstrength.Rulebook, golden: Callable[[str, str], None]) -> None:
    """What a notebook shows is as its golden file has it."""
    piece = runstrength.recommend(RUNNERS["sore-knee"], rulebook=rulebook)._repr_html_()
    golden("sore-knee.notebook.html", apart(piece, golden))


@pytest.mark.parametrize("suffix", LOOKS)
@pytest.mark.parametrize("name", WEEKS)
def test_weeks(rulebook: runstrength.Rulebook, golden: Callable[[str, str], None], name: str, suffix: str) -> None:
    """A week looks as its golden file has it."""
    result = runstrength.recommend(RUNNERS[name], rulebook=rulebook)
    text = LOOKS[suffix](result.week(runs={"tue": "hard", "sun": "long"}, minutes=30))
    golden(f"{name}.week.{suffix}", apart(text, golden, "week.css") if suffix == "html" else text)


def test_a_season(golden: Callable[[str, str], None]) -> None:
    """The picture of a season is as its golden file has it."""
    golden("season.svg", season_picture(SEASON))


def test_no_golden_file_is_left_over() -> None:
    """Every golden file belongs to a test."""
    made = {f"{name}.{suffix}" for name in RUNNERS for suffix in SUFFIXES.values()}
    made |= {f"{name}.{question.replace('_', '-')}.{asked}.txt" for name, question, asked in QUESTIONS}
    made |= {f"{name}.why.{asked}.mmd" for name, asked in CHARTS} | {"sore-knee.notebook.html", "page.css"}
    made |= {f"{name}.week.{suffix}" for name in WEEKS for suffix in LOOKS} | {"week.css", "season.svg"}
    assert made == {path.name for path in (HERE / "expected").iterdir()}


@pytest.mark.parametrize("format_", FORMATS)
def test_of_the_shipped_rulebook(format_: str) -> None:
    """The example of the README is rendered with the rulebook that is shipped, whatever that says today."""
    result = runstrength.recommend({"discipline": "marathon", "pain": {"knee": 4}})
    shown = " ".join(render(result, format_).split())
    assert result.disclaimer[:20] in shown
    assert "Glute bridge" in shown
