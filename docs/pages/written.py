"""The files of a rulebook as they are written: entries in their order, with the comments that introduce them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import attrs
import yaml

from docs.pages.markup import opened
from runstrength.explain.words import spoken
from runstrength.rulebook.building import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["Entry", "File", "Written", "read"]

_FIRST = re.compile(r"- (?P<key>[a-z]+): *(?P<name>\S+)")
_TITLE = re.compile(r"# -{3,} (?P<title>.*?) -{3,}")


@attrs.frozen
class Entry:
    """A rule, a guarantee or an exercise as it is written; `title` and `note` are the comments right before it."""

    name: str
    line: int
    data: Mapping[str, Any]
    title: str
    note: str


@attrs.frozen
class File:
    """One file of a rulebook; `intro` is the comment that it begins with."""

    path: str
    title: str
    intro: str
    entries: tuple[Entry, ...]


@attrs.frozen
class Written:
    """A rulebook as it is written: the files of each stage, and those beside them that the pages show."""

    stages: Mapping[str, tuple[File, ...]]
    exercises: File
    guarantees: File
    groups: Mapping[str, tuple[str, ...]]


def read(folder: Path) -> Written:
    """Read the files of a rulebook that is a folder."""
    header = yaml.load((folder / "rulebook.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - text only
    return Written(
        {stage: tuple(_file(folder, path) for path in sorted((folder / stage).glob("*.yaml"))) for stage in STAGES},
        _file(folder, folder / "exercises.yaml"),
        _file(folder, folder / "guarantees.yaml"),
        {name: tuple(values) for name, values in header["groups"].items()},
    )


def _file(folder: Path, path: Path) -> File:
    content = path.read_text(encoding="utf-8")
    lines = content.splitlines()
    data = yaml.load(content, yaml.BaseLoader)  # noqa: S506 - it makes nothing but text, lists and mappings
    return File(
        path.relative_to(folder).as_posix(),
        opened(spoken(path.stem)),
        _prose(lines[: _comment_ends(lines)]),
        tuple(_entries(lines, data)),
    )


def _entries(lines: list[str], data: list[dict[str, Any]]) -> Iterator[Entry]:
    introduced = _comment_ends(lines)
    found = ((number, match["name"]) for number, line in enumerate(lines) if (match := _FIRST.match(line)))
    for (number, name), entry in zip(found, data, strict=True):
        start = number
        while start > introduced and lines[start - 1].startswith("#"):
            start -= 1
        before = lines[start:number]
        titles = [match["title"] for line in before if (match := _TITLE.fullmatch(line))]
        note = _prose([line for line in before if not _TITLE.fullmatch(line)])
        yield Entry(name, number + 1, entry, titles[-1] if titles else "", note)


def _comment_ends(lines: list[str]) -> int:
    """Say how many lines the comment has that a file begins with."""
    for number, line in enumerate(lines):
        if not line.startswith("#") or _TITLE.fullmatch(line):
            return number
    return len(lines)


def _prose(lines: list[str]) -> str:
    return " ".join(line.lstrip("# ").strip() for line in lines)
