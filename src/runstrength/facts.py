"""What can be known, and how a stranger's words become known facts.

A vocabulary is a frozen attrs class that derives from `Facts`; each of its fields is declared with `fact(kind, ...)`.
The class is the only declaration of the vocabulary: reading and checking of input, the conditions of rules, engines,
proofs and documentation are derived from it. `runstrength.Profile` is the vocabulary of a runner.

A fact that was not given is unknown, and unknown is `None`: it is neither zero nor "no". A set once given is
complete; a map is open, each of its entries known or unknown by itself.
"""

from __future__ import annotations

import difflib
import itertools
import math
import numbers
import operator
import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

import attrs

from runstrength.errors import ProfileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = [
    "Choice",
    "Facts",
    "Flag",
    "Ids",
    "Kind",
    "MapOf",
    "Number",
    "Problem",
    "SetOf",
    "Whole",
    "fact",
    "fields_of",
    "kind_of",
    "nearest",
    "show",
    "to_plain",
]

# No runner has more: a longer list or a larger mapping is a broken program's, and is refused before it is read.
MOST_ENTRIES = 1000
# To look for the nearest name takes most of a millisecond; nobody reads as many hints.
MOST_HINTS = 50
SHOWN_CHARACTERS = 60
SHOWN_BITS = 64


@attrs.frozen
class Problem:
    """One thing that is wrong with a profile.

    `path` is the field (`pain.knee`, `goals[1]`; `$` for the whole), `value` the value as it can be shown, `message`
    what is wrong, `allowed` what would be right, and `nearest` the known name closest to what was written, or None.
    """

    path: str
    value: str
    message: str
    allowed: str
    nearest: str | None = None

    def __str__(self) -> str:
        hint = f"; did you mean {self.nearest}?" if self.nearest else ""
        return f"{self.path}: {self.message}: {self.value}; allowed: {self.allowed}{hint}"


# --- showing values of strangers ------------------------------------------------------------------------------------


def show(value: object) -> str:
    """Show any value in a few safe characters, without calling a method of a stranger's object.

    Text is quoted, shortened and made printable; numbers of absurd length are described; whatever else is named by
    its type.
    """
    kind = type(value)
    if value is None:
        return "null"
    if kind is bool:
        return "true" if value else "false"
    if kind is int:
        bits = cast("int", value).bit_length()
        return str(value) if bits <= SHOWN_BITS else f"an integer of {bits} bits"
    if kind is float:
        return str(value)
    if kind is str:
        return _show_text(cast("str", value))
    # By identity: a class may have a say in what it is equal to, and may be hostile too.
    if any(kind is plain for plain in (list, tuple, set, frozenset, dict)):
        return f"a {kind.__name__} of {len(cast('list[object]', value))}"
    return f"an object of type {_show_text(_type_name(kind), quote='')}"


def _type_name(kind: type) -> str:
    try:
        return str(type.__dict__["__name__"].__get__(kind))
    except Exception:  # noqa: BLE001 - a type may be as hostile as its objects
        return "unknown"


def _show_text(text: str, quote: str = '"') -> str:
    short = text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"
    printable = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in short)
    return f"{quote}{printable}{quote}"


def nearest(word: object, known: Iterable[str]) -> str | None:
    """Give the known name that is closest to a misspelt one, or None if none is close."""
    if type(word) is not str or len(word) > SHOWN_CHARACTERS:
        return None
    said = re.sub(r"[\s-]+", "_", word.strip().casefold())
    spelt = {re.sub(r"[\s-]+", "_", name.casefold()): name for name in sorted(known)}
    found = difflib.get_close_matches(said, spelt, n=1, cutoff=0.6)
    return spelt[found[0]] if found else None


def _listed(values: Iterable[str]) -> str:
    return " · ".join(values)


# --- kinds of facts -------------------------------------------------------------------------------------------------


@attrs.frozen
class Choice:
    """One word of a closed list; if `ordered`, from least to most, and only then may a rule compare with `<`."""

    values: tuple[str, ...]
    ordered: bool = False

    def allowed(self) -> str:
        """Say in words what is allowed."""
        return _listed(self.values)


@attrs.frozen
class Whole:
    """A whole number from `low` to `high`, both included."""

    low: int
    high: int
    unit: str = ""

    def allowed(self) -> str:
        """Say in words what is allowed."""
        return f"a whole number from {self.low} to {self.high}{self.unit and ' ' + self.unit}"


