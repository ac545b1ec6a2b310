"""The vocabulary of a runner: everything that the rules of leg strength may ask about.

`Profile` is the only declaration of it. Each field says what kind of fact it is, in which unit and range, and the
question that a coach would ask for it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Self

import attrs

from runstrength.ahead import compiled
from runstrength.facts import Choice, Facts, Flag, Ids, MapOf, Number, SetOf, Whole, fact

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Profile"]

SITES = (
    "knee",
    "shin",
    "achilles",
    "calf",
    "hamstring",
    "quadriceps",
    "hip",
    "groin",
    "it_band",
    "low_back",
    "ankle",
    "foot",
)
LEVELS = ("none", "beginner", "intermediate", "advanced")


@attrs.frozen(kw_only=True)
class Profile(Facts):
    """What is known of one runner at one moment. Only `discipline` is required; `None` means unknown.

    Raises `ProfileError` with every problem, however it is made. Instances are immutable and hashable by identity of
    their facts: equal facts, equal profiles.
    """

    discipline: str = fact(
        Choice(
            ("general", "sprint", "middle_distance", "long_distance", "marathon", "ultra", "trail"),
            nicknames={
                **dict.fromkeys(("60m", "100m", "200m", "400m", "sprinter"), "sprint"),
                **dict.fromkeys(("800m", "1500m", "3000m", "3k", "mile"), "middle_distance"),
                **dict.fromkeys(("5k", "10k", "half_marathon", "21k", "road"), "long_distance"),
                **dict.fromkeys(("42k", "full_marathon"), "marathon"),
                **dict.fromkeys(("50k", "100k", "ultramarathon", "ultra_marathon"), "ultra"),
                **dict.fromkeys(("mountain", "fell", "trail_running"), "trail"),
                **dict.fromkeys(("jogging", "running", "fitness"), "general"),
            },
        ),
        question="What do you mainly run?",
        required=True,
        course="fixed",
    )
    season: str | None = fact(
        Choice(("off_season", "base", "build", "race_season")),
        question="Which part of the season are you in?",
        course="passes",
    )
    days_to_race: int | None = fact(
        Whole(0, 730, "days"), question="How many days is it to the next race that matters to you?", course="passes"
    )
    days_since_race: int | None = fact(
        Whole(0, 730, "days"),
        question="How many days is it since the last race that mattered to you?",
        protective=True,
        course="grows",
    )
    strength_experience: str | None = fact(
        Choice(LEVELS, ordered=True),
        question="How long have you done strength training: never (none), under 6 months (beginner), 6 to 24 "
        "(intermediate), or longer and with sound technique (advanced)?",
        course="grows",
    )
    plyometric_experience: str | None = fact(
        Choice(LEVELS, ordered=True),
        question="How long have you done jump training: never (none), under 6 months (beginner), 6 to 24 "
        "(intermediate), or longer and with sound technique (advanced)?",
        course="grows",
    )
    age: int | None = fact(Whole(10, 100, "years"), question="How old are you?", protective=True, course="grows")
    sex: str | None = fact(Choice(("female", "male", "other")), question="What is your sex?", course="fixed")
    weekly_distance_km: float | None = fact(
        Number(0, 400, "kilometres"), question="How many kilometres a week do you run?"
    )
    runs_per_week: int | None = fact(Whole(0, 21), question="How often a week do you run?")
    strength_days: int | None = fact(
        Whole(0, 7, "days a week"), question="On how many days a week could you do strength training?"
    )
    session_minutes: int | None = fact(
        Whole(10, 180, "minutes"), question="How many minutes do you have for one strength session?"
    )
    equipment: frozenset[str] | None = fact(
        SetOf(("barbell", "dumbbells", "kettlebell", "bands", "box", "bench", "calf_machine", "foam_roller")),
        question="Which equipment can you use?",
    )
    excluded: frozenset[str] | None = fact(Ids(), question="Which exercises will you not or can you not do?")
    goals: frozenset[str] | None = fact(
        SetOf(("speed", "endurance", "hills", "injury_prevention")), question="What do you train for?"
    )
    terrain: frozenset[str] | None = fact(
        SetOf(("road", "track", "trail", "hills", "treadmill")), question="What do you run on?"
    )
    pain: Mapping[str, int] | None = fact(
        MapOf(SITES, Whole(0, 10)),
        question="Where does it hurt, and how strong was the pain at its worst in the last 24 hours, running "
        "included, from 0 to 10?",
        protective=True,
        screening=True,
        course="eases",
    )
    complaints: frozenset[str] | None = fact(
        SetOf(SITES),
        question="What is hurt or injured now, without your having graded it?",
        protective=True,
        screening=True,
        course="eases",
    )
    pain_trend: str | None = fact(
        Choice(("better", "same", "worse")),
        question="How is the pain on the day after training?",
        protective=True,
        course="eases",
    )
    signs: frozenset[str] | None = fact(
        SetOf(
            (
                "swelling",
                "locking",
                "giving_way",
                "night_pain",
                "rest_pain",
                "focal_bone_pain",
                "hop_pain",
                "unable_to_bear_weight",
                "numbness",
                "calf_swelling",
                "fever",
                "chest_pain",
                "fainting",
                "dark_urine",
                "bladder_or_bowel_change",
                "fracture",
                "compartment_syndrome",
                "ligament_tear",
                "tendon_rupture",
            )
        ),
        question="Do you have any of these signs?",
        protective=True,
        screening=True,
        course="eases",
    )
    conditions: frozenset[str] | None = fact(
        SetOf(
            (
                "recent_surgery",
                "joint_replacement",
                "pregnancy",
                "postpartum",
                "heart_condition",
                "osteoporosis",
                "osteoarthritis",
                "low_energy_or_missed_periods",
            )
        ),
        question="Do any of these conditions apply to you?",
        protective=True,
        screening=True,
    )
    history: frozenset[str] | None = fact(
        SetOf(
            (
                "shin_splints",
                "it_band_syndrome",
                "runners_knee",
                "patellar_tendinitis",
                "achilles_tendinitis",
                "ankle_sprain",
                "calf_strain",
                "hamstring_strain",
                "plantar_fasciitis",
                "bone_stress_injury",
                "meniscus_or_ligament_injury",
                "low_back_pain",
            )
        ),
        question="Which injuries have you had before?",
        protective=True,
    )
    weaknesses: frozenset[str] | None = fact(
        SetOf(
            (
                "adductors",
                "hip_flexors",
                "tibialis_anterior",
                "glutes",
                "calves",
                "hamstrings",
                "quadriceps",
                "core",
                "balance",
            )
        ),
        question="What is weak?",
        course="observed",
    )
    tightness: frozenset[str] | None = fact(
        SetOf(("hip_flexors", "calves", "hamstrings", "quadriceps", "it_band")),
        question="What is tight?",
        course="observed",
    )
    imbalance: bool | None = fact(Flag(), question="Is one leg clearly weaker than the other?", course="observed")
    soreness: int | None = fact(
        Whole(0, 10), question="How sore are your leg muscles, from 0 to 10?", protective=True, course="eases"
    )
    sleep_hours: float | None = fact(
        Number(0, 24, "hours"),
        question="How many hours do you sleep in a usual night?",
        protective=True,
        course="grows",
    )
    hours_since_hard_legs: float | None = fact(
        Number(0, 8760, "hours"),
        question="How many hours ago did you last work your legs hard: lifting, hills, a hard or a long run?",
        protective=True,
        course="grows",
    )
    hours_since_plyometrics: float | None = fact(
        Number(0, 8760, "hours"), question="How many hours ago did you last do jumps?", protective=True, course="grows"
    )
    hours_to_key_run: float | None = fact(
        Number(0, 8760, "hours"),
        question="How many hours is it to your next key run?",
        protective=True,
        course="passes",
    )

    @classmethod
    def from_dict(cls, mapping: object, *, ids: frozenset[str] | None = None) -> Self:
        """Read a profile from a mapping, such as parsed JSON.

        `ids` are the exercises that `excluded` may name; left out, those of the shipped rulebook. Raises
        `ProfileError`, which names every problem.
        """
        return super().from_dict(mapping, ids=_shipped_exercises() if ids is None else ids)


@cache
def _shipped_exercises() -> frozenset[str]:
    ahead = compiled("article")
    if ahead is not None:
        return frozenset(ahead["exercises"])
    from runstrength.rulebook.loading import shipped_exercises  # noqa: PLC0415 - only a checkout reads them

    return shipped_exercises()
