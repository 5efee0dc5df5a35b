"""Walking routes as residents and programs read them, on walks that were worked out on paper."""

import json
import math
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest
from shapely import LineString

from learnmap.model.city import CitySettings
from learnmap.model.profiles import PROFILES
from learnmap.model.records import RouteStop, WalkingRoute
from learnmap.store import EmbeddedCluster, Store, upsert_points, upsert_routes
from learnmap.workflows.city import City
from tests.service.conftest import Asking, served
from tests.service.towns import HOSTILE, a_point, at, open_town, river_town

ADULT = PROFILES[0]
GPX = "{http://www.topografix.com/GPX/1/1}"


def a_route(identifier: str, *point_ids: str, **changes: Any) -> WalkingRoute:
    stops = tuple(
        RouteStop(point_id=point_id, position=number, dwell_min=10 * number)
        for number, point_id in enumerate(point_ids, start=1)
    )
    names = {"zh": "河岸线", "en": "River Walk"}
    values: dict[str, Any] = {"id": identifier, "names": names, "source": "t", "stops": stops}
    return WalkingRoute(**(values | changes))


@pytest.fixture(scope="module")
def town(cluster: EmbeddedCluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """Build the river town with steps of 100 m from bank to bank, where the streets begin."""
    drawing = river_town()
    drawing.way([1, 3], "highway=steps")
    with Store.open(cluster.ensure_database("walked_town")) as store:
        store.upgrade()
        city = open_town(store, tmp_path_factory.mktemp("walked"), drawing=drawing)
        drawn = LineString([at("lane"), at("resting"), at("across")])
        with store.begin() as tx:
            upsert_routes(
                tx,
                [
                    a_route("bank", "lane", "resting", "across", theme={"zh": "水", "en": "Water"}),
                    a_route("drawn", "lane", "across", line=drawn),
                    a_route("hostile", "garden", "resting", names={"en": HOSTILE}),
                    a_route("torn", "lane", "island"),
                ],
                actor="t",
            )
        yield city


@pytest.fixture(scope="module")
def asking(town: City) -> Iterator[httpx.Client]:
    with served(town) as client:
        yield client


def drawing_of(page: str) -> dict[str, Any]:
    found = re.search(r'(?s)<script type="application/json" id="drawing">(.*?)</script>', page)
    assert found is not None
    drawing: dict[str, Any] = json.loads(found[1])
    return drawing


def test_a_route_is_walked_from_stop_to_stop(asking: httpx.Client) -> None:
    # 200 m along the lane and 100 m north; back 100 m south and over 100 m of steps.
    feature = Asking(asking).json("/api/v1/routes/bank")
    facts = feature["properties"]
    assert facts["length_m"] == pytest.approx(500, abs=3)
    assert facts["steps_m"] == pytest.approx(100, abs=1)
    assert ADULT.steps_factor is not None
    seconds = (400 + 100 * ADULT.steps_factor) / ADULT.speed_m_per_s
    assert facts["minutes"]["adult"] == math.ceil(seconds / 60)
    level = next(profile for profile in PROFILES if profile.steps_factor is None)
    # Without steps from the second to the third stop over the bridge: 300, 100 and 400 m.
    assert facts["minutes"][level.code] == math.ceil(1100 / level.speed_m_per_s / 60)
    assert facts["dwell_min"] == 60
    assert [stop["point_id"] for stop in facts["stops"]] == ["lane", "resting", "across"]
    assert feature["geometry"]["type"] == "MultiLineString"
    assert len(feature["geometry"]["coordinates"]) == 2


def test_the_page_tells_the_way_and_the_one_without_steps(asking: httpx.Client) -> None:
    page = asking.get("/en/routes/bank").text
    assert "<h1>River Walk</h1>" in page
    for words in (
        "3 stops, 500 m. Water",
        "in 1 place, 100 m",
        "To the next stop: 300 m",
        "To the next stop: 200 m",
        "with 100 m of steps",
        "Without steps: 800 m",
        "take the steps for 100 m",
        "about 60 minutes in all",
        "Temporarily closed",
    ):
        assert words in page, words
    assert page.count("Without steps:") == 1
    assert "台阶" in asking.get("/zh/routes/bank").text
    drawing = drawing_of(page)
    assert [len(part) > 1 for part in drawing["legs"]] == [True, True]
    assert len(drawing["stepFree"]) == 1
    assert drawing["stops"][0]["checkIn"] is None


def test_a_line_of_the_routes_own_is_kept(asking: httpx.Client) -> None:
    facts = Asking(asking).json("/api/v1/routes/drawn")
    assert facts["geometry"]["type"] == "LineString"
    # 200 east and 100 north, then 100 east and 100 south, as the crow flies.
    expected = math.hypot(200, 100) + math.hypot(100, 100)
    assert facts["properties"]["length_m"] == pytest.approx(expected, abs=3)
    page = asking.get("/en/routes/drawn").text
    assert "directions are along streets and may differ" in page
    assert drawing_of(page)["legs"] == []


def test_a_route_that_cannot_be_walked_says_where(asking: httpx.Client) -> None:
    feature = Asking(asking).json("/api/v1/routes/torn")
    assert feature["geometry"] is None
    assert feature["properties"]["length_m"] is None
    page = asking.get("/en/routes/torn").text
    assert "The next stop cannot be reached on foot along streets." in page
    assert "torn" in asking.get("/en/routes").text


def test_the_list_leads_to_each_route(asking: httpx.Client) -> None:
    page = asking.get("/zh/routes?view=large").text
    assert re.findall(r'href="/zh/routes/(\w+)\?view=large"', page) == [
        "bank",
        "drawn",
        "hostile",
        "torn",
    ]
    assert "3 站 · 500 米" in page


def test_the_api_lists_a_page_at_a_time(asking: httpx.Client) -> None:
    api = Asking(asking)
    first = api.json("/api/v1/routes", limit=3)
    assert [one["id"] for one in first["features"]] == ["bank", "drawn", "hostile"]
    assert (first["number_matched"], first["number_returned"]) == (4, 3)
    (following,) = [link["href"] for link in first["links"] if link["rel"] == "next"]
    second = asking.get(following).json()
    assert [one["id"] for one in second["features"]] == ["torn"]
    assert [link["rel"] for link in second["links"]] == ["self"]
    answer = asking.get("/api/v1/routes/bank")
    again = asking.get("/api/v1/routes/bank", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    api.problem("/api/v1/routes/nowhere", 404)


def test_a_file_for_navigation_has_stops_and_way(asking: httpx.Client) -> None:
    answer = asking.get("/en/routes/bank/route.gpx")
    assert answer.headers["content-disposition"] == 'attachment; filename="bank.gpx"'
    root = ET.fromstring(answer.content)  # noqa: S314 - our own
    names = [str(point.findtext(f"{GPX}name")) for point in root.iter(f"{GPX}wpt")]
    assert names == ["1. Library lane", "2. Library resting", "3. Library across"]
    assert len(list(root.iter(f"{GPX}trkseg"))) == 2


@pytest.mark.parametrize(
    "path", ["/en/routes/nobody", "/en/routes/a%20b", "/zh/routes/x/route.gpx"]
)
def test_what_is_not_there_is_a_page_and_not_found(asking: httpx.Client, path: str) -> None:
    answer = asking.get(path)
    assert answer.status_code == 404
    assert f'href="{path[:3]}/routes"' in answer.text


def test_a_hostile_name_stays_text(asking: httpx.Client) -> None:
    page = asking.get("/en/routes/hostile").text
    assert "<img" not in page
    assert "</script><" not in page
    assert drawing_of(page)["stops"][0]["name"] == HOSTILE


def test_a_change_of_a_route_or_a_point_is_seen_at_once(
    own_town: City, own_client: httpx.Client
) -> None:
    with own_town.store.begin() as tx:
        upsert_routes(tx, [a_route("bank", "lane", "resting")], actor="t")
    assert "2 stops" in own_client.get("/en/routes").text
    with own_town.store.begin() as tx:
        upsert_routes(tx, [a_route("bank", "lane", "resting", "across")], actor="t")
    assert "3 stops" in own_client.get("/en/routes").text
    with own_town.store.begin() as tx:
        upsert_points(tx, [a_point("lane", at("lane"), names={"en": "New name"})], actor="t")
    assert "New name" in own_client.get("/en/routes/bank").text


def test_a_city_leads_to_its_own_check_in(own_town: City, own_client: httpx.Client) -> None:
    settings = own_town.settings()
    address = "https://walk.example.org/in?r={route}&s={stop}"
    own_town.set(settings.model_copy(update={"check_in_url": address}))
    with own_town.store.begin() as tx:
        upsert_routes(tx, [a_route("bank:1", "lane", "resting")], actor="t")
    page = own_client.get("/en/routes/bank:1").text
    assert 'href="https://walk.example.org/in?r=bank%3A1&amp;s=lane"' in page
    stops = drawing_of(page)["stops"]
    assert stops[1]["checkIn"] == "https://walk.example.org/in?r=bank%3A1&s=resting"


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "https://x/{city}", "https://x/ y", 'https://x/"', "//x/{stop}"],
)
def test_a_check_in_that_is_no_web_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="no web address"):
        CitySettings(names={"en": "x"}, check_in_url=address)
