"""Who can walk to a learning point in time, as a table."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from learnmap.access import OUTSIDE, areas_around, areas_over, coverage_by_area, seconds_to_nearest
from learnmap.library.network import Network, seconds_of
from learnmap.library.tables import outlines_of, places_of, residents_of, warn_left_out
from learnmap.model.profiles import WalkProfile
from learnmap.network import Workspace

COLUMNS = ("area", "minutes", "covered", "uncovered", "unplaced", "total", "share")


def coverage(
    network: Network,
    residents: gpd.GeoDataFrame,
    points: gpd.GeoDataFrame,
    *,
    profile: str | WalkProfile = "adult",
    minutes: Sequence[float] = (5, 10, 15),
    by: gpd.GeoDataFrame | None = None,
    count: str = "residents",
    age_from: int = 0,
) -> pd.DataFrame:
    """Count the residents who can walk to the nearest learning point in time, door to door.

    Parameters
    ----------
    network : Network
    residents : GeoDataFrame
        (k,) points in any CRS, with a column of how many live there, or one
        ``residents_FROM_TO`` (both ages included) or ``residents_FROM_up`` for each age band.
    points : GeoDataFrame
        (p,) points in any CRS; all count as open.
    profile : str or WalkProfile
        Who walks: ``adult``, ``older_adult``, ``step_free``, or a profile of your own.
    minutes : sequence of float
        Walking times.
    by : GeoDataFrame, optional
        Areas, polygons in any CRS; without, all residents are one row for each time.
    count : str
        The column of residents.
    age_from : int
        Above 0 residents of this age and older are counted, by the columns of age bands.

    Returns
    -------
    DataFrame
        By area and time: ``area`` (the index of `by`; empty for all, and for those in no area,
        who come last), ``minutes``, and residents ``covered`` (within the time), ``uncovered``,
        ``unplaced`` (their home joins no street, or only an island) and ``total``, which is the
        three together; ``share`` is covered of total. ``attrs`` says what all was made from.

    Raises
    ------
    TableError
        When a table cannot be used; the message names the row and the remedy.
    InvalidInputError
        For an unknown profile or a time that is none.

    Examples
    --------
    >>> import geopandas as gpd, learnmap
    >>> network = learnmap.read_network("data/demo/streets.osm.pbf")
    >>> places = gpd.points_from_xy([118.1017, 118.1035], [32.9430, 32.9435])
    >>> homes = gpd.GeoDataFrame({"residents": [30, 12]}, geometry=places, crs=4326)
    >>> found = learnmap.coverage(network, homes, homes.iloc[:1], minutes=[15])
    >>> found[["covered", "uncovered", "unplaced", "total"]].values.tolist()
    [[42.0, 0.0, 0.0, 42.0]]
    """
    cutoffs_s = seconds_of(minutes)
    costs = network.costs(profile)
    homes, sites = places_of(residents, what="residents"), places_of(points, what="points")
    people = residents_of(residents, count=count, age_from=age_from)
    time_s = seconds_to_nearest(
        costs,
        network.snap(homes, costs),
        network.snap(sites, costs),
        limit_s=float(cutoffs_s[-1]),
        workspace=Workspace(network.graph),
    )
    around = np.zeros(len(homes), np.int64) if by is None else areas_of_homes(by, homes)[1]
    found = coverage_by_area(
        time_s,
        people,
        around,
        areas=1 if by is None else len(by),
        cutoffs_s=cutoffs_s.tolist(),
    )
    rows = [
        (
            None if by is None or one.area == OUTSIDE else by.index[one.area],
            one.cutoff_s / 60,
            one.covered,
            one.uncovered,
            one.unplaced,
            one.total,
            one.share,
        )
        for one in found
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    table.attrs |= network.origin(profile) | {"age_from": age_from}
    return table


def areas_of_homes(
    by: gpd.GeoDataFrame,
    homes: gpd.GeoSeries,
    *,
    outside_are: str = "in rows of their own, whose area is empty",
) -> tuple[gpd.GeoSeries, NDArray[np.int64]]:
    """Return the areas in EPSG:4326, and the row of the area around each home.

    Homes in several areas and in none are told in a `LeftOutWarning`; the latter with what
    becomes of them.

    Raises
    ------
    TableError
        When the areas cannot be used.
    """
    outlines = outlines_of(by, what="by")
    areas = gpd.GeoDataFrame(geometry=outlines)
    several = int((areas_over(areas, homes) > 1).sum())
    if several:
        warn_left_out(
            f"by: areas overlap at {several:,} of the residents' places; each counts once, in the "
            "first of its areas"
        )
    around = areas_around(areas, homes)
    outside = int((around == OUTSIDE).sum())
    if outside:
        warn_left_out(
            f"by: {outside:,} of the residents' places lie in no area; they are {outside_are}"
        )
    return outlines, around
