"""Links of an island: what lies between it and other streets and lets nobody pass."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnmap.network.cuts import Cut
from learnmap.network.parts import StreetParts
from learnmap.network.runs import runs_of
from learnmap.network.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class IslandLinks:
    """Where an island would be joined to other streets.

    Attributes
    ----------
    cuts : tuple of Cut
        With one side on the island and another elsewhere, the nearest to the place first.
    excluded : tuple of int
        Rows of `WalkGraph.excluded` that begin on the island, the nearest first: those that also
        meet other streets, or where there are none, all.
    """

    cuts: tuple[Cut, ...] = ()
    excluded: tuple[int, ...] = ()


def island_links(
    around: Surroundings, parts: StreetParts, number: int, cuts: list[Cut]
) -> IslandLinks:
    """Find what would join an island.

    Parameters
    ----------
    around : Surroundings
    parts : StreetParts
        Of the profile.
    number : int
        Of the island.
    cuts : list of Cut
        Where the profile cannot pass.
    """
    own = [cut for cut in cuts if len(_sides(parts, cut, number)) == 2]
    own.sort(key=lambda cut: (float(np.hypot(*cut.metres)), cut.nodes))
    return IslandLinks(tuple(own), _excluded(around, parts, number))


def _sides(parts: StreetParts, cut: Cut, number: int) -> set[bool]:
    return {bool(parts.of_node[node] == number) for node in cut.nodes}


def _excluded(around: Surroundings, parts: StreetParts, number: int) -> tuple[int, ...]:
    graph, near = around.graph, around.edges.row
    own = parts.edges(number)
    others = np.setdiff1d(near, own)
    edges = graph.vertex_offset, graph.vertex_x, graph.vertex_y
    on_island, elsewhere = (_vertices(*edges, rows)[1] for rows in (own, others))
    order = np.argsort(around.excluded.distance_m, kind="stable")
    rows = around.excluded.row[order]
    ways = graph.excluded
    of, places = _vertices(ways.offset, ways.x, ways.y, rows)
    begins = _any(np.isin(places, on_island), of, len(rows))
    leads_on = begins & _any(np.isin(places, elsewhere), of, len(rows))
    return tuple(rows[leads_on if leads_on.any() else begins].tolist())


def _vertices(
    offset: NDArray[np.int32], x: NDArray[np.int32], y: NDArray[np.int32], rows: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return whose each vertex is, as an index into the rows, and a number for its place."""
    begins, vertex = runs_of(offset, rows)
    of = np.repeat(np.arange(len(rows)), np.diff(begins))
    return of, (y[vertex].astype(np.int64) << 32) + x[vertex]


def _any(found: NDArray[np.bool_], of: NDArray[np.int64], count: int) -> NDArray[np.bool_]:
    return np.asarray(np.bincount(of[found], minlength=count) > 0)
