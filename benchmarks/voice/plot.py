"""One picture of a run: every wait of every scenario as a mark on a line, as SVG. Pure."""

from collections.abc import Mapping, Sequence
from html import escape

WIDTH, LEFT, ROW, TOP, BOTTOM = 900, 190, 34, 40, 40
MOST_MS = 2000.0
STEP_MS = 200


def strip_plot(rows: Mapping[str, Sequence[float]], title: str) -> str:
    """An SVG with a row of marks for each name; a bar stands at the median, and what lies beyond 2 s at the edge."""
    height = TOP + ROW * max(1, len(rows)) + BOTTOM
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" font-family="sans-serif">',
        '<rect width="100%" height="100%" fill="white"/>',
        f'<text x="{LEFT}" y="22" font-size="15">{escape(title)}</text>',
    ]
    for tick in range(0, int(MOST_MS) + 1, STEP_MS):
        x = _x(tick)
        parts.append(f'<line x1="{x}" y1="{TOP}" x2="{x}" y2="{height - BOTTOM}" stroke="#ddd"/>')
        parts.append(f'<text x="{x}" y="{height - BOTTOM + 18}" font-size="11" text-anchor="middle">{tick}</text>')
    for number, (name, values) in enumerate(rows.items()):
        parts += _row(name, sorted(values), TOP + ROW * number + ROW // 2)
    parts.append(f'<text x="{WIDTH - 10}" y="{height - 6}" font-size="11" text-anchor="end">ms at the wire</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _row(name: str, ordered: Sequence[float], y: int) -> list[str]:
    made = [
        f'<text x="{LEFT - 10}" y="{y + 4}" font-size="12" text-anchor="end">{escape(name)} ({len(ordered)})</text>'
    ]
    made += [f'<circle cx="{_x(value)}" cy="{y}" r="4" fill="#2b6cb0" fill-opacity="0.35"/>' for value in ordered]
    if ordered:
        x = _x(ordered[len(ordered) // 2])
        made.append(f'<line x1="{x}" y1="{y - 11}" x2="{x}" y2="{y + 11}" stroke="#c53030" stroke-width="2"/>')
    return made


def _x(value_ms: float) -> float:
    return round(LEFT + (WIDTH - LEFT - 20) * min(max(value_ms, 0.0), MOST_MS) / MOST_MS, 1)
