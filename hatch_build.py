"""What the build of a wheel adds: the shipped rulebooks compiled ahead, so that no start has to read them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
_PROGRAM = """
import sys
from runstrength.shelf import ahead_of
sys.stdout.buffer.write(ahead_of(sys.argv[1]))
"""


class CompileAhead(BuildHookInterface[Any]):
    """Compiles the rulebooks of this source tree."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile into a folder of its own, to lie beside the code; an editable install reads instead."""
        if version == "editable":
            return
        self.folder = tempfile.TemporaryDirectory()  # until the wheel is written
        for rules in sorted((ROOT / "rules").glob("*/rulebook.yaml")):
            name = rules.parent.name
            target = Path(self.folder.name, f"{name}.pickle")
            # In a process of its own, with one order of sets, so that two builds give the same bytes.
            environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONHASHSEED": "0"}
            made = subprocess.run(
                [sys.executable, "-c", _PROGRAM, name], env=environment, check=True, capture_output=True
            )
            target.write_bytes(made.stdout)
            build_data["force_include"][str(target)] = f"runstrength/compiled/{name}.pickle"
