"""Where rulebooks with one mistake are made, and judged: who notices, or whether there is nothing to notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from runstrength.api import recommend
from runstrength.checking import check_cases, check_examples
from runstrength.mutation.rules import of_groups, of_rule
from runstrength.rulebook.building import STAGES
from runstrength.rulebook.cases import read_cases
from runstrength.rulebook.diagnostics import RulebookError
from runstrength.rulebook.loading import assembled, read_layers
from runstrength.rulebook.reading import Mapped
from runstrength.verify import proved
from runstrength.verify.comparing import Comparer, Kind, aspects_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from runstrength.facts import Facts
    from runstrength.mutation.rules import Mistake
    from runstrength.rulebook import Rulebook
    from runstrength.rulebook.diagnostics import Diagnostic
    from runstrength.rulebook.files import Layer

__all__ = ["FATES", "Bench", "Judgement"]

# What may become of a mistake.
FATES = ("refused", "examples", "guarantees", "equivalent", "survived", "undecided")


@attrs.frozen(eq=False)
class Judgement:
    """What became of a mistake.

    The reader `refused` it, `examples` or `guarantees` saw it, it is proved to be `equivalent`, it `survived`, or that
    is `undecided`, because the time was up. `by` says what saw it; `witness` is a runner who would notice.
    """

    mistake: Mistake
    fate: str
    by: str = ""
    witness: Kind | None = None


class Bench:
    """A rulebook as it is written, ready to be written wrongly."""

    def __init__(self, path: str | Path, vocabulary: type[Facts]) -> None:
        self.vocabulary = vocabulary
        self.layers = read_layers(path)
        rulebook, problems = assembled(self.layers, vocabulary)
        if rulebook is None:
            raise RulebookError(problems)
        self.rulebook: Rulebook = rulebook
        self.cases, problems = read_cases(self.layers, rulebook)
        problems = [*problems, *check_examples(rulebook), *check_cases(rulebook, self.cases)]
        if problems:  # nothing can be said of who sees a mistake where something is seen without one
            raise RulebookError(problems)

    def mistakes(self) -> Iterator[Mistake]:
        """Give every mistake in the rules and groups of the rulebook itself: not in those of what it builds on."""
        top = self.layers[-1]
        for stage, node in top.rules:
            if isinstance(node, Mapped):
                yield from of_rule(stage or _stage_of(node), node)
        if "groups" in top.header:
            yield from of_groups(top.header["groups"])

    def made(self, mistake: Mistake) -> Rulebook | None:
        """Give the rulebook with a mistake, if the reader takes it."""
        return assembled([*self.layers[:-1], self._mistaken(self.layers[-1], mistake)], self.vocabulary)[0]

    def _mistaken(self, top: Layer, mistake: Mistake) -> Layer:
        if mistake.stage == "header" and mistake.node is not None:
            return attrs.evolve(top, header={**top.header, "groups": mistake.node})
        rules = [
            (stage, node if mistake.rule is not node else mistake.node)
            for stage, node in top.rules
            if mistake.rule is not node or mistake.node is not None
        ]
        return attrs.evolve(top, rules=[(stage, node) for stage, node in rules if node is not None])

    def judged(self, mistake: Mistake, timeout_ms: int) -> Judgement:
        """Say what becomes of a mistake: the cheapest that sees it is named."""
        book = self.made(mistake)
        if book is None:
            return Judgement(mistake, "refused")
        seen = next(self._seen(book, mistake), None)
        if seen is not None:
            return Judgement(mistake, "examples", f"{seen.place}: {seen.message}")
        witness = self._near(book, mistake) or self._anybody(book, timeout_ms)
        if witness is True:
            return Judgement(mistake, "equivalent")
        for verdict in proved(book, timeout_ms=timeout_ms):
            if verdict.holds is False:
                return Judgement(mistake, "guarantees", verdict.name, witness or None)
        return Judgement(mistake, "survived" if witness else "undecided", witness=witness or None)

    def _seen(self, book: Rulebook, mistake: Mistake) -> Iterator[Diagnostic]:
        """Give what examples see of a mistake; those that are named for its rule are asked first."""
        yield from check_examples(book)
        own = [case for case in self.cases if case.name.startswith(mistake.name)]
        for case in (*own, *(case for case in self.cases if case not in own)):
            yield from check_cases(book, [case])

    def _near(self, book: Rulebook, mistake: Mistake) -> Kind | None:
        """Look among the examples of the rule itself for a runner who is given something else."""
        for rule in self.rulebook.rules.values():
            for _, runner, _ in rule.examples if rule.template == mistake.name else ():
                one, other = (recommend(runner.to_dict(), rulebook=of) for of in (self.rulebook, book))
                aspects = aspects_of(one.outcome, other.outcome)
                if aspects:
                    return Kind(tuple(sorted(aspects)), one, other)
        return None

    def _anybody(self, book: Rulebook, timeout_ms: int) -> Kind | bool:
        """Give anybody who is given something else, True where there is nobody, False where that is not known."""
        kinds = list(Comparer(self.rulebook, book).kinds(timeout_ms, most=1))
        return kinds[0] or False if kinds else True


def _stage_of(node: Mapped) -> str:
    then = node.entries["then"]
    concluded = next(iter(then.entries), "") if isinstance(then, Mapped) else ""
    return next((stage for stage, known in STAGES.items() if concluded in known), "assess")
