"""Edit walking routes: open one, save it, retire it."""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError

from learnmap.model.errors import InvalidInputError
from learnmap.model.languages import Names
from learnmap.model.records import LearningPoint, RouteStop, WalkingRoute
from learnmap.store import (
    StoredRoute,
    read_city,
    read_points,
    read_route,
    read_stored_routes,
    save_route,
)
from learnmap.store import retire_route as retire_stored
from learnmap.workflows.city import City
from learnmap.workflows.route_planning import check_count


@dataclass(frozen=True, slots=True)
class RouteDraft:
    """A route as somebody wants it.

    Attributes
    ----------
    id : str
    version_seen : int
        What it was made from; 0 for a route that is not stored yet.
    names, theme : dict of str to str
    source : str
    stops : tuple of (str, int)
        Ids of learning points in the order of the walk, and the minutes at each.
    keeps_line : bool
        Whether the line that the route came with stays, in place of one along the streets.
    """

    id: str
    version_seen: int
    names: Names
    theme: Names
    source: str
    stops: tuple[tuple[str, int], ...]
    keeps_line: bool = False


def list_routes(city: City) -> list[StoredRoute]:
    """List the routes by id, retired ones too."""
    with city.store.begin() as tx:
        return read_stored_routes(tx)


def open_route(city: City, route_id: str) -> StoredRoute:
    """Read a route.

    Raises
    ------
    NotFoundError
        When there is none of that id.
    """
    with city.store.begin() as tx:
        return read_route(tx, route_id)


def stops_by_id(city: City, ids: Iterable[str]) -> dict[str, LearningPoint]:
    """Read learning points; ids that are none are left out."""
    with city.store.begin() as tx:
        return {found.point.id: found.point for found in read_points(tx, ids=ids)}


def find_stops(city: City, text: str, *, most: int) -> list[LearningPoint]:
    """Find learning points by a part of their name or address; closed ones are left out."""
    if not text.strip():
        return []
    with city.store.begin() as tx:
        found = read_points(
            tx,
            text=text.replace("\x00", ""),
            statuses=("open", "temporarily_closed", "planned"),
            limit=most,
        )
    return [stored.point for stored in found]


def draft_of(stored: StoredRoute) -> RouteDraft:
    """Return a stored route as a draft of what it is."""
    route = stored.route
    return RouteDraft(
        route.id,
        stored.version,
        dict(route.names),
        dict(route.theme),
        route.source,
        tuple((stop.point_id, stop.dwell_min) for stop in route.stops),
        keeps_line=route.line is not None,
    )


def save_draft(city: City, draft: RouteDraft) -> StoredRoute:
    """Store a draft as the next version of its route.

    Raises
    ------
    ConflictError
        When the route was changed since the draft was made from it; nothing is stored.
    InvalidInputError
        When it is no route: no name, or neither two stops nor a line.
    TableError
        When a stop is at a learning point that is gone.
    """
    check_count(len(draft.stops))
    if len(draft.stops) < 2 and not draft.keeps_line:
        raise InvalidInputError(f"the route {draft.id} needs two stops at least")
    with city.store.begin() as tx:
        before = read_route(tx, draft.id).route if draft.version_seen else None
        fictional = before.fictional if before is not None else read_city(tx).fictional
        route = _route(draft, before, fictional=fictional)
        return save_route(tx, route, version_seen=draft.version_seen, actor=city.actor)


def retire_route(
    city: City, route_id: str, *, version_seen: int, retired: bool = True
) -> StoredRoute:
    """Take a route off the maps to come, or bring it back.

    Raises
    ------
    NotFoundError
        When there is none of that id.
    ConflictError
        When it was changed since.
    """
    with city.store.begin() as tx:
        return retire_stored(
            tx, route_id, version_seen=version_seen, actor=city.actor, retired=retired
        )


def _route(draft: RouteDraft, before: WalkingRoute | None, *, fictional: bool) -> WalkingRoute:
    stops = tuple(
        RouteStop(point_id=point_id, position=position, dwell_min=dwell_min)
        for position, (point_id, dwell_min) in enumerate(draft.stops, start=1)
    )
    try:
        return WalkingRoute(
            id=draft.id,
            # Languages that the form has no field for are kept.
            names=_filled({**(before.names if before else {}), **draft.names}),
            theme=_filled({**(before.theme if before else {}), **draft.theme}),
            stops=stops,
            line=before.line if before is not None and draft.keeps_line else None,
            source=draft.source,
            fictional=fictional,
        )
    except ValidationError as error:
        raise InvalidInputError(f"{draft.id}: {error.errors()[0]['msg']}") from error


def _filled(texts: Names) -> Names:
    return {language: text.strip() for language, text in texts.items() if text.strip()}
