"""The demo city's files: what is committed is what the script makes, and every row is valid."""

import datetime as dt
import itertools
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import networkx as nx
import opening_hours
import osmium
import pytest
import shapely

from data.demo_city.city import City, draw_city
from data.demo_city.streetmap import StreetMap
from data.demo_city.tables import make_tables
from data.demo_city.tiling import tile
from data.demo_city.writing import write_streets
from learnmap.ingest import (
    read_areas,
    read_categories,
    read_offerings,
    read_points,
    read_residents,
    read_routes,
)
from learnmap.model.city import CitySettings
from learnmap.model.errors import InvalidInputError
from learnmap.model.kinds import KIND_BY_CODE
from learnmap.model.records import Area, LearningPoint, Offering, Session

DATA = Path(__file__).parents[2] / "data"
DEMO = DATA / "demo"


@pytest.fixture(scope="module")
def city() -> City:
    return draw_city(2026)


@pytest.fixture(scope="module")
def points() -> list[LearningPoint]:
    return list(read_points(DEMO / "points.csv").points)


@pytest.fixture(scope="module")
def areas() -> list[Area]:
    return list(read_areas(DEMO / "areas.geojson").records)


@pytest.fixture(scope="module")
def offerings() -> list[Offering]:
    return list(read_offerings(DEMO / "offerings.csv", sessions=DEMO / "sessions.csv").records)


@pytest.fixture(scope="module")
def documented() -> dict[str, int]:
    """Read the numbers that data/README.md gives, by the last words before them."""
    rows = re.findall(
        r"^\| (?:.*\| )?`?([\w -]+)`? \| (\d+) \|$", (DATA / "README.md").read_text(), re.MULTILINE
    )
    return {name: int(number) for name, number in rows}


def test_text_files_are_what_the_script_makes(city: City) -> None:
    made = make_tables(city)
    assert set(made) == {path.name for path in DEMO.iterdir()} - {"streets.osm.pbf"}
    for name, content in made.items():
        assert content == (DEMO / name).read_bytes(), name


def objects(path: Path) -> list[tuple[object, ...]]:
    """List what an extract holds, in its order."""
    found: list[tuple[object, ...]] = []
    for item in osmium.FileProcessor(str(path)):
        tags = dict(item.tags)
        if isinstance(item, osmium.osm.Node):
            found.append(("n", item.id, item.location.x, item.location.y, tags))
        elif isinstance(item, osmium.osm.Way):
            found.append(("w", item.id, tuple(node.ref for node in item.nodes), tags))
        elif isinstance(item, osmium.osm.Relation):
            members = tuple((member.type, member.ref, member.role) for member in item.members)
            found.append(("r", item.id, members, tags))
    return found


def test_streets_are_what_the_script_makes(
    city: City, tmp_path: Path, documented: dict[str, int]
) -> None:
    write_streets(tmp_path / "streets.osm.pbf", city.map)
    committed = objects(DEMO / "streets.osm.pbf")
    assert objects(tmp_path / "streets.osm.pbf") == committed
    order = {"n": 0, "w": 1, "r": 2}
    keys = [(order[str(item[0])], item[1]) for item in committed]
    assert keys == sorted(keys)
    kinds = Counter(item[0] for item in committed)
    assert kinds["n"] == documented["nodes"]
    assert kinds["w"] == documented["ways"]


def test_header_is_fixed() -> None:
    with osmium.io.Reader(str(DEMO / "streets.osm.pbf")) as reader:
        header = reader.header()
    assert header.get("osmosis_replication_timestamp") == "2026-01-01T00:00:00Z"
    assert "fictional" in header.get("generator")
    box = header.box()
    assert box.bottom_left.lon == pytest.approx(118.02, abs=0.001)
    assert box.top_right.lat == pytest.approx(32.993, abs=0.001)


def test_city_is_marked_fictional() -> None:
    facts = json.loads((DEMO / "city.json").read_text("utf-8"))
    exemption = facts.pop("approval_exemption")
    assert "虚构" in exemption
    assert "fictional" in exemption
    assert facts.pop("licence") == "CC0-1.0"
    assert facts.pop("source")
    assert CitySettings(**facts).fictional


