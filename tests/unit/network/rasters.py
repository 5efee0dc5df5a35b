"""GeoTIFFs of heights, drawn for a test by a formula of the place."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
import rasterio
from affine import Affine
from numpy.typing import NDArray

from learnmap.model.crs import metres_per_degree

Heights = NDArray[np.float64]

CELL_DEG: Final = 1 / 3600
"""One second of arc, as SRTM and its successors have: 31 m north to south."""
CORNER: Final = (121.4, 31.2)
"""Where `Drawing` begins to count metres."""


def write_raster(
    path: Path,
    heights: Heights,
    *,
    west: float,
    north: float,
    cell: float = CELL_DEG,
    **profile: Any,
) -> Path:
    """Write rows of heights, the northernmost first, west and north being the outer rim."""
    rows, columns = heights.shape
    how = {
        "driver": "GTiff",
        "count": 1,
        "dtype": "float64",
        "crs": "EPSG:4326",
        "transform": Affine(cell, 0.0, west, 0.0, -cell, north),
    }
    with rasterio.open(path, "w", width=columns, height=rows, **(how | profile)) as raster:
        for band in range(raster.count):
            raster.write(heights.astype(raster.dtypes[0]), band + 1)
    return path


def ground(
    path: Path,
    height_m: Callable[[Heights, Heights], Heights],
    *,
    reach_m: float = 2500.0,
    **profile: Any,
) -> Path:
    """Write the heights around the drawing's corner, given metres east and north of it.

    Metres are those of the corner's latitude, so that a plane in them is one in degrees, which
    bilinear heights follow exactly.
    """
    kx, ky = metres_per_degree(CORNER[1])
    columns, rows = (int(2 * reach_m / k / CELL_DEG) + 2 for k in (kx, ky))
    west, north = CORNER[0] - reach_m / kx, CORNER[1] + reach_m / ky
    lon = west + (np.arange(columns) + 0.5) * CELL_DEG
    lat = north - (np.arange(rows) + 0.5) * CELL_DEG
    east_m, north_m = np.meshgrid((lon - CORNER[0]) * kx, (lat - CORNER[1]) * ky)
    heights = np.broadcast_to(height_m(east_m, north_m), east_m.shape)
    return write_raster(path, heights, west=west, north=north, **profile)
