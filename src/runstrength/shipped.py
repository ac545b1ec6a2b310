"""Where the rulebooks lie that come with the library.

A wheel carries them inside the package. An editable install does not, because hatchling's `force-include` cannot reach
one; there they are the checkout's `rules/`, beside `src/`.
"""

from pathlib import Path

__all__ = ["rules_folder"]

_PACKAGE = Path(__file__).resolve().parent


def rules_folder(package: Path = _PACKAGE) -> Path:
    """Return the folder of the rulebooks that belong to the package in this folder.

    Raises:
        FileNotFoundError: There is none: the installation is incomplete.

    """
    candidates = [package / "rules"]
    if package.parent.name == "src":  # never take a stranger's folder beside site-packages for ours
        candidates.append(package.parents[1] / "rules")
    for folder in candidates:
        if folder.is_dir():
            return folder
    looked = " and ".join(str(folder) for folder in candidates)
    raise FileNotFoundError(f"the rulebooks of runstrength are missing (looked for {looked}): install it again")
