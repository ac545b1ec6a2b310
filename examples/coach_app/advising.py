"""Where runstrength is asked: from what an athlete said to the week that fits, and what changed since last time.

Nothing else in this application knows anything of training.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import runstrength
from examples.coach_app.rulebook import rulebook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from examples.coach_app.bodies import ProfileBody
    from runstrength.asking.difference import Difference
    from runstrength.planning.week import Week

__all__ = ["Advice", "advised", "change_since", "facts_on", "holding", "reason_of", "week_of"]

# What a runner said of these holds until they say something else; the rest of a check-in is of its day alone.
_HOLDS_ON = ("signs", "complaints", "pain", "pain_trend")


def holding(before: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """Give what holds after a check-in: a sign or a pain does not go away because nobody asked again."""
    kept = {name: before[name] for name in _HOLDS_ON if name in before}
    found = {**kept, **said}
    if "pain" in kept and "pain" in said:
        found["pain"] = {**kept["pain"], **said["pain"]}
    return found


def facts_on(day: date, profile: ProfileBody, holds: Mapping[str, Any]) -> dict[str, Any]:
    """Give all that is known of an athlete on a day, as the rules ask for it."""
    found = {**profile.facts, **holds}
    if profile.runs:
        found["runs_per_week"] = len(profile.runs)
    if profile.days is not None:
        found["strength_days"] = len(set(profile.days))
    if profile.minutes is not None:
        found["session_minutes"] = profile.minutes
    if profile.race is not None:
        days = (profile.race - day).days
        name = "days_to_race" if days >= 0 else "days_since_race"
        if abs(days) <= _RACE_MATTERS:
            found[name] = abs(days)
    return found


_RACE_MATTERS = 730  # days, as the vocabulary has it


def advised(facts: Mapping[str, Any]) -> runstrength.Recommendations:
    """Give what the rules of this house recommend."""
    return runstrength.recommend(facts, rulebook=rulebook())


def week_of(result: runstrength.Recommendations, profile: ProfileBody) -> Week:
    """Lay the week of an athlete.

    A season (`runstrength.plan`) would be asked here for this week of it.
    """
    return result.week(runs=dict(profile.runs.items()), days=profile.days, minutes=profile.minutes)


@dataclass(frozen=True)
class Advice:
    """What an athlete is told now: what is prescribed, and the week that holds it."""

    result: runstrength.Recommendations
    week: Week

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain JSON, a referral before everything else."""
        referral = self.result.referral
        return {
            "referral": None
            if referral is None
            else {
                "urgency": referral.urgency,
                "text": referral.text,
                "because": [reason.to_dict() for reason in referral.because],
            },
            "week": self.week.to_dict(),
            "advice": [
                {"advice": one.advice, "text": one.text, "because": [reason.to_dict() for reason in one.because]}
                for one in self.result.advice
            ],
        }


def reason_of(result: runstrength.Recommendations, item: str) -> dict[str, Any]:
    """Say why something is recommended, or why it is not. Raises `UnknownNameError`."""
    try:
        return result.why(item).to_dict()
    except runstrength.UnknownNameError:
        return result.why_not(item).to_dict()


def change_since(record: Mapping[str, Any], result: runstrength.Recommendations) -> Difference | None:
    """Say what is recommended now and was not in an earlier decision; None where other rules made that one."""
    if record["rulebook"]["digest"] != result.digest:
        return None
    return advised(record["profile"]).compare(result)
