"""The digest of a rulebook: one hash for all files that mean the same."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable

    from runstrength.rulebook.rule import Rulebook

__all__ = ["digest_of"]


def digest_of(rulebook: Rulebook) -> str:
    """Hash what a rulebook means: the order of rules, files and keys, comments and examples do not enter."""
    canonical = {
        "language": 1,
        "name": rulebook.name,
        "version": rulebook.version,
        "exercises": list(rulebook.exercises.values()),
        "cues": list(rulebook.cues.items()),
        "advice": list(rulebook.advice.items()),
        "sources": rulebook.sources,
        "rules": rulebook.rules,
        "focus": rulebook.focus_order,
        "session": rulebook.session,
        "referral": rulebook.referral,
        "disclaimer": rulebook.disclaimer,
    }
    text = json.dumps(
        canonical, default=_parts, sort_keys=True, ensure_ascii=True, separators=(",", ":"), check_circular=False
    )
    return "sha256:" + hashlib.sha256(text.encode("ascii")).hexdigest()


def _parts(value: Any) -> Any:  # noqa: ANN401 - any part of the model
    """Give a part of the model as what JSON knows."""
    if isinstance(value, frozenset):
        return sorted(value)
    names, parts_of = _named(value.__class__)
    parts = dict(zip(names, parts_of(value), strict=True))
    if "when" in parts:
        parts["when"] = str(value.when)
    return parts


@cache
def _named(kind: type[attrs.AttrsInstance]) -> tuple[list[str], Callable[[Any], tuple[Any, ...]]]:
    """Name what an object of the model means, and say how it is had: where a rule stands is no part of it."""
    names = sorted(field.name for field in attrs.fields(kind) if field.eq)
    return names, attrgetter(*names)
