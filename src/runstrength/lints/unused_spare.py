"""A check is told to let something be, and finds nothing of that name.

Whatever was spared has been mended, or is written otherwise: the line can go, before it hides something new. Of checks
that are not made, or could not decide everything, nothing is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.lints.context import Found, Lint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runstrength.lints.context import Context


def _find(context: Context) -> Iterator[Found]:
    for check, said in context.rulebook.checks.items():
        for name in said.spare:
            if check not in context.unclear and (check, name) not in context.spared:
                message = f"`{check}` finds nothing in `{name}` that it would have to spare"
                yield Found(name, said.places[name], message, "leave it out")


LINT = Lint("unused-spare", _find)
