"""experta (pure Python): a rule each, a runner as one fact, and what was found as another, declared for each stratum.

Negated patterns over facts that are declared later came out wrong in some of our runners, so there are none.

Its last release pins frozendict 1.2, which looks for `collections.Mapping`; that name left Python with 3.10. It is put
back for as long as experta is imported, so that there is something to measure: a user of today would be stopped there.
"""

from __future__ import annotations

import collections
import collections.abc
import operator
from functools import cache
from typing import TYPE_CHECKING, Any

from benchmarks.translations.flat import ABSENT, THERE, alternatives, properties
from benchmarks.translations.peer import Peer, PeerUnavailableError
from benchmarks.translations.spelling import kinds_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.translations.flat import Tests
    from runstrength.facts import Facts
    from runstrength.rulebook.rule import Rule, Rulebook

__all__ = ["peers"]

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def peers(rulebook: Rulebook) -> tuple[Peer, ...]:
    """Give an engine with all rules."""
    experta = _experta()
    kinds = kinds_of(rulebook)
    findings = frozenset(rulebook.findings)
    fired: list[Rule] = []
    runner = type("Runner", (experta.Fact,), {})
    found = type("Found", (experta.Fact,), {})

    @cache  # one object for one test, so that experta makes it once for each runner
    def test(op: str, number: float) -> Any:  # noqa: ANN401 - experta has no types
        if op in {THERE, ABSENT}:
            return experta.P(lambda value: (value is None) == (op == ABSENT))
        compare = _COMPARE[op]
        return experta.P(lambda value: value is not None and compare(value, number))

    def pattern(tests: Tests, height: int) -> Any:  # noqa: ANN401 - likewise
        of_runner: dict[str, Any] = {}
        of_found = {}
        for op, name, number in tests:
            if name in findings:
                of_found[name] = op == THERE
            else:
                made = test(op, number)
                of_runner[name] = of_runner[name] & made if name in of_runner else made
        now = [found(height=height, **of_found)] if height else []
        return experta.AND(runner(**of_runner), *now)

    def rule(of: Rule, height: int) -> Any:  # noqa: ANN401 - likewise
        options = [pattern(tests, height) for tests in sorted(set(alternatives(of, kinds)))]
        return experta.Rule(experta.OR(*options) if len(options) > 1 else options[0])(lambda _: fired.append(of))

    reads = {name for of in rulebook.rules.values() for tests in alternatives(of, kinds) for _, name, _ in tests}
    unknown = dict.fromkeys(sorted(reads - findings))
    rules = [rule(rulebook.rules[name], height) for height, names in enumerate(rulebook.strata) for name in names]
    engine = type("Rules", (experta.KnowledgeEngine,), {f"rule_{place}": of for place, of in enumerate(rules)})()

    def run(known: dict[str, float | None]) -> set[str]:
        fired.clear()
        engine.reset()
        engine.declare(runner(**known))
        engine.run()
        for height in range(1, len(rulebook.strata)):
            now = {finding for of in fired for finding in of.derive}
            engine.declare(found(height=height, **{name: name in now for name in findings}))
            engine.run()
        return {of.name for of in fired}

    def prepare(facts: Facts) -> dict[str, float | None]:
        return unknown | {name: value for name, value in properties(facts, kinds) if name in unknown}

    return (Peer("experta", run, prepare),)


def _experta() -> Any:  # noqa: ANN401 - it has no types
    gone = not hasattr(collections, "Mapping")
    if gone:
        collections.Mapping = collections.abc.Mapping  # type: ignore[attr-defined] # as it was until 3.9
    try:
        import experta  # noqa: PLC0415 - optional
    except (ImportError, AttributeError) as error:
        raise PeerUnavailableError(f"experta cannot be imported: {error}") from error
    finally:
        if gone:
            del collections.Mapping  # type: ignore[attr-defined] # likewise
    return experta
