"""Runners and rulebooks out of thin air: what is drawn, what is simplest, and what an annotation brings."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

import runstrength
from runstrength import Facts, Profile, Rulebook, fact  # noqa: TC001 - Hypothesis reads the annotations
from runstrength.facts import Flag, Number
from runstrength.testing import mappings, profiles, rulebooks
from runstrength.testing.author import Small
from runstrength.testing.registration import register
from tests.strategies import examples

register()  # as the entry point does, whether or not this checkout is installed


@attrs.frozen(kw_only=True)
class ClubProfile(Profile):
    """A runner with a fact of our own."""

    member: bool | None = fact(Flag(), question="Are you a member?")


@attrs.frozen(kw_only=True)
class Machine(Facts):
    """Something that does not run."""

    cycles: float | None = fact(Number(0, 100_000), question="How many cycles?")


AS_FOUND = settings(phases=[Phase.generate], database=None)  # whether it is drawn is asked, and not how simple it is

RULE = {
    "rule": "worn",
    "when": "cycles >= 31337",
    "then": {"derive": "worn"},
    "because": "It has run long.",
    "source": "manual",
}
MACHINES = runstrength.build_rulebook(
    {
        "language": 1,
        "name": "machines",
        "version": "1",
        "sources": [{"source": "manual", "kind": "practice", "text": "The manual."}],
        "rules": [RULE],
    },
    profile=Machine,
)


def test_the_simplest_runner_says_no_more_than_he_must() -> None:
    """What Hypothesis shrinks to is somebody who just runs."""
    assert Profile(discipline="general") == find(profiles(), lambda _: True)


def test_the_simplest_mapping_says_no_more_than_it_must() -> None:
    """What is drawn as it is sent shrinks to that too; few facts are enough to see it."""
    assert {} == find(mappings(MACHINES), lambda _: True)


def test_a_runner_shrinks_to_what_matters() -> None:
    """Who is searched for is told with the facts that he was searched by, and with ordinary values."""
    sore = find(profiles(), lambda runner: (runner.pain or {}).get("knee", 0) >= 4)
    assert {"discipline": "general", "pain": {"knee": 4}} == sore.to_dict()


@pytest.mark.parametrize("cycles", [31336, 31337, 31338])
def test_numbers_lie_where_the_rulebook_draws_a_line(cycles: int) -> None:
    """The threshold of a rule is hit, and so are its neighbours, however wide the range is."""
    assert Machine(cycles=cycles) == find(profiles(MACHINES), lambda machine: machine.cycles == cycles)


def test_excluded_exercises_are_those_of_the_rulebook() -> None:
    """Whoever excludes something excludes exercises that the rulebook has, and may exclude any."""
    catalogue = frozenset(runstrength.shipped_rulebook().exercises)
    runner = find(profiles(), lambda runner: bool(runner.excluded))
    assert runner.excluded is not None
    assert runner.excluded < catalogue


@examples(20)
@given(...)
def test_an_annotation_is_enough(runner: Profile) -> None:
    """Who writes `Profile` gets a runner whom the library understands."""
    assert type(runner) is Profile
    assert runner == runstrength.recommend(runner).profile


@examples(20)
@given(...)
def test_an_annotation_is_enough_for_a_vocabulary_of_ones_own(runner: ClubProfile) -> None:
    """A subclass is inferred as well, with facts of its own."""
    assert type(runner) is ClubProfile


def test_a_vocabulary_of_ones_own_is_drawn_whole() -> None:
    """The facts of a subclass are drawn, and those of a class that was made after registration."""

    @attrs.frozen(kw_only=True)
    class Later(ClubProfile):
        coached: bool | None = fact(Flag(), question="Have you a coach?")

    assert type(find(st.from_type(Later), lambda runner: runner.coached is True, settings=AS_FOUND)) is Later
    members = profiles(profile=ClubProfile)
    assert type(find(members, lambda runner: runner.member is True, settings=AS_FOUND)) is ClubProfile
    assert type(find(st.from_type(Facts), lambda _: True, settings=AS_FOUND)) is Profile


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"rulebook": 7}, "a rulebook is what load_rulebook gives, or its path, not 7"),
        ({"profile": int}, "profile is a class that derives from runstrength.Profile or runstrength.Facts, not"),
        ({"profile": Facts}, "profile is a class that derives from"),
        ({"rulebook": MACHINES, "profile": Profile}, "the rulebook machines speaks of Machine, and Profile is none"),
    ],
)
def test_wrong_arguments_are_told_when_it_is_called(arguments: dict[str, object], told: str) -> None:
    """Nobody has to draw before he learns what is wrong."""
    with pytest.raises(TypeError, match=told):
        profiles(**arguments)  # type: ignore[arg-type]


@examples(10)
@given(rulebooks())
def test_rulebooks_are_read_and_checked(rulebook: Rulebook) -> None:
    """What is drawn is a rulebook like any other, of the small vocabulary."""
    assert Small is rulebook.vocabulary
    assert rulebook.exercises


@examples(10)
@given(st.data())
def test_rulebooks_speak_of_any_vocabulary_of_runners(data: st.DataObject) -> None:
    """A rulebook of the runner's own vocabulary, and a runner for it, give an answer."""
    rulebook = data.draw(rulebooks(Profile))
    assert runstrength.recommend(data.draw(profiles(rulebook)), rulebook=rulebook).disclaimer


def test_rulebooks_need_what_exercises_speak_of() -> None:
    """A vocabulary without equipment and pain is turned away in words."""

    @settings(max_examples=1, database=None)
    @given(rulebooks(Machine))
    def drawn(_: Rulebook) -> None: ...

    with pytest.raises(ValueError, match="Machine needs `equipment`, a set, and `pain`, a map"):
        drawn()
