"""The command: what it prints where, its exit codes, and that nobody ever sees a traceback."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest

import runstrength
from runstrength import cli
from runstrength.cli import main
from runstrength.engine import ENGINES

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
GOLDEN = str(ROOT / "tests" / "golden" / "rulebook.yaml")
MARATHONER = str(ROOT / "examples" / "marathoner.yaml")


@attrs.frozen
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Give a function that runs the command in this process."""

    def running(*arguments: str) -> Ran:
        code = main(list(arguments))
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Ran(code, captured.out, captured.err)

    return running


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an empty current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def start(*arguments: str, **changes: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own, with changes to the environment."""
    environment = {**os.environ, **changes}
    return subprocess.run(
        [sys.executable, "-m", "runstrength", *arguments], capture_output=True, env=environment, check=False
    )


def give(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Let standard input hold these bytes."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))


# --- recommend ------------------------------------------------------------------------------------------------------


def test_text_is_the_default(run: Callable[..., Ran]) -> None:
    """Text goes to standard output, ends in one newline, and holds no colour where there is no terminal."""
    ran = run("recommend", MARATHONER)
    assert (0, "") == (ran.code, ran.err)
    assert ran.out == run("recommend", MARATHONER, "--format", "text").out
    assert "Next session, in this order" in ran.out
    assert ran.out.endswith("\n")
    assert not ran.out.endswith("\n\n")
    assert "\x1b" not in ran.out


def test_json_is_the_result(run: Callable[..., Ran]) -> None:
    """JSON is `to_dict`, indented."""
    ran = run("recommend", MARATHONER, "--format", "json")
    result = runstrength.recommend(json.loads(ran.out)["profile"])
    assert json.dumps(result.to_dict(), ensure_ascii=False, indent=2) + "\n" == ran.out


def test_markdown(run: Callable[..., Ran]) -> None:
    """Markdown begins with a heading."""
    assert run("recommend", MARATHONER, "--format", "markdown").out.startswith("# Leg strength")


def test_a_rulebook_of_ones_own(run: Callable[..., Ran]) -> None:
    """`--rules` takes another rulebook."""
    ran = run("recommend", MARATHONER, "--rules", GOLDEN, "--format", "json")
    assert "golden" == json.loads(ran.out)["rulebook"]["name"]


@pytest.mark.parametrize(
    "text",
    [
        '{"discipline": "trail", "pain": {"knee": 1}}',
        "\ufeff{discipline: trail, pain: {knee: 1}}",
        "discipline: trail\r\npain:\r\n  knee: 1\r\n",
    ],
)
@pytest.mark.parametrize("name", ["-", "p.yaml", "p.YML", "p"])
def test_ways_to_give_a_profile(
    run: Callable[..., Ran], here: Path, monkeypatch: pytest.MonkeyPatch, text: str, name: str
) -> None:
    """YAML and JSON are understood from files and from standard input, with CRLF and a byte-order mark as well."""
    if name == "-":
        give(monkeypatch, text.encode())
    else:
        (here / name).write_bytes(text.encode())
    ran = run("recommend", name, "--rules", GOLDEN, "--format", "json")
    assert {"discipline": "trail", "pain": {"knee": 1}} == json.loads(ran.out)["profile"]


def test_json_and_its_escapes(run: Callable[..., Ran], here: Path) -> None:
    """A `.json` file is read as JSON, escapes included, which YAML reads otherwise."""
    (here / "p.json").write_text('{"discipline": "tr\\u0061il", "goals": [], "age": 3.0e1}')
    ran = run("recommend", "p.json", "--rules", GOLDEN, "--format", "json")
    assert {"discipline": "trail", "age": 30, "goals": []} == json.loads(ran.out)["profile"]


# --- what is wrong with a profile -----------------------------------------------------------------------------------


def test_every_problem_of_a_profile(run: Callable[..., Ran], here: Path) -> None:
    """A wrong profile is told on standard error as the library tells it, after the file's name; the exit code is 2."""
    (here / "p.yaml").write_text("discipline: marathn\npain: {kne: 3}\n")
    ran = run("recommend", "p.yaml")
    with pytest.raises(runstrength.ProfileError) as raised:
        runstrength.recommend({"discipline": "marathn", "pain": {"kne": 3}})
    assert Ran(2, "", f"p.yaml: {raised.value}\n") == ran
    assert "did you mean marathon?" in ran.err


BROKEN: dict[str, tuple[bytes, str]] = {
    "brace.json": (b"{", "brace.json:1:2: is not JSON: "),
    "comma.json": (b'{\n "discipline": "trail",\n}', "comma.json:"),
    "twice.json": (b'{"age": 3, "age": 4}', "twice.json: a key stands more than once in one mapping: 'age'"),
    "nan.json": (b'{"discipline": "trail", "age": NaN}', "age: is not a finite number: nan"),
    "inf.json": (b'{"discipline": "trail", "age": -1e999}', "age: is not a finite number: -inf"),
    "huge.json": (b'{"age": ' + b"9" * 5000 + b"}", "a whole number of 5,000 digits is more than a profile can hold"),
    "large.json": (b'{"discipline": "trail", "age": ' + b"9" * 3999 + b"}", "age: is out of range: an integer of"),
    "deep.json": (b"[" * 200_000, "deep.json: is nested too deep"),
    "half.json": (b'{"discipline": "\\ud800"}', 'discipline: is not one of the words allowed: "\\ud800"'),
    "list.json": (b"[]", "list.json: the profile has a problem:\n  $: is not a mapping"),
    "deep.yaml": (b"[" * 900, "deep.yaml:1:33: error RS114"),
    "tab.yaml": (b"discipline: trail\n\tage: 3\n", "tab.yaml:2:1: error RS111"),
    "tag.yaml": (
        b"discipline: !!str trail\n",
        "tag.yaml:1:13: error RS112: a tag `tag:yaml.org,2002:str` in a profile file",
    ),
    "anchor.yaml": (b"season: &a base\nterrain: *a\n", "anchor.yaml:1:9: error RS113"),
    "twice.yaml": (b"age: 3\nage: 4\n", "twice.yaml:2:1: error RS115"),
    "two.yaml": (b"age: 3\n---\nage: 4\n", "two.yaml:2:1: error RS116"),
    "open.yaml": (b"goals: [speed\n", "open.yaml:"),
    "comment.yaml": (b"# nothing\n", "comment.yaml: the profile has a problem:\n  $: is not a mapping: null"),
    "empty.yaml": (b" \n", "empty.yaml: is empty; the least is `discipline: marathon`"),
    "latin.yaml": (b"discipline: trail\n# \xe9\n", "latin.yaml:2: is not UTF-8 text: byte 0xe9"),
    "binary.yaml": (b"a: \x00\x01", "binary.yaml:1:4: error RS110"),
    "large.yaml": (b"#" * (4 * 1024 * 1024 + 1), "large.yaml: is larger than 4 MiB"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files(run: Callable[..., Ran], here: Path, name: str) -> None:
    """Whatever is wrong with a file is said on standard error, with its place where there is one."""
    data, message = BROKEN[name]
    (here / name).write_bytes(data)
    ran = run("recommend", name)
    assert (2, "") == (ran.code, ran.out)
    assert message in ran.err


@pytest.mark.parametrize("name", ["nosuch.yaml", ".", "zero\0.yaml", "a" * 5000])
def test_files_that_cannot_be_read(run: Callable[..., Ran], here: Path, name: str) -> None:
    """A file that is not there, or is none, is told in one line."""
    assert here.is_dir()
    ran = run("recommend", name)
    assert (2, "", 1) == (ran.code, ran.out, ran.err.count("\n"))
    assert "cannot be read: " in ran.err


def test_nothing_on_standard_input(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input that is empty, or closed, is told as such."""
    give(monkeypatch, b"")
    empty = run("recommend", "-")
    monkeypatch.setattr("sys.stdin", None)
    assert (
        Ran(2, "", "standard input: is empty; the least is `discipline: marathon`\n") == empty == run("recommend", "-")
    )


# --- why and why-not ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("command", "asked"), [("why", "glute-bridge"), ("why-not", "depth-jump")])
def test_answers(run: Callable[..., Ran], command: str, asked: str) -> None:
    """An answer is the text of the explanation, or its data as JSON; a name does as well as an id."""
    answer: Any = getattr(
        runstrength.recommend(json.loads(run("recommend", MARATHONER, "--format", "json").out)["profile"]),
        command.replace("-", "_"),
    )(asked)
    assert Ran(0, f"{answer}\n", "") == run(command, MARATHONER, asked)
    assert answer.to_dict() == json.loads(run(command, MARATHONER, asked, "--format", "json").out)
    assert run(command, MARATHONER, asked) == run(command, MARATHONER, f" {asked.replace('-', ' ').upper()}")


def test_why_of_what_is_not_recommended(run: Callable[..., Ran]) -> None:
    """Who asks why of an exercise that is not there is told the command that knows."""
    ran = run("why", MARATHONER, "Depth jump")
    ask = f"depth-jump is not recommended to this runner; ask: runstrength why-not {MARATHONER} depth-jump\n"
    assert Ran(2, "", ask) == ran


@pytest.mark.parametrize("command", ["why", "why-not"])
def test_unknown_names(run: Callable[..., Ran], command: str) -> None:
    """A misspelt name brings the nearest one."""
    ran = run(command, MARATHONER, "glute-brige")
    assert Ran(2, "", 'there is nothing here by the name "glute-brige"; did you mean glute-bridge?\n') == ran


# --- check ----------------------------------------------------------------------------------------------------------


# --- exercise -------------------------------------------------------------------------------------------------------


def test_an_exercise_by_id_and_by_name(run: Callable[..., Ran]) -> None:
    """An exercise is shown whole: what it trains, how it is done, what goes wrong, what is next to it."""
    ran = run("exercise", "glute-bridge")
    assert (0, "") == (ran.code, ran.err)
    assert ran.out == run("exercise", " Glute Bridge ").out
    for said in ("Glute bridge\n", "Trains:  glutes", "How to do it", "  1. ", "What usually goes wrong", "Harder:"):
        assert said in ran.out
    assert all(len(line) <= 80 for line in ran.out.splitlines())


def test_the_whole_catalogue(run: Callable[..., Ran]) -> None:
    """Without an id all are listed, as text by role, as JSON with all that is known of each."""
    exercises = runstrength.shipped_rulebook().exercises
    listed = run("exercise").out
    assert all(f"  {name} " in listed and exercise.name in listed for name, exercise in exercises.items())
    found = json.loads(run("exercise", "--format", "json").out)
    assert list(exercises) == [entry["id"] for entry in found]
    squat = next(entry for entry in found if entry["id"] == "goblet-squat")
    assert found[found.index(squat)] == json.loads(run("exercise", "goblet-squat", "--format", "json").out)
    assert list(exercises["goblet-squat"].steps) == squat["steps"]
    assert {"rest_seconds", "reps"} == set(squat["schemes"]["light"])


def test_an_exercise_of_ones_own_rulebook(run: Callable[..., Ran]) -> None:
    """`--rules` asks another catalogue."""
    assert "Box jump" in run("exercise", "box-jump", "--rules", GOLDEN).out


@pytest.mark.parametrize(
    ("asked", "hint"), [("glutebridge", "did you mean glute-bridge?"), ("\x1b[1m", "lists them all"), ("", "lists")]
)
def test_an_exercise_that_there_is_not(run: Callable[..., Ran], asked: str, hint: str) -> None:
    """A name that nobody knows is answered with the nearest, and nothing of it controls the terminal."""
    ran = run("exercise", asked)
    assert (2, "") == (ran.code, ran.out)
    assert "there is no exercise" in ran.err
    assert hint in ran.err
    assert "\x1b" not in ran.err


def test_check_of_a_sound_rulebook(run: Callable[..., Ran]) -> None:
    """A sound rulebook brings its counts, what was not looked for, and exit code 0."""
    left = "not looked for without --deep: no-effect\n"
    assert Ran(0, f"{left}{GOLDEN}: 14 rules, 10 exercises, 0 examples: no problems\n", "") == run("check", GOLDEN)


def test_check_with_warnings(run: Callable[..., Ran], here: Path) -> None:
    """What checks find stands on standard output, as text or as data; the exit code is 1."""
    text = Path(GOLDEN).read_text("utf-8").replace("  lonely-threshold:", "  uncited-source:")
    (here / "odd.yaml").write_text(text, "utf-8")
    ran = run("check", "odd.yaml")
    assert (1, "") == (ran.code, ran.err)
    assert 3 == ran.out.count(": warning RS512: ")
    assert ran.out.endswith("odd.yaml: 14 rules, 10 exercises, 0 examples: 3 warnings\n")
    ran = run("check", "odd.yaml", "--format", "json")
    found = json.loads(ran.out)
    assert (1, ["lonely-threshold"] * 3) == (ran.code, [one["check"] for one in found])
    assert {"code", "check", "severity", "file", "line", "column", "message", "help"} == set(found[0])
    assert "not looked for without --deep: no-effect\n" == ran.err


def test_check_of_problems_as_data(run: Callable[..., Ran]) -> None:
    """What is wrong is data too; of what is no check there is no name."""
    ran = run("check", "nosuch", "--format", "json")
    assert 1 == ran.code
    assert [("RS101", None, "error")] == [(one["code"], one["check"], one["severity"]) for one in json.loads(ran.out)]


def test_check_that_has_no_time(run: Callable[..., Ran]) -> None:
    """A check that could not decide in its time says so, finds nothing, and is not called fine."""
    ran = run("check", GOLDEN, "--timeout", "0.001")
    assert 1 == ran.code
    assert ran.out.endswith("nothing was found, and not all was decided\n")
    assert "not decided: " in ran.out
    assert "never-fires" in ran.out.splitlines()[0]


def test_check_with_problems(run: Callable[..., Ran], here: Path) -> None:
    """Problems stand on standard output, one after the other, then their number; the exit code is 1."""
    text = Path(GOLDEN).read_text("utf-8").replace("source: a.2\n", "source: a.3\n").replace("[box-jump,", "[box-jmp,")
    (here / "bad.yaml").write_text(text, "utf-8")
    ran = run("check", "bad.yaml")
    assert (1, "") == (ran.code, ran.err)
    lines = ran.out.splitlines()
    assert ["RS301", "RS304"] == [line.split()[2].rstrip(":") for line in lines if line.startswith("bad.yaml:1")]
    assert "bad.yaml: 2 problems" == lines[-1]


def test_check_of_examples(run: Callable[..., Ran], here: Path) -> None:
    """An example that does not hold is a problem."""
    rule = "    source: a.1\n    examples: {fires: {discipline: trail, strength_experience: beginner}}\n"
    text = (
        Path(GOLDEN)
        .read_text("utf-8")
        .replace(
            "    because: You have lifted for years.\n    source: a.1\n",
            "    because: You have lifted for years.\n" + rule,
        )
    )
    (here / "bad.yaml").write_text(text, "utf-8")
    ran = run("check", "bad.yaml")
    assert 1 == ran.code
    assert "RS402" in ran.out
    assert ran.out.endswith("bad.yaml: 1 problem\n")


def test_check_of_nothing(run: Callable[..., Ran], here: Path) -> None:
    """A rulebook that is not there is a problem."""
    assert here.is_dir()
    ran = run("check", "nosuch")
    assert 1 == ran.code
    assert ran.out.startswith("nosuch:1:1: error RS101: ")


@pytest.mark.parametrize("path", ["nosuch", "bad.yaml", "zero\0"])
def test_rules_that_cannot_be_used(run: Callable[..., Ran], here: Path, path: str) -> None:
    """A rulebook with problems is told on standard error where a recommendation was asked for."""
    (here / "bad.yaml").write_text("language: 1\n")
    ran = run("recommend", MARATHONER, "--rules", path)
    assert (2, "") == (ran.code, ran.out)
    assert ran.err.strip()


# --- a vocabulary of one's own --------------------------------------------------------------------------------------

CLUB = """
import attrs
from runstrength import Profile, fact
from runstrength.facts import Choice

@attrs.frozen(kw_only=True)
class ClubProfile(Profile):
    shoe: str | None = fact(Choice(("flat", "stable")), question="Which shoe?")

class Nothing:
    pass
"""


def test_a_profile_class_of_ones_own(run: Callable[..., Ran], here: Path) -> None:
    """A profile class is found from the current folder, for every command, with and without rules of one's own."""
    (here / "cli_test_club.py").write_text(CLUB)
    (here / "p.yaml").write_text("discipline: trail\nshoe: flat\n")
    path = list(sys.path)
    for more in ([], ["--rules", GOLDEN]):
        ran = run("recommend", "p.yaml", "--format", "json", "--profile", "cli_test_club:ClubProfile", *more)
        assert {"discipline": "trail", "shoe": "flat"} == json.loads(ran.out)["profile"]
    assert 0 == run("check", GOLDEN, "--profile", "cli_test_club:ClubProfile").code
    assert 2 == run("recommend", "p.yaml").code
    assert path == sys.path


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ("cli_test_club", "write it as MODULE:CLASS, such as club.facts:ClubProfile"),
        (":ClubProfile", "write it as MODULE:CLASS"),
        ("cli_test_club:", "write it as MODULE:CLASS"),
        ("cli_test_club:Missing", "there is no such class; it has to derive from"),
        ("cli_test_club:Nothing", "that is no profile class; it has to derive from"),
        ("cli_test_nowhere:X", "cannot be imported: ModuleNotFoundError: No module named"),
        ("cli_test_raises:X", "cannot be imported: RuntimeError: two lines"),
        ("cli_test_exits:X", "cannot be imported: SystemExit: 3"),
        ("cli_test_mute:X", "cannot be imported: Mute"),
    ],
)
def test_profile_classes_that_cannot_be_used(run: Callable[..., Ran], here: Path, named: str, message: str) -> None:
    """Whatever a module does when it is imported, one line tells it."""
    (here / "cli_test_club.py").write_text(CLUB)
    (here / "cli_test_raises.py").write_text('raise RuntimeError("two\\nlines")')
    (here / "cli_test_exits.py").write_text("import sys\nsys.path.clear()\nsys.exit(3)")
    (here / "cli_test_mute.py").write_text(
        "class Mute(Exception):\n    def __str__(self):\n        raise self\nraise Mute"
    )
    path = list(sys.path)
    try:
        ran = run("check", GOLDEN, "--profile", named)
    finally:
        sys.path[:] = path
    assert (2, "", 1) == (ran.code, ran.out, ran.err.count("\n"))
    assert f"--profile {named}: {message}" in ran.err


# --- usage ----------------------------------------------------------------------------------------------------------


def test_version(run: Callable[..., Ran]) -> None:
    """`--version` says which one it is."""
    assert Ran(0, f"runstrength {runstrength.__version__}\n", "") == run("--version")


@pytest.mark.parametrize("command", [[], ["recommend"], ["why"], ["why-not"], ["week"], ["check"], ["batch"]])
def test_help_teaches_by_example(run: Callable[..., Ran], command: list[str]) -> None:
    """The help of every command has examples and exit codes, in ASCII and within 80 columns."""
    ran = run(*command, "--help")
    assert 0 == ran.code
    assert f"\n  runstrength {' '.join(command)}" in ran.out
    assert "exit codes:" in ran.out
    assert ran.out.isascii()
    assert all(len(line) <= 80 for line in ran.out.splitlines())


@pytest.mark.parametrize(
    "arguments",
    [[], ["recomend"], ["recommend"], ["recommend", MARATHONER, "--format", "pdf"], ["why", MARATHONER], ["--ver"]],
)
def test_wrong_usage(run: Callable[..., Ran], arguments: list[str]) -> None:
    """Wrong usage is told on standard error; the exit code is 2."""
    ran = run(*arguments)
    assert (2, "") == (ran.code, ran.out)
    assert ran.err.startswith("usage: runstrength")


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_can_be_chosen(run: Callable[..., Ran], engine: str) -> None:
    """`--engine` knows the library's engines; one that cannot run here ends with exit code 3 and a sentence."""
    ran = run("recommend", MARATHONER, "--engine", engine)
    assert ran.code in ({0} if engine == "native" else {0, 3})
    assert 1 == bool(ran.out) + bool(ran.err)


# --- what goes wrong outside ----------------------------------------------------------------------------------------


def test_an_engine_that_cannot_run(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that is not available is told in its own words."""

    def unavailable(*_: object, **__: object) -> None:
        raise runstrength.EngineUnavailableError("not on this Python")

    monkeypatch.setattr("runstrength.api.recommend", unavailable)
    assert Ran(3, "", "not on this Python\n") == run("recommend", MARATHONER)


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (KeyError("x"), 70, f"this is a bug in runstrength {runstrength.__version__}: KeyError: 'x' (test_cli.py:"),
        (RecursionError(), 70, f"this is a bug in runstrength {runstrength.__version__}: RecursionError (test_cli.py:"),
        (PermissionError(13, "Permission denied", "rules"), 2, "rules: Permission denied\n"),
        (FileNotFoundError("install it again"), 2, "install it again\n"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_what_nobody_expected(
    run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, message: str
) -> None:
    """A bug, a broken installation and an interruption end without a traceback."""

    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("runstrength.api.recommend", fails)
    ran = run("recommend", MARATHONER)
    assert (code, "") == (ran.code, ran.out)
    assert ran.err.startswith(message)
    assert ran.err.count("\n") == bool(message)


class Stream(io.TextIOWrapper):
    """A standard output that cannot be written, or is a terminal."""

    def __init__(self, error: OSError | None = None, *, encoding: str = "utf-8", terminal: bool = False) -> None:
        self.bytes = io.BytesIO()
        super().__init__(self.bytes, encoding=encoding, newline="\n")
        self.error = error
        self.terminal = terminal

    def isatty(self) -> bool:
        """Say whether it plays a terminal."""
        return self.terminal

    def flush(self) -> None:
        """Raise, where it cannot be written."""
        if self.error is not None:
            raise self.error
        super().flush()

    @property
    def written(self) -> str:
        """What has arrived, in its encoding."""
        super().flush()
        return self.bytes.getvalue().decode(self.encoding)


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (BrokenPipeError(32, "Broken pipe"), 141, ""),
        (OSError(28, "No space left on device"), 74, "the output could not be written: No space left on device\n"),
    ],
)
@pytest.mark.parametrize("arguments", [["recommend", MARATHONER], ["--help"]])
def test_output_that_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch, error: OSError, code: int, message: str, arguments: list[str]
) -> None:
    """A full disk is told; a reader who has gone away is not."""
    out, err = Stream(error), Stream()
    monkeypatch.setattr("sys.stdout", out)
    monkeypatch.setattr("sys.stderr", err)
    assert code == main(arguments)
    assert message == err.written
    out.error = None  # or closing it would raise again


def test_output_that_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a standard output the command fails, and without a standard error silently."""
    monkeypatch.setattr("sys.stdout", None)
    monkeypatch.setattr("sys.stderr", None)
    assert 74 == main(["recommend", MARATHONER])
    assert 0 == main(["--version"])


def test_a_reader_who_goes_away() -> None:
    """`| head` sees what it wants, and nobody hears of the rest."""
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as pipe:
        done = subprocess.run(
            [sys.executable, "-m", "runstrength", "recommend", MARATHONER],
            stdout=pipe,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (141, b"") == (done.returncode, done.stderr)


# --- terminals and encodings ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "terminal", "coloured"),
    [
        ({}, False, False),
        ({"TERM": "xterm"}, True, True),
        ({"TERM": "dumb"}, True, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, True, False),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
    ],
)
@pytest.mark.parametrize("format_", ["text", "markdown"])
def test_colour(
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    terminal: bool,  # noqa: FBT001
    coloured: bool,  # noqa: FBT001
    format_: str,
) -> None:
    """Text is painted on a terminal, unless the environment says otherwise; nothing else ever is."""
    for name in ("TERM", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    out = Stream(terminal=terminal)
    monkeypatch.setattr("sys.stdout", out)
    assert 0 == main(["recommend", MARATHONER, "--format", format_])
    assert (coloured and format_ == "text") == ("\x1b" in out.written)


def test_plain_ascii_where_there_is_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Characters that the output's encoding lacks are replaced by plain ones, and columns stay columns."""
    give(monkeypatch, b"{discipline: general, pain: {knee: 1}, strength_days: 3}")
    out = Stream(encoding="ascii")
    monkeypatch.setattr("sys.stdout", out)
    assert 0 == main(["recommend", "-", "--rules", GOLDEN])
    assert "2 x 10-12 per side" in out.written
    assert "?" in out.written  # the Japanese name
    give(monkeypatch, b"{discipline: generl}")
    err = Stream(encoding="ascii")
    monkeypatch.setattr("sys.stderr", err)
    assert 2 == main(["recommend", "-"])
    assert "allowed: general * sprint" in err.written


def test_json_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON escapes what the output's encoding lacks."""
    give(monkeypatch, b"{discipline: general, pain: {knee: 1}}")
    out = Stream(encoding="ascii")
    monkeypatch.setattr("sys.stdout", out)
    assert 0 == main(["recommend", "-", "--rules", GOLDEN, "--format", "json"])
    names = [exercise["name"] for exercise in json.loads(out.written)["exercises"]]
    assert "ウォールシット (wall sit)" in names


@pytest.mark.parametrize("format_", ["text", "markdown", "json"])
def test_in_the_c_locale(format_: str) -> None:
    """The command works where nothing but ASCII can be written."""
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    done = start("recommend", MARATHONER, "--format", format_, **ascii_only)
    assert (0, b"") == (done.returncode, done.stderr)
    assert done.stdout.isascii()


def test_a_start_without_the_library() -> None:
    """The command line itself imports nothing of the library that takes time."""
    heavy = ("runstrength.render", "runstrength.api", "runstrength.checking")
    source = Path(cli.__file__).read_text("utf-8")
    assert not any(line.startswith(f"from {name} import") for name in heavy for line in source.splitlines())
