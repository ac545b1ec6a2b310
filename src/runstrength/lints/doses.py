"""What doses say of exercises, as far as checks ask: which counts before which, and where a limit cuts it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from runstrength.rulebook.rule import LOADS, TIERS
from runstrength.verify.levels import all_of, any_of, negation

if TYPE_CHECKING:
    from collections.abc import Iterator

    import z3

    from runstrength.lints.proving import Prover
    from runstrength.outcome import Intensity
    from runstrength.rulebook.rule import Exercise

__all__ = ["Spoken", "spoken"]

LIGHT = LOADS.index("light")
_FREQUENCY = {"sessions_per_week": "sessions a week", "plyometric_sessions_per_week": "plyometric sessions a week"}


@attrs.frozen
class Spoken:
    """What a rule says of a part of a dose: of one exercise, or of the week.

    `chosen` says that it is what counts, `possible` that what it speaks of is there at all, and `cut` that a limit
    lowers it. Of a higher `rank`, which sorts first, is what counts before it.
    """

    rule: str
    part: str
    exercise: str | None
    value: Any
    rank: tuple[int, int]
    chosen: z3.BoolRef
    possible: z3.BoolRef
    cut: z3.BoolRef


def spoken(prover: Prover) -> Iterator[list[Spoken]]:
    """Give what all doses say, part by part and exercise by exercise; what counts most comes first."""
    encoding, runner = prover.encoding, prover.anybody
    for exercise in encoding.exercises.values():
        taken = runner.taken[exercise.id]
        loads = encoding.intensities(exercise)
        yield _ranked(prover, "load", exercise, loads, taken)
        yield _ranked(prover, "sets", exercise, encoding.doses(exercise, lambda dose: dose.sets), taken)
    for part in _FREQUENCY:
        spans = encoding.doses(None, lambda dose, part=part: (span := getattr(dose, part)) and (span[1], span[0]))  # type: ignore[misc]
        some = runner.sessions[part].high.at_least(1)
        yield _ranked(prover, part, None, spans, some)


def _ranked(
    prover: Prover, part: str, exercise: Exercise | None, values: list[tuple[str, Any]], possible: z3.BoolRef
) -> list[Spoken]:
    runner, rules = prover.anybody, prover.encoding.rulebook.rules
    found: list[Spoken] = []
    for name, value in values:
        rule = rules[name]
        closeness = max(
            dose.of.specificity(exercise.id) or 0 if exercise else 0
            for dose in rule.doses
            if exercise is None or dose.of.specificity(exercise.id) is not None
        )
        before = [negation(runner.fired[of.rule]) for of in found if of.rule != name]
        chosen = all_of((runner.fired[name], *before))
        rank = (-TIERS.index(rule.tier), -closeness)
        cut = _cut(prover, part, exercise, value)
        found.append(Spoken(name, part, exercise.id if exercise else None, value, rank, chosen, possible, cut))
    return found


def _cut(prover: Prover, part: str, exercise: Exercise | None, value: Any) -> z3.BoolRef:  # noqa: ANN401 - of any part
    """Say that a limit lowers a value of a dose."""
    encoding, runner = prover.encoding, prover.anybody
    if part == "load":
        meaning: Intensity = value
        load = LOADS.index(meaning.load)
        caps = encoding.limits(exercise, lambda limit: limit.load)
        by_referral = [runner.referral.at_least(1)] if load > LIGHT else []
        return any_of((runner.any_fired(rule for rule, cap in caps if LOADS.index(cap) < load), *by_referral))
    most = value if part == "sets" else value[0]
    shares = encoding.limits(exercise, lambda limit: getattr(limit, part))
    return runner.any_fired(rule for rule, cap in shares if cap.of(most) < most)
