"""A layer as CSV that a spreadsheet opens by a double click and runs nothing of."""

import csv
import io
import math
from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from learnmap.model.safe_cells import safe_cell

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for the code page of its country."""


def spreadsheet(layer: gpd.GeoDataFrame, *, about: Mapping[str, str]) -> bytes:
    """Write a layer's columns without its geometry: UTF-8 with a byte order mark, CRLF.

    Every text goes through `safe_cell`; `learnmap.model.safe_cells.plain_cell` takes it back.
    Numbers stand as they are: a negative one is no formula.

    Parameters
    ----------
    layer : GeoDataFrame
    about : mapping of str to str
        Columns at the end, the same in each row: a CSV file has no other place for them.
    """
    table = pd.DataFrame(layer.drop(columns=layer.geometry.name))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*table.columns, *about])
    tail = [safe_cell(value) for value in about.values()]
    for row in table.itertuples(index=False, name=None):
        writer.writerow([*(_cell(value) for value in row), *tail])
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def _cell(value: object) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, str):
        return safe_cell(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return str(value)
