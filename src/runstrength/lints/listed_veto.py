"""A veto that names exercises one by one, where one selector takes just these.

An exercise that is added later is caught by a selector and slips past a list. Where the list is meant, say so with
`spare`.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from runstrength.lints.context import Found, Lint, listed, place_of
from runstrength.rulebook.catalogue import ATTRIBUTES, FLAGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runstrength.lints.context import Context
    from runstrength.rulebook import Rulebook
    from runstrength.rulebook.rule import Rule

LEAST = 2  # one exercise is meant by its name


def _find(context: Context) -> Iterator[Found]:
    if not any(rule.listed for rule in context.rules):
        return
    selectors = _selectors(context.rulebook)
    found: dict[str, tuple[frozenset[str], str]] = {}
    for rule in context.rules:
        if rule.name in context.dead:
            continue
        names = rule.listed - _values(rule)
        texts = [text for text, takes in selectors if takes == names] if len(names) >= LEAST else []
        if texts:
            found[rule.name] = names, min(texts, key=lambda text: (text.count(","), len(text), text))
    rules = context.rulebook.rules
    for rule, named in context.by_template(rules[name] for name in found):
        names, selector = found[rule.name]
        shown = [name for name in context.rulebook.exercises if name in names]
        message = f"{named} names {listed(shown)}, and what is added later slips past"
        yield Found(rule.template, place_of(rule), message, f"write `avoid: {selector}`, which takes just these")


def _values(rule: Rule) -> set[str]:
    """Give the values of the variables that made the rule."""
    return set(rule.name[len(rule.template) + 1 : -1].split(","))


def _selectors(rulebook: Rulebook) -> list[tuple[str, frozenset[str]]]:
    """Give the selectors of one attribute or two, each with what it takes."""
    one: dict[tuple[str, str], frozenset[str]] = {}
    for name, exercise in rulebook.exercises.items():
        words = [(key, word) for key, of in ATTRIBUTES.items() for word in of(exercise)]
        flags = [(key, "true" if of(exercise) else "false") for key, of in FLAGS.items()]
        for pair in (*words, *flags):
            one[pair] = one.get(pair, frozenset()) | {name}
    found = [(f"{{{key}: {word}}}", takes) for (key, word), takes in one.items()]
    for ((key, word), takes), ((other, more), also) in itertools.combinations(one.items(), 2):
        if key != other and takes & also:
            found.append((f"{{{key}: {word}, {other}: {more}}}", takes & also))
    return found


LINT = Lint("listed-veto", _find)
