"""The schema of the files of a rulebook, for editors: one schema for every file that a rulebook can have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from runstrength.profile import Profile
from runstrength.rulebook.catalogue import MAX_HEAVY_REPS, MAX_REPS, MAX_SECONDS
from runstrength.rulebook.diagnostics import CHECKS
from runstrength.rulebook.files import EXAMPLES, GUARANTEES, HEADER, HEADER_MORE, SECTIONS
from runstrength.rulebook.rule import FOCUSES, IMPACTS, LOADS, ROLES, URGENCIES, Session
from runstrength.rulebook.shapes import MAX_NAME, WORD
from runstrength.schema.pieces import (
    IDENTIFIER,
    TEXT,
    WRITTEN,
    described,
    head,
    list_of,
    pattern_of,
    record,
    span,
    whole,
    word,
)
from runstrength.schema.rules import rule_definitions, words_of

if TYPE_CHECKING:
    from runstrength.facts import Facts
    from runstrength.schema.pieces import Schema

__all__ = ["rulebook_schema"]

# What a list of a rulebook holds, by the key that such an entry begins with: the first that is there decides.
_ENTRIES = {
    "rule": "rule",
    "guarantee": "guarantee",
    "exercise": "exercise",
    "example": "case",
    "cue": "cue",
    "advice": "advice",
    "source": "source",
}
_LISTS = {
    "rules": "rule",
    GUARANTEES: "guarantee",
    EXAMPLES: "case",
    "exercises": "exercise",
    "cues": "cue",
    "sources": "source",
}
MOST_IN_A_SESSION = 600


def rulebook_schema(vocabulary: type[Facts] = Profile) -> dict[str, Any]:
    """Give the schema of every file of a rulebook: `rulebook.yaml` or the whole in one file, and lists of entries.

    For YAML read as the library reads it, and as YAML 1.2 has it: words stay words. Conditions are texts.
    """
    return {
        **head(
            "rulebook",
            vocabulary,
            "Rulebook",
            "A file of a rulebook: its header, the whole of it in one file, or a list of rules, guarantees, exercises, "
            "examples, cues, advice or sources.",
        ),
        "type": ["object", "array"],
        "if": {"type": "object"},
        "then": {"$ref": "#/$defs/rulebook"},
        "else": {"$ref": "#/$defs/list"},
        "$defs": {
            "rulebook": _rulebook(),
            "list": _list(),
            **rule_definitions(vocabulary),
            "exercise": _exercise(vocabulary),
            "cue": _text("cue", "What to mind while doing an exercise."),
            "advice": _text("advice", "Something that a runner can be told. Their order is the order in a result."),
            "source": _source(),
        },
    }


def _list() -> Schema:
    """Give a list of entries of one sort. What sort that is shows in any one of them."""
    found: Schema = {"items": {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in _ENTRIES.values()]}}
    for key, name in reversed(_ENTRIES.items()):
        found = {
            "if": {"contains": {"type": "object", "required": [key]}},
            "then": {"items": {"$ref": f"#/$defs/{name}"}},
            "else": found,
        }
    return {"type": "array", "description": "Entries of a rulebook, all of one sort.", **found}


# --- the header -----------------------------------------------------------------------------------------------------


def _rulebook() -> Schema:
    properties = {
        "language": described("The version of the rule language: 1, always.", {"type": "integer", "const": 1}),
        "name": described("The name of the rulebook; it stands in every result.", WRITTEN),
        "version": described("Its version; it stands in every result.", TEXT),
        "extends": described(
            "The rulebook that this one builds on: a shipped one by its name, or a path relative to this one.", TEXT
        ),
        "waive": described(
            "Only with `extends`: the rules of the base whose examples are not held here, each with the reason.",
            {"type": "object", "additionalProperties": described("Why.", TEXT)},
        ),
        "groups": described(
            "Names for lists of values, for use in conditions and `for`.",
            {
                "type": "object",
                "propertyNames": {"pattern": pattern_of(WORD), "maxLength": MAX_NAME},
                "additionalProperties": described("The values of the group.", list_of(WRITTEN, 1, unique=True)),
            },
        ),
        "words": described(
            "How people write a value, for texts that `for` makes; without it `_` becomes a space.",
            {"type": "object", "additionalProperties": described("The value as people write it.", TEXT)},
        ),
        "focus": described(
            "For each focus the roles of exercises in order of importance.",
            record({focus: described(f"All roles, for the focus on {focus}.", _all_roles()) for focus in FOCUSES}),
        ),
        "session": described("What a session may hold, and what its time is reckoned by.", _session()),
        "referral": described("For each urgency what the runner is told.", _referral()),
        "disclaimer": described("The sentence under every result.", TEXT),
        "checks": described("What the checks of `runstrength check` let be, each with the reason.", _checks()),
        **{key: described(text, list_of({"$ref": f"#/$defs/{_LISTS.get(key, key)}"})) for key, text in _TEXTS.items()},
    }
    return record(
        {name: properties[name] for name in (*HEADER, *HEADER_MORE, *SECTIONS, GUARANTEES, EXAMPLES, "rules")},
        HEADER,
        title="Rulebook",
        description="The header of a rulebook, or the whole of it in one file.",
        dependentRequired={"waive": ["extends"]},
    ) | {
        # What an extension does not say, its base may have said.
        "if": {
            "properties": {"exercises": {"minItems": 1}},
            "required": ["exercises"],
            "not": {"required": ["extends"]},
        },
        "then": {"required": ["focus", "session", "disclaimer"]},
    }


def _checks() -> Schema:
    spare = {"type": "object", "additionalProperties": described("Why.", TEXT)}
    said = record(
        {
            "skip": described("Why this check is not made at all.", TEXT),
            "spare": described("The names that it lets be, each with the reason.", spare),
        },
        (),
        minProperties=1,
    )
    return record({name: described(f"Whether {what}.", said) for name, (_, what) in CHECKS.items()}, ())


_TEXTS = {
    "exercises": "The catalogue. Its order is the rank of the exercises.",
    "cues": "What to mind while doing them.",
    "advice": "What a runner can be told. Its order is the order in a result.",
    "sources": "Every statement that a rule may cite.",
    GUARANTEES: "What must come out of all rules together.",
    EXAMPLES: "Runners, and what all rules together come to for them.",
    "rules": "The rules.",
}


def _all_roles() -> Schema:
    return {**list_of(word(ROLES), len(ROLES), unique=True), "maxItems": len(ROLES)}


def _session() -> Schema:
    says = {
        "main": "How many exercises of role strength or plyometric at most.",
        "warm_up": "How many to warm up at most.",
        "close": "How many to close with at most.",
        "seconds_per_repetition": "How long a repetition takes, in seconds.",
        "changeover_seconds": "How long it takes from one exercise to the next, in seconds.",
    }
    return record(
        {field.name: described(says[field.name], whole(0, MOST_IN_A_SESSION)) for field in attrs.fields(Session)}
    )


def _referral() -> Schema:
    referral = record(
        {
            "text": described("What the runner is told.", TEXT),
            "advise": described("The ids of the advice that goes with it.", list_of(IDENTIFIER, unique=True)),
        }
    )
    return record({urgency: described(f"Of the urgency {urgency}.", referral) for urgency in URGENCIES}, ())


# --- the catalogue --------------------------------------------------------------------------------------------------


def _exercise(vocabulary: type[Facts]) -> Schema:
    equipment, sites = (list_of(words_of(vocabulary, name), unique=True) for name in ("equipment", "pain"))
    ids, texts = list_of(IDENTIFIER, unique=True), list_of(TEXT)
    properties = {
        "exercise": described("Its id: words of small letters and digits joined by hyphens.", IDENTIFIER),
        "name": described("What people call it.", TEXT),
        "role": described("What it is for.", word(ROLES)),
        "pattern": described("How it moves: a word of your own, such as squat, hinge or jump.", WRITTEN),
        "schemes": described(
            "For each load that it can be done with: how.",
            record(
                {load: described(f"How it is done at the load {load}.", _scheme(load)) for load in LOADS},
                (),
                minProperties=1,
            ),
        ),
        "muscles": described("What it trains.", list_of(WRITTEN, unique=True)),
        "compound": described("Whether it moves more than one joint; false where left out.", {"type": "boolean"}),
        "unilateral": described("Whether it is done one side at a time; false where left out.", {"type": "boolean"}),
        "dynamic": described("Whether it is mobility in motion; false where left out.", {"type": "boolean"}),
        "equipment": described("Any one of these is needed; left out: nothing is.", equipment),
        "weight": described("Any one of these is needed for a load above bodyweight; left out: nothing is.", equipment),
        "impact": described("How hard it lands; none where left out.", word(IMPACTS)),
        "loads": described("The sites of the body that it loads.", sites),
        "cues": described("The ids of the cues that go with it for everybody.", ids),
        "steps": described("How it is done, in order.", texts),
        "faults": described("What usually goes wrong, and how to mend it.", texts),
        "easier": described("The ids of its neighbours with less of the same.", ids),
        "harder": described("The ids of its neighbours with more of the same.", ids),
        "ids": described(
            "Where other software knows it.",
            {"type": "object", "additionalProperties": described("Its id there.", TEXT)},
        ),
    }
    return record(
        properties,
        ("exercise", "name", "role", "pattern", "schemes"),
        title="Exercise",
        description="An exercise of the catalogue.",
    )


def _scheme(load: str) -> Schema:
    heavy = load == LOADS[-1]
    properties = {
        "reps": described("Repetitions, from and to.", span(whole(1, MAX_HEAVY_REPS if heavy else MAX_REPS))),
        "seconds": described("Seconds, from and to, of what is done for a time.", span(whole(1, MAX_SECONDS))),
        "rest_seconds": described("The rest between sets, from and to, in seconds.", span(whole(0, MAX_SECONDS))),
    }
    if heavy:
        del properties["seconds"]
        return record(properties)
    return record(properties, ("rest_seconds",), oneOf=[{"required": ["reps"]}, {"required": ["seconds"]}])


def _text(key: str, description: str) -> Schema:
    return record(
        {
            key: described("Its id: words of small letters and digits joined by hyphens.", IDENTIFIER),
            "text": described("What the runner is told.", TEXT),
        },
        title=key.capitalize(),
        description=description,
    )


def _source() -> Schema:
    return record(
        {
            "source": described("Its id: letters and digits joined by dots, hyphens or underscores.", WRITTEN),
            "kind": described("Where it comes from.", word(("article", "practice"))),
            "text": described("The statement.", TEXT),
            "disputed": described("What research says against it; only where research disputes it.", TEXT),
        },
        ("source", "kind", "text"),
        title="Source",
        description="A statement that a rule may cite.",
    )
