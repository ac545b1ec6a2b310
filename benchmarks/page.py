"""The page of the documentation: all targets first, a chart, and then what was measured, section by section."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.chart import Bar, Panel, chart
from benchmarks.table import as_markdown, duration

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.model import Line, Section

    Measured = Sequence[tuple[Section, Sequence[Line]]]

__all__ = ["drawing", "page", "targets"]

_PACKAGES = ("attrs", "PyYAML", "zen-engine", "durable_rules", "clipspy", "experta")

_INTRODUCTION = """\
# Benchmarks

How fast runstrength is beside a hand-written function, beside other rule engines, and beside its own targets. All
figures of a table come from one run on one machine, the contestants taking turns, so it is the ratios that mean
something. Every contestant has to give the answers of the native engine, for all runners, or nothing is reported.

```text
python3 run.py bench            measures everything and writes this page
python3 run.py bench --smoke    shows that it runs, in seconds; its figures mean nothing
```

"""

_MISSED = """\
## Where a target is missed

One answer for one runner takes about a tenth of a millisecond, every reason in it written out as JSON about one; no
runner waits for that, and a million are a matter of minutes. Where we are not where we wanted to be, this was
tried:

- *A quarter of ZEN, and with every reason no more than ZEN.* ZEN can be given its rules in three ways, a factor of
  seven apart; the fastest, all of them as one compiled expression, is what the target is held to, and the other two
  stand beside it. Inference is a tenth of our time; resolving was made fourteen times faster by remembering what
  depends on a few rules (decision 18). What would be left is to remember whole answers, which helps only whoever
  asks the same again. A result with its reasons is 70 KB of JSON: to write its dictionaries takes longer than ZEN's
  answer, however they are made.
- *Reading in half the time of PyYAML.* The events of libyaml, taken and dropped, are a quarter of PyYAML's `load`,
  our tree of nodes with their places another fifth: what is left would have to hold conditions, checks and the
  digest. Parts of conditions are read once, places are numbers until somebody asks. A reader of our own for a part
  of YAML would be faster, and a second language to explain.
- *A tenth of hand-written at 8,000 rules.* The hand-written rules are nested under the tests that they share, as a
  person with time would do it. Only the words with a bit in them are looked at; the rest is one `and` of a kilobyte
  a field.
- *20 million runners a second.* Expressions of Polars took twice the time of bits (decision 16); what remains is
  reading the columns. *200,000 programmes a second*: each is some forty rows, and its pieces are looked up by the
  rules that they depend on; that looking up is most of the time.

"""

_CHART = """\
Each bar is what was measured in terms of what the target allows, on a logarithmic scale: from one thin line to the next
is a factor of ten.

```{raw} html
:file: benchmarks.svg
```
"""


def page(measured: Measured) -> str:
    """Write the page, in Markdown."""
    parts = [
        _INTRODUCTION,
        f"{_setting()}\n\n## All targets\n\n",
        as_markdown(targets(measured)),
        "\n",
        _MISSED,
        _CHART,
    ]
    for section, lines in measured:
        parts.append(f"\n## {section.title}\n\n{section.says}\n\n{as_markdown(lines)}")
    return "".join(parts)


def targets(measured: Measured) -> list[Line]:
    """Give the lines that have a target."""
    return [line for _, lines in measured for line in lines if line.target is not None]


def drawing(measured: Measured) -> str:
    """Draw the chart: how far each target is, and what section one says of the contestants."""
    return chart(
        [
            Panel("Measured, in terms of its target: left of the line is met", list(_distances(measured)), origin=1),
            *(Panel(f"{of.title}: {of.charted}, median", list(_medians(of, lines))) for of, lines in measured),
        ]
    )


def _distances(measured: Measured) -> Iterator[Bar]:
    for line in targets(measured):
        if line.target is not None and line.ratio:
            yield Bar(line.name, line.ratio / line.target.most, f"{line.ratio:.3g} of {line.target.most:g}", line.met)


def _medians(section: Section, lines: Sequence[Line]) -> Iterator[Bar]:
    for line in lines:
        group, _, name = line.name.partition(": ")
        if section.charted and group == section.charted and line.median is not None:
            yield Bar(name, line.median * 1e6, duration(line.median))


def _setting() -> str:
    """Say when, where and with what."""
    found = []
    for name in _PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"no {name}")
    today = datetime.now(UTC).date()
    machine = f"{_processor()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return f"Measured on {today}: {machine}; {', '.join(found)}."


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
