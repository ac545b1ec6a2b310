"""The guarantees hold for every runner there can be, and a rulebook that is broken in one place breaks one of them."""

from __future__ import annotations

import fnmatch
import json
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import attrs
import pytest

import runstrength
from runstrength.cli import main
from runstrength.rulebook.conditions import ALWAYS, NEVER, Compare, Path
from runstrength.rulebook.rule import Dose, Session, Targets
from runstrength.verify import prove
from tests.strategies import Small, as_yaml

pytest.importorskip("z3", reason="z3-solver is not installed")

import z3

from runstrength.verify import proving, replay
from runstrength.verify.encoding import Encoding
from runstrength.verify.guarantees import Case, Guarantee, Way, guarantees_of
from runstrength.verify.levels import TRUE
from runstrength.verify.telling import summary, told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path as FilePath

    from runstrength.rulebook import Rulebook
    from runstrength.verify import Verdict

pytestmark = pytest.mark.xdist_group("proofs")  # all guarantees are proved once, in one process

ARTICLE = runstrength.shipped_rulebook()
NAMES = [guarantee.name for guarantee in guarantees_of(ARTICLE)]


# --- ways to break a rulebook ---------------------------------------------------------------------------------------


def without(*templates: str) -> Rulebook:
    """Give the shipped rulebook without some rules, all that were made of one included."""
    dropped = {name for name, rule in ARTICLE.rules.items() if {name, rule.template} & set(templates)}
    assert dropped, "there is no such rule any more"
    return attrs.evolve(
        ARTICLE,
        rules={name: rule for name, rule in ARTICLE.rules.items() if name not in dropped},
        strata=tuple(tuple(name for name in stratum if name not in dropped) for stratum in ARTICLE.strata),
    )


def changed(name: str, **changes: Any) -> Rulebook:  # noqa: ANN401 - any part of a rule
    """Give the shipped rulebook with one rule altered."""
    return attrs.evolve(ARTICLE, rules={**ARTICLE.rules, name: attrs.evolve(ARTICLE.rules[name], **changes)})


def fact(path: str, sign: str, value: str | int) -> Compare:
    """Give a comparison as it would be read."""
    field, _, key = path.partition(".")
    return Compare(Path(field, key or None), sign, (value,))


# What each sign must be referred as, at least.
SERIOUS = {
    **dict.fromkeys(("chest_pain", "fainting", "compartment_syndrome", "bladder_or_bowel_change"), "emergency"),
    **dict.fromkeys(("fracture", "tendon_rupture", "unable_to_bear_weight", "calf_swelling", "dark_urine"), "urgent"),
}

