"""German says all of it: every sentence of the rulebook, of the vocabulary and of the renderers."""

from __future__ import annotations

import gettext
import io
import re
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import runstrength
from runstrength import UnknownNameError, language
from runstrength.language import DOMAIN, add_translations, languages
from runstrength.messages import sentences_of, template_of
from runstrength.planning.page import season_as_html
from runstrength.planning.picture import season_picture
from runstrength.planning.pictured import pictured
from runstrength.render import FORMATS, render
from tests.browser.__main__ import RUNNERS, WEEKS
from tests.translation.catalogue import compiled, kept, missing, path, updated
from tests.translation.heard import HABITS, LIFTER, LOGGED, LOOKS, PLANNED, heard, heard_plurals
from tests.translation.written import written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.xdist_group("german")  # what is said is heard once, in one process

PLACE = re.compile(r"\{\w+\}")
CATALOGUE = kept()


def test_nothing_is_left_untranslated() -> None:
    """Whatever is said, or stands in the code to be said, has its German sentence."""
    assert missing(CATALOGUE) == set()


def test_the_catalogue_is_written_the_one_way() -> None:
    """The file that is kept is as `python -m tests.translation` writes it: nothing stands in it that nobody says."""
    assert path().read_text(encoding="utf-8") == updated(CATALOGUE, {})


def test_what_is_read_is_what_is_kept() -> None:
    """The compiled catalogue is that of the file beside it."""
    # Its head names the version of whatever compiled it.
    read, made = (
        {str(list(message.id)): list(message.string or ()) for message in read_mo(io.BytesIO(data)) if message.id}
        for data in (path(suffix="mo").read_bytes(), compiled(CATALOGUE))
    )
    assert read == made
    assert len(made) > 1000


def test_every_place_is_kept() -> None:
    """A translation has the places of its sentence, and no others."""
    wrong = []
    for message in CATALOGUE:
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
        wrong += [text for text in texts if message.id and set(PLACE.findall(str(text))) != set(PLACE.findall(ids[-1]))]
    assert wrong == []


@pytest.mark.parametrize("name", RUNNERS)
def test_no_english_sentence_is_left(name: str) -> None:
    """In German, no English sentence of more than three words stands on a page or in an answer."""
    result = runstrength.recommend(RUNNERS[name]).in_language("de")
    shown = [render(result, format_) for format_ in FORMATS if format_ != "json"]
    shown += [str(result.why(x.exercise)) for x in result.exercises]
    shown += [str(result.why_not(one)) for one in ("back-squat", "depth-jump", "heavy", "power", "taper", "bounding")]
    shown += [str(result.what_if(age=15)), str(result.closest("bounding")), str(result.instead_of("goblet-squat"))]
    shown += [str(question) for question in result.questions()]
    assert english_in(" ".join(shown)) == set()
    assert result.disclaimer in " ".join(" ".join(shown).split())


@pytest.mark.parametrize("at", range(len(PLANNED)))
def test_no_english_sentence_is_left_in_a_week(at: int) -> None:
    """Nor on any look of a week."""
    profile, habits = PLANNED[at]
    week = runstrength.recommend(profile).in_language("de").week(**habits)
    assert english_in(" ".join(look(week) for look in LOOKS)) == set()


def test_no_english_sentence_is_left_in_a_season() -> None:
    """Nor in a season, whatever is logged; its lines fit a terminal."""
    plan = runstrength.plan(LIFTER, "2027-01-04", "2027-02-04", 6, language="de", **HABITS)
    for on, told in LOGGED.items():
        plan = plan.log(on, **told)
        shown = [str(plan), season_as_html(plan), season_picture(pictured(plan), "de")]
        assert english_in(" ".join(shown)) == set()
        assert max(map(len, shown[0].splitlines())) <= 80


def english_in(text: str) -> set[str]:
    """Give the English sentences of more than three words that stand in a text."""
    plain = " ".join(text.split())
    english = {sentence for sentence in heard() | written() if sentence.count(" ") > 2 and "{" not in sentence}
    return {sentence for sentence in english if sentence in plain}


def test_a_result_is_the_same_in_every_language() -> None:
    """Only texts differ: ids, numbers, facts and rules are those of the English result."""
    english = runstrength.recommend(RUNNERS["sore-knee"])
    german = english.in_language("de")
    assert german == english
    assert german.to_dict()["rulebook"] == english.to_dict()["rulebook"]
    assert [x["exercise"] for x in german.to_dict()["exercises"]] == [x.exercise for x in english.exercises]
    assert german.exercises[0].because[0].rule == english.exercises[0].because[0].rule
    assert german.exercises[0].because[0].text != english.exercises[0].because[0].text
    assert english.record("2026-11-24T09:30:00+00:00") == german.record("2026-11-24T09:30:00+00:00")


