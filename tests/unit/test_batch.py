"""`runstrength batch`: every row once, whatever the input is and however the run before it ended."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest

pytest.importorskip("narwhals")
pa = pytest.importorskip("pyarrow")

import pyarrow.csv as pa_csv  # noqa: E402 - only where it is
import pyarrow.parquet as pq  # noqa: E402 - only where it is

import runstrength  # noqa: E402 - only where it is
from runstrength.batch import Batch  # noqa: E402 - only where it is
from runstrength.batch.folder import locked  # noqa: E402 - only where it is
from runstrength.batch.progress import shown  # noqa: E402 - only where it is
from runstrength.cli import main  # noqa: E402 - only where it is
from runstrength.frame import recommend_frame  # noqa: E402 - only where it is
from tests.batch_killed import killed  # noqa: E402 - only where it is
from tests.batches import manifest_of, table_of, write_runners  # noqa: E402 - only where it is
from tests.frames import fired_or_problems, lines, runners, spoilt, whole  # noqa: E402 - only where it is

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

BOOK = runstrength.shipped_rulebook()
SOUND = runners(BOOK, 30)
MIXED = spoilt(BOOK, SOUND)


@attrs.frozen
class Ran:
    """What a command did."""

    code: int
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Give a function that runs the command in this process, in an empty folder, with OUT left out."""
    monkeypatch.chdir(tmp_path)

    def running(source: str, *options: str) -> Ran:
        code = main(["batch", source, "out", *options])
        captured = capsys.readouterr()
        assert not captured.out
        assert "Traceback" not in captured.err
        assert "this is a bug" not in captured.err
        return Ran(code, captured.err)

    return running


def held(folder: str = "out") -> dict[str, bytes]:
    """Give what a folder holds."""
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def by_row(table: Any, of: str = "row") -> dict[Any, list[dict[str, Any]]]:  # noqa: ANN401 - a table
    """Give the lines of each row, without what is null."""
    found: dict[Any, list[dict[str, Any]]] = {}
    for line in table.to_pylist():
        row = line.pop(of)
        found.setdefault(row, []).append({name: value for name, value in line.items() if value is not None})
    return found


