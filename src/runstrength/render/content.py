"""What a page of recommendations says, in which order and in which words, whatever it will look like."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

import attrs

from runstrength.explain.telling import not_screened_in_words
from runstrength.explain.words import counted, duration, listed, lost_amount, span, spoken
from runstrength.language import ENGLISH, said, several, speaking
from runstrength.outcome import Intensity
from runstrength.rulebook.rule import TIERS
from runstrength.session import minutes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from runstrength.explain.reasons import Reason
    from runstrength.outcome import Lost
    from runstrength.parts import Overruled, Recommendation
    from runstrength.recommendation import Recommendations
    from runstrength.rulebook.rule import Span

__all__ = ["Alarm", "Group", "Page", "Row", "columns", "page"]

T = TypeVar("T")

STOP_RUNNING = "stop-running-until-seen"
_ALARMS = {
    "before_training": "Before you train on: let a clinician see you",
    "urgent": "Urgent: stop, and see a doctor first",
    "emergency": "Emergency: get medical help now",
}
_FOCUS = {
    "referral": "getting this looked at before anything else",
    "maintenance": "maintenance, keeping what you have",
    "recovery": "recovery",
}
_ROLES = {"plyometric": "Jumps"}
# What the words mean: by repetitions that one could still have done at the end of a set.
_LEFT = {"light": "5 or more", "moderate": "3 or 4", "heavy": "1 or 2"}


@attrs.frozen
class Alarm:
    """A referral: what stands above everything else."""

    urgency: str
    title: str
    text: str
    because: tuple[str, ...]


@attrs.frozen
class Row:
    """One exercise as it stands in a table; `pause` is its rest where no column says what it is."""

    name: str
    dose: str
    load: str
    rest: str
    pause: str
    reason: str


@attrs.frozen
class Group:
    """Several things that share a reason: `items` of which `text` says why, and `because` from what."""

    text: str
    items: tuple[str, ...]
    because: tuple[Reason, ...] = ()


@attrs.frozen
class Page:
    """All that is said of a result, and in which language. A part that has nothing to say is empty."""

    language: str
    alarm: Alarm | None
    focus: str
    focus_because: str
    week: str
    week_because: str
    session_title: str
    session: tuple[Row, ...]
    no_session: str
    cues: tuple[Group, ...]
    how: str
    rest: tuple[tuple[str, tuple[Row, ...]], ...]
    loads: str
    advice: tuple[str, ...]
    left_out: tuple[Group, ...]
    gave_way: tuple[Group, ...]
    not_screened: str
    grounds: str
    disclaimer: str


def columns() -> tuple[str, str, str, str]:
    """Give the heads of the columns of a table of exercises."""
    return said("Exercise"), said("Sets × repetitions"), said("Load"), said("Rest")


def page(result: Recommendations) -> Page:
    """Give what there is to say of a result, in its language."""
    with speaking(result.language):
        return _page(result)


def _page(result: Recommendations) -> Page:
    by_id = {exercise.exercise: exercise for exercise in result.exercises}
    session = [by_id[name] for name in result.next_session]
    others = [exercise for exercise in result.exercises if exercise.exercise not in result.next_session]
    everything = _everything(result)
    alarm = _alarm(result)
    told = alarm.because if alarm else ()
    return Page(
        language=result.language,
        alarm=alarm,
        focus=said(_FOCUS[result.focus]) if result.focus in _FOCUS else spoken(result.focus),
        focus_because=_text_of(result.because["focus"][:1], told),
        week=_week(result.sessions_per_week, result.plyometric_sessions_per_week),
        # The last of them is the limit, if there is one, and otherwise the dose.
        week_because=_text_of(result.because["sessions_per_week"][-1:], told),
        session_title=_session_title(result),
        session=_session_rows(result, session),
        no_session="" if session else _no_session(result),
        cues=_cues(session),
        how=_how(result, session),
        rest=tuple(
            (
                said(_ROLES[role]) if role in _ROLES else _begun(spoken(role)),
                tuple(_row(x) for x in others if x.role == role),
            )
            for role in dict.fromkeys(x.role for x in others)
        ),
        loads=_loads({x.load for x in result.exercises}),
        advice=tuple(x.text for x in result.advice if alarm is None or x.text not in alarm.text),
        left_out=everything or _shared([(x.name, x.because, x.name) for x in result.avoid]),
        gave_way=() if everything else _gave_way(result),
        not_screened=_not_screened(result),
        grounds=_grounds(result),
        disclaimer=result.disclaimer,
    )


# --- the head -------------------------------------------------------------------------------------------------------


def _alarm(result: Recommendations) -> Alarm | None:
    if result.referral is None:
        return None
    urgency = result.referral.urgency
    because = tuple(dict.fromkeys(reason.text for reason in result.referral.because))
    # What a referral brings is said by its own text; what rules add to it about running must not stand far below.
    brought = result.rulebook.referral[urgency][1]
    added = [x.text for x in result.advice if x.advice == STOP_RUNNING and STOP_RUNNING not in brought]
    return Alarm(urgency, said(_ALARMS[urgency]), " ".join([result.referral.text, *added]), because)


def _session_title(result: Recommendations) -> str:
    often = result.sessions_per_week[1] or result.referral or not result.next_session
    title = said("Next session") if often else said("If you find the time")
    items = [item for item in result.outcome.items if item.exercise.id in result.next_session]
    if not items or result.rulebook.session is None:
        return title
    minutes = minutes_of(items, result.rulebook.session)
    return said("{title}, in this order, about {time}", title=title, time=counted(minutes, "minute"))


def _week(sessions: Span, jumps: Span) -> str:
    if sessions == (0, 0):
        return said("no strength sessions for now")
    count = _upto(sessions)
    if sessions[1] == 1:
        if jumps == (0, 0):
            return said("{count} strength session, without jumps", count=count)
        if jumps == (1, 1):
            return said("{count} strength session, with jumps", count=count)
        return said("{count} strength session, with or without jumps", count=count)
    if jumps == (0, 0):
        return said("{count} strength sessions, none with jumps", count=count)
    return said("{count} strength sessions, {jumps} of them with jumps", count=count, jumps=_upto(jumps))


def _upto(bounds: Span) -> str:
    return said("up to {count}", count=bounds[1]) if bounds[0] == 0 < bounds[1] else span(bounds)


def _begun(text: str) -> str:
    """Begin a text with a capital."""
    return text[:1].upper() + text[1:]


def _no_session(result: Recommendations) -> str:
    if result.exercises:
        return said("Nothing of what suits you fits into the time that you have.")
    if result.referral is not None:
        return said("Nothing until you have been seen.")
    return said("There is nothing to train now.")


# --- exercises ------------------------------------------------------------------------------------------------------


def _row(exercise: Recommendation, reason: str = "") -> Row:
    count = span(exercise.reps) if exercise.reps else duration(exercise.seconds or (0, 0))
    quiet = exercise.role in {"mobility", "recovery"} and exercise.load == "bodyweight"
    time = duration(exercise.rest_seconds) if exercise.sets > 1 and exercise.rest_seconds[1] else ""
    dose = f"{exercise.sets} × {count}"
    return Row(
        name=exercise.name,
        dose=said("{dose} per side", dose=dose) if exercise.per_side else dose,
        load="" if quiet else spoken(exercise.load),
        rest=time if time or exercise.sets == 1 else said("none"),
        pause=said("rest {time}", time=time) if time else "",
        reason=reason,
    )


def _how(result: Recommendations, session: Sequence[Recommendation]) -> str:
    """Give the command that says how the first exercise is done."""
    name = next((x.name for x in session if result.rulebook.exercises[x.exercise].steps), None)
    if name is None:
        return ""
    speaking = "" if result.language == ENGLISH else f" --language {result.language}"
    return said("How one of them is done: {command}", command=f'runstrength exercise "{name}"{speaking}')


def _session_rows(result: Recommendations, session: Sequence[Recommendation]) -> tuple[Row, ...]:
    """Give each exercise with one of its strongest reasons: one not told yet, or a pointer to where it was told."""
    rules = result.rulebook.rules
    told: dict[str, int] = {}
    rows = []
    for number, exercise in enumerate(session, 1):
        strongest = rules[exercise.because[0].rule].tier
        texts = [reason.text for reason in exercise.because if rules[reason.rule].tier == strongest]
        new = next((text for text in texts if text not in told), None)
        if new is not None:
            told[new] = number
        again = said("For the same reason as {number}.", number=told[texts[0]]) if new is None else new
        rows.append(_row(exercise, again))
    return tuple(rows)


def _cues(session: Sequence[Recommendation]) -> tuple[Group, ...]:
    """Give the cues of a session, each once, with the numbers of its exercises; none where it is for all."""
    found: dict[str, list[int]] = {}
    for number, exercise in enumerate(session, 1):
        for cue in exercise.cues:
            found.setdefault(cue.text, []).append(number)
    return tuple(
        Group(text, () if len(numbers) == len(session) else tuple(_runs(numbers))) for text, numbers in found.items()
    )


def _runs(numbers: Sequence[int]) -> list[str]:
    """Give rising numbers with those that follow each other as one: `1`, `3–5`."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return [span(run) for run in runs]


