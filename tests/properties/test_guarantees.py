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
from runstrength.rulebook.conditions import ALWAYS, Compare, Path
from runstrength.verify import prove
from runstrength.verify.__main__ import main
from tests.strategies import Small, as_yaml

pytest.importorskip("z3", reason="z3-solver is not installed")

import z3

from runstrength.verify import proving, replay
from runstrength.verify.encoding import Encoding, SymbolicRunner
from runstrength.verify.guarantees import GUARANTEES, SERIOUS, Case, Guarantee, guarantees_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path as FilePath

    from runstrength.rulebook import Rulebook
    from runstrength.verify import Verdict

pytestmark = pytest.mark.xdist_group("proofs")  # all guarantees are proved once, in one process

ARTICLE = runstrength.shipped_rulebook()
NAMES = [guarantee.name for guarantee in GUARANTEES]
WRITTEN = [guarantee.name for guarantee in guarantees_of(ARTICLE)[len(NAMES) :]]


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


# For each: the guarantee that it breaks, what was done to the rulebook, and what then happens to somebody.
FAULTS: dict[str, tuple[str, Callable[[], Rulebook], str]] = {
    **{
        f"the rule for {sign} is gone": (
            "serious-sign",
            partial(without, f"sign-{sign.replace('_', '-')}"),
            f"{sign} is not referred as {urgency}",
        )
        for sign, urgency in SERIOUS.items()
    },
    "a fracture is only asked about before training": (
        "serious-sign",
        lambda: changed("sign-fracture", refer="before_training"),
        "fracture is not referred as urgent",
    ),
    "fainting is urgent and no emergency": (
        "serious-sign",
        lambda: changed("sign-fainting", refer="urgent"),
        "fainting is not referred as emergency",
    ),
    "jumps are only taken from a knee of exactly 4": (
        "more-pain",
        lambda: changed("no-jumps-on-a-sore-landing-site[knee]", when=fact("pain.knee", "==", 4)),
        "with more pain (knee) * is new",
    ),
    "sets are only halved at exactly 6": (
        "more-pain",
        lambda: changed("half-of-what-hurts[knee]", when=fact("pain.knee", "==", 6)),
        "with more pain (knee) * has more sets",
    ),
    "a dose reads pain": (
        "more-pain",
        lambda: changed("sprint-heavier", when=fact("pain.knee", ">=", 2)),
        "with more pain (knee) * is heavier",
    ),
    "an unknown strength experience counts as enough": (
        "unknown-experience",
        lambda: changed("new-lifters-stay-light", when=fact("strength_experience", "==", "none")),
        "with strength_experience unknown back-squat is allowed",
    ),
    "an unknown jumping experience counts as enough": (
        "unknown-experience",
        lambda: changed("new-jumpers-small-hops-only", when=fact("plyometric_experience", "==", "none")),
        "with plyometric_experience unknown depth-jump is allowed",
    ),
    "nobody asks for the weight of a goblet squat": (
        "missing-equipment",
        lambda: without("missing-equipment[goblet-squat]"),
        "goblet-squat needs what is missing",
    ),
    "nobody asks for the weight of a lunge": (
        "missing-equipment",
        lambda: without("no-weight-at-hand[walking-lunge]"),
        "walking-lunge needs a weight that is missing",
    ),
    "nobody asks for free days": (
        "free-days",
        lambda: without("free-days"),
        "more sessions_per_week than * free days",
    ),
    "one free day is forgotten": (
        "free-days",
        lambda: without("free-days[1]"),
        "more sessions_per_week than 1 free days",
    ),
    "there is no fallback": (
        "nobody-left-out",
        lambda: without("when-little-remains"),
        "neither an exercise nor a referral",
    ),
    "the day after hard leg work is a day of nothing": (
        "nobody-left-out",
        lambda: changed("day-after-hard-legs", avoid=frozenset(ARTICLE.exercises)),
        "neither an exercise nor a referral",
    ),
    "surgery takes everything and refers nobody": (
        "nobody-left-out",
        lambda: changed("condition-recent-surgery", refer=None, avoid=frozenset(ARTICLE.exercises)),
        "neither an exercise nor a referral",
    ),
}


@pytest.fixture(scope="module")
def verdicts() -> list[Verdict]:
    """All guarantees, asked about the shipped rulebook."""
    return prove(ARTICLE)


@pytest.mark.parametrize("name", NAMES + WRITTEN)
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
    assert fnmatch.filter(verdict.counterexample.broken, way)


def test_every_guarantee_is_broken_by_some_fault() -> None:
    """No guarantee is one that nothing could break."""
    assert set(NAMES) == {name for name, _, _ in FAULTS.values()}


# --- counterexamples ------------------------------------------------------------------------------------------------


def found(book: Rulebook, name: str) -> list[dict[str, Any]]:
    """Give the runners of a counterexample."""
    (verdict,) = prove(book, [name])
    assert verdict.counterexample is not None
    return [profile.to_dict() for profile in verdict.counterexample.profiles]


def test_a_counterexample_says_no_more_than_it_needs() -> None:
    """Whatever does not matter is left unknown, and what must be known is ordinary."""
    assert [{"discipline": "general", "signs": ["chest_pain"]}] == found(without("sign-chest-pain"), "serious-sign")
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

    def check(self) -> Any:  # noqa: ANN401 - z3 has no types
        """Say nothing."""
        return z3.unknown


