"""Products of published editions, as the service offers them."""

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from learnmap.products import make_products
from learnmap.store import read_edition, read_files
from learnmap.workflows import product_shelf
from learnmap.workflows.catchments import compute_city_catchments
from learnmap.workflows.city import City
from learnmap.workflows.editions import Approval, publish_edition, withdraw_edition
from tests.service.conftest import served

LEARNING = "/editions/2026/learning/"
URL = "https://maps.example.org/editions"


@pytest.fixture(scope="module")
def offered(
    published_town: City, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[httpx.Client, City]]:
    """Serve the town with an empty shelf."""
    city = City(published_town.store, tmp_path_factory.mktemp("shelf"), "tester")
    with served(city, public_url=URL) as client:
        yield client, city


def test_products_are_those_that_an_export_makes(offered: tuple[httpx.Client, City]) -> None:
    client, city = offered
    with city.store.begin() as tx:
        files = read_files(tx, read_edition(tx, "learning", 2026).id)
    expected = make_products(files, public_url=URL)
    listed = client.get(f"{LEARNING}products/products.json").json()["files"]
    assert listed.keys() | {"products/products.json"} == expected.keys()
    assert "products/qr/points/lane.svg" in expected
    for path, content in expected.items():
        for address in (LEARNING + path, f"{LEARNING}r1/{path}"):
            answer = client.get(address)
            assert (answer.status_code, answer.content == content) == (200, True), address
            tag = hashlib.sha256(content).hexdigest()
            assert answer.headers["etag"].strip('"').removesuffix("-gzip") == tag
            again = client.get(address, headers={"If-None-Match": answer.headers["etag"]})
            assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("name", "media_type", "kept_as"),
    [
        (
            "map-sheet-a3.pdf",
            "application/pdf",
            'inline; filename="learning-2026-r1-map-sheet-a3.pdf"',
        ),
        (
            "edition.gpkg",
            "application/geopackage+sqlite3",
            'attachment; filename="learning-2026-r1-edition.gpkg"',
        ),
        (
            "points.csv",
            "text/csv; charset=utf-8",
            'attachment; filename="learning-2026-r1-points.csv"',
        ),
        (
            "qr/points/lane.svg",
            "image/svg+xml",
            'inline; filename="learning-2026-r1-qr-points-lane.svg"',
        ),
    ],
)
def test_a_browser_knows_what_it_gets(
    offered: tuple[httpx.Client, City], name: str, media_type: str, kept_as: str
) -> None:
    answer = offered[0].get(f"{LEARNING}products/{name}")
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"] == kept_as
    # A mended sheet has the same address, so nobody keeps it unasked.
    assert answer.headers["cache-control"] == "public, no-cache"


def test_a_part_can_be_had(offered: tuple[httpx.Client, City]) -> None:
    whole = offered[0].get(f"{LEARNING}products/edition.gpkg").content
    part = offered[0].get(f"{LEARNING}products/edition.gpkg", headers={"Range": "bytes=0-15"})
    assert (part.status_code, part.content) == (206, whole[:16])
    assert whole[:16] == b"SQLite format 3\x00"


