"""What `runstrength new` writes can be used at once, and it harms nothing that is there."""

from __future__ import annotations

import errno
import re
import runpy
from pathlib import Path

import pytest
import yaml

from runstrength import RulebookError, RunstrengthError, load_rulebook
from runstrength.checking import check
from runstrength.rulebook.building import STAGES
from runstrength.testing.scaffold import new_rule, new_rulebook
from runstrength.verify import prove

GUARANTEE = "under-12-no-plyometrics"
FILES = [
    ".github/workflows/rules.yml",
    ".gitignore",
    "README.md",
    "pytest.ini",
    "rules/guarantees.yaml",
    "rules/prescribe/first.yaml",
    "rules/restrict/age.yaml",
    "rules/rulebook.yaml",
    "rules/sources.yaml",
    "tests/test_rules.py",
]


@pytest.fixture
def club(tmp_path: Path) -> Path:
    """Make a repository of a rulebook."""
    new_rulebook(tmp_path / "club")
    return tmp_path / "club"


def below(folder: Path) -> dict[str, bytes | None]:
    """Give everything below a folder: of a file its content, of a folder None."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")
    }


# --- a rulebook -----------------------------------------------------------------------------------------------------


def test_rulebook_has_no_problems(club: Path) -> None:
    """The rulebook that is made passes the check, under its name and on the shipped base."""
    rulebook, problems = check(club / "rules")
    assert problems == []
    assert rulebook is not None
    assert (rulebook.name, rulebook.version) == ("club", "0.1.0")
    assert "knee-pain-stabilisers" in rulebook.rules


def test_rulebook_is_these_files(tmp_path: Path) -> None:
    """The files that are given are those that were written, folders above them included, with no variable left."""
    folder = tmp_path / "deep" / "club"
    written = new_rulebook(folder, name="our-club")
    assert [folder / name for name in FILES] == sorted(written)
    assert set(written) == {path for path in tmp_path.rglob("*") if path.is_file()}
    assert [] == [path for path in written if "$" in path.read_text(encoding="utf-8")]
    assert (folder / "README.md").read_text(encoding="utf-8").startswith("# our-club\n")
    assert load_rulebook(folder / "rules").name == "our-club"


def test_guarantee_holds_because_of_its_rule(club: Path) -> None:
    """The guarantee that is made is proved, and would not be without the rule that is made with it."""
    assert [True] == [verdict.holds for verdict in prove(load_rulebook(club / "rules"), [GUARANTEE])]
    (club / "rules" / "restrict" / "age.yaml").unlink()
    assert [False] == [verdict.holds for verdict in prove(load_rulebook(club / "rules"), [GUARANTEE])]


def test_every_rule_of_the_rulebook_has_examples_on_both_sides(club: Path) -> None:
    """Each of the rules that are made has an example that fires it and one that does not."""
    rules = load_rulebook(club / "rules").rules
    for name in ("many-kilometres-strong-calves", "under-12-no-plyometrics"):
        assert [True, False] == [fires for fires, _, _ in rules[name].examples]


def test_property_of_the_rulebook_holds(club: Path) -> None:
    """The test that is made runs, and passes."""
    runpy.run_path(str(club / "tests" / "test_rules.py"))["test_what_is_avoided_is_not_prescribed"]()


def test_workflow_runs_what_the_readme_names(club: Path) -> None:
    """What is run on every push is what the README says to run, but for what only shows a difference."""
    workflow = yaml.safe_load((club / ".github/workflows/rules.yml").read_text(encoding="utf-8"))
    commands = [step["run"] for step in workflow["jobs"]["rules"]["steps"] if "run" in step]
    block = re.search(r"```sh\n(.*?)```", (club / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    named = [line.partition("#")[0].strip() for line in block[1].splitlines()]
    assert commands == [command for command in named if not command.startswith("runstrength diff")]


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("club", "club"),
        ("Läufer & Co", "laufer-co"),
        ("_my.rules_", "my-rules"),
        ("走る", "my-rules"),
        ("a" * 79 + " b", "a" * 79),
        ("null", "null"),
    ],
)
def test_name_of_the_folder(tmp_path: Path, folder: str, name: str) -> None:
    """Without a name the rulebook has that of its folder, written as names are."""
    new_rulebook(tmp_path / folder)
    assert name == load_rulebook(tmp_path / folder / "rules").name


def test_empty_folder_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder may be there already, and may be the one where one stands."""
    monkeypatch.chdir(tmp_path)
    new_rulebook(Path(), name="here")
    assert load_rulebook("rules").name == "here"


