"""A week as text for a terminal: what, how many, how heavy, and why it lies there."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from runstrength.explain.words import spoken
from runstrength.language import said, speaking
from runstrength.planning.habits import DAYS
from runstrength.planning.relaxing import said_day
from runstrength.planning.words import clock, group_in_words, run_in_words
from runstrength.rulebook.rule import LOADS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runstrength.planning.week import Done, TrainingSession, Week

__all__ = ["week_as_text"]

WIDTH = 80


def week_as_text(week: Week) -> str:
    """Write a week for a terminal of 80 columns."""
    with speaking(week.result.language):
        return "\n".join(_lines(week)) + "\n"


def _lines(week: Week) -> Iterator[str]:
    referral = week.result.referral
    if referral is not None:
        yield from wrap(referral.text, WIDTH)
        yield ""
    yield from _overview(week)
    for session in week.sessions:
        yield ""
        yield from _session(session)
    yield ""
    yield from _rest(week)


def _overview(week: Week) -> Iterator[str]:
    at = {session.day: session for session in week.sessions}
    for day in DAYS:
        parts = []
        if day in week.habits.runs:
            parts.append(run_in_words(week.habits.runs[day]))
        if day in at:
            parts.append(
                said("strength {clock}, about {minutes} min", clock=clock(at[day].at), minutes=at[day].minutes)
                + (said(", with jumps") if at[day].jumps else "")
            )
        yield f"{said_day(day):<12}{' + '.join(parts) or said('rest')}"


def _session(session: TrainingSession) -> Iterator[str]:
    room = "" if session.room is None else said(" of {room}", room=session.room)
    title = said(
        "{day} {clock}: about {minutes}{room} min",
        day=said_day(session.day),
        clock=clock(session.at),
        minutes=session.minutes,
        room=room,
    )
    yield title
    yield "-" * len(title)
    for number, one in enumerate(session.exercises, start=1):
        yield from _exercise(number, one)
    for reason in session.eased:
        yield from _wrapped(f"  ! {reason.text}", 4)


def _exercise(number: int, one: Done) -> Iterator[str]:
    heavy = "" if one.lifting.kilograms is None else f", {one.lifting.kilograms:g} kg"
    yield from _wrapped(f"{number:>2}. {one.what.name}: {one.what.dose}{heavy}", 4)
    for text in (one.what.because[0].text if one.what.because else "", one.lifting.because):
        if text:
            yield from _wrapped(f"    {text}", 4)


def _rest(week: Week) -> Iterator[str]:
    every = [one for session in week.sessions for one in session.exercises]
    for load in LOADS:
        reserve = next((one.lifting.reserve for one in every if one.what.load == load and one.lifting.reserve), None)
        if reserve is not None:
            yield from _wrapped(f"{spoken(load).capitalize()}: {reserve}", 2)
    groups = ", ".join(f"{group_in_words(group)} {sets}" for group, sets in week.groups.items())
    if week.sessions:
        yield from _wrapped(said("Sets of the week by muscle group: {groups}.", groups=groups), 2)
    if week.missing:
        yield from _wrapped(said("Sessions missing of those prescribed: {n}.", n=week.missing), 2)
        for text in week.relax:
            yield from _wrapped(f"  - {text}", 4)
    if week.left_out:
        yield said("Not in this week:")
        for text, names in _together(week).items():
            yield from _wrapped(f"  - {', '.join(names)}: {text}", 4)
    yield from _wrapped(week.result.disclaimer, 0)


def _together(week: Week) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in week.left_out:
        text = " ".join([one.text, *(reason.text for reason in one.because)])
        found.setdefault(text, []).append(one.name)
    return found


def _wrapped(text: str, indent: int) -> Iterable[str]:
    return wrap(text, WIDTH, subsequent_indent=" " * indent)
