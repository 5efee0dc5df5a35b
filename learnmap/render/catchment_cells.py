"""Catchments of very many points as cells: coarser than outlines, and a tenth of their bytes.

Each catchment is a map of square cells, one bit each, set where the middle of the cell is inside.
All maps of a point lie in one window round it. Bits are told by an arithmetic coder that knows how
likely each is: from its neighbours, how far it is from the point, and what the wider band and the
walker before say at that place. The likelihoods are those counted over all points; they stand in
the page once, so that a browser reads the few kilobits of one point by themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numba import njit
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from learnmap.model.crs import Box, metres_per_degree
from learnmap.render.outline_planes import byte_planes

FIRST_CONTEXTS: Final = 64 * 16 * 5
"""Of the first profile: six neighbours, sixteen distances, neighbours within the wider band."""

NEXT_CONTEXTS: Final = 16 * 10 * 10 * 5
"""Of others: four neighbours, twice the profile before, neighbours within the wider band."""

_MARGIN: Final = 2
_SCALE: Final = 4096


@dataclass(frozen=True, slots=True)
class Cells:
    """The grid: cells of a page are counted from 0, 0 east and north.

    Attributes
    ----------
    east_deg, north_deg : float
        Size of a cell.
    """

    east_deg: float
    north_deg: float

    @classmethod
    def of_size(cls, size_m: float, bounds: Box) -> "Cells":
        """Return square cells of `size_m` metres in the middle of `bounds`."""
        east_m, north_m = metres_per_degree((bounds[1] + bounds[3]) / 2)
        return cls(round(size_m / east_m, 9), round(size_m / north_m, 9))


@dataclass(frozen=True, slots=True)
class CellMaps:
    """Windows of all points, with what a bit of each is likely to be.

    Attributes
    ----------
    bits : array of int8, shape (points, maps, rows, columns)
        By profile, then cutoff, the widest first; with a margin of two cells all round.
    cutoffs : int
        How many each profile has.
    likely : array of int64, shape (maps, contexts)
        Likelihoods of a set bit in 4096ths.
    stream_bytes : int
        About what all streams come to.
    """

    bits: NDArray[np.int8]
    cutoffs: int
    likely: NDArray[np.int64]
    stream_bytes: int

    @property
    def radius(self) -> int:
        """Cells from the point's own to the window's rim."""
        return int(self.bits.shape[2]) // 2 - _MARGIN

    def encode(self) -> bytes:
        """Return the bytes of a page.

        In byte planes of `learnmap.render.outline_planes` the likelihoods of each map's contexts,
        then how many bytes each point has; then these.
        """
        tables = [
            byte_planes(of_map[: FIRST_CONTEXTS if at < self.cutoffs else NEXT_CONTEXTS])
            for at, of_map in enumerate(self.likely)
        ]
        counts = np.zeros((0, 0, 0), dtype=np.int64)
        buffer = np.zeros(2 * self.bits[:1].size + 8, dtype=np.uint8)
        streams = []
        for at in range(len(self.bits)):
            one = self.bits[at : at + 1]
            length = _code(one, self.cutoffs, counts, self.likely, buffer)
            streams.append(buffer[:length].tobytes())
        lengths = np.array([len(one) for one in streams])
        return b"".join((*tables, byte_planes(lengths), *streams))


def cell_maps(
    catchments: Sequence[BaseGeometry | None],
    places: NDArray[np.float64],
    cells: Cells,
    *,
    cutoffs: int,
) -> CellMaps:
    """Draw the catchments of all points into cells.

    Parameters
    ----------
    catchments : sequence of Polygon, MultiPolygon or None
        EPSG:4326; by point, then profile, then cutoff, the widest first.
    places : array of float64, shape (points, 2)
        Longitude and latitude.
    cells : Cells
    cutoffs : int
        How many cutoffs each profile has.
    """
    size = np.array([cells.east_deg, cells.north_deg])
    middles = np.floor(places / size).astype(np.int64)
    flat = np.array(catchments, dtype=object)
    maps = len(flat) // len(places)
    radius = _radius(flat, np.repeat(middles, maps, axis=0), size)
    coordinates, rings, owners = _rings(flat)
    width = 2 * radius + 1 + 2 * _MARGIN
    bits = np.zeros((len(places), maps, width, width), dtype=np.int8)
    _fill(coordinates / size, rings, owners, middles - radius - _MARGIN, bits)
    for at in range(maps):
        if at % cutoffs:
            bits[:, at] &= bits[:, at - 1]
    counts = np.zeros((maps, max(FIRST_CONTEXTS, NEXT_CONTEXTS), 2), dtype=np.int64)
    nothing = np.zeros((0, 0), dtype=np.int64)
    _code(bits, cutoffs, counts, nothing, np.zeros(0, dtype=np.uint8))
    likely, stream_bytes = _likelihoods(counts)
    # A stream ends on a whole byte.
    return CellMaps(bits, cutoffs, likely, stream_bytes + len(places))


def _radius(
    geometries: NDArray[np.object_], middles: NDArray[np.int64], size: NDArray[np.float64]
) -> int:
    """Return how many cells from its point the farthest corner of a catchment is."""
    bounds = shapely.bounds(geometries).reshape(-1, 2, 2)
    away = np.abs(np.floor(bounds / size) - middles[:, None, :])
    return int(np.nanmax(away, initial=1))


def _rings(
    geometries: NDArray[np.object_],
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Return vertices, where each ring begins and the last ends, and the geometry of each ring."""
    parts, part_owner = shapely.get_parts(geometries, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    coordinates = shapely.get_coordinates(rings)
    starts = np.concatenate(([0], np.cumsum(shapely.get_num_coordinates(rings))))
    return coordinates, starts.astype(np.int64), part_owner[ring_part].astype(np.int64)


def _likelihoods(counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    """Return likelihoods in 4096ths, never 0 or 1 where a bit was seen, and the bytes they take."""
    seen = counts.sum(axis=-1)
    share = (counts[..., 1] * _SCALE + seen // 2) // np.maximum(seen, 1)
    likely = np.where(seen > 0, np.clip(share, 1, _SCALE - 1), 0)
    some = seen > 0
    known = likely[some] / _SCALE
    bits = -(counts[some] * np.log2(np.stack((1 - known, known), axis=-1))).sum()
    return likely, int(bits / 8)


@njit(cache=True)
def _fill(
    vertices: NDArray[np.float64],
    rings: NDArray[np.int64],
    owners: NDArray[np.int64],
    corners: NDArray[np.int64],
    bits: NDArray[np.int8],
) -> None:
    """Set the cells whose middle is inside: along a row, each ring's edge changes in to out."""
    planes, height, width = bits.shape[1:]
    for ring in range(len(owners)):
        point, plane = owners[ring] // planes, owners[ring] % planes
        west, south = corners[point, 0], corners[point, 1]
        for at in range(rings[ring], rings[ring + 1] - 1):
            x0, y0 = vertices[at, 0] - west, vertices[at, 1] - south
            x1, y1 = vertices[at + 1, 0] - west, vertices[at + 1, 1] - south
            if y0 > y1:
                x0, y0, x1, y1 = x1, y1, x0, y0
            for row in range(int(np.ceil(y0 - 0.5)), int(np.ceil(y1 - 0.5))):
                x = x0 + (row + 0.5 - y0) * (x1 - x0) / (y1 - y0)
                bits[point, plane, row, int(np.ceil(x - 0.5))] ^= 1
    for point in range(bits.shape[0]):
        for plane in range(planes):
            for row in range(height):
                inside = 0
                for column in range(width):
                    inside ^= bits[point, plane, row, column]
                    bits[point, plane, row, column] = inside


@njit(cache=True)
def _around(bits: NDArray[np.int8], row: int, column: int) -> int:
    """Return how many of the four neighbours are set."""
    vertical: int = bits[row - 1, column] + bits[row + 1, column]
    horizontal: int = bits[row, column - 1] + bits[row, column + 1]
    return vertical + horizontal


@njit(cache=True)
def _context(
    maps: NDArray[np.int8], plane: int, cutoffs: int, row: int, column: int, near: int
) -> int:
    """Return the number of what is known of a cell before its bit is told."""
    here = maps[plane]
    cutoff = plane % cutoffs
    wider = _around(maps[plane - 1], row, column) if cutoff > 0 else 4
    four: int = (
        here[row, column - 1]
        + 2 * here[row - 1, column]
        + 4 * here[row - 1, column - 1]
        + 8 * here[row - 1, column + 1]
    )
    if plane < cutoffs:
        six: int = four + 16 * here[row, column - 2] + 32 * here[row - 2, column]
        return (six * 16 + near) * 5 + wider
    same = maps[plane - cutoffs]
    told: int = same[row, column] * 5 + _around(same, row, column)
    closer = 0
    if cutoff < cutoffs - 1:
        narrower = maps[plane - cutoffs + 1]
        closer = narrower[row, column] * 5 + _around(narrower, row, column)
    return ((four * 10 + told) * 10 + closer) * 5 + wider


@njit(cache=True)
def _code(
    bits: NDArray[np.int8],
    cutoffs: int,
    counts: NDArray[np.int64],
    likely: NDArray[np.int64],
    buffer: NDArray[np.uint8],
) -> int:
    """Write bits and return how many bytes they took; without likelihoods, count them instead."""
    maps, height, _ = bits.shape[1:]
    radius = height // 2 - 2
    low, high, length = np.int64(0), np.int64(0xFFFFFFFF), 0
    for point in range(bits.shape[0]):
        of_point = bits[point]
        for at in range(maps):
            for row in range(2, height - 2):
                for column in range(2, height - 2):
                    # What the wider band leaves out, a narrower one cannot hold.
                    if at % cutoffs > 0 and of_point[at - 1, row, column] == 0:
                        continue
                    away = (row - 2 - radius) ** 2 + (column - 2 - radius) ** 2
                    near = min(15, int(np.sqrt(away) * 16 / (radius + 1)))
                    context = _context(of_point, at, cutoffs, row, column, near)
                    bit = of_point[at, row, column]
                    if likely.size == 0:
                        counts[at, context, bit] += 1
                        continue
                    middle = low + ((high - low) >> 12) * likely[at, context]
                    if bit:
                        high = middle
                    else:
                        low = middle + 1
                    while (low ^ high) >> 24 == 0:
                        buffer[length] = high >> 24
                        length += 1
                        low = (low << 8) & 0xFFFFFFFF
                        high = ((high << 8) & 0xFFFFFFFF) | 255
    if likely.size > 0:
        # One above the highest byte of `low`, followed by zeros, is still between both.
        buffer[length] = (low >> 24) + 1
        length += 1
    return length
