"""From nodes to rules: `for` expanded, conditions parsed, conclusions resolved against the catalogue."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import attrs

from runstrength.errors import ProfileError
from runstrength.rulebook.catalogue import count_and_rest
from runstrength.rulebook.diagnostics import Place
from runstrength.rulebook.normal_form import MAX_CONJUNCTIONS, is_bounded
from runstrength.rulebook.parsing import parse
from runstrength.rulebook.reading import Mapped, Scalar, Sequence, plain, quoted
from runstrength.rulebook.rule import FOCUSES, LOADS, TIERS, URGENCIES, Cap, Dose, Limit, Rule
from runstrength.rulebook.shapes import WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from runstrength.facts import Facts
    from runstrength.rulebook.catalogue import Catalogue
    from runstrength.rulebook.conditions import Condition
    from runstrength.rulebook.parsing import Scope
    from runstrength.rulebook.reading import Node
    from runstrength.rulebook.shapes import Shapes

__all__ = ["STAGES", "Draft", "RuleBuilder", "expand", "note_problems"]

# Each folder of rules, and what its rules may conclude.
STAGES: Mapping[str, tuple[str, ...]] = {
    "assess": ("derive", "focus"),
    "prescribe": ("prescribe", "fallback", "cue"),
    "dose": ("dose",),
    "restrict": ("limit", "avoid", "refer"),
    "advise": ("advise",),
}
CONCLUSIONS = tuple(itertools.chain.from_iterable(STAGES.values()))

_RULE = ("rule", "when", "then", "because", "source")
_RULE_MORE = ("tier", "for", "override", "examples")
_DOSE_TIERS = ("general", "goal", "season")
# What `for` leaves as it is written, and where it writes its values as people do.
_NAMES = {"rule", "guarantee", "says"}
_TEXTS = {"because", "override"}
_VARIABLE = re.compile(r"\$([a-z][a-z_]*)")
_PERCENT = re.compile(r"([1-9][0-9]?)%\Z")
MAX_INSTANCES = 500
MAX_SETS = 10
MAX_SESSIONS = 14


@attrs.frozen(eq=False)
class Draft:
    """A rule before it is built: one of those that `for` makes of a rule as it is written."""

    name: str
    template: str
    stage: str | None
    entries: dict[str, Node]
    node: Node
    extension: bool


# --- `for` ----------------------------------------------------------------------------------------------------------


def expand(
    shapes: Shapes, catalogue: Catalogue, groups: Mapping[str, tuple[str, ...]], words: Mapping[str, str], draft: Draft
) -> Iterable[Draft]:
    """Give the rules that `for` stands for, or the one rule that it is."""
    if "for" in draft.entries or draft.node.source.may_vary:
        return _expanded(shapes, catalogue, groups, words, draft)
    return (draft,)


def _expanded(
    shapes: Shapes, catalogue: Catalogue, groups: Mapping[str, tuple[str, ...]], words: Mapping[str, str], draft: Draft
) -> Iterator[Draft]:
    node = draft.entries.get("for")
    rest = {key: value for key, value in draft.entries.items() if key != "for"}
    varied = {key: of for key, of in rest.items() if key != "says"}
    used = _variables(Mapped(varied, {}, draft.node.source, draft.node.at))
    if not isinstance(node, Mapped) or not node.entries:
        if node is not None:
            hint = "write `for: {site: [knee, shin]}`"
            shapes.note(node, "RS314", "`for` is a mapping from variables to their values", hint)
        for name in sorted(used) if node is None else ():
            hint = f"declare it with `for: {{{name}: […]}}`"
            shapes.note(draft.node, "RS314", f"the variable `${name}` is not declared", hint)
        if not used:
            yield draft
        return
    values = _values(shapes, catalogue, groups, node)
    for key in sorted(set(values) - used):
        shapes.note(node.key(key), "RS314", f"the variable `${key}` is not used")
    for name in sorted(used - set(values)):
        shapes.note(draft.node, "RS314", f"the variable `${name}` is not declared")
        return
    combinations = list(itertools.islice(itertools.product(*values.values()), MAX_INSTANCES + 1))
    if len(combinations) > MAX_INSTANCES:
        shapes.note(node, "RS314", f"`for` makes more than {MAX_INSTANCES} rules")
        return
    labels = {value: words.get(value, value.replace("_", " ")) for found in values.values() for value in found}
    for name, exercise in catalogue.exercises.items():
        labels[name] = words.get(name, exercise.name[:1].lower() + exercise.name[1:])
    for combination in combinations:
        chosen = dict(zip(values, combination, strict=True))
        texts = {key: labels[value] for key, value in chosen.items()}
        entries = {
            key: value if key in _NAMES else _substituted(value, texts if key in _TEXTS else chosen)
            for key, value in rest.items()
        }
        yield attrs.evolve(draft, name=f"{draft.name}[{','.join(combination)}]", entries=entries)


def _values(
    shapes: Shapes, catalogue: Catalogue, groups: Mapping[str, tuple[str, ...]], node: Mapped
) -> dict[str, list[str]]:
    """Give the values of each variable of `for`: a list, a group, or a selector."""
    values: dict[str, list[str]] = {}
    for key, of in sorted(node.entries.items()):
        if isinstance(of, Scalar):
            values[key] = list(groups.get(of.text, ()))
            if of.text not in groups:
                shapes.unknown(of, "RS209", of.text, "a group", groups)
        else:
            values[key] = catalogue.values_of(of, f"the values of `${key}`")
            if isinstance(of, Sequence) and not of.items:
                shapes.note(of, "RS314", f"the variable `${key}` has no values", "give a list, a group or a selector")
    return values


def _variables(node: Node) -> set[str]:
    if isinstance(node, Scalar):
        return set(_VARIABLE.findall(node.text))
    if isinstance(node, Sequence):
        return set().union(*map(_variables, node.items))
    keys = {name for key in node.entries for name in _VARIABLE.findall(key)}
    return keys.union(*map(_variables, node.entries.values()))


def _substituted(node: Node, chosen: Mapping[str, str]) -> Node:
    def replace(text: str) -> str:
        return _VARIABLE.sub(lambda match: chosen.get(match[1], match[0]), text)

    if isinstance(node, Scalar):
        return node if "$" not in node.text else Scalar(replace(node.text), node.source, node.at)
    if isinstance(node, Sequence):
        return Sequence(tuple(_substituted(item, chosen) for item in node.items), node.source, node.at)
    entries = {replace(key): _substituted(value, chosen) for key, value in node.entries.items()}
    return Mapped(entries, {replace(key): at for key, at in node.keys.items()}, node.source, node.at)


# --- rules ----------------------------------------------------------------------------------------------------------


class RuleBuilder:
    """Builds rules from drafts."""

    def __init__(self, shapes: Shapes, catalogue: Catalogue, scope: Scope, vocabulary: type[Facts]) -> None:
        self.shapes = shapes
        self.catalogue = catalogue
        self.scope = scope
        self.vocabulary = vocabulary
        # Whether something is wrong with a dose or a focus, so that what always holds is not known.
        self.is_doubtful = False

    def build(self, draft: Draft) -> Rule | None:
        """Give the rule, or None if too much of it is wrong; what is wrong is noted either way."""
        shapes = self.shapes
        before = len(shapes.problems)
        entries = shapes.mapping(
            Mapped(draft.entries, self._keys(draft), draft.node.source, draft.node.at), "a rule", _RULE, _RULE_MORE
        )
        if entries is None:
            return None
        when = self.condition(entries.get("when"))
        because = shapes.text(entries.get("because"), "because")
        sources = self._sources(entries.get("source"))
        tier = shapes.choice(entries["tier"], "tier", TIERS) if "tier" in entries else "general"
        then = shapes.mapping(entries.get("then"), "then", (), CONCLUSIONS)
        examples = self._examples(entries.get("examples"))
        override = shapes.text(entries.get("override"), "override")
        if override is not None and not draft.extension:
            shapes.note(
                entries["override"],
                "RS310",
                "only a rulebook that extends another can override",
                "add `extends:` to its header",
            )
        conclusions = self.conclusions(draft, then or {})
        if then is not None and not then:
            shapes.note(entries["then"], "RS122", "a rule concludes something", f"one of {', '.join(CONCLUSIONS)}")
        if then is not None:
            self._check_tier(entries.get("tier"), tier, then)
        if len(shapes.problems) > before and not {"dose", "focus"}.isdisjoint(then or {"dose"}):
            self.is_doubtful = True
        if when is None or because is None or not sources or tier is None or not then:
            return None
        return Rule(
            name=draft.name,
            template=draft.template,
            tier=tier,
            when=when,
            because=because,
            sources=sources,
            override=override,
            listed=self.catalogue.targets(then["avoid"]).listed if "avoid" in conclusions else frozenset(),
            examples=examples,
            place=draft.node.place,
            **conclusions,
        )

    @staticmethod
    def _keys(draft: Draft) -> dict[str, int]:
        return draft.node.keys if isinstance(draft.node, Mapped) else {}

    def _check_tier(self, node: Node | None, tier: str | None, then: Mapping[str, Node]) -> None:
        if node is None:
            return
        if not {"dose", "prescribe"} & set(then):
            self.shapes.note(node, "RS315", "a tier says something of a dose or a prescription only", "leave it out")
        elif tier == "condition" and "dose" in then:
            self.shapes.note(node, "RS315", "a dose has no tier `condition`", f"it has {', '.join(_DOSE_TIERS)}")

    def condition(self, node: Node | None) -> Condition | None:
        """Read a condition."""
        if not isinstance(node, Scalar):
            self.shapes.text(node, "when")
            return None
        if node.is_null or not node.text.strip():
            self.shapes.note(node, "RS201", "the condition is empty", "write `always` for a rule that always holds")
            return None
        found = parse(node.text, self.scope)
        if isinstance(found, tuple):
            for mistake in found:
                self.shapes.note(_inside(node, mistake.offset), mistake.code, mistake.message, mistake.help)
            return None
        if not is_bounded(found):
            hint = "derive a finding from a part of it"
            self.shapes.note(node, "RS207", f"the condition becomes more than {MAX_CONJUNCTIONS} conjunctions", hint)
            return None
        return found

    def _sources(self, node: Node | None) -> tuple[str, ...]:
        listed = Sequence((node,), node.source, node.at) if isinstance(node, Scalar) else node
        if isinstance(listed, Sequence) and not listed.items:
            self.shapes.note(listed, "RS122", "a rule cites at least one source")
        return self.catalogue.declared("source", listed, "source")

    def _examples(self, node: Node | None) -> tuple[tuple[bool, Facts, Place], ...]:
        if node is None:
            return ()
        entries = self.shapes.mapping(node, "examples", (), ("fires", "silent")) or {}
        found = []
        for key in ("fires", "silent"):
            of = entries.get(key)
            if of is None:
                continue
            for item in of.items if isinstance(of, Sequence) else (of,):
                try:
                    facts = self.vocabulary.from_dict(plain(item), ids=self.scope.ids)
                except ProfileError as error:
                    note_problems(self.shapes, item, error)
                else:
                    found.append((key == "fires", facts, item.place))
        return tuple(found)

    # conclusions

    def conclusions(self, draft: Draft, then: Mapping[str, Node]) -> dict[str, Any]:
        """Read what a rule concludes: the fields of the model that it fills."""
        found: dict[str, Any] = {}
        for key, node in then.items():
            if key not in CONCLUSIONS:
                continue
            if draft.stage is not None and key not in STAGES[draft.stage]:
                right = next(stage for stage, known in STAGES.items() if key in known)
                self.shapes.note(
                    node, "RS308", f"`{key}` does not belong in {draft.stage}/", f"move the rule to {right}/"
                )
            if isinstance(node, Sequence) and not node.items:
                self.shapes.note(node, "RS122", f"`{key}` names nothing", "leave it out")
                continue
            field, value = getattr(self, f"_{key}")(node)
            found[field] = value
        return found

    def _derive(self, node: Node) -> tuple[str, object]:
        items = node.items if isinstance(node, Sequence) else (node,)
        names = [self.shapes.name(item, "a finding", WORD) for item in items]
        return "derive", tuple(sorted({name for name in names if name is not None}))

    def _focus(self, node: Node) -> tuple[str, object]:
        return "focus", self.shapes.choice(node, "focus", FOCUSES[1:])

    def _prescribe(self, node: Node) -> tuple[str, object]:
        choices: set[tuple[str, ...]] = set()
        for item in (node,) if isinstance(node, Mapped) else self.shapes.items(node, "prescribe"):
            if isinstance(item, Mapped) and "first_of" in item.entries:
                entries = self.shapes.mapping(item, "a choice", ("first_of",)) or {}
                choices.add(self._ids(entries.get("first_of"), "first_of"))
            elif isinstance(item, Mapped):
                choices.update((name,) for name in self.catalogue.select(item))
            else:
                name = self.catalogue.exercise(item)
                choices.update({(name,)} if name is not None else ())
        return "prescribe", tuple(sorted(choice for choice in choices if choice))

    def _fallback(self, node: Node) -> tuple[str, object]:
        return "fallback", self._ids(node, "fallback")

    def _ids(self, node: Node | None, what: str) -> tuple[str, ...]:
        if isinstance(node, Sequence) and not node.items:
            self.shapes.note(node, "RS122", f"{what} names at least one exercise")
        found: list[str] = []
        for item in self.shapes.items(node, what):
            name = self.catalogue.exercise(item)
            if name in found:
                self.shapes.note(item, "RS124", f"`{name}` stands twice in {what}")
            elif name is not None:
                found.append(name)
        return tuple(found)

    def _cue(self, node: Node) -> tuple[str, object]:
        if not isinstance(node, Mapped) or not node.entries:
            self.shapes.note(
                node,
                "RS120",
                "cue is a mapping from a cue to exercises",
                "write `cue: {neutral-spine: {pattern: hinge}}`",
            )
            return "cues", ()
        found = []
        for name, of in node.entries.items():
            self.catalogue.is_declared("cue", name, node.key(name))
            targets = self.catalogue.targets(of)
            found.append((name, targets.listed | targets.selected))
        return "cues", tuple(sorted(found, key=lambda pair: pair[0]))

    def _avoid(self, node: Node) -> tuple[str, object]:
        targets = self.catalogue.targets(node)
        return "avoid", targets.listed | targets.selected

    def _refer(self, node: Node) -> tuple[str, object]:
        return "refer", self.shapes.choice(node, "refer", URGENCIES)

    def _advise(self, node: Node) -> tuple[str, object]:
        return "advise", tuple(sorted(self.catalogue.declared("advice", node, "advise")))

    def _dose(self, node: Node) -> tuple[str, object]:
        doses = [self._one_dose(item) for item in (node.items if isinstance(node, Sequence) else (node,))]
        return "doses", tuple(dose for dose in doses if dose is not None)

    def _one_dose(self, node: Node) -> Dose | None:
        shapes = self.shapes
        intensity = ("load", "reps", "seconds", "rest_seconds")
        frequency = ("sessions_per_week", "plyometric_sessions_per_week")
        entries = shapes.mapping(node, "a dose", (), ("of", *intensity, "sets", *frequency))
        if entries is None:
            return None
        load = shapes.choice(entries.get("load"), "load", LOADS) if "load" in entries else None
        reps, seconds, rest = count_and_rest(shapes, node, entries, load)
        if "load" not in entries and set(intensity) & set(entries):
            shapes.note(node, "RS122", "repetitions, seconds and rest go with a `load`")
        self._check_parts(node, entries, "dose", (*intensity, "sets", *frequency), frequency)
        return Dose(
            of=self.catalogue.targets(entries.get("of")),
            load=load,
            reps=reps,
            seconds=seconds,
            rest_seconds=rest,
            sets=shapes.whole(entries.get("sets"), "sets", 1, MAX_SETS),
            sessions_per_week=shapes.span(entries.get(frequency[0]), frequency[0], 0, MAX_SESSIONS),
            plyometric_sessions_per_week=shapes.span(entries.get(frequency[1]), frequency[1], 0, MAX_SESSIONS),
        )

    def _check_parts(
        self, node: Node, entries: Mapping[str, Node], what: str, parts: tuple[str, ...], frequency: tuple[str, ...]
    ) -> None:
        if not set(parts) & set(entries):
            self.shapes.note(node, "RS122", f"a {what} says at least one of {', '.join(parts)}")
        if "of" in entries:
            for key in frequency:
                if key in entries:
                    self.shapes.note(entries[key], "RS121", f"`{key}` is of the whole week, not `of` some exercises")

    def _limit(self, node: Node) -> tuple[str, object]:
        limits = [self._one_limit(item) for item in (node.items if isinstance(node, Sequence) else (node,))]
        return "limits", tuple(limit for limit in limits if limit is not None)

    def _one_limit(self, node: Node) -> Limit | None:
        frequency = ("sessions_per_week", "plyometric_sessions_per_week")
        parts = ("load", "sets", *frequency)
        entries = self.shapes.mapping(node, "a limit", (), ("of", *parts))
        if entries is None:
            return None
        self._check_parts(node, entries, "limit", parts, frequency)
        return Limit(
            of=self.catalogue.targets(entries.get("of")),
            load=self.shapes.choice(entries.get("load"), "load", LOADS) if "load" in entries else None,
            sets=self._cap(entries.get("sets"), "sets", MAX_SETS),
            sessions_per_week=self._cap(entries.get(frequency[0]), frequency[0], MAX_SESSIONS),
            plyometric_sessions_per_week=self._cap(entries.get(frequency[1]), frequency[1], MAX_SESSIONS),
        )

    def _cap(self, node: Node | None, what: str, high: int) -> Cap | None:
        if isinstance(node, Scalar) and node.text.endswith("%"):
            match = _PERCENT.match(node.text)
            if match is None:
                self.shapes.note(node, "RS123", f"a share is from 1% to 99%, and this is {quoted(node.text)}")
                return None
            return Cap(int(match[1]), percent=True)
        amount = self.shapes.whole(node, what, 0, high)
        return None if amount is None else Cap(amount)


def note_problems(shapes: Shapes, node: Node, error: ProfileError) -> None:
    """Note everything that is wrong with a profile that is written in a rule file."""
    for problem in error.problems:
        hint = f"did you mean `{problem.nearest}`?" if problem.nearest else f"allowed: {problem.allowed}"
        message = f"`{problem.path}` {problem.message}: {problem.value}".replace('"', "`")
        shapes.note(_at_path(node, problem.path), "RS401", message, hint)


def _at_path(node: Node, path: str) -> Node:
    """Give the part of an example that a path such as `pain.knee` or `goals[1]` names, as far as it is there."""
    for part in re.findall(r"[^.\[\]]+", path):
        if isinstance(node, Mapped) and part in node.entries:
            node = node.entries[part]
        elif isinstance(node, Sequence) and part in map(str, range(len(node.items))):
            node = node.items[int(part)]
        else:
            break
    return node


def _inside(node: Node, offset: int) -> Place:
    """Give the place of a character of a text, where the text stands in the file as it is."""
    place = node.place
    if isinstance(node, Scalar) and node.verbatim:
        return Place(place.file, place.line, place.column + offset + (not node.plain))
    return place
