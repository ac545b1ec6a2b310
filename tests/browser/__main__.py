"""Look at the HTML page in Chromium: `python -m tests.browser [--pictures FOLDER] [--modules FOLDER]`.

It needs Chromium and Node.js; axe-core and playwright-core are installed from the npm registry into the modules folder
(a temporary one, where none is named). Ends with 1 if anything is wrong with a page, with 2 where it cannot look.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import runstrength
from runstrength.planning.page import week_as_html
from runstrength.render import for_notebook, render

ABLE = {"strength_experience": "advanced", "plyometric_experience": "advanced"}
RUNNERS: dict[str, dict[str, Any]] = {
    "nothing-known": {"discipline": "general"},
    "sore-knee": {"discipline": "marathon", "pain": {"knee": 4}, "equipment": ["dumbbells", "bands"]},
    "sprinter": {"discipline": "sprint", "goals": ["speed"], "signs": [], "conditions": [], **ABLE},
    "taper": {"discipline": "long_distance", "days_to_race": 6, "season": "race_season", **ABLE},
    "before-training": {"discipline": "trail", "pain": {"knee": 7}, "signs": ["swelling", "night_pain"]},
    "emergency": {"discipline": "ultra", "signs": ["chest_pain"], "pain": {"shin": 5}},
}
# Weeks: with little and with all that fits an hour, of somebody who trains on with care, and of somebody who must not.
KNOWN = {"age": 30, "signs": [], "conditions": [], "pain": {"knee": 0}, "complaints": []}
WEEKS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "nothing-known": ({"discipline": "general"}, {}),
    "sore-knee": (RUNNERS["sore-knee"], {"runs": {"tue": "hard", "thu": "easy", "sun": "long"}, "minutes": 40}),
    "full": (
        {"discipline": "middle_distance", "season": "base", "goals": ["speed"], **ABLE, **KNOWN},
        {
            "runs": {"tue": "hard", "thu": "easy"},
            "minutes": 60,
            "best": {"back-squat": (100, 5)},
            "plates": (20, 10, 5),
        },
    ),
    "taper": (RUNNERS["taper"], {"runs": {"tue": "easy", "sun": "hard"}, "minutes": 30}),
    "before-training": (RUNNERS["before-training"], {"minutes": 45}),
    "emergency": (RUNNERS["emergency"], {"runs": {"sun": "long"}}),
}
MODULES = ("axe-core", "playwright-core")


def main() -> int:
    """Look at the pages of six runners, of one in German, and of six weeks."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser", description=__doc__)
    parser.add_argument("--pictures", type=Path, help="a folder for pictures of the pages, and for what they print")
    parser.add_argument("--modules", type=Path, help="a folder with node_modules, or for them")
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    node, npm = shutil.which("node"), shutil.which("npm")
    if chromium is None or node is None or npm is None:
        print("cannot look: Chromium, Node.js and npm are needed", file=sys.stderr)  # noqa: T201 - it prints
        return 2
    with tempfile.TemporaryDirectory() as folder:
        modules = options.modules or Path(folder)
        if not (modules / "node_modules" / MODULES[0]).is_dir():
            done = subprocess.run([npm, "install", "--silent", "--prefix", modules, *MODULES], check=False)
            if done.returncode:
                print("cannot look: npm could not install", *MODULES, file=sys.stderr)  # noqa: T201 - likewise
                return 2
        found = _looked(node, chromium, modules, Path(folder), options.pictures)
    for entry in found:
        print(f"{entry['name']:42} {'; '.join(entry['problems']) or 'nothing to complain of'}")  # noqa: T201 - likewise
    wrong = sum(bool(entry["problems"]) for entry in found)
    print(f"{len(found)} looks at {len(RUNNERS) + len(WEEKS) + 2} pages, {wrong} with problems")  # noqa: T201 - likewise
    return int(bool(wrong))


def _looked(node: str, chromium: str, modules: Path, folder: Path, pictures: Path | None) -> list[dict[str, Any]]:
    results = {name: runstrength.recommend(profile) for name, profile in RUNNERS.items()}
    pages = {name: render(result, "html") for name, result in results.items()}
    pages["german"] = render(results["sore-knee"].in_language("de"), "html")
    piece = for_notebook(results["sore-knee"])
    pages["notebook"] = (
        "<!DOCTYPE html><html lang=en><title>A notebook</title><body><main><h1>A notebook</h1><h2>Cell</h2>"
        f"{piece}</main></body></html>"
    )
    for name, (profile, habits) in WEEKS.items():
        pages[f"week-{name}"] = week_as_html(runstrength.recommend(profile).week(**habits))
    files = []
    for name, text in pages.items():
        files.append(folder / f"{name}.html")
        files[-1].write_text(text, encoding="utf-8")
    if pictures is not None:
        pictures.mkdir(parents=True, exist_ok=True)
    asked = {
        "pages": [str(file) for file in files],
        "chromium": chromium,
        "pictures": None if pictures is None else str(pictures.resolve()),
    }
    script = Path(__file__).with_name("look.js").read_text(encoding="utf-8")
    done = subprocess.run(
        [node, "-e", script],
        input=json.dumps(asked),
        env={"NODE_PATH": str((modules / "node_modules").resolve()), "HOME": str(folder)},
        stdout=subprocess.PIPE,
        check=True,
        encoding="utf-8",
    )
    looked: list[dict[str, Any]] = json.loads(done.stdout)
    return looked


if __name__ == "__main__":
    sys.exit(main())
