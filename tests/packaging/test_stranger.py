"""A stranger's rulebook, from nothing to green, as typed: made, changed, broken, and the break reported."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("z3", reason="z3-solver is not installed")

pytestmark = pytest.mark.packaging


def typed(folder: Path, *words: str) -> tuple[int, str]:
    """Run what a stranger types, in a folder; give the exit code, and all that is printed."""
    program = ("-m", "pytest", "-q", "-p", "no:cacheprovider") if words[0] == "pytest" else ("-m", *words[:1])
    done = subprocess.run(
        [sys.executable, *program, *words[1:]],
        cwd=folder,
        env={**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def edit(path: Path, old: str, new: str) -> None:
    """Change what stands in a file once."""
    text = path.read_text(encoding="utf-8")
    assert 1 == text.count(old)
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_from_nothing_to_green_to_broken(tmp_path: Path) -> None:
    """What `new rulebook` makes passes its three commands; a change keeps that; each break is seen by one of them."""
    assert 0 == typed(tmp_path, "runstrength", "new", "rulebook", "club")[0]
    club = tmp_path / "club"
    rules = club / "rules"
    own = ("--only", "under-12-no-plyometrics", "--only", "no-jumping-experience-no-big-jumps")

    # Green from its first minute.
    assert (0, "no problems") == _last(typed(club, "runstrength", "check", "rules"), "no problems")
    assert (0, "2 proved") == _last(typed(club, "runstrength", "prove", "rules", *own), "2 proved")
    assert (0, " passed") == _last(typed(club, "pytest"), " passed")

    # Changed: a rule more, in the one way to write it, and still green.
    assert 0 == typed(club, "runstrength", "new", "rule", "no-jumps-in-the-dark", "--stage", "restrict")[0]
    assert 0 == typed(club, "runstrength", "fmt", "--check", "rules")[0]
    assert 0 == typed(club, "runstrength", "check", "rules")[0]

    # Broken: a number, of which an example stands on either side.
    edit(rules / "restrict" / "age.yaml", "when: age < 12", "when: age < 11")
    code, printed = typed(club, "pytest", "rules")
    assert 1 == code
    assert "under-12-no-plyometrics[fires]" in printed
    assert "expected:  fires" in printed
    assert 1 == typed(club, "runstrength", "check", "rules")[0]
    code, printed = typed(club, "runstrength", "prove", "rules", *own)
    assert 1 == code
    assert "BROKEN" in printed
    assert "runner: {discipline: general" in printed
    edit(rules / "restrict" / "age.yaml", "when: age < 11", "when: age < 12")

    # Broken: a veto of the base is lifted, and its guarantee no longer holds.
    (rules / "restrict" / "careless.yaml").write_text(
        """\
- rule: new-jumpers-small-hops-only
  override: Let them jump.
  when: never
  then: {avoid: {impact: high}}
  because: It never speaks.
  source: own.practice
""",
        encoding="utf-8",
    )
    (rules / "prescribe" / "jumps.yaml").write_text(
        """\
- rule: jumps-for-all
  when: discipline == trail
  then: {prescribe: [box-jump]}
  because: Trails ask for jumps.
  source: own.practice
  examples:
    fires: {discipline: trail}
    silent: {discipline: marathon}
""",
        encoding="utf-8",
    )
    edit(rules / "rulebook.yaml", "extends: article", "extends: article\nwaive: {new-jumpers-small-hops-only: Off.}")
    code, printed = typed(club, "runstrength", "prove", "rules", *own)
    assert 1 == code
    assert "no-jumping-experience-no-big-jumps: box-jump is prescribed" in printed
    assert "1 proved, 1 broken" in printed


def _last(ran: tuple[int, str], words: str) -> tuple[int, str]:
    """Give the exit code, and the words if they stand in the last line; or else all that was printed."""
    code, printed = ran
    return code, words if words in printed.strip().splitlines()[-1] else printed
