"""What `recommend_frame` gives: three frames of the caller's own kind, each made when it is asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from runstrength.rulebook.rule import Rulebook

__all__ = ["FrameRecommendations", "Source"]


class Source(Protocol):
    """What makes the three frames, on some engine."""

    rulebook: Rulebook

    def fired(self) -> Any:
        """Give the frame with a column of truth for each rule."""
        ...

    def programme(self) -> Any:
        """Give the frame with a row for each thing that a runner is given."""
        ...

    def problems(self) -> Any:
        """Give the frame of the rows that cannot be right."""
        ...


class FrameRecommendations:
    """The answer for every row of a frame, as frames of the same library; lazy ones if the frame was lazy."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def __repr__(self) -> str:
        return f"<FrameRecommendations of {self._source.rulebook.name}: fired, programme, problems>"

    @cached_property
    def fired(self) -> Any:
        """A row for each runner: for each rule whether it fires, and `problems`, null where there is none.

        In a row with problems every rule is null.
        """
        return self._source.fired()

    @cached_property
    def programme(self) -> Any:
        """A row for each thing that a runner is given: its `part`, its `name`, its dose, the rules behind it."""
        return self._source.programme()

    @cached_property
    def problems(self) -> Any:
        """A row for each runner of whom something cannot be right, with `problems`, one in a line."""
        return self._source.problems()
