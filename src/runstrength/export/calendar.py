"""Sessions as a calendar (iCalendar, RFC 5545): an event for each, with what is done in it, how heavy, and why.

Needs icalendar (extra `export`), which writes the format: its lines, its escapes, its time zones.
"""

from __future__ import annotations

import re
import uuid
from collections import Counter
from contextlib import nullcontext
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo, available_timezones

from runstrength._version import __version__
from runstrength.errors import PlanError, Problem, RunstrengthError
from runstrength.explain.words import spoken
from runstrength.export.dated import Dated
from runstrength.language import decimal, said, speaking
from runstrength.rulebook.rule import LOADS
from runstrength.strangers import nearest, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from icalendar import Event, Timezone

    from runstrength.planning.week import Done, TrainingSession

__all__ = ["calendar", "written_before"]

# What the names of plans and their dates are hashed under: another would make every event a new one.
_EVENTS = uuid.UUID("5435d9e0-7c22-5f7b-9fd1-f1d14eef58de")
_YEARS = 1970, 2199  # who has sessions in other years slipped with a key
# What no text of the format may hold, however it is escaped: control characters, and halves of a character.
_NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def calendar(  # noqa: PLR0913 - a calendar has these parts
    sessions: Iterable[tuple[date, TrainingSession]],
    *,
    timezone: str,
    plan_id: str,
    stamp: datetime | None = None,
    revision: int = 0,
    earlier: Iterable[date] = (),
) -> bytes:
    """Write sessions with their dates, as `dated` gives those of a week, as a calendar to publish.

    `timezone` is where the hours of the sessions are meant, such as `Europe/Berlin`, or `UTC`. `plan_id` names the
    plan, another for each runner: from it and the date follows the UID of an event, so that importing again updates it.
    `stamp` is when this was decided (left out: now); `revision` counts the changes of the plan, for calendars that keep
    an event until it rises. `earlier` are the dates of an earlier version of the plan: where there is no session now,
    its event is cancelled. Raises `PlanError`, which names every problem, and `RunstrengthError` without icalendar.
    """
    try:
        from icalendar import Calendar, Event  # noqa: PLC0415 - optional
    except ImportError as error:
        raise RunstrengthError("calendars need icalendar: pip install 'runstrength[export]'") from error

    found, before = [Dated(*one) for one in sessions], list(earlier)
    days = [one.date for one in found]
    problems = [
        *_wrong(timezone, plan_id, stamp, revision),
        *_no_dates("sessions", days),
        *_no_dates("earlier", before),
    ]
    if problems:
        raise PlanError(problems)
    found.sort(key=lambda one: one.date)
    when = (datetime.now(UTC) if stamp is None else stamp).astimezone(UTC).replace(microsecond=0)
    written = Calendar()
    written.add("prodid", f"-//runstrength//runstrength {__version__}//EN")
    written.add("version", "2.0")
    written.add("method", "PUBLISH")

    def event_on(day: date) -> Event:
        event = Event()
        event.add("uid", _uid(plan_id, day))
        event.add("dtstamp", when)
        event.add("last-modified", when)
        event.add("sequence", revision)
        written.add_component(event)
        return event

    for one in found:
        _fill(event_on(one.date), one, ZoneInfo(timezone))
    with speaking(found[0].session.result.language) if found else nullcontext():
        title = said("Leg strength")
    for day in sorted({*before} - {*days}):
        event = event_on(day)
        event.add("dtstart", day)
        event.add("summary", title)
        event.add("status", "CANCELLED")
    if found:  # what a zone does in the year around the sessions is all that their hours need
        year = timedelta(days=366)
        written.add_missing_timezones(found[0].date - year, found[-1].date + year)
        for of in written.timezones:
            _mend(of, ZoneInfo(timezone))
    return bytes(written.to_ical())


def _uid(plan_id: str, day: date) -> str:
    return str(uuid.uuid5(_EVENTS, f"{plan_id}\n{day.isoformat()}"))


def written_before(data: bytes, plan_id: str) -> tuple[frozenset[date], int]:
    """Read from an earlier calendar of a plan the dates that it has events on, and the revision that follows it.

    What is no calendar, or one of something else, has none.
    """
    from icalendar import Calendar  # noqa: PLC0415 - optional

    days: set[date] = set()
    revision = 0
    try:
        events = Calendar.from_ical(data).walk("VEVENT")
    except ValueError:
        return frozenset(), 0
    for event in events:
        start = event.get("dtstart")
        begins = None if start is None else start.dt
        if isinstance(begins, datetime):  # in UTC it may be the day before or the one after
            near = (begins.date() + timedelta(days=by) for by in (-1, 0, 1))
            here = {day for day in near if _uid(plan_id, day) == str(event.get("uid"))}
            days |= here
            revision = max(revision, int(event.get("sequence", 0)) + 1) if here else revision
    return frozenset(days), revision


