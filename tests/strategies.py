"""Profiles and rulebooks out of thin air: for Hypothesis, and, by the same words, for a plain random generator.

Everything here is made by one function, `choose`, that takes one of several. Hypothesis draws with it (and shrinks
towards the first of each); `random.choice` draws with it ten thousand times in a moment. Both are derived from a
vocabulary, whichever it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import yaml
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from runstrength.facts import Choice, Facts, Flag, Ids, MapOf, Number, SetOf, Whole, fact, fields_of, kind_of
from runstrength.profile import Profile
from runstrength.rulebook.rule import FOCUSES, IMPACTS, LOADS, ROLES, TIERS, URGENCIES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from pathlib import Path
    from random import Random

    from runstrength.facts import Kind
    from runstrength.rulebook.rule import Rulebook

    Choose = Callable[[Sequence[Any]], Any]

__all__ = [
    "STAGES",
    "Small",
    "as_yaml",
    "examples",
    "folder",
    "profile",
    "profiles",
    "rulebook",
    "rulebooks",
    "shuffled",
    "thresholds",
    "write_folder",
]

STAGES: Mapping[str, tuple[str, ...]] = {
    "assess": ("derive", "focus"),
    "prescribe": ("prescribe", "fallback", "cue"),
    "dose": ("dose",),
    "restrict": ("limit", "avoid", "refer"),
    "advise": ("advise",),
}


@attrs.frozen(kw_only=True)
class Small(Facts):
    """A vocabulary with a fact of every kind, small enough for its values to meet."""

    sport: str = fact(Choice(("road", "trail", "track")), question="Where do you run?", required=True)
    level: str | None = fact(Choice(("new", "fair", "old"), ordered=True), question="How long have you trained?")
    strength_days: int | None = fact(Whole(0, 3), question="On how many days?")
    distance: float | None = fact(Number(0, 9.5), question="How far?")
    session_minutes: int | None = fact(Whole(10, 60, "minutes"), question="How long?")
    lopsided: bool | None = fact(Flag(), question="Is one side weaker?")
    equipment: frozenset[str] | None = fact(SetOf(("bar", "bands", "box")), question="What is there?")
    excluded: frozenset[str] | None = fact(Ids(), question="What will you not do?")
    goals: frozenset[str] | None = fact(SetOf(("speed", "hills")), question="What for?")
    pain: Mapping[str, int] | None = fact(MapOf(("knee", "hip"), Whole(0, 10)), question="Where?", protective=True)
    swelling: Mapping[str, float] | None = fact(
        MapOf(("left", "right"), Number(0, 2)), question="How much?", protective=True
    )
    signs: frozenset[str] | None = fact(SetOf(("fever", "fracture")), question="Any of these?", protective=True)
    soreness: int | None = fact(Whole(0, 10), question="How sore?", protective=True)
    tired: bool | None = fact(Flag(), question="Tired?", protective=True)


def examples(usual: int) -> settings:
    """Ask for so many examples where a run makes a hundred, and for as many times more where it makes more.

    Writing a rulebook takes many choices; that is no fault of a test.
    """
    return settings(
        max_examples=max(1, usual * settings().max_examples // 100),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


# --- profiles -------------------------------------------------------------------------------------------------------

# What a runner is like, and how many of ten questions he answers.
_MOODS = ("well", "well", "any", "ill")
_CANDOUR = (1, 4, 8, 10)
# Where rules like to draw a line.
_USUAL = (0, 1, 2, 3, 4, 5, 6, 7, 8, 13, 14, 15, 16, 23, 24, 25, 47, 48, 49, 71, 72, 75, 76)


def profile(
    choose: Choose,
    vocabulary: type[Facts] = Profile,
    ids: Collection[str] = (),
    near: Mapping[str, Sequence[int | float]] | None = None,
) -> dict[str, Any]:
    """Give what somebody says of himself as a mapping; `ids` may be excluded, numbers are often `near` a threshold."""
    mood = choose(_MOODS)
    answered = choose(_CANDOUR)
    found: dict[str, Any] = {}
    for name, attribute in fields_of(vocabulary).items():
        if attribute.metadata["required"] or choose(range(10)) >= 10 - answered:
            leaning = mood if attribute.metadata["protective"] or mood == "any" else "able"
            found[name] = _value(choose, kind_of(attribute), sorted(ids), leaning, (near or {}).get(name, ()))
    return found


def _value(choose: Choose, kind: Kind, ids: Sequence[str], leaning: str, near: Sequence[int | float]) -> Any:  # noqa: ANN401
    """Give a value of a kind. Leaning `well` says mostly that nothing is wrong, `able` that there is much."""
    match kind:
        case Choice(values, ordered):
            return choose(tuple(reversed(values))[:2] if ordered and leaning == "able" and choose((0, 1)) else values)
        case Whole() | Number():
            return _number(choose, kind, leaning, near)
        case Flag():
            return choose((False, True))
        case SetOf() | Ids():
            values = kind.values if isinstance(kind, SetOf) else tuple(ids)
            if isinstance(kind, Ids):
                return [value for value in values if choose(range(20)) == 19]
            if leaning == "well":
                return [choose(values)] if choose(range(12)) == 11 else []
            likely = choose((1, 3, 9)) if leaning == "able" else choose((0, 1, 3))
            return [value for value in values if choose(range(10)) >= 10 - likely]
        case MapOf():
            likely = choose((1, 3, 9))
            return {
                key: _number(choose, kind.item, leaning, near) for key in kind.keys if choose(range(10)) >= 10 - likely
            }


def _number(choose: Choose, kind: Whole | Number, leaning: str, near: Sequence[int | float]) -> int | float:
    if leaning == "well" and choose(range(4)):
        return choose((kind.low, kind.high)) if kind.high > 10 else kind.low
    limits = (kind.low, kind.low + 1, kind.high - 1, kind.high)
    options = [*near, *_USUAL, *limits, *(kind.low + (kind.high - kind.low) * part / 16 for part in range(17))]
    if isinstance(kind, Number):
        options += [option + 0.5 for option in (*near, *_USUAL)]
    else:
        options = [int(option) for option in options]
    number = choose([option for option in options if kind.low <= option <= kind.high])
    return float(number) if choose(range(8)) == 7 else number


def thresholds(book: Rulebook) -> dict[str, tuple[int | float, ...]]:
    """Give for each field the numbers that the rules compare it with, and their neighbours."""
    found: dict[str, set[int | float]] = {}
    for path, numbers in book.thresholds.items():
        near = {number + step for number in numbers for step in (-1, 0, 1)}
        found.setdefault(path.partition(".")[0], set()).update(near)
    return {field: tuple(sorted(numbers)) for field, numbers in found.items()}


@st.composite
def profiles(
    draw: st.DrawFn,
    vocabulary: type[Facts] = Profile,
    ids: Collection[str] = (),
    near: Mapping[str, Sequence[int | float]] | None = None,
) -> dict[str, Any]:
    """Draw a profile, as a mapping, of any vocabulary."""
    return profile(_drawn(draw), vocabulary, ids, near)


def _drawn(draw: st.DrawFn) -> Choose:
    return lambda options: draw(st.sampled_from(options))


# --- rulebooks ------------------------------------------------------------------------------------------------------

_TEXTS = ("Because it helps", "no", "1:30", "Sore: “#1”, and – 4 %", "It's so", "- x")
_MAX_CONJUNCTIONS = 64


@attrs.frozen
class _Condition:
    """A condition as it is written.

    `binds` says how tightly (0 `or`, 1 `and`, 2 `not`, 3 all else); `true` and `false` are how many conjunctions it and
    its negation become at most.
    """

    text: str
    binds: int = 3
    true: int = 1
    false: int = 1


class _Author:
    """Writes a rulebook that is valid by construction."""

    def __init__(self, choose: Choose, vocabulary: type[Facts]) -> None:
        self.choose = choose
        self.fields = {name: kind_of(attribute) for name, attribute in fields_of(vocabulary).items()}
        self.clean = [name for name, a in fields_of(vocabulary).items() if not a.metadata["protective"]]
        self.exercises: list[dict[str, Any]] = []
        self.findings: list[str] = []
        self.groups: dict[str, list[str]] = {}
        self.count = 0

    # choosing

    def often(self) -> bool:
        return bool(self.choose((True, True, False)))

    def seldom(self) -> bool:
        return bool(self.choose((False, False, False, True)))

    def some(self, options: Iterable[Any], least: int = 1, most: int = 3) -> list[Any]:
        """Give some of several, each once, in any order."""
        left = list(options)
        found = []
        for _ in range(min(self.choose(range(least, most + 1)), len(left))):
            found.append(self.choose(left))
            left.remove(found[-1])
        return found

    def span(self, low: int, high: int, step: int = 1) -> list[int]:
        return sorted(self.choose(range(low, high + 1, step)) for _ in range(2))

    # the catalogue

    def catalogue(self) -> None:
        equipment, pain = self.fields["equipment"], self.fields["pain"]
        assert isinstance(equipment, SetOf)
        assert isinstance(pain, MapOf)
        for number in range(self.choose(range(2, 8))):
            role = self.choose(ROLES)
            made: dict[str, Any] = {
                "exercise": f"ex-{number}",
                "name": f"Exercise {number}",
                "role": role,
                "pattern": self.choose(("squat", "hinge", "hop")),
                "schemes": {load: self.scheme(load) for load in self.some(LOADS, 1, 4)},
            }
            for key, options in (
                ("muscles", ("quads", "glutes")),
                ("equipment", equipment.values),
                ("weight", equipment.values),
                ("loads", pain.keys),
                ("cues", ("cue-a", "cue-b", "cue-c")),
            ):
                if self.often():
                    made[key] = self.some(options, 0, 2)
            for flag in ("compound", "unilateral", "dynamic"):
                if self.seldom():
                    made[flag] = self.choose((True, False))
            if self.often():
                made["impact"] = self.choose(IMPACTS)
            if self.seldom():
                made["ids"] = {"wger": "203"}
            self.exercises.append(made)

    def scheme(self, load: str) -> dict[str, Any]:
        if load == "heavy":
            count = {"reps": self.span(1, 8)}
        else:
            count = {"seconds": self.span(1, 61, 15)} if self.seldom() else {"reps": self.span(1, 16, 3)}
        return {**count, "rest_seconds": self.span(0, 90, 15)}

    @property
    def ids(self) -> list[str]:
        return [exercise["exercise"] for exercise in self.exercises]

    def selector(self) -> dict[str, Any]:
        """Give a selector that takes at least the exercise that it is made after."""
        model = self.choose(self.exercises)
        other = self.choose(self.exercises)
        found: dict[str, Any] = {}
        for key in self.some(("role", "pattern", "impact", "loads", "muscle", "equipment", "weight"), 0, 2):
            attribute = "muscles" if key == "muscle" else key
            values = model.get(attribute, "none" if key == "impact" else [])
            values = [values] if isinstance(values, str) else values
            if values:
                found[key] = values[0] if self.often() else values
        for flag in self.some(("compound", "unilateral", "dynamic"), 0, 1):
            found[flag] = model.get(flag, False)
        if self.seldom():
            found["needs_equipment"] = bool(model.get("equipment"))
        if self.seldom():
            found["takes_weight"] = bool(model.get("weight"))
        if self.seldom() and other["role"] != model["role"]:
            found["not"] = {"role": other["role"]}
        return found

    def targets(self) -> Any:  # noqa: ANN401 - a selector, or a list of ids and selectors
        """Give ids, a selector, or both."""
        if self.choose((False, True)):
            return self.selector()
        selectors = [self.selector()] if self.seldom() else []
        return [*self.some(self.ids), *selectors]

    # conditions

    def condition(self, *, clean: bool, findings: Sequence[str]) -> str:
        if self.choose(range(8)) == 7:
            return self.choose(("always", "never"))  # type: ignore[no-any-return]
        return self.tree(clean, findings, self.choose((1, 2, 2, 4))).text

    def tree(self, clean: bool, findings: Sequence[str], depth: int) -> _Condition:  # noqa: FBT001
        shape = self.choose(("atom", "and", "or", "not", "maybe", "atom") if depth else ("atom",))
        if shape == "atom":
            return self.atom(clean, findings)
        one = self.tree(clean, findings, depth - 1)
        if shape == "not":
            return _Condition(f"not {self.wrapped(one, 2)}", 2, one.false, one.true)
        if shape == "maybe":
            # A finding is never unknown, and a reader is told so.
            if one.text.strip("()") in self.findings:
                one = self.fact(clean)
            return _Condition(f"maybe({one.text})", 3, one.true, one.false)
        other = self.tree(clean, findings, depth - 1)
        if shape == "and":
            text, binds = f"{self.wrapped(one, 1)} and {self.wrapped(other, 1)}", 1
            true, false = one.true * other.true, one.false + other.false
        else:
            text, binds = f"{self.wrapped(one, 0)} or {self.wrapped(other, 0)}", 0
            true, false = one.true + other.true, one.false * other.false
        return one if max(true, false) > _MAX_CONJUNCTIONS else _Condition(text, binds, true, false)

    def wrapped(self, item: _Condition, binds: int) -> str:
        return f"({item.text})" if item.binds < binds or self.seldom() else item.text

    def atom(self, clean: bool, findings: Sequence[str]) -> _Condition:  # noqa: FBT001
        if findings and self.choose((False, True)):
            return _Condition(self.choose(findings))
        return self.fact(clean)

    def fact(self, clean: bool) -> _Condition:  # noqa: FBT001
        name = self.choose(self.clean if clean else list(self.fields))
        kind = self.fields[name]
        if self.choose(range(6)) == 5:
            return self.unknown(name, kind)
        match kind:
            case Choice():
                return self.comparison(name, kind)
            case Whole() | Number():
                return self.comparison(name, kind)
            case Flag():
                return _Condition(self.choose((name, f"{name} == true", f"{name} != true", f"false == {name}")))
            case SetOf() | Ids():
                return self.member(name, kind)
            case MapOf():
                return self.entry(name, kind)

    def unknown(self, name: str, kind: Kind) -> _Condition:
        if isinstance(kind, MapOf) and self.choose((False, True)):
            return _Condition(f"unknown({name})", 3, 1, len(kind.keys))
        key = f".{self.choose(kind.keys)}" if isinstance(kind, MapOf) else ""
        return _Condition(f"unknown({name}{key})")

    def literal(self, kind: Kind) -> str:
        match kind:
            case Choice(values):
                return str(self.choose(values))
            case Number(low, high):
                return str(self.choose((low, 1, 2, 4.5, 7.5, high) if high > 4 else (low, 0.5, 1, high)))
            case Whole(low, high):
                return str(self.choose([number for number in (low, 1, 2, 4, 6, 30, high) if low <= number <= high]))
            case _:
                raise AssertionError(kind)

    def comparison(self, path: str, kind: Kind) -> _Condition:
        if isinstance(kind, Choice) and self.choose((False, True)):
            values = f"[{', '.join(self.some(kind.values))}]"
            return _Condition(f"{path} in {self.group(values, kind.values)}")
        ordered = not isinstance(kind, Choice) or kind.ordered
        signs = ("==", "!=", "<", "<=", ">", ">=") if ordered else ("==", "!=")
        one, other = self.literal(kind), self.literal(kind)
        if self.seldom():
            text = f"{one} {self.choose(signs)} {path} {self.choose(signs)} {other}"
            return _Condition(text, 3, 1, 2)
        if self.seldom():
            return _Condition(f"{one} {self.choose(signs)} {path}")
        return _Condition(f"{path} {self.choose(signs)} {one}")

    def member(self, name: str, kind: SetOf | Ids) -> _Condition:
        values = tuple(kind.values) if isinstance(kind, SetOf) else tuple(self.ids)
        form = self.choose(("in", "any", "any in"))
        if form == "in":
            return _Condition(f"{self.choose(values)} in {name}")
        if form == "any":
            return _Condition(f"any {name}", 3, len(values), 1)
        if name == "equipment" and self.choose((False, True)):
            return _Condition(f"any equipment in {self.choose(self.ids)}.equipment", 3, len(values), 1)
        words = f"[{', '.join(self.some(values))}]"
        return _Condition(f"any {name} in {self.group(words, values)}", 3, len(values), 1)

    def entry(self, name: str, kind: MapOf) -> _Condition:
        if self.choose((False, True)):
            return self.comparison(f"{name}.{self.choose(kind.keys)}", kind.item)
        words = ""
        if self.choose((False, True)):
            words = " in " + self.group(f"[{', '.join(self.some(kind.keys))}]", kind.keys)
        sign = self.choose((">=", ">", "<", "=="))
        return _Condition(f"any {name}{words} {sign} {self.literal(kind.item)}", 3, len(kind.keys), 1)

    def group(self, listed: str, values: Sequence[str]) -> str:
        """Give a list as it is, or make a group of it and give its name."""
        if not self.seldom():
            return listed
        name = f"group_{len(self.groups)}"
        self.groups[name] = self.some(values)
        return name

    # rules

    def rule(
        self, then: dict[str, Any], *, clean: bool = False, findings: Sequence[str] | None = None
    ) -> dict[str, Any]:
        self.count += 1
        usable = self.findings if findings is None else findings
        made: dict[str, Any] = {
            # Names come in another order than rules are written in.
            "rule": f"{self.choose('acegikmoq')}-{self.count}",
            "when": self.condition(
                clean=clean, findings=[name for name in usable if not clean or name.startswith("clean")]
            ),
            "then": then,
            "because": self.choose(_TEXTS),
            "source": self.some(("s1", "s2.1", "practice"), 1, 2),
        }
        if isinstance(made["source"], list) and len(made["source"]) == 1 and self.often():
            made["source"] = made["source"][0]
        if "dose" in then:
            made["tier"] = self.choose(TIERS[:3])
        elif "prescribe" in then:
            made["tier"] = self.choose(TIERS)
        if made.get("tier") == "general" and self.choose((False, True)):
            del made["tier"]
        return made

    def assessing(self) -> list[dict[str, Any]]:
        """Give rules that derive findings, each from facts and from findings before it, and rules for the focus."""
        found = []
        for name in ("clean_a", "clean_b", "risk_a", "risk_b"):
            before = tuple(self.findings)
            makers = self.choose((1, 0, 2))
            for _ in range(makers):
                then: dict[str, Any] = {"derive": name if self.choose((True, False)) else [name]}
                if self.seldom():
                    then["focus"] = self.choose(FOCUSES[1:])
                found.append(self.rule(then, clean=name.startswith("clean"), findings=before))
            if makers:
                self.findings.append(name)
        return found + [self.rule({"focus": self.choose(FOCUSES[1:])}) for _ in range(self.choose(range(3)))]

    def prescribing(self) -> dict[str, Any]:
        then: dict[str, Any] = {}
        kinds = self.choose((("prescribe",), ("prescribe",), ("fallback",), ("cue",), ("prescribe", "fallback", "cue")))
        if "prescribe" in kinds:
            if self.seldom():
                then["prescribe"] = self.selector()
            else:
                entries: list[Any] = list(self.some(self.ids, 0))
                if self.choose((False, True)):
                    entries.append({"first_of": self.some(self.ids)})
                if self.seldom():
                    entries.append(self.selector())
                then["prescribe"] = entries or [self.choose(self.ids)]
        if "fallback" in kinds:
            then["fallback"] = self.some(self.ids)
        if "cue" in kinds:
            then["cue"] = {cue: self.targets() for cue in self.some(("cue-a", "cue-b", "cue-c"), 1, 2)}
        return then

    def dose(self) -> dict[str, Any]:
        made: dict[str, Any] = {}
        part = self.choose(("load", "sets", "both", "frequency"))
        if part in {"load", "both"}:
            # Few values, so that doses are often equal in part and the next part decides.
            load = made["load"] = self.choose((LOADS[1], LOADS[2], *LOADS))
            count = self.choose(("none", "reps", "seconds"))
            if count == "reps":
                made["reps"] = self.span(1, 8, 3)
            elif count == "seconds" and load != "heavy":
                made["seconds"] = self.span(1, 61, 30)
            if self.choose((False, True)):
                made["rest_seconds"] = self.span(30, 60, 30)
        if part in {"sets", "both"}:
            made["sets"] = self.choose(range(1, 6))
        if part == "frequency":
            for key in self.some(("sessions_per_week", "plyometric_sessions_per_week"), 1, 2):
                made[key] = self.span(0, 4)
        elif self.choose((False, True)):
            made["of"] = self.targets()
        return made

    def limit(self) -> dict[str, Any]:
        made: dict[str, Any] = {}
        part = self.choose(("load", "sets", "both", "frequency"))
        if part in {"load", "both"}:
            made["load"] = self.choose(LOADS[:3])
        if part in {"sets", "both"}:
            made["sets"] = self.choose((1, 2, 3, 0, "50%", "75%", "1%", "99%"))
        if part == "frequency":
            for key in self.some(("sessions_per_week", "plyometric_sessions_per_week"), 1, 2):
                made[key] = self.choose((1, 2, 3, 0, "50%", "67%"))
        elif self.choose((False, True)):
            made["of"] = self.targets()
        return made

    def restricting(self) -> dict[str, Any]:
        kind = self.choose(("limit", "limits", "avoid", "limit", "refer", "all"))
        then: dict[str, Any] = {}
        if kind in {"limit", "all"}:
            then["limit"] = self.limit()
        if kind == "limits":
            then["limit"] = [self.limit(), self.limit()]
        if kind in {"avoid", "all"}:
            then["avoid"] = self.targets()
        if kind == "refer":
            then["refer"] = self.choose(URGENCIES)
        return then

    def several(self) -> list[dict[str, Any]]:
        """Give rules that are made into several."""
        common = {"because": "You said $exercise.", "source": "s1"}
        made = []
        if self.often():
            made.append(
                {
                    "rule": "excluded",
                    "for": {"exercise": {}},
                    "when": "$exercise in excluded",
                    "then": {"avoid": ["$exercise"]},
                    **common,
                }
            )
        if self.choose((False, True)) and any(exercise.get("equipment") for exercise in self.exercises):
            made.append(
                {
                    "rule": "missing",
                    "for": {"exercise": {"needs_equipment": True}},
                    "when": "not any equipment in $exercise.equipment",
                    "then": {"avoid": ["$exercise"]},
                    **common,
                }
            )
        if self.choose((False, True)):
            made.append(
                {
                    "rule": "sore",
                    "for": {"site": ["knee", "hip"], "sign": ["fracture", "fever"]},
                    "when": "pain.$site >= 4 and $sign in signs",
                    "then": {"limit": {"sets": self.choose(("50%", 1)), "load": "light"}},
                    "because": "Your $site hurts, and there is $sign.",
                    "source": ["s1", "practice"],
                }
            )
        return made

    def whole(self) -> dict[str, Any]:
        self.catalogue()
        common = {"when": "always", "because": "It always does.", "source": "s1"}
        rules: list[dict[str, Any]] = [
            {
                "rule": "base-dose",
                "then": {
                    "dose": [
                        {"load": self.choose(LOADS), "sets": self.choose(range(1, 5))},
                        {"sessions_per_week": self.span(0, 4), "plyometric_sessions_per_week": self.span(0, 4)},
                    ]
                },
                **common,
            },
            {"rule": "base-focus", "then": {"focus": "strength"}, **common},
            *self.assessing(),
            *(self.rule(self.prescribing()) for _ in range(self.choose(range(1, 5)))),
            *self.several(),
        ]
        for _ in range(self.choose(range(6))):
            doses = [self.dose() for _ in range(self.choose((1, 1, 2)))]
            rules.append(self.rule({"dose": doses if len(doses) > 1 or self.seldom() else doses[0]}, clean=True))
        rules += [self.rule(self.restricting()) for _ in range(self.choose(range(4)))]
        rules += [
            self.rule({"advise": self.some(("advice-a", "advice-b", "advice-c"))}) for _ in range(self.choose(range(3)))
        ]
        return {
            "language": 1,
            "name": "generated",
            "version": "0.1",
            **({"groups": self.groups} if self.groups else {}),
            "focus": {focus: self.some(ROLES, len(ROLES), len(ROLES)) for focus in FOCUSES},
            "session": {
                "main": self.choose(range(1, 5)),
                "warm_up": self.choose(range(1, 3)),
                "close": self.choose(range(1, 3)),
                "seconds_per_repetition": self.choose((3, 1)),
                "changeover_seconds": self.choose((0, 45)),
            },
            "referral": {
                urgency: {"text": f"{urgency}!", "advise": self.some(("advice-a", "advice-c"), 1, 2)}
                for urgency in URGENCIES
            },
            "disclaimer": "This is a test.",
            "exercises": self.exercises,
            "cues": [{"cue": f"cue-{letter}", "text": f"Mind {letter}"} for letter in "bca"],
            "advice": [{"advice": f"advice-{letter}", "text": f"Do {letter}"} for letter in "cab"],
            "sources": [
                {"source": "s2.1", "kind": "article", "text": "Said so", "disputed": "Not any more"},
                {"source": "s1", "kind": "article", "text": "Said so first"},
                {"source": "practice", "kind": "practice", "text": "Everybody does"},
            ],
            "rules": rules,
        }


def rulebook(choose: Choose, vocabulary: type[Facts] = Small) -> dict[str, Any]:
    """Write a rulebook, valid by construction, as the structure that its YAML holds."""
    return _Author(choose, vocabulary).whole()


@st.composite
def rulebooks(draw: st.DrawFn, vocabulary: type[Facts] = Small) -> dict[str, Any]:
    """Draw a rulebook as the structure that its YAML holds, in the form of one file; `as_yaml` gives the text."""
    return rulebook(_drawn(draw), vocabulary)


# --- files ----------------------------------------------------------------------------------------------------------


class _Dumper(yaml.SafeDumper):
    """Writes no aliases: rule files have none."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True


