"""Forms made from the vocabulary: each fact with the question that it declares, and what a browser sent read back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from examples.coach_app.rulebook import Athlete
from runstrength.explain.words import spoken
from runstrength.facts import Choice, Flag, MapOf, Number, SetOf, Whole, fields_of, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.datastructures import FormData

__all__ = ["NONE", "Field", "filled", "read", "shown_fields"]

NONE = "none-of-these"  # the box of a set that says "none": a set where no box is ticked is unknown


@dataclass(frozen=True)
class Field:
    """One fact of a form. `options` are values with their words: of a choice, a set, or the entries of a map."""

    name: str
    question: str
    shape: str
    options: tuple[tuple[str, str], ...] = ()
    low: float = 0
    high: float = 0
    step: str = "1"
    required: bool = False


def shown_fields(names: Iterable[str]) -> list[Field]:
    """Give the fields of a form for some facts."""
    return [_field(name) for name in names]


def _field(name: str) -> Field:
    attribute = fields_of(Athlete)[name]
    question, required = attribute.metadata["question"], attribute.metadata["required"]
    kind = kind_of(attribute)
    item = kind.item if isinstance(kind, MapOf) else kind
    low, high = (item.low, item.high) if isinstance(item, (Whole, Number)) else (0, 0)
    step = "any" if isinstance(item, Number) else "1"
    match kind:
        case Choice():
            return Field(name, question, "choice", _options(kind.values), required=required)
        case Flag():
            return Field(name, question, "choice", (("true", "Yes"), ("false", "No")))
        case SetOf():
            return Field(name, question, "set", _options(kind.values))
        case MapOf():
            return Field(name, question, "map", _options(kind.keys), low, high, step)
        case Whole() | Number():
            return Field(name, question, "number", (), low, high, step)
        case _:
            raise TypeError(f"there is no form for {name}")


def _options(values: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((value, spoken(value)[:1].upper() + spoken(value)[1:]) for value in values)


def read(form: FormData, fields: Iterable[Field]) -> dict[str, Any]:
    """Read the facts of a form. What is left blank is unknown; what cannot be right is left for the reader to name."""
    found: dict[str, Any] = {}
    for field in fields:
        if field.shape == "set":
            ticked = [text for text in form.getlist(field.name) if isinstance(text, str)]
            if ticked:
                found[field.name] = [] if ticked == [NONE] else ticked
        elif field.shape == "map":
            entries = {key: _number(form.get(f"{field.name}.{key}")) for key, _ in field.options}
            given = {key: value for key, value in entries.items() if value is not None}
            if given:
                found[field.name] = given
        else:
            value = form.get(field.name)
            said = _number(value) if field.shape == "number" else _word(value)
            if said is not None:
                found[field.name] = said
    return found


def _word(value: object) -> str | bool | None:
    word = value.strip() if isinstance(value, str) else ""
    return {"true": True, "false": False}.get(word, word or None)


def _number(value: object) -> int | float | str | None:
    """Read a number as people type it, with a comma too; anything else is left as it stands."""
    text = value.strip().replace(",", ".") if isinstance(value, str) else ""
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text or None


def filled(facts: Mapping[str, Any]) -> dict[str, list[str]]:
    """Give what a form shows for facts: the texts of each of its inputs."""
    found: dict[str, list[str]] = {}
    for name, value in facts.items():
        if isinstance(value, dict):
            found |= {f"{name}.{key}": [str(entry)] for key, entry in cast("dict[str, object]", value).items()}
        elif isinstance(value, list):
            found[name] = [str(entry) for entry in cast("list[object]", value)] or [NONE]
        else:
            found[name] = [str(value).lower() if isinstance(value, bool) else str(value)]
    return found
