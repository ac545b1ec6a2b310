"""The language that people are spoken to in. English is what everything is written in; others are translations of it.

A translation is a gettext catalogue whose keys are the English sentences, those of the shipped rulebook among them.
What is built for people asks for each of its sentences here; what is read by programs has names that never change.
"""

from __future__ import annotations

import contextlib
import threading
from contextvars import ContextVar
from copy import copy
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from runstrength.errors import UnknownNameError
from runstrength.strangers import show

if TYPE_CHECKING:
    import gettext
    from collections.abc import Iterator

__all__ = [
    "DOMAIN",
    "ENGLISH",
    "LOCALE",
    "add_translations",
    "current",
    "decimal",
    "languages",
    "said",
    "several",
    "speaking",
    "translations_of",
]

ENGLISH = "en"
DOMAIN = "runstrength"

LOCALE = Path(__file__).with_name("locale")
# Where catalogues lie: those that were added last are asked first.
_places: tuple[tuple[Path, str], ...] = ((LOCALE, DOMAIN),)
_lock = threading.Lock()
_speaking: ContextVar[tuple[str, gettext.NullTranslations | None]] = ContextVar(
    "runstrength_language", default=(ENGLISH, None)
)


@cache
def languages() -> tuple[str, ...]:
    """Give the languages that can be spoken, by their codes; English first."""
    found = {path.parts[-3] for folder, domain in _places for path in folder.glob(f"*/LC_MESSAGES/{domain}.mo")}
    return ENGLISH, *sorted(found - {ENGLISH})


def add_translations(folder: str | Path, domain: str = DOMAIN) -> tuple[str, ...]:
    """Speak from catalogues of your own as well, such as those of your rulebook; give the languages there are now.

    They lie where gettext looks for them, `folder/de/LC_MESSAGES/domain.mo`, and hold for the whole process; what they
    do not say is said by those that are there already. Raises `FileNotFoundError` if there is none.
    """
    place = Path(folder), domain
    if not any(place[0].glob(f"*/LC_MESSAGES/{domain}.mo")):
        raise FileNotFoundError(f"there is no catalogue LANGUAGE/LC_MESSAGES/{domain}.mo in {folder}")
    global _places  # noqa: PLW0603 - a process has one set of languages
    with _lock:
        _places = (place, *(other for other in _places if other != place))
        languages.cache_clear()
        translations_of.cache_clear()
    return languages()


@cache
def translations_of(language: str) -> gettext.NullTranslations | None:
    """Give the catalogue of a language, of English None. Raises `UnknownNameError` if there is none."""
    if language == ENGLISH:
        return None
    if language not in languages():
        raise UnknownNameError(f"there is no translation into {show(language)}; there are {' and '.join(languages())}")
    import gettext  # noqa: PLC0415 - only who speaks another language needs it

    found = [
        gettext.translation(domain, folder, [language])
        for folder, domain in _places
        if (folder / language / "LC_MESSAGES" / f"{domain}.mo").is_file()
    ]
    # A translation is kept by gettext itself, and what falls back on it is ours alone.
    first, *more = [copy(one) for one in found]
    for one in more:
        first.add_fallback(one)
    return first


@contextlib.contextmanager
def speaking(language: str | gettext.NullTranslations) -> Iterator[None]:
    """Speak a language until the end of the block, in this thread or task: a code, or a catalogue of your own."""
    if isinstance(language, str):
        token = _speaking.set((language, translations_of(language)))
    else:
        token = _speaking.set(("", language))
    try:
        yield
    finally:
        _speaking.reset(token)


def current() -> str:
    """Give the code of the language that is spoken now."""
    return _speaking.get()[0]


def said(text: str, /, **parts: object) -> str:
    """Say a sentence in the language that is spoken now; `parts` are put in its places `{…}`."""
    catalogue = _speaking.get()[1]
    if catalogue is not None and text:  # the empty sentence stands for the head of a catalogue
        text = catalogue.gettext(text)
    return text.format(**parts) if parts else text


def decimal(number: float) -> str:
    """Write a number with the decimal sign of the language that is spoken now: `2.5`, in German `2,5`."""
    return f"{number:g}".replace(".", said("."))


def several(one: str, many: str, count: int, /, **parts: object) -> str:
    """Say a sentence about `{n}` things."""
    catalogue = _speaking.get()[1]
    text = (one if count == 1 else many) if catalogue is None else catalogue.ngettext(one, many, count)
    return text.format(n=count, **parts)
