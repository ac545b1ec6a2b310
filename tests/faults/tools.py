"""The tools that every author of rules has, asked about a rulebook with a fault: who sees it, and whom they name.

python -m tests.faults.tools [NAME]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

import runstrength
from runstrength.checking import check
from runstrength.verify import proved
from runstrength.verify.diff import diff
from runstrength.verify.telling import flow
from tests.faults.planted import RULES, planted_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.planted import Edit

__all__ = ["Seen", "seen"]

SHOWN = 2


@attrs.frozen
class Seen:
    """A tool that sees a fault: what it says, and the runner that it names, if it names one."""

    tool: str
    says: str
    runner: str = ""


def seen(fault: Edit, folder: Path) -> Iterator[Seen]:
    """Plant a fault in a copy of the rulebook, and give what each tool says of it: check, prove, diff."""
    copy = planted_in(fault, folder)
    problems = check(copy)[1]
    if problems:
        yield Seen("check", str(problems[0]).splitlines()[0].rpartition(f"{copy}/")[2])
    if any(not problem.code.startswith("RS4") for problem in problems):
        return  # what the reader refuses, no other tool is given
    book = runstrength.load_rulebook(copy)
    for verdict in proved(book):
        if verdict.counterexample is not None and verdict.counterexample.confirmed:
            runners = " beside ".join(flow(profile.to_dict()) for profile in verdict.counterexample.profiles)
            yield Seen("prove", f"{verdict.name}: {verdict.counterexample.broken[0]}", runners)
    found = diff(runstrength.shipped_rulebook(), book)
    for kind in found.kinds[:SHOWN]:
        yield Seen("diff", kind.told, flow(kind.before.profile.to_dict()))
    for said in (*found.settings, *found.wording)[: 0 if found.kinds else SHOWN]:
        yield Seen("diff", said)


def main(names: list[str]) -> int:
    """Print for each fault which tools see it, and whom they name; give 1 if one is seen by none."""
    faults = [fault for fault in RULES if not names or any(name in fault.name for name in names)]
    missed = 0
    for fault in faults:
        start = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            found = list(seen(fault, Path(folder)))
        missed += not found
        tools = ", ".join(dict.fromkeys(one.tool for one in found)) or "NOTHING"
        sys.stdout.write(f"{fault.name} ({fault.file}): {tools} in {time.perf_counter() - start:.0f} s\n")
        for one in found:
            sys.stdout.write(f"    {one.tool:6} {one.says}\n" + (f"           {one.runner}\n" if one.runner else ""))
        sys.stdout.flush()
    sys.stdout.write(f"{len(faults) - missed} of {len(faults)} faults are seen\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
