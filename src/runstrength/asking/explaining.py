"""Finding the answers to "why this?" and "why not that?" in a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from runstrength.errors import UnknownNameError
from runstrength.explain.missing import missing
from runstrength.explain.why import Why, parts_of_dose, parts_of_week, title_of
from runstrength.explain.why_not import STATUSES, Ground, WhyNot
from runstrength.explain.words import sessions_in_words, spoken
from runstrength.facts import fields_of, kind_of
from runstrength.kinds import Ids
from runstrength.language import said, speaking
from runstrength.rulebook.conditions import paths_of
from runstrength.rulebook.rule import FOCUSES, LOADS
from runstrength.session import minutes_of
from runstrength.strangers import nearest, show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from runstrength.explain.missing import Missing
    from runstrength.explain.reasons import Reason
    from runstrength.explain.why import DosePart
    from runstrength.outcome import Item
    from runstrength.recommendation import Recommendations
    from runstrength.rulebook.rule import Exercise, Rule, Rulebook

__all__ = ["unknown_name", "why", "why_not"]

WEEK = ("sessions_per_week", "plyometric_sessions_per_week")
PARTS = ("focus", *WEEK, "referral")
EQUIPMENT = "equipment"


def why(result: Recommendations, asked: str) -> Why:
    """Say why something is part of a result. Raises `UnknownNameError` where it is not."""
    with speaking(result.language):
        return _why(result, asked)


def _why(result: Recommendations, asked: str) -> Why:
    for exercise, item in zip(result.exercises, result.outcome.items, strict=True):
        if exercise.exercise == asked:
            parts = parts_of_dose(item, result.outcome, result.reasons)
            cues = tuple((cue.text, cue.because) for cue in exercise.cues if cue.because)
            return _answer(result, asked, exercise.name, exercise.dose, exercise.because, parts, cues)
    for advice in result.advice:
        if advice.advice == asked:
            return _answer(result, asked, said("Advice"), advice.text, advice.because)
    if asked == "referral" and result.referral is not None:
        return _answer(result, asked, title_of(asked), result.referral.text, result.referral.because)
    if asked == "focus":
        return _answer(result, asked, title_of(asked), spoken(result.focus), result.because[asked])
    if type(asked) is str and asked in WEEK:
        what = sessions_in_words(getattr(result, asked), plyometric=asked != WEEK[0])
        parts = parts_of_week(asked, result.outcome, result.reasons)
        return _answer(result, asked, title_of(asked), what, result.because[asked], parts)
    raise _not_given(result, asked)


def _answer(  # noqa: PLR0913, PLR0917 - an answer has these parts
    result: Recommendations,
    asked: str,
    title: str,
    what: str,
    because: tuple[Reason, ...],
    parts: tuple[DosePart, ...] = (),
    cues: tuple[tuple[str, tuple[Reason, ...]], ...] = (),
) -> Why:
    return Why(asked, title, what, because, parts, cues, result.sources, type(result.profile), result.language)


def _not_given(result: Recommendations, asked: object) -> UnknownNameError:
    """Say of something that is no part of the result whether it is known at all."""
    if type(asked) is not str:
        return unknown_name(asked, ())
    if asked in result.rulebook.exercises:
        return UnknownNameError(f"{asked} is not recommended to this runner; why_not tells why")
    if asked in result.rulebook.advice:
        return UnknownNameError(f"{asked} is no advice to this runner; why_not tells why")
    if asked == "referral":
        return UnknownNameError("this runner is not referred to anybody")
    return unknown_name(asked, [*result.rulebook.exercises, *result.rulebook.advice, *PARTS])


def unknown_name(asked: object, known: Iterable[str]) -> UnknownNameError:
    """Make the error for a name that nothing has."""
    near = nearest(asked, known)
    hint = f"; did you mean {near}?" if near else ""
    return UnknownNameError(f"there is nothing here by the name {show(asked)}{hint}")


def why_not(result: Recommendations, asked: str, load: str | None = None) -> WhyNot:
    """Say why something is not part of a result, or not at a load. Raises `UnknownNameError` for what nobody knows."""
    with speaking(result.language):
        return _WhyNot(result).answer(asked, load)


class _WhyNot:
    def __init__(self, result: Recommendations) -> None:
        self.result = result
        self.book: Rulebook = result.texts
        self.items = {item.exercise.id: item for item in result.outcome.items}

    def answer(self, asked: str, load: str | None) -> WhyNot:
        if (type(load) is not str and load is not None) or (load is not None and load not in LOADS):
            raise unknown_name(load, LOADS)
        if type(asked) is str:
            if asked in self.book.exercises:
                exercise = self.book.exercises[asked]
                return (
                    self.lighter(exercise, load)
                    if load is not None and asked in self.items
                    else self.exercise(exercise)
                )
            if load is None and asked in LOADS:
                return self.load(asked)
            if load is None and asked in self.book.advice:
                given = any(advice == asked for advice, _ in self.result.outcome.advice)
                return self.conclusion(asked, said("Advice"), lambda rule: asked in rule.advise, given=given)
            if load is None and asked in FOCUSES:
                title = said("A focus on {focus}", focus=spoken(asked))
                return self.focus(asked, title)
            if load is None and asked == "referral":
                given = self.result.outcome.referral is not None
                return self.conclusion(asked, title_of(asked), lambda rule: rule.refer is not None, given=given)
        raise unknown_name(asked, [*self.book.exercises, *LOADS, *FOCUSES, *self.book.advice, "referral"])

    def make(  # noqa: PLR0913 - an answer has these parts
        self,
        asked: str,
        title: str,
        status: str,
        *,
        grounds: Iterable[Ground] = (),
        wanted: tuple[Reason, ...] = (),
        missing: tuple[Missing, ...] = (),
        instead: tuple[str, ...] = (),
        minutes: int | None = None,
    ) -> WhyNot:
        return WhyNot(
            asked=asked,
            title=title,
            status=status,
            grounds=tuple(grounds),
            wanted=wanted,
            missing=missing,
            instead=instead,
            minutes=minutes,
            names={name: exercise.name for name, exercise in self.result.texts.exercises.items()},
            sources=self.result.sources,
            vocabulary=type(self.result.profile),
            language=self.result.language,
        )

    # exercises

    def exercise(self, exercise: Exercise) -> WhyNot:
        name, result = exercise.id, self.result
        vetoed = dict(result.outcome.avoid).get(name)
        if vetoed is not None:
            grounds = self.grounds(exercise, vetoed)
            return self.make(
                name, exercise.name, grounds[0].kind, grounds=grounds, wanted=self.reasons(self.prescribers(name))
            )
        if name in result.next_session:
            return self.make(name, exercise.name, "recommended")
        if name in self.items:
            minutes = self.book.session and getattr(result.profile, "session_minutes", None)
            needed = minutes_of([self.items[name]], self.book.session) if self.book.session and minutes else None
            return self.make(name, exercise.name, "not_in_next_session", minutes=needed)
        could = [rule for rule in self.silent() if any(name in choice for choice in rule.prescribe)]
        found = missing(could, self.book, result.profile, result.reasons)
        taken = self.taken_before(name)
        if taken:
            return self.make(
                name,
                exercise.name,
                "superseded",
                wanted=(),
                missing=found,
                instead=taken,
            )
        return self.make(name, exercise.name, "not_prescribed", missing=found)

    def grounds(self, exercise: Exercise, vetoed: Iterable[str]) -> list[Ground]:
        kinds: dict[str, list[str]] = {}
        for name in vetoed:
            kinds.setdefault(self.kind_of_veto(self.book.rules[name], exercise), []).append(name)
        return [Ground(kind, self.reasons(kinds[kind])) for kind in STATUSES if kind in kinds]

    def kind_of_veto(self, rule: Rule, exercise: Exercise) -> str:
        if exercise.id not in rule.avoid:
            return "limited_away" if rule.refer is None else "referred"
        paths = paths_of(rule.when)
        declared = fields_of(self.book.vocabulary)
        if any(isinstance(kind_of(declared[path.field]), Ids) for path in paths):
            return "excluded"
        if paths and all(path.field == EQUIPMENT for path in paths):
            return "no_equipment"
        return "vetoed"

    def prescribers(self, exercise: str) -> list[str]:
        fired = self.result.fired
        return [
            rule.name
            for rule in self.book.rules.values()
            if rule.name in fired and any(exercise in choice for choice in rule.prescribe)
        ]

    def taken_before(self, exercise: str) -> tuple[str, ...]:
        """Give what stands before an exercise where rules that fired take the first of several."""
        found = {}
        for name in self.prescribers(exercise):
            for choice in self.book.rules[name].prescribe:
                if exercise in choice:
                    before = choice[: choice.index(exercise)]
                    found.update(dict.fromkeys(one for one in before if one in self.items))
        return tuple(found)

    # loads

    def lighter(self, exercise: Exercise, load: str) -> WhyNot:
        """Say why an exercise that is recommended is not done at a load."""
        item = self.items[exercise.id]
        title = said("{exercise}, {load}", exercise=exercise.name, load=spoken(load))
        if load not in exercise.schemes:
            return self.make(exercise.id, title, "no_such_load")
        if item.load == load:
            return self.make(exercise.id, title, "recommended", instead=(exercise.id,))
        status, ground, could = self.held(item, load)
        found = missing(could, self.book, self.result.profile, self.result.reasons)
        return self.make(exercise.id, title, status, grounds=[ground], missing=found)

    def load(self, load: str) -> WhyNot:
        """Say for all exercises at once why none or not all are done at a load."""
        title = spoken(load)[:1].upper() + spoken(load)[1:]
        having = tuple(name for name, item in self.items.items() if item.load == load)
        groups: dict[tuple[str, tuple[str, ...]], tuple[Ground, list[str]]] = {}
        could: dict[str, Rule] = {}
        for name, item in self.items.items():
            if item.load == load or load not in item.exercise.schemes:
                continue
            status, ground, rules = self.held(item, load)
            names = tuple(reason.rule for reason in ground.because)
            groups.setdefault((status, names), (ground, []))[1].append(name)
            could.update({rule.name: rule for rule in rules})
        grounds = [attrs.evolve(ground, about=tuple(names)) for ground, names in groups.values()]
        grounds.sort(key=lambda ground: STATUSES.index(ground.kind))
        if having:
            return self.make(load, title, "recommended", grounds=grounds, instead=having)
        found = missing(could.values(), self.book, self.result.profile, self.result.reasons)
        if grounds:
            return self.make(load, title, grounds[0].kind, grounds=grounds, missing=found)
        if self.items or self.result.outcome.referral is None:
            return self.make(load, title, "no_such_load")
        return self.make(load, title, "referred", grounds=[Ground("referred", self.result.because["focus"])])

    def held(self, item: Item, load: str) -> tuple[str, Ground, list[Rule]]:
        """Say what holds an exercise at its load: a limit, or whoever set it, and the rules that could ask for more."""
        less = LOADS.index(item.load) < LOADS.index(load)
        if less and item.load_limited_by:
            return "lowered", Ground("lowered", self.reasons(item.load_limited_by)), []
        could = [
            rule
            for rule in self.silent()
            if any(dose.load == load and dose.of.specificity(item.exercise.id) is not None for dose in rule.doses)
        ]
        return "set_lower", Ground("set_lower", self.reasons(item.intensity_by)), could

    # the rest

    def focus(self, asked: str, title: str) -> WhyNot:
        result = self.result
        if asked == result.focus:
            return self.make(asked, title, "recommended")
        if FOCUSES.index(asked) > FOCUSES.index(result.focus) and any(
            rule.focus == asked for rule in self.fired_rules()
        ):
            return self.make(asked, title, "vetoed", grounds=[Ground("vetoed", result.because["focus"])])
        return self.conclusion(asked, title, lambda rule: rule.focus == asked, given=False)

    def conclusion(self, asked: str, title: str, concludes: Callable[[Rule], bool], *, given: bool) -> WhyNot:
        """Say of anything else why no rule concludes it."""
        if given:
            return self.make(asked, title, "recommended")
        could = [rule for rule in self.silent() if concludes(rule)]
        found = missing(could, self.book, self.result.profile, self.result.reasons)
        return self.make(asked, title, "not_given", missing=found)

    def silent(self) -> Iterable[Rule]:
        return (rule for rule in self.book.rules.values() if rule.name not in self.result.fired)

    def fired_rules(self) -> Iterable[Rule]:
        return (rule for rule in self.book.rules.values() if rule.name in self.result.fired)

    def reasons(self, names: Iterable[str]) -> tuple[Reason, ...]:
        return self.result.reasons.of(names)