def as_yaml(structure: object, *, flow: bool | None = False) -> str:
    """Write a structure as YAML, in the order that it has."""
    return yaml.dump(structure, Dumper=_Dumper, sort_keys=False, allow_unicode=True, default_flow_style=flow, width=100)


# Lists that are sets: what stands in them has no order.
_UNORDERED = frozenset({"rules", "sources", "prescribe", "avoid", "derive", "advise"})


def shuffled(structure: Any, random: Random, key: str = "") -> Any:  # noqa: ANN401 - any part of a structure
    """Give the same rulebook in another order: its rules, the keys of every mapping, and lists that are sets."""
    if isinstance(structure, dict):
        keys = list(structure)
        random.shuffle(keys)
        # What a referral advises is a list like any other; what a rule advises is a set.
        return {name: shuffled(structure[name], random, name if "text" not in structure else "") for name in keys}
    if isinstance(structure, list):
        items = [shuffled(item, random) for item in structure]
        if key in _UNORDERED:
            random.shuffle(items)
        return items
    return structure


def folder(structure: Mapping[str, Any], random: Random) -> dict[str, Any]:
    """Give the same rulebook as a folder: for each file what it holds, the rules of a stage scattered over several."""
    found: dict[str, Any] = {"rulebook.yaml": {}}
    for key, value in structure.items():
        if key in {"exercises", "cues", "advice", "sources"}:
            found[f"{key}.yaml"] = value
        elif key != "rules":
            found["rulebook.yaml"][key] = value
    for rule in structure["rules"]:
        stage = next(stage for stage, conclusions in STAGES.items() if set(rule["then"]) <= set(conclusions))
        file = random.choice(("a.yaml", "b.yaml", "more/c.yaml"))
        found.setdefault(f"{stage}/{file}", []).append(rule)
    return found


def write_folder(files: Mapping[str, Any], path: Path) -> Path:
    """Write the files of a rulebook."""
    for name, structure in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(as_yaml(structure), encoding="utf-8")
    return path
