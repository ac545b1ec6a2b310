"""The language that people are spoken to in. English is what everything is written in; others are translations of it.

A translation is a gettext catalogue whose keys are the English sentences, those of the shipped rulebook among them.
What is built for people asks for each of its sentences here; what is read by programs has names that never change.
"""

from __future__ import annotations

import contextlib
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from runstrength.errors import UnknownNameError
from runstrength.strangers import show

if TYPE_CHECKING:
    import gettext
    from collections.abc import Iterator

__all__ = ["ENGLISH", "current", "languages", "said", "several", "speaking", "translations_of"]

ENGLISH = "en"
DOMAIN = "runstrength"

_folder = Path(__file__).with_name("locale")
_speaking: ContextVar[tuple[str, gettext.NullTranslations | None]] = ContextVar(
    "runstrength_language", default=(ENGLISH, None)
)


@cache
def languages() -> tuple[str, ...]:
    """Give the languages that can be spoken, by their codes; English first."""
    found = sorted(path.parts[-3] for path in _folder.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return ENGLISH, *found


@cache
def translations_of(language: str) -> gettext.NullTranslations | None:
    """Give the catalogue of a language, of English None. Raises `UnknownNameError` if there is none."""
    if language == ENGLISH:
        return None
    if language not in languages():
        raise UnknownNameError(f"there is no translation into {show(language)}; there are {' and '.join(languages())}")
    import gettext  # noqa: PLC0415 - only who speaks another language needs it

    return gettext.translation(DOMAIN, _folder, [language])


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


def several(one: str, many: str, count: int, /, **parts: object) -> str:
    """Say a sentence about `{n}` things."""
    catalogue = _speaking.get()[1]
    text = (one if count == 1 else many) if catalogue is None else catalogue.ngettext(one, many, count)
    return text.format(n=count, **parts)
