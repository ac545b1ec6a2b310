"""The test kit as a module: what is in it, and what it costs whoever does not use it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import runstrength
from runstrength import testing

PACKAGE = str(Path(runstrength.__file__).parents[1])


def output_of(program: str) -> str:
    """Run a program in a fresh process that finds the library."""
    program = f"import sys; sys.path.insert(0, sys.argv[1])\n{program}"
    done = subprocess.run([sys.executable, "-c", program, PACKAGE], capture_output=True, check=True, encoding="utf-8")
    return done.stdout.strip()


@pytest.mark.parametrize("name", testing.__all__)
def test_everything_that_is_named_is_there(name: str) -> None:
    """Each name of the module can be had, is said what it is for, and is called so."""
    found = getattr(testing, name)
    assert name == found.__name__
    assert found.__doc__


def test_names_are_sorted_and_no_others() -> None:
    """The names stand in order, and any other is turned away as Python does."""
    assert sorted(testing.__all__) == testing.__all__
    with pytest.raises(AttributeError, match="has no attribute 'profile'"):
        testing.profile  # noqa: B018 - it is looked for


def test_whoever_does_not_test_imports_nothing() -> None:
    """Neither the library, nor its commands for templates, nor an idle plugin bring Hypothesis, pytest's own or z3."""
    program = (
        "import runstrength, runstrength.cli, runstrength.testing.scaffold\n"
        "print([name for name in ('hypothesis', 'pytest', 'z3') if name in sys.modules])\n"
        "import runstrength.testing.plugin\n"
        "print([name for name in ('hypothesis', 'z3', 'runstrength.testing.examples') if name in sys.modules])\n"
    )
    assert "[]\n[]" == output_of(program)


def test_what_needs_hypothesis_says_so() -> None:
    """Without Hypothesis coverage can be measured, and what draws runners says what to install."""
    program = (
        "sys.modules['hypothesis'] = None\n"
        "from runstrength import RunstrengthError, testing\n"
        "testing.coverage, testing.assert_keeps\n"
        "try:\n    testing.profiles\nexcept RunstrengthError as error:\n    print(error)\n"
    )
    assert "profiles needs hypothesis: pip install 'runstrength[testing]'" == output_of(program)


def test_what_is_measured_can_be_told(tmp_path: Path) -> None:
    """Coverage is measured without pytest, of rules in files, and counts nothing where nothing was asked."""
    path = tmp_path / "one.yaml"
    rule = "{rule: sore, when: unknown(pain.knee) or soreness >= 4, then: {derive: sore}, because: Sore., source: own}"
    sources = "[{source: own, kind: practice, text: Ours.}]"
    path.write_text(f'language: 1\nname: one\nversion: "1"\nsources: {sources}\nrules: [{rule}]\n', encoding="utf-8")
    with testing.coverage() as found:
        assert "no rulebook was asked" == str(found)
        assert 0.0 == found.percent
        runstrength.infer({"discipline": "trail", "soreness": 4}, rulebook=runstrength.load_rulebook(path))
        book = runstrength.load_rulebook(path)
        runstrength.infer({"discipline": "trail"}, rulebook=book)
    runstrength.infer({"discipline": "trail", "pain": {"knee": 0}}, rulebook=book)
    head, *lines = str(found).splitlines()
    assert "rules: 1 of 1 fired at least once; conditions: 0 of 2 both true and false (33.3 %)" == head
    assert [
        f"{path.as_posix()}:5: sore: `soreness >= 4` is never false",
        f"{path.as_posix()}:5: sore: `unknown(pain.knee)` is never false",
    ] == lines
    other = testing.RuleCoverage()
    other.merge(found.to_dict())
    assert str(other) == str(found)


def test_the_shipped_rules_count_where_there_are_no_others() -> None:
    """Whoever asks only the rulebook that comes with the library is told of it."""
    with testing.coverage() as found:
        runstrength.recommend({"discipline": "trail"})
    assert 0 < found.percent < 100
    assert "rules/article/prescribe/knee.yaml:2: knee-pain-stabilisers: never fires" in str(found)
