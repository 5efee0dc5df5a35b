"""What nobody gets through OGC API: functions, private tables, other roles, the service's end."""

import asyncio
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from learnmap.model.errors import InvalidInputError, LearnmapError
from learnmap.service.request_log import service_logs
from learnmap.store import PUBLIC_ROLE, EmbeddedCluster, Store
from learnmap.store.layer_pool import LayerPool
from learnmap.store.schema import Base
from learnmap.workflows.city import City
from tests.service.conftest import Asking, served
from tests.service.test_ogc import LAYERS
from tests.service.towns import PLACES, open_town

POINTS = "/ogc/collections/learning_points/items"


@pytest.mark.parametrize(
    "name",
    [
        *sorted({table.name for table in Base.metadata.tables.values()} - {*LAYERS}),
        "learnmap.accounts",
        "learnmap_published.editions",
        "learnmap_layers.learning_points",
        "public.postgis_full_version",
        "st_dumppoints",
        "pg_catalog.pg_authid",
        "tipg_catalog",
        'learning_points"; DROP VIEW x; --',
    ],
)
def test_nothing_but_layers_is_found(api: Asking, name: str) -> None:
    if name in {
        "areas",
        "editions",
        "learning_points",
        "offerings",
        "route_stops",
        "walking_routes",
    }:
        return  # a layer of its own has the name of the table
    for end in ("", "/items", "/items/1", "/queryables", "/schema", "/tiles/WebMercatorQuad/0/0/0"):
        api.problem(f"/ogc/collections/{name}{end}", 404)


@pytest.mark.parametrize(
    ("cql", "told"),
    [
        ("pg_sleep(20) = 1", "pg_sleep"),
        ("set_config('role', 'none', false) = 'none'", "set_config"),
        ("query_to_xml('TABLE learnmap.accounts', true, true, '') = 'x'", "query_to_xml"),
        ("kind = 'a' AND NOT (pg_read_file('/etc/passwd') = 'x')", "pg_read_file"),
        ('{"op": "= 1) OR (1", "args": [1, 1]}', "= 1) OR (1"),
        ('{"op": "=", "args": [{"op": "version", "args": []}, 1]}', "version"),
        ("password_hash = 'x'", "password_hash"),
        ("xmin IS NULL", "xmin"),
        ("name_en = 5", "operator does not exist"),
        ("kind =", "is no CQL2"),
        ("s_intersects(geometry, BBOX(1,2,nan,4))", "bbox"),
        # Each takes a level of the parser's stack for each of its signs.
        (f"{'(' * 1990}kind = 'x'{')' * 1990}", "400 are read"),
        (f"kind = {'-' * 3900}1", "400 are read"),
        (f"kind = {'+'.join('1' * 1900)}", "400 are read"),
        (f"{'not ' * 900}kind = 'x'", "400 are read"),
        (f"kind IN ({','.join(repr('a' * 60) for _ in range(100))})", "4000"),
    ],
)
def test_a_filter_is_of_known_parts_and_of_a_size(api: Asking, cql: str, told: str) -> None:
    assert told in api.problem(POINTS, 422, filter=cql)["detail"]
    assert (
        told
        in api.problem(
            "/ogc/collections/learning_points/tiles/WebMercatorQuad/0/0/0", 422, filter=cql
        )["detail"]
    )
    assert api.json("/healthz") == {"status": "alive"}


@pytest.mark.parametrize(
    "parameters",
    [
        {"bbox": "1,2,x,4"},
        {"bbox": "1,2,3"},
        {"bbox": "nan,2,3,4"},
        {"bbox": "3,2,1,4"},
        {"datetime": "yesterday"},
        {"datetime": "../.."},
        {"datetime": "2026-02-01/2026-01-01"},
        {"limit": "-1"},
        {"limit": "many"},
        {"offset": "-1"},
        {"offset": "9" * 30},
        {"sortby": "password_hash"},
        {"sortby": "id;DROP"},
        {"simplify": "nan"},
        {"geom-column": "elsewhere"},
        {"datetime-column": "never", "datetime": "2026-01-01/.."},
        {"designation_year": "soon"},
        {"kindd": "library"},
        {"f": "html"},
        {"f": "csv"},
    ],
)
def test_a_parameter_that_cannot_be_used_is_told(api: Asking, parameters: dict[str, str]) -> None:
    assert len(api.problem(POINTS, 422, **parameters)["detail"]) > 20


