"""The schemas say what the library takes and gives: no more and no less, as far as a schema can say it."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import runstrength
from runstrength.errors import ProfileError
from runstrength.facts import Facts, fields_of, kind_of
from runstrength.profile import Profile
from runstrength.rulebook import read_rulebook
from runstrength.rulebook.reading import plain, read_text
from runstrength.rulebook.rule import URGENCIES
from runstrength.schema import SCHEMAS, profile_schema, result_schema, rulebook_schema, schema_of
from runstrength.shipped import rules_folder
from tests.conformance.bad_rules import BAD, CASES, found_before
from tests.conformance.fines import Reader
from tests.strategies import Small, as_yaml, examples, folder, profiles, rulebooks, thresholds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from tests.conformance.bad_rules import Case

    Parts = tuple[str | int, ...]

VOCABULARIES = (Profile, Small, Reader, Facts)
CONFORMANCE = BAD.parent
SHIPPED = runstrength.shipped_rulebook()
IDS = frozenset(SHIPPED.exercises)
NEAR = thresholds(SHIPPED)
SMALL_IDS = ("ex-0", "ex-1")

RULE = {"rule": "own", "when": "always", "because": "It helps.", "source": "own"}
SOURCES = [{"source": "own", "kind": "practice", "text": "It is known."}]
OWN: dict[str, Any] = {
    "language": 1,
    "name": "own",
    "version": "1",
    "advice": [{"advice": "rest", "text": "Rest."}],
    "sources": SOURCES,
}


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    """Give the validator of a schema."""
    return Draft202012Validator(schema)


RESULTS: dict[type[Facts], Draft202012Validator] = {
    vocabulary: validator(result_schema(vocabulary)) for vocabulary in (Profile, Small)
}
RULEBOOKS: dict[type[Facts], Draft202012Validator] = {
    vocabulary: validator(rulebook_schema(vocabulary)) for vocabulary in (Profile, Small, Reader)
}


def complaints(of: Draft202012Validator, value: object) -> list[str]:
    """Give what a schema says against a value."""
    return [f"{error.json_path}: {error.message[:200]}" for error in of.iter_errors(value)]


def data(path: Path) -> Any:  # noqa: ANN401 - any JSON value
    """Read a rule file as the library does, and give it as an editor sees it."""
    return plain(read_text(path.read_text(encoding="utf-8"), path.name, []))


# --- the schemas themselves -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
@pytest.mark.parametrize("what", SCHEMAS)
def test_schema_is_one(what: str, vocabulary: type[Facts]) -> None:
    """Each schema is a schema of its dialect, is plain JSON, and says what it is."""
    schema = schema_of(what, vocabulary)
    Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"].startswith(f"urn:runstrength:schema:{what}:1")
    assert schema["title"]
    assert schema["description"]


def test_names_of_schemas() -> None:
    """No two vocabularies share a name, and nobody is given the schema of something else."""
    assert schema_of("profile")["$id"] == "urn:runstrength:schema:profile:1"
    assert len({schema_of(what, of)["$id"] for what in SCHEMAS for of in VOCABULARIES}) == len(SCHEMAS) * 4
    assert schema_of("profile", Small, SMALL_IDS) == profile_schema(Small, reversed(SMALL_IDS))
    with pytest.raises(ValueError, match=r"no schema of 'profil'; there are those of profile, result, rulebook"):
        schema_of("profil")


def fields_in(schema: object, path: str = "$") -> Iterator[tuple[str, object]]:
    """Give every property that a schema declares, wherever it does."""
    if isinstance(schema, dict):
        for key, inner in schema.items():
            if key == "properties" and schema.get("type") == "object":
                yield from ((f"{path}.{name}", of) for name, of in inner.items())
            yield from fields_in(inner, f"{path}.{key}")
    elif isinstance(schema, list):
        for number, inner in enumerate(schema):
            yield from fields_in(inner, f"{path}[{number}]")


@pytest.mark.parametrize("what", SCHEMAS)
def test_every_key_is_described(what: str) -> None:
    """An editor has a sentence to show for every key of a rule file, a profile and a result."""
    inside_a_map = re.compile(r"\.pain\.properties\.|\.properties\.pain(\.anyOf\[0\])?\.\w+$")
    bare = [
        path
        for path, of in fields_in(schema_of(what))
        if not (isinstance(of, dict) and of.get("description")) and not inside_a_map.search(path)
    ]
    assert bare == []


@pytest.mark.parametrize("vocabulary", [Profile, Small, Reader])
def test_profile_asks_its_questions(vocabulary: type[Facts]) -> None:
    """Every field of a profile has its question and its unit, and the examples are profiles."""
    schema = profile_schema(vocabulary, IDS)
    for name, attribute in fields_of(vocabulary).items():
        text = schema["properties"][name]["description"]
        assert text.startswith(attribute.metadata["question"])
        assert getattr(kind_of(attribute), "unit", "") in text
    for example in schema["examples"]:
        assert vocabulary.from_dict(example, ids=IDS).to_dict() == example
        assert complaints(validator(schema), example) == []


# --- profiles -------------------------------------------------------------------------------------------------------

ODD: tuple[Any, ...] = (
    *(None, True, False, 0, 1, 7, 7.0, 7.5, -1, -0.0, 10, 11, 3, 24, 24.5, 10**30, 1e308, float("inf"), -(10**30)),
    *("", "7", "true", "null", "knee", "none", "sprint", "Sprint", "bands", "ex-0", "back-squat"),
    *([], [None], ["knee"], ["knee", "knee"], ["bands", "bands"], ["ex-0", "ex-0"], ["back-squat"], ["bands", "x"]),
    *(["bands", 1], ["fever", ["fever"]], ["bands"] * 1000, ["bands"] * 1001, ["none"], [True]),
    *({}, {"knee": None}, {"knee": 3}, {"knee": 3.0}, {"knee": 3.5}, {"knee": True}, {"knee": "3"}, {"knee": 11}),
    *({"left": 1.5}, {"left": 2.5}, {"elbow": 3}, {"knee": {}}, {"knee": [3]}),
)
STRANGE_KEYS = ("x", "", "Discipline", "pain.knee", "discipline ", "__class__")


def changed(draw: st.DrawFn, profile: dict[str, Any], vocabulary: type[Facts]) -> object:
    """Change a profile in one place or a few, into something that may be wrong."""
    found: Any = copy.deepcopy(profile)
    odd = st.one_of(st.sampled_from(ODD).map(copy.deepcopy), st.integers(), st.floats(allow_nan=False))
    for _ in range(draw(st.sampled_from((1, 1, 2, 3)))):
        how = draw(st.sampled_from(("value", "value", "value", "inner", "inner", "new", "strange", "gone", "whole")))
        if not isinstance(found, dict) or (how == "whole" and draw(st.integers(0, 3)) == 3):
            return draw(odd)
        names = sorted(found)
        if how == "new":
            found[draw(st.sampled_from(sorted(fields_of(vocabulary))))] = draw(odd)
        elif how == "strange":
            found[draw(st.sampled_from(STRANGE_KEYS))] = draw(odd)
        elif names and how == "value":
            found[draw(st.sampled_from(names))] = draw(odd)
        elif names and how == "gone":
            del found[draw(st.sampled_from(names))]
        elif nested := [name for name in names if isinstance(found[name], (list, dict))]:
            inner = found[draw(st.sampled_from(nested))]
            if isinstance(inner, list):
                more = draw(st.sampled_from((*inner, *ODD)).map(copy.deepcopy))
                inner.insert(draw(st.integers(0, len(inner))), more)
            else:
                inner[draw(st.sampled_from((*inner, "knee", "hip", "left", "elbow")))] = draw(odd)
    return found


def accepted(vocabulary: type[Facts], value: object, ids: frozenset[str] | None) -> bool:
    """Say whether the library takes something for a profile."""
    try:
        vocabulary.from_dict(value, ids=ids)
    except ProfileError:
        return False
    return True


# Whose profiles, in which the ids may be; and, for the library and for the schema, that they are.
SPEAKERS = {
    "shipped": (Profile, sorted(IDS)[:5], None, IDS),
    "none": (Profile, [], frozenset[str](), frozenset[str]()),
    "small": (Small, SMALL_IDS, frozenset(SMALL_IDS), frozenset(SMALL_IDS)),
    "any": (Small, SMALL_IDS, None, None),
    "reader": (Reader, (), None, None),
}


@pytest.mark.parametrize("speaker", SPEAKERS)
def test_profiles(speaker: str) -> None:
    """A profile is one to the schema if and only if it is one to the library."""
    vocabulary, drawn, known, listed = SPEAKERS[speaker]
    of = validator(profile_schema(vocabulary, listed))
    seen = {True: 0, False: 0}

    @examples(160)
    @given(st.data())
    def hold(draws: st.DataObject) -> None:
        profile = draws.draw(profiles(vocabulary, drawn, NEAR))
        assert complaints(of, profile) == []
        for _ in range(3):
            other = draws.draw(st.composite(lambda draw: changed(draw, profile, vocabulary))())
            right = accepted(vocabulary, other, known)
            assert of.is_valid(other) == right, (other, complaints(of, other))
            seen[right] += 1

    hold()
    assert min(seen.values()) > 10


# --- results --------------------------------------------------------------------------------------------------------

# What may be left out, and what holds entries under names that are no keys of the result.
OPTIONAL = {"not_screened", "absent", "unknown", "overrides"}
OPEN = {"profile", "facts", "sources"}
WRONG: tuple[Any, ...] = ({"?": 0}, ["?"], 7.5, "", True, None)


def json_type(value: object) -> str:
    """Give the type of a value as JSON has it."""
    return {bool: "boolean", int: "number", float: "number"}.get(type(value), type(value).__name__)


def records(value: object, path: Parts = ()) -> Iterator[tuple[Parts, dict[str, Any]]]:
    """Give every object of a result whose keys are those of its shape."""
    if isinstance(value, dict):
        name = path[-1] if path else ""
        if name not in OPEN:
            yield path, value
        if name not in {"profile", "facts"}:
            for key, inner in value.items():
                yield from records(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from records(inner, (*path, number))


def spoilt(result: dict[str, Any], random: Random) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give a result with a key too few, with one too many, and with a value of another type."""
    places = [path for path, _ in records(result)]
    for how in ("gone", "strange", "type"):
        other = copy.deepcopy(result)
        # Half of the places are in the first few exercises; the whole itself is one among hundreds.
        path = random.choice((random.choice(places), places[0], random.choice(places[:60])))
        place: Any = other
        for part in path:
            place = place[part]
        key = random.choice([name for name in place if how == "type" or name not in OPTIONAL])
        if how == "gone":
            del place[key]
        elif how == "strange":
            place["?"] = 0
        else:
            null_too = key in {"reps", "disputed", "referral"}
            fitting = {json_type(place[key]), *(("NoneType", "str") if null_too else ())}
            place[key] = random.choice([value for value in WRONG if json_type(value) not in fitting])
        yield f"{how}: {path} {key}", other


