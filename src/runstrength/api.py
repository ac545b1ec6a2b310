"""The way from a profile to recommendations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.engine import engine_for
from runstrength.profile import Profile
from runstrength.recommendation import answer
from runstrength.rulebook.rule import Rulebook
from runstrength.shelf import shipped_rulebook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from runstrength.facts import Facts
    from runstrength.recommendation import Recommendations

__all__ = ["build_rulebook", "infer", "load_rulebook", "recommend", "shipped_rulebook"]


def load_rulebook(path: str | Path, *, profile: type[Facts] = Profile) -> Rulebook:
    """Read a rulebook: a folder or one file.

    `profile` is the vocabulary that its conditions speak of: `Profile`, or a subclass with facts of your own. Raises
    `RulebookError` with every problem of all files.
    """
    from runstrength.rulebook.loading import load  # noqa: PLC0415 - whoever is content with the shipped one reads none

    return load(path, profile)


def build_rulebook(data: Mapping[str, object], *, profile: type[Facts] = Profile) -> Rulebook:
    """Build a rulebook in Python: `data` are what one rule file holds, as dicts, lists, text and numbers.

    `language`, `name`, `version` and `rules`, with `extends`, `exercises`, `sources` and the rest where there are any.
    Raises `RulebookError` with every problem, each with its path, such as `rules[3].when`.
    """
    from runstrength.rulebook.loading import build  # noqa: PLC0415 - as above

    return build(data, profile)


def recommend(
    profile: Mapping[str, object] | Facts, *, rulebook: Rulebook | None = None, engine: str = "native"
) -> Recommendations:
    """Give the leg-strength training that fits a runner, with the reason for every piece of it.

    `profile` is a mapping (parsed JSON, say) or a `Profile`; `rulebook` one that `load_rulebook` gave, or the shipped
    one; `engine` is `native` or `durable`, which give the same answer. Safe to call from several threads.

    Raises `ProfileError` with every problem of the profile, and nothing else whatever the profile is; `EngineError`
    if the engine cannot run.
    """
    book = shipped_rulebook() if rulebook is None else rulebook
    if not isinstance(book, Rulebook):
        raise TypeError("rulebook is what load_rulebook gives, or None")
    return answer(book, understand(profile, book), engine)


def infer(facts: Mapping[str, object] | Facts, *, rulebook: Rulebook, engine: str = "native") -> frozenset[str]:
    """Give just the names of the rules that fire: what a rulebook of any other domain needs.

    Raises what `recommend` raises.
    """
    return engine_for(rulebook, engine).infer(understand(facts, rulebook))


def understand(profile: object, rulebook: Rulebook) -> Facts:
    """Read a profile, a mapping or facts, into the vocabulary of a rulebook. Raises `ProfileError`."""
    return rulebook.vocabulary.from_dict(profile, ids=rulebook.ids)
