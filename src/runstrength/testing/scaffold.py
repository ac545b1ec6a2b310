"""What `runstrength new` writes: the repository of a rulebook, and a rule to begin with.

The texts lie in `templates/`, each under the name of what it becomes with `.template` behind it. Nothing is ever
overwritten, and of what fails half way nothing stays.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from contextlib import ExitStack, contextmanager
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from runstrength.errors import RunstrengthError
from runstrength.profile import Profile
from runstrength.rulebook import load
from runstrength.rulebook.building import STAGES
from runstrength.rulebook.files import printable
from runstrength.rulebook.shapes import ID, MAX_NAME
from runstrength.strangers import nearest, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable

    from runstrength.rulebook import Rulebook

__all__ = ["new_rule", "new_rulebook"]

_TEMPLATES = files("runstrength.testing") / "templates"
_SUFFIX = ".template"


def new_rulebook(folder: Path, *, name: str | None = None) -> list[Path]:
    """Write a repository for a rulebook that extends the shipped one, and give its files.

    The folder is made, or is empty. Left out, the name is that of the folder. Raises `RunstrengthError` where
    something stands there already, the name is not written as names are, or the files cannot be written.
    """
    name = _checked("the name of a rulebook", _name_of(folder) if name is None else name)
    with _said_of(folder):
        if folder.exists() and not folder.is_dir():
            raise RunstrengthError(f"{printable(str(folder))} is a file, and a rulebook needs a folder")
        if folder.is_dir() and any(folder.iterdir()):
            raise RunstrengthError(f"the folder {printable(str(folder))} is not empty: choose a new one")
        templates = _below(_TEMPLATES / "rulebook")
        return _write({folder / path: Template(text).substitute(name=name) for path, text in templates})


def new_rule(identifier: str, folder: Path, *, stage: str = "prescribe") -> Path:
    """Write a rule to begin with into a rulebook, or the repository of one, and give its file.

    Raises `RunstrengthError` where the stage is unknown, the name is taken or not written as names are, the folder
    holds no rulebook or one with problems, or the file cannot be written.
    """
    if stage not in STAGES:
        near = nearest(stage, STAGES)
        hint = f"; did you mean {near}?" if near else ""
        raise RunstrengthError(f"there is no stage {show(stage)}: the stages are {', '.join(STAGES)}{hint}")
    _checked("the name of a rule", identifier)
    with _said_of(folder):
        folder = _rules_in(folder)
    rulebook = load(folder, Profile)
    if any(identifier in {rule.name, rule.template} for rule in rulebook.rules.values()):
        raise RunstrengthError(f"the rulebook has a rule {show(identifier)} already: choose another name")
    text = (_TEMPLATES / "rule" / f"{stage}.yaml{_SUFFIX}").read_text(encoding="utf-8")
    path = folder / stage / f"{identifier}.yaml"
    with _said_of(path):
        return _write({path: _filled(text, identifier, rulebook)})[0]


@contextmanager
def _said_of(path: Path) -> Iterator[None]:
    """Say in one sentence what the file system refused."""
    try:
        yield
    except OSError as error:
        raise RunstrengthError(f"{printable(str(path))}: {error.strerror or 'it cannot be written'}") from error


def _checked(what: str, name: str) -> str:
    if len(name) > MAX_NAME or not ID.match(name):
        raise RunstrengthError(f"{what} cannot be {show(name)}: write small letters and digits joined by hyphens")
    return name


def _name_of(folder: Path) -> str:
    """Make a valid name of that of a folder: `Läufer & Co` becomes `laufer-co`."""
    plain = unicodedata.normalize("NFKD", folder.absolute().name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:MAX_NAME].strip("-") or "my-rules"


def _rules_in(folder: Path) -> Path:
    for rules in (folder, folder / "rules"):
        if (rules / "rulebook.yaml").is_file():
            return rules
    raise RunstrengthError(f"there is no rulebook.yaml in {printable(str(folder))} or in its folder rules")


def _filled(text: str, identifier: str, rulebook: Rulebook) -> str:
    """Fill the template of a rule with what this rulebook has to name; what was added last is its own."""
    bare = [name for name, exercise in rulebook.exercises.items() if not exercise.equipment]
    practice = [name for name, source in rulebook.sources.items() if source.kind == "practice"]
    known = {
        "exercise": bare[:1] or list(rulebook.exercises)[:1],
        "advice": list(rulebook.advice)[-1:],
        "source": practice[-1:] or list(rulebook.sources)[-1:],
        "rule": ['"null"' if identifier == "null" else identifier],  # the one name that YAML reads as nothing
    }
    template = Template(text)
    for what in template.get_identifiers():
        if not known[what]:
            raise RunstrengthError(f"the rulebook has no {what} that a rule could name: write one first")
    return template.substitute({what: names[0] for what, names in known.items() if names})


def _below(folder: Traversable, path: Path = Path()) -> Iterator[tuple[Path, str]]:
    """Give the templates below a folder: the path of what each becomes, and its text."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _below(entry, path / entry.name)
        elif entry.name.endswith(_SUFFIX):
            yield path / entry.name.removesuffix(_SUFFIX), entry.read_text(encoding="utf-8")


def _write(texts: Mapping[Path, str]) -> list[Path]:
    """Write new files, with the folders that they need; if anything fails, take away all that was made."""
    with ExitStack() as undo:
        for path, text in texts.items():
            missing = itertools.takewhile(lambda folder: not folder.is_dir(), path.parents)
            for folder in reversed(list(missing)):
                folder.mkdir()
                undo.callback(folder.rmdir)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                undo.callback(path.unlink)
                file.write(text)
        undo.pop_all()
    return list(texts)
