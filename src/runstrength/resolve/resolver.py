"""From the set of rules that fired to what is recommended: vetoes, prescriptions, doses, limits, order.

What each step means is the page "What conclusions mean together" of the documentation. Nothing here depends on the
order of rules, and nothing here knows why a rule fired: an outcome names rules, and their reasons are built from the
names.

Sets of rules are numbers, as `sayings` has them. Whatever depends on a few of the rules only (the dose of one exercise,
how often a week) is worked out once for each set of those that fired, and remembered.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import attrs

from runstrength.memo import Later, Memo
from runstrength.outcome import Intensity, Item, Lost, Outcome
from runstrength.resolve.doses import at_most, caution, choose, smallest
from runstrength.rulebook.rule import FOCUSES, LOADS, TIERS, URGENCIES
from runstrength.session import next_session, slot_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runstrength.outcome import Names
    from runstrength.resolve.doses import Spoken
    from runstrength.resolve.sayings import Frequency, OfExercise, Sayings
    from runstrength.rulebook.rule import Span
    from runstrength.session import Slot

__all__ = ["Given", "Referred", "Resolver"]

T = TypeVar("T")

PLYOMETRIC = "plyometric"


class _Loss(NamedTuple):
    """What was lost of one exercise; `alike` is the same for those that differ in nothing but the exercise."""

    alike: str
    lost: Lost


class Given(NamedTuple):
    """An exercise as it is given: with its dose, what was lost of that by kind, and what it takes of a session.

    `order` sorts within a role: the stronger reason first, then the catalogue's rank.
    """

    item: Item
    role: str
    order: int
    losses: tuple[_Loss | None, ...]
    slot: Slot | None


class Referred(NamedTuple):
    """What follows from the rules that refer: the urgency (None if there are none), their names, the urgent of them."""

    urgency: str | None
    names: Names
    urgent: Names
    advice: Names


class _Often(NamedTuple):
    """How often a week: the dose, what limits leave of it, the dose's rule, and the limits at work."""

    dose: Span
    span: Span
    rule: Names
    by: int


