"""The library works from a wheel, from an sdist and from an editable install, with its rulebooks.

No network: the environments see the packages that the tests themselves run with, after their own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path
from sysconfig import get_path

import pytest

import runstrength
from runstrength.testing.scaffold import new_rulebook

pytestmark = pytest.mark.packaging

ROOT = Path(__file__).parents[2]
PROFILE = {"discipline": "marathon"}


def run(*command: str | Path, cwd: Path, entered: str | None = None) -> str:
    """Run a command away from the checkout and return what it wrote; show everything where it fails."""
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "COVERAGE_FILE"}}
    environment |= {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INDEX": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        command, cwd=cwd, env=environment, input=entered, capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Build both distributions once; return what pip is to be given for each kind of install."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-d", folder, "-t", "wheel", "-t", "sdist", cwd=ROOT)
    [wheel] = folder.glob("*.whl")
    [sdist] = folder.glob("*.tar.gz")
    return {"wheel": wheel, "sdist": sdist, "editable": ROOT}


STARTED = """
import sys
import runstrength
print(runstrength.recommend({"discipline": "marathon"}).next_session)
print(*sorted(name for name in sys.modules if name.partition(".")[0] in {"runstrength", "yaml", "pathlib", "json"}))
"""


def test_a_wheel_starts_without_reading_a_rule(distributions: dict[str, Path], tmp_path: Path) -> None:
    """What is compiled ahead is in the wheel, and a recommendation needs neither YAML nor the modules that read it."""
    python, _ = environment_with(distributions["wheel"], tmp_path / "environment")
    answer, modules = run(python, "-c", STARTED, cwd=tmp_path).splitlines()
    assert str(runstrength.recommend(PROFILE).next_session) == answer
    assert "runstrength.shelf" in modules.split()
    assert set() == {"yaml", "json", "pathlib"} & set(modules.split())
    unneeded = ("loading", "reading", "conditions", "program", "explain", "reasoned", "language", "render", "asking")
    assert [] == [name for name in modules.split() if any(part in name for part in unneeded)]


def environment_with(source: Path, folder: Path) -> tuple[Path, Path]:
    """Install this into a new environment; return its Python and its folder of scripts."""
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    places = {"base": str(folder), "platbase": str(folder)}
    scripts = Path(get_path("scripts", "venv", places))
    python = scripts / Path("python.exe" if os.name == "nt" else "python")
    # A .pth line comes after the environment's own packages, and no .pth of that folder is read in turn: attrs, PyYAML
    # and hatchling are found there, an editable runstrength is not.
    borrowed = Path(get_path("purelib", "venv", places)) / "borrowed.pth"
    borrowed.write_text(get_path("purelib"), encoding="utf-8")
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--ignore-installed"]
    what = ["--editable", source] if source.is_dir() else [source]
    run(sys.executable, "-m", "pip", "--python", python, "install", *options, *what, cwd=folder)
    return python, scripts


@pytest.mark.parametrize("kind", ["wheel", "sdist", "editable"])
def test_installed(kind: str, distributions: dict[str, Path], tmp_path: Path) -> None:
    """However it was installed, and wherever it is called from, the answer is the same."""
    python, scripts = environment_with(distributions[kind], tmp_path / "environment")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    home = Path(run(python, "-c", "import runstrength; print(runstrength.__file__)", cwd=elsewhere).strip())
    assert home.is_relative_to(ROOT / "src" if kind == "editable" else tmp_path)

    arguments = ["recommend", "-", "--format", "json"]
    answers = [
        json.loads(run(*command, *arguments, cwd=elsewhere, entered=json.dumps(PROFILE)))
        for command in ([python, "-m", "runstrength"], [scripts / "runstrength"])
    ]
    expected = runstrength.recommend(PROFILE).to_dict()
    assert [expected, expected] == answers
    assert expected["exercises"]

    text = run(python, "-m", "runstrength", "recommend", "-", cwd=elsewhere, entered=json.dumps(PROFILE))
    assert expected["disclaimer"].split()[0] in text


def test_rules_of_others_are_tested(distributions: dict[str, Path], tmp_path: Path) -> None:
    """In a stranger's repository examples are tests, and Hypothesis knows runners, with nothing set up."""
    python, _ = environment_with(distributions["wheel"], tmp_path / "environment")
    new_rulebook(tmp_path / "club")
    (tmp_path / "club" / "tests" / "test_runners.py").write_text(
        "from hypothesis import given, settings\nfrom runstrength import Profile\n\n\n"
        "@settings(max_examples=5)\n@given(...)\ndef test_runner(runner: Profile) -> None:\n"
        "    assert runner.discipline\n",
        encoding="utf-8",
    )
    told = run(python, "-m", "pytest", "-p", "no:cacheprovider", "--rule-coverage", cwd=tmp_path / "club")
    assert "rules: 2 of 2 fired at least once; conditions: 2 of 2 both true and false" in told
    assert "7 passed" in told


def test_contents(distributions: dict[str, Path]) -> None:
    """Both carry the rulebooks, the marker of a typed package and the licence; the wheel carries nothing else."""
    with zipfile.ZipFile(distributions["wheel"]) as wheel:
        names = set(wheel.namelist())
    rules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "rules").rglob("*.yaml")}
    assert "rules/article/rulebook.yaml" in rules
    assert {f"runstrength/{name}" for name in rules} | {"runstrength/py.typed"} <= names
    assert {"runstrength"} == {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert any(name.endswith("/licenses/LICENSE") for name in names)

    with tarfile.open(distributions["sdist"]) as sdist:
        inside = {name.partition("/")[2] for name in sdist.getnames()}
    assert rules | {"src/runstrength/py.typed", "LICENSE", "pyproject.toml"} <= inside
