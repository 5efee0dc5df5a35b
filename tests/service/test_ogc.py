"""Map programs read every public layer through OGC API, and nothing else; by GDAL's own client."""

import datetime as dt
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import mapbox_vector_tile
import psycopg
import pytest
from shapely import LineString, Point, box

from learnmap.model.records import Area, Offering, OfferingCategory, RouteStop, WalkingRoute
from learnmap.store import (
    PUBLIC_ROLE,
    EmbeddedCluster,
    Store,
    assign_areas,
    retire_route,
    upsert_areas,
    upsert_categories,
    upsert_offerings,
    upsert_points,
    upsert_routes,
)
from learnmap.workflows.accounts import add_account
from learnmap.workflows.catchments import compute_city_catchments
from learnmap.workflows.city import City
from learnmap.workflows.editions import Approval, draft_edition, publish_edition
from tests.service.conftest import Asking, served
from tests.service.gdal_reader import read_by_gdal
from tests.service.towns import PLACES, a_point, at, open_town
from tests.unit.network.drawing import Drawing

DATABASE = "layered_town"
LAYERS = {
    "learning_points": ("Point", "SELECT count(*) FROM learnmap.learning_points"),
    "catchments": ("MultiPolygon", "SELECT count(*) FROM learnmap.catchments"),
    "walking_routes": (
        "MultiLineString",
        "SELECT count(*) FROM learnmap.walking_routes WHERE retired_at IS NULL",
    ),
    "route_stops": (
        "Point",
        "SELECT count(*) FROM learnmap.route_stops WHERE route_id <> 'retired'",
    ),
    "offerings": ("Point", "SELECT count(*) FROM learnmap.offerings"),
    "areas": ("MultiPolygon", "SELECT count(*) FROM learnmap.areas"),
    "editions": ("Polygon", "SELECT count(*) FROM learnmap.editions WHERE status = 'published'"),
}
"""Every layer by hand, with its shape and how many rows the tables have of it."""


