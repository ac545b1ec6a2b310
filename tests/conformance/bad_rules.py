"""The table of bad rulebooks: each file or folder below `bad/`, and beside it in `NAME.txt` what the reader has to say.

What git or an editor would mangle, or nobody wants to download, is written by `generated.py` when it is needed; its
messages stand in `bad/generated/`. After a change that is meant, write all expected messages and the page of the
documentation anew, and read the difference:

    python -m tests.conformance.bad_rules
"""

from __future__ import annotations

import contextlib
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from runstrength.checking import check
from runstrength.rulebook.diagnostics import CODES
from tests.conformance.generated import GENERATED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runstrength.rulebook.diagnostics import Diagnostic

__all__ = ["BAD", "CASES", "PAGE", "Case", "found", "found_before", "page", "shown"]

MOST_SHOWN = 20
BAD = Path(__file__).parent / "bad"
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "diagnostics.md"
TOPICS = {
    "RS10": "Files",
    "RS11": "YAML",
    "RS12": "Shape",
    "RS2": "Conditions",
    "RS3": "Names and meaning",
    "RS4": "Examples",
}
INTRODUCTION = """<!-- Written by `python -m tests.conformance.bad_rules`, and checked by the tests. -->

# Diagnostics

`runstrength check PATH` reports every problem of a rulebook at once, file by file: where it is, its code, what is
wrong, and, where there is something to say, what to do. The codes are stable. Each is shown here as one bad file of
`tests/conformance/bad/` shows it.
"""


@attrs.frozen
class Case:
    """A bad rulebook: `name` is its path below `bad/`, without the ending; one of `generated.py` is in its folder."""

    name: str
    generated: bool = False

    @property
    def expected(self) -> Path:
        """The file that holds what is expected."""
        return BAD / f"{self.name}.txt"


def _written() -> Iterator[Case]:
    for topic in sorted(path for path in BAD.iterdir() if path.is_dir()):
        for path in sorted(topic.iterdir()):
            if path.is_dir() or path.suffix == ".yaml":
                yield Case(f"{topic.name}/{path.stem}")


CASES = (*_written(), *(Case(f"generated/{name}", generated=True) for name in GENERATED))


def found(case: Case) -> list[Diagnostic]:
    """Give what the reader finds wrong with a case, its files named as seen from `bad/`."""
    if not case.generated:
        with contextlib.chdir(BAD):
            path = case.name if Path(case.name).is_dir() else f"{case.name}.yaml"
            return check(path)[1]
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        path = GENERATED[case.name.removeprefix("generated/")](Path())
        return check(path)[1]


@cache
def found_before(case: Case) -> tuple[Diagnostic, ...]:
    """Give what was found wrong with a case when it was first asked for."""
    return tuple(found(case))


def shown(problems: Sequence[Diagnostic]) -> str:
    """Give problems as they are printed; of very many the first, and how many there are."""
    rest = len(problems) - MOST_SHOWN
    return "".join(f"{problem}\n" for problem in problems[:MOST_SHOWN]) + (f"… and {rest} more\n" if rest > 0 else "")


def page() -> str:
    """Give the page of the documentation: every code, what it is, and a message."""
    examples: dict[str, str] = {}
    for case in sorted(CASES, key=lambda case: (case.generated, len(found_before(case)))):  # few problems are clear
        for problem in found_before(case):
            examples.setdefault(problem.code, str(problem))
    lines = [INTRODUCTION]
    topic = ""
    for code, what in CODES.items():
        of = next(name for prefix, name in TOPICS.items() if code.startswith(prefix))
        if of != topic:
            topic = of
            lines.append(f"## {topic}\n")
        lines.append(f"### {code}\n\n{what[0].upper()}{what[1:]}.\n\n```text\n{examples[code]}\n```\n")
    return "\n".join(lines)


if __name__ == "__main__":
    for case in CASES:
        case.expected.parent.mkdir(exist_ok=True)
        case.expected.write_text(shown(found(case)), encoding="utf-8", newline="\n")
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
