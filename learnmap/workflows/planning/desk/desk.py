"""The planner's desk: a city held in memory, and what a scenario would make of it."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learnmap.model.scenarios import (
    AddPoint,
    MovePoint,
    OpenLink,
    ReopenPoint,
    Scenario,
    called,
)
from learnmap.network import EdgeIndex, SnapStatus
from learnmap.store import StoredPoint, planning_token
from learnmap.workflows.city import City
from learnmap.workflows.planning.desk.fitting import fit_scenario
from learnmap.workflows.planning.desk.opened_links import opened
from learnmap.workflows.planning.inputs import PlanningInputs, read_inputs
from learnmap.workflows.planning.walked import Walked, walked_to
from learnmap.workflows.planning.walked_city import WalkedCity

_MOST_LINKS: Final = 4
"""So many sets of opened links are kept walked, for who moves points under them."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A city as it is and as a scenario would make it.

    Attributes
    ----------
    scenario : Scenario
    before, after : WalkedCity
        With the same residents and areas. Whatever is told of the one, such as coverage or gaps,
        can be told of the other.
    capacities : dict of str to int
        Of added points whose scenario tells how many learn there at a time, by id.
    warnings : tuple of str
        Changes that do not fit the city and were not made, and points that nobody walks to.
    """

    scenario: Scenario
    before: WalkedCity
    after: WalkedCity
    capacities: dict[str, int]
    warnings: tuple[str, ...]

    def seconds(self, profile: str) -> NDArray[np.float64]:
        """Return the (k,) seconds from each resident's place to the nearest open point, then.

        Up to the city's longest cutoff; as `WalkedCity.nearest_s` gives it.
        """
        return self.after.nearest_s(profile)


@dataclass(frozen=True, slots=True)
class _Linked:
    """The city with some links, and nothing else changed."""

    city: WalkedCity
    warnings: tuple[str, ...]


class Desk:
    """Holds a city, and says what would be if it were otherwise. Usable from several threads.

    A scenario changes copies: points and paces are searched anew on the streets as they are, and
    on streets with the scenario's links where it opens any. So each answer is that of a city which
    was read as the scenario would have it.

    Parameters
    ----------
    token : str
        Of the city as it was read.
    base : WalkedCity
    """

    def __init__(self, token: str, base: WalkedCity) -> None:
        self.token = token
        self.base = base
        self._linked: dict[tuple[tuple[int, OpenLink], ...], _Linked] = {}
        self._linking = threading.Lock()

    def what_if(self, scenario: Scenario) -> WhatIf:
        """Make the changes of a scenario that fit the city, and tell which do not."""
        base = self.base
        fit = fit_scenario(scenario, base.inputs)
        linked = self._with(fit.links)
        inputs = base.inputs.changed(fit.points, fit.settings)
        walks = _walks(base.inputs, linked.city.walks, inputs)
        after = WalkedCity(inputs, linked.city.index, walks, linked.city.workspaces)
        warnings = *fit.misfits, *linked.warnings, *_unreached(scenario, after, fit.misfits)
        return WhatIf(scenario, base, after, fit.capacities, warnings)

    def _with(self, links: tuple[tuple[int, OpenLink], ...]) -> _Linked:
        if not links:
            return _Linked(self.base, ())
        # Who waits for the same links has them then; other links wait as well, for a moment.
        with self._linking:
            if links not in self._linked:
                if len(self._linked) >= _MOST_LINKS:
                    del self._linked[next(iter(self._linked))]
                self._linked[links] = _link(self.base, links)
            return self._linked[links]


def open_desk(city: City, before: Desk | None = None, *, profiles: Sequence[str] = ()) -> Desk:
    """Read a city for the desk, as `learnmap.workflows.followed.Followed` loads it.

    It follows `learnmap.store.planning_token`. Of the desk before, what residents walk is taken
    over where streets, homes and settings are still the same.

    Parameters
    ----------
    city : City
    before : Desk, optional
        Loaded before.
    profiles : sequence of str
        Codes of who walks; all of the city's by default.

    Raises
    ------
    NotReadyError
        When the city has no settings, streets or residents yet.
    InvalidInputError
        For a profile that there is not.
    StoreError
        When the database does not answer.
    """
    with city.store.begin() as tx:
        token = planning_token(tx)
    # Read after the token: what changes in between is read again at the next look.
    inputs = read_inputs(city)
    settings = inputs.settings
    walkers = settings.profiles_of(profiles or [one.code for one in settings.profiles])
    inputs.check_residents()
    codes = {one.code for one in walkers}
    if before is not None and codes == set(before.base.walks) and _alike(before.base, inputs):
        base = before.base
        walks = _walks(base.inputs, base.walks, inputs)
        return Desk(token, WalkedCity(inputs, base.index, walks, base.workspaces))
    return Desk(token, WalkedCity.of(inputs, EdgeIndex(city.graph(inputs.build)), walkers))


def _alike(base: WalkedCity, inputs: PlanningInputs) -> bool:
    """Tell whether residents walk as before: on the same streets, from the same homes."""
    old, new = base.inputs, inputs
    was, homes = (one.residents.geometry.get_coordinates().to_numpy() for one in (old, new))
    limits = [
        (one.settings.profiles, one.settings.snap_limit_m, one.settings.island_below_m)
        for one in (old, new)
    ]
    return (
        old.build.content_hash == new.build.content_hash
        and limits[0] == limits[1]
        and np.array_equal(was, homes)
    )


def _link(base: WalkedCity, links: tuple[tuple[int, OpenLink], ...]) -> _Linked:
    """Walk a city whose streets have links, also those that the links reach first."""
    with_links = opened(base.index.graph, links)
    if not len(with_links.edges):
        return _Linked(base, with_links.misfits)
    index = EdgeIndex(with_links.graph)
    lon, lat = walked_to(base.inputs.open_points)
    new = np.full(len(lon), -1, np.int64)
    walks = {
        code: walked.on_streets(index, with_links.edges).with_points(new, lon, lat)
        for code, walked in base.walks.items()
    }
    warnings = *with_links.misfits, *_led_back(base.walks, walks)
    return _Linked(WalkedCity(base.inputs, index, walks, SimpleQueue()), warnings)


def _led_back(before: Mapping[str, Walked], after: Mapping[str, Walked]) -> Iterator[str]:
    """Yield that homes beside an island that a link joins set out on its streets from now on.

    While nobody got off it they were led to the nearest other street, through whatever lies
    between; so a gate that is opened can make their walks longer.
    """
    found = []
    for code, walked in after.items():
        was, edge = before[code].costs.island, walked.residents.edge
        of_before = (walked.residents.status == SnapStatus.SNAPPED) & (edge < len(was))
        homes = int(was[edge[of_before]].sum())
        if homes:
            found.append(f"{homes:,} of {code}")
    if found:
        yield (
            "an opened link joins streets that were an island: homes beside them "
            f"({', '.join(found)}) set out on these and no more on the nearest other street, so "
            "that some walks are longer than before"
        )


def _walks(
    before: PlanningInputs, walks: Mapping[str, Walked], after: PlanningInputs
) -> dict[str, Walked]:
    """Return the walks to the points and at the paces of other inputs, on the same streets."""
    rows = _rows(before.open_points, after.open_points)
    lon, lat = walked_to(after.open_points)
    walkers = {one.code: one for one in after.settings.profiles}
    island_below_m = after.settings.island_below_m
    found = {}
    for code, walked in walks.items():
        now = walked
        if walkers[code] != walked.costs.profile:
            now = walked.at_pace(walkers[code], island_below_m=island_below_m)
        found[code] = now.with_points(rows, lon, lat)
    return found


def _rows(before: Sequence[StoredPoint], after: Sequence[StoredPoint]) -> NDArray[np.int64]:
    """Return the row before of each point that stood at the same place, -1 for the others."""
    known = {(one.point.id, one.point.walk_to): row for row, one in enumerate(before)}
    return np.array([known.get((one.point.id, one.point.walk_to), -1) for one in after], np.int64)


def _unreached(scenario: Scenario, after: WalkedCity, misfits: Sequence[str]) -> Iterator[str]:
    """Yield which changed points join no street of a profile, so that nobody of it walks there."""
    rows = {one.point.id: row for row, one in enumerate(after.inputs.open_points)}
    for position, change in enumerate(scenario.changes, 1):
        here = called(position, change)
        if not isinstance(change, AddPoint | MovePoint | ReopenPoint):
            continue
        if change.id not in rows or any(one.startswith(here) for one in misfits):
            continue
        lost = [
            code
            for code, walked in after.walks.items()
            if walked.points.status[rows[change.id]] != SnapStatus.SNAPPED
        ]
        if lost:
            yield (
                f"{here}: no street of {', '.join(lost)} within "
                f"{after.inputs.settings.snap_limit_m:g} m that hangs together with the others, so "
                "that none of them walks there; put it nearer to a street"
            )
