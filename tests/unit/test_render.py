"""What people see of a result: complete, in order, within 80 columns, and nothing that could control a terminal."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import attrs
import pytest

import runstrength
from runstrength.explain.layout import clean, padded, paragraph, width
from runstrength.explain.words import condition_in_words, counted, duration, fact_in_words, spoken
from runstrength.profile import Profile
from runstrength.render import as_json, render
from runstrength.render.content import page
from runstrength.render.markdown import escaped
from runstrength.render.text import as_text
from runstrength.rulebook.conditions import ALWAYS, NEVER, And, Compare, Finding, Maybe, Member, Not, Or, Unknown
from runstrength.rulebook.conditions import Path as Fact
from tests.strategies import profile

GOLDEN = runstrength.load_rulebook(Path(__file__).parents[1] / "golden" / "rulebook.yaml")
BOOKS = {"golden": GOLDEN, "shipped": runstrength.shipped_rulebook()}


def result_of(seed: int, book: str) -> runstrength.Recommendations:
    """Give the result of a runner who is made by a seed."""
    rulebook = BOOKS[book]
    return runstrength.recommend(
        profile(random.Random(seed).choice, ids=sorted(rulebook.exercises)),  # noqa: S311 - no secret
        rulebook=rulebook,
    )


def joined(text: str) -> str:
    """Give a text without its line breaks."""
    return " ".join(text.split())


# --- for any runner -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("seed", range(40))
def test_text_of_any_runner(seed: int, book: str) -> None:
    """Text keeps to 80 columns, paints nothing, ends in one newline, and has referral and disclaimer in full."""
    result = result_of(seed, book)
    text = render(result)
    assert all(width(line) <= 80 for line in text.splitlines())
    assert all(line == line.rstrip() for line in text.splitlines())
    assert "\x1b" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert joined(result.disclaimer) in joined(text)
    if result.referral is not None:
        assert text.startswith("=" * 80)
        assert joined(result.referral.text) in joined(text)
        assert text.index(joined(result.referral.text)[:20]) < text.index("Next session")


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("seed", range(40))
def test_markdown_of_any_runner(seed: int, book: str) -> None:
    """Markdown names every exercise, has referral and disclaimer in full, and no backslash in prose."""
    result = result_of(seed, book)
    text = render(result, "markdown")
    assert joined(result.disclaimer) in joined(text)
    assert result.referral is None or joined(result.referral.text) in joined(text)
    assert result.referral is None or text.splitlines()[2].startswith("> ## ")
    assert all(f"| {escaped(exercise.name)} |" in text for exercise in result.exercises)
    assert book == "golden" or "\\" not in text


@pytest.mark.parametrize("seed", range(10))
def test_answers_of_any_runner(seed: int) -> None:
    """Every answer, why and why not, keeps to 80 columns."""
    result = result_of(seed, "shipped")
    answers = [str(result.why(x.exercise)) for x in result.exercises]
    answers += [str(result.why_not(name)) for name in result.rulebook.exercises]
    assert all(width(line) <= 80 for answer in answers for line in answer.splitlines())


def test_json_is_the_result() -> None:
    """JSON is `to_dict` and nothing else, and keeps its characters."""
    result = runstrength.recommend({"discipline": "general"}, rulebook=GOLDEN)
    shown = render(result, "json")
    assert result.to_dict() == json.loads(shown)
    assert shown.startswith('{\n  "schema": "runstrength/1"')
    assert shown.endswith("}\n")
    assert "ウォールシット" in render(
        runstrength.recommend({"discipline": "general", "pain": {"knee": 1}}, rulebook=GOLDEN), "json"
    )


def test_json_with_half_a_character() -> None:
    """Half a surrogate pair is escaped, so that every encoding can write the JSON."""
    assert as_json({"a": "\ud800é"}).encode("ascii") == b'{\n  "a": "\\ud800\\u00e9"\n}\n'


def test_there_is_no_other_format() -> None:
    """An unknown format is refused by name."""
    with pytest.raises(ValueError, match=r"there is no format 'pdf'; there are text, markdown, html, json"):
        render(runstrength.recommend({"discipline": "general"}, rulebook=GOLDEN), "pdf")


def test_what_is_missing_as_data() -> None:
    """The data of `why_not` has the language's own spelling; its text has words."""
    answer = runstrength.recommend({"discipline": "trail", "goals": []}, rulebook=GOLDEN).why_not("skipping")
    text = "Jumps make the push-off quick | and the tendons stiff."
    nothing: dict[str, list[object]] = {"unknown": [], "against": [], "through": []}
    expected = [{"rule": "jumps", "text": text, "false": ["speed in goals"], **nothing}]
    assert expected == answer.to_dict()["missing"]
    assert "      It would need: goals include speed\n" in f"{answer}\n"


