"""Start: whole processes, from the shell's call to their end, on an installed wheel."""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from functools import partial
from importlib.metadata import distribution
from pathlib import Path
from sysconfig import get_path
from typing import TYPE_CHECKING

import attrs

from benchmarks.model import MISSING, Line, Section, Target
from benchmarks.timing import median, p99, side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.model import Scale

__all__ = ["SECTION"]

_ROOT = Path(__file__).resolve().parents[1]
_NEEDED = ("attrs", "PyYAML")
_RECOMMEND = """\
import runstrength
runstrength.recommend({"discipline": "marathon", "age": 34, "pain": {"knee": 4}, "equipment": ["dumbbells", "bands"]})
"""
_ATTRS = "import attrs"
_FIRST = "import runstrength, and recommend"
_HELP = "bare argparse --help"
_OWN_HELP = "runstrength --help"
_TARGETS = {_FIRST: Target(2, _ATTRS), _OWN_HELP: Target(2, _HELP)}
_BARE = """\
import argparse

text = {text!r}
parser = argparse.ArgumentParser(
    prog="bare", description=text, formatter_class=argparse.RawDescriptionHelpFormatter
)
parser.add_argument("--version", action="version", version="1")
parser.add_argument("command", metavar="COMMAND", help="what to do")
parser.parse_args()
"""


class _CannotBuildError(Exception):
    """There is no wheel to measure; the message says why."""


@attrs.frozen
class _Installed:
    """An environment with the wheel, attrs and PyYAML, and nothing else: no `.pth` file is read at its start."""

    python: Path
    scripts: Path
    packages: Path

    def run(self, *command: str | Path) -> str:
        """Run a command there, and give what it prints."""
        without = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        done = subprocess.run(command, cwd=self.scripts, env=without, capture_output=True, check=True, encoding="utf-8")
        return done.stdout

    def files(self) -> dict[Path, int]:
        """Give all its files, and when each was written."""
        return {path: path.stat().st_mtime_ns for path in self.packages.rglob("*") if path.is_file()}


def _measure(scale: Scale) -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        try:
            installed = _install(Path(folder))
        except _CannotBuildError as error:
            yield Line(name=MISSING, figure=f"whole processes, because {error}")
            return
        yield from _processes(installed, scale.starts)


def _processes(installed: _Installed, rounds: int) -> Iterator[Line]:
    program = installed.scripts / ("runstrength.exe" if os.name == "nt" else "runstrength")
    bare = installed.scripts / "bare.py"
    bare.write_text(_BARE.format(text=installed.run(program, "--help")), encoding="utf-8")
    commands: dict[str, tuple[str | Path, ...]] = {
        "nothing at all": (installed.python, "-c", "pass"),
        _ATTRS: (installed.python, "-c", _ATTRS),
        "import runstrength": (installed.python, "-c", "import runstrength"),
        _FIRST: (installed.python, "-c", _RECOMMEND),
        _HELP: (installed.python, bare, "--help"),
        _OWN_HELP: (program, "--help"),
    }
    calls = {name: partial(installed.run, *command) for name, command in commands.items()}
    for call in calls.values():
        call()  # whatever Python keeps of a first import is there before anything is timed
    before = installed.files()
    times = side_by_side(calls, rounds)
    medians = {name: median(seconds) for name, seconds in times.items()}
    for name, seconds in times.items():
        target = _TARGETS.get(name)
        beside = _ATTRS if target is None else target.of
        ratio = medians[name] / medians[beside]
        yield Line(name=name, median=medians[name], p99=p99(seconds), ratio=ratio, beside=beside, target=target)
    written = len(installed.files().items() - before.items())
    yield Line(name="files written by all of these", figure=str(written))


def _install(folder: Path) -> _Installed:
    venv.create(folder / "environment", with_pip=False, symlinks=os.name != "nt")
    places = {name: str(folder / "environment") for name in ("base", "platbase")}
    scripts, packages = (Path(get_path(name, "venv", places)) for name in ("scripts", "purelib"))
    installed = _Installed(scripts / f"python{'.exe' if os.name == 'nt' else ''}", scripts, packages)
    _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, _ROOT)
    _pip("--python", installed.python, "install", "--no-deps", "--no-index", *folder.glob("*.whl"))
    for name in _NEEDED:
        package = distribution(name)
        for file in package.files or ():
            source, copy = Path(str(file.locate())), packages / file
            if ".." not in file.parts and source.suffix != ".pyc":
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, copy)
    compileall.compile_dir(packages, quiet=2)
    return installed


def _pip(*arguments: str | Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments],
        capture_output=True,
        check=False,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["pip said nothing"]
        raise _CannotBuildError(f"the wheel cannot be made or installed: {said[-1]}")


SECTION = Section(
    "Start",
    """\
Whole processes, from their start to their end, taking turns. A wheel is built and installed into an environment of its
own, with attrs and PyYAML beside it and everything compiled to bytecode, as pip leaves it. *bare argparse --help* is a
script that does nothing but print the help of `runstrength` by argparse.""",
    _measure,
)
