"""Rules that use what other rules derive: in which order, and whether in a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["bottom_up", "circle_of"]


def bottom_up(uses: Mapping[str, list[str]]) -> list[str]:
    """Give rules so that each comes after those that it uses. Not recursive: a chain may be long."""
    found: dict[str, None] = {}
    for start in sorted(uses):
        stack = [start]
        while stack:
            name = stack[-1]
            waiting = [other for other in uses[name] if other not in found]
            if name in found or not waiting:
                found[name] = None
                stack.pop()
            else:
                stack.extend(waiting)
    return list(found)


def circle_of(uses: Mapping[str, list[str]]) -> list[str] | None:
    """Give a circle of rules that use each other, if there is one."""
    done: set[str] = set()
    for start in sorted(uses):
        way: list[str] = []
        stack: list[tuple[str, int]] = [(start, 0)]
        while stack:
            name, step = stack.pop()
            if step == 0:
                if name in done:
                    continue
                way.append(name)
            if step < len(uses[name]):
                stack.append((name, step + 1))
                other = uses[name][step]
                if other in way:
                    return way[way.index(other) :]
                stack.append((other, 0))
            else:
                done.add(name)
                way.pop()
    return None
