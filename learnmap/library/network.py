"""A city's streets as walkers use them, read from a file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from learnmap.model.crs import STORED_CRS
from learnmap.model.errors import InvalidInputError
from learnmap.model.profiles import PROFILES, WalkProfile
from learnmap.network import (
    EdgeIndex,
    Extract,
    Snaps,
    WalkCosts,
    WalkGraph,
    build_graph,
    read_streets,
    walk_costs,
)
from learnmap.network.elevation import open_elevation
from learnmap.network.flags import EdgeFlag
from learnmap.network.slopes import with_slopes
from learnmap.network.walkgraph import DEGREE_STEP


class Network:
    """The streets that one may walk, made by `read_network`.

    Attributes
    ----------
    graph : WalkGraph
        Junctions and the streets between them.
    extract : Extract
        The file's name, SHA-256 and date.
    snap_limit_m, island_below_m : float
        As `read_network` was given them.
    """

    def __init__(
        self, graph: WalkGraph, extract: Extract, *, snap_limit_m: float, island_below_m: float
    ) -> None:
        self.graph = graph
        self.extract = extract
        self.snap_limit_m = snap_limit_m
        self.island_below_m = island_below_m
        self._index = EdgeIndex(graph)
        self._costs: dict[WalkProfile, WalkCosts] = {}

    def __repr__(self) -> str:
        graph = self.graph
        return (
            f"<Network of {self.extract.name}: {graph.node_count:,} junctions, "
            f"{graph.length_km:,.0f} km of street>"
        )

    def costs(self, profile: str | WalkProfile) -> WalkCosts:
        """Return what each street costs a walker; worked out once for each profile.

        Raises
        ------
        InvalidInputError
            For a code that is none of the built-in profiles'.
        """
        walker = walker_of(profile)
        if walker not in self._costs:
            self._costs[walker] = walk_costs(self.graph, walker, island_below_m=self.island_below_m)
        return self._costs[walker]

    def snap(self, places: gpd.GeoSeries, costs: WalkCosts) -> Snaps:
        """Join (k,) points in EPSG:4326 to the streets that a walker may use."""
        lon, lat = shapely.get_coordinates(places.to_numpy()).T
        return self._index.snap(
            np.ascontiguousarray(lon), np.ascontiguousarray(lat), costs, limit_m=self.snap_limit_m
        )

    def streets(self) -> gpd.GeoDataFrame:
        """Return the streets between junctions as a table to look at.

        Returns
        -------
        GeoDataFrame
            A row for each street with its name, ``osm_way``, ``length_m``, whether it is
            ``steps`` and ``step_free``, and its line in EPSG:4326.
        """
        graph = self.graph
        counts = np.diff(graph.vertex_offset)
        lines = shapely.linestrings(
            graph.vertex_x * DEGREE_STEP,
            graph.vertex_y * DEGREE_STEP,
            indices=np.repeat(np.arange(graph.edge_count), counts),
        )
        flags, names = np.asarray(graph.edge_flags), graph.names()
        return gpd.GeoDataFrame(
            {
                "name": [names[k][0] for k in graph.edge_name.tolist()],
                "osm_way": np.asarray(graph.edge_way),
                "length_m": np.asarray(graph.edge_length_m),
                "steps": (flags & EdgeFlag.STEPS) != 0,
                "step_free": (flags & EdgeFlag.NOT_STEP_FREE) == 0,
            },
            geometry=lines,
            crs=STORED_CRS,
        )

    def origin(self, profile: str | WalkProfile) -> dict[str, Any]:
        """Return what results on these streets are made from, for a table's ``attrs``."""
        walker = walker_of(profile)
        return {
            "streets": self.extract.name,
            "streets_sha256": self.extract.sha256,
            "streets_date": str(self.extract.date or ""),
            "profile": walker.code,
            "speed_m_per_s": walker.speed_m_per_s,
            "steps_factor": walker.steps_factor,
            "snap_limit_m": self.snap_limit_m,
            "island_below_m": self.island_below_m,
        }


def read_network(
    path: str | Path,
    *,
    elevation: str | Path | None = None,
    snap_limit_m: float = 100.0,
    island_below_m: float = 5000.0,
) -> Network:
    """Read the streets of an OpenStreetMap extract.

    Parameters
    ----------
    path : str or Path
        ``.osm.pbf``, ``.osm``, ``.osm.bz2`` or ``.osm.gz``.
    elevation : str or Path, optional
        A GeoTIFF of the ground's heights in metres; without one every street counts as flat.
    snap_limit_m : float
        How far a home or a learning point may lie from a street that it joins.
    island_below_m : float
        Streets that hang together over less than this, apart from the largest part, are an
        island, which nothing joins.

    Returns
    -------
    Network

    Raises
    ------
    ExtractError
        When the file is absent, of another type, truncated, or has no street to walk on.
    ElevationError
        When the raster cannot be used.
    InvalidInputError
        For a limit that is no length.

    Examples
    --------
    >>> import learnmap
    >>> network = learnmap.read_network("data/demo/streets.osm.pbf")
    >>> bool(network.streets()["length_m"].sum() > 1_000_000)
    True
    """
    for name, limit_m in (("snap_limit_m", snap_limit_m), ("island_below_m", island_below_m)):
        if not 0 <= limit_m < np.inf:
            raise InvalidInputError(f"{name} {limit_m}: give metres from 0 up")
    streets, extract = read_streets(Path(path))
    graph = build_graph(streets)
    if elevation is not None:
        with open_elevation(Path(elevation)) as heights:
            graph, _ = with_slopes(graph, heights)
    return Network(graph, extract, snap_limit_m=snap_limit_m, island_below_m=island_below_m)


def walker_of(profile: str | WalkProfile) -> WalkProfile:
    """Return a profile by its code, or as it is.

    Raises
    ------
    InvalidInputError
        For a code that is none of the built-in profiles'.
    """
    if isinstance(profile, WalkProfile):
        return profile
    known = {one.code: one for one in PROFILES}
    if profile not in known:
        raise InvalidInputError(
            f"no profile {profile!r}; give {', '.join(known)}, or a WalkProfile of your own"
        )
    return known[profile]


def seconds_of(minutes: Sequence[float]) -> NDArray[np.float64]:
    """Return walking times in seconds, in rising order and each once.

    Raises
    ------
    InvalidInputError
        When there is none, or one that is not above 0.
    """
    given = np.unique(np.asarray(minutes, np.float64)) * 60
    if not len(given) or not (np.isfinite(given) & (given > 0)).all():
        raise InvalidInputError(f"minutes {minutes}: give walking times above 0, such as (5, 10)")
    return given
