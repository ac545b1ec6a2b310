"""A week as text for a terminal: what, how many, how heavy, and why it lies there."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from runstrength.language import decimal, said, speaking
from runstrength.planning.habits import DAYS
from runstrength.planning.relaxing import said_day
from runstrength.planning.sayings import (
    advice_in_words,
    aim_in_words,
    day_in_words,
    left_out_by_reason,
    loads_in_words,
    reasons_in_words,
    session_in_words,
)
from runstrength.planning.words import group_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runstrength.planning.week import Done, TrainingSession, Week

__all__ = ["week_as_text"]

WIDTH = 80


def week_as_text(week: Week) -> str:
    """Write a week for a terminal of 80 columns."""
    with speaking(week.result.language):
        return "\n".join(_lines(week))


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
    for day in DAYS:
        yield f"{said_day(day):<12}{day_in_words(week, day)}"


def _session(session: TrainingSession) -> Iterator[str]:
    title = session_in_words(session)
    yield title
    yield "-" * len(title)
    for number, one in enumerate(session.exercises, start=1):
        yield from _exercise(number, one)
    for reason in session.eased:
        yield from _wrapped(f"  ! {reason.text}", 4)


def _exercise(number: int, one: Done) -> Iterator[str]:
    heavy = "" if one.lifting.kilograms is None else f", {decimal(one.lifting.kilograms)} kg"
    yield from _wrapped(f"{number:>2}. {one.what.name}: {one.what.dose}{heavy}{aim_in_words(one)}", 4)
    for text in reasons_in_words(one):
        yield from _wrapped(f"    {text}", 4)


def _rest(week: Week) -> Iterator[str]:
    for text in loads_in_words(week):
        yield from _wrapped(text, 2)
    groups = ", ".join(f"{group_in_words(group)} {sets}" for group, sets in week.groups.items())
    if week.sessions:
        yield from _wrapped(said("Sets of the week by muscle group: {groups}.", groups=groups), 2)
    if week.missing:
        yield from _wrapped(said("Sessions missing of those prescribed: {n}.", n=week.missing), 2)
        for text in week.relax:
            yield from _wrapped(f"  - {text}", 4)
    if week.left_out:
        yield said("Not in this week:")
        for text, names in left_out_by_reason(week).items():
            yield from _wrapped(f"  - {', '.join(names)}: {text}", 4)
    for text in advice_in_words(week):
        yield from _wrapped(f"* {text}", 2)
    yield from _wrapped(week.result.disclaimer, 0)


def _wrapped(text: str, indent: int) -> Iterable[str]:
    return wrap(text, WIDTH, subsequent_indent=" " * indent)
