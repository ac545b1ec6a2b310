"""The sentences of a rulebook, for those who put it into another language."""

from __future__ import annotations

from gettext import NullTranslations
from typing import TYPE_CHECKING

from runstrength.explain.words import label, spoken
from runstrength.facts import fields_of, kind_of
from runstrength.language import said, speaking
from runstrength.rulebook.conditions import Path
from runstrength.translation import translated_now

if TYPE_CHECKING:
    from runstrength.rulebook.rule import Rulebook

__all__ = ["sentences_of", "template_of"]

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"})


def sentences_of(rulebook: Rulebook) -> tuple[str, ...]:
    """Give every text of a rulebook and of its vocabulary that people read, each once, in the order of the rulebook."""
    found: dict[str, None] = {}

    class Collector(NullTranslations):
        def gettext(self, message: str) -> str:
            found[message] = None
            return message

    with speaking(Collector()):
        translated_now(rulebook)
        for name, attribute in fields_of(rulebook.vocabulary).items():
            kind = kind_of(attribute)
            said(attribute.metadata["question"])
            label(rulebook.vocabulary, Path(name))
            for word in getattr(kind, "values", ()):
                spoken(word)
            for key in getattr(kind, "keys", ()):
                spoken(key)
                label(rulebook.vocabulary, Path(name, key))
        for word in (*rulebook.derivers, *(x for of in rulebook.exercises.values() for x in (of.pattern, *of.muscles))):
            spoken(word)
    return tuple(found)


def template_of(rulebook: Rulebook) -> str:
    """Give the template of a gettext catalogue (`.pot`): the sentences of a rulebook, each with room for another."""
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    entries = [f'msgid "{text.translate(_ESCAPES)}"\nmsgstr ""\n' for text in sentences_of(rulebook) if text]
    return "\n".join([head, *entries])
