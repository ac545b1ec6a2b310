"""The numbers of a season that the rules do not hold: each says where it comes from."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Settings"]


@attrs.frozen
class Settings:
    """How a season is laid out. All numbers without another source are our own caution, not reviewed by a clinician.

    - `build_weeks` of building, then `maintain_weeks` of keeping, in turns (that they alternate is the article's,
      faq1.6); the last week of each such block eases, so that every third or fourth week does.
    - In an easy week the sets and contacts are at most `ease_share` of a full week of building, in one of keeping or
      before the race `keep_share`, in the one after a missed week `resume_share`. Nothing is cut twice: the largest cut
      holds.
    - From week to week a weight grows by at most `load_step`, when all sets of the week before reached the upper end of
      their repetitions (double progression); within a range it is one repetition a week.
    - A season's name before a race: `build` from `build_from` weeks before it, `base` from `base_from`.
    - Before strength experience counts as `beginner`, sessions have to be logged in `weeks_to_beginner` weeks, before
      it counts as `intermediate` in `weeks_to_intermediate` (half a year, as the profile's question says).
    - Jumps by repetitions make at most `contacts` in a session, by jump experience; and a session holds at most
      `work_sets` sets of strength and jumps.
    """

    build_weeks: int = 4
    maintain_weeks: int = 3
    ease_share: float = 2 / 3
    keep_share: float = 3 / 4
    resume_share: float = 3 / 4
    load_step: float = 0.05
    build_from: int = 9
    base_from: int = 17
    weeks_to_beginner: int = 4
    weeks_to_intermediate: int = 26
    contacts: Mapping[str, int] = MappingProxyType({"none": 80, "beginner": 80, "intermediate": 100, "advanced": 120})
    work_sets: int = 20
