"""Walking catchments of learning points as a table."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np

from learnmap.catchment import AccessPoint, Shape, area_m2, compute_catchments
from learnmap.library.network import Network, seconds_of
from learnmap.library.tables import named_rows, places_of, warn_left_out
from learnmap.model.crs import STORED_CRS
from learnmap.model.errors import InvalidInputError
from learnmap.model.profiles import WalkProfile
from learnmap.network import Snaps, SnapStatus


def catchments(
    network: Network,
    points: gpd.GeoDataFrame,
    *,
    profile: str | WalkProfile = "adult",
    minutes: Sequence[float] = (5, 10, 15),
    off_street_m: float = 60.0,
    simplify_m: float = 0.5,
    threads: int = 2,
) -> gpd.GeoDataFrame:
    """Return the places from which one can walk to each learning point in time.

    Parameters
    ----------
    network : Network
    points : GeoDataFrame
        (p,) points in any CRS, where walkers enter.
    profile : str or WalkProfile
        Who walks: ``adult``, ``older_adult``, ``step_free``, or a profile of your own.
    minutes : sequence of float
        Walking times.
    off_street_m : float
        How far a walker leaves the street.
    simplify_m : float
        Tolerance of the outlines.
    threads : int

    Returns
    -------
    GeoDataFrame
        A row for each point and time, in their order: ``point`` (the index of `points`),
        ``minutes``, ``hectares`` and the area in EPSG:4326, which lies within that of longer
        times. Points that join no street are named in a `LeftOutWarning`; ``attrs`` says what
        all was made from.

    Raises
    ------
    TableError
        When the table cannot be used; the message names the row and the remedy.
    InvalidInputError
        For an unknown profile or a time that is none.

    Examples
    --------
    >>> import geopandas as gpd, learnmap
    >>> network = learnmap.read_network("data/demo/streets.osm.pbf")
    >>> library = gpd.GeoDataFrame(
    ...     geometry=gpd.points_from_xy([118.1017], [32.9430]), index=["library"], crs=4326
    ... )
    >>> reached = learnmap.catchments(network, library, profile="older_adult", minutes=(5, 15))
    >>> reached[["point", "minutes"]].values.tolist()
    [['library', 5.0], ['library', 15.0]]
    >>> bool(reached["hectares"].is_monotonic_increasing)
    True
    """
    if not 0 < off_street_m <= 500:
        raise InvalidInputError(f"off_street_m {off_street_m}: give metres above 0, up to 500")
    cutoffs_s = seconds_of(minutes)
    costs = network.costs(profile)
    snaps = network.snap(places_of(points, what="points"), costs)
    shape = Shape(tuple(cutoffs_s.tolist()), off_street_m=off_street_m, simplify_m=simplify_m)
    joined = np.flatnonzero(snaps.status == SnapStatus.SNAPPED)
    access = [_access(snaps, row) for row in joined.tolist()]
    rows = [
        (points.index[int(at.point_id)], cutoff_s / 60, area_m2(band) / 10_000, band)
        for at, bands in compute_catchments(network.graph, costs, access, shape, threads=threads)
        for cutoff_s, band in zip(shape.cutoffs_s, bands, strict=True)
    ]
    if len(joined) < len(points):
        lost = list(points.index[snaps.status != SnapStatus.SNAPPED])
        warn_left_out(
            f"{len(lost):,} points join no street within {network.snap_limit_m:g} m, or only an "
            f"island: {named_rows(lost)}"
        )
    columns = ["point", "minutes", "hectares", "geometry"]
    frame = gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs=STORED_CRS)
    frame.attrs |= network.origin(profile) | {
        "off_street_m": off_street_m,
        "simplify_m": simplify_m,
    }
    return frame


def _access(snaps: Snaps, row: int) -> AccessPoint:
    along_m, distance_m = float(snaps.along_m[row]), float(snaps.distance_m[row])
    return AccessPoint(str(row), int(snaps.edge[row]), along_m, distance_m)
