"""The rulebooks are found where an installation of each kind has them."""

from pathlib import Path

import pytest

from runstrength.shipped import rules_folder


def test_of_this_installation() -> None:
    """The rulebook `article` comes with the library."""
    assert (rules_folder() / "article" / "rulebook.yaml").is_file()


def test_inside_the_package_first(tmp_path: Path) -> None:
    """What a wheel carries wins over a folder that happens to lie near it."""
    package = tmp_path / "src" / "runstrength"
    inside, beside = package / "rules", tmp_path / "rules"
    beside.mkdir()
    package.mkdir(parents=True)
    assert beside == rules_folder(package)
    inside.mkdir()
    assert inside == rules_folder(package)


def test_not_from_a_stranger(tmp_path: Path) -> None:
    """A folder `rules` two levels above an installed package belongs to somebody else."""
    package = tmp_path / "site-packages" / "runstrength"
    package.mkdir(parents=True)
    (tmp_path / "rules").mkdir()
    with pytest.raises(FileNotFoundError, match=r"the rulebooks of runstrength are missing .* install it again"):
        rules_folder(package)
