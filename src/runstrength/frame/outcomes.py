"""From the rules that fired in each row to its programme: every distinct outcome is resolved once, and joined back.

The resolver is the one of the library. Of a runner it sees the rules that fired and the minutes of a session, and so
rows that agree in these have one outcome, which is written as rows of a long table once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import attrs
import numpy as np
import pyarrow as pa

from runstrength.errors import FrameError
from runstrength.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy.typing as npt

    from runstrength.facts import Facts
    from runstrength.frame.lines import Line
    from runstrength.outcome import Outcome
    from runstrength.rulebook.rule import Rulebook

__all__ = ["programme_table", "resolved", "spread"]

_MOST_LINES = (1 << 32) - 1

# What the columns of a programme hold that hold no text.
_SMALL = ("position", "in_next_session", "sets", "reps_low", "reps_high", "sessions_low", "sessions_high")
_SECONDS = ("seconds_low", "seconds_high", "rest_seconds_low", "rest_seconds_high")
_TYPES: Mapping[str, Any] = {
    **dict.fromkeys(_SMALL, pa.int16()),
    **dict.fromkeys(_SECONDS, pa.int32()),
    "per_side": pa.bool_(),
}


@attrs.frozen
class _Known:
    """All that the resolver reads of a runner."""

    session_minutes: int | float | None


def resolved(rulebook: Rulebook, fired: frozenset[str], minutes: float | None) -> Outcome:
    """Give the outcome of the rules that fired for who has so many minutes for a session."""
    # Equal numbers are one fact, as in a profile.
    whole = int(minutes) if minutes is not None and float(minutes).is_integer() else minutes
    return resolve(rulebook, cast("Facts", _Known(whole)), fired)


def programme_table(outcomes: Sequence[Iterable[Line]], made: Sequence[str]) -> tuple[Any, npt.NDArray[np.int64]]:
    """Write the lines of all outcomes as one table of Arrow's; give it, and where in it each outcome begins."""
    columns: dict[str, list[Any]] = {name: [] for name in made}
    begins = [0]
    for lines in outcomes:
        for line in lines:
            for name, values in columns.items():
                values.append(line.get(name))
        begins.append(len(columns["part"]))
    table = pa.table({name: _array(values, _TYPES.get(name)) for name, values in columns.items()})
    return table, np.array(begins, np.int64)


def spread(begins: npt.NDArray[np.int64], of: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.uint32], Any]:
    """Give the lines of each row, by its number among things that begin at these lines: its row, and the line."""
    lengths = np.diff(begins)[of]
    ends = np.cumsum(lengths)
    if len(ends) and ends[-1] > _MOST_LINES:
        raise FrameError(f"the programme of so many rows has more than {_MOST_LINES} lines: take them in parts")
    rows = np.repeat(np.arange(len(of), dtype=np.uint32), lengths)
    # From the number of a line in the result to that of its line in the table, which may be less: both wrap around.
    lines = np.arange(len(rows), dtype=np.uint32)
    lines += np.repeat((begins[of] - ends + lengths).astype(np.uint32), lengths)
    return rows, lines


def _array(values: list[Any], of: Any) -> Any:
    return pa.array(values, pa.string()).dictionary_encode() if of is None else pa.array(values, of)
