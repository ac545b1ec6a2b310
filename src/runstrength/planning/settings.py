"""The numbers of a season that the rules do not hold: each says where it comes from."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Settings"]


MOST = 200  # ground contacts of a session
_CONTACTS = MappingProxyType({"none": 80, "beginner": 80, "intermediate": 100, "advanced": 120})


def _whole(default: int, least: int, most: int) -> Any:  # noqa: ANN401 - a field of attrs
    checks = [attrs.validators.instance_of(int), attrs.validators.ge(least), attrs.validators.le(most)]
    return attrs.field(default=default, validator=checks)


def _share(default: float, most: float = 1.0) -> Any:  # noqa: ANN401 - a field of attrs
    return attrs.field(default=default, validator=[attrs.validators.gt(0), attrs.validators.le(most)])


@attrs.frozen
class Settings:
    """How a season is laid out; a number that cannot be right raises `ValueError` or `TypeError`.

    All numbers without another source are our own caution, not reviewed by a clinician.

    - `build_weeks` of building, then `maintain_weeks` of keeping, in turns (that they alternate is the article's,
      faq1.6); the last week of each such block eases, so that every third or fourth week does.
    - In an easy week the sets and contacts are at most `ease_share` of a full week of building, in one of keeping or
      before the race `keep_share`, in the one after a missed week `resume_share`. Nothing is cut twice: the largest cut
      holds.
    - From week to week a weight grows by at most `load_step`, when all sets of the week before reached the upper end of
      their repetitions (double progression); within a range it is one repetition a week.
    - After weeks without training a weight is `resume_load` of what it was for each of them, down to `least_load`, and
      its repetitions begin at the lower end.
    - A season's name before a race: `build` from `build_from` weeks before it, `base` from `base_from`.
    - Before strength experience counts as `beginner`, sessions have to be logged in `weeks_to_beginner` weeks, before
      it counts as `intermediate` in `weeks_to_intermediate` (half a year, as the profile's question says).
    - Jumps by repetitions make at most `contacts` in a session, by jump experience; and a session holds at most
      `work_sets` sets of strength and jumps.
    """

    build_weeks: int = _whole(4, 2, 12)
    maintain_weeks: int = _whole(3, 2, 12)
    ease_share: float = _share(2 / 3)
    keep_share: float = _share(3 / 4)
    resume_share: float = _share(3 / 4)
    load_step: float = _share(0.05, 0.1)
    resume_load: float = _share(0.9)
    least_load: float = _share(0.5)
    build_from: int = _whole(9, 0, 104)
    base_from: int = _whole(17, 0, 104)
    weeks_to_beginner: int = _whole(4, 1, 104)
    weeks_to_intermediate: int = _whole(26, 1, 104)
    contacts: Mapping[str, int] = attrs.field(default=_CONTACTS)
    work_sets: int = _whole(20, 1, 33)

    @contacts.validator
    def _every_level(self, _: object, contacts: Mapping[str, int]) -> None:
        counts = [of for of in contacts.values() if of in range(MOST + 1)]
        if contacts.keys() != _CONTACTS.keys() or len(counts) != len(_CONTACTS):
            raise ValueError(f"contacts are whole numbers up to {MOST} for each of {', '.join(_CONTACTS)}")
