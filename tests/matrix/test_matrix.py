"""Every statement of the article and every sentence of the contract is carried, and a gap would be named."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import runstrength
from tests.contract import NEEDS
from tests.matrix.__main__ import main
from tests.matrix.meaning import meaning_rows
from tests.matrix.statements import guidance_rows, statements

BOOK = runstrength.shipped_rulebook()
KINDS = {"prescribe": 28, "dose": 11, "limit": 4, "schedule": 8, "advise": 11, "rationale": 15, "invariant": 4}
ABLE = {"strength_experience": "advanced", "plyometric_experience": "advanced"}


def without(template: str) -> runstrength.Rulebook:
    """Give the shipped rulebook without a rule."""
    kept = {name: rule for name, rule in BOOK.rules.items() if rule.template != template}
    strata = tuple(tuple(name for name in stratum if name in kept) for stratum in BOOK.strata)
    return attrs.evolve(BOOK, rules=kept, strata=strata)


def test_every_statement_is_carried() -> None:
    """84 of 84."""
    rows = guidance_rows(BOOK)
    assert 84 == len(rows)
    assert [] == [(row.id, row.gaps) for row in rows if row.gaps]


def test_every_sentence_is_carried() -> None:
    """No sentence about what a result means is without rules, a guarantee or a law."""
    assert [] == [(row.id, row.gaps) for row in meaning_rows(BOOK) if row.gaps]


@pytest.mark.parametrize(
    ("template", "statement"),
    [
        ("downhill-lunges", None),
        ("deadlifts-for-sprints-and-hills", None),
        ("speed-jumps-twice-a-week", None),
        ("vary-the-step", "stepup.4"),
        ("compression-after-hard-work", None),
        ("form-in-deadlifts", "deadlift.3"),
        ("race-season-mobility", "faq9.6"),
        ("focus-recovery", "faq10.5"),
    ],
)
def test_a_missing_rule_is_seen(template: str, statement: str | None) -> None:
    """Where a statement has one rule only, taking that away leaves a gap; where another carries it too, none."""
    gaps = {row.id for row in guidance_rows(without(template)) if row.gaps}
    assert gaps == ({statement} if statement else set())


def test_a_missing_example_is_seen() -> None:
    """A number without an example beside it is named."""
    rule = BOOK.rules["severe-pain-refers"]
    silent = tuple(example for example in rule.examples if example[0])
    book = attrs.evolve(BOOK, rules={**BOOK.rules, rule.name: attrs.evolve(rule, examples=silent)})
    gaps = {row.id: row.gaps for row in meaning_rows(book) if row.gaps}
    assert {"pain-7": ("severe-pain-refers has no example with pain.hip 6 that is silent",)} == gaps


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    """It prints both tables, and says how much is carried."""
    assert 0 == main([])
    out = capsys.readouterr().out
    assert "84 of 84 statements" in out
    assert all(len(line) <= 100 or "::" in line for line in out.splitlines())


# --- sources --------------------------------------------------------------------------------------------------------


def test_every_source_of_the_article_is_a_statement() -> None:
    """Sources of kind article are ids of statements; every other source says that it is our own caution."""
    known = {entry["id"] for entry in statements()}
    for source in BOOK.sources.values():
        if source.kind == "article":
            assert source.id in known
        else:
            assert source.text.endswith("Our own caution, not yet reviewed by a clinician.")


@pytest.mark.parametrize(
    ("sources", "author"),
    [
        (["faq1.3"], "Eihara"),
        (["faq9.2", "faq9.3"], "Spiering"),
        (["intro.1", "faq2.5", "squat.4", "calf.1"], "Wu et al."),
        (["faq3.3"], "Fry"),
        (["faq10.3"], "Dupuy"),
        (["routine.1"], "ACSM"),
    ],
)
def test_a_dispute_reaches_the_reader(sources: list[str], author: str) -> None:
    """What research disputes stands in the sources, and in the explanation of whatever rests on it."""
    for name in sources:
        assert author in (BOOK.sources[name].disputed or "")
    runner = {"discipline": "marathon", "season": "race_season", "pain": {"knee": 2}, "soreness": 6, **ABLE}
    result = runstrength.recommend(runner).to_dict()
    assert [name for name in sources if author in str(result["sources"].get(name, {}).get("disputed"))]


def test_an_explanation_tells_the_dispute() -> None:
    """Whoever asks why of what is disputed reads that it is."""
    answer = str(runstrength.recommend({"discipline": "marathon"}).why("bodyweight-squat"))
    assert "Eihara" in " ".join(answer.split())


# --- sentences that no rule carries ---------------------------------------------------------------------------------


def doses(runner: dict[str, Any]) -> list[Any]:
    """Give what a runner is to do and to avoid, without the reasons."""
    result = runstrength.recommend(runner)
    taken = [(x.exercise, x.sets, x.reps, x.seconds, x.load, [cue.cue for cue in x.cues]) for x in result.exercises]
    return [taken, [x.exercise for x in result.avoid]]


def test_an_unknown_age_limits_nothing() -> None:
    """Who does not say how old they are gets what somebody of 40 gets."""
    for discipline in ("sprint", "general", "ultra"):
        runner = {"discipline": discipline, **ABLE}
        assert doses(runner) == doses({**runner, "age": 40})


def test_unknown_equipment_removes_nothing() -> None:
    """Who does not say what there is at hand gets what somebody with everything gets."""
    everything = ["barbell", "dumbbells", "kettlebell", "bands", "box", "bench", "calf_machine", "foam_roller"]
    for discipline in ("sprint", "general", "ultra"):
        runner = {"discipline": discipline, **ABLE}
        avoided = runstrength.recommend(runner).to_dict()["avoid"]
        assert avoided == runstrength.recommend({**runner, "equipment": everything}).to_dict()["avoid"]


@pytest.mark.parametrize("name", NEEDS)
def test_what_each_id_needs(name: str) -> None:
    """The catalogue asks for the equipment that the contract names."""
    assert NEEDS[name] == set(BOOK.exercises[name].equipment)
