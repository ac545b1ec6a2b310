"""What is wrong with a rulebook: a stable code, a place, a sentence, and help."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from runstrength.errors import RunstrengthError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CHECKS", "CODES", "Diagnostic", "Place", "RulebookError"]

CODES = MappingProxyType(
    {
        # files
        "RS101": "there is no such file or folder, or it cannot be read",
        "RS102": "a folder or file holds no rulebook, or a rulebook holds no rules",
        "RS103": "a file is not UTF-8",
        "RS104": "a file or a rulebook is too large",
        "RS105": "a file stands where it would not be read",
        "RS106": "more is wrong than anybody reads",
        # YAML
        "RS110": "the YAML cannot be read",
        "RS111": "a tab indents a line",
        "RS112": "a value has a tag",
        "RS113": "an anchor or alias",
        "RS114": "the YAML is nested too deep",
        "RS115": "a key stands twice in one mapping",
        "RS116": "a file holds more than one document",
        # shape
        "RS120": "a value has the wrong shape",
        "RS121": "a key does not belong here",
        "RS122": "a key is missing",
        "RS123": "a value is not one of those allowed",
        "RS124": "a name is given twice",
        "RS125": "a name is not written as names are",
        "RS126": "the rulebook is written in another language version",
        # conditions
        "RS201": "a condition cannot be read",
        "RS202": "a condition names neither a field nor a finding",
        "RS203": "a condition compares things that do not fit",
        "RS204": "a condition names a value that the field does not have",
        "RS205": "a condition compares with a number outside the field's range",
        "RS206": "a condition is nested too deep",
        "RS207": "a condition becomes too many conjunctions",
        "RS208": "a condition is too long",
        "RS209": "a group is not there",
        # names and meaning
        "RS301": "an exercise is not in the catalogue",
        "RS302": "a cue is not declared",
        "RS303": "an advice is not declared",
        "RS304": "a source is not declared",
        "RS305": "a selector takes no exercise",
        "RS306": "rules derive findings from each other in a circle",
        "RS307": "the reasons of a rule could grow too large to read",
        "RS308": "a conclusion stands in the folder of another stage",
        "RS309": "a dose reads a protective fact",
        "RS310": "a rule overrides one that the base does not have",
        "RS311": "a rule has the name of one of the base and does not override it",
        "RS312": "the base of an extension cannot be found, or builds on the extension",
        "RS313": "a waiver names a rule that the base does not have",
        "RS314": "a variable of `for` is missing, unused or empty",
        "RS315": "a tier does not go with the conclusion",
        "RS316": "an exercise has no dose that always holds",
        "RS317": "there is no rule that always holds for the focus or the number of sessions",
        "RS318": "a rule refers, and the header does not say what that brings",
        "RS319": "heavy means at most 8 repetitions",
        "RS320": "one name stands for two things",
        "RS321": "a neighbour of an exercise is not what it is called",
        "RS322": "a guarantee says more than one sentence can",
        # examples
        "RS401": "an example is no profile",
        "RS402": "an example does not hold",
        "RS403": "an example of what comes out does not hold",
    }
)


# What `runstrength check` looks for in a rulebook that can be read: each check by its name, its code, what it finds.
CHECKS = MappingProxyType(
    {
        "never-fires": ("RS501", "a rule can never fire"),
        "no-effect": ("RS502", "a rule never changes any outcome"),
        "shadowed": ("RS503", "whenever a rule fires, another one says as much"),
        "duplicate": ("RS504", "two rules are the same"),
        "unused-finding": ("RS505", "a finding that nobody uses"),
        "unprescribed-exercise": ("RS506", "an exercise that nobody prescribes"),
        "unreachable-exercise": ("RS507", "an exercise that nobody can ever receive"),
        "overruled-dose": ("RS508", "a dose that limits always overrule"),
        "disagreeing-doses": ("RS509", "two doses that count as much disagree"),
        "listed-veto": ("RS510", "a veto names exercises where a selector would catch what comes later"),
        "slips-past": ("RS511", "somebody of whom nothing is known slips past a limit or veto"),
        "lonely-threshold": ("RS512", "no example stands beside a number"),
        "uncited-source": ("RS513", "a source that no rule cites"),
        "unread-field": ("RS514", "a field of the vocabulary that no rule reads"),
        "unused-spare": ("RS515", "a check is told to let something be that it does not find"),
    }
)


@attrs.frozen(order=True)
class Place:
    """Where something stands: file as it was named, line and column from 1.

    In data that come from no file, `file` is the path inside them, and there is no line.
    """

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@attrs.frozen(order=True)
class Diagnostic:
    """One problem of a rulebook.

    `code` is one of `CODES`, or that of one of `CHECKS`; `help` says what to do, where there is something to say.
    """

    place: Place
    code: str
    message: str
    help: str | None = None
    severity: str = "error"

    def __str__(self) -> str:
        head = f"{self.place}: {self.severity} {self.code}: {self.message}"
        return head if self.help is None else f"{head}\n  help: {self.help}"


class RulebookError(RunstrengthError, ValueError):
    """A rulebook cannot be used as it is written.

    `diagnostics` holds every problem of all its files: code, place, sentence and help.
    """

    diagnostics: tuple[Diagnostic, ...]

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(tuple(diagnostics))
        self.diagnostics = tuple(diagnostics)

    def __str__(self) -> str:
        count = len(self.diagnostics)
        head = "the rulebook has a problem" if count == 1 else f"the rulebook has {count} problems"
        return "\n".join([f"{head}:", *(str(diagnostic) for diagnostic in self.diagnostics)])
