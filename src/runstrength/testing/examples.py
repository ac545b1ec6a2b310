"""The examples of rules, each as one test: what it is called, where it stands, and what is wrong where it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from runstrength.api import recommend
from runstrength.engine import engine_for
from runstrength.expectations import unmet
from runstrength.explain.missing import missing
from runstrength.explain.reasons import Reasons, evidence
from runstrength.explain.telling import Teller
from runstrength.rulebook.conditions import Or
from runstrength.verify.telling import explained, flow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from runstrength.explain.missing import Missing
    from runstrength.facts import Facts
    from runstrength.rulebook import Rulebook
    from runstrength.rulebook.cases import Case
    from runstrength.rulebook.diagnostics import Place
    from runstrength.rulebook.rule import Rule

__all__ = ["Example", "OfResult", "examples_of"]

_DEEP = "    "


@attrs.frozen
class Example:
    """One example of a rule. `kind` is the key that it stands under; `name` is unique in a rulebook."""

    name: str
    kind: str
    rule: Rule
    facts: Facts
    place: Place

    def failure(self, rulebook: Rulebook) -> str | None:
        """Say what was expected, what came, and why; None if the example holds."""
        return _KINDS[self.kind](self, rulebook)


@attrs.frozen
class OfResult:
    """An example of what all rules together come to, from `examples.yaml`."""

    case: Case

    @property
    def name(self) -> str:
        """The name that it has in its file."""
        return self.case.name

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.case.place

    def failure(self, rulebook: Rulebook) -> str | None:
        """Say what is expected and not so, and why it is not; None if the example holds."""
        result = recommend(self.case.runner.to_dict(), rulebook=rulebook)
        wrong = unmet(self.case, result.outcome)
        if not wrong:
            return None
        told = (line for problem in wrong[:1] for line in explained(result, problem.about).splitlines())
        return "\n".join(
            [
                f"{self.place}: the example `{self.name}` does not hold",
                f"  runner:    {flow(self.case.runner.to_dict())}",
                *(f"  not so:    {problem}" for problem in wrong),
                "  why:",
                *(f"{_DEEP}{line}".rstrip() for line in told),
            ]
        )


def examples_of(rulebook: Rulebook) -> Iterator[Example]:
    """Give the examples of all rules that are not waived, in the order of the rules."""
    for rule in rulebook.rules.values():
        if rule.template not in rulebook.waived:
            kinds = ["fires" if fires else "silent" for fires, _, _ in rule.examples]
            for position, (kind, (_, facts, place)) in enumerate(zip(kinds, rule.examples, strict=True)):
                number = kinds[: position + 1].count(kind)
                of_several = f"-{number}" if kinds.count(kind) > 1 else ""
                yield Example(f"{rule.name}[{kind}{of_several}]", kind, rule, facts, place)


def _fires(example: Example, rulebook: Rulebook) -> str | None:
    fired = engine_for(rulebook).infer(example.facts)
    if example.rule.name in fired:
        return None
    reasons = Reasons(rulebook, example.facts, fired)
    lacking = _lacking(missing([example.rule], rulebook, example.facts, reasons))
    return _told(example, "silent", [*lacking, *_alternatives(example, reasons)])


def _silent(example: Example, rulebook: Rulebook) -> str | None:
    fired = engine_for(rulebook).infer(example.facts)
    if example.rule.name not in fired:
        return None
    reasons = Reasons(rulebook, example.facts, fired).of([example.rule.name])
    return _told(example, "fires", Teller(rulebook.sources, rulebook.vocabulary, ids=True).tree(reasons, _DEEP))


# How an example of each kind is held to what comes; a new kind is a new line.
_KINDS: Mapping[str, Callable[[Example, Rulebook], str | None]] = {"fires": _fires, "silent": _silent}


def _told(example: Example, got: str, why: Iterable[str]) -> str:
    return "\n".join(
        [
            f"{example.place}: an example of `{example.rule.name}` does not hold",
            f"  runner:    {flow(example.facts.to_dict())}",
            f"  condition: {example.rule.when}",
            f"  expected:  {example.kind}",
            f"  got:       {got}",
            "  why:",
            *why,
        ]
    )


def _alternatives(example: Example, reasons: Reasons) -> Iterator[str]:
    """Say which of the alternatives of a condition are not so, where not all of them are known not to be."""
    when = example.rule.when
    of = [evidence(part, example.facts, reasons.findings, positive=False) for part in getattr(when, "items", ())]
    if isinstance(when, Or) and None in of:
        parts = zip(when.items, of, strict=True)
        yield from (f"{_DEEP}  not so: {part}" for part, against in parts if against is not None)


def _lacking(entries: Iterable[Missing], indent: str = _DEEP) -> Iterator[str]:
    """Say in the words of the rule language what kept rules from firing."""
    for entry in entries:
        deeper = f"{indent}  "
        yield f"{indent}{entry.rule} is silent:"
        yield from (f"{deeper}not so: {part}" for part in entry.false)
        yield from (f"{deeper}not known: {path}" for path in entry.unknown)
        yield from (f"{deeper}against it: {reason.rule} fires: {reason.text}" for reason in entry.against)
        yield from _lacking(entry.through, deeper)
