"""`runstrength plan` and `export`: a season from a file or from what is typed, shown and carried away."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET  # our own writing, read back

import attrs
import pytest

import runstrength
from runstrength.cli import main
from runstrength.planning.page import season_as_html
from runstrength.planning.reading import planned

if TYPE_CHECKING:
    from collections.abc import Callable

SEASON = """\
profile: {discipline: marathon, strength_experience: intermediate, complaints: [], signs: []}
start: 2027-01-04
race: 2027-02-28
runs: {tue: hard, sat: long}
days: [mon, wed, thu, sun]
minutes: 40
log:
  - {on: 2027-01-14, pain: {knee: 4}}
  - {on: 2027-01-06, done: true, effort: easy}
"""


@attrs.frozen
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Give a function that runs a command in this process."""

    def running(*arguments: object) -> Ran:
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Ran(code, captured.out, captured.err)

    return running


@pytest.fixture
def season(tmp_path: Path) -> Path:
    """Write a season."""
    path = tmp_path / "season.yaml"
    path.write_text(SEASON, encoding="utf-8")
    return path


def test_a_season_from_a_file(run: Callable[..., Ran], season: Path) -> None:
    """The text has a line for each week, and the JSON is that of the plan; entries are taken by their days."""
    shown = run("plan", season)
    assert shown.code == 0
    assert len([line for line in shown.out.splitlines() if "2027-" in line and line.strip()[0].isdigit()]) == 8
    found = json.loads(run("plan", season, "--format", "json").out)
    assert [entry["on"] for entry in found["log"]] == ["2027-01-06", "2027-01-14"]
    assert len(found["weeks"]) == 8


def test_what_is_typed_stands_before_the_file(run: Callable[..., Ran], season: Path) -> None:
    """Weeks, minutes and days of the command line count."""
    found = json.loads(run("plan", season, "--weeks", "2", "--minutes", "20", "--day", "mon", "--format", "json").out)
    assert len(found["weeks"]) == 2
    assert found["weeks"][0]["habits"]["minutes"] == {"monday": 20}
    assert found["weeks"][0]["habits"]["runs"] == {"tuesday": "hard", "saturday": "long"}


def test_a_season_of_a_profile(run: Callable[..., Ran]) -> None:
    """A runner's file is enough, with a start; without one that is said."""
    marathoner = Path(__file__).parents[2] / "examples" / "marathoner.yaml"
    assert run("plan", marathoner, "--start", "2027-01-04").code == 0
    refused = run("plan", marathoner)
    assert refused.code == 2
    assert "start: is missing" in refused.err


def test_a_profile_beside_the_season(run: Callable[..., Ran], tmp_path: Path) -> None:
    """The profile may be a file of its own."""
    (tmp_path / "runner.yaml").write_text("discipline: trail\n", encoding="utf-8")
    path = tmp_path / "season.yaml"
    path.write_text("profile: runner.yaml\nstart: 2027-01-04\nweeks: 1\n", encoding="utf-8")
    assert json.loads(run("plan", path, "--format", "json").out)["profile"] == {"discipline": "trail"}


@pytest.mark.parametrize("format_", ["text", "json", "markdown", "csv", "html"])
def test_one_week(run: Callable[..., Ran], season: Path, format_: str) -> None:
    """A week of a season is shown as one that stands for itself."""
    shown = run("plan", season, "--week", "2", "--format", format_)
    assert shown.code == 0
    assert shown.out


def test_pages_and_a_picture(run: Callable[..., Ran], season: Path, tmp_path: Path) -> None:
    """A sheet for each week, with its dates; a picture that is XML."""
    pages = run("plan", season, "--format", "html").out
    assert pages.count("<article") == 8
    assert "2027-01-04" in pages
    picture = run("plan", season, "--format", "svg").out
    assert ET.fromstring(picture).tag.endswith("svg")  # noqa: S314 - our own writing
    for to, name in (("html", "season.html"), ("svg", "season.svg"), ("json", "season.json")):
        assert run("export", season, tmp_path / name, "--to", to).code == 0
        assert (tmp_path / name).stat().st_size > 1000
    assert run("export", season, tmp_path / "tables", "--to", "csv").err.endswith("8 files written\n")


def test_a_sign_stands_on_the_page() -> None:
    """What to do about a sign is the first thing that is read of a week that it stops."""
    runner = {"discipline": "general", "complaints": []}
    plan = runstrength.plan(runner, "2027-01-04", weeks=2).log("2027-01-05", signs=["chest_pain"])
    assert season_as_html(plan).count("Stop all exercise and get medical help now") >= 2
    assert str(plan).startswith("Stop all exercise and get medical help now")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("start: 2027-01-04\n", "profile: is missing"),
        ("profile: {discipline: trail}\nstart: tomorrow\n", "start: is no date"),
        ("profile: {discipline: trail}\nstart: 2027-01-04\nrase: 2027-03-01\n", "did you mean race"),
        ("profile: {discipline: trail}\nstart: 2027-01-04\nlog: {on: 2027-01-04}\n", "log: is no list"),
        ("profile: {discipline: trail}\nstart: 2027-01-04\nlog: [{done: true}]\n", "log[0]: is no entry"),
        ("profile: {discipline: trail}\nstart: 2027-01-04\nlog: [{on: 2027-01-04, pian: {}}]\n", "did you mean pain"),
        ("profile: {discipline: trial}\nstart: 2027-01-04\n", "did you mean trail"),
        ("profile: nowhere.yaml\nstart: 2027-01-04\n", "cannot be read"),
    ],
)
def test_what_cannot_be_right_is_named(run: Callable[..., Ran], tmp_path: Path, text: str, told: str) -> None:
    """And nothing is printed to standard output."""
    path = tmp_path / "season.yaml"
    path.write_text(text, encoding="utf-8")
    refused = run("plan", path)
    assert refused.code == 2
    assert told in refused.err
    assert refused.out == ""


def test_weeks_that_there_are_not(run: Callable[..., Ran], season: Path) -> None:
    """Numbers are from one to the last, and a whole season has no table."""
    assert "weeks 1 to 8" in run("plan", season, "--week", "9").err
    assert "name a week" in run("plan", season, "--format", "csv").err


def test_a_season_in_python() -> None:
    """What stands in the file may be a mapping as well."""
    season = {
        "profile": {"discipline": "trail"},
        "start": "2027-01-04",
        "weeks": 1,
        "log": [{"on": "2027-01-05", "done": True}],
    }
    assert len(planned(season, runstrength.plan).entries) == 1


def test_what_is_no_longer_planned_is_cancelled(run: Callable[..., Ran], season: Path, tmp_path: Path) -> None:
    """Exported again over what was exported, a calendar takes back what is gone, and old workouts are named."""
    pytest.importorskip("icalendar")
    calendar, folder = tmp_path / "season.ics", tmp_path / "workouts"
    assert "--timezone" in run("export", season, calendar).err
    run("export", season, calendar, "--timezone", "Europe/Berlin")
    planned_before = calendar.read_text(encoding="utf-8").count("BEGIN:VEVENT")
    run("export", season, folder, "--to", "fit")
    season.write_text(f"{SEASON}  - {{on: 2027-01-20, signs: [swelling]}}\n", encoding="utf-8")
    again = run("export", season, calendar, "--timezone", "Europe/Berlin")
    text = calendar.read_text(encoding="utf-8")
    assert "doctor or a physiotherapist" in again.err
    assert text.count("BEGIN:VEVENT") == planned_before
    assert text.count("STATUS:CANCELLED") > 0
    assert "SEQUENCE:1" in text
    assert "none of this plan" in run("export", season, folder, "--to", "fit").err