def test_many_at_once_make_them_once(
    published_town: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: list[int] = []
    real = make_products

    def counted(*args: object, **keywords: object) -> dict[str, bytes]:
        times.append(1)
        return real(*args, **keywords)  # type: ignore[arg-type]

    monkeypatch.setattr(product_shelf, "make_products", counted)
    got: list[bytes] = []
    with served(City(published_town.store, tmp_path, "tester")) as client:
        address = f"{LEARNING}products/point-list-a4.pdf"
        asking = [
            threading.Thread(target=lambda: got.append(client.get(address).content))
            for _ in range(20)
        ]
        for one in asking:
            one.start()
        for one in asking:
            one.join()
    assert len(got) == 20
    assert len(set(got)) == 1
    assert got[0].startswith(b"%PDF-")
    assert len(times) == 1


def test_two_processes_make_the_same_folder(published_town: City, tmp_path: Path) -> None:
    # Two shelves know nothing of each other, as two processes do.
    city = City(published_town.store, tmp_path, "tester")
    with city.store.begin() as tx:
        edition = read_edition(tx, "learning", 2026)
    shelves = [product_shelf.ProductShelf(city) for _ in range(2)]
    first, second = (shelf.wanted(edition) for shelf in shelves)
    assert first.result() == second.result()
    for shelf in shelves:
        shelf.close()
    folders = [path for path in (tmp_path / "products").iterdir() if path.is_dir()]
    assert len(folders) == 1


def test_what_somebody_changed_on_the_disk_is_made_again(
    offered: tuple[httpx.Client, City],
) -> None:
    client, city = offered
    address = f"{LEARNING}products/points.parquet"
    good = client.get(address).content
    (kept,) = (city.folder / "products").glob("*/products/points.parquet")
    kept.write_bytes(good[:100])
    with served(city, public_url=URL) as another:  # with nothing in its memory
        assert another.get(address).content == good
    assert kept.read_bytes() == good
    kept.unlink()
    with served(city, public_url=URL) as another:
        assert another.get(address).content == good


def test_a_list_cut_short_is_made_again(offered: tuple[httpx.Client, City]) -> None:
    client, city = offered
    address = f"{LEARNING}products/products.json"
    good = client.get(address).content
    (kept,) = (city.folder / "products").glob("*/products/products.json")
    kept.write_bytes(good[:50])
    with served(city, public_url=URL) as another:
        assert another.get(address).content == good


def test_the_page_of_downloads_leads_to_each_and_the_front_page_to_it(
    offered: tuple[httpx.Client, City],
) -> None:
    client, _ = offered
    front = client.get("/editions/", headers={"accept": "text/html"}).text
    assert f'href="{LEARNING}products/"' in front
    assert f'href="{LEARNING}products/map-sheet-a3.pdf"' in front
    page = client.get(f"{LEARNING}products/")
    links = re.findall(r'<li><a href="([^"]+)"', page.text)
    assert f"{LEARNING}r1/products/map-sheet-a3.pdf" in links
    assert f"{LEARNING}r1/points.geojson" in links
    assert [client.get(link).status_code for link in links] == [200] * len(links)
    assert client.get(f"{LEARNING}products").headers["location"] == f"{LEARNING}products/"
    assert client.get(f"{LEARNING}r1/products").headers["location"] == f"{LEARNING}r1/products/"
    assert client.head(f"{LEARNING}products/points.csv").content == b""


@pytest.mark.parametrize(
    "path",
    [
        "products/nothing.pdf",
        "products/%2e%2e/edition.json",
        "products/..%2f..%2fpostgres/PG_VERSION",
        "r9/products/points.csv",
        "r0/products/points.csv",
        "rx/products/points.csv",
    ],
)
def test_nothing_else_is_there(offered: tuple[httpx.Client, City], path: str) -> None:
    assert offered[0].get(LEARNING + path).status_code in {404, 422}


def test_an_address_without_a_city_of_that_name(offered: tuple[httpx.Client, City]) -> None:
    client, _ = offered
    assert client.get("/editions/2026/nomap/products/points.csv").status_code == 404
    assert client.get("/editions/2025/learning/products/points.csv").status_code == 404


def test_what_was_withdrawn_has_no_products(own_town: City) -> None:
    compute_city_catchments(own_town)
    publish_edition(
        own_town,
        "learning",
        2026,
        approval=Approval(exemption="a test"),
        overrides={"translation": "a test"},
    )
    with served(own_town) as client:
        listed = json.loads(client.get(f"{LEARNING}products/products.json").content)
        assert listed["public_url"] is None
        assert not [path for path in listed["files"] if "/qr/" in path]
        withdraw_edition(own_town, "learning", 2026, reason="a wrong border")
        gone = client.get(f"{LEARNING}products/points.csv")
        assert gone.status_code == 410
        assert "a wrong border" in gone.text
