"""The questions "why this?" and "why not that?", answered as data; `str()` of an answer is for people."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import attrs

from runstrength.explain.reasons import evidence, value_at
from runstrength.rulebook.conditions import And, paths_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from runstrength.explain.reasons import Reason
    from runstrength.facts import Facts
    from runstrength.rulebook.conditions import Condition
    from runstrength.rulebook.rule import Rule, Source

__all__ = ["Missing", "Why", "WhyNot", "missing"]

WIDTH = 80


@attrs.frozen
class Why:
    """Why something is part of a result: `because` of which rules, and, for an exercise, why in that dose.

    `asked` is the id that was asked about, `title` what it is in words, `what` what was recommended of it.
    """

    asked: str
    title: str
    what: str
    because: tuple[Reason, ...]
    dose_because: tuple[Reason, ...]
    sources: Mapping[str, Source]

    def to_dict(self) -> dict[str, Any]:
        """Give the answer as plain JSON."""
        return {
            "asked": self.asked,
            "title": self.title,
            "what": self.what,
            "because": [reason.to_dict() for reason in self.because],
            "dose_because": [reason.to_dict() for reason in self.dose_because],
            "sources": _sources(self.sources),
        }

    def __str__(self) -> str:
        lines = [f"{self.title}: {self.what}", "", "Because:", *_tree(self.because, self.sources)]
        if self.dose_because:
            lines += ["", "This much because:", *_tree(self.dose_because, self.sources)]
        return "\n".join(lines)


@attrs.frozen
class Missing:
    """What kept a rule that would have prescribed an exercise from firing: parts that are false, and facts unknown."""

    rule: str
    text: str
    false: tuple[str, ...]
    unknown: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {"rule": self.rule, "text": self.text, "false": list(self.false), "unknown": list(self.unknown)}


@attrs.frozen
class WhyNot:
    """Why an exercise is not part of a result.

    `status` is `vetoed`, `not_prescribed`, `not_in_next_session` or `recommended` (then there is nothing to explain).
    `by` are the reasons that took it away, `wanted` those that prescribed it all the same; `missing` says for each
    rule that could have prescribed it what kept it from firing, nearest first.
    """

    asked: str
    title: str
    status: str
    by: tuple[Reason, ...]
    wanted: tuple[Reason, ...]
    missing: tuple[Missing, ...]
    sources: Mapping[str, Source]

    def to_dict(self) -> dict[str, Any]:
        """Give the answer as plain JSON."""
        return {
            "asked": self.asked,
            "title": self.title,
            "status": self.status,
            "by": [reason.to_dict() for reason in self.by],
            "wanted": [reason.to_dict() for reason in self.wanted],
            "missing": [entry.to_dict() for entry in self.missing],
            "sources": _sources(self.sources),
        }

    def __str__(self) -> str:
        lines = [f"{self.title}: {_STATUS[self.status]}"]
        if self.by:
            lines += ["", "Because:", *_tree(self.by, self.sources)]
        if self.wanted:
            lines += ["", "It would have been there because:", *_tree(self.wanted, self.sources)]
        if self.missing:
            lines += ["", "What would have prescribed it:"]
            for entry in self.missing:
                lines += [*_paragraph(entry.text, "  - ")]
                lines += _paragraph(f"not so: {', '.join(entry.false)}", "      ") if entry.false else []
                lines += _paragraph(f"unknown: {', '.join(entry.unknown)}", "      ") if entry.unknown else []
        return "\n".join(lines)


_STATUS = {
    "recommended": "it is recommended, and stands in the next session.",
    "not_in_next_session": "it is recommended, but does not fit in the next session: more important exercises fill it.",
    "vetoed": "ruled out.",
    "not_prescribed": "no rule prescribes it for this runner.",
}


def missing(rules: Iterable[Rule], facts: Facts, findings: frozenset[str]) -> tuple[Missing, ...]:
    """Say for each rule what kept it from firing; those that lack least come first."""
    found = []
    for rule in rules:
        parts = rule.when.items if isinstance(rule.when, And) else (rule.when,)
        false = tuple(str(part) for part in parts if _is_false(part, facts, findings))
        unknown = {str(path) for part in parts for path in _unknown_of(part, facts, findings)}
        found.append(Missing(rule.name, rule.because, false, tuple(sorted(unknown))))
    return tuple(sorted(found, key=lambda entry: (len(entry.false), len(entry.unknown), entry.rule)))


def _is_false(part: Condition, facts: Facts, findings: frozenset[str]) -> bool:
    return evidence(part, facts, findings, positive=False) is not None


def _unknown_of(part: Condition, facts: Facts, findings: frozenset[str]) -> list[object]:
    settled = evidence(part, facts, findings) is not None or _is_false(part, facts, findings)
    return [] if settled else [path for path in paths_of(part) if value_at(facts, path) is None]


# --- text -----------------------------------------------------------------------------------------------------------


def _tree(reasons: Iterable[Reason], sources: Mapping[str, Source], indent: str = "  ") -> list[str]:
    lines: list[str] = []
    for reason in reasons:
        lines += _paragraph(reason.text, f"{indent}- ")
        inner = f"{indent}    "
        if reason.facts:
            lines += _paragraph(
                "you said: " + "; ".join(f"{path} = {_value(value)}" for path, value in reason.facts.items()), inner
            )
        for name in reason.sources:
            source = sources[name]
            kind = "article" if source.kind == "article" else "practice, not yet reviewed by a clinician"
            lines += _paragraph(f"source {name} ({kind}): {source.text}", inner)
            if source.disputed is not None:
                lines += _paragraph(f"disputed: {source.disputed}", inner)
        lines += _paragraph(f"rule: {reason.rule}", inner)
        if reason.from_:
            lines += [f"{inner}which rests on:", *_tree(reason.from_, sources, inner)]
    return lines


def _paragraph(text: str, indent: str) -> list[str]:
    # The first line carries the bullet; the lines after it stand under its text.
    return textwrap.wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=" " * len(indent), break_on_hyphens=False
    )


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _sources(sources: Mapping[str, Source]) -> dict[str, Any]:
    return {name: {"text": of.text, "kind": of.kind, "disputed": of.disputed} for name, of in sources.items()}
