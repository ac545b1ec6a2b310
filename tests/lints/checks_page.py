"""The page of checks: each says itself what it finds and why; a bad and a good example stand below `tests/lints/`.

An example is what a rulebook on top of `tests/conformance/base.yaml` adds, unless it is one by itself. After a change,
write the page anew:

    python -m tests.lints.checks_page
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from runstrength.facts import Facts, Flag, Whole, fact
from runstrength.lints import LINTS, lint
from runstrength.profile import Profile
from runstrength.rulebook import load

if TYPE_CHECKING:
    from runstrength.rulebook.diagnostics import Diagnostic

__all__ = ["PAGE", "examples_of", "found", "page", "text_of"]

HERE = Path(__file__).parent
BASE = HERE.parent / "conformance" / "base.yaml"
PAGE = HERE.parents[1] / "docs" / "reference" / "checks.md"
INTRODUCTION = """<!-- Written by `python -m tests.lints.checks_page`, and checked by the tests. -->

# Checks

`runstrength check PATH` finds every [error](diagnostics.md) of a rulebook. Where there is none, it looks for what can
be read and cannot be meant: each finding is a warning with a code, its file, line and column, and advice. Only what the
rulebook declares itself is looked at, not what it builds on. With any warning the exit code is 1.

What a check calls dead is proved dead, for every runner there can be. For that it needs the solver
(`pip install 'runstrength[verify]'`); without it, or when the time is up (`--timeout`), the check is named as not
decided, and says nothing else. What takes long is looked for with `--deep` only. `--format json` gives the same as a
list of `code`, `check`, `severity`, `file`, `line`, `column`, `message` and `help`.

What is meant all the same is spared in the header, with the reason: by the name of the rule, finding, exercise, source
or field, or the whole check.

```text
checks:
  listed-veto:
    spare: {no-jumps-today: We mean just these two.}
  unread-field:
    skip: Our athletes are walkers.
```

The examples here stand on top of a small rulebook, `tests/conformance/base.yaml`.
"""


@attrs.frozen(kw_only=True)
class Walker(Facts):
    """Somebody who walks: two things can be known."""

    is_new: bool | None = fact(Flag(), question="Are you new to it?")
    steps: int | None = fact(Whole(0, 100_000), question="How many steps a day do you go?")


def examples_of(check: str) -> dict[str, str]:
    """Give the bad and the good example of a check."""
    return {kind: (HERE / check / f"{kind}.yaml").read_text(encoding="utf-8") for kind in ("bad", "good")}


def found(example: str, *, deep: bool) -> tuple[Diagnostic, ...]:
    """Give what checks find in an example."""
    whole = example.startswith("language: ")
    header = "" if whole else f'language: 1\nname: example\nversion: "1"\nextends: ./{BASE.name}\n'
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path(BASE.name).write_bytes(BASE.read_bytes())
        Path("example.yaml").write_text(header + example, encoding="utf-8")
        report = lint(load("example.yaml", Walker if whole else Profile), deep=deep)
    assert report.undecided == {}
    return report.diagnostics


def text_of(check: str) -> str:
    """Give what a check says of itself: what it finds, and why that matters."""
    module = sys.modules[f"runstrength.lints.{check.replace('-', '_')}"]
    return (module.__doc__ or "").strip()


def page() -> str:
    """Give the page of the documentation."""
    lines = [INTRODUCTION]
    for lint_of in sorted(LINTS, key=lambda one: one.code):
        name = lint_of.name
        bad, good = examples_of(name).values()
        message = "\n".join(
            f"{one.severity} {one.code}: {one.message}" + (f"\n  help: {one.help}" if one.help else "")
            for one in found(bad, deep=lint_of.is_deep)
        )
        head = f"## {lint_of.code}: {name}\n\n{text_of(name)}\n\n"
        lines.append(f"{head}Bad:\n\n```text\n{bad}```\n\n```text\n{message}\n```\n\nGood:\n\n```text\n{good}```\n")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
