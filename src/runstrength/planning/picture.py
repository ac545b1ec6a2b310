"""A picture of a season as SVG: sets and ground contacts of each week, its phases, races and easy weeks.

By itself it follows what the reader's system prefers, light or dark. Nothing is said by colour alone: the two series
stand apart, one filled and one hollow, and each phase has a row of its own.
"""

from __future__ import annotations

from html import escape
from itertools import count
from textwrap import wrap
from typing import TYPE_CHECKING
from zlib import crc32

import attrs

from runstrength.explain.layout import clean
from runstrength.language import ENGLISH, said, several, speaking

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

__all__ = ["MOST_WEEKS", "PHASES", "PicturedWeek", "season_picture"]

PHASES = ("build", "maintain", "ease", "taper", "race", "after")
MOST_WEEKS = 60

_LEFT, _PLOT, _RIGHT = 140, 710, 30  # room for words on the left, and the weeks
_WIDTH = _LEFT + _PLOT + _RIGHT
_TITLE, _HIGH, _ROW, _LINE = 34, 110, 20, 18  # a panel's title, its bars, a phase's row, a line of text
_WIDEST = 40  # a bar
_FIGURES = 24  # a week as wide as this has room for the figure of its bar
_NUMBER, _DATE = 34, 100  # as far apart are the numbers of weeks, and dates
_LETTERS = 125  # of a line of notes
_TICKS = 4  # lines across a panel, at most
_SETS, _CONTACTS = "#5b87c5", "#c9622f"  # with three to one or more against white and against the dark
_DASHED = 'stroke="currentColor" stroke-dasharray="5 3"'
_STYLE = (
    "svg:root { color: #222; background: #fff } "
    "@media (prefers-color-scheme: dark) { svg:root { color: #ddd; background: #16181a } }"
)


@attrs.frozen
class PicturedWeek:
    """A week as a picture shows it: its sets, its ground contacts, and the phase it belongs to (one of `PHASES`)."""

    number: int
    start: date
    phase: str = attrs.field(validator=attrs.validators.in_(PHASES))
    sets: int = attrs.field(validator=attrs.validators.ge(0))
    contacts: int = attrs.field(validator=attrs.validators.ge(0))
    race: bool = False
    note: str | None = None


def season_picture(weeks: Sequence[PicturedWeek], language: str = ENGLISH) -> str:
    """Draw a season of 1 to `MOST_WEEKS` weeks; raises `ValueError` for fewer or more."""
    if not 1 <= len(weeks) <= MOST_WEEKS:
        raise ValueError(f"a picture of a season has 1 to {MOST_WEEKS} weeks, not {len(weeks)}")
    with speaking(language):
        return _Drawing(weeks).text()


