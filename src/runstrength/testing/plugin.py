"""The plugin of pytest: the examples of rule files are tests, and `--rule-coverage` says what no test looked at.

A file is collected if it belongs to a rulebook: it lies below a folder with a `rulebook.yaml`, or is a rulebook by
itself. Every other YAML file is left alone. Nothing of the library is imported before the first such file is found.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runstrength.facts import Facts
    from runstrength.rulebook import Rulebook
    from runstrength.rulebook.cases import Case
    from runstrength.testing.examples import Example, OfResult
    from runstrength.testing.tracing import RuleCoverage

# What a rulebook begins with, and what one in a single file has besides.
_HEADER = re.compile(rb"^(\xef\xbb\xbf)?[\"']?language[\"']?\s*:", re.MULTILINE)
_RULES = re.compile(rb"^[\"']?(rules|extends)[\"']?\s*:", re.MULTILINE)
_MOST = 1 << 20  # bytes in which both stand; a stranger's file may be of any size
_BOOKS = pytest.StashKey[dict[Path, "_Book"]]()
_COVERAGE = pytest.StashKey["_Coverage"]()
_SENT = "runstrength_rule_coverage"


def _percent(text: str) -> float:
    """Read a share of a hundred: what is no number in that range is refused."""
    value = float(text)
    if not 0 <= value <= 100:  # noqa: PLR2004 - a hundred is all; "nan" is not in the range either
        raise ValueError(text)
    return value


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what can be asked for."""
    group = parser.getgroup("runstrength", "the rules of runstrength")
    group.addoption("--rule-coverage", action="store_true", help="report rules and conditions that no test exercised")
    group.addoption("--rule-coverage-json", metavar="FILE", type=Path, help="write all of them to a file as well")
    group.addoption(
        "--rule-coverage-fail-under",
        metavar="PERCENT",
        type=_percent,
        help="fail if less of all rules and conditions was exercised",
    )
    parser.addini("runstrength_profile", "the vocabulary of the rules, as module:Class; else runstrength.Profile")


def pytest_configure(config: pytest.Config) -> None:
    """Begin to take note, where that is asked for."""
    config.stash[_BOOKS] = {}
    options = ("rule_coverage", "rule_coverage_json", "rule_coverage_fail_under")
    if any(config.getoption(name) not in {None, False} for name in options):
        config.stash[_COVERAGE] = measuring = _Coverage(config)
        config.pluginmanager.register(measuring, "runstrength-rule-coverage")


