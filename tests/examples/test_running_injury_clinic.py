"""The importer of the Running Injury Clinic's table: every word read or named, every row answered."""

from __future__ import annotations

import io
import json
import random
import string
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import runstrength
from examples.injury_words import TERMS, Joint, normalised, read, read_joint
from examples.running_injury_clinic import BLANK, EXTRA, KINDS, NEEDED, main, profile_of, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

SCRIPT = Path(__file__).resolve().parents[2] / "examples" / "running_injury_clinic.py"
SAMPLE = SCRIPT.parent / "data" / "running_injury_clinic.csv"


def names(text: str) -> set[str]:
    """Return the words of a text."""
    return set(text.split())


SITES = names("knee shin achilles calf hamstring quadriceps hip groin it_band low_back ankle foot")
HISTORY = names(
    "shin_splints it_band_syndrome runners_knee patellar_tendinitis achilles_tendinitis ankle_sprain calf_strain "
    "hamstring_strain plantar_fasciitis bone_stress_injury meniscus_or_ligament_injury low_back_pain"
)
SIGNS = names(
    "swelling locking giving_way night_pain rest_pain focal_bone_pain hop_pain unable_to_bear_weight numbness "
    "calf_swelling fever chest_pain fainting dark_urine bladder_or_bowel_change fracture compartment_syndrome "
    "ligament_tear tendon_rupture"
)
CONDITIONS = names(
    "recent_surgery joint_replacement pregnancy postpartum heart_condition osteoporosis osteoarthritis "
    "low_energy_or_missed_periods"
)
DISCIPLINES = {"general", "sprint", "middle_distance", "long_distance", "marathon", "ultra", "trail"}
GRAVE = {"fracture", "compartment_syndrome", "ligament_tear", "tendon_rupture"}

HURT = "Training volume/intensity affected"
BLANK_ROW = dict.fromkeys(NEEDED, "")


def row(**cells: str) -> dict[str, str]:
    """Return a row of the table in which only these cells are filled."""
    return BLANK_ROW | {"RaceDistance": "10K"} | cells


def kinds(cells: Mapping[str, str]) -> set[tuple[str, str]]:
    """Return which problems a row has, and in which columns."""
    return {(problem.field, problem.kind) for problem in profile_of(cells)[1]}


def sample() -> list[Mapping[str, str]]:
    """Return the rows of the sample."""
    return [cells for cells, _ in read_table(SAMPLE.read_bytes()).rows]


