#!/usr/bin/env python3
"""From a fresh clone to a recommendation, or to passing tests, in one command each; nothing needed but git and Python.

    python3 run.py demo [PROFILE]         print the recommendation for a runner (examples/marathoner.yaml)
    python3 run.py test [PYTEST ARGS]     run the tests; with --cov, measure the branch coverage too
    python3 run.py lint                   ruff, mypy, import-linter
    python3 run.py docs                   build the documentation; a warning is an error
    python3 run.py bench [--smoke]        measure the library beside other engines, and write docs/benchmarks.md

On Windows: py run.py demo. What is needed is installed into .venv and nowhere else; the second time this takes no time.

    --python PATH                         use another Python, in an environment beside: .venv-3.13
                                          (stands before the verb; RUNSTRENGTH_PYTHON=PATH does the same)
    RUNSTRENGTH_REQUIRE_DURABLE=1         `test` fails where the durable engine cannot be tested
    RUNSTRENGTH_WITH_SPARK=1              `test` installs PySpark (some 400 MB), which tests/spark and Java need
    RUNSTRENGTH_WITH_APP=1                `test` installs what examples/coach_app and its tests need
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

ROOT = Path(__file__).resolve().parent
DEMO_PROFILE = "examples/marathoner.yaml"
OLDEST = (3, 11)
FIRST_WITHOUT_DURABLE = (3, 13)


class Stop(Exception):  # noqa: N818 - it is no error of this script, it is what the user has to be told
    """Nothing more can be done; the message says why, in one sentence."""


def say(text: str) -> None:
    """Tell the user on standard error, so that the output of a verb can be piped on."""
    print(f"run.py: {text}", file=sys.stderr, flush=True)


def digest(*parts: str) -> str:
    """Return one short name for all of these."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


class Project:
    """What pyproject.toml says is needed, in the form that every pip understands."""

    def __init__(self) -> None:
        import tomllib  # noqa: PLC0415 - not before `main` has refused a Python that lacks it

        self.text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        self._tables: dict[str, Any] = tomllib.loads(self.text)

    def of_extra(self, name: str) -> list[str]:
        """Return the requirements of one extra."""
        return list(self._tables["project"]["optional-dependencies"][name])

    def of_group(self, name: str) -> list[str]:
        """Return the requirements of one dependency group, with those of the groups that it includes."""
        found: list[str] = []
        for entry in self._tables["dependency-groups"][name]:
            found += self.of_group(entry["include-group"]) if isinstance(entry, dict) else [entry]
        return found


class Environment:
    """A virtual environment inside the checkout, and what stands in it."""

    def __init__(self, python: str, folder: Path, version: str) -> None:
        self.version = version
        self.folder = folder
        self._base = python
        self._scripts = folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = self._scripts / ("python.exe" if os.name == "nt" else "python")
        self._variables = {
            **os.environ,
            "COVERAGE_FILE": str(folder / "coverage"),  # two Pythons may run the tests at the same time
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PYTHONUTF8": "1",
        }

    @property
    def series(self) -> tuple[int, ...]:
        """The version as far as it decides what works: 3 and 12."""
        return tuple(int(part) for part in self.version.split(".")[:2])

    def run(self, *arguments: str | Path, cwd: Path = ROOT) -> int:
        """Run this Python with its output going to the user; return its exit code."""
        return subprocess.run([self.python, *arguments], cwd=cwd, env=self._variables, check=False).returncode

    def ask(self, *arguments: str | Path) -> tuple[bool, str]:
        """Run this Python with its output going nowhere; return whether it succeeded, and the output."""
        try:
            done = subprocess.run(
                [self.python, *arguments],
                cwd=ROOT,
                env=self._variables,
                check=False,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
            )
        except OSError as problem:
            return False, str(problem)
        return done.returncode == 0, done.stdout.strip()

    def create(self) -> None:
        """Make the environment, unless one of this Python stands there and works."""
        if self.ask("-c", "import pip, platform; print(platform.python_version())") == (True, self.version):
            return
        if subprocess.run([self._base, "-c", "import ensurepip, venv"], capture_output=True, check=False).returncode:
            name = "python{}.{}-venv".format(*self.series)
            raise Stop(
                f"{self._base} cannot make virtual environments because its `venv` module is not complete: "
                f"install it (on Debian and Ubuntu: sudo apt install {name}) and run the same command again"
            )
        say(f"making {self.folder.name} with Python {self.version}")
        command = [self._base, "-m", "venv", "--clear", str(self.folder)]
        done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", errors="replace")
        if done.returncode:
            raise Stop(f"could not make {self.folder}:\n{done.stdout}{done.stderr}")

    def install(self, name: str, project: Project, requirements: Iterable[str], extras: str = "") -> None:
        """Install the checkout, editable, with these; at once where the same was done before."""
        wanted = ["--editable", f".[{extras}]" if extras else ".", *requirements]
        stamp = self.folder / f"installed-{name}"
        key = digest(project.text, str(ROOT), self.version, *wanted)
        if stamp.is_file() and stamp.read_text(encoding="utf-8") == key:
            return
        say(f"installing what `{name}` needs (the first time takes a minute)")
        done, output = self.ask("-m", "pip", "install", "--quiet", *wanted)
        if not done:
            raise Stop(f"pip could not install what `{name}` needs:\n{output}")
        stamp.write_text(key, encoding="utf-8")

    def why_no_durable(self, project: Project) -> str | None:
        """Install the durable engine; return None where that works, and else why not, in half a sentence."""
        works = ("-c", "import durable_rules_engine")
        if self.ask(*works)[0]:
            return None
        if self.series >= FIRST_WITHOUT_DURABLE:
            return "durable-rules does not import on Python {}.{}".format(*self.series)
        say("installing the durable engine, which is compiled on this machine")
        done, output = self.ask("-m", "pip", "install", *project.of_extra("durable"))
        if done:
            done, output = self.ask(*works)
        if done:
            return None
        log = self.folder / "durable.log"
        log.write_text(output, encoding="utf-8")
        return f"installing it takes a C compiler and Python's headers, see {self.folder.name}/{log.name}"


