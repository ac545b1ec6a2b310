"""What was really done and felt: entries of a log, and what they make of the facts of the days after them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from runstrength.facts import fields_of, kind_of
from runstrength.kinds import MapOf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from runstrength.facts import Facts
    from runstrength.planning.settings import Settings

__all__ = ["EFFORTS", "PASSING", "Entry", "experience_after", "facts_on", "in_order"]

EFFORTS = ("easy", "right", "hard")
# What is told of one day and has passed within a week; everything else holds until something else is told.
PASSING = ("soreness", "sleep_hours", "hours_since_hard_legs", "hours_since_plyometrics", "hours_to_key_run")
_LEVELS = ("none", "beginner", "intermediate", "advanced")


@attrs.frozen
class Entry:
    """One day: whether its session was `done` (True), missed (False), or there was none (None), and how it felt.

    `effort` is `easy`, `right` or `hard`, of all its sets; `facts` what was told besides: pain, signs, soreness, ...
    """

    on: date
    done: bool | None
    effort: str | None
    facts: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Give the entry as plain JSON."""
        return {"on": self.on.isoformat(), "done": self.done, "effort": self.effort, "facts": dict(self.facts)}


def facts_on(entries: Sequence[Entry], vocabulary: type[Facts], facts: Mapping[str, Any], day: date) -> dict[str, Any]:
    """Give the facts that hold on a day: those at the start, and what the log told before it or on it."""
    found = dict(facts)
    declared = fields_of(vocabulary)
    for entry in entries:
        if entry.on > day:
            break
        for name, value in entry.facts.items():
            if name in PASSING and (day - entry.on).days >= 7:  # noqa: PLR2004 - a week
                continue
            if isinstance(kind_of(declared[name]), MapOf) and value:
                found[name] = {**(found.get(name) or {}), **value}  # of a map, what is not named stays
            elif isinstance(kind_of(declared[name]), MapOf):
                found[name] = dict.fromkeys(found.get(name) or {}, 0)  # nothing of it any more
            else:
                found[name] = value
    return found


def experience_after(level: str | None, weeks: int, settings: Settings) -> str | None:
    """Give the strength experience of somebody who logged sessions in so many weeks; only they add to it."""
    reached = "none"
    if weeks >= settings.weeks_to_beginner:
        reached = "beginner"
    if weeks >= settings.weeks_to_intermediate:
        reached = "intermediate"
    if level is None and reached == "none":
        return None
    return max(level or "none", reached, key=_LEVELS.index)


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Give entries in the order of their days; of one day as they were told."""
    return tuple(sorted(entries, key=lambda entry: entry.on))
