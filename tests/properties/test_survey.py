"""How programmes differ: between the disciplines, and what a session comes to, over generated runners.

    python -m tests.properties.test_survey [N]

Every runner (20,000 where no N is said) is asked about in each of the seven disciplines, all else being equal.
"""

from __future__ import annotations

import sys
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Any

import runstrength
from runstrength.facts import Choice, fields_of, kind_of
from tests.properties.test_contract import runners

if TYPE_CHECKING:
    from runstrength import Recommendations

__all__ = ["differences"]

_KIND = kind_of(fields_of(runstrength.Profile)["discipline"])
DISCIPLINES = _KIND.values if isinstance(_KIND, Choice) else ()


def exercises(result: Recommendations) -> tuple[str, ...]:
    """Give which exercises are recommended, in their order."""
    return tuple(item.exercise.id for item in result.outcome.items)


def programme(result: Recommendations) -> tuple[Any, ...]:
    """Give the whole programme: exercises with their doses, sessions and focus."""
    items = tuple((x.exercise.id, x.load, x.reps, x.seconds, x.rest_seconds, x.sets) for x in result.outcome.items)
    return items, result.sessions_per_week, result.plyometric_sessions_per_week, result.focus, result.next_session


def differences(count: int) -> tuple[int, Counter[tuple[str, str]], Counter[tuple[str, str]], Counter[str]]:
    """Give how many runners nobody refers, and for how many of them each two disciplines differ; and what else is."""
    named: Counter[tuple[str, str]] = Counter()
    whole: Counter[tuple[str, str]] = Counter()
    facts: Counter[str] = Counter()
    well = 0
    for runner in runners(count):
        results = {of: runstrength.recommend({**runner, "discipline": of}) for of in DISCIPLINES}
        own = results[runner["discipline"]]
        facts[f"referral: {own.outcome.referral[0] if own.outcome.referral else 'none'}"] += 1
        facts["exercises in the next session"] += len(own.next_session)
        if own.referral is not None:
            continue
        well += 1
        for pair in combinations(DISCIPLINES, 2):
            one, other = (results[of] for of in pair)
            named[pair] += exercises(one) != exercises(other)
            whole[pair] += programme(one) != programme(other)
    return well, named, whole, facts


def _table(well: int, differing: Counter[tuple[str, str]]) -> list[str]:
    lines = [" " * 16 + "".join(f"{of[:9]:>10}" for of in DISCIPLINES[1:])]
    for row, one in enumerate(DISCIPLINES[:-1]):
        cells = [
            f"{100 * differing[one, other] / well:9.1f}%" if column > row else " " * 10
            for column, other in enumerate(DISCIPLINES)
        ]
        lines.append(f"{one:16}" + "".join(cells[1:]))
    return lines


def test_every_two_disciplines_differ() -> None:
    """For most of those who are not referred any two disciplines mean another programme."""
    well, named, whole, _ = differences(150)
    for pair in combinations(DISCIPLINES, 2):
        assert whole[pair] > well / 2, pair
        assert named[pair] > well / 4, pair


def main() -> int:
    """Print the tables."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    well, named, whole, facts = differences(count)
    shares = [f"  {name}: {number / count:.3f} a runner" for name, number in sorted(facts.items())]
    lines = [
        f"{count} runners, {well} of them not referred, each asked about in {len(DISCIPLINES)} disciplines",
        *shares,
        "\nOf those not referred, for how many two disciplines mean other exercises:",
        *_table(well, named),
        "\nand for how many another programme (exercises, doses, sessions, focus or the next session):",
        *_table(well, whole),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
