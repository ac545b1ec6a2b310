"""What a watch leads through is what the session says: read back by Garmin's own decoder, without an error."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast
from unittest import mock

import attrs
import pytest
from garmin_fit_sdk import Decoder, Profile, Stream
from hypothesis import given
from hypothesis import strategies as st

from runstrength import PlanError, RunstrengthError
from runstrength.export.fit import NOTES, TEXT, workout
from runstrength.planning.lifting import Lifting
from runstrength.session import group_of_session
from tests.export.carried import BOOK, dates_of, done, holding, week
from tests.strategies import examples

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runstrength.planning.week import TrainingSession

CREATED = datetime(2026, 3, 27, 18, tzinfo=UTC)
INTENSITY = {"warm_up": "warmup", "main": "active", "close": "cooldown"}
UNKNOWN = {"copenhagen-adduction", "short-foot"}  # Garmin's list has nothing that is near

Step = dict[str, Any]
Leg = tuple[str, str, str, float, float | None]  # what a watch does: how intense, which exercise, what it counts


def read(written: bytes) -> dict[str, list[Step]]:
    """Read a file as Garmin does; nothing may be wrong with it."""
    assert Decoder(Stream.from_byte_array(bytearray(written))).check_integrity()
    messages, errors = Decoder(Stream.from_byte_array(bytearray(written))).read()
    assert [] == errors
    return cast("dict[str, list[Step]]", messages)


def steps_of(session: TrainingSession) -> list[Step]:
    """Write a session, and read its steps."""
    return read(workout(session, created=CREATED))["workout_step_mesgs"]


def followed(steps: Sequence[Step]) -> Iterator[Leg]:
    """Go through a workout as a watch does: step by step, and back where a block repeats."""
    at = 0
    left: dict[int, int] = {}
    while at < len(steps):
        step = steps[at]
        if step["duration_type"] == "repeat_until_steps_cmplt":
            left[at] = left.get(at, int(step["repeat_steps"])) - 1
            at = step["duration_step"] if left[at] else at + 1
            continue
        kind = step["duration_type"]
        count = step["duration_reps"] if kind == "reps" else step["duration_time"]
        yield step["intensity"], step.get("wkt_step_name", ""), kind, count, step.get("exercise_weight")
        at += 1


def expected(session: TrainingSession) -> Iterator[Leg]:
    """Say what a session asks for, set by set."""
    for one in session.exercises:
        intensity = INTENSITY[group_of_session(BOOK.exercises[one.what.exercise])]
        kilograms = one.lifting.kilograms
        for _ in range(one.what.sets):
            if one.what.reps is not None:
                count = one.what.reps[1] if one.target is None else one.target
                yield intensity, one.what.name, "reps", count, kilograms
            else:
                assert one.what.seconds is not None
                seconds = one.what.seconds[0 if one.what.role == "recovery" else 1]
                for side in (", one side", ", other side") if one.what.per_side else ("",):
                    yield intensity, one.what.name + side, "time", seconds, kilograms
            if any(one.what.rest_seconds):
                yield "rest", "", "time", sum(one.what.rest_seconds) / 2, None


@given(seed=st.integers(0, 10_000))
@examples(8)
def test_a_watch_leads_through_the_session(seed: int) -> None:
    """Sets, repetitions, seconds, sides, rests and weights are those of the session, of whoever it is."""
    for _, session in dates_of(seed):
        messages = read(workout(session, created=CREATED))
        steps = messages["workout_step_mesgs"]
        assert list(expected(session)) == list(followed(steps))
        assert list(range(len(steps))) == [step["message_index"] for step in steps]
        [head] = messages["workout_mesgs"]
        assert ("training", "strength_training", len(steps)) == (
            head["sport"],
            head["sub_sport"],
            head["num_valid_steps"],
        )
        blocks = [step["repeat_steps"] for step in steps if "repeat_steps" in step]
        assert [one.what.sets for one in session.exercises if one.what.sets > 1] == blocks


def test_the_weight_is_in_kilograms() -> None:
    """What somebody is to lift is on the watch."""
    [squat] = [
        step for session in week().sessions for step in steps_of(session) if step.get("wkt_step_name") == "Back squat"
    ]
    assert (55, "kilogram") == (squat["exercise_weight"], squat["weight_display_unit"])


@pytest.mark.parametrize("name", BOOK.exercises)
def test_every_exercise_is_one_that_a_watch_knows(name: str) -> None:
    """By category and name; where that is only a relative, or there is none, the notes say what is meant."""
    exercise = BOOK.exercises[name]
    step = steps_of(holding(done(exercise)))[0]
    category = step["exercise_category"]
    assert (category == "unknown") == (name in UNKNOWN)
    if category == "unknown":
        assert "exercise_name" not in step
        assert step["notes"].startswith(f"{exercise.name}: the watch does not know it.")
    else:
        assert step["exercise_name"] in Profile["types"][f"{category}_exercise_name"]
        told = step["notes"].startswith(f"{exercise.name}: the watch shows the nearest that it knows.")
        assert exercise.ids["fit"].startswith("~") == told
    assert done(exercise).what.dose in step["notes"]
    assert step["wkt_step_name"].startswith(exercise.name)


@pytest.mark.parametrize(
    "fit", ["", "squat", "28", "28/", "28/60000", "99/1", "9" * 30 + "/1", "28/6/1", "-1/6", "~/~"]
)
def test_an_id_that_garmin_does_not_know(fit: str) -> None:
    """A rulebook of one's own may say anything: then no other exercise is shown in its place."""
    exercise = attrs.evolve(BOOK.exercises["back-squat"], id="mine", name="My squat", ids={"fit": fit})
    step = steps_of(holding(done(exercise), exercises={"mine": exercise}))[0]
    assert step["exercise_category"] == "unknown"
    assert step["wkt_step_name"] == "My squat"
    assert step["notes"].startswith("My squat: the watch does not know it. 3 sets of 4–6 repetitions, heavy")


