"""What every look of a week says in the same words: why, how heavy the loads are, and what is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.explain.telling import not_screened_in_words
from runstrength.explain.words import duration, span, spoken
from runstrength.language import said
from runstrength.planning.relaxing import said_day
from runstrength.planning.words import clock, run_in_words
from runstrength.rulebook.rule import LOADS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runstrength.parts import Recommendation
    from runstrength.planning.week import Done, TrainingSession, Week

__all__ = [
    "advice_in_words",
    "aim_in_words",
    "day_in_words",
    "dose_in_short",
    "left_out_by_reason",
    "loads_in_words",
    "reasons_in_words",
    "session_in_words",
]


def day_in_words(week: Week, day: str, *, short: bool = False) -> str:
    """Say what a day holds: `easy run + strength 18:00, about 40 min`, or that it is free; `short` says just when."""
    parts = [run_in_words(week.habits.runs[day])] if day in week.habits.runs else []
    for session in week.sessions:
        if session.day == day and short:
            parts.append(said("strength {clock}", clock=clock(session.at)))
        elif session.day == day:
            what = said("strength {clock}, about {minutes} min", clock=clock(session.at), minutes=session.minutes)
            parts.append(what + (said(", with jumps") if session.jumps else ""))
    return " + ".join(parts) or said("rest")


def session_in_words(session: TrainingSession) -> str:
    """Give the title of a session: `Wednesday 18:00: about 52 of 60 min`."""
    return said(
        "{day} {clock}: about {minutes}{room} min",
        day=said_day(session.day),
        clock=clock(session.at),
        minutes=session.minutes,
        room="" if session.room is None else said(" of {room}", room=session.room),
    )


def dose_in_short(what: Recommendation) -> str:
    """Give how often an exercise is done: `3 × 12–15 per side`."""
    dose = f"{what.sets} × {span(what.reps) if what.reps else duration(what.seconds or (0, 0))}"
    return said("{dose} per side", dose=dose) if what.per_side else dose


def reasons_in_words(one: Done) -> list[str]:
    """Give the strongest reason of an exercise, and where its kilograms come from, or why there are none."""
    return [text for text in (one.what.because[0].text if one.what.because else "", one.lifting.because) if text]


def aim_in_words(one: Done) -> str:
    """Give how many repetitions to aim for in this week of a season: `, aim for 12`; outside of one nothing."""
    if one.target is None or one.what.reps is None or one.what.reps[0] == one.what.reps[1]:
        return ""
    return said(", aim for {n}", n=one.target)


def loads_in_words(week: Week) -> Iterator[str]:
    """Say what each load of a week means: `Light: Stop while …`."""
    every = [one for session in week.sessions for one in session.exercises]
    for load in LOADS:
        reserve = next((one.lifting.reserve for one in every if one.what.load == load and one.lifting.reserve), None)
        if reserve is not None:
            yield f"{spoken(load).capitalize()}: {reserve}"


def advice_in_words(week: Week) -> Iterator[str]:
    """Give what the runner should know besides, and what was not asked and should be."""
    yield from (one.text for one in week.advice)
    found = not_screened_in_words(type(week.result.profile), week.result.not_screened)
    if found and week.sessions:
        yield found


def left_out_by_reason(week: Week) -> dict[str, list[str]]:
    """Give the names of what was prescribed and is in no session, by why."""
    found: dict[str, list[str]] = {}
    for one in week.left_out:
        text = " ".join([one.text, *(reason.text for reason in one.because)])
        found.setdefault(text, []).append(one.name)
    return found
