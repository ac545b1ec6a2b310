"""`python -m runstrength.verify [PATH]`: prove the guarantees of a rulebook, and print a table.

Exit code 0 if all of them are proved, 1 if one is not, 2 if the question could not be asked.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from runstrength.api import load_rulebook, shipped_rulebook
from runstrength.errors import RunstrengthError
from runstrength.verify import prove

if TYPE_CHECKING:
    from runstrength.verify import Verdict

SHOWN = 5
_WORDS = {True: "proved", False: "BROKEN", None: "unknown"}


def _lines(verdict: Verdict) -> list[str]:
    lines = [f"{_WORDS[verdict.holds]:8} {verdict.seconds:7.2f} s  {verdict.name}: {verdict.sentence}"]
    found = verdict.counterexample
    if found is None:
        return lines
    if not found.confirmed:
        lines.append("    the solver gave this runner, but the engine does not confirm it:")
    lines += [f"    {way}" for way in found.broken[:SHOWN]]
    if len(found.broken) > SHOWN:
        lines.append(f"    and {len(found.broken) - SHOWN} more")
    return lines + [f"    {json.dumps(profile.to_dict())}" for profile in found.profiles]


def main(arguments: list[str] | None = None) -> int:
    """Prove, print, and give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m runstrength.verify", description="Prove a rulebook's guarantees.")
    parser.add_argument("path", nargs="?", help="a folder or file of rules; left out, the shipped rulebook")
    path = parser.parse_args(arguments).path
    try:
        verdicts = prove(shipped_rulebook() if path is None else load_rulebook(path))
    except RunstrengthError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write("".join(f"{line}\n" for verdict in verdicts for line in _lines(verdict)))
    return 0 if all(verdict.holds for verdict in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
