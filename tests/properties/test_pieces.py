"""An outcome is the sum of its pieces, each worked out from the few rules that it says it depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
from hypothesis import given as for_all
from hypothesis import strategies as st

import runstrength
from runstrength.engine import engine_for
from runstrength.resolve import resolve, resolver_of
from runstrength.resolve.pieces import pieces_of
from tests.strategies import Small, examples, profiles, rulebooks, thresholds

if TYPE_CHECKING:
    from runstrength.facts import Facts

ARTICLE = runstrength.shipped_rulebook()


def check(book: runstrength.Rulebook, facts: Facts) -> None:
    """Hold the pieces to the whole."""
    fired = engine_for(book).infer(facts)
    whole, resolver = resolve(book, facts, fired), resolver_of(book)
    rules = resolver.bits(fired)
    found: dict[str, list[tuple[str | None, Any]]] = {}
    for piece in pieces_of(resolver):
        found.setdefault(piece.part, []).append((piece.name, piece.of(rules & piece.read_by)))
    if not found:
        return
    assert [(None, (whole.focus, whole.focus_because))] == found["focus"]
    assert [(None, (whole.sessions, whole.sessions_because))] == found["sessions"]
    jumps = (whole.plyometric_sessions, whole.plyometric_sessions_because)
    assert [(None, jumps)] == found["plyometric_sessions"]
    [(_, referred)] = found["referral"]
    assert whole.referral == (None if referred.urgency is None else (referred.urgency, referred.names))
    given = {name: because for name, because in found["exercise"] if name and because}
    if not given:
        [(_, given)] = found["fallback"]
    doses = dict(found["dose"])
    ordered = sorted(given, key=lambda name: resolver.weight(whole.focus, name, given[name]))
    assert list(whole.items) == [attrs.evolve(doses[name], because=resolver.strongest(given[name])) for name in ordered]
    assert dict(whole.avoid) == {name: by for name, by in found.get("avoid", []) if by}
    assert dict(whole.advice) == {name: by for name, by in found.get("advice", []) if by}


@examples(40)
@for_all(runner=profiles(runstrength.Profile, ARTICLE.exercises, thresholds(ARTICLE)))
def test_the_shipped_rulebook(runner: dict[str, Any]) -> None:
    """Whoever the runner is, the pieces of the outcome are those of the whole."""
    check(ARTICLE, runstrength.Profile.from_dict(runner))


@examples(40)
@for_all(data=st.data(), structure=rulebooks())
def test_any_rulebook(data: st.DataObject, structure: dict[str, Any]) -> None:
    """Whatever the rulebook says."""
    book = runstrength.build_rulebook(structure, profile=Small)
    for runner in data.draw(st.lists(profiles(Small, book.exercises, thresholds(book)), min_size=1, max_size=4)):
        check(book, Small.from_dict(runner, ids=frozenset(book.exercises)))
