"""The ready-made properties: they hold for the shipped rulebook, and each sees what breaks it."""

from __future__ import annotations

from contextlib import contextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Self

import attrs
import pytest
from hypothesis import Phase, settings

import runstrength
from runstrength import Profile, UnknownNameError
from runstrength.engine.native import NativeEngine
from runstrength.explain.reasons import Reasons
from runstrength.testing import (
    assert_keeps,
    check_engines_agree,
    check_monotone,
    check_never_both,
    check_order_does_not_matter,
    check_reasons_are_faithful,
    properties,
    suite,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from runstrength import Facts
    from runstrength.explain.reasons import Reason

SHIPPED = runstrength.shipped_rulebook()


def book_with(*rules: dict[str, Any], profile: type[Facts] = Profile) -> runstrength.Rulebook:
    """Build on the shipped rulebook."""
    common = {"because": "We say so.", "source": "own"}
    data = {
        "language": 1,
        "name": "careless",
        "version": "1",
        "extends": "article",
        "sources": [{"source": "own", "kind": "practice", "text": "Ours."}],
        "rules": [{**common, **rule} for rule in rules],
    }
    return runstrength.build_rulebook(data, profile=profile)


@contextmanager
def as_found() -> Iterator[None]:
    """Show what is found as it is found: that it is told with the simplest runner is seen elsewhere."""
    usual = settings.get_current_profile_name()
    settings.register_profile("as found", phases=[Phase.generate], deadline=None)
    settings.load_profile("as found")
    yield
    settings.load_profile(usual)


FAR_MEANS_MORE = {
    "rule": "far-means-more",
    "tier": "season",
    "when": "weekly_distance_km >= 61",
    "then": {"dose": {"sets": 9}},
}


def test_the_shipped_rulebook_has_all_properties() -> None:
    """Whatever can be checked of a rulebook holds for the one that comes with the library."""
    suite(SHIPPED, max_examples=8)


def test_a_rulebook_is_named_by_its_path(tmp_path: Path) -> None:
    """A rulebook of no exercises, in a file, is held to what can be said of it."""
    path = tmp_path / "small.yaml"
    rule = "{rule: sore, when: soreness >= 4, then: {derive: sore}, because: It hurts., source: own}"
    sources = "[{source: own, kind: practice, text: Ours.}]"
    path.write_text(f'language: 1\nname: small\nversion: "1"\nsources: {sources}\nrules: [{rule}]\n', encoding="utf-8")
    suite(path, max_examples=5)
    with pytest.raises(ValueError, match="the rulebook small has no exercises"):
        check_never_both(path)


def test_an_order_that_matters_is_seen() -> None:
    """A vocabulary that listens only to what is said first is found out."""

    @attrs.frozen(kw_only=True)
    class Hasty(Profile):
        @classmethod
        def from_dict(cls, mapping: object, *, ids: frozenset[str] | None = None) -> Self:
            if isinstance(mapping, dict) and next(iter(mapping)) != "discipline":
                mapping = {"discipline": mapping["discipline"]}
            return super().from_dict(mapping, ids=ids)

    with pytest.raises(AssertionError, match=r"said in the order {.*}, the answer is another\n  runner: {discipline"):
        check_order_does_not_matter(book_with(profile=Hasty), max_examples=20)


def test_more_to_do_is_seen() -> None:
    """A dose that grows with a fact is found, with the two runners, and the other direction is not."""
    book = book_with(FAR_MEANS_MORE)
    with pytest.raises(AssertionError) as raised:
        check_monotone(book, "weekly_distance_km")
    what, runner, beside = str(raised.value).splitlines()
    assert what.startswith("more weekly_distance_km, and more to do: ")
    assert " has 9 sets after " in what
    assert runner.startswith("  runner: {discipline: general, weekly_distance_km: ")
    assert beside.startswith("  beside: {discipline: general, weekly_distance_km: 6")
    check_monotone(SHIPPED, "soreness", "signs", "pain.knee", max_examples=20)
    check_monotone(SHIPPED, "sleep_hours", worse="less", max_examples=20)


@pytest.mark.parametrize(
    ("field", "told"), [("pain.kne", "did you mean pain.knee"), ("sex", '"sex" is nothing that'), ("pain", "nothing")]
)
def test_what_has_no_more_is_turned_away(field: str, told: str) -> None:
    """Of an unordered choice or a whole map there is no more, and a slip is met with what was meant."""
    with pytest.raises(ValueError, match=told):
        check_monotone(SHIPPED, field)


def test_what_is_given_and_ruled_out_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exercise that stands on both sides of an answer is named."""
    both = SimpleNamespace(exercises=[SimpleNamespace(exercise="hop")], avoid=[SimpleNamespace(exercise="hop")])
    monkeypatch.setattr(properties, "recommend", lambda *_, **__: both)
    with pytest.raises(AssertionError, match=r"both given and ruled out: hop\n  runner: {discipline: general}"):
        check_never_both(SHIPPED, max_examples=5)


def test_an_engine_that_errs_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that an engine forgets is named, with the simplest runner for whom it does."""
    right = NativeEngine.infer
    book = book_with(FAR_MEANS_MORE)
    monkeypatch.setattr(NativeEngine, "infer", lambda self, facts: right(self, facts) - {"far-means-more"})
    with pytest.raises(AssertionError) as raised:
        check_engines_agree(book)
    told = "the engine native and the conditions disagree on far-means-more\n  runner: {discipline: general, "
    assert f"{told}weekly_distance_km: 61}}" == str(raised.value)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({}, "its facts are not enough: {}"),
        ({"weekly_distance_km": 1}, "the runner did not say that of weekly_distance_km"),
        ({"weekly_distance_km": None, "discipline": None}, "it does not need discipline"),
    ],
)
def test_a_reason_that_is_not_faithful_is_seen(
    facts: dict[str, Any], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reasons that say too little, something else, or too much are found; None stands for what is true."""

    class Unfaithful(Reasons):
        def of(self, names: Iterable[str]) -> tuple[Reason, ...]:
            return tuple(
                attrs.evolve(reason, facts={path: of or getattr(self.facts, path) for path, of in facts.items()})
                for reason in super().of(names)
                if reason.rule == "far-means-more"
            )

    monkeypatch.setattr(properties, "Reasons", Unfaithful)
    with as_found(), pytest.raises(AssertionError, match="the reason of far-means-more: ") as raised:
        check_reasons_are_faithful(book_with(FAR_MEANS_MORE))
    assert told in str(raised.value)


# --- guarantees -----------------------------------------------------------------------------------------------------


def test_a_guarantee_is_kept() -> None:
    """What the shipped rulebook promises of a runner, and of two, holds for them."""
    assert_keeps(SHIPPED, "free-days", {"discipline": "trail", "strength_days": 1})
    assert_keeps(SHIPPED, "free-days", Profile(discipline="trail"))
    knees: tuple[dict[str, Any], ...] = tuple({"discipline": "trail", "pain": {"knee": of}} for of in (1, 5))
    assert_keeps(SHIPPED, "more-pain", *knees)


def test_a_guarantee_that_breaks_is_told() -> None:
    """The sentence, the runner, the ways in which it breaks, and what the library says of it."""
    rules = {name: rule for name, rule in SHIPPED.rules.items() if rule.template != "free-days"}
    strata = tuple(tuple(name for name in names if name in rules) for names in SHIPPED.strata)
    with pytest.raises(AssertionError) as raised:
        assert_keeps(
            attrs.evolve(SHIPPED, rules=rules, strata=strata), "free-days", {"discipline": "trail", "strength_days": 0}
        )
    told = str(raised.value)
    assert told.startswith("free-days does not hold: ")
    assert "\n  runner: {discipline: trail, strength_days: 0}\n  - free-days[" in told
    assert "more sessions_per_week than 0\n" in told


def test_a_guarantee_of_two_that_breaks_is_told() -> None:
    """Both runners are shown."""
    book = book_with({**FAR_MEANS_MORE, "rule": "sore-knees-work", "when": "always"})
    worse = {name: attrs.evolve(rule, limits=()) for name, rule in book.rules.items()}
    reward = attrs.evolve(worse["sore-knees-work"], when=SHIPPED.rules["knee-pain-stabilisers"].when)
    book = attrs.evolve(book, rules={**worse, "sore-knees-work": reward})
    with pytest.raises(AssertionError, match=r"\n  beside: {discipline: trail, pain: {knee: 1}}\n  - more-pain"):
        assert_keeps(
            book,
            "more-pain",
            {"discipline": "trail", "pain": {"knee": 0}},
            {"discipline": "trail", "pain": {"knee": 1}},
        )


def test_what_is_no_question_to_a_guarantee_is_turned_away() -> None:
    """A name that is none, the wrong number of runners, and runners who are not comparable are told."""
    runner = {"discipline": "trail"}
    with pytest.raises(UnknownNameError, match="did you mean free-days"):
        assert_keeps(SHIPPED, "free-day", runner)
    with pytest.raises(ValueError, match=r"more-pain is a guarantee of two runners.*there are 1"):
        assert_keeps(SHIPPED, "more-pain", runner)
    with pytest.raises(ValueError, match="free-days is a guarantee of one runner; there are 2"):
        assert_keeps(SHIPPED, "free-days", runner, runner)
    with pytest.raises(ValueError, match="more-pain does not compare runners who differ in discipline"):
        assert_keeps(SHIPPED, "more-pain", runner, {"discipline": "sprint"})
