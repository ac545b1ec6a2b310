"""The files of a rulebook as they are written, and those of the rulebooks that it builds on: the base first."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from runstrength.rulebook.building import STAGES
from runstrength.rulebook.diagnostics import Place
from runstrength.rulebook.given import nodes_of
from runstrength.rulebook.reading import Mapped, plain, quoted, read_bytes, read_text
from runstrength.shipped import rules_folder
from runstrength.strangers import nearest

if TYPE_CHECKING:
    from collections.abc import Callable

    from runstrength.rulebook.reading import Node
    from runstrength.rulebook.shapes import Shapes

__all__ = ["SECTIONS", "Files", "Layer", "printable"]

HEADER = ("language", "name", "version")
HEADER_MORE = ("extends", "waive", "groups", "words", "focus", "session", "referral", "disclaimer", "checks")
SECTIONS = ("cues", "advice", "sources", "exercises")
GUARANTEES = "guarantees"
EXAMPLES = "examples"
MAX_FILES = 1000
MAX_LAYERS = 16


@attrs.frozen(eq=False)
class Layer:
    """One rulebook as it is written, before its base is put under it."""

    header: dict[str, Node]
    node: Mapped
    sections: dict[str, list[Node]]
    rules: list[tuple[str | None, Node]]
    guarantees: list[Node]
    examples: list[Node]
    where: Path


class Files:
    """Reads the files of a rulebook, and of those that it builds on."""

    def __init__(self, shapes: Shapes, *, with_examples: bool = False) -> None:
        """Note what is wrong in `shapes`. Examples of what comes out, which no rule needs, are read `with_examples`."""
        self.shapes = shapes
        self.with_examples = with_examples
        self.is_whole = True

    def layers(self, path: Path, name: str, above: tuple[Path, ...]) -> list[Layer]:
        """Read a rulebook and the one that it builds on, the base first."""
        layer = self.folder(path, name) if _is(path.is_dir) else self.file(path, name)
        return self.on_base(layer, path, name, (*above, _real(path)))

    def given(self, data: object) -> list[Layer]:
        """Take a rulebook that is data, and read the one that it builds on; paths begin at the current folder."""
        before = len(self.shapes.problems)
        node = nodes_of(data, self.shapes.problems)
        self.is_whole = len(self.shapes.problems) == before
        return self.on_base(self.one(node, Path()), Path(), "", ()) if node is not None else []

    def on_base(self, layer: Layer | None, path: Path, name: str, above: tuple[Path, ...]) -> list[Layer]:
        """Put under a rulebook the one that it builds on."""
        if layer is None:
            self.is_whole = False
            return []
        if "extends" not in layer.header:
            return [layer]
        found = self.base(path, name, layer.header["extends"], above)
        self.is_whole = self.is_whole and bool(found)
        return [*found, layer]

    def base(self, path: Path, name: str, extends: Node, above: tuple[Path, ...]) -> list[Layer]:
        """Read the rulebook that another one builds on."""
        target = self.shapes.text(extends, "extends")
        if target is None:
            return []
        if target.startswith(("./", "../")):
            is_folder = _is(path.is_dir)
            base = (path if is_folder else path.parent) / target
            shown = posixpath.normpath(posixpath.join(name if is_folder else posixpath.dirname(name), target))
            if not _is(base.exists):
                self.shapes.note(extends, "RS312", f"there is no rulebook at {quoted(target)}")
                return []
        else:
            # The files of a shipped base are named as such, wherever they are installed.
            base, shown = rules_folder() / target, f"<shipped>/{target}"
            shipped = sorted(entry.name for entry in rules_folder().iterdir() if entry.is_dir())
            if target not in shipped:
                near = nearest(target, shipped)
                hint = f"did you mean `{near}`?" if near else f"shipped: {', '.join(shipped)}; a path begins with ./"
                self.shapes.note(extends, "RS312", f"there is no shipped rulebook {quoted(target)}", hint)
                return []
        if _real(base) in above:
            self.shapes.note(extends, "RS312", f"{quoted(target)} builds on this rulebook itself")
            return []
        if len(above) >= MAX_LAYERS:
            self.shapes.note(extends, "RS312", f"more than {MAX_LAYERS} rulebooks build on each other")
            return []
        return self.layers(base, shown, above)

    def parse(self, path: Path, name: str) -> Node | None:
        """Read one file; None if it holds nothing, or cannot be read."""
        before = len(self.shapes.problems)
        text = read_bytes(path, name, self.shapes.problems)
        node = None if text is None else read_text(text, name, self.shapes.problems)
        self.is_whole = self.is_whole and (node is not None or len(self.shapes.problems) == before)
        return node

    def header(self, path: Path, name: str) -> Node | None:
        """Read the file that a rulebook begins with, which cannot be empty."""
        before = len(self.shapes.problems)
        node = self.parse(path, name)
        if node is None and len(self.shapes.problems) == before:
            self.shapes.note(Place(name), "RS102", "the file is empty", "begin with `language: 1`")
        return node

    def file(self, path: Path, name: str) -> Layer | None:
        """Read a rulebook that is one file."""
        if not _is(path.is_file):
            self.shapes.note(Place(name), "RS101", "there is no such file or folder")
            return None
        return self.one(self.header(path, name), path)

    def one(self, node: Node | None, path: Path) -> Layer | None:
        """Read a rulebook that is one tree of nodes."""
        entries = self.shapes.mapping(
            node, "a rulebook", HEADER, (*HEADER_MORE, *SECTIONS, GUARANTEES, EXAMPLES, "rules")
        )
        if entries is None or not isinstance(node, Mapped):
            return None
        sections = {key: list(self.shapes.items(entries.get(key), key)) for key in SECTIONS}
        rules: list[tuple[str | None, Node]] = [
            (None, rule) for rule in self.shapes.items(entries.get("rules"), "rules")
        ]
        guarantees = list(self.shapes.items(entries.get(GUARANTEES), GUARANTEES))
        examples = list(self.shapes.items(entries.get(EXAMPLES), EXAMPLES))
        header = {key: of for key, of in entries.items() if key not in {*SECTIONS, GUARANTEES, EXAMPLES, "rules"}}
        return self.checked(Layer(header, node, sections, rules, guarantees, examples, path))

    def folder(self, path: Path, name: str) -> Layer | None:
        """Read a rulebook that is a folder."""
        if not _is((path / "rulebook.yaml").is_file):
            hint = _nearby(path) or "a rulebook begins with one: language, name, version"
            self.shapes.note(Place(name), "RS102", "the folder has no rulebook.yaml", hint)
            return None
        header = self.header(path / "rulebook.yaml", f"{name}/rulebook.yaml")
        entries = self.shapes.mapping(header, "rulebook.yaml", HEADER, HEADER_MORE)
        lists: dict[str, list[Node]] = {key: [] for key in (*SECTIONS, GUARANTEES, EXAMPLES)}
        rules: list[tuple[str | None, Node]] = []
        files = self.yaml_files(path, name)
        if len(files) > MAX_FILES:
            self.shapes.note(Place(name), "RS104", f"the folder holds more than {MAX_FILES} files")
            return None
        for file in files:
            relative = file.relative_to(path)
            shown = _below(name, relative)
            stage = relative.parts[0]
            if file.suffix != ".yaml":
                self.shapes.note(Place(shown), "RS105", "the file would not be read", "name it .yaml")
            elif len(relative.parts) > 1 and stage in STAGES:
                rules.extend((stage, item) for item in self.shapes.items(self.parse(file, shown), relative.name))
            elif len(relative.parts) == 1 and file.stem in lists:
                if self.with_examples or file.stem != EXAMPLES:
                    lists[file.stem].extend(self.shapes.items(self.parse(file, shown), relative.name))
            elif relative.as_posix() != "rulebook.yaml":
                near = nearest(stage, STAGES) if len(relative.parts) > 1 else nearest(file.stem, lists)
                hint = f"did you mean `{near}`?" if near else f"rules stand in {', '.join(f'{x}/' for x in STAGES)}"
                self.shapes.note(Place(shown), "RS105", "the file would not be read", hint)
        if entries is None or not isinstance(header, Mapped):
            return None
        sections = {key: lists[key] for key in SECTIONS}
        return self.checked(Layer(entries, header, sections, rules, lists[GUARANTEES], lists[EXAMPLES], path))

    def yaml_files(self, root: Path, name: str) -> list[Path]:
        """Give the YAML files of a folder, sorted. Links to folders are not followed, which is said."""
        found: list[Path] = []
        folders = [root]
        while folders and len(found) <= MAX_FILES:
            folder = folders.pop()
            try:
                entries = list(folder.iterdir())
            except OSError as error:
                self.unreadable(folder, root, name, f"the folder cannot be read: {error.strerror or 'unknown reason'}")
                continue
            for entry in entries:
                if entry.name.startswith((".", "_")):
                    continue
                if _is(entry.is_dir):
                    if entry.is_symlink():
                        hint = "put the folder itself here, or begin the name of the link with _"
                        shown = _below(name, entry.relative_to(root))
                        self.shapes.note(Place(shown), "RS105", "a link to a folder would not be read", hint)
                    else:
                        folders.append(entry)
                elif entry.suffix.lower() in {".yaml", ".yml"}:
                    if _is(entry.is_file):
                        found.append(entry)
                    else:
                        self.unreadable(entry, root, name, "the file cannot be read: it leads nowhere, or is no file")
        return sorted(found)

    def unreadable(self, path: Path, root: Path, name: str, message: str) -> None:
        """Note that something in a folder cannot be read."""
        self.is_whole = False
        self.shapes.note(Place(_below(name, path.relative_to(root))), "RS101", message)

    def checked(self, layer: Layer) -> Layer | None:
        """Give a rulebook if it is written in this language."""
        language = layer.header.get("language")
        if language is not None and plain(language) != 1:
            self.shapes.note(language, "RS126", "the language is not 1, the only one there is", "write `language: 1`")
            return None
        return layer


def _is(test: Callable[[], bool]) -> bool:
    """Ask something of a path; of one that cannot be asked it is not so."""
    try:
        return test()
    except (OSError, ValueError):
        return False


def _nearby(path: Path) -> str | None:
    """Say where a rulebook is that somebody may have meant: one folder below, or somewhere above."""
    if _is((path / "rules" / "rulebook.yaml").is_file):
        return "there is one in its folder `rules`"
    above = next((folder for folder in _real(path).parents if _is((folder / "rulebook.yaml").is_file)), None)
    return None if above is None else f"it is part of the rulebook in `{printable(above.name)}`: name that folder"


def _real(path: Path) -> Path:
    """Give a path without links, so that two can be compared; one that leads nowhere as it is."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path


def _below(name: str, relative: Path) -> str:
    """Name what lies inside of a folder, as an author would."""
    return f"{name}/{printable(relative.as_posix())}" if relative.parts else name


def printable(text: str) -> str:
    """Give a path in characters that can be shown."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
