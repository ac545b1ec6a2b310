"""The engines and the resolver against the definition: every profile and every rulebook, the same answer."""

from __future__ import annotations

import importlib.util
import json
import sys
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import runstrength
from runstrength.engine import native_for
from runstrength.engine.generated import function_of
from runstrength.profile import Profile
from tests.definition.interpreter import fired
from tests.definition.resolver import result
from tests.strategies import Small, as_yaml, examples, profiles, rulebooks, thresholds

if TYPE_CHECKING:
    from collections.abc import Callable

    from runstrength.facts import Facts

HAS_DURABLE = sys.version_info < (3, 13) and importlib.util.find_spec("durable_rules_engine") is not None
ENGINES = [
    "native",
    pytest.param(
        "durable", marks=pytest.mark.skipif(not HAS_DURABLE, reason="durable-rules is not installed or cannot run here")
    ),
]
ARTICLE = runstrength.shipped_rulebook()
NEAR = thresholds(ARTICLE)
RUNNERS = profiles(Profile, ARTICLE.exercises, NEAR)


def read(structure: dict[str, Any]) -> runstrength.Rulebook:
    """Read a generated rulebook from a file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "generated.yaml"
        path.write_text(as_yaml(structure), encoding="utf-8")
        return runstrength.load_rulebook(path, profile=Small)


def understood(book: runstrength.Rulebook, runner: dict[str, Any]) -> Facts:
    """Give the facts of a profile in the vocabulary of a rulebook."""
    return book.vocabulary.from_dict(runner, ids=frozenset(book.exercises))


@lru_cache(1)
def function(book: runstrength.Rulebook) -> Callable[[Facts], frozenset[str]]:
    """Give the rules of a rulebook as a function."""
    return function_of(native_for(book).program)


def check(book: runstrength.Rulebook, runner: dict[str, Any], engine: str) -> None:
    """Hold one answer to the definition: first what fired, which says more when it differs, then the whole."""
    facts = understood(book, runner)
    assert sorted(fired(book, facts)) == sorted(runstrength.infer(runner, rulebook=book, engine=engine))
    if engine == "native":  # which becomes this function when it is asked often
        assert sorted(fired(book, facts)) == sorted(function(book)(facts))
    expected = result(book, facts)
    actual = runstrength.recommend(runner, rulebook=book, engine=engine).to_dict()
    assert sorted(expected) == sorted(actual)
    for part in expected:
        assert expected[part] == actual[part], part


@pytest.mark.parametrize("engine", ENGINES)
@examples(80)
@given(runner=RUNNERS)
def test_every_engine_gives_the_shipped_rulebook_its_defined_meaning(engine: str, runner: dict[str, Any]) -> None:
    """Whoever the runner is, the whole result is what the definition says."""
    check(ARTICLE, runner, engine)


@pytest.mark.parametrize("engine", ENGINES)
@examples(60)
@given(data=st.data(), structure=rulebooks())
def test_every_engine_gives_any_rulebook_its_defined_meaning(
    engine: str, data: st.DataObject, structure: dict[str, Any]
) -> None:
    """Whatever the rulebook says, the whole result is what the definition says."""
    book = read(structure)
    runners = profiles(Small, book.exercises, thresholds(book))
    for runner in data.draw(st.lists(runners, min_size=1, max_size=5)):
        check(book, runner, engine)


@examples(50)
@given(runner=RUNNERS)
def test_a_result_is_plain_json(runner: dict[str, Any]) -> None:
    """`to_dict` gives text, numbers, truth, null, lists and mappings, and JSON brings all of it back."""
    found = runstrength.recommend(runner).to_dict()
    assert found == json.loads(json.dumps(found, allow_nan=False))
    assert kinds_in(found) <= {str, int, float, bool, type(None), list, dict}


def kinds_in(value: Any) -> set[type]:  # noqa: ANN401 - any part of a result
    """Give the exact types of a value and of all inside it."""
    inside = [*value, *value.values()] if type(value) is dict else value if type(value) is list else []
    return {type(value)}.union(*map(kinds_in, inside))


@examples(50)
@given(runner=RUNNERS)
def test_a_mapping_and_a_profile_are_one(runner: dict[str, Any]) -> None:
    """The same facts give the same result, as a mapping, as a `Profile`, and as the profile that a result shows."""
    found = runstrength.recommend(runner).to_dict()
    made = Profile.from_dict(runner)
    assert found == runstrength.recommend(made).to_dict()
    assert found == runstrength.recommend(Profile(**runner)).to_dict()
    assert found == runstrength.recommend(found["profile"]).to_dict()
    assert found["profile"] == made.to_dict()


def test_an_extension_shows_what_it_overrides(tmp_path: Path) -> None:
    """A rulebook that builds on another, and replaces a rule of several, is held to the definition as well."""
    several = next(rule.template for rule in ARTICLE.rules.values() if rule.template != rule.name and rule.avoid)
    common = {"because": "We know better here.", "source": next(iter(ARTICLE.sources))}
    once = {
        "rule": "at-most-once-a-week",
        "when": "strength_days >= 1 or unknown(strength_days)",
        "then": {"limit": {"sessions_per_week": 1}},
        **common,
    }
    other = {
        "rule": several,
        "override": "The base knows no hips",
        "for": {"site": ["knee", "hip"]},
        "when": "pain.$site >= 9",
        "then": {"avoid": {"loads": "$site"}},
        **common,
    }
    structure = {"language": 1, "name": "milder", "version": "1", "extends": "article", "rules": [once, other]}
    (tmp_path / "milder.yaml").write_text(as_yaml(structure), encoding="utf-8")
    book = runstrength.load_rulebook(tmp_path / "milder.yaml")
    for runner in ({"discipline": "trail", "strength_days": 3, "pain": {"hip": 9}}, {"discipline": "sprint"}):
        check(book, runner, "native")
        shown = runstrength.recommend(runner, rulebook=book).to_dict()["rulebook"]["overrides"]
        assert [{"rule": several, "because": "The base knows no hips"}] == shown
