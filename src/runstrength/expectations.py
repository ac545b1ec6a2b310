"""Whether a runner is given what an example says: the difference between an expectation and a result, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from runstrength.rulebook.cases import NOBODY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from runstrength.outcome import Outcome
    from runstrength.rulebook.cases import Case

__all__ = ["Unmet", "unmet"]


@attrs.frozen
class Unmet:
    """What is expected of an outcome and is not so; `about` is the exercise, advice or part that it is about."""

    about: str
    text: str

    def __str__(self) -> str:
        return self.text


def unmet(expected: Case, outcome: Outcome) -> tuple[Unmet, ...]:
    """Give all that is expected of an outcome and is not so."""
    given = _Given(outcome)
    return tuple(problem for part, of in expected.parts.items() for problem in given.unmet(part, of))


class _Given:
    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.items = {item.exercise.id: item for item in outcome.items}
        self.avoided = {name for name, _ in outcome.avoid}
        self.advised = {name for name, _ in outcome.advice}

    def unmet(self, part: str, of: Any) -> Iterator[Unmet]:  # noqa: ANN401 - of each part its own
        lists: dict[str, tuple[Callable[[str], bool], str]] = {
            "prescribe": (lambda name: name in self.items, "prescribed"),
            "without": (lambda name: name not in self.items, "prescribed"),
            "avoid": (lambda name: name in self.avoided, "ruled out"),
            "allow": (lambda name: name not in self.avoided, "ruled out"),
            "advise": (lambda name: name in self.advised, "advised"),
            "unadvised": (lambda name: name not in self.advised, "advised"),
        }
        if part in lists:
            holds, word = lists[part]
            negative = part in {"without", "allow", "unadvised"}
            state = f"is {word}, and should not be" if negative else f"is not {word}, and should be"
            yield from (Unmet(name, f"{name} {state}") for name in of if not holds(name))
        elif part == "order":
            yield from self._order(of)
        elif part in {"focus", "refer", "sessions_per_week", "plyometric_sessions_per_week"}:
            got = self._whole(part)
            if got != of:
                about = "referral" if part == "refer" else part
                yield Unmet(about, f"{part} is {_shown(got)}, and should be {_shown(of)}")
        else:
            yield from self._amounts(part, of)

    def _order(self, of: tuple[str, ...]) -> Iterator[Unmet]:
        stand = [name for name in self.items if name in of]
        if stand != list(of):
            yield Unmet(of[0], f"they stand as {_shown(stand)}, and should stand as {_shown(of)}")

    def _whole(self, part: str) -> Any:  # noqa: ANN401 - of each part its own
        outcome = self.outcome
        return {
            "focus": outcome.focus,
            "refer": NOBODY if outcome.referral is None else outcome.referral[0],
            "sessions_per_week": outcome.sessions,
            "plyometric_sessions_per_week": outcome.plyometric_sessions,
        }[part]

    def _amounts(self, part: str, of: Any) -> Iterator[Unmet]:  # noqa: ANN401 - of each part its own
        for name, wanted in of.items():
            item = self.items.get(name)
            if item is None:
                yield Unmet(name, f"{name} is not prescribed, and should be")
                continue
            got = tuple(cue for cue, _ in item.cues) if part == "cue" else getattr(item, part)
            if (sorted(got) != sorted(wanted)) if part == "cue" else got != wanted:
                yield Unmet(name, f"{part} of {name} is {_shown(got)}, and should be {_shown(wanted)}")


def _shown(value: Any) -> str:  # noqa: ANN401 - an amount, a span or names
    if isinstance(value, (tuple, list)):
        return f"[{', '.join(map(str, value))}]"
    return "nothing" if value is None else str(value)
