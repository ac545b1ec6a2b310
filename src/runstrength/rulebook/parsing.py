"""Reading conditions: text to a tree, checked against the vocabulary.

`parse` gives the condition, or everything that is wrong with it. The grammar is the one in the rule language's
reference: `or` of `and` of `not` of comparisons, `maybe(...)`, `unknown(...)`, `any ...`, findings.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import attrs

from runstrength.facts import Choice, Flag, Ids, MapOf, Number, SetOf, Whole, fields_of, kind_of
from runstrength.rulebook.conditions import ALWAYS, NEVER, And, Compare, Finding, Maybe, Member, Not, Or, Path, Unknown
from runstrength.strangers import nearest, show

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from runstrength.facts import Facts, Kind
    from runstrength.rulebook.conditions import Condition

__all__ = ["KEYWORDS", "MAX_DEPTH", "MAX_LENGTH", "Mistake", "Scope", "parse"]

MAX_LENGTH = 4000
MAX_DEPTH = 32
LONGEST_WHOLE = 18


@attrs.frozen
class Mistake:
    """One thing that is wrong with a condition, `offset` characters into it."""

    code: str
    offset: int
    message: str
    help: str | None = None


@attrs.frozen
class Scope:
    """What names mean inside a condition.

    `group` gives the values of a named group or of a catalogue's list (`leg_sites`, `goblet-squat.equipment`), or
    None; `ids` are the names that a field of ids may hold; `findings` are those that some rule derives.
    """

    vocabulary: type[Facts]
    group: Callable[[str], tuple[str, ...] | None]
    groups: frozenset[str]
    ids: frozenset[str]
    findings: frozenset[str]
    # The parts of conditions that have been read, by their text: many conditions have some in common.
    parts: dict[str, Condition] = attrs.field(factory=dict, init=False, eq=False, repr=False)

    @property
    def fields(self) -> Mapping[str, attrs.Attribute[object]]:
        """The fields of the vocabulary by name."""
        return fields_of(self.vocabulary)


def parse(text: str, scope: Scope) -> Condition | tuple[Mistake, ...]:
    """Read a condition, or give everything that is wrong with it."""
    if len(text) > MAX_LENGTH:
        return (Mistake("RS208", 0, f"the condition has {len(text)} characters, and {MAX_LENGTH} are allowed"),)
    known = _of_parts(text, scope)
    if known is not None:
        return known
    parser = _Parser(text, scope)
    try:
        condition = parser.whole()
    except _SyntaxProblem as problem:
        return (*parser.mistakes, problem.mistake)
    return tuple(parser.mistakes) or condition


def _of_parts(text: str, scope: Scope) -> Condition | None:
    """Read a condition that is `or` of `and` of parts each of which can be read by itself, or give None."""
    alternatives: list[Condition] = []
    for written in _split(text, " or "):
        parts = [scope.parts.get(part) or _part(part, scope) for part in _split(written, " and ")]
        found = [part for part in parts if part is not None]
        if len(found) < len(parts):
            return None
        alternatives.append(found[0] if len(found) == 1 else And(tuple(found)))
    return alternatives[0] if len(alternatives) == 1 else Or(tuple(alternatives))


def _split(text: str, word: str) -> list[str]:
    """Split a condition at a word where it stands in no parentheses."""
    if "(" not in text:
        return text.split(word)
    found: list[str] = []
    depth = 0
    for part in text.split(word):
        if depth:
            found[-1] += word + part
        else:
            found.append(part)
        depth += part.count("(") - part.count(")")
    return found


def _part(text: str, scope: Scope) -> Condition | None:
    """Read what can stand between `and` and `or`; give None if there is anything else, or anything wrong."""
    parser = _Parser(text, scope)
    parser.depth = 1
    try:
        condition = parser.negation()
    except _SyntaxProblem:
        return None
    if parser.mistakes or parser.token.kind != "end":
        return None
    scope.parts[text] = condition
    return condition


_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>-?[0-9]+(?:\.[0-9]+)?(?![\w.]))
    | (?P<word>[A-Za-z_]\w*(?:-\w+)*(?:\.[A-Za-z_]\w*(?:-\w+)*)*)
    | (?P<sign><=|>=|==|!=|<|>|\(|\)|\[|\]|,)
    )""",
    re.VERBOSE | re.ASCII,
)
_JUNK = re.compile(r"[\w.]+|.", re.DOTALL)
_INSTEAD = {"=": "write `==` to compare", "&": "write `and`", "|": "write `or`", "!": "write `not`"} | {
    **dict.fromkeys(("'", '"'), "write words and numbers without quotes"),
    **{word.upper(): f"write `{word}`" for word in ("and", "or", "not", "in", "any")},
}
_SPACE = " \t\n\r\f\v"
_COMPARISONS = frozenset({"<", "<=", ">", ">=", "==", "!="})
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
KEYWORDS = frozenset({"and", "or", "not", "in", "any", "maybe", "unknown", "always", "never"})


