"""CLIPS (clipspy, C): a rule each, its stratum as its salience, so that a finding is there before anybody misses it.

A fact that is known is an ordered fact of its own, `(pain_knee 4)` or, for each element of a set, `(equipment bands)`;
one template with a slot for each fact takes four times as long. Facts come as one text, those that say that a set is
known last: so fewer rules are put on the agenda and taken off again.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import attrs

from benchmarks.translations.peer import Peer, PeerUnavailableError
from benchmarks.translations.spelling import kinds_of, name_of, spelt
from runstrength.facts import Ids, MapOf, SetOf

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from runstrength.facts import Facts, Kind
    from runstrength.rulebook.conditions import Path
    from runstrength.rulebook.rule import Rulebook

__all__ = ["peers"]


@attrs.frozen
class _Clips:
    """The left-hand side of a rule."""

    kinds: Mapping[str, Kind]

    def every(self, parts: Sequence[str]) -> str:
        return f"(and {' '.join(parts)})" if parts else ""

    def some(self, parts: Sequence[str]) -> str:
        return f"(or {' '.join(parts)})" if parts else "(never)"

    def word(self, path: Path, words: Sequence[str | bool], *, might: bool) -> str:
        return self._might(path, f"({name_of(path)} {'|'.join(map(_word, words))})", might=might)

    def number(self, path: Path, op: str, number: float, *, might: bool) -> str:
        test = str(number) if op == "==" else f"?x&:({'<>' if op == '!=' else op} ?x {number})"
        return self._might(path, f"({name_of(path)} {test})", might=might)

    def member(self, path: Path, element: str, *, inside: bool, might: bool) -> str:
        test = f"({path.field} {element})" if inside else f"(not ({path.field} {element}))"
        if inside != might:
            return test
        return self._might(path, test, might=True) if might else f"(and ({path.field}_known) {test})"

    def unknown(self, path: Path, *, unknown: bool) -> str:
        is_set = isinstance(self.kinds[path.field], (Ids, SetOf))
        test = f"({path.field}_known)" if is_set else f"({name_of(path)} ?)"
        return f"(not {test})" if unknown else test

    def finding(self, name: str, *, found: bool) -> str:
        return f"({name})" if found else f"(not ({name}))"

    def _might(self, path: Path, test: str, *, might: bool) -> str:
        return f"(or {self.unknown(path, unknown=True)} {test})" if might else test


def peers(rulebook: Rulebook) -> tuple[Peer, ...]:
    """Give an environment with all rules."""
    try:
        import clips  # noqa: PLC0415 - optional
    except ImportError as error:
        raise PeerUnavailableError(f"clipspy cannot be imported: {error}") from error
    spelling = _Clips(kinds_of(rulebook))
    environment = clips.Environment()
    environment.build("(defglobal ?*fired* = (create$))")
    rules = [(height, rulebook.rules[name]) for height, stratum in enumerate(rulebook.strata) for name in stratum]
    for number, (height, rule) in enumerate(rules):
        note = f"(bind ?*fired* (create$ ?*fired* {json.dumps(rule.name)}))"
        then = " ".join([note, *(f"(assert ({finding}))" for finding in rule.derive)])
        when = spelt(rule.when, spelling, spelling.kinds)
        environment.build(f"(defrule rule-{number} (declare (salience {-height})) {when} => {then})")

    def run(facts: str) -> tuple[str, ...]:
        environment.reset()
        environment.load_facts(facts)
        environment.run()
        fired: tuple[str, ...] = environment.find_global("fired").value
        return fired

    return (Peer("CLIPS", run, lambda facts: "\n".join(_facts(facts, spelling.kinds))),)


def _facts(facts: Facts, kinds: Mapping[str, Kind]) -> Iterator[str]:
    known = []
    for field, kind in kinds.items():
        value = getattr(facts, field)
        if value is None:
            continue
        if isinstance(kind, (Ids, SetOf)):
            known.append(f"({field}_known)")
            yield from (f"({field} {element})" for element in sorted(value))
        elif isinstance(kind, MapOf):
            yield from (f"({field}_{key} {number})" for key, number in value.items())
        else:
            yield f"({field} {_word(value)})"
    yield from known


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
