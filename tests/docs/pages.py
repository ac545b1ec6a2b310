"""Execute the fenced code blocks of a Markdown page, from top to bottom, in one folder and one namespace.

What a block is, its language says, and it has to say it:

- ```` ```python ```` with `>>>` is a doctest session; without, a script that must not raise;
- ```` ```console ```` is a session of a shell. Lines with `$` are commands, `>` continues one that ended in a
  backslash, what follows is the output, standard error included, to the character; `...` stands for anything. The
  commands are `runstrength …`, `python …`, `python3 run.py demo …`, `cat FILE` and `echo $?`; `< FILE` may follow;
- any block that begins with `# file: NAME` is written to that file, and has to be used further down;
- ```` ```text ```` is not executed. Everything else is an error, so that nothing goes unchecked by accident.
"""

from __future__ import annotations

import difflib
import doctest
import io
import os
import re
import shlex
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING
from unittest import mock

import attrs

import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

FENCE = re.compile(r"(?P<indent>\s*)(?P<fence>`{3,}|~{3,})\s*(?P<info>.*?)\s*")
FILE = re.compile(r"# file: (?P<name>\S+)")
CODE_DIRECTIVE = re.compile(r"\{(code|code-block|sourcecode|code-cell|literalinclude)\}")


@attrs.frozen
class Block:
    """A fenced block: its language, its text without the fences, and where the text begins."""

    language: str
    text: str
    line: int

    @property
    def file(self) -> str | None:
        """The name of the file that this block is to be written to."""
        found = FILE.fullmatch(self.text.partition("\n")[0])
        return found["name"] if found else None


def blocks(lines: Sequence[str], first: int = 1) -> Iterator[Block]:
    """Find the fenced blocks in these lines, those inside directives (a note, a tab) included."""
    position = 0
    while position < len(lines):
        opened = FENCE.fullmatch(lines[position])
        position += 1
        if not opened:
            continue
        start = position
        closing = re.compile(rf"\s*{opened['fence'][0]}{{{len(opened['fence'])},}}\s*")
        while position < len(lines) and not closing.fullmatch(lines[position]):
            position += 1
        inside = [line.removeprefix(opened["indent"]) for line in lines[start:position]]
        position += 1
        if opened["info"].startswith("{") and not CODE_DIRECTIVE.match(opened["info"]):
            yield from blocks(inside, first + start)
        else:
            text = "".join(f"{line}\n" for line in inside)
            yield Block(opened["info"], text, first + start)


@attrs.frozen
class Command:
    """A line of a console session and the output that the page shows for it."""

    line: str
    output: str
    offset: int


def commands(text: str) -> list[Command]:
    """Split a console session into its commands."""
    found: list[Command] = []
    lines = text.splitlines()
    position = 0
    while position < len(lines):
        start = position
        if not lines[start].startswith("$ "):
            raise ValueError("a console block begins with a command: `$ …`")
        line = lines[start][2:]
        position += 1
        while line.endswith("\\") and position < len(lines) and lines[position].startswith("> "):
            line = line[:-1] + lines[position][2:]
            position += 1
        output: list[str] = []
        while position < len(lines) and not lines[position].startswith("$ "):
            output.append(f"{lines[position]}\n")
            position += 1
        found.append(Command(line, "".join(output), start))
    return found


@attrs.define
class Shell:
    """The few commands that a page may show, run in this process wherever that is possible."""

    main: Callable[[list[str]], int | None]
    status: int = 0

    def run(self, line: str) -> str:
        """Run one command and return what it wrote."""
        if line == "echo $?":
            return f"{self.status}\n"
        words = shlex.split(line)
        entered = b""
        if ">" in words:
            *words, sign, name = words
            if sign != ">":
                raise ValueError("`> FILE` stands at the end of a command")
            Path(name).write_text(self.run(shlex.join(words)), encoding="utf-8")
            return ""
        if "<" in words:
            *words, sign, name = words
            if sign != "<":
                raise ValueError("`< FILE` stands at the end of a command")
            entered = Path(name).read_bytes()
        match words:
            case ["runstrength", *arguments]:
                return self._command_line(arguments, entered)
            case ["python3", "run.py", "demo", *arguments]:
                return self._command_line(["recommend", *(arguments or [run.DEMO_PROFILE])], entered)
            case ["python" | "python3", *arguments]:
                return self._python(arguments, entered)
            case ["cat", name]:
                return Path(name).read_text(encoding="utf-8")
        raise ValueError("not a command that can be checked; if it has to be shown, in a `text` block")

    def _command_line(self, arguments: list[str], entered: bytes) -> str:
        stdin = io.TextIOWrapper(io.BytesIO(entered), encoding="utf-8")
        written = io.BytesIO()
        stream = io.TextIOWrapper(written, encoding="utf-8", newline="\n", write_through=True)
        with mock.patch.multiple(sys, stdin=stdin, stdout=stream, stderr=stream):
            try:
                self.status = self.main(arguments) or 0
            except SystemExit as left:  # argparse leaves so
                self.status = left.code if isinstance(left.code, int) else int(left.code is not None)
            stream.flush()
        return written.getvalue().decode()

    def _python(self, arguments: list[str], entered: bytes) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            input=entered,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUTF8": "1"},
            check=False,
        )
        self.status = done.returncode
        return done.stdout.decode().replace("\r\n", "\n")