def _loads(used: set[str]) -> str:
    meanings = ", ".join(f"{spoken(load)} {said(left)}" for load, left in _LEFT.items() if load in used)
    return said("Repetitions left in you at the end of a set: {meanings}.", meanings=meanings) if meanings else ""


# --- what is not there ----------------------------------------------------------------------------------------------


def _everything(result: Recommendations) -> tuple[Group, ...]:
    """Give one group where the whole catalogue is ruled out for reasons that all of it shares."""
    if result.exercises or len(result.avoid) < max(2, len(result.rulebook.exercises)):
        return ()
    if result.referral is not None:
        return (Group("", (said("Every exercise, until you have been seen."),)),)
    rules = [{reason.rule for reason in avoided.because} for avoided in result.avoid]
    shared = [reason for reason in result.avoid[0].because if all(reason.rule in found for found in rules)]
    return (Group(_text_of(shared), (said("Every exercise."),), tuple(shared)),) if shared else ()


def _gave_way(result: Recommendations) -> tuple[Group, ...]:
    """Give what lost, by what beat it.

    What was ruled out altogether is not told again, nor that a dose for everybody gave way to one for this runner.
    """
    names = {name: exercise.name for name, exercise in result.texts.exercises.items()}
    entries = [
        (lost, told.by, names[lost.exercises[0]] if len(lost.exercises) == 1 else "")
        for lost, told in zip(result.outcome.lost, result.overruled, strict=True)
        if lost.kind != "exercise" and not _routine(result, told)
    ]
    return tuple(Group(text, _merged(lost, names), reasons) for text, lost, reasons in _by_reason(entries))