def hold_result(result: dict[str, Any], vocabulary: type[Facts], random: Random) -> None:
    """Hold a result, and what becomes of it if it is spoilt, to the schema."""
    of = RESULTS[vocabulary]
    assert complaints(of, result) == []
    for how, other in spoilt(result, random):
        assert not of.is_valid(other), how


@examples(20)
@given(profiles(ids=sorted(IDS), near=NEAR), st.randoms(use_true_random=False))
def test_results(profile: dict[str, Any], random: Random) -> None:
    """Every result is one to the schema, and no result is that lacks a key or has a strange one or a wrong type."""
    hold_result(runstrength.recommend(profile).to_dict(), Profile, random)


@examples(20)
@given(st.data(), st.randoms(use_true_random=False))
def test_results_of_other_rulebooks(
    tmp_path_factory: pytest.TempPathFactory, draws: st.DataObject, random: Random
) -> None:
    """So it is with the results of any rulebook in any vocabulary."""
    structure = draws.draw(rulebooks())
    path = tmp_path_factory.mktemp("rules") / "rules.yaml"
    path.write_text(as_yaml(structure), encoding="utf-8")
    book = runstrength.load_rulebook(path, profile=Small)
    for _ in range(2):
        profile = draws.draw(profiles(Small, sorted(book.exercises)))
        hold_result(runstrength.recommend(profile, rulebook=book).to_dict(), Small, random)


