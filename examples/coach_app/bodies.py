"""What may be sent, for forms and the API alike. What is said of a runner is read, and its schema made, by runstrength.

Every problem of a body is named at once, in the shape in which FastAPI names its own.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, ValidationError, WithJsonSchema
from pydantic_core import InitErrorDetails, PydanticCustomError

import runstrength
from examples.coach_app.rulebook import Athlete, rulebook
from runstrength.facts import fields_of
from runstrength.schema import profile_schema
from runstrength.strangers import show

__all__ = ["LASTING", "TODAY", "CheckInBody", "Credentials", "Day", "ProfileBody", "Run"]

Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Run = Literal["easy", "hard", "long"]

# What a check-in says, what follows from a date and the week, and what is left: what a profile says.
TODAY = ("pain", "complaints", "pain_trend", "soreness", "sleep_hours", "signs", "nights_worked")
_OF_THE_RACE = ("days_to_race", "days_since_race")
_OF_THE_WEEK = ("strength_days", "session_minutes", "runs_per_week")
_OF_THE_HOUR = ("hours_since_hard_legs", "hours_since_plyometrics", "hours_to_key_run")
_FOLLOWS = (*_OF_THE_RACE, *_OF_THE_WEEK, *_OF_THE_HOUR)
LASTING = tuple(name for name in fields_of(Athlete) if name not in TODAY + _FOLLOWS)

_NO_DISCIPLINE = {"discipline": "general"}  # a vocabulary requires one, and a check-in has none


class _Facts:
    """Reads some of the facts of the vocabulary from JSON, and gives them as plain JSON."""

    def __init__(self, names: tuple[str, ...], besides: dict[str, str]) -> None:
        self.names = names
        self.besides = besides

    def __call__(self, value: object) -> dict[str, Any]:
        problems: list[runstrength.Problem] = []
        given: object = value
        if isinstance(value, dict):
            said = cast("dict[str, object]", value)
            elsewhere = [name for name in fields_of(Athlete) if name in said and name not in self.names]
            allowed = " · ".join(self.names)
            problems += [runstrength.Problem(name, show(said[name]), "is not said here", allowed) for name in elsewhere]
            given = {**{name: held for name, held in said.items() if name not in elsewhere}, **self.besides}
        try:
            facts = Athlete.from_dict(given, ids=frozenset(rulebook().exercises))
        except runstrength.ProfileError as error:
            problems += error.problems
            facts = None
        if problems or facts is None:
            raise ValidationError.from_exception_data("facts", [_detail(problem) for problem in problems])
        return {name: held for name, held in facts.to_dict().items() if name in self.names}

    def schema(self) -> dict[str, Any]:
        """Give the JSON Schema of these facts."""
        whole = profile_schema(Athlete, rulebook().exercises)
        return {
            "type": "object",
            "title": "Facts",
            "description": whole["description"],
            "properties": {name: whole["properties"][name] for name in self.names},
            "required": [name for name in whole["required"] if name in self.names],
            "additionalProperties": False,
        }


def _detail(problem: runstrength.Problem) -> InitErrorDetails:
    _, _, text = str(problem).partition(": ")
    where = tuple(re.findall(r"[^.\[\]$]+", problem.path))
    return InitErrorDetails(
        type=PydanticCustomError("fact", "{text}", {"text": text}),
        loc=where,
        input=None,
    )


def _iso_date(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        return date.fromisoformat(value)
    raise ValueError("it is a date such as 2026-11-26")


def _whole(value: object) -> object:
    """Take 40.0 for the 40 that it is: JSON Schema does not tell them apart."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Minutes = Annotated[int, Field(ge=10, le=180), BeforeValidator(_whole)]
_lasting = _Facts(LASTING, {})
_today = _Facts(TODAY, _NO_DISCIPLINE)

LastingFacts = Annotated[dict[str, Any], PlainValidator(_lasting), WithJsonSchema(_lasting.schema())]
CheckInBody = Annotated[dict[str, Any], PlainValidator(_today), WithJsonSchema(_today.schema())]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Credentials(_Body):
    """A name to sign in with, and its password."""

    name: str = Field(
        pattern=r"^[a-z0-9][a-z0-9._-]{2,39}$", description="Small letters, digits, dots; 3 to 40 of them."
    )
    password: str = Field(min_length=10, max_length=200, description="Ten characters or more.")


class ProfileBody(_Body):
    """What lasts: facts, how a week looks, and the day of the next race that matters."""

    facts: LastingFacts
    runs: dict[Day, Run] = Field(default={}, description="Which days have which run.")
    days: list[Day] | None = Field(default=None, max_length=7, description="Days free for strength; null: every day.")
    minutes: Minutes | None = Field(default=None, description="How long a session may be.")
    race: Annotated[date, BeforeValidator(_iso_date)] | None = Field(default=None, description="Day of the race.")
