"""Rulebooks of any size in which as many rules fire: a core taken from the shipped one, and rules of other people.

The platform that these belong to knows more of a runner than a profile does: the club, the plan, some tags and numbers
off a watch. No rule that is added ever fires for the runners here, who wear none of the words and reach none of the
numbers that it asks for; nothing but its condition says so.
"""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from benchmarks.runners import drawn
from runstrength import Profile, load_rulebook, shipped_rulebook
from runstrength.facts import Choice, SetOf, Whole, fact
from runstrength.rulebook.conditions import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from runstrength.rulebook import Rulebook

__all__ = ["CORE", "KINDS", "Platform", "read", "runners", "write"]

CORE = 80
_PER_FILE = 200
_SHIPPED = Path(__file__).resolve().parents[1] / "rules/article"
_NOT_RULES = {"rulebook.yaml", "exercises.yaml", "sources.yaml", "cues.yaml", "advice.yaml"}

_CLUBS = tuple(f"club_{number}" for number in range(400))
_PLANS = tuple(f"plan_{number}" for number in range(100))
_TAGS = tuple(f"tag_{number}" for number in range(100))
_WATCH = {"readiness": 1000, "sleep_minutes": 1400, "resting_pulse": 200, "cadence": 300}


@attrs.frozen(kw_only=True)
class Platform(Profile):
    """A runner as a coaching platform knows him."""

    club: str | None = fact(Choice(_CLUBS), question="Which club are you in?")
    plan: str | None = fact(Choice(_PLANS), question="Which plan do you follow?")
    tags: frozenset[str] | None = fact(SetOf(_TAGS), question="What has your coach noted?")
    readiness: int | None = fact(Whole(0, 1000), question="How ready are you?")
    sleep_minutes: int | None = fact(Whole(0, 1400), question="How long do you sleep?")
    resting_pulse: int | None = fact(Whole(0, 200), question="What is your resting pulse?")
    cadence: int | None = fact(Whole(0, 300), question="What is your cadence?")


def runners(count: int, seed: int) -> list[Platform]:
    """Draw so many runners of the platform, all different: of its words the first half, of its numbers the lower."""
    choose = random.Random(seed)
    found = []
    for profile in drawn(shipped_rulebook(), count, seed):
        more: dict[str, object] = {
            "club": choose.choice(_CLUBS[: len(_CLUBS) // 2]),
            "plan": choose.choice(_PLANS[: len(_PLANS) // 2]),
            "tags": choose.sample(_TAGS[: len(_TAGS) // 2], 3),
            **{field: choose.randrange(high // 2) for field, high in _WATCH.items()},
        }
        known = {field: value for field, value in more.items() if choose.random() < 0.9}  # noqa: PLR2004 - nearly all
        found.append(Platform.from_dict({**profile.to_dict(), **known}))
    return found


def read(path: Path) -> Rulebook:
    """Read a rulebook that was written here."""
    return load_rulebook(path, profile=Platform)


def write(path: Path, size: int, kind: str) -> Path:
    """Write a rulebook of so many rules, the core included, of which the others are of one kind."""
    for name in _NOT_RULES:
        _put(
            path / name,
            re.sub(r"^checks:\n(?:[ \n].*\n?)*", "", (_SHIPPED / name).read_text(encoding="utf-8"), flags=re.MULTILINE),
        )
    for file, blocks in _core().items():
        _put(path / file, "\n".join(blocks))
    choose = random.Random(size)
    others = [_other(number, KINDS[kind](choose), choose) for number in range(size - CORE)]
    for begin in range(0, len(others), _PER_FILE):
        _put(path / "restrict" / f"others-{begin}.yaml", "\n".join(others[begin : begin + _PER_FILE]))
    return path


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _core() -> dict[str, list[str]]:
    """Give of the shipped rules the text of 80, by file: those that always hold, those that find, and some of the rest.

    None that is written once and made several.
    """
    shipped = shipped_rulebook()
    written = {
        block.split(maxsplit=3)[2]: (file.relative_to(_SHIPPED), block)
        for file in sorted(_SHIPPED.glob("*/*.yaml"))
        for block in re.split(r"^(?=- rule: )", file.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    }
    single = [name for name in written if name in shipped.rules]
    needed = [name for name in single if shipped.rules[name].when == ALWAYS or shipped.rules[name].derive]
    rest = [name for name in single if name not in needed]
    wanted = CORE - len(needed)
    chosen = {*needed, *(rest[place * len(rest) // wanted] for place in range(wanted))}
    found: dict[str, list[str]] = {}
    for name in single:
        if name in chosen:
            file, block = written[name]
            found.setdefault(str(file), []).append(block)
    return found


# Each condition holds for nobody here, because of what it asks for first or last.

_TOGETHER = ("discipline == marathon", "season == base", "hills in goals", "road in terrain", "sex == female")
_MEASURED = ("age < 40", "weekly_distance_km >= 30", "pain.knee < 4", "session_minutes <= 45", "runs_per_week > 3")
_FINDINGS = ("long_runner", "speed_runner", "not hurting", "not hold_back", "not racing_now", "tired_legs")


def _equal(choose: random.Random) -> str:
    club, plan, tag = (choose.choice(words[len(words) // 2 :]) for words in (_CLUBS, _PLANS, _TAGS))
    parts = choose.sample((f"club == {club}", f"plan == {plan}", f"{tag} in tags"), 2)
    return " and ".join([*parts, choose.choice(_TOGETHER)])


def _numeric(choose: random.Random) -> str:
    parts = []
    for field, high in choose.sample(sorted(_WATCH.items()), 2):
        from_ = choose.randrange(high // 2, high - high // 10)
        parts.append(f"{field} >= {from_} and {field} < {from_ + high // 20}")
    return " and ".join([*parts, choose.choice(_MEASURED)])


def _finding(choose: random.Random) -> str:
    return f"{choose.choice(_FINDINGS)} and {choose.choice((_equal, _numeric))(choose)}"


KINDS: dict[str, Callable[[random.Random], str]] = {"equality": _equal, "numeric": _numeric, "findings": _finding}


def _other(number: int, when: str, choose: random.Random) -> str:
    then = choose.choice(("limit: {sets: 2}", "limit: {load: light}", "avoid: [depth-jump]", "avoid: {impact: high}"))
    return f"""- rule: other-{number}
  when: {when}
  then: {{{then}}}
  because: Your coach has agreed on this with the club for as long as that holds, number {number} of its kind.
  source: practice.plyometrics
  examples:
    silent:
      - {{discipline: marathon, pain: {{knee: 3}}}}
      - {{discipline: sprint, season: base, age: 30}}
"""
