"""A season as text: a line a week, and what the last entry of the log changed."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from runstrength.language import said, several, speaking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runstrength.planning.season import Plan

__all__ = ["plan_as_text"]

WIDTH = 80


def plan_as_text(plan: Plan) -> str:
    """Write a plan for a terminal of 80 columns."""
    with speaking(plan.result.language):
        return "\n".join(_lines(plan)) + "\n"


def _lines(plan: Plan) -> Iterator[str]:
    for change in plan.changes:
        head = several("Week {weeks}", "Weeks {weeks}", len(change.weeks), weeks=_numbers(change.weeks))
        yield from wrap(f"! {head}: {change.text}", WIDTH, subsequent_indent="  ")
        for reason in change.because[:3]:
            yield from wrap(f"  {reason.text}", WIDTH, subsequent_indent="  ")
    if plan.changes:
        yield ""
    yield said("week  begins      phase     sessions  sets  contacts")
    for week in plan.weeks:
        phase = week.phase + (" *" if week.ease else "")
        count = len(week.week.sessions)
        yield f"{week.number:>4}  {week.begin}  {phase:<10}{count:>8}  {week.week.sets:>4}  {week.week.contacts:>8}"
    yield said("* an easy week")
    yield ""
    yield from wrap(plan.result.disclaimer, WIDTH)


def _numbers(weeks: tuple[int, ...]) -> str:
    """Give numbers, those that follow each other as from and to."""
    runs: list[list[int]] = []
    for number in weeks:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
