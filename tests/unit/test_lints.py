"""What checks find, and what they leave alone: what is not proved, what is not the rulebook's own, what is spared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import runstrength
from runstrength import lints
from runstrength.errors import RunstrengthError
from runstrength.lints import lint

if TYPE_CHECKING:
    from runstrength.lints import Report

BASE: dict[str, Any] = {
    "language": 1,
    "name": "test",
    "version": "1",
    "advice": [{"advice": "rest", "text": "Rest"}],
    "sources": [{"source": "s1", "kind": "practice", "text": "Rest helps"}],
}
FIELDS = {"unread-field": {"skip": "Small."}, "lonely-threshold": {"skip": "Not asked here."}}


def rule(name: str, when: str, then: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """Give a rule that advises rest, or what it is to conclude."""
    then = {"advise": ["rest"]} if then is None else then
    return {"rule": name, "when": when, "then": then, "because": "It helps.", "source": "s1", **more}


def report(*rules: dict[str, Any], checks: dict[str, Any] | None = None, **more: Any) -> Report:  # noqa: ANN401
    """Check a rulebook of some rules."""
    header = BASE | {"checks": FIELDS | (checks or {})} | more
    return lint(runstrength.build_rulebook({**header, "rules": list(rules)}))


def found(*rules: dict[str, Any], **more: Any) -> list[tuple[str, str]]:  # noqa: ANN401
    """Give code and message of what is found."""
    return [(one.code, one.message) for one in report(*rules, **more).diagnostics]


# --- never fires ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "says"),
    [
        ("age < 14 and age > 20 and pain.knee >= 1", "`age < 14` and `age > 20` exclude each other"),
        ("unknown(discipline)", "`unknown(discipline)` is true of nobody"),
        ("maybe(age < 14) and age > 20", "`age > 20` and `maybe(age < 14)` exclude each other"),
        ("always and never", "its condition is true of nobody"),
        (
            "age < 14 and (age > 20 or unknown(discipline))",
            "`age < 14` and `age > 20` exclude each other; `unknown(discipline)` is true of nobody",
        ),
    ],
)
def test_conditions_that_exclude_each_other_are_named(when: str, says: str) -> None:
    """Of a rule that can never fire the fewest conditions that exclude each other are named, for each of its ways."""
    assert [("RS501", f"`dead` can never fire: {says}")] == found(rule("dead", when))


def test_unknown_is_no_contradiction() -> None:
    """What might be, or is not known, excludes nothing: the rule fires for whoever does not say."""
    assert [] == found(rule("alive", "maybe(age < 14) and maybe(age > 20)"))


def test_a_finding_that_nobody_has() -> None:
    """A rule is dead too that needs a finding of a dead rule, and the reason leads there."""
    rules = rule("young-and-old", "age < 14 and age > 20", {"derive": "odd"}), rule("then", "odd and age > 30")
    diagnostics = report(*rules).diagnostics
    assert ["RS501", "RS501"] == [one.code for one in diagnostics]
    assert "`then` can never fire: `odd` is true of nobody" in [one.message for one in diagnostics]
    assert "`odd` is derived by `young-and-old`" in [one.help for one in diagnostics]


def test_some_of_a_template() -> None:
    """Of the rules that `for` makes of one, those that are dead are named; where all are, it is named itself."""
    some = rule("odd", "pain.$site >= 5 and not pain.knee >= 5", **{"for": {"site": ["knee", "shin"]}})
    every = rule("odd", "pain.$site >= 5 and not pain.$site >= 5", **{"for": {"site": ["knee", "shin"]}})
    assert (
        "`odd[knee]` can never fire: `not pain.knee >= 5` and `pain.knee >= 5` exclude each other" == found(some)[0][1]
    )
    assert 1 == len(found(every))
    assert found(every)[0][1].startswith("`odd` can never fire: ")


# --- what is not decided --------------------------------------------------------------------------------------------


def test_without_the_solver_nothing_is_called_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where z3 is missing, the checks that prove say so, find nothing, and count no spare as unused."""

    def missing() -> None:
        raise RunstrengthError("proofs need z3-solver: pip install 'runstrength[verify]'")

    monkeypatch.setattr(lints, "needs_solver", missing)
    said = report(rule("dead", "age < 14 and age > 20"), checks={"never-fires": {"spare": {"other": "Why not."}}})
    assert () == said.diagnostics
    assert {one.name for one in lints.LINTS if one.needs_solver and not one.is_deep} == set(said.undecided)
    assert "pip install" in said.undecided["never-fires"]


def test_without_time_nothing_is_called_dead() -> None:
    """A check whose time is up has found nothing."""
    said = lint(
        runstrength.build_rulebook(BASE | {"checks": FIELDS, "rules": [rule("dead", "age < 14 and age > 20")]}),
        timeout_ms=0,
    )
    assert () == said.diagnostics
    assert "the time was up" == said.undecided["never-fires"]


