"""Tables: the city's text files, as bytes by file name."""

from typing import Any, Final

from data.demo_city import names, offerings, points
from data.demo_city.categories import CATEGORIES
from data.demo_city.city import City
from data.demo_city.hardcases import find_hard_cases
from data.demo_city.people import People, settle
from data.demo_city.places import find_places
from data.demo_city.points import Points, make_points
from data.demo_city.routes import Walk, lay_walks
from data.demo_city.walking import Paths
from data.demo_city.writing import SOURCE, areas_bytes, csv_bytes, json_bytes

ROUTE_COLUMNS: Final = ("id", "name_zh", "name_en", "theme_zh", "theme_en", "source", "fictional")
STOP_COLUMNS: Final = ("route_id", "position", "point_id", "dwell_min")
RESIDENT_COLUMNS: Final = (
    "id", "longitude", "latitude", "residents_0_14", "residents_15_59", "residents_60_79",
    "residents_80_plus", "source", "fictional",
)  # fmt: skip
EXEMPTION: Final = (
    "虚构城市的演示数据，不表示任何真实的地理位置、行政区划或机构，不适用地图审核，无审图号。"
    " / Demonstration data of a fictional city: it shows no real place, boundary or institution, "
    "so map review does not apply and there is no map approval number."
)


def make_tables(city: City) -> dict[str, bytes]:
    """Make every text file of the demo city.

    Parameters
    ----------
    city : City
        As drawn.

    Returns
    -------
    dict of str to bytes
        File contents by name.
    """
    paths = Paths.of(city.map, city.ground.bend(city.map.plan))
    areas = city.areas
    people = settle(city)
    walks = lay_walks(city, paths)
    cases = find_hard_cases(city, paths, areas)
    made = make_points(city, areas, people, find_places(city, paths, areas), walks, cases)
    programme = offerings.make_programme(made.rows, city.seed)
    categories = ({"code": code, "name_zh": zh, "name_en": en} for code, zh, en, *_ in CATEGORIES)
    return {
        "city.json": json_bytes(_settings()),
        "areas.geojson": areas_bytes(areas),
        "points.csv": csv_bytes(points.COLUMNS, made.rows),
        "categories.csv": csv_bytes(offerings.CATEGORY_COLUMNS, categories),
        "offerings.csv": csv_bytes(offerings.COLUMNS, programme.offerings),
        "sessions.csv": csv_bytes(offerings.SESSION_COLUMNS, programme.sessions),
        "routes.csv": csv_bytes(ROUTE_COLUMNS, _routes(walks)),
        "route_stops.csv": csv_bytes(STOP_COLUMNS, _stops(walks, made)),
        "residents.csv": csv_bytes(RESIDENT_COLUMNS, _residents(people)),
    }


def _settings() -> dict[str, Any]:
    return {
        "names": {"zh": names.CITY_ZH, "en": names.CITY_EN},
        "fictional": True,
        "timezone": "Asia/Shanghai",
        "source": SOURCE,
        "licence": "CC0-1.0",
        "approval_exemption": EXEMPTION,
    }


def _routes(walks: list[Walk]) -> list[dict[str, object]]:
    return [
        {
            "id": f"BY-RT-{number + 1:02d}",
            "name_zh": walk.theme.name.zh,
            "name_en": walk.theme.name.en,
            "theme_zh": walk.theme.about.zh,
            "theme_en": walk.theme.about.en,
            "source": SOURCE,
            "fictional": True,
        }
        for number, walk in enumerate(walks)
    ]


def _stops(walks: list[Walk], made: Points) -> list[dict[str, object]]:
    return [
        {
            "route_id": f"BY-RT-{number + 1:02d}",
            "position": position + 1,
            "point_id": made.stops[number, position],
            "dwell_min": stop.dwell_min,
        }
        for number, walk in enumerate(walks)
        for position, stop in enumerate(walk.stops)
    ]


def _residents(people: People) -> list[dict[str, object]]:
    return [
        {
            "id": f"BY-R-{number + 1:05d}",
            "longitude": lon,
            "latitude": lat,
            "residents_0_14": ages[0],
            "residents_15_59": ages[1],
            "residents_60_79": ages[2],
            "residents_80_plus": ages[3],
            "source": SOURCE,
            "fictional": True,
        }
        for number, ((lon, lat), ages) in enumerate(
            zip(people.degrees.tolist(), people.residents.tolist(), strict=True)
        )
    ]
