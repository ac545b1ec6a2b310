"""Which exercises a conclusion speaks of, in words: ids as links, selectors as what they ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from docs.pages.markup import link, text
from runstrength.explain.words import spoken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runstrength.rulebook.rule import Exercise

__all__ = ["Words", "has_selector"]

_VALUES = {
    "role": "of the role {}",
    "pattern": "of the pattern {}",
    "muscle": "for the {}",
    "impact": "with {} impact",
    "loads": "that load the {}",
    "equipment": "done with {}",
    "weight": "weighted with {}",
}
_FLAGS = {
    "compound": ("moving more than one joint", "moving one joint"),
    "unilateral": ("one side at a time", "both sides together"),
    "dynamic": ("in motion", "held still"),
    "needs_equipment": ("that need equipment", "that need no equipment"),
    "takes_weight": ("that take weight", "that take no weight"),
}


@attrs.frozen
class Words:
    """Says what is written of exercises, in words."""

    exercises: Mapping[str, Exercise]

    def one(self, name: str) -> str:
        """Give the link to one exercise, or the variable that stands for one."""
        return f"`{name}`" if name.startswith("$") else link("exercise", name, self.exercises[name].name)

    def targets(self, written: Any) -> str:  # noqa: ANN401 - whatever YAML holds there
        """Say which exercises are meant: an id, a selector, or a list of both."""
        if isinstance(written, str):
            return self.one(written)
        if isinstance(written, dict):
            return self.selector(written)
        return "; ".join(map(self.targets, written)) if has_selector(written) else ", ".join(map(self.one, written))

    def selector(self, written: Mapping[str, Any]) -> str:
        """Say what a selector asks for."""
        return f"exercises {self._asked(written)}" if written else "every exercise"

    def _asked(self, written: Mapping[str, Any]) -> str:
        asked = []
        for key, value in written.items():
            if key == "not":
                asked.append(f"but not those {self._asked(value)}")
            elif key in _FLAGS:
                asked.append(_FLAGS[key][value != "true"])
            else:
                values = [value] if isinstance(value, str) else value
                asked.append(_VALUES[key].format(" or ".join(map(_value, values))))
        return ", ".join(asked)


def has_selector(written: Any) -> bool:  # noqa: ANN401 - whatever YAML holds there
    """Say whether exercises are taken by what they are, not only by name."""
    return isinstance(written, dict) or (isinstance(written, list) and any(isinstance(item, dict) for item in written))


def _value(word: str) -> str:
    return f"`{word}`" if word.startswith("$") else text(spoken(word))