def demo(environment: Environment, project: Project, arguments: Sequence[str]) -> int:
    """Print the recommendation for one runner."""
    environment.install("demo", project, [])
    if not arguments or arguments[0].startswith("--"):
        arguments = [str(ROOT / DEMO_PROFILE), *arguments]
    return environment.run("-m", "runstrength", "recommend", *arguments, cwd=Path.cwd())


def test(environment: Environment, project: Project, arguments: Sequence[str]) -> int:
    """Run the tests on every core, and say so where the durable engine was not among them."""
    besides = [
        name for name in ("spark", "app") if os.environ.get(f"RUNSTRENGTH_WITH_{name.upper()}", "") not in {"", "0"}
    ]
    # A stamp of its own: who has these once does not lose them by a run without.
    groups = [requirement for name in ("test", *besides) for requirement in project.of_group(name)]
    environment.install("-".join(besides) or "test", project, groups, extras="verify")
    missing = environment.why_no_durable(project)
    if missing and os.environ.get("RUNSTRENGTH_REQUIRE_DURABLE", "") not in {"", "0"}:
        raise Stop(f"the durable engine must be tested and cannot be: {missing}")
    code = environment.run("-m", "pytest", "-n", "auto", "--dist", "loadgroup", *arguments)
    if any(argument.startswith("--cov") for argument in arguments):
        measured, figure = environment.ask("-m", "coverage", "report", "--format=total")
        say(f"branch coverage on Python {environment.version}: {figure} %" if measured else "no coverage was measured")
    if missing:
        say(f"the durable engine was NOT tested: {missing}")
    else:
        say("the durable engine was there to be tested")
    return code


def lint(environment: Environment, project: Project, arguments: Sequence[str]) -> int:
    """Run every check that reads the code and does not run it; go on after one that fails."""
    environment.install("lint", project, project.of_group("lint"), extras="verify")
    checks: dict[str, Sequence[str]] = {
        "ruff check": ("-m", "ruff", "check", *arguments),
        "ruff format --check": ("-m", "ruff", "format", "--check"),
        "mypy --strict": ("-m", "mypy"),
        "pyright, strict, over the examples": ("-m", "pyright", "--pythonpath", str(environment.python)),
        # It has no `python -m` of its own, and a script in bin/ would break when the checkout is moved.
        "lint-imports": ("-c", "from importlinter.cli import lint_imports_command as main; main()"),
    }
    failed = []
    for name, check in checks.items():
        say(name)
        if environment.run(*check):
            failed.append(name)
    say(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


def docs(environment: Environment, project: Project, arguments: Sequence[str]) -> int:
    """Build the documentation."""
    environment.install("docs", project, [], extras="docs,frame,testing")  # the reference reads what it tells of
    built = Path("docs", "_build", "html")
    code = environment.run("-m", "sphinx", "-W", "--keep-going", "-q", *arguments, "-b", "html", "docs", built)
    if not code:
        say(f"built without warnings: {built / 'index.html'}")
    return code


def bench(environment: Environment, project: Project, arguments: Sequence[str]) -> int:
    """Measure the library beside other engines; without one that cannot be installed here, and say so."""
    wanted = project.of_group("bench")
    try:
        environment.install("bench", project, wanted)
    except Stop:
        for number, requirement in enumerate(wanted):
            try:
                environment.install(f"bench-{number}", project, [requirement])
            except Stop:
                say(f"left out, because it cannot be installed here: {requirement}")
    return environment.run("-m", "benchmarks", *arguments)


VERBS: dict[str, Callable[[Environment, Project, Sequence[str]], int]] = {
    "demo": demo,
    "test": test,
    "lint": lint,
    "docs": docs,
    "bench": bench,
}


def choose(python: str | None) -> Environment:
    """Return the environment of this Python, or of the one that is running."""
    question = "import platform; print(platform.python_version())"
    try:
        answer = subprocess.run([python or sys.executable, "-c", question], capture_output=True, check=True, text=True)
    except (OSError, subprocess.CalledProcessError) as problem:
        raise Stop(f"{python} does not run as a Python") from problem
    version = answer.stdout.strip()
    name = ".venv-{}.{}".format(*version.split(".")) if python else ".venv"
    environment = Environment(python or sys.executable, ROOT / name, version)
    # Both: the one that runs this script has to read pyproject.toml, which 3.10 cannot.
    oldest_here = min(environment.series, sys.version_info[:2])
    if oldest_here < OLDEST:
        raise Stop("runstrength needs Python {}.{} or newer, and this is {}.{}".format(*OLDEST, *oldest_here))
    return environment


def main() -> int:
    """Read the command line, make the environment, do what the verb says."""
    parser = argparse.ArgumentParser(
        prog="run.py",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage=argparse.SUPPRESS,
    )
    parser.add_argument("--python", default=os.environ.get("RUNSTRENGTH_PYTHON") or None, help=argparse.SUPPRESS)
    parser.add_argument("verb", choices=VERBS, help=argparse.SUPPRESS)
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    options = parser.parse_args(sys.argv[1:] or ["--help"])
    try:
        environment = choose(options.python)
        environment.create()
        return VERBS[options.verb](environment, Project(), options.arguments)
    except Stop as stop:
        say(str(stop))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
