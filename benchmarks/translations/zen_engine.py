"""ZEN (zen-engine, Rust): a decision graph of the same rules, which returns bare rule names.

The graph is given in the three ways that a user may come to, each compiled as far as the way allows:

- *expressions*: one expression node in which each stratum is one list, and a finding a value that later ones read. It
  is loaded compiled, once. Of all that we tried this is the fastest.
- *tables*: a decision table for each stratum that collects every row that fits, which is how ZEN means rules to be
  written. It is loaded compiled, once.
- *tables, not compiled*: the same, loaded as ZEN's README shows it (`create_decision` of JSON text). Then each call
  parses every condition again.

What is not known is absent, which ZEN reads as null. It refuses to compare null with a number, so a comparison asks
first.
"""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any

import attrs

from benchmarks.translations.peer import Peer, PeerUnavailableError
from benchmarks.translations.spelling import kinds_of, spelt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from runstrength.facts import Facts
    from runstrength.rulebook.conditions import Path
    from runstrength.rulebook.rule import Rulebook

__all__ = ["ZEN", "ZEN_TABLES", "ZEN_UNCOMPILED", "peers"]

ZEN = "ZEN, expressions"
ZEN_TABLES = "ZEN, tables"
ZEN_UNCOMPILED = "ZEN, tables, not compiled"

_Node = dict[str, Any]


@attrs.frozen
class _Zen:
    """The expression language of ZEN; `findings` stand behind a prefix."""

    findings: str

    def every(self, parts: Sequence[str]) -> str:
        return f"({' and '.join(parts)})" if parts else "true"

    def some(self, parts: Sequence[str]) -> str:
        return f"({' or '.join(parts)})" if parts else "false"

    def word(self, path: Path, words: Sequence[str | bool], *, might: bool) -> str:
        test = f"{path} == {json.dumps(words[0])}" if len(words) == 1 else f"{path} in {json.dumps(words)}"
        return f"({path} == null or {test})" if might else test

    def number(self, path: Path, op: str, number: float, *, might: bool) -> str:
        return self._known(path, f"{path} {op} {number}", might=might)

    def member(self, path: Path, element: str, *, inside: bool, might: bool) -> str:
        return self._known(path, f"{json.dumps(element)} {'in' if inside else 'not in'} {path}", might=might)

    def unknown(self, path: Path, *, unknown: bool) -> str:
        return f"{path} {'==' if unknown else '!='} null"

    def finding(self, name: str, *, found: bool) -> str:
        return f"{self.findings}{name}" if found else f"not {self.findings}{name}"

    @staticmethod
    def _known(path: Path, test: str, *, might: bool) -> str:
        return f"({path} == null or {test})" if might else f"({path} != null and {test})"


def peers(rulebook: Rulebook) -> tuple[Peer, ...]:
    """Give the graphs, loaded."""
    try:
        import zen  # noqa: PLC0415 - optional
    except ImportError as error:
        raise PeerUnavailableError(f"zen-engine cannot be imported: {error}") from error
    expressions, tables = _expressions(rulebook), _tables(rulebook)
    strata = [f"fired{number}" for number in range(len(rulebook.strata))]
    none_found = dict.fromkeys(rulebook.findings, False)

    def compiled(graph: _Node) -> Callable[[Any], Any]:
        engine = zen.ZenEngine({"loader": {"type": "static", "content": {"rules": graph}}})
        return lambda context: engine.evaluate("rules", context)

    def facts_alone(facts: Facts) -> dict[str, Any]:
        return facts.to_dict()

    def with_findings(facts: Facts) -> dict[str, Any]:
        return {**none_found, **facts.to_dict()}

    def listed(answer: Any) -> frozenset[str]:  # noqa: ANN401 - what ZEN returns
        return frozenset(name for stratum in strata for name in answer["result"].get(stratum) or ())

    def rows(answer: Any) -> frozenset[str]:  # noqa: ANN401 - likewise
        return frozenset(row["rule"] for stratum in strata for row in answer["result"].get(stratum) or ())

    uncompiled = zen.ZenEngine().create_decision(json.dumps(tables))
    return (
        Peer(ZEN, compiled(expressions), facts_alone, listed),
        Peer(ZEN_TABLES, compiled(tables), with_findings, rows),
        Peer(ZEN_UNCOMPILED, uncompiled.evaluate, with_findings, rows),
    )


def _expressions(rulebook: Rulebook) -> _Node:
    when = _conditions(rulebook, _Zen("$."))  # in one node, `$` holds what was reckoned before
    written: list[tuple[str, str]] = []
    for number, stratum in enumerate(rulebook.strata):
        rules = ", ".join(f"{when[name]} ? {json.dumps(name)} : null" for name in stratum)
        written.append((f"fired{number}", f"filter([{rules}], # != null)"))
        for finding, derivers in rulebook.derivers.items():
            if max(_height(rulebook, name) for name in derivers) == number:
                written.append((finding, " or ".join(when[name] for name in derivers)))
    return _graph([_expression_node("all", written, keep=False)])


def _tables(rulebook: Rulebook) -> _Node:
    when = _conditions(rulebook, _Zen(""))
    nodes: list[_Node] = []
    for number, stratum in enumerate(rulebook.strata):
        fired = f"fired{number}"
        nodes.append(_table_node(fired, [(when[name], json.dumps(name)) for name in stratum]))
        found = []
        for finding, derivers in rulebook.derivers.items():
            here = [name for name in derivers if _height(rulebook, name) == number]
            if here:
                found.append((finding, f"{finding} or some({fired}, #.rule in {json.dumps(here)})"))
        if found:
            nodes.append(_expression_node(f"found{number}", found, keep=True))
    return _graph(nodes)


def _conditions(rulebook: Rulebook, spelling: _Zen) -> Mapping[str, str]:
    kinds = kinds_of(rulebook)
    return {name: spelt(rule.when, spelling, kinds) for name, rule in rulebook.rules.items()}


def _height(rulebook: Rulebook, rule: str) -> int:
    return next(number for number, stratum in enumerate(rulebook.strata) if rule in stratum)


_AS_ONE: Mapping[str, object] = {"inputField": None, "outputPath": None, "executionMode": "single"}


def _expression_node(name: str, written: Iterable[tuple[str, str]], *, keep: bool) -> _Node:
    expressions = [{"id": key, "key": key, "value": value} for key, value in written]
    content = {**_AS_ONE, "expressions": expressions, "passThrough": keep}
    return {"id": name, "name": name, "type": "expressionNode", "content": content}


def _table_node(name: str, rows: Iterable[tuple[str, str]]) -> _Node:
    content = {
        **_AS_ONE,
        "hitPolicy": "collect",
        "inputs": [{"id": "when", "name": "when"}],
        "outputs": [{"id": "rule", "name": "rule", "field": "rule"}],
        "rules": [{"_id": rule, "when": when, "rule": rule} for when, rule in rows],
        "passThrough": True,
        "outputPath": name,
    }
    return {"id": name, "name": name, "type": "decisionTableNode", "content": content}


def _graph(nodes: Sequence[_Node]) -> _Node:
    """Join nodes into a chain."""
    first, last = ({"id": f"{way}put", "name": f"{way}put", "type": f"{way}putNode"} for way in ("in", "out"))
    chain = [first, *nodes, last]
    edges = [
        {"id": f"{a['id']}-{b['id']}", "type": "edge", "sourceId": a["id"], "targetId": b["id"]}
        for a, b in itertools.pairwise(chain)
    ]
    return {"nodes": chain, "edges": edges}