# What is written, and what it means: sites, history, signs, conditions.
WRITTEN = """
femoral stress fracture                | hip quadriceps | bone_stress_injury | fracture |
Tibial stress fracture                 | shin | bone_stress_injury | fracture |
stress fx 2nd metatarsal               | foot | bone_stress_injury | fracture |
tib. stress fx                         | shin | bone_stress_injury | fracture |
Pelvic Stress Fracture                 | hip | bone_stress_injury | fracture |
sacral stress reaction                 | low_back | bone_stress_injury low_back_pain | fracture |
navicular stress response              | foot | bone_stress_injury | fracture |
femoral neck stress reaction           | groin hip quadriceps | bone_stress_injury | fracture |
stress # tibia                         | shin | bone_stress_injury | fracture |
StressFracture                         | | bone_stress_injury | fracture |
stress fracutre                        | | bone_stress_injury | fracture |
stres fractur                          | | bone_stress_injury | fracture |
Jones fracture                         | foot | bone_stress_injury | fracture |
tibial plateau fracture                | knee shin | bone_stress_injury | fracture |
broken left foot                       | foot | bone_stress_injury | fracture |
avulsion fracture ischial tuberosity   | hamstring | bone_stress_injury | fracture tendon_rupture |
Spondylolysis                          | low_back | bone_stress_injury low_back_pain | fracture |
possible stress fracture               | | bone_stress_injury | fracture |
rule out stress fracture               | | bone_stress_injury | fracture |
r/o stress fx                          | | bone_stress_injury | fracture |
?stress fracture                       | | bone_stress_injury | fracture |
stress fracture not ruled out          | | bone_stress_injury | fracture |
cannot exclude fracture                | | bone_stress_injury | fracture |
not healed stress fracture             | | bone_stress_injury | fracture |
no running due to stress fracture      | | bone_stress_injury | fracture |
healing stress fracture                | | bone_stress_injury | fracture |
no - stress fracture                   | | bone_stress_injury | fracture |
MTSS/stress fracture                   | shin | bone_stress_injury shin_splints | fracture |
no fracture                            | | | |
not a stress fracture                  | | | |
no evidence of stress fracture         | | | |
stress fracture ruled out              | | | |
no fracture or tear                    | | | |
x-ray negative for fracture            | | | |
No stress fracture, MTSS               | shin | shin_splints | |
stress fracture, no tear               | | bone_stress_injury | fracture |
wear and tear                          | | | |
wear and tear, meniscus tear           | knee | meniscus_or_ligament_injury | ligament_tear |
Ligament tear/rupture ACL              | knee | meniscus_or_ligament_injury | ligament_tear |
torn meniscus                          | knee | meniscus_or_ligament_injury | ligament_tear |
menisus tear                           | knee | meniscus_or_ligament_injury | ligament_tear |
Meniscal tears                         | knee | meniscus_or_ligament_injury | ligament_tear |
hip labral tear                        | hip | meniscus_or_ligament_injury | ligament_tear |
Torn labrum                            | | meniscus_or_ligament_injury | ligament_tear |
LCL tear                               | knee | meniscus_or_ligament_injury | ligament_tear |
A.C.L.                                 | knee | meniscus_or_ligament_injury | ligament_tear |
MCL sprain                             | knee | meniscus_or_ligament_injury | |
meniscus irritation                    | knee | meniscus_or_ligament_injury | |
grade 3 ankle sprain                   | ankle | ankle_sprain meniscus_or_ligament_injury | ligament_tear |
ACL reconstruction                     | knee | meniscus_or_ligament_injury | | recent_surgery
Achilles rupture                       | achilles | achilles_tendinitis | tendon_rupture |
partial achilles tear                  | achilles | achilles_tendinitis | tendon_rupture |
plantar fascia rupture                 | foot | plantar_fasciitis | tendon_rupture |
calf muscle tear                       | calf | calf_strain | tendon_rupture |
torn hamstring                         | hamstring | hamstring_strain | tendon_rupture |
tear/rupture                           | | meniscus_or_ligament_injury | ligament_tear tendon_rupture |
Compartment syndrome                   | | | compartment_syndrome |
chronic exertional compartment syndrom | | | compartment_syndrome |
compartmant syndrome                   | | | compartment_syndrome |
CECS                                   | | | compartment_syndrome |
medial compartment osteoarthritis      | | | | osteoarthritis
ITB syndrome                           | it_band | it_band_syndrome | |
ITBS                                   | it_band | it_band_syndrome | |
I.T. band                              | it_band | it_band_syndrome | |
IT-Band Syndrome                       | it_band | it_band_syndrome | |
Illio-tibial band                      | it_band | it_band_syndrome | |
iliotibial band friction syndrome      | it_band | it_band_syndrome | |
PFPS                                   | knee | runners_knee | |
patello-femoral pain syndrom           | knee | runners_knee | |
Runner's knee                          | knee | runners_knee | |
chondromalacia patella                 | knee | runners_knee | |
ITBS and PFPS                          | it_band knee | it_band_syndrome runners_knee | |
patellar tedonitis                     | knee | patellar_tendinitis | |
Jumper\u2019s knee                     | knee | patellar_tendinitis | |
patella tendinopathy                   | knee | patellar_tendinitis | |
achilles tendonits                     | achilles | achilles_tendinitis | |
Achillies tendinosis                   | achilles | achilles_tendinitis | |
plantar fascitis                       | foot | plantar_fasciitis | |
planter fasciitis                      | foot | plantar_fasciitis | |
Shin splints                           | shin | shin_splints | |
medial tibial stress syndrome          | shin | shin_splints | |
MTSS                                   | shin | shin_splints | |
tibialis posterior tendonitis          | ankle | | |
PTTD                                   | ankle | | |
peroneal tendonitis                    | ankle | | |
rolled ankle                           | ankle | ankle_sprain | |
hip flexor strain                      | hip | | |
groin strain                           | groin | | |
adductor tendinopathy                  | groin | | |
gluteus medius tendinopathy            | hip | | |
piriformis syndrome                    | hip | | |
trochanteric bursitis                  | hip | | |
hamstring pull                         | hamstring | hamstring_strain | |
quad strain                            | quadriceps | | |
soleus strain                          | calf | calf_strain | |
Osgood-Schlatter disease               | knee | | |
Baker's cyst                           | knee | | |
Morton's neuroma                       | foot | | |
metatarsalgia                          | foot | | |
hallux valgus                          | foot | | |
sesamoiditis                           | foot | | |
heel spur                              | foot | | |
SI joint pain                          | low_back | low_back_pain | |
herniated disc L4/L5                   | low_back | low_back_pain | |
sciatica                               | low_back | low_back_pain | |
spondylolisthesis                      | low_back | low_back_pain | |
LBP                                    | low_back | low_back_pain | |
knee OA                                | knee | | | osteoarthritis
osteoartritis                          | | | | osteoarthritis
total hip replacement                  | hip | | | joint_replacement
TKR                                    | knee | | | joint_replacement
arthroscopic surgery                   | | | | recent_surgery
swollen knee                           | knee | | swelling |
numbness in foot                       | foot | | numbness |
""".strip().splitlines()


