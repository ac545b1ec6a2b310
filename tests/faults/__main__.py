"""Plant every fault, one at a time, and say which check catches it; end with 1 if one is not caught.

python -m tests.faults
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.checks import first_catch
from tests.faults.planted import CODE, RULES, Patch, planted_in

if TYPE_CHECKING:
    from tests.faults.planted import Edit

__all__ = ["caught"]

WIDTH = 100


def caught(fault: Edit | Patch | None, folder: Path, only: str | None = None) -> tuple[str, str] | None:
    """Plant a fault (or none) in a copy of the rulebook, or in the code, and give what catches it.

    All checks are asked, the cheapest first, or only one.
    """
    copy = planted_in(None if isinstance(fault, Patch) else fault, folder)
    if isinstance(fault, Patch):
        with fault.planted():
            return first_catch(copy, only)
    return first_catch(copy, only, fault.guarantee if fault is not None and only is not None else None)


def main() -> int:
    """Print the table; give the exit code."""
    missed = []
    faults: tuple[Edit | Patch, ...] = (*RULES, *CODE)
    for fault in faults:
        start = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            found = caught(fault, Path(folder))
        check, said = found or ("NOTHING", "")
        said = said.rpartition(f"{fault.file}:")[2] if fault.file in said else said
        lead = f"{fault.name:44} {fault.file:32} {check:15}"
        sys.stdout.write(f"{lead} {time.perf_counter() - start:5.1f} s\n    {' '.join(said.split())[: WIDTH - 4]}\n")
        sys.stdout.flush()
        missed += [] if check == fault.caught_by else [fault.name]
    sys.stdout.write(f"{len(faults) - len(missed)} of {len(faults)} caught by the check that is named for it\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
