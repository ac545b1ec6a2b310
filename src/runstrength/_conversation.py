"""The conversation: one question at a time, until no answer could change anything."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from runstrength._terminal import StopCommand, complain
from runstrength.asking.answers import AnswerError, hint, read_answer
from runstrength.errors import ProfileError
from runstrength.explain.layout import paragraph
from runstrength.facts import MapOf, fields_of, kind_of
from runstrength.language import said, speaking
from runstrength.recommendation import answer
from runstrength.rulebook.rule import URGENCIES
from runstrength.strangers import show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from runstrength.asking.questions import Question
    from runstrength.facts import Facts
    from runstrength.recommendation import Recommendations
    from runstrength.rulebook import Rulebook

__all__ = ["converse"]

SKIP = {"", "skip", "s", "?", "unknown", "not sure", "no idea", "don't know", "dont know", "i don't know", "weiß nicht"}
WHY = {"why", "why?", "warum", "warum?"}
BACK = {"back"}
STOP = {"stop", "quit", "exit", "q"}


def converse(
    rulebook: Rulebook, given: dict[str, Any], lines: Iterable[str], *, strict: bool, language: str
) -> Recommendations | None:
    """Ask for what is not known, one line of answer each, and give the result; None if not even the least is known.

    `given` is what is known already. If `strict`, an answer that cannot be read ends it with an error that names the
    line; else the question is asked again. A line may name its field, as in `pain: knee 3`: then it is kept until that
    is asked for.
    """
    with speaking(language):
        return _Conversation(rulebook, given, lines, strict=strict, language=language).held()


class _Conversation:
    def __init__(
        self, rulebook: Rulebook, given: dict[str, Any], lines: Iterable[str], *, strict: bool, language: str
    ) -> None:
        self.book = rulebook
        self.given = given
        self.strict = strict
        self.language = language
        self.names = {name: exercise.name for name, exercise in rulebook.exercises.items()}
        self.lines = self.numbered(lines)
        self.kept: dict[str, tuple[int, str]] = {}
        self.passed: set[str] = set()  # what was skipped, by path
        self.asked: list[tuple[str, dict[str, Any]]] = []  # what was asked, and what was known before
        self.over = False

    def numbered(self, lines: Iterable[str]) -> Iterator[tuple[int, str]]:
        for number, line in enumerate(lines, 1):
            text = line.strip()
            if not text.startswith("#"):
                yield number, text

    def held(self) -> Recommendations | None:
        declared = fields_of(self.book.vocabulary)
        for name, attribute in declared.items():
            if attribute.metadata["required"] and name not in self.given:
                self.put(name, said(attribute.metadata["question"]), (), None)
                if name not in self.given:
                    return None
        while True:
            result = answer(self.book, self.facts(self.given)).in_language(self.language)
            question = None if self.over else self.next_of(result)
            if question is None:
                return result
            self.put(question.field, question.text, question.keys, question)

    def facts(self, given: dict[str, Any]) -> Facts:
        return self.book.vocabulary.from_dict(given, ids=frozenset(self.book.exercises))

    def next_of(self, result: Recommendations) -> Question | None:
        """Give the question to ask next: none of training where somebody has to be seen at once."""
        urgent = result.referral is not None and result.referral.urgency != URGENCIES[0]
        for question in result.questions():
            if (question.screening or not urgent) and not self.passed.issuperset(question.paths):
                return question
        return None

    # one question

    def put(self, field: str, text: str, keys: tuple[str, ...], question: Question | None) -> None:
        """Put a question until it is answered, skipped or given up."""
        kind = kind_of(fields_of(self.book.vocabulary)[field])
        hints = [line for one in hint(kind, keys) for line in paragraph(one, "  ")]
        complain("\n".join(["", *paragraph(text), *hints]))
        while True:
            number, typed = self.next_line(field)
            word = typed.casefold()
            if word in STOP:
                self.over = True
                return
            if word in BACK and self.asked:
                last, before = self.asked.pop()
                self.given = before
                self.passed = {path for path in self.passed if path.partition(".")[0] != last}
                return
            if word in WHY:
                because = question.because() if question else paragraph(said("Without it nothing can be said."), "  ")
                complain("\n".join(because))
                continue
            if word in SKIP:
                if question is None:
                    complain("  " + said("This one is needed."))
                    continue
                self.asked.append((field, dict(self.given)))
                self.passed.update(question.paths)
                return
            problem = self.take(field, typed, keys)
            if problem is None:
                return
            if self.strict:
                raise StopCommand(f"line {number}: {field}: {problem}")
            complain("\n".join(paragraph(problem, "  ! ")))

    def next_line(self, field: str) -> tuple[int, str]:
        """Give the line that answers a field; those that name another are kept until it is asked for."""
        if field in self.kept:
            return self.kept.pop(field)
        fields = fields_of(self.book.vocabulary)
        if not self.strict:
            sys.stderr.write("> ")
            sys.stderr.flush()
        for number, line in self.lines:
            name, colon, rest = line.partition(":")
            if not colon or name.strip() not in fields:
                return number, line
            if name.strip() == field:
                return number, rest.strip()
            self.kept[name.strip()] = number, rest.strip()
        # There is nothing more to read; what was kept for other questions may still be asked for.
        if not self.kept:
            self.over = True
        return 0, "stop" if self.over else "skip"

    def take(self, field: str, typed: str, keys: tuple[str, ...]) -> str | None:
        """Take an answer; give what is wrong with it, if something is."""
        kind = kind_of(fields_of(self.book.vocabulary)[field])
        try:
            value = read_answer(kind, typed, keys, self.names)
        except AnswerError as error:
            return str(error)
        if isinstance(kind, MapOf):
            value = {**self.given.get(field, {}), **value}
        try:
            self.facts({**self.given, field: value})
        except ProfileError as error:
            mine = [problem for problem in error.problems if field_of(problem.path) == field]
            if mine:
                what = said("{answer} does not fit here", answer=show(typed))
                return f"{what}: {'; '.join(hint(kind.item if isinstance(kind, MapOf) else kind))}"
        self.asked.append((field, dict(self.given)))
        self.given = {**self.given, field: value}
        return None


def field_of(path: str) -> str:
    """Give the field of a problem's path: `pain` of `pain.knee`, `goals` of `goals[1]`."""
    return path.partition(".")[0].partition("[")[0]
