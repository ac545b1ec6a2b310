"""The schema of a profile, from the kinds of a vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runstrength.facts import Choice, Flag, Ids, MapOf, Number, SetOf, Whole, fields_of, kind_of
from runstrength.profile import Profile
from runstrength.schema.pieces import HAS_VARIABLE, described, head, or_variable, record, word
from runstrength.strangers import MOST_ENTRIES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from runstrength.facts import Facts, Kind
    from runstrength.schema.pieces import Schema

__all__ = ["facts_schema", "given", "kind_schema", "profile_schema", "question"]


def profile_schema(vocabulary: type[Facts] = Profile, ids: Iterable[str] | None = None) -> dict[str, Any]:
    """Give the schema of what `recommend` takes: a profile as JSON, in any vocabulary.

    `ids` are the names that fields of ids may hold, such as the exercises of a rulebook (None: any).
    """
    known = None if ids is None else sorted(set(ids))
    declared = fields_of(vocabulary)
    needed = {name: kind_of(a) for name, a in declared.items() if a.metadata["required"]}
    everything = {name: kind_of(a) for name, a in declared.items()}
    return {
        **head(
            "profile",
            vocabulary,
            "Profile",
            "What is known at one moment, each fact by its name. A fact that is left out, or null, is unknown; an "
            "empty list says “none of them”.",
        ),
        **facts_schema(vocabulary, lambda kind, *, required: kind_schema(kind, known, null=not required)),
        "examples": [{name: _example(kind, known) for name, kind in kinds.items()} for kinds in (needed, everything)],
    }


def facts_schema(vocabulary: type[Facts], schema: Callable[..., Schema], *, variables: bool = False) -> Schema:
    """Give an object of facts, each with its question; `schema` says what is made of a kind."""
    declared = fields_of(vocabulary)
    properties = {
        name: {
            "title": name.replace("_", " ").capitalize(),
            **described(question(vocabulary, name), schema(kind_of(a), required=a.metadata["required"])),
        }
        for name, a in declared.items()
    }
    required = [] if variables else [name for name, a in declared.items() if a.metadata["required"]]
    return record(properties, required, variables=variables)


def given(vocabulary: type[Facts]) -> Schema:
    """Give a profile as it is written in an example of a rule, where a variable may stand for any part of it."""

    def schema(kind: Kind, *, required: bool) -> Schema:
        return or_variable(kind_schema(kind, None, null=not required, variables=True))

    made = facts_schema(vocabulary, schema, variables=True)
    required = [name for name, a in fields_of(vocabulary).items() if a.metadata["required"]]
    # A key that is needed may be the one that a variable stands for.
    return {**made, "anyOf": [{"required": required}, HAS_VARIABLE]} if required else made


def question(vocabulary: type[Facts], name: str) -> str:
    """Give the question of a fact, and the unit of its answer."""
    attribute = fields_of(vocabulary)[name]
    kind = kind_of(attribute)
    number = kind.item if isinstance(kind, MapOf) else kind
    unit = number.unit if isinstance(number, (Whole, Number)) else ""
    return f"{attribute.metadata['question']}{unit and f' (Unit: {unit}.)'}"


def kind_schema(kind: Kind, ids: Collection[str] | None, *, null: bool = False, variables: bool = False) -> Schema:
    """Give the schema of a kind of fact; `null` says that it is unknown."""
    found = _known(kind, ids, null=null, variables=variables)
    if null:
        found["type"] = [found["type"], "null"]
        if "enum" in found:
            found["enum"] = [*found["enum"], None]
    return found


def _known(kind: Kind, ids: Collection[str] | None, *, null: bool, variables: bool) -> Schema:
    item: Schema | bool
    match kind:
        case Choice():
            return word(kind.values)
        case Whole() | Number():
            number = "integer" if isinstance(kind, Whole) else "number"
            return {"type": number, "minimum": kind.low, "maximum": kind.high}
        case Flag():
            return {"type": "boolean"}
        case SetOf() | Ids():
            if isinstance(kind, SetOf):
                item = or_variable(word(kind.values)) if variables else word(kind.values)
            elif ids is None:
                item = {"type": "string"}
            else:
                item = word(ids) if ids else False
            # A word that stands twice says nothing new, and is no mistake.
            return {"type": "array", "items": item, "maxItems": MOST_ENTRIES}
        case MapOf():
            entry = kind_schema(kind.item, ids, null=null)
            return record(dict.fromkeys(kind.keys, or_variable(entry) if variables else entry), (), variables=variables)


def _example(kind: Kind, ids: Collection[str] | None) -> Any:  # noqa: ANN401 - any JSON value
    match kind:
        case Choice():
            return kind.values[0]
        case Whole() | Number():
            return kind.low
        case Flag():
            return False
        case SetOf():
            return [kind.values[0]]
        case Ids():
            return list(ids or ())[:1]
        case MapOf():
            return {kind.keys[0]: kind.item.low}
