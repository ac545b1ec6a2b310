"""Recommendations as HTML: one page that needs nothing else, or a piece of one for a notebook.

Each reason is folded under what it is the reason for, and opens without a script.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from runstrength.explain.telling import KINDS, absent_in_words, facts_listed
from runstrength.explain.why import part_in_words
from runstrength.explain.words import fact_in_words
from runstrength.language import said, speaking
from runstrength.render.elements import element, items, markup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runstrength.explain.reasons import Reason
    from runstrength.explain.why import DosePart
    from runstrength.parts import Recommendation
    from runstrength.recommendation import Recommendations
    from runstrength.render.content import Group, Page, Row
    from runstrength.render.elements import Element

__all__ = ["as_fragment", "as_html"]

TOP, INSIDE = 1, 3  # the level of the first heading, on a page of its own and inside of another


@cache
def _style() -> str:
    return Path(__file__).with_name("page.css").read_text(encoding="utf-8")


def as_html(result: Recommendations, page: Page) -> str:
    """Give a page as a whole HTML document."""
    with speaking(page.language):
        head = element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="color-scheme", content="light dark"),
            element("title", said("Leg strength for your running")),
            _sheet(),
        )
        main = element("main", *_Html(result, page, TOP).parts(), class_="runstrength")
    document = element("html", head, element("body", main, class_="runstrength-page"), lang=page.language)
    return f"<!DOCTYPE html>\n{markup(document)}\n"


def as_fragment(result: Recommendations, page: Page) -> str:
    """Give a page as a piece of HTML that stands inside another one; its looks touch nothing around it."""
    with speaking(page.language):
        parts = _Html(result, page, INSIDE).parts()
    return f"{markup(element('div', _sheet(), *parts, class_='runstrength', lang=page.language))}\n"


def _sheet() -> Element:
    sheet = element("style")
    sheet.text = _style()
    return sheet


class _Html:
    def __init__(self, result: Recommendations, page: Page, level: int) -> None:
        self.result = result
        self.page = page
        self.level = level
        self.by_id = {exercise.exercise: exercise for exercise in result.exercises}

    def parts(self) -> list[Element]:
        page = self.page
        found = [
            self.heading(0, said("Leg strength for your running"), "title"),
            self.alarm(),
            self.head(),
            self.session(),
            self.section(said("While you train"), items("ul", map(self.cue, page.cues))),
            *self.rest(),
            self.section(said("Good to know"), items("ul", map(self.advice, page.advice))),
            self.section(said("Leave out for now"), items("ul", [self.group(", ", group) for group in page.left_out])),
            self.section(said("What gave way"), items("ul", [self.group("; ", group) for group in page.gave_way])),
            self.foot(),
        ]
        return [part for part in found if part is not None]

    def heading(self, below: int, text: str, class_: str = "heading") -> Element:
        return element(f"h{self.level + below}", text, class_=class_)

    def section(self, title: str, *content: Element | None) -> Element | None:
        if all(part is None for part in content):
            return None
        return element("section", self.heading(1, title), *content)

    # the parts

    def alarm(self) -> Element | None:
        alarm, referral = self.page.alarm, self.result.referral
        if alarm is None or referral is None:
            return None
        return element(
            "section",
            self.heading(1, alarm.title),
            element("p", alarm.text, class_="text"),
            items("ul", alarm.because),
            self.fold(said("Why"), alarm.title, self.reasons(referral.because)),
            class_="alarm",
            role="region",
            aria_label=alarm.title,
        )

    def head(self) -> Element:
        page, result = self.page, self.result
        week = (
            part for asked in ("sessions_per_week", "plyometric_sessions_per_week") for part in result.why(asked).dose
        )
        entries = [
            (said("Focus"), page.focus, page.focus_because, [self.reasons(result.because["focus"])]),
            (said("A week"), page.week, page.week_because, [told for part in week for told in self.dose(part)]),
        ]
        cells: list[Element] = []
        for name, what, why, folded in entries:
            told = element("p", why, class_="quiet") if why else None
            cells += [
                element("dt", name),
                element("dd", element("p", what), told, self.fold(said("Why"), name, *folded)),
            ]
        return element("dl", *cells, class_="facts")

    def session(self) -> Element:
        page = self.page
        if not page.session:
            content: Element | None = element("p", page.no_session)
        else:
            names = self.result.next_session
            content = items("ol", map(self.exercise, names, page.session), class_="plan")
        loads = element("p", page.loads, class_="quiet") if page.session and page.loads else None
        return element("section", self.heading(1, page.session_title), content, loads)

    def exercise(self, name: str, row: Row, below: int = 2) -> Element:
        exercise = self.by_id[name]
        # In the list of all that suits, no single reason is told: the strongest one is.
        reason = row.reason or exercise.because[0].text
        return element(
            "li",
            element("div", self.heading(below, row.name, "name"), _dose(row), class_="exercise"),
            element("p", reason, class_="quiet reason"),
            element(
                "div",
                self.fold(said("Why"), row.name, *self.why(exercise)),
                self.fold(said("How to do it"), row.name, *self.how(exercise)),
                class_="folds",
            ),
        )

    def rest(self) -> Iterator[Element]:
        others = iter(x.exercise for x in self.result.exercises if x.exercise not in self.result.next_session)
        by_role: dict[str, list[str]] = {}
        for name in others:
            by_role.setdefault(self.by_id[name].role, []).append(name)
        lists: list[Element | None] = []
        for (role, rows), names in zip(self.page.rest, by_role.values(), strict=True):
            lists += [
                self.heading(2, role, "subheading"),
                items(
                    "ul", [self.exercise(name, row, 3) for name, row in zip(names, rows, strict=True)], class_="plan"
                ),
            ]
        if (found := self.section(said("This suits you too"), *lists)) is not None:
            yield found

    def cue(self, cue: Group) -> Element:
        return element("li", f"{', '.join(cue.items)}: {cue.text}" if cue.items else cue.text)

    def advice(self, text: str) -> Element:
        because = next(advice.because for advice in self.result.advice if advice.text == text)
        return element("li", text, self.fold(said("Why"), text, self.reasons(because)))

    def group(self, between: str, group: Group) -> Element:
        what = between.join(group.items)
        told = element("p", group.text, class_="quiet") if group.text else None
        return element("li", element("p", what), told, self.fold(said("Why"), what, self.reasons(group.because)))

    def foot(self) -> Element:
        page = self.page
        sources = items("ul", map(self.statement, self.result.sources))
        return element(
            "div",
            element("p", page.not_screened) if page.not_screened else None,
            element("p", page.grounds, class_="quiet"),
            self.fold(said("What this rests on"), "", sources),
            element("p", page.disclaimer),
            class_="foot",
        )

    # what is folded

    def fold(self, title: str, of: str, *content: Element | None) -> Element | None:
        """Fold something under a title; `of` what it is, says what is heard and not seen."""
        if all(part is None for part in content):
            return None
        unseen = element("span", f": {of}", class_="unseen") if of else None
        return element("details", element("summary", title, unseen), element("div", *content, class_="folded"))

    def why(self, exercise: Recommendation) -> Iterator[Element | None]:
        answer = self.result.why(exercise.exercise)
        yield self.reasons(answer.because)
        for part in answer.dose:
            yield from self.dose(part)
        if answer.cues:
            yield element("p", said("To be minded, and why:"), class_="part")
            yield items("ul", [element("li", text, self.reasons(because)) for text, because in answer.cues])

    def dose(self, part: DosePart) -> Iterator[Element | None]:
        yield element("p", said("{part}: {what}", part=part_in_words(part.part), what=part.what), class_="part")
        yield self.reasons(part.set_by)
        if part.limited_by:
            yield element("p", said("Lowered from {before}:", before=part.before))
            yield self.reasons(part.limited_by)
        for what, reasons in part.overruled:
            yield element("p", said("This gave way: {what}", what=what))
            yield self.reasons(reasons)

    def how(self, exercise: Recommendation) -> Iterator[Element | None]:
        of = self.result.texts.exercises[exercise.exercise]
        yield items("ol", of.steps)
        if of.faults:
            yield element("p", said("What usually goes wrong"), class_="part")
            yield items("ul", of.faults)
        if exercise.cues:
            yield element("p", said("While you train"), class_="part")
            yield items("ul", (cue.text for cue in exercise.cues))

    def reasons(self, reasons: Sequence[Reason]) -> Element | None:
        return items("ul", map(self.reason, reasons))

    def reason(self, reason: Reason) -> Element:
        vocabulary = type(self.result.profile)
        told: list[str] = []
        if reason.facts:
            facts = "; ".join(fact_in_words(vocabulary, path, value) for path, value in reason.facts.items())
            told.append(said("You said: {facts}", facts=facts))
        if reason.unknown:
            told.append(said("You did not say: {facts}", facts=facts_listed(vocabulary, reason.unknown)))
        told += [absent_in_words(vocabulary, absent) for absent in reason.absent]
        inner = [*map(self.statement, reason.sources), *map(self.reason, reason.from_)]
        return element(
            "li",
            reason.text,
            *(element("p", text, class_="fact") for text in told),
            items("ul", inner),
            data_rule=reason.rule,
        )

    def statement(self, name: str) -> Element:
        source = self.result.sources[name]
        text = said(KINDS[source.kind], text=source.text)
        disputed = None
        if source.disputed is not None:
            disputed = element("p", said("Disputed: {text}", text=source.disputed))
        return element("li", text, disputed, class_="quiet", data_source=name)


def _dose(row: Row) -> Element:
    bits = [element("span", row.dose)]
    if row.load:
        bits.append(element("span", row.load, class_="load"))
    if row.pause:
        bits.append(element("span", row.pause))
    parts: list[Element | str] = [bits[0]]
    for bit in bits[1:]:
        parts += [" · ", bit]
    return element("p", *parts, class_="dose")
