"""What starting takes: modules are imported when they are needed, and a rulebook compiled ahead is the rulebook."""

from __future__ import annotations

import pickle
import subprocess
import sys
from random import Random
from typing import TYPE_CHECKING

import attrs
import pytest

import runstrength
from runstrength.engine import native_for
from runstrength.shelf import ahead_of, restored
from tests.strategies import profile

if TYPE_CHECKING:
    from runstrength.engine.program import CompiledRule

BOOK = runstrength.shipped_rulebook()


def modules_after(program: str) -> set[str]:
    """Give the modules of this library, and of those it may need, that a program has imported."""
    code = f"import sys; before = set(sys.modules)\n{program}\nprint(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name for name in done.stdout.split() if name.partition(".")[0] in {"runstrength", "attr", "attrs", "yaml"}}


def test_importing_the_library_imports_no_more_than_its_version() -> None:
    """Everything else comes when it is first asked for."""
    assert {"runstrength", "runstrength._version"} == modules_after("import runstrength")


def test_the_help_needs_nothing_of_the_library() -> None:
    """`runstrength --help` is as fast as argparse."""
    program = (
        "import contextlib\nfrom runstrength.cli import main\nwith contextlib.redirect_stdout(None): main(['--help'])"
    )
    expected = {"runstrength", "runstrength._version", "runstrength.cli", "runstrength._help", "runstrength._terminal"}
    assert expected == modules_after(program)


def test_every_public_name_is_there() -> None:
    """`from runstrength import …` gives each name, and `dir` lists it."""
    for name in runstrength.__all__:
        assert getattr(runstrength, name) is not None
        assert name in dir(runstrength)
    with pytest.raises(AttributeError, match="no attribute 'recomend'"):
        _ = runstrength.recomend  # type: ignore[attr-defined]


def test_a_rulebook_compiled_ahead_is_the_rulebook() -> None:
    """It has all that reading gives but for where the files lie, and recommends the same to whoever asks."""
    ahead = restored(pickle.loads(ahead_of("article")))  # noqa: S301 - made a line above
    for field in attrs.fields(type(BOOK)):
        if field.name not in {"own", "checks"}:  # which are places too
            read, kept = getattr(BOOK, field.name), getattr(ahead, field.name)
            assert read == (dict(kept) if hasattr(kept, "items") else kept), field.name
    assert list(BOOK.own) == list(ahead.own)
    assert "<shipped>/article/prescribe" in str(next(rule.place for rule in ahead.rules.values() if rule.prescribe))
    choose = Random(5).choice  # noqa: S311 - runners to ask about
    for _ in range(20):
        runner = profile(choose, ids=BOOK.exercises)
        expected = runstrength.recommend(runner, rulebook=BOOK)
        found = runstrength.recommend(runner, rulebook=ahead)
        assert expected.to_dict() == found.to_dict()
        assert str(expected.why("focus")) == str(found.why("focus"))
    assert set(BOOK.rules) == {rule.name for rules in ahead_program(ahead) for rule in rules}


def ahead_program(book: runstrength.Rulebook) -> tuple[tuple[CompiledRule, ...], ...]:
    """Look into the program that a rulebook compiled ahead was made of."""
    return native_for(book).program.strata
