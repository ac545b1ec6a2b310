"""Rule files are written in one way: what changes, what never does, and that no comment is lost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runstrength import RulebookError
from runstrength.formatting import FormattingError, files, format_text, format_tree
from runstrength.formatting.tree import comments
from runstrength.rulebook.reading import plain, read_text
from runstrength.shipped import rules_folder
from tests.strategies import as_yaml, examples, rulebooks, shuffled

if TYPE_CHECKING:
    from random import Random

    from runstrength.rulebook.diagnostics import Diagnostic

CONFORMANCE = Path(__file__).parents[1] / "conformance"
FILES = [*rules_folder().rglob("*.yaml"), CONFORMANCE / "base.yaml", *(CONFORMANCE / "bad" / "rules").rglob("*.yaml")]


def meaning(text: str) -> Any:  # noqa: ANN401 - any JSON value
    """Read a text that has nothing wrong with it."""
    problems: list[Diagnostic] = []
    node = read_text(text, "file", problems)
    assert problems == []
    return plain(node)


def formatted(text: str) -> str:
    """Format a text, and see that it says the same, keeps its comments, and is not changed again."""
    found = format_text(text, "file")
    assert meaning(text) == meaning(found)
    assert Counter(comments(text)) == Counter(comments(found))
    assert found == format_text(found, "file")
    return found


def lines(text: str) -> str:
    """Give a text that stands indented in a test."""
    return dedent(text).removeprefix("\n")


def test_the_shipped_rules_are_canonical() -> None:
    """The files of the article are written as the formatter writes them, to the byte."""
    assert [] == format_tree(rules_folder(), write=False)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_files_keep_what_they_say(file: Path) -> None:
    """However a file of rules is written, formatting keeps its meaning and comments, and is done after one time."""
    formatted(file.read_text(encoding="utf-8"))


def sprinkled(text: str, random: Random) -> str:
    """Put comments and blank lines into a text wherever they change nothing that it says."""
    said = meaning(text)
    written = text.split("\n")
    for number in range(12):
        place = random.randrange(len(written))
        note = f"# {number} it's: [a, {{b"
        how = random.choice(("line", "line", "trail", "blank"))
        tried = list(written)
        if how == "trail":
            tried[place] += f" {note}"
        else:
            tried.insert(place, " " * random.randrange(9) + note if how == "line" else "")
        problems: list[Diagnostic] = []
        node = read_text("\n".join(tried), "file", problems)
        if not problems and said == plain(node):
            written = tried
    return "\n".join(written)


@examples(40)
@given(rulebooks(), st.randoms(use_true_random=False), st.sampled_from((False, None, True)))
def test_generated_rulebooks_keep_what_they_say(structure: dict[str, Any], random: Random, flow: bool | None) -> None:  # noqa: FBT001
    """Whatever the order of keys, the style, and the places of comments: all is kept."""
    formatted(sprinkled(as_yaml(shuffled(structure, random), flow=flow), random))


# Keys of several lines are refused.
KEYS = st.text(st.sampled_from("ab #:-'\"\\,[]{}é😀|>&*!%@?\t"), max_size=20) | st.sampled_from(
    ("null", "1", "~", "no")
)
TEXTS = st.text(st.sampled_from("ab \n#:-'\"\\,[]{}é😀|>&*!%@?\t"), max_size=150) | st.sampled_from(
    ("null", "true", "1", "1.50", "~", "", "no", "word " * 40)
)


@given(
    st.recursive(TEXTS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4)),
    st.randoms(use_true_random=False),
    st.sampled_from((False, None, True)),
)
def test_any_structure_is_kept(structure: object, random: Random, flow: bool | None) -> None:  # noqa: FBT001
    """Quotes, escapes and lines that PyYAML chooses for strange texts come through."""
    text = as_yaml(structure, flow=flow)
    formatted(sprinkled(text, random))


@given(st.text(st.sampled_from("ab: -#\n |>+'\"[],{}2"), max_size=40))
def test_any_text_is_kept_or_refused(text: str) -> None:
    """A text comes out with all that it said, or not at all."""
    try:
        found = format_text(text, "file")
    except (RulebookError, FormattingError):
        return
    assert meaning(text) == meaning(found)
    assert found == format_text(found, "file")


UNTIDY = """

# About the file.


# About knees.
-   because:  It helps.   # what it says
    then:
        # nested
        prescribe: [ squat,
            lunge ]  # after a list
    extra: "# no comment"
    source:
    - s1

    - s2    # the second
      # and no third
    when: pain.knee >= 1 or
      knee in complaints
    rule: a
