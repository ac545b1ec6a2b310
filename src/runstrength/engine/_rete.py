"""What durable-rules is given: the rulesets of a stratum, and the one message that each of them reads.

A conjunction becomes a rule whose tests read one flat message of small whole numbers, the codes of the inputs, under
names that we chose: no joins, no negated patterns, no text, nothing unknown by being absent. Numbers in brackets, as
(#4), are hazards of durable-rules.md that a line guards against.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import attrs

from runstrength.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from runstrength.engine.program import CompiledRule, Conjunction, Program

__all__ = ["MOST_CONJUNCTIONS", "MOST_PROPERTIES", "RETRACTION", "SESSION", "Ruleset", "Stratum", "stratum_of"]

# A message may leave at most 64 tests waiting on the matcher's stack (#11). None of those lies below another, so each
# leads to a conjunction of its own, and 64 conjunctions never overflow it. That is also far below the other limits: 256
# rules on one test, 512 tests under one node, 4,096 rules.
MOST_CONJUNCTIONS = 64

# A message has room for 252 properties besides its session and its id; with more it is refused (error 302).
MOST_PROPERTIES = 250

# Each ruleset has one session, which holds at most one message, and both have fixed names (#3, #4).
SESSION = "s"
_MESSAGE = "f"
_HEAD = f'{{"sid":"{SESSION}","id":"{_MESSAGE}"'
RETRACTION = f"{_HEAD}}}"

# Messages that a session holds: ours, and the one that it writes of itself.
_MESSAGES = (_MESSAGE, f"sid-{SESSION}")

# Words that durable-rules knows where the name of a property may stand: in those messages, and in a rule.
_WORDS = ("sid", "id", "$s")
_OPERATORS = (
    "$and",
    "$or",
    "$lt",
    "$lte",
    "$gt",
    "$gte",
    "$eq",
    "$neq",
    "$ex",
    "$nex",
    "$mt",
    "$imt",
    "$iall",
    "$iany",
)


@attrs.frozen(eq=False)
class Ruleset:
    """Some conjunctions of a stratum, each of them a rule named by its place in `owners`: the rules that it makes fire.

    `source` is their text. `parts` make the message: for each input that they read, what its codes say there, and
    nothing where no test takes that code. `witness` are codes for which the first rule fires.
    """

    source: str
    parts: tuple[tuple[int, tuple[str, ...]], ...]
    witness: Mapping[int, int]
    owners: tuple[tuple[CompiledRule, ...], ...]

    def message(self, codes: Sequence[int] | Mapping[int, int]) -> str:
        """Give what durable-rules is told; nothing where no rule could fire."""
        said = "".join([texts[codes[position]] for position, texts in self.parts])
        return f"{_HEAD}{said}}}" if said else ""


@attrs.frozen(eq=False)
class Stratum:
    """The rules that fire whatever is known, which durable-rules never sees, and the rulesets of the others."""

    always: tuple[CompiledRule, ...]
    rulesets: tuple[Ruleset, ...]


def stratum_of(rules: Sequence[CompiledRule], program: Program) -> Stratum:
    """Translate one stratum: its rulesets see the findings of those before it, and none of its own (#1)."""
    check_names(_MESSAGES)
    owners: dict[Conjunction, list[CompiledRule]] = {}
    for rule in rules:
        for conjunction in rule.conjunctions:  # each for itself, and never an `$or` (#10)
            narrowed = _narrowed(conjunction, program)
            if narrowed is not None:
                owners.setdefault(narrowed, []).append(rule)
    # What has nothing to test would need a message that no rule reads (#9), so it is decided without one.
    always = owners.pop((), [])
    return Stratum(tuple(always), tuple(_ruleset(part, owners, program) for part in _parts(owners)))


def _narrowed(conjunction: Conjunction, program: Program) -> Conjunction | None:
    """Leave out the tests that every code passes; give None if there is one that no code passes."""
    every = {position: (1 << program.inputs[position].size) - 1 for position, _ in conjunction}
    tests = [(position, mask & every[position]) for position, mask in conjunction]
    if not all(mask for _, mask in tests):
        return None
    return tuple((position, mask) for position, mask in tests if mask != every[position])


def _parts(owners: dict[Conjunction, list[CompiledRule]]) -> Iterator[list[Conjunction]]:
    """Share the conjunctions out, within the limits (#11); sorted, so that those with the same inputs meet."""
    part: list[Conjunction] = []
    reads: set[int] = set()
    for conjunction in sorted(owners):
        positions = {position for position, _ in conjunction}
        if len(positions) > MOST_PROPERTIES:
            rule = owners[conjunction][0].name
            raise EngineError(
                f"the durable engine cannot run the rule {rule}: one of its conjunctions reads {len(positions)} facts,"
                f" and durable-rules takes {MOST_PROPERTIES}; the native engine can"
            )
        if len(part) == MOST_CONJUNCTIONS or len(reads | positions) > MOST_PROPERTIES:
            yield part
            part, reads = [], set()
        part.append(conjunction)
        reads |= positions
    if part:
        yield part


def _ruleset(part: list[Conjunction], owners: dict[Conjunction, list[CompiledRule]], program: Program) -> Ruleset:
    reads = sorted({position for conjunction in part for position, _ in conjunction})
    names = {position: f"i{place}" for place, position in enumerate(reads)}
    check_names((*_WORDS, *_OPERATORS, *names.values()))
    rules = {
        str(place): {"all": [{"m": {"$and": list(_tests(conjunction, names, program))}}]}
        for place, conjunction in enumerate(part)
    }
    # Only whole numbers that we made cross over (#7, #8). Code 0, which says unknown, is a number like the others, so
    # nothing is ever null (#13); what is absent has a code that no test takes, and no test is for being absent.
    taken = dict.fromkeys(reads, 0)
    for conjunction in part:
        for position, mask in conjunction:
            taken[position] |= mask
    size = {position: program.inputs[position].size for position in reads}
    parts = tuple((position, _said(name, taken[position], size[position])) for position, name in names.items())
    first = dict(part[0])
    return Ruleset(
        json.dumps(rules),
        parts,
        {position: _lowest(first.get(position, 1)) for position in reads},
        tuple(tuple(owners[conjunction]) for conjunction in part),
    )


def _said(name: str, taken: int, codes: int) -> tuple[str, ...]:
    return tuple(f',"{name}":{code}' if taken >> code & 1 else "" for code in range(codes))


def _lowest(mask: int) -> int:
    return (mask & -mask).bit_length() - 1


def _tests(conjunction: Conjunction, names: dict[int, str], program: Program) -> Iterator[dict[str, object]]:
    """Say each mask by tests that must all hold: the range that it spans, less its holes. So it never takes `$or`."""
    for position, mask in conjunction:
        name = names[position]
        low, high = _lowest(mask), mask.bit_length() - 1
        if low == high:
            yield {"$eq": {name: low}}
            continue
        if low:
            yield {"$gte": {name: low}}
        if high < program.inputs[position].size - 1:
            yield {"$lte": {name: high}}
        for hole in range(low, high):
            if not mask >> hole & 1:
                yield {"$neq": {name: hole}}


def fnv1a(name: str) -> int:
    """Hash a name as durable-rules does."""
    value = 0x811C9DC5
    for byte in name.encode("ascii"):
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value


def check_names(names: Iterable[str]) -> None:
    """Raise `EngineError` if two of these names have one hash: durable-rules cannot tell them apart (#4)."""
    known: dict[int, str] = {}
    for name in names:
        other = known.setdefault(fnv1a(name), name)
        if other != name:
            raise EngineError(f"durable-rules cannot tell the names {other} and {name} apart")