# For each: the guarantee that it breaks, what was done to the rulebook, and what then happens to somebody.
FAULTS: dict[str, tuple[str, Callable[[], Rulebook], str]] = {
    **{
        f"the rule for {sign} is gone": (
            f"{urgency}-signs" if urgency == "urgent" else "emergency-signs",
            partial(without, f"sign-{sign.replace('_', '-')}"),
            f"there is no referral {urgency}",
        )
        for sign, urgency in SERIOUS.items()
    },
    "a fracture leaves exercises": (
        "serious-sign",
        lambda: without("sign-fracture"),
        "* is prescribed",
    ),
    "a fracture is only asked about before training": (
        "urgent-signs",
        lambda: changed("sign-fracture", refer="before_training"),
        "there is no referral urgent",
    ),
    "fainting is urgent and no emergency": (
        "emergency-signs",
        lambda: changed("sign-fainting", refer="urgent"),
        "there is no referral emergency",
    ),
    "jumps are only taken from a knee of exactly 4": (
        "more-pain",
        lambda: changed("no-jumps-on-a-sore-landing-site[knee]", when=fact("pain.knee", "==", 4)),
        "more-pain[[]knee]: *",
    ),
    "sets are only halved at exactly 6": (
        "more-pain",
        lambda: changed("half-of-what-hurts[knee]", when=fact("pain.knee", "==", 6)),
        "more-pain[[]knee]: * has more sets",
    ),
    "a dose reads pain": (
        "more-pain",
        lambda: changed("sprint-heavier", when=fact("pain.knee", ">=", 2)),
        "more-pain[[]knee]: * is heavier",
    ),
    "an unknown strength experience counts as enough": (
        "unknown-strength-experience",
        lambda: changed("new-lifters-stay-light", when=fact("strength_experience", "==", "none")),
        "back-squat is allowed",
    ),
    "an unknown jumping experience counts as enough": (
        "unknown-jumping-experience",
        lambda: changed("new-jumpers-small-hops-only", when=fact("plyometric_experience", "==", "none")),
        "depth-jump is allowed",
    ),
    "nobody asks for the weight of a goblet squat": (
        "missing-equipment",
        lambda: without("missing-equipment[goblet-squat]"),
        "goblet-squat is prescribed",
    ),
    "nobody asks for the weight of a lunge": (
        "missing-weight",
        lambda: without("no-weight-at-hand[walking-lunge]"),
        "walking-lunge is above bodyweight",
    ),
    "nobody asks for free days": (
        "free-days",
        lambda: without("free-days"),
        "more sessions_per_week than *",
    ),
    "one free day is forgotten": (
        "free-days",
        lambda: without("free-days[1]"),
        "more sessions_per_week than 1",
    ),
    "there is no fallback": (
        "nobody-left-out",
        lambda: without("when-little-remains"),
        "there is neither exercise nor referral",
    ),
    "the day after hard leg work is a day of nothing": (
        "nobody-left-out",
        lambda: changed("day-after-hard-legs", avoid=frozenset(ARTICLE.exercises)),
        "there is neither exercise nor referral",
    ),
    "surgery takes everything and refers nobody": (
        "nobody-left-out",
        lambda: changed("condition-recent-surgery", refer=None, avoid=frozenset(ARTICLE.exercises)),
        "there is neither exercise nor referral",
    ),
}


@pytest.fixture(scope="module")
def verdicts() -> list[Verdict]:
    """All guarantees, asked about the shipped rulebook."""
    return prove(ARTICLE)


@pytest.mark.parametrize("name", NAMES)
def test_it_holds_for_every_runner(name: str, verdicts: list[Verdict]) -> None:
    """The shipped rulebook keeps the guarantee, whoever the runner is."""
    (verdict,) = (verdict for verdict in verdicts if verdict.name == name)
    assert verdict.holds is True, verdict.counterexample
    assert verdict.counterexample is None


@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_rulebook_breaks_it(fault: str) -> None:
    """The proof fails, and the library itself gives the runner whom the solver found what he must not get."""
    name, broken, way = FAULTS[fault]
    (verdict,) = prove(broken(), [name])
    assert verdict.holds is False
    assert verdict.counterexample is not None
    assert verdict.counterexample.confirmed
    ways = [way if ":" in way else f"*: {way}"]
    assert [found for pattern in ways for found in fnmatch.filter(verdict.counterexample.broken, pattern)]
    assert verdict.counterexample.explained


def test_a_proof_names_rules_that_are_enough(verdicts: list[Verdict]) -> None:
    """Without the rules that a proof rests on it fails, and whatever all the others say it holds."""
    (verdict,) = (verdict for verdict in verdicts if verdict.name == "strong-pain-no-jumps")
    assert "strong-pain-no-jumps" in verdict.rests_on
    assert [False] == [one.holds for one in prove(without("strong-pain-no-jumps"), [verdict.name])]
    for verdict in verdicts:
        others = {
            name: rule if name in verdict.rests_on else attrs.evolve(rule, when=NEVER)
            for name, rule in ARTICLE.rules.items()
        }
        assert [True] == [one.holds for one in prove(attrs.evolve(ARTICLE, rules=others), [verdict.name])], verdict.name


