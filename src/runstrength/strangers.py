"""Looking at what a stranger gave, without trusting it: no method of its own decides what happens here.

Whatever an object raises when it is asked for its parts is caught; what it is shown as is made here, not by its
`repr`.
"""

from __future__ import annotations

import itertools
import numbers
import operator
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = [
    "MOST_ENTRIES",
    "SHOWN_CHARACTERS",
    "UNREADABLE",
    "ask",
    "exact_number",
    "exact_text",
    "held",
    "nearest",
    "path_part",
    "show",
    "show_entry",
]

# No runner has more: a longer list or a larger mapping is a broken program's, and is refused before it is read.
MOST_ENTRIES = 1000
SHOWN_CHARACTERS = 60
SHOWN_BITS = 64


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
    for plain, name in ((list, "list"), (tuple, "list"), (set, "set"), (frozenset, "set"), (dict, "mapping")):
        if kind is plain:
            return f"a {name} of {len(cast('list[object]', value))}"
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


def nearest(word: object, known: Iterable[str], nicknames: Mapping[str, str] = MappingProxyType({})) -> str | None:
    """Give the known name that is closest to a misspelt one, or that goes by this nickname; None if none is close."""
    if type(word) is not str or len(word) > SHOWN_CHARACTERS:
        return None
    said = re.sub(r"[\s-]+", "_", word.strip().casefold())
    meant = {name: name for name in known} | dict(nicknames)
    spelt = {re.sub(r"[\s-]+", "_", name.casefold()): meant[name] for name in sorted(meant)}
    import difflib  # noqa: PLC0415 - only who misspells something needs it

    found = difflib.get_close_matches(said, spelt, n=1, cutoff=0.6)
    return spelt[found[0]] if found else None


UNREADABLE = object()


def ask(question: Callable[..., object], *arguments: object) -> object:
    """Ask something of a stranger's object; give `UNREADABLE` whatever it raises, but for what ends the program."""
    try:
        return question(*arguments)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 - the object is a stranger's and may raise anything
        return UNREADABLE


def held(value: Any, kinds: tuple[type, ...]) -> list[object] | None:  # noqa: ANN401 - a stranger's object
    """Give what something holds, and no more than one more than is allowed; None if it is none of these kinds."""
    held: Any = value
    return list(itertools.islice(held, MOST_ENTRIES + 1)) if isinstance(value, kinds) else None


def show_entry(item: object) -> str:
    """Show what `ask` gave."""
    return "unreadable" if item is UNREADABLE else show(item)


def exact_text(value: object) -> str | None:
    """Give a text as a plain `str`, whatever subclass it came as (an enumeration's member, numpy's `str_`)."""
    if type(value) is str:
        return value
    text = ask(lambda: str.__str__(value) if isinstance(value, str) else None)
    return text if type(text) is str else None


def exact_number(value: object) -> int | float | None:
    """Give a number as a plain `int` or `float`; true and false are not numbers."""
    number = ask(_as_number, value)
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


def path_part(key: object) -> str:
    """Show the key of a mapping as a part of a path."""
    text = exact_text(key)
    if text is not None and re.fullmatch(r"[A-Za-z_][\w-]{0,59}", text, re.ASCII):
        return text
    return show(key if text is None else text)
