"""Coverage change: who came within reach, who fell out of it, and by what cause.

One thing is changed after the other, so that the parts add up to the whole: first the residents,
then the streets (points that stayed where they were get their later catchments), then the
points (those that opened, closed or moved). With C the residents covered, P the points, S the
streets and R the residents of the earlier (0) and the later edition (1)::

    C(P1, S1, R1) - C(P0, S0, R0) = [C(P0, S0, R1) - C(P0, S0, R0)]   residents
                                  + [C(P0, S1, R1) - C(P0, S0, R1)]   streets
                                  + [C(P1, S1, R1) - C(P0, S1, R1)]   points

A point that is gone or moved has no catchment on the later streets at its old place; in
C(P0, S1, R1) it keeps its earlier one.

The parts depend on the order, as in any such sequence (Fortin, Lemieux and Firpo 2011,
Decomposition Methods in Economics, Handbook of Labor Economics 4A, section 2.3): what two causes
bring about only together is counted with the later one. This order is fixed, so that nobody can
choose the one that suits them. Residents come first, since they are what happens to a city, and
what it does itself, its points, is then counted for the people who live there now. The average
over all orders (Shorrocks 2013, J. Econ. Inequality 11:99-126) would need no order; but its parts
are no counts of anybody, and here each stage is a map and a list of residents that can be counted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from learnmap.edition.comparison import STAYED_M, features_of, is_open, moved_m
from learnmap.model.crs import ELLIPSOID

SENIOR_AGE: Final = 60
_STAGES: Final = ("before", "residents", "streets", "after")

Polygons = dict[str, BaseGeometry]
"""Catchments by point."""


@dataclass(frozen=True, slots=True)
class CoverageChange:
    """How many residents one profile's catchments of one cutoff hold, from stage to stage.

    Attributes
    ----------
    profile : str
    cutoff_s : int
    residents, seniors : tuple of int
        Covered, of all ages and of 60 years or more: before; with the later residents; with the
        later streets, too; after. Whole persons, so that the differences add up.
    area_m2 : tuple of float
        Of the union at the same stages, on the ellipsoid; the second is the first.
    """

    profile: str
    cutoff_s: int
    residents: tuple[int, int, int, int]
    seniors: tuple[int, int, int, int]
    area_m2: tuple[float, float, float, float]


def coverage_changes(
    before: Mapping[str, bytes],
    after: Mapping[str, bytes],
    *,
    residents_before: gpd.GeoDataFrame,
    residents_after: gpd.GeoDataFrame,
) -> list[CoverageChange]:
    """Split the change of what is covered by its cause.

    Parameters
    ----------
    before, after : mapping of str to bytes
        Files of the two editions.
    residents_before, residents_after : GeoDataFrame
        Points in EPSG:4326 with a column ``residents`` and one ``residents_FROM_TO`` or
        ``residents_FROM_up`` for each age band.

    Returns
    -------
    list of CoverageChange
        Of each profile and cutoff that both editions have.
    """
    people = _People.of(residents_before), _People.of(residents_after)
    stayed = _stayed(before, after)
    old, new = _catchments(before), _catchments(after)
    return [
        _change(key, _unions(old[key], new[key], stayed), people)
        for key in sorted(old.keys() & new.keys())
    ]


@dataclass(frozen=True, slots=True)
class _People:
    """Where residents live, (k,) each."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    all_ages: NDArray[np.float64]
    seniors: NDArray[np.float64]

    @classmethod
    def of(cls, residents: gpd.GeoDataFrame) -> "_People":
        bands = [
            name
            for name in residents.columns
            if name.startswith("residents_") and int(name.split("_")[1]) >= SENIOR_AGE
        ]
        places = residents.geometry.to_numpy()
        return cls(
            shapely.get_x(places),
            shapely.get_y(places),
            residents["residents"].to_numpy(np.float64),
            residents[bands].sum(axis=1).to_numpy(np.float64),
        )

    def within(self, area: BaseGeometry) -> tuple[int, int]:
        """Return how many live in an area, of all ages and seniors, as whole persons."""
        shapely.prepare(area)
        inside = shapely.intersects_xy(area, self.lon, self.lat)
        return round(float(self.all_ages[inside].sum())), round(float(self.seniors[inside].sum()))


def _stayed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> frozenset[str]:
    """Return the points that are open in both editions, at the same place."""
    old, new = features_of(before, "points"), features_of(after, "points")
    return frozenset(
        one
        for one in old.keys() & new.keys()
        if is_open(old[one]) and is_open(new[one]) and moved_m(old[one], new[one]) <= STAYED_M
    )


def _catchments(files: Mapping[str, bytes]) -> dict[tuple[str, int], Polygons]:
    """Return the catchments of open points by profile and cutoff."""
    opened = {one for one, point in features_of(files, "points").items() if is_open(point)}
    found: dict[tuple[str, int], Polygons] = {}
    for feature in features_of(files, "catchments").values():
        facts: dict[str, Any] = feature["properties"]
        key = facts["profile"], facts["cutoff_s"]
        polygons = found.setdefault(key, {})
        if facts["point_id"] in opened:
            polygons[facts["point_id"]] = shape(feature["geometry"])
    return found


def _unions(old: Polygons, new: Polygons, stayed: frozenset[str]) -> dict[str, BaseGeometry]:
    """Return what is covered before, with the later streets, and after."""
    others = [polygon for one, polygon in old.items() if one not in stayed]
    on_new_streets = [polygon for one, polygon in new.items() if one in stayed]
    return {
        "before": shapely.union_all(list(old.values())),
        "streets": shapely.union_all(others + on_new_streets),
        "after": shapely.union_all(list(new.values())),
    }


def _change(
    key: tuple[str, int], unions: Mapping[str, BaseGeometry], people: tuple[_People, _People]
) -> CoverageChange:
    covered = list(_covered(unions, people))
    before_m2, streets_m2, after_m2 = (_area_m2(unions[one]) for one in _STAGES if one in unions)
    return CoverageChange(
        *key,
        (covered[0][0], covered[1][0], covered[2][0], covered[3][0]),
        (covered[0][1], covered[1][1], covered[2][1], covered[3][1]),
        (before_m2, before_m2, streets_m2, after_m2),
    )


def _covered(
    unions: Mapping[str, BaseGeometry], people: tuple[_People, _People]
) -> Iterator[tuple[int, int]]:
    for stage in _STAGES:
        who = people[0] if stage == "before" else people[1]
        yield who.within(unions["before" if stage == "residents" else stage])


def _area_m2(area: BaseGeometry) -> float:
    return abs(float(ELLIPSOID.geometry_area_perimeter(shapely.orient_polygons(area))[0]))
