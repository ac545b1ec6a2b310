"""A week as a page to print: one sheet to hang up and to tick, of A4 or Letter. It needs nothing else.

Each exercise says what, how many, how heavy, why and how, with a box for every set. A full week is printed smaller, and
where that is not enough with the first steps of each exercise only; a screen shows them all.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from runstrength.language import said, speaking
from runstrength.planning.habits import DAYS
from runstrength.planning.relaxing import said_day
from runstrength.planning.sayings import (
    advice_in_words,
    day_in_words,
    left_out_by_reason,
    loads_in_words,
    session_in_words,
)
from runstrength.planning.sheet import entries_of, size_of
from runstrength.planning.words import group_in_words, phase_in_words
from runstrength.render.content import page
from runstrength.render.elements import element, items, markup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runstrength.planning.plan_week import PlanWeek
    from runstrength.planning.season import Plan
    from runstrength.planning.sheet import Entry, Size
    from runstrength.planning.week import Week
    from runstrength.render.content import Alarm
    from runstrength.render.elements import Element

__all__ = ["season_as_html", "week_as_html"]


@cache
def _style() -> str:
    return Path(__file__).with_name("page.css").read_text(encoding="utf-8")


def week_as_html(week: Week) -> str:
    """Give a week as a whole HTML document."""
    with speaking(week.result.language):
        title = said("A week of leg strength")
        return _document(title, week.result.language, element("main", _sheet_of(week, title, _from())))


def season_as_html(plan: Plan) -> str:
    """Give all weeks of a season as one HTML document, a sheet for each."""
    with speaking(plan.result.language):
        # Of the weeks that a sign stops one sheet is enough.
        stopped = [week for week in plan.weeks if week.stopped and not week.sessions]
        sheets = [_sheet_of(week.week, *_headed(week)) for week in plan.weeks if week not in stopped[1:]]
        return _document(said("A season of leg strength"), plan.result.language, element("main", *sheets))


def _headed(week: PlanWeek) -> tuple[str, Element]:
    phase = phase_in_words("stopped" if week.stopped else "ease" if week.ease else week.phase)
    dates = f"{week.begin.isoformat()} – {week.end.isoformat()}"
    told = [week.because] if week.stopping is None else [week.stopping.text, week.because]
    about = f"{dates}. {' '.join(told)}"
    return said("Week {number}: {phase}", number=week.number, phase=phase), element("p", about, class_="about")


def _document(title: str, language: str, main: Element) -> str:
    sheet = element("style")
    sheet.text = _style()
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        sheet,
    )
    document = element("html", head, element("body", main), lang=language)
    return f"<!DOCTYPE html>\n{markup(document)}\n"


def _sheet_of(week: Week, title: str, under: Element) -> Element:
    entries = entries_of(week)
    eased = [[reason.text for reason in session.eased] for session in week.sessions]
    notes = list(_notes(week))
    alarm = page(week.result).alarm
    size = size_of(entries, eased, [*notes, *under.itertext()], [] if alarm is None else [alarm.text, *alarm.because])
    sessions = [
        _session(session_in_words(session), texts, of, size)
        for session, texts, of in zip(week.sessions, eased, entries, strict=True)
    ]
    return element(
        "article",
        element("header", element("h1", title), under if sessions or under.get("class") == "about" else None),
        None if alarm is None else _alarm(alarm),
        _days(week) if sessions or alarm is None else None,  # no runs beside a word that may be to stop them
        element("div", *sessions, class_="sessions")
        if sessions
        else element("p", said("There is no session in this week."), class_="none"),
        items("ul", notes, class_="notes"),
        class_=f"week {size.name}",
    )


def _from() -> Element:
    return element("p", said("Week from"), element("span", class_="blank"), class_="from")


def _alarm(alarm: Alarm) -> Element:
    text = element("p", alarm.text, class_="text")
    return element("section", element("h2", alarm.title), text, items("ul", alarm.because), class_="alarm")


def _days(week: Week) -> Element | None:
    days = (element("li", element("b", said_day(day)), f" {day_in_words(week, day, short=True)}") for day in DAYS)
    return items("ul", days, class_="days")


def _session(title: str, eased: Sequence[str], entries: Sequence[Entry], size: Size) -> Element:
    return element(
        "section",
        element("h2", title),
        items("ul", eased, class_="eased"),
        items("ol", [_exercise(entry, size) for entry in entries], class_="plan"),
    )


def _exercise(entry: Entry, size: Size) -> Element:
    boxes = [
        element("input", type="checkbox", aria_label=said("{name}: set {number}", name=entry.name, number=number))
        for number in range(1, entry.sets + 1)
    ]
    again = ("; ", element("span", entry.again, class_="again")) if entry.again else ()
    shown = entry.shown(size)
    steps = [element("li", step, **({} if at < shown else {"class_": "more"})) for at, step in enumerate(entry.steps)]
    return element(
        "li",
        element("div", element("h3", entry.name), element("p", *boxes, class_="boxes"), class_="head"),
        element("p", element("b", entry.dose), *again, class_="dose"),
        element("p", entry.why, class_="why") if entry.why else None,
        items("ol", steps, class_="steps"),
    )


def _notes(week: Week) -> Iterator[str]:
    """Give what stands below the sessions."""
    yield from loads_in_words(week)
    if week.sessions:
        groups = ", ".join(f"{group_in_words(group)} {sets}" for group, sets in week.groups.items())
        yield said("Sets of the week by muscle group: {groups}.", groups=groups)
    if week.missing:
        yield said("Sessions missing of those prescribed: {n}.", n=week.missing)
        yield from week.relax
    for text, names in left_out_by_reason(week).items():
        yield said("Not in this week: {names}. {text}", names=", ".join(names), text=text)
    yield from advice_in_words(week)
    yield week.result.disclaimer
