"""Cells of a spreadsheet that no program runs as a formula.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line break for
a formula, from a CSV file, too. Such a text is written with an apostrophe before it, which
spreadsheets and people know as "this is text". The rule can be taken back without a loss: a text
that has apostrophes before such a sign gets one more.
"""

import re
from typing import Final

_RUNS: Final = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""How a text begins that a spreadsheet might run; full-width signs count in Chinese settings."""


def safe_cell(text: str) -> str:
    """Return a text as it is put into a cell."""
    return f"'{text}" if _RUNS.match(text) else text


def plain_cell(cell: str) -> str:
    """Return the text that `safe_cell` was given."""
    return cell[1:] if cell.startswith("'") and _RUNS.match(cell) else cell
