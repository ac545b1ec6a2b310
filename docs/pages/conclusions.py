"""What a rule concludes, in plain words, with links to what it speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from docs.pages.markup import folded, label, link, opened, text
from docs.pages.selectors import Words, has_selector
from runstrength.explain.words import counted, duration, span, spoken
from runstrength.rulebook.rule import Promise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from runstrength.rulebook import Rulebook
    from runstrength.rulebook.rule import Rule, Targets

__all__ = ["Conclusions"]

_FREQUENCY = {
    "sessions_per_week": ("strength session a week", "strength sessions a week"),
    "plyometric_sessions_per_week": ("session a week with jumps", "sessions a week with jumps"),
}


@attrs.frozen
class Conclusions:
    """Says the conclusions of rules, and of guarantees, which read like rules."""

    rulebook: Rulebook

    def lines(self, then: Mapping[str, Any], made: Sequence[Rule | Promise]) -> list[str]:
        """Say what is written under `then`; `made` are the rules that it stands for."""
        ways: dict[str, Callable[[Any], Iterable[str]]] = {
            "derive": lambda of: (f"Holds from now on: {', '.join(link('finding', x) for x in _listed(of))}.",),
            "focus": lambda of: (f"Proposes the focus **{text(of)}**.",),
            "prescribe": self._prescribe,
            "fallback": lambda of: (f"Where otherwise nothing would remain: {self._first(of)}.",),
            "cue": lambda of: self._cue(of, made),
            "dose": lambda of: self._amounts(of, made, "doses", _dose),
            "limit": lambda of: self._amounts(of, made, "limits", _limit),
            "avoid": lambda of: self._avoid(of, made),
            "refer": lambda of: (f"Sends the runner to a clinician: **{link('referral', of, spoken(of))}**.",),
            "advise": self._advise,
            **self._promised(),
        }
        return [line for key, of in then.items() for line in ways[key](of)]

    def _promised(self) -> dict[str, Callable[[Any], Iterable[str]]]:
        """Give what only a guarantee says: of one runner, and of the second of two."""
        return {
            "include": lambda of: (f"There is something of: {self.words.targets(x)}." for x in of),
            "repetitions": lambda of: (f"At most {most} repetitions at load {text(x)}." for x, most in of.items()),
            "within_scheme": lambda of: (f"At load {text(x)}, the repetitions are the catalogue's." for x in of),
            "session_sets": lambda of: (f"A session has at most {of} sets.",),
            "leave": lambda of: (f"There is at least one of: {', '.join(of)}.",),
            "disjoint": lambda _: ("Nothing is both prescribed and avoided.",),
            "no_more": lambda of: (f"The second has no more of: {', '.join(map(spoken, of))}.",),
            "nothing_new": lambda of: (f"Nothing is new to the second of: {self.words.targets(of)}.",),
            "new_at_most": lambda of: (f"What is new to the second has at most load {text(of)}.",),
            "keep": lambda _: ("What the first avoids the second avoids too.",),
            "asks": lambda of: (f"Where the second gets less of anything, the first is asked for `{x}`." for x in of),
        }

    @property
    def words(self) -> Words:
        """What says which exercises are meant."""
        return Words(self.rulebook.exercises)

    def _first(self, written: Sequence[str]) -> str:
        return f"the first that survives of {', '.join(map(self.words.one, written))}"

    def _prescribe(self, written: Any) -> Iterator[str]:  # noqa: ANN401 - whatever YAML holds there
        for item in _listed(written):
            if isinstance(item, dict) and "first_of" in item:
                yield f"Prescribes {self._first(item['first_of'])}."
            else:
                yield f"Prescribes {self.words.targets(item)}."

    def _cue(self, written: Mapping[str, Any], made: Sequence[Rule | Promise]) -> Iterator[str]:
        for name, of in written.items():
            expansions = [dict(rule.cues)[name] for rule in made if not isinstance(rule, Promise)]
            yield f"Gives the cue {link('cue', name)} to {self.words.targets(of)}.{self._that_is(of, expansions)}"

    def _avoid(self, written: Any, made: Sequence[Rule | Promise]) -> Iterator[str]:  # noqa: ANN401 - likewise
        yield f"Rules out {self.words.targets(written)}.{self._that_is(written, [rule.avoid for rule in made])}"

    def _amounts(
        self,
        written: Any,  # noqa: ANN401 - as YAML has it
        made: Sequence[Rule | Promise],
        part: str,
        said: Callable[[Mapping[str, Any]], str],
    ) -> Iterator[str]:
        for number, item in enumerate(_listed(written)):
            of = item.get("of")
            expansions = [_taken(getattr(rule, part)[number].of) for rule in made]
            what = (
                f"For {self.words.targets(of)}: " if of is not None else "For everything: " if _is_of_some(item) else ""
            )
            yield f"{opened(what + said(item))}.{self._that_is(of, expansions)}"

    def _advise(self, written: Any) -> Iterator[str]:  # noqa: ANN401 - whatever YAML holds there
        for name in _listed(written):
            yield f"Tells {link('advice', name)}: “{text(self.rulebook.advice[name])}”"

    def _that_is(self, written: Any, expansions: Sequence[frozenset[str]]) -> str:  # noqa: ANN401 - likewise
        """Name the exercises that selectors take, where they are the same for all that `for` makes of a rule."""
        if not has_selector(written):
            return ""
        if len(set(expansions)) > 1:
            return f" Which these are: [exercises by the site that they load](#{label('exercises', 'by-site')})."
        found = [link("exercise", x.id, x.name) for x in self.rulebook.exercises.values() if x.id in expansions[0]]
        return folded(found, "exercise", " That is ")


def _listed(written: Any) -> list[Any]:  # noqa: ANN401 - whatever YAML holds there
    return written if isinstance(written, list) else [written]


def _taken(targets: Targets) -> frozenset[str]:
    return targets.listed | targets.selected


def _is_of_some(written: Mapping[str, Any]) -> bool:
    return not _FREQUENCY.keys() >= written.keys()


def _span(written: Sequence[str]) -> tuple[int, int]:
    low, high = map(int, written)
    return low, high


def _dose(written: Mapping[str, Any]) -> str:
    said = []
    if "sets" in written:
        said.append(counted(int(written["sets"]), "set"))
    if "reps" in written:
        said.append(f"{span(_span(written['reps']))} repetitions")
    if "seconds" in written:
        said.append(duration(_span(written["seconds"])))
    if "load" in written:
        said.append(f"load {text(written['load'])}")
    if "rest_seconds" in written:
        said.append(f"rest {duration(_span(written['rest_seconds']))}")
    for key, (one, many) in _FREQUENCY.items():
        if key in written:
            bounds = _span(written[key])
            said.append(f"{span(bounds)} {one if bounds[1] == 1 else many}")
    return ", ".join(said)


def _limit(written: Mapping[str, Any]) -> str:
    said = []
    if "load" in written:
        said.append(f"load at most {text(written['load'])}")
    if "sets" in written:
        said.append(_at_most(written["sets"], "set", "sets"))
    said += [_at_most(written[key], *nouns) for key, nouns in _FREQUENCY.items() if key in written]
    return ", ".join(said)


def _at_most(amount: str, one: str, many: str) -> str:
    if amount == "0":
        return f"no {many}"
    if amount.endswith("%"):
        return f"at most {amount} of the {many}"
    shown = f"`{amount}`" if amount.startswith("$") else amount
    return f"at most {shown} {one if amount == '1' else many}"
