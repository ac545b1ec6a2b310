"""What follows from the rules that fired: a naive resolver, written from `docs/explanation/what-conclusions-mean.md`.

Every heading below is a paragraph of that page. What is needed twice is worked out twice.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from runstrength.facts import MapOf, fields_of, kind_of
from runstrength.rulebook.conditions import Path, paths_of
from runstrength.rulebook.rule import FOCUSES, LOADS, TIERS, URGENCIES, Cap, Scheme
from tests.definition.interpreter import findings_missed, fired, gaps, known, support, truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from runstrength.facts import Facts
    from runstrength.rulebook.rule import Dose, Exercise, Rule, Rulebook, Span

__all__ = ["result"]

SCHEMA = "runstrength/1"
Meaning = tuple[str, Scheme]


def result(rulebook: Rulebook, facts: Facts) -> dict[str, Any]:
    """Give the whole result for one runner."""
    return _Resolver(rulebook, facts).result()


class _Resolver:
    """All the questions of the page, each asked of one rulebook and one runner."""

    def __init__(self, rulebook: Rulebook, facts: Facts) -> None:
        self.rulebook = rulebook
        self.facts = facts
        self.fired = [rulebook.rules[name] for name in sorted(fired(rulebook, facts))]
        self.findings = {finding for rule in self.fired for finding in rule.derive}
        self.vetoes = {exercise.id: self.vetoes_of(exercise) for exercise in rulebook.exercises.values()}
        self.prescribed: dict[str, list[str]] = {name: [] for name in rulebook.exercises}
        self.given: dict[str, list[str]] = {name: [] for name in rulebook.exercises}
        self.prescribe()
        self.fall_back()
        self.focus = self.find_focus()
        self.remaining = self.in_order()

    # --- 1. vetoes

    def vetoes_of(self, exercise: Exercise) -> list[str]:
        """Give the rules that veto an exercise, by name."""
        return [rule.name for rule in self.fired if self.vetoed_by(rule, exercise)]

    def vetoed_by(self, rule: Rule, exercise: Exercise) -> bool:
        if exercise.id in rule.avoid:
            return True
        for limit in rule.limits:
            if limit.of.specificity(exercise.id) is None:
                continue
            if limit.load is not None and _above(exercise.lowest, limit.load):
                return True
            if limit.sets == Cap(0):
                return True
        if rule.refer in {"urgent", "emergency"}:
            return True
        return rule.refer == "before_training" and (exercise.role == "plyometric" or _above(exercise.lowest, "light"))

    # --- 2. prescriptions

    def prescribe(self) -> None:
        for rule in self.fired:
            for choice in rule.prescribe:
                for name in choice:
                    _add(self.prescribed[name], rule.name)
                    if not self.vetoes[name]:
                        _add(self.given[name], rule.name)
                        break

    # --- 3. fallback

    def fall_back(self) -> None:
        if any(self.given.values()) or self.urgent():
            return
        for rule in self.fired:
            for name in rule.fallback:
                if not self.vetoes[name]:
                    _add(self.given[name], rule.name)
                    break

    # --- 4. intensity

    def intensities(self, exercise: Exercise) -> list[tuple[Rule, Meaning]]:
        """Give for each tier that speaks, highest first, the rule of the intensity and what it means here."""
        return self.best_of_each_tier(exercise, lambda dose: _intensity(dose, exercise), _lightest_first)

    # --- 5. volume and frequency

    def volumes(self, exercise: Exercise) -> list[tuple[Rule, int]]:
        """Give for each tier that speaks, the highest first, the rule of the volume and its sets."""
        return self.best_of_each_tier(exercise, _volume, _fewest_first)

    def rivals(
        self, exercise: Exercise, part: Callable[[Dose], Any], caution: Callable[[Any], tuple[int, ...]]
    ) -> list[tuple[Rule, Any]]:
        """Give, the best first, what other rules say on the winner's tier and as closely, where it is another dose."""
        (winner, value), *_ = self.best_of_each_tier(exercise, part, caution)
        closest = max(dose.of.specificity(exercise.id) or 0 for dose in winner.doses if part(dose) is not None)
        found = [
            (caution(part(dose)), rule.name, part(dose))
            for rule in self.fired
            for dose in rule.doses
            if rule.tier == winner.tier
            and rule.name != winner.name
            and dose.of.specificity(exercise.id) == closest
            and part(dose) is not None
            and part(dose) != value
        ]
        return [(self.rulebook.rules[name], other) for _, name, other in sorted(found, key=lambda x: x[:2])]

    def best_of_each_tier(
        self, exercise: Exercise, part: Callable[[Dose], Any], caution: Callable[[Any], tuple[int, ...]]
    ) -> list[tuple[Rule, Any]]:
        best = []
        for tier in reversed(TIERS):
            speaking = [
                (-specificity, caution(part(dose)), rule.name, part(dose))
                for rule in self.fired
                for dose in rule.doses
                if rule.tier == tier
                and (specificity := dose.of.specificity(exercise.id)) is not None
                and part(dose) is not None
            ]
            if speaking:
                *_, name, value = min(speaking, key=lambda candidate: candidate[:3])
                best.append((self.rulebook.rules[name], value))
        return best

    def frequency(self, which: str) -> tuple[Rule, Span]:
        """Give the rule of a frequency and its span: highest tier, lower upper end, lower lower end, name."""
        speaking = [
            (-TIERS.index(rule.tier), *_upper_then_lower(span), rule.name, span)
            for rule in self.fired
            for dose in rule.doses
            if (span := getattr(dose, which)) is not None
        ]
        *_, name, span = min(speaking)
        return self.rulebook.rules[name], span

    # --- 6. limits

    def load_limits(self, exercise: Exercise) -> list[tuple[str, str]]:
        """Give every cap of the load of an exercise and its rule; a referral is a cap of `light`."""
        found = [
            (limit.load, rule.name)
            for rule in self.fired
            for limit in rule.limits
            if limit.load is not None and limit.of.specificity(exercise.id) is not None
        ]
        return found + [("light", rule.name) for rule in self.fired if rule.refer is not None]

    def limited_meaning(self, exercise: Exercise) -> tuple[Meaning, list[str]]:
        """Give how an exercise is done after all limits, and the rules that lowered its load."""
        (_, (load, scheme)), *_ = self.intensities(exercise)
        limits = self.load_limits(exercise)
        cap = min((load for load, _ in limits), key=LOADS.index, default="heavy")
        if not _above(load, cap):
            return (load, scheme), []
        load = [possible for possible in exercise.schemes if not _above(possible, cap)][-1]
        return (load, exercise.schemes[load]), _unique(sorted(name for limit, name in limits if limit == cap))

    def limited_sets(self, exercise: Exercise) -> tuple[int, list[str]]:
        """Give the sets of an exercise after all limits, and the rules that lowered them."""
        (_, sets), *_ = self.volumes(exercise)
        caps = [
            (_most(limit.sets, sets), rule.name)
            for rule in self.fired
            for limit in rule.limits
            if limit.sets is not None and limit.of.specificity(exercise.id) is not None
        ]
        smallest = min((cap for cap, _ in caps), default=sets)
        if smallest >= sets:
            return sets, []
        return smallest, _unique(sorted(name for cap, name in caps if cap == smallest))

    def limited_frequency(self, which: str) -> tuple[Span, list[str]]:
        """Give a frequency after all limits, and the rules that lowered it; an urgent referral leaves nothing."""
        _, span = self.frequency(which)
        if which == "sessions_per_week" and self.urgent() and span != (0, 0):
            return (0, 0), self.urgent()
        caps = [
            (_most(cap, span[1]), rule.name)
            for rule in self.fired
            for limit in rule.limits
            if (cap := getattr(limit, which)) is not None
        ]
        smallest = min((cap for cap, _ in caps), default=span[1])
        cut = (min(span[0], smallest), min(span[1], smallest))
        if cut == span:
            return span, []
        return cut, _unique(sorted(name for cap, name in caps if cap == smallest))

    # --- 7. frequency of nothing

    def sessions(self) -> tuple[Span, list[str]]:
        """Give the sessions per week and the rules that are their reason."""
        rule, _ = self.frequency("sessions_per_week")
        span, limits = self.limited_frequency("sessions_per_week")
        return span, _unique([rule.name, *limits])

    def capped_plyometric_sessions(self) -> tuple[Span, list[str]]:
        """Give the plyometric sessions among all sessions, and the rules that lowered either."""
        span, limits = self.limited_frequency("plyometric_sessions_per_week")
        every, every_limits = self.limited_frequency("sessions_per_week")
        cut = (min(span[0], every[0]), min(span[1], every[1]))
        return cut, (limits if cut == span else _unique(sorted([*limits, *every_limits])))

    def plyometric_sessions(self) -> tuple[Span, list[str]]:
        """Give the plyometric sessions per week and the rules that are their reason."""
        rule, _ = self.frequency("plyometric_sessions_per_week")
        span, limits = self.capped_plyometric_sessions()
        if any(exercise.role == "plyometric" for exercise in self.remaining):
            return span, _unique([rule.name, *limits])
        vetoes = [
            name
            for exercise in self.rulebook.exercises.values()
            if exercise.role == "plyometric" and self.prescribed[exercise.id]
            for name in self.vetoes[exercise.id]
        ]
        return (0, 0), _unique([rule.name, *sorted([*limits, *vetoes])])

    # --- 8. focus

    def referring(self) -> list[str]:
        """Give the rules that refer, the gravest first, then by name."""
        rules = [rule for rule in self.fired if rule.refer is not None]
        return [rule.name for rule in sorted(rules, key=lambda rule: (-URGENCIES.index(rule.refer or ""), rule.name))]

    def urgent(self) -> list[str]:
        """Give the rules that refer urgently or as an emergency, by name."""
        return [rule.name for rule in self.fired if rule.refer in {"urgent", "emergency"}]

    def urgency(self) -> str | None:
        referring = self.referring()
        return self.rulebook.rules[referring[0]].refer if referring else None

    def proposing(self, focus: str) -> list[str]:
        if focus == "referral":
            return self.referring()
        return [rule.name for rule in self.fired if rule.focus == focus]

    def find_focus(self) -> str:
        return next(focus for focus in FOCUSES if self.proposing(focus))

    # --- 9. order

    def in_order(self) -> list[Exercise]:
        """Give the exercises that remain: by role for the focus, strongest tier, and rank."""
        roles = self.rulebook.focus_order[self.focus]
        rank = list(self.rulebook.exercises)
        return sorted(
            (exercise for exercise in self.rulebook.exercises.values() if self.given[exercise.id]),
            key=lambda exercise: (
                roles.index(exercise.role),
                -max(TIERS.index(self.rulebook.rules[name].tier) for name in self.given[exercise.id]),
                rank.index(exercise.id),
            ),
        )

    # --- 10. advice

    def advice(self) -> list[dict[str, Any]]:
        urgency = self.urgency()
        brought = () if urgency is None else self.rulebook.referral[urgency][1]
        found = []
        for name, text in self.rulebook.advice.items():
            rules = [rule.name for rule in self.fired if name in rule.advise]
            if name in brought:
                rules += self.referring()
            if rules:
                found.append({"advice": name, "text": text, "because": self.reasons(_unique(rules))})
        return found

    # --- 11. cues

    def cues(self, exercise: Exercise) -> list[dict[str, Any]]:
        own = list(exercise.cues)
        added = {cue for rule in self.fired for cue, exercises in rule.cues if exercise.id in exercises}
        names = own + [cue for cue in self.rulebook.cues if cue in added and cue not in own]
        by = {
            cue: sorted(
                rule.name for rule in self.fired for other, of in rule.cues if other == cue and exercise.id in of
            )
            for cue in names
        }
        return [{"cue": cue, "text": self.rulebook.cues[cue], "because": self.reasons(by[cue])} for cue in names]

    # --- 12. the next session

    def next_session(self) -> list[str]:
        settings = self.rulebook.session
        assert settings is not None, "a rulebook with exercises says what a session may hold"
        most = {"warm_up": settings.warm_up, "main": settings.main, "close": settings.close}
        groups: dict[str, list[Exercise]] = {"warm_up": [], "main": [], "close": []}
        for exercise in self.remaining:
            groups[_group_of(exercise)].append(exercise)
        warm_up, main, close = groups.values()
        seen: list[str] = []
        firsts: list[Exercise] = []
        others: list[Exercise] = []
        for exercise in main:
            (others if exercise.pattern in seen else firsts).append(exercise)
            seen.append(exercise.pattern)
        main = firsts + others
        lead = next((exercise for exercise in main if exercise.role == "strength"), None)
        main = sorted(main, key=lambda exercise: exercise != lead)
        turns = [*warm_up[:1], *main[:2], *close[:1], *main[2:], *warm_up[1:], *close[1:]]

        minutes = getattr(self.facts, "session_minutes", None)
        left = None if minutes is None else Fraction(60 * minutes + settings.changeover_seconds)
        picked: list[Exercise] = []
        for exercise in turns:
            if left is None:
                if sum(_group_of(other) == _group_of(exercise) for other in picked) == most[_group_of(exercise)]:
                    continue
            else:
                if self.seconds(exercise) > left:
                    continue
                left -= self.seconds(exercise)
            picked.append(exercise)
        if self.remaining and not picked:
            picked = [min(self.remaining, key=self.seconds)]

        def place(exercise: Exercise) -> int:
            parts = ("warm_up", "plyometric", "strength", "mobility", "recovery")
            return parts.index("warm_up" if _group_of(exercise) == "warm_up" else exercise.role)

        def small(exercise: Exercise) -> list[bool]:
            is_strength = exercise.role == "strength"
            return [is_strength and not exercise.compound, is_strength and exercise.compound and exercise.unilateral]

        in_order = sorted(picked, key=lambda x: (place(x), small(x), self.remaining.index(x)))
        return [exercise.id for exercise in in_order]

    def seconds(self, exercise: Exercise) -> Fraction:
        """Give the time that an exercise takes."""
        settings = self.rulebook.session
        assert settings is not None, "a rulebook with exercises says what a session may hold"
        (_, scheme), _ = self.limited_meaning(exercise)
        sets, _ = self.limited_sets(exercise)
        shortest = exercise.role == "recovery" and scheme.seconds is not None
        work = _count(scheme)[0 if shortest else 1] * (1 if scheme.seconds else settings.seconds_per_repetition)
        work *= 2 if exercise.unilateral else 1
        return sets * (work + Fraction(sum(scheme.rest_seconds), 2)) + settings.changeover_seconds

    # --- reasons

    def reason(self, name: str) -> dict[str, Any]:
        """Give the reason that a fired rule is."""
        rule = self.rulebook.rules[name]
        paths, findings = support(rule.when, self.facts, self.findings)
        derivers = [other.name for finding in sorted(findings) for other in self.fired if finding in other.derive]
        return {
            "rule": name,
            "text": rule.because,
            "facts": {str(path): self.plain(path) for path in paths},
            "sources": list(rule.sources),
            "from": self.reasons(_unique(derivers)),
            "absent": [
                self.absent(finding) for finding in sorted(findings_missed(rule.when, self.facts, self.findings))
            ],
            "unknown": [str(path) for path in self.paths_in_order(gaps(rule.when, self.facts, self.findings))],
        }

    def absent(self, finding: str) -> dict[str, Any]:
        """Give what keeps a finding from being made: what speaks against it, and what of it is not known."""
        against: set[Path] = set()
        unknown: set[Path] = set()
        missed = [finding]
        for name in missed:
            for rule in self.rulebook.rules.values():
                if name not in rule.derive:
                    continue
                if truth(rule.when, self.facts, self.findings) is False:
                    against |= support(rule.when, self.facts, self.findings, wanted=False)[0]
                    more = findings_missed(rule.when, self.facts, self.findings, wanted=False)
                    missed += sorted(more - set(missed))
                else:
                    unknown |= {path for path in paths_of(rule.when) if known(self.facts, path) is None}
        return {
            "finding": finding,
            "facts": {str(path): self.plain(path) for path in against},
            "unknown": [str(path) for path in self.paths_in_order(unknown)],
        }

    def not_screened(self) -> list[str]:
        """Give what should be asked before anything else and is not known."""
        found = []
        for name, attribute in fields_of(type(self.facts)).items():
            kind = kind_of(attribute)
            if attribute.metadata["screening"]:
                paths = [Path(name, key) for key in kind.keys] if isinstance(kind, MapOf) else [Path(name)]
                found += [str(path) for path in paths if known(self.facts, path) is None]
        return found

    def paths_in_order(self, paths: Iterable[Path]) -> list[Path]:
        """Sort facts into the order of the vocabulary."""
        order = list(fields_of(type(self.facts)))
        return sorted(paths, key=lambda path: (order.index(path.field), path.key or ""))

    def reasons(self, names: Iterable[str]) -> list[dict[str, Any]]:
        return [self.reason(name) for name in names]

    def plain(self, path: Path) -> Any:  # noqa: ANN401 - any JSON value
        """Give a fact as it stands in the profile of the result."""
        value = self.facts.to_dict()[path.field]
        return value if path.key is None else value[path.key]

    def strongest_first(self, names: Iterable[str]) -> list[str]:
        return sorted(names, key=lambda name: (-TIERS.index(self.rulebook.rules[name].tier), name))

    # --- what was overruled

    def overruled(self) -> list[dict[str, Any]]:
        return [
            *_joined(self.overruled_exercises()),
            *_joined(self.overruled_intensities()),
            *_joined(self.overruled_volumes()),
            *_joined(self.lowered_loads()),
            *_joined(self.lowered_sets()),
            *self.lowered_frequencies(),
            *self.overruled_focuses(),
        ]

    def entry(  # noqa: PLR0913 - an entry has these parts
        self,
        kind: str,
        what: str,
        because: Iterable[str],
        by: Iterable[str],
        *,
        of: Exercise | None = None,
        lead: str = "",
    ) -> dict[str, Any]:
        about = {"exercises": []} if of is None else {"exercises": [of.id], "lead": lead, "names": [of.name]}
        return {"kind": kind, "what": what, **about, "because": self.reasons(because), "by": self.reasons(by)}

    def overruled_exercises(self) -> list[dict[str, Any]]:
        return [
            self.entry("exercise", "", self.strongest_first(self.prescribed[x.id]), self.vetoes[x.id], of=x)
            for x in self.rulebook.exercises.values()
            if self.prescribed[x.id] and self.vetoes[x.id]
        ]

    def overruled_intensities(self) -> list[dict[str, Any]]:
        found = []
        for exercise in self.remaining:
            (rule, best), *lower = self.intensities(exercise)
            rivals = self.rivals(exercise, partial(_intensity, exercise=exercise), _lightest_first)
            beaten = rivals or lower
            if beaten and beaten[0][1] != best:
                other, (load, scheme) = beaten[0]
                what = f"{load}, {_counted(scheme)}, for "
                found.append(self.entry("intensity", "", [other.name], [rule.name], of=exercise, lead=what))
        return found

    def overruled_volumes(self) -> list[dict[str, Any]]:
        found = []
        for exercise in self.remaining:
            (rule, sets), *lower = self.volumes(exercise)
            beaten = self.rivals(exercise, _volume, _fewest_first) or lower
            if beaten and beaten[0][1] != sets:
                other, others = beaten[0]
                what = f"{_number((others, others), 'set')} for "
                found.append(self.entry("volume", "", [other.name], [rule.name], of=exercise, lead=what))
        return found

    def lowered_loads(self) -> list[dict[str, Any]]:
        found = []
        for exercise in self.remaining:
            (rule, (load, _)), *_ = self.intensities(exercise)
            _, limits = self.limited_meaning(exercise)
            if limits:
                found.append(self.entry("load", "", [rule.name], limits, of=exercise, lead=f"{load} for "))
        return found

    def lowered_sets(self) -> list[dict[str, Any]]:
        found = []
        for exercise in self.remaining:
            (rule, sets), *_ = self.volumes(exercise)
            _, limits = self.limited_sets(exercise)
            if limits:
                what = f"{_number((sets, sets), 'set')} for "
                found.append(self.entry("sets", "", [rule.name], limits, of=exercise, lead=what))
        return found

    def lowered_frequencies(self) -> list[dict[str, Any]]:
        found = []
        _, by_limits = self.limited_frequency("sessions_per_week")
        _, by_limits_of_both = self.capped_plyometric_sessions()
        for which, one, limits in (
            ("sessions_per_week", "session", by_limits),
            ("plyometric_sessions_per_week", "plyometric session", by_limits_of_both),
        ):
            rule, span = self.frequency(which)
            planned = which == "sessions_per_week" or any(
                exercise.role == "plyometric" and (self.prescribed[exercise.id] or exercise in self.remaining)
                for exercise in self.rulebook.exercises.values()
            )
            if limits and planned:
                found.append(self.entry(which, f"{_number(span, one)} a week", [rule.name], limits))
        return found

    def overruled_focuses(self) -> list[dict[str, Any]]:
        holds = self.proposing(self.focus)
        return [
            self.entry("focus", f"a focus on {focus}", self.proposing(focus), holds)
            for focus in FOCUSES
            if focus not in {self.focus, "strength"} and self.proposing(focus)
        ]

    # --- the whole

    def exercise(self, exercise: Exercise) -> dict[str, Any]:
        (load, scheme), load_limits = self.limited_meaning(exercise)
        sets, set_limits = self.limited_sets(exercise)
        (intensity, _), *_ = self.intensities(exercise)
        (volume, _), *_ = self.volumes(exercise)
        return {
            "exercise": exercise.id,
            "name": exercise.name,
            "role": exercise.role,
            "sets": sets,
            "reps": None if scheme.reps is None else list(scheme.reps),
            **({} if scheme.seconds is None else {"seconds": list(scheme.seconds)}),
            "rest_seconds": list(scheme.rest_seconds),
            "per_side": exercise.unilateral,
            "load": load,
            "cues": self.cues(exercise),
            "because": self.reasons(self.strongest_first(self.given[exercise.id])),
            "dose_because": self.reasons(
                _unique([intensity.name, volume.name, *sorted({*load_limits, *set_limits})]),
            ),
        }

    def referral(self) -> dict[str, Any] | None:
        urgency = self.urgency()
        if urgency is None:
            return None
        text, _ = self.rulebook.referral[urgency]
        return {"urgency": urgency, "text": text, "because": self.reasons(self.referring())}

    def result(self) -> dict[str, Any]:
        sessions, sessions_because = self.sessions()
        plyometric, plyometric_because = self.plyometric_sessions()
        written = {rule.template: rule.override for rule in self.rulebook.rules.values() if rule.override is not None}
        overrides = [{"rule": name, "because": written[name]} for name in sorted(written)]
        found: dict[str, Any] = {
            "schema": SCHEMA,
            "rulebook": {
                "name": self.rulebook.name,
                "version": self.rulebook.version,
                "digest": self.rulebook.digest,
                **({"overrides": overrides} if overrides else {}),
            },
            "profile": self.facts.to_dict(),
            "focus": self.focus,
            "sessions_per_week": list(sessions),
            "plyometric_sessions_per_week": list(plyometric),
            "because": {
                "focus": self.reasons(self.proposing(self.focus)),
                "sessions_per_week": self.reasons(sessions_because),
                "plyometric_sessions_per_week": self.reasons(plyometric_because),
            },
            "exercises": [self.exercise(exercise) for exercise in self.remaining],
            "next_session": self.next_session(),
            "avoid": [
                {"exercise": name, "because": self.reasons(vetoes)} for name, vetoes in self.vetoes.items() if vetoes
            ],
            "advice": self.advice(),
            "referral": self.referral(),
            "overruled": self.overruled(),
        }
        cited = {source: self.rulebook.sources[source] for source in sorted(_cited(found))}
        found["sources"] = {
            name: {"text": source.text, "kind": source.kind, "disputed": source.disputed}
            for name, source in cited.items()
        }
        found["not_screened"] = self.not_screened()
        found["disclaimer"] = self.rulebook.disclaimer
        return found


