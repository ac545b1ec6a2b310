"""What all schemas are put together from: heads, records, lists, and the texts and names of rule files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from runstrength.profile import Profile
from runstrength.rulebook.shapes import ID, MAX_NAME, NAME, WORD

if TYPE_CHECKING:
    import re
    from collections.abc import Collection, Iterable, Mapping

    from runstrength.facts import Facts

__all__ = [
    "HAS_VARIABLE",
    "IDENTIFIER",
    "TEXT",
    "VARIABLE",
    "WRITTEN",
    "Schema",
    "described",
    "either",
    "head",
    "list_of",
    "named",
    "or_variable",
    "pattern_of",
    "record",
    "span",
    "whole",
    "word",
]

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
VERSION = 1

# What `for` puts in the place of a variable is known when it has done so: until then any text may hold one.
VARIABLE = r"\$[a-z]"
# Asks for an object in which a variable stands for a key: which one that will be is not known either.
HAS_VARIABLE: dict[str, Any] = {"type": "object", "not": {"propertyNames": {"not": {"pattern": VARIABLE}}}}


def head(what: str, vocabulary: type[Facts], title: str, description: str) -> Schema:
    """Begin a schema. Those of the runner's vocabulary have the plain names; another vocabulary's names it."""
    of = "" if vocabulary is Profile else f":{quote(vocabulary.__name__)}"
    return {
        "$schema": DIALECT,
        "$id": f"urn:runstrength:schema:{what}:{VERSION}{of}",
        "title": title,
        "description": description,
    }


def described(text: str, schema: Schema) -> Schema:
    """Say what something is; what it said of itself before gives way."""
    return {**schema, "description": text}


def record(
    properties: Mapping[str, Schema], required: Iterable[str] | None = None, *, variables: bool = False, **more: object
) -> Schema:
    """Give an object with these keys and no others, all of them needed unless `required` says which.

    With `variables`, a key may hold a variable of `for`, and what stands under it is not looked at.
    """
    open_keys = {"patternProperties": {VARIABLE: True}} if variables else {}
    needed = list(properties if required is None else required)
    return {
        "type": "object",
        **more,
        "properties": dict(properties),
        **({"required": needed} if needed else {}),
        **open_keys,
        "additionalProperties": False,
    }


def list_of(item: Schema, least: int = 0, *, unique: bool = False) -> Schema:
    """Give a list."""
    return {
        "type": "array",
        "items": item,
        **({"minItems": least} if least else {}),
        **({"uniqueItems": True} if unique else {}),
    }


def whole(low: int, high: int) -> Schema:
    """Give a whole number in a range."""
    return {"type": "integer", "minimum": low, "maximum": high}


def span(end: Schema) -> Schema:
    """Give the two ends of a range. That the lower one stands first is more than a schema can say."""
    return {"type": "array", "items": end, "minItems": 2, "maxItems": 2}


def word(values: Collection[str]) -> Schema:
    """Give one word of a closed list."""
    return {"type": "string", "enum": list(values)}


def either(*schemas: Schema) -> Schema:
    """Give one or the other."""
    return {"anyOf": list(schemas)}


def or_variable(schema: Schema) -> Schema:
    """Let a variable of `for` stand in the place of something."""
    return either(schema, {"type": "string", "pattern": VARIABLE})


def pattern_of(pattern: re.Pattern[str]) -> str:
    """Give the way in which names are written as other programs write patterns."""
    return f"^{pattern.pattern.removesuffix(chr(92) + 'Z')}$"


def named(pattern: re.Pattern[str], *, variables: bool = False) -> Schema:
    """Give a name. To a rule file `203` and `true` are words like any other, and to a YAML editor they are not."""
    types = {ID: ["string", "integer", "boolean"], NAME: ["string", "number", "boolean"], WORD: ["string"]}[pattern]
    form = pattern_of(pattern)
    return {
        "type": types if len(types) > 1 else types[0],
        "pattern": f"{form}|{VARIABLE}" if variables else form,
        "maxLength": MAX_NAME,
        **({"minimum": 0} if len(types) > 1 else {}),
    }


# Texts and ids as rule files write them, where nothing can be put in place of a variable.
TEXT: Schema = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
IDENTIFIER = named(ID)
WRITTEN = named(NAME)
