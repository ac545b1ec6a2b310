"""The German catalogue as it is kept (`.po`) and as it is read (`.mo`)."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from runstrength.language import DOMAIN, LOCALE
from tests.translation.heard import heard, heard_plurals
from tests.translation.written import written

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Message", "compiled", "kept", "missing", "path", "updated"]

NO_TIME = datetime(2026, 1, 1, tzinfo=UTC)  # the same bytes whenever it is compiled
Message = str | tuple[str, str]


def path(language: str = "de", suffix: str = "po") -> Path:
    """Give the file of a catalogue."""
    return LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.{suffix}"


def needed() -> set[Message]:
    """Give every sentence that there is to translate; one that counts as a pair."""
    pairs = heard_plurals()
    counted = {text for pair in pairs for text in pair}
    found: set[Message] = set(pairs)
    found.update((heard() | written()) - counted - {""})
    return found


def kept(language: str = "de") -> Catalog:
    """Read the catalogue that is kept."""
    with path(language).open("rb") as file:
        return read_po(file, locale=language)


def missing(catalog: Catalog) -> set[Message]:
    """Give what a catalogue has no translation for."""
    said: set[Message] = {
        message.id if isinstance(message.id, str) else (message.id[0], message.id[1])
        for message in catalog
        if message.id and message.string and all(message.string)
    }
    return needed() - said


def updated(before: Catalog | None, more: Mapping[Message, str | tuple[str, str]], language: str = "de") -> str:
    """Write a catalogue of what is needed, with the translations that there are."""
    made = Catalog(locale=language, domain=DOMAIN, project="runstrength", fuzzy=False, header_comment="")
    for message in sorted(needed(), key=str):
        found = more.get(message)
        if found is None and before is not None:
            old = before.get(message[0] if isinstance(message, tuple) else message)
            found = old.string if old is not None else None  # type: ignore[assignment] # a text or a tuple of them
        made.add(message, found or ("" if isinstance(message, str) else ("", "")))
    file = io.BytesIO()
    write_po(file, made, width=100, omit_header=False)
    head = ("POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Last-Translator", "Report-Msgid-Bugs-To")
    return "".join(
        line
        for line in file.getvalue().decode("utf-8").splitlines(keepends=True)
        if not line.startswith(tuple(f'"{name}' for name in head))
    )


def compiled(catalog: Catalog) -> bytes:
    """Give a catalogue as gettext reads it."""
    file = io.BytesIO()
    catalog.creation_date = catalog.revision_date = NO_TIME
    write_mo(file, catalog)
    return file.getvalue()
