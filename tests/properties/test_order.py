"""Order never matters: that of rules, files, keys and lists that are sets, and that of a profile's fields."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

import runstrength
from runstrength.shipped import rules_folder
from tests.properties.test_engines_agree import ARTICLE, RUNNERS, read
from tests.strategies import (
    STAGES,
    Small,
    as_yaml,
    examples,
    folder,
    profiles,
    rulebooks,
    shuffled,
    thresholds,
    write_folder,
)

ROOT = Path(__file__).resolve().parents[2]
SEEDS = st.integers(0, 2**32)


def text_of(book: runstrength.Rulebook, runner: dict[str, Any]) -> str:
    """Give a result to the byte."""
    return json.dumps(runstrength.recommend(runner, rulebook=book).to_dict())


def reordered(runner: dict[str, Any], random: Random) -> dict[str, Any]:
    """Give the same profile with its fields, entries and elements in another order."""
    found = shuffled(runner, random)
    for value in found.values():
        if isinstance(value, list):
            random.shuffle(value)
    return dict(found)


@examples(40)
@given(data=st.data(), structure=rulebooks(), seed=SEEDS)
def test_a_rulebook_in_another_order_is_the_same_rulebook(
    data: st.DataObject, structure: dict[str, Any], seed: int
) -> None:
    """Shuffled in one file, and scattered over a folder, a rulebook keeps its digest and every byte of its results."""
    random = Random(seed)  # noqa: S311 - the order of a test
    first = read(structure)
    others = [read(shuffled(structure, random))]
    if all(any(set(rule["then"]) <= set(stage) for stage in STAGES.values()) for rule in structure["rules"]):
        with TemporaryDirectory() as path:
            write_folder(folder(shuffled(structure, random), random), Path(path))
            others.append(runstrength.load_rulebook(path, profile=Small))
    runner = data.draw(profiles(Small, first.exercises, thresholds(first)))
    for other in others:
        assert first.digest == other.digest
        assert text_of(first, runner) == text_of(other, reordered(runner, random))


@examples(50)
@given(runner=RUNNERS, seed=SEEDS)
def test_the_order_of_a_profile_changes_nothing(runner: dict[str, Any], seed: int) -> None:
    """The same facts in another order give the same bytes."""
    other = reordered(runner, Random(seed))  # noqa: S311 - the order of a test
    assert text_of(ARTICLE, runner) == text_of(ARTICLE, other)


@examples(2)
@given(runners=st.lists(RUNNERS, min_size=3, max_size=3), seed=SEEDS)
def test_the_shipped_rulebook_in_another_order_is_the_same_rulebook(runners: list[dict[str, Any]], seed: int) -> None:
    """The article's rulebook, shuffled and cut into other files, keeps its digest and every byte of its results."""
    random = Random(seed)  # noqa: S311 - the order of a test
    with TemporaryDirectory() as path:
        write_folder(scattered(rules_folder() / "article", random), Path(path))
        other = runstrength.load_rulebook(path)
    assert ARTICLE.digest == other.digest
    for runner in runners:
        assert text_of(ARTICLE, runner) == text_of(other, runner)


def scattered(path: Path, random: Random) -> dict[str, Any]:
    """Read a rulebook's files, shuffle what they hold, and give the rules of each stage to files of other names."""
    found: dict[str, Any] = {}
    for file in path.rglob("*.yaml"):
        stage, *inside = file.relative_to(path).parts
        held = yaml.safe_load(file.read_text(encoding="utf-8"))
        if not inside:
            key = "sources" if file.stem == "sources" else ""
            found[file.name] = shuffled(held, random, key)
            continue
        for rule in held or ():
            name = f"{stage}/{random.choice('abc')}.yaml"
            found.setdefault(name, []).insert(0, shuffled(rule, random))
    return found


def test_no_run_differs_from_another() -> None:
    """Another process, with other hashes of text, gives the same bytes."""
    program = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "import json, random, runstrength\n"
        "from tests.strategies import profile\n"
        "choose, book = random.Random(7).choice, runstrength.shipped_rulebook()\n"
        "runners = [profile(choose, ids=book.exercises) for _ in range(20)]\n"
        "print(json.dumps([runstrength.recommend(runner).to_dict() for runner in runners]))\n"
    )
    package = str(Path(runstrength.__file__).parents[1])
    texts = {
        subprocess.run(
            [sys.executable, "-c", program, package, str(ROOT)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert 1 == len(texts)


@examples(20)
@given(structure=rulebooks(), flow=st.booleans())
def test_how_yaml_is_written_changes_nothing(structure: dict[str, Any], *, flow: bool) -> None:
    """Indented or in brackets, with a byte-order mark and CRLF, a rulebook keeps its digest."""
    with TemporaryDirectory() as path:
        file = Path(path) / "one.yaml"
        text = as_yaml(structure, flow=flow).replace("\n", "\r\n")
        file.write_bytes(b"\xef\xbb\xbf" + text.encode())
        assert read(structure).digest == runstrength.load_rulebook(file, profile=Small).digest
