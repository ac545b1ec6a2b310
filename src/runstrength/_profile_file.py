"""Profiles from files and from standard input: JSON, or YAML in which words stay words."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from runstrength._terminal import StopCommand

__all__ = ["name_of", "read_json", "read_profile", "save_profile", "text_of", "yaml_value"]

MOST_DIGITS = 4000  # Python refuses to read integers of 4,300 digits and more, and no fact has twenty


def name_of(source: str) -> str:
    """Say where a profile came from."""
    return "standard input" if source == "-" else source


def read_profile(source: str) -> Any:  # noqa: ANN401 - whatever the file holds, for the library to judge
    """Read a profile: a `.json` file as JSON, any other as YAML, or as JSON where it looks like it."""
    text = text_of(source)
    ending = Path(source).suffix.lower()
    if ending == ".json" or (ending not in {".yaml", ".yml"} and _LIKE_JSON.match(text)):
        return _json(text, source)
    return _yaml(text, source)


_LIKE_JSON = re.compile(r"\s*\{\s*(\"|\}|\Z)")


def text_of(source: str) -> str:
    """Read a text file, or standard input: UTF-8, of bounded size, and not empty."""
    from runstrength.rulebook.reading import MAX_BYTES  # noqa: PLC0415

    name = name_of(source)
    try:
        if source == "-":
            data = sys.stdin.buffer.read(MAX_BYTES + 1) if sys.stdin is not None else b""
        else:
            with Path(source).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise StopCommand(f"{name}: cannot be read: {error.strerror or error}") from None
    except ValueError as error:  # a path with a zero character
        raise StopCommand(f"{source!r}: cannot be read: {error}") from None
    if len(data) > MAX_BYTES:
        raise StopCommand(f"{name}: is larger than {MAX_BYTES // 1024 // 1024} MiB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise StopCommand(f"{name}:{line}: is not UTF-8 text: byte 0x{data[error.start]:02x}") from None
    if not text.strip():
        raise StopCommand(f"{name}: is empty; the least is `discipline: marathon`")
    return text


def read_json(source: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """Read a JSON file, or standard input."""
    return _json(text_of(source), source)


def yaml_value(text: str, shown: str) -> Any:  # noqa: ANN401 - whatever was typed
    """Read one value as a profile file would hold it: `2`, `[bands, box]`, `{knee: 3}`; nothing is None."""
    found = _yaml(f"value: {text}\n", shown)
    return found.get("value") if isinstance(found, dict) and len(found) == 1 else found


def save_profile(path: str, profile: dict[str, Any]) -> None:
    """Write a profile as a file that every command reads; a file that is there is not written over."""
    import yaml  # noqa: PLC0415

    text = yaml.safe_dump(profile, sort_keys=False, allow_unicode=True, default_flow_style=None)
    try:
        with Path(path).open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise StopCommand(f"{path}: is there already, and is not written over") from None
    except OSError as error:
        raise StopCommand(f"{path}: cannot be written: {error.strerror or error}") from None


def _yaml(text: str, source: str) -> Any:  # noqa: ANN401
    from runstrength.rulebook.reading import plain, read_text  # noqa: PLC0415

    problems: list[Any] = []
    node = read_text(text, name_of(source), problems)
    if problems:
        # The reader reads rulebooks as well, and says so in its words.
        raise StopCommand("\n".join(str(problem).replace("rule file", "profile file") for problem in problems))
    return plain(node)


def _json(text: str, source: str) -> Any:  # noqa: ANN401
    name = name_of(source)
    twice: list[str] = []

    def mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        keys = [key for key, _ in pairs]
        twice.extend(key for key in found if len(found) < len(keys) and keys.count(key) > 1)
        return found

    def whole(digits: str) -> int:
        if len(digits) > MOST_DIGITS:
            raise StopCommand(f"{name}: a whole number of {len(digits):,} digits is more than a profile can hold")
        return int(digits)

    try:
        found = json.loads(text, object_pairs_hook=mapping, parse_int=whole)
    except json.JSONDecodeError as error:
        raise StopCommand(f"{name}:{error.lineno}:{error.colno}: is not JSON: {error.msg}") from None
    except RecursionError:
        raise StopCommand(f"{name}: is nested too deep") from None
    if twice:
        keys = ", ".join(ascii(key) for key in dict.fromkeys(twice))
        raise StopCommand(f"{name}: a key stands more than once in one mapping: {keys}")
    return found
