"""Access points of learning points on a walk graph."""

from typing import Any, Final

import pandas as pd
from sqlalchemy import delete, func, select

from learnmap.model.errors import TableError
from learnmap.store._frames import copy_rows
from learnmap.store._transaction import Transaction
from learnmap.store._upsert import point_ewkb
from learnmap.store.schema import SnapRow
from learnmap.store.tokens import lock_points

COLUMNS: Final = (
    "point_id",
    "profile",
    "status",
    "edge",
    "fraction",
    "distance_m",
    "lon",
    "lat",
)


def replace_snaps(tx: Transaction, build_hash: str, snaps: pd.DataFrame) -> None:
    """Replace all snaps of a build.

    Parameters
    ----------
    snaps : DataFrame
        Columns point_id, profile, status (``snapped``, ``too_far``, ``island``), edge,
        fraction (0..1 along the edge), distance_m, lon and lat of the access point in
        degrees; all but the first three may be missing (NaN) where a point did not snap.

    Raises
    ------
    TableError
        When a column is missing.
    """
    absent = [name for name in COLUMNS if name not in snaps.columns]
    if absent:
        raise TableError(
            f"the table of snaps lacks {', '.join(absent)}; it has {', '.join(COLUMNS)}"
        )
    lock_points(tx)
    tx.execute(delete(SnapRow).where(SnapRow.build_hash == build_hash))
    placed = snaps["lon"].notna() & snaps["lat"].notna()
    access = pd.Series([None] * len(snaps), index=snaps.index, dtype=object)
    access[placed] = point_ewkb(snaps.loc[placed, "lon"], snaps.loc[placed, "lat"])
    values: list[list[Any]] = [
        [None if pd.isna(value) else value for value in snaps[name].astype(object)]
        for name in ("point_id", "profile", "status", "edge", "fraction", "distance_m")
    ]
    values[3] = [None if edge is None else int(edge) for edge in values[3]]
    copy_rows(
        tx,
        "snaps",
        (
            "build_hash",
            "point_id",
            "profile",
            "status",
            "edge",
            "fraction",
            "distance_m",
            "access_point",
        ),
        ((build_hash, *row) for row in zip(*values, access, strict=True)),
    )


def read_snaps(tx: Transaction, build_hash: str, *, profile: str | None = None) -> pd.DataFrame:
    """Read snaps of a build, ordered by point and profile.

    Returns
    -------
    DataFrame
        Columns as `replace_snaps` takes them; edge is a nullable Int64.
    """
    row = SnapRow
    statement = (
        select(
            row.point_id,
            row.profile,
            row.status,
            row.edge,
            row.fraction,
            row.distance_m,
            func.ST_X(row.access_point).label("lon"),
            func.ST_Y(row.access_point).label("lat"),
        )
        .where(row.build_hash == build_hash)
        .order_by(row.point_id, row.profile)
    )
    if profile is not None:
        statement = statement.where(row.profile == profile)
    frame = pd.DataFrame.from_records(
        [tuple(found) for found in tx.execute(statement)], columns=list(COLUMNS)
    )
    return frame.astype(
        {"edge": "Int64", "fraction": float, "distance_m": float, "lon": float, "lat": float}
    )
