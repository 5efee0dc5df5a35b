"""The part of the world whose rows are taken from a file that covers more."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from learnmap.ingest.faults import refuse
from learnmap.ingest.table import Table
from learnmap.model.crs import metres_per_degree
from learnmap.model.records import LearningPoint


@dataclass(frozen=True, slots=True)
class Region:
    """Where a learning point has to lie to be taken.

    Attributes
    ----------
    name : str
        What it is called in messages.
    shape : BaseGeometry
        Polygon or multipolygon in degrees, WGS 84; its rim is inside.
    known : collection of str
        Ids of points that are taken wherever the file has them, since they are stored: one that
        moved away is to be looked at, not passed over.
    """

    name: str
    shape: BaseGeometry
    known: Collection[str] = frozenset()

    def holds(self, points: Sequence[LearningPoint]) -> NDArray[np.bool_]:
        """Tell of each point whether its site or its entrance lies inside, or it is known."""
        shapely.prepare(self.shape)
        known = np.array([point.id in self.known for point in points], bool)
        sites = np.array([(point.longitude, point.latitude) for point in points]).reshape(-1, 2)
        doors = np.array([point.walk_to for point in points]).reshape(-1, 2)
        inside = [
            shapely.intersects_xy(self.shape, each[:, 0], each[:, 1]) for each in (sites, doors)
        ]
        return np.asarray(known | inside[0] | inside[1])

    def farthest_m(self, points: Sequence[LearningPoint]) -> float:
        """Return how far outside the farthest of some points lies, in metres, near enough."""
        latitude = self.shape.centroid.y
        scale = np.array(metres_per_degree(latitude))
        plane = shapely.transform(self.shape, lambda xy: xy * scale)
        places = [(point.longitude, point.latitude) for point in points]
        return float(shapely.distance(plane, shapely.points(np.array(places) * scale)).max())


@dataclass(frozen=True, slots=True)
class TakenRows:
    """The points of a file that lie in a region, where they stand, and what is to be told."""

    points: list[LearningPoint]
    lines: list[int]
    notes: tuple[str, ...] = ()
    left_out: frozenset[int] = frozenset()


def take_inside(
    region: Region | None, points: list[LearningPoint], lines: list[int], table: Table
) -> TakenRows:
    """Leave out the points outside a region, with the warnings of their rows.

    Raises
    ------
    FaultyTableError
        When all lie outside: then the datum is wrong, or the region.
    """
    if region is None or not points:
        return TakenRows(points, lines)
    holds = region.holds(points)
    outside = [point for point, held in zip(points, holds, strict=True) if not held]
    if not outside:
        return TakenRows(points, lines)
    away_km = region.farthest_m(outside) / 1000
    if len(outside) == len(points):
        raise refuse(
            table.path,
            f"none of its {len(points)} rows lies inside {region.name}, the farthest "
            f"{away_km:.1f} km outside",
            "see that the datum is right, or take all rows",
        )
    left_out = frozenset(line for line, held in zip(lines, holds, strict=True) if not held)
    table.log.pass_over(left_out)
    note = (
        f"{len(outside)} of {len(points)} rows lie outside {region.name}, the farthest "
        f"{away_km:.1f} km, and were left out"
    )
    return TakenRows(
        [point for point, held in zip(points, holds, strict=True) if held],
        [line for line in lines if line not in left_out],
        (note,),
        left_out,
    )
