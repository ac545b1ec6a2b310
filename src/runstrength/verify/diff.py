"""What a change of rules changes for runners: each kind of runner, with a witness, or the proof that there is none.

difference = diff(load_rulebook("rules-of-last-year"), load_rulebook("rules"))
print(difference.as_markdown())
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from runstrength.explain.layout import paragraph
from runstrength.explain.words import counted
from runstrength.verify import needs_solver
from runstrength.verify.telling import flow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runstrength.recommendation import Recommendations
    from runstrength.rulebook import Rulebook

__all__ = ["Diff", "Kind", "diff"]

MOST = 50
SHOWN = 4

Aspect = tuple[str, str]
# What of a result differs, in words; `{}` stands for what it is about.
_WORDS = {
    "referral": "whether, and how soon, a clinician has to look",
    "exercise": "given or not: {}",
    "avoid": "ruled out or not: {}",
    "dose": "how it is done: {}",
    "sets": "how many sets: {}",
    "sessions_per_week": "sessions a week",
    "plyometric_sessions_per_week": "sessions with jumps a week",
    "focus": "the focus",
    "advice": "advised or not: {}",
    "cues": "what to mind: {}",
    "order": "the order of the exercises",
}


@attrs.frozen
class Kind:
    """One kind of runner who gets other advice: what differs, by the change of which rules, and a witness.

    `aspects` are pairs of what differs (`exercise`, `dose`, …) and what it is about; `before` and `after` are the two
    answers to the witness, as ordinary a runner as there is.
    """

    aspects: tuple[Aspect, ...]
    rules: tuple[str, ...]
    before: Recommendations
    after: Recommendations

    @property
    def told(self) -> str:
        """What differs, in words."""
        about: dict[str, list[str]] = {}
        for kind, name in self.aspects:
            about.setdefault(kind, []).append(f"`{name}`")
        return "; ".join(_WORDS[kind].format(_some(names)) for kind, names in about.items())

    @property
    def because(self) -> dict[str, str]:
        """The reasons of those rules, as the new rulebook has them, or, of a rule that is gone, the old one."""
        books = (self.after.rulebook, self.before.rulebook)
        return {name: next(of.rules[name].because for of in books if name in of.rules) for name in self.rules}

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {
            "differs": [list(aspect) for aspect in self.aspects],
            "rules": list(self.rules),
            "runner": self.before.profile.to_dict(),
            "changes": [change.to_dict() for change in self.before.compare(self.after).changes],
        }


@attrs.frozen
class Diff:
    """What differs between two rulebooks; true if somebody gets other advice, or might.

    Whoever gets other advice is of one of `kinds`, if it `is_complete`: else the time was up, there are more kinds
    than were asked for, or the library did not confirm what the solver said. `settings` are differences outside of the
    rules that may reach anybody (how long a session is, what the catalogue says of an exercise, what an advice says),
    `wording` is what reaches nobody: reasons and descriptions said otherwise, guarantees that are other ones.
    """

    old: str
    new: str
    kinds: tuple[Kind, ...]
    is_complete: bool
    settings: tuple[str, ...]
    wording: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.kinds or self.settings) or not self.is_complete

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {
            "old": self.old,
            "new": self.new,
            "complete": self.is_complete,
            "kinds": [kind.to_dict() for kind in self.kinds],
            "settings": list(self.settings),
            "wording": list(self.wording),
        }

    @property
    def verdict(self) -> str:
        """What it comes to, in one sentence."""
        if not self.is_complete:
            return "This is not all: not every runner could be decided, so others may get other advice too."
        if self.kinds:
            number = f"one of {len(self.kinds)} kinds" if len(self.kinds) > 1 else "of one kind"
            return f"Every runner who gets other advice is {number}; that there is no other is proved."
        if self.settings:
            return "No rule gives any runner other advice, which is proved; the settings below may."
        return "No runner gets other advice: proved for every runner there can be."

    def __str__(self) -> str:
        lines = [f"{self.old} → {self.new}", *paragraph(self.verdict)]
        for number, kind in enumerate(self.kinds, start=1):
            lines += ["", *paragraph(f"{number}. {kind.told.replace('`', '')}")]
            for rule, because in kind.because.items():
                lines += paragraph(f"{rule}: {because}", "   by ", "      ")
            lines += ["", f"   runner: {flow(kind.before.profile.to_dict())}", ""]
            lines += [f"   {line}".rstrip() for line in _changes(kind)]
        for title, found in (("Settings that differ:", self.settings), ("Said otherwise:", self.wording)):
            if found:
                lines += ["", title, *(f"  - {one}" for one in found)]
        return "\n".join(lines)

    def as_markdown(self) -> str:
        """Give it as Markdown, fit for a pull request."""
        lines = [f"## Who gets other advice: {self.old} → {self.new}", "", self.verdict]
        for number, kind in enumerate(self.kinds, start=1):
            lines += ["", f"### {number}. {kind.told[:1].upper()}{kind.told[1:]}", ""]
            lines += [f"- `{rule}`: {because}" for rule, because in kind.because.items()]
            lines += ["", "For example for:"]
            lines += ["", "```yaml", *(f"{k}: {flow(v)}" for k, v in kind.before.profile.to_dict().items()), "```", ""]
            lines += ["```text", *_changes(kind), "```"]
        for title, found in (("Settings that differ", self.settings), ("Said otherwise", self.wording)):
            if found:
                lines += ["", f"### {title}", "", *(f"- {one}" for one in found)]
        return "\n".join(lines) + "\n"


def diff(old: Rulebook, new: Rulebook, *, timeout_ms: int = 60_000, most: int = MOST) -> Diff:
    """Compare two rulebooks over every runner there can be.

    `timeout_ms` is for the whole, `most` how many pairs of a changed rule and what differs are looked for. Raises
    `RunstrengthError` where z3 is missing or the two have different vocabularies.
    """
    needs_solver()
    from runstrength.verify.comparing import Comparer  # noqa: PLC0415 - needs z3

    found = list(Comparer(old, new).kinds(timeout_ms, most))
    kinds = tuple(Kind(one.aspects, one.rules, one.before, one.after) for one in found if one is not None)
    pairs = {(rule, kind) for one in kinds for rule in one.rules or ("",) for kind, _ in one.aspects}
    is_complete = None not in found and len(pairs) < most
    before, after = (f"{book.name} {book.version} ({book.digest[7:15]})" for book in (old, new))
    return Diff(before, after, kinds, is_complete, tuple(_settings(old, new)), tuple(_wording(old, new)))


def _some(names: list[str]) -> str:
    rest = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {rest} more" if rest > 0 else "")


def _changes(kind: Kind) -> list[str]:
    """Say what differs for a witness, as the library itself says it."""
    told = str(kind.before.compare(kind.after)).splitlines()
    shown = "\n".join(line for line in told if not line.startswith("* ")).strip()
    return shown.splitlines() or ["(nothing that the text of a result shows)"]


_SAID = ("name", "steps", "faults", "ids", "easier", "harder", "muscles")


def _settings(old: Rulebook, new: Rulebook) -> Iterator[str]:
    if old.session != new.session:
        yield f"session: {_shown(old.session)} → {_shown(new.session)}"
    for focus in sorted({*old.focus_order, *new.focus_order}):
        if old.focus_order.get(focus) != new.focus_order.get(focus):
            orders = (", ".join(book.focus_order.get(focus, ())) for book in (old, new))
            yield f"order of roles for {focus}: {' → '.join(orders)}"
    for (what, before), after in zip(_texts(old).items(), _texts(new).values(), strict=True):
        changed = (name for name in before if name in after and before[name] != after[name])
        yield from (f"{what} {name}: “{before[name]}” → “{after[name]}”" for name in changed)
    for name in sorted({*old.exercises} & {*new.exercises}):
        one, other = (_plain(book.exercises[name]) for book in (old, new))
        parts = [part for part in one if part not in _SAID and one[part] != other[part]]
        if parts:
            yield f"{name} in the catalogue: {', '.join(parts)}"


def _texts(of: Rulebook) -> dict[str, Mapping[str, str]]:
    """Give what runners are told in the words of a rulebook, but for reasons, by what it is."""
    referral = {name: text for name, (text, _) in of.referral.items()}
    return {"advice": of.advice, "cue": of.cues, "referral": referral, "the": {"disclaimer": of.disclaimer}}


def _wording(old: Rulebook, new: Rulebook) -> Iterator[str]:
    rules = [name for name in old.rules if name in new.rules and old.rules[name].because != new.rules[name].because]
    if rules:
        yield f"the reason of {counted(len(rules), 'rule')}: {', '.join(rules)}"
    cited = [name for name in old.rules if name in new.rules and old.rules[name].sources != new.rules[name].sources]
    if cited:
        yield f"the sources of {counted(len(cited), 'rule')}: {', '.join(cited)}"
    for name, of in old.guarantees.items():
        if new.guarantees.get(name) != of:
            yield f"the guarantee {name} {'promises something else' if name in new.guarantees else 'is gone'}"
    for name in old.exercises:
        if name in new.exercises:
            parts = [part for part in _SAID if _plain(old.exercises[name])[part] != _plain(new.exercises[name])[part]]
            if parts:
                yield f"{name}: {', '.join(parts)}"


def _plain(of: Any) -> dict[str, Any]:  # noqa: ANN401 - any part of the model
    return attrs.asdict(of, recurse=False)


def _shown(of: object) -> str:
    return "none" if of is None else ", ".join(f"{key} {value}" for key, value in _plain(of).items())