class Resolver:
    """Resolves what the rules of one rulebook say. Threads may share it."""

    def __init__(self, sayings: Sayings) -> None:
        self.sayings = sayings
        self._bit = {name: 1 << number for number, name in enumerate(sayings.names)}
        self.refer = sum(1 << number for number, _ in sayings.referrals)
        self._exercises = [(name, of.vetoed_by, of.prescribed_by) for name, of in sayings.exercises.items()]
        self.plyometrics = [name for name, of in sayings.exercises.items() if of.exercise.role == PLYOMETRIC]
        self._choices = [(1 << number, choice) for number, choice in sayings.choices]
        self._fallbacks = [(1 << number, choice) for number, choice in sayings.fallbacks]
        step = len(sayings.exercises) * (len(TIERS) + 1)
        self._weights = {
            focus: {role: at * step for at, role in enumerate(sayings.focus_order.get(focus, ()))} for focus in FOCUSES
        }
        self.names: Memo[int, Names] = Memo(self._sorted, most=4096)
        self._strongest: Memo[int, Names] = Memo(self._by_tier, most=4096)
        self._given = {name: (of.dosed_by, Memo(partial(self._made, of))) for name, of in sayings.exercises.items()}
        self._referred: Memo[int, Referred] = Memo(self._referral)
        self._often = {of: Memo(partial(self._frequency, of)) for of in (sayings.sessions, sayings.plyometric_sessions)}

    # what is asked for apart: of pieces, and of the order in which they stand

    def referring(self, rules: int) -> Referred:
        """Give what follows from those of the rules that refer."""
        return self._referred[rules & self.refer]

    def strongest(self, rules: int) -> Names:
        """Give the names of rules, those of the highest tier first: what stands behind an exercise."""
        return self._strongest[rules]

    def weight(self, focus: str, name: str, because: int) -> int:
        """Say where an exercise stands among others for a focus: the lightest is the most important."""
        of = self.sayings.exercises[name]
        return self._weights[focus][of.exercise.role] + self._order(of, because)

    def _order(self, of: OfExercise, because: int) -> int:
        tier = max((tier for tier, mask in enumerate(self.sayings.tiers) if because & mask), default=0)
        return (len(TIERS) - tier) * len(self.sayings.exercises) + of.rank

    # sets of rules

    def bits(self, fired: Iterable[str]) -> int:
        """Give rules as bits."""
        return sum(map(self._bit.__getitem__, fired))

    def _numbers(self, rules: int) -> Iterator[int]:
        while rules:
            lowest = rules & -rules
            yield lowest.bit_length() - 1
            rules ^= lowest

    def _sorted(self, rules: int) -> Names:
        return tuple(self.sayings.names[number] for number in self._numbers(rules))

    def _by_tier(self, rules: int) -> Names:
        return tuple(name for tier in reversed(self.sayings.tiers) for name in self.names[rules & tier])

    # the whole

    def outcome(self, fired: Iterable[str], minutes: int | None) -> Outcome:
        """Give what follows from the rules that fired, for somebody with so many minutes for a session."""
        rules = self.bits(fired)
        referred = self.referring(rules)
        vetoes, remaining, passed = self.taken(rules, fallback=not referred.urgent)
        focuses = self.focuses(rules, referred)
        focus, focus_because = focuses[0]
        given = []
        for name, because in remaining.items():
            dosed_by, of = self._given[name]
            given.append(of[rules & dosed_by, because])
        weight = self._weights[focus]
        given.sort(key=lambda of: weight[of.role] + of.order)
        sessions, sessions_because, lost_sessions = self.sessions(rules, referred)
        plyometric, plyometric_because, lost_plyometric = self.plyometric(
            rules, sessions, lost_sessions, vetoes, remaining, passed
        )
        session = self.sayings.session
        names = self.names
        return Outcome(
            focus=focus,
            focus_because=focus_because,
            sessions=sessions,
            sessions_because=sessions_because,
            plyometric_sessions=plyometric,
            plyometric_sessions_because=plyometric_because,
            items=tuple([of.item for of in given]),
            next_session=()
            if session is None
            else next_session([of.slot for of in given if of.slot is not None], session, minutes),
            avoid=tuple([(name, names[by]) for name, by in vetoes.items()]),
            advice=self.advised(rules, referred),
            referral=None if referred.urgency is None else (referred.urgency, referred.names),
            trace=Later(
                lambda: (
                    *self._ruled_out(vetoes, remaining, passed),
                    *self._lost(given),
                    *lost_sessions,
                    *lost_plyometric,
                    *(Lost("focus", (), other, by, focus_because) for other, by in focuses[1:]),
                )
            ),
        )

    # vetoes and prescriptions

    def vetoes(self, rules: int) -> dict[str, int]:
        """Give every exercise that is ruled out, with the rules that do it."""
        return {name: by for name, vetoed_by, _ in self._exercises if (by := rules & vetoed_by)}

    def taken(self, rules: int, *, fallback: bool) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
        """Give what is ruled out, and of what is prescribed what remains and what was passed over, with the rules."""
        vetoes: dict[str, int] = {}
        remaining: dict[str, int] = {}
        passed: dict[str, int] = {}
        for name, vetoed_by, prescribed_by in self._exercises:
            vetoed = rules & vetoed_by
            if vetoed:
                vetoes[name] = vetoed
            prescribed = rules & prescribed_by
            if prescribed:
                (passed if vetoed else remaining)[name] = prescribed
        self._first_of(self._choices, rules, vetoes, remaining, passed)
        if not remaining and fallback:
            self._first_of(self._fallbacks, rules, vetoes, remaining, {})  # nobody wanted those passed over
        return vetoes, remaining, passed

    @staticmethod
    def _first_of(
        choices: Iterable[tuple[int, tuple[str, ...]]],
        rules: int,
        vetoes: dict[str, int],
        remaining: dict[str, int],
        passed: dict[str, int],
    ) -> None:
        """Take of each choice that rules make the first that is not ruled out."""
        for rule, choice in choices:
            if rules & rule:
                for name in choice:
                    found = passed if name in vetoes else remaining
                    found[name] = found.get(name, 0) | rule
                    if found is remaining:
                        break

    def left(self, rules: int) -> dict[str, int]:
        """Give what is left to somebody for whom nothing else remains, with the rules for each."""
        remaining: dict[str, int] = {}
        self._first_of(self._fallbacks, rules, self.vetoes(rules), remaining, {})
        return remaining

    def _ruled_out(self, vetoes: dict[str, int], remaining: dict[str, int], passed: dict[str, int]) -> Iterator[Lost]:
        """Give what was wanted and ruled out; those with the same rules for and against it together."""
        alike: dict[tuple[int, int], list[str]] = {}
        for name, by in vetoes.items():
            wanted = passed.get(name, 0) | remaining.get(name, 0)
            if wanted:
                alike.setdefault((wanted, by), []).append(name)
        for (wanted, by), names in alike.items():
            yield Lost("exercise", tuple(names), None, self._strongest[wanted], self.names[by])

    # doses

    def given(self, name: str, rules: int, because: int) -> Given:
        """Give an exercise with the dose that rules which fired say, `because` of those that prescribe it."""
        dosed_by, of = self._given[name]
        return of[rules & dosed_by, because]

    def _made(self, of: OfExercise, key: tuple[int, int]) -> Given:
        rules, because = key
        by_name = self._strongest[because]
        item, losses = self._dosed(of, rules, by_name)
        session = self.sayings.session
        slot = None if session is None else slot_of(item, session)
        return Given(item, of.exercise.role, self._order(of, because), losses, slot)

    def _dosed(self, of: OfExercise, rules: int, because: Names) -> tuple[Item, tuple[_Loss | None, ...]]:
        exercise, name = of.exercise, (of.exercise.id,)
        intensity = choose(_spoken(of.intensities, rules), caution)
        volume = choose(_spoken(of.volumes, rules), lambda sets: (sets,))
        by_intensity = () if intensity is None else (self.sayings.names[intensity.rule],)
        by_volume = () if volume is None else (self.sayings.names[volume.rule],)
        meaning = self._at(of, exercise.lowest) if intensity is None else intensity.value
        losses: list[_Loss | None] = [None] * 4
        if intensity is not None and intensity.beaten is not None:
            meant, rule = intensity.beaten
            losses[0] = _loss(Lost("intensity", name, meant, (self.sayings.names[rule],), by_intensity))
        if volume is not None and volume.beaten is not None:
            number, rule = volume.beaten
            losses[1] = _loss(Lost("volume", name, number, (self.sayings.names[rule],), by_volume))
        by_load: Names = ()
        cap, capped_by = smallest((cap, rule) for cap, rule in of.load_caps if rules >> rule & 1)
        if cap is not None and LOADS.index(meaning.load) > cap:
            by_load = self.names[capped_by]
            losses[2] = _loss(Lost("load", name, meaning.load, by_intensity, by_load))
            meaning = self._at(of, at_most(exercise, cap) or exercise.lowest)
        by_sets: Names = ()
        sets = 1 if volume is None else volume.value
        most, capped_by = smallest((limit.of(sets), rule) for limit, rule in of.set_caps if rules >> rule & 1)
        if most is not None and most < sets:
            by_sets = self.names[capped_by]
            losses[3] = _loss(Lost("sets", name, sets, by_volume, by_sets))
            sets = most
        item = Item(
            exercise=exercise,
            load=meaning.load,
            reps=meaning.reps,
            seconds=meaning.seconds,
            rest_seconds=meaning.rest_seconds,
            sets=sets,
            cues=tuple((cue, self.names[by & rules]) for cue, by in of.cues if cue in exercise.cues or by & rules),
            because=because,
            intensity_by=by_intensity,
            volume_by=by_volume,
            load_limited_by=by_load,
            sets_limited_by=by_sets,
        )
        return item, tuple(losses)

    @staticmethod
    def _at(of: OfExercise, load: str) -> Intensity:
        scheme = of.exercise.schemes[load]
        return Intensity(load, scheme.reps, scheme.seconds, scheme.rest_seconds)

    @staticmethod
    def _lost(given: list[Given]) -> Iterator[Lost]:
        """Give what was lost of doses, by kind; of exercises that lost the same for the same reasons, together."""
        alike: dict[str, list[Lost]] = {}
        for kind in range(4):
            for of in given:
                loss = of.losses[kind]
                if loss is not None:
                    alike.setdefault(loss.alike, []).append(loss.lost)
        for first, *more in alike.values():
            exercises = first.exercises + tuple([of.exercises[0] for of in more])
            yield Lost(first.kind, exercises, first.amount, first.because, first.by) if more else first

    # frequency

    def _frequency(self, of: Frequency, rules: int) -> _Often:
        part = choose(_spoken(of.doses, rules), lambda span: (span[1], span[0]))
        if part is None:
            return _Often((0, 0), (0, 0), (), 0)
        rule = (self.sayings.names[part.rule],)
        low, high = part.value
        most, by = smallest((cap.of(high), number) for cap, number in of.caps if rules >> number & 1)
        if most is None or most >= high:
            return _Often(part.value, part.value, rule, 0)
        return _Often(part.value, (min(low, most), most), rule, by)

    def _how_often(self, of: Frequency, rules: int) -> _Often:
        return self._often[of][rules & of.said_by]

    def sessions(self, rules: int, referred: Referred) -> tuple[Span, Names, tuple[Lost, ...]]:
        """Give how often a week, the rules for that, and what was lost of it."""
        often = self._how_often(self.sayings.sessions, rules)
        span, by = ((0, 0), tuple(sorted(referred.urgent))) if referred.urgent else (often.span, self.names[often.by])
        if span == often.dose:
            return span, often.rule, ()
        lost = Lost("sessions_per_week", (), often.dose, often.rule, by)
        return span, _together(often.rule, by), (lost,)

    def plyometric(  # noqa: PLR0913, PLR0917 - it turns on all that came before
        self,
        rules: int,
        sessions: Span,
        lost_sessions: tuple[Lost, ...],
        vetoes: dict[str, int],
        remaining: dict[str, int],
        passed: dict[str, int],
    ) -> tuple[Span, Names, tuple[Lost, ...]]:
        """Give how often a week with jumps, the rules for that, and what was lost of it."""
        often = self._how_often(self.sayings.plyometric_sessions, rules)
        span, by = often.span, often.by
        if span[1] > sessions[1] or span[0] > sessions[0]:
            span = (min(span[0], sessions[0]), min(span[1], sessions[1]))
            for one in lost_sessions:
                by |= self.bits(one.by)
        wanted = [name for name in self.plyometrics if name in remaining or name in passed]
        lost: tuple[Lost, ...] = ()
        if span != often.dose and by and wanted:
            lost = (Lost("plyometric_sessions_per_week", (), often.dose, often.rule, self.names[by]),)
        if not any(name in remaining for name in wanted):
            span = (0, 0)
            for name in wanted:
                by |= vetoes.get(name, 0)
        return span, _together(often.rule, self.names[by]), lost

    # the rest

    def _referral(self, rules: int) -> Referred:
        names = self.sayings.names
        by = [(names[number], urgency) for number, urgency in self.sayings.referrals if rules >> number & 1]
        if not by:
            return Referred(None, (), (), ())
        urgent = tuple(name for name, urgency in by if urgency != URGENCIES[0])
        return Referred(by[0][1], tuple(name for name, _ in by), urgent, self.sayings.advised_with[by[0][1]])

    def focuses(self, rules: int, referred: Referred) -> list[tuple[str, Names]]:
        """Give the focus, and after it those that lose to it; the last is there for everybody, and never lost."""
        wanted = [(focus, self.names[by]) for focus, of in self.sayings.focuses if (by := rules & of)]
        if referred.names:
            wanted.insert(0, (FOCUSES[0], referred.names))
        first, *others = wanted or [(FOCUSES[-1], ())]
        return [first, *(other for other in others if other[0] != FOCUSES[-1])]

    def advised(self, rules: int, referred: Referred) -> tuple[tuple[str, Names], ...]:
        """Give each advice with the rules for it."""
        found = []
        for advice, of in self.sayings.advice:
            by = rules & of
            if advice in referred.advice:
                found.append((advice, _together(self.names[by], referred.names)))
            elif by:
                found.append((advice, self.names[by]))
        return tuple(found)


def _spoken(all_of_them: tuple[Spoken[T], ...], rules: int) -> list[Spoken[T]]:
    return [said for said in all_of_them if rules >> said[3] & 1]


def _loss(lost: Lost) -> _Loss:
    """Say what makes two losses alike: how long to rest is no part of what is told."""
    amount = lost.amount
    if isinstance(amount, Intensity):
        amount = attrs.evolve(amount, rest_seconds=(0, 0))
    return _Loss(repr((lost.kind, amount, lost.because, lost.by)), lost)


def _together(*names: Iterable[str]) -> Names:
    return tuple(dict.fromkeys(name for some in names for name in some))
