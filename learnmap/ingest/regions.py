"""The part of the world whose rows are taken from a file that covers more."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from learnmap.ingest.cells import Convert
from learnmap.ingest.faults import refuse
from learnmap.ingest.spots import Spot, spot_of
from learnmap.ingest.table import Table
from learnmap.model.crs import metres_per_degree


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

    def outside(self, spots: Sequence[Spot]) -> list[Spot]:
        """Return the spots whose site and entrance both lie outside, and that are not known."""
        shapely.prepare(self.shape)
        sites = np.array([spot.site for spot in spots]).reshape(-1, 2)
        doors = np.array([spot.door for spot in spots]).reshape(-1, 2)
        inside = [
            shapely.intersects_xy(self.shape, each[:, 0], each[:, 1]) for each in (sites, doors)
        ]
        return [
            spot
            for spot, held in zip(spots, inside[0] | inside[1], strict=True)
            if not held and spot.id not in self.known
        ]

    def farthest_m(self, spots: Sequence[Spot]) -> float:
        """Return how far outside the site farthest away lies, in metres, near enough."""
        latitude = self.shape.centroid.y
        scale = np.array(metres_per_degree(latitude))
        plane = shapely.transform(self.shape, lambda xy: xy * scale)
        places = np.array([spot.site for spot in spots]) * scale
        return float(shapely.distance(plane, shapely.points(places)).max())


def leave_out(
    region: Region | None,
    table: Table,
    *,
    converters: Mapping[str, Convert],
    defaults: Mapping[str, object],
) -> tuple[Table, tuple[Spot, ...]]:
    """Take the rows outside a region out of a table, before anything else of them counts.

    A row whose place cannot be read stays, since nobody can say where it is.

    Parameters
    ----------
    region : Region or None
        None takes all rows.
    table : Table
        With our columns. What its log has of rows that go is dropped.
    converters, defaults
        As for `spot_of`.

    Returns
    -------
    Table
        Without these rows.
    tuple of Spot
        Where they lie.
    """
    if region is None:
        return table, ()
    spots = [spot_of(row, table, converters=converters, defaults=defaults) for row in table.rows]
    outside = region.outside([spot for spot in spots if spot is not None])
    lines = {spot.line for spot in outside}
    table.log.pass_over(lines)
    return replace(table, rows=[row for row in table.rows if row.line not in lines]), tuple(outside)


def tell_of(
    region: Region | None, outside: Sequence[Spot], *, taken: int, table: Table
) -> tuple[str, ...]:
    """Return a note of the rows that were left out, if any.

    Parameters
    ----------
    region : Region or None
    outside : sequence of Spot
        Of these rows.
    taken : int
        So many others were taken.
    table : Table

    Raises
    ------
    FaultyTableError
        When none was taken: then the datum is wrong, or the region.
    """
    if region is None or not outside:
        return ()
    away_km = region.farthest_m(outside) / 1000
    if not taken:
        raise refuse(
            table.path,
            f"none of its {len(outside)} rows lies inside {region.name}, the farthest "
            f"{away_km:.1f} km outside",
            "see that the datum is right, or take all rows",
        )
    note = (
        f"{len(outside)} of {len(outside) + taken} rows lie outside {region.name}, the farthest "
        f"{away_km:.1f} km, and were left out"
    )
    return (note,)
