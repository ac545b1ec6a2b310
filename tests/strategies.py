"""What our own tests draw: the runners and rulebooks of `runstrength.testing`, as plain data, and files of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from runstrength.profile import Profile
from runstrength.testing.author import Small
from runstrength.testing.author import structure as rulebook
from runstrength.testing.choosing import profile, thresholds
from runstrength.testing.strategies import drawn
from runstrength.testing.strategies import structures as rulebooks

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path
    from random import Random

    from runstrength.facts import Facts

__all__ = [
    "STAGES",
    "Small",
    "as_yaml",
    "examples",
    "folder",
    "profile",
    "profiles",
    "rulebook",
    "rulebooks",
    "shuffled",
    "thresholds",
    "write_folder",
]

STAGES: Mapping[str, tuple[str, ...]] = {
    "assess": ("derive", "focus"),
    "prescribe": ("prescribe", "fallback", "cue"),
    "dose": ("dose",),
    "restrict": ("limit", "avoid", "refer"),
    "advise": ("advise",),
}


def examples(usual: int) -> settings:
    """Ask for so many examples where a run makes a hundred, and for as many times more where it makes more.

    Writing a rulebook takes many choices; that is no fault of a test.
    """
    return settings(
        max_examples=max(1, usual * settings().max_examples // 100),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


@st.composite
def profiles(
    draw: st.DrawFn,
    vocabulary: type[Facts] = Profile,
    ids: Collection[str] = (),
    near: Mapping[str, Sequence[int | float]] | None = None,
) -> dict[str, Any]:
    """Draw a profile, as a mapping, of any vocabulary."""
    return profile(drawn(draw), vocabulary, ids, near)


# --- files ----------------------------------------------------------------------------------------------------------


class _Dumper(yaml.SafeDumper):
    """Writes no aliases: rule files have none."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True


def as_yaml(structure: object, *, flow: bool | None = False) -> str:
    """Write a structure as YAML, in the order that it has."""
    return yaml.dump(structure, Dumper=_Dumper, sort_keys=False, allow_unicode=True, default_flow_style=flow, width=100)


# Lists that are sets: what stands in them has no order.
_UNORDERED = frozenset({"rules", "sources", "prescribe", "avoid", "derive", "advise"})


def shuffled(structure: Any, random: Random, key: str = "") -> Any:  # noqa: ANN401 - any part of a structure
    """Give the same rulebook in another order: its rules, the keys of every mapping, and lists that are sets."""
    if isinstance(structure, dict):
        keys = list(structure)
        random.shuffle(keys)
        # What a referral advises is a list like any other; what a rule advises is a set.
        return {name: shuffled(structure[name], random, name if "text" not in structure else "") for name in keys}
    if isinstance(structure, list):
        items = [shuffled(item, random) for item in structure]
        if key in _UNORDERED:
            random.shuffle(items)
        return items
    return structure


def folder(structure: Mapping[str, Any], random: Random) -> dict[str, Any]:
    """Give the same rulebook as a folder: for each file what it holds, the rules of a stage scattered over several."""
    found: dict[str, Any] = {"rulebook.yaml": {}}
    for key, value in structure.items():
        if key in {"exercises", "cues", "advice", "sources"}:
            found[f"{key}.yaml"] = value
        elif key != "rules":
            found["rulebook.yaml"][key] = value
    for rule in structure["rules"]:
        stage = next(stage for stage, conclusions in STAGES.items() if set(rule["then"]) <= set(conclusions))
        file = random.choice(("a.yaml", "b.yaml", "more/c.yaml"))
        found.setdefault(f"{stage}/{file}", []).append(rule)
    return found


def write_folder(files: Mapping[str, Any], path: Path) -> Path:
    """Write the files of a rulebook."""
    for name, structure in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(as_yaml(structure), encoding="utf-8")
    return path
