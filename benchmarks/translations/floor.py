"""The hand-written floor: one Python function, the same rules as `if`s, as somebody would write them by hand.

Facts are read once into locals, an ordered word is compared by listing the words, strata follow one another, and a
finding is a local that is true or false. It is given what the library's engine is given, a profile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from benchmarks.translations.peer import Peer, anew
from benchmarks.translations.spelling import kinds_of, name_of, spelt
from runstrength.facts import Ids, MapOf, SetOf
from runstrength.rulebook.conditions import paths_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from runstrength.facts import Kind
    from runstrength.rulebook.conditions import Path
    from runstrength.rulebook.rule import Rulebook

__all__ = ["FLOOR", "peers", "source_of"]

FLOOR = "hand-written"


@attrs.frozen
class _Python:
    """Python as it is written by hand."""

    kinds: Mapping[str, Kind]

    def every(self, parts: Sequence[str]) -> str:
        return f"({' and '.join(parts)})" if parts else "True"

    def some(self, parts: Sequence[str]) -> str:
        return f"({' or '.join(parts)})" if parts else "False"

    def word(self, path: Path, words: Sequence[str | bool], *, might: bool) -> str:
        name = name_of(path)
        among = (*words, None) if might else tuple(words)
        if len(among) != 1:
            return f"{name} in {among!r}"
        return f"{name} is {among[0]}" if isinstance(among[0], bool) else f"{name} == {among[0]!r}"

    def number(self, path: Path, op: str, number: float, *, might: bool) -> str:
        name = name_of(path)
        if might:
            return f"({name} is None or {name} {op} {number!r})"
        return f"{name} == {number!r}" if op == "==" else f"({name} is not None and {name} {op} {number!r})"

    def member(self, path: Path, element: str, *, inside: bool, might: bool) -> str:
        # What is not known is read as empty, so that only two of the four have to ask whether it is known.
        test = f"{element!r} {'' if inside else 'not '}in {path.field}"
        if inside != might:
            return test
        return f"(not {path.field}_known or {test})" if might else f"({path.field}_known and {test})"

    def unknown(self, path: Path, *, unknown: bool) -> str:
        return (
            f"{'not ' if unknown else ''}{path.field}_known"
            if isinstance(self.kinds[path.field], (Ids, SetOf))
            else (f"{name_of(path)} is {'' if unknown else 'not '}None")
        )

    def finding(self, name: str, *, found: bool) -> str:
        return name if found else f"not {name}"


def peers(rulebook: Rulebook) -> tuple[Peer, ...]:
    """Give the function, compiled."""
    names: dict[str, Any] = {}
    exec(compile(source_of(rulebook), "<written by hand>", "exec"), names)  # noqa: S102 - our own text, see above
    return (Peer(FLOOR, names["fired"], prepare=anew),)


def source_of(rulebook: Rulebook) -> str:
    """Give the text of the function."""
    spelling = _Python(kinds_of(rulebook))
    rules = "\n    ".join(_rules(rulebook, spelling))
    return "\n    ".join(["def fired(runner):", *_reading(rulebook, spelling.kinds, rules), rules]) + "\n"


def _reading(rulebook: Rulebook, kinds: Mapping[str, Kind], rules: str) -> Iterator[str]:
    """Read once what some rule reads, and nothing else."""
    paths: dict[str, set[Path]] = {}
    for rule in rulebook.rules.values():
        for path in paths_of(rule.when):
            paths.setdefault(path.field, set()).add(path)
    for field, of in sorted(paths.items()):
        yield f"{field} = runner.{field}"
        if isinstance(kinds[field], (Ids, SetOf)):
            if f"{field}_known" in rules:
                yield f"{field}_known = {field} is not None"
            yield f"if {field} is None: {field} = ()"
        elif isinstance(kinds[field], MapOf):
            entries = sorted(of, key=str)
            yield f"{' = '.join(map(name_of, entries))} = None"
            yield f"if {field} is not None:"
            yield from (f"    {name_of(path)} = {field}.get({path.key!r})" for path in entries)


def _rules(rulebook: Rulebook, spelling: _Python) -> Iterator[str]:
    if rulebook.findings:
        yield f"{' = '.join(rulebook.findings)} = False"
    yield "fired = set()"
    yield "add = fired.add"
    for stratum in rulebook.strata:
        for name in stratum:
            rule = rulebook.rules[name]
            then = [f"add({name!r})", *(f"{finding} = True" for finding in rule.derive)]
            when = spelt(rule.when, spelling, spelling.kinds)
            yield f"if {when}: {'; '.join(then)}"
    yield "return fired"
