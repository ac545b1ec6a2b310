"""A counterexample is only one if the library itself gives it: replayed on the real engine, and made small.

`ReplayedRunner` puts what `recommend` said where a solver's formulas would stand, so that a guarantee, written once, reads both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runstrength.api import recommend
from runstrength.facts import Choice, Ids, MapOf, SetOf, fields_of
from runstrength.rulebook.rule import LOADS, URGENCIES
from runstrength.verify.encoding import SESSIONS, Answers, Encoding, Runner, Span
from runstrength.verify.levels import at_level, settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from runstrength.recommendation import Recommendations

__all__ = ["ReplayedRunner", "replay", "smallest"]

MOST_SETS = 10
MOST_SESSIONS = 14


class ReplayedRunner(Runner):
    """One runner with what the library recommended."""

    def __init__(self, encoding: Encoding, result: Recommendations) -> None:
        items = {item.exercise.id: item for item in result.outcome.items}
        vetoed = {name for name, _ in result.outcome.avoid}
        spans = dict(zip(SESSIONS, (result.outcome.sessions, result.outcome.plyometric_sessions), strict=True))
        self.encoding = encoding
        self.result = result

        def fact(key: tuple[str, str | None]) -> Any:  # noqa: ANN401 - a level; facts of strangers are Any
            item = encoding.inputs[key]
            value = getattr(result.profile, item.field)
            return at_level(0 if value is None else item.code(value), item.size - 1)

        self.facts = Answers(fact)
        self.fired = Answers(lambda name: settled(name in result.fired))
        self.vetoed = Answers(lambda name: settled(name in vetoed))
        self.taken = Answers(lambda name: settled(name in items))
        self.load = Answers(
            lambda name: at_level(LOADS.index(items[name].load) if name in items else 0, len(LOADS) - 1)
        )
        self.sets = Answers(lambda name: at_level(items[name].sets if name in items else 0, MOST_SETS))
        self.sessions = Answers(lambda kind: Span(*(at_level(end, MOST_SESSIONS) for end in spans[kind])))
        urgency = 0 if result.outcome.referral is None else 1 + URGENCIES.index(result.outcome.referral[0])
        self.referral = at_level(urgency, len(URGENCIES))


def replay(encoding: Encoding, profile: Mapping[str, Any]) -> ReplayedRunner:
    """Ask the library about a runner."""
    return ReplayedRunner(encoding, recommend(profile, rulebook=encoding.rulebook))


Profiles = tuple[dict[str, Any], ...]


def smallest(encoding: Encoding, profiles: Profiles, breaks: Callable[[Profiles], bool]) -> Profiles:
    """Leave out what is known of a runner, piece by piece, as long as the guarantee still breaks.

    Where there are two runners, what they have in common stays in common.
    """
    smaller = True
    while smaller:
        smaller = False
        for fewer in _fewer(encoding, profiles):
            if breaks(fewer):
                profiles, smaller = fewer, True
                break
    return profiles


def _fewer(encoding: Encoding, profiles: Profiles) -> Iterator[Profiles]:
    """Give the profiles with one fact less, or one that is more ordinary, wherever all of them agree on it."""
    first = profiles[0]
    for field, attribute in fields_of(encoding.rulebook.vocabulary).items():
        value = first.get(field)
        kind = attribute.metadata["kind"]
        if value is None:
            continue
        if isinstance(kind, MapOf):
            for key in value:
                if all(profile.get(field, {}).get(key) == value[key] for profile in profiles):
                    yield _with(
                        profiles, field, lambda entries, key=key: {k: v for k, v in entries.items() if k != key}
                    )
            continue
        if any(profile.get(field) != value for profile in profiles):
            continue
        if not attribute.metadata["required"]:
            yield _with(profiles, field, lambda _: None)
        elif isinstance(kind, Choice) and value != kind.values[0]:
            yield _with(profiles, field, lambda _, word=kind.values[0]: word)
        if isinstance(kind, (SetOf, Ids)):
            for word in value:
                yield _with(profiles, field, lambda words, word=word: [other for other in words if other != word])


def _with(profiles: Profiles, field: str, change: Callable[[Any], Any]) -> Profiles:
    changed = ({**profile, field: change(profile[field])} for profile in profiles)
    return tuple({name: value for name, value in profile.items() if value not in (None, {})} for profile in changed)
