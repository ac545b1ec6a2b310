"""Print the guidance matrix and the sentences of the contract, with what carries each; end with 1 if a row lacks it.

python -m tests.matrix [PATH]
"""

from __future__ import annotations

import sys
import textwrap
from typing import TYPE_CHECKING

import runstrength
from tests.matrix.meaning import meaning_rows
from tests.matrix.statements import guidance_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WIDTH = 100
INDENT = " " * 15


def _wrapped(label: str, items: Iterable[str]) -> Iterator[str]:
    text = ", ".join(items)
    if text:
        yield from textwrap.wrap(
            f"{label}: {text}",
            WIDTH,
            initial_indent=INDENT,
            subsequent_indent=INDENT + "  ",
            break_long_words=False,
            break_on_hyphens=False,
        )


def lines(rulebook: runstrength.Rulebook) -> Iterator[str]:
    """Give both tables, line by line."""
    rows = guidance_rows(rulebook)
    yield "The statements of the article"
    for row in rows:
        yield from textwrap.wrap(f"{row.id:13}  {row.kind}: {row.says}", WIDTH, subsequent_indent=INDENT)
        yield from _wrapped("rules", row.rules)
        yield from _wrapped("tests", [*row.tests, *([f"{row.examples} examples fire"] if row.examples else [])])
        yield from _wrapped("MISSING", row.gaps)
    sentences = meaning_rows(rulebook)
    yield ""
    yield "What a result means"
    for sentence in sentences:
        yield from textwrap.wrap(sentence.says, WIDTH, initial_indent="- ", subsequent_indent="  ")
        yield from _wrapped("rules", sentence.rules)
        yield from _wrapped("examples", sentence.numbers)
        yield from _wrapped("guarantee", sentence.guarantees)
        yield from _wrapped("held by", sentence.laws)
        yield from _wrapped("MISSING", sentence.gaps)
    whole = sum(not row.gaps for row in rows)
    carried = sum(not sentence.gaps for sentence in sentences)
    yield ""
    yield f"{whole} of {len(rows)} statements and {carried} of {len(sentences)} sentences are carried"


def main(arguments: list[str]) -> int:
    """Print both tables; give the exit code."""
    rulebook = runstrength.load_rulebook(arguments[0]) if arguments else runstrength.shipped_rulebook()
    found = list(lines(rulebook))
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if any("MISSING" in line for line in found) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
