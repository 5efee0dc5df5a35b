"""A crowded city: any city's streets with many learning points, their hours and their offerings.

All is drawn by a fixed seed.
"""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from learnmap.model.city import CitySettings
from learnmap.model.profiles import PROFILES
from learnmap.model.records import LearningPoint, Offering, OfferingCategory, Session
from learnmap.network import WalkGraph, walk_costs
from learnmap.store import upsert_categories, upsert_offerings, upsert_points
from learnmap.workflows.city import City
from learnmap.workflows.networks import build_network

SEED: Final = 20261130
HOURS: Final = (
    *("Mo-Fr 08:30-11:30,13:30-17:00; Sa 09:00-16:00; PH off", "Tu-Su 10:00-20:00", "24/7"),
    *("Mo-Fr 09:00-17:00; PH off", "Mo,We,Fr 13:30-16:00", "Sa,Su,PH 09:30-16:30", None),
)
_KINDS: Final = ("library", "museum", "community_school", "neighbourhood_point", "social_point")
_CATEGORIES: Final = ("calligraphy", "health", "music", "phone")
_NAME_ZH: Final = "城市学习点"


def fill_city(city: City, extract: Path, *, points: int, clock: str) -> None:
    """Build a city's streets and put points on them, two in three with an offering.

    Parameters
    ----------
    city : City
        Empty.
    extract : Path
    points : int
    clock : str
        IANA name of its time zone.
    """
    city.set(CitySettings(names={"en": "Crowded city"}, fictional=True, timezone=clock))
    build_network(city, extract)
    rng = np.random.default_rng(SEED)
    places = street_places(city.graph(city.build()), points, rng)
    records = [_point(row, lon, lat, rng) for row, (lon, lat) in enumerate(places.tolist())]
    teaching = (row for row in range(points) if row % 3)
    offerings = [_offering(row, ZoneInfo(clock), rng) for row in teaching]
    with city.store.begin() as tx:
        upsert_points(tx, records, actor=city.actor)
        categories = [OfferingCategory(code=code, names={"en": code}) for code in _CATEGORIES]
        upsert_categories(tx, categories, actor=city.actor)
        upsert_offerings(tx, offerings, actor=city.actor)


def street_places(
    graph: WalkGraph, count: int, rng: np.random.Generator
) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """Return (k, 2) degrees of places along the streets, each metre as likely as any other.

    Streets that lead nowhere else are left out: from there nothing can be asked.
    """
    costs = walk_costs(graph, PROFILES[0])
    open_m = np.where(costs.passable & ~costs.island, graph.edge_length_m, 0.0)
    share = open_m / open_m.sum()
    places = np.empty((count, 2))
    for row, edge in enumerate(rng.choice(graph.edge_count, count, p=share).tolist()):
        line = graph.line(edge)
        k = int(rng.integers(len(line) - 1))
        places[row] = line[k] + rng.random() * (line[k + 1] - line[k])
    return places


def _point(row: int, lon: float, lat: float, rng: np.random.Generator) -> LearningPoint:
    return LearningPoint(
        id=f"P{row:05}",
        kind=_KINDS[rng.integers(len(_KINDS))],
        names={"zh": f"{_NAME_ZH}{row}", "en": f"Learning point {row}"},
        longitude=round(lon, 7),
        latitude=round(lat, 7),
        address=f"Rua {row % 977}, {row % 89}",
        opening_hours=HOURS[rng.integers(len(HOURS))],
        accessibility="step_free" if rng.random() < 0.5 else "unknown",
        source="drawn for a benchmark",
        fictional=True,
    )


def _offering(row: int, clock: ZoneInfo, rng: np.random.Generator) -> Offering:
    first = dt.datetime.now(clock).replace(hour=10, minute=0, second=0, microsecond=0)
    days = sorted(rng.choice(np.arange(-30, 60), 4, replace=False).tolist())
    starts = [first + dt.timedelta(days=day) for day in days]
    return Offering(
        id=f"O{row:05}",
        names={"en": f"Course {row}"},
        category=_CATEGORIES[rng.integers(len(_CATEGORIES))],
        point_id=f"P{row:05}",
        language="pt",
        fee=Decimal(0) if rng.random() < 0.5 else None,
        sessions=tuple(Session(starts_at=at, ends_at=at + dt.timedelta(hours=2)) for at in starts),
    )
