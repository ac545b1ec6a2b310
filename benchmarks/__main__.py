"""How fast runstrength is, beside others and beside its targets: ratios, measured side by side in one run.

    python -m benchmarks             everything, some twenty minutes; writes docs/benchmarks.md and docs/benchmarks.svg
    python -m benchmarks --smoke     that it all runs, with a handful of runners, in seconds; writes nothing
    python -m benchmarks --only one  sections whose title has this word; writes nothing

`python3 run.py bench` installs the other engines (the group `bench` of pyproject.toml) and does the same. One that is
not there is named and left out.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from benchmarks import frames, many_rules, one_runner, service, start
from benchmarks.model import FULL, SMOKE
from benchmarks.page import drawing, page, targets
from benchmarks.table import as_text

if TYPE_CHECKING:
    from benchmarks.model import Line, Section

# One section more is one module more. What is measured of whole processes comes while this one is still small.
SECTIONS = (start.SECTION, one_runner.SECTION, service.SECTION, frames.SECTION, many_rules.SECTION)
_DOCS = Path(__file__).resolve().parents[1] / "docs"


def main() -> int:
    """Measure, print, and write the page."""
    options = _options()
    scale = SMOKE if options.smoke else FULL
    if options.calls:
        scale = attrs.evolve(scale, calls=options.calls)
    measured: list[tuple[Section, tuple[Line, ...]]] = []
    for section in SECTIONS:
        if options.only.casefold() in section.title.casefold():
            lines = tuple(section.measure(scale))
            if options.smoke:  # so few runners are no measure of anything
                lines = tuple(attrs.evolve(line, target=None) for line in lines)
            sys.stdout.write(f"\n{section.title}\n\n{as_text(lines)}")
            sys.stdout.flush()
            measured.append((section, lines))
    if options.smoke:
        sys.stdout.write("\nA smoke run shows that everything runs; its figures are held to no target.\n")
    else:
        found = targets(measured)
        sys.stdout.write(f"\nAll targets\n\n{as_text(found)}\n")
        sys.stdout.write(f"{sum(line.met is True for line in found)} of {len(found)} targets met\n")
    written = {"benchmarks.md": page(measured), "benchmarks.svg": drawing(measured)}
    if not options.smoke and not options.only:
        for name, text in written.items():
            (_DOCS / name).write_text(text, encoding="utf-8")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--smoke", action="store_true", help="a handful of runners, and write nothing")
    parser.add_argument("--only", metavar="WORD", default="", help="only sections whose title has this word")
    parser.add_argument("--calls", metavar="N", type=int, help="watch the memory over so many calls, not a million")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