@pytest.mark.parametrize("line", WRITTEN, ids=lambda line: line.split("|")[0].strip())
def test_words(line: str) -> None:
    """What a clinic writes is read into the vocabulary, and no word of it stays unread."""
    text, *expected = (part.strip() for part in line.split("|"))

    reading = read(text)

    found = (reading.now.sites, reading.now.history, reading.now.signs, reading.now.conditions)
    assert [set(part.split()) for part in expected] == [set(part) for part in found]
    assert () == reading.unread


@pytest.mark.parametrize(
    ("joint", "text", "sites", "history"),
    [
        ("Lower Leg", "", "shin calf", ""),
        ("Lower Leg", "calf muscle strain", "calf", "calf_strain"),
        ("Lower Leg", "Shin splints", "shin", "shin_splints"),
        ("Lower Leg", "Achilles tendonitis", "achilles", "achilles_tendinitis"),
        ("Thigh", "pain", "hamstring quadriceps", ""),
        ("Thigh", "Muscle strain", "hamstring quadriceps", "hamstring_strain"),
        ("Thigh", "ITB syndrome", "it_band", "it_band_syndrome"),
        ("Thigh", "adductor strain", "groin", ""),
        ("Hip/Pelvis", "Pain", "hip", ""),
        ("Hip/Pelvis", "adductor tendonitis", "groin", ""),
        ("hip / pelvis", "bursitis", "hip", ""),
        ("Ankle", "achilles tendonitis", "achilles", "achilles_tendinitis"),
        ("Ankle", "Ligament sprain", "ankle", "ankle_sprain"),
        ("KNEE", "Ligament sprain", "knee", "meniscus_or_ligament_injury"),
        ("Foot", "PF", "foot", "plantar_fasciitis"),
        ("Knee", "achilles tendonitis", "achilles knee", "achilles_tendinitis"),
        ("Lumbar Spine", "Pain", "low_back", "low_back_pain"),
        ("Sacroiliac Joint", "", "low_back", "low_back_pain"),
        ("Other", "heel pain", "foot", ""),
        ("Knees", "tendonitis", "knee", ""),
    ],
)
def test_joint(joint: str, text: str, sites: str, history: str) -> None:
    """The joint gives the place where the text names none inside of it."""
    profile, _ = profile_of(row(InjDefn=HURT, InjJoint=joint, SpecInjury=text))

    assert sorted(sites.split()) == profile["complaints"]
    assert sorted(history.split()) == profile.get("history", [])


@pytest.mark.parametrize(
    "column", ["InjDefn", "InjJoint", "SpecInjury", "InjJoint2", "SpecInjury2", "Activities", "Notes", EXTRA]
)
@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Stress fracture", "fracture"),
        ("tibial stress reaction", "fracture"),
        ("Achilles rupture", "tendon_rupture"),
        ("torn meniscus", "ligament_tear"),
        ("labral tear", "ligament_tear"),
        ("Compartment syndrome", "compartment_syndrome"),
    ],
)
def test_grave_everywhere(column: str, text: str, sign: str) -> None:
    """What is grave is a sign, whatever column it stands in and whatever the others say."""
    profile, _ = profile_of(row(InjDefn="No injury") | {column: text})

    assert sign in profile.get("signs", [])  # type: ignore[operator]
    assert profile.get("complaints") != []


