"""Two rulebooks side by side: whoever gets other advice is of a kind that is named, and of nobody else is one named."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import attrs
import pytest

import runstrength
from runstrength.cli import main
from tests.strategies import Small, as_yaml, profile, rulebook, thresholds

pytest.importorskip("z3", reason="z3-solver is not installed")

from runstrength.mutation.bench import Bench
from runstrength.rulebook.conditions import NEVER
from runstrength.verify import comparing
from runstrength.verify.comparing import Kind, aspects_of
from runstrength.verify.diff import diff

if TYPE_CHECKING:
    from pathlib import Path

    from runstrength.rulebook import Rulebook

ARTICLE = runstrength.shipped_rulebook()


def changed(name: str, **changes: Any) -> Rulebook:  # noqa: ANN401 - any part of a rule
    """Give the shipped rulebook with one rule altered."""
    return attrs.evolve(ARTICLE, rules={**ARTICLE.rules, name: attrs.evolve(ARTICLE.rules[name], **changes)})


def two_rulebooks(seed: int, folder: Path, most: int = 1) -> tuple[Rulebook, Rulebook, random.Random]:
    """Give a generated rulebook as it is, and with so many mistakes in different rules."""
    chance = random.Random(seed)  # noqa: S311 - nothing here is a secret
    path = folder / "book.yaml"
    while True:
        path.write_text(as_yaml(rulebook(chance.choice)), encoding="utf-8")
        bench = Bench(path, Small)
        mistakes = list(bench.mistakes())
        chance.shuffle(mistakes)
        book = bench.rulebook
        made = [one for mistake in mistakes[:40] if (one := bench.made(mistake)) is not None]
        for one in made[:most]:
            rules = {name: rule for name, rule in one.rules.items() if bench.rulebook.rules.get(name) != rule}
            kept = {name: rule for name, rule in book.rules.items() if name in one.rules or most > 1}
            book = attrs.evolve(book if most > 1 else one, rules={**kept, **rules})
        if made:
            return bench.rulebook, book, chance


@pytest.mark.parametrize(("seed", "most"), [(seed, most) for most in (1, 5) for seed in range(12)])
def test_whoever_gets_other_advice_is_of_a_kind(seed: int, most: int, tmp_path: Path) -> None:
    """Of whoever is asked about: what differs is of a kind that is named, and by the change of a rule that it names."""
    old, new, chance = two_rulebooks(seed, tmp_path, most)
    found = diff(old, new, most=1000)
    assert found.is_complete
    named = {(rule, kind) for one in found.kinds for rule in one.rules or ("",) for kind, _ in one.aspects}
    near = thresholds(old)
    for _ in range(30):
        runner = profile(chance.choice, Small, old.exercises, near)
        one, other = (runstrength.recommend(runner, rulebook=book) for book in (old, new))
        of = Kind(tuple(sorted(aspects_of(one.outcome, other.outcome))), one, other)
        for aspect, _ in of.aspects:
            assert {(rule, aspect) for rule in (*of.rules, "")} & named, runner


@pytest.mark.parametrize("seed", range(4))
def test_a_rulebook_differs_from_itself_for_nobody(seed: int, tmp_path: Path) -> None:
    """Of one rulebook compared with itself it is proved that nobody gets other advice."""
    old, _, _ = two_rulebooks(seed, tmp_path)
    found = diff(old, old)
    assert not found
    assert "proved for every runner there can be" in found.verdict


def test_a_witness_gets_other_advice() -> None:
    """Each kind has a runner, as ordinary as possible, who is told two things."""
    (kind,) = diff(ARTICLE, changed("day-after-jumps", when=NEVER)).kinds[:1]
    assert kind.before.to_dict() != kind.after.to_dict()
    assert {"discipline", "hours_since_plyometrics"} <= set(kind.before.profile.to_dict())
    assert ("day-after-jumps",) == kind.rules
    assert kind.before.rulebook.rules["day-after-jumps"].because == kind.because["day-after-jumps"]


SAME = """
language: 1
name: several
version: "1"
extends: article
rules:
"""
LIMIT = """  - {rule: %s, when: "%s", then: {limit: {of: [%s], sets: 1}}, because: So., source: practice.age}
"""


def test_each_of_several_pairs_of_changes_is_found(tmp_path: Path) -> None:
    """Where rules go in pairs, of which each alone would have been enough, every pair is named by somebody."""
    path = tmp_path / "several.yaml"
    rules = [("a", "age == 20", "plank"), ("b", "age == 20", "plank"), ("c", "age == 30", "dead-bug")]
    written = "".join(LIMIT % rule for rule in [*rules, ("d", "age == 30", "dead-bug")])
    path.write_text(SAME + written, encoding="utf-8")
    old = runstrength.load_rulebook(path)
    gone = {name: attrs.evolve(rule, when=NEVER) if name in "abcd" else rule for name, rule in old.rules.items()}
    found = diff(old, attrs.evolve(old, rules=gone))
    assert found.is_complete
    assert {"a", "b", "c", "d"} <= {rule for kind in found.kinds for rule in kind.rules} or not found.kinds
    assert found.kinds


ORDER = """
language: 1
name: order
version: "1"
extends: article
rules:
  - {rule: finder, when: discipline == %s, then: {derive: stepper}, because: So., source: practice.age}
  - {rule: steps, tier: season, when: stepper, then: {prescribe: [step-up]}, because: So., source: practice.age}
