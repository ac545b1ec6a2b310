"""Hypothesis strategies: runners as a rulebook sees them, and whole rulebooks."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from runstrength.engine import engine_for
from runstrength.facts import Facts, fields_of
from runstrength.profile import Profile
from runstrength.rulebook import Rulebook, build
from runstrength.shelf import shipped_rulebook
from runstrength.strangers import show
from runstrength.testing.author import Small, structure
from runstrength.testing.books import book_at
from runstrength.testing.choosing import profile as runner
from runstrength.testing.choosing import thresholds

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from runstrength.testing.choosing import Choose

__all__ = ["drawn", "mappings", "profiles", "rulebooks", "structures"]


def profiles(
    rulebook: Rulebook | str | Path | None = None, *, profile: type[Facts] | None = None
) -> st.SearchStrategy[Any]:
    """Draw runners: instances of `profile`, left out of the vocabulary that the rulebook is written in.

    Numbers lie mostly where the rulebook draws a line, or next to one, and `Ids` name its exercises. `rulebook` is one
    that was loaded, or its path; left out, the shipped one. What is simplest is a runner who says no more than he must.
    Raises `TypeError` and `RulebookError` when it is called.
    """
    book, vocabulary = _resolved(rulebook, profile)
    ids = frozenset(book.exercises)
    return _runners(book, vocabulary).map(lambda said: vocabulary.from_dict(said, ids=ids))


def mappings(
    rulebook: Rulebook | str | Path | None = None, *, profile: type[Facts] | None = None
) -> st.SearchStrategy[dict[str, Any]]:
    """Draw runners as `profiles` does, each as the mapping that JSON or YAML would hold."""
    return _runners(*_resolved(rulebook, profile))


def rulebooks(vocabulary: type[Facts] = Small) -> st.SearchStrategy[Rulebook]:
    """Draw rulebooks that are valid by construction and speak of a vocabulary: for those who test engines.

    The vocabulary has a set `equipment` and a map `pain`, which exercises speak of; otherwise raises `ValueError`.
    """
    return structures(vocabulary).map(lambda written: build(written, vocabulary))


@st.composite
def structures(draw: st.DrawFn, vocabulary: type[Facts] = Small) -> dict[str, Any]:
    """Draw a rulebook as the structure that its YAML holds, in the form of one file."""
    return structure(drawn(draw), vocabulary)


def drawn(draw: st.DrawFn) -> Choose:
    """Let Hypothesis choose."""
    return lambda options: options[draw(_below(len(options)))]


@cache
def _below(number: int) -> st.SearchStrategy[int]:
    """Draw a number below; kept, because one runner takes more than a hundred."""
    return st.integers(0, number - 1)


def _runners(book: Rulebook, vocabulary: type[Facts]) -> st.SearchStrategy[dict[str, Any]]:
    ids, near = sorted(book.exercises), thresholds(book)

    @st.composite
    def runners(draw: st.DrawFn) -> dict[str, Any]:
        return runner(drawn(draw), vocabulary, ids, near, apart=lambda make: draw(_apart(make)))

    return runners()


@st.composite
def _apart(draw: st.DrawFn, make: Callable[[Choose], Any]) -> Any:  # noqa: ANN401 - whatever is made
    return make(drawn(draw))


def _resolved(rulebook: object, profile: object) -> tuple[Rulebook, type[Facts]]:
    vocabulary = _vocabulary(rulebook, profile)
    book = shipped_rulebook() if rulebook is None else book_at(rulebook, vocabulary)
    # Made ready here, or the first answer of a test would take longer than Hypothesis waits for it.
    engine_for(book)
    return book, vocabulary


def _vocabulary(rulebook: object, profile: object) -> type[Facts]:
    if profile is None:
        return rulebook.vocabulary if isinstance(rulebook, Rulebook) else Profile
    if not isinstance(profile, type) or not issubclass(profile, Facts) or not fields_of(profile):
        raise TypeError(
            f"profile is a class that derives from runstrength.Profile or runstrength.Facts, not {show(profile)}"
        )
    if isinstance(rulebook, Rulebook) and not issubclass(profile, rulebook.vocabulary):
        raise TypeError(
            f"the rulebook {rulebook.name} speaks of {rulebook.vocabulary.__name__}, and {profile.__name__} is none"
        )
    return profile
