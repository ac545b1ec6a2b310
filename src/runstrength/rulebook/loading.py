"""From a path to a rulebook: files, the base that it builds on, and everything that must be true of the whole."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from runstrength.facts import fields_of
from runstrength.rulebook.building import Draft, RuleBuilder, expand
from runstrength.rulebook.catalogue import Catalogue
from runstrength.rulebook.conditions import ALWAYS, Finding, atoms_of
from runstrength.rulebook.dependencies import bottom_up, circle_of
from runstrength.rulebook.diagnostics import CHECKS, Diagnostic, Place, RulebookError
from runstrength.rulebook.digest import digest_of
from runstrength.rulebook.files import SECTIONS, Files, printable
from runstrength.rulebook.given import TOP
from runstrength.rulebook.neighbours import settle_neighbours
from runstrength.rulebook.parsing import KEYWORDS, Scope
from runstrength.rulebook.promises import read_guarantee
from runstrength.rulebook.reading import MAX_PROBLEMS, Mapped, Scalar, Sequence, plain, quoted, read_bytes, read_text
from runstrength.rulebook.rule import FOCUSES, ROLES, URGENCIES, Checking, Rulebook, Session
from runstrength.rulebook.shapes import ID, NAME, WORD, Shapes, TooManyProblemsError
from runstrength.shipped import rules_folder
from runstrength.strangers import nearest
from runstrength.tables import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from runstrength.facts import Facts
    from runstrength.rulebook.files import Layer
    from runstrength.rulebook.reading import Node
    from runstrength.rulebook.rule import Guarantee, Rule

__all__ = ["assembled", "build", "load", "read_layers", "read_rulebook", "shipped_exercises"]

MAX_RULES = 20_000
MAX_REASONS = 1000

_RESERVED = KEYWORDS | {"true", "false"}
# What may be no more than a consequence of a file that could not be read, or not wholly.
_CONSEQUENCES = frozenset(
    {"RS102", "RS202", "RS209", "RS301", "RS302", "RS303", "RS304", "RS305", "RS310", "RS313", "RS318"}
)
SHOWN = 3
_KEYS = {"exercises": "exercise", "sources": "source", "cues": "cue", "advice": "advice"}


def load(path: str | Path, vocabulary: type[Facts], shown: str | None = None) -> Rulebook:
    """Read a rulebook, or raise `RulebookError` with everything that is wrong with it.

    `shown` is what the places in it say that it lies in, left out, the path.
    """
    rulebook, problems = read_rulebook(path, vocabulary, shown)
    if rulebook is None:
        raise RulebookError(problems)
    return rulebook


def build(data: object, vocabulary: type[Facts]) -> Rulebook:
    """Make a rulebook of plain data, or raise `RulebookError` with everything that is wrong with them."""
    rulebook, problems = _read(lambda files: files.given(data), TOP, vocabulary)
    if rulebook is None:
        raise RulebookError(problems)
    return rulebook


def read_rulebook(
    path: str | Path, vocabulary: type[Facts], shown: str | None = None
) -> tuple[Rulebook | None, list[Diagnostic]]:
    """Read a rulebook; give it if nothing is wrong with it, and all that is wrong in the order of the files."""
    name = printable(str(path)) if shown is None else shown
    return _read(lambda files: files.layers(Path(path), name, ()), name, vocabulary)


def read_layers(path: str | Path) -> list[Layer]:
    """Read the files of a rulebook and of those that it builds on, the base first, or raise `RulebookError`."""
    shapes = Shapes()
    layers = Files(shapes, with_examples=True).layers(Path(path), printable(str(path)), ())
    if shapes.problems:
        raise RulebookError(_sorted(shapes))
    return layers


def assembled(layers: list[Layer], vocabulary: type[Facts]) -> tuple[Rulebook | None, list[Diagnostic]]:
    """Make a rulebook of what was read; give it if nothing is wrong with it, and all that is wrong."""
    shapes = Shapes()
    rulebook = None
    with contextlib.suppress(TooManyProblemsError):
        rulebook = _Assembly(shapes, layers, vocabulary, is_whole=True).rulebook()
    problems = _sorted(shapes)
    return (None if problems else rulebook), problems


def _sorted(shapes: Shapes) -> list[Diagnostic]:
    return sorted(set(shapes.problems), key=lambda x: (x.place, x.code, x.message))


def _read(
    read: Callable[[Files], list[Layer]], name: str, vocabulary: type[Facts]
) -> tuple[Rulebook | None, list[Diagnostic]]:
    shapes = Shapes()
    files = Files(shapes)
    rulebook = None
    try:
        layers = read(files)
        if not files.is_whole:
            shapes.ignored = _CONSEQUENCES
        rulebook = _Assembly(shapes, layers, vocabulary, is_whole=files.is_whole).rulebook() if layers else None
    except TooManyProblemsError:
        pass
    problems = _sorted(shapes)
    if len(shapes.problems) > MAX_PROBLEMS:
        message = f"there are more than {MAX_PROBLEMS} problems, and the rest are not named"
        problems = [Diagnostic(Place(name), "RS106", message), *problems[:MAX_PROBLEMS]]
    return (None if problems else rulebook), problems


def shipped_exercises(name: str = "article") -> frozenset[str]:
    """Give the ids of the exercises of a shipped rulebook, reading no more than its catalogue."""
    problems: list[Diagnostic] = []
    text = read_bytes(rules_folder() / name / "exercises.yaml", name, problems)
    found = plain(read_text(text, name, problems)) if text is not None else None
    return frozenset(entry["exercise"] for entry in found) if isinstance(found, list) else frozenset()


# --- the whole ------------------------------------------------------------------------------------------------------


class _Assembly:
    """Puts the layers of a rulebook together, and checks what only the whole can show."""

    def __init__(self, shapes: Shapes, layers: list[Layer], vocabulary: type[Facts], *, is_whole: bool) -> None:
        self.shapes = shapes
        self.layers = layers
        self.vocabulary = vocabulary
        self.is_whole = is_whole
        self.top = layers[-1]
        self.catalogue = Catalogue(shapes, vocabulary, is_whole=is_whole)
        self.derived: list[Scalar] = []

    def rulebook(self) -> Rulebook:
        for section in SECTIONS:
            for layer in self.layers:
                self.catalogue.read(section, layer.sections[section])
        settle_neighbours(self.catalogue)
        groups = self._groups()
        drafts = self._drafts(groups)
        self._check_names(groups)
        scope = Scope(
            vocabulary=self.vocabulary,
            group=self._group_of(groups),
            groups=frozenset(groups),
            ids=frozenset(self.catalogue.exercises),
            findings=frozenset(item.text for item in self.derived),
        )
        builder = RuleBuilder(self.shapes, self.catalogue, scope, self.vocabulary)
        built = [rule for rule in map(builder.build, drafts) if rule is not None]
        guarantees = self._promised(scope)
        waived = self._waived()
        rules = {rule.name: rule for rule in sorted(built, key=lambda rule: rule.name)}
        atoms = {name: atoms_of(rule.when) for name, rule in rules.items()}
        needed = {name: {x.name for x in found if isinstance(x, Finding)} for name, found in atoms.items()}
        read = {name: {x.path.field for x in found if not isinstance(x, Finding)} for name, found in atoms.items()}
        strata = self._strata(rules, needed)
        self._check_doses(rules, needed, read)
        if self.catalogue.exercises and self.is_whole and not builder.is_doubtful:
            self._check_general(rules.values())
        focus_order, session, referral, disclaimer = self._settings(rules)
        header = self.top.header
        made = Rulebook(
            name=self.shapes.name(header.get("name"), "name", NAME) or "",
            version=self.shapes.text(header.get("version"), "version") or "",
            vocabulary=self.vocabulary,
            exercises=Table(self.catalogue.exercises),
            cues=Table(self.catalogue.cues),
            advice=Table(self.catalogue.advice),
            sources=Table(self.catalogue.sources),
            rules=Table(rules),
            strata=strata,
            guarantees=Table({of.name: of for of in guarantees if of is not None}),
            focus_order=Table(focus_order),
            session=session,
            referral=Table(referral),
            disclaimer=disclaimer,
            waived=Table(waived),
            digest="",
            checks=Table(self._checks()),
            own=Table(self._own()),
        )
        return attrs.evolve(made, digest=digest_of(made))

    def _groups(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for layer in self.layers:
            node = layer.header.get("groups")
            if node is None:
                continue
            if not isinstance(node, Mapped):
                self.shapes.note(node, "RS120", "groups is a mapping from names to lists")
                continue
            for name, of in node.entries.items():
                self.shapes.name(node.key(name), "a group", WORD)
                if isinstance(of, Sequence) and not of.items:
                    self.shapes.note(of, "RS122", f"the group {quoted(name)} has no values")
            found |= self._groups_of(layer)
        return found

    def _group_of(self, groups: Mapping[str, tuple[str, ...]]) -> Callable[[str], tuple[str, ...] | None]:
        return lambda name: groups[name] if name in groups else self.catalogue.group(name)

    def _groups_of(self, layer: Layer) -> dict[str, tuple[str, ...]]:
        node = layer.header.get("groups")
        entries = node.entries if isinstance(node, Mapped) else {}
        return {name: tuple(word for word, _ in self.shapes.words(of, "a group")) for name, of in entries.items()}

    def _words(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for layer in self.layers:
            node = layer.header.get("words")
            if isinstance(node, Mapped):
                found |= {key: text for key, of in node.entries.items() if (text := self.shapes.text(of, "a word"))}
            elif node is not None:
                self.shapes.note(node, "RS120", "words is a mapping from a value to the way people write it")
        return found

    # rules and their base

    def _check_names(self, groups: Mapping[str, object]) -> None:
        fields = fields_of(self.vocabulary)
        for item in self.derived:
            if item.text in fields:
                self.shapes.note(item, "RS320", f"{quoted(item.text)} is both a field of the vocabulary and a finding")
            elif item.text in _RESERVED:
                self.shapes.note(item, "RS320", f"{quoted(item.text)} is a word of conditions and cannot be a finding")
        for layer in self.layers:
            node = layer.header.get("groups")
            for name in node.keys if isinstance(node, Mapped) else ():
                if name in groups and name in _RESERVED and isinstance(node, Mapped):
                    message = f"{quoted(name)} is a word of conditions and cannot be a group"
                    self.shapes.note(node.key(name), "RS320", message)

    def _drafts(self, groups: Mapping[str, tuple[str, ...]]) -> list[Draft]:
        """Give all rules of all layers but those that are overridden, each made into what its `for` makes of it."""
        kept: dict[str, Draft] = {}
        for number, layer in enumerate(self.layers):
            written: dict[str, Draft] = {}
            for stage, node in layer.rules:
                if not isinstance(node, Mapped):
                    self.shapes.mapping(node, "a rule", ())
                    continue
                name = self._name(node, "rule", written)
                if number > 0 and not self._may_stand(node, name, kept):
                    name = str(node.place)
                written[name] = Draft(name, name, stage, node.entries, node, extension=number > 0)
            kept |= written
        words = self._words()
        found: list[Draft] = []
        for draft in kept.values():
            made = list(expand(self.shapes, self.catalogue, groups, words, draft))
            found += made
            # Of a rule of which nothing can be made, its findings are known all the same.
            self.derived += [item for one in made or [draft] for item in _derived(one)]
            if len(found) > MAX_RULES:
                self.shapes.note(draft.node, "RS104", f"the rulebook holds more than {MAX_RULES} rules")
                raise TooManyProblemsError
        if not found and "extends" not in self.top.header and not self.shapes.problems:
            self.shapes.note(self.top.node, "RS102", "the rulebook holds no rules")
        return found

    def _promised(self, scope: Scope) -> list[Guarantee | None]:
        """Give the guarantees of all layers: a base's hold for what builds on it, with the groups that it had."""
        words = self._words()
        written: dict[str, tuple[Draft, dict[str, tuple[str, ...]]]] = {}
        groups: dict[str, tuple[str, ...]] = {}
        for layer in self.layers:
            groups = {**groups, **self._groups_of(layer)}
            for node in layer.guarantees:
                if not isinstance(node, Mapped):
                    self.shapes.mapping(node, "a guarantee", ())
                    continue
                name = self._name(node, "guarantee", {key: draft for key, (draft, _) in written.items()})
                written[name] = Draft(name, name, "restrict", node.entries, node, extension=False), groups
        found: list[Guarantee | None] = []
        for draft, known in written.values():
            of_layer = attrs.evolve(scope, group=self._group_of(known), groups=frozenset(known))
            reader = RuleBuilder(self.shapes, self.catalogue, of_layer, self.vocabulary)
            found += [read_guarantee(reader, made) for made in expand(self.shapes, self.catalogue, known, words, draft)]
        return found

    def _name(self, node: Mapped, key: str, written: Mapping[str, Draft]) -> str:
        """Give the name under which something is read: where its own is missing, wrong or taken, that of its place."""
        name = self.shapes.name(node.entries.get(key), key, ID) or str(node.place)
        if name not in written:
            return name
        hint = f"the first is in {written[name].node.place}"
        self.shapes.note(node.entries[key], "RS124", f"the {key} `{name}` is written a second time", hint)
        return str(node.place)

    def _may_stand(self, node: Mapped, name: str, base: Mapping[str, Draft]) -> bool:
        """Say whether a rule of an extension may take the place of the base's rule of that name, or is a new one."""
        if "rule" not in node.entries:
            return True
        at = node.entries["rule"]
        if "override" in node.entries and name not in base:
            near = nearest(name, base)
            hint = f"did you mean `{near}`?" if near else "leave `override` out for a new rule"
            self.shapes.note(at, "RS310", f"the base has no rule `{name}` to override", hint)
        elif "override" not in node.entries and name in base:
            self.shapes.note(
                at, "RS311", f"the base has a rule `{name}` already", "say `override:` and why, or choose another name"
            )
            return False
        return True

    def _waived(self) -> dict[str, str]:
        node = self.top.header.get("waive")
        if node is None:
            return {}
        if "extends" not in self.top.header or not isinstance(node, Mapped):
            self.shapes.note(
                node,
                "RS313",
                "`waive` is a mapping from rules of the base to the reason, in a rulebook that extends one",
            )
            return {}
        written = (of for layer in self.layers[:-1] for _, of in layer.rules if isinstance(of, Mapped))
        of_base = (of.entries.get("rule") for of in written)
        known = {name.text for name in of_base if isinstance(name, Scalar)}
        for name in node.keys:
            if name not in known:
                self.shapes.unknown(node.key(name), "RS313", name, "a rule of the base", known)
        return {name: text for name, of in node.entries.items() if (text := self.shapes.text(of, "a waiver"))}

    def _checks(self) -> dict[str, Checking]:
        """Give what the rulebook itself says of checks."""
        shapes = self.shapes
        node = self.top.header.get("checks")
        entries = None if node is None else shapes.mapping(node, "checks", (), CHECKS)
        found: dict[str, Checking] = {}
        for name, of in (entries or {}).items():
            said = shapes.mapping(of, f"the check {name}", (), ("skip", "spare")) if name in CHECKS else None
            if said is None:
                continue
            if not said:
                shapes.note(of, "RS122", f"{name} says nothing", "write `skip: why`, or `spare: {name: why}`")
            off = shapes.text(said.get("skip"), "the reason for `skip`")
            names = said.get("spare")
            if names is not None and not isinstance(names, Mapped):
                shapes.note(names, "RS120", "spare is a mapping from names to the reason", "write `spare: {name: why}`")
            spared = names if isinstance(names, Mapped) else Mapped({}, {}, of.source, of.at)
            texts = {key: shapes.text(value, f"the reason for `{key}`") for key, value in spared.entries.items()}
            places = {key: spared.key(key).place for key in spared.keys}
            found[name] = Checking(off, Table({key: text for key, text in texts.items() if text}), Table(places))
        return found

    def _own(self) -> dict[tuple[str, str], Place]:
        """Give what the rulebook declares itself, and where."""
        nodes = [(key, of) for section, key in _KEYS.items() for of in self.top.sections[section]]
        nodes += [("rule", of) for _, of in self.top.rules]
        found = {
            (key, name.text): of.place
            for key, of in nodes
            if isinstance(of, Mapped) and isinstance(name := of.entries.get(key), Scalar)
        }
        return {("rulebook", ""): self.top.node.place, **found}

    # strata

    def _strata(self, rules: Mapping[str, Rule], needed: Mapping[str, set[str]]) -> tuple[tuple[str, ...], ...]:
        """Put every rule above those that derive the findings it uses."""
        derivers: dict[str, list[str]] = {}
        for rule in rules.values():
            for finding in rule.derive:
                derivers.setdefault(finding, []).append(rule.name)
        uses = {
            name: sorted({deriver for finding in findings for deriver in derivers.get(finding, ())})
            for name, findings in needed.items()
        }
        circle = circle_of(uses)
        if circle is not None:
            named = [rules[name] for name in circle]
            message = f"rules derive findings from each other in a circle: {' → '.join((*circle, circle[0]))}"
            self.shapes.note(
                min(rule.place for rule in named if rule.place),
                "RS306",
                message,
                "derive one of the findings from facts alone",
            )
            return ()
        height: dict[str, int] = {}
        size: dict[str, int] = {}
        for name in bottom_up(uses):
            height[name] = 1 + max((height[other] for other in uses[name]), default=-1)
            size[name] = 1 + sum(size[other] for other in uses[name])
            place = rules[name].place
            if size[name] > MAX_REASONS and place is not None:
                message = f"the reasons of `{name}` could name {size[name]} rules, and {MAX_REASONS} are allowed"
                self.shapes.note(place, "RS307", message, "build on fewer findings")
                return ()
        strata: list[list[str]] = [[] for _ in range(1 + max(height.values(), default=-1))]
        for name in sorted(height):
            strata[height[name]].append(name)
        return tuple(map(tuple, strata))

    # doses and settings

    def _check_doses(
        self, rules: Mapping[str, Rule], needed: Mapping[str, set[str]], read: Mapping[str, set[str]]
    ) -> None:
        declared = fields_of(self.vocabulary)
        protective = {name for name, attribute in declared.items() if attribute.metadata["protective"]}
        using: dict[str, list[Rule]] = {}
        for name, findings in needed.items():
            for finding in findings:
                using.setdefault(finding, []).append(rules[name])
        # Findings that rest on a protective fact, directly or through others.
        tainted: set[str] = set()
        waiting = [rule for rule in rules.values() if not protective.isdisjoint(read[rule.name])]
        while waiting:
            for finding in set(waiting.pop().derive) - tainted:
                tainted.add(finding)
                waiting += using.get(finding, ())
        for rule in rules.values():
            if not rule.doses or rule.place is None:
                continue
            for name in sorted((read[rule.name] & protective) | (needed[rule.name] & tainted)):
                message = f"a dose must not turn on `{name}`, which is there to protect"
                self.shapes.note(rule.place, "RS309", message, "use `limit` instead")

    def _check_general(self, rules: Iterable[Rule]) -> None:
        always = [rule for rule in rules if rule.when == ALWAYS]
        doses = [dose for rule in always if rule.tier == "general" for dose in rule.doses]
        for what, part in (("load", "load"), ("number of sets", "sets")):
            speaking = [dose for dose in doses if getattr(dose, part) is not None]
            bare = [
                name for name in self.catalogue.exercises if all(dose.of.specificity(name) is None for dose in speaking)
            ]
            if bare:
                shown = ", ".join(f"`{name}`" for name in bare[:SHOWN])
                shown += f" and {len(bare) - SHOWN} more" if len(bare) > SHOWN else ""
                hint = f"add a general dose with `when: always` and `{part}`"
                self.shapes.note(self.top.node, "RS316", f"no {what} always holds for {shown}", hint)
        for part in ("sessions_per_week", "plyometric_sessions_per_week"):
            if all(getattr(dose, part) is None for dose in doses):
                self.shapes.note(
                    self.top.node, "RS317", f"no dose of `{part}` always holds", "add one with `when: always`"
                )
        if all(rule.focus is None for rule in always):
            self.shapes.note(
                self.top.node, "RS317", "no focus always holds", "add a rule with `when: always` and `focus: strength`"
            )

    def _settings(
        self, rules: Mapping[str, Rule]
    ) -> tuple[dict[str, tuple[str, ...]], Session | None, dict[str, tuple[str, tuple[str, ...]]], str]:
        focus = self._focus(self._setting("focus"))
        session = self._session(self._setting("session"))
        referral = self._referral(self._setting("referral"))
        disclaimer = self.shapes.text(self._setting("disclaimer"), "disclaimer") or ""
        if self.catalogue.exercises:
            for key in ("focus", "session", "disclaimer"):
                if self._setting(key) is None and self.is_whole:
                    self.shapes.note(self.top.node, "RS122", f"a rulebook with exercises needs `{key}` in its header")
        for rule in rules.values():
            if rule.refer is not None and rule.refer not in referral and rule.place is not None:
                hint = f"add `referral: {{{rule.refer}: {{text: …, advise: […]}}}}` to the header"
                self.shapes.note(
                    rule.place, "RS318", f"the header does not say what a referral `{rule.refer}` brings", hint
                )
        return focus, session, referral, disclaimer

    def _setting(self, key: str) -> Node | None:
        return next((layer.header[key] for layer in reversed(self.layers) if key in layer.header), None)

    def _focus(self, node: Node | None) -> dict[str, tuple[str, ...]]:
        entries = None if node is None else self.shapes.mapping(node, "focus", FOCUSES)
        found = {}
        for name, of in (entries or {}).items():
            if name not in FOCUSES:
                continue
            words = self.shapes.words(of, "the roles of a focus")
            roles = [role for role, at in words if self.shapes.choice(at, "a role", ROLES)]
            missing = [role for role in ROLES if role not in roles]
            if missing and isinstance(of, Sequence) and len(roles) == len(of.items):
                self.shapes.note(of, "RS122", f"the focus {quoted(name)} leaves out {', '.join(missing)}")
            found[name] = tuple(roles)
        return {name: found[name] for name in FOCUSES if name in found}

    def _session(self, node: Node | None) -> Session | None:
        keys = ("main", "warm_up", "close", "seconds_per_repetition", "changeover_seconds")
        entries = None if node is None else self.shapes.mapping(node, "session", keys)
        if entries is None:
            return None
        values = {key: self.shapes.whole(entries.get(key), key, 0, 600) for key in keys}
        return Session(**{key: value or 0 for key, value in values.items()})

    def _referral(self, node: Node | None) -> dict[str, tuple[str, tuple[str, ...]]]:
        found: dict[str, tuple[str, tuple[str, ...]]] = {}
        entries = None if node is None else self.shapes.mapping(node, "referral", (), URGENCIES)
        for urgency, of in (entries or {}).items():
            values = self.shapes.mapping(of, "a referral", ("text", "advise"))
            text = self.shapes.text((values or {}).get("text"), "text")
            found[urgency] = (text or "", self.catalogue.declared("advice", (values or {}).get("advise"), "advise"))
        return {urgency: found[urgency] for urgency in URGENCIES if urgency in found}


def _derived(draft: Draft) -> list[Scalar]:
    """Give the findings that a rule derives, as they are written."""
    then = draft.entries.get("then")
    derive = then.entries.get("derive") if isinstance(then, Mapped) else None
    items = derive.items if isinstance(derive, Sequence) else (derive,)
    return [item for item in items if isinstance(item, Scalar)]
