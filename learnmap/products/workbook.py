"""A layer as an Excel workbook that runs nothing, with a sheet of what it was made from."""

import io
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import geopandas as gpd
import openpyxl
import pandas as pd
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from learnmap.model.safe_cells import safe_cell


def workbook(layer: gpd.GeoDataFrame, *, title: str, about: Mapping[str, str]) -> bytes:
    """Write a layer's columns without its geometry, numbers as numbers, and a sheet ``about``.

    Every text goes through `safe_cell`; `learnmap.model.safe_cells.plain_cell` takes it back.

    Parameters
    ----------
    layer : GeoDataFrame
    title : str
        Of the sheet.
    about : mapping of str to str
    """
    table = pd.DataFrame(layer.drop(columns=layer.geometry.name))
    book = openpyxl.Workbook(write_only=True)
    _fill(book.create_sheet(title), table.columns, table.itertuples(index=False, name=None))
    _fill(book.create_sheet("about"), ("name", "value"), about.items())
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, columns: Iterable[str], rows: Iterable[tuple[object, ...]]) -> None:
    sheet.freeze_panes = "A2"
    sheet.append(list(_bold(sheet, columns)))
    for row in rows:
        sheet.append([_cell(value) for value in row])


def _bold(sheet: Any, columns: Iterable[str]) -> Iterator[Any]:
    for name in columns:
        cell = WriteOnlyCell(sheet, value=name)
        cell.font = Font(bold=True)
        yield cell


def _cell(value: object) -> object:
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    return safe_cell(value) if isinstance(value, str) else value
