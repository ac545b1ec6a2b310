"""What a calendar reads is when the sessions are, wherever and however the clock is changed, and what they hold."""

from __future__ import annotations

import io
import sys
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast
from unittest import mock
from zoneinfo import ZoneInfo

import attrs
import icalendar
import pytest
from dateutil.tz import tzical
from hypothesis import assume, given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from runstrength import PlanError, RunstrengthError
from runstrength.export.calendar import calendar
from runstrength.export.dated import Dated, dated
from tests.export.carried import dates_of, week
from tests.strategies import examples

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runstrength.planning.week import TrainingSession

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Kathmandu", "UTC")
STAMP = datetime(2026, 3, 20, 12, 30, tzinfo=UTC)

Read = tuple[str, datetime, timedelta, str, str]


def read_by_icalendar(written: bytes) -> list[Read]:
    """Give the UID, the begin in UTC, the length, the summary and the description of each event."""
    found = icalendar.Calendar.from_ical(written).events
    return [event_of(one.uid, one.start, one.end, one.summary, one.description) for one in found]


def read_by_ical(written: bytes) -> list[Read]:
    """Give the same, as another library reads it."""
    found = IcsCalendarStream.calendar_from_ics(written.decode()).events
    return [event_of(one.uid, one.dtstart, one.dtend, one.summary, one.description) for one in found]


def event_of(uid: str | None, start: date | None, end: date | None, *texts: str | None) -> Read:
    """Give an event as both are compared: its hours are hours, and not days."""
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
    summary, description = map(str, texts)
    return str(uid), start.astimezone(UTC), end.astimezone(UTC) - start.astimezone(UTC), summary, description


def at(hours: float, minutes: int = 45) -> TrainingSession:
    """Give a session that begins at an hour and lasts so long."""
    return attrs.evolve(week().sessions[0], at=hours, minutes=minutes)


def write(sessions: Sequence[tuple[date, TrainingSession]], timezone: str = "Europe/Berlin") -> bytes:
    """Write a calendar of one plan."""
    return calendar(sessions, timezone=timezone, plan_id="Ana's spring", stamp=STAMP)


@given(seed=st.integers(0, 10_000), zone=st.sampled_from(ZONES))
@examples(8)
def test_what_is_read_is_what_was_written(seed: int, zone: str) -> None:
    """Two readers that know nothing of each other see each session at its hour, as long as it is, and all it says."""
    sessions = dates_of(seed)
    written = write(sessions, zone)
    read = read_by_icalendar(written)
    assert read == read_by_ical(written)
    assert len(sessions) == len(read) == len({uid for uid, *_ in read})
    for (day, session), (_, start, length, summary, description) in zip(sessions, read, strict=True):
        begun = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)) + timedelta(hours=session.at)
        assert begun.astimezone(UTC) == start
        assert timedelta(minutes=session.minutes) == length
        assert summary.endswith("with jumps") == session.jumps
        for one in session.exercises:
            assert f"{one.what.name}: {one.what.dose}" in description
            assert one.what.because[0].text in description
            assert one.lifting.kilograms is None or f", {one.lifting.kilograms:g} kg" in description
            assert one.target is None or f", aim for {one.target}" in description
        assert all(reason.text in description for reason in session.eased)
        assert session.result.disclaimer in description


@given(text=st.text(st.characters(exclude_categories=["C"]) | st.sampled_from("\n,;:\\\"'äöüß€🦵"), max_size=300))
@examples(50)
def test_any_text_is_read_as_it_was_written(text: str) -> None:
    """Commas, semicolons, quotes, line ends, umlauts and long lines come through two readers."""
    assume("\\N" not in text)  # icalendar takes this for a line end that is escaped already
    session = week().sessions[0]
    first = session.exercises[0]
    strange = attrs.evolve(first, cut=f"<{text}>")
    written = write([(date(2026, 3, 27), attrs.evolve(session, exercises=(strange,)))])
    for read in (read_by_icalendar, read_by_ical):
        [(_, _, _, _, description)] = read(written)
        assert f"\n<{text}>\n" in description
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    assert b"\n" not in written.replace(b"\r\n", b"")


@given(text=st.text(st.characters(categories=["Cc", "Cs"]) | st.sampled_from("\r\n:;"), max_size=20))
@examples(30)
def test_no_text_breaks_a_calendar(text: str) -> None:
    """Control characters, which the format forbids, and halves of characters are left out; no line is smuggled in."""
    session = week().sessions[0]
    strange = attrs.evolve(session.exercises[0], cut=f"<{text}\r\nATTACH:x>")
    written = write([(date(2026, 3, 27), attrs.evolve(session, exercises=(strange,)))])
    assert read_by_icalendar(written) == read_by_ical(written)
    assert b"\r\nATTACH" not in written


