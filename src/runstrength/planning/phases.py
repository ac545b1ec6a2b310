"""What each week of a season is for: building and keeping in turns, easy weeks between, and the days before a race."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from runstrength.planning.settings import Settings

__all__ = ["PHASES", "Phase", "phases"]

PHASES = ("build", "maintain", "taper", "race", "after")
TAPER = 14  # days, as the rules have it


class Phase(NamedTuple):
    """What a week is for, one of `PHASES`; whether it eases; and the season that its facts name (None: as it was)."""

    name: str
    ease: bool
    season: str | None


def phases(begins: list[date], race: date | None, settings: Settings) -> list[Phase]:
    """Give the phase of each week, by the day that it begins.

    Before a race the blocks are counted back from its taper, so that what comes before that is a block of building.
    """
    before = [at for at, begin in enumerate(begins) if race is None or (race - begin).days > TAPER]
    blocks = list(_blocks(len(before), settings))
    if race is not None:
        blocks = list(_blocks(len(before), settings, back=True))
    found = [
        Phase(name, ease, _season(name, begins[at], race, settings))
        for at, (name, ease) in zip(before, blocks, strict=True)
    ]
    for begin in begins[len(before) :]:
        days = (race - begin).days if race is not None else 0
        name = "after" if days < 0 else "race" if days <= 6 else "taper"  # noqa: PLR2004 - a week has seven days
        found.append(Phase(name, ease=False, season=None if name == "after" else _season(name, begin, race, settings)))
    return found


def _blocks(count: int, settings: Settings, *, back: bool = False) -> list[tuple[str, bool]]:
    """Give blocks of building and keeping in turns, the last week of each easy; `back` lets the last block end."""
    build = [("build", False)] * (settings.build_weeks - 1) + [("build", True)]
    keep = [("maintain", False)] * (settings.maintain_weeks - 1) + [("maintain", True)]
    turn = build + keep
    if not back:
        return [turn[at % len(turn)] for at in range(count)]
    turn = keep + build
    found = [turn[(at - count) % len(turn)] for at in range(count)]
    begun = len(keep) - (-count % len(turn)) if -count % len(turn) < len(keep) else 0
    # A season does not begin with the rest of a block of keeping: there is nothing to keep yet.
    return [("build", ease) if at < begun else (name, ease) for at, (name, ease) in enumerate(found)]


def _season(name: str, begin: date, race: date | None, settings: Settings) -> str | None:
    if name == "maintain":
        return "race_season"  # what the rules know as keeping what there is
    if race is None:
        return None
    weeks = (race - begin).days / 7
    if weeks < settings.build_from:
        return "build"
    return "base" if weeks < settings.base_from else "off_season"
