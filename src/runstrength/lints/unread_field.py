"""Fields of the vocabulary that no rule reads.

Somebody is asked something, and the answer changes nothing. The minutes of a session are read by the library itself. A
rulebook that builds on another one answers only for the fields that its own profile class adds to a runner's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.facts import fields_of
from runstrength.lints.context import Found, Lint, listed
from runstrength.profile import Profile
from runstrength.rulebook.conditions import paths_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runstrength.lints.context import Context

SESSION_MINUTES = "session_minutes"


def _find(context: Context) -> Iterator[Found]:
    rulebook = context.rulebook
    read = {path.field for rule in rulebook.rules.values() for path in paths_of(rule.when)}
    read |= {SESSION_MINUTES} if rulebook.session else set()
    read |= set(fields_of(Profile)) if context.has_base else set()
    unread = [name for name in fields_of(rulebook.vocabulary) if name not in read]
    unread = [name for name in unread if not context.spares(LINT.name, name)]
    if unread:
        message = f"no rule reads {listed(unread, len(unread))}"
        yield Found("", context.header, message, "read it in a condition, or say in `checks` why nobody does")


LINT = Lint("unread-field", _find)