# --- text -----------------------------------------------------------------------------------------------------------


def test_colour_changes_nothing_but_the_looks() -> None:
    """Painted text says what plain text says; headings are underlined by the terminal instead of by dashes."""
    result = runstrength.recommend({"discipline": "ultra", "signs": ["chest_pain"]}, rulebook=GOLDEN)
    painted = render(result, colour=True)
    assert "\x1b[1;31m  EMERGENCY: GET MEDICAL HELP NOW\x1b[0m" in painted
    for code in ("0", "1", "2", "1;4", "1;31"):
        painted = painted.replace(f"\x1b[{code}m", "")
    plain = [line for line in render(result).splitlines() if set(line) != {"-"}]
    assert plain == painted.splitlines()


def test_control_characters_are_shown_and_not_obeyed() -> None:
    """A rulebook whose texts hold control characters does not control the terminal."""
    made = page(runstrength.recommend({"discipline": "general"}, rulebook=GOLDEN))
    nasty = attrs.evolve(made, disclaimer="red \x1b[31m bell \x07 override \u202e")
    assert "red \\x1b[31m bell \\x07 override \\u202e" in as_text(nasty)


@pytest.mark.parametrize(
    ("sessions", "jumps", "words"),
    [
        ((0, 0), (0, 0), "no strength sessions for now"),
        ((0, 1), (0, 0), "up to 1 strength session, without jumps"),
        ((1, 1), (0, 1), "1 strength session, with or without jumps"),
        ((1, 1), (1, 1), "1 strength session, with jumps"),
        ((2, 2), (1, 1), "2 strength sessions, 1 of them with jumps"),
        ((2, 3), (0, 0), "2–3 strength sessions, none with jumps"),
        ((2, 3), (0, 2), "2–3 strength sessions, up to 2 of them with jumps"),
    ],
)
def test_sessions_in_words(sessions: tuple[int, int], jumps: tuple[int, int], words: str) -> None:
    """Numbers of sessions read as a person would say them."""
    result = runstrength.recommend({"discipline": "general"}, rulebook=GOLDEN)
    outcome = attrs.evolve(result.outcome, sessions=sessions, plyometric_sessions=jumps)
    assert words == page(attrs.evolve(result, outcome=outcome)).week


def test_a_session_that_does_not_fit() -> None:
    """Where nothing fits into the time, the text says so and lists what suits."""
    result = runstrength.recommend({"discipline": "general"}, rulebook=GOLDEN)
    result = attrs.evolve(result, outcome=attrs.evolve(result.outcome, next_session=()))
    text = render(result)
    assert "Nothing of what suits you fits into the time that you have." in text
    assert "This suits you too" in text
    assert "## Next session\n\nNothing of what suits you" in render(result, "markdown")


# --- lines ----------------------------------------------------------------------------------------------------------


def test_paragraph() -> None:
    """Lines are filled, the first has its lead, the others as many blanks, and blanks of the text do not count."""
    assert ["- one two", "  three"] == paragraph(" one\n two\tthree ", "- ", limit=9)
    assert ["- one", "> two"] == paragraph("one two", "- ", "> ", limit=6)
    assert [] == paragraph("  ")


def test_long_words_are_cut() -> None:
    """A word that is longer than a line does not leave it, however little room is left."""
    assert ["abcd", "ef"] == paragraph("abcdef", limit=4)
    assert ["ab", "cdef"] == paragraph("ab cdef", limit=5)
    assert all(width(line) <= 82 for line in paragraph("x" * 300, " " * 80))


def test_width() -> None:
    """Wide characters take two columns, accents that combine none."""
    assert [3, 2, 1, 2] == [width("abc"), width("歩"), width("e\u0301"), width("—x")]
    assert "歩 |" == padded("歩", 3) + "|"
    assert ["歩歩", "歩"] == paragraph("歩歩歩", limit=5)