@attrs.frozen
class Number:
    """A number from `low` to `high`, both included."""

    low: float
    high: float
    unit: str = ""

    def allowed(self) -> str:
        """Say in words what is allowed."""
        return f"a number from {self.low:g} to {self.high:g}{self.unit and ' ' + self.unit}"


@attrs.frozen
class Flag:
    """True or false."""

    def allowed(self) -> str:
        """Say in words what is allowed."""
        return "true · false"


@attrs.frozen
class SetOf:
    """A set of words of a closed list; an empty one says "none of them"."""

    values: tuple[str, ...]

    def allowed(self) -> str:
        """Say in words what is allowed."""
        return f"a list of {_listed(self.values)}"


@attrs.frozen
class Ids:
    """A set of names that the rulebook at hand declares: the ids of its catalogue of exercises."""

    of: str = "exercise"

    def allowed(self) -> str:
        """Say in words what is allowed."""
        return f"a list of {self.of} ids"


@attrs.frozen
class MapOf:
    """A map from words of a closed list to facts of one kind; an entry that is absent is unknown."""

    keys: tuple[str, ...]
    item: Whole | Number

    def allowed(self) -> str:
        """Say in words what is allowed."""
        return f"a mapping of {_listed(self.keys)} to {self.item.allowed()}"


Kind = Choice | Whole | Number | Flag | SetOf | Ids | MapOf


def fact(kind: Kind, *, question: str, required: bool = False, protective: bool = False) -> Any:  # noqa: ANN401
    """Declare a field of a vocabulary: its kind, and the question that a coach would ask for it.

    A `protective` fact (pain, signs, soreness, hours since training ...) may only ever take load away: no dose may
    read it.
    """
    metadata = {"kind": kind, "question": question, "required": required, "protective": protective}
    if required:
        return attrs.field(metadata=metadata)
    return attrs.field(default=None, metadata=metadata)


def fields_of(vocabulary: type[Facts]) -> Mapping[str, attrs.Attribute[Any]]:
    """Give the declared facts of a vocabulary by name, in their order."""
    return vocabulary.__facts__()


def kind_of(attribute: attrs.Attribute[Any]) -> Kind:
    """Give the kind of a declared fact."""
    return cast("Kind", attribute.metadata["kind"])


