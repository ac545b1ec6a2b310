"""The decision record: all that an auditor needs to see, a year later, what was recommended, and from what."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from runstrength._version import __version__
from runstrength.errors import RecordError
from runstrength.facts import fields_of
from runstrength.strangers import nearest, show

if TYPE_CHECKING:
    from collections.abc import Iterable

    from runstrength.recommendation import Recommendations

__all__ = ["RECORD", "canonical", "identity_of", "mask", "record"]

RECORD = "runstrength-record/1"


def record(result: Recommendations, at: datetime | str, masked: Iterable[str] = ()) -> dict[str, Any]:
    """Give the record of a result as plain JSON. Raises `RecordError` for a time that is none, or a field unknown."""
    fields = fields_of(type(result.profile))
    names = sorted({masked} if isinstance(masked, str) else set(masked))
    for name in names:
        if name not in fields:
            near = nearest(name, fields)
            raise RecordError(f"there is no field {show(name)} to mask" + (f"; did you mean {near}?" if near else ""))
    plain = result.in_language("en").to_dict()
    found = {
        "record": RECORD,
        "time": _time(at),
        "library": __version__,
        "rulebook": plain["rulebook"],
        "masked": names,
        "profile": plain["profile"],
        "result": plain,
    }
    found = mask(found, names)
    return {"id": identity_of(found), **found}


def _time(at: datetime | str) -> str:
    try:
        time = datetime.fromisoformat(at) if isinstance(at, str) else at
        aware = time.tzinfo is not None
    except (AttributeError, TypeError, ValueError):
        raise RecordError(f"the time of a record is a datetime or its ISO 8601 text, and not {show(at)}") from None
    if not aware:
        raise RecordError("the time of a record needs its time zone, such as 2026-11-24T09:30:00+00:00")
    return time.isoformat()


def mask(found: Any, fields: Iterable[str]) -> Any:  # noqa: ANN401 - any part of a record
    """Take the values of some fields out of a record: of the profile, and of the facts of every reason."""
    hidden = frozenset(fields)
    return _masked(found, hidden) if hidden else found


def _masked(found: Any, hidden: frozenset[str]) -> Any:  # noqa: ANN401 - any part of a record
    if isinstance(found, list):
        return [_masked(item, hidden) for item in found]
    if not isinstance(found, dict):
        return found
    return {
        key: {path: None if path.partition(".")[0] in hidden else entry for path, entry in value.items()}
        if key in {"facts", "profile"} and isinstance(value, dict)
        else _masked(value, hidden)
        for key, value in found.items()
    }


def canonical(found: object) -> str:
    """Write plain JSON the one way in which equal data have equal bytes."""
    return json.dumps(found, sort_keys=True, ensure_ascii=True, separators=(",", ":"), allow_nan=False)


def identity_of(found: dict[str, Any]) -> str:
    """Give the id of a record: a hash of all else that it says."""
    rest = {key: value for key, value in found.items() if key != "id"}
    return "sha256:" + hashlib.sha256(canonical(rest).encode("ascii")).hexdigest()