"""


def test_an_order_that_turns_on_a_finding_is_found(tmp_path: Path) -> None:
    """A rule that is as it was puts an exercise first for others, if what it asks for is found for others."""
    books = []
    for discipline in ("sprint", "marathon"):
        path = tmp_path / f"{discipline}.yaml"
        path.write_text(ORDER % discipline, encoding="utf-8")
        books.append(runstrength.load_rulebook(path))
    assert ("order", "") in {aspect for kind in diff(*books).kinds for aspect in kind.aspects}


def test_what_only_several_changes_bring_is_found() -> None:
    """Where two rules rule out the same, the loss of both is noticed by somebody whom neither loss reaches alone."""
    both = {
        name: attrs.evolve(rule, when=NEVER)
        for name, rule in ARTICLE.rules.items()
        if name in {"too-young-for-depth-jumps", "day-after-jumps"}
    }
    found = diff(ARTICLE, attrs.evolve(ARTICLE, rules={**ARTICLE.rules, **both}))
    assert found.is_complete
    assert set(both) == {rule for kind in found.kinds for rule in kind.rules}


def test_an_exercise_that_is_new_reaches_whoever_gets_it(tmp_path: Path) -> None:
    """An exercise that one rulebook does not have is a difference for whoever is given it, whichever comes first."""
    path = tmp_path / "club.yaml"
    path.write_text(
        """
language: 1
name: club
version: "1"
extends: article
exercises:
  - exercise: stair-march
    name: Stair march
    role: strength
    pattern: step
    schemes: {bodyweight: {reps: [10, 12], rest_seconds: [45, 60]}}
rules:
  - rule: stairs
    when: discipline == trail
    then: {prescribe: [stair-march]}
    because: The club has stairs.
    source: practice.disciplines
""",
        encoding="utf-8",
    )
    club = runstrength.load_rulebook(path)
    for found in (diff(ARTICLE, club), diff(club, ARTICLE)):
        assert found.is_complete
        assert ("exercise", "stair-march") in {aspect for kind in found.kinds for aspect in kind.aspects}


def test_what_is_only_said_otherwise_is_listed() -> None:
    """Another reason changes no advice, and another length of a session may change anybody's."""
    advice = {**ARTICLE.advice, "sleep": "Sleep less."}
    said = diff(ARTICLE, attrs.evolve(ARTICLE, advice=advice))
    assert said
    assert "→ “Sleep less.”" in said.settings[0]
    told = diff(ARTICLE, changed("day-after-jumps", because="Because."))
    assert not told
    assert ("the reason of 1 rule: day-after-jumps",) == told.wording
    assert ARTICLE.session is not None
    longer = attrs.evolve(ARTICLE, session=attrs.evolve(ARTICLE.session, main=7))
    found = diff(ARTICLE, longer)
    assert found
    assert "the settings below may" in found.verdict
    assert "main 6" in found.settings[0]


def test_what_is_not_decided_is_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the time is up, or only some kinds were asked for, it is not said that there are no others."""
    other = changed("day-after-jumps", when=NEVER)
    assert not diff(ARTICLE, other, most=1).is_complete
    monkeypatch.setattr(comparing.Comparer, "_model", lambda *_: None)
    found = diff(ARTICLE, other)
    assert found
    assert "This is not all" in found.verdict


def test_two_vocabularies_are_not_compared(tmp_path: Path) -> None:
    """Rulebooks that speak of different facts have no runners in common."""
    old, _, _ = two_rulebooks(0, tmp_path)
    with pytest.raises(runstrength.RunstrengthError, match="different facts"):
        diff(old, ARTICLE)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Text, Markdown and JSON say the same kinds; the exit code is 1 where somebody gets other advice."""
    path = tmp_path / "mine.yaml"
    path.write_text(
        """
language: 1
name: mine
version: "1"
extends: article
rules:
  - rule: day-after-jumps
    override: We jump every day.
    when: hours_since_plyometrics < 12
    then: {avoid: {role: plyometric}}
    because: You jumped less than half a day ago.
    source: practice.recovery
waive: {day-after-jumps: It is another rule now.}
""",
        encoding="utf-8",
    )
    shipped = str(runstrength.shipped.rules_folder() / "article")
    assert 0 == main(["diff", shipped, shipped])
    assert "No runner gets other advice" in capsys.readouterr().out
    assert 1 == main(["diff", shipped, str(path)])
    text = capsys.readouterr().out
    assert "by day-after-jumps: You jumped less than half a day ago." in text
    assert 1 == main(["diff", shipped, str(path), "--format", "markdown"])
    markdown = capsys.readouterr().out
    assert "## Who gets other advice: article" in markdown
    assert "- `day-after-jumps`: You jumped less than half a day ago." in markdown
    assert 1 == main(["diff", shipped, str(path), "--format", "json"])
    found = json.loads(capsys.readouterr().out)
    assert found["complete"]
    assert text.count("   runner: ") == markdown.count("```yaml") == len(found["kinds"])
    assert 2 == main(["diff", shipped, str(tmp_path / "nowhere")])
