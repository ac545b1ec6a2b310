"""Loading: files, folders, and rulebooks that build on others."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from runstrength import RulebookError, infer, load_rulebook, recommend, shipped_rulebook
from runstrength.checking import check
from runstrength.rulebook import shipped_exercises
from runstrength.shipped import rules_folder

BASE = Path(__file__).parents[1] / "conformance" / "base.yaml"
MARATHON = {"discipline": "marathon"}
SORE = {"discipline": "marathon", "pain": {"knee": 7}}

EXTENSION = """
language: 1
name: mine
version: "2"
extends: {base}
{header}
rules:
{rules}
"""


def extension(folder: Path, rules: str, header: str = "") -> Path:
    """Write a rulebook that builds on the base of the conformance cases."""
    shutil.copy(BASE, folder / "base.yaml")
    path = folder / "mine.yaml"
    path.write_text(EXTENSION.format(base="./base.yaml", header=header, rules=rules), encoding="utf-8")
    return path


RULE = "  - {rule: rest, when: pain.knee >= 7, then: {advise: [rest]}, because: Rest helps., source: s1}"


def test_the_shipped_rulebook_loads() -> None:
    """It has no problem, its examples hold, and it is read once."""
    rulebook, problems = check(rules_folder() / "article")
    assert problems == []
    assert rulebook is not None
    assert shipped_rulebook() is shipped_rulebook()
    assert shipped_rulebook().digest == rulebook.digest
    assert shipped_exercises() == set(rulebook.exercises)


def test_a_file_and_a_folder_are_the_same_rulebook(tmp_path: Path) -> None:
    """What is one file may be a folder: the same rules, the same digest."""
    whole = yaml.safe_load(BASE.read_text(encoding="utf-8"))
    stages = {
        "assess": ["sore-knee"],
        "restrict": ["spare-the-knee", "unload"],
    }
    for rule in whole["rules"]:
        if rule["rule"] == "everybody":  # in a folder, a rule concludes what its stage concludes
            then = rule["then"]
            for stage, key in (("assess", "focus"), ("prescribe", "prescribe"), ("dose", "dose")):
                part = rule | {"rule": f"everybody-{key}", "then": {key: then[key]}}
                _append(tmp_path / "folder" / stage / "all.yaml", part)
        else:
            stage = next(stage for stage, names in stages.items() if rule["rule"] in names)
            _append(tmp_path / "folder" / stage / "some.yaml", rule)
    for section in ("exercises", "cues", "advice", "sources"):
        for entry in whole[section]:
            _append(tmp_path / "folder" / f"{section}.yaml", entry)
    header = {key: of for key, of in whole.items() if not isinstance(of, list)}
    (tmp_path / "folder" / "rulebook.yaml").write_text(yaml.safe_dump(header), encoding="utf-8")
    folder = load_rulebook(tmp_path / "folder")

    rules = [_read(path) for path in sorted((tmp_path / "folder").glob("*/*.yaml"))]
    one = whole | {"rules": [rule for some in reversed(rules) for rule in some]}
    (tmp_path / "one.yaml").write_text(yaml.safe_dump(one, sort_keys=True), encoding="utf-8")
    assert folder.digest == load_rulebook(tmp_path / "one.yaml").digest
    assert folder.strata == load_rulebook(tmp_path / "one.yaml").strata
    # Split in three, the rule for everybody is another one, but what comes of it is the same.
    expected, actual = (recommend(SORE, rulebook=book) for book in (load_rulebook(BASE), folder))
    assert [x.exercise for x in expected.exercises] == [x.exercise for x in actual.exercises]


def _append(path: Path, entry: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        yaml.safe_dump([entry], file, sort_keys=False)


def _read(path: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def test_the_digest_tells_what_a_rulebook_means(tmp_path: Path) -> None:
    """Comments, examples and the way a thing is written do not enter; a word more in a reason does."""
    text = BASE.read_text(encoding="utf-8")
    same = text.replace("when: pain.knee >= 4", 'when: "4 <= pain.knee" # sore').replace("silent: [", "silent: [ ")
    other = text.replace("because: Your knee hurts.", "because: Your knee hurts a lot.")
    for name, written in (("same", same), ("other", other)):
        (tmp_path / f"{name}.yaml").write_text(written, encoding="utf-8")
    assert load_rulebook(BASE).digest == load_rulebook(tmp_path / "same.yaml").digest
    assert load_rulebook(BASE).digest != load_rulebook(tmp_path / "other.yaml").digest


def test_an_extension_adds(tmp_path: Path) -> None:
    """It has all rules of its base and its own, under its own name."""
    book = load_rulebook(extension(tmp_path, RULE))
    assert ("mine", "2") == (book.name, book.version)
    assert {*load_rulebook(BASE).rules, "rest"} == set(book.rules)
    result = recommend(SORE, rulebook=book).to_dict()
    assert ["rest"] == [advice["advice"] for advice in result["advice"]]
    assert "overrides" not in result["rulebook"]


def test_an_extension_overrides_and_every_result_says_why(tmp_path: Path) -> None:
    """A rule of the base gives way to the extension's, whose reason stands in every result."""
    rule = "  - {rule: everybody, override: Our athletes are strong., when: always, because: They are., source: s1,"
    rule += " then: {focus: strength, prescribe: [goblet-squat],"
    rule += " dose: {load: heavy, sets: 4, sessions_per_week: [1, 1], plyometric_sessions_per_week: [0, 0]}}}"
    result = recommend(MARATHON, rulebook=load_rulebook(extension(tmp_path, rule))).to_dict()
    assert [("goblet-squat", "heavy", 4)] == [(x["exercise"], x["load"], x["sets"]) for x in result["exercises"]]
    assert [{"rule": "everybody", "because": "Our athletes are strong."}] == result["rulebook"]["overrides"]