@pytest.fixture(scope="module")
def address(cluster: EmbeddedCluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Make a town with something in every layer, and with what nobody may see beside it."""
    folder = tmp_path_factory.mktemp("layered")
    with Store.open(cluster.ensure_database(DATABASE)) as store:
        store.upgrade()
        city = open_town(store, folder)
        add_account(
            city,
            "zhang",
            full_name="张敏",
            role="admin",
            password="four plain words 4",  # noqa: S106 - a test's
        )
        west, south = at("lane")
        with store.begin() as tx:
            outline = box(west - 0.01, south - 0.01, west + 0.05, south + 0.05)
            upsert_areas(
                tx,
                [Area(code="D1", level="district", names={"en": "D"}, geometry=outline)],
                actor="t",
            )
            assign_areas(tx)
            upsert_categories(tx, [OfferingCategory(code="art", names={"en": "Art"})], actor="t")
            upsert_offerings(tx, some_offerings(), actor="t")
            upsert_routes(tx, some_routes(), actor="zhang")
            retire_route(tx, "retired", version_seen=1, actor="zhang")
        compute_city_catchments(city)
        publish_edition(
            city,
            "humanities",
            2026,
            approval=Approval(exemption="a test"),
            overrides={"translation": "one language only"},
        )
        draft_edition(city, "learning", 2026)
    return cluster.url(DATABASE)


def some_offerings() -> list[Offering]:
    common: dict[str, Any] = {"names": {"en": "Ink"}, "category": "art"}
    return [
        *(Offering(id=f"o{number}", point_id="lane", fee=number, **common) for number in range(5)),
        Offering(id="online", mode="online", **common),
    ]


def some_routes() -> list[WalkingRoute]:
    stops = tuple(
        RouteStop(point_id=name, position=position)
        for position, name in enumerate(("across", "resting"), 1)
    )
    line = LineString([at("across"), at("resting")])
    common: dict[str, Any] = {"names": {"en": "A walk"}, "source": "a test", "stops": stops}
    return [
        WalkingRoute(id="own", line=line, **common),
        WalkingRoute(id="searched", **common),
        WalkingRoute(id="retired", **common),
    ]


@pytest.fixture(scope="module")
def client(address: str, cluster: EmbeddedCluster, tmp_path_factory: Any) -> Iterator[httpx.Client]:
    """Serve the town with the rights of the public, as `learnmap serve` does."""
    del address
    with Store.open(cluster.url(DATABASE, role=PUBLIC_ROLE)) as store:
        city = City(store, tmp_path_factory.mktemp("served"), "public")
        with served(city) as asking:
            yield asking


@pytest.fixture(scope="module")
def here(client: httpx.Client) -> str:
    return str(client.base_url).rstrip("/")


@pytest.fixture(scope="module")
def by_gdal(here: str) -> tuple[list[Any], dict[str, Any]]:
    """Let GDAL list the layers, read all of each, and read with filters and small pages."""
    west, south = at("lane")
    points = {"layer": "learning_points"}
    jobs: dict[str, dict[str, Any]] = {name: {"layer": name} for name in LAYERS}
    jobs |= {
        "box": points | {"bbox": [west - 1e-4, south - 1e-4, west + 1e-4, south + 1e-4]},
        "kind": points | {"where": "kind = 'museum'"},
        "both": points | {"where": "kind = 'library' AND status <> 'open'"},
        "old": points | {"where": f"assured_date <= '{LONG_AGO}'"},
        "new": points | {"where": f"assured_date >= '{LONG_AGO}'"},
        "free": {"layer": "offerings", "where": "free = 1"},
        "paged": {"layer": "catchments", "PAGE_SIZE": "2"},
    }
    return read_by_gdal(here, jobs)


LONG_AGO = dt.date.today() - dt.timedelta(60)  # noqa: DTZ011 - by any clock


@pytest.fixture
def counted(address: str) -> Iterator[dict[str, int]]:
    with psycopg.connect(address) as connection:
        rows = {
            name: connection.execute(statement.encode()).fetchone()
            for name, (_, statement) in LAYERS.items()
        }
        yield {name: row[0] for name, row in rows.items() if row}


def items(client: httpx.Client, layer: str, **parameters: Any) -> list[str]:
    answer = client.get(f"/ogc/collections/{layer}/items", params=parameters)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["numberMatched"] >= len(found["features"])
    return sorted(feature["id"] for feature in found["features"])


def test_gdal_reads_all_of_every_layer(
    by_gdal: tuple[list[Any], dict[str, Any]], counted: dict[str, int]
) -> None:
    listed, read = by_gdal
    assert listed == [[name, shape] for name, (shape, _) in LAYERS.items()]
    assert {name: len(read[name]["keys"]) for name in LAYERS} == counted
    assert all(count > 0 for count in counted.values())
    assert all(len(set(found["keys"])) == len(found["keys"]) for found in read.values())
    # Only what is online has no place; a route without a line has that of the published map.
    assert {name: counted[name] - read[name]["placed"] for name in LAYERS} == {
        **dict.fromkeys(LAYERS, 0),
        "offerings": 1,
    }
    assert sorted(read["walking_routes"]["keys"]) == ["own", "searched"]
    assert read["editions"]["keys"] == ["humanities-2026-r1"]


def test_gdal_knows_the_types_of_columns(by_gdal: tuple[list[Any], dict[str, Any]]) -> None:
    points, offerings = by_gdal[1]["learning_points"], by_gdal[1]["offerings"]
    # No point of the town has a year, and no offering an age.
    assert points["types"]["designation_year"] == "int32"
    assert points["types"]["assured_date"] == "datetime64[D]"
    assert points["types"]["fictional"] == "bool"
    assert offerings["types"]["age_from"] == "int32"
    assert offerings["types"]["fee"] == "float64"
    assert offerings["types"]["next_session"].startswith("datetime64")


def test_gdal_filters_and_pages(by_gdal: tuple[list[Any], dict[str, Any]]) -> None:
    read = {name: found["keys"] for name, found in by_gdal[1].items()}
    assert read["box"] == ["lane"]
    assert read["kind"] == ["across"]
    assert read["both"] == ["closed", "resting"]
    assert read["free"] == ["o0~lane"]
    assert (read["old"], len(read["new"])) == ([], len(PLACES))
    assert len(read["paged"]) > 4
    assert read["paged"] == read["catchments"]


@pytest.mark.parametrize(
    ("cql", "expected"),
    [
        ("kind = 'museum' OR status = 'closed'", ["across", "closed"]),
        ("NOT (kind = 'library')", ["across"]),
        ("casei(name_en) LIKE casei('LIBRARY L%')", ["lane"]),
        ("id IN ('lane','far','nowhere')", ["far", "lane"]),
        ("address IS NULL AND id BETWEEN 'a' AND 'f'", ["closed"]),
        ("assured_date > DATE('2000-01-01') AND id = 'far'", ["far"]),
        ("name_en = 'no'' OR true --'", []),
        ('{"op": "=", "args": [{"property": "kind"}, "museum"]}', ["across"]),
    ],
)
def test_filters_in_cql2(client: httpx.Client, cql: str, expected: list[str]) -> None:
    assert items(client, "learning_points", filter=cql) == expected


def test_filters_by_place_and_paging(client: httpx.Client) -> None:
    west, south = at("lane")
    around = f"{west - 1e-4},{south - 1e-4},{west + 1e-4},{south + 1e-4}"
    polygon = Point(west, south).buffer(1e-4).wkt
    assert items(client, "learning_points", bbox=around) == ["lane"]
    for shape in (polygon, f"BBOX({around})"):
        asked = f"s_intersects(geometry, {shape})"
        assert items(client, "learning_points", filter=asked) == ["lane"]
    seen: list[str] = []
    url = f"{client.base_url}/ogc/collections/learning_points/items?limit=3&sortby=-id"
    while url:
        page = client.get(url).json()
        seen += [feature["id"] for feature in page["features"]]
        url = next((link["href"] for link in page["links"] if link["rel"] == "next"), "")
    assert seen == sorted(PLACES, reverse=True)
    # The standard takes a number over the most for the most.
    assert len(items(client, "learning_points", limit=10**9)) == len(PLACES)


def test_every_column_can_be_filtered_by(client: httpx.Client) -> None:
    for layer in LAYERS:
        columns = client.get(f"/ogc/collections/{layer}/queryables").json()["properties"]
        names = list(columns)
        assert len(names) > 7
        assert all(column.get("title", column.get("$ref")) for column in columns.values())
        # No feature lacks its key, so that the other half decides.
        nothing = " OR ".join(f"{name} IS NULL" for name in names)
        assert items(client, layer, filter=f"id IS NULL AND ({nothing})") == []


def test_tiles_hold_what_lies_in_them(client: httpx.Client) -> None:
    tiles = {name: tile_of(*at(name), 14) for name in PLACES}
    x, y = tiles["lane"]
    sent = client.get(f"/ogc/collections/learning_points/tiles/WebMercatorQuad/14/{x}/{y}")
    assert sent.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    decoded = mapbox_vector_tile.decode(sent.content)["learning_points"]
    keys = [feature["properties"]["id"] for feature in decoded["features"]]
    assert sorted(keys) == sorted(name for name, tile in tiles.items() if tile == (x, y))
    whole = client.get("/ogc/collections/learning_points/tiles/WebMercatorQuad/0/0/0").content
    assert len(mapbox_vector_tile.decode(whole)["learning_points"]["features"]) == len(PLACES)
    document = client.get(
        "/ogc/collections/learning_points/tiles/WebMercatorQuad/tilejson.json"
    ).json()
    (template,) = document["tiles"]
    assert client.get(template.format(z=14, x=x, y=y)).content == sent.content
    assert [layer["id"] for layer in document["vector_layers"]] == ["learning_points"]
    for path in ("", "/WebMercatorQuad", "/WorldCRS84Quad/tilejson.json"):
        assert client.get(f"/ogc/collections/editions/tiles{path}").status_code == 200, path


def tile_of(lon: float, lat: float, z: int) -> tuple[int, int]:
    """Return the column and row of the tile around a place, by the formula of Web Mercator."""
    north = math.asinh(math.tan(math.radians(lat))) / math.pi
    return int((lon + 180) / 360 * 2**z), int((1 - north) / 2 * 2**z)


def test_a_layer_reaches_as_far_as_its_features(own_town: City) -> None:
    with served(own_town) as client:
        before = extent(client)
        assert before == pytest.approx(bounds_of_town(), abs=1e-9)
        far = Drawing().at(3000.0, 0.0)
        with own_town.store.begin() as tx:
            upsert_points(tx, [a_point("new", far)], actor="t")
        assert extent(client) == pytest.approx([*before[:2], far[0], before[3]], abs=1e-9)


def extent(client: httpx.Client) -> list[float]:
    layer = client.get("/ogc/collections/learning_points").json()
    (found,) = layer["extent"]["spatial"]["bbox"]
    return [float(value) for value in found]


def bounds_of_town() -> list[float]:
    places = [at(name) for name in PLACES]
    (west, south), (east, north) = (
        [bound(place[axis] for place in places) for axis in (0, 1)] for bound in (min, max)
    )
    return [west, south, east, north]


def test_an_empty_city_has_empty_layers(store: Store, tmp_path: Path) -> None:
    with served(City(store, tmp_path, "tester")) as client:
        listed = client.get("/ogc/collections").json()["collections"]
        assert [layer["id"] for layer in listed] == list(LAYERS)
        for name in LAYERS:
            assert items(client, name) == []
        tile = client.get("/ogc/collections/areas/tiles/WebMercatorQuad/0/0/0")
        assert (tile.status_code, mapbox_vector_tile.decode(tile.content)) == (200, {})


def test_links_lead_to_where_the_service_is_on_the_web(published_town: City) -> None:
    paths = ("", "/", "/collections", "/collections/learning_points/items?limit=1")
    with served(published_town, public_url="https://maps.example.org/city/editions") as client:
        for path in paths:
            assert all_below(client.get(f"/ogc{path}").json(), "https://maps.example.org/city/ogc/")
    # Editions that are exported to elsewhere do not tell where the service is.
    with served(published_town, public_url="https://www.example.org/maps") as client:
        for path in paths:
            assert all_below(client.get(f"/ogc{path}").json(), f"{client.base_url}/ogc/")


def all_below(document: Any, root: str) -> bool:
    """Tell whether a document has links, all of which lead to below an address."""
    found = list(links_of(document))
    return bool(found) and all(link.startswith(root) for link in found)


def links_of(document: Any) -> Iterator[str]:
    if isinstance(document, dict):
        if "href" in document:
            yield document["href"]
        document = list(document.values())
    if isinstance(document, list):
        for part in document:
            yield from links_of(part)


def test_a_page_tells_people_how_to_add_the_layers(client: httpx.Client, here: str) -> None:
    for path in ("/ogc", "/ogc/"):
        page = client.get(path, headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
        assert page.headers["content-type"].startswith("text/html")
        assert f"OAPIF:{here}/ogc" in page.text
        assert "default-src 'none'" in page.text
        assert "src=" not in page.text
        assert "地图图层" in page.text
    for name in LAYERS:
        assert f"{here}/ogc/collections/{name}/items" in page.text
    assert client.get("/ogc").headers["content-type"] == "application/json"
    document = client.get("/ogc/api").json()
    assert document["servers"] == [{"url": f"{here}/ogc"}]
    described = document["paths"]["/collections/areas/items"]["get"]
    assert {"level", "bbox", "filter"} <= {one["name"] for one in described["parameters"]}


def test_answers_are_like_all_others(client: httpx.Client) -> None:
    answer = client.get("/ogc/collections/areas", headers={"origin": "https://elsewhere.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "public, no-cache"
    assert client.head("/ogc/collections/areas").content == b""
    Asking(client).problem("/ogc/collections/none", 404)