def test_no_injury() -> None:
    """Somebody recorded as not injured has no complaints, and what was not asked stays unknown."""
    assert {"discipline": "long_distance", "complaints": []} == profile_of(row(InjDefn="No injury"))[0]


@pytest.mark.parametrize("text", ["No injury", "no injury,no injury", "None", "No Injury, No Injury", "healthy"])
def test_no_injury_anywhere(text: str) -> None:
    """A joint or an injury that says there is none is enough where nothing else speaks."""
    assert [] == profile_of(row(SpecInjury=text))[0]["complaints"]
    assert [] == profile_of(row(InjJoint=text))[0]["complaints"]


def test_unknown_injury() -> None:
    """Where nothing is recorded of an injury, the complaints are unknown."""
    assert {"discipline": "long_distance"} == profile_of(row())[0]


@pytest.mark.parametrize(
    ("cells", "complaints", "problem"),
    [
        ({"InjDefn": "No injury", "InjJoint": "Knee"}, ["knee"], ("InjDefn", "contradiction")),
        ({"InjDefn": "No injury", "SpecInjury2": "ITBS"}, ["it_band"], ("InjDefn", "contradiction")),
        ({"InjDefn": HURT, "InjJoint": "No Injury"}, None, ("InjJoint", "contradiction")),
        ({"InjJoint": "No Injury", "SpecInjury": "knee pain"}, ["knee"], ("InjJoint", "contradiction")),
        ({"InjDefn": "No injury", "InjDuration": "90"}, None, ("InjDuration", "contradiction")),
        ({"InjJoint": "Knee", "SpecInjury": "PFPS"}, ["knee"], ("InjDefn", "assumed")),
        ({"InjDefn": HURT, "InjJoint": "Other", "SpecInjury": "N/A"}, None, ("InjJoint", "unplaced")),
        ({"InjDefn": HURT, "InjJoint": "Knee", "SpecInjury2": "pain"}, ["knee"], ("SpecInjury2", "unplaced")),
        ({"InjDefn": HURT, "InjJoint": "Knee", "SpecInjury": "Other"}, ["knee"], ("SpecInjury", "unspecified")),
        ({"InjDefn": HURT, "SpecInjury": "fill in specifics below"}, None, ("SpecInjury", "unspecified")),
        ({"InjDefn": HURT, "InjJoint": "Knee", "SpecInjury": "xyzzy"}, ["knee"], ("SpecInjury", "not_understood")),
        ({"InjDefn": HURT, "SpecInjury": "fibromyalgia"}, None, ("SpecInjury", "outside_vocabulary")),
        ({"InjDefn": HURT, "SpecInjury": "shoulder pain"}, None, ("SpecInjury", "outside_vocabulary")),
        ({"Activities": "cycling, not running due to injury"}, None, ("InjDefn", "unplaced")),
        ({"InjDefn": "No injury, but continuing to train in pain"}, None, ("InjDefn", "unplaced")),
        ({"InjJoint2": "No Injury", "InjDuration": "3,5"}, None, ("InjDuration", "contradiction")),
        ({"InjDefn": HURT, "SpecInjury": "PFPS, old hip pain"}, ["knee"], ("SpecInjury", "outside_vocabulary")),
        ({"InjDefn": HURT, "InjJoint": "Thoracic Spine"}, None, ("InjJoint", "outside_vocabulary")),
        ({"InjDefn": "banana"}, None, ("InjDefn", "not_understood")),
    ],
)
def test_graver_reading(cells: dict[str, str], complaints: list[str] | None, problem: tuple[str, str]) -> None:
    """A record that contradicts itself, or leaves something open, is read as the graver one, and says so."""
    assert complaints == profile_of(row(**cells))[0].get("complaints")
    assert problem in kinds(row(**cells))


