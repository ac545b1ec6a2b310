"""A counterexample is only one if the library itself gives it: replayed on the real engine, and made small.

`ReplayedRunner` puts what `recommend` said where a solver's formulas would stand, so that a guarantee, written once,
reads both.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from runstrength.api import recommend
from runstrength.facts import Choice, fields_of, kind_of
from runstrength.outcome import Intensity
from runstrength.rulebook.rule import LOADS, URGENCIES
from runstrength.verify.levels import TRUE, at_level, settled
from runstrength.verify.runner import SESSIONS, Answers, Runner, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import z3

    from runstrength.outcome import Item
    from runstrength.recommendation import Recommendations
    from runstrength.verify.decoding import Key
    from runstrength.verify.encoding import Encoding
    from runstrength.verify.levels import Level

__all__ = ["ReplayedRunner", "replay", "smallest"]

MOST_SETS = 10
MOST_SESSIONS = 14


# One runner, or two, as plain mappings.
Profiles = tuple[dict[str, Any], ...]


class ReplayedRunner(Runner):
    """One runner with what the library recommended."""

    def __init__(self, encoding: Encoding, result: Recommendations) -> None:
        items = {item.exercise.id: item for item in result.outcome.items}
        vetoed = {name for name, _ in result.outcome.avoid}
        spans = dict(zip(SESSIONS, (result.outcome.sessions, result.outcome.plyometric_sessions), strict=True))
        self.encoding = encoding
        self.result = result

        def fact(key: Key) -> Level:
            item = encoding.inputs[key]
            value = getattr(result.profile, item.field)
            return at_level(item.code(value), item.size - 1)

        self.facts = Answers(fact)
        self.fired = Answers(lambda name: settled(name in result.fired))
        self.vetoed = Answers(lambda name: settled(name in vetoed))
        self.taken = Answers(lambda name: settled(name in items))
        self.load = Answers(
            lambda name: at_level(LOADS.index(items[name].load) if name in items else 0, len(LOADS) - 1)
        )
        self.sets = Answers(lambda name: at_level(items[name].sets if name in items else 0, MOST_SETS))
        self.sessions = Answers(lambda kind: Span(*(at_level(end, MOST_SESSIONS) for end in spans[kind])))
        self.dose = Answers(lambda name: {_intensity(items[name]): TRUE} if name in items else {})
        self.focus = Answers(lambda name: settled(name == result.outcome.focus))
        advised = {name for name, _ in result.outcome.advice}
        self.advised = Answers(lambda name: settled(name in advised))
        cues = {(name, cue) for name, item in items.items() for cue, _ in item.cues}
        self.cued = Answers(lambda key: settled(key in cues))
        self.asked = Answers(lambda key: settled(key in self._asked_for))
        self._items = items
        urgency = 0 if result.outcome.referral is None else 1 + URGENCIES.index(result.outcome.referral[0])
        self.referral = at_level(urgency, len(URGENCIES))

    @cached_property
    def _asked_for(self) -> frozenset[Key]:
        return frozenset(
            (question.field, key) for question in self.result.questions() for key in question.keys or (None,)
        )

    def session_over(self, sets: int) -> z3.BoolRef:
        """Say whether the next session holds more than so many sets."""
        return settled(sum(self._items[name].sets for name in self.result.outcome.next_session) > sets)


def _intensity(item: Item) -> Intensity:
    return Intensity(item.load, item.reps, item.seconds, item.rest_seconds)


def replay(encoding: Encoding, profile: Mapping[str, Any]) -> ReplayedRunner:
    """Ask the library about a runner."""
    return ReplayedRunner(encoding, recommend(profile, rulebook=encoding.rulebook))


def smallest(encoding: Encoding, profiles: Profiles, breaks: Callable[[Profiles], bool]) -> Profiles:
    """Leave out what is known of a runner, piece by piece, as long as the guarantee still breaks.

    What is left out is left out of both runners, where there are two.
    """
    while True:
        before = profiles
        for fewer in _pieces(encoding, profiles):
            smaller = fewer(profiles)
            if smaller != profiles and breaks(smaller):
                profiles = smaller
        if profiles == before:
            return profiles


def _pieces(encoding: Encoding, profiles: Profiles) -> Iterator[Callable[[Profiles], Profiles]]:
    """Give ways to say less: one field less, one piece less of one, or more ordinary in what must be known."""
    vocabulary = fields_of(encoding.rulebook.vocabulary)
    for field, value in profiles[0].items():
        kind = kind_of(vocabulary[field])
        if not vocabulary[field].metadata["required"]:
            yield partial(_leave_out, field)
        elif isinstance(kind, Choice) and value != kind.values[0]:
            yield partial(_say, field, kind.values[0])
        for piece in list(value) if isinstance(value, (dict, list)) else ():
            yield partial(_take_from, field, piece)


def _leave_out(field: str, profiles: Profiles) -> Profiles:
    return tuple({name: known for name, known in profile.items() if name != field} for profile in profiles)


def _say(field: str, value: str, profiles: Profiles) -> Profiles:
    return tuple({**profile, field: value} for profile in profiles)


def _take_from(field: str, piece: str, profiles: Profiles) -> Profiles:
    if not all(field in profile for profile in profiles):
        return profiles
    return tuple({**profile, field: _without(piece, profile[field])} for profile in profiles)


def _without(piece: str, value: Any) -> Any:  # noqa: ANN401 - a list or a mapping, as it stands in a profile
    if isinstance(value, dict):
        return {key: known for key, known in value.items() if key != piece}
    return [other for other in value if other != piece]