# --- words and numbers ----------------------------------------------------------------------------------------------


def _above(load: str, cap: str) -> bool:
    return LOADS.index(load) > LOADS.index(cap)


def _intensity(dose: Dose, exercise: Exercise) -> Meaning | None:
    return None if dose.load is None else _meaning(dose, exercise)


def _lightest_first(meaning: Meaning) -> tuple[int, ...]:
    load, scheme = meaning
    rest = (-end for end in _upper_then_lower(scheme.rest_seconds))
    return LOADS.index(load), *_upper_then_lower(_count(scheme)), *rest


def _volume(dose: Dose) -> int | None:
    return dose.sets


def _fewest_first(sets: int) -> tuple[int, ...]:
    return (sets,)


def _meaning(dose: Dose, exercise: Exercise) -> Meaning:
    """Give what a dose means for an exercise: the load that it can be done with, and how."""
    assert dose.load is not None
    if dose.load in exercise.schemes:
        scheme = exercise.schemes[dose.load]
        reps = None if scheme.reps is None else dose.reps or scheme.reps
        seconds = None if scheme.seconds is None else dose.seconds or scheme.seconds
        return dose.load, Scheme(reps, seconds, dose.rest_seconds or scheme.rest_seconds)
    lower = [load for load in exercise.schemes if not _above(load, dose.load)]
    load = lower[-1] if lower else exercise.lowest
    return load, exercise.schemes[load]


