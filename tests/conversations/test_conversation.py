"""The conversation: one question at a time, from people or from a file, until no answer could change anything."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import runstrength
from runstrength.cli import main

if TYPE_CHECKING:
    from pathlib import Path

# Whoever says no to all that is grave, and skips the rest.
HEALTHY = ["marathon", "none", "none", "none"]


class Terminal(io.StringIO):
    """Standard input at which somebody sits."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:  # noqa: ANN401 - a function
    """Give a function that holds a conversation at a terminal: lines in; exit code, result and questions out."""

    def held(lines: list[str], *more: str, terminal: bool = True) -> tuple[int, dict[str, Any], str]:
        text = "".join(f"{line}\n" for line in lines)
        monkeypatch.setattr("sys.stdin", Terminal(text) if terminal else io.StringIO(text))
        code = main(["ask", "--format", "json", *more])
        out, err = capsys.readouterr()
        return code, json.loads(out) if out else {}, err

    return held


def test_the_result_is_that_of_the_answers(ask: Any) -> None:  # noqa: ANN401
    """What comes of a conversation is what the profile that it gathered is recommended."""
    code, result, _ = ask([*HEALTHY, "stop"])
    assert code == 0
    assert result["profile"]["signs"] == []
    assert set(result["profile"]["pain"].values()) == {0}
    assert result == runstrength.recommend(result["profile"]).to_dict()


def test_it_ends_when_no_answer_could_change_anything(ask: Any, tmp_path: Path) -> None:  # noqa: ANN401
    """With every question answered the conversation ends by itself: of the grave, nothing is left to ask."""
    file = tmp_path / "ill.yaml"
    file.write_text("{discipline: ultra, signs: [fainting], conditions: []}", encoding="utf-8")
    code, result, err = ask(["none"] * 9, str(file))
    assert code == 0
    asked = err.count("> ")
    assert 0 < asked < 9
    assert [one.field for one in runstrength.recommend(result["profile"]).questions() if one.screening] == []


def test_why_is_answered_and_the_question_put_again(ask: Any) -> None:  # noqa: ANN401
    """`why` says what turns on an answer, and the answer is still open after it."""
    _, result, err = ask(["marathon", "why", "fever", "stop"])
    assert "It could mean that somebody should see you first." in err
    assert result["profile"]["signs"] == ["fever"]


def test_back_goes_back(ask: Any) -> None:  # noqa: ANN401
    """`back` takes the last answer back and asks for it again."""
    _, result, _ = ask(["marathon", "fever", "back", "none", "stop"])
    assert result["profile"]["signs"] == []


def test_after_an_emergency_nothing_is_asked_of_training(ask: Any) -> None:  # noqa: ANN401
    """Who has to be seen at once is asked for no goals."""
    _, result, err = ask(["ultra", "chest pain", *["skip"] * 20])
    assert result["referral"]["urgency"] == "emergency"
    assert "What do you train for?" not in err


@pytest.mark.parametrize("unsure", ["", "skip", "?", "don't know", "not sure", "no idea"])
def test_who_does_not_know_is_not_taken_to_be_well(ask: Any, unsure: str) -> None:  # noqa: ANN401
    """A question that is left open stays unknown, and the result says so."""
    _, result, _ = ask(["marathon", unsure, unsure, unsure, "stop"])
    assert set(result["profile"]) == {"discipline"}
    assert "signs" in result["not_screened"]


def test_at_a_terminal_a_mistake_is_asked_again(ask: Any) -> None:  # noqa: ANN401
    """What is misspelt or out of range is named, and may be typed again."""
    code, result, err = ask(["marathn", "marathon", "swollen", "swelling", "none", "knee 11", "knee 4", "stop"])
    assert code == 0
    assert '"marathn" is not among the answers; did you mean marathon?' in err
    assert '"knee 11" does not fit here: a number from 0 to 10' in err
    assert result["profile"]["signs"] == ["swelling"]
    assert result["profile"]["pain"]["knee"] == 4


def test_in_a_file_a_mistake_ends_it_with_its_line(ask: Any) -> None:  # noqa: ANN401
    """Answers that nobody can correct are refused, with the line and the field."""
    code, result, err = ask(["marathon", "# a comment", "none", "none", "kneee 4"], terminal=False)
    assert (code, result) == (2, {})
    assert 'line 5: pain: "kneee" is not among the answers; did you mean knee?' in err


def test_answers_by_name_in_any_order(ask: Any, tmp_path: Path) -> None:  # noqa: ANN401
    """A line may name the field that it answers; it waits until that is asked."""
    answers = tmp_path / "answers.txt"
    lines = ["pain: knee 4", "discipline: trail", "conditions: none", "signs: none"]
    answers.write_text("\n".join(lines), encoding="utf-8")
    code, result, _ = ask([], "--answers", str(answers))
    assert code == 0
    assert result["profile"]["discipline"] == "trail"
    assert result["profile"]["pain"]["knee"] == 4


def test_the_end_of_the_input_is_the_end_of_the_answers(ask: Any) -> None:  # noqa: ANN401
    """A conversation that is cut off gives what is known so far; without the least it gives nothing."""
    assert ask(["marathon"])[0] == 0
    code, _, err = ask([])
    assert code == 2
    assert "ended before the least was known" in err


def test_what_was_gathered_is_saved_and_nothing_is_written_over(ask: Any, tmp_path: Path) -> None:  # noqa: ANN401
    """`--save` writes a profile that every command reads, and refuses a file that is there."""
    file = tmp_path / "runner.yaml"
    _, result, _ = ask([*HEALTHY, "stop"], "--save", str(file))
    assert yaml.safe_load(file.read_text(encoding="utf-8")) == result["profile"]
    code, _, err = ask([*HEALTHY, "stop"], "--save", str(file))
    assert code == 2
    assert "is not written over" in err


@pytest.mark.parametrize("line", ["x" * 100_000, "\x1b[31m\x00", "knee " * 5000, "[[[[", "' ; rm -rf /"])
def test_a_hostile_line_is_an_answer_like_any_other(ask: Any, line: str) -> None:  # noqa: ANN401
    """Nothing that is typed reaches the terminal as it is, and nothing ends the conversation but its end."""
    code, _, err = ask(["marathon", line, "none", "stop"])
    assert code == 0
    assert "\x1b" not in err
    assert len(err) < 20_000


def test_it_speaks_german(ask: Any) -> None:  # noqa: ANN401
    """Questions, hints and complaints are in the language that was asked for."""
    _, result, err = ask(["Marathon", "Fieber", "quatsch", "keine", "stop"], "--language", "de")
    assert "Hast du eines dieser Warnzeichen?" in err
    assert '"quatsch"' in err
    assert result["profile"]["signs"] == ["fever"]
