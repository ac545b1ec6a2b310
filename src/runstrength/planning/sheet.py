"""What the printed page of a week says of its exercises, and how large it can be printed to fit on one sheet."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

import attrs

from runstrength.explain.words import duration, spoken
from runstrength.language import decimal, said
from runstrength.planning.relaxing import said_day
from runstrength.planning.sayings import aim_in_words, dose_in_short, reasons_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from runstrength.planning.week import Done, Week
    from runstrength.rulebook.rule import Rulebook

__all__ = ["SIZES", "Entry", "Size", "entries_of", "size_of"]

Place = tuple[str, int]  # a day, and a number of its session


@attrs.frozen
class Entry:
    """One exercise on the page: `dose` says how many and how heavy, `why` and `steps` why and how.

    What stands in the week before is not told again: `again` says where the exercise is, `why` where the reason is.
    """

    name: str
    sets: int
    dose: str
    again: str
    why: str
    steps: tuple[str, ...]

    def shown(self, size: Size) -> int:
        """Say how many steps there is room for on paper: all, or as many as fit, the first at least."""
        fit = [at for at in range(1, len(self.steps)) if self.lines(size, at) <= size.lines]
        return len(self.steps) if self.lines(size, len(self.steps)) <= size.lines else max(fit, default=1)

    def lines(self, size: Size, steps: int) -> int:
        """Count the lines of why and how."""
        how = " 1 ".join(self.steps[:steps])
        return _lines([f"{self.why} {how}"] if size.run_in else [self.why, how], COLUMN, size)


def entries_of(week: Week) -> list[list[Entry]]:
    """Give the exercises of each session."""
    told = _Told({}, {}, {})
    return [
        [
            _entry(one, (session.day, number), told, week.result.texts)
            for number, one in enumerate(session.exercises, start=1)
        ]
        for session in week.sessions
    ]


class _Told(NamedTuple):
    """Where the steps of an exercise and a reason were told, and why an exercise was said to be there."""

    steps: dict[str, Place]
    reasons: dict[str, Place]
    why: dict[str, list[str]]


def _entry(one: Done, here: Place, told: _Told, texts: Rulebook) -> Entry:
    """Give an exercise, and keep what is told of it."""
    what, reasons = one.what, reasons_in_words(one)
    before = _where(told.steps.setdefault(what.exercise, here), here)
    if before and reasons == told.why[what.exercise]:
        return Entry(what.name, what.sets, _dose(one), said("why and how: {where}", where=before), "", ())
    told.why.setdefault(what.exercise, reasons)
    why = []
    for text in reasons:
        number = _where(told.reasons.setdefault(text, here), here)
        why.append(said("For the same reason as {number}.", number=number) if number else text)
    again = said("how: {where}", where=before) if before else ""
    steps = () if before else texts.exercises[what.exercise].steps
    return Entry(what.name, what.sets, _dose(one), again, " ".join(why), steps)


def _where(place: Place, here: Place) -> str:
    """Say where something stands, as it is said from here; nothing if it stands here."""
    day, number = place
    if place == here:
        return ""
    return f"{number}" if day == here[0] else f"{said_day(day)} {number}"


def _dose(one: Done) -> str:
    what, kilograms = one.what, one.lifting.kilograms
    quiet = what.role in {"mobility", "recovery"} and what.load == "bodyweight"
    parts = [
        f"{dose_in_short(what)}{aim_in_words(one)}",
        "" if quiet else spoken(what.load),
        "" if kilograms is None else f"{decimal(kilograms)} kg",
        said("rest {time}", time=duration(what.rest_seconds)) if what.sets > 1 and what.rest_seconds[1] else "",
    ]
    return " · ".join(part for part in parts if part)


# --- how large ------------------------------------------------------------------------------------------------------


class Size(NamedTuple):
    """How a page is printed: its classes in page.css, points, leading, the gap between exercises, and lines of text.

    In a small print all sessions stand in two columns one after the other, and the steps follow the reason at once.
    """

    name: str
    points: float
    leading: float
    gap: float
    lines: int

    @property
    def run_in(self) -> bool:
        """Whether the steps begin on the line where the reason ends."""
        return self.name.startswith("small")


# The largest first; nothing is smaller than 8 points. What does not even fit with the last takes a second sheet.
ALL = 99
SIZES = (
    Size("large", 10.5, 1.25, 4, ALL),
    Size("medium", 9.25, 1.25, 4, ALL),
    *(Size("small", 8, 1.18, 4, lines) for lines in (ALL, 7, 6, 5, 4, 3)),
    *(Size("small tight", 8, 1.1, 2, lines) for lines in (4, 3, 2)),
)

# What lies within both papers, in points, less margins of 8 mm: as wide as A4 (210 mm), as high as Letter (11 in).
WIDTH, HEIGHT = 548, 746
COLUMN = 250  # of two columns, without the numbers before the exercises
_LETTER = 0.44  # how wide a letter of Arial is on average, of its size; measured on the texts of the shipped rulebook
_MANY = 12  # parts of two columns
_NAME = 1.25  # the line of a name, in lines of the text
_BOLD = 2 * " x"  # a dose is bold and so wider than other text by so much
_TITLE = 11  # around the title of a session, which is half as large again as the text
_HEAD = 52  # the title of the page and the days
_NOTES = 11  # around what stands below
_ALARM = 36  # the title of a referral, and what is around it
_ALARMING = Size("large", 11, 1.25, 0, ALL)  # its text


def size_of(
    entries: Sequence[Sequence[Entry]], eased: Sequence[Sequence[str]], notes: Sequence[str], alarm: Sequence[str]
) -> Size:
    """Give the largest size at which a week fits on one sheet."""
    around = _HEAD + (_ALARM + 14 * _lines(alarm, WIDTH, _ALARMING) if alarm else 0)
    return next((size for size in SIZES if around + _height(size, entries, eased, notes) <= HEIGHT), SIZES[-1])


def _height(
    size: Size, entries: Sequence[Sequence[Entry]], eased: Sequence[Sequence[str]], notes: Sequence[str]
) -> float:
    line = size.points * size.leading
    found = _NOTES + _balanced([line * _lines([note], COLUMN, size) for note in notes])
    title = _TITLE + 1.5 * line
    columns = []
    for session, texts in zip(entries, eased, strict=True):
        heights = [_of_entry(entry, size, line) for entry in session]
        if size.run_in:
            columns += [title + _lines(texts, COLUMN, size) * line, *heights]
        else:
            found += title + _lines(texts, WIDTH, size) * line + _balanced(heights)
    return found + _balanced(columns)


def _of_entry(entry: Entry, size: Size, line: float) -> float:
    return size.gap + line * (
        _NAME + _lines([f"{entry.dose}{_BOLD}{entry.again}"], COLUMN, size) + entry.lines(size, entry.shown(size))
    )


def _balanced(heights: Sequence[float]) -> float:
    """Give the height of two columns: never quite the same, for nothing is cut; of many parts more nearly so."""
    return sum(heights) / 2 + max(heights, default=0) / (4 if len(heights) > _MANY else 2)


def _lines(texts: Iterable[str], width: float, size: Size) -> int:
    return sum(len(wrap(text, int(width / size.points / _LETTER))) for text in texts)
