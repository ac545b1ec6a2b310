"""A session as a workout for a watch (Garmin FIT): its exercises, sets, repetitions, times, weights and rests.

Needs garmin-fit-sdk (extra `export`), Garmin's own writer and reader of the format. A watch shows an exercise by
numbers of its list of them, which the catalogue holds as the id `fit`. Where that is only a relative, or there is none,
the notes say what is meant.
"""

from __future__ import annotations

import re
import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from runstrength.errors import PlanError, Problem, RunstrengthError
from runstrength.language import said, speaking
from runstrength.planning.relaxing import said_day
from runstrength.session import group_of_session
from runstrength.strangers import show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from runstrength.planning.week import Done, TrainingSession
    from runstrength.rulebook.rule import Exercise

__all__ = ["workout"]

TEXT = 254  # bytes: the longest text that a field of the format can hold
NOTES = 199  # bytes of notes that Garmin Connect itself gives to a step
_INTENSITY = {"warm_up": "warmup", "main": "active", "close": "cooldown"}
# A time of the format is seconds since 1989 in 32 bits, and small ones mean something else.
_TIMES = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)

Message = dict[str, Any]


def workout(session: TrainingSession, *, name: str | None = None, created: datetime | None = None) -> bytes:
    """Write a session as a workout file.

    An exercise is a block that repeats a set and its rest. A set counts the repetitions to aim for, or the most of its
    dose; or it lasts as long as the session reckons with, each side of it where it is done per side. A rest is the mean
    of its span.
    `name` is shown by the watch (left out: the day); `created` is when the file was made (left out: now). The same
    session has the same serial number. Raises `PlanError`, and `RunstrengthError` without garmin-fit-sdk.
    """
    try:
        from garmin_fit_sdk import Encoder, Profile  # noqa: PLC0415 - optional, and slow to import
    except ImportError as error:
        raise RunstrengthError("workouts need garmin-fit-sdk: pip install 'runstrength[export]'") from error

    when = _time(datetime.now(UTC) if created is None else created)
    with speaking(session.result.language):
        title = _cut(name or "", TEXT) or said("Leg strength, {day}", day=said_day(session.day))
        steps = list(_steps(session, Profile["types"]))
    number = Profile["mesg_num"]
    encoder = Encoder()
    encoder.on_mesg(
        number["FILE_ID"],
        {
            "type": "workout",
            "manufacturer": "development",
            "product": 0,
            "serial_number": zlib.crc32(repr((title, steps)).encode()) or 1,  # 0 would be none
            "time_created": when,
        },
    )
    encoder.on_mesg(
        number["WORKOUT"],
        {"wkt_name": title, "sport": "training", "sub_sport": "strength_training", "num_valid_steps": len(steps)},
    )
    for at, step in enumerate(steps):
        encoder.on_mesg(number["WORKOUT_STEP"], {"message_index": at, **step})
    return encoder.close()


def _time(given: object) -> datetime:
    if isinstance(given, datetime) and given.tzinfo is not None and _TIMES[0] <= given < _TIMES[1]:
        return given
    allowed = "a datetime with a time zone, from 2000 to 2099"
    raise PlanError([Problem("created", show(given), "is no time that the format can hold", allowed)])


def _steps(session: TrainingSession, types: Mapping[str, Any]) -> Iterator[Message]:
    at = 0
    for one in session.exercises:
        exercise = session.result.texts.exercises[one.what.exercise]
        block = [*_sets(one, exercise, types), *_rest(one)]
        if one.what.sets > 1:
            again = {"duration_type": "repeat_until_steps_cmplt", "duration_value": at, "target_value": one.what.sets}
            block.append(again)
        yield from block
        at += len(block)


def _sets(one: Done, exercise: Exercise, types: Mapping[str, Any]) -> Iterator[Message]:
    """Give a set of an exercise; one that goes by time and per side is a step for each side, or the second had none."""
    known, what = _known(exercise, types)
    step: Message = {
        "wkt_step_name": _cut(one.what.name, TEXT),
        **_length(one),
        "target_type": "open",
        "intensity": _INTENSITY[group_of_session(exercise)],
        "notes": _notes([what, *_told(one, exercise)]),
        **known,
    }
    if one.lifting.kilograms is not None:
        step |= {"exercise_weight": one.lifting.kilograms, "weight_display_unit": "kilogram"}
    if one.what.reps is None and one.what.per_side:
        for side in (said("one side"), said("other side")):
            yield {**step, "wkt_step_name": _cut(f"{one.what.name}, {side}", TEXT)}
    else:
        yield step


def _length(one: Done) -> Message:
    if one.what.reps is not None:
        return {"duration_type": "reps", "duration_value": one.target or one.what.reps[1]}
    low, high = one.what.seconds or (0, 0)
    seconds = low if one.what.role == "recovery" else high  # as the minutes of a session are reckoned
    return {"duration_type": "time", "duration_value": 1000 * seconds}


def _rest(one: Done) -> Iterator[Message]:
    both = sum(one.what.rest_seconds)
    if both:
        length = {"duration_type": "time", "duration_value": 500 * both}  # the mean, in milliseconds
        yield {**length, "target_type": "open", "intensity": "rest"}


def _known(exercise: Exercise, types: Mapping[str, Any]) -> tuple[Message, str]:
    """Give what a watch knows an exercise by, and what has to be said of that; nothing, where it is the very one."""
    found = re.fullmatch(r"(~?)(\d{1,5})/~?(\d{1,5})", exercise.ids.get("fit", ""))
    if found is not None:
        category, name = int(found[2]), int(found[3])
        of = types["exercise_category"].get(category)
        if name in types.get(f"{of}_exercise_name", {}):
            what = said("{name}: the watch shows the nearest that it knows.", name=exercise.name) if found[1] else ""
            return {"exercise_category": category, "exercise_name": name}, what
    return {"exercise_category": "unknown"}, said("{name}: the watch does not know it.", name=exercise.name)


def _told(one: Done, exercise: Exercise) -> Iterator[str]:
    """Say how much, how heavy and how: the more important first."""
    yield f"{one.what.dose}."
    yield one.lifting.reserve or ""
    yield from (cue.text for cue in one.what.cues)
    yield from exercise.steps


def _notes(sentences: Iterable[str]) -> str:
    """Put sentences together as long as there is room for the next one as a whole."""
    found = ""
    for sentence in filter(None, sentences):
        longer = f"{found} {sentence}".strip()
        if found and len(longer.encode()) > NOTES:
            break
        found = longer
    return _cut(found, NOTES)


def _cut(text: str, most: int) -> str:
    """Give a text on one line, in so many bytes at most: what cannot be printed would end it, or not be read."""
    plain = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    encoded = plain.encode()
    return plain if len(encoded) <= most else encoded[: most - 3].decode(errors="ignore").rstrip() + "…"
