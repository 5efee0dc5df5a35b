"""Nearness: how far places of a grid are outside the catchment, or inside it, in metres.

The value of a place is its distance to a piece of the reach less the metres that may be walked
off the street there, the least over all pieces: below zero inside the catchment, and true to
the metre where the outline passes. Far inside and far outside only the sign is kept.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from learnmap.catchment.blocks import BLOCK_M, block_lines
from learnmap.catchment.outline_cuts import outline_cuts
from learnmap.catchment.reach import Reach
from learnmap.catchment.screens import Screens, distances, points_in_water
from learnmap.catchment.sight import look

CELL_M: Final = 12.5
"""Distance between grid points."""
_MARK_M: Final = 20.0
"""Where a street has marked what is near it, it does not mark again within such a square."""
_NO_CUTS: Final = np.empty((0, 0))


@dataclass(frozen=True, slots=True)
class Nearness:
    """Values at the points of a grid.

    Attributes
    ----------
    west, south : float
        Of the first column and row, in metres on the plane.
    values : (h, w) float64
        Metres outside the catchment; below zero inside.
    cut_east, cut_north : (h, w) float64 or (0, 0)
        Where obstacles end the outline, as `trace_rings` takes them.
    """

    west: float
    south: float
    values: NDArray[np.float64]
    cut_east: NDArray[np.float64]
    cut_north: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Frame:
    """A grid over a reach, its rim farther away than anybody leaves the street.

    Attributes
    ----------
    column, row : int
        Of the first point; the points lie at multiples of `CELL_M`, whatever the reach.
    width, height : int
        Number of points.
    """

    column: int
    row: int
    width: int
    height: int

    @property
    def west(self) -> float:
        """Of the first column, in metres on the plane."""
        return self.column * CELL_M

    @property
    def south(self) -> float:
        """Of the first row, in metres on the plane."""
        return self.row * CELL_M

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north in metres."""
        east, north = self.column + self.width - 1, self.row + self.height - 1
        return self.west, self.south, east * CELL_M, north * CELL_M


def frame_of(streets: Reach, *, off_street_m: float) -> Frame:
    """Return the grid over a reach of at least one piece."""
    west, south, east, north = _box(streets.pieces)
    margin = off_street_m + 2 * CELL_M
    column, row = math.floor((west - margin) / CELL_M), math.floor((south - margin) / CELL_M)
    width = math.ceil((east + margin) / CELL_M) - column + 1
    height = math.ceil((north + margin) / CELL_M) - row + 1
    return Frame(column, row, width, height)


def nearness(
    streets: Reach, frame: Frame, screens: Screens, *, off_street_m: float, slopes: bool
) -> Nearness:
    """Measure how near places are to a reach.

    Parameters
    ----------
    streets : Reach
        Of at least one piece.
    frame : Frame
        Over the reach.
    screens : Screens
        In the frame's box.
    off_street_m : float
        As the reach was computed with.
    slopes : bool
        Whether a street may be quicker than the straight way, so that tails count everywhere.

    Returns
    -------
    Nearness
    """
    west, south, shape = frame.west, frame.south, (frame.height, frame.width)
    values = np.full(shape, CELL_M)
    pieces, full = streets.pieces, streets.pieces[: streets.full]
    measured = pieces if slopes else full
    if not len(screens.lines):
        _mark(full, west, south, off_street_m, _NO_CUTS, values)
        _measure(measured, west, south, off_street_m, values)
        return Nearness(west, south, values, _NO_CUTS, _NO_CUTS)
    screen_m = distances(screens.lines, off_street_m, west, south, CELL_M, *shape)
    water = points_in_water(screens.lines, screens.water, west, south, CELL_M, *shape)
    _mark(full, west, south, off_street_m, screen_m, values)
    _measure(measured, west, south, off_street_m, values)
    look(pieces, screens.lines, screen_m, water, west, south, CELL_M, off_street_m, values)
    cuts = outline_cuts(values, screen_m, screens.lines, west, south, CELL_M)
    return Nearness(west, south, values, *cuts)


@njit(nogil=True, cache=True)
def _box(pieces: NDArray[np.float64]) -> tuple[float, float, float, float]:
    west = south = np.inf
    east = north = -np.inf
    for i in range(len(pieces)):
        west = min(west, pieces[i, 0], pieces[i, 2])
        south = min(south, pieces[i, 1], pieces[i, 3])
        east = max(east, pieces[i, 0], pieces[i, 2])
        north = max(north, pieces[i, 1], pieces[i, 3])
    return west, south, east, north


@njit(nogil=True, cache=True)
def _mark(
    pieces: NDArray[np.float64],
    west: float,
    south: float,
    off_street_m: float,
    screen_m: NDArray[np.float64],
    values: NDArray[np.float64],
) -> None:
    """Mark the grid points that are inside by a cell and more, most of them at little cost.

    With distances to screens only those are marked that the street is nearer to than any.
    """
    height, width = values.shape
    radius = off_street_m - CELL_M
    if radius <= 0.0:
        return
    columns = int(width * CELL_M / _MARK_M) + 1
    marked = np.zeros((int(height * CELL_M / _MARK_M) + 1, columns), np.bool_)
    for i in range(len(pieces)):
        ax, ay, bx, by = pieces[i, :4]
        steps = int(np.sqrt((bx - ax) ** 2 + (by - ay) ** 2) / _MARK_M) + 1
        for step in range(steps):
            part = (step + 0.5) / steps
            x, y = ax + part * (bx - ax) - west, ay + part * (by - ay) - south
            square_row, square_column = int(y / _MARK_M), int(x / _MARK_M)
            if marked[square_row, square_column]:
                continue
            marked[square_row, square_column] = True
            for row in range(int(np.ceil((y - radius) / CELL_M)), int((y + radius) / CELL_M) + 1):
                apart = row * CELL_M - y
                half = np.sqrt(max(0.0, radius * radius - apart * apart))
                first, last = int(np.ceil((x - half) / CELL_M)), int((x + half) / CELL_M)
                for column in range(first, last + 1):
                    if screen_m.size > 0:
                        beside = column * CELL_M - x
                        if apart * apart + beside * beside >= screen_m[row, column] ** 2:
                            continue
                    values[row, column] = -CELL_M