@pytest.mark.parametrize("name", ["", "Our-Club", "our club", "our_club", "-club", "club\n", "$club", "a" * 81])
def test_no_such_name(tmp_path: Path, name: str) -> None:
    """A name that is not written as names are is refused, and nothing is made."""
    with pytest.raises(RunstrengthError, match=r"the name of a rulebook cannot be .* small letters and digits"):
        new_rulebook(tmp_path / "club", name=name)
    assert {} == below(tmp_path)


@pytest.mark.parametrize("entry", ["notes.txt", ".git"])
def test_no_folder_with_anything_in_it(tmp_path: Path, entry: str) -> None:
    """A folder that is not empty is refused and left as it is."""
    (tmp_path / entry).write_text("mine", encoding="utf-8")
    with pytest.raises(RunstrengthError, match=r"^the folder .* is not empty: choose a new one$"):
        new_rulebook(tmp_path, name="club")
    assert {entry: b"mine"} == below(tmp_path)


@pytest.mark.parametrize(("folder", "message"), [("club", "is a file"), ("club/below", ".+: .+")])
def test_no_file(tmp_path: Path, folder: str, message: str) -> None:
    """A file where a folder ought to be is refused and left as it is."""
    (tmp_path / "club").write_text("mine", encoding="utf-8")
    with pytest.raises(RunstrengthError, match=message):
        new_rulebook(tmp_path / folder)
    assert {"club": b"mine"} == below(tmp_path)


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("exists", [True, False])
def test_nothing_stays_of_half_a_rulebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException, *, exists: bool
) -> None:
    """What was made before a failure is taken away, and what was there before stays."""
    folder = tmp_path / "deep" / "club"
    if exists:
        folder.mkdir(parents=True)
    before = below(tmp_path)
    made: list[str] = []
    mkdir = Path.mkdir

    def fail_late(path: Path) -> None:
        if path.name == "tests":
            made.extend(below(tmp_path))
            raise failure
        mkdir(path)

    monkeypatch.setattr(Path, "mkdir", fail_late)
    with pytest.raises((RunstrengthError, KeyboardInterrupt), match=r"No space left on device|^$"):
        new_rulebook(folder)
    assert "deep/club/rules/rulebook.yaml" in made
    assert before == below(tmp_path)


# --- a rule ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "identifier"),
    [*((stage, "my-rule") for stage in STAGES), *(("assess", name) for name in ("1", "null", "pain", "a" * 80))],
)
def test_rule_has_no_problems(club: Path, stage: str, identifier: str) -> None:
    """A new rule of each stage passes the check, whatever its name, and has an example on both sides."""
    path = new_rule(identifier, club / "rules", stage=stage)
    assert club / "rules" / stage / f"{identifier}.yaml" == path
    rulebook, problems = check(club / "rules")
    assert problems == []
    assert rulebook is not None
    rule = rulebook.rules[identifier]
    assert [True, False] == [fires for fires, _, _ in rule.examples]
    assert ("own.practice",) == rule.sources


def test_rules_of_all_stages_keep_the_guarantees(club: Path) -> None:
    """New rules of all stages stand beside each other, and the rulebook's own guarantee still holds."""
    for stage in STAGES:
        new_rule(f"my-{stage}", club, stage=stage)
    assert [True] == [verdict.holds for verdict in prove(load_rulebook(club / "rules"), [GUARANTEE])]