def test_a_guarantee_about_nobody_is_not_called_kept(tmp_path: FilePath) -> None:
    """What is promised to those who cannot be is proved of nobody, and the verdict says so."""
    path = _little(tmp_path)
    promise = "guarantees: [{guarantee: nobody, says: So., when: age < 16 and age > 20, then: {avoid: [hop]}}]"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{promise}\n", encoding="utf-8")
    (verdict,) = prove(runstrength.load_rulebook(path))
    assert (True, ("nobody",)) == (verdict.holds, verdict.of_nobody)
    assert 1 == main(["prove", str(path)])


# --- counterexamples ------------------------------------------------------------------------------------------------


def found(book: Rulebook, name: str) -> list[dict[str, Any]]:
    """Give the runners of a counterexample."""
    (verdict,) = prove(book, [name])
    assert verdict.counterexample is not None
    return [profile.to_dict() for profile in verdict.counterexample.profiles]


def test_a_counterexample_says_no_more_than_it_needs() -> None:
    """Whatever does not matter is left unknown, and what must be known is ordinary."""
    assert [{"discipline": "general", "signs": ["chest_pain"]}] == found(without("sign-chest-pain"), "emergency-signs")
    assert [{"discipline": "general", "strength_days": 1}] == found(without("free-days[1]"), "free-days")


def test_two_runners_differ_in_one_fact() -> None:
    """Where a guarantee compares, the two runners are alike in all the rest."""
    one, other = found(changed("sprint-heavier", when=fact("pain.knee", ">=", 2)), "more-pain")
    assert one.pop("pain")["knee"] < other.pop("pain")["knee"]
    assert one == other


# --- what is no proof -----------------------------------------------------------------------------------------------


class Undecided:
    """A solver that runs out of time."""

    def __init__(self, _logic: str) -> None: ...

    def set(self, *_: object) -> None:
        """Take any setting."""

    def add(self, *_: object) -> None:
        """Take any formula."""

    def push(self) -> None:
        """Remember."""

    def pop(self) -> None:
        """Forget."""

    def check(self, *_: object) -> Any:  # noqa: ANN401 - z3 has no types
        """Say nothing."""
        return z3.unknown


def test_out_of_time_is_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the solver cannot decide is neither proved nor refuted."""
    monkeypatch.setattr(z3, "SolverFor", Undecided)
    names = ["serious-sign", "unknown-strength-experience"]
    assert [None, None] == [verdict.holds for verdict in prove(ARTICLE, names)]


def test_what_the_library_does_not_confirm_is_no_counterexample(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the engine does not do what the solver says, the verdict says neither yes nor no, and shows the runner."""
    monkeypatch.setattr(replay, "recommend", lambda profile, **_: runstrength.recommend(profile))
    (verdict,) = prove(without("sign-fainting"), ["serious-sign"])
    assert verdict.holds is None
    assert verdict.counterexample is not None
    assert not verdict.counterexample.confirmed


def test_a_guarantee_whose_ways_cannot_be_is_not_asked_in_vain() -> None:
    """A guarantee that lacks a way to break holds, and one that anybody breaks does not."""
    solver = proving.Solver(Encoding(ARTICLE))
    nothing = Guarantee("nothing", "Nothing can go wrong.", lambda _: [Case(lambda *_: {"it": TRUE}, lambda *_: {})])
    way = Way("says so", "discipline")
    anything = Guarantee(
        "anything",
        "Nobody runs marathons.",
        lambda _: [Case(lambda *_: {"it": TRUE}, lambda one, _: {way: one.known("discipline")})],
    )
    assert proving.decide(solver, nothing, 1000).holds is True
    assert proving.decide(solver, anything, 1000).holds is False


# --- asking ---------------------------------------------------------------------------------------------------------


