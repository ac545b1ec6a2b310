"""Everything that eight different runners can carry away, written to a folder to be looked at.

    python -m tests.planning.look FOLDER

For each of them the week and the season as text, the pages, the picture, the table, the calendar and the workouts; the
calendar is read back by two readers, the workouts by Garmin's own decoder. Needs the extra `export` and `ical`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import runstrength
from runstrength.export.calendar import calendar
from runstrength.export.fit import workout
from runstrength.planning.page import season_as_html, week_as_html
from runstrength.planning.picture import season_picture
from runstrength.planning.pictured import pictured
from runstrength.planning.tables import week_as_csv, week_as_markdown

WELL: dict[str, Any] = {"complaints": [], "conditions": [], "signs": []}
GYM = ["barbell", "dumbbells", "bench", "box", "bands"]
RUNNERS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "marathon": (
        {**WELL, "discipline": "marathon", "age": 38, "strength_experience": "intermediate", "equipment": GYM},
        {"runs": {"tue": "hard", "wed": "easy", "thu": "easy", "sun": "long"}, "minutes": 45, "race": "2027-04-25"},
    ),
    "sprint": (
        {
            **WELL,
            "discipline": "sprint",
            "age": 24,
            "strength_experience": "advanced",
            "plyometric_experience": "advanced",
            "equipment": GYM,
            "season": "base",
        },
        {
            "runs": {"tue": "hard", "fri": "hard"},
            "minutes": 75,
            "best": {"back-squat": (120, 3)},
            "plates": [25, 20, 10, 5],
        },
    ),
    "novice": (
        {**WELL, "discipline": "general", "strength_experience": "none"},
        {"minutes": 20, "days": ["tue", "sat"]},
    ),
    "trail": (
        {**WELL, "discipline": "trail", "goals": ["hills"], "strength_experience": "beginner", "equipment": ["bands"]},
        {"runs": {"wed": "hard", "sat": "long", "sun": "long"}, "minutes": 30, "race": "2027-03-14", "lift_at": "7:30"},
    ),
    "sore knee": (
        {"discipline": "long_distance", "pain": {"knee": 5}, "complaints": [], "signs": [], "equipment": ["dumbbells"]},
        {"runs": {"tue": "easy", "thu": "easy", "sun": "long"}, "minutes": 40},
    ),
    "young": (
        {**WELL, "discipline": "middle_distance", "age": 14, "strength_experience": "beginner"},
        {"runs": {"mon": "easy", "wed": "hard", "sat": "hard"}, "minutes": 30, "days": ["thu", "sun"]},
    ),
    "old": (
        {**WELL, "discipline": "general", "age": 72, "strength_experience": "intermediate", "equipment": ["dumbbells"]},
        {
            "runs": {"mon": "easy", "fri": "easy"},
            "minutes": {"tue": 40, "thu": 20, "sun": 60},
            "days": ["tue", "thu", "sun"],
        },
    ),
    "emergency": ({"discipline": "ultra", "signs": ["chest_pain"]}, {"runs": {"sun": "long"}, "minutes": 45}),
}


def written(folder: Path, name: str, runner: dict[str, Any], season: dict[str, Any]) -> str:
    """Write all that one runner can carry away; say how much that is."""
    from garmin_fit_sdk import Decoder, Stream  # noqa: PLC0415 - of the extra, as are the next
    from ical.calendar_stream import IcsCalendarStream  # noqa: PLC0415
    from icalendar import Calendar  # noqa: PLC0415

    habits = {key: value for key, value in season.items() if key != "race"}
    week = runstrength.recommend(runner).week(**habits)
    plan = runstrength.plan(runner, "2027-01-04", race=season.get("race"), **habits)
    here = folder / name.replace(" ", "-")
    here.mkdir(parents=True, exist_ok=True)
    texts = {
        "week.txt": str(week),
        "week.md": week_as_markdown(week),
        "week.csv": week_as_csv(week),
        "week.html": week_as_html(week),
        "season.txt": str(plan),
        "season.html": season_as_html(plan),
        "season.svg": season_picture(pictured(plan)),
    }
    for file, text in texts.items():
        (here / file).write_text(text, encoding="utf-8", newline="")
    data = calendar(plan.sessions, timezone="Europe/Berlin", plan_id=name)
    (here / "season.ics").write_bytes(data)
    events = len(Calendar.from_ical(data).walk("VEVENT"))
    assert events == len(IcsCalendarStream.calendar_from_ics(data.decode()).events) == len(plan.sessions)
    steps = 0
    for day, session in plan.sessions:
        path = here / f"{day}.fit"
        path.write_bytes(workout(session))
        messages, errors = Decoder(Stream.from_file(str(path))).read()
        assert errors == []
        steps += len(messages["workout_step_mesgs"])
    weeks = len(plan.weeks)
    return f"{name}: {weeks} weeks, {events} events read by two readers, {events} workouts with {steps} steps, no error"


if __name__ == "__main__":
    for of, (who, how) in RUNNERS.items():
        print(written(Path(sys.argv[1]), of, who, how))  # noqa: T201 - it is a report