def test_former_injury() -> None:
    """What is over is history; where it is all that stands for a present injury, it counts as present."""
    over = row(InjDefn="No injury", SpecInjury="old stress fracture 2010")
    beside = row(InjDefn=HURT, InjJoint="Knee", SpecInjury="PFPS, history of stress fracture")
    instead = row(InjDefn=HURT, InjJoint="Foot", SpecInjury="history of stress fracture")

    assert {"discipline": "long_distance", "history": ["bone_stress_injury"], "complaints": []} == profile_of(over)[0]
    assert "signs" not in profile_of(beside)[0]
    assert ["bone_stress_injury", "runners_knee"] == profile_of(beside)[0]["history"]
    assert ["fracture"] == profile_of(instead)[0]["signs"]
    assert ("SpecInjury", "assumed") in kinds(instead)


def test_effect_is_no_pain_score() -> None:
    """How much an injury disturbs the training never becomes a number of pain."""
    assert all("pain" not in profile_of(cells)[0] for cells in sample())


@pytest.mark.parametrize(
    ("text", "age", "kind"),
    [
        ("33", 33, None),
        ("33.0", 33, None),
        ("10", 10, None),
        ("100", 100, None),
        ("255", None, "out_of_range"),
        ("0", None, "out_of_range"),
        ("-4", None, "out_of_range"),
        ("9" * 400, None, "not_understood"),
        ("inf", None, "not_understood"),
        ("forty", None, "not_understood"),
        ("NaN", None, None),
        ("null", None, None),
        ("N/A", None, None),
        (" - ", None, None),
    ],
)
def test_age(text: str, age: int | None, kind: str | None) -> None:
    """An age that cannot be is a named problem and unknown; one that was not given is only unknown."""
    assert age == profile_of(row(age=text))[0].get("age")
    assert kind == next((problem for column, problem in kinds(row(age=text)) if column == "age"), None)


@pytest.mark.parametrize(
    ("years", "age", "kind"),
    [
        ("999", "40", "out_of_range"),
        ("255", "", "out_of_range"),
        ("-1", "40", "out_of_range"),
        ("41", "40", "out_of_range"),
        ("ten", "40", "not_understood"),
        ("3.5", "40", None),
        ("NaN", "40", None),
    ],
)
def test_years_of_running(years: str, age: str, kind: str | None) -> None:
    """Years of running that cannot be are a named problem."""
    problems = profile_of(row(YrsRunning=years, age=age))[1]

    assert kind == next((problem.kind for problem in problems if problem.field == "YrsRunning"), None)


@pytest.mark.parametrize(
    ("text", "discipline"),
    [
        ("5K", "long_distance"),
        ("10 km", "long_distance"),
        ("10k", "long_distance"),
        ("15K", "long_distance"),
        ("Half Marathon", "long_distance"),
        ("half-marathon", "long_distance"),
        ("1/2 Marathon", "long_distance"),
        ("Half Maraton", "long_distance"),
        ("21.1 km", "long_distance"),
        ("Full Marathon", "marathon"),
        ("marathons", "marathon"),
        ("42.2k", "marathon"),
        ("Half & Full Marathon", "marathon"),
        ("50K", "ultra"),
        ("100 miles", "ultra"),
        ("Ultra Marathon", "ultra"),
        ("800m", "middle_distance"),
        ("1,500 m", "middle_distance"),
        ("mile", "middle_distance"),
        ("3k", "middle_distance"),
        ("100m", "sprint"),
        ("400 m", "sprint"),
        ("Casual Runner (no times)", "general"),
        ("casual runner", "general"),
    ],
)
def test_race_distance(text: str, discipline: str) -> None:
    """A race distance is a discipline, without a problem, however it is spelt."""
    assert ({"discipline": discipline}, []) == profile_of(row(RaceDistance=text))


@pytest.mark.parametrize(
    ("distance", "activities", "discipline", "kind"),
    [
        ("", "", "general", {"assumed"}),
        ("Other distance", "running", "general", {"assumed"}),
        ("Other distance", "Competitive Sprinter, lift weights", "sprint", {"assumed"}),
        ("", "Ultra Marathon Running", "ultra", {"assumed"}),
        ("", "half marathons", "long_distance", {"assumed"}),
        ("", "sprint triathlons", "general", {"assumed"}),
        ("to the moon", "", "general", {"assumed", "not_understood"}),
    ],
)
def test_open_distance(distance: str, activities: str, discipline: str, kind: set[str]) -> None:
    """Where the distance is open, a clear activity decides or the runner counts as a general one; both are named."""
    profile, problems = profile_of(row(RaceDistance=distance, Activities=activities))

    assert discipline == profile["discipline"]
    assert kind == {problem.kind for problem in problems}


