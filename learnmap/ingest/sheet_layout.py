"""What a worksheet does to its cells besides holding values: merging, hiding, computing."""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring, iterparse
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, range_boundaries

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION: Final = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"

Range = tuple[int, int, int, int]
"""First column, first row, last column, last row, all from 1."""


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """Places of one worksheet that need a second look.

    Attributes
    ----------
    merged : tuple of Range
    hidden_rows : frozenset of int
        Rows from 1.
    hidden_columns : frozenset of int
        Columns from 1, as far as `MOST_COLUMNS`.
    without_result : dict
        The formula by (row, column), both from 1, of cells that hold no computed value.
    """

    merged: tuple[Range, ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    without_result: dict[tuple[int, int], str]


MOST_COLUMNS: Final = 500
"""Columns that are looked at; a list of points has some twenty."""


def read_layout(path: Path, sheet: str) -> SheetLayout:
    """Read the layout of a worksheet.

    Parameters
    ----------
    path : Path
        A workbook that `learnmap.ingest.workbook_archive.check_workbook` has passed.
    sheet : str
        Name of one of its worksheets.

    Returns
    -------
    SheetLayout
    """
    merged: list[Range] = []
    rows: set[int] = set()
    columns: set[int] = set()
    computed: dict[tuple[int, int], str] = {}
    with zipfile.ZipFile(path) as archive, archive.open(_find_part(archive, sheet)) as file:
        for element in _iterate(file):
            match element.tag.rpartition("}")[2]:
                case "mergeCell":
                    merged.append(_range_of(element))
                case "col" if _is_true(element.get("hidden")):
                    last = min(int(element.get("max", "0")), MOST_COLUMNS)
                    columns.update(range(int(element.get("min", "1")), last + 1))
                case "row":
                    if _is_true(element.get("hidden")) and element.get("r"):
                        rows.add(int(element.get("r", "0")))
                    element.clear()
                case "c":
                    _note_formula(element, computed)
    return SheetLayout(tuple(merged), frozenset(rows), frozenset(columns), computed)


def _iterate(file: IO[bytes]) -> Iterator[Element]:
    for _, element in iterparse(file, events=("end",)):
        yield element


def _find_part(archive: zipfile.ZipFile, sheet: str) -> str:
    """Return the part of a worksheet by way of the workbook's relations."""
    workbook = fromstring(archive.read("xl/workbook.xml"))
    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for space in (_MAIN, _STRICT):
        for entry in workbook.iter(f"{space}sheet"):
            if entry.get("name") == sheet:
                target = targets[entry.get(_RELATION) or entry.get(_STRICT_RELATION)]
                return posixpath.normpath(posixpath.join("xl", target)).lstrip("/")
    raise KeyError(sheet)


def _range_of(element: Element) -> Range:
    west, north, east, south = range_boundaries(element.get("ref", "A1"))
    return west or 1, north or 1, east or 1, south or 1


def _note_formula(cell: Element, computed: dict[tuple[int, int], str]) -> None:
    formula = value = None
    for child in cell:
        name = child.tag.rpartition("}")[2]
        formula = child if name == "f" else formula
        value = child if name in ("v", "is") else value
    reference = cell.get("r")
    if formula is None or reference is None or (value is not None and value.text is not None):
        return
    letters, row = coordinate_from_string(reference)
    computed[row, column_index_from_string(letters)] = "=" + (formula.text or "")


def _is_true(value: str | None) -> bool:
    return value in ("1", "true")
