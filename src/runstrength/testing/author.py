"""Rulebooks out of thin air, valid by construction, for whoever tests an engine or a reader of rule files.

Made by one function, `choose`, as runners are; what comes out is the structure that the YAML of one file holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from runstrength.facts import Choice, Facts, Flag, Ids, MapOf, Number, SetOf, Whole, fact, fields_of, kind_of
from runstrength.rulebook.rule import FOCUSES, IMPACTS, LOADS, ROLES, TIERS, URGENCIES
from runstrength.testing.choosing import chance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from runstrength.facts import Kind
    from runstrength.testing.choosing import Choose

__all__ = ["Small", "structure"]


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
        assert isinstance(equipment, SetOf)  # noqa: S101 - `structure` looked
        assert isinstance(pain, MapOf)  # noqa: S101 - likewise
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
        if chance(self.choose, 1, 8):
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
        if chance(self.choose, 1, 6):
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
                return str(
                    self.choose([number for number in (low, 0.5, 1, 2, 4.5, 7.5, high) if low <= number <= high])
                )
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
        ids = [name for name, kind in self.fields.items() if isinstance(kind, Ids)]
        sets = [(name, kind.values) for name, kind in self.fields.items() if isinstance(kind, SetOf)]
        sites: Sequence[str] = self.fields["pain"].keys  # type: ignore[union-attr] # it is a map
        if ids and self.often():
            made.append(
                {
                    "rule": "excluded",
                    "for": {"exercise": {}},
                    "when": f"$exercise in {ids[0]}",
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
            field, words = sets[-1]
            made.append(
                {
                    "rule": "sore",
                    "for": {"site": list(sites[:2]), "sign": list(words[:2])},
                    "when": f"pain.$site >= 4 and $sign in {field}",
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


def structure(choose: Choose, vocabulary: type[Facts] = Small) -> dict[str, Any]:
    """Write a rulebook, valid by construction, as the structure that its YAML holds.

    Raises `ValueError` for a vocabulary that has no `equipment` (a set) or no `pain` (a map), which exercises speak of.
    """
    kinds = {name: kind_of(attribute) for name, attribute in fields_of(vocabulary).items()}
    if not isinstance(kinds.get("equipment"), SetOf) or not isinstance(kinds.get("pain"), MapOf):
        raise ValueError(  # noqa: TRY004 - a class it is
            f"{vocabulary.__name__} needs `equipment`, a set, and `pain`, a map: exercises speak of both"
        )
    return _Author(choose, vocabulary).whole()
