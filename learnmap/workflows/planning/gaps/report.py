"""What a table of gaps holds: its rows by rank, and what they were made from."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from learnmap.access import OUTSIDE, Coverage, Gap, GapTable
from learnmap.model.gap_reasons import GapReason
from learnmap.model.languages import Names
from learnmap.store import StoredPoint
from learnmap.workflows.planning.gaps.parts import GapParts, PartsBy
from learnmap.workflows.planning.point_sets import PointSet
from learnmap.workflows.planning.provenance import Provenance


@dataclass(frozen=True, slots=True)
class GapRow:
    """The residents of one hexagon or area who are left out.

    Attributes
    ----------
    rank : int or None
        From 1; None where nobody is left out.
    part_id : str
        H3 id or code; empty for who lives in no area.
    names : Names
        Of an area.
    shape : shapely geometry or None
        EPSG:4326; None for who lives in no area.
    gap : Gap
    nearest_id : str
        Of the nearest open point of those who are uncovered; empty for none.
    nearest_names : Names
    """

    rank: int | None
    part_id: str
    names: Names
    shape: BaseGeometry | None
    gap: Gap
    nearest_id: str
    nearest_names: Names


@dataclass(frozen=True, slots=True)
class GapsReport:
    """A table of gaps and what it was made from.

    Attributes
    ----------
    names : Names
        Of the city.
    profile : str
    cutoff_s, searched_s : int
        The nearest point is looked for up to the second.
    age_from : int
        Gaps are ranked by residents of this age and older.
    points : PointSet
    counted, joined : int
        Points of the set that count, and those of them that join a street.
    full : int
        Points of the set that do not count, since they have no free place.
    shows_water : bool
        Whether the streets' extract has any water; without it none is ever found between.
    by : str
    in_several, in_none : float
        As in `GapParts`.
    divided : float
        Residents in age bands that `age_from` divides; they are not among the older ones.
    rows : tuple of GapRow
        All parts where anybody is on record, so that they add up to the city; by rank.
    provenance : Provenance
    """

    names: Names
    profile: str
    cutoff_s: int
    searched_s: int
    age_from: int
    points: PointSet
    counted: int
    joined: int
    full: int
    shows_water: bool
    by: PartsBy
    in_several: float
    in_none: float
    divided: float
    rows: tuple[GapRow, ...]
    provenance: Provenance

    @property
    def ranked(self) -> tuple[GapRow, ...]:
        """The rows where anybody is left out."""
        return tuple(row for row in self.rows if row.rank is not None)

    @property
    def older(self) -> Coverage:
        """The older residents of the whole table."""
        return _whole([row.gap.older for row in self.rows], self.cutoff_s)

    @property
    def everyone(self) -> Coverage:
        """The residents of all ages of the whole table."""
        return _whole([row.gap.everyone for row in self.rows], self.cutoff_s)

    def by_reason(self, why: GapReason) -> tuple[float, float]:
        """Return the older residents and those of all ages who are left out for a reason."""
        gaps = [row.gap for row in self.rows]
        older = math.fsum(gap.older_by_reason.get(why, 0.0) for gap in gaps)
        return older, math.fsum(gap.everyone_by_reason.get(why, 0.0) for gap in gaps)


def gap_rows(table: GapTable, parts: GapParts, points: Sequence[StoredPoint]) -> tuple[GapRow, ...]:
    """Give gaps their ranks, and names to their parts and points.

    Parameters
    ----------
    table : GapTable
    parts : GapParts
    points : sequence of StoredPoint
        That the walks went to.
    """
    rows = []
    for rank, gap in enumerate(table.gaps(), 1):
        nearest = None if gap.nearest_point is None else points[gap.nearest_point].point
        rows.append(
            GapRow(
                rank if gap.reason else None,
                *parts.named(gap.part),
                None if gap.part == OUTSIDE else parts.shapes[gap.part],
                gap,
                nearest.id if nearest else "",
                dict(nearest.names) if nearest else {},
            )
        )
    return tuple(rows)


def _whole(parts: Sequence[Coverage], cutoff_s: int) -> Coverage:
    sums = (
        math.fsum(getattr(one, name) for one in parts)
        for name in ("covered", "uncovered", "unplaced", "total")
    )
    return Coverage(OUTSIDE, cutoff_s, *sums)
