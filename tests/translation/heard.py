"""What the library says when it is asked everything of many runners: every sentence that it looks up, as it does."""

from __future__ import annotations

import contextlib
import gettext
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from unittest import mock

import runstrength
from runstrength import language, translation
from runstrength.asking.answers import hint
from runstrength.explain.words import spoken
from runstrength.facts import fields_of, kind_of
from runstrength.language import said, speaking
from runstrength.planning.page import season_as_html, week_as_html
from runstrength.planning.picture import season_picture
from runstrength.planning.pictured import pictured
from runstrength.planning.tables import week_as_csv, week_as_markdown
from runstrength.render import FORMATS, render
from runstrength.render.exercise import exercise_as_text, list_as_text
from runstrength.rulebook import rule
from runstrength.translation import translated
from tests.browser.__main__ import RUNNERS, WEEKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from runstrength.planning.season import Plan
    from runstrength.planning.week import TrainingSession, Week
    from runstrength.recommendation import Recommendations

__all__ = ["HABITS", "LIFTER", "LOGGED", "LOOKS", "PLANNED", "heard", "heard_plurals"]

UNREAL = "xx"
# Whoever brings up what the runners of the browser do not: short sessions, numbers with units, what is left out.
MORE: tuple[dict[str, Any], ...] = (
    {
        "discipline": "marathon",
        "session_minutes": 20,
        "age": 44,
        "weekly_distance_km": 90,
        "excluded": ["back-squat"],
        "signs": [],
        "imbalance": True,
        "sleep_hours": 5.5,
        "hours_since_hard_legs": 30,
        "season": "base",
        "strength_days": 1,
        "equipment": ["barbell", "bench"],
        "strength_experience": "advanced",
    },
    {"discipline": "trail", "excluded": sorted(runstrength.shipped_rulebook().exercises)},
    {"discipline": "sprint", "hours_since_hard_legs": 5, "soreness": 8, "complaints": ["knee"], "runs_per_week": 3},
)
CHANGES: Mapping[str, Any] = {"pain.knee": 2, "age": 15, "days_to_race": 5, "strength_days": 1, "signs": ["fever"]}

# Who lifts by kilograms, and whoever may not: no bar that is light enough, too young, in pain, ill, or silent about it.
LIFTER: dict[str, Any] = {
    "discipline": "marathon",
    "age": 30,
    "strength_experience": "advanced",
    "plyometric_experience": "advanced",
    "equipment": ["barbell", "dumbbells", "box"],
    **{name: [] for name in ("signs", "conditions", "complaints")},
}
HABITS: Mapping[str, Any] = {
    "runs": {"tue": "hard", "thu": "easy", "sun": "long"},
    "minutes": 40,
    "best": {"back-squat": (80, 5), "romanian-deadlift": (2, 5)},
    "plates": (20, 10, 5, 2.5),
}
NO_ROOM: Mapping[str, Any] = {
    "runs": dict.fromkeys(("mon", "tue", "thu", "fri"), "hard"),
    "days": ["tue", "fri"],
    "minutes": 20,
}
PLANNED: tuple[tuple[dict[str, Any], Mapping[str, Any]], ...] = (
    *WEEKS.values(),
    (LIFTER, HABITS),
    *(
        ({**LIFTER, **told}, HABITS)
        for told in ({"pain": {"knee": 1}}, {"conditions": ["osteoarthritis"]}, {"age": 15})
    ),
    ({name: of for name, of in LIFTER.items() if name not in {"conditions", "complaints"}}, HABITS),
    ({**LIFTER, "strength_experience": "beginner"}, HABITS),
    (LIFTER, NO_ROOM),
)
LOOKS: tuple[Callable[[Week], str], ...] = (str, week_as_markdown, week_as_csv, week_as_html)
LOGGED: Mapping[str, Mapping[str, Any]] = {
    "2027-01-06": {"done": False},
    "2027-01-08": {"done": False},
    "2027-01-12": {"pain": {"knee": 4}},
    "2027-01-18": {"signs": ["night_pain"]},
}


