"""Administrative areas, and which of them a learning point lies in."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon
from sqlalchemy import Select, and_, delete, func, or_, select, update
from sqlalchemy.orm import aliased

from learnmap.model.errors import GeometryError
from learnmap.model.languages import Names
from learnmap.model.records import Area
from learnmap.store._frames import read_frame
from learnmap.store._transaction import Transaction
from learnmap.store._upsert import (
    Changes,
    ewkb,
    is_any,
    listed,
    refuse_duplicates,
    rows_as_table,
    upsert_rows,
)
from learnmap.store.audit import add_entry
from learnmap.store.schema import SCHEMA, AreaRow, LearningPointRow
from learnmap.store.schema.areas import LEVELS
from learnmap.store.tokens import lock_points

AreaChain = tuple[tuple[str, str, Names], ...]
"""``(level, code, names)`` of an area and what it lies in, from large to small."""


def upsert_areas(tx: Transaction, areas: Sequence[Area], *, actor: str) -> Changes:
    """Add areas or change them, then assign the learning points anew.

    An area of a known code with a later `valid_from` follows the older one, which ends on
    that day; with the same day it replaces it.

    Raises
    ------
    TableError
        When a code occurs twice.
    GeometryError
        When a shape is empty or crosses itself; names the areas.
    """
    refuse_duplicates("areas", (area.code for area in areas))
    if not areas:
        return Changes()
    rows = _rows(areas)
    lock_points(tx)
    _end_older(tx, rows)
    changes = _write(tx, rows)
    assign_areas(tx)
    add_entry(tx, actor=actor, action="areas.upsert", subject="areas", details=dict(changes.counts))
    return changes


def read_areas(tx: Transaction, *, level: str | None = None) -> gpd.GeoDataFrame:
    """Read the areas that are valid today.

    Returns
    -------
    GeoDataFrame
        Columns code, level, names, parent_code, valid_from, source and geometry in EPSG:4326,
        from large levels to small, then by code.
    """
    row = AreaRow
    statement = _selection().where(_valid_today(row))
    if level is not None:
        statement = statement.where(row.level == level)
    return read_frame(tx, statement.order_by(_rank(row.level), row.code))


def _selection() -> Select[Any]:
    row = AreaRow
    return select(
        row.code,
        row.level,
        row.names,
        row.parent_code,
        row.valid_from,
        row.source,
        func.ST_AsBinary(row.geometry).label("geometry"),
    )


def read_area_records(tx: Transaction, records: Sequence[Area]) -> list[Area]:
    """Read the areas that are stored under the codes and first days of others."""
    row, wanted = AreaRow, {(area.code, area.valid_from) for area in records}
    statement = _selection().where(is_any(row.code, {code for code, _ in wanted}))
    return [
        Area(**found | {"geometry": _as_given(found["geometry"])})
        for found in map(dict, tx.execute(statement.order_by(row.code)).mappings())
        if (found["code"], found["valid_from"]) in wanted
    ]


def remove_areas(tx: Transaction, records: Sequence[Area]) -> None:
    """Undo the addition of areas: those that they ended go on, and points are assigned anew."""
    lock_points(tx)
    for area in sorted(records, key=lambda area: area.valid_from, reverse=True):
        here = and_(AreaRow.code == area.code, AreaRow.valid_from == area.valid_from)
        until = tx.scalars(delete(AreaRow).where(here).returning(AreaRow.valid_until)).first()
        tx.execute(
            update(AreaRow)
            .where(AreaRow.code == area.code, AreaRow.valid_until == area.valid_from)
            .values(valid_until=until)
        )
    assign_areas(tx)


def parents_of(tx: Transaction, codes: Sequence[str]) -> set[str]:
    """Return those of some codes, each of one area, that further areas name as their parent."""
    older = select(AreaRow.code).group_by(AreaRow.code).having(func.count() > 1)
    statement = select(AreaRow.parent_code).where(
        is_any(AreaRow.parent_code, codes),
        ~is_any(AreaRow.code, codes),
        AreaRow.parent_code.not_in(older),
    )
    return {code for code in tx.scalars(statement.distinct()) if code is not None}


def area_choices(tx: Transaction) -> list[tuple[str, str, Names]]:
    """Read ``(level, code, names)`` of the areas that are valid today, without their shapes.

    Those of one parent stand together behind it, from large to small.
    """
    row = AreaRow
    statement = select(row.level, row.code, row.names, row.parent_code).where(_valid_today(row))
    below: dict[str | None, list[tuple[str, str, Names]]] = {}
    known = set()
    for level, code, names, parent in tx.execute(statement.order_by(_rank(row.level), row.code)):
        below.setdefault(parent if parent in known else None, []).append((level, code, names))
        known.add(code)
    ordered: list[tuple[str, str, Names]] = []
    waiting = below.get(None, [])[::-1]
    while waiting:
        area = waiting.pop()
        ordered.append(area)
        waiting += below.get(area[1], [])[::-1]
    return ordered


def assign_areas(tx: Transaction, *, point_ids: Iterable[str] | None = None) -> int:
    """Link points to the smallest area around their site that is valid today.

    Parameters
    ----------
    point_ids : iterable of str, optional
        Only these; all by default.

    Returns
    -------
    int
        How many points have another area than before.
    """
    point, area = aliased(LearningPointRow), AreaRow
    smallest = (
        select(area.id)
        .where(_valid_today(area), func.ST_Covers(area.geometry, point.site))
        .order_by(_rank(area.level).desc(), func.ST_Area(area.geometry), area.code)
        .limit(1)
        .scalar_subquery()
    )
    found = select(point.id.label("point_id"), smallest.label("area_id"))
    if point_ids is not None:
        found = found.where(is_any(point.id, point_ids))
    wanted = found.subquery("wanted")
    statement = (
        update(LearningPointRow)
        .where(
            LearningPointRow.id == wanted.c.point_id,
            LearningPointRow.area_id.is_distinct_from(wanted.c.area_id),
        )
        .values(area_id=wanted.c.area_id)
    )
    return int(tx.execute(statement).rowcount)


def areas_within(code: str) -> Select[tuple[int]]:
    """Select the ids of the areas of a code and of all areas below it."""
    top = select(AreaRow.id, AreaRow.code).where(AreaRow.code == code).cte(recursive=True)
    child = aliased(AreaRow)
    below = select(child.id, child.code).where(child.parent_code == top.c.code)
    return select(top.union(below).c.id)


def read_area_chains(tx: Transaction, area_ids: Iterable[int]) -> dict[int, AreaChain]:
    """Read, for each area, its own code and those of what it lies in."""
    wanted = sorted(area_ids)
    if not wanted:
        return {}
    base = (
        select(
            AreaRow.id.label("start"),
            AreaRow.level,
            AreaRow.code,
            AreaRow.names,
            AreaRow.parent_code,
        )
        .where(AreaRow.id.in_(wanted))
        .cte(recursive=True)
    )
    parent = aliased(AreaRow)
    chain = base.union_all(
        select(base.c.start, parent.level, parent.code, parent.names, parent.parent_code).where(
            parent.code == base.c.parent_code, _valid_today(parent)
        )
    )
    order = {level: rank for rank, level in enumerate(LEVELS)}
    chains: dict[int, list[tuple[str, str, Names]]] = {}
    for start, level, code, names, _parent in tx.execute(select(chain)):
        chains.setdefault(start, []).append((level, code, names))
    return {
        start: tuple(sorted(links, key=lambda link: order[link[0]]))
        for start, links in chains.items()
    }


def _rows(areas: Sequence[Area]) -> list[dict[str, Any]]:
    shapes = np.array([area.geometry for area in areas], dtype=object)
    bad = ~shapely.is_valid(shapes) | shapely.is_empty(shapes)
    if bad.any():
        named = listed(
            f"{area.code} ({shapely.is_valid_reason(area.geometry) if area.geometry else 'empty'})"
            for area, wrong in zip(areas, bad, strict=True)
            if wrong
        )
        raise GeometryError(f"areas with a shape that cannot be used: {named}; mend the outline")
    multi = [
        area.geometry if isinstance(area.geometry, MultiPolygon) else MultiPolygon([area.geometry])
        for area in areas
    ]
    return [
        {
            "code": area.code,
            "level": area.level,
            "names": area.names,
            "parent_code": area.parent_code,
            "valid_from": area.valid_from,
            "source": area.source,
            "geometry": shape,
        }
        for area, shape in zip(areas, ewkb(multi), strict=True)
    ]


def _as_given(wkb: Any) -> Polygon | MultiPolygon:
    """Return a shape as readers give it: a polygon where there is one."""
    parts = shapely.get_parts(shapely.from_wkb(bytes(wkb))).tolist()
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _end_older(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    incoming = rows_as_table(AreaRow, [_address(row) for row in rows])
    tx.execute(
        update(AreaRow)
        .where(
            AreaRow.code == incoming.c.code,
            AreaRow.valid_from < incoming.c.valid_from,
            or_(AreaRow.valid_until.is_(None), AreaRow.valid_until > incoming.c.valid_from),
        )
        .values(valid_until=incoming.c.valid_from)
    )


def _write(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> Changes:
    """Write each area as valid up to the next one of its code that is stored."""
    incoming = rows_as_table(AreaRow, [_address(row) for row in rows])
    following = (
        select(incoming.c.code, func.min(AreaRow.valid_from).label("next_from"))
        .where(AreaRow.code == incoming.c.code, AreaRow.valid_from > incoming.c.valid_from)
        .group_by(incoming.c.code)
    )
    ends = {found.code: found.next_from for found in tx.execute(following)}
    dated = [dict(row) | {"valid_until": ends.get(row["code"])} for row in rows]
    return upsert_rows(tx, AreaRow, dated, key="code", conflict=("code", "valid_from"))


def _address(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"code": row["code"], "valid_from": row["valid_from"]}


def _valid_today(area: Any) -> Any:
    today = func.current_date()
    return and_(area.valid_from <= today, or_(area.valid_until.is_(None), area.valid_until > today))


def _rank(level: Any) -> Any:
    return getattr(func, SCHEMA).level_rank(level)