def test_another_language() -> None:
    """A German runner reads German."""
    [(*_, description), _] = read_by_ical(write(dated(week("de"), date(2026, 3, 23))))
    assert "Wiederholungen" in description


@pytest.mark.parametrize(
    ("day", "hours", "minutes", "begins", "ends"),
    [
        ((2026, 3, 28), 18, 45, (28, 17, 0), (28, 17, 45)),  # winter
        ((2026, 3, 29), 18, 45, (29, 16, 0), (29, 16, 45)),  # the clock was put forward that morning
        ((2026, 3, 29), 1.5, 60, (29, 0, 30), (29, 1, 30)),  # and meanwhile: the session is as long as ever
        ((2026, 3, 29), 2.5, 45, (29, 1, 30), (29, 2, 15)),  # an hour that there is not
        ((2026, 3, 29), 3.25, 45, (29, 1, 15), (29, 2, 0)),
        ((2026, 10, 25), 1.5, 60, (24, 23, 30), (25, 0, 30)),  # it is put back: the first half past two
        ((2026, 10, 25), 2.25, 60, (25, 0, 15), (25, 1, 15)),  # ends in the second
        ((2026, 10, 25), 18, 45, (25, 17, 0), (25, 17, 45)),
        ((2026, 3, 28), 23.75, 45, (28, 22, 45), (28, 23, 30)),  # over midnight
    ],
)
def test_the_clock_is_changed(
    day: tuple[int, int, int],
    hours: float,
    minutes: int,
    begins: tuple[int, int, int],
    ends: tuple[int, int, int],
) -> None:
    """In a week in which the clock is changed each session is at its hour, and as long as it is."""
    written = write([(date(*day), at(hours, minutes))])
    expected = [datetime(*day[:2], *of, tzinfo=UTC) for of in (begins, ends)]
    for read in (read_by_icalendar, read_by_ical):
        [(_, start, length, _, _)] = read(written)
        assert expected == [start, start + length]


@pytest.mark.parametrize("zone", ZONES[:-1])
def test_a_calendar_explains_its_time_zone(zone: str) -> None:
    """Who does not know the zone learns from the calendar what the clock shows at any moment of the weeks around."""
    written = write([(date(2026, 3, 27), at(18))], zone).decode()
    learned, known = tzical(io.StringIO(written)).get(zone), ZoneInfo(zone)
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    for hours in range(365 * 24):
        local = (begin + timedelta(hours=hours)).astimezone(known)
        if not local.fold:  # of two moments with one name it is told the first
            assert local.utcoffset() == local.replace(tzinfo=learned).utcoffset(), local


@pytest.mark.parametrize("zone", ZONES[:-1])
def test_a_calendar_says_when_the_clock_is_changed(zone: str) -> None:
    """By the clock as it was before, as the standard has it: that moment is the change, and not an hour later."""
    [of] = icalendar.Calendar.from_ical(write([(date(2026, 3, 27), at(18))], zone)).timezones
    known = ZoneInfo(zone)
    changes = [
        (before, after, onset.dt.replace(tzinfo=UTC) - before)
        for part in cast("list[dict[str, Any]]", of.subcomponents)
        for before, after in ((part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td),)
        for onset in (part["DTSTART"], *(part["RDATE"].dts if "RDATE" in part else ()))
        if before != after
    ]
    assert (zone != "Asia/Kathmandu") == bool(changes)
    for before, after, when in changes:
        assert before == (when - timedelta(seconds=1)).astimezone(known).utcoffset()
        assert after == when.astimezone(known).utcoffset()


def test_utc_needs_no_time_zone() -> None:
    """Whoever says so gets UTC."""
    written = write([(date(2026, 3, 27), at(18.5))], "UTC")
    assert b"DTSTART:20260327T183000Z\r\n" in written
    assert b"VTIMEZONE" not in written


def uids(written: bytes) -> list[str]:
    """Give the UIDs of a calendar."""
    return [uid for uid, *_ in read_by_icalendar(written)]


def test_importing_again_updates() -> None:
    """An event is known by plan and date, whatever it holds; of two versions the later one is newer."""
    day, other = date(2026, 3, 27), date(2026, 3, 28)
    first = write([(day, at(18)), (other, at(18))])
    later = STAMP + timedelta(days=1)
    second = calendar([(day, at(7, 20))], timezone="UTC", plan_id="Ana's spring", stamp=later, revision=1)
    assert uids(first)[:1] == uids(second)
    assert uids(first) != uids(calendar([(day, at(18))], timezone="UTC", plan_id="Ben's spring", stamp=STAMP))
    [before, _], [after] = (icalendar.Calendar.from_ical(one).events for one in (first, second))
    assert (0, STAMP, STAMP) == (before["SEQUENCE"], before.DTSTAMP, before.LAST_MODIFIED)
    assert (1, later, later) == (after["SEQUENCE"], after.DTSTAMP, after.LAST_MODIFIED)
    assert icalendar.Calendar.from_ical(first)["METHOD"] == "PUBLISH"


