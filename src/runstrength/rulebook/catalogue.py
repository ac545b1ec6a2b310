"""The catalogue: exercises, cues, advice and sources, and the selectors that take exercises from it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from runstrength.facts import MapOf, SetOf, fields_of, kind_of
from runstrength.rulebook.reading import Mapped, Sequence, quoted
from runstrength.rulebook.rule import IMPACTS, LOADS, ROLES, Exercise, Scheme, Source, Targets
from runstrength.rulebook.shapes import ID, NAME, is_said
from runstrength.tables import Table

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Mapping

    from runstrength.facts import Facts
    from runstrength.rulebook.reading import Node
    from runstrength.rulebook.shapes import Shapes

__all__ = ["ATTRIBUTES", "FLAGS", "Catalogue", "count_and_rest"]

MAX_REPS = 100
MAX_SECONDS = 3600
MAX_HEAVY_REPS = 8

# What can be declared: the code for a name that is not, and what such a name is called.
_DECLARED: Mapping[str, tuple[str, str]] = {
    "exercise": ("RS301", "an exercise of the catalogue"),
    "cue": ("RS302", "a declared cue"),
    "advice": ("RS303", "a declared advice"),
    "source": ("RS304", "a declared source"),
}
_NO_CATALOGUE = "build on a rulebook that has exercises, with `extends: article`, or write `exercises`"
_EXERCISE = ("exercise", "name", "role", "pattern", "schemes")
_EXERCISE_MORE = (
    "muscles",
    "compound",
    "unilateral",
    "dynamic",
    "equipment",
    "weight",
    "impact",
    "loads",
    "cues",
    "steps",
    "faults",
    "easier",
    "harder",
    "ids",
)

# What a selector may ask of an exercise, and what the exercise answers.
ATTRIBUTES: Mapping[str, Callable[[Exercise], Iterable[str]]] = {
    "role": lambda x: (x.role,),
    "pattern": lambda x: (x.pattern,),
    "muscle": lambda x: x.muscles,
    "impact": lambda x: (x.impact,),
    "loads": lambda x: x.loads,
    "equipment": lambda x: x.equipment,
    "weight": lambda x: x.weight,
    "scheme": lambda x: x.schemes,
}
FLAGS: Mapping[str, Callable[[Exercise], bool]] = {
    "compound": lambda x: x.compound,
    "unilateral": lambda x: x.unilateral,
    "dynamic": lambda x: x.dynamic,
    "needs_equipment": lambda x: bool(x.equipment),
    "takes_weight": lambda x: bool(x.weight),
}
_SELECTOR = (*ATTRIBUTES, *FLAGS, "not")


class Catalogue:
    """Reads what a rulebook declares beside its rules, and finds exercises in it."""

    def __init__(self, shapes: Shapes, vocabulary: type[Facts], *, is_whole: bool) -> None:
        self.shapes = shapes
        self.is_whole = is_whole
        kinds = {name: kind_of(attribute) for name, attribute in fields_of(vocabulary).items()}
        equipment, pain = kinds.get("equipment"), kinds.get("pain")
        self.equipment_words = equipment.values if isinstance(equipment, SetOf) else None
        self.sites = pain.keys if isinstance(pain, MapOf) else None
        self.exercises: dict[str, Exercise] = {}
        self.cues: dict[str, str] = {}
        self.advice: dict[str, str] = {}
        self.sources: dict[str, Source] = {}
        # Every name that is declared, be it wrongly: what is wrong is said there, and not again wherever it is used.
        self.named: dict[str, set[str]] = {key: set() for key in _DECLARED}
        # The lists of neighbours as they are written: they may name exercises that are declared later.
        self.neighbours: dict[str, dict[str, Node | None]] = {}

    # reading

    def read(self, section: str, nodes: Iterable[Node]) -> None:
        """Read all entries of `exercises`, `cues`, `advice` or `sources`."""
        for node in nodes:
            if section == "exercises":
                self._read_exercise(node)
            elif section == "sources":
                self._read_source(node)
            else:
                self._read_text(node, section)

    def _read_text(self, node: Node, section: str) -> None:
        key, what, known = ("cue", "a cue", self.cues) if section == "cues" else ("advice", "an advice", self.advice)
        entries = self.shapes.mapping(node, what, (key, "text"))
        if entries is None:
            return
        name = self._new_name(entries, key, ID)
        text = self.shapes.text(entries.get("text"), "text")
        if name is not None and text is not None:
            known[name] = text

    def _read_source(self, node: Node) -> None:
        entries = self.shapes.mapping(node, "a source", ("source", "kind", "text"), ("disputed",))
        if entries is None:
            return
        name = self._new_name(entries, "source", NAME)
        text = self.shapes.text(entries.get("text"), "text")
        kind = self.shapes.choice(entries.get("kind"), "kind", ("article", "practice"))
        disputed = self.shapes.text(entries.get("disputed"), "disputed")
        if name is not None and text is not None and kind is not None:
            self.sources[name] = Source(name, text, kind, disputed)

    def _new_name(self, entries: Mapping[str, Node], key: str, pattern: re.Pattern[str]) -> str | None:
        """Give the name that an entry declares, if it is written as names are and is new."""
        name = self.shapes.name(entries.get(key), key, pattern)
        if name is None:
            return None
        if name in self.named[key]:
            self.shapes.note(entries[key], "RS124", f"{quoted(name)} is declared a second time")
            return None
        self.named[key].add(name)
        return name

    def _read_exercise(self, node: Node) -> None:
        shapes = self.shapes
        entries = shapes.mapping(node, "an exercise", _EXERCISE, _EXERCISE_MORE)
        if entries is None:
            return
        name = self._new_name(entries, "exercise", ID)
        title = shapes.text(entries.get("name"), "name")
        role = shapes.choice(entries.get("role"), "role", ROLES)
        pattern = shapes.name(entries.get("pattern"), "pattern", NAME)
        impact = shapes.choice(entries["impact"], "impact", IMPACTS) if "impact" in entries else "none"
        schemes = self._schemes(entries.get("schemes"))
        rest: dict[str, Any] = {
            "muscles": self._words(entries, "muscles", None),
            "equipment": self._words(entries, "equipment", self.equipment_words),
            "weight": self._words(entries, "weight", self.equipment_words),
            "loads": self._words(entries, "loads", self.sites),
            "cues": self.declared("cue", entries.get("cues"), "cues"),
            "steps": self._texts(entries, "steps"),
            "faults": self._texts(entries, "faults"),
        }
        flags: dict[str, Any] = {
            flag: shapes.flag(entries.get(flag), flag) for flag in ("compound", "unilateral", "dynamic")
        }
        ids = self._ids(entries.get("ids"))
        if name is None or title is None or role is None or pattern is None or impact is None or not schemes:
            return
        self.neighbours[name] = {side: entries.get(side) for side in ("easier", "harder")}
        self.exercises[name] = Exercise(
            id=name,
            name=title,
            role=role,
            pattern=pattern,
            impact=impact,
            schemes=schemes,
            ids=ids,
            easier=(),
            harder=(),
            **rest,
            **flags,
        )

    def _words(self, entries: Mapping[str, Node], key: str, known: tuple[str, ...] | None) -> tuple[str, ...]:
        words = self.shapes.words(entries.get(key), key)
        for word, at in words:
            if known is not None and word not in known:
                self.shapes.unknown(at, "RS123", word, f"one of the vocabulary's words for {key}", known)
        return tuple(word for word, _ in words)

    def _texts(self, entries: Mapping[str, Node], key: str) -> tuple[str, ...]:
        items = self.shapes.items(entries.get(key), key)
        found = [self.shapes.text(item, f"an entry of {key}") for item in items]
        return tuple(text for text in found if text is not None)

    def _schemes(self, node: Node | None) -> Mapping[str, Scheme]:
        entries = self.shapes.mapping(node, "schemes", (), LOADS)
        found: dict[str, Scheme] = {}
        if node is not None and entries == {}:
            self.shapes.note(node, "RS122", "an exercise needs a scheme for at least one load")
        for load in LOADS:
            of = (entries or {}).get(load)
            if of is None:
                continue
            values = self.shapes.mapping(of, "a scheme", ("rest_seconds",), ("reps", "seconds"))
            if values is None:
                continue
            reps, seconds, rest = count_and_rest(self.shapes, of, values, load)
            if (reps or seconds) and rest:
                found[load] = Scheme(reps, seconds, rest)
            elif "reps" not in values and "seconds" not in values:
                self.shapes.note(of, "RS122", "a scheme needs `reps` or `seconds`")
        return Table(found)

    def _ids(self, node: Node | None) -> Mapping[str, str]:
        if node is None:
            return Table({})
        if not isinstance(node, Mapped):
            self.shapes.note(node, "RS120", "ids is a mapping from a software's name to its id")
            return Table({})
        texts = {key: self.shapes.text(value, "an id") for key, value in node.entries.items()}
        return Table({key: text for key, text in texts.items() if text is not None})

    # finding

    @property
    def is_complete(self) -> bool:
        """Whether every exercise that is declared could be read."""
        return self.is_whole and len(self.exercises) == len(self.named["exercise"])

    def group(self, name: str) -> tuple[str, ...] | None:
        """Give a list that an exercise holds, such as `goblet-squat.equipment`."""
        exercise, _, key = name.partition(".")
        if exercise not in self.exercises or key not in {"equipment", "weight", "loads"}:
            return None
        found: tuple[str, ...] = getattr(self.exercises[exercise], key)
        return found

    def is_declared(self, what: str, name: str, at: Node) -> bool:
        """Say whether a name of this sort is declared, be it wrongly; note it if it is not."""
        if name not in self.named[what]:
            code, kind = _DECLARED[what]
            if what == "exercise" and not self.named[what] and self.is_whole:
                self.shapes.note(at, code, f"{quoted(name)} is not {kind}, which is empty", _NO_CATALOGUE)
            else:
                self.shapes.unknown(at, code, name, kind, self.named[what])
        return name in self.named[what]

    def declared(self, what: str, node: Node | None, where: str) -> tuple[str, ...]:
        """Give the names of a list, each of which has to be declared."""
        if isinstance(node, Sequence):
            said = tuple(item.text for item in node.items if is_said(item))
            if len(said) == len(node.items) == len(self.named[what].intersection(said)):
                return said
        words = self.shapes.words(node, where, NAME if what == "source" else ID)
        return tuple(word for word, at in words if self.is_declared(what, word, at))

    def exercise(self, node: Node) -> str | None:
        """Give the id of an exercise of the catalogue."""
        if is_said(node) and node.text in self.named["exercise"]:
            return node.text
        name = self.shapes.text(node, "an exercise")
        return name if name is not None and self.is_declared("exercise", name, node) else None

    @cached_property
    def _holders(self) -> Mapping[str, Mapping[str, set[str]]]:
        """For each attribute and each word of it, the exercises that have it; asked for when all have been read."""
        found: dict[str, dict[str, set[str]]] = {key: {} for key in ATTRIBUTES}
        for name, exercise in self.exercises.items():
            for key, words_of in ATTRIBUTES.items():
                for word in words_of(exercise):
                    found[key].setdefault(word, set()).add(name)
        return found

    def select(self, node: Node) -> frozenset[str]:
        """Give the exercises that a selector takes."""
        found = self._selected(node)
        if found is not None and not found and self.is_complete:
            hint = None if self.exercises else _NO_CATALOGUE
            self.shapes.note(node, "RS305", "the selector takes no exercise of the catalogue", hint)
        return frozenset(found or ())

    def _selected(self, node: Node) -> set[str] | None:
        """Give the exercises that a selector takes, or None if something is wrong with it."""
        entries = self.shapes.mapping(node, "a selector", (), _SELECTOR)
        if entries is None:
            return None
        found = set(self.exercises)
        is_right = True
        for key, value in entries.items():
            if key == "not":
                inner = self._selected(value)
                part = None if inner is None else found - inner
            elif key in FLAGS:
                wanted = self.shapes.flag(value, key)
                part = {name for name in found if FLAGS[key](self.exercises[name]) is wanted}
            elif key in ATTRIBUTES:
                part = self._having(key, value)
            else:
                continue
            is_right = is_right and part is not None
            found &= part or set()
        return found if is_right else None

    def _having(self, key: str, node: Node) -> set[str] | None:
        """Give the exercises of which an attribute has one of the words that a selector names."""
        holders = self._holders[key]
        items = node.items if isinstance(node, Sequence) else (node,)
        words = [self.shapes.name(item, key, NAME) for item in items]
        also = {"role": ROLES, "impact": IMPACTS, "loads": self.sites or (), "scheme": LOADS}.get(key, ())
        strange = [
            (word, at)
            for word, at in zip(words, items, strict=True)
            if word is not None and word not in holders and word not in also
        ]
        for word, at in strange if self.is_complete else ():
            self.shapes.unknown(at, "RS123", word, f"the {key} of any exercise", {*holders, *also})
        if strange or None in words:
            return None
        return set().union(*(holders.get(word, ()) for word in words if word is not None))

    def targets(self, node: Node | None) -> Targets:
        """Give the exercises named by ids and selectors; without a node, all."""
        if node is None:
            return Targets(everything=True, listed=frozenset(), selected=frozenset())
        if isinstance(node, Mapped):
            return Targets(everything=False, listed=frozenset(), selected=self.select(node))
        if isinstance(node, Sequence) and not node.items:
            self.shapes.note(node, "RS122", "a list of exercises names at least one")
        listed: set[str] = set()
        selected: set[str] = set()
        for item in self.shapes.items(node, "a list of exercises"):
            if isinstance(item, Mapped):
                selected |= self.select(item)
            else:
                name = self.exercise(item)
                listed |= {name} if name is not None else set()
        return Targets(everything=False, listed=frozenset(listed), selected=frozenset(selected))

    def values_of(self, node: Node, what: str) -> list[str]:
        """Give the values of a variable of `for` that is a list of words or a selector."""
        if isinstance(node, Mapped):
            chosen = self.select(node)
            return [name for name in self.exercises if name in chosen]
        return [word for word, _ in self.shapes.words(node, what)]


def count_and_rest(
    shapes: Shapes, node: Node, entries: Mapping[str, Node], load: str | None
) -> tuple[tuple[int, int] | None, tuple[int, int] | None, tuple[int, int] | None]:
    """Read `reps` or `seconds`, and `rest_seconds`; heavy loads allow few repetitions."""
    reps = shapes.span(entries.get("reps"), "reps", 1, MAX_REPS)
    seconds = shapes.span(entries.get("seconds"), "seconds", 1, MAX_SECONDS)
    rest = shapes.span(entries.get("rest_seconds"), "rest_seconds", 0, MAX_SECONDS)
    if "reps" in entries and "seconds" in entries:
        shapes.note(node, "RS121", "`reps` and `seconds` exclude each other")
    if load == "heavy" and reps is not None and reps[1] > MAX_HEAVY_REPS:
        shapes.note(
            entries["reps"], "RS319", f"heavy means at most {MAX_HEAVY_REPS} repetitions, and this is {reps[1]}"
        )
    if load == "heavy" and "seconds" in entries:
        shapes.note(entries["seconds"], "RS319", "heavy is counted in repetitions, not in seconds")
    return reps, seconds, rest
