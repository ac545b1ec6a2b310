"""The schema of a result: what `Recommendations.to_dict` gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runstrength.facts import MapOf, fields_of, kind_of
from runstrength.profile import Profile
from runstrength.recommendation import SCHEMA
from runstrength.rulebook.building import MAX_SESSIONS, MAX_SETS
from runstrength.rulebook.catalogue import MAX_REPS, MAX_SECONDS
from runstrength.rulebook.rule import FOCUSES, LOADS, ROLES, URGENCIES
from runstrength.rulebook.shapes import ID, NAME, WORD
from runstrength.schema.pieces import described, head, list_of, pattern_of, record, span, whole, word
from runstrength.schema.profiles import facts_schema, kind_schema, question

if TYPE_CHECKING:
    from runstrength.facts import Facts, Kind
    from runstrength.schema.pieces import Schema

__all__ = ["result_schema"]

_TEXT: Schema = {"type": "string", "minLength": 1}
_ID: Schema = {"type": "string", "pattern": pattern_of(ID)}
_SOURCE: Schema = {"type": "string", "pattern": pattern_of(NAME)}
_REASON: Schema = {"$ref": "#/$defs/reason"}
_REASONS = list_of(_REASON)
_BECAUSE = list_of(_REASON, 1)
_SESSIONS = span(whole(0, MAX_SESSIONS))


def result_schema(vocabulary: type[Facts] = Profile) -> dict[str, Any]:
    """Give the schema of a result as JSON, for profiles of any vocabulary."""
    properties = {
        "schema": described("The shape that this result has.", {"const": SCHEMA}),
        "rulebook": described("The rulebook that gave it.", _rulebook()),
        "profile": described(
            "The profile as it was understood, what is unknown left out.", facts_schema(vocabulary, _as_understood)
        ),
        "focus": described("What the training is for now.", word(FOCUSES)),
        "sessions_per_week": described("How many strength sessions a week, from and to.", _SESSIONS),
        "plyometric_sessions_per_week": described("How many of them with plyometrics, from and to.", _SESSIONS),
        "because": described(
            "The reasons of the focus and of both numbers of sessions.",
            record(
                {
                    "focus": described("Why this focus.", _REASONS),
                    "sessions_per_week": described("Why so many sessions.", _REASONS),
                    "plyometric_sessions_per_week": described("Why so many with plyometrics.", _REASONS),
                }
            ),
        ),
        "exercises": described("All that suits, most important first.", list_of({"$ref": "#/$defs/exercise"})),
        "next_session": described(
            "The ids of the exercises of the next session, in training order.", list_of(_ID, unique=True)
        ),
        "avoid": described(
            "Every exercise that is ruled out.",
            list_of(
                record(
                    {
                        "exercise": described("The id of the exercise.", _ID),
                        "because": described("What rules it out.", _BECAUSE),
                    }
                )
            ),
        ),
        "advice": described(
            "What the runner should know or do besides.",
            list_of(
                record(
                    {
                        "advice": described("The id of the advice.", _ID),
                        "text": described("What the runner is told.", _TEXT),
                        "because": described("Why it is said.", _BECAUSE),
                    }
                )
            ),
        ),
        "referral": described(
            "The word that a clinician should see this runner first, or null.",
            {
                "anyOf": [
                    {"type": "null"},
                    record(
                        {
                            "urgency": described("How soon.", word(URGENCIES)),
                            "text": described("What the runner is told.", {"type": "string"}),
                            "because": described("Why.", _BECAUSE),
                        }
                    ),
                ]
            },
        ),
        "overruled": described("What was wanted, and lost.", list_of({"$ref": "#/$defs/overruled"})),
        "sources": described(
            "Every source that a reason of this result cites, by its id.",
            {
                "type": "object",
                "propertyNames": {"pattern": pattern_of(NAME)},
                "additionalProperties": {"$ref": "#/$defs/source"},
            },
        ),
        "not_screened": described("What nobody has asked this runner, and what should be.", list_of(_TEXT)),
        "disclaimer": described("The sentence that goes with every result.", {"type": "string"}),
    }
    return {
        **head("result", vocabulary, "Result", f"What `recommend` gives, in the shape `{SCHEMA}`."),
        **record(properties, [name for name in properties if name != "not_screened"]),
        "$defs": {
            "exercise": _exercise(),
            "overruled": _overruled(),
            "source": _source(),
            "reason": _reason(),
            "absent": _absent(),
            "facts": _facts(vocabulary),
            "path": described("The path of a fact.", {"type": "string", "enum": list(_paths(vocabulary))}),
        },
    }


def _as_understood(kind: Kind, *, required: bool) -> Schema:
    del required  # a fact that is there is known, whether it is needed or not
    return kind_schema(kind, None)


def _rulebook() -> Schema:
    override = record(
        {
            "rule": described("The rule of the base that was replaced.", _ID),
            "because": described("Why.", _TEXT),
        }
    )
    return record(
        {
            "name": described("The name of the rulebook.", _SOURCE),
            "version": described("Its version.", _TEXT),
            "digest": described(
                "A hash of what it means, whatever its files look like.",
                {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
            ),
            "overrides": described("Which rules it has of its own instead of its base's.", list_of(override, 1)),
        },
        ("name", "version", "digest"),
    )


def _exercise() -> Schema:
    seconds = span(whole(1, MAX_SECONDS))
    reps = {**span(whole(1, MAX_REPS)), "type": ["array", "null"]}
    properties = {
        "exercise": described("The id of the exercise.", _ID),
        "name": described("What it is called.", _TEXT),
        "role": described("What it is for.", word(ROLES)),
        "sets": described("How many sets a session.", whole(1, MAX_SETS)),
        "reps": described("How many repetitions a set, from and to; null for what is done for a time.", reps),
        "seconds": described(
            "How long a set, from and to (Unit: seconds.); only for what is done for a time.", seconds
        ),
        "rest_seconds": described("The rest between sets, from and to (Unit: seconds.)", span(whole(0, MAX_SECONDS))),
        "per_side": described("Whether each side is done by itself.", {"type": "boolean"}),
        "load": described("How heavy.", word(LOADS)),
        "cues": described(
            "What to mind while doing it.",
            list_of(
                record(
                    {
                        "cue": described("The id of the cue.", _ID),
                        "text": described("What the runner is told.", _TEXT),
                        "because": described("Why; empty where it goes with the exercise for everybody.", _REASONS),
                    }
                )
            ),
        ),
        "because": described("Why it is recommended.", _BECAUSE),
        "dose_because": described("Why so much of it.", _REASONS),
    }
    return record(
        properties,
        [name for name in properties if name != "seconds"],
        description="One exercise and how much of it.",
        oneOf=[
            {"properties": {"reps": {"type": "array"}}, "not": {"required": ["seconds"]}},
            {"properties": {"reps": {"type": "null"}}, "required": ["seconds"]},
        ],
    )


def _overruled() -> Schema:
    return record(
        {
            "kind": described("What sort of thing was lost.", _TEXT),
            "exercises": described("The ids of the exercises that it was wanted for.", list_of(_ID, unique=True)),
            "what": described("What was wanted, in words.", _TEXT),
            "because": described("The reasons that wanted it.", _REASONS),
            "by": described("The reasons that beat them.", _REASONS),
        },
        description="Something that was wanted, beside what beat it.",
    )


def _source() -> Schema:
    return record(
        {
            "text": described("The statement.", _TEXT),
            "kind": described("Where it comes from.", word(("article", "practice"))),
            "disputed": described("What research says against it, or null.", {**_TEXT, "type": ["string", "null"]}),
        },
        description="A statement that a reason cites.",
    )


def _reason() -> Schema:
    properties: dict[str, Schema] = {
        "rule": described(
            "The rule that fired; one of those that `for` makes has its values in brackets.",
            {"type": "string", "pattern": rf"{pattern_of(ID).removesuffix('$')}(\[[^\[\]]+\])?$"},
        ),
        "text": described("The reason in words.", _TEXT),
        "facts": described("The facts that made the rule fire, by their paths.", {"$ref": "#/$defs/facts"}),
        "sources": described("The ids of what it cites.", list_of(_SOURCE, 1, unique=True)),
        "from": described("The reasons of the rules that derived the findings that it used.", _REASONS),
        "absent": described(
            "The findings that were looked for and not made, where the rule turned on that.",
            list_of({"$ref": "#/$defs/absent"}),
        ),
        "unknown": described("The facts for whose want the rule fired.", list_of({"$ref": "#/$defs/path"})),
    }
    return record(properties, ("rule", "text", "facts", "sources", "from"), description="Why something was concluded.")


def _absent() -> Schema:
    return record(
        {
            "finding": described("The finding.", {"type": "string", "pattern": pattern_of(WORD)}),
            "facts": described("The facts that speak against it.", {"$ref": "#/$defs/facts"}),
            "unknown": described(
                "The facts that could speak for it and are not known.", list_of({"$ref": "#/$defs/path"})
            ),
        },
        description="A finding that was looked for and not made.",
    )


def _paths(vocabulary: type[Facts]) -> dict[str, tuple[str, Kind]]:
    """Give every path that a rule can read, with its field and the kind of what stands there."""
    found: dict[str, tuple[str, Kind]] = {}
    for name, attribute in fields_of(vocabulary).items():
        kind = kind_of(attribute)
        if isinstance(kind, MapOf):
            found |= {f"{name}.{key}": (name, kind.item) for key in kind.keys}
        else:
            found[name] = (name, kind)
    return found


def _facts(vocabulary: type[Facts]) -> Schema:
    properties = {
        path: described(question(vocabulary, name), kind_schema(kind, None))
        for path, (name, kind) in _paths(vocabulary).items()
    }
    return record(properties, (), description="Paths and values of the profile, as they stand in it.")