def test_result_of_an_extension(tmp_path: Path) -> None:
    """A result that tells what was overridden is one to the schema, and so are the keys that may be left out."""
    (tmp_path / "base.yaml").write_bytes((CONFORMANCE / "base.yaml").read_bytes())
    rule = {**RULE, "rule": "spare-the-knee", "then": {"advise": ["rest"]}, "source": "s1", "override": "So it is."}
    header = {"language": 1, "name": "own", "version": 2, "extends": "./base.yaml", "rules": [rule]}
    (tmp_path / "own.yaml").write_text(as_yaml(header), encoding="utf-8")
    book = runstrength.load_rulebook(tmp_path / "own.yaml")
    result = runstrength.recommend({"discipline": "trail", "pain": {"knee": 4}}, rulebook=book).to_dict()
    assert [entry["rule"] for entry in result["rulebook"]["overrides"]] == ["spare-the-knee"]
    assert complaints(RESULTS[Profile], result | {"not_screened": ["signs"]}) == []
    assert complaints(RESULTS[Profile], {key: of for key, of in result.items() if key != "not_screened"}) == []
    wrong: tuple[Any, ...] = (7, "signs", [7], {}, None)
    for strange in wrong:
        assert complaints(RESULTS[Profile], result | {"not_screened": strange})


