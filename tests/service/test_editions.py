"""Published editions: whole, in parts, compressed, by year and by revision."""

import gzip
import hashlib
from typing import Any

import httpx
import pytest

from learnmap.service.models import EditionList
from learnmap.store import list_editions, read_edition, read_files, withdraw
from learnmap.workflows.catchments import compute_city_catchments
from learnmap.workflows.city import City
from learnmap.workflows.editions import Approval, draft_edition, publish_edition
from tests.service.conftest import Asking

LEARNING = "/editions/2026/learning/"
PLAIN = {"Accept-Encoding": "identity"}
APPROVAL = Approval(exemption="a test")
ONE_NAME = {"translation": "one point has a name in one language only"}


@pytest.fixture(scope="session")
def frozen(published_town: City) -> dict[str, bytes]:
    """Return the files as the database holds them."""
    with published_town.store.begin() as tx:
        return read_files(tx, read_edition(tx, "learning", 2026).id)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_every_file_is_served_byte_for_byte(client: httpx.Client, frozen: dict[str, bytes]) -> None:
    types = {
        "index.html": "text/html; charset=utf-8",
        "points.geojson": "application/geo+json",
        "manifest.json": "application/json",
        "basemap.pmtiles": "application/vnd.pmtiles",
    }
    assert types.keys() <= frozen.keys()
    for path, content in frozen.items():
        for address in (f"{LEARNING}{path}", f"{LEARNING}r1/{path}"):
            answer = client.get(address, headers=PLAIN)
            assert (answer.status_code, answer.content == content) == (200, True), address
            assert answer.headers["etag"] == f'"{sha256(content)}"'
            assert answer.headers["content-type"] == types.get(path, answer.headers["content-type"])
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["referrer-policy"] == "no-referrer"


def test_the_page_stands_at_the_address_of_the_edition(
    client: httpx.Client, frozen: dict[str, bytes]
) -> None:
    for address in (LEARNING, f"{LEARNING}r1/"):
        assert client.get(address).content == frozen["index.html"]


