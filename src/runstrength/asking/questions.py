"""The question that a runner was not asked: the unknown facts whose answer could change the result.

What is left out is settled: whatever the facts that are not asked for may be, alone or together, the same rules fire.
A rule is open if the facts that are known neither fire it nor keep it silent; a fact is worth asking for if an open
rule that matters reads it where nothing known has decided already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from runstrength.asking.regions import IN, UNKNOWN, is_element, with_code
from runstrength.engine import native_for
from runstrength.explain.layout import paragraph
from runstrength.explain.words import counted, label, listed
from runstrength.facts import Ids, MapOf, SetOf, fields_of, kind_of
from runstrength.language import said, speaking
from runstrength.resolve import resolve
from runstrength.rulebook.conditions import Path
from runstrength.rulebook.rule import URGENCIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runstrength.engine.program import CompiledRule, Input
    from runstrength.facts import Facts, Kind
    from runstrength.outcome import Outcome
    from runstrength.recommendation import Recommendations
    from runstrength.rulebook.rule import Rule

__all__ = ["Question", "questions"]

SESSION_MINUTES = "session_minutes"  # the one fact that the next session reads without a rule
MOST_WHYS = 2
_FOUND, _EITHER = 0b10, 0b11  # the codes that a finding may have, as masks


@attrs.frozen
class Question:
    """An unknown fact whose answer could change the result.

    `field` is the field of the profile, `keys` the entries of it that are meant, where it is a map; `text` the
    vocabulary's question, `allowed` what may be answered. `screening` questions come first. `weight` is the most that
    an answer to it alone would change: exercises, doses, vetoes and advice that come, go or become others. `rules` are
    those that turn on it, `why` says what the weightiest of them are for.
    """

    field: str
    keys: tuple[str, ...]
    text: str
    kind: Kind
    allowed: str
    screening: bool
    weight: int
    could_refer: bool
    rules: tuple[str, ...]
    why: tuple[str, ...]
    vocabulary: type[Facts]
    language: str

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of the facts that it asks for."""
        return tuple(f"{self.field}.{key}" for key in self.keys) or (self.field,)

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {
            "field": self.field,
            "keys": list(self.keys),
            "text": self.text,
            "allowed": self.allowed,
            "screening": self.screening,
            "weight": self.weight,
            "could_refer": self.could_refer,
            "rules": list(self.rules),
            "why": list(self.why),
        }

    def __str__(self) -> str:
        with speaking(self.language):
            lines = [*paragraph(self.text)]
            if self.keys:
                names = listed(label(self.vocabulary, Path(self.field, key)) for key in self.keys)
                lines += paragraph(said("Still open: {facts}", facts=names), "  ")
            return "\n".join([*lines, *self.because()])

    def because(self) -> list[str]:
        """Say why it is asked, as lines."""
        with speaking(self.language):
            head = said("It could mean that somebody should see you first.") if self.could_refer else ""
            turn = said("{rules} turn on it, such as:", rules=counted(len(self.rules), "rule"))
            return [
                *paragraph(f"{head} {turn}".strip() if self.rules else said("The next session is cut to it."), "  "),
                *(line for text in self.why for line in paragraph(text, "  - ")),
            ]


def questions(result: Recommendations) -> tuple[Question, ...]:
    """Give the unknown facts whose answer could change a result, those first that matter most."""
    with speaking(result.language):
        return tuple(_Questions(result).in_order())


