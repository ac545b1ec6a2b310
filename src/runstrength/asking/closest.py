"""The question "what would it take?": what would have to become true for an exercise, in as few facts as possible.

It is no list of settings. Pain and signs are only ever proposed to have eased, time to have passed, experience to have
grown; what is fixed (history, conditions) is not proposed at all, nor is any answer to a screening question that nobody
answered. Each step says in its words which of these it is. That an exercise stands in where nothing else is left (a
fallback) is no way to it: nobody is told how to lose all others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from runstrength.asking.explaining import unknown_name, why_not
from runstrength.asking.regions import IN, NOT_IN, UNKNOWN, bounds_of, is_element, numbers_of, value_for, with_code
from runstrength.engine import native_for
from runstrength.explain.layout import paragraph
from runstrength.explain.words import label, listed, spoken, value_in_words
from runstrength.facts import Choice, Ids, MapOf, SetOf, fields_of
from runstrength.language import said, speaking
from runstrength.resolve import resolve, vetoers
from runstrength.rulebook.conditions import Path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runstrength.engine.program import CompiledRule, Conjunction, Input
    from runstrength.explain.why_not import WhyNot
    from runstrength.facts import Facts
    from runstrength.recommendation import Recommendations

__all__ = ["Closest", "Step", "closest"]

MOST_STEPS = 5
MOST_TRIED = 8_000  # runners looked at before the search gives up, and says so
_COST = {"choice": 0, "passes": 1, "eases": 2, "grows": 3, "observed": 4, "fixed": 5}


@attrs.frozen
class Step:
    """One fact that would have to become another.

    `path` is the fact (`pain.knee`, `equipment`), `element` what has to be among a set or no longer among it; `course`
    is how it can come about, as the vocabulary declares it; `value` is one value that would do, as plain JSON, and
    `text` says it in words.
    """

    path: str
    element: str | None
    course: str
    value: Any
    text: str

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return attrs.asdict(self)


@attrs.frozen
class Closest:
    """What would have to become true for an exercise to be recommended.

    `status` is `recommended` (it is already), `found`, `none` (nothing that may be proposed leads there) or
    `not_found` (the search was given up). `steps` are all needed; `profile` are the facts of such a runner.
    """

    asked: str
    title: str
    status: str
    steps: tuple[Step, ...]
    profile: Facts | None
    why_not: WhyNot | None
    language: str

    def to_dict(self) -> dict[str, Any]:
        """Give the answer as plain JSON."""
        return {
            "asked": self.asked,
            "title": self.title,
            "status": self.status,
            "steps": [step.to_dict() for step in self.steps],
            "why_not": None if self.why_not is None else self.why_not.to_dict(),
        }

    def __str__(self) -> str:
        with speaking(self.language):
            lines = paragraph(f"{self.title}: {said(_STATUS[self.status])}")
            for step in self.steps:
                lines += paragraph(step.text, "  - ")
            if self.steps:
                lines += [
                    "",
                    *paragraph(said("This says what would have to be so, and is no advice to bring it about.")),
                ]
            if self.status in {"none", "not_found"} and self.why_not is not None:
                lines += ["", str(self.why_not)]
            return "\n".join(lines)


_STATUS = {
    "recommended": "it is recommended already.",
    "found": "it would be recommended",
    "none": "nothing that can be waited for, trained or chosen leads there from here.",
    "not_found": "too much would have to be different for an answer that helps.",
}


def closest(result: Recommendations, asked: str) -> Closest:
    """Say what would have to become true for an exercise. Raises `UnknownNameError` for anything that is none."""
    exercises = result.texts.exercises
    if type(asked) is not str or asked not in exercises:
        raise unknown_name(asked, exercises)
    title = exercises[asked].name
    with speaking(result.language):
        if any(item.exercise.id == asked for item in result.outcome.items):
            return Closest(asked, title, "recommended", (), None, None, result.language)
        search = _Search(result, asked)
        moves = search.fewest()
        if moves is None:
            status = "not_found" if search.given_up else "none"
            return Closest(asked, title, status, (), None, why_not(result, asked), result.language)
        steps = tuple(search.step(move, moves) for move in moves)
        return Closest(asked, title, "found", steps, search.facts(moves), why_not(result, asked), result.language)


# A fact that gets another code: the index of its input, and the code.
_Move = tuple[int, int]


class _Search:
    """Looks for the fewest moves, one more at a time.

    At each runner something stands in the way: a rule that takes the exercise away, or that none prescribes it. Any
    set of moves that leads there has to move a fact on which that turns, so only such moves are tried: what is found
    first has the fewest.
    """

    def __init__(self, result: Recommendations, asked: str) -> None:
        self.asked = asked
        self.profile = result.profile
        self.book = result.rulebook
        self.texts = result.texts.exercises
        self.engine = native_for(self.book)
        self.program = self.engine.program
        self.rules: dict[str, CompiledRule] = {rule.name: rule for rules in self.program.strata for rule in rules}
        names = [item.field for item in self.program.inputs]
        self.derivers = {
            names.index(finding): [self.rules[name] for name in by] for finding, by in self.book.derivers.items()
        }
        self.vetoers = vetoers(self.book, asked)
        self.prescribers = sorted(
            rule.name for rule in self.book.rules.values() if any(asked in choice for choice in rule.prescribe)
        )
        declared = fields_of(self.book.vocabulary)
        self.courses = {name: attribute.metadata["course"] for name, attribute in declared.items()}
        self.screening = {name for name, attribute in declared.items() if attribute.metadata["screening"]}
        self.start = self.program.encode(self.profile)
        self.tried = 0
        self.given_up = False

    def fewest(self) -> list[_Move] | None:
        for most in range(1, MOST_STEPS + 1):
            self.seen: set[frozenset[_Move]] = set()
            self.cut = False
            found: list[tuple[_Move, ...]] = list(self.within(most, ()))
            if found:
                best = self.needed(min(found, key=self.cost))
                return sorted(best, key=self.one_cost)
            if self.given_up or not self.cut:
                return None
        self.given_up = True
        return None

    def needed(self, moves: tuple[_Move, ...]) -> tuple[_Move, ...]:
        """Leave out the moves without which it comes about as well: one may have opened a way that another closed."""
        for move in moves:
            fewer = tuple(other for other in moves if other != move)
            if self.reached(self.facts(fewer)):
                return self.needed(fewer)
        return moves

    def reached(self, facts: Facts) -> bool:
        """Say whether the exercise is recommended to a runner."""
        outcome = resolve(self.book, facts, self.engine.infer(facts))
        return any(item.exercise.id == self.asked for item in outcome.items)

    def one_cost(self, move: _Move) -> tuple[int, _Move]:
        return _COST[self.courses[self.program.inputs[move[0]].field]], move

    def cost(self, moves: tuple[_Move, ...]) -> tuple[int, list[_Move]]:
        return sum(_COST[self.courses[self.program.inputs[at].field]] for at, _ in moves), sorted(moves)

    def within(self, most: int, moves: tuple[_Move, ...]) -> Iterator[tuple[_Move, ...]]:
        """Give sets of moves that lead there, these among them, with at most so many more."""
        key = frozenset(moves)
        if key in self.seen or self.given_up:
            return
        self.seen.add(key)
        self.tried += 1
        if self.tried > MOST_TRIED:
            self.given_up = True
            return
        facts = self.facts(moves)
        codes = self.program.encode(facts)
        fired = self.engine.run(codes)  # which fills in the codes of findings
        options = self.options(facts, fired, codes)
        if options is None:
            yield moves
            return
        moved = {at for at, _ in moves}
        further = sorted(option for option in options if option[0] not in moved)
        if not most:
            self.cut = self.cut or bool(further)
            return
        for option in further:
            yield from self.within(most - 1, (*moves, option))

    def options(self, facts: Facts, fired: frozenset[str], codes: list[int]) -> set[_Move] | None:
        """Give the moves of which any way there has to make one; None where it is reached."""
        for name in self.vetoers:
            if name in fired:
                return self.to_stop(self.rules[name], codes)
        found: set[_Move] = set()
        for name in self.prescribers:
            if name not in fired:
                found |= self.to_start(self.rules[name], codes)
        if any(name in fired for name in self.prescribers):
            outcome = resolve(self.book, facts, fired)
            if any(item.exercise.id == self.asked for item in outcome.items):
                return None
            # Another stands in its place: the first of several that suit. It gives way to what somebody chose.
            for before in self.rivals(fired):
                for name in vetoers(self.book, before):
                    moves = self.to_start(self.rules[name], codes)
                    found |= {move for move in moves if self.courses[self.program.inputs[move[0]].field] == "choice"}
        return found

    def rivals(self, fired: frozenset[str]) -> set[str]:
        found: set[str] = set()
        for name in self.prescribers:
            for choice in self.book.rules[name].prescribe if name in fired else ():
                if self.asked in choice:
                    found.update(choice[: choice.index(self.asked)])
        return found

    # moves

    def to_start(self, rule: CompiledRule, codes: list[int]) -> set[_Move]:
        """Give the moves of which any way to fire a rule has to make one."""
        found: set[_Move] = set()
        for conjunction in rule.conjunctions:
            ways = [self.to_turn(at, mask, codes) for at, mask in conjunction if not mask >> codes[at] & 1]
            if ways and all(ways):
                found |= min(ways, key=len)
        return found

    def to_stop(self, rule: CompiledRule, codes: list[int]) -> set[_Move]:
        """Give the moves of which any way to keep a rule from firing has to make one."""
        conjunction = next(one for one in rule.conjunctions if _holds(one, codes))
        found: set[_Move] = set()
        for at, mask in conjunction:
            found |= self.to_turn(at, ~mask, codes)
        return found

    def to_turn(self, at: int, mask: int, codes: list[int]) -> set[_Move]:
        """Give the moves of which any way to bring an input among the codes of a mask has to make one."""
        if at < self.program.facts:
            size = self.program.inputs[at].size
            moves = {(at, code) for code in range(1, size) if mask >> code & 1 and self.may(at, code)}
            return moves | self.to_know(at) if codes[at] == UNKNOWN and mask >> NOT_IN & 1 else moves
        found: set[_Move] = set()
        if mask >> 1 & 1 and not codes[at]:
            for rule in self.derivers[at]:
                found |= self.to_start(rule, codes)
        elif mask & 1 and codes[at]:
            rule = next(rule for rule in self.derivers[at] if any(_holds(one, codes) for one in rule.conjunctions))
            found |= self.to_stop(rule, codes)
        return found

    def to_know(self, at: int) -> set[_Move]:
        """Give the moves by which the set of an input becomes known, with something else in it than this."""
        field = self.program.inputs[at].field
        return {
            (other, IN)
            for other, of in enumerate(self.program.inputs[: self.program.facts])
            if of.field == field and other != at and is_element(of) and self.may(other, IN)
        }

    def may(self, at: int, code: int) -> bool:
        """Say whether a fact may be proposed to become so: as its course goes, and never for the worse."""
        of = self.program.inputs[at]
        before, course = self.start[at], self.courses[of.field]
        if code == before or course == "fixed" or (before == UNKNOWN and of.field in self.screening):
            return False
        if course == "eases":
            least = NOT_IN if is_element(of) or before == UNKNOWN else before - 1
            return code <= least
        if course == "grows":
            return before == UNKNOWN or code > before
        return True

    def facts(self, moves: tuple[_Move, ...] | list[_Move]) -> Facts:
        """Give the facts of the runner that moves lead to."""
        given: dict[str, Any] = {
            name: value
            for name in fields_of(self.book.vocabulary)
            if (value := getattr(self.profile, name)) is not None
        }
        for at, code in moves:
            of = self.program.inputs[at]
            given[of.field] = with_code(of, given.get(of.field), code, self.number(of))
        return type(self.profile).from_dict(given, ids=frozenset(self.book.exercises))

    def number(self, of: Input) -> float | None:
        """Give the number that is known of an input."""
        value = getattr(self.profile, of.field)
        if isinstance(of.kind, MapOf):
            value = None if value is None else value.get(of.key)
        return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None

    # words

    def step(self, move: _Move, moves: list[_Move]) -> Step:
        at, code = move
        of = self.program.inputs[at]
        course = self.courses[of.field]
        if is_element(of):
            value: Any = code == IN
            text = self.said_of_element(of, code, course)
        elif isinstance(of.kind, (SetOf, Ids)):
            value = []
            text = said("once {fact} is {how}", fact=label(self.book.vocabulary, Path(of.field)), how=said("known"))
        else:
            value = value_for(of, code, self.number(of))
            text = self.said_of_value(of, self.enough(move, moves), code, course)
        path = of.field if is_element(of) or of.key is None else f"{of.field}.{of.key}"
        return Step(path, of.key if is_element(of) else None, course, value, text)

    def enough(self, move: _Move, moves: list[_Move]) -> list[int]:
        """Give the codes around that of a move that would do as well, all others being as they are."""
        at, code = move
        others = [other for other in moves if other != move]

        def does(one: int) -> bool:
            return self.reached(self.facts([*others, (at, one)]))

        first = last = code
        while first > 1 and does(first - 1):
            first -= 1
        while last + 1 < self.program.inputs[at].size and does(last + 1):
            last += 1
        return list(range(first, last + 1))

    def said_of_element(self, of: Input, code: int, course: str) -> str:
        if isinstance(of.kind, Ids) and of.key is not None and of.key in self.texts:
            text = "with this left out: {value}" if code == IN else "with this no longer left out: {value}"
            return said(text, value=self.texts[of.key].name)
        words = {"fact": label(self.book.vocabulary, Path(of.field)), "value": spoken(of.key)}
        known = getattr(self.profile, of.field) is not None
        if not known:
            text = (
                "once it is known: {value} among {fact}" if code == IN else "once it is known: no {value} among {fact}"
            )
        elif course == "eases":
            text = "once this is over, and whoever looked at it agrees: {value} ({fact})"
        elif course == "choice":
            text = "with {value} among {fact}" if code == IN else "without {value} among {fact}"
        else:
            text = "if {value} should be among {fact}" if code == IN else "if {value} should not be among {fact}"
        return said(text, **words)

    def said_of_value(self, of: Input, codes: list[int], code: int, course: str) -> str:
        path = Path(of.field, of.key)
        fact = label(self.book.vocabulary, path)
        how = self.range_in_words(of, codes, code)
        if self.start[self.program.inputs.index(of)] == UNKNOWN:
            return said("once it is known: {fact} {how}", fact=fact, how=how)
        if course == "choice":
            return said("with {fact} {how}", fact=fact, how=how)
        if course == "observed":
            return said("if {fact} should be {how}", fact=fact, how=how)
        if course == "eases" and numbers_of(of) is not None:
            return said("once {fact} has come down to {how}", fact=fact, how=how)
        return said("once {fact} is {how}", fact=fact, how=how)

    def range_in_words(self, of: Input, codes: list[int], code: int) -> str:
        vocabulary, path = self.book.vocabulary, Path(of.field, of.key)

        def word(value: object) -> str:
            return value_in_words(vocabulary, path, value)

        if numbers_of(of) is None:
            if isinstance(of.kind, Choice) and of.kind.ordered and len(codes) > 1 and codes[-1] == of.size - 1:
                return said("{value} or more", value=word(of.values[codes[0] - 1]))
            return listed([word(of.values[one - 1]) for one in codes], "{first} or {last}")
        low, _, with_low, _ = bounds_of(of, codes[0])
        _, high, _, with_high = bounds_of(of, codes[-1])
        plain = [int(end) if float(end).is_integer() else end for end in (low, high)]
        if codes[0] == 1 and codes[-1] == of.size - 1:
            return word(value_for(of, code))
        if codes[0] == 1 and plain[0] == plain[1]:
            return word(plain[0])
        if codes[0] == 1:
            return said("{value} or less" if with_high else "less than {value}", value=word(plain[1]))
        if codes[-1] == of.size - 1:
            return said("{value} or more" if with_low else "more than {value}", value=word(plain[0]))
        if plain[0] == plain[1]:
            return word(plain[0])
        return said("between {low} and {high}", low=plain[0], high=word(plain[1]))


def _holds(conjunction: Conjunction, codes: list[int]) -> bool:
    return all(mask >> codes[at] & 1 for at, mask in conjunction)
