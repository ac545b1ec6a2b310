"""The examples that `mutate` proposes: each says what is right, and is not so where the mistake was made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pytest

import runstrength

pytest.importorskip("z3", reason="z3-solver is not installed")

from runstrength.expectations import unmet
from runstrength.mutation.noticing import Noticing, as_yaml, expectation
from runstrength.rulebook.conditions import NEVER

if TYPE_CHECKING:
    from runstrength.recommendation import Recommendations

ARTICLE = runstrength.shipped_rulebook()
ABLE = {"strength_experience": "advanced", "plyometric_experience": "advanced"}


def wrongly(runner: dict[str, Any], rule: str, **changes: Any) -> tuple[Recommendations, Recommendations]:  # noqa: ANN401
    """Give the answer to a runner, and the one with a rule that says something else."""
    wrong = attrs.evolve(ARTICLE, rules={**ARTICLE.rules, rule: attrs.evolve(ARTICLE.rules[rule], **changes)})
    return runstrength.recommend(runner), runstrength.recommend(runner, rulebook=wrong)


@pytest.mark.parametrize(
    ("runner", "rule", "part"),
    [
        ({"discipline": "trail", "signs": ["fever"]}, "sign-fever", "refer"),
        ({"discipline": "sprint", "hours_since_plyometrics": 5}, "day-after-jumps", "without"),
        ({"discipline": "trail"}, "hip-flexors-for-everyone", "prescribe"),
        ({"discipline": "trail", "age": 70, "season": "off_season", **ABLE}, "building-phase-more-sets", "sets"),
        ({"discipline": "general", "season": "off_season", **ABLE}, "building-phase-heavier", "load"),
        ({"discipline": "trail", "history": ["patellar_tendinitis"]}, "knee-behind-the-toes", "cue"),
        ({"discipline": "trail", "strength_days": 1}, "free-days[1]", "sessions_per_week"),
        ({"discipline": "trail", "days_to_race": 10}, "focus-maintenance-before-a-race", "focus"),
        ({"discipline": "trail", "soreness": 7}, "sleep-after-hard-work", "advise"),
    ],
)
def test_what_is_expected_is_right_and_not_wrong(runner: dict[str, Any], rule: str, part: str) -> None:
    """The gravest thing that differs is expected; the right answer meets it, and the wrong one does not."""
    right, wrong = wrongly(runner, rule, when=NEVER)
    assert [part] == list(expectation(right.outcome, wrong.outcome))
    noticing = Noticing(rule.partition("[")[0])
    noticing.add(right.profile, right.outcome, wrong.outcome)
    (case,) = noticing.cases
    assert () == unmet(case, right.outcome)
    assert len(unmet(case, wrong.outcome)) == 1
    assert noticing.notices(right.profile, wrong.outcome)
    assert as_yaml(case).startswith(f"- example: {case.name}\n  runner:")


def test_an_order_is_expected_too() -> None:
    """Where only the order differs, two exercises are expected in theirs."""
    runner = {"discipline": "trail", "weaknesses": ["core"], "history": ["patellar_tendinitis"]}
    right, wrong = wrongly(runner, "weak-core", tier="general")
    found = expectation(right.outcome, wrong.outcome)
    assert ["order"] == list(found)
    names = [item.exercise.id for item in right.outcome.items if item.exercise.id in found["order"]]
    assert names == list(found["order"])


def test_one_runner_is_expected_several_things() -> None:
    """What one runner is expected to get is gathered in one example; another runner has one of his own."""
    runner = {"discipline": "general", "season": "off_season", **ABLE}
    noticing = Noticing("building-phase")
    for rule in ("building-phase-heavier", "building-phase-more-sets", "hip-flexors-for-everyone", "core-for-everyone"):
        right, wrong = wrongly(runner, rule, when=NEVER)
        noticing.add(right.profile, right.outcome, wrong.outcome)
    other, wrong = wrongly({"discipline": "trail"}, "hip-flexors-for-everyone", when=NEVER)
    noticing.add(other.profile, other.outcome, wrong.outcome)
    assert ["building-phase", "building-phase-2"] == [case.name for case in noticing.cases]
    parts = noticing.cases[0].parts
    assert {"load", "sets", "prescribe"} == set(parts)
    assert 2 == len(parts["prescribe"])
