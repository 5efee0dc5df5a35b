"""Reads where residents live from a GeoTIFF of people per cell, as WorldPop gives them."""

import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyproj
import rasterio
from numpy.typing import NDArray
from rasterio.errors import NotGeoreferencedWarning, RasterioError

from learnmap.ingest.age_bands import Ages, ages_in_name
from learnmap.ingest.faults import RowFault, refuse
from learnmap.ingest.geopackage_gate import degrees_of
from learnmap.ingest.made_ids import made_id
from learnmap.ingest.named_table import RecordsFile
from learnmap.ingest.placement import OUTSIDE_LIMIT_M
from learnmap.ingest.raster_cells import doubts_of_cells, residents_of_cells
from learnmap.model.crs import Box, metres_per_degree
from learnmap.model.records import AgeCount, DemandPoint

MOST_CELLS: Final = 50_000_000
"""A province in cells of 100 m has fewer."""


def read_raster(
    path: Path, *, source: str, ages: tuple[Ages, ...] = (), city_box: Box | None = None
) -> RecordsFile[DemandPoint]:
    """Read a raster; every cell with residents becomes a demand point in its middle.

    Parameters
    ----------
    path : Path
        GeoTIFF, in degrees or metres on WGS 84 or CGCS2000; one band for each age band.
    source : str
    ages : tuple of (int, int or None)
        Of the bands in their order; a single one may stand in the file's name.
    city_box : tuple of float, optional
        (west, south, east, north) of the city in degrees; cells more than 20 km outside are
        left out, with a warning of how many live there.

    Returns
    -------
    RecordsFile of DemandPoint
        Lines count the cells from the upper left, from 1. Counts are the cells' own values.

    Raises
    ------
    FaultyTableError
        When the file is no raster, too large, without coordinate system or place on Earth, of
        another region, or holds a value that is no number of residents.
    """
    with _opened(path) as raster:
        bands = ages or ages_in_name(path.stem)
        _check(path, raster, bands)
        people = residents_of_cells(path, raster)
        doubts = tuple(doubts_of_cells(raster, people))
        places = _middles(path, raster)
    total = np.sum(people, axis=0)
    lived = np.flatnonzero(total > 0)
    if not len(lived):
        raise refuse(path, "no cell has residents", "give the raster of the city")
    near = lived[_within(places[lived], city_box)]
    if not len(near):
        raise refuse(
            path,
            f"all {len(lived)} cells with residents lie over {OUTSIDE_LIMIT_M / 1000:.0f} km "
            "outside the city's streets",
            "give the raster of the city, and see that its coordinate system is right",
        )
    notes = [f"{len(near)} cells have {math.fsum(total[near]):.1f} residents"]
    outside = lived.size - near.size
    if outside:
        lost = math.fsum(total[lived]) - math.fsum(total[near])
        doubts += (
            RowFault(
                0,
                None,
                None,
                None,
                f"{lost:.1f} residents in {outside} cells live over "
                f"{OUTSIDE_LIMIT_M / 1000:.0f} km outside the city's streets and are left out",
                "see that it is the city's raster, or confirm",
                "feature",
                "warning",
            ),
        )
    points = tuple(
        _point(places[cell], [float(band[cell]) for band in people], bands, source)
        for cell in near.tolist()
    )
    return RecordsFile(points, tuple((near + 1).tolist()), doubts, notes=tuple(notes))


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            with rasterio.open(path, driver="GTiff") as raster:
                yield raster
    except RasterioError as error:
        raise refuse(
            path, f"the GeoTIFF cannot be read ({error})", "export it again as GeoTIFF"
        ) from error


def _check(path: Path, raster: Any, bands: tuple[Ages, ...]) -> None:
    if raster.width * raster.height * raster.count > MOST_CELLS:
        raise refuse(
            path,
            f"the raster has {raster.width} x {raster.height} cells in {raster.count} bands",
            f"cut it to the city; {MOST_CELLS:,} cells are read at most",
        )
    if raster.crs is None:
        raise refuse(
            path,
            "the raster declares no coordinate system",
            "declare it, as with `gdal_edit.py -a_srs EPSG:4326`",
        )
    if raster.transform.is_identity:
        raise refuse(
            path,
            "the raster does not say where on Earth its cells lie",
            "georeference it, as with `gdal_edit.py -a_ullr WEST NORTH EAST SOUTH`",
        )
    if len(bands) != raster.count:
        told = f"ages of {len(bands)} are known" if bands else "nothing says of which ages"
        raise refuse(
            path,
            f"the raster has {raster.count} bands, and {told}",
            "say it with --ages 60+, or --ages 0-59,60+ for two bands",
        )


def _middles(path: Path, raster: Any) -> NDArray[np.float64]:
    """Return longitude and latitude of each cell's middle, in rows."""
    columns, rows = np.meshgrid(np.arange(raster.width) + 0.5, np.arange(raster.height) + 0.5)
    grid, across, down = raster.transform, columns.ravel(), rows.ravel()
    x = grid.a * across + grid.b * down + grid.c
    y = grid.d * across + grid.e * down + grid.f
    crs = pyproj.CRS.from_user_input(raster.crs.to_wkt())
    target = degrees_of(path, crs, what="raster")
    if not crs.is_geographic:
        x, y = pyproj.Transformer.from_crs(crs, target, always_xy=True).transform(x, y)
    return np.column_stack([x, y])


def _within(places: NDArray[np.float64], box: Box | None) -> NDArray[np.bool_]:
    if box is None:
        return np.ones(len(places), bool)
    west, south, east, north = box
    across, up = metres_per_degree((south + north) / 2)
    margin_x, margin_y = OUTSIDE_LIMIT_M / across, OUTSIDE_LIMIT_M / up
    lon, lat = places.T
    inside_x = (lon >= west - margin_x) & (lon <= east + margin_x)
    found: NDArray[np.bool_] = inside_x & (lat >= south - margin_y) & (lat <= north + margin_y)
    return found


def _point(
    place: NDArray[np.float64], people: list[float], bands: tuple[Ages, ...], source: str
) -> DemandPoint:
    lon, lat = (round(float(degrees), 7) for degrees in place)
    counts = tuple(
        AgeCount(age_from=low, age_to=high, residents=residents)
        for (low, high), residents in zip(bands, people, strict=True)
    )
    return DemandPoint(
        id=made_id(source, f"{lon:.7f}", f"{lat:.7f}"),
        longitude=lon,
        latitude=lat,
        counts=counts,
        source=source,
    )
