"""One mistake at a time: which there are, who sees them, and that what is called equivalent is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import runstrength
from runstrength.cli import main
from runstrength.mutation.conditions import mistaken

pytest.importorskip("z3", reason="z3-solver is not installed")

from runstrength.mutation import judgements
from runstrength.mutation.bench import Bench
from runstrength.mutation.report import Report
from tests.strategies import as_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("age >= 16", {"age > 16", "age >= 17", "age >= 15", "(not (age >= 16))"}),
        ("age < 6.5", {"age <= 6.5", "age < 7.0", "age < 6.0", "(not (age < 6.5))"}),
        ("season == base", {"season != base", "(not (season == base))"}),
        ("season in [base, build]", {"season in [build]", "season in [base]", "(not (season in [base, build]))"}),
        ("maybe(age == 9)", {"(age == 9)", "maybe(age != 9)", "maybe(age == 8)", "(not (maybe(age == 9)))"}),
        ("not few_sessions", {" few_sessions", "(not (not few_sessions))"}),
        (
            "a_finding and (b in goals or c in goals)",
            {
                "(a_finding)",
                "((b in goals or c in goals))",
                "((a_finding) or ((b in goals or c in goals)))",
                "a_finding and ((b in goals))",
                "a_finding and ((c in goals))",
                "a_finding and (((b in goals) and (c in goals)))",
                "(not (a_finding)) and (b in goals or c in goals)",
                "a_finding and ((not (b in goals)) or c in goals)",
                "a_finding and (b in goals or (not (c in goals)))",
            },
        ),
    ],
)
def test_mistakes_in_a_condition(text: str, becomes: set[str]) -> None:
    """Every number, sign, `not`, `maybe`, joint, part and word of a list is mistaken once."""
    found = {new for _, new in mistaken(text)}
    assert becomes <= found
    assert len(found) <= len(becomes) + 1  # what is in brackets may be turned round as a whole


def test_mistakes_in_shipped_conditions_can_be_read() -> None:
    """A mistaken condition is a condition: the reader refuses one only for what it says."""
    bench = Bench(runstrength.shipped.rules_folder() / "article", runstrength.Profile)
    seen = 0
    for mistake in list(bench.mistakes())[::97]:
        if mistake.what.startswith("when"):
            seen += bench.made(mistake) is not None
    assert 5 < seen


COMMON = {"when": "always", "because": "So it is.", "source": "s"}


def little(folder: Path, *rules: Mapping[str, Any], **more: Any) -> Path:  # noqa: ANN401 - any part of a rulebook
    """Write a rulebook with two exercises, and some rules more."""
    structure = {
        "language": 1,
        "name": "little",
        "version": "1",
        "focus": {
            focus: ["strength", "plyometric", "activation", "mobility", "recovery"]
            for focus in ("strength", "power", "endurance", "maintenance", "recovery", "referral")
        },
        "session": {"main": 8, "warm_up": 3, "close": 3, "seconds_per_repetition": 3, "changeover_seconds": 45},
        "disclaimer": "Ask a doctor.",
        "exercises": [
            {
                "exercise": name,
                "name": name.title(),
                "role": role,
                "pattern": name,
                "schemes": {"bodyweight": {"reps": [5, 5], "rest_seconds": [60, 60]}},
            }
            for name, role in (("hop", "plyometric"), ("squat", "strength"))
        ],
        "sources": [{"source": "s", "kind": "practice", "text": "So it is."}],
        "rules": [
            {"rule": "sets", "then": {"dose": {"load": "bodyweight", "sets": 2}}, **COMMON},
            {"rule": "days", "then": {"dose": {"sessions_per_week": [1, 2]}}, **COMMON},
            {"rule": "week", "then": {"dose": {"plyometric_sessions_per_week": [1, 2]}}, **COMMON},
            {"rule": "aim", "then": {"focus": "strength"}, **COMMON},
            {"rule": "both", "then": {"prescribe": ["hop", "squat"]}, **COMMON},
            *rules,
        ],
        **more,
    }
    path = folder / "little.yaml"
    path.write_text(as_yaml(structure), encoding="utf-8")
    return path


YOUNG = {
    **COMMON,
    "rule": "young",
    "when": "age < 16",
    "then": {"avoid": ["hop"]},
    "examples": {"fires": {"discipline": "trail", "age": 15}, "silent": {"discipline": "trail", "age": 16}},
}


def fates(path: Path, rule: str) -> dict[str, str]:
    """Give what becomes of the mistakes in a rule."""
    return {one.mistake.what: one.fate for one in judgements(path, rules=[rule])}


def test_examples_see_what_a_condition_says(tmp_path: Path) -> None:
    """An example on each side of a number sees it moved; a rule that is left out takes its examples with it."""
    expected = dict.fromkeys(
        ("when: `<` becomes `<=`", "when: 16 becomes 15", "when: 16 becomes 17", "when: `age < 16` is turned round"),
        "examples",
    )
    found = fates(little(tmp_path, YOUNG), "young")
    assert expected | {"the rule is left out": "survived"} == {what: found[what] for what in sorted(found)}


def test_a_guarantee_sees_a_rule_that_is_gone(tmp_path: Path) -> None:
    """What is promised of all rules together is missed when one of them goes."""
    promise = {"guarantee": "g", "says": "No.", "when": "age < 16", "then": {"avoid": ["hop"]}}
    found = fates(little(tmp_path, YOUNG, guarantees=[promise]), "young")
    assert "guarantees" == found["the rule is left out"]


def test_an_example_of_what_comes_out_sees_it_too(tmp_path: Path) -> None:
    """So does a runner of whom it is written what he gets."""
    case = {"example": "fifteen", "runner": {"discipline": "trail", "age": 15}, "avoid": ["hop"]}
    found = fates(little(tmp_path, YOUNG, examples=[case]), "young")
    assert "examples" == found["the rule is left out"]


def test_what_changes_nothing_is_proved_to(tmp_path: Path) -> None:
    """A mistake that no runner can notice is set aside, and the share does not count it."""
    older = {**YOUNG, "rule": "younger", "when": "age < 14", "examples": {"fires": {"discipline": "trail", "age": 13}}}
    path = little(tmp_path, YOUNG, older)
    assert "equivalent" == fates(path, "younger")["the rule is left out"]
    found = Report(tuple(judgements(path, rules=["younger"])))
    assert 1.0 == found.share()


def test_a_survivor_comes_with_who_would_notice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The example that is proposed, once it is written, notices."""
    path = little(tmp_path, YOUNG)
    arguments = ["mutate", str(path), "--rule", "young", "--jobs", "1"]
    assert 1 == main(arguments)
    out = capsys.readouterr().out
    assert "1 SURVIVED" in out
    proposed = out[out.index("- example:") :]
    assert "- example: young-s1\n      runner: {discipline: trail, age: 15}\n      without: [hop]\n" == proposed
    path.write_text(
        path.read_text(encoding="utf-8") + "examples:\n" + proposed.replace("\n    ", "\n"), encoding="utf-8"
    )
    assert 0 == main(arguments)
    assert "noticed, of all that anybody could notice: 100.0%" in capsys.readouterr().out


def test_several_judge_at_the_same_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With several jobs the judgements are the same, as data too."""
    path = little(tmp_path, YOUNG)
    assert 1 == main(["mutate", str(path), "--stage", "restrict", "--jobs", "2", "--format", "json"])
    found = json.loads(capsys.readouterr().out)
    assert {"examples": 4, "survived": 1} == found["counts"]
    assert ["the rule is left out"] == [one["what"] for one in found["survivors"]]


def test_a_rulebook_with_a_problem_is_not_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where something is wrong already, nothing can be said of who notices a mistake."""
    wrong = {**YOUNG, "examples": {"fires": {"discipline": "trail", "age": 16}}}
    assert 2 == main(["mutate", str(little(tmp_path, wrong))])
    assert "should fire for this example" in capsys.readouterr().err