class Entries(Mapping[str, "int | float"]):
    """The known entries of a map: immutable, hashable, and made to be pickled."""

    __slots__ = ("_found",)

    def __init__(self, found: Mapping[str, int | float]) -> None:
        self._found = dict(found)

    def __getitem__(self, key: str) -> int | float:
        return self._found[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __hash__(self) -> int:
        return hash(frozenset(self._found.items()))

    def __repr__(self) -> str:
        return repr(self._found)

    def __reduce__(self) -> tuple[type[Entries], tuple[dict[str, int | float]]]:
        return Entries, (self._found,)


# --- reading --------------------------------------------------------------------------------------------------------

_UNREADABLE = object()


def _ask(question: Callable[..., object], *arguments: object) -> object:
    """Ask something of a stranger's object; give `_UNREADABLE` whatever it raises, but for what ends the program."""
    try:
        return question(*arguments)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 - the object is a stranger's and may raise anything
        return _UNREADABLE


class _Reader:
    """Reads one mapping into facts, and notes every problem on the way."""

    def __init__(self, ids: frozenset[str] | None) -> None:
        self.ids = ids
        self.problems: list[Problem] = []

    def wrong(self, path: str, value: object, message: str, allowed: str, known: Iterable[str] = ()) -> None:
        self.note(path, show(value), message, allowed, value, known)

    def note(  # noqa: PLR0913, PLR0917 - a problem has these parts
        self, path: str, shown: str, message: str, allowed: str, word: object = None, known: Iterable[str] = ()
    ) -> None:
        """Note a problem, and for a misspelt word the nearest of those known."""
        near = nearest(word, known) if len(self.problems) < MOST_HINTS else None
        self.problems.append(Problem(path, shown, message, allowed, near))

    def read(self, kind: Kind, path: str, value: object) -> Any:  # noqa: ANN401
        """Read a value that is not null; give None if it cannot be right."""
        match kind:
            case Choice():
                return self.word(path, value, kind.values, kind.allowed(), "is not one of the words allowed")
            case Whole() | Number():
                return self.number(kind, path, value)
            case Flag():
                return self.flag(path, value)
            case SetOf():
                return self.words(path, value, kind.values, kind.allowed())
            case Ids():
                return self.names(path, value, kind.allowed())
            case MapOf():
                return self.map(kind, path, value)

    def word(self, path: str, value: object, known: Iterable[str], allowed: str, message: str) -> str | None:
        text = _exact_text(value)
        if text is None:
            self.wrong(path, value, "is not text", allowed)
        elif text in known:
            return text
        else:
            self.wrong(path, text, message, allowed, known)
        return None

    def flag(self, path: str, value: object) -> bool | None:
        if type(value) is bool:
            return value
        self.wrong(path, value, "is not true or false", "true · false")
        return None

    def number(self, kind: Whole | Number, path: str, value: object) -> int | float | None:
        number = _exact_number(value)
        if number is None:
            self.wrong(path, value, "is not a number", kind.allowed())
            return None
        if not math.isfinite(number) if type(number) is float else False:
            self.wrong(path, number, "is not a finite number", kind.allowed())
            return None
        if isinstance(kind, Whole) and type(number) is float and not number.is_integer():
            self.wrong(path, number, "is not a whole number", kind.allowed())
            return None
        if not kind.low <= number <= kind.high:
            self.wrong(path, number, "is out of range", kind.allowed())
            return None
        # Equal numbers are one fact, however they were written.
        return int(number) if type(number) is float and number.is_integer() else number

    def words(self, path: str, value: object, known: tuple[str, ...], allowed: str) -> frozenset[str] | None:
        items = self.items(path, value, allowed)
        if items is None:
            return None
        words = [
            self.word(f"{path}[{index}]", item, known, _listed(known), "is not one of the words allowed")
            for index, item in enumerate(items)
        ]
        return frozenset(word for word in words if word is not None)

    def names(self, path: str, value: object, allowed: str) -> frozenset[str] | None:
        items = self.items(path, value, allowed)
        if items is None:
            return None
        known = self.ids
        words: list[str | None] = []
        for index, item in enumerate(items):
            at = f"{path}[{index}]"
            if known is not None:
                words.append(
                    self.word(at, item, known, "an exercise id of the rulebook", "is not an exercise known here")
                )
                continue
            text = _exact_text(item)
            if text is None:
                self.wrong(at, item, "is not text", "an exercise id")
            words.append(text)
        return frozenset(word for word in words if word is not None)

    def items(self, path: str, value: object, allowed: str) -> list[object] | None:
        """Give the elements of a list, tuple or set; a text is not one."""
        text = _exact_text(value)
        if text is not None:
            short = len(text) <= SHOWN_CHARACTERS and text.isidentifier()
            hint = f"{allowed}, such as [{text}]" if short else allowed
            self.wrong(path, text, "is a text, not a list", hint)
            return None
        found = self.taken(path, value, (list, tuple, AbstractSet), "is not a list", allowed)
        # A set has no order of its own; give its problems one.
        return found if found is None or _ask(isinstance, value, (list, tuple)) is True else sorted(found, key=show)

    def taken(
        self, path: str, value: object, kinds: tuple[type, ...], otherwise: str, allowed: str
    ) -> list[object] | None:
        """Give what a list, a set or a mapping holds."""
        found = _ask(_held, value, kinds)
        if found is None:
            self.wrong(path, value, otherwise, allowed)
        elif type(found) is not list:
            self.wrong(path, value, "could not be read", allowed)
        elif len(found) > MOST_ENTRIES:
            self.wrong(path, value, f"has more than {MOST_ENTRIES} entries", allowed)
        else:
            return found
        return None

    def map(self, kind: MapOf, path: str, value: object) -> Mapping[str, int | float] | None:
        entries = self.entries(path, value, kind.allowed())
        if entries is None:
            return None
        found: dict[str, int | float] = {}
        for key, item in entries:
            name = _exact_text(key)
            at = f"{path}.{_path_part(key)}"
            if name is None or name not in kind.keys:
                self.note(at, _show_entry(item), "is not known", _listed(kind.keys), name, kind.keys)
            elif item is _UNREADABLE:
                self.note(at, _show_entry(item), "could not be read", kind.item.allowed())
            elif item is not None:
                number = self.number(kind.item, at, item)
                if number is not None:
                    found[name] = number
        return Entries({key: found[key] for key in kind.keys if key in found}) if found else None

    def entries(self, path: str, value: object, allowed: str) -> list[tuple[object, object]] | None:
        """Give the entries of a mapping; a value that raises when asked for is `_UNREADABLE`."""
        keys = self.taken(path, value, (Mapping,), "is not a mapping", allowed)
        return None if keys is None else [(key, _ask(operator.getitem, value, key)) for key in keys]


def _held(value: Any, kinds: tuple[type, ...]) -> list[object] | None:  # noqa: ANN401 - a stranger's object
    """Give what something holds, and no more than one more than is allowed; None if it is none of these kinds."""
    held: Any = value
    return list(itertools.islice(held, MOST_ENTRIES + 1)) if isinstance(value, kinds) else None


def _show_entry(item: object) -> str:
    return "unreadable" if item is _UNREADABLE else show(item)


def _exact_text(value: object) -> str | None:
    """Give a text as a plain `str`, whatever subclass it came as (an enumeration's member, numpy's `str_`)."""
    if type(value) is str:
        return value
    text = _ask(lambda: str.__str__(value) if isinstance(value, str) else None)
    return text if type(text) is str else None


def _exact_number(value: object) -> int | float | None:
    """Give a number as a plain `int` or `float`; true and false are not numbers."""
    number = _ask(_as_number, value)
    return number if type(number) is int or type(number) is float else None


def _as_number(value: object) -> int | float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return int.__index__(value)
    if isinstance(value, float):
        return float.__float__(value)
    if isinstance(value, numbers.Integral):
        return operator.index(value)
    return float(value) if isinstance(value, numbers.Real) else None


def _path_part(key: object) -> str:
    text = _exact_text(key)
    if text is not None and re.fullmatch(r"[A-Za-z_][\w-]{0,59}", text, re.ASCII):
        return text
    return show(key if text is None else text)


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
        for name, value in _understand(type(self), given, None).items():
            object.__setattr__(self, name, value)

    @classmethod
    def from_dict(cls, mapping: object, *, ids: frozenset[str] | None = None) -> Self:
        """Read facts from a mapping, such as parsed JSON, or from other facts.

        `ids` are the names that fields of ids may hold (None: any). Raises `ProfileError`, which names every problem.
        """
        held = _facts_held(cast("Facts", mapping)) if issubclass(type(mapping), Facts) else mapping
        values = _understand(cls, held, ids)
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


def to_plain(kind: Kind, value: Any) -> Any:  # noqa: ANN401
    """Give a known value as plain JSON."""
    if isinstance(kind, SetOf):
        return [word for word in kind.values if word in value]
    if isinstance(kind, Ids):
        return sorted(value)
    if isinstance(kind, MapOf):
        return dict(value)
    return value


def _facts_held(facts: Facts) -> dict[str, object]:
    """Take facts apart to be read again: their ids may not be known here, and their making may be a stranger's."""
    held = {name: _ask(getattr, facts, name, None) for name in fields_of(type(facts))}
    return {name: value for name, value in held.items() if value is not None}


def _understand(vocabulary: type[Facts], mapping: object, ids: frozenset[str] | None) -> dict[str, Any]:
    """Read every field, or raise with all that is wrong."""
    declared = fields_of(vocabulary)
    reader = _Reader(ids)
    entries = reader.entries("$", mapping, f"a mapping with any of {_listed(declared)}")
    if entries is None:
        raise ProfileError(reader.problems)
    values: dict[str, Any] = dict.fromkeys(declared)
    given: dict[str, object] = {}
    strange: list[tuple[object, object]] = []
    for key, item in entries:
        name = _exact_text(key)
        if name is not None and name in declared:
            given[name] = item
        else:
            strange.append((key, item))
    for name, attribute in declared.items():
        kind = kind_of(attribute)
        item = given.get(name)
        if item is _UNREADABLE:
            reader.note(name, _show_entry(item), "could not be read", kind.allowed())
        elif item is not None:
            values[name] = reader.read(kind, name, item)
        elif attribute.metadata["required"]:
            reader.wrong(name, None, "is required", kind.allowed())
    for key, item in sorted(strange, key=lambda entry: _path_part(entry[0])):
        known_here = _listed(declared)
        reader.note(_path_part(key), _show_entry(item), "is not a known field", known_here, _exact_text(key), declared)
    if reader.problems:
        raise ProfileError(reader.problems)
    return values
