"""Examples that would notice a mistake: of a runner who is given something else, what he is given rightly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from runstrength.expectations import unmet
from runstrength.rulebook.cases import NOBODY, Case
from runstrength.rulebook.diagnostics import Place
from runstrength.verify.comparing import ASPECTS, aspects_of
from runstrength.verify.runner import SESSIONS
from runstrength.verify.telling import flow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runstrength.facts import Facts
    from runstrength.outcome import Outcome
    from runstrength.verify.comparing import Aspect

__all__ = ["Noticing", "as_yaml", "expectation"]

_WIDTH = 116


def expectation(right: Outcome, wrong: Outcome) -> dict[str, Any]:
    """Give what is right in the first outcome and not so in the second: the gravest thing that differs, no more."""
    aspects = sorted(aspects_of(right, wrong), key=lambda aspect: (ASPECTS.index(aspect[0]), aspect[1]))
    return _part(aspects[0], right, wrong) if aspects else {}


def _part(aspect: Aspect, right: Outcome, wrong: Outcome) -> dict[str, Any]:
    kind, about = aspect
    items, others = ({item.exercise.id: item for item in of.items} for of in (right, wrong))
    if kind == "exercise":
        return {"prescribe" if about in items else "without": (about,)}
    if kind == "avoid":
        return {"avoid" if about in dict(right.avoid) else "allow": (about,)}
    if kind == "advice":
        return {"advise" if about in dict(right.advice) else "unadvised": (about,)}
    if kind == "order":
        names = [name for name in items if name in others]
        moved = [name for name in others if name in items]
        at = next(number for number, name in enumerate(names) if moved[number] != name)
        return {"order": (names[at], moved[at])}
    if kind in {"dose", "sets", "cues"}:
        item, other = items[about], others[about]
        parts = ("load", "reps", "seconds", "rest_seconds") if kind == "dose" else (kind,)
        if kind == "cues":
            return {"cue": {about: tuple(cue for cue, _ in item.cues)}}
        part = next(part for part in parts if getattr(item, part) != getattr(other, part))
        return {part: {about: getattr(item, part)}}
    if kind == "referral":
        return {"refer": NOBODY if right.referral is None else right.referral[0]}
    if kind == "focus":
        return {"focus": right.focus}
    return {kind: right.sessions if kind == SESSIONS[0] else right.plyometric_sessions}


class Noticing:
    """Gathers examples for one rule: as few runners as will do, each with what is expected of him."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.cases: list[Case] = []

    def add(self, runner: Facts, right: Outcome, wrong: Outcome) -> None:
        """Expect of a runner what is right and not so where the mistake was made."""
        new = expectation(right, wrong)
        for at, case in enumerate(self.cases):
            if case.runner == runner:
                self.cases[at] = attrs.evolve(case, parts=_merged(case.parts, new, right))
                return
        name = self.name if not self.cases else f"{self.name}-{len(self.cases) + 1}"
        self.cases.append(Case(name, runner, new, Place(name)))

    def notices(self, runner: Facts, outcome: Outcome) -> bool:
        """Say whether what is expected of a runner already is not so in an outcome."""
        return any(unmet(case, outcome) for case in self.cases if case.runner == runner)


def _merged(parts: Mapping[str, Any], new: Mapping[str, Any], right: Outcome) -> dict[str, Any]:
    merged = dict(parts)
    rank = [item.exercise.id for item in right.items]
    for key, value in new.items():
        before = merged.get(key)
        if isinstance(before, dict):
            merged[key] = {**before, **value}
        elif before is None or key in {"refer", "focus"} or key.endswith("per_week"):
            merged[key] = value
        elif key == "order":
            merged[key] = tuple(sorted({*before, *value}, key=rank.index))
        else:
            merged[key] = tuple(dict.fromkeys((*before, *value)))
    return merged


def as_yaml(case: Case) -> str:
    """Write an example as it stands in `examples.yaml`."""
    lines = [f"- example: {case.name}", *_entry("runner", case.runner.to_dict())]
    for key, value in case.parts.items():
        lines += _entry(key, _plain(value))
    return "\n".join(lines) + "\n"


def _entry(key: str, value: Any) -> list[str]:  # noqa: ANN401 - plain data
    line = f"  {key}: {flow(value)}"
    if len(line) <= _WIDTH or not isinstance(value, (dict, list)):
        return [line]
    if isinstance(value, dict):
        return [f"  {key}:", *(f"    {name}: {flow(of)}" for name, of in value.items())]
    return [f"  {key}:", *(f"    - {flow(of)}" for of in value)]


def _plain(value: Any) -> Any:  # noqa: ANN401 - tuples become lists
    if isinstance(value, dict):
        return {key: _plain(of) for key, of in value.items()}
    return [_plain(of) for of in value] if isinstance(value, (tuple, list)) else value
