"""A service that goes on answering while its rules are exchanged."""

from __future__ import annotations

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

import runstrength

if TYPE_CHECKING:
    from runstrength import Recommendations, Rulebook

THREADS = 8
RUNNERS = (
    {"discipline": "marathon", "pain": {"knee": 4}},
    {"discipline": "sprint", "strength_experience": "advanced", "equipment": ["barbell"]},
)


def test_every_answer_is_of_one_version() -> None:
    """While eight threads recommend, rulebooks are swapped; each answer is wholly of the one that its digest names."""
    more = {"rule": "club-no-bridges", "when": "always", "because": "Not here.", "source": "practice.equipment"}
    changed = runstrength.build_rulebook(
        {
            "language": 1,
            "name": "club",
            "version": "1",
            "extends": "article",
            "rules": [{**more, "then": {"avoid": ["glute-bridge"]}}],
        }
    )
    books = (runstrength.shipped_rulebook(), changed)
    right = {book.digest: [runstrength.recommend(of, rulebook=book).to_dict() for of in RUNNERS] for book in books}
    assert right[books[0].digest][0]["exercises"] != right[books[1].digest][0]["exercises"]

    service = _Service(books[0])
    started = threading.Barrier(THREADS + 1)

    def answers() -> list[Recommendations]:
        first = service.answer(0)
        started.wait()
        return [first, *(service.answer(number % len(RUNNERS)) for number in range(10))]

    with ThreadPoolExecutor(THREADS) as pool:
        waiting = [pool.submit(answers) for _ in range(THREADS)]
        started.wait()
        for book in itertools.cycle(reversed(books)):
            service.rulebook = book
            if not wait(waiting, timeout=0.0005).not_done:
                break
        found = [future.result() for future in waiting]
    service.rulebook = changed

    assert changed.digest == service.answer(0).digest
    for first, *during in found:
        assert books[0].digest == first.digest
        for number, result in enumerate(during):
            assert right[result.digest][number % len(RUNNERS)] == result.to_dict()
            assert result.digest == result.to_dict()["rulebook"]["digest"]


class _Service:
    """Answers by whichever rulebook it has when it is asked."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook

    def answer(self, runner: int) -> Recommendations:
        return runstrength.recommend(RUNNERS[runner], rulebook=self.rulebook)