def test_activities_are_no_injuries() -> None:
    """Sports of the sample, and others that sound like a part of the body, are not read as injuries."""
    others = (
        "hip hop, back country skiing, quad biking, calf raises, pull ups, weight training, sprint training, pilates"
    )
    sports = {cells["Activities"] for cells in sample()} | {others, "Broken Arrow skyrace", "strength, core, foot bike"}

    assert set() == {text for text in sports if read(text, casual=True).now or read(text, casual=True).past}


@pytest.mark.parametrize("text", ["stress fracture", "stress reaction", "compartment syndrome", "achilles rupture"])
def test_grave_words_misspelt(text: str) -> None:
    """What is grave is recognised with any one letter of its words left out, doubled, or swapped with the next."""
    missed = []
    for at in range(len(text) - 1):
        if " " not in text[at : at + 2]:
            left_out = text[:at] + text[at + 1 :]
            doubled = text[:at] + text[at] + text[at:]
            swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
            missed += [each for each in (left_out, doubled, swapped) if GRAVE.isdisjoint(read(each).now.signs)]

    assert [] == missed


@pytest.mark.parametrize(
    "word", ["training", "trains", "feature", "sprinter", "recreation", "apartment", "fraction", "planting"]
)
def test_ordinary_words(word: str) -> None:
    """A word that looks like a misspelt injury stays what it is."""
    assert word == normalised(word)


def test_joint_names() -> None:
    """A vague region has room for more precise places, a joint for what lies at it."""
    assert Joint(frozenset({"shin", "calf"}), frozenset({"shin", "calf", "achilles"})) == read_joint("Lower leg")
    assert Joint(frozenset({"hip"}), frozenset({"hip", "groin"})) == read_joint("Hip/Pelvis")
    assert Joint() == read_joint("Other")


def test_vocabulary() -> None:
    """The tables hold no name that the vocabulary does not know."""
    for term in TERMS:
        found = term.findings
        assert found.sites <= SITES
        assert term.room <= SITES
        assert found.history <= HISTORY
        assert found.signs <= SIGNS
        assert found.conditions <= CONDITIONS


def assert_in_vocabulary(profile: dict[str, Any]) -> None:
    """Assert that the library could only accept this profile."""
    assert profile["discipline"] in DISCIPLINES
    assert set(profile) <= {"discipline", "age", "sex", "complaints", "history", "signs", "conditions"}
    assert 10 <= profile.get("age", 10) <= 100
    assert profile.get("sex", "other") in {"female", "male", "other"}
    for name, known in (("complaints", SITES), ("history", HISTORY), ("signs", SIGNS), ("conditions", CONDITIONS)):
        assert sorted(set(profile.get(name, []))) == profile.get(name, [])
        assert set(profile.get(name, [])) <= known
        assert name == "complaints" or profile.get(name) != []


def assert_nothing_lost(cells: Mapping[str, str]) -> None:
    """Assert that each injury written in a row is in the profile or among the problems."""
    profile, problems = profile_of(cells)
    assert_in_vocabulary(profile)
    assert {problem.kind for problem in problems} <= set(KINDS)
    named = {problem.field for problem in problems}
    for column in ("SpecInjury", "SpecInjury2"):
        text = cells.get(column, "").replace("\0", "").strip()  # `read_table` names a NUL
        said = read(text)
        blank = text.casefold() in BLANK or said.denied
        reflected = any(profile.get(name) for name in ("complaints", "history", "signs", "conditions"))
        assert blank or reflected or column in named or "InjJoint" in named, (dict(cells), profile, problems)


def test_sample_loses_nothing() -> None:
    """Each injury of the sample is in the profile or among the problems, and no word of it is unread."""
    for cells in sample():
        assert_nothing_lost(cells)
        assert "not_understood" not in {problem.kind for problem in profile_of(cells)[1]}