def test_out_of_time_is_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the solver cannot decide is neither proved nor refuted."""
    monkeypatch.setattr(z3, "SolverFor", Undecided)
    names = ["serious-sign", "unknown-experience"]
    assert [None, None] == [verdict.holds for verdict in prove(ARTICLE, names)]


def test_what_the_library_does_not_confirm_is_no_counterexample(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the engine does not do what the solver says, the verdict says neither yes nor no, and shows the runner."""
    monkeypatch.setattr(replay, "recommend", lambda profile, **_: runstrength.recommend(profile))
    (verdict,) = prove(without("sign-fainting"), ["serious-sign"])
    assert verdict.holds is None
    assert verdict.counterexample is not None
    assert not verdict.counterexample.confirmed


def test_a_guarantee_whose_ways_cannot_be_is_not_asked_in_vain() -> None:
    """A guarantee with a case that is open and one that breaks is broken; one that lacks a way to break holds."""
    encoding = Encoding(ARTICLE)
    runner = SymbolicRunner(encoding, "runner")
    nothing = Guarantee("nothing", "Nothing can go wrong.", lambda _: iter([Case(lambda _a, _b: {})]))
    anything = Guarantee(
        "anything",
        "Nobody runs marathons.",
        lambda _: iter([Case(lambda one, _: {"does": one.equals("discipline", "marathon")})]),
    )
    assert proving.decide(encoding, runner, nothing, 1000).holds is True
    assert proving.decide(encoding, runner, anything, 1000).holds is False


# --- asking ---------------------------------------------------------------------------------------------------------


def test_without_z3_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the solver is missing, one sentence says what to install."""
    monkeypatch.setitem(sys.modules, "z3", None)
    with pytest.raises(runstrength.RunstrengthError, match=r"proofs need z3-solver: pip install z3-solver"):
        prove(ARTICLE)


def test_an_unknown_guarantee_is_named_with_its_nearest() -> None:
    """A misspelt guarantee is answered with the right one."""
    with pytest.raises(runstrength.UnknownNameError, match=r'no guarantee "more-pains"; did you mean more-pain\?'):
        prove(ARTICLE, ["more-pains"])


def test_every_written_guarantee_can_break() -> None:
    """Where all is prescribed and nothing restricted, no guarantee holds, and each time a runner shows it."""
    idle = {
        name: attrs.evolve(rule, limits=(), avoid=frozenset(), refer=None, when=ALWAYS if rule.prescribe else rule.when)
        for name, rule in ARTICLE.rules.items()
    }
    verdicts = prove(attrs.evolve(ARTICLE, rules=idle), WRITTEN)
    assert [] == [verdict.name for verdict in verdicts if verdict.holds is not False]


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
    """Of a rulebook with another vocabulary nothing is said to be proved."""
    book = runstrength.load_rulebook(_little(tmp_path), profile=Small)
    with pytest.raises(runstrength.RunstrengthError, match="the vocabulary Small is not derived from `Profile`"):
        prove(book)


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
    """A fact that no rule reads counts as well: who says nothing of signs and free days keeps no promise about them."""
    verdicts = {verdict.name: verdict.holds for verdict in prove(runstrength.load_rulebook(_little(tmp_path)))}
    expected = dict.fromkeys(NAMES, True) | {"serious-sign": False, "free-days": False}
    assert expected == verdicts


def test_the_command_prints_a_table(
    verdicts: list[Verdict], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """For the shipped rulebook: one line a guarantee, all proved, exit code 0."""
    monkeypatch.setattr("runstrength.verify.__main__.prove", lambda book: verdicts if book is ARTICLE else [])
    assert 0 == main([])
    lines = capsys.readouterr().out.splitlines()
    assert ["proved"] * len(NAMES + WRITTEN) == [line.split()[0] for line in lines]


def test_the_command_prints_counterexamples(tmp_path: FilePath, capsys: pytest.CaptureFixture[str]) -> None:
    """What breaks is shown with the runner, ready to be asked about, and the exit code is 1."""
    assert 1 == main([str(_little(tmp_path))])
    out = capsys.readouterr().out
    assert "BROKEN" in out
    assert json.dumps({"discipline": "general", "strength_days": 0}) in out


def test_the_command_is_brief(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Of the many ways in which one runner breaks a guarantee, a few are shown and the rest counted."""
    book = changed("new-lifters-stay-light", when=fact("strength_experience", "==", "none"))
    verdicts = prove(book, ["unknown-experience"])
    monkeypatch.setattr("runstrength.verify.__main__.prove", lambda _: verdicts)
    assert 1 == main([])
    first, *ways, rest, never, unknown = capsys.readouterr().out.splitlines()
    assert "BROKEN" in first
    assert (5, True) == (len(ways), rest.endswith(" more"))
    assert '"strength_experience": "none"' in never
    assert "strength_experience" not in unknown


def test_the_command_says_what_it_could_not_read(tmp_path: FilePath, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the rulebook cannot be read the exit code is 2, and standard error says why."""
    assert 2 == main([str(tmp_path / "nowhere")])
    assert "nowhere" in capsys.readouterr().err


def test_the_command_shows_what_was_not_confirmed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A counterexample that the engine does not confirm is not shown as one."""
    monkeypatch.setattr(replay, "recommend", lambda profile, **_: runstrength.recommend(profile))
    verdicts: list[Verdict] = prove(without("sign-fainting"), ["serious-sign"])
    monkeypatch.setattr("runstrength.verify.__main__.prove", lambda _: verdicts)
    assert 1 == main([])
    out = capsys.readouterr().out
    assert "unknown" in out
    assert "the engine does not confirm it" in out
