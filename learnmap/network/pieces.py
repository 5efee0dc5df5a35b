"""Pieces of street as arrays: each once, cut at closed gates, measured on the ellipsoid."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnmap.model.crs import ELLIPSOID
from learnmap.network.flags import ONE_WAY, EdgeFlag, reversed_flags
from learnmap.network.plazas import plaza_pieces
from learnmap.network.streets import Streets, place_arrays
from learnmap.network.tags import Barrier


@dataclass(frozen=True, slots=True)
class Pieces:
    """Straight pieces of street between numbered places.

    Attributes
    ----------
    lon, lat : (n,) float64
        Degrees, of the places.
    a, b : (m,) int32
        Places that each piece joins.
    flags : (m,) uint8
        `EdgeFlag` bits, forward being from `a` to `b`.
    way : (m,) int32
        Index into `Streets.ways` sorted, so that it does not depend on the order of reading.
    length_m : (m,) float64
        Geodesic length on WGS 84.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    a: NDArray[np.int32]
    b: NDArray[np.int32]
    flags: NDArray[np.uint8]
    way: NDArray[np.int32]
    length_m: NDArray[np.float64]


def measure_pieces(streets: Streets) -> Pieces:
    """Turn streets as read into measured pieces.

    Ways stored twice, or there and back again, become one piece; twins stay apart only where
    neither can stand in for the other. A closed barrier cuts the street; one that only stops
    wheels becomes a piece of no length that is not step-free.

    Parameters
    ----------
    streets : Streets

    Returns
    -------
    Pieces
    """
    ids, lon, lat = place_arrays(streets)
    rows = np.array(streets.pieces + plaza_pieces(streets), np.int64).reshape(-1, 4)
    rows[:, 3] = _way_ranks(streets)[rows[:, 3]]
    a = np.searchsorted(ids, rows[:, 0]).astype(np.int32)
    b = np.searchsorted(ids, rows[:, 1]).astype(np.int32)
    a, b, flags, way = _merge_twins(a, b, rows[:, 2].astype(np.uint8), rows[:, 3].astype(np.int32))
    barriers = {
        int(np.searchsorted(ids, node)): kind
        for node, kind in streets.barriers.items()
        if node in streets.places
    }
    a, b, flags, way, lon, lat = _cut_at_barriers(a, b, flags, way, lon, lat, barriers)
    length_m = np.abs(ELLIPSOID.inv(lon[a], lat[a], lon[b], lat[b])[2])
    return Pieces(lon, lat, a, b, flags, way, length_m)


def _way_ranks(streets: Streets) -> NDArray[np.int64]:
    """Return the place of each way among the sorted ways."""
    order = sorted(range(len(streets.ways)), key=streets.ways.__getitem__)
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order))
    return ranks


def _merge_twins(
    a: NDArray[np.int32],
    b: NDArray[np.int32],
    flags: NDArray[np.uint8],
    way: NDArray[np.int32],
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8], NDArray[np.int32]]:
    """Keep one piece per pair of places, or more where each lets somebody pass better."""
    low, high = np.minimum(a, b), np.maximum(a, b)
    flags = np.where(a > b, reversed_flags(flags), flags)
    kind = flags & ~np.uint8(ONE_WAY)
    order = np.lexsort((way, kind, high, low))
    low, high, flags, way = low[order], high[order], flags[order], way[order]
    new_pair = np.ones(len(low), bool)
    new_pair[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    first = new_pair.copy()
    first[1:] |= np.diff(kind[order]) != 0
    # A flag forbids: of twins alike but for their direction, what both forbid is forbidden.
    merged = np.bitwise_and.reduceat(flags, np.flatnonzero(first)).astype(np.uint8)
    kept = _unmatched(merged, np.flatnonzero(new_pair[first]))
    return low[first][kept], high[first][kept], merged[kept], way[first][kept]


def _unmatched(flags: NDArray[np.uint8], groups: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which twins no other one of their group can stand in for.

    Steps beside a street are left out; steps beside a street that is one-way are not.
    """
    hinders = flags & ~np.uint8(EdgeFlag.CROSSING_PLAZA | EdgeFlag.SPAN)
    # Steps with a ramp hinder nobody.
    ramps = (hinders & EdgeFlag.NOT_STEP_FREE) == 0
    hinders[ramps] &= ~np.uint8(EdgeFlag.STEPS)
    kept = np.ones(len(flags), bool)
    ends = np.append(groups[1:], len(flags))
    for group in np.flatnonzero(ends - groups > 1):
        rows = range(groups[group], ends[group])
        for row in rows:
            # Of twins that hinder alike the first stays; they are sorted by their flags.
            kept[row] = all(
                hinders[other] & ~hinders[row] or (hinders[other] == hinders[row] and other > row)
                for other in rows
                if other != row
            )
    return kept


def _cut_at_barriers(
    a: NDArray[np.int32],
    b: NDArray[np.int32],
    flags: NDArray[np.uint8],
    way: NDArray[np.int32],
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    barriers: dict[int, Barrier],
) -> tuple[
    NDArray[np.int32],
    NDArray[np.int32],
    NDArray[np.uint8],
    NDArray[np.int32],
    NDArray[np.float64],
    NDArray[np.float64],
]:
    """Give each piece that ends at a barrier its own copy of that place."""
    kinds = np.zeros(len(lon), np.uint8)
    for place, kind in barriers.items():
        kinds[place] = kind
    ends = np.concatenate([a, b])
    at_barrier = np.flatnonzero(kinds[ends])
    original = ends[at_barrier]
    ends = ends.copy()
    ends[at_barrier] = np.arange(len(lon), len(lon) + len(at_barrier), dtype=np.int32)
    steps = kinds[original] == Barrier.NOT_STEP_FREE
    piece = at_barrier % len(a)
    joined = np.full(int(steps.sum()), EdgeFlag.NOT_STEP_FREE, np.uint8)
    return (
        np.concatenate([ends[: len(a)], original[steps]]).astype(np.int32),
        np.concatenate([ends[len(a) :], ends[at_barrier][steps]]).astype(np.int32),
        np.concatenate([flags, joined]),
        np.concatenate([way, way[piece[steps]]]),
        np.concatenate([lon, lon[original]]),
        np.concatenate([lat, lat[original]]),
    )
