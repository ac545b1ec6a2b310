"""A guarantee held to one runner, or two: what `runstrength prove` prints as a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from runstrength.errors import UnknownNameError
from runstrength.profile import Profile
from runstrength.strangers import nearest, show
from runstrength.testing.books import book_at
from runstrength.verify import needs_solver
from runstrength.verify.telling import explained, flow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from runstrength.facts import Facts
    from runstrength.rulebook import Rulebook
    from runstrength.verify.decoding import Key
    from runstrength.verify.encoding import Encoding
    from runstrength.verify.guarantees import Case
    from runstrength.verify.replay import ReplayedRunner

__all__ = ["assert_keeps"]

_encodings: WeakKeyDictionary[Rulebook, Encoding] = WeakKeyDictionary()


def assert_keeps(
    rulebook: Rulebook | str | Path,
    guarantee: str,
    *profiles: Mapping[str, Any] | Facts,
    profile: type[Facts] = Profile,
) -> None:
    """Check that a guarantee holds for one runner, or for two that it compares (extra `verify`).

    The guarantee may be of one who is not as its condition says: it promises nothing to him, and holds. Raises
    `AssertionError` with the ways in which it breaks and what the library says of the first; `UnknownNameError` for a
    guarantee that there is not, `ProfileError`, and `ValueError` where there are too few or too many runners, or two
    who differ in what the guarantee does not compare.
    """
    needs_solver()
    from runstrength.verify.guarantees import guarantees_of  # noqa: PLC0415 - needs z3

    book = book_at(rulebook, profile)
    known = {of.name: of for of in guarantees_of(book)}
    if guarantee not in known:
        near = nearest(guarantee, known)
        hint = f"; did you mean {near}?" if near else ""
        raise UnknownNameError(f"the rulebook has no guarantee {show(guarantee)}{hint}")
    encoding = _encoding_of(book)
    runners = _runners(encoding, profiles)
    ways = _broken(_cases(guarantee, list(known[guarantee].cases(encoding)), runners), runners)
    if ways:
        lines = [f"{guarantee} does not hold: {known[guarantee].sentence}"]
        for word, of in zip(("runner:", "beside:"), runners, strict=False):
            lines.append(f"  {word} {flow(of.result.profile.to_dict())}")
        lines += [f"  - {way}" for way, _ in ways]
        raise AssertionError("\n".join([*lines, "", explained(runners[-1].result, ways[0][1])]))


def _encoding_of(book: Rulebook) -> Encoding:
    from runstrength.verify.encoding import Encoding  # noqa: PLC0415 - needs z3

    if book not in _encodings:
        _encodings[book] = Encoding(book)
    return _encodings[book]


def _runners(encoding: Encoding, profiles: tuple[Any, ...]) -> list[ReplayedRunner]:
    from runstrength.verify.replay import replay  # noqa: PLC0415 - needs z3

    return [replay(encoding, profile) for profile in profiles]


def _cases(guarantee: str, cases: list[Case], runners: list[ReplayedRunner]) -> list[Case]:
    """Give the cases that are of these runners."""
    wanted = 2 if any(case.differs for case in cases) else 1
    if len(runners) != wanted:
        of = "one runner" if wanted == 1 else "two runners, the first and the other beside him"
        raise ValueError(f"{guarantee} is a guarantee of {of}; there are {len(runners)}")
    one, other = runners[0], runners[-1]
    differ = {key for key in one.encoding.inputs if _code(one, key) != _code(other, key)}
    found = [case for case in cases if all({(field, key), (field, None)} & case.differs for field, key in differ)]
    if not found:
        facts = ", ".join(sorted({field if key is None else f"{field}.{key}" for field, key in differ}))
        raise ValueError(f"{guarantee} does not compare runners who differ in {facts}")
    return found


def _code(runner: ReplayedRunner, key: Key) -> int:
    from runstrength.verify.levels import TRUE  # noqa: PLC0415 - needs z3

    return sum(step is TRUE for step in runner.facts[key].steps)


def _broken(cases: list[Case], runners: list[ReplayedRunner]) -> list[tuple[str, str]]:
    """Give the ways in which a guarantee breaks, each with what it is about."""
    from runstrength.verify.levels import TRUE  # noqa: PLC0415 - needs z3

    one, other = runners[0], runners[-1]
    return [(str(way), way.about) for case in cases for way, broken in case.ways(one, other).items() if broken is TRUE]