JOINTS = sorted({cells["InjJoint"] for cells in sample()})
TEXTS = sorted({cells["SpecInjury"] for cells in sample()} | {line.split("|")[0].strip() for line in WRITTEN})


@given(
    st.sampled_from(["", HURT, "No injury", "Continuing to train in pain"]),
    st.sampled_from(JOINTS),
    st.sampled_from(TEXTS) | st.text(max_size=40),
    st.sampled_from(TEXTS) | st.text(max_size=40),
    st.data(),
)
def test_mutated_text_loses_nothing(effect: str, joint: str, first: str, second: str, data: st.DataObject) -> None:
    """However an injury is misspelt, it is in the profile or among the problems."""
    at = data.draw(st.integers(0, len(first)))
    mutated = first[:at] + data.draw(st.sampled_from(["", "x", " ", "/", "\n", "é"])) + first[at + 1 :]

    assert_nothing_lost(row(InjDefn=effect, InjJoint=joint, SpecInjury=mutated, SpecInjury2=second))


@given(st.dictionaries(st.sampled_from([*NEEDED, "InjDuration", "InjSide", "Notes"]), st.text(max_size=60)))
def test_any_row(cells: dict[str, str]) -> None:
    """Any row at all gives a profile that the library accepts."""
    assert_in_vocabulary(profile_of(cells)[0])


def test_every_row_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    """The sample gives as many lines as rows, in order, none refused, and every grave injury referred."""
    assert 0 == main([str(SAMPLE)])

    out, err = capsys.readouterr()
    lines = [json.loads(line) for line in out.splitlines()]
    assert list(range(1, len(sample()) + 1)) == [line["row"] for line in lines]
    for line in lines:
        assert set(line) == {"row", "profile", "problems", "recommendations"}
        assert line["recommendations"]["schema"] == "runstrength/1"
        assert GRAVE.isdisjoint(line["profile"].get("signs", [])) or line["recommendations"]["referral"] is not None
    assert f"rows: {len(lines)}\n" in err
    assert "different programmes: " in err


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes of a table with some of them changed, dropped or doubled, its first line untouched."""
    first, _, rest = data.partition(b"\n")
    changed = bytearray(rest)
    for _ in range(chance.randrange(1, 30)):
        at = chance.randrange(len(changed))
        changed[at : at + chance.randrange(3)] = chance.choice(
            [b'"', b",", b"\n", b"\0", b"\xff", b"\xc3\xa9", b";", b"'"]
        )
    return first + b"\n" + bytes(changed)


def test_garbage() -> None:
    """Three hundred mutilated tables and rows of noise are read without an exception, every row of them."""
    chance = random.Random(1232)  # noqa: S311  (noise, no secret)
    few = b"\n".join(SAMPLE.read_bytes().splitlines()[:12])
    for _ in range(200):
        for cells, _ in read_table(mutated(few, chance)).rows:
            assert_in_vocabulary(profile_of(cells)[0])
    for _ in range(100):
        noise = {name: "".join(chance.choices(string.printable, k=chance.randrange(80))) for name in NEEDED}
        assert_in_vocabulary(profile_of(noise)[0])


HEADER = ",".join(NEEDED)


def table(*lines: str, encoding: str = "utf-8") -> list[tuple[Mapping[str, str], set[tuple[str, str]]]]:
    """Return the rows of a table, each with the problems of its shape."""
    rows = read_table("\n".join([HEADER, *lines]).encode(encoding)).rows
    return [(cells, {(problem.field, problem.kind) for problem in problems}) for cells, problems in rows]


def cells_of(**values: str) -> str:
    """Return a line of the table with these cells."""
    return ",".join(values.get(name, "") for name in NEEDED)


def test_ragged_rows() -> None:
    """A row with too few or too many cells is kept, named, and read to its last cell."""
    few, many = table("33,Female", cells_of(age="33") + ",torn meniscus")

    assert {("InjDefn", "ragged")} == few[1]
    assert {(EXTRA, "ragged")} == many[1]
    assert ["ligament_tear"] == profile_of(many[0])[0]["signs"]


def test_quotation_mark_without_end() -> None:
    """A quotation mark that never ends costs no other row its answer."""
    rows = table(cells_of(Activities='"running', age="33"), cells_of(age="44"), cells_of(age="55"))

    assert ["33", "44", "55"] == [cells["age"] for cells, _ in rows]


def test_quoted_lines() -> None:
    """A quoted cell may hold line ends."""
    assert ["running,\ngolf"] == [cells["Activities"] for cells, _ in table(cells_of(Activities='"running,\ngolf"'))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    """A table is read in the encodings that spreadsheets write; one that is not Unicode is named."""
    ((cells, problems),) = table(cells_of(Activities="tröpfeln"), encoding=encoding)

    assert cells["Activities"] == "tröpfeln"
    assert ({("Activities", "encoding")} if encoding == "cp1252" else set()) == problems


def test_strange_cells() -> None:
    """A cell with NUL is named and read without it, and one of a megabyte is read where it is grave."""
    (nul, named), (long, _) = table(
        cells_of(SpecInjury="frac\0ture"), cells_of(SpecInjury="a " * 500_000 + "stress fracture")
    )

    assert {("SpecInjury", "encoding")} == named
    assert ["fracture"] == profile_of(nul)[0]["signs"]
    assert ["fracture"] == profile_of(long)[0]["signs"]
    assert ("SpecInjury", "too_long") in kinds(long)
    assert all(len(problem.value) < 300 for problem in profile_of(long)[1])


def test_columns_in_any_order() -> None:
    """Columns are known by name, in any order, case and spacing, and divided as spreadsheets do."""
    text = (
        ";".join(f" {name.upper()} " for name in reversed(NEEDED))
        + "\r\n"
        + ";".join(["x"] * (len(NEEDED) - 1) + ["33"])
    )

    assert [33] == [profile_of(cells)[0]["age"] for cells, _ in read_table(text.encode()).rows]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"\n\n", "the file is empty"),
        (b"age,Gender\n33,Male\n", "lacks the columns InjDefn, InjJoint"),
        (b"{}", "lacks the columns age"),
        ((HEADER + ",age\n").encode(), "names age more than once"),
        (b"\0\n", "lacks the columns"),
    ],
)
def test_unusable_file(content: bytes, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file without a table is refused in one sentence, with exit code 2."""
    path = tmp_path / "table.csv"
    path.write_bytes(content)

    assert 2 == main([str(path)])
    out, err = capsys.readouterr()
    assert not out
    assert message in err
    assert err.count("\n") == 1


