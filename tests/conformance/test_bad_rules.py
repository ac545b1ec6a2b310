"""Every mistake that the author of a rule can make has a code, a place, a sentence and, where there is any, help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from runstrength.api import load_rulebook
from runstrength.checking import check
from runstrength.rulebook import RulebookError, reading
from runstrength.rulebook.diagnostics import CODES
from tests.conformance.bad_rules import BAD, CASES, PAGE, found, found_before, page, shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from runstrength.rulebook import Rulebook
    from tests.conformance.bad_rules import Case

GOOD = BAD.parent / "base.yaml"

each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@each_case
def test_a_bad_rulebook_gives_its_messages(case: Case) -> None:
    """The messages, with their places and helps, are those that stand beside the file."""
    problems = found_before(case)
    assert case.expected.read_text(encoding="utf-8") == shown(problems)
    assert problems != ()


@each_case
def test_a_message_is_one_plain_sentence(case: Case) -> None:
    """No message ends with a full stop, spans lines, shows an internal name, or cannot be printed."""
    for problem in found_before(case):
        assert problem.code in CODES
        assert problem.message[-1] not in ".!"
        assert "\n" not in problem.message
        assert str(problem).replace("\n", "").isprintable()
        assert not any(word in str(problem) for word in ("Traceback", "object at 0x", "NoneType", "attrs", "<class"))


def test_every_code_is_shown() -> None:
    """There is no code that no file shows."""
    assert set(CODES) == {problem.code for case in CASES for problem in found_before(case)}


def test_the_page_of_the_documentation_is_up_to_date() -> None:
    """The reference shows the messages as they are."""
    assert page() == PAGE.read_text(encoding="utf-8")


def test_every_expected_message_has_its_case() -> None:
    """Nothing is left of a case that is gone."""
    assert {case.expected for case in CASES} == set(BAD.rglob("*.txt"))


def test_many_mistakes_at_once() -> None:
    """The mistakes of all files are reported in one go, file by file, from top to bottom."""
    problems = check(BAD / "files" / "many-mistakes")[1]
    places = [problem.place for problem in problems]
    assert places == sorted(places)
    assert {"rulebook.yaml", "advice.yaml", "sources.yaml", "state.yaml", "rest.yaml", "stop.yaml"} == {
        place.file.rsplit("/", 1)[-1] for place in places
    }
    with pytest.raises(RulebookError) as raised:
        load_rulebook(BAD / "files" / "many-mistakes")
    assert tuple(problems) == raised.value.diagnostics
    assert f"the rulebook has {len(problems)} problems:" == str(raised.value).splitlines()[0]


@pytest.mark.parametrize("case", [case for case in CASES if not case.generated], ids=lambda case: case.name)
def test_without_libyaml_the_same_is_found(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML's own parser, used where libyaml is missing, may word and place a mistake otherwise, but finds it."""
    expected = [problem.code for problem in found_before(case)]
    monkeypatch.setattr(reading, "_LOADER", yaml.SafeLoader)
    assert expected == [problem.code for problem in found(case)]


@pytest.mark.parametrize(
    "mangle",
    [
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"),
    ],
    ids=["crlf", "byte-order-mark", "both"],
)
def test_windows_files_are_the_same_rulebook(mangle: Callable[[bytes], bytes], tmp_path: Path) -> None:
    """CRLF line ends and a byte-order mark change neither the digest nor a position."""
    copy = tmp_path / "rules.yaml"
    copy.write_bytes(mangle(GOOD.read_bytes()))
    good, same = load_rulebook(GOOD), load_rulebook(copy)
    assert good.digest == same.digest
    assert _positions(good) == _positions(same)


def _positions(rulebook: Rulebook) -> dict[str, tuple[int, int]]:
    return {rule.name: (rule.place.line, rule.place.column) for rule in rulebook.rules.values() if rule.place}
