"""What a result means, held against the profile that it answers: the sentences of the contract, one check each.

Written from the contract alone. `breaches` is given plain JSON on both sides and imports nothing of the package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HIGH_IMPACT = {"depth-jump", "box-jump", "bounding", "plyometric-lunge"}
EMERGENCY = {"chest_pain", "fainting", "compartment_syndrome", "bladder_or_bowel_change"}
URGENT = {"fracture", "tendon_rupture", "unable_to_bear_weight", "calf_swelling", "dark_urine"}
LANDING = {"knee", "shin", "achilles", "calf", "ankle", "foot"}
LOADS = ["bodyweight", "light", "moderate", "heavy"]
FOCUSES = ["referral", "recovery", "maintenance", "power", "endurance", "strength"]
WEIGHTS = {"barbell", "dumbbells", "kettlebell"}
NEEDS = {
    "back-squat": {"barbell"},
    "deadlift": {"barbell"},
    "romanian-deadlift": WEIGHTS,
    "weighted-step-up": WEIGHTS,
    "goblet-squat": {"dumbbells", "kettlebell"},
    "lateral-band-walk": {"bands"},
    "band-dorsiflexion": {"bands"},
    "banded-squat": {"bands"},
    "standing-band-adduction": {"bands"},
    "box-jump": {"box"},
    "depth-jump": {"box"},
    "foam-rolling": {"foam_roller"},
}
# What nobody with a pain of 8 there should be given, whatever the catalogue says that it loads.
SPARED = {
    "knee": {"back-squat", "goblet-squat", "bodyweight-squat", "walking-lunge", "forward-lunge", "step-up", "wall-sit"},
    "shin": {"standing-calf-raise", "walking-lunge", "step-up", "easy-walk", "tibialis-raise", "skipping"},
    "achilles": {"standing-calf-raise", "seated-calf-raise", "walking-lunge", "step-up", "easy-walk", "skipping"},
    "calf": {"standing-calf-raise", "seated-calf-raise", "walking-lunge", "step-up", "easy-walk", "calf-stretch"},
    "hamstring": {"romanian-deadlift", "single-leg-deadlift", "deadlift", "glute-bridge", "back-squat", "step-up"},
    "quadriceps": {"back-squat", "goblet-squat", "bodyweight-squat", "walking-lunge", "step-up", "easy-cycling"},
    "hip": {"back-squat", "romanian-deadlift", "walking-lunge", "step-up", "glute-bridge", "plank", "easy-walk"},
    "groin": {"copenhagen-adduction", "lateral-lunge", "walking-lunge", "step-up", "back-squat", "adductor-squeeze"},
    "it_band": {"walking-lunge", "lateral-lunge", "single-leg-squat", "back-squat", "single-leg-deadlift"},
    "low_back": {"back-squat", "deadlift", "romanian-deadlift", "goblet-squat", "walking-lunge", "standing-calf-raise"},
    "ankle": {"standing-calf-raise", "walking-lunge", "step-up", "single-leg-balance", "easy-walk", "skipping"},
    "foot": {"standing-calf-raise", "walking-lunge", "step-up", "single-leg-balance", "easy-walk", "glute-bridge"},
}
GRAVITY = [None, "before_training", "urgent", "emergency"]
REFERRING = {"signs", "conditions", "pain", "complaints", "history", "age", "pain_trend"}


def breaches(profile: Mapping[str, Any], result: Mapping[str, Any]) -> list[str]:
    """Give every sentence of the contract that a result breaks."""
    case = _Case(profile, result)
    found = [
        *case.referral(),
        *case.pain(),
        *case.levels(),
        *case.time(),
        *case.equipment(),
        *case.sessions(),
        *case.focus(),
        *case.shape(),
        *case.reasons(),
    ]
    return [text for text in found if text]


def _reasons(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if {"rule", "facts", "from"} <= set(value):
            yield value
        for inner in value.values():
            yield from _reasons(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _reasons(inner)


class _Case:
    def __init__(self, profile: Mapping[str, Any], result: Mapping[str, Any]) -> None:
        self.profile = profile
        self.result = result
        self.exercises = {entry["exercise"]: entry for entry in result["exercises"]}
        self.advised = {entry["advice"] for entry in result["advice"]}
        self.gravity = GRAVITY.index(result["referral"] and result["referral"]["urgency"])
        self.plyometric = [name for name, entry in self.exercises.items() if entry["role"] == "plyometric"]
        self.high_impact = sorted(set(self.exercises) & HIGH_IMPACT)

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - any JSON value
        value = self.profile.get(name)
        return default if value is None else value

    def above(self, load: str) -> list[str]:
        return [name for name, x in self.exercises.items() if LOADS.index(x["load"]) > LOADS.index(load)]

    def referral(self) -> Iterator[str]:
        signs = set(self.get("signs", []))
        if signs & EMERGENCY and self.gravity < GRAVITY.index("emergency"):
            yield "an emergency sign without an emergency"
        if signs & URGENT and self.gravity < GRAVITY.index("urgent"):
            yield "an urgent sign without urgency"
        if (signs or self.get("conditions")) and not self.gravity:
            yield "a sign or condition without a referral"
        if self.gravity >= GRAVITY.index("urgent"):
            yield (self.exercises and "urgent, and exercises remain") or ""
            yield ("stop-running-until-seen" not in self.advised and "urgent, and running goes on") or ""
        if self.gravity:
            yield ("see-a-clinician" not in self.advised and "a referral without see-a-clinician") or ""
            yield (self.plyometric and "plyometrics under a referral") or ""
            yield (self.above("light") and "above light under a referral") or ""
            pains = max(self.get("pain", {}).values(), default=0)
            others = ("signs", "conditions", "complaints", "history", "age")
            more = any(map(self.get, others)) or self.get("pain_trend") == "worse"
            yield (not more and pains <= 5 and "a referral for pain of 5 or less alone") or ""
            read = {path.split(".")[0] for reason in _reasons(self.result["referral"]) for path in reason["facts"]}
            yield (read - REFERRING and f"{sorted(read - REFERRING)} refer") or ""

    def pain(self) -> Iterator[str]:
        pain = self.get("pain", {})
        landing = any(pain.get(site, 0) >= 4 for site in LANDING) or self.get("complaints")
        yield (landing and self.high_impact and "a high-impact jump on a sore site") or ""
        if max(pain.values(), default=0) >= 6:
            yield (self.plyometric and "plyometrics with pain from 6") or ""
            yield (self.above("moderate") and "above moderate with pain from 6") or ""
        for site, strength in pain.items():
            loading = sorted(SPARED[site] & set(self.exercises)) if strength >= 8 else []
            yield f"{', '.join(loading)} with pain from 8 at the {site}" if loading else ""
        yield (max(pain.values(), default=0) >= 7 and not self.gravity and "pain from 7 without a referral") or ""

    def levels(self) -> Iterator[str]:
        strength = self.get("strength_experience", "none")
        if strength == "none":
            yield (self.above("light") and "above light without strength experience") or ""
            yield ({"back-squat", "deadlift"} & set(self.exercises) and "the bar without strength experience") or ""
        yield (strength == "beginner" and self.above("moderate") and "heavy for a beginner") or ""
        jumps = self.get("plyometric_experience", "none")
        yield (jumps == "none" and self.high_impact and "a high-impact jump without experience") or ""
        age = self.get("age", 40)
        yield (age < 16 and self.above("moderate") and "heavy under 16") or ""
        yield (not 14 <= age <= 75 and "depth-jump" in self.exercises and "a depth jump outside 14 to 75") or ""

    def time(self) -> Iterator[str]:
        yield (
            self.get("hours_since_hard_legs", 99) < 24 and self.above("light") and "above light after hard legs"
        ) or ""
        yield (self.get("hours_since_plyometrics", 99) < 24 and self.plyometric and "plyometrics twice in a day") or ""
        if self.get("days_since_race", 99) <= 2 or self.get("hours_to_key_run", 99) <= 24:
            yield ((self.high_impact or self.above("moderate")) and "jumps or heavy near a race or key run") or ""
        if self.get("days_to_race", 99) <= 7:
            yield ((self.plyometric or self.above("light")) and "plyometrics or load in the last week") or ""

    def equipment(self) -> Iterator[str]:
        known = self.profile.get("equipment")
        if known is not None:
            for name in self.exercises:
                yield (name in NEEDS and not NEEDS[name] & set(known) and f"{name} without its equipment") or ""
        excluded = set(self.get("excluded", []))
        avoided = {entry["exercise"] for entry in self.result["avoid"]}
        yield (excluded & set(self.exercises) and "an excluded exercise") or ""
        yield (excluded - avoided and "excluded, and not in avoid") or ""
        yield (avoided & set(self.exercises) and "both prescribed and avoided") or ""

    def sessions(self) -> Iterator[str]:
        sessions, jumps = self.result["sessions_per_week"], self.result["plyometric_sessions_per_week"]
        yield ((jumps[0] > sessions[0] or jumps[1] > sessions[1]) and "more plyometric sessions than sessions") or ""
        days = self.profile.get("strength_days")
        yield (days is not None and sessions[1] > days and "more sessions than free days") or ""
        yield (not self.plyometric and jumps != [0, 0] and "plyometric sessions without plyometrics") or ""
        yield (
            (self.gravity >= GRAVITY.index("urgent") and sessions != [0, 0] and "sessions under an urgent referral")
            or ""
        )

    def focus(self) -> Iterator[str]:
        focus = self.result["focus"]
        wanted = None
        if self.gravity:
            wanted = "referral"
        elif self.get("hours_since_hard_legs", 99) < 24:
            wanted = "recovery"
        elif self.get("season") == "race_season" or self.get("days_to_race", 99) <= 14:
            wanted = "maintenance"
        if wanted is None:
            yield (focus in FOCUSES[:3] and f"a focus on {focus} for no reason") or ""
        else:
            yield (focus != wanted and f"a focus on {focus} where {wanted} applies") or ""

    def shape(self) -> Iterator[str]:
        for name, entry in self.exercises.items():
            heavy = entry["load"] == "heavy"
            yield (heavy and (not entry["reps"] or entry["reps"][1] > 8) and f"{name} heavy for many repetitions") or ""
        main = [
            name for name in self.result["next_session"] if self.exercises[name]["role"] in {"strength", "plyometric"}
        ]
        yield (
            self.profile.get("session_minutes") is None and len(main) > 8 and "more than 8 in the next session"
        ) or ""
        yield (self.exercises and not self.result["next_session"] and "exercises, and no next session") or ""
        excluded = self.profile.get("excluded")
        yield (not excluded and not self.exercises and not self.gravity and "left with nothing and no word") or ""
        order = [_part(self.exercises[name]) for name in self.result["next_session"]]
        yield (order != sorted(order) and "the next session is out of order") or ""

    def reasons(self) -> Iterator[str]:
        for reason in _reasons(dict(self.result)):
            for path, value in reason["facts"].items():
                field, _, key = path.partition(".")
                there = self.result["profile"].get(field)
                there = there.get(key) if key and there is not None else there
                yield (there != value and f"{reason['rule']} shows {path} as it is not") or ""
            missing = set(reason["sources"]) - set(self.result["sources"])
            yield ((missing or not reason["sources"]) and f"{reason['rule']} cites what is not there") or ""


def _part(entry: Mapping[str, Any]) -> int:
    """Give the part of a session that an exercise must stand in: plyometric before strength before recovery."""
    return {"activation": 0, "plyometric": 2, "strength": 3, "recovery": 5}.get(
        entry["role"], 4 if entry["reps"] is None else 0
    )
