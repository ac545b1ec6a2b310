"""One mistake at a time in the text of a condition, as a tired hand makes it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["mistaken"]

# Variables of `for` stand in what is written, so that it is no condition yet: only its joints are read here.
_TOKEN = re.compile(r"[\w.$-]+|<=|>=|==|!=|[<>()\[\],]")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?\Z")
_SIGNS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
_OPENING = {"(": ")", "[": "]"}


@attrs.frozen
class _Token:
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@attrs.frozen
class _Part:
    """A part of a condition from `start` to `end`; `joint` is `and` or `or` where several `parts` are joined by it."""

    start: int
    end: int
    joint: str = ""
    parts: tuple[_Part, ...] = ()


def mistaken(text: str) -> Iterator[tuple[str, str]]:
    """Give what was changed, and the condition that it becomes."""
    tokens = [_Token(found.group(), found.start()) for found in _TOKEN.finditer(text)]
    for at, token in enumerate(tokens):
        yield from _of_token(text, tokens, at, token)
    yield from _of_lists(text, tokens)
    for part in _walk(_Reader(tokens).whole()):
        yield from _of_part(text, part)


def _spliced(text: str, start: int, end: int, new: str) -> str:
    return f"{text[:start]}{new}{text[end:]}"


def _of_token(text: str, tokens: list[_Token], at: int, token: _Token) -> Iterator[tuple[str, str]]:
    if token.text in _SIGNS:
        sign = _SIGNS[token.text]
        yield f"`{token.text}` becomes `{sign}`", _spliced(text, token.start, token.end, sign)
    elif _NUMBER.match(token.text):
        step = Decimal("0.5") if "." in token.text else Decimal(1)
        for number in (Decimal(token.text) + step, Decimal(token.text) - step):
            yield f"{token.text} becomes {number}", _spliced(text, token.start, token.end, str(number))
    elif token.text == "not":
        yield "a `not` is lost", _spliced(text, token.start, token.end, "")
    elif token.text == "maybe":
        close = _closing(tokens, at + 1)
        inside = text[tokens[at + 1].start : tokens[close].end]
        yield "a `maybe` is lost", _spliced(text, token.start, tokens[close].end, inside)


def _of_lists(text: str, tokens: list[_Token]) -> Iterator[tuple[str, str]]:
    for at, token in enumerate(tokens):
        if token.text == "[":
            words = [other.text for other in tokens[at + 1 : _closing(tokens, at)] if other.text != ","]
            for word in words if len(words) > 1 else ():
                rest = ", ".join(other for other in words if other != word)
                yield (
                    f"`{word}` is left out",
                    _spliced(text, token.start, tokens[_closing(tokens, at)].end, f"[{rest}]"),
                )


def _of_part(text: str, part: _Part) -> Iterator[tuple[str, str]]:
    if not part.joint:
        shown = text[part.start : part.end]
        yield f"`{shown}` is turned round", _spliced(text, part.start, part.end, f"(not ({shown}))")
        return
    words = [text[of.start : of.end] for of in part.parts]
    other = "or" if part.joint == "and" else "and"
    # What binds otherwise has to be wrapped, or the parts would come apart.
    wrapped = f" {other} ".join(f"({word})" for word in words)
    yield f"`{part.joint}` becomes `{other}`", _spliced(text, part.start, part.end, f"({wrapped})")
    for number, word in enumerate(words):
        rest = f" {part.joint} ".join(of for at, of in enumerate(words) if at != number)
        yield f"`{word}` is left out", _spliced(text, part.start, part.end, f"({rest})")


def _walk(part: _Part) -> Iterator[_Part]:
    yield part
    for inner in part.parts:
        yield from _walk(inner)


def _closing(tokens: list[_Token], at: int) -> int:
    """Give where the bracket at a place is closed."""
    depth = 0
    for number in range(at, len(tokens)):
        if tokens[number].text in _OPENING:
            depth += 1
        elif tokens[number].text in _OPENING.values():
            depth -= 1
            if depth == 0:
                return number
    return len(tokens) - 1


class _Reader:
    """Reads where parts begin and end; that the condition is well formed, the reader of rules has seen."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def whole(self) -> _Part:
        return self.joined("or")

    def joined(self, joint: str) -> _Part:
        read = self.joined if joint == "or" else self.negation
        parts = [read("and")]
        while self.at < len(self.tokens) and self.tokens[self.at].text == joint:
            self.at += 1
            parts.append(read("and"))
        return parts[0] if len(parts) == 1 else _Part(parts[0].start, parts[-1].end, joint, tuple(parts))

    def negation(self, _: str) -> _Part:
        start = self.tokens[self.at].start
        while self.tokens[self.at].text == "not":
            self.at += 1
        if self.tokens[self.at].text in {"(", "maybe"}:
            self.at += self.tokens[self.at].text == "maybe"
            self.at += 1
            inner = self.whole()
            end = self.tokens[self.at].end
            self.at += 1
            return _Part(start, end, parts=(inner,) if inner.joint else ())
        while self.at < len(self.tokens) and self.tokens[self.at].text not in {"and", "or", ")"}:
            self.at = 1 + (_closing(self.tokens, self.at) if self.tokens[self.at].text in _OPENING else self.at)
        return _Part(start, self.tokens[self.at - 1].end)
