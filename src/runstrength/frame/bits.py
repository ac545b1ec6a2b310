"""Columns of truth as bits, 64 rows to a word: what makes `and` over a million rows take microseconds.

The order is that of Arrow's bitmaps, so that they cross over as they are. Bits beyond the last row mean nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    import numpy.typing as npt

    Words = npt.NDArray[np.uint64]
    Flags = npt.NDArray[np.bool_]

__all__ = ["as_arrow", "flags_of", "known_of", "none", "of_bitmap", "packed"]

_BITS = 64


def none(rows: int) -> Words:
    """Give the bits that hold in no row."""
    return np.zeros(-(-rows // _BITS), np.uint64)


def packed(flags: Flags) -> Words:
    """Give truth, a byte a row, as bits."""
    return _padded(np.packbits(flags, bitorder="little"), len(flags))


def flags_of(words: Words, rows: int) -> Flags:
    """Give bits as truth, a byte a row."""
    return np.unpackbits(words.view(np.uint8), count=rows, bitorder="little").view(np.bool_)


def of_bitmap(buffer: Any, offset: int, rows: int) -> Words:
    """Give the bits of a bitmap of Arrow's, without copying them where they begin and end with a word."""
    every = np.frombuffer(buffer, np.uint8)
    if offset % 8:
        begun = np.unpackbits(every[offset // 8 : (offset + rows + 7) // 8], bitorder="little")
        return packed(begun[offset % 8 : offset % 8 + rows].view(np.bool_))
    return _padded(every[offset // 8 : (offset + rows + 7) // 8], rows)


def known_of(array: Any) -> Words:
    """Give where an array has a value."""
    bitmap = array.buffers()[0]
    if array.null_count == 0:
        return ~none(len(array))
    if bitmap is None:  # of nulls, or of what is laid out in its own way
        return packed(array.is_valid().to_numpy(zero_copy_only=False))
    return of_bitmap(bitmap, array.offset, len(array))


def as_arrow(words: Words, rows: int, known: Words | None = None) -> Any:
    """Give bits as a Boolean array, null where it is not known."""
    valid = None if known is None else pa.py_buffer(known)
    return pa.BooleanArray.from_buffers(pa.bool_(), rows, [valid, pa.py_buffer(words)])


def _padded(octets: npt.NDArray[np.uint8], rows: int) -> Words:
    size = -(-rows // _BITS) * 8
    if len(octets) != size:
        whole = np.zeros(size, np.uint8)
        whole[: len(octets)] = octets
        octets = whole
    return octets.view(np.uint64)