# between
- {because: B, rule: b, when: always}
-
  # why c
  rule: c
  because: |
      # no comment
        indented

  # the end of c
# the end
"""

TIDY = """\
# About the file.

# About knees.
- rule: a
  when: pain.knee >= 1 or knee in complaints
  then:
    # nested
    prescribe: [squat, lunge]  # after a list
  because: It helps.  # what it says
  source:
    - s1
    - s2  # the second
    # and no third
  extra: "# no comment"

# between
- {rule: b, when: always, because: B}

# why c
- rule: c
  because: |
    # no comment
      indented
  # the end of c
# the end
"""


def test_an_untidy_file() -> None:
    """Keys get their order, entries their blank lines, and every comment stays with what it is about."""
    assert formatted(UNTIDY) == TIDY
    assert formatted(UNTIDY.replace("\n", "\r\n")) == TIDY
    assert format_text("\ufeff" + UNTIDY.replace("\n", "\r"), "file") == TIDY


SAME = {
    "empty": "",
    "a comment alone": "# Nothing yet.\n\n# Nothing at all.\n",
    "a header": "# About it.\nlanguage: 1\nname: mine\n\nwords:\n  # Of the body.\n  it_band: IT band\n",
    "lists without blank lines": "# Cues.\n- cue: a\n  text: A\n- cue: b\n  text: B\n",
    "sections in one file": "rules:\n  - rule: a\n    when: always\n\n  # Second.\n  - rule: b\n\n# The end.\n",
    "an exercise in its own order": "- exercise: a\n  role: strength\n  name: A\n",
    "comments of a value": "a:  # of the list\n  # of its item\n  - b\nc: >-  # of the text\n  d\n",
    "quotes": '- "it\'s # 1"\n- \'"\'\n- "\\u00e9"\n',
    "lists in lists": "- - a\n  - b\n- - - c\n",
    "nothing": "a:\nb: null\nc: ''\nd: {}\ne: []\n",
    "lines at the end of a text": "a: |+\n  b\n\n\nc: |2\n    d\n  e\nf: |-\n  g\n",
    "one long word": f"a: {'b' * 130}\n",
    "a guarantee": "- guarantee: a\n  says: A.\n  for: {site: a}\n  when: always\n  but: never\n  then: {avoid: b}\n",
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_what_is_canonical_stays(text: str) -> None:
    """A file that is written well is not touched."""
    assert text == formatted(text)


LONG = "word " * 30 + "end"

CHANGED = {
    "trailing spaces": ("a: b  \n   \n\n\nc: d\n\n", "a: b\n\nc: d\n"),
    "no end of line": ("a: b # c", "a: b  # c\n"),
    "a text without an end of line": ("a: |\n  b", "a: |-\n  b\n"),
    "blank lines within an entry": ("- a: b\n\n  c: d\n", "- a: b\n  c: d\n"),
    "a text in lines": ("a:\n  b\n  c\n\n  d\n", "a: >-\n  b c\n\n  d\n"),
    "a text in quotes and lines": ("a: 'b\n      c\n\n   d'\n", "a: 'b\n  c\n\n  d'\n"),
    "a long text": (
        f"- {LONG}  # too long\n",
        "- >-  # too long\n  " + "word " * 22 + "word\n  " + "word " * 7 + "end\n",
    ),
    "a long list": (f"a: [{', '.join(['word'] * 30)}]\n", "a:\n" + "  - word\n" * 30),
    "a list with comments": (
        "a: [  # of all\n  b,  # of b\n  # of c\n  {c: d},\n  # no more\n]\n",
        "a:  # of all\n  - b  # of b\n  # of c\n  - {c: d}\n  # no more\n",
    ),
    "an empty list with a comment": ("a: [\n  # none\n]\n", "a: []  # none\n"),
    "two comments in a line": ("a:  # one\n  b  # two\n", "# one\na: b  # two\n"),
    "pairs": ("[a: b, {c, d: }]\n", "[{a: b}, {c: null, d: null}]\n"),
    "an explicit key": ("? a\n: - b\n", "a:\n  - b\n"),
    "a document marked as such": ("---\na: b\n...\n# c\n", "a: b\n# c\n"),
    "a document of nothing": ("# a\n\n---\n# b\n\n", "# a\n\n# b\n"),
    "a text of nothing": ("a: >\n   \n\nb: |+\n  \nc: d\n", "a: >-\n\nb: |+\n\nc: d\n"),
    "a comment after the dash": ("- # about it\n  a: b\n", "# about it\n- a: b\n"),
    "a comment in a deeper block": (
        "a:\n    b:\n        - c\n        # of b\n    # of a\n# of d\nd: e\n",
        "a:\n  b:\n    - c\n    # of b\n  # of a\n# of d\nd: e\n",
    ),
}


@pytest.mark.parametrize(("text", "expected"), CHANGED.values(), ids=CHANGED)
def test_what_is_not_canonical_becomes_so(text: str, expected: str) -> None:
    """Each way to write something has one way that it comes out."""
    assert expected == formatted(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a:\n\tb: c\n", "RS111"),
        ("a: [b\n", "RS110"),
        ("a: b\na: c\n", "RS115"),
        ("a: &b c\n", "RS113"),
        ("a: !b c\n", "RS112"),
        ("a: b\n---\nc: d\n", "RS116"),
    ],
)
def test_what_cannot_be_read_is_not_formatted(text: str, code: str) -> None:
    """What YAML or the language refuses is said as it is said of a rulebook."""
    with pytest.raises(RulebookError) as caught:
        format_text(text, "file.yaml")
    assert [code] == [diagnostic.code for diagnostic in caught.value.diagnostics]
    assert "file.yaml" == caught.value.diagnostics[0].place.file


@pytest.mark.parametrize("written", ["a: b\n", "a: c\n# d\n", "a: [\n", "a: b\n# e\n", "a: b\n# d\n# d\n"])
def test_a_text_that_lost_something_is_never_given(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    """If the writer made a mistake, the file stays as it is and is named."""
    monkeypatch.setattr(files, "write_document", lambda _: written)
    with pytest.raises(FormattingError, match=r"^file\.yaml: "):
        format_text("a: b  # d\n", "file.yaml")


def test_a_key_of_several_lines_is_refused() -> None:
    """What could only be written in a way that is not read again is left alone."""
    with pytest.raises(FormattingError):
        format_text("? |\n  a\n  b\n: c\n", "file.yaml")


def test_comments_are_found() -> None:
    """A `#` in quotes, in a text or in a block is none."""
    text = 'a: "# b" # c\n# d#\ne: f#g\nh: > # i\n  # j\nk: [ # l\n "m # n", #o\n]'
    assert ["# c", "# d#", "# i", "# l", "#o"] == comments(text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with files that are written well, badly, and in places where no rule is read."""
    for name, text in {
        "good.yaml": "a: b\n",
        "bad.yaml": "a:  b\r\n",
        "more/bad.yml": "\ufeffa: b\n",
        "more/bad.txt": "a:  b\n",
        ".hidden/bad.yaml": "a:  b\n",
        "_draft.yaml": "a:  b\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path


def test_a_folder(folder: Path) -> None:
    """What is not canonical is given, and written only when that is asked for."""
    bad = [folder / "bad.yaml", folder / "more" / "bad.yml"]
    assert bad == format_tree(folder, write=False)
    assert b"a:  b\r\n" == bad[0].read_bytes()
    assert bad == format_tree(folder, write=True)
    assert [b"a: b\n"] * 2 == [file.read_bytes() for file in bad]
    assert [] == format_tree(folder, write=True)
    assert b"a:  b\n" == (folder / "_draft.yaml").read_bytes()


def test_one_file(folder: Path) -> None:
    """A file that is named is formatted, whatever its name."""
    assert [folder / "_draft.yaml"] == format_tree(folder / "_draft.yaml", write=True)
    assert [] == format_tree(folder / "good.yaml", write=True)


def test_nothing_is_written_if_anything_is_wrong(folder: Path) -> None:
    """Every problem of every file is said, and no file is touched."""
    (folder / "more" / "wrong.yaml").write_text("a: [", encoding="utf-8")
    (folder / "wrong.yaml").write_bytes(b"\xff")
    with pytest.raises(RulebookError) as caught:
        format_tree(folder, write=True)
    assert ["RS110", "RS103"] == [diagnostic.code for diagnostic in caught.value.diagnostics]
    assert b"a:  b\r\n" == (folder / "bad.yaml").read_bytes()


def test_what_is_not_there(tmp_path: Path) -> None:
    """A path that leads nowhere is a problem like any other."""
    with pytest.raises(RulebookError, match="RS101"):
        format_tree(tmp_path / "none", write=False)
