"""Verdicts as text: what is proved and what it rests on, or the runner who breaks it, ready to become a test."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING

from runstrength.errors import UnknownNameError
from runstrength.explain.layout import paragraph
from runstrength.explain.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from runstrength.recommendation import Recommendations
    from runstrength.verify.verdict import Counterexample, Verdict

__all__ = ["explained", "flow", "summary", "told"]

SHOWN = 5
_WORDS = {True: "proved", False: "BROKEN", None: "unknown"}


def told(verdict: Verdict, *, core: bool = False) -> str:
    """Say what came of one guarantee; with `core`, name every rule that its proof rests on."""
    word = "of nobody" if verdict.holds and verdict.of_nobody else _WORDS[verdict.holds]
    lines = [f"{word:9} {verdict.seconds:6.2f} s  {verdict.name}", *paragraph(verdict.sentence, "    ")]
    if verdict.holds and verdict.of_nobody:
        about = ", ".join(verdict.of_nobody)
        lines += paragraph(f"No runner is as the condition says, so that it promises nothing: {about}.", "    ")
    elif verdict.holds:
        lines += paragraph(_rests_on(verdict.rests_on, every=core), "    ")
    elif verdict.counterexample is not None:
        lines += _broken(verdict, verdict.counterexample)
    else:
        lines += paragraph("The time was up before it was proved or refuted: nothing is known of it.", "    ")
    return "\n".join(lines)


def explained(result: Recommendations, about: str) -> str:
    """Give what the library itself says of a part of a result: why it is so, or why not; of the whole, its focus."""
    for question in (result.why, result.why_not):
        with contextlib.suppress(UnknownNameError):
            return str(question(about))
    return str(result.why("focus"))


def summary(verdicts: Sequence[Verdict]) -> str:
    """Say in one line what came of all of them, and name those that are not proved."""
    several = [
        (sum(verdict.holds is True and not verdict.of_nobody for verdict in verdicts), "proved"),
        (sum(verdict.holds is False for verdict in verdicts), "broken"),
        (sum(verdict.holds is None for verdict in verdicts), "unknown"),
        (sum(verdict.holds is True and bool(verdict.of_nobody) for verdict in verdicts), "about nobody"),
    ]
    found = ", ".join(f"{number} {word}" for number, word in several if number) or "there are none"
    told = f"{counted(len(verdicts), 'guarantee')}: {found}"
    open_ = [verdict.name for verdict in verdicts if not verdict.holds or verdict.of_nobody]
    return f"{told}: {', '.join(open_)}" if open_ else told


def flow(value: object) -> str:
    """Write plain data as a rule file writes a profile, on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(of)}" for key, of in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return value if isinstance(value, str) else json.dumps(value)


def _rests_on(rules: tuple[str, ...], *, every: bool) -> str:
    templates = list(dict.fromkeys(rule.partition("[")[0] for rule in rules))
    if not rules:
        return "It holds whichever rules fire, with what they conclude."
    shown = rules if every else templates[:SHOWN]
    more = len(templates) - SHOWN
    rest = f" and {more} more" if more > 0 and not every else ""
    return f"It rests on {counted(len(rules), 'rule')}: {', '.join(shown)}{rest}."


def _broken(verdict: Verdict, found: Counterexample) -> Iterable[str]:
    if not found.confirmed:
        yield "    The solver gave this runner, but the library does not confirm it, so that nothing is known:"
    runners = ("runner:", "beside:")
    for what, profile in zip(runners, found.profiles, strict=False):
        yield f"    {what} {flow(profile.to_dict())}"
    for way in found.broken[:SHOWN]:
        yield f"      - {way}"
    if len(found.broken) > SHOWN:
        yield f"      - and {len(found.broken) - SHOWN} more"
    if found.explained:
        yield ""
        yield from (f"    {line}".rstrip() for line in found.explained.splitlines())
        yield ""
    if found.confirmed:
        yield "    as a test:"
        yield from (f"      {line}".rstrip() for line in _as_test(verdict, found))


def _as_test(verdict: Verdict, found: Counterexample) -> Iterable[str]:
    yield "from runstrength.testing import assert_keeps"
    yield ""
    yield f"def test_{verdict.name.replace('-', '_')}() -> None:"
    yield f'    """{verdict.sentence}"""'
    profiles = "".join(f", {profile.to_dict()!r}" for profile in found.profiles)
    yield f'    assert_keeps(RULES, "{verdict.name}"{profiles})'