@contextmanager
def inside(folder: Path, module: ModuleType) -> Iterator[None]:
    """Work in this folder, import from it, and leave nothing behind of the page's own modules."""
    before = Path.cwd()
    modules = set(sys.modules)
    sys.modules[module.__name__] = module  # where annotations of the page's classes are looked up
    sys.path.insert(0, str(folder))
    os.chdir(folder)
    try:
        with mock.patch.dict(os.environ, {"COLUMNS": "80", "NO_COLOR": "1"}):
            yield
    finally:
        os.chdir(before)
        sys.path.remove(str(folder))
        del sys.modules[module.__name__]
        for name in set(sys.modules) - modules:
            if str(getattr(sys.modules[name], "__file__", None) or "").startswith(str(folder)):
                del sys.modules[name]


@attrs.define
class Page:
    """One page that is being executed, and what was found to be wrong with it."""

    name: str
    text: str
    shell: Shell
    module: ModuleType = attrs.field(factory=lambda: ModuleType("__page__"))
    problems: list[str] = attrs.field(factory=list)

    def execute(self, folder: Path) -> list[str]:
        """Execute every block in this folder; return the problems, each as `page:line: what`."""
        found = list(blocks(self.text.splitlines()))
        with inside(folder, self.module):
            for number, block in enumerate(found):
                if block.language == "console":
                    self._console(block)
                else:
                    self.prepare(block, found[number + 1 :], folder)
        return self.problems

    def prepare(self, block: Block, later: Sequence[Block], folder: Path) -> None:
        """Do what a block says that is no session of a shell: write its file, run its Python."""
        if block.file:
            self._write(block, block.file, later, folder)
        elif block.language in {"python", "pycon"}:
            self._python(block)
        elif block.language != "text":
            shown = block.language or "block without a language"
            self._problem(block.line - 1, f"`{shown}` is not checked: name a file, or make it `text`")

    def _problem(self, line: int, what: str) -> None:
        self.problems.append(f"{self.name}:{line}: {what.rstrip()}")

    def _write(self, block: Block, name: str, later: Sequence[Block], folder: Path) -> None:
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            self._problem(block.line, f"`{name}` lies outside the reader's folder")
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8", newline="\n")
        names = {Path(name).stem, *Path(name).parts}
        executed = "".join(other.text for other in later if other.language in {"python", "pycon", "console"})
        if not any(part in executed for part in names):
            self._problem(block.line, f"`{name}` is written and never used further down")

    def _python(self, block: Block) -> None:
        namespace = vars(self.module)
        if ">>> " not in block.text:
            try:
                code = compile(block.text, f"{self.name}:{block.line}", "exec", dont_inherit=True)
                exec(code, namespace)  # noqa: S102 - our own pages
            except Exception as error:  # noqa: BLE001 - whatever it raises is the finding
                self._problem(block.line, f"raised {type(error).__name__}: {error}")
            return
        test = doctest.DocTestParser().get_doctest(block.text, {}, self.name, self.name, block.line - 1)
        test.globs = namespace  # not a copy: a function sees what is defined further down
        runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS)
        reports: list[str] = []
        runner.run(test, out=reports.append, clear_globs=False)
        for report in reports:
            line = re.search(r", line (\d+), in ", report)
            self._problem(int(line[1]) if line else block.line, "\n".join(report.splitlines()[2:]))

    def _console(self, block: Block) -> None:
        try:
            session = commands(block.text)
        except ValueError as error:
            self._problem(block.line, str(error))
            return
        for command in session:
            try:
                got = self.shell.run(command.line)
            except (OSError, ValueError) as error:
                self._problem(block.line + command.offset, f"$ {command.line}\n{error}")
                continue
            if not doctest.OutputChecker().check_output(command.output, got, doctest.ELLIPSIS):
                shown = difflib.unified_diff(
                    command.output.splitlines(), got.splitlines(), "the page", "the command", lineterm=""
                )
                self._problem(block.line + command.offset, "\n".join([f"$ {command.line}", *shown]))


def execute(name: str, text: str, folder: Path, main: Callable[[list[str]], int | None]) -> list[str]:
    """Execute a page in this folder, with `main` as the command line; return what is wrong, as `page:line: what`."""
    return Page(name, text, Shell(main)).execute(folder)
