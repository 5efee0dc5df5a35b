"""The river town with people and districts, so that its coverage can be worked out on paper.

Walks to the nearest of the two open points, `corner` and `across`: 210 m from `west`, 110 m from
`east`, 100 m from `lane`; `island` and `field` are on no street. Older adults walk 0.8 m/s, so
that the times are 262.5, 137.5 and 125 s; to the museum `across` alone 887.5, 137.5 and 1,250 s.
"""

from pathlib import Path
from typing import Final

import shapely

from learnmap.model.records import AgeCount, Area, DemandPoint, Status
from learnmap.store import Store, replace_demand_points, upsert_areas
from learnmap.workflows.city import City
from tests.service.towns import a_point, open_town
from tests.unit.network.drawing import Drawing

POINTS: Final[tuple[tuple[str, str, float, float, Status], ...]] = (
    ("corner", "library", 0, 0, "open"),
    ("across", "museum", 100, 0, "open"),
    ("lane", "museum", -200, 0, "temporarily_closed"),
)
HOMES: Final = (
    ("west", -10, 200, 10, 10.5),
    ("east", 110, 100, 20, 20.25),
    ("lane", -100, 0, 5, 5),
    ("island", 1025, 0, 7, 3),
    ("field", 500, -200, 11, 1),
)
"""Id, metres east and north, residents of 0 to 59 years and of 60 and over."""
SOURCE: Final = "census of River Town"
HOSTILE: Final = '=HYPERLINK("http://evil.example","区")'
DISTRICTS: Final = (("E", "东区", "East", 50, 200), ("W", HOSTILE, "", -300, 50))
"""The two banks; what is east of 200 m is in none."""


def open_planned_town(store: Store, folder: Path) -> City:
    """Build the town with its two open points, its people and its districts."""
    drawing = Drawing()
    points = [
        a_point(name, drawing.at(east, north), kind=kind, status=status)
        for name, kind, east, north, status in POINTS
    ]
    city = open_town(store, folder, points=points)
    with store.begin() as tx:
        replace_demand_points(tx, [_home(*home) for home in HOMES], source=SOURCE, actor="tester")
        upsert_areas(tx, [_district(*one) for one in DISTRICTS], actor="tester")
    return city


def _home(name: str, east: float, north: float, young: float, old: float) -> DemandPoint:
    lon, lat = Drawing().at(east, north)
    counts = (
        AgeCount(age_from=0, age_to=59, residents=young),
        AgeCount(age_from=60, age_to=None, residents=old),
    )
    return DemandPoint(
        id=name,
        longitude=lon,
        latitude=lat,
        counts=counts,
        source=SOURCE,
        fictional=True,
    )


def _district(code: str, zh: str, en: str, west: float, east: float) -> Area:
    corners = ((west, -300), (east, -300), (east, 500), (west, 500))
    shape = shapely.Polygon([Drawing().at(*corner) for corner in corners])
    names = {"zh": zh, **({"en": en} if en else {})}
    return Area(code=code, level="district", names=names, geometry=shape, source="drawn")
