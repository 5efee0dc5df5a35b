"""The work of a tile: catchments that are computed in another process, on any machine.

What goes out and what comes back is bytes and plain values, so that the other process needs no
disk, no database and nothing of the city but its tile.
"""

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import shapely

from learnmap.catchment.computing import AccessPoint, Shape, area_m2, catchment_bands
from learnmap.network import WalkCosts, Workspace
from learnmap.network.tiles import Tile, costs_on


@dataclass(frozen=True, slots=True)
class Walkers:
    """The learning points that one profile walks to.

    Attributes
    ----------
    costs : WalkCosts
    access : tuple of AccessPoint
        Their edges are numbered as in the graph of the costs.
    """

    costs: WalkCosts
    access: tuple[AccessPoint, ...]


@dataclass(frozen=True, slots=True)
class TileWork:
    """All that is to be computed on one tile.

    Attributes
    ----------
    walkers : tuple of Walkers
        One for each profile, on the tile's graph.
    shape : Shape
    """

    walkers: tuple[Walkers, ...]
    shape: Shape

    def packed(self) -> bytes:
        """Return the work as bytes; costs of several profiles share one copy of the graph."""
        return pickle.dumps(self, protocol=5)


class TileBand(NamedTuple):
    """One band, as it comes back.

    Attributes
    ----------
    point_id : str
    profile : str
    cutoff_s : float
    area_m2 : float
    wkb : bytes
        MultiPolygon in EPSG:4326.
    """

    point_id: str
    profile: str
    cutoff_s: float
    area_m2: float
    wkb: bytes


def walkers_on(tile: Tile, walkers: Walkers) -> Walkers:
    """Return walkers with the edges of their access points numbered as in a tile.

    Parameters
    ----------
    tile : Tile
        Holds all their edges.
    walkers : Walkers
        On the graph that the tile was cut from.
    """
    edges = np.searchsorted(tile.edge, [at.edge for at in walkers.access]).tolist()
    access = (replace(at, edge=edge) for at, edge in zip(walkers.access, edges, strict=True))
    return Walkers(costs_on(tile, walkers.costs), tuple(access))


def compute_tile(packed: bytes) -> list[TileBand]:
    """Compute the bands of a tile, on one thread.

    Parameters
    ----------
    packed : bytes
        From `TileWork.packed`, of the same version of learnmap; it is a pickle, so it must come
        from nobody else.

    Returns
    -------
    list of TileBand
        Without empty ones.
    """
    work: TileWork = pickle.loads(packed)  # noqa: S301 -- from our own `packed`
    return [band for walkers in work.walkers for band in _bands(walkers, work.shape)]


def _bands(walkers: Walkers, shape: Shape) -> Iterator[TileBand]:
    costs = walkers.costs
    workspace = Workspace(costs.graph)
    for at in walkers.access:
        bands = catchment_bands(costs.graph, costs, at, shape, workspace=workspace)
        for cutoff_s, band in zip(shape.cutoffs_s, bands, strict=True):
            if not band.is_empty:
                wkb = shapely.to_wkb(band)
                yield TileBand(at.point_id, costs.profile.code, cutoff_s, area_m2(band), wkb)