def test_never_switches_a_rule_off(tmp_path: Path) -> None:
    """An override that never fires takes a rule away, whatever its `for` made of it."""
    rule = "  - {rule: unload, override: Not here., when: never, then: {limit: {sets: 1}}, because: No., source: s1}"
    book = load_rulebook(extension(tmp_path, rule))
    assert "unload" in book.rules
    assert "unload[knee]" not in book.rules
    assert "unload" not in infer(SORE, rulebook=book)


def test_the_examples_of_the_base_hold_unless_waived(tmp_path: Path) -> None:
    """An extension is held to the base's examples; `waive` lets one go, and says why."""
    rule = "  - {rule: sore-early, when: soreness > 5, then: {derive: sore_knee}, because: It hurts., source: s1}"
    assert check(extension(tmp_path, rule))[1] == []
    waived = load_rulebook(extension(tmp_path, rule, "waive: {sore-knee: We ask a physiotherapist.}"))
    assert {"sore-knee": "We ask a physiotherapist."} == dict(waived.waived)


def test_settings_are_inherited_and_replaced(tmp_path: Path) -> None:
    """The header of an extension may say a thing anew, and has the rest of its base."""
    book = load_rulebook(extension(tmp_path, RULE, "disclaimer: Ask us.\ngroups: {leg_sites: [achilles]}"))
    base = load_rulebook(BASE)
    assert "Ask us." == book.disclaimer
    assert (base.focus_order, base.session, base.referral) == (book.focus_order, book.session, book.referral)
    assert ["unload[achilles]"] == [name for name in book.rules if name.startswith("unload")]


def test_an_extension_of_the_shipped_rulebook(tmp_path: Path) -> None:
    """`extends: article` needs no path; what is wrong in it is named as shipped."""
    path = tmp_path / "mine.yaml"
    rule = "  - {rule: mine, when: age >= 90, then: {advise: [sleep]}, because: Sleep helps., source: mine}"
    header = "sources: [{source: mine, kind: practice, text: Sleep helps}]"
    path.write_text(EXTENSION.format(base="article", header=header, rules=rule), encoding="utf-8")
    assert {*shipped_rulebook().rules, "mine"} == set(load_rulebook(path).rules)
    assert "mine" in infer({"discipline": "marathon", "age": 90}, rulebook=load_rulebook(path))
    again = "  - {rule: mine, when: always, then: {advise: [sleep]}, because: Sleep helps., source: mine}"
    path.write_text(
        EXTENSION.format(base="article", header="cues: [{cue: neutral-spine, text: Mine}]", rules=again),
        encoding="utf-8",
    )
    with pytest.raises(RulebookError) as raised:
        load_rulebook(path)
    assert [("RS124", str(path)), ("RS304", str(path))] == [
        (problem.code, problem.place.file) for problem in raised.value.diagnostics
    ]


def test_a_rulebook_without_exercises_says_and_prescribes_nothing(tmp_path: Path) -> None:
    """Findings and advice are enough for a rulebook; it needs no settings."""
    path = tmp_path / "plain.yaml"
    path.write_text(
        "language: 1\nname: plain\nversion: '1'\n"
        "advice: [{advice: rest, text: Rest}]\nsources: [{source: s1, kind: practice, text: Rest helps}]\n"
        "rules:\n"
        "  - {rule: sore, when: soreness > 5, then: {derive: sore}, because: You are sore., source: s1}\n"
        "  - {rule: rest, when: sore, then: {advise: [rest]}, because: You are sore., source: s1}\n",
        encoding="utf-8",
    )
    book = load_rulebook(path)
    assert {"sore", "rest"} == infer({"discipline": "trail", "soreness": 6}, rulebook=book)
    assert (("sore",), ("rest",)) == book.strata


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("open", ["rulebook.yaml:1:1: error RS101: the file cannot be read: Permission denied"]),
        ("iterdir", [":1:1: error RS101: the folder cannot be read: Permission denied"]),
    ],
)
def test_what_may_not_be_read_is_named(
    method: str, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file or a folder without the permission to read it is named, and nothing that follows from its absence."""
    (tmp_path / "rulebook.yaml").write_text("language: 1\nname: mine\nversion: '1'\n", encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, method, refuse)
    problems = check(tmp_path)[1]
    assert expected == [str(problem).removeprefix(str(tmp_path)).removeprefix("/") for problem in problems]


def test_the_values_of_for_make_rules(tmp_path: Path) -> None:
    """Several variables, by name, make every combination; reasons are written as people write, ids are not."""
    rule = "  - rule: both\n    for: {site: [it_band, knee], exercise: {role: plyometric}}\n"
    rule += "    when: pain.$site >= 1 and not ($exercise in excluded)\n    then: {avoid: [$exercise]}\n"
    rule += "    because: Your $site and the $exercise.\n    source: s1\n"
    rules = load_rulebook(extension(tmp_path, rule)).rules
    assert "Your it band and the depth jump." == rules["both[depth-jump,it_band]"].because
    assert "pain.knee >= 1 and not depth-jump in excluded" == str(rules["both[depth-jump,knee]"].when)
    assert "both" == rules["both[depth-jump,knee]"].template


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_a_file_of_nothing_but_openings(tmp_path: Path, opening: str) -> None:
    """200,000 openings are one problem, and no crash, whichever libyaml reads them and wherever it gives up."""
    path = tmp_path / "deep.yaml"
    path.write_text(opening * 200_000, encoding="utf-8")
    with pytest.raises(RulebookError) as caught:
        load_rulebook(path)
    assert ["RS114"] == [problem.code for problem in caught.value.diagnostics]
