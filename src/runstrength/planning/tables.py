"""A week as tables: as CSV for a spreadsheet or a program, and as Markdown for people."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from runstrength.explain.layout import clean
from runstrength.explain.words import duration, span, spoken
from runstrength.language import decimal, said, speaking
from runstrength.planning.habits import DAYS
from runstrength.planning.relaxing import said_day
from runstrength.planning.sayings import (
    advice_in_words,
    aim_in_words,
    day_in_words,
    dose_in_short,
    left_out_by_reason,
    loads_in_words,
    reasons_in_words,
    session_in_words,
)
from runstrength.planning.words import clock, group_in_words
from runstrength.render.markdown import escaped, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runstrength.planning.week import Done, TrainingSession, Week

__all__ = ["COLUMNS", "week_as_csv", "week_as_markdown"]

COLUMNS = (
    *("day", "clock", "order", "exercise", "name", "sets", "reps", "seconds", "per_side"),
    *("aim_for", "rest", "load", "kilograms", "reserve", "why"),
)
_FORMULA = ("=", "+", "-", "@")  # with these a spreadsheet begins to calculate


def week_as_csv(week: Week) -> str:
    """Give a row for each exercise of a week, under the names of `COLUMNS`, as RFC 4180 has it.

    `reps` and `seconds` are of one set (one of them is empty), `rest` is in seconds; two numbers have an en dash
    between them, which no spreadsheet takes for a date. A cell that would be a formula has an apostrophe before it.
    """
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for session in week.sessions:
        for order, one in enumerate(session.exercises, start=1):
            writer.writerow(map(_harmless, _row(session, order, one)))
    return written.getvalue()


def _row(session: TrainingSession, order: int, one: Done) -> tuple[str, ...]:
    what, lifting = one.what, one.lifting
    return (
        session.day,
        clock(session.at),
        f"{order}",
        what.exercise,
        what.name,
        f"{what.sets}",
        "" if what.reps is None else span(what.reps),
        "" if what.seconds is None else span(what.seconds),
        "yes" if what.per_side else "no",
        "" if one.target is None else f"{one.target}",
        span(what.rest_seconds),
        what.load,
        "" if lifting.kilograms is None else f"{lifting.kilograms:g}",
        lifting.reserve or "",
        " ".join(reasons_in_words(one)),
    )


def _harmless(cell: str) -> str:
    text = clean(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def week_as_markdown(week: Week) -> str:
    """Give a week as Markdown: the same content as its text, as headings, lists and tables."""
    with speaking(week.result.language):
        return "\n\n".join("\n".join(part) for part in _parts(week) if part) + "\n"


def _parts(week: Week) -> Iterator[list[str]]:
    yield [f"# {said('A week of leg strength')}"]
    if week.result.referral is not None:
        yield [f"> **{escaped(week.result.referral.text)}**"]
    yield table((said("Day"), said("What")), [(said_day(day), escaped(day_in_words(week, day))) for day in DAYS])
    for session in week.sessions:
        yield [f"## {escaped(session_in_words(session))}"]
        yield _session(session)
        yield _list(reason.text for reason in session.eased)
    yield _list(loads_in_words(week))
    if week.sessions:
        groups = ", ".join(f"{group_in_words(group)} {sets}" for group, sets in week.groups.items())
        yield [escaped(said("Sets of the week by muscle group: {groups}.", groups=groups))]
    if week.missing:
        yield [escaped(said("Sessions missing of those prescribed: {n}.", n=week.missing))]
        yield _list(week.relax)
    if week.left_out:
        yield [f"## {said('Not in this week')}"]
        yield _list(f"{', '.join(names)}: {text}" for text, names in left_out_by_reason(week).items())
    advice = list(advice_in_words(week))
    if advice:
        yield [f"## {said('While you train')}"]
        yield _list(advice)
    yield ["---"]
    yield [escaped(week.result.disclaimer)]


def _session(session: TrainingSession) -> list[str]:
    head = ("", said("Exercise"), said("Sets × repetitions"), said("Load"), said("Rest"), said("Why"))
    return table(head, [_cells(order, one) for order, one in enumerate(session.exercises, start=1)])


def _cells(order: int, one: Done) -> tuple[str, ...]:
    what, kilograms = one.what, one.lifting.kilograms
    heavy = "" if kilograms is None else f", {decimal(kilograms)} kg"
    rest = duration(what.rest_seconds) if what.rest_seconds[1] else said("none")
    texts = (
        what.name,
        f"{dose_in_short(what)}{aim_in_words(one)}",
        f"{spoken(what.load)}{heavy}",
        rest,
        " ".join(reasons_in_words(one)),
    )
    return (f"{order}", *map(escaped, texts))


def _list(entries: Iterable[str]) -> list[str]:
    return [f"- {escaped(entry)}" for entry in entries]