# --- rule files -----------------------------------------------------------------------------------------------------


def good_files() -> Iterator[tuple[Path, type[Facts]]]:
    """Give every file of every rulebook that is shipped, or stands among the tests and can be read."""
    for path in sorted(rules_folder().rglob("*.yaml")):
        yield path, Profile
    for path in sorted((CONFORMANCE / "library").rglob("*.yaml")):
        yield path, Reader
    yield CONFORMANCE / "base.yaml", Profile
    yield CONFORMANCE.parent / "golden" / "rulebook.yaml", Profile


@pytest.mark.parametrize(
    ("path", "vocabulary"), list(good_files()), ids=lambda of: of.stem if isinstance(of, Path) else ""
)
def test_good_files(path: Path, vocabulary: type[Facts]) -> None:
    """Every file of a rulebook that can be read is one to the schema."""
    assert complaints(RULEBOOKS[vocabulary], data(path)) == []


SHAPE = {"RS120", "RS121", "RS122", "RS123", "RS125", "RS126"}
# What is a matter of shape to the library, and more than a schema can see.
UNSEEN = {
    "catalogue/text-too-long": "spaces in a row count as one",
    "extensions/nul-in-path": "a character that nobody sees",
    "yaml/nul-escape": "a character that nobody sees",
    "yaml/mapping-as-key": "JSON has no such keys",
    "files/settings-in-the-header": "right in a file that is a whole rulebook",
    "for/one-wrong-value": "a variable that becomes something wrong",
}


@pytest.mark.parametrize("case", [case for case in CASES if not case.generated], ids=lambda case: case.name)
def test_bad_files(case: Case) -> None:
    """A rulebook that is wrong in its shape is so to the schema, but for what no schema can see."""
    path = BAD / case.name
    files = sorted(path.rglob("*.yaml")) if path.is_dir() else [path.with_name(f"{path.name}.yaml")]
    refused = any(not RULEBOOKS[Profile].is_valid(data(file)) for file in files)
    if SHAPE & {problem.code for problem in found_before(case)}:
        assert refused != (case.name in UNSEEN)


@examples(25)
@given(rulebooks(), st.randoms(use_true_random=False))
def test_generated_files(structure: dict[str, Any], random: Random) -> None:
    """Any rulebook is one to the schema, as one file and as many."""
    of = RULEBOOKS[Small]
    assert complaints(of, structure) == []
    for name, file in folder(structure, random).items():
        assert complaints(of, file) == [], name