def _merged(lost: Sequence[Lost], names: Mapping[str, str]) -> tuple[str, ...]:
    """Say once what was lost for several: `3 sets for Back squat, Step-up`."""
    found: dict[tuple[str, bool], dict[str, None]] = {}
    for entry in lost:
        key = lost_amount(entry), isinstance(entry.amount, Intensity)
        found.setdefault(key, {}).update(dict.fromkeys(names[name] for name in entry.exercises))
    told = []
    for (what, is_intensity), of in found.items():
        if not what or not of:
            told.append(what or ", ".join(of))
        elif is_intensity:
            told.append(said("{what}, for {names}", what=what, names=", ".join(of)))
        else:
            told.append(said("{what} for {names}", what=what, names=", ".join(of)))
    return (_begun(told[0]), *told[1:])


def _routine(result: Recommendations, lost: Overruled) -> bool:
    rules = result.rulebook.rules
    return lost.kind in {"intensity", "volume"} and all(rules[x.rule].tier == TIERS[0] for x in lost.because)


def _shared(entries: Iterable[tuple[str, tuple[Reason, ...], str]]) -> tuple[Group, ...]:
    return tuple(Group(text, tuple(items), reasons) for text, items, reasons in _by_reason(entries))


def _by_reason(
    entries: Iterable[tuple[T, tuple[Reason, ...], str]],
) -> list[tuple[str, list[T], tuple[Reason, ...]]]:
    """Collapse (item, reasons, name): every item stands once, under that of its reasons that covers most of them.

    Rules that were made of one (`missing-equipment[back-squat]`) count as one reason if their texts differ in no more
    than the name of the exercise.
    """
    left = [(item, {_of_several(reason, name): reason for reason in reasons}) for item, reasons, name in entries]
    groups = []
    while left:
        counts = Counter(text for _, texts in left for text in texts)
        best = max(counts, key=counts.__getitem__)
        covered = [(item, texts[best]) for item, texts in left if best in texts]
        left = [(item, texts) for item, texts in left if best not in texts]
        text = best if len(covered) > 1 else covered[0][1].text
        # Rules that were made of one, and fired for the same facts, are one reason.
        reasons: dict[tuple[str, str], Reason] = {}
        for _, reason in covered:
            reasons.setdefault((reason.rule.partition("[")[0], str(reason.facts)), reason)
        groups.append((text, [item for item, _ in covered], tuple(reasons.values())))
    return groups


def _of_several(reason: Reason, name: str) -> str:
    """Give the text of a reason; where its rule was made for one exercise, as it is said of several."""
    if not name or "[" not in reason.rule:
        return reason.text
    text = reason.text
    for written in (name[:1].lower() + name[1:], name):
        text = text.replace(f"the {written}", "each of them")
    return text


# --- the foot -------------------------------------------------------------------------------------------------------


def _not_screened(result: Recommendations) -> str:
    """Say what was not asked, or not answered, and so rules nothing out; none of it matters once all is ruled out."""
    return not_screened_in_words(type(result.profile), result.not_screened) if result.exercises else ""


def _grounds(result: Recommendations) -> str:
    sources = result.sources.values()
    practice = sum(source.kind == "practice" for source in sources)
    article = len(sources) - practice
    disputed = sum(source.disputed is not None for source in sources)
    book = said("Rulebook {name}, version {version}.", name=result.rulebook.name, version=result.rulebook.version)
    if not sources or not result.exercises:
        return book
    parts = [counted(article, "statement of the article", "statements of the article")] if article else []
    if practice:
        one = "{n} statement of practice that no clinician has reviewed yet"
        parts.append(several(one, "{n} statements of practice that no clinician has reviewed yet", practice))
    rests = said("This rests on {statements}.", statements=listed(parts))
    dispute = [said("Research disputes {count} of them.", count=disputed)] if disputed else []
    return " ".join([book, rests, *dispute])


def _text_of(reasons: Sequence[Reason], told: Sequence[str] = ()) -> str:
    return " ".join(dict.fromkeys(reason.text for reason in reasons if reason.text not in told))