def test_clean() -> None:
    """Printable text stays; line breaks become blanks."""
    assert "a b – ×" == clean(" a\r\n b – × ")


# --- words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("pain.knee", 4, "knee pain: 4 of 10"),
        ("pain.it_band", 0, "IT band pain: 0 of 10"),
        ("soreness", 7, "soreness: 7 of 10"),
        ("age", 38, "age: 38 years"),
        ("days_to_race", 1, "days to race: 1"),
        ("strength_days", 2, "strength days: 2 a week"),
        ("weekly_distance_km", 42.5, "weekly distance: 42.5 kilometres"),
        ("weekly_distance_km", 1, "weekly distance: 1 kilometre"),
        ("runs_per_week", 4, "runs per week: 4"),
        ("sleep_hours", 7, "sleep hours: 7"),
        ("discipline", "middle_distance", "discipline: middle distance"),
        ("imbalance", False, "imbalance: no"),
        ("imbalance", True, "imbalance: yes"),
        ("signs", ["chest_pain", "fever"], "signs: chest pain, fever"),
        ("equipment", [], "equipment: none"),
        ("excluded", ["back-squat"], "excluded: back squat"),
        ("complaints", ["achilles"], "complaints: Achilles"),
    ],
)
def test_facts_in_words(path: str, value: Any, words: str) -> None:  # noqa: ANN401
    """A fact is said with its scale or unit, and no word twice."""
    assert words == fact_in_words(Profile, path, value)


KNEE = Compare(Fact("pain", "knee"), ">=", (4,))
GOAL = Member("speed", Fact("goals"))


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (KNEE, "knee pain at least 4 of 10"),
        (Compare(Fact("discipline"), "in", ("sprint", "ultra")), "discipline is sprint or ultra"),
        (Compare(Fact("discipline"), "!=", ("sprint",)), "discipline is not sprint"),
        (Compare(Fact("imbalance"), "==", (True,)), "imbalance is yes"),
        (GOAL, "goals include speed"),
        (Not(GOAL), "goals without speed"),
        (Maybe(GOAL), "goals include speed (or not known)"),
        (Unknown(Fact("age")), "age not known"),
        (Finding("goes_far"), "goes far"),
        (And((GOAL, Or((KNEE, Finding("sore"))))), "goals include speed and (knee pain at least 4 of 10 or sore)"),
        (ALWAYS, "always"),
        (NEVER, "never"),
    ],
)
def test_conditions_in_words(condition: Any, words: str) -> None:  # noqa: ANN401
    """A condition is said in words."""
    assert words == condition_in_words(Profile, condition)


def test_numbers_in_words() -> None:
    """One is singular; time is in minutes where that is exact."""
    assert ["1 rule", "2 rules", "0 boxes"] == [counted(1, "rule"), counted(2, "rule"), counted(0, "box", "boxes")]
    assert ["30–45 s", "60 s", "1–2 min", "2.5–4 min", "2 min", "100–130 s"] == [
        duration(span) for span in ((30, 45), (60, 60), (60, 120), (150, 240), (120, 120), (100, 130))
    ]
    assert "shin splints" == spoken("shin_splints")


# --- Markdown -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("Plain prose: call 112 (or 999); 50 % of it – that's all!", None),
        ("2 * 3, snake_case, a & b, x < y, 3.5", None),
        ("C:\\path", None),
        ("*bold* _it_ `code`", r"\*bold\* \_it\_ \`code\`"),
        ("[a](b) <b> a|b ~~x~~", r"\[a\](b) \<b> a\|b \~\~x\~\~"),
        ("&amp; \\* ", r"\&amp; \\\*"),
        ("# one", r"\# one"),
        ("one #", r"one \#"),
        ("- one", r"\- one"),
        ("1. one", r"1\. one"),
        ("12) one", r"12\) one"),
        ("> one", r"\> one"),
        ("---", r"\---"),
        ("two\nlines", "two lines"),
    ],
)
def test_escaped(text: str, markdown: str | None) -> None:
    """What Markdown would take for its own is escaped, and prose stays as it is."""
    assert (text if markdown is None else markdown) == escaped(text)
