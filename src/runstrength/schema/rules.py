"""The schema of rules and guarantees, as rule files write them. Conditions are texts: their grammar is no schema's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.facts import MapOf, SetOf, fields_of, kind_of
from runstrength.rulebook.building import CONCLUSIONS, MAX_SESSIONS, MAX_SETS
from runstrength.rulebook.cases import NOBODY
from runstrength.rulebook.catalogue import MAX_HEAVY_REPS, MAX_REPS, MAX_SECONDS
from runstrength.rulebook.parsing import MAX_LENGTH
from runstrength.rulebook.promises import AMOUNTS, LEFT, MAX_SESSION_SETS, OF_ONE, OF_TWO, PARTS
from runstrength.rulebook.rule import FOCUSES, IMPACTS, LOADS, ROLES, TIERS, URGENCIES
from runstrength.rulebook.shapes import ID, NAME, WORD
from runstrength.schema.pieces import (
    HAS_VARIABLE,
    IDENTIFIER,
    TEXT,
    VARIABLE,
    WRITTEN,
    described,
    either,
    list_of,
    named,
    or_variable,
    record,
    span,
    whole,
    word,
)
from runstrength.schema.profiles import given

if TYPE_CHECKING:
    from runstrength.facts import Facts
    from runstrength.schema.pieces import Schema

__all__ = ["rule_definitions", "words_of"]

# Where a text may hold a variable of `for`.
_ID = named(ID, variables=True)
_NAME = named(NAME, variables=True)
_FINDING = named(WORD, variables=True)
_CONDITION: Schema = {"type": "string", "pattern": r"\S", "maxLength": MAX_LENGTH}
_SHARE: Schema = {"type": "string", "pattern": rf"^[1-9][0-9]?%$|{VARIABLE}"}
_FREQUENCY = ("sessions_per_week", "plyometric_sessions_per_week")
_OF = "The exercises that it speaks of: a list of ids, or a selector; left out: all."
_SELECTOR: Schema = {"$ref": "#/$defs/selector"}
_TARGETS: Schema = {"$ref": "#/$defs/targets"}


def rule_definitions(vocabulary: type[Facts]) -> dict[str, Schema]:
    """Give the definitions of rules, of guarantees, and of what both are made of."""
    return {
        "rule": _rule(),
        "guarantee": _guarantee(),
        "then": _then(),
        "selector": _selector(vocabulary),
        "targets": described("Exercises: a list of ids and selectors, or a selector.", _targets()),
        "dose": _dose(),
        "limit": _limit(share_of_sets=True),
        "promised_limit": _limit(share_of_sets=False),
        "for": _for(),
        "case": _case(vocabulary),
        "example": described(
            "A profile for which the rule fires, or is silent; with `for`, variables may stand in it.",
            given(vocabulary),
        ),
    }


def words_of(vocabulary: type[Facts], name: str) -> Schema:
    """Give the words that the catalogue shares with the vocabulary: of its equipment, or of its sites of pain."""
    attribute = fields_of(vocabulary).get(name)
    kind = None if attribute is None else kind_of(attribute)
    if isinstance(kind, SetOf) and name == "equipment":
        return word(kind.values)
    return word(kind.keys) if isinstance(kind, MapOf) and name == "pain" else WRITTEN


def _one_or_more(item: Schema, *, unique: bool = False) -> Schema:
    return either(item, list_of(item, 1, unique=unique))


def _at_least_one(*keys: str) -> list[Schema]:
    return [*({"required": [key]} for key in keys), HAS_VARIABLE]


# --- rules and guarantees -------------------------------------------------------------------------------------------


def _rule() -> Schema:
    examples = _one_or_many_profiles()
    properties = {
        "rule": described(
            "Its name: words of small letters and digits joined by hyphens; once in a rulebook.", IDENTIFIER
        ),
        "when": described(
            "The condition, such as `pain.knee >= 4 and not acute_knee`; `always` and `never` are conditions too.",
            _CONDITION,
        ),
        "then": described("What it concludes: one conclusion or several.", {"$ref": "#/$defs/then"}),
        "because": described("The reason, in words a runner understands.", TEXT),
        "source": described("One or more ids of `sources.yaml`.", _one_or_more(_NAME, unique=True)),
        "tier": described(
            f"How near to the runner a dose or a prescription is: general (where left out), goal, season; "
            f"{TIERS[-1]} for a prescription only.",
            or_variable(word(TIERS)),
        ),
        "for": described(_FOR, {"$ref": "#/$defs/for"}),
        "override": described(
            "Only in an extension: why this rule takes the place of the base's rule of that name.", TEXT
        ),
        "examples": described(
            "Profiles for which it fires or does not: they are tests.",
            record(
                {
                    "fires": described("A profile, or a list of profiles, for which it fires.", examples),
                    "silent": described("A profile, or a list of profiles, for which it does not.", examples),
                },
                (),
                variables=True,
            ),
        ),
    }
    speaks_of_amounts = {"properties": {"then": {"anyOf": _at_least_one("dose", "prescribe")}}}
    return record(
        properties,
        ("rule", "when", "then", "because", "source"),
        title="Rule",
        description="If the condition is true of a runner, all conclusions hold.",
        dependentSchemas={"tier": speaks_of_amounts},
    ) | {
        # The last tier is that of a condition of the runner, which prescribes and says nothing of how much.
        "if": {"properties": {"tier": {"const": TIERS[-1]}}, "required": ["tier"]},
        "then": {"properties": {"then": {"not": {"required": ["dose"]}}}},
    }


def _case(vocabulary: type[Facts]) -> Schema:
    ids, counts = list_of(_ID, unique=True), span(or_variable(whole(0, MAX_REPS)))
    seconds = span(or_variable(whole(0, MAX_SECONDS)))
    sessions = span(whole(0, MAX_SESSIONS))
    by_exercise = {
        "load": ("how heavy it is", word(LOADS)),
        "sets": ("how many sets it has", whole(1, MAX_SETS)),
        "reps": ("its repetitions, from and to", counts),
        "seconds": ("its seconds, from and to", seconds),
        "rest_seconds": ("the rest between sets, from and to", seconds),
        "cue": ("the cues that it has, all of them", ids),
    }
    properties = {
        "example": described("Its name: words of small letters and digits joined by hyphens.", IDENTIFIER),
        "runner": described("The runner: a profile.", given(vocabulary)),
        "prescribe": described("Exercises that are given.", ids),
        "without": described("Exercises that are not given.", ids),
        "avoid": described("Exercises that are ruled out.", ids),
        "allow": described("Exercises that are not ruled out.", ids),
        "order": described("Exercises that are given, the earlier before the later.", ids),
        **{
            name: described(f"By exercise {what}.", {"type": "object", "additionalProperties": of})
            for name, (what, of) in by_exercise.items()
        },
        "sessions_per_week": described("How many sessions a week, from and to.", sessions),
        "plyometric_sessions_per_week": described("How many of them with plyometrics, from and to.", sessions),
        "focus": described("The focus.", word(FOCUSES)),
        "refer": described("The urgency of the referral, or none.", word((*URGENCIES, NOBODY))),
        "advise": described("Advice that is given.", ids),
        "unadvised": described("Advice that is not given.", ids),
    }
    return record(
        properties,
        ("example", "runner"),
        title="Example",
        description="A runner, and what of the result matters: what all rules together come to for him.",
        minProperties=3,
    )


def _one_or_many_profiles() -> Schema:
    example: Schema = {"$ref": "#/$defs/example"}
    return either(example, list_of(example))


def _guarantee() -> Schema:
    properties = {
        "guarantee": described(
            "Its name: words of small letters and digits joined by hyphens; once in a rulebook.", IDENTIFIER
        ),
        "says": described(
            "What it promises, in one sentence: the same for all that `for` makes of it.",
            {**TEXT, "pattern": r"^[^$]*[^$\s][^$]*$"},
        ),
        "when": described("The condition: of whom it is promised.", _CONDITION),
        "but": described("What is true of a second runner, who differs in the facts that this reads.", _CONDITION),
        "referred": described("Only about whoever is referred, at least so urgently.", or_variable(word(URGENCIES))),
        "more": described("The fact of which a second runner, alike in all else, has more.", {"type": "string"}),
        "then": described(
            "What must come out of all rules together.",
            record(
                {**_promised_of_one(), **_promised_of_two()},
                (),
                variables=True,
                minProperties=1,
            ),
        ),
        "for": described(_FOR, {"$ref": "#/$defs/for"}),
    }
    return record(
        properties,
        ("guarantee", "says", "when", "then"),
        title="Guarantee",
        description="A rule of restrict/ that no engine runs: all the other rules are held to it.",
        dependentSchemas={"but": _without("more") | _of_two(), "more": _of_two()},
    ) | {
        "if": {"not": {"anyOf": [{"required": ["but"]}, {"required": ["more"]}]}},
        "then": {"properties": {"then": _without(*OF_TWO)}},
    }


def _of_two() -> Schema:
    return {"allOf": [{"properties": {"then": _without(*OF_ONE)}}]}


def _promised_of_one() -> dict[str, Schema]:
    return {
        "avoid": described("Exercises that are never given: a list of ids, or a selector.", _TARGETS),
        "limit": described(
            "At most so much, ever: a limit, or a list of limits.", _one_or_more({"$ref": "#/$defs/promised_limit"})
        ),
        "refer": described("The referral that there is at least.", or_variable(word(URGENCIES))),
        "include": described("Of each of these selectors there is something.", list_of(_SELECTOR, 1)),
        "repetitions": described(
            "Loads, each with the most repetitions that it is done for.",
            record(
                {load: described(f"At {load}.", or_variable(whole(1, MAX_REPS))) for load in LOADS}, (), variables=True
            ),
        ),
        "within_scheme": described("Loads at which the repetitions are the catalogue's.", _words_of(LOADS)),
        "session_sets": described("The most sets of one session.", or_variable(whole(MAX_SETS, MAX_SESSION_SETS))),
        "leave": described("What there is at least one of.", _words_of(LEFT)),
        "disjoint": described("What has nothing in common.", list_of(or_variable(word(PARTS)), 2, unique=True)),
    }


def _promised_of_two() -> dict[str, Schema]:
    return {
        "no_more": described("What the second runner has no more of.", _words_of(AMOUNTS)),
        "nothing_new": described("Exercises that the second does not get unless the first does.", _TARGETS),
        "new_at_most": described("How heavy at most what only the second gets.", or_variable(word(LOADS))),
        "keep": described("What of the first the second keeps.", _words_of(("avoid",))),
        "asks": described(
            "Facts that the first is asked for, where the second gets less of anything.",
            list_of({"type": "string", "pattern": r"\S"}, 1),
        ),
    }


def _words_of(known: tuple[str, ...]) -> Schema:
    return list_of(or_variable(word(known)), 1, unique=True)


_FOR = "Makes it into several: the values of each variable, which `$name` stands for."


def _for() -> Schema:
    values = either(
        described("The name of a group of the header.", {"type": "string", "pattern": r"\S"}),
        list_of(WRITTEN, 1, unique=True),
        _SELECTOR,
    )
    return {
        "type": "object",
        "description": "Variables, each with its values: a list, the name of a group, or a selector.",
        "minProperties": 1,
        "propertyNames": {"pattern": "^[a-z][a-z_]*$"},
        "additionalProperties": described("A list of values, the name of a group, or a selector.", values),
    }


# --- conclusions ----------------------------------------------------------------------------------------------------


def _then() -> Schema:
    choice = record(
        {"first_of": described("Exercises, of which the first that survives is taken.", list_of(_ID, 1, unique=True))},
        variables=True,
    )
    properties = {
        "derive": described("A finding, or several: names that other conditions can use.", _one_or_more(_FINDING)),
        "focus": described("The focus that it proposes.", or_variable(word(FOCUSES[1:]))),
        "prescribe": described(
            "Exercises: ids, selectors, or `{first_of: […]}`, of which the first that survives is taken.",
            either(_SELECTOR, choice, list_of(either(_ID, _SELECTOR, choice), 1)),
        ),
        "fallback": described(
            "Exercises, of which the first that survives is taken where otherwise nothing would remain.",
            list_of(_ID, 1, unique=True),
        ),
        "cue": described(
            "Cues, each with the exercises that it is given to.",
            {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": described("The exercises that the cue is given to.", _TARGETS),
            },
        ),
        "dose": described("How much: a dose, or a list of doses.", _one_or_more({"$ref": "#/$defs/dose"})),
        "limit": described("At most so much: a limit, or a list of limits.", _one_or_more({"$ref": "#/$defs/limit"})),
        "avoid": described("A veto: a list of ids and selectors, or a selector.", _TARGETS),
        "refer": described("Sends the runner to a clinician, so soon.", or_variable(word(URGENCIES))),
        "advise": described("What the runner is told: ids of advice.", list_of(_ID, 1, unique=True)),
    }
    return record(
        {name: properties[name] for name in CONCLUSIONS},
        (),
        variables=True,
        minProperties=1,
        description="What a rule concludes. In a folder of a stage, only what that stage concludes.",
    )


def _targets() -> Schema:
    return either(_SELECTOR, list_of(either(_ID, _SELECTOR), 1))


def _selector(vocabulary: type[Facts]) -> Schema:
    equipment, sites = words_of(vocabulary, "equipment"), words_of(vocabulary, "pain")
    attributes = {
        "role": ("What the exercise is for.", word(ROLES)),
        "pattern": ("How it moves: a word of the catalogue's own.", WRITTEN),
        "muscle": ("A muscle that it trains.", WRITTEN),
        "impact": ("How hard it lands.", word(IMPACTS)),
        "loads": ("A site of the body that it loads.", sites),
        "equipment": ("Equipment, any one of which it needs.", equipment),
        "weight": ("Equipment that it takes added weight from.", equipment),
        "scheme": ("A load that it can be done with.", word(LOADS)),
    }
    flags = {
        "compound": "Whether it moves more than one joint.",
        "unilateral": "Whether it is done one side at a time.",
        "dynamic": "Whether it is mobility in motion.",
        "needs_equipment": "Whether it needs any equipment.",
        "takes_weight": "Whether it can take added weight.",
    }
    properties = {
        **{
            name: described(f"{text} One value, or a list of which one must fit.", _value_or_values(schema))
            for name, (text, schema) in attributes.items()
        },
        **{name: described(text, or_variable({"type": "boolean"})) for name, text in flags.items()},
        "not": described("A selector of what is not meant.", _SELECTOR),
    }
    return record(
        properties,
        (),
        variables=True,
        description="Exercises, by what the catalogue says of them: all that is named must fit.",
    )


def _value_or_values(schema: Schema) -> Schema:
    item = _NAME if schema is WRITTEN else or_variable(schema)
    return either(item, list_of(item))


def _dose() -> Schema:
    reps, seconds, rest, sessions = (
        span(or_variable(whole(low, high)))
        for low, high in ((1, MAX_REPS), (1, MAX_SECONDS), (0, MAX_SECONDS), (0, MAX_SESSIONS))
    )
    properties = {
        "of": described(_OF, _TARGETS),
        "load": described("How heavy.", or_variable(word(LOADS))),
        "reps": described("Repetitions, from and to; left out: those of the exercise at that load.", reps),
        "seconds": described("Seconds, from and to; left out: those of the exercise at that load.", seconds),
        "rest_seconds": described("The rest between sets, from and to, in seconds.", rest),
        "sets": described("How many sets.", or_variable(whole(1, MAX_SETS))),
        "sessions_per_week": described("How many sessions a week, from and to.", sessions),
        "plyometric_sessions_per_week": described("How many of them with plyometrics, from and to.", sessions),
    }
    return record(
        properties,
        (),
        variables=True,
        description="How much: intensity (a load and its counts), volume (sets), frequency (sessions a week).",
        anyOf=_at_least_one(*(name for name in properties if name != "of")),
        dependentRequired={name: ["load"] for name in ("reps", "seconds", "rest_seconds")},
        dependentSchemas={"of": _without(*_FREQUENCY), "reps": _without("seconds")},
    ) | {
        "if": {"properties": {"load": {"const": LOADS[-1]}}, "required": ["load"]},
        "then": {"properties": {"reps": {"items": {"maximum": MAX_HEAVY_REPS}}, "seconds": False}},
    }


def _limit(*, share_of_sets: bool) -> Schema:
    sets = either(whole(0, MAX_SETS), _SHARE) if share_of_sets else or_variable(whole(0, MAX_SETS))
    sessions = either(whole(0, MAX_SESSIONS), _SHARE)
    properties = {
        "of": described(_OF, _TARGETS),
        "load": described("At most so heavy.", or_variable(word(LOADS))),
        "sets": described(f"At most so many sets{', or that share of the dose' if share_of_sets else ''}.", sets),
        "sessions_per_week": described("At most so many sessions a week, or that share of the dose.", sessions),
        "plyometric_sessions_per_week": described("At most so many with plyometrics, or that share.", sessions),
    }
    return record(
        properties,
        (),
        variables=True,
        description="At most so much.",
        anyOf=_at_least_one(*(name for name in properties if name != "of")),
        dependentSchemas={"of": _without(*_FREQUENCY)},
    )


def _without(*keys: str) -> Schema:
    return {"properties": dict.fromkeys(keys, False)}
