"""Guarantees as they are written: rules that nobody runs, and that a prover holds all the others to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runstrength.facts import Choice, MapOf, Number, Whole, fields_of, kind_of
from runstrength.rulebook.building import MAX_SETS
from runstrength.rulebook.catalogue import MAX_REPS
from runstrength.rulebook.conditions import Path, findings_of, paths_of
from runstrength.rulebook.reading import Mapped, Scalar, Sequence, quoted
from runstrength.rulebook.rule import LOADS, URGENCIES, Guarantee, Promise
from runstrength.rulebook.shapes import WORD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runstrength.rulebook.building import Draft, RuleBuilder
    from runstrength.rulebook.conditions import Condition
    from runstrength.rulebook.reading import Node

__all__ = ["AMOUNTS", "LEFT", "OF_ONE", "OF_TWO", "PARTS", "read_guarantee"]

_KEYS = ("guarantee", "says", "when", "then")
_MORE = ("for", "but", "more", "referred")

# What can be promised: of one runner as a rule concludes it, of one runner besides, and of two.
_CONCLUDED = ("avoid", "limit", "refer")
OF_ONE = (*_CONCLUDED, "include", "repetitions", "within_scheme", "session_sets", "leave", "disjoint")
OF_TWO = ("no_more", "nothing_new", "new_at_most", "keep", "asks")
AMOUNTS = ("load", "sets", "sessions_per_week", "plyometric_sessions_per_week")
LEFT = ("exercise", "referral")
PARTS = ("prescribe", "avoid")
MAX_SESSION_SETS = 200


def read_guarantee(builder: RuleBuilder, draft: Draft) -> Guarantee | None:
    """Give a guarantee, or None if too much of it is wrong; what is wrong is noted either way."""
    return _Reader(builder, draft).guarantee()


class _Reader:
    def __init__(self, builder: RuleBuilder, draft: Draft) -> None:
        self.builder = builder
        self.shapes = builder.shapes
        self.draft = draft
        keys = draft.node.keys if isinstance(draft.node, Mapped) else {}
        written = Mapped(draft.entries, keys, draft.node.source, draft.node.at)
        self.entries = self.shapes.mapping(written, "a guarantee", _KEYS, _MORE) or {}

    def guarantee(self) -> Guarantee | None:
        entries = self.entries
        says = self.shapes.text(entries.get("says"), "says")
        if says is not None and "$" in says:
            hint = "say it of all of them: “at a site”"
            self.shapes.note(entries["says"], "RS322", "`says` is one sentence for all that `for` makes of it", hint)
        when = self.builder.condition(entries["when"]) if "when" in entries else None
        but = self.other() if "but" in entries else None
        more = self.path(entries["more"]) if "more" in entries else None
        if "but" in entries and "more" in entries:
            self.shapes.note(
                entries["more"], "RS322", "`but` and `more` exclude each other", "write one guarantee each"
            )
        referred = self.shapes.choice(entries["referred"], "referred", URGENCIES) if "referred" in entries else None
        then = self.promise()
        if says is None or when is None or then is None:
            return None
        of = self.draft
        return Guarantee(of.name, of.template, says, when, then, but, more, referred, place=of.node.place)

    def other(self) -> Condition | None:
        """Read what is true of the second runner: of facts alone, for nothing else tells the two apart."""
        node = self.entries["but"]
        found = self.builder.condition(node)
        if found is not None and (findings_of(found) or not paths_of(found)):
            hint = "write the facts in which the other runner differs"
            self.shapes.note(node, "RS322", "`but` speaks of facts, and of no findings", hint)
        return found

    def path(self, node: Node) -> Path | None:
        """Read the name of a fact of which there can be more."""
        text = self.shapes.text(node, "more")
        if text is None:
            return None
        path = Path.of(text)
        kind = self.kind(path)
        if kind is None:
            self.shapes.unknown(node, "RS202", text, "a fact", fields_of(self.builder.vocabulary))
        elif not (isinstance(kind, (Whole, Number)) or (isinstance(kind, Choice) and kind.ordered)):
            self.shapes.note(node, "RS203", f"there is no more or less of {quoted(text)}", "name one number")
        return path

    def kind(self, path: Path) -> Any:  # noqa: ANN401 - a kind of any sort, or None
        attribute = fields_of(self.builder.vocabulary).get(path.field)
        kind = None if attribute is None else kind_of(attribute)
        if isinstance(kind, MapOf) and path.key is not None:
            return kind.item if path.key in kind.keys else None
        return kind if path.key is None else None

    # what is promised

    def promise(self) -> Promise | None:
        node = self.entries.get("then")
        then = self.shapes.mapping(node, "then", (), (*OF_ONE, *OF_TWO))
        if then is None or node is None:
            return None
        known = {key: of for key, of in then.items() if key in {*OF_ONE, *OF_TWO}}
        if not known:
            self.shapes.note(node, "RS122", "a guarantee promises something", f"one of {', '.join((*OF_ONE, *OF_TWO))}")
            return None
        self.check_runners(known)
        found = self.builder.conclusions(self.draft, {key: of for key, of in known.items() if key in _CONCLUDED})
        if any(limit.sets is not None and limit.sets.percent for limit in found.get("limits", ())):
            self.shapes.note(then["limit"], "RS322", "a guarantee promises a number of sets, not a share of them")
        for key, of in known.items():
            if key not in _CONCLUDED:
                found |= getattr(self, f"_{key}")(of)
        return Promise(**found)

    def check_runners(self, then: Mapping[str, Node]) -> None:
        """Note what is promised of two runners where there is one, and the reverse."""
        two = "but" in self.entries or "more" in self.entries
        for key in OF_ONE if two else OF_TWO:
            if key in then:
                of, hint = (
                    ("one runner", "leave `but` and `more` out") if two else ("two runners", "say `but` or `more`")
                )
                self.shapes.note(then[key], "RS322", f"`{key}` is promised of {of}", hint)

    def _include(self, node: Node) -> dict[str, Any]:
        items = self.shapes.items(node, "include")
        if not items:
            self.shapes.note(node, "RS122", "`include` names nothing", "leave it out")
        return {"include": tuple(self.builder.catalogue.select(item) for item in items)}

    def _repetitions(self, node: Node) -> dict[str, Any]:
        entries = self.shapes.mapping(node, "repetitions", (), LOADS) or {}
        if not entries:
            self.shapes.note(node, "RS122", "`repetitions` names no load", "write `repetitions: {heavy: 8}`")
        most = {load: self.shapes.whole(of, load, 1, MAX_REPS) for load, of in entries.items()}
        return {"repetitions": tuple((load, number) for load, number in most.items() if number is not None)}

    def _within_scheme(self, node: Node) -> dict[str, Any]:
        return {"within_scheme": self.choices(node, "within_scheme", LOADS)}

    def _session_sets(self, node: Node) -> dict[str, Any]:
        return {"session_sets": self.shapes.whole(node, "session_sets", MAX_SETS, MAX_SESSION_SETS)}

    def _leave(self, node: Node) -> dict[str, Any]:
        return {"leave": self.choices(node, "leave", LEFT)}

    def _disjoint(self, node: Node) -> dict[str, Any]:
        found = self.choices(node, "disjoint", PARTS)
        if set(found) != set(PARTS):
            self.shapes.note(node, "RS322", "two parts of a result are disjoint", f"write [{', '.join(PARTS)}]")
        return {"disjoint": True}

    def _no_more(self, node: Node) -> dict[str, Any]:
        return {"no_more": self.choices(node, "no_more", AMOUNTS)}

    def _nothing_new(self, node: Node) -> dict[str, Any]:
        targets = self.builder.catalogue.targets(node)
        return {"nothing_new": targets.listed | targets.selected}

    def _new_at_most(self, node: Node) -> dict[str, Any]:
        return {"new_at_most": self.shapes.choice(node, "new_at_most", LOADS)}

    def _keep(self, node: Node) -> dict[str, Any]:
        self.choices(node, "keep", ("avoid",))
        return {"keep_avoided": True}

    def _asks(self, node: Node) -> dict[str, Any]:
        found = []
        if isinstance(node, Sequence) and not node.items:
            self.shapes.note(node, "RS122", "`asks` names nothing", "leave it out")
        for item in self.shapes.items(node, "asks"):
            text = item.text if isinstance(item, Scalar) else ""
            path = Path.of(text)
            kind = self.kind(path)
            if kind is None or isinstance(kind, MapOf):
                self.shapes.unknown(
                    item, "RS202", text, "a fact that can be asked for", fields_of(self.builder.vocabulary)
                )
            else:
                found.append(path)
        return {"asks": tuple(found)}

    def choices(self, node: Node, what: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
        """Read a list of words from a closed list."""
        words = self.shapes.words(node, what, WORD)
        if not words:
            self.shapes.note(node, "RS122", f"`{what}` names nothing", "leave it out")
        found = [word for word, at in words if self.shapes.choice(at, f"an entry of {what}", allowed) is not None]
        return tuple(name for name in allowed if name in found)
