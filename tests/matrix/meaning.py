"""The sentences of the contract about what a result means: for each its rules, examples, guarantee and laws."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import yaml

from tests.matrix.names import is_test

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runstrength.rulebook import Rulebook
    from runstrength.rulebook.rule import Rule

__all__ = ["Sentence", "meaning_rows"]

DATA = Path(__file__).with_name("meaning.yaml")


@attrs.frozen
class Sentence:
    """A row: the claim, what carries it, and what it lacks."""

    id: str
    says: str
    rules: tuple[str, ...]
    numbers: tuple[str, ...]
    guarantees: tuple[str, ...]
    laws: tuple[str, ...]
    gaps: tuple[str, ...]


def meaning_rows(rulebook: Rulebook) -> list[Sentence]:
    """Give a row for every sentence."""
    return [_row(rulebook, entry) for entry in yaml.safe_load(DATA.read_text(encoding="utf-8"))]


def _row(rulebook: Rulebook, entry: dict[str, Any]) -> Sentence:
    names, numbers = tuple(entry.get("rules", ())), entry.get("numbers", [])
    guarantees, laws = tuple(entry.get("guarantee", ())), tuple(entry.get("law", ()))
    gaps: list[str] = []
    written = {guarantee.template for guarantee in rulebook.guarantees.values()}
    if not (names or guarantees or laws):
        gaps.append("nothing carries it")
    for name in names:
        rules = _made_of(rulebook, name)
        gaps += [] if rules else [f"there is no rule {name}"]
        gaps += [f"{rule.name} has no example that fires" for rule in rules if not any(x for x, *_ in rule.examples)]
        gaps += [f"{rule.name} cites nothing of practice or article" for rule in rules if not rule.sources]
    gaps += [f"there is no guarantee {name}" for name in guarantees if name not in written]
    gaps += [f"there is no {name}" for name in laws if not is_test(name)]
    for number in numbers:
        gaps += _both_sides(rulebook, **number)
    shown = tuple(f"{x['rule']}: {x['field']} {x['fires']} fires, {x['silent']} is silent" for x in numbers)
    return Sentence(entry["id"], " ".join(entry["says"].split()), names, shown, guarantees, laws, tuple(gaps))


def _made_of(rulebook: Rulebook, template: str) -> list[Rule]:
    return [rule for rule in rulebook.rules.values() if rule.template == template]


def _both_sides(rulebook: Rulebook, rule: str, field: str, fires: int, silent: int) -> Iterator[str]:
    """Name the rules (all that `for` made of one) without an example on one side of a number."""
    for made in _made_of(rulebook, rule):
        path = field.replace("$", made.name.partition("[")[2].rstrip("]"))
        for wanted, value in ((True, fires), (False, silent)):
            if not any(is_so == wanted and _value(facts, path) == value for is_so, facts, _ in made.examples):
                yield f"{made.name} has no example with {path} {value} that {'fires' if wanted else 'is silent'}"


def _value(facts: object, path: str) -> object:
    field, _, key = path.partition(".")
    value = getattr(facts, field)
    return value.get(key) if key and value is not None else value
