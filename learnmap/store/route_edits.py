"""Changes of one walking route by somebody who saw it as it was."""

from typing import Any

from sqlalchemy import func, select, update

from learnmap.model.errors import ConflictError
from learnmap.model.records import WalkingRoute
from learnmap.store._transaction import Transaction
from learnmap.store.audit import add_entry
from learnmap.store.routes import StoredRoute, read_route, upsert_routes
from learnmap.store.schema import WalkingRouteRow


def save_route(
    tx: Transaction, route: WalkingRoute, *, version_seen: int, actor: str
) -> StoredRoute:
    """Write a route over the version that somebody saw; 0 adds one that nobody has yet.

    Raises
    ------
    ConflictError
        When it was changed, added or removed since; nothing is stored.
    TableError, GeometryError
        As `upsert_routes`.
    """
    _refuse_changed(tx, route.id, version_seen)
    upsert_routes(tx, [route], actor=actor)
    stored = read_route(tx, route.id)
    if stored.version != version_seen:
        _tell(
            tx,
            stored,
            "routes.save",
            actor,
            names=route.names,
            stops=[stop.point_id for stop in stored.route.stops],
        )
    return stored


def retire_route(
    tx: Transaction, route_id: str, *, version_seen: int, actor: str, retired: bool = True
) -> StoredRoute:
    """Take a route off the maps to come, or bring it back; it and its stops are kept.

    Raises
    ------
    NotFoundError
        When there is none of that id.
    ConflictError
        When it was changed since somebody saw that version.
    """
    before = read_route(tx, route_id)
    _refuse_changed(tx, route_id, version_seen)
    if before.is_retired == retired:
        return before
    now = func.clock_timestamp()
    row = WalkingRouteRow
    tx.execute(
        update(row)
        .where(row.id == route_id)
        .values(
            version=row.version + 1,
            updated_at=now,
            updated_by=actor,
            retired_at=now if retired else None,
            retired_by=actor if retired else None,
        )
    )
    stored = read_route(tx, route_id)
    _tell(tx, stored, "routes.retire" if retired else "routes.bring_back", actor)
    return stored


def _refuse_changed(tx: Transaction, route_id: str, version_seen: int) -> None:
    """Wait for others who write the route, and refuse to write over what they wrote."""
    row = WalkingRouteRow
    statement = select(row.version, row.updated_by).where(row.id == route_id).with_for_update()
    found = tx.execute(statement).one_or_none()
    version = 0 if found is None else found.version
    if version == version_seen:
        return
    if found is None:
        raise ConflictError(f"the walking route {route_id} is gone since you opened it")
    raise ConflictError(
        f"the walking route {route_id} is at version {version}, changed by "
        f"{found.updated_by or 'an import'} since you saw version {version_seen}; "
        "compare both and save again"
    )


def _tell(tx: Transaction, stored: StoredRoute, action: str, actor: str, **more: Any) -> None:
    add_entry(
        tx,
        actor=actor,
        action=action,
        subject=f"walking_routes/{stored.route.id}",
        details={"version": stored.version, **more},
    )