def test_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is not there is one sentence and exit code 2."""
    assert 2 == main([str(tmp_path / "none.csv")])
    assert "No such file" in capsys.readouterr().err


def test_no_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A table without rows is an answer without lines."""
    path = tmp_path / "table.csv"
    path.write_text(HEADER, encoding="utf-8")

    assert 0 == main([str(path)])
    out, err = capsys.readouterr()
    assert not out
    assert "rows: 0" in err


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A dash reads the table from standard input."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"{HEADER}\n{cells_of(age='33')}\n".encode())))

    assert 0 == main(["-"])
    assert 33 == json.loads(capsys.readouterr().out)["profile"]["age"]


def test_refused_profile(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A profile that the library refuses is a named problem, exit code 1, and every row still has its line."""

    def refuse(profile: object) -> None:
        runstrength.Profile.from_dict({"discipline": profile})

    monkeypatch.setattr(runstrength, "recommend", refuse)
    path = tmp_path / "table.csv"
    path.write_text(f"{HEADER}\n{cells_of()}\n{cells_of()}\n", encoding="utf-8")

    assert 1 == main([str(path)])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [None, None] == [line["recommendations"] for line in lines]
    assert all("refused" in {problem["kind"] for problem in line["problems"]} for line in lines)


def test_script() -> None:
    """As a script it runs from anywhere, and a pipe that closes early is no error."""
    command = (
        "import subprocess, sys; "
        f"p = subprocess.Popen([sys.executable, {str(SCRIPT)!r}, {str(SAMPLE)!r}], stdout=-1, stderr=-1); "
        "p.stdout.readline(); p.stdout.close(); err = p.stderr.read(); print(p.wait(), err.decode())"
    )

    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)

    assert "0 \n" == done.stdout
    assert (
        "exit codes:"
        in subprocess.run([sys.executable, str(SCRIPT), "--help"], capture_output=True, text=True, check=True).stdout
    )
