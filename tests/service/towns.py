"""A small town by a river, drawn so that its walks can be worked out on paper."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from learnmap.model.city import CitySettings
from learnmap.model.records import LearningPoint
from learnmap.store import Store, upsert_points
from learnmap.workflows.city import City
from learnmap.workflows.networks import build_network
from tests.unit.network.drawing import Degrees, Drawing

HOSTILE: Final = '</script><img src=x onerror="alert(1)">\u2028&'

PLACES: Final[dict[str, tuple[float, float]]] = {
    "across": (100.0, 0.0),
    "closed": (0.0, 50.0),
    "far": (500.0, -200.0),
    "garden": (-40.0, 300.0),
    "island": (1025.0, 0.0),
    "lane": (-200.0, 0.0),
    "resting": (0.0, 100.0),
}
"""Learning points by metres east and north of the corner of the two streets in the west."""


def river_town() -> Drawing:
    """Draw two banks 100 m apart, 400 m long, joined by a bridge at their northern ends.

    West of the western bank is a block of 200 m whose northern side is one-way for walkers,
    towards the bank. A street far in the east is joined to nothing.
    """
    drawing = Drawing()
    for number, east_m, north_m in (
        (1, 0, 0),
        (2, 0, 400),
        (3, 100, 0),
        (4, 100, 400),
        (6, -200, 0),
        (7, 0, -200),
        (8, -200, -200),
        (10, 1000, 0),
        (11, 1050, 0),
    ):
        drawing.node(number, east_m, north_m)
    street = "highway=residential"
    drawing.way([1, 2], street)
    drawing.way([3, 4], street)
    drawing.way([2, 4], f"{street} bridge=yes")
    drawing.way([6, 1], "highway=footway oneway:foot=yes")
    drawing.way([1, 7, 8, 6], street)
    drawing.way([10, 11], street)
    return drawing


def at(name: str) -> Degrees:
    """Return where a learning point of the town is."""
    return Drawing().at(*PLACES[name])


def a_point(identifier: str, place: Degrees, **changes: Any) -> LearningPoint:
    values: dict[str, Any] = {
        "id": identifier,
        "kind": "library",
        "names": {"zh": f"图书馆 {identifier}", "en": f"Library {identifier}"},
        "longitude": place[0],
        "latitude": place[1],
        "source": "drawn for a test",
        "fictional": True,
        "assured_date": dt.date.today() - dt.timedelta(30),  # noqa: DTZ011 - by any clock
    }
    return LearningPoint(**(values | changes))


def town_points() -> list[LearningPoint]:
    """Return the learning points of the town."""
    changes: dict[str, dict[str, Any]] = {
        "across": {"kind": "museum", "address": "东岸 1 号"},
        "closed": {"status": "closed"},
        "garden": {"names": {"en": HOSTILE}, "address": "100% Garden_Road"},
        "resting": {"status": "temporarily_closed"},
    }
    return [a_point(name, at(name), **changes.get(name, {})) for name in PLACES]


def open_town(
    store: Store,
    folder: Path,
    *,
    drawing: Drawing | None = None,
    points: Iterable[LearningPoint] | None = None,
) -> City:
    """Build a city from a drawing, the river town by default, the way every city is built."""
    city = City(store, folder, "tester")
    names = {"zh": "河镇", "en": "River Town"}
    city.set(CitySettings(names=names, fictional=True, review_required=False))
    extract = folder / "town.osm"
    (drawing or river_town()).write(extract)
    build_network(city, extract)
    with store.begin() as tx:
        upsert_points(tx, town_points() if points is None else list(points), actor="tester")
    return city
