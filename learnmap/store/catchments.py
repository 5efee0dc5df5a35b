"""Catchments, and what each was computed from."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from sqlalchemy import ARRAY, Text, delete, func, insert, literal, select, tuple_

from learnmap.model.crs import STORED_CRS
from learnmap.model.errors import GeometryError, TableError
from learnmap.store._frames import copy_rows, read_frame
from learnmap.store._transaction import Transaction
from learnmap.store._upsert import ewkb, is_any, table_of
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


def take_catchments(tx: Transaction, build_hash: str, keys: Mapping[Pair, str]) -> set[Pair]:
    """Copy bands that another build has with the same input keys.

    Parameters
    ----------
    build_hash : str
        The build that is to have them; what it has of the same points and profiles goes.
    keys : mapping of Pair to str
        What the bands of points and profiles are to be computed from.

    Returns
    -------
    set of Pair
        Those that were found.
    """
    lock_points(tx)
    row = CatchmentInputRow
    wanted = _listed(
        point_id=[point_id for point_id, _ in keys],
        profile=[profile for _, profile in keys],
        input_key=list(keys.values()),
    )
    same = (
        (row.point_id == wanted.c.point_id)
        & (row.profile == wanted.c.profile)
        & (row.input_key == wanted.c.input_key)
    )
    statement = (
        select(row.point_id, row.profile, func.min(row.build_hash))
        .join(wanted, same)
        .where(row.build_hash != build_hash)
        .group_by(row.point_id, row.profile)
    )
    found = [(point_id, profile, build) for point_id, profile, build in tx.execute(statement)]
    taken = [(point_id, profile) for point_id, profile, _ in found]
    drop_catchments(tx, build_hash, taken)
    source = _listed(
        point_id=[point_id for point_id, _ in taken],
        profile=[profile for _, profile in taken],
        build_hash=[build for *_, build in found],
    )
    for table in (table_of(CatchmentInputRow), table_of(CatchmentRow)):
        others = [column.name for column in table.c if column.name != "build_hash"]
        copied = select(literal(build_hash), *(table.c[name] for name in others)).join(
            source,
            (table.c.build_hash == source.c.build_hash)
            & (table.c.point_id == source.c.point_id)
            & (table.c.profile == source.c.profile),
        )
        tx.execute(insert(table).from_select(["build_hash", *others], copied))
    return set(taken)


def drop_catchments(tx: Transaction, build_hash: str, pairs: Iterable[Pair]) -> int:
    """Remove the bands of points and profiles; return of how many pairs there were any."""
    points, profiles = zip(*pairs, strict=True) if (pairs := list(pairs)) else ((), ())
    listed = _listed(point_id=points, profile=profiles)
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


def _listed(**columns: Sequence[str]) -> Any:
    """Make a table of columns of text that are sent along."""
    arrays = (literal(list(values), ARRAY(Text)) for values in columns.values())
    listed = func.unnest(*arrays).table_valued(*columns, name="listed")
    return listed.render_derived()  # names the columns in SQL, which unnest itself does not


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
