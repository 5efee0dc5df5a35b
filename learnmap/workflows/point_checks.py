"""Checks of delivered points against the city: streets, islands, water, near-duplicates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from learnmap.model.city import CitySettings
from learnmap.model.records import LearningPoint
from learnmap.network import EdgeIndex, Snaps, SnapStatus, WalkGraph, walk_costs
from learnmap.network.on_water import on_water
from learnmap.store import PointWarning
from learnmap.workflows.catchment_plan import WALKED_TO
from learnmap.workflows.near_duplicates import NearDuplicate, near_duplicates

_NAMED: Final = 3
"""So many near-duplicates of a point are named, and the rest counted."""


@dataclass(frozen=True, slots=True)
class DeliveredPoint:
    """A row of a file.

    Attributes
    ----------
    line : int
    unit : str
        What lines are: ``line`` or ``feature``.
    point : LearningPoint
    stored : LearningPoint or None
        What is stored under its id.
    """

    line: int
    unit: str
    point: LearningPoint
    stored: LearningPoint | None

    @property
    def is_new(self) -> bool:
        """Whether what the checks look at differs from what is stored, and was let pass then."""
        return self.stored is None or _looked_at(self.stored) != _looked_at(self.point)

    def warning(
        self, *, code: str, column: str, value: str, message: str, remedy: str
    ) -> PointWarning:
        """Make a warning about it."""
        return PointWarning(
            line=self.line,
            unit=self.unit,
            point_id=self.point.id,
            column=column,
            value=value,
            code=code,
            message=message,
            remedy=remedy,
        )


def _looked_at(point: LearningPoint) -> tuple[object, ...]:
    site = point.longitude, point.latitude
    return site, point.walk_to, point.names, point.status in WALKED_TO


def check_streets(
    graph: WalkGraph, settings: CitySettings, rows: Sequence[DeliveredPoint]
) -> Iterator[PointWarning]:
    """Warn of points that no walker of the city can reach by a street.

    Closed points are passed over: they have no catchment. One that only some walkers reach, as
    by steps, is no fault of the file; `learnmap catchments compute` names it.
    """
    lost = [row for row in rows if row.is_new and row.point.status in WALKED_TO]
    index, told = EdgeIndex(graph), dict[str, PointWarning]()
    for profile in settings.profiles:
        if not lost:
            break
        costs = walk_costs(graph, profile, island_below_m=settings.island_below_m)
        places = np.array([row.point.walk_to for row in lost])
        snaps = index.snap(places[:, 0], places[:, 1], costs, limit_m=settings.snap_limit_m)
        for i, row in enumerate(lost):
            if snaps.status[i] != SnapStatus.SNAPPED:
                told.setdefault(row.point.id, _stranded(row, snaps, i, settings))
        lost = [row for i, row in enumerate(lost) if snaps.status[i] != SnapStatus.SNAPPED]
    yield from (told[row.point.id] for row in lost)


def check_water(graph: WalkGraph, rows: Sequence[DeliveredPoint]) -> Iterator[PointWarning]:
    """Warn of sites and entrances that lie in a river, a lake or the sea."""
    spots = [
        (row, column, lon, lat)
        for row in rows
        if row.is_new
        for column, lon, lat in _spots(row.point)
    ]
    if not spots:
        return
    places = np.array([(lon, lat) for _, _, lon, lat in spots])
    wet = on_water(graph, places[:, 0], places[:, 1])
    for (row, column, lon, lat), on in zip(spots, wet.tolist(), strict=True):
        if on:
            yield row.warning(
                code="in_water",
                column=column,
                value=_degrees(lon, lat),
                message="lies in water",
                remedy="correct the place, and see that the datum is right; "
                "confirm it for a place on a bridge, a pier or a ship",
            )


def check_duplicates(
    rows: Sequence[DeliveredPoint], others: Sequence[LearningPoint]
) -> Iterator[PointWarning]:
    """Warn of points that lie near another with a name alike, in the file or stored.

    Parameters
    ----------
    rows : sequence of DeliveredPoint
    others : sequence of LearningPoint
        Stored ones that the file does not have.
    """
    points = [*(row.point for row in rows), *others]
    looked_at = np.zeros(len(points), bool)
    looked_at[: len(rows)] = [row.is_new for row in rows]
    by_row: dict[int, list[NearDuplicate]] = {}
    for pair in near_duplicates(points, looked_at):
        by_row.setdefault(pair.row, []).append(pair)
    for at, pairs in by_row.items():
        row = rows[at]
        more = f" and {len(pairs) - _NAMED} more" if len(pairs) > _NAMED else ""
        named = ", ".join(_named(pair, rows, points) for pair in pairs[:_NAMED])
        yield row.warning(
            code="near_duplicate",
            column=f"name_{pairs[0].language}",
            value=row.point.names[pairs[0].language],
            message=f"may be the same as {named}{more}",
            remedy="drop the row that is too many, or give it the id of the other; "
            "confirm it where they are two places",
        )


def _stranded(row: DeliveredPoint, snaps: Snaps, i: int, settings: CitySettings) -> PointWarning:
    prefix = "entrance_" if row.point.entrance_longitude is not None else ""
    column, value = f"{prefix}longitude", _degrees(*row.point.walk_to)
    limit_m = settings.snap_limit_m
    if snaps.status[i] == SnapStatus.ISLAND:
        return row.warning(
            code="island",
            column=column,
            value=value,
            message=f"has within {limit_m:.0f} m only streets that join no others "
            f"(the nearest {snaps.distance_m[i]:.0f} m away)",
            remedy="correct the place, or give the entrance where a street of the city passes; "
            "confirmed as it is, it has no catchment",
        )
    far = np.isfinite(snaps.distance_m[i])
    return row.warning(
        code="far_from_street",
        column=column,
        value=value,
        message=f"is {snaps.distance_m[i]:.0f} m from the nearest street"
        if far
        else "has no street within 2 km",
        remedy=f"correct the place, and see that the datum is right; farther than {limit_m:.0f} m "
        "it has no catchment",
    )


def _spots(point: LearningPoint) -> Iterator[tuple[str, float, float]]:
    yield "longitude", point.longitude, point.latitude
    if point.entrance_longitude is not None and point.entrance_latitude is not None:
        yield "entrance_longitude", point.entrance_longitude, point.entrance_latitude


def _named(
    pair: NearDuplicate, rows: Sequence[DeliveredPoint], points: Sequence[LearningPoint]
) -> str:
    other = points[pair.other]
    name = other.names.get(pair.language) or next(filter(str.strip, other.names.values()))
    where = f", {rows[pair.other].unit} {rows[pair.other].line}" if pair.other < len(rows) else ""
    return f"{other.id} ({name}{where}) {pair.distance_m:.0f} m away"


def _degrees(lon: float, lat: float) -> str:
    return f"{lon:.6f}, {lat:.6f}"
