"""A season as text: what the last entry of the log changed, a line a week, and what each phase is for."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from runstrength.language import said, several, speaking
from runstrength.planning.words import phase_in_words, short_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runstrength.planning.plan_week import PlanWeek
    from runstrength.planning.season import Plan
    from runstrength.planning.week import TrainingSession

__all__ = ["plan_as_text", "week_of_plan_as_text"]

WIDTH = 80
_WIDTHS = (4, 10, 14, 16, 6, 8)  # of the columns at least: other languages have longer words
_REASONS = 3  # of a change: the first say enough, and all are in the JSON


def plan_as_text(plan: Plan) -> str:
    """Write a plan for a terminal of 80 columns."""
    with speaking(plan.result.language):
        return "\n".join(_lines(plan))


def week_of_plan_as_text(week: PlanWeek) -> str:
    """Write one week of a plan: what it is for, and its sessions."""
    with speaking(week.week.result.language):
        phase = phase_in_words("stopped" if week.stopped else "ease" if week.ease else week.phase)
        lines = [f"{said('Week {number}: {phase}', number=week.number, phase=phase)}, {week.begin} – {week.end}"]
        told = [week.because] if week.stopping is None else [week.stopping.text, week.because]
        lines += [line for text in told for line in wrap(text, WIDTH)]
        return "\n".join([*lines, "", str(week.week)])


def _lines(plan: Plan) -> Iterator[str]:
    stopping = plan.weeks[-1].stopping  # a sign that is gone again stops nothing
    if stopping is not None:
        yield from wrap(stopping.text, WIDTH)
        for reason in stopping.because:
            yield from wrap(f"  {reason.text}", WIDTH, subsequent_indent="  ")
        yield ""
    yield from _changes(plan)
    yield from _table(plan.weeks)
    yield ""
    yield from _phases(plan.weeks)
    if any(map(_eases, plan.weeks)):
        yield from wrap(said("* An easy week: fewer sets, so that what was trained can take effect."), WIDTH)
    resumed = [week.number for week in plan.weeks if week.resume and not week.stopped]
    if resumed:
        text = several(
            "Week {weeks} begins again with fewer sets, after one without training.",
            "Weeks {weeks} begin again with fewer sets, after one without training.",
            len(resumed),
            weeks=_numbers(resumed),
        )
        yield from wrap(text, WIDTH)
    if any(_by_time(session) for _, session in plan.sessions):
        yield from wrap(said("Contacts are those of jumps by repetitions; jumps by time are not counted."), WIDTH)
    yield ""
    yield from wrap(plan.result.disclaimer, WIDTH)


def _eases(week: PlanWeek) -> bool:
    return week.ease and not week.stopped


def _table(weeks: tuple[PlanWeek, ...]) -> Iterator[str]:
    rows = [(said("Week"), said("begins"), said("for"), said("on"), said("sets"), said("contacts"))]
    for week in weeks:
        days = " ".join(short_day(session.day) for _, session in week.sessions) or "–"
        phase = phase_in_words("stopped" if week.stopped else week.phase) + (" *" if _eases(week) else "")
        numbers = f"{week.week.sets}", f"{week.week.contacts}"
        rows.append((f"{week.number}", week.begin.isoformat(), phase, days, *numbers))
    widths = [max(least, *map(len, cells)) for least, *cells in zip(_WIDTHS, *rows, strict=True)]
    for row in rows:
        pairs = zip(row, widths, "><<<>>", strict=True)
        yield "  ".join(f"{cell:{side}{width}}" for cell, width, side in pairs)


def _by_time(session: TrainingSession) -> bool:
    return any(one.what.role == "plyometric" and one.what.reps is None for one in session.exercises)


def _changes(plan: Plan) -> Iterator[str]:
    for change in plan.changes:
        head = several("Week {weeks}", "Weeks {weeks}", len(change.weeks), weeks=_numbers(change.weeks))
        yield from wrap(f"! {head}: {change.text}", WIDTH, subsequent_indent="  ")
        for reason in change.because[:_REASONS]:
            yield from wrap(f"  {reason.text}", WIDTH, initial_indent="", subsequent_indent="  ")
    if plan.changes:
        yield ""


def _phases(weeks: tuple[PlanWeek, ...]) -> Iterator[str]:
    """Say once what each phase is for."""
    seen: set[str] = set()
    for week in weeks:
        phase = "stopped" if week.stopped else week.phase
        if phase not in seen:
            seen.add(phase)
            yield from wrap(week.because, WIDTH, subsequent_indent="  ")


def _numbers(weeks: tuple[int, ...] | list[int]) -> str:
    """Give numbers, those that follow each other as from and to."""
    runs: list[list[int]] = []
    for number in weeks:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
