"""`runstrength week`: what is typed for a week, in every format, and what is said of what cannot be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest

import runstrength
from runstrength.cli import main
from runstrength.planning.page import week_as_html
from runstrength.planning.tables import week_as_csv, week_as_markdown

if TYPE_CHECKING:
    from collections.abc import Callable

MARATHONER = str(Path(__file__).parents[2] / "examples" / "marathoner.yaml")
TYPED = ["--run", "tue=hard", "--run", "thu=easy,sun=long", "--minutes", "45", "--lift-at", "18:30", "--run-at", "6.5"]


@attrs.frozen
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Give a function that runs the command in this process."""

    def running(*arguments: str) -> Ran:
        code = main(["week", *arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Ran(code, captured.out, captured.err)

    return running


@pytest.fixture
def runner(tmp_path: Path) -> Callable[[str], str]:
    """Give a function that writes a profile."""

    def written(text: str) -> str:
        path = tmp_path / "runner.yaml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return written


def test_every_format_is_the_week(run: Callable[..., Ran], runner: Callable[[str], str]) -> None:
    """What is typed is what the library is asked, and every look of its answer is printed."""
    result = runstrength.recommend({"discipline": "marathon"})
    runs = {"tue": "hard", "thu": "easy", "sun": "long"}
    week = result.week(runs=runs, minutes=45, lift_at=18.5, run_at=6.5)
    path = runner("discipline: marathon\n")
    looks = {
        "text": f"{week}\n",
        "markdown": week_as_markdown(week),
        "csv": week_as_csv(week),
        "html": week_as_html(week),
    }
    for format_, expected in looks.items():
        assert Ran(0, expected, "") == run(path, *TYPED, "--format", format_)
    assert looks["text"] == run(path, *TYPED).out
    assert json.loads(json.dumps(week.to_dict())) == json.loads(run(path, *TYPED, "--format", "json").out)


def test_free_days_and_their_minutes(run: Callable[..., Ran]) -> None:
    """Days and minutes are typed one by one, or with commas between."""
    one = run(MARATHONER, "--day", "mon", "--day", "fri", "--minutes", "mon=30,fri=20", "--format", "json")
    assert one == run(MARATHONER, "--day", "mon, fri", "--minutes", "monday=30, friday=20", "--format", "json")
    assert {"monday": 30, "friday": 20} == json.loads(one.out)["habits"]["minutes"]


def test_of_two_runs_on_a_day_the_one_that_matters_counts(run: Callable[..., Ran]) -> None:
    """An easy run in the evening does not make a day of hard running an easy one."""
    found = run(MARATHONER, "--run", "tue=hard", "--run", "tue=easy", "--format", "json")
    assert {"tuesday": "hard"} == json.loads(found.out)["habits"]["runs"]


def test_kilograms(run: Callable[..., Ran], runner: Callable[[str], str]) -> None:
    """A best, and the plates and dumbbells that there are, give kilograms."""
    known = "age: 30\nsigns: []\nconditions: []\ncomplaints: []\npain: {knee: 0}\nstrength_experience: advanced\n"
    path = runner(f"discipline: middle_distance\nseason: base\n{known}")
    ran = run(path, "--best", "back-squat=100x5", "--bar", "15", "--plates", "20,10", "--plates", "5,2.5")
    assert (0, "") == (ran.code, ran.err)
    assert " kg\n" in ran.out
    assert ran.out != run(path, "--best", "back-squat=100X5", "--weights", "10").out


def test_a_table_has_no_place_for_a_referral(run: Callable[..., Ran], runner: Callable[[str], str]) -> None:
    """So it is said beside it."""
    ran = run(runner("discipline: ultra\nsigns: [chest_pain]\n"), "--format", "csv")
    assert (0, 1) == (ran.code, ran.out.count("\r\n"))
    assert "get medical help now" in ran.err


def test_every_problem_of_a_form(run: Callable[..., Ran]) -> None:
    """Whatever has not the form of its option is named, all of it at once."""
    options = ("--run", "tuesday,=hard,sun=", "--best", "back-squat=80,80x5", "--minutes", "mon=30,fri")
    assert Ran(
        2,
        "",
        "--run tuesday: write it as DAY=KIND, such as tuesday=hard\n"
        "--run =hard: write it as DAY=KIND, such as tuesday=hard\n"
        "--run sun=: write it as DAY=KIND, such as tuesday=hard\n"
        "--minutes fri: write it as a number for each free day, such as tuesday=30,friday=60, or one number for all\n"
        "--best back-squat=80: write it as EXERCISE=KILOGRAMSxREPETITIONS, such as back-squat=80x5\n"
        "--best 80x5: write it as EXERCISE=KILOGRAMSxREPETITIONS, such as back-squat=80x5\n",
    ) == run(MARATHONER, *options)


def test_every_problem_of_a_plan(run: Callable[..., Ran]) -> None:
    """What has the form and cannot be is told in the words of the library, as problems of a profile are."""
    ran = run(MARATHONER, "--run", "tues=hard,wed=hrad", "--minutes", "5", "--lift-at", "25:00")
    assert (2, "") == (ran.code, ran.out)
    assert "the plan has 4 problems:" in ran.err
    assert "runs.wed: is no kind of run: 'hrad'; allowed: easy, hard, long; did you mean hard?" in ran.err


@pytest.mark.parametrize(
    "options",
    [
        ("--best", "back-squat=nanx5"),
        ("--best", "back-squat=80x1e400"),
        ("--best", "depth-jmp=80x5"),
        ("--plates", "20,-5"),
        ("--plates", "a,b"),
        ("--weights", "inf"),
        ("--bar", "x"),
        ("--minutes", "9" * 5000),
        ("--lift-at", "9" * 5000),
        ("--day", "someday"),
        ("--language", "tlh"),
    ],
)
def test_what_cannot_be(run: Callable[..., Ran], options: tuple[str, str]) -> None:
    """A slip, or what an attacker types, ends with a message and exit code 2."""
    ran = run(MARATHONER, *options)
    assert (2, "") == (ran.code, ran.out)
    assert ran.err
    assert len(ran.err) < 1000


def test_a_profile_that_cannot_be(run: Callable[..., Ran], runner: Callable[[str], str]) -> None:
    """Problems of the profile are told as by any other command."""
    ran = run(runner("discipline: marathom\n"))
    assert (2, "") == (ran.code, ran.out)
    assert "the profile has a problem" in ran.err
