"""What each week of a season is for: building and keeping in turns, easy weeks between, and the days before a race."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from runstrength.planning.settings import Settings

__all__ = ["PHASES", "Phase", "phases"]

PHASES = ("build", "maintain", "taper", "race", "after")
TAPER = 14  # days, as the rules have it
AFTER = 14  # days after a race before building begins anew: our own caution


class Phase(NamedTuple):
    """What a week is for, one of `PHASES`; whether it eases; and the season that its facts name (None: as it was)."""

    name: str
    ease: bool
    season: str | None


def phases(begins: list[date], race: date | None, settings: Settings) -> list[Phase]:
    """Give the phase of each week, by the day that it begins.

    Before a race the blocks are counted back from its taper, so that what comes before that is a block of building.
    """
    if race is None:
        return [Phase(name, ease, None) for name, ease in _blocks(len(begins), settings)]
    # Weeks before the taper are counted to it, also where the plan ends sooner.
    ahead = max(-(-((race - begins[0]).days - TAPER) // 7), 0)
    found = [
        Phase(name, ease, _season(begin, race, settings))
        for begin, (name, ease) in zip(begins, _blocks(ahead, settings, back=True), strict=False)
    ]
    for begin in begins[len(found) :]:
        days = (race - begin).days
        if days <= -AFTER:
            break
        name = "after" if days < 0 else "race" if days <= 6 else "taper"  # noqa: PLR2004 - a week has seven days
        found.append(Phase(name, ease=False, season=None if name == "after" else _season(begin, race, settings)))
    found += [Phase(name, ease, None) for name, ease in _blocks(len(begins) - len(found), settings)]
    return found


def _blocks(count: int, settings: Settings, *, back: bool = False) -> list[tuple[str, bool]]:
    """Give blocks of building and keeping in turns, the last week of each easy; `back` lets the last block end.

    Nothing is kept before a whole block was built: what is too short for another block is building too.
    """
    build = [("build", False)] * (settings.build_weeks - 1) + [("build", True)]
    keep = [("maintain", False)] * (settings.maintain_weeks - 1) + [("maintain", True)]
    turn = build + keep
    if not back:
        return [turn[at % len(turn)] for at in range(count)]
    pairs = max(count - len(build), 0) // len(turn)
    return _eased(count - pairs * len(turn), settings) + (keep + build) * pairs


def _eased(count: int, settings: Settings) -> list[tuple[str, bool]]:
    """Give weeks of building, in as few runs as may be, of nearly one length, the last week of each easy."""
    runs = -(-count // settings.build_weeks)
    ends = {(run + 1) * count // runs - 1 for run in range(runs)} if count > 1 else set()
    return [("build", at in ends) for at in range(count)]


def _season(begin: date, race: date, settings: Settings) -> str:
    weeks = (race - begin).days / 7
    if weeks < settings.build_from:
        return "build"
    return "base" if weeks < settings.base_from else "off_season"