def _most(cap: Cap, dose: int) -> int:
    """Give the number that a cap stands for; a share is rounded down, and is at least 1."""
    return max(1, int(Fraction(cap.amount, 100) * dose)) if cap.percent else cap.amount


def _count(scheme: Scheme) -> Span:
    """Give the repetitions, or, of what is done for time, the seconds."""
    span = scheme.reps or scheme.seconds
    assert span is not None
    return span


def _upper_then_lower(span: Span) -> tuple[int, int]:
    return span[1], span[0]


def _group_of(exercise: Exercise) -> str:
    if exercise.role == "activation" or (exercise.role == "mobility" and exercise.dynamic):
        return "warm_up"
    return "main" if exercise.role in {"plyometric", "strength"} else "close"


def _number(span: Span, one: str) -> str:
    """Write a span and what it counts: `2–3 sessions`, `1 set`."""
    number = str(span[0]) if span[0] == span[1] else f"{span[0]}\N{EN DASH}{span[1]}"
    return f"{number} {one}" if span == (1, 1) else f"{number} {one}s"


def _counted(scheme: Scheme) -> str:
    return _number(_count(scheme), "repetition" if scheme.reps else "second")


def _joined(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Make one of the entries that differ only in their exercise, and say what they are about."""
    joined: list[dict[str, Any]] = []
    for entry in entries:
        same = next(
            (other for other in joined if all(other[key] == entry[key] for key in ("lead", "because", "by"))), None
        )
        if same is None:
            joined.append(entry)
        else:
            same["exercises"] += entry["exercises"]
            same["names"] += entry["names"]
    for entry in joined:
        entry["what"] = entry.pop("lead") + ", ".join(entry.pop("names"))
    return joined


def _cited(part: Any) -> set[str]:  # noqa: ANN401 - any part of a result
    """Give the sources of all reasons anywhere in a part of a result."""
    if isinstance(part, list):
        return {source for item in part for source in _cited(item)}
    if isinstance(part, dict):
        own = part["sources"] if "rule" in part and "from" in part else []
        return {*own, *(source for item in part.values() for source in _cited(item))}
    return set()


def _add(names: list[str], name: str) -> None:
    if name not in names:
        names.append(name)


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
