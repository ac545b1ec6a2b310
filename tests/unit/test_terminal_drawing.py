"""What a terminal shows: drawn where rich is installed, plain where it is not or where nobody looks."""

from __future__ import annotations

import io
import json
import re
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

import runstrength
from runstrength.cli import main
from runstrength.render import for_terminal, render
from runstrength.render.content import page
from runstrength.render.terminal import as_drawn
from tests.strategies import examples, profiles, thresholds

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = runstrength.shipped_rulebook()
SORE: dict[str, Any] = {"discipline": "marathon", "pain": {"knee": 4}, "strength_days": 2}
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


class Terminal(io.StringIO):
    """Standard output at which somebody looks."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def words(text: str) -> list[str]:
    """Give the words of a text, whatever is drawn round them; sorted, for columns stand beside each other."""
    return sorted(re.findall(r"\w+", ESCAPE.sub("", text).casefold()))


@given(profiles(ids=sorted(SHIPPED.exercises), near=thresholds(SHIPPED)))
@examples(20)
def test_the_drawing_says_what_the_text_says(profile: dict[str, Any]) -> None:
    """Not a word is left out on a terminal, and no line is wider than it, in any language."""
    result = runstrength.recommend(profile)
    for language in ("en", "de"):
        spoken = result.in_language(language)
        drawn = as_drawn(page(spoken), colour=False, width=300)
        assert words(drawn) == words(render(spoken))
        assert all(len(line) <= 100 for line in drawn.splitlines())


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("width", [32, 40, 60, 80, 300])
def test_it_fits_the_terminal(width: int, language: str) -> None:
    """Lines are as long as the terminal is wide, and never longer than reads well; no word is cut to make it so."""
    result = runstrength.recommend(SORE).in_language(language)
    drawn = ESCAPE.sub("", as_drawn(page(result), colour=True, width=width))
    assert all(len(line) <= min(width, 100) for line in drawn.splitlines())
    assert "…" not in drawn
    narrow = " ".join(drawn.split())
    assert [row for row in page(result).session if f" {row.name} " not in narrow and width < 80] == []


@pytest.mark.parametrize("width", [1, 7, 20])
def test_no_terminal_is_too_narrow(width: int) -> None:
    """Whatever does not fit is broken, and nothing fails."""
    assert as_drawn(page(runstrength.recommend(SORE)), colour=True, width=width)


@given(profiles(ids=sorted(SHIPPED.exercises), near=thresholds(SHIPPED)))
@examples(10)
def test_no_line_ends_in_blanks(profile: dict[str, Any]) -> None:
    """What is copied from a terminal has no blanks that nobody sees."""
    drawn = as_drawn(page(runstrength.recommend(profile)), colour=False, width=90)
    assert [line for line in drawn.splitlines() if line != line.rstrip()] == []


def shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stream: io.StringIO) -> str:
    """Give what the command writes to a stream."""
    file = tmp_path / "runner.json"
    file.write_text(json.dumps(SORE), encoding="utf-8")
    monkeypatch.setattr("sys.stdout", stream)
    assert main(["recommend", str(file)]) == 0
    return stream.getvalue()


def test_what_is_piped_is_plain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A pipe gets lines of at most 80 columns, without an escape."""
    text = shown(monkeypatch, tmp_path, io.StringIO())
    assert text == render(runstrength.recommend(SORE))
    assert "\x1b" not in text
    assert all(len(line) <= 80 for line in text.splitlines())


def test_a_terminal_is_drawn_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Somebody who looks sees headings and colours."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[1" in shown(monkeypatch, tmp_path, Terminal())


def test_no_colour_where_none_is_wanted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """NO_COLOR is obeyed on a terminal too."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b" not in shown(monkeypatch, tmp_path, Terminal())


def test_without_rich_a_terminal_gets_the_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing needs rich: where it is missing, the same page is painted as before."""
    monkeypatch.setitem(sys.modules, "runstrength.render.terminal", None)
    result = runstrength.recommend(SORE)
    assert for_terminal(result, colour=False) == render(result)


def test_markup_is_text() -> None:
    """What a rulebook says is not taken for rich's own markup."""
    rule = {"rule": "r", "when": "always", "then": {"advise": ["r"]}, "because": "It helps.", "source": "r"}
    book = runstrength.build_rulebook(
        {
            "language": 1,
            "name": "club",
            "version": "1",
            "extends": "article",
            "advice": [{"advice": "r", "text": "[bold red]Loud[/] :boom: [link=x]y[/link]"}],
            "sources": [{"source": "r", "kind": "practice", "text": "House rule."}],
            "rules": [rule],
        }
    )
    drawn = as_drawn(page(runstrength.recommend(SORE, rulebook=book)), colour=True, width=100)
    assert "[bold red]Loud[/] :boom: [link=x]y[/link]" in ESCAPE.sub("", drawn)
