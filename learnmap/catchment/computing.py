"""Catchments of many learning points, on several threads."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from learnmap.catchment.bands import draw_band, nest, right_handed
from learnmap.catchment.nearness import frame_of, nearness
from learnmap.catchment.reach import reach
from learnmap.catchment.screens import Screens, screens_near
from learnmap.model.crs import COORDINATE_STEP, ELLIPSOID
from learnmap.network import Origin, WalkCosts, WalkGraph, Workspace, search
from learnmap.network.localplane import LocalPlane

_BATCH: Final = 16
"""Points that a thread takes at once."""
_AHEAD: Final = 4


@dataclass(frozen=True, slots=True)
class Shape:
    """Limits of a catchment's shape.

    Attributes
    ----------
    cutoffs_s : tuple of float
        In rising order.
    off_street_m : float
        How far a walker leaves the street.
    simplify_m : float
        Tolerance of the outline.
    """

    cutoffs_s: tuple[float, ...] = (300, 600, 900)
    off_street_m: float = 60.0
    simplify_m: float = 0.5


@dataclass(frozen=True, slots=True)
class AccessPoint:
    """Where a learning point joins the graph, for one profile.

    Attributes
    ----------
    point_id : str
    edge : int
    along_m : float
        From the edge's first vertex.
    distance_m : float
        Straight from the entrance to the street; it is walked too.
    """

    point_id: str
    edge: int
    along_m: float
    distance_m: float


def catchment_bands(
    graph: WalkGraph,
    costs: WalkCosts,
    access: AccessPoint,
    shape: Shape,
    *,
    workspace: Workspace,
) -> list[shapely.MultiPolygon]:
    """Return the places from which one walks to a learning point, one polygon per cutoff.

    Parameters
    ----------
    graph : WalkGraph
    costs : WalkCosts
        Of the profile that walks.
    access : AccessPoint
    shape : Shape
    workspace : Workspace
        For `graph`; one per thread.

    Returns
    -------
    list of shapely.MultiPolygon
        EPSG:4326, valid, nested, in the order of the cutoffs; empty where even the way from
        the street to the entrance takes longer.
    """
    origin = Origin(access.edge, access.along_m, access.distance_m / costs.profile.speed_m_per_s)
    search(
        graph,
        costs,
        origin,
        limit_s=shape.cutoffs_s[-1],
        towards=True,
        workspace=workspace,
    )
    lon, lat = graph.line(access.edge)[0]
    plane = LocalPlane(float(lon), float(lat))
    bands: list[shapely.MultiPolygon] = []
    screens: Screens | None = None
    for cutoff_s in reversed(shape.cutoffs_s):
        streets = reach(
            graph,
            costs,
            origin,
            plane,
            limit_s=cutoff_s,
            off_street_m=shape.off_street_m,
            workspace=workspace,
        )
        if not len(streets.pieces):
            bands.append(shapely.MultiPolygon())
            continue
        frame = frame_of(streets, off_street_m=shape.off_street_m)
        # The longest cutoff comes first: what is near its streets is all there is to see, and
        # what is not changes nothing, so that a part of a city gives the same as the whole.
        screens = screens or screens_near(graph, plane, frame.box)
        near = nearness(
            streets,
            frame,
            screens,
            off_street_m=shape.off_street_m,
            slopes=graph.has_slopes,
        )
        bands.append(draw_band(near, plane, simplify_m=shape.simplify_m))
    return nest(bands[::-1])


def compute_catchments(
    graph: WalkGraph,
    costs: WalkCosts,
    access: Sequence[AccessPoint],
    shape: Shape,
    *,
    threads: int = 2,
) -> Iterator[tuple[AccessPoint, list[shapely.MultiPolygon]]]:
    """Yield the bands of each access point, in the order given.

    Parameters
    ----------
    graph, costs, shape
        As for `catchment_bands`.
    access : sequence of AccessPoint
    threads : int
        The kernels hold no lock, so threads run side by side.

    Yields
    ------
    tuple of AccessPoint and list of shapely.MultiPolygon
    """
    workspaces: SimpleQueue[Workspace] = SimpleQueue()
    for _ in range(threads):
        workspaces.put(Workspace(graph))

    def bands(points: Sequence[AccessPoint]) -> list[list[shapely.MultiPolygon]]:
        workspace = workspaces.get()
        try:
            return [catchment_bands(graph, costs, at, shape, workspace=workspace) for at in points]
        finally:
            workspaces.put(workspace)

    parts = [access[first : first + _BATCH] for first in range(0, len(access), _BATCH)]
    waiting: deque[Future[list[list[shapely.MultiPolygon]]]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        for number, part in enumerate(parts):
            # No more are begun than the threads need: whoever takes the results may be slower.
            ahead = parts[number + len(waiting) : number + _AHEAD * threads]
            waiting.extend(pool.submit(bands, points) for points in ahead)
            yield from zip(part, waiting.popleft().result(), strict=True)


def area_m2(geometry: BaseGeometry) -> float:
    """Return the area of an EPSG:4326 geometry on the WGS 84 ellipsoid (Karney 2013)."""
    if geometry.is_empty:
        return 0.0
    # pyproj signs areas by the hand of each ring: one hand for all, or parts cancel out.
    return float(abs(ELLIPSOID.geometry_area_perimeter(shapely.orient_polygons(geometry))[0]))


def union_of(geometries: Sequence[BaseGeometry]) -> shapely.MultiPolygon:
    """Return the valid union of catchments, EPSG:4326 on the grid of published coordinates."""
    # Merging first and rounding after takes half the time of merging on the grid.
    whole = shapely.union_all(np.asarray(geometries, dtype=object))
    merged = shapely.set_precision(whole, COORDINATE_STEP)
    polygons = [part for part in shapely.get_parts(merged) if isinstance(part, shapely.Polygon)]
    return right_handed([polygon for polygon in polygons if not polygon.is_empty])
