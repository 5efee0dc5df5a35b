"""Lines of cells that occur more than once, told once.

A city's courses are at the same hours for the same fees, so most lines of a long list are repeated
thousands of times; with a number in place of each such line, a page of ten thousand points is a
megabyte smaller than with compression alone.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

_BEFORE_LINE: Final = re.compile(r"(?=<p>|<li>|</ul>)")

Cell = list[int | str]
"""Parts of a cell in order: a line of its own as text, another one as its number."""


def share_lines(cells: Sequence[Sequence[str]]) -> tuple[list[str], list[list[Cell]]]:
    """Return the lines that are repeated, the most frequent first, and cells made of them.

    Parameters
    ----------
    cells : sequence of sequence of str
        Markup of each cell, by row.

    Returns
    -------
    lines : list of str
        A part of type int is a place in it.
    columns : list of list of list
        Cells by column; the parts of a cell, joined, are its markup.
    """
    columns = [
        [[part for part in _BEFORE_LINE.split(cell) if part] for cell in column]
        for column in zip(*cells, strict=True)
    ]
    counts = Counter(part for column in columns for cell in column for part in cell)
    lines = [part for part, count in counts.most_common() if count > 1]
    numbers = {line: number for number, line in enumerate(lines)}
    return lines, [
        [[numbers.get(part, part) for part in cell] for cell in column] for column in columns
    ]