def test_points_are_as_documented(points: list[LearningPoint], documented: dict[str, int]) -> None:
    kinds = Counter(point.kind for point in points)
    assert set(kinds) == set(KIND_BY_CODE)
    assert kinds == {kind: documented[kind] for kind in KIND_BY_CODE}
    assert len(points) == documented["learning points"]
    for point in points:
        assert point.fictional
        assert point.names["zh"]
        assert point.names["en"].isascii()
        assert point.phone is None or point.phone.startswith("000-")
        assert point.website is None or point.website.endswith(".example")
        assert point.address is not None
        assert point.address.endswith("（虚构）")
    assert len({point.names["zh"] for point in points}) == len(points)
    assert len({point.names["en"] for point in points}) == len(points)


def test_hours_parse(points: list[LearningPoint]) -> None:
    hours = {point.opening_hours for point in points} - {None}
    assert len(hours) >= 25
    for text in hours:
        assert text is not None
        opening_hours.OpeningHours(text)
    joined = " ".join(text for text in hours if text)
    for feature in ("PH off", "11:30,13:30", "20:30", "Sa,Su", "24/7", "Nov-Feb"):
        assert feature in joined
    assert sum(p.opening_hours is None and bool(p.opening_hours_note) for p in points) >= 5


def test_states_and_dates_vary(points: list[LearningPoint]) -> None:
    states = Counter(point.status for point in points)
    assert set(states) == {"open", "temporarily_closed", "closed", "planned"}
    assert states["open"] > 0.93 * len(points)
    dates = [point.assured_date for point in points if point.assured_date]
    year_ago = dt.date(2025, 11, 23)
    assert max(dates) < dt.date(2026, 11, 23)
    assert 20 <= sum(date < year_ago for date in dates) <= 80


def test_every_area_has_its_college_and_school(
    points: list[LearningPoint], areas: list[Area]
) -> None:
    for kind, level in (("community_college", "district"), ("community_school", "street_town")):
        places = shapely.points([p.walk_to for p in points if p.kind == kind])
        for area in areas:
            if area.level == level:
                assert shapely.intersects(area.geometry, places).sum() == 1, area.code


def test_areas_are_as_documented(areas: list[Area], documented: dict[str, int]) -> None:
    levels = Counter(area.level for area in areas)
    assert levels["district"] == documented["districts"]
    assert levels["street_town"] == documented["street-towns"]
    assert levels["neighbourhood"] == documented["neighbourhoods"]
    children = Counter(area.parent_code for area in areas)
    for area in areas:
        assert re.fullmatch(r"9901\d{8}", area.code)
        if area.level == "street_town":
            assert 6 <= children[area.code] <= 12
    assert len({area.names["zh"] for area in areas}) == len(areas)


def test_areas_tile_their_parents_exactly(areas: list[Area]) -> None:
    by_parent: dict[str | None, list[Area]] = defaultdict(list)
    for area in areas:
        assert area.geometry.is_valid
        by_parent[area.parent_code].append(area)
    outline = {area.code: area.geometry for area in areas}
    for code, children in by_parent.items():
        shapes = [child.geometry for child in children]
        assert shapely.coverage_is_valid(shapes), code
        if code is not None:
            together = shapely.union_all(shapes)
            assert together.symmetric_difference(outline[code]).area < 1e-12, code
    for level in ("district", "street_town", "neighbourhood"):
        total = sum(area.geometry.area for area in areas if area.level == level)
        # 16 by 12.5 km at 32.936 degrees north is 200 km2: 0.019283 square degrees.
        assert total == pytest.approx(0.019283, abs=1e-6)


def test_exterior_rings_are_counter_clockwise(areas: list[Area]) -> None:
    rings = [part.exterior for a in areas for part in shapely.get_parts(a.geometry).tolist()]
    assert all(shapely.is_ccw(ring) for ring in rings)


