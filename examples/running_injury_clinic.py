#!/usr/bin/env python3
"""Recommend strength training to the runners of the Running Injury Clinic (Ferber et al. 2024, CC BY 4.0).

    python examples/running_injury_clinic.py examples/data/running_injury_clinic.csv

One JSON line comes out for each row of the table that goes in, in order, and a summary on standard error. Readings:

- An injury is a complaint now (`complaints`) and, where the vocabulary has a name for it, a `history`; how much it
  disturbs the training is not a pain score, so `pain` stays unknown. What the clinic did not ask (signs, conditions)
  stays unknown too, unless somebody wrote it down.
- Where a record contradicts itself the graver reading counts, and the contradiction is named.
- What is impossible or not understood is named in `problems` and counts as unknown. No row and no word is dropped in
  silence.
- A former injury ("history of stress fracture") is history; but where it is all that stands in the place of the present
  injury of somebody who is hurt, it counts as present.
- A stress reaction is a suspected fracture, and a bare "ACL", "meniscus" or "labrum" a suspected tear.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import re
import sys
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # as a script, Python would look beside this file only

import runstrength
from examples.injury_words import NOTHING, Findings, Reading, normalised, read, read_joint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Row = Mapping[str, str]

KINDS = {
    "assumed": "the record leaves it open, and the message says which reading counts",
    "contradiction": "two entries exclude each other; the graver one counts",
    "encoding": "characters that are not UTF-8, or that no text holds",
    "not_understood": "words or a value without a known meaning",
    "out_of_range": "a number that cannot be; it counts as unknown",
    "outside_vocabulary": "understood, and a profile has no word for it",
    "ragged": "more or fewer cells than the header has columns",
    "refused": "the library refused the profile",
    "too_long": "a cell of unreasonable length; only the beginning and what may be grave was read",
    "unplaced": "an injury, and nowhere is written where",
    "unspecified": "an injury, and nowhere is written which",
}

INJURY_COLUMNS = (("InjJoint", "SpecInjury"), ("InjJoint2", "SpecInjury2"))
NEEDED = (
    "age",
    "Gender",
    "InjDefn",
    *(name for pair in INJURY_COLUMNS for name in pair),
    "Activities",
    "YrsRunning",
    "RaceDistance",
)
NOT_PROSE = {
    "sub_id",
    "datestring",
    "filename",
    "speed_r",
    "speed_w",
    "age",
    "Height",
    "Weight",
    "Gender",
    "YrPR",
    "NumRaces",
}
READ_AS_INJURY = {name for pair in INJURY_COLUMNS for name in pair}

BLANK = {"", "nan", "null", "n/a", "na", "-", "--", "?", "#n/a", "nat", "not applicable", "not recorded"}
BLANK_UNLESS_INJURY = {"none", "nil", "unknown"}
EXTRA = "beyond the last column"
LONGEST_VALUE = 200
NO_SITES: frozenset[str] = frozenset()
LOW_BACK = frozenset({"low_back_pain"})
LASTING = frozenset({"osteoarthritis", "joint_replacement", "osteoporosis", "heart_condition"})

SEXES = {
    **dict.fromkeys(("female", "f", "woman", "w"), "female"),
    **dict.fromkeys(("male", "m", "man"), "male"),
    **dict.fromkeys(("other", "non binary", "nonbinary", "x", "diverse", "trans"), "other"),
}

DISTANCES = (
    (r"casual|recreation\w*|fun runs?|none", "general"),
    (
        r"ultra\w*(?: marathons?)?|(?:[5-9]\d|1\d\d) ?(?:k|kms?|kilomet\w*)?|(?:[3-9]\d|1\d\d) ?mi(?:les?|lers?)?",
        "ultra",
    ),
    (
        r"(?:half|1 ?/ ?2|1/2) ?(?:marathons?|mara|m)?|halves|hm|21(?: ?1)? ?(?:k|km)?|13 1(?: ?mi\w*)?|70 ?3",
        "long_distance",
    ),
    (r"(?:full )?marathons?|full|42(?: ?[12]\d*)? ?(?:k|km)?|26(?: ?2)? ?(?:mi\w*)?", "marathon"),
    (r"trail(?: run\w*)?|mountain\w*|fell|sky ?run\w*|orienteering", "trail"),
    (
        r"(?:5|6|7|8|10|12|15|16|20|25|30) ?(?:k|ks|km|kms|kilomet\w*)|(?:5000|10000) ?(?:m|met\w*)?|(?:5|10) ?mi\w*",
        "long_distance",
    ),
    (r"(?:x|cross) ?country|long ?distance|distance", "long_distance"),
    (
        r"(?:800|1000|1500|1600|3000) ?(?:m|met\w*)?(?: steeple\w*)?|(?:1 )?miles?|[123] ?(?:k|km)|1 5 ?k\w*",
        "middle_distance",
    ),
    (r"(?:middle|mid) ?distance|steeple\w*", "middle_distance"),
    (r"(?:60|100|110|200|300|400) ?(?:m|met\w*)(?: hurdles)?|sprint\w*|short ?distance", "sprint"),
)
RACE_WORDS = frozenset({"marathon", "marathons", "casual", "sprint", "distance", "ultra", "ultramarathon"})
LONGEST_FIRST = ("ultra", "marathon", "trail", "long_distance", "middle_distance", "sprint", "general")
LEAVES_IT_OPEN = re.compile(r"other(?: distances?)?|vari\w*|any|all|multiple|.*\b(?:triathl|duathl|ironman)\w*.*")
ACTIVITIES = (
    (r"\bultra ?marathon\w*|\bultra ?runn\w*|\bultras\b", "ultra"),
    (r"\b(?:competitive )?sprinters?\b", "sprint"),
    (r"(?<!half )(?<!1 / 2 )\bmarathons?\b", "marathon"),
    (r"\bhalf ?marathons?\b|\b1 / 2 marathons?\b|\bdistance runn\w*", "long_distance"),
    (r"\btrail runn\w*", "trail"),
)

UNHURT = re.compile(r"(?:no|non|not|un) ?injur\w*|none|healthy|(?:injury|pain) free|no pain|asymptomatic")
HURT = re.compile(
    r"pain\w*|affect\w*|miss(?:ed|ing)?|injur\w*|reduc\w*|unable|stopp?\w*|volume|intensity|hurt\w*"
    r"|(?:not|train|run|workout)\w*"
)


@dataclass(frozen=True)
class Problem:
    """One thing in a row that could not be taken as it stands."""

    field: str
    value: str
    kind: str
    message: str


@dataclass
class Notes:
    """The problems of one row, gathered while it is read."""

    row: Row
    problems: list[Problem] = field(default_factory=list[Problem])

    def add(self, column: str, kind: str, message: str) -> None:
        """Note one problem with the cell of a column."""
        value = self.row.get(column, "")
        shown = value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE]}… ({len(value)} characters)"
        self.problems.append(Problem(column, shown, kind, message))


@dataclass(frozen=True)
class Statement:
    """One injury of a row: a joint and what is wrong with it, each in a column of its own."""

    joint_column: str
    text_column: str
    findings: Findings
    hurt: bool
    denied: bool


def profile_of(row: Row) -> tuple[dict[str, object], list[Problem]]:
    """Turn one row, a mapping of column to cell, into a profile and what was wrong with the row."""
    notes = Notes(row)
    profile: dict[str, object] = {"discipline": _discipline(row, notes)}
    age = _age(row, notes)
    _check_years(row, age, notes)
    sex = _sex(row, notes)
    profile |= {name: value for name, value in (("age", age), ("sex", sex)) if value is not None}
    profile |= _injuries(row, notes)
    _name_long_cells(row, notes)
    return profile, notes.problems


def _cell(row: Row, column: str) -> str:
    text = row.get(column, "").replace("\0", "").strip()
    blank = BLANK if column in READ_AS_INJURY or column == "InjDefn" else BLANK | BLANK_UNLESS_INJURY
    return "" if text.casefold() in blank else text


def _number(text: str) -> float | None:
    return float(text.replace(",", ".")) if re.fullmatch(r"[+-]?\d{1,15}(?:[.,]\d{0,15})?", text) else None


def _age(row: Row, notes: Notes) -> int | None:
    text = _cell(row, "age")
    age = _number(text)
    if age is None:
        if text:
            notes.add("age", "not_understood", "an age is a number of years; it counts as unknown")
        return None
    if not 10 <= age < 101:  # noqa: PLR2004  (the vocabulary's range, in whole years)
        notes.add("age", "out_of_range", f"an age of {text} is not one from 10 to 100 years; it counts as unknown")
        return None
    return int(age)


def _check_years(row: Row, age: int | None, notes: Notes) -> None:
    """Name impossible years of running; a profile has no place for possible ones."""
    text = _cell(row, "YrsRunning")
    years = _number(text)
    if years is None:
        if text:
            notes.add("YrsRunning", "not_understood", "years of running are a number; they count as unknown")
    elif not 0 <= years <= 90:  # noqa: PLR2004  (from 10 to 100 years of age)
        notes.add("YrsRunning", "out_of_range", f"{text} years of running cannot be; they count as unknown")
    elif age is not None and years > age:
        notes.add(
            "YrsRunning",
            "out_of_range",
            f"{text} years of running are more than {age} years of age; they count as unknown",
        )


def _sex(row: Row, notes: Notes) -> str | None:
    text = _cell(row, "Gender")
    sex = SEXES.get(normalised(text))
    if text and sex is None:
        notes.add("Gender", "not_understood", "neither female, male nor other; it counts as unknown")
    return sex


def _discipline(row: Row, notes: Notes) -> str:
    """Read the race distance; where it is open, a clear word among the activities decides, and the reading is named."""
    text = _cell(row, "RaceDistance")
    if known := _race(text):
        return known
    if text and not LEAVES_IT_OPEN.fullmatch(normalised(text)):
        notes.add("RaceDistance", "not_understood", "not a race distance that is known here")
    sports = normalised(_cell(row, "Activities"))
    for pattern, discipline in ACTIVITIES:
        if re.search(pattern, sports):
            notes.add("RaceDistance", "assumed", f"the distance is open; the activities say `{discipline}`")
            return discipline
    notes.add("RaceDistance", "assumed", "the distance is open; the discipline counts as `general`")
    return "general"


def _race(text: str) -> str | None:
    """Return the discipline of a race; of several, the longest, because it decides the training."""
    plain = normalised(re.sub(r"(?<=\d),(?=\d{3})", "", text), RACE_WORDS)
    whole = re.sub(r"[()]|\b(?:runs?|runners?|running|races?|racing|road|track|the|a|no times|no races)\b", " ", plain)
    parts = [whole, *re.split(r"[,;\n]|\band\b|\bor\b| / (?!2)", whole)]
    known = {discipline for part in parts if (discipline := _distance(" ".join(part.split())))}
    return next((discipline for discipline in LONGEST_FIRST if discipline in known), None)


def _distance(part: str) -> str | None:
    return next((discipline for pattern, discipline in DISTANCES if re.fullmatch(pattern, part)), None)


def _injuries(row: Row, notes: Notes) -> dict[str, object]:
    """Read the injuries of a row into the parts of a profile that are known."""
    hurt = _effect(row, notes)
    statements = [_statement(row, columns, notes, hurt=hurt) for columns in INJURY_COLUMNS]
    aside = _aside(row, notes)
    claimed = [statement for statement in statements if statement.hurt]
    injured = bool(claimed) or aside.harmed
    _name_contradictions(row, statements, notes, hurt=hurt, injured=injured)
    _name_unplaced(row, claimed, notes)
    findings = sum_of([aside.now, _lasting(aside.past), *(statement.findings for statement in statements)])
    profile: dict[str, object] = {
        name: sorted(found)
        for name, found in (
            ("history", findings.history),
            ("signs", findings.signs),
            ("conditions", findings.conditions),
        )
        if found
    }
    if findings.sites:
        profile["complaints"] = sorted(findings.sites)
    elif injured or hurt:
        if not claimed:
            notes.add("InjDefn", "unplaced", "an injury, but not where; the complaints stay unknown")
    elif _surely_unhurt(row, statements, notes, hurt=hurt):
        profile["complaints"] = []
    return profile


def sum_of(findings: Iterable[Findings]) -> Findings:
    """Put findings together."""
    total = NOTHING
    for each in findings:
        total |= each
    return total


def _effect(row: Row, notes: Notes) -> bool | None:
    """Tell whether the training suffers from an injury: yes, no, or unknown."""
    text = _cell(row, "InjDefn")
    plain = normalised(text)
    if not plain:
        return None
    if HURT.search(UNHURT.sub("", plain)):
        return True
    if UNHURT.search(plain):
        return False
    notes.add("InjDefn", "not_understood", "it does not say whether there is an injury; it counts as unknown")
    return None


def _statement(row: Row, columns: tuple[str, str], notes: Notes, *, hurt: bool | None) -> Statement:
    """Read one injury: its text at its joint, or the joint alone; what is over is history where nothing hurts now."""
    joint_column, text_column = columns
    place, text = _cell(row, joint_column), _cell(row, text_column)
    joint = read_joint(place)
    at, said = read(place), read(text, joint)
    _name_unread(joint_column, at, place, notes)
    _name_unread(text_column, said, text, notes)
    _name_unspecified(columns, at, said, text, notes)
    now, past = said.now | replace(at.now, sites=NO_SITES), said.past | at.past
    denied = at.denied or said.denied
    beside = bool(now or said.harmed)
    if past and (beside or hurt is False) and not _lasting(past):
        notes.add(text_column, "outside_vocabulary", "a former injury, for which a runner's history has no word")
    if past and not beside:
        if hurt is False:
            return Statement(joint_column, text_column, _lasting(past), hurt=False, denied=denied)
        notes.add(text_column, "assumed", "a former injury, written where the present one stands, counts as present")
        now |= past
    wrong = any(
        (joint.sites, now, *((part.harmed or part.unspecified or part.unread or part.outside) for part in (at, said)))
    )
    if wrong and not now.sites:
        now |= Findings(joint.sites, LOW_BACK if "low_back" in joint.sites else NO_SITES)
    return Statement(joint_column, text_column, now | _lasting(past), hurt=wrong, denied=denied)


def _name_unspecified(columns: tuple[str, str], at: Reading, said: Reading, text: str, notes: Notes) -> None:
    joint_column, text_column = columns
    if said.unspecified or (at.unspecified and not text):
        column = text_column if said.unspecified else joint_column
        notes.add(column, "unspecified", "an injury, but not which; it counts as a complaint where a place is known")


def _lasting(past: Findings) -> Findings:
    """Return what of the past still counts: the history, and the conditions that do not pass."""
    return Findings(history=past.history, conditions=past.conditions & LASTING)


def _name_unread(column: str, said: Reading, text: str, notes: Notes) -> None:
    if said.unread:
        words = ", ".join(f"`{word}`" for word in dict.fromkeys(said.unread[:10]))
        rest = (
            "the rest was understood" if said.now or said.past or said.harmed else "it counts as an injury of some kind"
        )
        notes.add(column, "not_understood", f"{words} was not understood; {rest}")
    elif text and not (said.now or said.past or said.harmed or said.denied or said.unspecified or said.outside):
        notes.add(column, "not_understood", "no injury and no place is named in it")
    if said.outside:
        words = ", ".join(f"`{word}`" for word in said.outside)
        notes.add(column, "outside_vocabulary", f"a profile has no word for {words}")


def _aside(row: Row, notes: Notes) -> Reading:
    """Read what the columns that are not about injuries say of them all the same."""
    total = Reading()
    for column in row:
        text = _cell(row, column)
        if column in NOT_PROSE or column in READ_AS_INJURY or not re.search(r"[^\W\d_]{2}", text):
            continue
        said = read(text, casual=True)
        if column != "InjDefn" and (said.now or said.past):
            notes.add(column, "assumed", "an injury, written where none is asked for, counts like any other")
        total = Reading(total.now | said.now, total.past | said.past, total.harmed or said.harmed or bool(said.now))
    return total


def _name_contradictions(
    row: Row, statements: Sequence[Statement], notes: Notes, *, hurt: bool | None, injured: bool
) -> None:
    if hurt is False and injured:
        notes.add("InjDefn", "contradiction", "no injury, yet one is written; the injury counts")
    first = statements[0]
    if hurt and first.denied and not first.hurt:
        column = first.joint_column if _cell(row, first.joint_column) else first.text_column
        notes.add(column, "contradiction", "no injury, yet the training suffers from one; the injury counts")
    for statement in statements:
        if statement.denied and statement.hurt:
            notes.add(
                statement.joint_column,
                "contradiction",
                "the joint and the injury exclude each other; the injury counts",
            )
    if hurt is None and injured and not _cell(row, "InjDefn"):
        notes.add("InjDefn", "assumed", "whether the injury is one of now is not recorded; it counts as present")


def _name_unplaced(row: Row, statements: Iterable[Statement], notes: Notes) -> None:
    for statement in statements:
        if not statement.findings.sites:
            column = statement.text_column if _cell(row, statement.text_column) else statement.joint_column
            notes.add(column, "unplaced", "an injury, but not where; it is not among the complaints")


def _surely_unhurt(row: Row, statements: Sequence[Statement], notes: Notes, *, hurt: bool | None) -> bool:
    duration = _number(_cell(row, "InjDuration"))
    if duration and duration > 0 and not re.fullmatch("9{3,}", _cell(row, "InjDuration")):
        notes.add("InjDuration", "contradiction", "no injury, yet it has lasted some days; the complaints stay unknown")
        return False
    return hurt is False or statements[0].denied


def _name_long_cells(row: Row, notes: Notes) -> None:
    for column, text in row.items():
        if len(text) > 2_000 and column not in NOT_PROSE:  # noqa: PLR2004  (see `injury_words.LONGEST`)
            notes.add(column, "too_long", "only its beginning and what may be grave was read")


class UnusableTableError(Exception):
    """The file holds no table that could be read row by row."""


@dataclass(frozen=True)
class Table:
    """The rows of a file, each with what was wrong with its shape."""

    rows: Iterator[tuple[Row, list[Problem]]]
    decoded_as: str


def read_table(data: bytes) -> Table:
    """Read a CSV file: any order of columns, any line ends, UTF-8 or UTF-16 or else Windows-1252."""
    text, encoding = _decoded(data)
    lines = list(io.StringIO(text, newline=""))
    while lines and not lines[0].strip(" \t\r\n,;\ufeff"):
        del lines[0]
    if not lines:
        raise UnusableTableError("the file is empty: a first line with the names of the columns is needed")
    csv.field_size_limit(2**31 - 1)
    delimiter = max(",;\t", key=lines[0].count)
    header = _header(next(csv.reader(lines[:1], delimiter=delimiter)))
    return Table(_rows(header, _records(lines[1:], len(header), delimiter), encoding), encoding)


def _decoded(data: bytes) -> tuple[str, str]:
    for encoding in ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig",):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            break
    return data.decode("cp1252", errors="replace"), "cp1252"


def _header(cells: Sequence[str]) -> list[str]:
    """Give each column its usual name, however it is spelt, and say which ones are missing."""
    usual = {
        _plain(name): name
        for name in (*NEEDED, *NOT_PROSE, "InjDuration", "InjSide", "InjSide2", "DominantLeg", "Level")
    }
    header = [usual.get(_plain(cell), cell.strip()) for cell in cells]
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise UnusableTableError(f"the first line lacks the column{'s'[: len(missing) > 1]} {', '.join(missing)}")
    twice = [name for name in NEEDED if header.count(name) > 1]
    if twice:
        raise UnusableTableError(f"the first line names {', '.join(twice)} more than once")
    return header


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def _records(lines: list[str], width: int, delimiter: str) -> Iterator[list[str]]:
    """Yield the cells of each record; a quotation mark that never ends costs its own line, not the rest of the file."""
    start = 0
    while start < len(lines):
        reader = csv.reader(lines[start:], delimiter=delimiter)
        used = 0
        for cells in reader:
            if reader.line_num - used > 1 and len(cells) != width:
                yield next(csv.reader([lines[start + used]], delimiter=delimiter, quoting=csv.QUOTE_NONE))
                used += 1
                break
            used = reader.line_num
            if cells:
                yield cells
        start += used


def _rows(header: Sequence[str], records: Iterable[list[str]], encoding: str) -> Iterator[tuple[Row, list[Problem]]]:
    for cells in records:
        row = dict(zip(header, cells, strict=False))
        notes = Notes(row)
        if len(cells) > len(header):
            row[EXTRA] = " ; ".join(cells[len(header) :])
            notes.add(EXTRA, "ragged", f"{len(cells)} cells for {len(header)} columns; what is beyond is read as text")
        elif len(cells) < len(header):
            notes.add(
                header[len(cells)], "ragged", f"{len(cells)} cells for {len(header)} columns; the others are blank"
            )
        _name_strange_characters(row, encoding, notes)
        yield row, notes.problems


def _name_strange_characters(row: Row, encoding: str, notes: Notes) -> None:
    for column, text in row.items():
        if "\0" in text or "\ufffd" in text:
            notes.add(column, "encoding", "it holds characters that no text holds; they were left out")
        elif encoding == "cp1252" and not text.isascii():
            notes.add(column, "encoding", "not UTF-8; it was read as Windows-1252")


@dataclass
class Summary:
    """What a run amounts to."""

    rows: int = 0
    problems: Counter[str] = field(default_factory=Counter[str])
    referrals: Counter[str] = field(default_factory=Counter[str])
    recognised: Counter[str] = field(default_factory=Counter[str])
    programmes: set[str] = field(default_factory=set[str])

    def count(self, profile: Mapping[str, Any], problems: Iterable[Problem], result: Mapping[str, Any] | None) -> None:
        """Count one row."""
        self.rows += 1
        self.problems.update(problem.kind for problem in problems)
        for name in ("complaints", "history", "signs", "conditions"):
            self.recognised[name] += len(profile.get(name, ()))
        if result is not None:
            if result["referral"] is not None:
                self.referrals[result["referral"]["urgency"]] += 1
            self.programmes.add(_programme(result["exercises"]))

    def __str__(self) -> str:
        recognised = ", ".join(f"{count} {name}" for name, count in self.recognised.items())
        return "\n".join((
            f"rows: {self.rows}",
            f"problems: {_counts(self.problems)}",
            f"recognised: {recognised or 'nothing'}",
            f"referrals: {_counts(self.referrals)}",
            f"different programmes: {len(self.programmes)}",
        ))  # fmt: skip


def _counts(counter: Counter[str]) -> str:
    parts = ", ".join(
        f"{count} {name}" for name, count in sorted(counter.items(), key=lambda item: (-item[1], item[0]))
    )
    return f"{counter.total()} ({parts})" if parts else "0"


def _programme(exercises: Sequence[Mapping[str, Any]]) -> str:
    """Write the exercises with their doses, without the reasons, so that equal programmes are equal texts."""
    dose = ("exercise", "sets", "reps", "seconds", "rest_seconds", "load", "per_side")
    return json.dumps([[entry.get(name) for name in dose] for entry in exercises])


def recommended(profile: dict[str, object]) -> tuple[dict[str, object] | None, list[Problem]]:
    """Ask the library; a profile that it refuses is a problem like any other, and costs no other row its answer."""
    try:
        return runstrength.recommend(profile).to_dict(), []
    except runstrength.ProfileError as error:
        return None, [Problem("profile", "", "refused", str(error))]


def run(table: Table) -> Summary:
    """Print one line for each row, and return what they amount to."""
    summary = Summary()
    for number, (row, misshapen) in enumerate(table.rows, start=1):
        profile, unclear = profile_of(row)
        recommendations, refused = recommended(profile)
        problems = [*misshapen, *unclear, *refused]
        summary.count(profile, problems, recommendations)
        line = {
            "row": number,
            "profile": profile,
            "problems": [asdict(problem) for problem in problems],
            "recommendations": recommendations,
        }
        print(json.dumps(line, allow_nan=False))
    return summary


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line, and return its exit code."""
    name = _parser().parse_args(arguments).file
    try:
        table = read_table(sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes())
    except (OSError, UnusableTableError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        print(f"running_injury_clinic: {name}: {reason}", file=sys.stderr)
        return 2
    try:
        summary = run(table)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the flush at exit would fail again
        return 0
    if table.decoded_as != "utf-8-sig":
        print(f"encoding: read as {table.decoded_as}", file=sys.stderr)
    print(summary, file=sys.stderr)
    return 1 if summary.problems["refused"] else 0


def _parser() -> argparse.ArgumentParser:
    kinds = "\n".join(f"  {kind:<19}{meaning}" for kind, meaning in KINDS.items())
    parser = argparse.ArgumentParser(
        prog="running_injury_clinic.py",
        description="Recommend leg-strength training to each runner in a table of the Running Injury Clinic.",
        epilog=(
            "Each row becomes one line of JSON: row, profile, problems, recommendations. A summary goes to standard "
            "error.\n\n"
            f"kinds of problems:\n{kinds}\n\n"
            "exit codes:\n  0  every row has its line (or the reader of a pipe wanted no more)\n"
            "  1  every row has its line, and the library refused a profile\n  2  the table could not be read"
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", metavar="FILE.csv", help="the table; - reads standard input")
    return parser


def _exit() -> NoReturn:
    sys.exit(main())


if __name__ == "__main__":
    _exit()