def test_rule_for_the_repository(club: Path) -> None:
    """Of a repository the rulebook is found; left out, the stage is `prescribe`."""
    assert club / "rules" / "prescribe" / "my-rule.yaml" == new_rule("my-rule", club)


def test_no_such_stage(club: Path) -> None:
    """A stage that there is not is refused, with those that there are and the nearest."""
    before = below(club)
    stages = "the stages are assess, prescribe, dose, restrict, advise"
    with pytest.raises(RunstrengthError) as caught:
        new_rule("my-rule", club, stage="prescibe")
    assert str(caught.value) == f'there is no stage "prescibe": {stages}; did you mean prescribe?'
    with pytest.raises(RunstrengthError) as caught:
        new_rule("my-rule", club, stage="../..")
    assert str(caught.value) == f'there is no stage "../..": {stages}'
    assert before == below(club)


@pytest.mark.parametrize("identifier", ["", "My-Rule", "my_rule", "../rule", "a" * 81])
def test_no_such_rule(club: Path, identifier: str) -> None:
    """A name that is not written as names are is refused."""
    with pytest.raises(RunstrengthError, match="the name of a rule cannot be"):
        new_rule(identifier, club)


@pytest.mark.parametrize(
    "identifier", ["under-12-no-plyometrics", "knee-pain-stabilisers", "no-big-jumps-on-a-sore-site"]
)
def test_name_is_taken(club: Path, identifier: str) -> None:
    """A name that the rulebook or its base has is refused, also one of which `for` makes several."""
    before = below(club)
    with pytest.raises(RunstrengthError, match=f'^the rulebook has a rule "{identifier}" already: choose another name'):
        new_rule(identifier, club)
    assert before == below(club)


def test_file_is_taken(club: Path) -> None:
    """A file of that name is left as it is, whatever its rules are called."""
    before = below(club)
    with pytest.raises(RunstrengthError, match=r"first\.yaml: File exists$"):
        new_rule("first", club)
    assert before == below(club)


def test_no_rulebook(tmp_path: Path) -> None:
    """A folder without a rulebook is refused."""
    with pytest.raises(RunstrengthError, match=r"^there is no rulebook\.yaml in .* or in its folder rules$"):
        new_rule("my-rule", tmp_path)
    assert {} == below(tmp_path)


def test_rulebook_with_problems(club: Path) -> None:
    """A rulebook that cannot be read is said to be wrong, and gets no rule."""
    (club / "rules" / "guarantees.yaml").write_text("- guarantee: x\n", encoding="utf-8")
    with pytest.raises(RulebookError, match="needs the key"):
        new_rule("my-rule", club)
    assert not (club / "rules" / "prescribe" / "my-rule.yaml").exists()


def test_rulebook_with_nothing_to_name(tmp_path: Path) -> None:
    """A rulebook without a catalogue, and with one source only, can have a rule that needs no exercise."""
    (tmp_path / "rulebook.yaml").write_text('language: 1\nname: bare\nversion: "1"\n', encoding="utf-8")
    (tmp_path / "sources.yaml").write_text("- {source: s1, kind: article, text: It is so.}\n", encoding="utf-8")
    (tmp_path / "assess").mkdir()
    (tmp_path / "assess" / "one.yaml").write_text(
        "- {rule: one, when: age < 20, then: {derive: young}, because: You are young., source: s1}\n", encoding="utf-8"
    )
    new_rule("two", tmp_path, stage="assess")
    assert check(tmp_path)[1] == []
    with pytest.raises(RunstrengthError, match=r"^the rulebook has no exercise that a rule could name"):
        new_rule("three", tmp_path, stage="prescribe")
    assert not (tmp_path / "prescribe").exists()
