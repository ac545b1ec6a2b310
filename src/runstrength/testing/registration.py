"""Tells Hypothesis how to make facts, so that an annotation is enough: `@given(...)` with `runner: Profile`.

Hypothesis calls `register` when it is imported, by the entry point of this package; strategies are made when somebody
asks for one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from runstrength.facts import Facts, fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["register"]


def register() -> None:
    """Register every vocabulary, those that are there and those that are still to be written."""

    def begun(cls: type[Facts], /, **arguments: Any) -> None:  # noqa: ANN401 - whatever Python gives
        super(Facts, cls).__init_subclass__(**arguments)
        st.register_type_strategy(cls, _strategy)

    for known in _below(Facts):
        st.register_type_strategy(known, _strategy)
    # Hypothesis asks for the very class that an annotation names, and not for one that it derives from.
    Facts.__init_subclass__ = classmethod(begun)  # type: ignore[assignment]


def _below(cls: type[Facts]) -> Iterator[type[Facts]]:
    yield cls
    for one in cls.__subclasses__():
        yield from _below(one)


def _strategy(vocabulary: type[Facts]) -> st.SearchStrategy[Any]:
    from runstrength.testing.strategies import profiles  # noqa: PLC0415 - only who asks for one needs it

    # Of facts of any kind, a runner is one.
    return profiles(profile=vocabulary) if fields_of(vocabulary) else profiles()