def _wrong(timezone: object, plan_id: object, stamp: object, revision: object) -> Iterator[Problem]:
    known = available_timezones()
    if not isinstance(timezone, str) or timezone not in known:
        near = nearest(timezone, known) if isinstance(timezone, str) else None
        allowed = "a name of the IANA time zone database, such as Europe/Berlin, or UTC"
        yield Problem("timezone", show(timezone), "is no time zone that is known here", allowed, near)
    if not isinstance(plan_id, str) or not plan_id.strip() or _NO_TEXT.search(plan_id):
        yield Problem("plan_id", show(plan_id), "is no name of a plan", "a text that no other plan has")
    if stamp is not None and (not isinstance(stamp, datetime) or stamp.tzinfo is None):
        yield Problem("stamp", show(stamp), "is no time that is the same everywhere", "a datetime with a time zone")
    if not isinstance(revision, int) or isinstance(revision, bool) or not 0 <= revision < 1 << 31:
        yield Problem("revision", show(revision), "is no count of changes", "a whole number from 0")


def _no_dates(path: str, days: Sequence[object]) -> Iterator[Problem]:
    for day, count in Counter(days).items():
        if not isinstance(day, date) or isinstance(day, datetime) or not _YEARS[0] <= day.year <= _YEARS[1]:
            yield Problem(path, show(day), "is no date", f"a datetime.date from {_YEARS[0]} to {_YEARS[1]}")
        elif count > 1 and path == "sessions":
            yield Problem(path, day.isoformat(), f"has {count} sessions", "one session a day")


def _fill(event: Event, one: Dated, zone: ZoneInfo) -> None:
    start = _start(one.date, one.session.at, zone)
    event.add("dtstart", _written(start, zone))
    event.add("dtend", _written(start + timedelta(minutes=one.session.minutes), zone))
    with speaking(one.session.result.language):
        event.add("summary", said("Leg strength with jumps") if one.session.jumps else said("Leg strength"))
        event.add("description", _NO_TEXT.sub(" ", "\n".join(_description(one.session))))


def _start(day: date, at: float, zone: ZoneInfo) -> datetime:
    """Give when a session begins, in UTC, in which alone hours can be counted."""
    local = datetime.combine(day, time()) + timedelta(minutes=round(at * 60))
    return local.replace(tzinfo=zone).astimezone(UTC)


def _written(moment: datetime, zone: ZoneInfo) -> datetime:
    """Give a moment in its zone; of an hour that the clock goes through twice, the second time only UTC can name."""
    local = moment.astimezone(zone)
    return moment if local.fold else local


def _mend(of: Timezone, zone: ZoneInfo) -> None:
    """Say of each change of the clock when it is by the clock before it (RFC 5545, 3.6.5).

    icalendar 7.3 says what the clock shows after it where it is put forward: a second before that, it already was.
    """
    for part in cast("list[dict[str, Any]]", of.subcomponents):
        put = part["TZOFFSETTO"].td - part["TZOFFSETFROM"].td
        begun = part["DTSTART"].dt.replace(tzinfo=UTC) - part["TZOFFSETFROM"].td - timedelta(seconds=1)
        if put > timedelta() and begun.astimezone(zone).utcoffset() == part["TZOFFSETTO"].td:
            for time_of in (part["DTSTART"], *(part["RDATE"].dts if "RDATE" in part else ())):
                time_of.dt -= put


def _description(session: TrainingSession) -> Iterator[str]:
    referral = session.result.referral
    if referral is not None:
        yield referral.text
        yield ""
    for number, one in enumerate(session.exercises, start=1):
        yield f"{number}. {_what(one)}"
        why = one.what.because[0].text if one.what.because else None
        yield from filter(None, (why, one.lifting.because, one.cut))
    yield ""
    for reason in session.eased:
        yield f"! {reason.text}"
    for load in LOADS:
        found = (one.lifting.reserve for one in session.exercises if one.what.load == load and one.lifting.reserve)
        for reserve in dict.fromkeys(found):
            yield f"{spoken(load).capitalize()}: {reserve}"
    yield session.result.disclaimer


def _what(one: Done) -> str:
    heavy = "" if one.lifting.kilograms is None else f", {decimal(one.lifting.kilograms)} kg"
    aim = "" if one.target is None else said(", aim for {n}", n=one.target)
    return f"{one.what.name}: {one.what.dose}{heavy}{aim}"
