"""The vocabulary of a public library: what its rules of fines and of lending may ask about a reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from runstrength import Facts, fact
from runstrength.facts import Choice, Flag, MapOf, Number, SetOf, Whole

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Reader"]

ITEMS = ("book", "film", "game", "map", "instrument")


@attrs.frozen(kw_only=True)
class Reader(Facts):
    """What is known of somebody who brings things back."""

    card: str = fact(Choice(("child", "adult", "staff")), question="Which card do you have?", required=True)
    age: int | None = fact(Whole(0, 120, "years"), question="How old are you?")
    standing: str | None = fact(
        Choice(("new", "regular", "trusted"), ordered=True), question="How long have you been with us?"
    )
    overdue_days: Mapping[str, int] | None = fact(
        MapOf(ITEMS, Whole(0, 3650)), question="How many days late is each of them?"
    )
    debt: float | None = fact(Number(0, 10_000, "euros"), question="How much do you owe?")
    exemptions: frozenset[str] | None = fact(
        SetOf(("hospital", "flood", "homebound")), question="Is there a reason why you could not come?"
    )
    reserved: frozenset[str] | None = fact(SetOf(ITEMS), question="What of it is somebody else waiting for?")
    reminded: bool | None = fact(Flag(), question="Have you been reminded?")
