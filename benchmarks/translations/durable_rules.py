"""durable-rules (Rete in C), in both ways: its extension driven directly and bare, and through its Python layer.

Each stratum is some rulesets, each given one flat message with what is known of the runner and has been found so far;
what is unknown is not in it. The messages are prepared, up to the findings. Bare means that nothing is checked and
nothing is guarded against: what a program does that knows its rules and its runners. Hazards in brackets, as (#11),
are those of docs/reference/durable-rules.md.
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from benchmarks.translations.flat import ABSENT, THERE, alternatives, properties
from benchmarks.translations.peer import Peer, PeerUnavailableError
from benchmarks.translations.spelling import kinds_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from benchmarks.translations.flat import Tests
    from runstrength.facts import Facts, Kind
    from runstrength.rulebook.rule import Rule, Rulebook

__all__ = ["BARE", "peers"]

BARE = "durable-rules, bare"

# More tests than 64 that match one message are an error (#11); this is as many rules as a set of them may have.
_MOST = 64
_OPERATORS = {
    THERE: "$ex",
    ABSENT: "$nex",
    "<": "$lt",
    "<=": "$lte",
    ">": "$gt",
    ">=": "$gte",
    "==": "$eq",
    "!=": "$neq",
}


@attrs.frozen
class _Ruleset:
    """Some alternatives of a stratum, each with its rule; it fires for every one of them (#10)."""

    alternatives: tuple[tuple[Tests, Rule], ...]

    @property
    def rules(self) -> Mapping[str, Any]:
        """What durable-rules is given."""
        return {str(place): _rule(tests) for place, (tests, _) in enumerate(self.alternatives)}

    @cached_property
    def reads(self) -> frozenset[str]:
        """The properties that the tests read."""
        return frozenset(name for tests, _ in self.alternatives for _, name, _ in tests)


@attrs.frozen
class _Stratum:
    always: tuple[Rule, ...]
    rulesets: tuple[_Ruleset, ...]


def peers(rulebook: Rulebook) -> tuple[Peer, ...]:
    """Give both ways."""
    try:
        import durable_rules_engine  # noqa: PLC0415 - optional
    except ImportError as error:
        raise PeerUnavailableError(f"durable-rules cannot be imported: {error}") from error
    kinds = kinds_of(rulebook)
    strata = [_stratum([rulebook.rules[name] for name in stratum], kinds) for stratum in rulebook.strata]
    return _bare(durable_rules_engine, strata, kinds), _layer(strata, kinds)


def _bare(engine: Any, strata: Sequence[_Stratum], kinds: Mapping[str, Kind]) -> Peer:  # noqa: ANN401 - it has no types
    made = [
        (
            [(rule.name, _found(rule)) for rule in stratum.always],
            [
                (
                    engine.create_ruleset("rules", json.dumps(ruleset.rules)),
                    {str(place): (rule.name, _found(rule)) for place, (_, rule) in enumerate(ruleset.alternatives)},
                )
                for ruleset in stratum.rulesets
            ],
        )
        for stratum in strata
    ]
    assert_fact, start = engine.assert_fact, engine.start_action_for_state
    complete, retract = engine.complete_and_start_action, engine.retract_fact
    head = '{"sid":"s","id":"f"'
    retraction = f"{head}}}"

    def run(messages: list[str]) -> set[str]:
        fired: set[str] = set()
        findings = ""
        message = iter(messages)
        for always, rulesets in made:
            found = ""
            for name, text in always:
                fired.add(name)
                found += text
            for handle, owners in rulesets:
                status, offset = assert_fact(handle, f"{next(message)}{findings}}}")
                if status:  # no rule matches
                    continue
                action = start(handle, offset)[1]
                while action is not None:
                    name, text = owners[action[2 : action.index('"', 2)]]
                    fired.add(name)
                    found += text
                    action = complete(handle, offset)
                retract(handle, retraction)
            findings += found
        return fired

    def messages(facts: Facts) -> list[str]:
        return [
            head + "".join(f',"{name}":{value}' for name, value in known.items())
            for known in _messages(facts, strata, kinds)
        ]

    return Peer(BARE, run, messages)


def _layer(strata: Sequence[_Stratum], kinds: Mapping[str, Kind]) -> Peer:
    """Go through the package's own Python, the layer under `durable.lang`, less its timers (#2): nobody waits here."""
    from durable.engine import Host, MessageNotHandledException  # noqa: PLC0415 - optional

    class Untimed(Host):  # type: ignore[misc] # it has no types
        def _run(self) -> None:
            pass

    fired: list[Rule] = []

    def action(rule: Rule) -> Callable[[object], None]:
        return lambda _: fired.append(rule)

    host = Untimed()
    made = []
    for height, stratum in enumerate(strata):
        names = []
        for number, ruleset in enumerate(stratum.rulesets):
            names.append(f"{height}-{number}")
            # The layer writes the state of a session as a message too, on which whatever asks for nothing would fire.
            written = {
                str(place): {**_rule((*tests, (THERE, "runner", 1))), "run": action(rule)}
                for place, (tests, rule) in enumerate(ruleset.alternatives)
            }
            host.set_rulesets({names[-1]: written})
        made.append((stratum.always, names))

    def run(messages: list[dict[str, Any]]) -> set[str]:
        fired.clear()
        message = iter(messages)
        findings: dict[str, int] = {}
        for always, names in made:
            fired.extend(always)
            for name in names:
                fact = {**next(message), **findings}
                try:
                    host.assert_fact(name, fact)
                except MessageNotHandledException:
                    continue
                host.retract_fact(name, fact)
            findings = {finding: 1 for rule in fired for finding in rule.derive}
        return {rule.name for rule in fired}

    def messages(facts: Facts) -> list[dict[str, Any]]:
        return [{"sid": "s", "id": "f", "runner": 1, **known} for known in _messages(facts, strata, kinds)]

    return Peer("durable-rules, Python layer", run, messages)


def _messages(facts: Facts, strata: Sequence[_Stratum], kinds: Mapping[str, Kind]) -> Iterator[dict[str, float]]:
    """Give for each ruleset what is known of what it reads."""
    known = dict(properties(facts, kinds))
    for stratum in strata:
        for ruleset in stratum.rulesets:
            yield {name: known[name] for name in sorted(ruleset.reads & known.keys())}


def _found(rule: Rule) -> str:
    """Give what the findings of a rule add to a message."""
    return "".join(f',"{finding}":1' for finding in rule.derive)


def _stratum(rules: Sequence[Rule], kinds: Mapping[str, Kind]) -> _Stratum:
    found = [(tests, rule) for rule in rules for tests in sorted(set(alternatives(rule, kinds)))]
    always = tuple(rule for tests, rule in found if not tests)
    # Sorted, so that those that read the same meet, and messages are short.
    tested = sorted((of for of in found if of[0]), key=lambda of: (sorted({name for _, name, _ in of[0]}), of[0]))
    parts = [tuple(tested[begin : begin + _MOST]) for begin in range(0, len(tested), _MOST)]
    return _Stratum(always, tuple(map(_Ruleset, parts)))


def _rule(tests: Tests) -> dict[str, Any]:
    return {"all": [{"m": {"$and": [{_OPERATORS[op]: {name: number}} for op, name, number in tests]}}]}