def test_without_z3_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the solver is missing, one sentence says what to install."""
    monkeypatch.setitem(sys.modules, "z3", None)
    with pytest.raises(runstrength.RunstrengthError, match=r"proofs need z3-solver: pip install"):
        prove(ARTICLE)


def test_an_unknown_guarantee_is_named_with_its_nearest() -> None:
    """A misspelt guarantee is answered with the right one."""
    with pytest.raises(runstrength.UnknownNameError, match=r'no guarantee "more-pains"; did you mean more-pain\?'):
        prove(ARTICLE, ["more-pains"])


# These hold whatever rules fire: there is no dose that would break them, or the mechanism itself keeps them.
BY_SHAPE = {
    "heavy-means-few", "within-the-scheme", "sets-are-bounded", "prescribed-or-avoided", "signs-are-asked-for",
    "conditions-are-asked-for", "pain-is-asked-for", "urgent-leaves-nothing",
}  # fmt: skip


# Of these a test of their own shows that they can break.
LATER = {
    "nobody-left-out",
    "a-session-is-bounded",
    "a-full-programme-is-balanced",
    "referral-no-jumps-nothing-above-light",
}


def test_every_other_guarantee_can_break() -> None:
    """Where all is prescribed and nothing restricted, no guarantee holds, and each time a runner shows it."""
    idle = {
        name: attrs.evolve(rule, limits=(), avoid=frozenset(), refer=None, when=ALWAYS if rule.prescribe else rule.when)
        for name, rule in ARTICLE.rules.items()
    }
    alone = [of.template for of in ARTICLE.guarantees.values() if not of.differs and of.template not in BY_SHAPE]
    names = [name for name in dict.fromkeys(alone) if name not in LATER]
    assert [] == [
        verdict.name for verdict in prove(attrs.evolve(ARTICLE, rules=idle), names) if verdict.holds is not False
    ]


def dosed(**dose: Any) -> Rulebook:  # noqa: ANN401 - any part of a dose
    """Give the shipped rulebook with a season's dose that speaks of all."""
    of = Targets(everything=False, listed=frozenset(ARTICLE.exercises), selected=frozenset())
    return changed("race-season-fewer-sets", doses=(Dose(of=of, **dose),))


