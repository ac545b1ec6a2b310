"""The digest of a rulebook: one hash for all files that mean the same."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import attrs

from runstrength.rulebook.rule import Rule

if TYPE_CHECKING:
    from runstrength.rulebook.rule import Rulebook

__all__ = ["digest_of"]


def digest_of(rulebook: Rulebook) -> str:
    """Hash what a rulebook means: the order of rules, files and keys, comments and examples do not enter."""
    canonical = {
        "language": 1,
        "name": rulebook.name,
        "version": rulebook.version,
        "exercises": [_plain(exercise) for exercise in rulebook.exercises.values()],
        "cues": list(rulebook.cues.items()),
        "advice": list(rulebook.advice.items()),
        "sources": {name: _plain(source) for name, source in rulebook.sources.items()},
        "rules": {name: _plain(rule) for name, rule in rulebook.rules.items()},
        "focus": _plain(rulebook.focus_order),
        "session": _plain(rulebook.session),
        "referral": _plain(rulebook.referral),
        "disclaimer": rulebook.disclaimer,
    }
    text = json.dumps(canonical, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode("ascii")).hexdigest()


def _plain(value: Any) -> Any:  # noqa: ANN401 - any part of the model
    if isinstance(value, Rule):
        return {f.name: _plain(getattr(value, f.name)) for f in attrs.fields(Rule) if f.eq and f.name != "when"} | {
            "when": str(value.when)
        }
    if attrs.has(type(value)):
        return {field.name: _plain(getattr(value, field.name)) for field in attrs.fields(type(value))}
    if isinstance(value, (frozenset, set)):
        return sorted(_plain(item) for item in value)
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if hasattr(value, "items"):
        return {key: _plain(item) for key, item in value.items()}
    return value
