"""The durable engine gives the right answer, whatever durable-rules does to prevent it.

The numbers of the hazards are those of durable-rules.md; 4, 7, 8, 11 and 13 stand in `test_rete.py` as well, 12 in
`test_durable_unavailable.py`. `growth` may be called by hand, with more calls than the test has time for.
"""

from __future__ import annotations

import gc
import os
import re
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from runstrength.engine.durable import DurableEngine
from runstrength.engine.native import NativeEngine
from runstrength.engine.program import Input, Program
from runstrength.errors import EngineError, EngineUnavailableError
from runstrength.facts import Facts, Whole, fact
from tests.programs import answers, fires, program, random_program, rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

try:
    DurableEngine(program([2]))
except EngineUnavailableError as unavailable:
    pytest.skip(str(unavailable), allow_module_level=True)
else:
    import durable_rules_engine

STATM = Path("/proc/self/statm")
ROOT = Path(__file__).parents[2]


class Spy:
    """The C extension with every call written down; a test may put an answer of its own in the place of one."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[Any, ...], Any]] = []
        self.instead: dict[str, Callable[..., Any]] = {}
        self.error = durable_rules_engine.error

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*arguments: object) -> object:
            answer = self.instead.get(name, getattr(durable_rules_engine, name))(*arguments)
            self.calls.append((name, arguments, answer))
            return answer

        return call

    def called(self, *names: str) -> list[tuple[Any, ...]]:
        """Give the arguments of all calls by one of these names."""
        return [arguments for name, arguments, _ in self.calls if name in names]


@pytest.fixture
def spy(monkeypatch: pytest.MonkeyPatch) -> Spy:
    """Put a spy where the engine finds the extension."""
    found = Spy()
    monkeypatch.setitem(sys.modules, "durable_rules_engine", found)
    return found


@pytest.fixture
def restless() -> Iterator[None]:
    """Let threads change places as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def agrees(of: Program, calls: int) -> None:
    """Assert that the engine gives the right answer, call after call."""
    engine = DurableEngine(of)
    for codes, names in answers(of, calls):
        assert names == engine.run(list(codes))


def together(count: int, work: Callable[[int], object]) -> None:
    """Do some work in several threads at once, and fail if it failed in one."""
    failures: list[BaseException] = []

    def guarded(number: int) -> None:
        try:
            work(number)
        except BaseException as error:  # noqa: BLE001 - shown below, in the thread of the test
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [] == failures


# One rule on one input, for tests that look at what happens around it.
ONE = program([3], [rule("known", {0: 0b110})])


def test_negated_findings() -> None:
    """1: that nothing led to a finding is known only when all that could lead to it has been asked."""
    lead, last = rule("lead", {0: 2}, derives=[2]), rule("last", {1: 2}, derives=[2])
    of = program([3, 3], [lead, last], [rule("found", {2: 2}), rule("not found", {2: 1})], findings=1)
    engine = DurableEngine(of)
    assert {"lead", "found"} == engine.run([1, 0, 0])
    assert {"last", "found"} == engine.run([0, 1, 0])
    assert {"not found"} == engine.run([0, 0, 0])
    agrees(random_program(1, 80), 500)


def test_own_findings_not_seen() -> None:
    """1: a rule does not see what is found in its own stratum, in whatever ruleset it stands."""
    findings = range(1, 101)
    of = program(
        [2],
        [rule(f"find {n}", {0: 2}, derives=[n]) for n in findings] + [rule(f"see {n}", {n: 2}) for n in findings],
        [rule("all", dict.fromkeys(findings, 2))],
        findings=100,
    )
    engine = DurableEngine(of)
    assert {"all", *(f"find {n}" for n in findings)} == engine.run([1] + [0] * 100)


