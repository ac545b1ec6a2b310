"""From the set of rules that fired to what is recommended: vetoes, prescriptions, doses, limits, order.

What each step means is the page "What conclusions mean together" of the documentation. Nothing here depends on the
order of rules, and nothing here knows why a rule fired: an outcome names rules, and their reasons are built from the
names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

import attrs

from runstrength.outcome import Intensity, Item, Lost, Outcome
from runstrength.rulebook.rule import FOCUSES, LOADS, TIERS, URGENCIES
from runstrength.session import next_session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from runstrength.facts import Facts
    from runstrength.outcome import Names
    from runstrength.rulebook.rule import Cap, Dose, Exercise, Limit, Rule, Rulebook, Span

__all__ = ["caution", "dose_of", "meaning_of", "resolve", "vetoers"]

T = TypeVar("T")
LIGHT = LOADS.index("light")


def resolve(rulebook: Rulebook, facts: Facts, fired: frozenset[str]) -> Outcome:
    """Give what follows from the rules that fired for a runner."""
    return _Resolver(rulebook, facts, [rulebook.rules[name] for name in sorted(fired)]).outcome()


def dose_of(rulebook: Rulebook, facts: Facts, fired: frozenset[str], exercise: str) -> Item:
    """Give the dose of an exercise that suits a runner, whether or not anything prescribes it."""
    resolver = _Resolver(rulebook, facts, [rulebook.rules[name] for name in sorted(fired)])
    return resolver.item(exercise, (), [])


def vetoers(rulebook: Rulebook, facts: Facts, exercise: str) -> Names:
    """Give every rule that would take an exercise away if it fired."""
    return _Resolver(rulebook, facts, list(rulebook.rules.values())).vetoes().get(exercise, ())


# --- one part of a dose ---------------------------------------------------------------------------------------------


def caution(meaning: Intensity) -> tuple[int, ...]:
    """Sort the more cautious first: lighter, fewer, more rest."""
    low, high = meaning.reps or meaning.seconds or (0, 0)
    return LOADS.index(meaning.load), high, low, -meaning.rest_seconds[1], -meaning.rest_seconds[0]


@attrs.frozen
class _Part(Generic[T]):
    """One part of a dose: what it is, which rule says so, and what it beat: a rival, or the best of a lower tier."""

    value: T
    rule: str
    beaten: tuple[T, str] | None


def _choose(spoken: list[tuple[int, int, T, str]], caution: Callable[[T], tuple[int, ...]]) -> _Part[T] | None:
    """Choose of (tier, specificity, value, rule): highest tier, closest, most cautious, first name."""
    if not spoken:
        return None

    def best(of: list[tuple[int, int, T, str]]) -> tuple[int, int, T, str]:
        return min(of, key=lambda x: (-x[0], -x[1], caution(x[2]), x[3]))

    tier, closeness, value, rule = best(spoken)
    # A rival speaks on the same tier and as closely: only caution decided between the two.
    beaten = [x for x in spoken if x[:2] == (tier, closeness) and x[3] != rule and x[2] != value]
    beaten = beaten or [x for x in spoken if x[0] < tier]
    if not beaten:
        return _Part(value, rule, None)
    _, _, other, by = best(beaten)
    return _Part(value, rule, (other, by) if other != value else None)


def meaning_of(dose: Dose, exercise: Exercise) -> Intensity:
    """Give what a dose that says how heavy means for an exercise."""
    assert dose.load is not None  # noqa: S101 - only doses with a load come here
    scheme = exercise.schemes.get(dose.load)
    if scheme is None:
        load = _at_most(exercise, LOADS.index(dose.load)) or exercise.lowest
        lower = exercise.schemes[load]
        return Intensity(load, lower.reps, lower.seconds, lower.rest_seconds)
    return Intensity(
        load=dose.load,
        reps=scheme.reps and (dose.reps or scheme.reps),
        seconds=scheme.seconds and (dose.seconds or scheme.seconds),
        rest_seconds=dose.rest_seconds or scheme.rest_seconds,
    )


def _at_most(exercise: Exercise, cap: int) -> str | None:
    """Give the heaviest load that an exercise can be done with at or below a cap."""
    fitting = [load for load in exercise.schemes if LOADS.index(load) <= cap]
    return fitting[-1] if fitting else None


# --- the whole ------------------------------------------------------------------------------------------------------


class _Resolver:
    def __init__(self, rulebook: Rulebook, facts: Facts, rules: list[Rule]) -> None:
        self.rulebook = rulebook
        self.facts = facts
        self.rules = rules
        refer = [rule for rule in rules if rule.refer is not None]
        self.referrals = sorted(refer, key=lambda rule: (-URGENCIES.index(rule.refer or ""), rule.name))
        self.urgent = [rule.name for rule in self.referrals if rule.refer != URGENCIES[0]]
        self.doses = [(rule, dose) for rule in rules for dose in rule.doses]
        self.given_cues = [(rule.name, *cue) for rule in rules for cue in rule.cues]
        self.limits = [(rule, limit) for rule in rules for limit in rule.limits]

    def outcome(self) -> Outcome:
        vetoes = self.vetoes()
        prescribed, passed = self.prescribed(vetoes)
        focus, focus_because = self.focus()
        lost_doses: list[Lost] = []
        items = self.ordered([self.item(name, why, lost_doses) for name, why in prescribed.items()], focus)
        wanted = {name: _together(passed.get(name, ()), prescribed.get(name, ())) for name in {*passed, *prescribed}}
        sessions, sessions_because, lost_sessions = self.sessions()
        plyometric, plyometric_because, lost_plyometric = self.plyometric(
            sessions, lost_sessions, items, wanted, vetoes
        )
        lost = [
            *(
                Lost("exercise", (name,), None, self.strongest(wanted[name]), vetoes[name])
                for name in self.rulebook.exercises
                if name in wanted and name in vetoes
            ),
            *_in_order(lost_doses, items),
            *lost_sessions,
            *lost_plyometric,
            *self.lost_focus(focus, focus_because),
        ]
        return Outcome(
            focus=focus,
            focus_because=focus_because,
            sessions=sessions,
            sessions_because=sessions_because,
            plyometric_sessions=plyometric,
            plyometric_sessions_because=plyometric_because,
            items=tuple(items),
            next_session=next_session(items, self.rulebook.session, getattr(self.facts, "session_minutes", None)),
            avoid=tuple((name, vetoes[name]) for name in self.rulebook.exercises if name in vetoes),
            advice=self.advice(),
            referral=(self.referrals[0].refer or "", tuple(rule.name for rule in self.referrals))
            if self.referrals
            else None,
            lost=self.merged(lost),
        )

    # vetoes and prescriptions

    def vetoes(self) -> dict[str, Names]:
        found: dict[str, set[str]] = {}
        for rule in self.rules:
            for name in rule.avoid:
                found.setdefault(name, set()).add(rule.name)
        for rule, limit in self.limits:
            for name, exercise in self.rulebook.exercises.items():
                if limit.of.specificity(name) is not None and _leaves_nothing(limit, exercise):
                    found.setdefault(name, set()).add(rule.name)
        for rule in self.referrals:
            for name, exercise in self.rulebook.exercises.items():
                if rule.refer != URGENCIES[0] or exercise.role == "plyometric" or _at_most(exercise, LIGHT) is None:
                    found.setdefault(name, set()).add(rule.name)
        return {name: tuple(sorted(names)) for name, names in found.items()}

    def prescribed(self, vetoes: Mapping[str, Names]) -> tuple[dict[str, Names], dict[str, Names]]:
        """Give what remains with the rules that prescribe it, and likewise what was vetoed."""
        remaining: dict[str, list[str]] = {}
        passed: dict[str, list[str]] = {}
        for rule in self.rules:
            for choice in rule.prescribe:
                for name in choice:
                    if name not in vetoes:
                        _add(remaining, name, rule.name)
                        break
                    _add(passed, name, rule.name)
        if not remaining and not self.urgent:
            for rule in self.rules:
                for name in rule.fallback:
                    if name not in vetoes:
                        _add(remaining, name, rule.name)
                        break
        return {k: self.strongest(v) for k, v in remaining.items()}, {k: self.strongest(v) for k, v in passed.items()}

    def tier(self, name: str) -> int:
        return TIERS.index(self.rulebook.rules[name].tier)

    def strongest(self, names: Iterable[str]) -> Names:
        return tuple(sorted(set(names), key=lambda name: (-self.tier(name), name)))

    # doses

    def item(self, name: str, because: Names, lost: list[Lost]) -> Item:
        exercise = self.rulebook.exercises[name]
        intensity = self.intensity(exercise)
        volume = self.volume(exercise)
        if intensity is not None and intensity.beaten is not None:
            meant, rule = intensity.beaten
            lost.append(Lost("intensity", (name,), meant, (rule,), (intensity.rule,)))
        if volume is not None and volume.beaten is not None:
            number, rule = volume.beaten
            lost.append(Lost("volume", (name,), number, (rule,), (volume.rule,)))
        lowest = exercise.schemes[exercise.lowest]
        meaning = (
            intensity.value
            if intensity
            else Intensity(exercise.lowest, lowest.reps, lowest.seconds, lowest.rest_seconds)
        )
        sets = volume.value if volume else 1
        by_intensity = (intensity.rule,) if intensity else ()
        by_volume = (volume.rule,) if volume else ()
        cap, by_load = self.load_cap(exercise)
        if LOADS.index(meaning.load) > cap:
            lost.append(Lost("load", (name,), meaning.load, by_intensity, by_load))
            load = _at_most(exercise, cap) or exercise.lowest
            lower = exercise.schemes[load]
            meaning = Intensity(load, lower.reps, lower.seconds, lower.rest_seconds)
        else:
            by_load = ()
        most, by_sets = _smallest(
            (limit.sets.of(sets), rule.name)
            for rule, limit in self.limits
            if limit.sets is not None and limit.of.specificity(name) is not None
        )
        if most is not None and most < sets:
            lost.append(Lost("sets", (name,), sets, by_volume, by_sets))
            sets = most
        else:
            by_sets = ()
        return Item(
            exercise=exercise,
            load=meaning.load,
            reps=meaning.reps,
            seconds=meaning.seconds,
            rest_seconds=meaning.rest_seconds,
            sets=sets,
            cues=self.cues(exercise),
            because=because,
            intensity_by=by_intensity,
            volume_by=by_volume,
            load_limited_by=by_load,
            sets_limited_by=by_sets,
        )

    def intensity(self, exercise: Exercise) -> _Part[Intensity] | None:
        spoken = [
            (TIERS.index(rule.tier), specificity, meaning_of(dose, exercise), rule.name)
            for rule, dose in self.doses
            if dose.load is not None and (specificity := dose.of.specificity(exercise.id)) is not None
        ]
        return _choose(spoken, caution)

    def volume(self, exercise: Exercise) -> _Part[int] | None:
        spoken = [
            (TIERS.index(rule.tier), specificity, dose.sets, rule.name)
            for rule, dose in self.doses
            if dose.sets is not None and (specificity := dose.of.specificity(exercise.id)) is not None
        ]
        return _choose(spoken, lambda sets: (sets,))

    def load_cap(self, exercise: Exercise) -> tuple[int, Names]:
        caps = [
            (LOADS.index(limit.load), rule.name)
            for rule, limit in self.limits
            if limit.load is not None and limit.of.specificity(exercise.id) is not None
        ]
        cap, by = _smallest([*caps, *((LIGHT, rule.name) for rule in self.referrals)])
        return len(LOADS) if cap is None else cap, by

    def cues(self, exercise: Exercise) -> tuple[tuple[str, Names], ...]:
        given: dict[str, list[str]] = {}
        for name, cue, exercises in self.given_cues:
            if exercise.id in exercises:
                _add(given, cue, name)
        names = _together(exercise.cues, (cue for cue in self.rulebook.cues if cue in given))
        return tuple((cue, tuple(given.get(cue, ()))) for cue in names)

    # frequency

    def frequency(self, kind: str) -> tuple[Span, Span, Names, Names]:
        """Give the dose of a kind of sessions, what limits leave of it, the dose's rule, and the limits at work."""
        spoken = [
            (TIERS.index(rule.tier), 0, span, rule.name)
            for rule, dose in self.doses
            if (span := getattr(dose, kind)) is not None
        ]
        part = _choose(spoken, lambda span: (span[1], span[0]))
        if part is None:
            return (0, 0), (0, 0), (), ()
        low, high = part.value
        caps: list[tuple[Cap, str]] = [
            (cap, rule.name) for rule, limit in self.limits if (cap := getattr(limit, kind)) is not None
        ]
        most, by = _smallest((cap.of(high), name) for cap, name in caps)
        if most is None or most >= high:
            return part.value, part.value, (part.rule,), ()
        return part.value, (min(low, most), most), (part.rule,), by

    def sessions(self) -> tuple[Span, Names, list[Lost]]:
        kind = "sessions_per_week"
        dose, span, rule, by = self.frequency(kind)
        if self.urgent:
            span, by = (0, 0), tuple(sorted(self.urgent))
        lost = [Lost(kind, (), dose, rule, by)] if span != dose else []
        return span, _together(rule, by if lost else ()), lost

    def plyometric(
        self,
        sessions: Span,
        lost_sessions: list[Lost],
        items: list[Item],
        wanted: Mapping[str, Names],
        vetoes: Mapping[str, Names],
    ) -> tuple[Span, Names, list[Lost]]:
        kind = "plyometric_sessions_per_week"
        dose, span, rule, by = self.frequency(kind)
        names = set(by)
        if span[1] > sessions[1] or span[0] > sessions[0]:
            span = (min(span[0], sessions[0]), min(span[1], sessions[1]))
            names.update(*(lost.by for lost in lost_sessions))
        lost = []
        planned = any(self.rulebook.exercises[name].role == "plyometric" for name in wanted)
        if span != dose and names and planned:
            lost.append(Lost(kind, (), dose, rule, tuple(sorted(names))))
        if not any(item.exercise.role == "plyometric" for item in items):
            span = (0, 0)
            for name in wanted:
                if self.rulebook.exercises[name].role == "plyometric":
                    names.update(vetoes.get(name, ()))
        return span, _together(rule, sorted(names)), lost

    # the rest

    def focus(self) -> tuple[str, Names]:
        if self.referrals:
            return "referral", tuple(rule.name for rule in self.referrals)
        for focus in FOCUSES:
            names = tuple(rule.name for rule in self.rules if rule.focus == focus)
            if names:
                return focus, names
        return FOCUSES[-1], ()

    def lost_focus(self, focus: str, by: Names) -> list[Lost]:
        found = []
        for other in FOCUSES[FOCUSES.index(focus) + 1 : -1]:
            names = tuple(rule.name for rule in self.rules if rule.focus == other)
            if names:
                found.append(Lost("focus", (), other, names, by))
        return found

    def ordered(self, items: list[Item], focus: str) -> list[Item]:
        roles = self.rulebook.focus_order.get(focus, ())
        rank = {name: position for position, name in enumerate(self.rulebook.exercises)}

        def key(item: Item) -> tuple[int, int, int]:
            return roles.index(item.exercise.role), -self.tier(item.because[0]), rank[item.exercise.id]

        return sorted(items, key=key)

    def advice(self) -> tuple[tuple[str, Names], ...]:
        found: dict[str, list[str]] = {}
        for rule in self.rules:
            for advice in rule.advise:
                _add(found, advice, rule.name)
        if self.referrals:
            for advice in self.rulebook.referral[self.referrals[0].refer or ""][1]:
                for rule in self.referrals:
                    _add(found, advice, rule.name)
        return tuple(
            (advice, tuple(dict.fromkeys(found[advice]))) for advice in self.rulebook.advice if advice in found
        )

    def merged(self, lost: list[Lost]) -> tuple[Lost, ...]:
        """Make entries that differ only in their exercise one; those of an amount that was lost."""
        found: dict[Any, Lost] = {}
        for entry in lost:
            # How long to rest is no part of what is told, and so of what makes two entries differ.
            amount = entry.amount
            if isinstance(amount, Intensity):
                amount = attrs.evolve(amount, rest_seconds=(0, 0))
            key = (entry.kind, amount, entry.because, entry.by)
            before = found.get(key)
            found[key] = entry if before is None else attrs.evolve(before, exercises=before.exercises + entry.exercises)
        return tuple(found.values())


def _leaves_nothing(limit: Limit, exercise: Exercise) -> bool:
    by_load = limit.load is not None and _at_most(exercise, LOADS.index(limit.load)) is None
    return by_load or (limit.sets is not None and not limit.sets.percent and limit.sets.amount == 0)


def _smallest(caps: Iterable[tuple[int, str]]) -> tuple[int | None, Names]:
    """Give the smallest cap and the names of all that set it."""
    found = list(caps)
    if not found:
        return None, ()
    smallest = min(cap for cap, _ in found)
    return smallest, tuple(sorted({name for cap, name in found if cap == smallest}))


def _add(found: dict[str, list[str]], key: str, name: str) -> None:
    found.setdefault(key, []).append(name)


def _together(*names: Iterable[str]) -> Names:
    return tuple(dict.fromkeys(name for some in names for name in some))


_DOSE_KINDS = ("intensity", "volume", "load", "sets")


def _in_order(lost: list[Lost], items: list[Item]) -> list[Lost]:
    rank = {item.exercise.id: position for position, item in enumerate(items)}
    return sorted(lost, key=lambda entry: (_DOSE_KINDS.index(entry.kind), rank[entry.exercises[0]]))
