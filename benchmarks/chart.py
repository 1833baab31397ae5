"""format_chart: lines that grow, both axes logarithmic, as one SVG for light and dark pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT = 860, 520
LEFT, RIGHT, TOP, BOTTOM = 70, 250, 48, 52
LABEL = 15
"""How far apart the names at the ends of the lines are, at least."""

# Of a middle lightness, so that each can be told on white and on black.
COLOURS = ("#2f81f7", "#d1622b", "#2da44e", "#a371f7", "#c69026", "#e5534b", "#39a0a0", "#8a6d3b",
           "#cf5c9b", "#6e7781", "#5b8def", "#7c9a2e")  # fmt: skip
DASHES = {"ours": "", "floor": "2 4", "peer": "8 5"}
STYLE = """\
text { font: 12px system-ui, sans-serif; fill: #424a53; }
.title { font-size: 15px; font-weight: 600; }
.grid { stroke: #8c959f; stroke-opacity: 0.3; }
@media (prefers-color-scheme: dark) { text { fill: #c9d1d9; } }"""


@dataclass(frozen=True, slots=True)
class Series:
    """One line: seconds by number of notes. `kind` is ours, floor or peer: how it is drawn."""

    name: str
    kind: str
    points: Mapping[int, float]


def format_chart(title: str, series: Iterable[Series]) -> str:
    """The SVG; series without a point are left out."""
    shown = [one for one in series if one.points]
    axes = _Axes.around(shown)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-label="{escape(title)}">',
        f"<style>{STYLE}</style>",
        f'<text class="title" x="{LEFT}" y="26">{escape(title)}</text>',
        *_draw_grid(axes),
        *_draw_lines(axes, shown),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


@dataclass(frozen=True, slots=True)
class _Axes:
    """Powers of ten from `low` to `high` milliseconds, and the sizes to the right."""

    sizes: Sequence[int]
    low: int
    high: int

    @classmethod
    def around(cls, series: Iterable[Series]) -> _Axes:
        """The axes that hold every point; some, where there is none."""
        points = [point for one in series for point in one.points.items()]
        exponents = [log10(1000 * seconds) for _, seconds in points] or [0]
        low, high = floor(min(exponents)), ceil(max(exponents))
        return cls(sorted({size for size, _ in points}) or [1], low, max(high, low + 1))

    def x(self, size: int) -> float:
        """Where a size stands."""
        first, last = log10(self.sizes[0]), log10(self.sizes[-1])
        share = (log10(size) - first) / (last - first) if last > first else 0
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y(self, seconds: float) -> float:
        """Where a time stands."""
        share = (log10(1000 * seconds) - self.low) / (self.high - self.low)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def _draw_grid(axes: _Axes) -> Iterator[str]:
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    for power in range(axes.low, axes.high + 1):
        y = axes.y(10.0**power / 1000)
        yield f'<line class="grid" x1="{LEFT}" x2="{right}" y1="{y}" y2="{y}"/>'
        name = f"{10**power:g} ms" if power < 3 else f"{10 ** (power - 3):,} s"
        yield f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{name}</text>'
    for size in axes.sizes:
        x = axes.x(size)
        yield f'<line class="grid" x1="{x}" x2="{x}" y1="{TOP}" y2="{bottom}"/>'
        yield f'<text x="{x}" y="{bottom + 20}" text-anchor="middle">{size:,} notes</text>'
    key = "solid: infoview · dashed: other programs · dotted: floors"
    yield f'<text x="{LEFT}" y="{bottom + 40}">{key}</text>'


def _draw_lines(axes: _Axes, series: Sequence[Series]) -> Iterator[str]:
    heights = _spread([axes.y(one.points[max(one.points)]) for one in series])
    for number, (one, height) in enumerate(zip(series, heights, strict=True)):
        colour = COLOURS[number % len(COLOURS)]
        points = [(axes.x(size), axes.y(seconds)) for size, seconds in sorted(one.points.items())]
        line = " ".join(f"{x},{y}" for x, y in points)
        dash = f' stroke-dasharray="{DASHES[one.kind]}"' if DASHES[one.kind] else ""
        yield f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>'
        for x, y in points:
            yield f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>'
        end, edge = points[-1], WIDTH - RIGHT + 14
        yield (
            f'<line x1="{end[0] + 4}" y1="{end[1]}" x2="{edge}" y2="{height}"'
            f' stroke="{colour}" stroke-opacity="0.4"/>'
        )
        yield f'<rect x="{edge + 2}" y="{height - 4}" width="8" height="8" fill="{colour}"/>'
        yield f'<text x="{edge + 16}" y="{height + 4}">{escape(one.name)}</text>'


def _spread(heights: Sequence[float]) -> list[float]:
    """The heights of the names, in the lines' order, moved apart where they would overlap."""
    order = sorted(range(len(heights)), key=lambda at: heights[at])
    placed = list(heights)
    lowest = float(HEIGHT - BOTTOM)
    for rank, at in enumerate(order):
        above = placed[order[rank - 1]] + LABEL if rank else TOP
        placed[at] = round(max(placed[at], above), 1)
    for at in reversed(order):
        placed[at] = round(min(placed[at], lowest), 1)
        lowest = placed[at] - LABEL
    return placed
