"""What is worked out once: it is remembered while there is room, and it never differs from working it out again."""

from __future__ import annotations

from random import Random

from runstrength.memo import Later, Memo


def test_a_memo_remembers_and_never_holds_more_than_it_may() -> None:
    """Whatever is asked, the answer is the same, and the room is bounded."""
    worked: list[int] = []

    def squared(key: int) -> int:
        worked.append(key)
        return key * key

    memo = Memo(squared, most=10)
    choose = Random(3).randrange  # noqa: S311 - the order of a test
    for _ in range(500):
        key = choose(30)
        assert key * key == memo[key]
        assert 0 < len(memo) <= 10
    assert len(worked) < 500
    before = len(worked)
    assert memo[worked[-1]] == worked[-1] ** 2
    assert len(worked) == before


def test_later_works_once_and_is_equal_by_its_value() -> None:
    """Nobody who does not ask pays, and who asks twice pays once."""
    worked: list[str] = []

    def work() -> tuple[int, ...]:
        worked.append("x")
        return (1, 2)

    one = Later(work)
    assert [] == worked
    assert (1, 2) == one.get() == one.get()
    assert ["x"] == worked
    assert one == Later(lambda: (1, 2))
    assert hash(one) == hash(Later(lambda: (1, 2)))
    assert one != Later(lambda: (1, 3))
    assert one != (1, 2)
    assert "(1, 2)" == repr(one)
