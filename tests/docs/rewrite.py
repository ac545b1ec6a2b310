"""Write the outputs that pages show anew, after a change that is meant; read the difference before it is kept.

    python -m tests.docs.rewrite README.md docs/runners/*.md

Every command of a `console` block is run, in the page's own folder. An output that the page ends with `...` is cut
before its section "While you train", as the README cuts it; one with `...` inside is left as it is.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from runstrength.cli import main
from tests.docs.pages import Page, Shell, blocks, commands, inside

ROOT = Path(__file__).parents[2]
CUT = "\nWhile you train\n"


def rewritten(name: str, text: str, folder: Path) -> str:
    """Give a page with the outputs that its commands print now."""
    shell = Shell(main)
    page = Page(name, text, shell)
    lines = text.splitlines()
    found = list(blocks(lines))
    changes: list[tuple[int, int, list[str]]] = []
    with inside(folder, page.module):
        for number, block in enumerate(found):
            if block.language != "console":
                page.prepare(block, found[number + 1 :], folder)
                continue
            for command in commands(block.text):
                shown = command.output.splitlines()
                first = block.line - 1 + command.offset + 1
                if any(line == "..." for line in shown[:-1]):
                    continue
                printed = shell.run(command.line)
                if shown[-1:] == ["..."]:
                    printed = f"{printed.partition(CUT)[0].rstrip()}\n...\n"
                changes.append((first, first + len(shown), printed.splitlines()))
    for first, last, printed_lines in reversed(changes):
        lines[first:last] = printed_lines
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        path = Path(argument)
        with tempfile.TemporaryDirectory() as scratch:
            for of in ("examples", "rules"):
                shutil.copytree(ROOT / of, Path(scratch) / of)
            before = path.read_text(encoding="utf-8")
            after = rewritten(argument, before, Path(scratch))
        path.write_text(after, encoding="utf-8")
        sys.stdout.write(f"{argument}: {'changed' if after != before else 'as it was'}\n")
