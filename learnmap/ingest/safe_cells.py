"""Writes text into a cell of a workbook so that no program takes it for anything else."""

import re
from typing import Any, Final

_MOST_CHARACTERS: Final = 32_767
"""More do not fit a cell."""
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML cannot hold."""


def write_text(cell: Any, value: str) -> Any:
    """Write a value as text: what begins with ``= + - @`` is no formula.

    Parameters
    ----------
    cell : openpyxl.cell.Cell
    value : str
        Characters that a workbook cannot hold are replaced by U+FFFD.

    Returns
    -------
    openpyxl.cell.Cell
        The cell, to be styled.
    """
    text = _FORBIDDEN.sub("\ufffd", value)[:_MOST_CHARACTERS]
    cell.value = text
    cell.data_type = "s"
    if text.lstrip()[:1] in ("=", "+", "-", "@"):
        # As the apostrophe that a person types: also who edits the cell keeps it as text.
        cell.quotePrefix = True
    return cell
