"""Double progression: repetitions, then weight; and the weight that somebody left off at is not forgotten."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from runstrength.planning.progress import Step, lowered, stepped

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


def test_the_weight_is_not_forgotten() -> None:
    """While none is named the last one is kept, and what comes after grows from there."""
    steps = run(done(40), done(None), done(80))
    assert [step.kilograms for step in steps if step] == [40, 40, 40]


def test_after_weeks_without_training_it_is_less() -> None:
    """A share of the weight, rounded down to what there is, and the lower end of the repetitions."""
    assert lowered(Step(10, 50), 8, THERE, 0.9) == Step(8, 45)
    assert lowered(Step(10, 50), 8, THERE, 0.1) == Step(8, 40)
    assert lowered(Step(10, None), 8, THERE, 0.9) == Step(8, None)


def test_what_goes_by_time_has_no_steps() -> None:
    """Seconds are not counted up."""
    assert run(done(None, reps=None)) == [None]
