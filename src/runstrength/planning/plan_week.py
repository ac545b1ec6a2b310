"""One week of a season: what it is for, and its sessions on their dates."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import attrs

from runstrength.planning.habits import DAYS

if TYPE_CHECKING:
    from datetime import date

    from runstrength.parts import Referral
    from runstrength.planning.week import TrainingSession, Week

__all__ = ["PlanWeek"]


@attrs.frozen
class PlanWeek:
    """One week of a season: its number, the day that it begins, what it is for, and its sessions.

    `phase` is build, maintain, taper, race or after; `ease` says that it is an easy week, `resume` that it comes after
    a missed one, `stopped` that a sign stops training in it, and `stopping` is the word to see a clinician then.
    `because` says what the week is for, in a sentence.
    """

    number: int
    begin: date
    phase: str
    ease: bool
    resume: bool
    stopped: bool
    because: str
    stopping: Referral | None
    week: Week

    @property
    def end(self) -> date:
        """The last day of the week."""
        return self.begin + timedelta(days=6)

    @property
    def sessions(self) -> tuple[tuple[date, TrainingSession], ...]:
        """The sessions with their dates, the earliest first."""
        first = self.begin.weekday()
        dated = [
            (self.begin + timedelta(days=(DAYS.index(session.day) - first) % 7), session)
            for session in self.week.sessions
        ]
        return tuple(sorted(dated, key=lambda one: one[0]))

    def __str__(self) -> str:
        from runstrength.planning.season_text import week_of_plan_as_text  # noqa: PLC0415 - when somebody looks

        return week_of_plan_as_text(self)

    def to_dict(self) -> dict[str, Any]:
        """Give the week as plain JSON."""
        return {
            "number": self.number,
            "begin": self.begin.isoformat(),
            "phase": self.phase,
            "ease": self.ease,
            "resume": self.resume,
            "stopped": self.stopped,
            "because": self.because,
            "stopping": None if self.stopping is None else self.stopping.to_dict(),
            "dates": [day.isoformat() for day, _ in self.sessions],
            **self.week.to_dict(),
        }