@pytest.mark.parametrize("place", ["-1/0/0", "0/-1/0", "25/0/0", "99999999/0/0", "3/99999999999/0"])
def test_there_are_no_tiles_elsewhere(api: Asking, place: str) -> None:
    api.problem(f"/ogc/collections/learning_points/tiles/WebMercatorQuad/{place}", 404)


def test_a_feature_that_is_not_there_is_told(api: Asking) -> None:
    for key in ("nowhere", "ogc"):
        assert key in api.problem(f"{POINTS}/{key}", 404)["detail"]


def test_the_service_only_reads(client: httpx.Client) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert client.request(method, POINTS).status_code == 405
        assert client.request(method, f"{POINTS}/lane").status_code == 405


@pytest.fixture
def pool_statements(
    cluster: EmbeddedCluster, published_town: City
) -> Iterator[tuple[Store, dict[str, type[Exception]]]]:
    """Open the town as whoever becomes the public's role, and give what it may not do."""
    del published_town
    with Store.open(cluster.url("served_town"), role=PUBLIC_ROLE) as store:
        yield (
            store,
            {
                "DELETE FROM learnmap.learning_points": LearnmapError,
                "CREATE TEMP TABLE mine (id int)": LearnmapError,
                "TABLE learnmap.accounts": LearnmapError,
                "SELECT 1/0": InvalidInputError,
            },
        )


def test_connections_are_the_public_s_and_read(
    pool_statements: tuple[Store, dict[str, type[Exception]]],
) -> None:
    store, refused = pool_statements

    async def tried() -> list[str]:
        pool = LayerPool(store)
        try:
            for statement, kind in refused.items():
                with pytest.raises(kind):
                    await ask(pool, statement)
            # What one user of a connection sets is gone for the next.
            await ask(pool, "SET statement_timeout TO 0")
            await ask(pool, "RESET ROLE")
            return [str(value) for value in await ask(pool, STATE)]
        finally:
            await pool.close()

    assert asyncio.run(tried()) == [PUBLIC_ROLE, "20s", "on", "UTC"]


STATE = (
    "SELECT current_user::text, current_setting('statement_timeout'),"
    " current_setting('default_transaction_read_only'), current_setting('TimeZone')"
)


async def ask(pool: LayerPool, statement: str) -> Any:
    async with pool.acquire() as connection:
        rows = await connection.fetch(statement)
        return rows[0] if rows else ()


def test_a_database_that_is_away_is_told_and_awaited(
    reachable_folder: Path, tmp_path: Path
) -> None:
    cluster = EmbeddedCluster(reachable_folder / "layers", durable=False)
    cluster.start()
    try:
        with Store.open(cluster.ensure_database("town")) as store:
            store.upgrade()
            city = open_town(store, tmp_path)
            cluster.stop()
            with served(city) as client:
                api = Asking(client)
                for path in ("/ogc", "/ogc/collections", POINTS):
                    problem = api.problem(path, 503)
                    assert problem["type"] == "/problems/unavailable"
                    assert str(reachable_folder) not in str(problem)
                cluster.start()
                assert api.json(POINTS)["numberMatched"] == len(PLACES)
                cluster.stop()
                api.problem(POINTS, 503)
                cluster.start()
                assert api.json(POINTS)["numberMatched"] == len(PLACES)
    finally:
        cluster.stop()


def test_a_log_line_has_the_pattern_and_no_place(published_town: City) -> None:
    written = io.StringIO()
    with service_logs(written), served(published_town) as client:
        client.get(POINTS, params={"bbox": "121.4123,31.2,121.5,31.3"})
        client.get(POINTS, params={"filter": "pg_sleep(4.123) = 1"})
        client.get("/ogc/collections/learning_points/tiles/WebMercatorQuad/14/4123/1")
    lines = written.getvalue()
    assert "/ogc/collections/{collectionId}/items" in lines
    assert "/ogc/collections/{collectionId}/tiles/{tileMatrixSetId}/{z}/{x}/{y}" in lines
    assert "4123" not in lines
    assert "4.123" not in lines
