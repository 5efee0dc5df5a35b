"""Where a resident is, is written nowhere: a place that was asked about is sought on the disk."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx
import pytest

from learnmap.store import Store
from learnmap.workflows.city import City
from tests.service.homes import Home, new_home
from tests.service.towns import open_town
from tests.unit.network.drawing import Drawing

PLACE: Final = Drawing().at(3.21987, 171.43219)
"""On the western bank of the river town."""
NAME: Final = "苹果树下的红房子 7b"
"""What somebody typed who looks for their home."""
SERVE_WITH_A_FAULT: Final = (
    "-c",
    """
from learnmap.workflows.nearby import NearbyIndex
from learnmap.cli import main
found = NearbyIndex.find
def find(self, place, **rest):
    if rest.get("minutes") == 13:
        raise ZeroDivisionError(f"{place} {rest}")
    return found(self, place, **rest)
NearbyIndex.find = find
main()
""",
    "serve",
)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with new_home(tmp_path) as found:
        found.cluster.start()
        with Store.open(found.cluster.ensure_database("city")) as store:
            store.upgrade()
            city = City(store, found.folder, "tester")
            open_town(city.store, found.folder)
        yield found


def test_a_place_is_found_nowhere_after_it_was_asked_about(home: Home) -> None:
    lon, lat = PLACE
    place = {"lon": lon, "lat": lat}
    with home.serving(SERVE_WITH_A_FAULT) as client:
        ask_everything(client, place)
        # What nobody expects, with the place in its message.
        assert client.post("/api/v1/nearby", json={**place, "minutes": 13}).status_code == 500
        assert client.get("/api/v1/nearby", params={**place, "minutes": 13}).status_code == 500
        home.cluster.stop()
        assert client.post("/api/v1/nearby", json=place).status_code == 503
        assert client.post("/zh/near", data={"text": NAME}).status_code == 503
        home.cluster.start()
        assert client.post("/api/v1/nearby", json=place).status_code == 200
    home.cluster.stop()
    told = "".join(one.read_text() for one in home.written.iterdir())
    assert "ZeroDivisionError" in told  # so that there was something to find
    files = [*home.written.iterdir(), *(one for one in home.folder.rglob("*") if one.is_file())]
    assert any(one.name == "postgres.log" for one in files)
    for one in files:
        content = one.read_bytes()
        for what, trace in traces(lon, lat).items():
            assert trace not in content, f"{what} in {one}"


def ask_everything(client: httpx.Client, place: dict[str, float]) -> None:
    """Ask every question that holds a place, well and badly."""
    walk = "/api/v1/points/garden/walk"
    for path in ("/api/v1/nearby", "/api/v1/reach", walk):
        assert client.post(path, json=place).status_code == 200, path
        assert client.get(path, params=place).status_code == 200, path
        bad: dict[str, float | str] = {**place, "profile": f"{place['lon']}"}
        assert client.post(path, json=bad).status_code == 422
        assert client.get(path, params=bad).status_code == 422
        assert client.post(path, content=f"{place} {{").status_code in {415, 422}
        assert client.post(f"{path}/", json=place).status_code in {404, 405}
    assert client.post("/api/v1/places", json={"text": NAME}).status_code == 200
    assert client.get("/api/v1/places", params={"text": NAME}).status_code == 200
    assert client.post("/zh/near", data={"text": NAME, "profile": NAME}).status_code == 200


def traces(lon: float, lat: float) -> dict[str, bytes]:
    """Return how a place may be written: its digits, its bytes, and the text that was typed."""
    return {
        "longitude": f"{lon:.6f}"[:-1].encode(),
        "latitude": f"{lat:.6f}"[:-1].encode(),
        "longitude as a double": struct.pack("<d", lon),
        "latitude as a double": struct.pack("<d", lat),
        "text": NAME.encode(),
        "text in an address": b"%E8%8B%B9%E6%9E%9C",
    }
