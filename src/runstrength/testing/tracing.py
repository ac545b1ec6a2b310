"""Which rules and which parts of their conditions were ever put to the test.

    with coverage() as found:
        runstrength.recommend({"discipline": "trail"}, rulebook=rules)
    print(found)

A rule is exercised when it fires once; a condition (one comparison, one element, one finding) when it is true once and
false once. Every answer of the default engine counts. Rules that come with the library are left out where there are
others.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import attrs

from runstrength.engine import rulebook_of
from runstrength.engine.native import NativeEngine
from runstrength.engine.program import key_of, mask_of
from runstrength.rulebook.conditions import Compare, Finding, Member, Unknown, walk
from runstrength.rulebook.normal_form import Literal
from runstrength.shipped import rules_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runstrength.engine.program import Program
    from runstrength.facts import Facts
    from runstrength.rulebook import Rulebook

__all__ = ["RuleCoverage", "coverage"]

_SHIPPED = "<shipped>/"


@attrs.frozen(order=True)
class _Part:
    """A rule, or (where `condition` is not empty) a condition in it."""

    file: str
    line: int
    rule: str
    condition: str = ""


@attrs.frozen
class _Answers:
    """Whether a part was ever true, and ever false; of a rule, whether it fired and whether it was silent."""

    true: bool
    false: bool

    def lacks(self, part: _Part) -> str:
        """Say what was never seen; nothing, where nothing is missing."""
        if not part.condition:
            return "" if self.true else "never fires"
        never = [word for word, was in (("true", self.true), ("false", self.false)) if not was]
        return f"`{part.condition}` is never {' or '.join(never)}" if never else ""


@attrs.define
class _Seen:
    """What was seen of one rulebook: for each input the codes that it took, as bits, and which rules fired, or not."""

    rulebook: Rulebook
    program: Program
    codes: list[int]
    fired: set[str] = attrs.field(factory=set)
    silent: set[str] = attrs.field(factory=set)

    def add(self, facts: Facts, fired: Iterable[str]) -> None:
        names = frozenset(fired)
        found = {finding for name in names for finding in self.rulebook.rules[name].derive}
        codes = self.program.encode(facts)
        for position in range(self.program.facts, len(codes)):
            codes[position] = int(self.program.inputs[position].field in found)
        self.codes = [bits | 1 << code for bits, code in zip(self.codes, codes, strict=True)]
        self.fired |= names
        self.silent |= self.rulebook.rules.keys() - names

    def answers(self) -> Iterator[tuple[_Part, _Answers]]:
        """Give every rule that stands in a file, and each of its conditions."""
        inputs = {(item.field, item.key): position for position, item in enumerate(self.program.inputs)}
        for rule in self.rulebook.rules.values():
            if rule.place is None or not rule.place.line:
                continue
            file, line = _absolute(rule.place.file), rule.place.line
            yield _Part(file, line, rule.name), _Answers(rule.name in self.fired, rule.name in self.silent)
            for atom in dict.fromkeys(walk(rule.when)):
                if isinstance(atom, (Compare, Member, Unknown, Finding)):
                    position = inputs[key_of(atom)]
                    seen = (
                        bool(
                            self.codes[position]
                            & mask_of(Literal(atom, positive, might=False), self.program.inputs[position])
                        )
                        for positive in (True, False)
                    )
                    yield _Part(file, line, rule.name, str(atom)), _Answers(*seen)


class RuleCoverage:
    """What was exercised, of all rulebooks that were asked. `str()` of it is a report for people."""

    def __init__(self) -> None:
        self._seen: dict[object, _Seen] = {}
        self._of: WeakKeyDictionary[Program, _Seen] = WeakKeyDictionary()
        self._told: dict[_Part, _Answers] = {}

    def add(self, program: Program, facts: Facts, fired: Iterable[str]) -> None:
        """Take note of one answer of an engine; rulebooks that stand in no file do not count."""
        if program not in self._of:
            rulebook = rulebook_of(program)
            if rulebook is None or not _stands_in_files(rulebook):
                return
            new = _Seen(rulebook, program, [0] * len(program.inputs))
            # The same rules may be loaded twice.
            same = (rulebook.digest, tuple(rulebook.rules), program.inputs)
            self._of[program] = self._seen.setdefault(same, new)
        self._of[program].add(facts, fired)

    def merge(self, data: dict[str, Any]) -> None:
        """Take over what another process saw: what its `to_dict` gave."""
        for entry in data["parts"]:
            part = _Part(entry["file"], entry["line"], entry["rule"], entry["condition"] or "")
            self._join(self._told, part, _Answers(entry["true"], entry["false"]))

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain JSON: every rule, and (where `condition` is not null) every condition."""
        parts = [
            {"file": of.file, "line": of.line, "rule": of.rule, "condition": of.condition or None, **attrs.asdict(was)}
            for of, was in self._answers().items()
        ]
        return {"percent": round(self.percent, 1), "parts": parts}

    @property
    def percent(self) -> float:
        """How much of all rules and conditions was exercised; of nothing, nothing."""
        answers = self._counted()
        return 100 * sum(not was.lacks(of) for of, was in answers.items()) / len(answers) if answers else 0.0

    def __str__(self) -> str:
        answers = self._counted()
        if not answers:
            return "no rulebook was asked"
        lacks = {of: was.lacks(of) for of, was in answers.items()}
        rules, conditions = ([lacks[of] for of in answers if bool(of.condition) == wanted] for wanted in (False, True))
        both = f"conditions: {conditions.count('')} of {len(conditions)} both true and false"
        return "\n".join(
            [
                f"rules: {rules.count('')} of {len(rules)} fired at least once; {both} ({self.percent:.1f} %)",
                *(f"{_shown(of.file)}:{of.line}: {of.rule}: {what}" for of, what in lacks.items() if what),
            ]
        )

    def _answers(self) -> dict[_Part, _Answers]:
        """Give every rule and condition once, though it may be part of several rulebooks, in the order of the files."""
        found = dict(self._told)
        for seen in self._seen.values():
            for of, was in seen.answers():
                self._join(found, of, was)
        return {of: found[of] for of in sorted(found)}

    def _counted(self) -> dict[_Part, _Answers]:
        """Leave out what comes with the library, where there is anything else."""
        answers = self._answers()
        shipped = f"{rules_folder()}{os.sep}"
        return {of: was for of, was in answers.items() if not of.file.startswith(shipped)} or answers

    @staticmethod
    def _join(found: dict[_Part, _Answers], part: _Part, was: _Answers) -> None:
        other = found.get(part, was)
        found[part] = _Answers(was.true or other.true, was.false or other.false)


@contextmanager
def coverage() -> Iterator[RuleCoverage]:
    """Note, while the context lasts, what every answer of the default engine exercises."""
    found = RuleCoverage()
    before = NativeEngine.infer

    def infer(engine: NativeEngine, facts: Facts) -> frozenset[str]:
        fired = before(engine, facts)
        found.add(engine.program, facts, fired)
        return fired

    NativeEngine.infer = infer  # type: ignore[method-assign, assignment] # for a while
    try:
        yield found
    finally:
        NativeEngine.infer = before  # type: ignore[method-assign]


def _stands_in_files(rulebook: Rulebook) -> bool:
    return any(rule.place is not None and rule.place.line for rule in rulebook.rules.values())


def _absolute(file: str) -> str:
    """Give a file one name, however its rulebook was named."""
    if file.startswith(_SHIPPED):
        return str(rules_folder() / file.removeprefix(_SHIPPED))
    return os.path.abspath(file)  # noqa: PTH100 - without looking at links


def _shown(file: str) -> str:
    """Give the name of a file as it is shorter: from here, if it lies here."""
    inside = file.removeprefix(f"{os.getcwd()}{os.sep}")  # noqa: PTH109 - as above
    return inside.replace(os.sep, "/")