def test_notes_say_how_much_how_heavy_and_how() -> None:
    """The more important first, in whole sentences, as many as there is room for."""
    reserve = "Stop while 1 to 2 repetitions would still be possible in good form."
    squat = attrs.evolve(done(BOOK.exercises["back-squat"]), lifting=Lifting(reserve, None, None))
    notes = steps_of(holding(squat))[0]["notes"]
    assert notes.startswith(f"3 sets of 4–6 repetitions, heavy, 2.5–4 min rest. {reserve}")
    assert notes.endswith(".")
    raised = steps_of(holding(done(BOOK.exercises["standing-calf-raise"])))[0]["notes"]
    assert BOOK.exercises["standing-calf-raise"].steps[0] in raised


@given(text=st.text(max_size=300), name=st.none() | st.text(max_size=300))
@examples(100)
def test_any_text_fits(text: str, name: str | None) -> None:
    """Names of whatever length, alphabet and origin are cut where a character ends, and break no file."""
    exercise = attrs.evolve(BOOK.exercises["wall-sit"], id="mine", name=f"A{text}", ids={})
    written = workout(holding(done(exercise), exercises={"mine": exercise}), name=name, created=CREATED)
    messages = read(written)
    step, [head] = messages["workout_step_mesgs"][0], messages["workout_mesgs"]
    assert step["wkt_step_name"].startswith("A")
    assert len(step["wkt_step_name"].encode()) <= TEXT
    assert len(step["notes"].encode()) <= NOTES
    assert head["wkt_name"]
    if name is not None and name.isalnum() and len(name.encode()) <= TEXT:
        assert name == head["wkt_name"]


def test_the_head_of_a_file() -> None:
    """A file says that it is a workout, and when it was made; the same session has the same number, another has not."""
    first, second = (workout(session, created=CREATED) for session in week().sessions)
    heads = [read(written)["file_id_mesgs"][0] for written in (first, second)]
    assert heads[0]["type"] == "workout"
    assert heads[0]["time_created"] == CREATED
    assert heads[0]["serial_number"] != heads[1]["serial_number"]
    assert first == workout(week().sessions[0], created=CREATED)
    later = workout(week().sessions[0])
    assert heads[0]["serial_number"] == read(later)["file_id_mesgs"][0]["serial_number"]


def test_the_name_is_the_day_in_the_language_of_the_runner() -> None:
    """Unless the caller says another."""
    session = week().sessions[0]
    assert read(workout(session))["workout_mesgs"][0]["wkt_name"] == f"Leg strength, {session.day.capitalize()}"
    assert read(workout(session, name="Beine"))["workout_mesgs"][0]["wkt_name"] == "Beine"
    assert "Wiederholungen" in steps_of(week("de").sessions[0])[0]["notes"]


@pytest.mark.parametrize(
    "created",
    [datetime(2026, 1, 1), datetime(1989, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC), "today"],  # noqa: DTZ001
)
def test_a_time_that_the_format_cannot_hold(created: datetime) -> None:
    """It is said, and no other time written."""
    with pytest.raises(PlanError, match="is no time that the format can hold"):
        workout(week().sessions[0], created=created)


def test_without_the_library() -> None:
    """It is said how to get it."""
    with (
        mock.patch.dict(sys.modules, {"garmin_fit_sdk": None}),
        pytest.raises(RunstrengthError, match=r"garmin-fit-sdk: pip install 'runstrength\[export\]'"),
    ):
        workout(week().sessions[0])
