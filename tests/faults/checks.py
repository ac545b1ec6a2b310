"""The project's own checks, cheapest first, asked of a rulebook that may hold a fault."""

from __future__ import annotations

import random
from functools import cache
from typing import TYPE_CHECKING, Any

import runstrength
from runstrength.checking import check_examples
from runstrength.render import render
from tests.contract import breaches
from tests.definition.resolver import result as defined
from tests.matrix.meaning import meaning_rows
from tests.matrix.statements import guidance_rows
from tests.strategies import profile, thresholds

if TYPE_CHECKING:
    from pathlib import Path

    from runstrength.rulebook import Rulebook

__all__ = ["first_catch"]

SEED = 31
RUNNERS = 120
ABLE = {"strength_experience": "advanced", "plyometric_experience": "advanced"}
AILING = ("signs", "conditions", "complaints", "soreness")


def first_catch(path: Path, only: str | None = None, guarantee: str | None = None) -> tuple[str, str] | None:
    """Give the first check (or only this one) that finds something wrong, and what it says; None if all is well.

    With a `guarantee`, only that one is proved: that takes a fraction of the time.
    """
    try:
        book = runstrength.load_rulebook(path)
    except runstrength.RulebookError as error:
        return "reader", str(error.diagnostics[0])
    for name, check in _CHECKS.items():
        said = None
        if only in {None, name}:
            said = _guarantees(book, guarantee) if name == "guarantees" else check(book)
        if said is not None:
            return name, said
    return None


@cache
def _runners() -> tuple[dict[str, Any], ...]:
    """Give runners near the numbers that the rules turn on, every second one well and able."""
    book = runstrength.shipped_rulebook()
    rng = random.Random(SEED)  # noqa: S311 - runners, no secrets
    near = thresholds(book)
    # One site at its worst is seldom all that a generated runner tells.
    sites = ("knee", "shin", "achilles", "calf", "hamstring", "quadriceps", "hip", "groin", "it_band", "low_back")
    pains: list[dict[str, Any]] = [{"pain": {site: 8}} for site in (*sites, "ankle", "foot")]
    found = [{"discipline": where, **pain, **ABLE} for where in ("trail", "ultra") for pain in pains]
    for number in range(RUNNERS):
        runner = profile(rng.choice, ids=list(book.exercises), near=near)
        if number % 2:
            runner = {name: value for name, value in runner.items() if name not in AILING} | ABLE
        found.append(runner)
    return tuple(found)


def _examples(book: Rulebook) -> str | None:
    return next((str(problem) for problem in check_examples(book)), None)


def _contract(book: Rulebook) -> str | None:
    for runner in _runners():
        found = breaches(runner, runstrength.recommend(runner, rulebook=book).to_dict())
        if found:
            return f"{found[0]}: {runner}"
    return None


def _definition(book: Rulebook) -> str | None:
    for runner in _runners()[:60]:
        facts = book.vocabulary.from_dict(runner, ids=frozenset(book.exercises))
        if runstrength.recommend(runner, rulebook=book).to_dict() != defined(book, facts):
            return f"not what the definition says: {runner}"
    return None


def _matrix(book: Rulebook) -> str | None:
    rows = [(row.id, row.gaps) for row in guidance_rows(book)] + [(row.id, row.gaps) for row in meaning_rows(book)]
    gaps = [f"{name}: {found[0]}" for name, found in rows if found]
    return gaps[0] if gaps else None


def _guarantees(book: Rulebook, name: str | None = None) -> str | None:
    from runstrength.verify import prove  # noqa: PLC0415 - needs z3

    for verdict in prove(book, None if name is None else [name]):
        if not verdict.holds:
            ways = verdict.counterexample.broken if verdict.counterexample else ()
            return f"{verdict.name}: {', '.join(ways[:1])}"
    return None


def _twenty(book: Rulebook) -> str | None:
    """Hold the answers to the twenty runners to those that the documentation shows."""
    from tests.faults.twenty import shown  # noqa: PLC0415 - reads the pages

    for name, (runner, expected) in shown().items():
        if render(runstrength.recommend(runner, rulebook=book)) != expected:
            return f"the answer to `{name}` is another one"
    return None


_CHECKS = {
    "examples": _examples,
    "contract": _contract,
    "matrix": _matrix,
    "twenty runners": _twenty,
    "guarantees": _guarantees,
    "definition": _definition,
}
