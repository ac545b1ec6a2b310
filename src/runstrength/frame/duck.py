"""Relations of DuckDB: rules fire there; distinct outcomes and wrong rows come out, are read here, and joined back.

What is given are relations, evaluated when they are read. Which outcomes and which wrong rows there are is asked of
the database when `programme`, `fired` or `problems` is.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np
import pyarrow as pa

from runstrength.frame.columns import made_name
from runstrength.frame.expressions import RIGHT, rule_name, with_rules
from runstrength.frame.lines import lines_of
from runstrength.frame.local import formulas_for
from runstrength.frame.outcomes import programme_table, resolved
from runstrength.frame.problems import problems_of
from runstrength.frame.reading import plain_values
from runstrength.strangers import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from runstrength.frame.columns import Layout
    from runstrength.frame.lines import Line
    from runstrength.rulebook.rule import Rulebook

__all__ = ["Duck"]

_WORD = 60  # rules to a BIGINT
_HUGE = {nw.Int128, nw.UInt128}
_ROW, _KEY = made_name("row"), made_name("key")


class Duck:
    """The answer for a relation."""

    def __init__(self, frame: nw.LazyFrame[Any], layout: Layout, rulebook: Rulebook) -> None:
        self.layout = layout
        self.rulebook = rulebook
        self.rules = list(formulas_for(rulebook, layout.given).rules)
        self.passed = ", ".join(map(_name, layout.passed))
        self.schema = frame.collect_schema()
        # A struct has a field, whether or not there is a fact.
        whole = ", ".join([f"{_text(name)}: {self.crossing(name)}" for name in layout.columns] or ["nothing: 0"])
        rows = frame.to_native().query("rows", f"select *, {{{whole}}} as {_ROW} from rows")
        fired = with_rules(nw.from_native(rows), layout, rulebook, (*layout.passed, _ROW, *self.minutes))
        self.relation = self.keyed(fired.to_native())

    def fired(self) -> Any:
        """Give the relation with a column of truth for each rule."""
        rules = ", ".join(
            f"case when {RIGHT} then {rule_name(number)} end as {_name(name)}" for number, name in enumerate(self.rules)
        )
        return _joined(self.relation, f"{self.passed}, {rules}, problems", "left join", self.wrong)

    def problems(self) -> Any:
        """Give the relation of the rows that cannot be right."""
        return _joined(self.relation, f"{self.passed}, problems", "join", self.wrong)

    def programme(self) -> Any:
        """Give the relation with a row for each thing that a runner is given."""
        right = f"select distinct {_KEY} from answered where {RIGHT}"
        keys = [key for (key,) in self.relation.query("answered", right).fetchall()]
        outcomes: list[Iterable[Line]] = [lines_of(resolved(self.rulebook, *self.decoded(key))) for key in keys]
        outcomes += [[{"part": "problem", "problems": text}] for text in self.wrong["problems"].to_pylist()]
        lines, begins = programme_table(outcomes, self.layout.made)
        keys += self.wrong[_KEY].to_pylist()
        of = pa.array(np.repeat(np.arange(len(keys)), np.diff(begins)))
        lines = lines.append_column(_KEY, pa.array(keys, pa.string()).take(of))
        return _joined(self.relation, ", ".join([self.passed, *self.layout.made]), "join", lines)

    def keyed(self, fired: Any) -> Any:
        """Add the key of each row: the rules that fired and the minutes; where it cannot be right, all that it says."""
        words = [
            " | ".join(f"({rule_name(number)}::BIGINT << {number - begin})" for number in self.numbers(begin))
            for begin in range(0, len(self.rules), _WORD)
        ]
        right = f"concat_ws(' ', {', '.join([*words, *(f'try_cast({name} as DOUBLE)' for name in self.minutes)])})"
        key = f"case when {RIGHT} then {right} else '!' || {_ROW}::VARCHAR end"
        return fired.query("fired", f"select *, {key} as {_KEY} from fired")

    def numbers(self, begin: int) -> range:
        """Give the numbers of the rules in the word that begins with this one."""
        return range(begin, min(begin + _WORD, len(self.rules)))

    @property
    def minutes(self) -> list[str]:
        """The column with the minutes of a session, if there is one; where they are unknown the key is shorter."""
        return ["session_minutes"] if ("session_minutes", None) in self.layout.given else []

    def decoded(self, key: str) -> tuple[frozenset[str], float | None]:
        """Give the rules that fired, and the minutes, of the key of rows that can be right."""
        found = key.split()
        size = -(-len(self.rules) // _WORD)
        fired = frozenset(
            name for number, name in enumerate(self.rules) if int(found[number // _WORD]) >> number % _WORD & 1
        )
        return fired, float(found[size]) if len(found) > size else None

    @cached_property
    def wrong(self) -> Any:
        """The keys of all rows that cannot be right, and what is wrong with them."""
        asked = f"select distinct on ({_KEY}) {_KEY}, {_ROW} from answered where not {RIGHT}"
        table = self.relation.query("answered", asked).to_arrow_table()
        rows = table[_ROW].combine_chunks()
        values = {name: self.plain(name, of) for name, of in zip(self.layout.columns, rows.flatten(), strict=False)}
        texts = [
            problems_of(self.layout, self.rulebook, {name: found[row] for name, found in values.items()})
            for row in range(len(table))
        ]
        return pa.table({_KEY: table[_KEY], "problems": pa.array(texts, pa.string())})

    def crossing(self, name: str) -> str:
        """Give the expression of a column as it crosses over: Arrow has no whole numbers of 128 bits."""
        return f"{_name(name)}::VARCHAR" if self.schema[name] in _HUGE else _name(name)

    def plain(self, name: str, values: Any) -> list[Any]:
        """Give values of a column as they would stand in a mapping of a single runner."""
        found = plain_values(values)
        if _is_strange(self.schema[name]):
            return [None if value is None else UNREADABLE for value in found]
        return [value and int(value) for value in found] if self.schema[name] in _HUGE else found


def _is_strange(dtype: Any) -> bool:
    """Say whether a type is one that only the database knows, such as a union, or made of such."""
    if isinstance(dtype, nw.Struct):
        return any(_is_strange(field.dtype) for field in dtype.fields)
    return _is_strange(dtype.inner) if isinstance(dtype, (nw.List, nw.Array)) else bool(dtype == nw.Unknown)


def _joined(answered: Any, selected: str, how: str, lines: Any) -> Any:  # noqa: ARG001 - see below
    # DuckDB finds the table under the name that it has here.
    return answered.query("answered", f"select {selected} from answered {how} lines using ({_KEY})")


def _name(name: str) -> str:
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def _text(text: str) -> str:
    escaped = text.replace("'", "''")
    return f"'{escaped}'"
