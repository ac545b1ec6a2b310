"""Files of generated runners for tests of `runstrength batch`, and what the folders hold that it writes."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from runstrength.facts import fields_of
from tests.frames import whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from runstrength.rulebook import Rulebook
    from tests.frames import Runner

__all__ = ["as_cells", "manifest_of", "table_of", "write_runners"]


def write_runners(path: Path, book: Rulebook, those: Sequence[Runner]) -> None:
    """Write runners as a file of the kind that the name ends in."""
    match path.suffix:
        case ".parquet":
            pq.write_table(whole(book, those), path, row_group_size=len(those) // 3 + 1)
        case ".jsonl":
            path.write_text("".join(f"{json.dumps(one)}\n" for one in those), encoding="utf-8")
        case ".csv":
            rows = [as_cells(one) for one in those]
            maps = {name.partition(".")[0] for row in rows for name in row if "." in name}
            plain = [name for name in fields_of(book.vocabulary) if name not in maps]
            header = [*plain, *sorted({name for row in rows for name in row} - {*plain})]
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, header)
                writer.writeheader()
                writer.writerows(rows)


def as_cells(runner: Runner) -> dict[str, str]:
    """Give what is known of a runner as the cells of a CSV file."""
    cells: dict[str, str] = {}
    for name, value in runner.items():
        if isinstance(value, dict):
            cells |= {f"{name}.{key}": _cell(one) for key, one in value.items()}
        else:
            cells[name] = _cell(value)
    return cells


def _cell(value: Any) -> str:  # noqa: ANN401 - a fact of any kind
    if isinstance(value, (list, set, frozenset)):
        return ";".join(map(str, value)) or ";"
    return "" if value is None else str(value)


def manifest_of(folder: Path) -> dict[str, Any]:
    """Give the manifest of a folder."""
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return found


def table_of(folder: Path) -> pa.Table:
    """Give what stands in the parts of a folder, in Parquet, one after the other."""
    return pa.concat_tables([pq.read_table(folder / part["name"]) for part in manifest_of(folder)["parts"]])
