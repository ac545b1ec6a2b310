"""The drawing of the findings: one SVG that needs nothing else and takes the colour of the text around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs.pages.findings import stratum_of
from docs.pages.layers import layout
from docs.pages.markup import label
from runstrength.explain.words import counted
from runstrength.rulebook.conditions import findings_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docs.pages.layers import Layout
    from docs.pages.references import References

__all__ = ["drawing"]

BOX_HEIGHT = 24
ROW = 34
GAP = 90
MARGIN = 8
LETTER = 7.4
TITLE = 28


def drawing(references: References) -> str:
    """Draw the findings, step by step from left to right."""
    findings = list(references.rulebook.derivers)
    columns = {finding: stratum_of(references, finding) - 1 for finding in findings}
    used = {x: {name for rule in references.deriving(x) for name in findings_of(rule.when)} for x in findings}
    placed = layout(columns, [(source, target) for target, sources in used.items() for source in sources])
    labels = {finding: f"{finding} · {len(set(_templates(references, finding)))}" for finding in findings}
    widths = [
        max(len(labels[name]) for name in findings if columns[name] == column) * LETTER + 2 * MARGIN
        for column in range(max(columns.values()) + 1)
    ]
    lefts = [MARGIN + sum(widths[:column]) + GAP * column for column in range(len(widths))]
    lines = [_head(lefts[-1] + widths[-1] + MARGIN, TITLE + placed.rows * ROW + MARGIN, _said(findings, used))]
    lines += [f'<text x="{left:g}" y="16" opacity="0.7">step {n}</text>' for n, left in enumerate(lefts, 1)]
    lines += _arrows(placed, lefts, widths)
    for finding, (column, row) in placed.boxes.items():
        lines += _box(finding, labels[finding], lefts[column], TITLE + row * ROW, widths[column])
    return "\n".join([*lines, "</g>", "</svg>", "</div>"]) + "\n"


def _templates(references: References, finding: str) -> list[str]:
    return [rule.template for rule in references.using(finding)]


def _said(findings: Sequence[str], used: dict[str, set[str]]) -> str:
    """Say the drawing in words, for those who do not see it."""
    leaning = [f"{name} asks for {', '.join(sorted(of))}" for name, of in sorted(used.items()) if of]
    alone = len(findings) - len(leaning)
    return f"Graph of {counted(len(findings), 'finding')}. {'; '.join(leaning)}. The other {alone} ask for no finding."


def _head(width: float, height: float, said: str) -> str:
    return (
        '<div style="overflow-x: auto">\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="figure" aria-label="{said}" fill="none" stroke="none" '
        'font-family="sans-serif" font-size="13">\n'
        '<defs><marker id="findings-arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" '
        'orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="currentColor"/></marker></defs>\n'
        '<g fill="currentColor">'
    )


def _arrows(placed: Layout, lefts: Sequence[float], widths: Sequence[float]) -> list[str]:
    lines = []
    for points in placed.arrows:
        path = ""
        for number, (column, row) in enumerate(points):
            y = TITLE + row * ROW + BOX_HEIGHT / 2
            if number:
                from_x = lefts[column] - GAP
                middle, before, end = from_x + GAP / 2, _y(points[number - 1]), lefts[column]
                path += f" C{middle:g} {before:g} {end - GAP / 2:g} {y:g} {end:g} {y:g}"
            if number < len(points) - 1:
                path += f"{' L' if number else 'M'}{lefts[column] + widths[column]:g} {y:g}"
        lines.append(
            f'<path d="{path}" fill="none" stroke="currentColor" opacity="0.6" marker-end="url(#findings-arrow)"/>'
        )
    return lines


def _y(point: tuple[int, float]) -> float:
    return TITLE + point[1] * ROW + BOX_HEIGHT / 2


def _box(finding: str, shown: str, left: float, top: float, width: float) -> list[str]:
    return [
        (
            f'<a href="#{label("finding", finding)}">'
            f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{BOX_HEIGHT}" rx="4" fill="none" '
            'stroke="currentColor" pointer-events="all"/>'
            f'<text x="{left + MARGIN:g}" y="{top + 16:g}" fill="currentColor">{shown}</text></a>'
        )
    ]
