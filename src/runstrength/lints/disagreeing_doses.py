"""Two doses of the same tier, which speak of an exercise as closely, and say different things to the same runner.

Nothing but caution decides between them: the lesser one counts. Where that is not what is meant, one of them belongs on
another tier, has to speak more closely, or must not fire with the other.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING

from runstrength.lints.context import Found, Lint, listed, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runstrength.lints.context import Context
    from runstrength.lints.doses import Spoken

_OF_THE_WEEK = "the week"


def _find(context: Context) -> Iterator[Found]:
    from runstrength.lints.doses import spoken  # noqa: PLC0415 - needs z3

    rules = context.rulebook.rules
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for ranked in spoken(context.prover):
        for winner, loser in itertools.combinations(ranked, 2):
            key = (rules[loser.rule].template, rules[winner.rule].template, loser.part)
            about = loser.exercise or _OF_THE_WEEK
            if (
                winner.rule != loser.rule
                and winner.rank == loser.rank
                and winner.value != loser.value
                and not context.templates.keys().isdisjoint(key[:2])
                and about not in found[key]
                and _meet(context, ranked, winner, loser)
            ):
                found[key].append(about)
    for (loser_name, winner_name, part), of in found.items():
        here, there = (loser_name, winner_name) if loser_name in context.templates else (winner_name, loser_name)
        if of:
            for_what = "" if of == [_OF_THE_WEEK] else f" for {listed(of)}"
            message = (
                f"`{here}` and `{there}` can fire together and disagree about the {part.replace('_', ' ')}{for_what}; "
                f"only caution decides, for `{winner_name}`"
            )
            help_ = "let one of them speak more closely, or on another tier, or let them not fire together"
            yield Found(here, place_of(context.templates[here][0]), message, help_)


def _meet(context: Context, ranked: list[Spoken], winner: Spoken, loser: Spoken) -> bool:
    """Say whether there is somebody for whom these two are what counts most."""
    from runstrength.verify.levels import all_of, negation  # noqa: PLC0415 - needs z3

    fired = context.prover.anybody.fired
    above = [negation(fired[one.rule]) for one in ranked if one.rank < winner.rank]
    return context.prover.possible(all_of((fired[winner.rule], fired[loser.rule], winner.possible, *above)))


LINT = Lint("disagreeing-doses", _find, needs_solver=True)