@njit(nogil=True, cache=True)
def _measure(  # noqa: C901 -- a kernel is quickest in one piece
    pieces: NDArray[np.float64],
    west: float,
    south: float,
    off_street_m: float,
    values: NDArray[np.float64],
) -> None:
    """Measure the grid points that are not marked, block by block."""
    height, width = values.shape
    rows, columns = int(height * CELL_M / BLOCK_M) + 1, int(width * CELL_M / BLOCK_M) + 1
    offset, items = block_lines(pieces, west, south, rows, columns)
    rings = int((off_street_m + CELL_M) / BLOCK_M) + 1
    near = np.empty((5, len(items)))
    falling = np.empty(len(items), np.int32)
    for block_row in range(rows):
        row0 = int(np.ceil(block_row * BLOCK_M / CELL_M))
        row1 = min(height, int(np.ceil((block_row + 1) * BLOCK_M / CELL_M)))
        for block_column in range(columns):
            column0 = int(np.ceil(block_column * BLOCK_M / CELL_M))
            column1 = min(width, int(np.ceil((block_column + 1) * BLOCK_M / CELL_M)))
            if _all_marked(values, row0, row1, column0, column1):
                continue
            full, tails = 0, 0
            for r in range(max(0, block_row - rings), min(rows, block_row + rings + 1)):
                # Blocks of one row lie one after the other, and so do their pieces.
                first = offset[r * columns + max(0, block_column - rings)]
                last = offset[r * columns + min(columns - 1, block_column + rings) + 1]
                for k in range(first, last):
                    piece = pieces[items[k]]
                    if min(piece[4], piece[5]) < off_street_m:
                        falling[tails] = items[k]
                        tails += 1
                        continue
                    dx, dy = piece[2] - piece[0], piece[3] - piece[1]
                    square = dx * dx + dy * dy
                    near[0, full], near[1, full] = piece[0], piece[1]
                    near[2, full], near[3, full] = dx, dy
                    near[4, full] = 1.0 / square if square > 0.0 else 0.0
                    full += 1
            if full + tails == 0:
                continue
            for row in range(row0, row1):
                y = south + row * CELL_M
                for column in range(column0, column1):
                    if values[row, column] < 0.0:
                        continue
                    x = west + column * CELL_M
                    best = np.sqrt(_nearest2(near, full, x, y)) - off_street_m
                    for k in range(tails):
                        best = min(best, _value(pieces[falling[k]], x, y))
                    values[row, column] = min(best, CELL_M)


@njit(nogil=True, cache=True, inline="always")
def _all_marked(
    values: NDArray[np.float64],
    row0: int,
    row1: int,
    column0: int,
    column1: int,
) -> bool:
    for row in range(row0, row1):
        for column in range(column0, column1):
            if values[row, column] > 0.0:
                return False
    return True


# Without numbers that are none, the compiler takes several pieces at a time.
@njit(nogil=True, cache=True, fastmath={"nnan", "nsz"})
def _nearest2(near: NDArray[np.float64], count: int, x: float, y: float) -> float:
    """Return the square of the distance to the nearest of some pieces."""
    best = np.inf
    for k in range(count):
        px, py = x - near[0, k], y - near[1, k]
        part = (px * near[2, k] + py * near[3, k]) * near[4, k]
        part = min(1.0, max(0.0, part))
        ex, ey = px - part * near[2, k], py - part * near[3, k]
        best = min(best, ex * ex + ey * ey)
    return best


@njit(nogil=True, cache=True, inline="always")
def _value(piece: NDArray[np.float64], x: float, y: float) -> float:
    """Return the least distance to a place of a piece less the metres left there.

    Metres left fall evenly, by `fall` a metre. For a place `across` beside the line the least
    lies before the nearest place, by ``across * fall / sqrt(1 - fall**2)``; where they fall
    by a metre a metre and more it lies where the piece begins.
    """
    dx, dy = piece[2] - piece[0], piece[3] - piece[1]
    px, py = x - piece[0], y - piece[1]
    square = dx * dx + dy * dy
    length = np.sqrt(square)
    fall = (piece[4] - piece[5]) / length if length > 0.0 else 1.0
    part = 0.0
    if fall < 1.0:
        along = (px * dx + py * dy) / length
        across = np.sqrt(max(0.0, px * px + py * py - along * along))
        part = (along - across * fall / np.sqrt(1.0 - fall * fall)) / length
        part = min(1.0, max(0.0, part))
    ex, ey = px - part * dx, py - part * dy
    return float(np.sqrt(ex * ex + ey * ey) - (piece[4] + part * (piece[5] - piece[4])))
