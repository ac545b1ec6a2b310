"""Double progression: repetitions, then weight; and the weight that somebody left off at is not forgotten."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from runstrength.planning.progress import stepped

if TYPE_CHECKING:
    from runstrength.planning.progress import Step

THERE = [40.0, 42.5, 45.0, 47.5, 50.0, 60.0, 80.0]


def done(kilograms: float | None, load: str = "moderate", reps: tuple[int, int] | None = (8, 10)) -> Any:  # noqa: ANN401
    """Give an exercise as the rules prescribe it, with the weight that is reckoned for it."""
    return SimpleNamespace(what=SimpleNamespace(load=load, reps=reps), lifting=SimpleNamespace(kilograms=kilograms))


def run(*weeks: Any) -> list[Step | None]:  # noqa: ANN401
    """Go forward over some weeks."""
    found: list[Step | None] = [None]
    for week in weeks:
        found.append(stepped(found[-1], week, THERE, 0.07, forward=True))
    return found[1:]


def test_repetitions_then_weight() -> None:
    """From the lower end of the range to the upper, and then a little more weight at the lower."""
    steps = run(*[done(40)] * 5)
    assert [(step.target, step.kilograms) for step in steps if step] == [
        (8, 40),
        (9, 40),
        (10, 40),
        (8, 42.5),
        (9, 42.5),
    ]


def test_a_step_that_would_be_too_large_is_not_taken() -> None:
    """From 50 the next weight is 60, a fifth more: repetitions stay at the upper end."""
    steps = run(*[done(50)] * 5)
    assert [(step.target, step.kilograms) for step in steps if step][-2:] == [(10, 50), (10, 50)]


def test_another_load_never_jumps() -> None:
    """Where the rules ask for a heavier load, the weight grows by its share and no more."""
    steps = run(done(40, "light", (15, 20)), done(80, "heavy", (4, 6)))
    assert [step.kilograms for step in steps if step] == [40, 42.5]


def test_the_weight_is_not_forgotten() -> None:
    """While none is named the last one is kept, and what comes after grows from there."""
    steps = run(done(40), done(None, "light", (15, 20)), done(80, "heavy", (4, 6)))
    assert [step.kilograms for step in steps if step] == [40, 40, 42.5]


def test_what_goes_by_time_has_no_steps() -> None:
    """Seconds are not counted up."""
    assert run(done(None, reps=None)) == [None]