def test_offerings_are_as_documented(
    offerings: list[Offering], points: list[LearningPoint], documented: dict[str, int]
) -> None:
    codes = {category.code for category in read_categories(DEMO / "categories.csv").records}
    assert len(codes) == documented["categories of offerings"]
    assert len(offerings) == documented["offerings"]
    assert sum(len(o.sessions) for o in offerings) == documented["dated sessions"]
    known = {point.id: point for point in points}
    modes = Counter(offering.mode for offering in offerings)
    assert modes == {"in_person": 1406, "online": 70, "mobile": 24}
    for offering in offerings:
        assert offering.category in codes
        if offering.point_id is not None:
            assert known[offering.point_id].status == "open"
        for session in offering.sessions:
            assert session.point_id is None or session.point_id in known


def test_a_lecturer_group_is_never_at_two_places_at_once(offerings: list[Offering]) -> None:
    groups: dict[str | None, list[Session]] = defaultdict(list)
    for offering in offerings:
        if offering.mode == "mobile":
            groups[offering.provider] += offering.sessions
    assert len(groups) == 24
    for sessions in groups.values():
        assert len({session.point_id for session in sessions}) == 18
        ordered = sorted(sessions, key=lambda session: session.starts_at)
        for before, after in itertools.pairwise(ordered):
            assert after.starts_at - before.ends_at >= dt.timedelta(hours=1)


def test_routes_name_points_that_are_open(
    points: list[LearningPoint], documented: dict[str, int]
) -> None:
    routes = read_routes(DEMO / "routes.csv", stops=DEMO / "route_stops.csv").records
    assert len(routes) == documented["walking routes"]
    assert sum(len(route.stops) for route in routes) == documented["stops of routes"]
    known = {point.id: point for point in points}
    for route in routes:
        assert route.fictional
        assert 5 <= len(route.stops) <= 9
        for stop in route.stops:
            assert known[stop.point_id].status == "open"
            maps = KIND_BY_CODE[known[stop.point_id].kind].maps
            assert "humanities" in maps


def test_residents_are_as_documented(areas: list[Area], documented: dict[str, int]) -> None:
    residents = read_residents(DEMO / "residents.csv").records
    assert len(residents) == documented["demand points"]
    bands: Counter[int] = Counter()
    for point in residents:
        assert point.fictional
        for count in point.counts:
            assert count.residents == int(count.residents)
            bands[count.age_from] += int(count.residents)
    assert sum(bands.values()) == documented["residents"]
    assert (bands[60] + bands[80]) / sum(bands.values()) == pytest.approx(0.222, abs=0.0005)
    places = shapely.points([(point.longitude, point.latitude) for point in residents])
    city = shapely.union_all([a.geometry for a in areas if a.level == "district"])
    shapely.prepare(city)
    assert shapely.contains(city, places).mean() > 0.999


def test_larger_cities_are_joined_along_their_seams(city: City) -> None:
    one, four = tile(city.map, city.ground, 1), tile(city.map, city.ground, 4)
    assert one is city.map

    def largest(street_map: StreetMap) -> int:
        graph = nx.Graph()
        for way, tags in zip(street_map.ways, street_map.way_tags, strict=True):
            if "highway" in tags:
                nx.add_path(graph, way.tolist())
        return max(len(part) for part in nx.connected_components(graph))

    # Every street that ends on a rim inside has one node there, not two; the islands stay.
    seams = 4 * largest(one) - largest(four)
    assert 100 <= seams <= 400
    lon, lat = four.degrees.T
    # 32 km and 25 km from the south-west corner: 0.342186 and 0.225404 degrees.
    assert lon.max() - lon.min() == pytest.approx(0.34219, abs=0.0005)
    assert lat.max() - lat.min() == pytest.approx(0.22540, abs=0.0005)
    assert not any("building" in tags for tags in four.way_tags)
    for number in (0, 2, 3, 63):
        with pytest.raises(InvalidInputError, match=f"scale {number} is not a square"):
            tile(city.map, city.ground, number)
