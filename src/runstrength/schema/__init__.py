"""JSON Schema (2020-12) for other programs: of profiles, of results, and of the files of a rulebook.

Nothing is written down twice: the schemas are made from the kinds of a vocabulary, the classes of a rulebook and its
closed lists, and so say of each vocabulary what the library takes and gives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runstrength.profile import Profile
from runstrength.schema.profiles import profile_schema
from runstrength.schema.results import result_schema
from runstrength.schema.rulebooks import rulebook_schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    from runstrength.facts import Facts

__all__ = ["SCHEMAS", "profile_schema", "result_schema", "rulebook_schema", "schema_of"]

# Of what there is a schema.
SCHEMAS = ("profile", "result", "rulebook")


def schema_of(what: str, vocabulary: type[Facts] = Profile, ids: Iterable[str] | None = None) -> dict[str, Any]:
    """Give the schema of a `profile`, a `result` or a `rulebook`; raise `ValueError` for anything else.

    `ids` are the exercises that a profile may name (None: any); the other two have no use for them.
    """
    if what == "profile":
        return profile_schema(vocabulary, ids)
    if what == "result":
        return result_schema(vocabulary)
    if what == "rulebook":
        return rulebook_schema(vocabulary)
    raise ValueError(f"there is no schema of {what!r}; there are those of {', '.join(SCHEMAS)}")