SHAPES: dict[str, tuple[Callable[[], Rulebook], str]] = {
    "a-full-programme-is-balanced": (lambda: without("mobility-for-everyone"), "there is none of"),
    "referral-no-jumps-nothing-above-light": (
        lambda: attrs.evolve(
            ARTICLE,
            rules={
                name: attrs.evolve(rule, limits=tuple(attrs.evolve(of, sets=None) for of in rule.limits))
                for name, rule in ARTICLE.rules.items()
            },
        ),
        "has more than 2 sets",
    ),
    "heavy-means-few": (lambda: dosed(load="heavy", reps=(9, 12)), "more than 8 repetitions"),
    "within-the-scheme": (lambda: dosed(load="heavy", reps=(1, 2)), "repetitions outside its scheme"),
    "a-session-is-bounded": (
        # Where there is room for all, the sum that bounds a session is what it holds.
        lambda: attrs.evolve(ARTICLE, session=Session(60, 60, 60, 3, 45)),
        "a session has more than 33 sets",
    ),
    "sets-are-bounded": (lambda: dosed(sets=7), "has more than 4 sets"),
    "race-season-asks-no-more": (lambda: dosed(sets=5), "has more sets"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_dose_can_break_what_the_shape_keeps(name: str) -> None:
    """A dose that goes too far is found, with a runner who gets it."""
    book, way = SHAPES[name]
    (verdict,) = prove(book(), [name])
    assert verdict.counterexample is not None
    assert verdict.counterexample.confirmed
    assert [found for found in verdict.counterexample.broken if way in found]


def test_an_extension_keeps_the_guarantees_of_its_base(tmp_path: FilePath) -> None:
    """Who overrides a rule of the base is held to what the base guarantees, beside guarantees of their own."""
    path = tmp_path / "mine.yaml"
    path.write_text(
        """
language: 1
name: mine
version: "1"
extends: article
waive: {new-jumpers-small-hops-only: It is switched off.}
guarantees:
  - {guarantee: young-no-jumps, says: Nobody under eleven jumps., when: age < 11, then: {avoid: {role: plyometric}}}
rules:
  - rule: new-jumpers-small-hops-only
    override: We let everybody jump.
    when: never
    then: {avoid: {impact: high}}
    because: It never speaks.
    source: practice.levels
  - rule: box-jumps-for-all
    when: discipline == sprint
    then: {prescribe: [box-jump]}
    because: You want to jump.
    source: practice.levels
""",
        encoding="utf-8",
    )
    book = runstrength.load_rulebook(path)
    names = ["no-jumping-experience-no-big-jumps", "complaint-no-big-jumps", "young-no-jumps"]
    assert [False, True, False] == [verdict.holds for verdict in prove(book, names)]


@pytest.mark.parametrize(
    ("then", "broken"),
    [
        ("{limit: {sets: 1}}", "little: hop has more than 1 sets"),
        ("{limit: {of: [hop], sets: 2}}", None),
        ("{limit: {sessions_per_week: 1}}", "little: more sessions_per_week than 1"),
        ("{avoid: [hop]}", "little: hop is prescribed"),
    ],
)
def test_what_a_guarantee_can_say(tmp_path: FilePath, then: str, broken: str | None) -> None:
    """Sets, sessions and exercises: what is promised and not kept is named."""
    path = _little(tmp_path)
    promise = f"guarantees: [{{guarantee: little, says: So it is., when: age < 16, then: {then}}}]"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{promise}\n", encoding="utf-8")
    (verdict,) = prove(runstrength.load_rulebook(path), ["little"])
    found = verdict.counterexample
    assert broken == (found and found.broken[0])


def test_a_rulebook_that_is_not_about_runners(tmp_path: FilePath) -> None:
    """A rulebook with another vocabulary is held to what it promises itself."""
    path = _little(tmp_path)
    promise = "guarantees: [{guarantee: road, says: So it is., when: sport == road, then: {avoid: [hop]}}]"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{promise}\n", encoding="utf-8")
    (verdict,) = prove(runstrength.load_rulebook(path, profile=Small))
    assert verdict.counterexample is not None
    assert [{"sport": "road"}] == [of.to_dict() for of in verdict.counterexample.profiles]


def _little(folder: FilePath) -> FilePath:
    """Write a rulebook that knows one exercise, and doses it without a thought."""
    path = folder / "little.yaml"
    common = {"when": "always", "because": "So it is.", "source": "s"}
    structure = {
        "language": 1,
        "name": "little",
        "version": "1",
        "focus": {
            focus: ["strength", "plyometric", "activation", "mobility", "recovery"]
            for focus in ("strength", "power", "endurance", "maintenance", "recovery", "referral")
        },
        "session": {"main": 8, "warm_up": 3, "close": 3, "seconds_per_repetition": 3, "changeover_seconds": 45},
        "disclaimer": "Ask a doctor.",
        "exercises": [
            {
                "exercise": "hop",
                "name": "Hop",
                "role": "plyometric",
                "pattern": "jump",
                "schemes": {"bodyweight": {"reps": [5, 5], "rest_seconds": [60, 60]}},
            }
        ],
        "sources": [{"source": "s", "kind": "practice", "text": "So it is."}],
        "rules": [
            {"rule": "hop", "then": {"prescribe": ["hop"]}, **common},
            {"rule": "aim", "then": {"focus": "strength"}, **common},
            {"rule": "dose", "then": {"dose": {"load": "bodyweight", "sets": 2}}, **common},
            {
                "rule": "week",
                "then": {"dose": {"sessions_per_week": [1, 2], "plyometric_sessions_per_week": [1, 2]}},
                **common,
            },
        ],
    }
    path.write_text(as_yaml(structure), encoding="utf-8")
    return path


def test_a_rulebook_that_reads_nothing_is_held_to_the_same(tmp_path: FilePath) -> None:
    """A fact that no rule reads counts as well: who says nothing of free days keeps no promise about them."""
    path = _little(tmp_path)
    promise = """
guarantees:
  - {guarantee: days, says: So it is., when: strength_days == 0, then: {limit: {sessions_per_week: 0}}}
  - {guarantee: signs, says: So it is., when: any signs, then: {avoid: [hop]}}
"""
    path.write_text(path.read_text(encoding="utf-8") + promise, encoding="utf-8")
    assert [False, False] == [verdict.holds for verdict in prove(runstrength.load_rulebook(path))]


# --- the command ----------------------------------------------------------------------------------------------------


def test_the_command_says_what_a_proof_rests_on(capsys: pytest.CaptureFixture[str]) -> None:
    """For each guarantee its verdict, sentence and rules; all proved is exit code 0."""
    assert 0 == main(["prove", "--only", "severe-pain-refers", "--only", "beginner-nothing-heavy"])
    out = capsys.readouterr().out
    assert 2 == out.count("proved  ")
    assert "It rests on 1 rule: severe-pain-refers." in out
    assert out.endswith("2 guarantees: 2 proved\n")


def test_several_prove_at_the_same_time(capsys: pytest.CaptureFixture[str]) -> None:
    """With several jobs the verdicts are the same, in the same order."""
    names = ["severe-pain-refers", "beginner-nothing-heavy", "free-days"]
    wanted = [argument for name in names for argument in ("--only", name)]
    assert 0 == main(["prove", "--jobs", "2", "--format", "json", *wanted])
    assert names == [verdict["guarantee"] for verdict in json.loads(capsys.readouterr().out)]


def test_the_command_prints_counterexamples(tmp_path: FilePath, capsys: pytest.CaptureFixture[str]) -> None:
    """What breaks is shown with the runner, the explanation and a test, and the exit code is 1."""
    path = tmp_path / "mine.yaml"
    path.write_text(
        """
language: 1
name: mine
version: "1"
extends: article
rules:
  - rule: strong-pain-no-jumps
    override: We want to see it break.
    when: any pain >= 7
    then: {avoid: {role: plyometric}}
    because: It comes too late.
    source: practice.pain
waive: {strong-pain-no-jumps: It is broken on purpose.}
""",
        encoding="utf-8",
    )
    assert 1 == main(["prove", str(path), "--only", "strong-pain-no-jumps"])
    out = capsys.readouterr().out
    assert "BROKEN" in out
    assert "is prescribed" in out
    assert "def test_strong_pain_no_jumps() -> None:" in out
    assert 'assert_keeps(RULES, "strong-pain-no-jumps", {' in out
    assert out.endswith("mine 1: 1 guarantee: 1 broken: strong-pain-no-jumps\n")


def test_the_command_is_brief() -> None:
    """Of the many ways in which one runner breaks a guarantee, a few are shown and the rest counted."""
    book = changed("new-lifters-stay-light", when=fact("strength_experience", "==", "none"))
    (verdict,) = prove(book, ["unknown-strength-experience"])
    lines = told(verdict).splitlines()
    assert "BROKEN" in lines[0]
    assert [True] == [line.endswith(" more") for line in lines if line.startswith("      - and ")]
    assert any("strength_experience: none" in line for line in lines if "runner:" in line)
    assert not any("strength_experience" in line for line in lines if "beside:" in line)


def test_the_command_says_what_it_could_not_read(tmp_path: FilePath, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a rulebook cannot be read, or a guarantee is not there, the exit code is 2 and standard error says why."""
    assert 2 == main(["prove", str(tmp_path / "nowhere")])
    assert "nowhere" in capsys.readouterr().err
    assert 2 == main(["prove", "--only", "severe-pain-refer"])
    assert "did you mean severe-pain-refers?" in capsys.readouterr().err


def test_what_was_not_confirmed_is_not_shown_as_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A counterexample that the library does not confirm is said to be none, and so is what was not decided."""
    monkeypatch.setattr(replay, "recommend", lambda profile, **_: runstrength.recommend(profile))
    (verdict,) = prove(without("sign-fainting"), ["serious-sign"])
    assert "unknown" in told(verdict)
    assert "the library does not confirm it" in told(verdict)
    assert "The time was up" in told(attrs.evolve(verdict, counterexample=None))
    assert "1 guarantee: 1 unknown: serious-sign" == summary([verdict])
