"""Demand points: where people live, with counts by age band."""

import math
from collections.abc import Collection, Mapping, Sequence

import geopandas as gpd
import pandas as pd
from sqlalchemy import ARRAY, BigInteger, any_, delete, func, literal, select
from sqlalchemy.sql.elements import ColumnElement

from learnmap.model.records import AgeCount, DemandPoint
from learnmap.store._frames import copy_rows, read_frame
from learnmap.store._transaction import Transaction
from learnmap.store._upsert import (
    Changes,
    is_any,
    point_ewkb,
    refuse_duplicates,
    upsert_rows,
)
from learnmap.store.audit import add_entry
from learnmap.store.schema import DemandCountRow, DemandPointRow


def upsert_demand_points(tx: Transaction, points: Sequence[DemandPoint], *, actor: str) -> Changes:
    """Add demand points or change them, their counts with them.

    Raises
    ------
    TableError
        When an id occurs twice.
    ConflictError
        When ages overlap at a point.
    """
    refuse_duplicates("demand points", (point.id for point in points))
    before = {point.id: point.counts for point in read_demand_records(tx, ids=_ids(points))}
    places = point_ewkb([point.longitude for point in points], [point.latitude for point in points])
    changes = upsert_rows(
        tx,
        DemandPointRow,
        [
            {"id": point.id, "place": place, "source": point.source, "fictional": point.fictional}
            for point, place in zip(points, places, strict=True)
        ],
    )
    counted = [point for point in points if _ordered(point.counts) != before.get(point.id, ())]
    numbers = _numbers(tx, is_any(DemandPointRow.id, _ids(counted)))
    tx.execute(
        delete(DemandCountRow).where(
            DemandCountRow.point_number == any_(literal(list(numbers.values()), ARRAY(BigInteger)))
        )
    )
    _copy_counts(tx, counted, numbers)
    changes = changes.also_changed(_ids(counted))
    add_entry(
        tx,
        actor=actor,
        action="residents.upsert",
        subject="demand_points",
        details={**changes.counts, "residents": _total(points)},
    )
    return changes


def read_demand_records(
    tx: Transaction, *, ids: Sequence[str] | None = None, sources: Collection[str] | None = None
) -> list[DemandPoint]:
    """Read demand points by id, each with its counts from young to old."""
    row, count = DemandPointRow, DemandCountRow
    places = select(
        row.number,
        row.id,
        func.ST_X(row.place),
        func.ST_Y(row.place),
        row.source,
        row.fictional,
    ).order_by(row.id)
    counts = (
        select(count.point_number, count.age_from, count.age_to, count.residents)
        .join(row, row.number == count.point_number)
        .order_by(count.age_from)
    )
    for column, wanted in ((row.id, ids), (row.source, sources)):
        if wanted is not None:
            places = places.where(is_any(column, wanted))
            counts = counts.where(is_any(column, wanted))
    ages: dict[int, list[AgeCount]] = {}
    for number, age_from, age_to, residents in tx.execute(counts):
        band = AgeCount(age_from=age_from, age_to=age_to, residents=residents)
        ages.setdefault(number, []).append(band)
    return [
        DemandPoint(
            id=point_id,
            longitude=lon,
            latitude=lat,
            counts=tuple(ages.get(number, ())),
            source=source,
            fictional=fictional,
        )
        for number, point_id, lon, lat, source, fictional in tx.execute(places)
    ]


