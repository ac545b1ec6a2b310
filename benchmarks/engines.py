"""How fast the engines infer over the shipped rulebook, side by side in one process: ratios, not seconds.

    python -m benchmarks.engines

Each figure is the median over runners of the shortest of several calls; the ratio is to the native engine.
"""

from __future__ import annotations

import random
import statistics
import sys
import time

import runstrength
from runstrength.engine import ENGINES, engine_for
from tests.strategies import profile

RUNNERS = 200
CALLS = 5


def main() -> None:
    """Print the figures."""
    rulebook = runstrength.shipped_rulebook()
    rng = random.Random(1)
    runners = [runstrength.Profile.from_dict(profile(rng.choice)) for _ in range(RUNNERS)]
    times: dict[str, float] = {}
    answers: dict[str, list[frozenset[str]]] = {}
    for name in ENGINES:
        try:
            engine = engine_for(rulebook, name)
        except runstrength.EngineUnavailableError as error:
            sys.stdout.write(f"{name}: {error}\n")
            continue
        answers[name] = [engine.infer(runner) for runner in runners]
        shortest = []
        for runner in runners:
            found = []
            for _ in range(CALLS):
                begun = time.perf_counter()
                engine.infer(runner)
                found.append(time.perf_counter() - begun)
            shortest.append(min(found))
        times[name] = statistics.median(shortest)
    same = "equal" if len({tuple(found) for found in answers.values()}) == 1 else "DIFFERENT"
    sys.stdout.write(f"{len(rulebook.rules)} rules, {RUNNERS} runners, answers {same}\n")
    for name, median in times.items():
        sys.stdout.write(f"{name:8} {median / times['native']:6.2f} times native ({median * 1e6:.0f} µs)\n")


if __name__ == "__main__":
    main()
