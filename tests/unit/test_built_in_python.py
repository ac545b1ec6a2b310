"""Rulebooks that are built in Python, and what can be asked of any rulebook."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given

import runstrength
from runstrength import RulebookError, UnknownNameError
from runstrength.rulebook.conditions import paths_of
from tests.conformance.bad_rules import BAD
from tests.strategies import Small, as_yaml, examples, rulebooks

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = runstrength.shipped_rulebook()
RULE: dict[str, Any] = {
    "rule": "no-jumps-in-the-club",
    "when": "age >= 60",
    "then": {"avoid": [{"role": "plyometric"}]},
    "because": "The hall has a hard floor.",
    "source": "club.house",
    "examples": {
        "fires": {"discipline": "sprint", "age": 60},
        "silent": {"discipline": "sprint", "age": 59, "sleep_hours": 7.5, "imbalance": False, "season": None},
    },
}
CLUB: dict[str, Any] = {
    "language": 1,
    "name": "club",
    "version": "1",
    "extends": "article",
    "sources": [{"source": "club.house", "kind": "practice", "text": "The rules of the house."}],
    "rules": [RULE],
}


def problems_of(data: Any) -> list[str]:  # noqa: ANN401 - whatever is given
    """Give what is said against data, a line each."""
    with pytest.raises(RulebookError) as raised:
        runstrength.build_rulebook(data)
    return [str(problem) for problem in raised.value.diagnostics]


def test_a_house_rule_is_obeyed() -> None:
    """A rulebook that is built in Python recommends like any other."""
    book = runstrength.build_rulebook(CLUB)
    runner = {"discipline": "sprint", "plyometric_experience": "advanced"}
    older, younger = (runstrength.recommend({**runner, "age": age}, rulebook=book) for age in (60, 59))
    assert "no-jumps-in-the-club" in {reason.rule for reason in older.why_not("skipping").by}
    assert "no-jumps-in-the-club" not in {reason.rule for reason in younger.why_not("skipping").by}


@given(rulebooks())
@examples(25)
def test_data_and_their_file_are_one_rulebook(structure: dict[str, Any]) -> None:
    """A rulebook means the same whether it is built or read."""
    built = runstrength.build_rulebook(structure, profile=Small)
    as_file = runstrength.build_rulebook(yaml.safe_load(as_yaml(structure)), profile=Small)
    assert built.digest == as_file.digest
    assert built.rules == as_file.rules


def test_a_file_means_what_its_data_mean(tmp_path: Path) -> None:
    """The reader of files and the builder agree on a whole rulebook."""
    (tmp_path / "club.yaml").write_text(as_yaml(CLUB), encoding="utf-8")
    assert runstrength.load_rulebook(tmp_path / "club.yaml").digest == runstrength.build_rulebook(CLUB).digest
    frozen = yaml.safe_load((BAD.parents[1] / "golden" / "rulebook.yaml").read_text(encoding="utf-8"))
    read = runstrength.load_rulebook(BAD.parents[1] / "golden" / "rulebook.yaml")
    assert read.digest == runstrength.build_rulebook(frozen).digest


def test_every_problem_is_named_with_its_path() -> None:
    """What is wrong is said at once, each where it stands in the data."""
    rule: dict[Any, Any] = {
        **RULE,
        "rule": "other",
        "when": "agee > 3",
        "then": {"avoid": ["nope"]},
        "z": 1,
        3.5: 2,
        None: 3,
    }
    assert problems_of({**CLUB, "rules": [RULE, rule], "version": date(2026, 1, 1)}) == [
        (
            "rules[1].(3.5): error RS121: a rule has no key `3.5`\n"
            "  help: known are rule, when, then, because, source, tier, for, override, examples"
        ),
        "rules[1].(null): error RS120: a key is a text, and this is not",
        (
            "rules[1].z: error RS121: a rule has no key `z`\n"
            "  help: known are rule, when, then, because, source, tier, for, override, examples"
        ),
        "version: error RS120: a rulebook holds text, numbers, lists and mappings, and not an object of type date",
    ]


class Hostile(dict[str, object]):
    """A mapping that must not be asked for anything."""

    def items(self) -> Any:  # noqa: ANN401
        """Never called."""
        raise AssertionError

    def __repr__(self) -> str:
        raise AssertionError


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], "the rulebook: error RS120: a rulebook is a mapping, and this is a list"),
        (None, "the rulebook: error RS120: a rulebook is a mapping, and this is empty"),
        (Hostile(), "an object of type Hostile"),
        ({**CLUB, "name": float("nan")}, "name: error RS120"),
        ({**CLUB, "name": 10**400}, "name: error RS120"),
        ({**CLUB, "name": "\ud800"}, "name: error RS110: half a character"),
        ({**CLUB, "name": {1, 2}}, "name: error RS120"),
        ({**CLUB, "rules": [RULE, RULE]}, "the rule `no-jumps-in-the-club` is written a second time"),
        ({**CLUB, "extends": "./nowhere"}, "extends: error RS312: there is no rulebook at `./nowhere`"),
        ({**CLUB, "rules": [0] * 100_001}, "there are more than 100000 values"),
    ],
)
def test_what_is_no_rulebook_is_refused(data: object, said: str) -> None:
    """No object of a stranger is asked to show itself, and nothing but a RulebookError comes out."""
    assert said in "\n".join(problems_of(data))


def test_data_that_contain_themselves_end() -> None:
    """A circle is refused like any other depth, once."""
    circle: dict[str, Any] = dict(CLUB)
    circle["words"] = circle
    assert 1 == sum("more than 32 levels" in problem for problem in problems_of(circle))


def test_who_uses_what() -> None:
    """A rulebook tells the rules that use a name, by how they do."""
    assert "knee-pain-stabilisers" in SHIPPED.users("pain.knee")["reads"]
    assert set(SHIPPED.users("pain.knee")["reads"]) < set(SHIPPED.users("pain")["reads"])
    assert "knee-pain-stabilisers" in SHIPPED.users("glute-bridge")["prescribes"]
    assert SHIPPED.derivers["knee_trouble"] == SHIPPED.users("knee_trouble")["derives"]
    assert {"cites"} == set(SHIPPED.users("faq3.2"))
    assert {"advises"} == set(SHIPPED.users("taper"))
    assert {"cues"} == set(SHIPPED.users("limit-forward-knee-travel"))
    club = runstrength.build_rulebook(CLUB)
    assert "no-jumps-in-the-club" in club.users("skipping")["avoids"]


def test_everything_that_a_rule_uses_is_found() -> None:
    """No rule is left out: each is among the users of each fact that it reads and of each source that it cites."""
    read: dict[str, set[str]] = {}
    cited: dict[str, set[str]] = {}
    for rule in SHIPPED.rules.values():
        for path in paths_of(rule.when):
            read.setdefault(str(path), set()).add(rule.name)
        for source in rule.sources:
            cited.setdefault(source, set()).add(rule.name)
    assert [path for path, names in read.items() if names - set(SHIPPED.users(path)["reads"])] == []
    assert {source: set(SHIPPED.users(source)["cites"]) for source in cited} == cited


@pytest.mark.parametrize("name", ["deadlft", "pain.elbow", "", None, 3])
def test_a_name_that_nobody_knows(name: Any) -> None:  # noqa: ANN401 - whatever is given
    """Asked for what it does not know, a rulebook says so, with the nearest name."""
    with pytest.raises(UnknownNameError, match="knows nothing by the name") as raised:
        SHIPPED.users(name)
    assert ("did you mean deadlift?" in str(raised.value)) == (name == "deadlft")


def test_thresholds() -> None:
    """The numbers at which advice may turn, by fact."""
    found = dict(SHIPPED.thresholds)
    assert [14, 16, 65, 75] == list(found["age"])
    assert [1, 3, 4, 6, 7, 8] == list(found["pain.knee"])
    assert "discipline" not in found
    assert SHIPPED.findings == tuple(sorted(SHIPPED.derivers))
