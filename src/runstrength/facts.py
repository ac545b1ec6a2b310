"""What can be known: the vocabulary of a domain, declared once.

A vocabulary is a frozen attrs class that derives from `Facts`; each of its fields is declared with `fact(kind, ...)`.
The class is the only declaration of the vocabulary: reading and checking of input, the conditions of rules, engines,
proofs and documentation are derived from it. `runstrength.Profile` is the vocabulary of a runner.

A fact that was not given is unknown, and unknown is `None`: it is neither zero nor "no". A set once given is
complete; a map is open, each of its entries known or unknown by itself.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

import attrs

from runstrength.kinds import Choice, Flag, Ids, Kind, MapOf, Number, SetOf, Whole
from runstrength.strangers import ask
from runstrength.understanding import understand

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "Choice",
    "Facts",
    "Flag",
    "Ids",
    "Kind",
    "MapOf",
    "Number",
    "SetOf",
    "Whole",
    "fact",
    "fields_of",
    "kind_of",
    "not_screened",
    "to_plain",
]


COURSES = ("choice", "passes", "eases", "grows", "observed", "fixed")


def fact(  # noqa: PLR0913 - a declaration has these parts
    kind: Kind,
    *,
    question: str,
    required: bool = False,
    protective: bool = False,
    screening: bool = False,
    course: str | None = None,
) -> Any:  # noqa: ANN401
    """Declare a field of a vocabulary: its kind, and the question that a coach would ask for it.

    A `protective` fact (pain, signs, soreness, hours since training ...) may only ever take load away: no dose may
    read it. A `screening` fact is asked before all others, and a result names it where nobody asked.

    `course` says how the fact comes to be another: somebody's `choice`, time that `passes`, a trouble that `eases`
    (its value only falls, its elements only go), what `grows` (its value only rises), what is `observed`, or `fixed`.
    Left out, it is `fixed` for a protective fact and `choice` for any other. It decides what may be proposed as a way
    to something, and in which words.
    """
    if course is None:
        course = "fixed" if protective else "choice"
    if course not in COURSES:
        raise ValueError(f"there is no course {course!r}; there are {', '.join(COURSES)}")
    metadata = {
        "kind": kind,
        "question": question,
        "required": required,
        "protective": protective,
        "screening": screening,
        "course": course,
    }
    if required:
        return attrs.field(metadata=metadata)
    return attrs.field(default=None, metadata=metadata)


def fields_of(vocabulary: type[Facts]) -> Mapping[str, attrs.Attribute[Any]]:
    """Give the declared facts of a vocabulary by name, in their order."""
    return vocabulary.__facts__()


def kind_of(attribute: attrs.Attribute[Any]) -> Kind:
    """Give the kind of a declared fact."""
    return cast("Kind", attribute.metadata["kind"])


class Facts:
    """The base of every vocabulary. Subclasses are `attrs.frozen(kw_only=True)`, each field declared with `fact`."""

    __slots__ = ("__weakref__",)
    __facts_cache__: ClassVar[dict[type, Mapping[str, attrs.Attribute[Any]]]] = {}

    @classmethod
    def __facts__(cls) -> Mapping[str, attrs.Attribute[Any]]:
        found = cls.__facts_cache__.get(cls)
        if found is None:
            declared = attrs.fields(cls) if attrs.has(cls) else ()
            found = MappingProxyType({a.name: a for a in declared if "kind" in a.metadata})
            cls.__facts_cache__[cls] = found
        return found

    def __attrs_post_init__(self) -> None:
        """Hold a profile that is built by keywords to the same rules as one that is read."""
        given = {name: getattr(self, name) for name in fields_of(type(self))}
        for name, value in _read(type(self), given, None).items():
            object.__setattr__(self, name, value)

    @classmethod
    def from_dict(cls, mapping: object, *, ids: frozenset[str] | None = None) -> Self:
        """Read facts from a mapping, such as parsed JSON, or from other facts.

        `ids` are the names that fields of ids may hold (None: any). Raises `ProfileError`, which names every problem.
        """
        if type(mapping) is cls and _is_read(mapping, ids):
            return mapping
        given = _facts_held(cast("Facts", mapping)) if issubclass(type(mapping), Facts) else mapping
        values = _read(cls, given, ids)
        made = cls.__new__(cls)
        for name in fields_of(cls):
            object.__setattr__(made, name, values[name])
        return made

    def to_dict(self) -> dict[str, Any]:
        """Give what is known as plain JSON values, unknown facts left out; sets are lists in the vocabulary's order."""
        found = {}
        for name, attribute in fields_of(type(self)).items():
            value = getattr(self, name)
            if value is not None:
                found[name] = to_plain(kind_of(attribute), value)
        return found


def not_screened(facts: Facts) -> tuple[str, ...]:
    """Give the paths of screening facts that are not known: nobody asked, or nobody answered."""
    found: list[str] = []
    for name, attribute in fields_of(type(facts)).items():
        if attribute.metadata["screening"]:
            value, kind = getattr(facts, name), kind_of(attribute)
            if isinstance(kind, MapOf):
                found += [f"{name}.{key}" for key in kind.keys if value is None or key not in value]
            elif value is None:
                found.append(name)
    return tuple(found)


def to_plain(kind: Kind, value: Any) -> Any:  # noqa: ANN401
    """Give a known value as plain JSON."""
    if isinstance(kind, SetOf):
        return [word for word in kind.values if word in value]
    if isinstance(kind, Ids):
        return sorted(value)
    if isinstance(kind, MapOf):
        return dict(value)
    return value


def _is_read(facts: Facts, ids: frozenset[str] | None) -> bool:
    """Say whether facts are what reading would give, as they are unless somebody made them by another way."""
    kinds, required = _declared(type(facts))  # type: ignore[arg-type] # a class can be hashed
    for name, kind in kinds.items():
        value: Any = getattr(facts, name, facts)  # itself where it was never set
        if name in required if value is None else not kind.holds(value):
            return False
        if ids is not None and type(kind) is Ids and value is not None and not value <= ids:
            return False
    return True


def _facts_held(facts: Facts) -> object:
    """Take facts apart to be read again: their ids may not be known here, and their making may be a stranger's."""
    declared = ask(fields_of, type(facts))
    if not isinstance(declared, MappingProxyType):
        return facts
    held = {name: ask(getattr, facts, name, None) for name in declared}
    return {name: value for name, value in held.items() if value is not None}


def _read(vocabulary: type[Facts], mapping: object, ids: frozenset[str] | None) -> dict[str, Any]:
    return understand(*_declared(vocabulary), mapping, ids)  # type: ignore[arg-type] # a class can be hashed


@cache
def _declared(vocabulary: type[Facts]) -> tuple[Mapping[str, Kind], frozenset[str]]:
    """Give the kinds of a vocabulary's fields, and which of them are required."""
    declared = fields_of(vocabulary)
    required = frozenset(name for name, attribute in declared.items() if attribute.metadata["required"])
    return {name: kind_of(attribute) for name, attribute in declared.items()}, required