class _Questions:
    def __init__(self, result: Recommendations) -> None:
        self.result = result
        self.profile = result.profile
        self.book = result.rulebook
        self.engine = native_for(self.book)
        self.program = self.engine.program
        self.codes = self.program.encode(self.profile)
        self.compiled: dict[str, CompiledRule] = {rule.name: rule for rules in self.program.strata for rule in rules}
        self.findings = {item.field: at for at, item in enumerate(self.program.inputs) if at >= self.program.facts}
        self.possible = self.open_codes()
        self.always = {name for name, rule in self.compiled.items() if self.certain(rule)}
        self.open = {name for name, rule in self.compiled.items() if name not in self.always and self.might(rule)}

    # what is settled

    def open_codes(self) -> list[int]:
        """Give for each input the codes that it may still take, as a mask; those of findings stratum by stratum."""
        possible = [
            (1 << item.size) - 1 if self.codes[at] == UNKNOWN else 1 << self.codes[at]
            for at, item in enumerate(self.program.inputs[: self.program.facts])
        ]
        possible += [1] * len(self.findings)
        self.possible = possible
        for rules in self.program.strata:
            for rule in rules:
                for at in rule.derives:
                    if self.certain(rule):
                        possible[at] = _FOUND
                    elif possible[at] != _FOUND and self.might(rule):
                        possible[at] = _EITHER
        return possible

    def might(self, rule: CompiledRule) -> bool:
        return any(all(mask & self.possible[at] for at, mask in one) for one in rule.conjunctions)

    def certain(self, rule: CompiledRule) -> bool:
        return any(all(not self.possible[at] & ~mask for at, mask in one) for one in rule.conjunctions)

    def undecided(self, rule: CompiledRule) -> Iterator[int]:
        """Give the inputs on which an open rule still turns."""
        for conjunction in rule.conjunctions:
            if all(mask & self.possible[at] for at, mask in conjunction):
                for at, mask in conjunction:
                    if self.possible[at] & ~mask:
                        yield at

    # what matters

    def matters(self) -> dict[int, set[str]]:
        """Give the inputs that could change the result, each with the rules that turn on it."""
        found: dict[int, set[str]] = {}
        waiting = [name for name in self.open if self.has_effect(self.book.rules[name])]
        seen = set(waiting)
        while waiting:
            name = waiting.pop()
            for at in self.undecided(self.compiled[name]):
                if at < self.program.facts:
                    found.setdefault(at, set()).add(name)
                    continue
                for other in self.book.derivers[self.program.inputs[at].field]:
                    if other in self.open and other not in seen:
                        seen.add(other)
                        waiting.append(other)
        return found

    def has_effect(self, rule: Rule) -> bool:
        """Say whether it could change the result, if it fired, by more than the findings that it makes."""
        if rule.prescribe or rule.fallback or rule.avoid or rule.advise or rule.focus or rule.refer:
            return True
        may_be = self.may_be_recommended
        dosed = any(dose.sessions_per_week or dose.plyometric_sessions_per_week for dose in rule.doses)
        capped = any(limit.sessions_per_week or limit.plyometric_sessions_per_week for limit in rule.limits)
        targets = [*(dose.of for dose in rule.doses), *(limit.of for limit in rule.limits)]
        cued = any(exercises & may_be for _, exercises in rule.cues)
        spoken_of = any(of.specificity(name) is not None for of in targets for name in may_be)
        return dosed or capped or cued or spoken_of

    @property
    def may_be_recommended(self) -> frozenset[str]:
        """The exercises that nothing certain rules out."""
        rules = [self.book.rules[name] for name in self.always]
        if any(rule.refer is not None and rule.refer != URGENCIES[0] for rule in rules):
            return frozenset()
        gone = {name for rule in rules for name in rule.avoid}
        return frozenset(self.book.exercises) - gone

    # questions

    def in_order(self) -> list[Question]:
        turning: dict[str, dict[str | None, set[str]]] = {}
        for at, rules in self.matters().items():
            of = self.program.inputs[at]
            key = of.key if isinstance(of.kind, MapOf) else None
            turning.setdefault(of.field, {}).setdefault(key, set()).update(rules)
        if self.minutes_matter():
            turning.setdefault(SESSION_MINUTES, {}).setdefault(None, set())
        declared = fields_of(self.book.vocabulary)
        found = [self.question(name, turning[name]) for name in declared if name in turning]
        return sorted(found, key=lambda one: (not one.screening, -one.could_refer, -one.weight))

    def minutes_matter(self) -> bool:
        known = getattr(self.profile, SESSION_MINUTES, 0)
        return known is None and self.book.session is not None and bool(self.may_be_recommended)

    def question(self, field: str, turning: dict[str | None, set[str]]) -> Question:
        attribute = fields_of(self.book.vocabulary)[field]
        kind = kind_of(attribute)
        rules = sorted({name for names in turning.values() for name in names}, key=self.gravity)
        texts = self.result.texts.rules
        refers = any(self.book.rules[name].refer is not None for name in rules)
        return Question(
            field=field,
            keys=tuple(key for key in kind.keys if key in turning) if isinstance(kind, MapOf) else (),
            text=said(attribute.metadata["question"]),
            kind=kind,
            allowed=kind.allowed(),
            screening=attribute.metadata["screening"],
            weight=max((self.weight(outcome) for outcome in self.outcomes(field)), default=0),
            could_refer=refers,
            rules=tuple(rules),
            why=tuple(dict.fromkeys(texts[name].because for name in rules))[:MOST_WHYS],
            vocabulary=self.book.vocabulary,
            language=self.result.language,
        )

    def gravity(self, name: str) -> tuple[int, bool, bool, str]:
        rule = self.book.rules[name]
        urgency = -1 if rule.refer is None else URGENCIES.index(rule.refer)
        return -urgency, not rule.avoid, not rule.limits, name

    def outcomes(self, field: str) -> Iterator[Outcome]:
        """Give what follows from each answer to a question by itself that rules can tell from the others."""
        held = {
            name: value
            for name in fields_of(self.book.vocabulary)
            if (value := getattr(self.profile, name)) is not None
        }
        for at, of in enumerate(self.program.inputs[: self.program.facts]):
            if of.field != field or self.codes[at] != UNKNOWN:
                continue
            for code in self.codes_of(of):
                given = {**held, field: with_code(of, held.get(field), code)}
                facts = type(self.profile).from_dict(given, ids=frozenset(self.book.exercises))
                yield resolve(self.book, facts, self.engine.infer(facts))

    def codes_of(self, of: Input) -> range:
        if is_element(of):
            return range(IN, IN + 1)
        return range(1, 2) if isinstance(of.kind, (SetOf, Ids)) else range(1, of.size)

    def weight(self, outcome: Outcome) -> int:
        """Count what is different: exercises, doses, vetoes, advice, and the words of the head."""
        before = self.result.outcome
        had = {item.exercise.id: (item.load, item.reps, item.sets) for item in before.items}
        has = {item.exercise.id: (item.load, item.reps, item.sets) for item in outcome.items}
        changed = sum(had.get(name) != has.get(name) for name in {*had, *has})
        changed += len({name for name, _ in before.avoid} ^ {name for name, _ in outcome.avoid})
        changed += len({name for name, _ in before.advice} ^ {name for name, _ in outcome.advice})
        heads = [
            (one.focus, one.sessions, one.plyometric_sessions, one.referral and one.referral[0])
            for one in (before, outcome)
        ]
        changed += sum([bool(one != other) for one, other in zip(*heads, strict=True)])
        # Where all that suits stays as it is, the next session may still be another one.
        return changed or int(before.next_session != outcome.next_session)
