"""The questions "why this?" and "why not that?", answered as data; `str()` of an answer is for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from runstrength.explain.layout import paragraph
from runstrength.explain.reasons import evidence, value_at
from runstrength.explain.words import condition_in_words, counted, fact_in_words, label
from runstrength.rulebook.conditions import And, paths_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from runstrength.explain.reasons import Reason
    from runstrength.facts import Facts
    from runstrength.rulebook.conditions import Condition, Path
    from runstrength.rulebook.rule import Rule, Source

__all__ = ["Missing", "Why", "WhyNot", "missing"]

MOST_MISSING = 5  # of what might have prescribed an exercise, in text; the data has all
MOST_INDENT = 40  # a reason may rest on many, and its text still needs room


@attrs.frozen
class Why:
    """Why something is part of a result: `because` of which rules, and, for an exercise, why in that dose.

    `cues` are what this runner is to mind in it, each with its reasons.
    `asked` is the id that was asked about, `title` what it is in words, `what` what was recommended of it.
    """

    asked: str
    title: str
    what: str
    because: tuple[Reason, ...]
    dose_because: tuple[Reason, ...]
    cues: tuple[tuple[str, tuple[Reason, ...]], ...]
    sources: Mapping[str, Source]
    vocabulary: type[Facts]

    def to_dict(self) -> dict[str, Any]:
        """Give the answer as plain JSON."""
        return {
            "asked": self.asked,
            "title": self.title,
            "what": self.what,
            "because": [reason.to_dict() for reason in self.because],
            "dose_because": [reason.to_dict() for reason in self.dose_because],
            "cues": [{"text": text, "because": [reason.to_dict() for reason in of]} for text, of in self.cues],
            "sources": _sources(self.sources),
        }

    def __str__(self) -> str:
        text = _Text(self.sources, self.vocabulary)
        lines = [*paragraph(f"{self.title}: {self.what}"), "", "Because:", *text.tree(self.because)]
        if self.dose_because:
            lines += ["", "This much because:", *text.tree(self.dose_because)]
        if self.cues:
            lines += ["", "To be minded, and why:"]
            for cue, because in self.cues:
                lines += [*paragraph(cue, "  - "), *text.tree(because, "      ")]
        return "\n".join(lines)


@attrs.frozen
class Missing:
    """What kept a rule that would have prescribed an exercise from firing: parts that are false, and facts unknown.

    `false` and `unknown` are as the rule language writes them, `false_in_words` and `unknown_in_words` as people do.
    """

    rule: str
    text: str
    false: tuple[str, ...]
    unknown: tuple[str, ...]
    false_in_words: tuple[str, ...]
    unknown_in_words: tuple[str, ...]

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
    vocabulary: type[Facts]

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
        text = _Text(self.sources, self.vocabulary)
        lines = paragraph(f"{self.title}: {_STATUS[self.status]}")
        if self.by:
            lines += ["", "Because:", *text.tree(self.by)]
        if self.wanted:
            lines += ["", "Without that it would be there, because:", *text.tree(self.wanted)]
        if self.missing:
            lines += ["", "What would have brought it in, nearest first:"]
            for entry in self.missing[:MOST_MISSING]:
                lines += paragraph(f"{entry.text} [{entry.rule}]", "  - ")
                for what, parts in (("not so", entry.false_in_words), ("you did not say", entry.unknown_in_words)):
                    lines += paragraph(f"{what}: {'; '.join(parts)}", "      ") if parts else []
            more = len(self.missing) - MOST_MISSING
            lines += [f"  ... and {counted(more, 'rule')} that would need more"] if more > 0 else []
        return "\n".join(lines)


_STATUS = {
    "recommended": "it is recommended, and stands in the next session.",
    "not_in_next_session": "it is recommended, but does not fit in the next session: more important exercises fill it.",
    "vetoed": "ruled out for now.",
    "not_prescribed": "nothing speaks against it, but nothing that is known of this runner asks for it either.",
}


def missing(rules: Iterable[Rule], facts: Facts, findings: frozenset[str]) -> tuple[Missing, ...]:
    """Say for each rule what kept it from firing; those that lack least come first."""
    vocabulary = type(facts)
    found = []
    for rule in rules:
        parts = rule.when.items if isinstance(rule.when, And) else (rule.when,)
        false = [part for part in parts if _is_false(part, facts, findings)]
        unknown = sorted({path for part in parts for path in _unknown_of(part, facts, findings)}, key=str)
        found.append(
            Missing(
                rule=rule.name,
                text=rule.because,
                false=tuple(map(str, false)),
                unknown=tuple(map(str, unknown)),
                false_in_words=tuple(condition_in_words(vocabulary, part) for part in false),
                unknown_in_words=tuple(label(vocabulary, path) for path in unknown),
            )
        )
    return tuple(sorted(found, key=lambda entry: (len(entry.false), len(entry.unknown), entry.rule)))


def _is_false(part: Condition, facts: Facts, findings: frozenset[str]) -> bool:
    return evidence(part, facts, findings, positive=False) is not None


def _unknown_of(part: Condition, facts: Facts, findings: frozenset[str]) -> list[Path]:
    settled = evidence(part, facts, findings) is not None or _is_false(part, facts, findings)
    return [] if settled else [path for path in paths_of(part) if value_at(facts, path) is None]


# --- text -----------------------------------------------------------------------------------------------------------

_KINDS = {"article": "The article", "practice": "Practice"}


class _Text:
    """Writes reasons as indented text; what was told once is only pointed to after that."""

    def __init__(self, sources: Mapping[str, Source], vocabulary: type[Facts]) -> None:
        self.sources = sources
        self.vocabulary = vocabulary
        self.told: set[str] = set()
        self.quoted: set[str] = set()

    def tree(self, reasons: Iterable[Reason], indent: str = "  ") -> list[str]:
        lines: list[str] = []
        inner = f"{indent}    " if len(indent) < MOST_INDENT else indent
        for reason in reasons:
            if reason.rule in self.told:
                lines += paragraph(f"{reason.text} (see above) [{reason.rule}]", f"{indent}- ")
                continue
            self.told.add(reason.rule)
            lines += paragraph(f"{reason.text} [{reason.rule}]", f"{indent}- ")
            if reason.facts:
                said = (fact_in_words(self.vocabulary, path, value) for path, value in reason.facts.items())
                lines += paragraph(f"You said: {'; '.join(said)}", inner)
            lines += self.statements(reason, inner)
            if reason.from_:
                lines += [f"{inner}It rests on this:", *self.tree(reason.from_, inner)]
        return lines

    def statements(self, reason: Reason, indent: str) -> list[str]:
        lines: list[str] = []
        for name in reason.sources:
            if name not in self.quoted:
                self.quoted.add(name)
                source = self.sources[name]
                lines += paragraph(f"{_KINDS.get(source.kind, source.kind)} ({name}): {source.text}", indent)
                if source.disputed is not None:
                    lines += paragraph(f"Disputed: {source.disputed}", f"{indent}  ")
            else:
                lines += paragraph(f"{_KINDS.get(self.sources[name].kind, name)} ({name}), see above", indent)
        return lines


def _sources(sources: Mapping[str, Source]) -> dict[str, Any]:
    return {name: {"text": of.text, "kind": of.kind, "disputed": of.disputed} for name, of in sources.items()}
