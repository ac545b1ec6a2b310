"""The way from a profile to recommendations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.engine import engine_for
from runstrength.profile import Profile
from runstrength.recommendation import answer
from runstrength.rulebook.rule import Rulebook
from runstrength.shelf import shipped_rulebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from runstrength.facts import Facts
    from runstrength.planning.season import Plan
    from runstrength.planning.settings import Settings
    from runstrength.recommendation import Recommendations

__all__ = ["build_rulebook", "infer", "load_rulebook", "plan", "recommend", "shipped_rulebook"]


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


def plan(  # noqa: PLR0913 - a season has these parts
    profile: Mapping[str, object] | Facts,
    start: date | str,
    race: date | str | None = None,
    weeks: int | None = None,
    *,
    runs: Mapping[str, str] | None = None,
    days: Iterable[str] | None = None,
    minutes: int | Mapping[str, int] | None = None,
    run_at: float | str = 7,
    lift_at: float | str = 18,
    best: Mapping[str, tuple[float, int]] | None = None,
    bar: float = 20,
    plates: Iterable[float] = (),
    weights: Iterable[float] = (),
    settings: Settings | None = None,
    rulebook: Rulebook | None = None,
    language: str = "en",
) -> Plan:
    """Plan a season of strength training: `weeks` of it from `start`, to a `race` or without one.

    Left out, `weeks` reach to the week of the race (without one, 12), and the race is the one that the profile's
    `days_to_race` tells of. How a week looks is said as for `Recommendations.week`; `settings` holds the numbers of a
    season that no rule does. Each week has its own facts, which go through the same rules; `plan(...).log(...)` takes
    what was really done.

    Raises `ProfileError`, and `PlanError` with every problem.
    """
    from runstrength.planning.asked import asked  # noqa: PLC0415 - whoever plans nothing needs none
    from runstrength.planning.season import made  # noqa: PLC0415 - as above

    result = recommend(profile, rulebook=rulebook).in_language(language)
    options = {"runs": runs, "days": days, "minutes": minutes, "run_at": run_at, "lift_at": lift_at}
    lifted = {"best": best, "bar": bar, "plates": plates, "weights": weights}
    habits, there = asked(result, {**options, **lifted})
    return made(result, start, race, weeks, habits, there, settings)


def infer(facts: Mapping[str, object] | Facts, *, rulebook: Rulebook, engine: str = "native") -> frozenset[str]:
    """Give just the names of the rules that fire: what a rulebook of any other domain needs.

    Raises what `recommend` raises.
    """
    return engine_for(rulebook, engine).infer(understand(facts, rulebook))


def understand(profile: object, rulebook: Rulebook) -> Facts:
    """Read a profile, a mapping or facts, into the vocabulary of a rulebook. Raises `ProfileError`."""
    return rulebook.vocabulary.from_dict(profile, ids=rulebook.ids)
