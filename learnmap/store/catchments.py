"""Catchments, and what each was computed from."""

from collections.abc import Iterable
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from sqlalchemy import ARRAY, Text, delete, func, literal, select, tuple_

from learnmap.model.crs import STORED_CRS
from learnmap.model.errors import GeometryError, TableError
from learnmap.store._frames import copy_rows, read_frame
from learnmap.store._transaction import Transaction
from learnmap.store._upsert import ewkb, is_any
from learnmap.store.schema import CatchmentInputRow, CatchmentRow
from learnmap.store.tokens import lock_points

COLUMNS: Final = ("point_id", "profile", "cutoff_s", "area_m2", "input_key", "geometry")

Pair = tuple[str, str]
"""Id of a point and code of a profile."""


def read_input_keys(tx: Transaction, build_hash: str) -> dict[Pair, str]:
    """Read what the stored bands of each point and profile were computed from."""
    row = CatchmentInputRow
    statement = select(row.point_id, row.profile, row.input_key).where(row.build_hash == build_hash)
    return {(point_id, profile): key for point_id, profile, key in tx.execute(statement)}


def write_catchments(tx: Transaction, build_hash: str, catchments: gpd.GeoDataFrame) -> None:
    """Write bands; those of the same points and profiles are replaced.

    Parameters
    ----------
    catchments : GeoDataFrame
        Columns point_id, profile, cutoff_s, area_m2, input_key and geometry (Polygon or
        MultiPolygon in EPSG:4326); all bands of a point and profile have one input_key.

    Raises
    ------
    TableError
        When a column is missing, or a point and profile has two input keys.
    GeometryError
        When the CRS is another.
    """
    _check(catchments)
    if catchments.empty:
        return
    keys = catchments.drop_duplicates(["point_id", "profile", "input_key"])
    pairs = list(zip(keys["point_id"], keys["profile"], strict=True))
    if len(set(pairs)) != len(pairs):
        twice = next(pair for pair in pairs if pairs.count(pair) > 1)
        raise TableError(f"bands of {twice} have two input keys; compute them in one run")
    lock_points(tx)  # two runs that write the same bands take turns, and the later stays
    drop_catchments(tx, build_hash, pairs)
    copy_rows(
        tx,
        "catchment_inputs",
        ("build_hash", "point_id", "profile", "input_key"),
        ((build_hash, *pair, key) for pair, key in zip(pairs, keys["input_key"], strict=True)),
    )
    copy_rows(
        tx,
        "catchments",
        ("build_hash", "point_id", "profile", "cutoff_s", "area_m2", "geometry"),
        (
            (build_hash, *row)
            for row in zip(
                catchments["point_id"],
                catchments["profile"],
                (int(cutoff) for cutoff in catchments["cutoff_s"]),
                (float(area) for area in catchments["area_m2"]),
                ewkb(_as_multi(catchments.geometry.to_numpy())),
                strict=True,
            )
        ),
    )


def drop_catchments(tx: Transaction, build_hash: str, pairs: Iterable[Pair]) -> int:
    """Remove the bands of points and profiles; return of how many pairs there were any."""
    points, profiles = zip(*pairs, strict=True) if (pairs := list(pairs)) else ((), ())
    listed = (
        func.unnest(literal(list(points), ARRAY(Text)), literal(list(profiles), ARRAY(Text)))
        .table_valued("point_id", "profile", name="pair")
        .render_derived()  # names the columns in SQL, which unnest itself does not
    )
    statement = delete(CatchmentInputRow).where(
        CatchmentInputRow.build_hash == build_hash,
        tuple_(CatchmentInputRow.point_id, CatchmentInputRow.profile).in_(
            select(listed.c.point_id, listed.c.profile)
        ),
    )
    return int(tx.execute(statement).rowcount)


def read_catchments(
    tx: Transaction,
    *,
    build_hash: str,
    point_ids: Iterable[str] | None = None,
    profile: str | None = None,
    cutoffs: Iterable[int] | None = None,
) -> gpd.GeoDataFrame:
    """Read bands ordered by point, profile and cutoff.

    Returns
    -------
    GeoDataFrame
        Columns point_id, profile, cutoff_s, area_m2, input_key and geometry (MultiPolygon in
        EPSG:4326).
    """
    row, source = CatchmentRow, CatchmentInputRow
    statement = (
        select(
            row.point_id,
            row.profile,
            row.cutoff_s,
            row.area_m2,
            source.input_key,
            func.ST_AsBinary(row.geometry).label("geometry"),
        )
        .join(
            source,
            (source.build_hash == row.build_hash)
            & (source.point_id == row.point_id)
            & (source.profile == row.profile),
        )
        .where(row.build_hash == build_hash)
        .order_by(row.point_id, row.profile, row.cutoff_s)
    )
    if point_ids is not None:
        statement = statement.where(is_any(row.point_id, point_ids))
    if profile is not None:
        statement = statement.where(row.profile == profile)
    if cutoffs is not None:
        statement = statement.where(row.cutoff_s.in_(list(cutoffs)))
    return read_frame(tx, statement)


def _check(catchments: gpd.GeoDataFrame) -> None:
    absent = [name for name in COLUMNS if name not in catchments.columns]
    if absent:
        raise TableError(f"the table of catchments lacks {', '.join(absent)}")
    if catchments.crs is None or catchments.crs.to_epsg() != 4326:
        raise GeometryError(f"catchments are in {catchments.crs}; give them in {STORED_CRS}")


def _as_multi(shapes: Any) -> Any:
    """Make MultiPolygons of Polygons; anything else goes on to be refused by PostGIS."""
    single = shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON
    multi = np.array(shapes, dtype=object)
    multi[single] = shapely.multipolygons(shapes[single][:, np.newaxis]) if single.any() else []
    return multi
