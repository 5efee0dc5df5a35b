"""Heights of the ground, from a GeoTIFF.

A raster is read where it is asked, a part at a time, whatever its size. Its own CRS is kept: it
is the places that are turned into it.
"""

import hashlib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
import rasterio
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError
from rasterio.enums import ColorInterp
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.windows import Window

from learnmap.model.crs import ELLIPSOID, STORED_CRS, Box
from learnmap.model.errors import ElevationError

_LOWEST_M, _HIGHEST_M = -500.0, 9000.0
"""The shore of the Dead Sea is at -430 m, Everest's summit at 8849 m."""
_METRES: Final = frozenset({"", "m", "metre", "metres", "meter", "meters"})
_BLOCK: Final = 1024
"""Cells of a side of what is read at once, 8 MB as float64."""
_PLACES: Final = 1 << 20
"""Places that are looked up at once."""


class Elevation:
    """An open raster of heights; `open_elevation` makes it.

    Attributes
    ----------
    name : str
        File name without its folder.
    sha256 : str
        Of the whole file.
    """

    def __init__(self, raster: Any, crs: CRS, path: Path) -> None:
        self.name = path.name
        self.sha256 = elevation_sha256(path)
        self._raster = raster
        self._to_raster = Transformer.from_crs(STORED_CRS, crs, always_xy=True)

    @property
    def box(self) -> Box:
        """West, south, east, north of the raster in degrees, EPSG:4326."""
        left, bottom, right, top = self._raster.bounds
        west, south, east, north = self._to_raster.transform_bounds(
            left, bottom, right, top, direction="INVERSE"
        )
        return float(west), float(south), float(east), float(north)

    def cell_m(self, lon: float, lat: float) -> float:
        """Return the longer side of the raster's cells at a place, in metres."""
        column, row = self._cells(np.array([lon]), np.array([lat]))
        beside = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
        x, y = _moved(self._raster.transform, column + beside[0], row + beside[1])
        lons, lats = self._to_raster.transform(x, y, direction="INVERSE")
        sides_m = ELLIPSOID.inv([lons[0]] * 2, [lats[0]] * 2, lons[1:], lats[1:])[2]
        return float(np.max(sides_m))

    def heights_m(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the heights of places, bilinear between the centres of cells.

        Where some of the four cells around a place hold no height, the others count alone.

        Parameters
        ----------
        lon, lat : (k,) float64
            Degrees, EPSG:4326.

        Returns
        -------
        (k,) float64
            Metres; NaN outside the raster and where it holds nothing.

        Raises
        ------
        ElevationError
            When a height is none on Earth.
        """
        parts = [slice(at, at + _PLACES) for at in range(0, len(lon), _PLACES)]
        heights = [self._part_heights_m(lon[part], lat[part]) for part in parts]
        return np.concatenate([np.empty(0), *heights])

    def _part_heights_m(
        self, lon: NDArray[np.float64], lat: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        heights = np.full(len(lon), np.nan)
        width, height = self._raster.width, self._raster.height
        column, row = self._cells(lon, lat)
        inside = np.flatnonzero((column >= 0) & (column <= width) & (row >= 0) & (row <= height))
        # From here on in cells from the centre of the first; the rim has its own cell's height.
        column = np.clip(column[inside] - 0.5, 0, width - 1)
        row = np.clip(row[inside] - 0.5, 0, height - 1)
        left, top = (side.astype(np.int64) for side in (column, row))
        block = (top // _BLOCK) * (width // _BLOCK + 1) + left // _BLOCK
        order = np.argsort(block, kind="stable")
        for group in np.split(order, np.flatnonzero(np.diff(block[order])) + 1):
            if len(group):
                heights[inside[group]] = self._block_heights_m(
                    column[group], row[group], left[group], top[group]
                )
        return heights

    def _block_heights_m(
        self,
        column: NDArray[np.float64],
        row: NDArray[np.float64],
        left: NDArray[np.int64],
        top: NDArray[np.int64],
    ) -> NDArray[np.float64]:
        """Return the heights at cells that lie near each other."""
        right = np.minimum(left + 1, self._raster.width - 1)
        below = np.minimum(top + 1, self._raster.height - 1)
        first, upper = int(left.min()), int(top.min())
        window = Window(first, upper, int(right.max()) - first + 1, int(below.max()) - upper + 1)
        cells = self._read(window)
        corners = np.stack(
            [cells[r - upper, c - first] for r in (top, below) for c in (left, right)]
        )
        self._check_heights(corners)
        along, down = column - left, row - top
        weights = np.stack(
            [
                (1 - along) * (1 - down),
                along * (1 - down),
                (1 - along) * down,
                along * down,
            ]
        )
        weights[np.isnan(corners)] = 0.0
        held = np.argmax(weights, axis=0)
        base = np.take_along_axis(corners, held[np.newaxis], axis=0)[0]
        # Differences from one of the four: on even ground they are exactly nothing.
        rises = np.where(weights > 0, corners - base, 0.0)
        total = weights.sum(axis=0)
        some = total > 0
        heights = np.full(len(column), np.nan)
        heights[some] = base[some] + (weights * rises).sum(axis=0)[some] / total[some]
        return heights

    def _read(self, window: Window) -> NDArray[np.float64]:
        try:
            cells = self._raster.read(window=window, masked=True)
        except RasterioError as error:
            raise ElevationError(
                f"{self.name}: cannot be read to its end ({error}); download it again"
            ) from error
        heights = np.ma.filled(cells[0].astype(np.float64), np.nan)
        for alpha in cells[1:]:
            heights[np.ma.getdata(alpha) == 0] = np.nan
        return np.asarray(heights * self._raster.scales[0] + self._raster.offsets[0])

    def _check_heights(self, heights: NDArray[np.float64]) -> None:
        wrong = heights[(heights < _LOWEST_M) | (heights > _HIGHEST_M)]
        if len(wrong):
            raise ElevationError(
                f"{self.name}: holds a height of {wrong[0]:g} m near a street, which is none on "
                f"Earth; if it stands for no height, declare it with "
                f"`gdal_edit.py -a_nodata {wrong[0]:g} {self.name}`"
            )

    def _cells(
        self, lon: NDArray[np.float64], lat: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return columns and rows from the outer corner of the raster, with fractions."""
        x, y = self._to_raster.transform(lon, lat)
        return _moved(~self._raster.transform, x, y)


@contextmanager
def open_elevation(path: Path) -> Iterator[Elevation]:
    """Open a raster of heights, and close it afterwards.

    Parameters
    ----------
    path : Path
        A GeoTIFF of one band, heights in metres, in any CRS.

    Yields
    ------
    Elevation

    Raises
    ------
    ElevationError
        When it is no such file.
    """
    _check_file(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)  # said below, in our words
            raster = rasterio.open(path, driver="GTiff")
    except RasterioError as error:
        raise ElevationError(
            f"{path.name}: not a GeoTIFF ({error}); "
            f"convert it with `gdal_translate {path.name} heights.tif`"
        ) from error
    with raster:
        _check_bands(raster, path.name)
        yield Elevation(raster, _crs(raster, path.name), path)


def elevation_sha256(path: Path) -> str:
    """Return the SHA-256 of a raster's file in hexadecimal.

    Raises
    ------
    ElevationError
        When there is no such file.
    """
    _check_file(path)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_file(path: Path) -> None:
    if not path.is_file():
        raise ElevationError(f"{path}: no such file; give the path of a GeoTIFF of heights")


def _moved(
    affine: Any, x: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return affine.a * x + affine.b * y + affine.c, affine.d * x + affine.e * y + affine.f


def _check_bands(raster: Any, name: str) -> None:
    first, *others = raster.colorinterp
    if any(kind is not ColorInterp.alpha for kind in others):
        raise ElevationError(
            f"{name}: has {raster.count} bands, and a raster of heights has one; "
            f"take the right one out with `gdal_translate -b 1 {name} heights.tif`"
        )
    if first is ColorInterp.palette or np.dtype(raster.dtypes[0]).kind not in "iuf":
        raise ElevationError(f"{name}: holds colours or complex numbers; give a raster of heights")
    unit = (raster.units[0] or "").strip().lower()
    if unit not in _METRES:
        raise ElevationError(f"{name}: its heights are in {raster.units[0]!r}; give one in metres")


def _crs(raster: Any, name: str) -> CRS:
    if raster.crs is None or raster.transform.is_identity:
        raise ElevationError(
            f"{name}: does not say where on Earth it lies; give it its place and CRS with "
            "`gdal_translate -a_srs EPSG:... -a_ullr WEST NORTH EAST SOUTH`"
        )
    try:
        crs = CRS.from_wkt(raster.crs.to_wkt())
        Transformer.from_crs(STORED_CRS, crs, always_xy=True)
    except ProjError as error:
        raise ElevationError(
            f"{name}: its CRS cannot be related to WGS 84 ({error}); "
            f"convert it with `gdalwarp -t_srs EPSG:4326 {name} heights.tif`"
        ) from error
    return crs
