"""What a check is, what it finds, and what all checks of one rulebook know together."""

from __future__ import annotations

import time
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from runstrength.rulebook.conditions import NEVER
from runstrength.rulebook.diagnostics import CHECKS, Diagnostic, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from runstrength.lints.proving import Prover
    from runstrength.rulebook import Rulebook
    from runstrength.rulebook.rule import Rule

__all__ = ["Context", "Found", "Lint", "conclusions_of", "listed"]

SHOWN = 3
DEEP = 10  # times as long as others may a deep check take


@attrs.frozen
class Found:
    """One thing that a check finds: `name` is what `spare` would call it."""

    name: str
    place: Place
    message: str
    help: str | None = None


@attrs.frozen
class Lint:
    """One check. `is_deep` are those that take long, and are made only when they are asked for."""

    name: str
    find: Callable[[Context], Iterator[Found]]
    needs_solver: bool = False
    is_deep: bool = False

    @property
    def code(self) -> str:
        """Its code."""
        return CHECKS[self.name][0]

    def diagnostic(self, found: Found) -> Diagnostic:
        """Give what is printed of something that it found."""
        return Diagnostic(found.place, self.code, found.message, found.help, "warning")


class Context:
    """A rulebook that is checked: what is its own, the solver that knows it, and what has been found already."""

    def __init__(self, rulebook: Rulebook, timeout_ms: int) -> None:
        self.rulebook = rulebook
        self.timeout_ms = timeout_ms
        # The rules that can never fire, those switched off included; and those that nothing more has to be said of, for
        # they are dead, or another one says as much.
        self.dead = {rule.name for rule in self.rules if rule.when == NEVER}
        self.settled = set(self.dead)
        self.needed: set[str] = set()  # those others
        self.spared: set[tuple[str, str]] = set()
        # The checks that are not made, or have not decided everything.
        self.unclear: set[str] = set()

    @cached_property
    def templates(self) -> Mapping[str, tuple[Rule, ...]]:
        """The rules of the rulebook itself, by the name that they were written under."""
        found: dict[str, list[Rule]] = {}
        for rule in self.rulebook.rules.values():
            if ("rule", rule.template) in self.rulebook.own:
                found.setdefault(rule.template, []).append(rule)
        return {name: tuple(rules) for name, rules in sorted(found.items(), key=lambda item: place_of(item[1][0]))}

    @property
    def rules(self) -> Iterator[Rule]:
        """The rules of the rulebook itself, in the order in which they are written."""
        return (rule for rules in self.templates.values() for rule in rules)

    @cached_property
    def has_base(self) -> bool:
        """Whether the rulebook builds on another one."""
        return any(("rule", rule.template) not in self.rulebook.own for rule in self.rulebook.rules.values())

    def own(self, kind: str) -> Mapping[str, Place]:
        """Give what the rulebook itself declares of a kind (`exercise`, `source` …), and where."""
        return {name: place for (of, name), place in self.rulebook.own.items() if of == kind}

    @property
    def header(self) -> Place:
        """Where the rulebook begins."""
        return self.rulebook.own["rulebook", ""]

    @cached_property
    def prover(self) -> Prover:
        """The solver, which knows the rulebook."""
        from runstrength.lints.proving import Prover  # noqa: PLC0415 - needs z3

        return Prover(self.rulebook)

    def begin(self, lint: Lint) -> None:
        """Give a check its time."""
        if lint.needs_solver:
            factor = DEEP if lint.is_deep else 1
            self.prover.begin(time.perf_counter() + factor * self.timeout_ms / 1000)

    def spares(self, check: str, name: str) -> bool:
        """Say whether the rulebook lets something be, and remember that it had to."""
        said = self.rulebook.checks.get(check)
        is_spared = said is not None and name in said.spare
        if is_spared:
            self.spared.add((check, name))
        return is_spared

    def by_template(self, rules: Iterable[Rule]) -> Iterator[tuple[Rule, str]]:
        """Give rules once a template: the first of each, and how to name them.

        All that `for` makes of one rule are that rule; if it is only some of them, they are named.
        """
        found: dict[str, list[Rule]] = {}
        for rule in rules:
            found.setdefault(rule.template, []).append(rule)
        for template, some in found.items():
            every = len(some) == len(self.templates[template])
            yield some[0], f"`{template}`" if every else listed(rule.name for rule in some)


def place_of(rule: Rule) -> Place:
    """Give where a rule is written."""
    return rule.place or Place("")


def listed(names: Iterable[str], most: int = SHOWN) -> str:
    """Name a few things, and say how many more there are."""
    found = [f"`{name}`" for name in dict.fromkeys(names)]
    if len(found) > most + 1:
        found = [*found[:most], f"{len(found) - most} more"]
    return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)


def conclusions_of(rule: Rule) -> Rule:
    """Give a rule stripped of all but what it concludes."""
    return attrs.evolve(rule, name="", template="", when=NEVER, because="", sources=(), override=None)
