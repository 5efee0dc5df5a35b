"""Planners' tables as CSV, each row with what it was made from."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from learnmap.model.languages import Names
from learnmap.model.safe_cells import safe_cell
from learnmap.workflows.planning.provenance import Provenance

AREA: Final = ("level", "area_code", "area_name_zh", "area_name_en")
MADE_FROM: Final = (
    "streets",
    "streets_date",
    "network",
    "residents_sources",
    "residents_imported",
    "fictional",
)
"""Columns that each table ends with: it may travel far from the command that made it."""


def table_as_csv(
    columns: Sequence[str], rows: Iterable[Sequence[object]], made_from: Provenance
) -> bytes:
    """Write a table as CSV UTF-8 with a byte order mark, for spreadsheets.

    Parameters
    ----------
    columns : sequence of str
        Without `MADE_FROM`.
    rows : iterable of sequence
        Numbers are written with all their digits, None as an empty cell. A text that a
        spreadsheet would take for a formula gets an apostrophe before it.
    made_from : Provenance
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow((*columns, *MADE_FROM))
    inputs = _inputs(made_from)
    for row in rows:
        writer.writerow([*map(_cell, row), *inputs])
    return text.getvalue().encode("utf-8-sig")


def area_cells(level: str, code: str, names: Names) -> tuple[str, ...]:
    """Return the cells of `AREA`."""
    return level, code, names.get("zh", ""), names.get("en", "")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return repr(float(value))
    return safe_cell(str(value))


def _inputs(made_from: Provenance) -> tuple[str, ...]:
    build = made_from.build
    return (
        safe_cell(build.extract_name),
        str(build.extract_date or ""),
        build.content_hash,
        safe_cell(made_from.sources_named),
        made_from.imported_on,
        str(made_from.fictional).lower(),
    )