# --- what is the rulebook's own, and what is spared -----------------------------------------------------------------


def test_the_base_is_not_reported() -> None:
    """An extension answers for itself alone."""
    assert [] == found(rule("mine", "discipline == sprint"), extends="article")


def test_a_switched_off_rule_is_not_dead() -> None:
    """`when: never` switches a rule of the base off, and is meant."""
    mine = rule("sleep-more", "never", {"advise": ["sleep"]}, override="Ours is stricter.")
    assert [] == found(mine | {"source": "faq1.1"}, extends="article", advice=[], sources=[])


def test_what_is_spared_is_not_found() -> None:
    """What the header spares, or switches off, is not reported; what it spares for nothing is."""
    dead = rule("dead", "age < 14 and age > 20")
    assert [] == found(dead, checks={"never-fires": {"spare": {"dead": "A joke."}}})
    assert [] == found(dead, checks={"never-fires": {"skip": "Jokes."}})
    spared = found(rule("live", "age < 14"), checks={"never-fires": {"spare": {"gone": "It was one."}}})
    assert [("RS515", "`never-fires` finds nothing in `gone` that it would have to spare")] == spared


def test_checks_do_not_change_the_digest() -> None:
    """What is said of checks means nothing for a runner."""
    data = BASE | {"rules": [rule("live", "age < 14")]}
    one, other = (runstrength.build_rulebook(data | more) for more in ({}, {"checks": FIELDS}))
    assert one.digest == other.digest


# --- the other checks -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "text"),
    [
        ("strength_experience == none", "strength_experience == none"),
        ("not strength_experience >= intermediate", "not strength_experience >= intermediate"),
        ("strength_experience < intermediate and age < 20", "strength_experience < intermediate"),
        ("maybe(strength_experience == none)", None),
        ("strength_experience == none or unknown(strength_experience)", None),
        ("strength_experience == beginner", None),
        ("not trained", None),
        ("untrained", "strength_experience == none"),
    ],
)
def test_who_does_not_say_slips_past(when: str, text: str | None) -> None:
    """A referral that asks for the least experience, itself or by a finding, has to ask of the unknown too."""
    findings = (
        rule("trained", "strength_experience >= beginner", {"derive": "trained"}),
        rule("untrained", "strength_experience == none", {"derive": "untrained"}),
    )
    referral = {"urgent": {"text": "Stop.", "advise": ["rest"]}}
    off = {"unused-finding": {"skip": "Not asked here."}}
    codes = found(*findings, rule("stop", when, {"refer": "urgent"}), referral=referral, checks=off)
    assert ([] if text is None else [text]) == [message.split("`")[3] for code, message in codes if code == "RS511"]


@pytest.mark.parametrize(
    ("when", "fires", "silent", "is_lonely"),
    [
        ("age < 14", {"age": 13}, {"age": 14}, False),
        ("age < 14", {"age": 12}, {"age": 14}, True),
        ("age <= 14", {"age": 14}, {"age": 15}, False),
        ("age > 14", {"age": 15}, {"age": 14}, False),
        ("age == 14", {"age": 14}, {"age": 13}, False),
        ("age != 14", {"age": 15}, {"age": 14}, False),
        ("not age >= 14", {"age": 13}, {"age": 14}, False),
        ("any pain >= 4", {"pain": {"hip": 4}}, {"pain": {"hip": 3}}, False),
        ("pain.knee >= 4", {"pain": {"hip": 4}}, {"pain": {"knee": 3}}, True),
        ("sleep_hours < 6", {"sleep_hours": 5.5}, {"sleep_hours": 6}, False),
        ("sleep_hours < 6", {"sleep_hours": 4}, {"sleep_hours": 6}, True),
    ],
)
def test_a_number_has_an_example_on_each_side(
    when: str,
    fires: dict[str, Any],
    silent: dict[str, Any],
    is_lonely: bool,  # noqa: FBT001 - what is expected
) -> None:
    """For every comparison one example stands just inside and one just outside, and the rule tells them apart."""
    sides = {"fires": {"discipline": "trail", **fires}, "silent": {"discipline": "trail", **silent}}
    data = BASE | {"checks": {"unread-field": {"skip": "Small."}}, "rules": [rule("live", when, examples=sides)]}
    try:
        codes = [one.code for one in lint(runstrength.build_rulebook(data)).diagnostics]
    except runstrength.RulebookError as error:
        raise AssertionError(json.dumps(sides)) from error
    assert (["RS512"] if is_lonely else []) == codes


def test_the_article_has_nothing_to_find() -> None:
    """The shipped rulebook passes its own checks, those that take long excepted."""
    said = lint(runstrength.shipped_rulebook())
    assert ((), {}, ("no-effect",)) == (said.diagnostics, said.undecided, said.not_made)
