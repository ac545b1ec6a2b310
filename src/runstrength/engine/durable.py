"""The engine on durable-rules: the program of the native engine, and its answer, from a Rete network in C.

It is for those who want their rules run by a general rule engine, and for holding the native engine to a second
opinion. It is not the fast one, and it runs only where the package durable-rules does: on CPython before 3.13, and
built by a C compiler.

durable-rules has sharp edges, each measured and numbered in durable-rules.md. A line that guards against one cites it:
(#6). The module `_rete` makes what is handed over; this one drives the C extension, and hands out networks.

Safe to call from several threads: each call borrows a network that nobody else holds, and makes one if none is spare,
so there are at most as many as callers at one time. No lock is held, so a process may fork at any moment: the child has
the spare networks as copies of its own; those that other threads had borrowed are lost to it, and do no harm. Not made
for deadlines: an interrupted call throws its network away, and the next may have to make another, which takes some four
milliseconds and two megabytes for each 64 conjunctions.
"""

from __future__ import annotations

import sys
import weakref
from typing import TYPE_CHECKING, Protocol

from runstrength.engine._rete import RETRACTION, SESSION, stratum_of
from runstrength.errors import EngineError, EngineUnavailableError

if TYPE_CHECKING:
    from runstrength.engine._rete import Ruleset, Stratum
    from runstrength.engine.program import Program
    from runstrength.facts import Facts

__all__ = ["DurableEngine"]


class _Extension(Protocol):
    """What is called of the C extension, and all of it.

    No `Host`, no `start_action`, no timers (#2); no `assert_facts` (#7, #8); no offset but the one that `assert_fact`
    just gave (#8); no `abandon_action`, because what failed is thrown away whole (#6).
    """

    error: type[Exception]

    def create_ruleset(self, name: str, rules: str, /) -> int: ...
    def assert_fact(self, handle: int, fact: str, /) -> tuple[int, int]: ...
    def start_action_for_state(self, handle: int, offset: int, /) -> tuple[str, str] | None: ...
    def complete_and_start_action(self, handle: int, offset: int, /) -> str | None: ...
    def retract_fact(self, handle: int, fact: str, /) -> tuple[int, int]: ...
    def delete_state(self, handle: int, session: str, /) -> None: ...
    def delete_ruleset(self, handle: int, /) -> None: ...


def _extension() -> _Extension:
    """Give the C extension, or say in one sentence why it cannot be had (#12)."""
    if sys.version_info[:2] >= (3, 13):
        raise _unavailable("durable-rules 2.0.28, its newest release, does not import on Python 3.13 and later")
    try:
        import durable_rules_engine  # noqa: PLC0415 - optional
    except ModuleNotFoundError as error:
        raise _unavailable("it needs the package durable-rules, which is not installed") from error
    except ImportError as error:
        raise _unavailable("the package durable-rules is installed, but this Python cannot load it") from error
    found: _Extension = durable_rules_engine
    return found


def _unavailable(reason: str) -> EngineUnavailableError:
    return EngineUnavailableError(
        f"the durable engine cannot run here: {reason}; the native engine gives the same answers"
    )


_FAILED = "the durable engine failed and gave no answer"

# What durable-rules may say to a message (#9); 2, seen before, is an error here, as no call leaves a message behind.
_HANDLED = 0
_NOT_HANDLED = 1


class _Network:
    """The rulesets of a program inside durable-rules, each with its one session.

    Not for two callers at once (#5), and not to be used again once an exception came out of it (#6). Its memory in C
    goes with the last reference to it.
    """

    def __init__(self, extension: _Extension, strata: tuple[Stratum, ...]) -> None:
        self._extension = extension
        ready: list[int] = []
        # Not at exit: the system takes the memory back, and the extension may be half gone by then.
        weakref.finalize(self, _free, extension, ready).atexit = False
        self._strata = [
            (stratum.always, [(ruleset, self._made(ruleset, ready)) for ruleset in stratum.rulesets])
            for stratum in strata
        ]

    def _made(self, ruleset: Ruleset, ready: list[int]) -> int:
        handle = self._extension.create_ruleset("rules", ruleset.source)
        # An action has to start in a session before that may be freed (#3); and it shows that rules fire here at all.
        if 0 not in self._fired(handle, ruleset.message(ruleset.witness)):
            raise EngineError(f"{_FAILED}: a rule is silent on a message that fits it")
        ready.append(handle)
        return handle

    def run(self, codes: list[int]) -> set[str]:
        names: set[str] = set()
        for always, rulesets in self._strata:
            found = [*always]
            for ruleset, handle in rulesets:
                message = ruleset.message(codes)
                if message:
                    for place in self._fired(handle, message):
                        found += ruleset.owners[place]
            names.update([rule.name for rule in found])  # a set: a rule fires for each conjunction that holds (#10)
            for rule in found:
                for finding in rule.derives:
                    codes[finding] = 1
        return names

    def _fired(self, handle: int, message: str) -> list[int]:
        """Give the places of the conjunctions that hold for a message, and leave nothing of it behind."""
        extension = self._extension
        status, offset = extension.assert_fact(handle, message)
        if status == _NOT_HANDLED:
            return []  # no conjunction holds, and nothing was stored
        if status != _HANDLED:
            raise EngineError(f"{_FAILED}: durable-rules met a message with status {status}")
        fired = []
        started = extension.start_action_for_state(handle, offset)
        action = started and started[1]
        while action is not None:
            fired.append(int(action[2 : action.index('"', 2)]))  # {"12":{"m":{...}}} is the rule in place 12
            action = extension.complete_and_start_action(handle, offset)
        if not fired:  # so says a session for a minute while an action in it is leased (#6)
            raise EngineError(f"{_FAILED}: a conjunction holds and its rule is silent")
        extension.retract_fact(handle, RETRACTION)  # the message goes, the session stays (#3)
        return fired


def _free(extension: _Extension, ready: list[int]) -> None:
    for handle in ready:
        extension.delete_state(handle, SESSION)  # `delete_ruleset` would forget it
        extension.delete_ruleset(handle)


# With more callers at one time than this, the others get a network too, but it is not kept for the next.
_MOST_SPARE = 8


class DurableEngine:
    """Runs a program on durable-rules. Raises `EngineUnavailableError` where that cannot run."""

    name = "durable"

    def __init__(self, program: Program) -> None:
        self._extension = _extension()
        self._program = program
        self._strata = tuple(stratum_of(rules, program) for rules in program.strata)
        # To append to a list or to pop from it is atomic: it takes no lock, so no fork inherits one that is held.
        self._spare: list[_Network] = []
        self.run([0] * len(program.inputs))  # makes the first network, or says why there is none

    def infer(self, facts: Facts) -> frozenset[str]:
        """Give the names of the rules that fire."""
        return self.run(self._program.encode(facts))

    def run(self, codes: list[int]) -> frozenset[str]:
        """Give the names of the rules that fire for the codes of all inputs; the list is used up."""
        try:
            network = self._spare.pop()
        except IndexError:
            network = None
        try:
            # Nobody else has it now (#5), and only after a whole answer does it go back. After an exception, be it an
            # interrupt, it is gone with all that is asserted and leased in it, and the next call takes another (#6).
            network = network or _Network(self._extension, self._strata)
            names = network.run(codes)
        except self._extension.error as error:
            raise EngineError(f"{_FAILED}: {error}") from error
        if len(self._spare) < _MOST_SPARE:
            self._spare.append(network)
        return frozenset(names)
