"""How far one gets on foot from any place: the bands of a catchment, walked the other way."""

from dataclasses import dataclass

import numpy as np
import shapely

from learnmap.catchment import AccessPoint, Shape, area_m2, catchment_bands
from learnmap.model.crs import check_lon_lat
from learnmap.network import check_snapped
from learnmap.workflows.nearby import NearbyIndex


@dataclass(frozen=True, slots=True)
class WalkBand:
    """Where one gets within a time.

    Attributes
    ----------
    cutoff_s : int
    geometry : shapely.MultiPolygon
        EPSG:4326; empty where the way to the street alone takes longer.
    area_m2 : float
    """

    cutoff_s: int
    geometry: shapely.MultiPolygon
    area_m2: float


def walk_area(
    index: NearbyIndex, place: tuple[float, float], *, profile: str | None = None
) -> tuple[str, list[WalkBand]]:
    """Return who walks, and the city's bands round a place, the smallest first.

    Every step counts in the direction that leads away from the place: one-ways, escalators and
    slopes are those of walks that begin there. That is a catchment on the graph turned round.

    Parameters
    ----------
    index : NearbyIndex
    place : tuple of float
        Longitude and latitude, EPSG:4326.
    profile : str, optional
        Code of who walks; the city's first by default.

    Raises
    ------
    GeometryError
        When the place is none on Earth.
    InvalidInputError
        When the place is too far from any street, or there is no such profile.
    NotReadyError, StoreError
        As `NearbyIndex.refresh`.
    """
    check_lon_lat(*place, what="place")
    with index.streets() as lent:
        costs, settings = lent.costs_of(profile), lent.settings
        snaps = lent.edges.snap(
            np.array([place[0]]), np.array([place[1]]), costs, limit_m=settings.snap_limit_m
        )
        check_snapped(snaps, settings.snap_limit_m)
        turned = costs.turned()
        access = AccessPoint(
            "place", int(snaps.edge[0]), float(snaps.along_m[0]), float(snaps.distance_m[0])
        )
        shape = Shape(settings.cutoffs_s, settings.off_street_m, settings.simplify_m)
        bands = catchment_bands(turned.graph, turned, access, shape, workspace=lent.workspace)
        bands = bands or [shapely.MultiPolygon()] * len(settings.cutoffs_s)
    return costs.profile.code, [
        WalkBand(cutoff_s, band, area_m2(band))
        for cutoff_s, band in zip(settings.cutoffs_s, bands, strict=True)
    ]
