"""One question about what is near a place, and how it is answered from a city in memory."""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from queue import SimpleQueue
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learnmap.model.crs import ELLIPSOID, metres_per_degree
from learnmap.model.records import Mode
from learnmap.network import SnapStatus, Walk, Workspace, walks_from
from learnmap.workflows.kept_states import state_of
from learnmap.workflows.nearby_results import NearbyPoint, OnlineOffering, whole_minutes
from learnmap.workflows.opening import is_open
from learnmap.workflows.served_city import JoinedPoints, ServedCity
from learnmap.workflows.wishes import Wanted, Wish, offerings_of

ONLINE: Final[tuple[Mode, ...]] = ("online",)
ONLINE_AT_MOST: Final = 5
"""Offerings to take at home that are told where no point is near."""


@dataclass(frozen=True, slots=True)
class NearQuestion:
    """A question about what is near, with all that it is answered from."""

    loaded: ServedCity
    walker: JoinedPoints
    place: tuple[float, float]
    wish: Wish
    wanted: Wanted
    moment: dt.datetime
    lines: bool

    def within(self, limit_s: float, most: int | None) -> list[NearbyPoint]:
        """Return the points within a time."""
        return [self._near(walk.target, walk) for walk in self._walks(limit_s, most)]

    def nearest(self, most: int, longest_s: float) -> list[NearbyPoint]:
        """Return the nearest points by walking, and behind them others by the straight line.

        Of those that nobody walks to it cannot be said whether they are open on arrival.
        """
        found = self.within(longest_s, most)
        if self.wish.open_on_arrival:
            return found
        rest = self.wanted.points.copy()
        rest[[near.row for near in found]] = False
        rows = np.flatnonzero(rest)
        targets = self.walker.targets
        kx, ky = metres_per_degree(self.place[1])
        east_deg = (targets.lon[rows] - self.place[0] + 180) % 360 - 180
        about_m = np.hypot(east_deg * kx, (targets.lat[rows] - self.place[1]) * ky)
        return found + [
            self._near(row, None)
            for row in rows[np.argsort(about_m, kind="stable")][: most - len(found)].tolist()
        ]

    def online(self) -> list[OnlineOffering]:
        """Return the offerings to take at home that fit, those with the soonest session first."""
        teaching = self.loaded.teaching
        fitting = offerings_of(teaching, replace(self.wish, modes=ONLINE))
        fitting &= teaching.last_end_s > self.moment.timestamp()
        found = [
            OnlineOffering(row, teaching.next_of(row, self.moment))
            for row in np.flatnonzero(fitting).tolist()
        ]
        return sorted(found, key=_soonest)[:ONLINE_AT_MOST]

    def _walks(self, limit_s: float, most: int | None) -> list[Walk]:
        return walks_to(
            self.loaded,
            self.walker,
            self.place,
            self.wanted.points,
            limit_s=limit_s,
            admitted=self._opens if self.wish.open_on_arrival else None,
            most=most,
            lines=self.lines,
        )

    def _opens(self, row: int, time_s: float) -> bool:
        point = self.loaded.points[row].point
        return is_open(point, self.moment, self._arrival(time_s)) is True

    def _arrival(self, time_s: float) -> dt.datetime:
        # Sums of times of a clock ignore its changes, so they are made in UTC.
        arrival = self.moment.astimezone(dt.UTC) + dt.timedelta(minutes=whole_minutes(time_s))
        return arrival.astimezone(self.moment.tzinfo)

    def _near(self, row: int, walk: Walk | None) -> NearbyPoint:
        stored = self.loaded.points[row]
        fitting = self.wanted.offerings if self.wish.of_offerings else None
        state = state_of(self.loaded, row, self.moment, fitting)
        if walk is None:
            straight_m = float(ELLIPSOID.inv(*self.place, *stored.point.walk_to)[2])
            return NearbyPoint(row, stored, None, straight_m, state, None)
        arrival = self._arrival(walk.time_s)
        on_arrival = state.on_arrival(stored.point, self.moment, arrival)
        return NearbyPoint(row, stored, walk, None, state, on_arrival)


def _soonest(found: OnlineOffering) -> tuple[float, int]:
    following = found.next_session
    starts_s = np.inf if following is None else following.session.starts_at.timestamp()
    return starts_s, found.row


def walks_to(
    loaded: ServedCity,
    walker: JoinedPoints,
    place: tuple[float, float],
    wanted: NDArray[np.bool_],
    *,
    limit_s: float,
    admitted: Callable[[int, float], bool] | None = None,
    most: int | None = None,
    lines: bool = True,
) -> list[Walk]:
    """Search the walks to points that are wanted, the shortest first; see `walks_from`."""
    with borrowed(loaded.workspaces) as workspace:
        return walks_from(
            loaded.edges,
            walker.costs,
            place,
            walker.targets,
            limit_s=limit_s,
            snap_limit_m=loaded.settings.snap_limit_m,
            workspace=workspace,
            wanted=wanted & (walker.snaps.status == SnapStatus.SNAPPED),
            admitted=admitted,
            most=most,
            lines=lines,
        )


@contextlib.contextmanager
def borrowed(workspaces: SimpleQueue[Workspace]) -> Iterator[Workspace]:
    """Lend a workspace; wait until there is one."""
    workspace = workspaces.get()
    try:
        yield workspace
    finally:
        workspaces.put(workspace)
