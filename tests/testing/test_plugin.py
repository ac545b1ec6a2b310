"""The plugin of pytest, in the folder of somebody who writes rules."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["pytester"]

HEADER = """\
language: 1
name: club
version: "1"
"""
SOURCES = """\
- {source: own, kind: practice, text: Our own experience.}
"""
RULES = """\
- rule: tired
  when: soreness >= 4 and sleep_hours < 6
  then: {derive: tired}
  because: Sore and short of sleep.
  source: own
  examples:
    fires:
      - {discipline: trail, soreness: 4, sleep_hours: 5}
      - {discipline: trail, soreness: 9, sleep_hours: 5}
    silent: {discipline: trail, soreness: 3, sleep_hours: 5}
- rule: sore-at
  for: {site: [knee, hip]}
  when: pain.$site >= 4
  then: {derive: "sore_$site"}
  because: Your $site hurts.
  source: own
  examples:
    fires: {discipline: trail, pain: {$site: 4}}
"""


@pytest.fixture
def rules(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a rulebook into a stranger's folder, where the plugin is loaded."""
    # By its own name, whether or not this checkout is installed with its entry points.
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:runstrength -p runstrength.testing.plugin -p no:cacheprovider")
    folder = pytester.mkdir("rules")
    (folder / "assess").mkdir()
    (folder / "rulebook.yaml").write_text(HEADER, encoding="utf-8")
    (folder / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    (folder / "assess" / "state.yaml").write_text(RULES, encoding="utf-8")
    return folder


def changed(path: Path, old: str, new: str) -> None:
    """Write something else in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.usefixtures("rules")
def test_examples_are_tests_by_name(pytester: pytest.Pytester) -> None:
    """Each example is a test, named after its rule, its kind, and its number where there are several."""
    result = pytester.runpytest("--collect-only", "-q", "rules")
    result.stdout.fnmatch_lines(
        [
            "rules/assess/state.yaml::tired[[]fires-1]",
            "rules/assess/state.yaml::tired[[]fires-2]",
            "rules/assess/state.yaml::tired[[]silent]",
            "rules/assess/state.yaml::sore-at[[]*hip*][[]fires]",
            "rules/assess/state.yaml::sore-at[[]*knee*][[]fires]",
        ]
    )
    pytester.runpytest().assert_outcomes(passed=5)
    pytester.runpytest("rules/assess/state.yaml::tired[fires-2]").assert_outcomes(passed=1)


def test_what_should_fire_and_does_not_is_told(pytester: pytest.Pytester, rules: Path) -> None:
    """A failure says what was expected, what came and which part is not so, and shows nothing of ours."""
    changed(rules / "assess" / "state.yaml", "soreness: 9, sleep_hours: 5", "soreness: 3")
    result = pytester.runpytest("rules")
    result.assert_outcomes(passed=4, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*_ tired[[]fires-2] _*",
            "rules/assess/state.yaml:9:9: an example of `tired` does not hold",
            "  runner:    {discipline: trail, soreness: 3}",
            "  condition: soreness >= 4 and sleep_hours < 6",
            "  expected:  fires",
            "  got:       silent",
            "  why:",
            "    tired is silent:",
            "      not so: soreness >= 4",
            "      not known: sleep_hours",
            "*= short test summary info =*",
        ],
        consecutive=True,
    )
    result.stdout.no_fnmatch_line("*Traceback*")


def test_alternatives_and_findings_are_told(pytester: pytest.Pytester, rules: Path) -> None:
    """Of alternatives those are named that are not so, and of a finding what its own rules lack."""
    changed(rules / "assess" / "state.yaml", "soreness >= 4 and sleep_hours < 6", "soreness >= 4 or sleep_hours < 6")
    with (rules / "assess" / "state.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "- {rule: down, when: tired, then: {derive: down}, because: Tired., source: own,\n"
            "   examples: {fires: {discipline: trail, soreness: 3}}}\n"
        )
    changed(rules / "assess" / "state.yaml", "soreness: 9, sleep_hours: 5", "soreness: 1")
    result = pytester.runpytest("rules")
    result.stdout.fnmatch_lines(["    tired is silent:", "      not known: sleep_hours", "      not so: soreness >= 4"])
    result.stdout.fnmatch_lines(["    down is silent:", "      not so: tired", "      tired is silent:"])


def test_what_should_be_silent_and_fires_is_told(pytester: pytest.Pytester, rules: Path) -> None:
    """A failure tells the reason of the rule, with its facts and sources."""
    changed(rules / "assess" / "state.yaml", "soreness: 3, sleep_hours: 5", "soreness: 5, sleep_hours: 5")
    result = pytester.runpytest("rules")
    result.assert_outcomes(passed=4, failed=1)
    result.stdout.fnmatch_lines(
        [
            "  expected:  silent",
            "  got:       fires",
            "  why:",
            "    - Sore and short of sleep. [[]tired]",
            "        You said: *5*",
            "        Practice: Our own experience. [[]own]",
        ],
        consecutive=True,
    )


def test_a_rulebook_with_problems_is_one_failure(pytester: pytest.Pytester, rules: Path) -> None:
    """All that is wrong is told once, wherever collecting begins."""
    changed(rules / "assess" / "state.yaml", "because: Sore", "becaus: Sore")
    changed(rules / "rulebook.yaml", "name: club", "nam: club")
    result = pytester.runpytest("rules")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["*_ the rulebook has problems _*", "rules/assess/state.yaml:4:3: error RS121: *", "rules/rulebook.yaml:2:1: *"]
    )
    pytester.runpytest("rules/assess/state.yaml").assert_outcomes(failed=1)


def test_files_of_others_are_left_alone(pytester: pytest.Pytester, rules: Path) -> None:
    """YAML that is no rulebook, even under its name, brings neither tests nor errors."""
    foreign = {
        "docker-compose.yaml": "rules: [a]\n",
        "rulebook.yaml": "- name: what Ansible calls a rulebook\n  rules: []\n",
        "broken.yaml": "a: [\n\tb: }",
        "empty.yaml": "",
        "locale.yaml": "language: en\nwords: []\n",
    }
    for name, text in foreign.items():
        (pytester.path / name).write_text(text, encoding="utf-8")
    (pytester.path / "binary.yaml").write_bytes(bytes(range(256)))
    pytester.runpytest().assert_outcomes(passed=5)
    pytester.runpytest("--collect-only", "-q").stdout.no_fnmatch_line("[!r]*yaml*")
    assert rules.is_dir()


def test_a_rulebook_in_one_file_is_collected(pytester: pytest.Pytester, rules: Path) -> None:
    """A file that is a rulebook by itself is found by what it says."""
    indented = "".join(f"  {line}\n" for line in RULES.splitlines())
    path = pytester.path / "one.yaml"
    path.write_text(f"{HEADER}sources:\n  {SOURCES}rules:\n{indented}", encoding="utf-8")
    pytester.runpytest("one.yaml").assert_outcomes(passed=5)
    assert rules.is_dir()


def test_examples_of_the_base_hold_in_what_builds_on_it(pytester: pytest.Pytester, rules: Path) -> None:
    """An extension that changes a finding of its base is held to the base's examples, as one test."""
    changed(rules / "rulebook.yaml", "name: club", "name: club\nextends: ../base")
    base = pytester.mkdir("base")
    (base / "assess").mkdir()
    (base / "rulebook.yaml").write_text(HEADER, encoding="utf-8")
    (base / "sources.yaml").write_text(SOURCES.replace("own", "base"), encoding="utf-8")
    (base / "assess" / "fit.yaml").write_text(
        "- {rule: fit, when: not tired, then: {derive: fit}, because: Fit., source: base,\n"
        "   examples: {fires: {discipline: trail, soreness: 4, sleep_hours: 5}}}\n"
        "- {rule: weary, when: soreness >= 9, then: {derive: tired}, because: Weary., source: base}\n",
        encoding="utf-8",
    )
    pytester.runpytest("base").assert_outcomes(passed=1)
    result = pytester.runpytest("rules")
    result.assert_outcomes(passed=5, failed=1)
    result.stdout.fnmatch_lines(
        ["base/assess/fit.yaml:2:22: an example of `fit` does not hold", "*against it: tired fires: Sore*"]
    )


def test_a_vocabulary_of_ones_own_is_named_in_the_settings(pytester: pytest.Pytester, rules: Path) -> None:
    """Rules may speak of facts that a class of the stranger's adds."""
    pytester.makepyfile(
        club_facts="""
        import attrs
        from runstrength import Profile, fact
        from runstrength.facts import Flag

        @attrs.frozen(kw_only=True)
        class ClubProfile(Profile):
            member: bool | None = fact(Flag(), question="Are you a member?")
        """
    )
    changed(rules / "assess" / "state.yaml", "soreness >= 4 and", "member and soreness >= 4 and")
    changed(
        rules / "assess" / "state.yaml", "{discipline: trail, soreness", "{discipline: trail, member: true, soreness"
    )
    pytester.makeini("[pytest]\nrunstrength_profile = club_facts:ClubProfile\n")
    pytester.runpytest("rules").assert_outcomes(passed=5)


@pytest.mark.parametrize(
    ("named", "told"),
    [("nowhere:Club", "cannot be imported"), (":Club", "cannot be imported"), ("json:loads", "write MODULE:CLASS")],
)
def test_a_vocabulary_that_is_none_is_told(pytester: pytest.Pytester, rules: Path, named: str, told: str) -> None:
    """What cannot be imported, or is no vocabulary, ends the run in one sentence."""
    pytester.makeini(f"[pytest]\nrunstrength_profile = {named}\n")
    result = pytester.runpytest(rules)
    assert result.ret in {pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.INTERRUPTED}
    result.stdout.no_fnmatch_line("*Traceback*")
    assert told in result.stdout.str() + result.stderr.str()


# --- coverage -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("processes", [(), ("-n", "2")], ids=["one", "several"])
def test_what_was_never_exercised_is_reported(
    pytester: pytest.Pytester, rules: Path, processes: tuple[str, ...]
) -> None:
    """Rules and conditions are counted, in one process or several, and what is missing has its file and line."""
    changed(
        rules / "assess" / "state.yaml",
        "    fires: {discipline: trail, pain: {$site: 4}}",
        "    silent: {discipline: trail}",
    )
    result = pytester.runpytest("rules", *processes, "--rule-coverage", "--rule-coverage-json=found.json")
    result.stdout.fnmatch_lines(
        [
            "*= rule coverage =*",
            "rules: 1 of 3 fired at least once; conditions: 1 of 4 both true and false (28.6 %)",
            "rules/assess/state.yaml:1: tired: `sleep_hours < 6` is never false",
            "rules/assess/state.yaml:11: sore-at[[]*hip*]: never fires",
            "rules/assess/state.yaml:11: sore-at[[]*hip*]: `pain.hip >= 4` is never true or false",
            "rules/assess/state.yaml:11: sore-at[[]*knee*]: never fires",
            "rules/assess/state.yaml:11: sore-at[[]*knee*]: `pain.knee >= 4` is never true or false",
        ],
        consecutive=True,
    )
    found = json.loads((pytester.path / "found.json").read_text(encoding="utf-8"))
    assert 28.6 == found["percent"]
    assert [True, False] == [found["parts"][1]["true"], found["parts"][1]["false"]]
    assert 7 == len(found["parts"])


def test_tests_in_python_count(pytester: pytest.Pytester, rules: Path) -> None:
    """What a test asks of the same rulebook, is exercised as well; the shipped rules are not listed."""
    pytester.makepyfile(
        test_rules="""
        import runstrength

        def test_awake():
            rules = runstrength.load_rulebook("rules")
            assert runstrength.infer({"discipline": "trail", "sleep_hours": 8}, rulebook=rules) == set()
            assert runstrength.recommend({"discipline": "trail"}).exercises
            data = {"language": 1, "name": "data", "version": "1", "sources": [], "rules": []}
            runstrength.infer({"discipline": "trail"}, rulebook=runstrength.build_rulebook(data))
        """
    )
    result = pytester.runpytest("--rule-coverage")
    result.stdout.fnmatch_lines(["rules: 3 of 3 fired at least once; conditions: 2 of 4 both true and false (71.4 %)"])
    result.stdout.no_fnmatch_line("*never fires*")
    assert rules.is_dir()


def test_too_little_is_a_failure(pytester: pytest.Pytester, rules: Path) -> None:
    """A run that exercises less than is asked for fails, and says so; one that exercises enough does not."""
    result = pytester.runpytest(rules, "--rule-coverage-fail-under=71")
    assert pytest.ExitCode.TESTS_FAILED == result.ret
    result.stdout.fnmatch_lines(["FAIL 57.1 % is less than 71 %"])
    assert pytest.ExitCode.OK == pytester.runpytest(rules, "--rule-coverage-fail-under=57").ret


@pytest.mark.usefixtures("rules")
def test_nothing_is_measured_unless_asked_for(pytester: pytest.Pytester) -> None:
    """Without the option there is no section, and where no rulebook is asked the section says so."""
    pytester.runpytest("rules").stdout.no_fnmatch_line("*rule coverage*")
    pytester.makepyfile("def test_nothing(): pass")
    result = pytester.runpytest("test_nothing_is_measured_unless_asked_for.py", "--rule-coverage")
    result.stdout.fnmatch_lines(["no rulebook was asked"])