def test_an_address_by_year_asks_again_and_one_by_revision_never_changes(
    client: httpx.Client,
) -> None:
    assert client.get(LEARNING).headers["cache-control"] == "public, no-cache"
    assert client.get(f"{LEARNING}r1/").headers["cache-control"] == (
        "public, max-age=31536000, immutable"
    )


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_who_has_a_file_already_gets_no_body(client: httpx.Client, encoding: str) -> None:
    asking = {"Accept-Encoding": encoding}
    first = client.get(LEARNING, headers=asking)
    tag = first.headers["etag"]
    for known in (tag, f'"x", {tag}', f"W/{tag}", "*"):
        again = client.get(LEARNING, headers={**asking, "If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = client.get(LEARNING, headers={**asking, "If-None-Match": '"x"'})
    assert other.status_code == 200


def test_compressed_is_the_same_content_under_another_tag(
    client: httpx.Client, frozen: dict[str, bytes]
) -> None:
    with client.stream("GET", LEARNING, headers={"Accept-Encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
    page = frozen["index.html"]
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["etag"] == f'"{sha256(page)}-gzip"'
    assert "accept-encoding" in answer.headers["vary"].lower()
    assert int(answer.headers["content-length"]) == len(raw) < len(page)
    assert gzip.decompress(raw) == page
    refused = client.get(LEARNING, headers={"Accept-Encoding": "gzip;q=0"})
    assert "content-encoding" not in refused.headers
    # Tiles are compressed inside.
    tiles = client.get(f"{LEARNING}basemap.pmtiles", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in tiles.headers


def test_head_has_the_headers_of_get_and_no_body(client: httpx.Client) -> None:
    for address in (LEARNING, f"{LEARNING}basemap.pmtiles", "/api/v1/points", "/docs"):
        by_get = client.get(address, headers=PLAIN)
        by_head = client.head(address, headers=PLAIN)
        assert (by_head.status_code, by_head.content) == (200, b"")
        varying = {"date"}
        assert {k: v for k, v in by_head.headers.items() if k not in varying} == {
            k: v for k, v in by_get.headers.items() if k not in varying
        }
    assert client.head(f"{LEARNING}nothing").status_code == 404


def test_parts_of_a_file(client: httpx.Client, frozen: dict[str, bytes]) -> None:
    path, content = "basemap.pmtiles", frozen["basemap.pmtiles"]
    size = len(content)
    for wanted, first, last in (
        ("bytes=0-126", 0, 126),
        (f"bytes=100-{size + 500}", 100, size - 1),
        ("bytes=127-", 127, size - 1),
        ("bytes=-16", size - 16, size - 1),
        (f"bytes=-{size + 1}", 0, size - 1),
    ):
        part = client.get(f"{LEARNING}{path}", headers={"Range": wanted})
        assert part.status_code == 206, wanted
        assert part.content == content[first : last + 1]
        assert part.headers["content-range"] == f"bytes {first}-{last}/{size}"
        assert part.headers["etag"] == f'"{sha256(content)}"'


def test_a_part_of_a_page_is_never_compressed(
    client: httpx.Client, frozen: dict[str, bytes]
) -> None:
    headers = {"Range": "bytes=0-2999", "Accept-Encoding": "gzip"}
    part = client.get(LEARNING, headers=headers)
    assert (part.status_code, part.content) == (206, frozen["index.html"][:3000])
    assert "content-encoding" not in part.headers


def test_a_part_that_is_none(client: httpx.Client, frozen: dict[str, bytes]) -> None:
    size = len(frozen["basemap.pmtiles"])
    address = f"{LEARNING}basemap.pmtiles"
    beyond = client.get(address, headers={"Range": f"bytes={size}-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{size}")
    assert beyond.json()["type"] == "/problems/range-not-satisfiable"
    assert client.get(address, headers={"Range": "bytes=-0"}).status_code == 416
    # What cannot be read as one range is passed over.
    for wanted in ("bytes=5-3", "bytes=-", "lines=1-2", "bytes=0-1,5-6", "bytes=" + "9" * 30 + "-"):
        assert client.get(address, headers={"Range": wanted}).status_code == 200, wanted


def test_a_part_only_of_the_version_that_is_known(
    client: httpx.Client, frozen: dict[str, bytes]
) -> None:
    address = f"{LEARNING}basemap.pmtiles"
    tag = f'"{sha256(frozen["basemap.pmtiles"])}"'
    same = client.get(address, headers={"Range": "bytes=0-9", "If-Range": tag})
    other = client.get(address, headers={"Range": "bytes=0-9", "If-Range": '"older"'})
    assert (same.status_code, other.status_code) == (206, 200)
    assert other.content == frozen["basemap.pmtiles"]


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/zh", "/zh/"),
        ("/editions", "/editions/"),
        ("/editions/2026/learning", LEARNING),
        ("/editions/2026/learning?lang=en", f"{LEARNING}?lang=en"),
        ("/editions/2026/learning/r1", f"{LEARNING}r1/"),
    ],
)
def test_a_missing_slash_is_added(client: httpx.Client, address: str, target: str) -> None:
    for host in ("somewhere.else", "a/b?c#d", "[", "a:b:c"):
        answer = client.get(address, headers={"Host": host})
        assert answer.status_code in {307, 308}
        assert answer.headers["location"] == target


@pytest.mark.parametrize(
    "address",
    [
        "/editions/2026/elderly/",
        "/editions/2025/learning/",
        "/editions/2026/atlas/",
        "/editions/2026/atlas",
        "/editions/20266/learning/",
        f"/editions/{'9' * 5000}/learning/",
        "/editions/2026/learning/r2/",
        "/editions/2026/learning/r0/",
        f"/editions/2026/learning/r{'9' * 5000}/",
        "/editions/2026/learning/nothing.txt",
        "/editions/2026/learning/../../../etc/passwd",
        "/editions/2026/learning/%00",
        "/editions/%00/learning/",
    ],
)
def test_what_is_not_published_is_not_found(api: Asking, address: str) -> None:
    assert api.problem(address, 404)["type"] == "/problems/not-found"


def test_the_list_as_page_and_as_json(client: httpx.Client) -> None:
    page = client.get("/editions/", headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert f'href="{LEARNING}"' in page.text
    assert "河镇" in page.text
    for answer in (
        client.get("/editions/", headers={"Accept": "application/json"}),
        client.get("/api/v1/editions"),
    ):
        EditionList.model_validate(answer.json(), strict=True)
        (edition,) = answer.json()["editions"]
        assert (edition["map"], edition["year"], edition["revision"]) == ("learning", 2026, 1)
        assert (edition["address"], edition["revision_address"]) == (LEARNING, f"{LEARNING}r1/")
        manifest = client.get(edition["address"] + "manifest.json")
        assert sha256(manifest.content) == edition["manifest_sha256"]
        for file in edition["files"]:
            content = client.get(edition["address"] + file["path"]).content
            assert (sha256(content), len(content)) == (file["sha256"], file["bytes"])


def test_the_life_of_an_edition(own_town: City, own_client: httpx.Client) -> None:
    api = Asking(own_client)
    compute_city_catchments(own_town)
    draft_edition(own_town, "learning", 2026)
    assert "no published learning edition of 2026" in api.problem(LEARNING, 404)["detail"]
    api.problem(f"{LEARNING}r1/", 404)
    assert api.json("/api/v1/editions") == {"editions": []}
    assert own_client.get("/editions/").status_code == 200

    publish_edition(own_town, "learning", 2026, approval=APPROVAL, overrides=ONE_NAME)
    first = own_client.get(f"{LEARNING}edition.json").content
    publish_edition(
        own_town, "learning", 2026, approval=APPROVAL, supersede=True, overrides=ONE_NAME
    )
    second = own_client.get(f"{LEARNING}edition.json").content
    assert first != second
    # The earlier one stays where it was, and the year's address leads to the later one.
    assert own_client.get(f"{LEARNING}r1/edition.json").content == first
    assert own_client.get(f"{LEARNING}r2/edition.json").content == second

    assert "link" not in own_client.get(f"{LEARNING}edition.json").headers
    for path in ("", "edition.json"):
        assert links(own_client, f"{LEARNING}r1/{path}") == {
            "latest-version": f"{LEARNING}{path}",
            "successor-version": f"{LEARNING}r2/{path}",
        }
    newest = {
        "latest-version": f"{LEARNING}edition.json",
        "predecessor-version": f"{LEARNING}r1/edition.json",
    }
    assert links(own_client, f"{LEARNING}r2/edition.json") == newest
    tag = f'"{sha256(second)}"'
    known = own_client.get(f"{LEARNING}r2/edition.json", headers={"If-None-Match": tag})
    assert (known.status_code, {rel: link["url"] for rel, link in known.links.items()}) == (
        304,
        newest,
    )

    _withdraw(own_town, revision=2, reason="a wrong border")
    # Where nothing can be read no link leads.
    assert links(own_client, f"{LEARNING}r1/") == {}
    for address in (LEARNING, f"{LEARNING}r2/", f"{LEARNING}r2/points.geojson"):
        problem = api.problem(address, 410)
        assert problem["type"] == "/problems/withdrawn"
        assert "a wrong border" in problem["detail"]
    listed: list[dict[str, Any]] = api.json("/api/v1/editions")["editions"]
    assert [(one["revision"], one["status"]) for one in listed] == [
        (2, "withdrawn"),
        (1, "superseded"),
    ]
    assert listed[0]["reason"] == "a wrong border"
    assert listed[0]["revision_address"] is None
    # An open draft of the next revision changes nothing of that.
    draft_edition(own_town, "learning", 2026)
    api.problem(LEARNING, 410)


def links(client: httpx.Client, address: str) -> dict[str, str]:
    """Return where an answer's links lead, by their relation; each leads to an answer."""
    found = {rel: link["url"] for rel, link in client.get(address).links.items()}
    assert all(client.get(url).status_code == 200 for url in found.values())
    return {str(rel): url for rel, url in found.items()}


def _withdraw(city: City, *, revision: int, reason: str) -> None:
    with city.store.begin() as tx:
        (row,) = (row for row in list_editions(tx) if row.revision == revision)
        withdraw(tx, edition_id=row.id, reason=reason, actor="tester")