class Recorder(gettext.NullTranslations):
    """A language that says everything in English, and remembers what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: set[str] = set()
        self.plurals: set[tuple[str, str]] = set()

    def gettext(self, message: str) -> str:
        """Remember a sentence."""
        self.texts.add(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Remember a sentence that counts."""
        self.plurals.add((msgid1, msgid2))
        return msgid1 if n == 1 else msgid2


@cache
def _recorded() -> Recorder:
    recorder = Recorder()
    book = runstrength.shipped_rulebook()
    ids = sorted(book.exercises)
    modules = (language, translation)
    with contextlib.ExitStack() as patched:
        for module in modules:
            patched.enter_context(mock.patch.object(module, "translations_of", return_value=recorder))
        with speaking(UNREAL):
            _read_everything(translated(book, UNREAL))
        for given in (*RUNNERS.values(), *MORE):
            _ask_everything(runstrength.recommend(given).in_language(UNREAL), ids)
        for given, habits in PLANNED:
            week = runstrength.recommend(given).in_language(UNREAL).week(**habits)
            for look in LOOKS:
                look(week)
        for plan in _seasons():
            _look_at_season(plan)
    return recorder


def _read_everything(book: runstrength.Rulebook) -> None:
    """Say the catalogue, the questions, and every word that a profile or a rulebook may hold."""
    list_as_text(book)
    for exercise in book.exercises.values():
        exercise_as_text(book, exercise)
        for word in (exercise.pattern, *exercise.muscles):
            spoken(word)
    for words in (rule.FOCUSES, rule.LOADS, rule.ROLES, rule.IMPACTS, rule.URGENCIES, book.derivers):
        for word in words:
            spoken(word)
    for name, attribute in fields_of(book.vocabulary).items():
        kind = kind_of(attribute)
        said(attribute.metadata["question"])
        hint(kind)
        spoken(name)
        for word in (*getattr(kind, "values", ()), *getattr(kind, "keys", ())):
            spoken(word)


def _ask_everything(result: Recommendations, exercises: list[str]) -> None:
    for format_ in FORMATS:
        render(result, format_)
    for asked in ("focus", "sessions_per_week", "plyometric_sessions_per_week"):
        str(result.why(asked))
    for exercise in result.exercises:
        str(result.why(exercise.exercise))
        str(result.instead_of(exercise.exercise))
    for asked in (*exercises, *rule.LOADS, *rule.FOCUSES, "referral", "taper"):
        str(result.why_not(asked))
    for asked in exercises[::19]:
        str(result.closest(asked))
    for path, value in CHANGES.items():
        str(result.what_if(**{path: value}))
    for question in result.questions():
        str(question)


def _look_at_season(plan: Plan) -> None:
    str(plan)
    season_as_html(plan)
    season_picture(pictured(plan), UNREAL)
    _carry_away(plan.sessions)


def _seasons() -> Iterator[Plan]:
    """Give a season to a race and past it, and the same after each entry of its log."""
    plan = runstrength.plan(LIFTER, "2027-01-04", "2027-02-04", 6, language=UNREAL, **HABITS)
    yield plan
    for on, told in LOGGED.items():
        plan = plan.log(on, **told)
        yield plan


def _carry_away(sessions: Iterable[tuple[date, TrainingSession]]) -> None:
    """Write a calendar and workouts, where there is what writes them; what they say stands in the code as well."""
    if find_spec("icalendar"):
        from runstrength.export.calendar import calendar  # noqa: PLC0415 - optional

        calendar(sessions, timezone="Europe/Berlin", plan_id="heard")
    if find_spec("garmin_fit_sdk"):
        from runstrength.export.fit import workout  # noqa: PLC0415 - optional

        for _, session in sessions:
            workout(session)


def heard() -> frozenset[str]:
    """Give every sentence that was said."""
    return frozenset(_recorded().texts)


def heard_plurals() -> frozenset[tuple[str, str]]:
    """Give every sentence that counts, as it is said of one and of several."""
    return frozenset(_recorded().plurals)
