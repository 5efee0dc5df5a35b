"""Noding: lines that cross or touch are given a shared vertex there."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from data.demo_city.ground import Floats
from data.demo_city.pieces import many_lines

Ints = npt.NDArray[np.int64]

TOUCH_M: Final = 0.4
"""Places this near are the same."""
GRID_M: Final = 0.1


def node_lines(lines: Sequence[Floats], levels: Sequence[int]) -> list[Floats]:
    """Give lines a vertex in common wherever they meet.

    Lines of level 0 meet where they cross. An end of any line meets lines of its own level and
    of level 0 that it touches, and other ends.

    Parameters
    ----------
    lines : sequence of ndarray of shape (n, 2)
        Plan metres.
    levels : sequence of int
        Level of each line.

    Returns
    -------
    list of ndarray of shape (n, 2)
        The same lines, on a grid of 0.1 m. Shared vertices are equal to the last bit.
    """
    level = np.asarray(levels)
    counts = np.array([len(line) for line in lines])
    coords = np.concatenate(lines)
    owner = np.repeat(np.arange(len(lines)), counts)
    geoms = many_lines(coords, owner)
    tree = shapely.STRtree(geoms)

    ends = np.array([point for line in lines for point in (line[0], line[-1])])
    end_owner = np.repeat(np.arange(len(lines)), 2)
    which, met = tree.query(shapely.points(ends), predicate="dwithin", distance=TOUCH_M)
    keep = (end_owner[which] == met) | (level[met] == 0) | (level[met] == level[end_owner[which]])
    which, met = which[keep], met[keep]

    first, second = tree.query(geoms, predicate="intersects")
    keep = (first < second) & (level[first] == 0) & (level[second] == 0)
    first, second = first[keep], second[keep]
    crossings, of = shapely.get_coordinates(
        shapely.intersection(geoms[first], geoms[second]), return_index=True
    )

    places = _merged(np.concatenate([ends, crossings]))
    crossing_places = places[len(ends) :]
    put_line = np.concatenate([met, first[of], second[of], end_owner])
    put_place = np.concatenate(
        [places[which], crossing_places, crossing_places, places[: len(ends)]]
    )
    along = shapely.line_locate_point(geoms[put_line], shapely.points(put_place))
    length = shapely.length(geoms)
    # A ring's end has the place of its start: say that it lies at the far end.
    tail = len(put_line) - len(end_owner)
    along[tail + 1 :: 2] = length
    along[tail::2] = 0.0
    return _assembled(coords, owner, counts, put_line, put_place, along)


def _merged(points: Floats) -> Floats:
    """Replace points within `TOUCH_M` of each other by the first of them, on the grid."""
    pairs = cKDTree(points).query_pairs(TOUCH_M, output_type="ndarray")
    graph = coo_array(
        (np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(points), len(points))
    )
    _, group = connected_components(graph, directed=False)
    _, first = np.unique(group, return_index=True)
    result: Floats = _on_grid(points[first][group])
    return result


def _on_grid(points: Floats) -> Floats:
    # Adding 0.0 turns -0.0 into 0.0, which have different bytes.
    result: Floats = np.round(np.round(points / GRID_M) * GRID_M, 1) + 0.0
    return result


def _assembled(
    coords: Floats,
    owner: Ints,
    counts: Ints,
    put_line: Ints,
    put_place: Floats,
    along: Floats,
) -> list[Floats]:
    """Sort vertices and shared places along each line, and let places replace near vertices."""
    step = np.hypot(*np.diff(coords, axis=0, prepend=coords[:1]).T)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    step[starts] = 0.0
    run = np.cumsum(step)
    vertex_along = run - np.repeat(run[starts], counts)

    line = np.concatenate([owner, put_line])
    place = np.concatenate([_on_grid(coords), put_place])
    at = np.concatenate([vertex_along, along])
    fixed = np.concatenate([np.zeros(len(coords), bool), np.ones(len(put_line), bool)])
    order = np.lexsort((place[:, 1], place[:, 0], ~fixed, at, line))
    line, place, at, fixed = line[order], place[order], at[order], fixed[order]

    drop = np.zeros(len(line), bool)
    fixed_at = np.flatnonzero(fixed)
    position = np.searchsorted(fixed_at, np.arange(len(line)))
    for neighbour in (position - 1, position):
        valid = (neighbour >= 0) & (neighbour < len(fixed_at))
        other = fixed_at[np.clip(neighbour, 0, len(fixed_at) - 1)]
        near = valid & (line[other] == line) & (np.abs(at[other] - at) < TOUCH_M)
        drop |= ~fixed & near
    line, place = line[~drop], place[~drop]
    same = np.zeros(len(line), bool)
    same[1:] = (line[1:] == line[:-1]) & np.all(place[1:] == place[:-1], axis=1)
    line, place = line[~same], place[~same]
    cuts = np.searchsorted(line, np.arange(1, len(counts)))
    return np.split(place, cuts)


def split_at_junctions(lines: Sequence[Floats]) -> tuple[list[Floats], Ints]:
    """Cut noded lines at every vertex that another line, or a line again, passes.

    Parameters
    ----------
    lines : sequence of ndarray of shape (n, 2)
        From `node_lines`.

    Returns
    -------
    pieces : list of ndarray of shape (n, 2)
    owner : ndarray of shape (pieces,)
        Index of the line that each piece is of.
    """
    coords = np.concatenate(lines)
    _, index, uses = np.unique(coords, axis=0, return_inverse=True, return_counts=True)
    shared = (uses > 1)[index.ravel()]
    pieces: list[Floats] = []
    owner: list[int] = []
    offset = 0
    for number, line in enumerate(lines):
        inner = np.flatnonzero(shared[offset + 1 : offset + len(line) - 1]) + 1
        cuts = [0, *inner.tolist(), len(line) - 1]
        for a, b in pairwise(cuts):
            pieces.append(line[a : b + 1])
            owner.append(number)
        offset += len(line)
    return pieces, np.asarray(owner)