def replace_demand_points(
    tx: Transaction, points: Sequence[DemandPoint], *, source: str, actor: str
) -> int:
    """Replace the demand points of one source by others.

    Parameters
    ----------
    source : str
        Where the counts come from; those of other sources stay.

    Returns
    -------
    int
        How many points the source has now.

    Raises
    ------
    TableError
        When an id occurs twice.
    ConflictError
        When ages overlap at a point, or another source has one of the ids.
    """
    refuse_duplicates("demand points", (point.id for point in points))
    tx.execute(delete(DemandPointRow).where(DemandPointRow.source == source))
    places = point_ewkb([point.longitude for point in points], [point.latitude for point in points])
    copy_rows(
        tx,
        "demand_points",
        ("id", "place", "source", "fictional"),
        (
            (point.id, place, source, point.fictional)
            for point, place in zip(points, places, strict=True)
        ),
    )
    _copy_counts(tx, points, _numbers(tx, DemandPointRow.source == source))
    add_entry(
        tx,
        actor=actor,
        action="residents.replace",
        subject=source or "demand_points",
        details={"points": len(points), "residents": _total(points)},
    )
    return len(points)


def read_demand_points(tx: Transaction, *, source: str | None = None) -> gpd.GeoDataFrame:
    """Read demand points by id.

    Returns
    -------
    GeoDataFrame
        Columns id, source, fictional, residents (all ages), one column ``residents_FROM_TO``
        or ``residents_FROM_up`` for each age band that occurs (0 where a point has none), and
        geometry in EPSG:4326.
    """
    row, count = DemandPointRow, DemandCountRow
    places = select(
        row.id, row.source, row.fictional, func.ST_AsBinary(row.place).label("geometry")
    ).order_by(row.id)
    counts = select(row.id, count.age_from, count.age_to, count.residents).join(
        row, row.number == count.point_number
    )
    if source is not None:
        places = places.where(row.source == source)
        counts = counts.where(row.source == source)
    frame = read_frame(tx, places)
    bands = pd.DataFrame.from_records(
        [
            (point_id, age_from, band_name(age_from, age_to), residents)
            for point_id, age_from, age_to, residents in tx.execute(counts)
        ],
        columns=["id", "age_from", "band", "residents"],
    )
    order = bands.sort_values(["age_from", "band"])["band"].unique()
    wide = bands.pivot_table(index="id", columns="band", values="residents", aggfunc="sum")
    wide = wide.reindex(index=frame["id"], columns=order).fillna(0.0)
    frame.insert(3, "residents", wide.sum(axis=1).to_numpy())
    for position, band in enumerate(order, start=4):
        frame.insert(position, band, wide[band].to_numpy())
    return frame


def band_name(age_from: int, age_to: int | None) -> str:
    """Name the column of an age band, such as ``residents_60_69`` or ``residents_80_up``."""
    return f"residents_{age_from}_{'up' if age_to is None else age_to}"


def read_age_counts(tx: Transaction, point_id: str) -> tuple[AgeCount, ...]:
    """Read the age bands of one demand point, from young to old."""
    row = DemandCountRow
    statement = (
        select(row.age_from, row.age_to, row.residents)
        .join(DemandPointRow, DemandPointRow.number == row.point_number)
        .where(DemandPointRow.id == point_id)
        .order_by(row.age_from)
    )
    return tuple(
        AgeCount(age_from=age_from, age_to=age_to, residents=residents)
        for age_from, age_to, residents in tx.execute(statement)
    )


def _ids(points: Sequence[DemandPoint]) -> list[str]:
    return [point.id for point in points]


def _total(points: Sequence[DemandPoint]) -> float:
    return math.fsum(count.residents for point in points for count in point.counts)


def _ordered(counts: Sequence[AgeCount]) -> tuple[AgeCount, ...]:
    return tuple(sorted(counts, key=lambda count: count.age_from))


def _numbers(tx: Transaction, which: ColumnElement[bool]) -> dict[str, int]:
    row = DemandPointRow
    return {row.id: row.number for row in tx.execute(select(row.id, row.number).where(which))}


def _copy_counts(
    tx: Transaction, points: Sequence[DemandPoint], numbers: Mapping[str, int]
) -> None:
    copy_rows(
        tx,
        "demand_counts",
        ("point_number", "age_from", "age_to", "residents"),
        (
            (numbers[point.id], count.age_from, count.age_to, count.residents)
            for point in points
            for count in point.counts
        ),
    )
