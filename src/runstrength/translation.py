"""A rulebook in another language: the same rules, exercises and sources, with every text of theirs translated."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import attrs

from runstrength.language import said, speaking, translations_of

if TYPE_CHECKING:
    from gettext import NullTranslations

    from runstrength.rulebook.rule import Exercise, Rule, Rulebook, Source

__all__ = ["translated", "translated_now"]

# By the catalogue and not by its language: who adds sentences to a language has another catalogue from then on.
_made: WeakKeyDictionary[Rulebook, dict[NullTranslations, Rulebook]] = WeakKeyDictionary()
_lock = threading.Lock()


def translated(rulebook: Rulebook, language: str) -> Rulebook:
    """Give a rulebook with its texts in a language; what has no translation stays as it is written.

    It is for explaining only: names, conditions and digest are those of the original. Raises `UnknownNameError` if
    there is no such language.
    """
    catalogue = translations_of(language)
    if catalogue is None:
        return rulebook
    with _lock:
        made = _made.setdefault(rulebook, {})
        if catalogue not in made:
            with speaking(catalogue):
                made[catalogue] = translated_now(rulebook)
        return made[catalogue]


def translated_now(rulebook: Rulebook) -> Rulebook:
    """Give a rulebook with its texts in the language that is spoken now."""
    return attrs.evolve(
        rulebook,
        exercises={name: _exercise(exercise) for name, exercise in rulebook.exercises.items()},
        cues={name: said(text) for name, text in rulebook.cues.items()},
        advice={name: said(text) for name, text in rulebook.advice.items()},
        sources={name: _source(source) for name, source in rulebook.sources.items()},
        rules={name: _rule(rule) for name, rule in rulebook.rules.items()},
        referral={urgency: (said(text), advice) for urgency, (text, advice) in rulebook.referral.items()},
        disclaimer=said(rulebook.disclaimer),
    )


def _exercise(exercise: Exercise) -> Exercise:
    return attrs.evolve(
        exercise,
        name=said(exercise.name),
        steps=tuple(map(said, exercise.steps)),
        faults=tuple(map(said, exercise.faults)),
    )


def _source(source: Source) -> Source:
    disputed = None if source.disputed is None else said(source.disputed)
    return attrs.evolve(source, text=said(source.text), disputed=disputed)


def _rule(rule: Rule) -> Rule:
    return attrs.evolve(rule, because=said(rule.because))