def test_one_and_several() -> None:
    """Numbers take the German singular and plural."""
    assert ("{n} minute", "{n} minutes") in heard_plurals()
    with language.speaking("de"):
        assert language.several("{n} minute", "{n} minutes", 1) == "1 Minute"
        assert language.several("{n} minute", "{n} minutes", 40) == "40 Minuten"


def test_decimals() -> None:
    """A number has the decimal sign of its language; what is for programs keeps the point."""
    profile, habits = WEEKS["full"]
    week = runstrength.recommend(profile).in_language("de").week(**{**habits, "best": {"back-squat": (92.5, 5)}})
    assert "92,5 kg" in str(week)
    assert "2,5–4 min" in str(week)
    assert language.decimal(2.5) == "2.5"


def test_a_language_that_is_not_there() -> None:
    """Asked for another language, the library names those that it speaks."""
    with pytest.raises(UnknownNameError, match='no translation into "fr"; there are en and de'):
        runstrength.recommend({"discipline": "trail"}).in_language("fr")


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Forget catalogues that a test adds."""
    monkeypatch.setattr("runstrength.language._places", vars(language)["_places"])
    yield
    languages.cache_clear()
    language.translations_of.cache_clear()


@pytest.mark.usefixtures("places")
def test_catalogues_of_ones_own(tmp_path: Path) -> None:
    """An application adds a language, or its own sentences to one; what it does not say is said as before."""
    for code in ("de", "nl"):
        mine = gettext_catalogue(tmp_path, code)
        mine.parent.mkdir(parents=True)
        own = kept()
        for message in list(own):
            if message.id and message.id != "Squats are the foundation":
                own.delete(message.id)
        own.add("Leg strength for your running", f"{code}: sterke benen")
        mine.write_bytes(compiled(own))
    assert ("en", "de", "nl") == add_translations(tmp_path, "club")
    result = runstrength.recommend({"discipline": "trail"})
    assert "nl: sterke benen" in render(result.in_language("nl"), "markdown")
    german = render(result.in_language("de"), "markdown")
    assert "de: sterke benen" in german
    assert "Nächste Einheit" in german


@pytest.mark.usefixtures("places")
def test_a_rulebook_that_was_spoken_before_learns_new_sentences(tmp_path: Path) -> None:
    """Catalogues that are added later hold for rulebooks that have spoken that language already."""
    result = runstrength.recommend({"discipline": "trail"})
    assert result.in_language("de").disclaimer.startswith("Das sind allgemeine")
    mine = gettext_catalogue(tmp_path, "de")
    mine.parent.mkdir(parents=True)
    own = Catalog(locale="de")
    own.add(result.disclaimer, "Frag im Zweifel nach.")
    mine.write_bytes(compiled(own))
    add_translations(tmp_path, "club")
    assert result.in_language("de").disclaimer == "Frag im Zweifel nach."


def gettext_catalogue(folder: Path, code: str) -> Path:
    """Give the file in which gettext looks for a catalogue."""
    return folder / code / "LC_MESSAGES" / "club.mo"


def test_a_folder_without_catalogues(tmp_path: Path) -> None:
    """A folder in which there are none is an error, and not a language less."""
    with pytest.raises(FileNotFoundError, match="there is no catalogue"):
        add_translations(tmp_path)
    assert gettext.find(DOMAIN, tmp_path, ["de"]) is None


def test_a_rulebook_gives_its_sentences() -> None:
    """The template of a rulebook holds its texts, each once, as gettext's own tools read them."""
    book = runstrength.build_rulebook(
        {
            "language": 1,
            "name": "club",
            "version": "1",
            "extends": "article",
            "advice": [{"advice": "hall", "text": 'Use the "small" hall.\tBack\\slash'}],
            "sources": [{"source": "club", "kind": "practice", "text": "The rules of the house."}],
            "rules": [
                {
                    "rule": "hall",
                    "when": "always",
                    "then": {"advise": ["hall"]},
                    "because": "It is warm there.",
                    "source": "club",
                }
            ],
        }
    )
    template = read_po(io.BytesIO(template_of(book).encode("utf-8")))
    assert {"It is warm there.", "The rules of the house.", "knee pain", "How old are you?"} < {x.id for x in template}
    assert set(sentences_of(book)) == {x.id for x in template if x.id}
    assert {x for x in sentences_of(runstrength.shipped_rulebook()) if x not in CATALOGUE} == set()
