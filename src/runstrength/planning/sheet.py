"""What the printed page of a week says of its exercises, and how large it can be printed to fit on one sheet."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

import attrs

from runstrength.explain.words import duration, spoken
from runstrength.language import said
from runstrength.planning.relaxing import said_day
from runstrength.planning.sayings import dose_in_short, reasons_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from runstrength.planning.week import Done, Week

__all__ = ["SIZES", "Entry", "Size", "entries_of", "size_of"]


@attrs.frozen
class Entry:
    """One exercise on the page: `dose` says how many and how heavy, `why` and `steps` why and how.

    What was told of another exercise of the week is not told again; then they say where it stands.
    """

    name: str
    sets: int
    dose: str
    why: tuple[str, ...]
    steps: tuple[str, ...]


def entries_of(week: Week) -> list[list[Entry]]:
    """Give the exercises of each session."""
    told: dict[str, tuple[str, int]] = {}  # an exercise or a reason, and where it stands

    def again(text: str, place: tuple[str, int]) -> str | None:
        day, number = told.setdefault(text, place)
        if (day, number) == place:
            return None
        return f"{number}" if day == place[0] else f"{said_day(day)}, {number}"

    found = []
    for session in week.sessions:
        entries = []
        for number, one in enumerate(session.exercises, start=1):
            place = (session.day, number)
            there = again(one.what.exercise, place)
            how = week.result.texts.exercises[one.what.exercise].steps
            entries.append(
                Entry(
                    name=one.what.name,
                    sets=one.what.sets,
                    dose=_dose(one),
                    why=tuple(
                        text if before is None else said("For the same reason as {number}.", number=before)
                        for text, before in ((text, again(text, place)) for text in reasons_in_words(one))
                    ),
                    steps=how if there is None else (said("How: see {where}.", where=there),),
                )
            )
        found.append(entries)
    return found


def _dose(one: Done) -> str:
    what, kilograms = one.what, one.lifting.kilograms
    quiet = what.role in {"mobility", "recovery"} and what.load == "bodyweight"
    parts = [
        dose_in_short(what),
        "" if quiet else spoken(what.load),
        "" if kilograms is None else f"{kilograms:g} kg",
        said("rest {time}", time=duration(what.rest_seconds)) if what.sets > 1 and what.rest_seconds[1] else "",
    ]
    return " · ".join(part for part in parts if part)


# --- how large ------------------------------------------------------------------------------------------------------


class Size(NamedTuple):
    """A size of print in points, by the name of its class in page.css, and how many steps it has room for."""

    name: str
    points: float
    steps: int


ALL = 99
# The largest first; nothing is smaller than 8 points. What does not even fit with the last takes a second sheet.
SIZES = (
    Size("large", 10.5, ALL),
    Size("medium", 9.25, ALL),
    Size("small", 8, ALL),
    *(Size("small", 8, steps) for steps in (3, 2, 1)),
)

# What lies within both papers, in points, less margins of 10 mm: as wide as A4 (210 mm), as high as Letter (11 in).
WIDTH, HEIGHT = 538, 735
COLUMN = 245  # of two columns, without the numbers before the exercises
_LETTER = 0.5  # how wide a letter of Arial is on average, of its size
_LEADING = 1.25  # as page.css has it
_NAME = 1.2  # how large a name is, of the size of the text
_GAP = 5  # between two exercises
_TITLE = 26  # of a session, with what is around it
_HEAD = 90  # the title of the page and the days


def size_of(entries: Sequence[Sequence[Entry]], eased: Sequence[Sequence[str]], notes: Sequence[str]) -> Size:
    """Give the largest size at which a week fits on one sheet; of several lines each is counted as full."""
    return next((size for size in SIZES if _height(size, entries, eased, notes) <= HEIGHT), SIZES[-1])


def _height(
    size: Size, entries: Sequence[Sequence[Entry]], eased: Sequence[Sequence[str]], notes: Sequence[str]
) -> float:
    line = size.points * _LEADING
    found = _HEAD + _lines(notes, WIDTH, size) * line
    for session, texts in zip(entries, eased, strict=True):
        heights = [_of_entry(entry, size, line) for entry in session]
        # Two columns are never of the same height: an exercise is not cut.
        found += _TITLE + _lines(texts, WIDTH, size) * line + (sum(heights) + max(heights, default=0)) / 2
    return found


def _of_entry(entry: Entry, size: Size, line: float) -> float:
    lines = _lines([entry.dose, *entry.why, " 1 ".join(entry.steps[: size.steps])], COLUMN, size)
    return _GAP + (_NAME + lines) * line


def _lines(texts: Iterable[str], width: float, size: Size) -> int:
    return sum(ceil(len(text) * size.points * _LETTER / width) for text in texts)
