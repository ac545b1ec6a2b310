"""Tables as files: Parquet, CSV, or JSON lines without what is null; and many files joined to one."""

from __future__ import annotations

import io
import json
import shutil
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

__all__ = ["joined", "unwritable", "write_table"]

_SLICE = 1 << 16  # rows that are made text at once


def unwritable(schema: Any, to: str) -> list[str]:
    """Name the columns of a table that cannot be written in a format."""
    return [of.name for of in schema if to == "csv" and (pa.types.is_nested(of.type) or pa.types.is_binary(of.type))]


def write_table(table: Any, to: str, file: BinaryIO) -> None:
    """Write a table into an open file."""
    match to:
        case "parquet":
            # Without the schema of Arrow's, texts are read as the texts that they are, however they are written.
            # Of millions of lines, the least and the greatest of each column take as long as all the rest.
            pq.write_table(table, file, store_schema=False, write_statistics=table.column_names[:1])
        case "csv":
            with pa_csv.CSVWriter(file, _plain(table.schema)) as writer:
                for part in _slices(table):
                    writer.write_table(part.cast(_plain(part.schema)))
        case "jsonl":
            for part in _slices(table):
                file.writelines(_as_json(part).to_pylist())
        case _:
            raise ValueError(f"there is no format {to}")


def joined(paths: Sequence[Path], nothing: Any, to: str, file: BinaryIO) -> None:
    """Join files into an open one; `nothing` is a table without rows, such as the files hold."""
    begun = io.BytesIO()
    write_table(nothing, to, begun)
    if to == "parquet":
        schema = pq.read_schema(io.BytesIO(begun.getvalue()))
        with pq.ParquetWriter(file, schema, store_schema=False, write_statistics=schema.names[:1]) as writer:
            for path in paths:
                with pq.ParquetFile(path) as part:
                    for batch in part.iter_batches(_SLICE):
                        writer.write_batch(batch)
        return
    file.write(begun.getvalue())
    for path in paths:
        with path.open("rb") as part:
            part.seek(len(begun.getvalue()))  # each begins with the header
            shutil.copyfileobj(part, file, 1 << 20)


def _slices(table: Any) -> Iterator[Any]:
    for begin in range(0, len(table), _SLICE):
        yield table.slice(begin, _SLICE)


def _plain(schema: Any) -> Any:
    """Give texts as texts: CSV knows no dictionaries."""
    return pa.schema(
        [pa.field(of.name, of.type.value_type if pa.types.is_dictionary(of.type) else of.type) for of in schema]
    )


# --- JSON lines -----------------------------------------------------------------------------------------------------


def _as_json(table: Any) -> Any:
    """Give a line of JSON, ended, for every row, column by column: millions of rows pass no loop of Python's."""
    said = []
    for name, column in zip(table.column_names, table.columns, strict=True):
        values = _values(column.combine_chunks() if column.num_chunks != 1 else column.chunk(0))
        said.append(_joined(_octets(f"{json.dumps(name)}: "), values))
    inside = pc.binary_join_element_wise(*said, _octets(", "), null_handling="skip")
    return _joined(_octets("{"), inside, _octets("}\n"))


def _joined(*parts: Any) -> Any:
    return pc.binary_join_element_wise(*parts, _octets(""))


def _octets(text: str) -> Any:
    return pa.scalar(text.encode(), pa.large_binary())


def _values(column: Any) -> Any:
    """Give each value of a column as JSON, null where it is null or no number."""
    of = column.type
    if pa.types.is_integer(of) or pa.types.is_boolean(of):
        return column.cast(pa.string()).cast(pa.large_binary())
    if not pa.types.is_dictionary(of):
        if not pa.types.is_string(of):
            return pa.array([_json(value) for value in column.to_pylist()], pa.large_binary())
        column = column.dictionary_encode()
    words = pa.array([_json(value) for value in column.dictionary.to_pylist()], pa.large_binary())
    return words.take(column.indices)


def _json(value: Any) -> bytes | None:
    """Give a value as JSON; what JSON has no word for, a date say, as text."""
    if value is None or value != value:  # noqa: PLR0124 - what is no number is not itself
        return None
    return json.dumps(value, default=str, ensure_ascii=False).encode()