# --- examples -------------------------------------------------------------------------------------------------------


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a file of a rulebook."""
    if file_path.suffix not in {".yaml", ".yml"}:
        return None
    root = _root_of(file_path)
    if root is None:
        return None
    books = parent.config.stash[_BOOKS]
    if root not in books:
        books[root] = _Book(root, parent.config)
    found: _RuleFile = _RuleFile.from_parent(parent, path=file_path)
    found.book = books[root]
    return found


def _root_of(file: Path) -> Path | None:
    """Give the rulebook that a file belongs to: a folder, or the file itself; None if it is none of ours."""
    for folder in file.parents:
        header = folder / "rulebook.yaml"
        # Others have files of that name, too.
        if header.is_file() and _HEADER.search(_text(header)):
            return folder
    text = _text(file)
    return file if _HEADER.search(text) and _RULES.search(text) else None


def _text(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(_MOST)
    except OSError:
        return b""


class _Book:
    """A rulebook, read when the first of its files is."""

    def __init__(self, root: Path, config: pytest.Config) -> None:
        self.root = root
        self.config = config
        self.are_problems_told = False
        self.cases: tuple[Case, ...] = ()

    @cached_property
    def read(self) -> tuple[Rulebook | None, str]:
        """The rulebook if nothing is wrong with it, and all that is wrong."""
        from runstrength.rulebook import read_rulebook  # noqa: PLC0415 - only where there is a rulebook
        from runstrength.rulebook.cases import read_cases  # noqa: PLC0415 - as above
        from runstrength.rulebook.loading import read_layers  # noqa: PLC0415 - as above

        # Named from here, if it lies here: so are its files.
        here = Path.cwd()
        shown = self.root.relative_to(here) if self.root.is_relative_to(here) else self.root
        rulebook, problems = read_rulebook(shown, _vocabulary(self.config))
        if rulebook is not None:
            self.cases, problems = read_cases(read_layers(shown), rulebook)
        return (None if problems else rulebook), "\n".join(map(str, problems))

    @cached_property
    def examples(self) -> dict[Path, list[Example | OfResult]]:
        """The examples of each file, in the order in which they stand there."""
        from runstrength.testing.examples import OfResult, examples_of  # noqa: PLC0415 - as above

        rulebook, _ = self.read
        found: dict[Path, list[Example | OfResult]] = {}
        of_rules = examples_of(rulebook) if rulebook else ()
        for example in sorted([*of_rules, *map(OfResult, self.cases)], key=lambda one: one.place):
            file = Path(os.path.abspath(example.place.file))  # noqa: PTH100 - without looking at links
            found.setdefault(file, []).append(example)
        return found

    @cached_property
    def of_bases(self) -> list[Example | OfResult]:
        """The examples of the rulebooks that this one builds on: they have to hold in it as well."""
        inside = self.root if self.root.is_dir() else None
        return [
            example
            for file, examples in self.examples.items()
            if file != self.root and (inside is None or not file.is_relative_to(inside))
            for example in examples
        ]


class _RuleFile(pytest.File):
    """A file of a rulebook: its tests are the examples in it."""

    book: _Book

    def collect(self) -> Iterable[pytest.Item]:
        rulebook, problems = self.book.read
        if rulebook is None:
            if not self.book.are_problems_told:
                self.book.are_problems_told = True
                yield _Problems.from_parent(self, name="rulebook[problems]", text=problems)
            return
        if self.book.of_bases and self.path in {self.book.root, self.book.root / "rulebook.yaml"}:
            yield _Bases.from_parent(self, name="rulebook[base]", rulebook=rulebook, examples=self.book.of_bases)
        for example in self.book.examples.get(self.path, ()):
            yield _Examples.from_parent(self, name=example.name, rulebook=rulebook, examples=[example])


class _NotSoError(Exception):
    """What a test found, as text; where in this plugin, nobody needs to know."""


class _Item(pytest.Item):
    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:  # noqa: ANN401 - as pytest has it
        if isinstance(excinfo.value, _NotSoError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)


class _Problems(_Item):
    """All that is wrong with a rulebook that cannot be read."""

    def __init__(self, *, text: str, **arguments: Any) -> None:  # noqa: ANN401 - whatever pytest gives
        super().__init__(**arguments)
        self.text = text

    def runtest(self) -> None:
        raise _NotSoError(self.text)

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int | None, str]:
        return self.path, None, "the rulebook has problems"


class _Examples(_Item):
    """Examples that have to hold in a rulebook."""

    def __init__(self, *, rulebook: Rulebook, examples: list[Example], **arguments: Any) -> None:  # noqa: ANN401 - whatever pytest gives
        super().__init__(**arguments)
        self.rulebook = rulebook
        self.examples = examples

    def runtest(self) -> None:
        failures = [text for example in self.examples if (text := example.failure(self.rulebook)) is not None]
        if failures:
            raise _NotSoError("\n\n".join(failures))

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int | None, str]:
        return self.path, self.examples[0].place.line - 1, self.name


class _Bases(_Examples):
    """The examples of the rulebooks that one builds on."""

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int | None, str]:
        return self.path, 0, "the examples of the rulebook that this one builds on"


def _vocabulary(config: pytest.Config) -> type[Facts]:
    """Import what `runstrength_profile` names."""
    from importlib import import_module  # noqa: PLC0415 - as above

    from runstrength.facts import Facts, fields_of  # noqa: PLC0415 - as above
    from runstrength.profile import Profile  # noqa: PLC0415 - as above

    named = str(config.getini("runstrength_profile"))
    if not named:
        return Profile
    module, _, name = named.partition(":")
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.syspath_prepend(config.rootpath)
            found = getattr(import_module(module), name, None)
    except (ImportError, ValueError) as error:
        raise pytest.UsageError(f"runstrength_profile = {named}: cannot be imported: {error}") from None
    if not isinstance(found, type) or not issubclass(found, Facts) or not fields_of(found):
        raise pytest.UsageError(
            f"runstrength_profile = {named}: write MODULE:CLASS, of a class that derives from runstrength.Profile or "
            "runstrength.Facts"
        )
    return found


# --- coverage -------------------------------------------------------------------------------------------------------


class _Coverage:
    """Takes note while the session lasts; workers of pytest-xdist send what they saw."""

    def __init__(self, config: pytest.Config) -> None:
        from runstrength.testing.tracing import coverage  # noqa: PLC0415 - only who asks for it needs it

        self.config = config
        self.lasting = ExitStack()
        self.found: RuleCoverage = self.lasting.enter_context(coverage())

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:  # noqa: ANN401 - of pytest-xdist
        """Take over what a worker saw."""
        if _SENT in getattr(node, "workeroutput", {}):
            self.found.merge(json.loads(node.workeroutput[_SENT]))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Iterator[None]:
        """Send what was seen, or write it; fail where it is too little."""
        output = getattr(self.config, "workeroutput", None)
        if output is not None:
            output[_SENT] = json.dumps(self.found.to_dict())
        yield
        if output is not None:
            return
        file: Path | None = self.config.getoption("rule_coverage_json")
        if file is not None:
            file.write_text(json.dumps(self.found.to_dict(), indent=2) + "\n", encoding="utf-8")
        if self._is_too_little and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @property
    def _is_too_little(self) -> bool:
        least: float | None = self.config.getoption("rule_coverage_fail_under")
        return least is not None and self.found.percent < least

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say what was never exercised."""
        terminalreporter.section("rule coverage")
        terminalreporter.line(str(self.found))
        if self._is_too_little:
            least = self.config.getoption("rule_coverage_fail_under")
            terminalreporter.line(f"FAIL {self.found.percent:.1f} % is less than {least:g} %", red=True)

    def pytest_unconfigure(self) -> None:
        """Stop taking note."""
        self.lasting.close()
