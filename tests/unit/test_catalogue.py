"""The shipped catalogue: whole, honest about its neighbours, and with work for every muscle whatever is at hand."""

from __future__ import annotations

import csv
import itertools
from pathlib import Path

import pytest

import runstrength
from runstrength.facts import SetOf, fields_of, kind_of
from runstrength.rulebook.rule import LOADS

BOOK = runstrength.shipped_rulebook()
PAIRS = [(easier, name) for name, exercise in BOOK.exercises.items() for easier in exercise.easier]
MUSCLES = sorted({muscle for exercise in BOOK.exercises.values() for muscle in exercise.muscles})
EQUIPMENT = kind_of(fields_of(BOOK.vocabulary)["equipment"])
WORK = {"strength", "activation"}
IDS = list(csv.DictReader(Path(__file__).with_name("exercise_ids.csv").read_text(encoding="utf-8").splitlines()))

LEVELS = ["none", "beginner", "intermediate", "advanced"]
AGES = [10, 13, 14, 15, 16, 40, 75, 76]


@pytest.mark.parametrize("name", BOOK.exercises)
def test_every_exercise_says_how(name: str) -> None:
    """Three to five steps, two to four faults, each a short sentence of its own."""
    exercise = BOOK.exercises[name]
    assert 3 <= len(exercise.steps) <= 5
    assert 2 <= len(exercise.faults) <= 4
    for text in (*exercise.steps, *exercise.faults):
        assert len(text) <= 160
        assert text[0].isupper()
        assert text.endswith(".")


@pytest.mark.parametrize("name", [x.id for x in BOOK.exercises.values() if x.role in WORK | {"plyometric"}])
def test_every_exercise_of_work_has_a_neighbour(name: str) -> None:
    """Whoever finds an exercise too much, or too little, finds another."""
    exercise = BOOK.exercises[name]
    assert exercise.easier or exercise.harder
    for other in exercise.easier:
        assert name in BOOK.exercises[other].harder
    for other in exercise.harder:
        assert name in BOOK.exercises[other].easier


@pytest.mark.parametrize(("easier", "harder"), PAIRS)
def test_the_easier_one_can_be_begun_lighter(easier: str, harder: str) -> None:
    """The lightest way to do the easier one is light, or no heavier than that of the harder one."""
    low, high = BOOK.exercises[easier], BOOK.exercises[harder]
    assert LOADS.index(low.lowest) <= max(LOADS.index("light"), LOADS.index(high.lowest))
    assert set(low.muscles) & set(high.muscles)


def test_what_rules_out_the_easier_one_rules_out_the_harder_one() -> None:
    """Whatever the levels and the age: nobody is kept from an exercise and let at its harder neighbour."""
    for strength, jumps, age in itertools.product(LEVELS, LEVELS, AGES):
        runner = {"discipline": "sprint", "strength_experience": strength, "plyometric_experience": jumps, "age": age}
        avoided = {entry.exercise for entry in runstrength.recommend(runner).avoid}
        assert [] == [pair for pair in PAIRS if pair[0] in avoided and pair[1] not in avoided], runner


def at_hand() -> list[list[str]]:
    """Give no equipment, and each kind of it alone."""
    assert isinstance(EQUIPMENT, SetOf)
    return [[], *([kind] for kind in EQUIPMENT.values)]


@pytest.mark.parametrize("equipment", at_hand(), ids=lambda kinds: "-".join(kinds) or "none")
@pytest.mark.parametrize("muscle", MUSCLES)
def test_every_muscle_has_work_for_every_equipment(muscle: str, equipment: list[str]) -> None:
    """There is work for each muscle group with nothing, and with each kind of equipment alone."""
    assert [
        exercise.id
        for exercise in BOOK.exercises.values()
        if muscle in exercise.muscles
        and exercise.role in WORK
        and (not exercise.equipment or set(exercise.equipment) & set(equipment))
    ]


@pytest.mark.parametrize("equipment", at_hand(), ids=lambda kinds: "-".join(kinds) or "none")
@pytest.mark.parametrize("weak", ["adductors", "hip_flexors", "tibialis_anterior", "glutes", "calves", "hamstrings"])
def test_a_weakness_is_trained_with_what_is_at_hand(weak: str, equipment: list[str]) -> None:
    """Who names a weak muscle gets work for it, whatever there is to train with."""
    result = runstrength.recommend({"discipline": "general", "weaknesses": [weak], "equipment": equipment})
    assert [x.exercise for x in result.exercises if weak in BOOK.exercises[x.exercise].muscles]


@pytest.mark.parametrize("kind", EQUIPMENT.values if isinstance(EQUIPMENT, SetOf) else ())
def test_every_equipment_is_good_for_something(kind: str) -> None:
    """No kind of equipment is asked about in vain."""
    assert [x.id for x in BOOK.exercises.values() if kind in (*x.equipment, *x.weight)]


@pytest.mark.parametrize("row", IDS, ids=lambda row: row["exercise"])
def test_the_ids_of_other_software(row: dict[str, str]) -> None:
    """The catalogue knows the exercises of the article by the ids that stand in the table, and by no others."""
    fit = "" if not row["fit_category"] else f"{row['fit_category']}/{row['fit_name']}" if row["fit_name"] else None
    expected = {"free_exercise_db": row["free_exercise_db"], "wger": row["wger"], "fit": fit}
    assert {key: value for key, value in expected.items() if value} == dict(BOOK.exercises[row["exercise"]].ids)
