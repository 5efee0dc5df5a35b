"""Routes: themed walks laid along real ways of the city, with places for their stops."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from data.demo_city.city import City
from data.demo_city.ground import Floats
from data.demo_city.noding import Ints
from data.demo_city.themes import THEMES, Theme
from data.demo_city.walking import Paths

STOP_KINDS: Final = (
    "humanities_stop", "humanities_stop", "museum", "humanities_stop", "experience_base",
    "humanities_stop", "humanities_stop", "humanities_stop", "humanities_stop",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stop:
    """A place on a walk: where one enters and where the site is, in plan metres."""

    entrance: Floats
    site: Floats
    way: int
    kind: str
    dwell_min: int


@dataclass(frozen=True, slots=True)
class Walk:
    """A theme with its stops in order."""

    theme: Theme
    stops: tuple[Stop, ...]


def lay_walks(city: City, paths: Paths) -> list[Walk]:
    """Lay a walk of some 2 to 4 km for each theme.

    From a node near the anchor the walk goes on by shortest ways over two or three turning
    places, each away from those before it; stops stand at even steps along it.
    """
    rng = np.random.default_rng([city.seed, 40])
    walks = []
    for theme in THEMES:
        nodes = _way_nodes(city, paths, theme, rng)
        number = int(rng.integers(6, 10))
        walks.append(Walk(theme, _stops(city, paths, nodes, number, rng)))
    return walks


def _way_nodes(city: City, paths: Paths, theme: Theme, rng: np.random.Generator) -> Ints:
    plan = city.map.plan
    usable = np.zeros(len(plan), bool)
    usable[paths.start] = True
    usable &= paths.main
    near = np.hypot(*(plan - theme.anchor).T)
    near[~usable] = np.inf
    turning = [int(np.argmin(near))]
    nodes: list[int] = [turning[0]]
    homes = [paths.reach(turning[0], within_m=6_000.0)[0]]
    for _ in range(int(rng.integers(2, 4))):
        far, before = paths.reach(turning[-1], within_m=2_500.0)
        fits = usable & (far > 1_100) & (far < 1_500)
        away = np.min(homes, axis=0)
        choice = np.flatnonzero(fits & (away > 800))
        goal = int(
            choice[np.argsort(near[choice], kind="stable")[int(rng.integers(len(choice) // 3 + 1))]]
        )
        leg = [goal]
        while leg[-1] != turning[-1]:
            leg.append(int(before[leg[-1]]))
        nodes += leg[::-1][1:]
        turning.append(goal)
        homes.append(paths.reach(goal, within_m=6_000.0)[0])
    return np.asarray(nodes)


def _stops(
    city: City, paths: Paths, nodes: Ints, number: int, rng: np.random.Generator
) -> tuple[Stop, ...]:
    plan = city.map.plan
    run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(plan[nodes], axis=0).T))])
    stops = []
    for order, at in enumerate(np.linspace(0.02, 0.98, number) * run[-1]):
        edge = int(np.clip(np.searchsorted(run, at) - 1, 0, len(nodes) - 2))
        a, b = plan[nodes[edge]], plan[nodes[edge + 1]]
        along = (b - a) / max(float(np.hypot(*(b - a))), 0.1)
        side = np.array([-along[1], along[0]]) * rng.choice([-1.0, 1.0])
        place = a + along * (at - run[edge])
        way = _way_between(paths, int(nodes[edge]), int(nodes[edge + 1]))
        kind = STOP_KINDS[order % len(STOP_KINDS)]
        dwell = int(rng.choice([10, 15, 20] if kind == "humanities_stop" else [30, 40, 45]))
        stops.append(Stop(place + 4.0 * side, place + 11.0 * side, way, kind, dwell))
    return tuple(stops)


def _way_between(paths: Paths, a: int, b: int) -> int:
    same = ((paths.start == a) & (paths.stop == b)) | ((paths.start == b) & (paths.stop == a))
    return int(paths.way[np.flatnonzero(same)[0]])
