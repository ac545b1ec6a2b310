"""How fast the engines infer over the shipped rulebook, side by side in one process: ratios, not seconds.

    python benchmarks/engines.py

Each figure is the median over profiles of the shortest of several calls; the ratio is to the native engine.
"""

from __future__ import annotations

import random
import statistics
import time

import runstrength
from runstrength.engine import ENGINES, engine_for
from runstrength.facts import Choice, Facts, Flag, Ids, Kind, MapOf, Number, SetOf, Whole, fields_of, kind_of

PROFILES = 200
CALLS = 5


def value(kind: Kind, rng: random.Random) -> object:
    """Give some value of a kind."""
    match kind:
        case Choice(values=words):
            return rng.choice(words)
        case Whole(low=low, high=high) | Number(low=low, high=high):
            return rng.randint(int(low), int(high))
        case Flag():
            return rng.random() < 0.5
        case SetOf(values=words):
            return [word for word in words if rng.random() < 0.2]
        case Ids():
            return []
        case MapOf(keys=keys, item=item):
            return {key: value(item, rng) for key in keys if rng.random() < 0.2}


def profile(rng: random.Random) -> Facts:
    """Give a runner of whom about half is known."""
    declared = {name: kind_of(attribute) for name, attribute in fields_of(runstrength.Profile).items()}
    given = {name: value(kind, rng) for name, kind in declared.items() if name == "discipline" or rng.random() < 0.5}
    return runstrength.Profile.from_dict(given)


def main() -> None:
    """Print the figures."""
    rulebook = runstrength.shipped_rulebook()
    rng = random.Random(1)  # noqa: S311 - profiles to measure with, no secrets
    runners = [profile(rng) for _ in range(PROFILES)]
    times: dict[str, list[float]] = {}
    answers: dict[str, list[frozenset[str]]] = {}
    for name in ENGINES:
        try:
            engine = engine_for(rulebook, name)
        except runstrength.EngineUnavailableError as error:
            print(f"{name}: {error}")
            continue
        answers[name] = [engine.infer(runner) for runner in runners]
        for runner in runners:
            shortest = float("inf")
            for _ in range(CALLS):
                begun = time.perf_counter()
                engine.infer(runner)
                shortest = min(shortest, time.perf_counter() - begun)
            times.setdefault(name, []).append(shortest)
    same = len({tuple(found) for found in answers.values()}) == 1
    print(f"{len(rulebook.rules)} rules, {PROFILES} runners, answers {'equal' if same else 'DIFFERENT'}")
    native = statistics.median(times["native"])
    for name, found in times.items():
        print(f"{name:8} {statistics.median(found) / native:6.2f} times native ({statistics.median(found) * 1e6:.0f} µs)")


if __name__ == "__main__":
    main()
