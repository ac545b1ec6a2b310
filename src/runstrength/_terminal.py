"""What the command writes, and how it ends: streams that may be closed, or unable to write every character."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import unicodedata
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "BUG",
    "FINE",
    "INTERRUPTED",
    "NOBODY_READS",
    "NOT_WRITTEN",
    "NO_ENGINE",
    "PROBLEMS",
    "WRONG",
    "StopCommand",
    "coloured",
    "complain",
    "drawn_on",
    "write",
    "writing",
]

FINE, PROBLEMS, WRONG, NO_ENGINE, BUG, NOT_WRITTEN, INTERRUPTED, NOBODY_READS = 0, 1, 2, 3, 70, 74, 130, 141

_PLAIN = {"\u2013": "-", "\u2014": "-", "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "·": "*", "×": "x"}


class StopCommand(Exception):  # noqa: N818 - it ends a command, for a reason that the user can do something about
    """The command ends with this message and exit code."""

    def __init__(self, message: str, code: int = WRONG) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


def write(text: str, *, json_escapes: bool = False) -> None:
    """Write to standard output, which may be unable to write every character, or closed."""
    if sys.stdout is None:
        raise StopCommand("the output could not be written: standard output is closed", NOT_WRITTEN)
    with writing():
        sys.stdout.write(_writable(text, sys.stdout, json_escapes=json_escapes))


@contextlib.contextmanager
def writing() -> Iterator[None]:
    """Write all of the output now, while something can still be said about it."""
    try:
        yield
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        _forget_output()
        raise StopCommand("", NOBODY_READS) from None
    except OSError as error:
        _forget_output()
        raise StopCommand(f"the output could not be written: {error.strerror or error}", NOT_WRITTEN) from None


def _forget_output() -> None:
    """Keep Python from trying again, at its end, to write what cannot be written."""
    with contextlib.suppress(AttributeError, OSError, io.UnsupportedOperation):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(text: str) -> None:
    """Write to standard error; if not even that can be done, nothing can."""
    with contextlib.suppress(AttributeError, OSError):
        sys.stderr.write(_writable(f"{text}\n", sys.stderr))


def _writable(text: str, stream: TextIO, *, json_escapes: bool = False) -> str:
    """Replace each character that the stream's encoding lacks: by an escape of JSON, or by the nearest plain one."""
    encoding = stream.encoding or "utf-8"

    def instead(character: str) -> str:
        if _can_write(character, encoding):
            return character
        if json_escapes:
            import json  # noqa: PLC0415 - hardly anybody needs it

            return json.dumps(character)[1:-1]
        base = _PLAIN.get(character) or unicodedata.normalize("NFKD", character)[0]
        return base if base.isascii() else "?"

    return text if _can_write(text, encoding) else "".join(map(instead, text))


def _can_write(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def drawn_on(stream: TextIO | None) -> bool:
    """Say whether somebody looks at a stream on a terminal that can show more than lines of text."""
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def coloured(stream: TextIO | None) -> bool:
    """Say whether to paint: never with NO_COLOR, always with FORCE_COLOR, else on a terminal that can."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    old_windows = sys.platform == "win32" and not {"WT_SESSION", "ANSICON", "TERM"} & set(os.environ)
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb" and not old_windows
