"""A city held in memory: its streets, its learning points, and how these join for each profile."""

from dataclasses import dataclass, field
from queue import SimpleQueue

import numpy as np
from numpy.typing import NDArray

from learnmap.model.city import CitySettings
from learnmap.model.profiles import WalkProfile
from learnmap.network import EdgeIndex, Snaps, Targets, WalkCosts, Workspace, walk_costs
from learnmap.store import (
    NetworkBuild,
    StoredPoint,
    current_build,
    points_token,
    read_categories,
    read_city,
    read_kinds,
    read_offerings,
    read_points,
)
from learnmap.workflows.city import City
from learnmap.workflows.point_state import PointState
from learnmap.workflows.teaching import Teaching, teaching_of
from learnmap.workflows.word_codes import codes_of


@dataclass(frozen=True, slots=True)
class JoinedPoints:
    """How the points join the graph for one profile.

    Attributes
    ----------
    costs : WalkCosts
        Of the profile.
    island_below_m : float
        Streets that hang together over less are islands.
    snaps, targets
        A row for each point.
    """

    costs: WalkCosts
    island_below_m: float
    snaps: Snaps
    targets: Targets


@dataclass(frozen=True, slots=True)
class ServedCity:
    """Everything that a search reads; never changed once it is made.

    Attributes
    ----------
    token : str
        Of the points and the settings as they were read; another one says that this is old.
    build : NetworkBuild
    settings : CitySettings
    edges : EdgeIndex
    workspaces : queue of Workspace
        Shared with what is loaded later on the same streets.
    points : list of StoredPoint
    rows : dict of str to int
        Row of each point by its id.
    kind, status, designation : (n,) int16
        Each point's place in `known_kinds`, `known_statuses` and `known_designations`; a point
        without a designation is one place behind the last of them.
    known_kinds, known_statuses, known_designations : tuple of str
    step_free : (n,) bool
        Whether a point is known to be.
    teaching : Teaching
        What is taught at the points.
    joined : dict of str to JoinedPoints
        By profile.
    states : dict of int to PointState
        By row of the points, as far as they were asked for (`kept_states`).
    """

    token: str
    build: NetworkBuild
    settings: CitySettings
    edges: EdgeIndex
    workspaces: SimpleQueue[Workspace]
    points: list[StoredPoint]
    rows: dict[str, int]
    kind: NDArray[np.int16]
    status: NDArray[np.int16]
    designation: NDArray[np.int16]
    known_kinds: tuple[str, ...]
    known_statuses: tuple[str, ...]
    known_designations: tuple[str, ...]
    step_free: NDArray[np.bool_]
    teaching: Teaching
    joined: dict[str, JoinedPoints]
    states: dict[int, PointState] = field(default_factory=dict)


def load_city(city: City, before: ServedCity | None, searches_at_once: int) -> ServedCity:
    """Read the city as it is, and keep of what was loaded before whatever is still true.

    Raises
    ------
    NotReadyError
        When the city has no settings or no walk graph yet.
    StoreError
        When the database does not answer.
    """
    with city.store.begin(snapshot=True) as tx:
        token, settings, build = points_token(tx), read_city(tx), current_build(tx)
        points, kinds = read_points(tx), read_kinds(tx)
        offerings, categories = read_offerings(tx), read_categories(tx)
    if before is not None and before.build.content_hash == build.content_hash:
        edges, workspaces = before.edges, before.workspaces
        known = before.joined
    else:
        edges, workspaces = EdgeIndex(city.graph(build)), SimpleQueue()
        known = {}
        for _ in range(searches_at_once):
            workspaces.put(Workspace(edges.graph))
    places = np.array([stored.point.walk_to for stored in points], dtype=np.float64).reshape(-1, 2)
    known_kinds = tuple(kind.code for kind in kinds)
    known_statuses = tuple(sorted({stored.point.status for stored in points}))
    awards = [stored.point.designation or "" for stored in points]
    known_awards = tuple(sorted(set(awards) - {""}))
    rows = {stored.point.id: row for row, stored in enumerate(points)}
    return ServedCity(
        token=token,
        build=build,
        settings=settings,
        edges=edges,
        workspaces=workspaces,
        points=points,
        rows=rows,
        kind=codes_of((stored.point.kind for stored in points), known_kinds),
        status=codes_of((stored.point.status for stored in points), known_statuses),
        designation=codes_of(awards, (*known_awards, "")),
        known_kinds=known_kinds,
        known_statuses=known_statuses,
        known_designations=known_awards,
        step_free=np.array(
            [stored.point.accessibility == "step_free" for stored in points], np.bool_
        ),
        teaching=teaching_of(offerings, categories, rows),
        joined={
            profile.code: _join(edges, profile, places, settings, known.get(profile.code))
            for profile in settings.profiles
        },
    )


def _join(
    edges: EdgeIndex,
    profile: WalkProfile,
    places: NDArray[np.float64],
    settings: CitySettings,
    before: JoinedPoints | None,
) -> JoinedPoints:
    same = before is not None and (before.costs.profile, before.island_below_m) == (
        profile,
        settings.island_below_m,
    )
    costs = (
        before.costs
        if before is not None and same
        else walk_costs(edges.graph, profile, island_below_m=settings.island_below_m)
    )
    snaps = edges.snap(places[:, 0], places[:, 1], costs, limit_m=settings.snap_limit_m)
    targets = Targets(
        edge=snaps.edge,
        along_m=snaps.along_m,
        distance_m=snaps.distance_m,
        lon=places[:, 0].copy(),
        lat=places[:, 1].copy(),
    )
    return JoinedPoints(costs, settings.island_below_m, snaps, targets)