class _SyntaxProblem(Exception):  # noqa: N818 - it carries a mistake of the rule's author, it is no error of ours
    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake.message)
        self.mistake = mistake


@attrs.frozen
class _Token:
    kind: str
    text: str
    offset: int

    def __str__(self) -> str:
        return "the end" if self.kind == "end" else _tick(self.text)


def _tick(text: str) -> str:
    return f"`{show(text)[1:-1]}`"


class _Parser:
    def __init__(self, text: str, scope: Scope) -> None:
        self.scope = scope
        self.mistakes: list[Mistake] = []
        self.tokens = _tokens(text)
        self.at = 0
        self.depth = 0

    @property
    def token(self) -> _Token:
        return self.tokens[self.at]

    def take(self) -> _Token:
        token = self.token
        if token.kind != "end":
            self.at += 1
        return token

    def taken(self, *texts: str) -> bool:
        """Take the next token if it is one of these."""
        if self.token.kind != "number" and self.token.text in texts:
            self.at += 1
            return True
        return False

    def expect(self, text: str) -> None:
        if not self.taken(text):
            raise self.syntax(f"{self.token} where `{text}` was expected")

    def syntax(self, message: str, help_: str | None = None) -> _SyntaxProblem:
        return _SyntaxProblem(Mistake("RS201", self.token.offset, message, help_ or _INSTEAD.get(self.token.text)))

    def too_deep(self) -> _SyntaxProblem:
        return _SyntaxProblem(
            Mistake("RS206", self.token.offset, f"the condition is nested more than {MAX_DEPTH} deep")
        )

    def mistake(self, code: str, offset: int, message: str, help_: str | None = None) -> Condition:
        """Note a mistake of meaning and go on, so that all of them are found at once."""
        self.mistakes.append(Mistake(code, offset, message, help_))
        return NEVER

    # grammar

    def whole(self) -> Condition:
        condition = self.disjunction()
        if self.token.kind != "end":
            raise self.syntax(f"{self.token} where the condition should end, or go on with `and` or `or`")
        return condition

    def disjunction(self) -> Condition:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.too_deep()
        items = [self.conjunction()]
        while self.taken("or"):
            items.append(self.conjunction())
        self.depth -= 1
        return items[0] if len(items) == 1 else Or(tuple(items))

    def conjunction(self) -> Condition:
        items = [self.negation()]
        while self.taken("and"):
            items.append(self.negation())
        return items[0] if len(items) == 1 else And(tuple(items))

    def negation(self) -> Condition:
        count = 0
        while self.taken("not"):
            count += 1
            if count + self.depth > MAX_DEPTH:
                raise self.too_deep()
        self.depth += count
        condition = self.primary()
        self.depth -= count
        for _ in range(count):
            condition = Not(condition)
        return condition

    def primary(self) -> Condition:
        token = self.token
        if self.taken("("):
            condition = self.disjunction()
            self.expect(")")
            return condition
        if token.kind == "word":
            following = self.tokens[self.at + 1].text
            if token.text in {"maybe", "unknown"} and following == "(":
                self.at += 2
                return self.maybe() if token.text == "maybe" else self.unknown()
            if self.taken("any"):
                return self.any()
            if self.taken("always"):
                return ALWAYS
            if self.taken("never"):
                return NEVER
        return self.comparison()

    def maybe(self) -> Condition:
        start = self.token.offset
        condition = self.disjunction()
        self.expect(")")
        if isinstance(condition, Finding):
            return self.mistake(
                "RS203", start, f"the finding {_tick(condition.name)} is never unknown", "leave `maybe` out"
            )
        return Maybe(condition)

    def unknown(self) -> Condition:
        token = self.word("the name of a fact")
        self.expect(")")
        if self.kind(token.text) is None:
            return self.unknown_name(token)
        field, _, key = token.text.partition(".")
        kind = self.kind(field)
        if isinstance(kind, MapOf) and not key:
            return And(tuple(Unknown(Path(field, name)) for name in kind.keys))
        return Unknown(Path(field, key or None))

    def any(self) -> Condition:
        token = self.word("the name of a map or a set")
        kind = self.kind(token.text)
        if not isinstance(kind, (MapOf, SetOf, Ids)):
            if kind is None:
                self.unknown_name(token)
            else:
                self.mistake(
                    "RS203", token.offset, f"{token} is neither a map nor a set", "`any` asks of each of several"
                )
        known = kind.keys if isinstance(kind, MapOf) else self.elements(kind)
        words = self.group(known) if self.taken("in") else known
        is_set = isinstance(kind, (SetOf, Ids))
        if isinstance(kind, MapOf) or (not is_set and self.token.text in _COMPARISONS):
            if self.token.text not in _COMPARISONS:
                raise self.syntax(f"{self.token} where a comparison was expected", f"such as `any {token.text} >= 4`")
            sign = self.take().text
            literal = self.take()
            return self.compare_each(token.text, words if isinstance(kind, MapOf) else (), sign, literal)
        return Or(tuple(Member(word, Path(token.text)) for word in words))

    def compare_each(self, field: str, keys: tuple[str, ...], sign: str, literal: _Token) -> Condition:
        """Compare each entry of a map. What is wrong for one is wrong for all, and is noted once."""
        before = len(self.mistakes)
        items = []
        for key in keys:
            items.append(self.compare(Path(field, key), sign, literal))
            if len(self.mistakes) > before:
                break
        return Or(tuple(items))

    def group(self, known: tuple[str, ...]) -> tuple[str, ...]:
        """Read a list, or the name of a group, of words that must be known."""
        token = self.token
        if token.text == "[":
            listed = self.list_of_words()
        else:
            token = self.word("a list or a group")
            values = self.scope.group(token.text)
            if values is None:
                near = nearest(token.text, self.scope.groups)
                self.mistake("RS209", token.offset, f"there is no group {token}", near and f"did you mean `{near}`?")
                return ()
            listed = [_Token("word", value, token.offset) for value in values]
        for word in listed:
            if known and word.text not in known:
                self.not_a_value(word, known)
        return tuple(word.text for word in listed)

    def list_of_words(self) -> list[_Token]:
        self.expect("[")
        found: list[_Token] = []
        while True:
            found.append(self.word("a word"))
            if not self.taken(","):
                break
        self.expect("]")
        return found

    def skip_list(self) -> None:
        """Pass over what stands after `in`, whatever it is, because the fact before it is wrong already."""
        if self.taken("["):
            while self.token.kind != "end" and not self.taken("]"):
                self.take()
        elif self.token.kind == "word":
            self.take()

    def word(self, what: str) -> _Token:
        if self.token.kind != "word" or self.token.text in KEYWORDS:
            raise self.syntax(f"{self.token} where {what} was expected")
        return self.take()

    def comparison(self) -> Condition:
        """Read `fact`, `finding`, `word in set`, `fact in list`, or a chain of comparisons."""
        operands = [self.operand()]
        if self.taken("in"):
            return self.membership(operands[0])
        signs: list[str] = []
        while self.token.text in _COMPARISONS:
            signs.append(self.take().text)
            operands.append(self.operand())
        if self.token.text == "=":
            swapped = self.tokens[self.at + 1].text in {"<", ">"}
            said = "`=` stands on the wrong side" if swapped else "`=` where `==` was expected"
            raise self.syntax(said, "write `>=` or `<=`" if swapped else None)
        if not signs:
            return self.alone(operands[0])
        links = [self.link(a, sign, b) for a, sign, b in zip(operands, signs, operands[1:], strict=False)]
        return links[0] if len(links) == 1 else And(tuple(links))

    def operand(self) -> _Token:
        if self.token.kind == "number":
            return self.take()
        return self.word("a fact, a finding or a value")

    def alone(self, token: _Token) -> Condition:
        if token.kind == "number":
            return self.mistake("RS203", token.offset, f"{token} alone is no condition")
        kind = self.kind(token.text)
        if isinstance(kind, Flag):
            return Compare(self.path(token), "==", (True,))
        if kind is not None:
            return self.mistake("RS203", token.offset, f"{token} alone is no condition", _how_to_ask(token.text, kind))
        if token.text in self.scope.findings:
            return Finding(token.text)
        return self.unknown_name(token)

    def membership(self, token: _Token) -> Condition:
        kind = self.kind(token.text)
        if isinstance(kind, Choice):
            return Compare(self.path(token), "in", self.group(kind.values))
        if kind is not None:
            if isinstance(kind, (SetOf, Ids, MapOf)):
                hint = f"write `any {token.text} in …`"
            else:
                hint = _how_to_ask(token.text, kind)
            self.skip_list()
            return self.mistake("RS203", token.offset, f"{token} is not one of a list of words", hint)
        if self.token.kind != "word":
            self.skip_list()
            return self.unknown_name(token)
        name = self.word("a set")
        of = self.kind(name.text)
        if of is None:
            return self.unknown_name(name)
        if not isinstance(of, (SetOf, Ids)):
            return self.mistake("RS203", name.offset, f"{name} is not a set", _how_to_ask(name.text, of))
        known = self.elements(of)
        if token.kind == "number" or token.text not in known:
            return self.not_a_value(token, known)
        return Member(token.text, Path(name.text))

    def link(self, left: _Token, sign: str, right: _Token) -> Condition:
        """One comparison: a fact on one side, a literal on the other."""
        kinds = [None if side.kind == "number" else self.kind(side.text) for side in (left, right)]
        if kinds[0] is not None and kinds[1] is not None:
            return self.mistake(
                "RS203", left.offset, f"{left} and {right} are both facts", "compare a fact with a literal"
            )
        if kinds[0] is None and kinds[1] is None:
            words = [side for side in (left, right) if side.kind == "word"]
            return self.unknown_name(words[0]) if words else self.mistake("RS203", left.offset, "no fact is compared")
        if kinds[0] is None:
            return self.compare(self.path(right), _FLIPPED[sign], left)
        return self.compare(self.path(left), sign, right)

    def compare(self, path: Path, sign: str, literal: _Token) -> Condition:
        kind = self.kind(str(path))
        match kind:
            case Whole() | Number():
                return self.compare_number(path, kind, sign, literal)
            case Choice():
                if sign in {"==", "!="} or kind.ordered:
                    if literal.text in kind.values:
                        return Compare(path, sign, (literal.text,))
                    return self.not_a_value(literal, kind.values)
                return self.mistake(
                    "RS203",
                    literal.offset,
                    f"`{path}` has no order, so `{sign}` cannot compare it",
                    "use `==`, `!=` or `in`",
                )
            case Flag():
                if sign in {"==", "!="} and literal.text in {"true", "false"}:
                    return Compare(path, sign, (literal.text == "true",))
                return self.mistake("RS203", literal.offset, f"`{path}` is true or false", _how_to_ask(str(path), kind))
            case None:
                return NEVER
            case _:
                return self.mistake(
                    "RS203", literal.offset, f"`{path}` cannot be compared", _how_to_ask(str(path), kind)
                )

    def compare_number(self, path: Path, kind: Whole | Number, sign: str, literal: _Token) -> Condition:
        if literal.kind != "number":
            return self.mistake("RS203", literal.offset, f"`{path}` is a number, and {literal} is not")
        text = literal.text
        value = float(text) if "." in text or len(text) > LONGEST_WHOLE else int(text)
        if math.isfinite(value) and value == int(value):
            value = int(value)
        elif isinstance(kind, Whole) and math.isfinite(value):
            return self.mistake("RS203", literal.offset, f"`{path}` is a whole number, and {literal} is not")
        if not kind.low <= value <= kind.high:
            return self.mistake(
                "RS205", literal.offset, f"{literal} is outside the range of `{path}`", f"it is {kind.allowed()}"
            )
        return Compare(path, sign, (value,))

    # names

    def kind(self, name: str) -> Kind | None:
        """Give the kind of the fact with this name, `pain.knee` or `pain`, or None if it is no fact."""
        field, _, key = name.partition(".")
        attribute = self.scope.fields.get(field)
        if attribute is None:
            return None
        kind = kind_of(attribute)
        if not key:
            return kind
        return kind.item if isinstance(kind, MapOf) and key in kind.keys else None

    def elements(self, kind: Kind | None) -> tuple[str, ...]:
        if isinstance(kind, SetOf):
            return kind.values
        return tuple(sorted(self.scope.ids)) if isinstance(kind, Ids) else ()

    def path(self, token: _Token) -> Path:
        field, _, key = token.text.partition(".")
        return Path(field, key or None)

    def unknown_name(self, token: _Token) -> Condition:
        field, _, key = token.text.partition(".")
        attribute = self.scope.fields.get(field)
        if attribute is not None and key:
            kind = kind_of(attribute)
            if isinstance(kind, MapOf):
                near = nearest(key, kind.keys)
                hint = f"did you mean `{field}.{near}`?" if near else f"known are {', '.join(kind.keys)}"
                return self.mistake("RS202", token.offset, f"`{field}` has no entry {_tick(key)}", hint)
            return self.mistake("RS202", token.offset, f"`{field}` has no entries", f"write `{field}`")
        if token.text in self.scope.findings:
            hint = f"write `{token.text}` or `not {token.text}`"
            return self.mistake(
                "RS203", token.offset, f"the finding {token} holds or does not, and is not compared", hint
            )
        if token.text in {"true", "false"}:
            hint = f"write `{'always' if token.text == 'true' else 'never'}`"
            return self.mistake("RS202", token.offset, f"{token} is neither a field nor a finding", hint)
        near = nearest(token.text, {*self.scope.fields, *self.scope.findings})
        hint = f"did you mean `{near}`?" if near else "a finding needs a rule that derives it"
        return self.mistake("RS202", token.offset, f"{token} is neither a field nor a finding", hint)

    def not_a_value(self, token: _Token, known: tuple[str, ...]) -> Condition:
        near = nearest(token.text, known)
        hint = f"did you mean `{near}`?" if near else f"known are {', '.join(known)}"
        return self.mistake("RS204", token.offset, f"{token} is not one of the values known here", hint)


def _how_to_ask(name: str, kind: Kind) -> str:
    match kind:
        case Choice():
            return f"write `{name} == {kind.values[0]}` or `{name} in [{', '.join(kind.values[:2])}]`"
        case Whole() | Number():
            return f"write `{name} >= {kind.low:g}`"
        case Flag():
            return f"write `{name}` or `not {name}`"
        case SetOf():
            return f"write `{kind.values[0]} in {name}` or `any {name}`"
        case Ids():
            return f"write `goblet-squat in {name}`"
        case MapOf():
            return f"write `{name}.{kind.keys[0]} >= 1` or `any {name} >= 1`"


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while True:
        match = _TOKEN.match(text, at)
        if match is None:
            break
        kind = match.lastgroup or "sign"
        found.append(_Token(kind, match[kind], match.start(kind)))
        at = match.end()
    rest = text[at:].lstrip(_SPACE)
    offset = len(text) - len(rest)
    junk = _JUNK.match(rest)
    # What is no token at all becomes one that no rule of the grammar takes, so that it is named where it stands.
    if junk is not None:
        found.append(_Token("sign", junk[0], offset))
    found.append(_Token("end", "", len(text)))
    return found