def expected(those: Iterable[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    """Give what `recommend` gives."""
    return {row: lines(BOOK, one) for row, one in enumerate(those)}


# --- what comes in --------------------------------------------------------------------------------------------------


def test_parquet(run: Callable[..., Ran]) -> None:
    """The parts together are what `recommend_frame` gives for the whole table."""
    write_runners(Path("runners.parquet"), BOOK, MIXED)
    assert 0 == run("runners.parquet", "--rows", "7").code
    programme = recommend_frame(whole(BOOK, MIXED)).programme
    assert by_row(programme) == by_row(table_of(Path("out")))
    assert ["0-6", "7-13", "14-20", "21-27", "28-29"] == [
        f"{part['first']}-{part['last']}" for part in manifest_of(Path("out"))["parts"]
    ]


def test_json_lines(run: Callable[..., Ran]) -> None:
    """Every line is given what `recommend` gives for it, in the same words where it cannot be right."""
    those = [*MIXED, {"disciplin": "trail"}, {"discipline": "trail", "age": 30.0, "nobody": None}]
    write_runners(Path("runners.jsonl"), BOOK, those)
    assert 0 == run("runners.jsonl", "--rows", "7").code
    assert expected(those) == by_row(table_of(Path("out")))


def test_csv(run: Callable[..., Ran]) -> None:
    """Every row is given what `recommend` gives for the runner of whom the cells speak."""
    write_runners(Path("runners.csv"), BOOK, SOUND)
    assert 0 == run("runners.csv", "--rows", "7").code
    assert expected(SOUND) == by_row(table_of(Path("out")))


def test_fired(run: Callable[..., Ran]) -> None:
    """With `--what fired` each row has a column for each rule."""
    those = [*MIXED, {"disciplin": "trail"}]
    write_runners(Path("runners.jsonl"), BOOK, those)
    run("runners.jsonl", "--rows", "7", "--what", "fired")
    found = table_of(Path("out")).drop_columns("row").to_pylist()
    problems = [row.pop("problems") for row in found]
    given = [
        text or frozenset(name for name, fires in row.items() if fires)
        for row, text in zip(found, problems, strict=True)
    ]
    assert [fired_or_problems(BOOK, one) for one in those] == given


CSV = """\ufeffdiscipline,athlete,age,equipment,imbalance,pain.knee,equipment_note
marathon,a,35.0, bands ; box,TRUE,3,"two
lines, and a ""quote\"""

trail,b,,;,,,
trail,c,1e2
sprnt,d,old,bend,yes,eleven,
trail,e,7.5,,,,
trail,"f"g,,,,,
trail,h,1e999,,,,
"""


def test_cells(run: Callable[..., Ran]) -> None:
    """Cells are read by what their column holds; a row that cannot be read comes back, with every problem."""
    Path("runners.csv").write_bytes(CSV.encode() + b"trail,\xff,,,,,\n")
    ran = run("runners.csv", "--id", "athlete", "--keep", "equipment_note", "--what", "fired", "--rows", "3")
    found = {row["athlete"]: row for row in table_of(Path("out")).to_pylist()}
    assert "8 rows, 5 of them with problems, in 3 parts" in ran.err
    assert 'two\nlines, and a "quote"' == found["a"]["equipment_note"]
    facts = {"discipline": "marathon", "age": 35, "equipment": ["bands", "box"], "imbalance": True, "pain": {"knee": 3}}
    fires = frozenset(name for name in BOOK.rules if found["a"][name])
    assert fired_or_problems(BOOK, facts) == fires
    nothing = {"discipline": "trail", "equipment": []}
    assert fired_or_problems(BOOK, nothing) == frozenset(name for name in BOOK.rules if found["b"][name])
    wrong = {"discipline": "sprnt", "age": "old", "equipment": ["bend"], "imbalance": "yes", "pain": {"knee": "eleven"}}
    assert sorted(str(fired_or_problems(BOOK, wrong)).split("\n")) == sorted(found["d"]["problems"].split("\n"))
    assert "age: is not a whole number: 7.5" in found["e"]["problems"]
    assert "age: is not a finite number: inf" in found["h"]["problems"]
    lost = [row["problems"] for row in table_of(Path("out")).to_pylist() if row["athlete"] is None]
    assert ["line 6: has 3 cells, and the header has 7", "line 9: is not CSV: ',' expected after '\"'"] == lost
    assert found["?"]["problems"] is None  # what is passed on may be no text


JSONL = [
    b'{"discipline": "trail", "id": 7, "team": {"of": "a"}}',
    b"",
    b"{",
    b"[1]",
    b'{"discipline": "\xff"}',
    b'{"discipline": "trail", "discipline": "trail"}',
    b'{"discipline": "trail", "age": ' + b"9" * 5000 + b"}",
    b"[" * 100_000,
    b'{"discipline": "' + b"x" * (1 << 20) + b'"}',
    b'{"discipline": "trail", "id": "last"}',
]


def test_lines(run: Callable[..., Ran]) -> None:
    """A line that is no object of JSON comes back with its number, and stops no other."""
    Path("runners.ndjson").write_bytes(b"\n".join(JSONL))
    run("runners.ndjson", "--id", "id", "--keep", "team", "--what", "fired", "--rows", "4")
    found = [(row["id"], row["team"], row["problems"]) for row in table_of(Path("out")).to_pylist()]
    assert ("7", '{"of": "a"}', None) == found[0]
    assert ("last", None, None) == found[-1]
    assert found[1][2].startswith("line 3: is not JSON: Expecting property name")
    assert [
        "line 4: is no mapping: a list of 1",
        "line 5: is no text in UTF-8",
        'line 6: a key stands more than once in one mapping: "discipline"',
    ] == [problems for _, _, problems in found[2:5]]
    assert found[5][2].startswith("line 7: Exceeds the limit")
    assert ["line 8: is nested too deep", "line 9: is longer than 1,048,576 bytes"] == [
        problems for _, _, problems in found[6:8]
    ]


@pytest.mark.parametrize(
    ("name", "data", "options", "said"),
    [
        ("nowhere.csv", None, (), "nowhere.csv: cannot be read: No such file or directory"),
        ("runners.txt", b"x", (), "say what it is with --format"),
        ("runners.csv", b"", (), "is empty"),
        ("runners.jsonl", b"", (), "is empty"),
        ("runners.parquet", b"PAR1 no more", (), "is no Parquet that can be read"),
        ("runners.csv", b"disciplin,age\n", (), '"disciplin" is not a known fact; did you mean discipline?'),
        ("runners.jsonl", b'{"disciplin": "x"}\n', (), "did you mean discipline?"),
        ("runners.csv", b"discipline,age,age\n", (), 'stands more than once: "age"'),
        ("runners.csv", b"discipline,pain\n", (), "write a column for each entry, pain."),
        ("runners.csv", b"discipline\n", ("--id", "athlete"), '"athlete" is not a column'),
        ("runners.csv", b"dis\xffcipline\n", (), "the header is no text in UTF-8"),
        ("runners.csv", b'discipline\ntrail\n"trail\nroad\n', (), "runners.csv:3: a cell does not end"),
        ("runners.csv", b"discipline\n" + b"x" * (1 << 20), (), "runners.csv:2: is longer than"),
    ],
)
def test_what_cannot_be_read(
    run: Callable[..., Ran], name: str, data: bytes | None, options: tuple[str, ...], said: str
) -> None:
    """Whatever is wrong with the whole is said in a sentence, and the exit code is 2."""
    if data is not None:
        Path(name).write_bytes(data)
    ran = run(name, *options)
    assert 2 == ran.code
    assert said in ran.err


def test_a_folder_is_no_input(run: Callable[..., Ran]) -> None:
    """A folder is not read."""
    assert Ran(2, f"{os.curdir}: is a folder: name one file\n") == run(os.curdir)


@pytest.mark.parametrize("to", ["parquet", "csv", "jsonl"])
def test_a_header_alone_is_no_row(run: Callable[..., Ran], to: str) -> None:
    """No rows are no parts, and a single file has the columns all the same."""
    Path("runners.csv").write_text("discipline\n", encoding="utf-8")
    assert 0 == run("runners.csv", "--single", "--to", to).code
    assert {"manifest.json", f"programme.{to}"} == held().keys()
    if to == "parquet":
        assert "because" in pq.read_schema("out/programme.parquet").names


# --- what goes out --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("to", ["parquet", "csv", "jsonl"])
def test_one_file(run: Callable[..., Ran], to: str) -> None:
    """`--single` joins the parts, at once or later; every format holds the same lines."""
    write_runners(Path("runners.parquet"), BOOK, MIXED)
    run("runners.parquet", "--rows", "7", "--to", to)
    assert 0 == run("runners.parquet", "--rows", "7", "--to", to, "--single").code
    assert {"manifest.json", f"programme.{to}"} == held().keys()
    path = Path("out", f"programme.{to}")
    match to:
        case "parquet":
            table = pq.read_table(path)
        case "csv":
            newlines = pa_csv.ParseOptions(newlines_in_values=True)
            texts = pa_csv.ConvertOptions(strings_can_be_null=True, quoted_strings_can_be_null=False)
            table = pa_csv.read_csv(path, parse_options=newlines, convert_options=texts)
        case _:
            table = pa.Table.from_pylist([], schema=recommend_frame(whole(BOOK, MIXED)).programme.schema)
            found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            table = pa.Table.from_pylist([{name: one.get(name) for name in table.column_names} for one in found])
    assert by_row(recommend_frame(whole(BOOK, MIXED)).programme) == by_row(table)
    before = held()
    assert 0 == run("runners.parquet", "--rows", "7", "--to", to, "--single").code
    assert before == held()


def test_what_is_passed_on(run: Callable[..., Ran]) -> None:
    """Columns of Parquet keep their types, in JSON lines too; CSV has no words for some."""
    kept = pa.table({"when": pa.array([1], pa.timestamp("s")), "of": pa.array([[1]]), "far": pa.array([float("nan")])})
    table = kept.append_column("discipline", pa.array(["trail"]))
    pq.write_table(table, "runners.parquet")
    keep = ("--id", "when", "--keep", "of", "--keep", "far", "--what", "fired")
    ran = run("runners.parquet", *keep, "--to", "csv")
    assert (2, True) == (ran.code, "of: a column of such a type cannot be written as csv" in ran.err)
    assert 0 == run("runners.parquet", *keep, "--to", "jsonl", "--single").code
    found = json.loads(Path("out/fired.jsonl").read_text(encoding="utf-8"))
    assert ("1970-01-01 00:00:01", [1], None) == (found["when"], found["of"], found.get("far"))


def test_problems_are_counted(run: Callable[..., Ran]) -> None:
    """Rows with problems are no failure, unless it is asked for; `--quiet` says nothing."""
    Path("runners.csv").write_text("discipline\ntrail\nsprnt\n", encoding="utf-8")
    ran = run("runners.csv")
    assert 0 == ran.code
    assert ran.err.startswith("2 rows, 1 of them with problems, in 1 part: ")
    assert Ran(1, "") == run("runners.csv", "--strict", "--quiet")


# --- what was there before ------------------------------------------------------------------------------------------


def half(monkeypatch: pytest.MonkeyPatch, run: Callable[..., Ran]) -> dict[str, bytes]:
    """Interrupt a run after two of its parts; give what the folder would hold."""
    write_runners(Path("runners.parquet"), BOOK, MIXED)
    run("runners.parquet", "--rows", "7")
    whole_run = held()
    Path("out").rename("before")
    written = Batch.written

    def interrupted(self: Batch, piece: Any, *rest: Any) -> Any:  # noqa: ANN401 - whatever is passed
        if piece.first == 14:
            raise KeyboardInterrupt
        return written(self, piece, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(Batch, "written", interrupted)
        expected = "interrupted; what is done is kept, and the same command goes on from there\n"
        assert Ran(130, expected) == run("runners.parquet", "--rows", "7")
    assert (2, False) == (len(manifest_of(Path("out"))["parts"]), manifest_of(Path("out"))["complete"])
    return whole_run


def test_it_goes_on(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    """After an interruption only the rest is done, and the folder is as if there had been none."""
    whole_run = half(monkeypatch, run)
    Path("out/.part-00000003.parquet.unfinished").write_bytes(b"PAR1")
    Path("out/part-00000003_000000000014-000000000020.parquet").write_bytes(b"not in the manifest")
    ran = run("runners.parquet", "--rows", "7")
    assert "30 rows" in ran.err
    assert "14 of them before" in ran.err
    assert whole_run == held()


def test_a_part_that_is_gone_is_made_again(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts are trusted as far as they are there and as long as they were."""
    whole_run = half(monkeypatch, run)
    for spoil in (Path.unlink, lambda path: path.write_bytes(b"short")):
        spoil(Path("out/part-00000002_000000000007-000000000013.parquet"))
        assert "7 of them before" in run("runners.parquet", "--rows", "7").err
        assert whole_run == held()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--rows", "8"), "options rows: 7 there, 8 here"),
        (("--rows", "7", "--what", "fired"), 'options what: "programme" there, "fired" here'),
        (("--rows", "7", "--rules", "other.yaml"), "rulebook name"),
        (("--rows", "7"), "input sha256"),
    ],
)
def test_nothing_is_written_over(
    run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], said: str
) -> None:
    """A folder that was made of something else, or in another way, stays as it is."""
    half(monkeypatch, run)
    before = held()
    if "--rules" in options:
        rules = {"language": 1, "name": "other", "version": "1.0.0", "extends": "article"}
        Path("other.yaml").write_text(json.dumps(rules), encoding="utf-8")
    elif said == "input sha256":
        write_runners(Path("runners.parquet"), BOOK, SOUND)
    ran = run("runners.parquet", *options)
    assert 2 == ran.code
    assert "holds the answers to something else" in ran.err
    assert said in ran.err
    assert before == held()


def test_what_is_no_folder_of_parts(run: Callable[..., Ran]) -> None:
    """A file, a folder with other things, and a manifest that is none are left alone."""
    Path("runners.csv").write_text("discipline\ntrail\n", encoding="utf-8")
    Path("out").write_text("mine", encoding="utf-8")
    assert Ran(2, "out: is a file: name a folder that is empty or new\n") == run("runners.csv")
    Path("out").unlink()
    Path("out").mkdir()
    Path("out/mine.txt").write_text("mine", encoding="utf-8")
    assert "holds mine.txt, and no manifest.json" in run("runners.csv").err
    for text in ("", "[]", "{}", '{"parts": [{}]}'):
        Path("out/manifest.json").write_text(text, encoding="utf-8")
        assert Ran(2, "out/manifest.json: is no manifest of a batch\n") == run("runners.csv")
    assert {"mine.txt", "manifest.json"} == held().keys()


def test_one_at_a_time(run: Callable[..., Ran]) -> None:
    """Two runs do not write to one folder; a lock that somebody left behind is none."""
    Path("runners.csv").write_text("discipline\ntrail\n", encoding="utf-8")
    with locked(Path("out")):
        ran = run("runners.csv")
        assert (2, True) == (ran.code, f"is being written by process {os.getpid()}" in ran.err)
    Path("out/.lock").write_text("1\n", encoding="ascii")
    assert 0 == run("runners.csv").code
    assert ".lock" not in held()


def test_a_full_disk(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be written ends the run with 74; afterwards it goes on."""
    whole_run = half(monkeypatch, run)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        ran = run("runners.parquet", "--rows", "7")
    assert (74, True) == (ran.code, "out: cannot be written: No space left on device; what is done is kept" in ran.err)
    assert not [name for name in held() if name.endswith("unfinished")]
    run("runners.parquet", "--rows", "7")
    assert whole_run == held()


def test_the_input_must_not_change(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is written to while it is read gives no complete folder."""
    path = Path("runners.csv")
    path.write_text("discipline\ntrail\n", encoding="utf-8")
    written = Batch.written

    def changing(*given: Any) -> Any:  # noqa: ANN401 - whatever is passed
        path.write_text("discipline\nmarathon\n", encoding="utf-8")
        return written(*given)

    monkeypatch.setattr(Batch, "written", changing)
    ran = run("runners.csv")
    assert (2, True) == (ran.code, "has changed while it was read" in ran.err)
    assert not manifest_of(Path("out"))["complete"]


def test_killed(tmp_path: Path) -> None:
    """Killed at random and started again, it comes to the same end (`python -m tests.batch_killed` does it longer)."""
    source = tmp_path / "runners.parquet"
    write_runners(source, BOOK, MIXED[:12])
    seen = killed(source, tmp_path, kills=3, rows=2, seed=7)
    assert 3 == len(seen.parts)


# --- what is said ---------------------------------------------------------------------------------------------------


def test_without_the_extra() -> None:
    """Who has no Arrow is told what to install."""
    code = "import sys; sys.modules['pyarrow'] = None; from runstrength.cli import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, "batch", "in.csv", "out"], capture_output=True, text=True, check=False
    )
    assert (2, "batch needs pyarrow: pip install runstrength[frame]\n") == (done.returncode, done.stderr)


def test_progress(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal there is a bar, elsewhere a line now and then."""
    said: list[str] = []
    monkeypatch.setattr("runstrength.batch.progress.monotonic", iter([0.0, 1.0, 11.0, 11.0, 12.0]).__next__)
    with shown(drawn=False, say=said.append) as report:
        for rows in (1000, 2000, 3000):
            report(rows, rows, 4000)
    assert ["2,000 rows so far, 50%"] == said
    pytest.importorskip("rich")
    monkeypatch.setenv("FORCE_COLOR", "1")
    with shown(drawn=True, say=said.append) as report:
        report(3000, 3000, 4000)
    assert "3,000 rows" in capsys.readouterr().err