def test_a_session_that_there_is_no_more() -> None:
    """What an earlier version had, and this one has not, is cancelled under its own name; the rest is as it is."""
    day, gone = date(2026, 3, 27), date(2026, 3, 28)
    first = write([(day, at(18)), (gone, at(18))])
    again = calendar([(day, at(18))], timezone="UTC", plan_id="Ana's spring", stamp=STAMP, earlier=[day, gone])
    for events in (
        icalendar.Calendar.from_ical(again).events,
        IcsCalendarStream.calendar_from_ics(again.decode()).events,
    ):
        assert uids(first) == [event.uid for event in events]
        assert ["", "CANCELLED"] == [event.status or "" for event in events]


def test_the_uid_of_today_is_that_of_tomorrow() -> None:
    """Another version of the library must not make other events."""
    assert ["9717dcce-fee7-59ea-82d5-5d68729c713f"] == uids(write([(date(2026, 3, 27), at(18))]))


def test_the_same_calendar_is_the_same_to_the_byte() -> None:
    """Nothing but what is given decides, in whatever order it is given."""
    sessions = dated(week(), date(2026, 3, 25))
    assert write(sessions) == write(sessions[::-1])


def test_now_is_when_nobody_says_when() -> None:
    """Left out, the stamp is the time of writing."""
    before = datetime.now(UTC).replace(microsecond=0)
    written = calendar([(date(2026, 3, 27), at(18))], timezone="UTC", plan_id="a")
    [event] = icalendar.Calendar.from_ical(written).events
    assert before <= event.DTSTAMP <= datetime.now(UTC)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
def test_a_week_without_sessions(zone: str) -> None:
    """A calendar may be empty: a sign stopped the training."""
    assert [] == read_by_icalendar(write([], zone))


@pytest.mark.parametrize("start", [date(2026, 3, 23) + timedelta(days=days) for days in range(7)])
def test_a_week_begins_on_any_day(start: date) -> None:
    """Each session is on the first of its days that is not before the start."""
    found = dated(week(), start)
    assert {session.day for session in week().sessions} == {f"{one.date:%A}".lower() for one in found}
    assert all(start <= one.date < start + timedelta(days=7) for one in found)
    assert all(one.date < other.date for one, other in pairwise(found))
    assert all(isinstance(one, Dated) for one in found)


def test_whatever_is_wrong_is_said_at_once() -> None:
    """One error names every problem, and what would be right."""
    with pytest.raises(PlanError) as caught:
        calendar(
            [(date(2026, 3, 27), at(18)), (date(2026, 3, 27), at(7))],
            timezone="Europe/Berlim",
            plan_id=" ",
            stamp=STAMP.replace(tzinfo=None),
            revision=-1,
        )
    problems = {problem.path: problem for problem in caught.value.problems}
    assert {"timezone", "plan_id", "stamp", "revision", "sessions"} == set(problems)
    assert problems["timezone"].nearest == "Europe/Berlin"


@pytest.mark.parametrize("zone", ["", "Europe", "../../etc/passwd", "Mars/Olympus", "\0", None, 3, "europe/berlin"])
def test_an_unknown_time_zone(zone: object) -> None:
    """No time zone is guessed, and no file looked for."""
    with pytest.raises(PlanError, match="is no time zone that is known here"):
        calendar([], timezone=zone, plan_id="a")  # type: ignore[arg-type]


@pytest.mark.parametrize("day", ["2026-03-27", None, 20260327, STAMP, date(1, 1, 1), date.max])
def test_no_date(day: date) -> None:
    """Neither a session nor one of an earlier version is on what is no date."""
    with pytest.raises(PlanError) as caught:
        calendar([(day, at(18))], timezone="UTC", plan_id="a", earlier=[day])
    assert ["sessions", "earlier"] == [problem.path for problem in caught.value.problems]


@pytest.mark.parametrize("plan_id", ["", " ", "a\ud800", "a\0", None, 7])
def test_no_name_of_a_plan(plan_id: str) -> None:
    """What two plans could have by accident, or nobody could write, names none."""
    with pytest.raises(PlanError, match="plan_id: is no name of a plan"):
        calendar([], timezone="UTC", plan_id=plan_id)


def test_no_date_to_begin_on() -> None:
    """A text is no date."""
    with pytest.raises(PlanError, match=r"start: is no date: .2026-03-23."):
        dated(week(), "2026-03-23")  # type: ignore[arg-type]


def test_without_the_library() -> None:
    """It is said how to get it."""
    with (
        mock.patch.dict(sys.modules, {"icalendar": None}),
        pytest.raises(RunstrengthError, match=r"icalendar: pip install 'runstrength\[export\]'"),
    ):
        write([])
