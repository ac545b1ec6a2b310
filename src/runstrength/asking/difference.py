"""The question "what differs?": two results, item by item, each change with its reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from runstrength.explain.layout import paragraph
from runstrength.explain.words import fact_in_words, label, sessions_in_words, spoken
from runstrength.facts import fields_of
from runstrength.language import said, speaking
from runstrength.parts import dicts
from runstrength.rulebook.conditions import Path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from runstrength.explain.reasons import Reason
    from runstrength.facts import Facts
    from runstrength.recommendation import Recommendations

__all__ = ["Change", "Difference", "changed", "difference"]

MOST_REASONS = 2  # of one change, in text; the data has all
_WEEK = ("sessions_per_week", "plyometric_sessions_per_week")


@attrs.frozen
class Change:
    """One thing that differs.

    `kind` is `referral`, `focus`, `sessions_per_week`, `plyometric_sessions_per_week`, `exercise_added`,
    `exercise_removed`, `dose`, `avoid_added`, `avoid_removed`, `advice_added`, `advice_removed` or `next_session`;
    `about` the id that it is about; `before` and `after` are in words, and empty where there is nothing. `because` are
    the reasons in the second result: of what is there now, or of what took it away; `was_because` those in the first.
    """

    kind: str
    about: str
    title: str
    before: str
    after: str
    because: tuple[Reason, ...]
    was_because: tuple[Reason, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {
            "kind": self.kind,
            "about": self.about,
            "before": self.before,
            "after": self.after,
            "because": dicts(self.because),
            "was_because": dicts(self.was_because),
        }


@attrs.frozen
class Difference:
    """What differs between two results; false if nothing that they recommend does.

    `facts` are the paths that are known or valued otherwise, each with both values as plain JSON (None: unknown).
    """

    before: Recommendations
    after: Recommendations
    facts: Mapping[str, tuple[Any, Any]]
    changes: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.changes)

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {
            "rulebooks": [result.identity() for result in (self.before, self.after)],
            "facts": {path: {"before": before, "after": after} for path, (before, after) in self.facts.items()},
            "changes": [change.to_dict() for change in self.changes],
        }

    def __str__(self) -> str:
        with speaking(self.after.language):
            return "\n".join(self._lines())

    def _lines(self) -> list[str]:
        lines: list[str] = []
        vocabulary = type(self.after.profile)
        for path, (before, after) in self.facts.items():
            lines += paragraph(_fact_changed(vocabulary, path, before, after), "* ")
        books = [result.identity() for result in (self.before, self.after)]
        if books[0] != books[1]:
            for book, text in zip(books, (said("Before: rulebook"), said("After: rulebook")), strict=True):
                lines += paragraph(f"{text} {book['name']} {book['version']}, {book['digest'][:19]}", "* ")
        if not self.changes:
            return [*lines, *([""] if lines else []), said("Nothing changes in what is recommended.")]
        for changes in _together(self.changes):
            about = ", ".join(change.title for change in changes)
            lines += ["", *paragraph(f"{said(_KINDS[changes[0].kind], about=about)}{_both(changes[0])}")]
            for text in _reasons(changes[0]):
                lines += paragraph(text, "  - ")
        return lines if lines[0] else lines[1:]


def _reasons(change: Change) -> list[str]:
    """Give the reasons that are told of a change."""
    reasons = list(dict.fromkeys(reason.text for reason in change.because))
    if not reasons and change.was_because and not change.after:
        reasons = [said("Before, because: {reason}", reason=change.was_because[0].text)]
    return reasons[:MOST_REASONS]


def _together(changes: Iterable[Change]) -> list[list[Change]]:
    """Put together what is told alike of several: the same kind, from and to the same, for the same reasons."""
    found: dict[tuple[str, ...], list[Change]] = {}
    for change in changes:
        key = (change.kind, change.before, change.after, *_reasons(change))
        found.setdefault(key, []).append(change)
    return list(found.values())


def _fact_changed(vocabulary: type[Facts], path: str, before: object, after: object) -> str:
    known = [None if value is None else fact_in_words(vocabulary, path, value) for value in (before, after)]
    if known[0] is None:
        return said("{fact} (not known before)", fact=known[1])
    if known[1] is None:
        return said("{fact}: no longer known", fact=label(vocabulary, Path.of(path)))
    return said("{fact} (before, {before})", fact=known[1], before=known[0])


def _both(change: Change) -> str:
    if change.before and change.after:
        return f": {change.before} → {change.after}"
    return f": {change.after or change.before}" if change.after or change.before else ""


_KINDS = {
    "referral": "Referral",
    "focus": "Focus",
    "sessions_per_week": "Sessions a week",
    "plyometric_sessions_per_week": "Sessions with jumps a week",
    "exercise_added": "New: {about}",
    "exercise_removed": "No longer: {about}",
    "dose": "Changed: {about}",
    "avoid_added": "To leave out now: {about}",
    "avoid_removed": "No longer ruled out: {about}",
    "advice_added": "New advice",
    "advice_removed": "No longer advised",
    "next_session": "The next session",
}


def changed(facts: Facts, changes: Mapping[str, object], ids: frozenset[str]) -> Facts:
    """Give facts with some of them changed: by field, or by entry of a map (`pain.knee`); None makes one unknown.

    Raises `ProfileError`.
    """
    given: dict[str, Any] = facts.to_dict()
    declared = fields_of(type(facts))
    for name, value in changes.items():
        field, _, key = name.partition(".")
        if not key:
            given[name] = value
        elif field in declared:
            entries = given.get(field)
            given[field] = {**(entries if isinstance(entries, dict) else {}), key: value}
        else:
            given[field] = value
    return type(facts).from_dict(given, ids=ids)


def difference(before: Recommendations, after: Recommendations) -> Difference:
    """Say what differs between two results, in the language of the second."""
    before = before.in_language(after.language)
    with speaking(after.language):
        return Difference(before, after, _facts(before, after), tuple(_changes(before, after)))


def _facts(before: Recommendations, after: Recommendations) -> dict[str, tuple[Any, Any]]:
    one, other = (_flat(result.profile.to_dict()) for result in (before, after))
    order = {name: number for number, name in enumerate(fields_of(type(after.profile)))}
    paths = sorted({*one, *other}, key=lambda path: (order.get(path.partition(".")[0], len(order)), path))
    return {path: (one.get(path), other.get(path)) for path in paths if one.get(path) != other.get(path)}


def _flat(facts: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for name, value in facts.items():
        if isinstance(value, dict):
            found.update({f"{name}.{key}": entry for key, entry in value.items()})
        else:
            found[name] = value
    return found


def _changes(before: Recommendations, after: Recommendations) -> Iterator[Change]:
    yield from _head(before, after)
    yield from _exercises(before, after)
    yield from _next_session(before, after)
    yield from _avoid(before, after)
    yield from _advice(before, after)


def _head(before: Recommendations, after: Recommendations) -> Iterator[Change]:
    urgency = [None if result.referral is None else result.referral.urgency for result in (before, after)]
    if urgency[0] != urgency[1]:
        then, now = (spoken(level) if level else said("none") for level in urgency)
        because = () if after.referral is None else after.referral.because
        was = () if before.referral is None else before.referral.because
        yield Change("referral", "referral", said("Referral"), then, now, because, was)
    if before.focus != after.focus:
        then, now = (spoken(result.focus) for result in (before, after))
        yield Change("focus", "focus", said("Focus"), then, now, after.because["focus"], before.because["focus"])
    for kind in _WEEK:
        spans = [getattr(result, kind) for result in (before, after)]
        if spans[0] != spans[1]:
            then, now = (sessions_in_words(span, plyometric=kind != _WEEK[0]) for span in spans)
            yield Change(kind, kind, spoken(kind), then, now, after.because[kind], before.because[kind])


def _exercises(before: Recommendations, after: Recommendations) -> Iterator[Change]:
    had = {x.exercise: x for x in before.exercises}
    has = {x.exercise: x for x in after.exercises}
    for name, now in has.items():
        if name not in had:
            yield Change("exercise_added", name, now.name, "", now.dose, now.because, ())
    for name, then in had.items():
        if name not in has:
            by = after.why_not(name).by if name in after.rulebook.exercises else ()
            yield Change("exercise_removed", name, then.name, then.dose, "", by, then.because)
    for name, now in has.items():
        if name in had and had[name].dose != now.dose:
            yield Change("dose", name, now.name, had[name].dose, now.dose, now.dose_because, had[name].dose_because)


def _next_session(before: Recommendations, after: Recommendations) -> Iterator[Change]:
    if before.next_session != after.next_session:
        then, now = (
            ", ".join(result.texts.exercises[name].name for name in result.next_session) or said("nothing")
            for result in (before, after)
        )
        yield Change("next_session", "next_session", said("The next session"), then, now, (), ())


def _avoid(before: Recommendations, after: Recommendations) -> Iterator[Change]:
    had = {x.exercise: x for x in before.avoid}
    has = {x.exercise: x for x in after.avoid}
    for name, now in has.items():
        if name not in had and name not in {x.exercise for x in before.exercises}:  # that it went was told above
            yield Change("avoid_added", name, now.name, "", "", now.because, ())
    for name, then in had.items():
        if name not in has and name not in {x.exercise for x in after.exercises}:
            yield Change("avoid_removed", name, then.name, "", "", (), then.because)


def _advice(before: Recommendations, after: Recommendations) -> Iterator[Change]:
    had = {x.advice: x for x in before.advice}
    has = {x.advice: x for x in after.advice}
    for name, now in has.items():
        if name not in had:
            yield Change("advice_added", name, said("Advice"), "", now.text, now.because, ())
    for name, then in had.items():
        if name not in has:
            yield Change("advice_removed", name, said("Advice"), then.text, "", (), then.because)
