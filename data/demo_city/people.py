"""People: demand points along residential streets, with residents by age band."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from data.demo_city.city import City
from data.demo_city.ground import NEW_TOWN, OLD_TOWN, Floats, density
from data.demo_city.noding import Ints

DEMAND_POINTS: Final = 10_000
RESIDENTS: Final = 1_600_000
_SHARE: Final = {
    "residential": 1.0,
    "living_street": 1.0,
    "service": 0.8,
    "unclassified": 0.5,
    "tertiary": 0.25,
    "secondary": 0.1,
}


@dataclass(frozen=True, slots=True)
class People:
    """Demand points.

    Attributes
    ----------
    degrees : ndarray of shape (n, 2)
        Longitude, latitude.
    residents : ndarray of shape (n, 4)
        Residents aged 0 to 14, 15 to 59, 60 to 79, and 80 or more.
    """

    degrees: Floats
    residents: Ints


def settle(city: City) -> People:
    """Settle residents along the streets they would live on.

    Demand points are drawn at even steps of street length weighted by density, and lie 9 to 14
    metres beside the street. The old town is denser and older, the new town younger.
    """
    rng = np.random.default_rng([city.seed, 30])
    start, stop, share = _homes(city)
    middle = (start + stop) / 2
    length = np.hypot(*(stop - start).T)
    weight = length * share * (0.05 + density(middle) ** 1.3)
    run = np.cumsum(weight)
    at = (np.arange(DEMAND_POINTS) + rng.random(DEMAND_POINTS)) / DEMAND_POINTS * run[-1]
    edge = np.minimum(np.searchsorted(run, at), len(run) - 1)
    along = (stop - start)[edge] / length[edge, None]
    side = (
        np.column_stack([-along[:, 1], along[:, 0]])
        * rng.choice([-1.0, 1.0], DEMAND_POINTS)[:, None]
    )
    plan = start[edge] + along * (rng.random(DEMAND_POINTS) * length[edge])[:, None]
    plan = plan + side * rng.uniform(9.0, 14.0, DEMAND_POINTS)[:, None]

    wish = rng.lognormal(0.0, 0.45, DEMAND_POINTS)
    total = _whole(wish / wish.sum() * RESIDENTS, RESIDENTS)
    old = np.exp(-((np.hypot(*(plan - OLD_TOWN).T) / 1_900) ** 2))
    new = np.exp(-((np.hypot(*(plan - NEW_TOWN).T) / 2_200) ** 2))
    senior = 0.215 + 0.08 * old - 0.055 * new + rng.normal(0, 0.03, DEMAND_POINTS)
    senior = np.clip(senior, 0.08, 0.42)
    child = np.clip(0.13 - 0.03 * old + 0.04 * new, 0.05, 0.2)
    shares = np.column_stack([child, 1 - child - senior, senior * 0.82, senior * 0.18])
    return People(city.ground.to_degrees(plan), rng.multinomial(total, shares))


def _homes(city: City) -> tuple[Floats, Floats, Floats]:
    """Return start, stop and weight of each street segment that people live along."""
    first: list[Ints] = []
    second: list[Ints] = []
    share: list[Floats] = []
    for way, tags in zip(city.map.ways, city.map.way_tags, strict=True):
        weight = _SHARE.get(tags.get("highway", ""), 0.0)
        if weight and "bridge" not in tags and "tunnel" not in tags and "access" not in tags:
            first.append(way[:-1])
            second.append(way[1:])
            share.append(np.full(len(way) - 1, weight))
    plan = city.map.plan
    return plan[np.concatenate(first)], plan[np.concatenate(second)], np.concatenate(share)


def _whole(values: Floats, total: int) -> Ints:
    """Round numbers so that they sum to `total` (largest remainders)."""
    floor = np.floor(values).astype(np.int64)
    order = np.argsort(-(values - floor), kind="stable")
    floor[order[: total - int(floor.sum())]] += 1
    return floor
