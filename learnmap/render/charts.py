"""Charts as SVG that pages, printed sheets and readers for the blind can all use.

Lines differ by their dashes and the words at their ends as well as by colour, bars carry their
value in words, and nothing needs a style sheet or a script. Behind every chart its maker has to
show the same figures as a table.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final
from xml.sax.saxutils import escape, quoteattr

_INK: Final = "#1d2733"
_FAINT: Final = "#c9d2dc"
_FONT: Final = "'Noto Sans CJK SC', 'Noto Sans SC', sans-serif"
_STROKES: Final = (
    ("#1f4e9c", ""),
    ("#9a4a00", "7 4"),
    ("#0f6e6e", "2 3"),
    ("#8a2d6b", "9 3 2 3"),
    ("#3b5f0b", "4 2"),
)
"""Colour and dashes of the lines in turn; each colour has 4.5:1 at least on white."""
_WIDTH: Final = 640
_LEFT: Final = 46
_RIGHT: Final = 150
_TOP: Final = 14
_PLOT: Final = 240
_BAR: Final = 22
_LEAST_BAR: Final = 160
_GAP: Final = 8
_WIDE: Final = 13.0
_NARROW: Final = 7.0
"""Widths of Chinese and of Latin letters, the latter a little more than they are on average."""
_APART: Final = 15
"""Least distance of the words at the ends of two lines."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a chart.

    Attributes
    ----------
    label : str
    values : sequence of (float, float)
        From left to right: where, and a share from 0 to 1.
    """

    label: str
    values: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart.

    Attributes
    ----------
    label : str
    share : float or None
        From 0 to 1; None where there is none, which `text` has to say.
    text : str
        The value in words.
    """

    label: str
    share: float | None
    text: str


def line_chart(title: str, lines: Sequence[Line], *, along: str, ticks: Sequence[float]) -> str:
    """Draw shares over something, such as minutes.

    Parameters
    ----------
    title : str
        What the chart shows, for who cannot see it.
    lines : sequence of Line
    along : str
        What is told from left to right.
    ticks : sequence of float
        Where the axis has numbers, rising; the first and the last are its ends.

    Returns
    -------
    str
        An ``svg`` element.
    """
    first, last = ticks[0], ticks[-1]
    width = _WIDTH - _LEFT - _RIGHT

    def x(value: float) -> float:
        return _LEFT + width * (value - first) / (last - first)

    def y(share: float) -> float:
        return _TOP + _PLOT * (1 - share)

    parts = [
        _rule(_LEFT, y(share / 4), _LEFT + width, y(share / 4), _FAINT)
        + _text(_LEFT - 6, y(share / 4) + 4, f"{share * 25} %", anchor="end")
        for share in range(5)
    ]
    parts += [_text(x(tick), _TOP + _PLOT + 18, f"{tick:g}", anchor="middle") for tick in ticks]
    parts.append(_text(_LEFT + width / 2, _TOP + _PLOT + 38, along, anchor="middle"))
    parts.append(_rule(_LEFT, y(0), _LEFT + width, y(0), _INK))
    ends = _spread([y(line.values[-1][1]) for line in lines])
    for number, (line, end) in enumerate(zip(lines, ends, strict=True)):
        colour, dashes = _STROKES[number % len(_STROKES)]
        path = " ".join(f"{x(at):.1f},{y(share):.1f}" for at, share in line.values)
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"{dashed}/>'
        )
        beyond = x(line.values[-1][0]) + 8
        parts.append(_text(beyond, end + 4, line.label, fill=colour))
    return _svg(title, _TOP + _PLOT + 48, parts)


def bar_chart(title: str, bars: Sequence[Bar]) -> str:
    """Draw shares side by side, one below the other.

    Parameters
    ----------
    title : str
    bars : sequence of Bar

    Returns
    -------
    str
        An ``svg`` element.
    """
    names = max((_wide(bar.label) for bar in bars), default=0) + 2 * _GAP
    values = max((_wide(bar.text) for bar in bars), default=0) + 2 * _GAP
    width = max(_LEAST_BAR, _WIDTH - names - values)
    parts = []
    for row, bar in enumerate(bars):
        y = 6 + row * (_BAR + 6)
        parts.append(_text(names - _GAP, y + 15, bar.label, anchor="end"))
        parts.append(
            f'<rect x="{names:g}" y="{y}" width="{width:g}" height="{_BAR}" fill="#eef2f6"/>'
        )
        if bar.share:
            parts.append(
                f'<rect x="{names:g}" y="{y}" width="{width * bar.share:.1f}" height="{_BAR}" '
                'fill="#1f4e9c"/>'
            )
        parts.append(_text(names + width + _GAP, y + 15, bar.text))
    whole = max(_WIDTH, names + width + values)
    return _svg(title, 12 + len(bars) * (_BAR + 6), parts, width=whole)


def _spread(heights: Sequence[float]) -> list[float]:
    """Move words at the ends of lines apart, as little as it needs, in their own order."""
    order = sorted(range(len(heights)), key=lambda k: heights[k])
    placed = [heights[k] for k in order]
    for before, after in pairwise(range(len(placed))):
        placed[after] = max(placed[after], placed[before] + _APART)
    over = placed[-1] - (_TOP + _PLOT) if placed else 0
    if over > 0:
        placed[-1] -= over
        for after, before in pairwise(reversed(range(len(placed)))):
            placed[before] = min(placed[before], placed[after] - _APART)
    return [placed[order.index(k)] for k in range(len(heights))]


def _wide(text: str) -> float:
    """Return how wide a text is at most."""
    return sum(_WIDE if unicodedata.east_asian_width(one) in "WF" else _NARROW for one in text)


def _svg(title: str, height: float, parts: Sequence[str], *, width: float = _WIDTH) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" '
        f'aria-label={quoteattr(title)} font-family="{_FONT}" font-size="13">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def _rule(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{colour}"/>'


def _text(x: float, y: float, text: str, *, anchor: str = "start", fill: str = _INK) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}">{escape(text)}</text>'
    )
