"""Every code block of the README and of the documentation does what the page says."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from runstrength.cli import main
from tests.docs.pages import execute

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(page for page in DOCS.rglob("*.md") if "_build" not in page.parts)]


@pytest.mark.parametrize("page", [pytest.param(page, id=page.relative_to(ROOT).as_posix()) for page in PAGES])
def test_page(page: Path, tmp_path: Path) -> None:
    """A reader who types along, with the checkout's examples and rules at hand, sees what the page shows."""
    for name in ("examples", "rules"):
        shutil.copytree(ROOT / name, tmp_path / name)
    problems = execute(page.relative_to(ROOT).as_posix(), page.read_text(encoding="utf-8"), tmp_path, main)
    assert not problems, "\n\n".join(problems)


def echo(arguments: list[str]) -> int:
    """Stand in for the command line: print the arguments, or fail as argparse does."""
    if arguments == ["--wrong"]:
        print("usage", file=sys.stderr)  # noqa: T201 - it plays a command
        sys.exit(2)
    print(*arguments)  # noqa: T201 - likewise
    if "-" in arguments:
        print(sys.stdin.read(), end="")  # noqa: T201 - likewise
    return 0


RIGHT = """
# A page

```python
import typing

answer = 42


def later() -> int:
    return twice


class Runner:
    answer: "typing.Annotated[int, 42]"
```

```python
>>> answer
42
>>> twice = 2 * answer
>>> later()
84
>>> typing.get_type_hints(Runner)
{'answer': <class 'int'>}
>>> print("a\\nb\\nc")
a
...
c
```

```yaml
# file: runner.yaml
discipline: marathon
```

```{note}
```console
$ runstrength recommend runner.yaml \\
> --format text
recommend runner.yaml --format text
$ runstrength recommend - < runner.yaml
recommend -
# file: runner.yaml
...
$ runstrength --wrong
usage
$ echo $?
2
```
```

- In a list:

  ```python
  # file: said.py
  WORD = "hello"
  ```

  ```console
  $ python -c "import said; print(said.WORD)"
  hello
  ```

```text
$ rm -rf everything
```
""".replace("```{note}", "````{note}").replace("```\n```\n", "```\n````\n")


def test_right_page(tmp_path: Path) -> None:
    """A page on which everything is right has no problem."""
    assert [] == execute("page.md", RIGHT, tmp_path, echo)


@pytest.mark.parametrize(
    ("block", "line", "what"),
    [
        ("```python\n>>> 1 + 1\n2\n>>> 1 + 2\n4\n```", 4, "Expected:\n    4\nGot:\n    3"),
        ("```python\n>>> 1 / 0\n1\n```", 2, "ZeroDivisionError"),
        ("```python\n1 / 0\n```", 2, "raised ZeroDivisionError"),
        ("```console\n$ runstrength why\nwhy\n$ runstrength why\nwhy not\n```", 4, "-why not\n+why"),
        ("```console\n$ runstrength why\n```", 2, "+why"),
        ("```console\n$ runstrength why\nwhy\n\n```", 2, "$ runstrength why"),
        ("```console\n$ make everything\n```", 2, "not a command that can be checked"),
        ("```console\n$ runstrength why < nowhere.yaml\n```", 2, "nowhere.yaml"),
        ("```console\nwhy\n```", 2, "begins with a command"),
        ("```yaml\na: 1\n```", 1, "`yaml` is not checked"),
        ("```\na: 1\n```", 1, "`block without a language` is not checked"),
        ("```{code-block} python\n1 / 0\n```", 1, "is not checked"),
        ("```yaml\n# file: unused.yaml\n```", 2, "never used"),
        ("```yaml\n# file: ../outside.yaml\n```", 2, "outside the reader's folder"),
        ("````{note}\n```python\n>>> 1\n2\n```\n````", 3, "Got:\n    1"),
    ],
)
def test_wrong_page(block: str, line: int, what: str, tmp_path: Path) -> None:
    """A page on which something is wrong has one problem, which says where and what."""
    [problem] = execute("page.md", block, tmp_path, echo)
    assert problem.startswith(f"page.md:{line}: ")
    assert what in problem


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    """Neither the folder, nor the search path, nor a module of the page outlives it."""
    before = (Path.cwd(), list(sys.path))
    page = "```python\n# file: left_behind.py\n```\n```python\nimport left_behind\n```"
    assert [] == execute("page.md", page, tmp_path, echo)
    assert before == (Path.cwd(), sys.path)
    assert "left_behind" not in sys.modules
