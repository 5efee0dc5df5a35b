"""Reads the cells of a raster of people, and judges what cannot be a number of residents."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from learnmap.ingest.faults import RowFault, refuse
from learnmap.model.crs import metres_per_degree

MOST_IN_CELL: Final = 10_000_000
"""More than any quarter of a city has: what is above is a value that was to mean "no data"."""
CROWDED_PER_KM2: Final = 500_000
CROWDED_FROM: Final = 2_000
"""Small cells may hold one tower; from so many residents on a cell is looked at for its density."""


def residents_of_cells(path: Path, raster: Any) -> NDArray[np.float64]:
    """Read the residents of each cell; those without data have none.

    Returns
    -------
    (bands, cells) float64
        Cells from the upper left, row by row.

    Raises
    ------
    FaultyTableError
        When a cell holds what is no number of residents.
    """
    return np.stack([_band(path, raster, number) for number in range(1, raster.count + 1)])


def doubts_of_cells(raster: Any, people: NDArray[np.float64]) -> Iterator[RowFault]:
    """Yield what somebody has to confirm of (bands, cells) residents."""
    if 0 in raster.nodatavals:
        unknown = int((np.sum(people, axis=0) == 0).sum())
        yield RowFault(
            0,
            None,
            None,
            None,
            f"the raster declares 0 as nodata: {unknown} cells without residents may be empty or "
            "not counted, and count as empty",
            "see that its makers left nobody out, or confirm",
            "feature",
            "warning",
        )
    total, km2 = np.sum(people, axis=0), cell_km2(raster)
    crowded = np.flatnonzero((total > CROWDED_PER_KM2 * km2) & (total > CROWDED_FROM))
    if len(crowded):
        row, column = divmod(int(crowded[0]), raster.width)
        yield RowFault(
            0,
            None,
            None,
            None,
            f"{len(crowded)} cells have over {CROWDED_PER_KM2} residents per km2, the first in "
            f"row {row + 1}, column {column + 1}: {total[crowded[0]]:g}",
            "see that this value is not to mean nodata, or confirm",
            "feature",
            "warning",
        )


def cell_km2(raster: Any) -> float:
    """Return the area of a cell, in the middle of the raster where cells are of degrees."""
    grid = raster.transform
    area = abs(grid.a * grid.e - grid.b * grid.d)
    if raster.crs.is_geographic:
        _, latitude = grid @ (raster.width / 2, raster.height / 2)
        across, up = metres_per_degree(latitude)
        return float(area * across * up) / 1e6
    _, metres = raster.crs.linear_units_factor
    return float(area * metres**2) / 1e6


def _band(path: Path, raster: Any, number: int) -> NDArray[np.float64]:
    band = raster.read(number, masked=True)
    values = np.asarray(band.filled(0), np.float64)
    bad = ~np.isfinite(values) & ~np.ma.getmaskarray(band) | (values < 0) | (values > MOST_IN_CELL)
    if bad.any():
        row, column = (int(found[0]) for found in np.nonzero(bad))
        raise refuse(
            path,
            f"band {number} has {int(bad.sum())} cells that hold no number of residents, the "
            f"first in row {row + 1}, column {column + 1}: {values[row, column]:g}",
            "declare that value as nodata, as with `gdal_edit.py -a_nodata`, or correct the cells",
        )
    return np.where(np.isfinite(values), values, 0.0).ravel()