class _Drawing:
    def __init__(self, weeks: Sequence[PicturedWeek]) -> None:
        self.weeks = weeks
        self.slot = _PLOT / len(weeks)
        self.bar = min(_WIDEST, 0.7 * self.slot)
        self.top = 0.0

    def text(self) -> str:
        parts = [*self.panels(), *self.weeks_below(), *self.phases(), *self.notes()]
        title, about = said("Your season, week by week"), " ".join(self.told())
        name = f"season-{crc32(about.encode()):08x}"  # several pictures may stand on one page
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {self.top + 8:g}" width="100%" role="img" '
            f'aria-labelledby="{name}-title {name}-desc" font-family="sans-serif" font-size="12" fill="currentColor">'
        )
        lines = [
            head,
            f'<title id="{name}-title">{_clean(title)}</title>',
            f'<desc id="{name}-desc">{_clean(about)}</desc>',
            f"<style>{_STYLE}</style>",
            *self.easy(),
            *parts,
            "</svg>",
        ]
        return "\n".join(lines) + "\n"

    # where things stand

    def middle(self, at: int) -> float:
        return _LEFT + self.slot * (at + 0.5)

    def every(self, apart: float) -> Iterator[int]:
        """Give weeks that stand so far apart that their labels do not meet, beginning with the first."""
        step = next(step for step in count(1) if step * self.slot >= apart or step >= len(self.weeks))
        return iter(range(0, len(self.weeks), step))

    # the parts, from the top

    def panels(self) -> Iterator[str]:
        sets = [week.sets for week in self.weeks]
        contacts = [week.contacts for week in self.weeks]
        yield from self.panel(said("Sets of strength and jumps in a week (filled bars)"), sets, f'fill="{_SETS}"')
        hollow = f'fill="none" stroke="{_CONTACTS}" stroke-width="2"'
        yield from self.panel(said("Ground contacts of jumps in a week, at most (hollow bars)"), contacts, hollow)

    def panel(self, title: str, values: Sequence[int], look: str) -> Iterator[str]:
        yield _label(0, self.top + 18, title, "font-weight", "bold")
        bottom = self.top + _TITLE + _HIGH
        step = _step(max(values))
        most = max(step, -(-max(values) // step) * step)
        for value in range(0, most + 1, step):
            y = bottom - _HIGH * value / most
            opacity = 0.2 if value else 0.6
            yield f'<path d="M{_LEFT} {y:.1f}H{_LEFT + _PLOT}" stroke="currentColor" opacity="{opacity}"/>'
            yield _label(_LEFT - 8, y + 4, f"{value}", "text-anchor", "end")
        for at, value in enumerate(values):
            x, y = self.middle(at), bottom - _HIGH * value / most
            if value:
                place = f'x="{x - self.bar / 2:.1f}" y="{y:.1f}" width="{self.bar:.1f}" height="{bottom - y:.1f}"'
                yield f"<rect {place} {look}/>"
            if self.slot >= _FIGURES:
                yield _label(x, y - 4, f"{value}", "text-anchor", "middle", "font-size", "11")
            if _is_race(self.weeks[at]):  # down to the figure
                yield f'<path d="M{x:.1f} {bottom - _HIGH}V{max(y - 17, bottom - _HIGH):.1f}" {_DASHED}/>'
        self.top = bottom + 8

    def weeks_below(self) -> Iterator[str]:
        yield _label(_LEFT - 8, self.top + 14, said("Week"), "text-anchor", "end")
        for at in self.every(_NUMBER):
            yield _label(self.middle(at), self.top + 14, f"{self.weeks[at].number}", "text-anchor", "middle")
        yield _label(_LEFT - 8, self.top + 30, said("begins on"), "text-anchor", "end")
        for at in self.every(_DATE):
            x = min(max(_LEFT, self.middle(at) - _DATE / 3), _WIDTH - 0.8 * _DATE)
            yield _label(x, self.top + 30, f"{self.weeks[at].start}")
        self.top += 42

    def phases(self) -> Iterator[str]:
        """Draw a row for each phase that there is, and one for notes."""
        rows = {phase: [week.phase == phase for week in self.weeks] for phase in PHASES}
        rows["race"] = [_is_race(week) for week in self.weeks]
        rows["note"] = [bool(week.note) for week in self.weeks]
        for name, there in rows.items():
            if any(there):
                yield _label(_LEFT - 8, self.top + 14, _ROWS[name](), "text-anchor", "end")
                mark = self.diamond if name in {"race", "note"} else self.block
                yield from (mark(self.middle(at), filled=name != "note") for at, here in enumerate(there) if here)
                self.top += _ROW

    def block(self, x: float, *, filled: bool) -> str:
        wide = min(self.slot, 2 * _WIDEST) - 1
        place = f'x="{x - wide / 2:.1f}" y="{self.top + 5:.1f}" width="{wide:.1f}" height="10"'
        return f'<rect {place} fill="{"currentColor" if filled else "none"}" opacity="0.75"/>'

    def diamond(self, x: float, *, filled: bool) -> str:
        half = min(6.0, self.slot / 2)
        shape = (
            f"M{x:.1f} {self.top + 10 - half:.1f}l{half:.1f} {half:.1f}l-{half:.1f} {half:.1f}l-{half:.1f} -{half:.1f}z"
        )
        return f'<path d="{shape}" fill="{"currentColor" if filled else "none"}" stroke="currentColor"/>'

    def notes(self) -> Iterator[str]:
        self.top += 8
        for week in self.weeks:
            if week.note:
                text = said("Week {number}: {text}", number=week.number, text=clean(week.note))
                for at, line in enumerate(wrap(text, _LETTERS)):
                    self.top += _LINE
                    yield _label(16 if at else 0, self.top - 4, line)

    def easy(self) -> Iterator[str]:
        """Shade the easy weeks, in both panels."""
        wide = min(self.slot, 2 * _WIDEST)
        high = 2 * (_TITLE + _HIGH) + 8 - _TITLE
        for at, week in enumerate(self.weeks):
            if week.phase == "ease":
                place = f'x="{self.middle(at) - wide / 2:.1f}" y="{_TITLE}" width="{wide:.1f}" height="{high}"'
                yield f'<rect {place} fill="currentColor" opacity="0.1"/>'

    # what is heard

    def told(self) -> Iterator[str]:
        first, most = self.weeks[0], max(self.weeks, key=lambda week: week.sets)
        yield several("{n} week from {start}.", "{n} weeks from {start}.", len(self.weeks), start=first.start)
        yield said("The most sets are in week {number}: {sets}.", number=most.number, sets=most.sets)
        for week in self.weeks:
            text = said(
                "Week {number}: {phase}, {sets} sets, {contacts} ground contacts.",
                number=week.number,
                phase=_ROWS[week.phase](),
                sets=week.sets,
                contacts=week.contacts,
            )
            race = said("There is a race.") if week.race and week.phase != "race" else ""
            yield " ".join(part for part in (text, race, week.note) if part)


_ROWS = {
    "build": lambda: said("building"),
    "maintain": lambda: said("maintaining"),
    "ease": lambda: said("easy week"),
    "taper": lambda: said("taper"),
    "race": lambda: said("race"),
    "after": lambda: said("after the race"),
    "note": lambda: said("note below"),
}


def _is_race(week: PicturedWeek) -> bool:
    return week.race or week.phase == "race"


def _step(most: int) -> int:
    """Give the distance of the lines across a panel: 1, 2 or 5, times a power of ten."""
    power = 1
    while 5 * power * _TICKS < most:
        power *= 10
    return next(size * power for size in (1, 2, 5) if size * power * _TICKS >= most)


def _clean(text: str) -> str:
    return escape(clean(text))


def _label(x: float, y: float, text: str, *attributes: str) -> str:
    told = "".join(f' {name}="{value}"' for name, value in zip(attributes[::2], attributes[1::2], strict=True))
    return f'<text x="{x:.1f}" y="{y:.1f}"{told}>{_clean(text)}</text>'