@pytest.mark.parametrize(
    "change",
    [
        {"version": 1.1, "name": 7},
        {"words": {"0": 0, "knee": True}},
        {"groups": {"days": [0, 1, 2]}},
        {"referral": {urgency: {"text": 911, "advise": []} for urgency in URGENCIES}},
        {"sources": [*SOURCES, {"source": 3.2, "kind": "article", "text": 5}]},
        {"rules": [], "extends": "article"},
        {"guarantees": [{"guarantee": "g", "says": "No.", "when": "never", "then": {"refer": "urgent"}}]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_words_stay_words(tmp_path: Path, change: dict[str, Any]) -> None:
    """What YAML has for a number or for true is to a rulebook a word like others, and to the schema as well."""
    structure = {**OWN, "rules": [{**RULE, "then": {"advise": ["rest"]}}], **change}
    path = tmp_path / "own.yaml"
    path.write_text(as_yaml(structure), encoding="utf-8")
    assert read_rulebook(path, Profile)[1] == []
    assert complaints(RULEBOOKS[Profile], data(path)) == []


VARIABLES: tuple[dict[str, Any], ...] = (
    {"for": {"n": [1, 2]}, "then": {"dose": {"sets": "$n"}}, "tier": "goal"},
    {"for": {"low": [6, 8], "high": [8]}, "then": {"dose": {"load": "light", "reps": ["$low", "$high"]}}},
    {"for": {"load": ["light", "heavy"]}, "then": {"dose": {"load": "$load"}}},
    {"for": {"focus": ["power", "strength"]}, "then": {"focus": "$focus"}},
    {"for": {"tier": ["goal", "season"]}, "tier": "$tier", "then": {"prescribe": ["plank"]}},
    {"for": {"urgency": ["urgent"]}, "then": {"refer": "$urgency"}},
    {"for": {"what": ["sessions_per_week", "plyometric_sessions_per_week"]}, "then": {"limit": {"$what": 1}}},
    {"for": {"share": [25, 50]}, "then": {"limit": {"sets": "$share%"}}},
    {"for": {"flag": ["true", "false"]}, "then": {"avoid": {"compound": "$flag"}}},
    {"for": {"flag": ["compound", "unilateral"]}, "then": {"avoid": {"$flag": True}}},
    {"for": {"part": ["knee", "hip"]}, "then": {"derive": "sore_$part", "avoid": [{"loads": ["$part"]}]}},
    {"for": {"do": ["avoid", "fallback"]}, "then": {"$do": ["plank"]}},
    {"for": {"cue": ["neutral-spine"]}, "then": {"cue": {"$cue": {"not": {"role": "recovery"}}}}},
    {"for": {"x": {"needs_equipment": True}}, "when": "$x in excluded", "then": {"prescribe": {"first_of": ["$x"]}}},
    {
        "for": {"site": "landing_sites", "n": [4]},
        "when": "pain.$site >= $n",
        "then": {"advise": ["sleep"]},
        "examples": {
            "fires": [{"discipline": "trail", "pain": {"$site": "$n"}, "complaints": ["$site"]}],
            "silent": {"discipline": "trail", "pain": None, "soreness": "$n"},
        },
    },
    {
        "for": {"of": ["discipline"], "key": ["fires"]},
        "then": {"advise": ["sleep"]},
        "examples": {"$key": {"$of": "trail"}},
    },
)


def test_variables(tmp_path: Path) -> None:
    """A variable of `for` may stand wherever the library lets it."""
    rules = [{**RULE, "rule": f"own-{number}", **part} for number, part in enumerate(VARIABLES)]
    path = tmp_path / "own.yaml"
    path.write_text(as_yaml({**OWN, "extends": "article", "rules": rules}), encoding="utf-8")
    assert read_rulebook(path, Profile)[1] == []
    assert complaints(RULEBOOKS[Profile], data(path)) == []
    assert complaints(RULEBOOKS[Profile], rules) == []


# --- what is written twice ------------------------------------------------------------------------------------------

STRANGE = {"zzz": 0}
ASKED: dict[str, Any] = {
    "language": 1,
    "name": "own",
    "version": "1",
    **STRANGE,
    "focus": STRANGE,
    "session": {"main": 601, **STRANGE},
    "referral": {"urgent": STRANGE, **STRANGE},
    "exercises": [STRANGE, {"schemes": {"light": STRANGE, **STRANGE}}],
    "cues": [STRANGE],
    "advice": [STRANGE],
    "sources": [{"kind": "zzz", **STRANGE}],
    "rules": [
        {
            "rule": "a",
            "then": {"dose": STRANGE, "limit": STRANGE, "avoid": STRANGE, "prescribe": [{"first_of": [], **STRANGE}]},
            "examples": STRANGE,
            **STRANGE,
        },
        {"rule": "b", "then": STRANGE},
    ],
    "guarantees": [STRANGE, {"guarantee": "g", "then": STRANGE}],
}


def keys_of(schema: dict[str, Any]) -> dict[str, set[str]]:
    """Give the keys of every sort of mapping of a rule file, by what the library calls it."""
    of = schema["$defs"]
    book, rule, guarantee = of["rulebook"]["properties"], of["rule"]["properties"], of["guarantee"]["properties"]
    schemes = of["exercise"]["properties"]["schemes"]
    choice = of["then"]["properties"]["prescribe"]["anyOf"][1]
    found = {
        "a rulebook": of["rulebook"],
        **{key: book[key] for key in ("focus", "session", "referral")},
        "a referral": book["referral"]["properties"]["urgent"],
        "an exercise": of["exercise"],
        "schemes": schemes,
        "a scheme": schemes["properties"]["light"],
        "a cue": of["cue"],
        "an advice": of["advice"],
        "a source": of["source"],
        "a selector": of["selector"],
        "a rule": of["rule"],
        "then of a rule": of["then"],
        "examples": rule["examples"],
        "a choice": choice,
        "a dose": of["dose"],
        "a limit": of["limit"],
        "a guarantee": of["guarantee"],
        "then of a guarantee": guarantee["then"],
    }
    return {what: set(part["properties"]) for what, part in found.items()}


def test_keys_are_those_of_the_library(tmp_path: Path) -> None:
    """The schema knows the keys that the library knows, for every mapping that a rule file can hold."""
    path = tmp_path / "own.yaml"
    path.write_text(as_yaml(ASKED), encoding="utf-8")
    problems = read_rulebook(path, Profile)[1]
    known: dict[str, set[str]] = {}
    for problem in problems:
        if problem.message.endswith(" has no key `zzz`") and problem.help is not None:
            keys = set(problem.help.removeprefix("known are ").split(", "))
            what = problem.message.removesuffix(" has no key `zzz`")
            if what == "then":
                what += " of a guarantee" if "derive" not in keys else " of a rule"
            known[what] = keys
    schema = rulebook_schema()
    assert keys_of(schema) == known
    said = {f"{problem.message} {problem.help or ''}".strip() for problem in problems}
    kinds = schema["$defs"]["source"]["properties"]["kind"]["enum"]
    assert f"kind cannot be `zzz` allowed are {', '.join(kinds)}" in said
    most = schema["$defs"]["rulebook"]["properties"]["session"]["properties"]["main"]["maximum"]
    assert f"main is from 0 to {most}, and this is 601" in said


# --- every change of a rule file ------------------------------------------------------------------------------------


def places(value: object, path: Parts = ()) -> Iterator[Parts]:
    """Give every place of a structure."""
    yield path
    if isinstance(value, (dict, list)):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(inner, (*path, key))


RULE_WORDS: tuple[Any, ...] = (
    *(None, True, 0, 1, 3, -1, 99, 3.5, "", "a", "none", "light", "50%", "$x", "always", "s1", "ex-0", "cue-a"),
    *([], {}, ["ex-0"], [{}], [1, 2], [2, 1], {"role": "strength"}, {"not": {}}, {"load": "light"}, {"x": 1}),
    *("strength", "urgent", ["rest"], {"first_of": ["ex-0"]}, {"sets": 2}, [{"sets": 1}], 2, "goal", "power"),
)


def altered(structure: dict[str, Any], random: Random) -> dict[str, Any]:
    """Change one place of a rulebook into something else."""
    other = copy.deepcopy(structure)
    path = random.choice([path for path in places(other) if path])
    place: Any = other
    for part in path[:-1]:
        place = place[part]
    choose: Callable[[], Any] = lambda: random.choice(RULE_WORDS)  # noqa: E731
    if random.random() < 0.2:
        del place[path[-1]]
    elif isinstance(place, list) and random.random() < 0.3:
        place.append(choose())
    else:
        place[path[-1]] = choose()
    return other


@examples(20)
@given(rulebooks(), st.randoms(use_true_random=False))
def test_what_the_library_reads_the_schema_takes(
    tmp_path_factory: pytest.TempPathFactory, structure: dict[str, Any], random: Random
) -> None:
    """Whatever is changed in a rulebook: if the library still reads it, the schema has nothing against it."""
    path = tmp_path_factory.mktemp("rules") / "rules.yaml"
    for _ in range(3):
        path.write_text(as_yaml(altered(structure, random)), encoding="utf-8")
        if not read_rulebook(path, Small)[1]:
            assert complaints(RULEBOOKS[Small], data(path)) == []
