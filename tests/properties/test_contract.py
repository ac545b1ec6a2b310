"""Every sentence of the contract about what a result means, over generated runners.

    python -m tests.properties.test_contract [N]

holds N runners (20,000 where none is said) to it and says which rules fired and which exercises were prescribed.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import runstrength
from tests.contract import breaches
from tests.strategies import profile, thresholds

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 84
RUNNERS = 1500
AILING = ("signs", "conditions", "complaints", "soreness")
ABLE = {"strength_experience": "advanced", "plyometric_experience": "advanced"}


def runners(count: int) -> Iterator[dict[str, Any]]:
    """Give so many runners, the healthy and experienced as well as the ill, near the numbers that rules turn on."""
    rulebook = runstrength.shipped_rulebook()
    rng = random.Random(SEED)  # noqa: S311 - runners, no secrets
    near = thresholds(rulebook)
    for number in range(count):
        runner = profile(rng.choice, ids=list(rulebook.exercises), near=near)
        if number % 3 == 0:
            # Every third is well and knows the weights, or few would be left for whom a jump comes into question.
            runner = {name: value for name, value in runner.items() if name not in AILING} | ABLE
        yield runner


def survey(count: int) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Count the breaches, the rules that fired and the exercises that were prescribed."""
    broken: Counter[str] = Counter()
    fired: Counter[str] = Counter()
    prescribed: Counter[str] = Counter()
    for runner in runners(count):
        result = runstrength.recommend(runner)
        plain = result.to_dict()
        found = breaches(runner, plain)
        for text in found:
            if not broken[text]:
                sys.stderr.write(f"{text}: {runner}\n")
        broken.update(found)
        fired.update(result.fired)
        prescribed.update(entry["exercise"] for entry in plain["exercises"])
    return broken, fired, prescribed


def test_contract_holds() -> None:
    """No result breaks a sentence of the contract."""
    broken, _, prescribed = survey(RUNNERS)
    assert dict(broken) == {}
    # The laws must not hold for want of anybody who may jump.
    assert {"depth-jump", "box-jump", "bounding", "plyometric-lunge"} <= set(prescribed)


def test_breaches_are_seen() -> None:
    """The checks find what they look for: an answer given to somebody else breaks them."""
    healthy = {
        "discipline": "sprint",
        "strength_experience": "advanced",
        "plyometric_experience": "advanced",
        "age": 30,
    }
    answer = runstrength.recommend(healthy).to_dict()
    others = {
        "signs": (["chest_pain"], "an emergency sign without an emergency"),
        "conditions": (["pregnancy"], "a sign or condition without a referral"),
        "pain": ({"knee": 7}, "plyometrics with pain from 6"),
        "complaints": (["foot"], "a high-impact jump on a sore site"),
        "strength_experience": ("none", "above light without strength experience"),
        "plyometric_experience": ("none", "a high-impact jump without experience"),
        "age": (12, "heavy under 16"),
        "hours_since_hard_legs": (3, "above light after hard legs"),
        "hours_since_plyometrics": (3, "plyometrics twice in a day"),
        "hours_to_key_run": (24, "jumps or heavy near a race or key run"),
        "days_to_race": (7, "plyometrics or load in the last week"),
        "equipment": ([], "back-squat without its equipment"),
        "excluded": (["back-squat"], "an excluded exercise"),
        "strength_days": (0, "more sessions than free days"),
        "season": ("race_season", "a focus on power where maintenance applies"),
    }
    for field, (value, text) in others.items():
        assert text in breaches({**healthy, field: value}, answer), field


def main() -> int:
    """Print the survey."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    broken, fired, prescribed = survey(count)
    rulebook = runstrength.shipped_rulebook()
    silent = [name for name in rulebook.rules if name not in fired]
    idle = [name for name in rulebook.exercises if name not in prescribed]
    lines = [
        f"{count} runners, {sum(broken.values())} breaches",
        *(f"  {number} times: {text}" for text, number in broken.most_common()),
        f"{len(rulebook.rules) - len(silent)} of {len(rulebook.rules)} rules fired; never: {', '.join(silent)}",
        f"{len(prescribed)} of {len(rulebook.exercises)} exercises prescribed; never: {', '.join(idle)}",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