def test_no_host() -> None:
    """2: neither the Python layer of durable-rules is imported, nor a thread started."""
    code = (
        "import sys, threading; from runstrength.engine.durable import DurableEngine; from tests.programs import *;"
        "DurableEngine(program([2], [rule('one', {0: 2})])).run([1]);"
        "print('durable' in sys.modules, threading.active_count())"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "False 1\n" == result.stdout


def test_what_is_called(spy: Spy) -> None:
    """2, 7, 8: only what was measured is called, with messages of numbers, and with the offset just given."""
    of = random_program(3, 40)
    engine = DurableEngine(of)
    for codes, _ in answers(of, 50):
        engine.run(codes)
    del engine
    gc.collect()
    allowed = {"create_ruleset", "assert_fact", "start_action_for_state", "complete_and_start_action", "retract_fact"}
    assert allowed | {"delete_state", "delete_ruleset"} == {name for name, _, _ in spy.calls}
    for _, message in spy.called("assert_fact"):
        assert re.fullmatch(r'\{"sid":"s","id":"f"(,"i\d+":\d+)+\}', message)
    offset = None
    for name, arguments, answer in spy.calls:
        if name == "assert_fact":
            offset = answer[1]
        elif "action" in name:
            assert offset == arguments[1]


def test_nothing_left_behind(spy: Spy) -> None:
    """3: after each call every session is there still, and holds nothing."""
    of = random_program(4, 40)
    engine = DurableEngine(of)
    handles = {answer for name, _, answer in spy.calls if name == "create_ruleset"}
    for codes, _ in answers(of, 50):
        engine.run(codes)
        for handle in handles:
            assert "[]" == durable_rules_engine.get_facts(handle, "s")
    assert [] == spy.called("delete_state")


def test_freed_with_the_engine(spy: Spy) -> None:
    """3: what an engine holds in C goes with it, and no session goes in which no action ever started."""
    engine = DurableEngine(random_program(5, 40))
    made = [answer for name, _, answer in spy.calls if name == "create_ruleset"]
    started = {arguments[0] for name, arguments, answer in spy.calls if name == "start_action_for_state" and answer}
    del engine
    gc.collect()
    assert set(made) == started
    assert [(handle, "s") for handle in made] == spy.called("delete_state")
    assert [(handle,) for handle in made] == spy.called("delete_ruleset")


def test_session_ids() -> None:
    """4: two sessions that collide are one to durable-rules, so each ruleset has one, by a name of ours."""
    rules = '{"0":{"all":[{"m":{"$and":[{"$gte":{"i0":1}}]}}]}}'
    handle = durable_rules_engine.create_ruleset("rules", rules)
    message = '{"sid":"%s","id":"f","i0":1}'
    assert 0 == durable_rules_engine.assert_fact(handle, message % "athlete-459311")[0]
    assert 2 == durable_rules_engine.assert_fact(handle, message % "athlete-1552000")[0]
    assert 0 == durable_rules_engine.assert_fact(handle, message % "athlete-459312")[0]


@pytest.mark.usefixtures("restless")
def test_threads() -> None:
    """5: eight threads at once get the answers that one alone would get."""
    of = random_program(6, 40)
    engine = DurableEngine(of)
    expected = answers(of, 100)

    def work(number: int) -> None:
        for call in range(2000):
            codes, names = expected[(call + 13 * number) % len(expected)]
            assert names == engine.run(list(codes))

    together(8, work)


@pytest.mark.usefixtures("restless")
def test_no_network_is_shared(spy: Spy) -> None:
    """5: between a message and its retraction no other thread reaches that ruleset."""
    of = random_program(7, 20)
    engine = DurableEngine(of)
    holders: dict[int, int] = {}

    def taken(handle: int, message: str) -> Any:  # noqa: ANN401 - as the extension
        me = threading.get_ident()
        assert me == holders.setdefault(handle, me)
        answer = durable_rules_engine.assert_fact(handle, message)
        if answer[0]:
            del holders[handle]
        return answer

    def left(handle: int, message: str) -> Any:  # noqa: ANN401 - as the extension
        answer = durable_rules_engine.retract_fact(handle, message)
        assert threading.get_ident() == holders.pop(handle)
        return answer

    spy.instead = {"assert_fact": taken, "retract_fact": left}
    expected = answers(of, 20)
    together(8, lambda _: [engine.run(list(codes)) for codes, _ in expected * 5])


def test_threads_that_come_and_go(spy: Spy) -> None:
    """5: a thread that ends leaves its network to the next."""
    engine = DurableEngine(ONE)
    for _ in range(50):
        together(1, lambda _: engine.run([1]))
    assert 1 == len(spy.called("create_ruleset"))


def test_networks_are_not_kept_without_bound(spy: Spy) -> None:
    """5, 11: a crowd of callers gets a network each, and leaves only a few behind."""
    engine = DurableEngine(ONE)
    inside = threading.Barrier(20, timeout=10)

    class Waiting(list[int]):
        """Codes that nobody can read before twenty callers have their networks."""

        def __getitem__(self, position: Any) -> Any:  # noqa: ANN401 - as a list
            inside.wait()
            return super().__getitem__(position)

    def work(_: int) -> None:
        assert {"known"} == engine.run(Waiting([1]))

    together(20, work)
    gc.collect()
    assert 20 == len(spy.called("create_ruleset"))
    assert 12 == len(spy.called("delete_ruleset"))


def test_leased_action() -> None:
    """6: this is what an interrupted call would leave behind: silence for a minute."""
    handle = durable_rules_engine.create_ruleset("rules", '{"0":{"all":[{"m":{"$and":[{"$gte":{"i0":1}}]}}]}}')
    for n in range(2):
        _, offset = durable_rules_engine.assert_fact(handle, f'{{"sid":"s","id":"f{n}","i0":1}}')
        assert (n == 0) == (durable_rules_engine.start_action_for_state(handle, offset) is not None)


@pytest.mark.parametrize(
    "where", ["assert_fact", "start_action_for_state", "complete_and_start_action", "retract_fact"]
)
@pytest.mark.parametrize("what", [KeyboardInterrupt, MemoryError, durable_rules_engine.error])
def test_interrupted(spy: Spy, where: str, what: type[BaseException]) -> None:
    """6: wherever a call is interrupted, its network is thrown away and freed, and the next call is right."""
    of = random_program(8, 40)
    engine = DurableEngine(of)
    made = spy.called("create_ruleset")

    def interrupted(*arguments: object) -> None:
        getattr(durable_rules_engine, where)(*arguments)
        raise what

    for codes, names in answers(of, 5):
        del spy.calls[:]
        spy.instead = {where: interrupted}
        with pytest.raises(EngineError if what is durable_rules_engine.error else what):
            engine.run(list(codes))
        spy.instead = {}
        gc.collect()
        assert names == engine.run(list(codes))
        assert len(made) == len(spy.called("create_ruleset")) == len(spy.called("delete_ruleset"))


def test_interrupted_while_made(spy: Spy) -> None:
    """3, 6: a network that was never finished is freed as far as it is safe: where an action has started."""
    of = random_program(9, 300)
    count = 0

    def third(name: str, rules: str) -> Any:  # noqa: ANN401 - as the extension
        nonlocal count
        count += 1
        if count == 3:
            raise KeyboardInterrupt
        return durable_rules_engine.create_ruleset(name, rules)

    spy.instead = {"create_ruleset": third}
    with pytest.raises(KeyboardInterrupt):
        DurableEngine(of)
    gc.collect()
    assert 2 == len(spy.called("delete_state")) == len(spy.called("delete_ruleset"))


def test_silence_is_an_error(spy: Spy) -> None:
    """6: a rule that should fire and says nothing is no answer."""
    engine = DurableEngine(ONE)
    spy.instead = {"start_action_for_state": lambda *_: None}
    with pytest.raises(EngineError, match="gave no answer: a conjunction holds and its rule is silent"):
        engine.run([1])
    spy.instead = {}
    assert {"known"} == engine.run([1])


def test_rules_that_do_not_fire(spy: Spy) -> None:
    """6: a network that does not do what it is made for is not used."""
    spy.instead = {"assert_fact": lambda *_: (1, 1)}
    with pytest.raises(EngineError, match="gave no answer: a rule is silent on a message that fits it"):
        DurableEngine(ONE)


def test_not_handled(spy: Spy) -> None:
    """9: a message that fits no rule is an answer, and no action is looked for; one that could fit none is not sent."""
    engine = DurableEngine(program([3, 3], [rule("both", {0: 0b110, 1: 0b110})]))
    del spy.calls[:]
    assert frozenset() == engine.run([0, 0])
    assert [] == spy.calls
    assert frozenset() == engine.run([1, 0])
    assert ["assert_fact"] == [name for name, _, _ in spy.calls]
    assert 1 == spy.calls[0][2][0]


@pytest.mark.parametrize("status", [2, 3, 4])
def test_unexpected_status(spy: Spy, status: int) -> None:
    """9: whatever else durable-rules says to a message is an error, once."""
    engine = DurableEngine(ONE)
    spy.instead = {"assert_fact": lambda *_: (status, 1)}
    with pytest.raises(EngineError, match=f"gave no answer: durable-rules met a message with status {status}"):
        engine.run([1])
    spy.instead = {}
    assert {"known"} == engine.run([1])


def test_error_of_the_extension(spy: Spy) -> None:
    """9: an error of durable-rules comes as one of this library, with what it said."""

    def failing(*_: object) -> None:
        raise durable_rules_engine.error("Could not assert fact, error code: 303")

    engine = DurableEngine(ONE)
    spy.instead = {"assert_fact": failing}
    with pytest.raises(EngineError, match="gave no answer: Could not assert fact, error code: 303"):
        engine.run([1])


def test_several_conjunctions_hold() -> None:
    """10: a rule fires once, by whichever of its conjunctions, and so do rules that share one."""
    rules = [rule("either", {0: 2}, {1: 2}, {2: 2}), rule("too", {1: 2}), rule("both", {0: 2, 1: 2})]
    of = program([3, 3, 3], rules)
    engine = DurableEngine(of)
    assert {"either", "too", "both"} == engine.run([1, 1, 1])
    assert {"either"} == engine.run([0, 0, 1])
    assert frozenset() == engine.run([2, 0, 2])


LIMITS = {
    "65 tests and more match one message": ([3] * 300, [{n: 0b010} for n in range(300)]),
    "and more below each": ([3] * 30, [{a: 0b110, b: 0b110} for a in range(30) for b in range(a + 1, 30)]),
    "512 tests and more under one node": ([700], [{0: 1 << code} for code in range(1, 700)]),
    "256 rules and more on one test": ([3] * 300, [{0: 0b010, n: 0b111, 299: n % 6 + 1} for n in range(1, 299)]),
    "more inputs than a message holds": (
        [3] * 1000,
        [{(7 * n + k) % 1000: 0b010 for k in range(9)} for n in range(200)],
    ),
    "one conjunction of 250 inputs": ([3] * 250, [dict.fromkeys(range(250), 0b010)]),
    "a mask with 600 holes": ([1301], [{0: sum(1 << code for code in range(0, 1301, 2))}]),
}


@pytest.mark.parametrize("limit", LIMITS)
def test_limits(limit: str) -> None:
    """11: beyond each limit of durable-rules the answer is right still."""
    sizes, conjunctions = LIMITS[limit]
    of = program(sizes, [rule(f"rule {n}", conjunction) for n, conjunction in enumerate(conjunctions)])
    engine = DurableEngine(of)
    for code in (0, 1, 2):
        codes = [code] * len(sizes)
        assert fires(of, codes) == engine.run(list(codes))
    agrees(of, 5)


def test_many_rules() -> None:
    """11: a program of 5,000 rules, more than durable-rules takes, runs like any other."""
    agrees(random_program(11, 5000, facts=200, findings=40), 5)


def test_many_calls_one_session(spy: Spy) -> None:
    """11: however many calls are made, each ruleset has one session."""
    engine = DurableEngine(ONE)
    for call in range(2000):
        engine.run([call % 3])
    assert {'{"sid":"s"'} == {message.split(",")[0] for _, message in spy.called("assert_fact", "retract_fact")}


def test_unknown_is_a_number() -> None:
    """13: a rule may ask for what is unknown, alone or among values, and nothing is taken for it."""
    of = program([4], [rule("unknown", {0: 0b0001}), rule("might", {0: 0b1001}), rule("known", {0: 0b1110})])
    engine = DurableEngine(of)
    assert {"unknown", "might"} == engine.run([0])
    assert {"known"} == engine.run([1])
    assert {"known", "might"} == engine.run([3])


def test_rules_without_tests() -> None:
    """A rule without conjunctions never fires, one with an empty one always, and what it finds is found."""
    of = program([2], [rule("never"), rule("always", {}, derives=[1])], [rule("found", {1: 2})], [], findings=1)
    assert {"always", "found"} == DurableEngine(of).run([0, 0])
    assert frozenset() == DurableEngine(program([])).run([])


FORK = """
import os, threading
from runstrength.engine.durable import DurableEngine
from tests.programs import *

of = random_program(13, 40)
engine = DurableEngine(of)
expected = answers(of, 50)
right = lambda: all(names == engine.run(list(codes)) for codes, names in expected)
over = False
def work():
    while not over:
        assert right()
threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for _ in range(10):
    child = os.fork()
    if not child:
        os._exit(0 if right() else 1)
    assert os.waitpid(child, 0)[1] == 0
over = True
for thread in threads:
    thread.join()
print("right in every process:", right())
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_fork() -> None:
    """A process may fork while other threads run rules: the child is right, and so is the parent afterwards."""
    result = subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", FORK],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ("right in every process: True\n", "") == (result.stdout, result.stderr)


def test_as_native() -> None:
    """Both engines run the same codes to the same rules, and are named apart."""
    of = random_program(14, 200)
    native, durable = NativeEngine.of(of), DurableEngine(of)
    assert ("native", "durable") == (native.name, durable.name)
    counts: Counter[int] = Counter()
    for codes, names in answers(of, 100):
        assert names == native.run(list(codes)) == durable.run(list(codes))
        counts[len(names)] += 1
    assert len(counts) > 1


@attrs.frozen(kw_only=True)
class Loan(Facts):
    """What a library knows of a loan."""

    days: int | None = fact(Whole(0, 1000), question="For how many days was it lent?")


def test_facts() -> None:
    """Facts of any vocabulary are coded, and run like codes."""
    days = Input("days", None, Whole(0, 1000), bounds=((29, 0),))
    of = Program((days,), 1, ((rule("fine", {0: 0b100}), rule("ask", {0: 0b001})),))
    engine = DurableEngine(of)
    assert [{"ask"}, set(), {"fine"}] == [engine.infer(Loan(days=known)) for known in (None, 28, 29)]


def growth(calls: int) -> int:
    """Give by how many kB this process grows while so many calls, and engines on the way, are made a second time."""
    of = random_program(15, 80)
    asked = [codes for codes, _ in answers(of, 100)]

    def work() -> None:
        engine = DurableEngine(of)
        for call in range(calls):
            engine.run(list(asked[call % len(asked)]))
            if call % 200 == 0:
                engine = DurableEngine(of)
        del engine
        gc.collect()

    def pages() -> int:
        return int(STATM.read_text(encoding="ascii").split()[1])

    work()
    before = pages()
    work()
    return (pages() - before) * os.sysconf("SC_PAGE_SIZE") // 1024


@pytest.mark.skipif(not STATM.exists(), reason="this system does not say how much memory a process has")
def test_memory() -> None:
    """Neither calls nor engines that come and go take memory with them."""
    assert growth(4000) < 1024
