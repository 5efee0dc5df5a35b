"""Points without a place in the console, by plain forms and the real server."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from learnmap.store import Store, read_point
from learnmap.workflows.accounts import add_account
from learnmap.workflows.city import City
from learnmap.workflows.import_runs import run_import
from learnmap.workflows.placing import unplaced_counts
from tests.service.conftest import served
from tests.service.staffed import hash_quickly
from tests.service.test_staff import csrf
from tests.service.test_staff_routes import GOOD, log_in
from tests.service.towns import HOSTILE, a_point, at, open_town

ROWS = (
    "id,kind,name_zh,address,longitude,latitude",
    "c,library,南馆,长寿路 12 号,,",
    f'x,library,"{HOSTILE.replace(chr(34), chr(34) * 2)}",某处 1 号,,',
)


@pytest.fixture
def city(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> City:
    hash_quickly(monkeypatch)
    known = [
        a_point("near", at("resting"), address="长寿路 10 号", fictional=False),
        a_point("far", at("across"), address="长寿路 16 号", fictional=False),
    ]
    found = open_town(store, tmp_path, points=known)
    for name, role in (("li", "editor"), ("ping", "planner")):
        add_account(found, name, full_name=name, role=role, password=GOOD, temporary=False)
    file = tmp_path / "list.csv"
    file.write_text("\n".join(ROWS), encoding="utf-8")
    assert run_import(found, file, place_by_hand=True).unplaced == 2
    return found


@pytest.fixture
def client(city: City) -> Iterator[httpx.Client]:
    with served(city, staff=city) as asking:
        log_in(asking, "li")
        yield asking


def links(client: httpx.Client) -> list[str]:
    return re.findall(r'href="(/staff/unplaced/\d+)"', client.get("/staff/unplaced").text)


def send(client: httpx.Client, path: str, step: str, **fields: str) -> httpx.Response:
    token = csrf(client.get(path))
    return client.post(f"{path}/{step}", data={"csrf": token, **fields})


def test_a_candidate_is_chosen_without_a_script(client: httpx.Client, city: City) -> None:
    page = client.get("/staff/unplaced").text
    assert "2 wait, 0 are placed, 0 are discarded." in page
    assert "<img" not in page
    first, second = links(client)
    shown = client.get(first).text
    assert "between the next known numbers" in shown
    assert "<img" not in client.get(second).text
    nothing = send(client, first, "place")
    assert (nothing.status_code, "Choose a place on the map" in nothing.text) == (422, True)
    done = send(client, first, "place", candidate="0")
    assert done.headers["location"] == "/staff/unplaced?said=unplaced_placed"
    with city.store.begin() as tx:
        point = read_point(tx, "c").point
    # Number 12 of 10 to 16: a third of the way from the one to the other.
    for axis in (0, 1):
        expected = at("resting")[axis] + (at("across")[axis] - at("resting")[axis]) / 3
        assert point.walk_to[axis] == pytest.approx(expected, abs=2e-7)
    page = client.get("/staff/unplaced?said=unplaced_placed").text
    assert "1 wait, 1 are placed" in page
    assert "placed by li" in page
    # Whoever had it open still is told.
    late = client.post(f"{first}/place", data={"csrf": csrf(client.get(second)), "candidate": "0"})
    assert (late.status_code, "Somebody settled this row" in late.text) == (409, True)


def test_what_was_typed_is_checked_and_a_warning_asks_for_a_reason(
    client: httpx.Client, city: City
) -> None:
    first, _ = links(client)
    lon, lat = (f"{degrees:.7f}" for degrees in at("lane"))
    for longitude, latitude, said in (
        (lon, "", "in degrees, such as"),
        ("1_2", lat, "in degrees, such as"),
        ("nan", lat, "in degrees, such as"),
        ("0", "0", "outside the city"),
        (lat, lon, "longitude and latitude are swapped"),
    ):
        answer = send(client, first, "place", longitude=longitude, latitude=latitude)
        assert answer.status_code == 422
        assert said in answer.text
        assert f'value="{longitude}"' in answer.text
    lon, lat = (f"{degrees:.7f}" for degrees in at("far"))
    asked = send(client, first, "place", longitude=lon, latitude=lat)
    assert asked.status_code == 422
    assert "No street that can be walked is near" in asked.text
    assert unplaced_counts(city)["placed"] == 0
    full_width = lon.translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
    fields = {"longitude": full_width, "latitude": lat, "note": "on the hill"}
    assert send(client, first, "place", **fields).status_code == 303
    assert unplaced_counts(city)["placed"] == 1


def test_a_row_is_discarded_with_a_reason(client: httpx.Client, city: City) -> None:
    _, second = links(client)
    assert send(client, second, "discard", reason=" ").status_code == 422
    done = send(client, second, "discard", reason="<i>Suzhou</i>")
    page = client.get(done.headers["location"]).text
    assert "The row is discarded." in page
    assert "&lt;i&gt;Suzhou" in page
    assert unplaced_counts(city) == {"waiting": 1, "placed": 0, "discarded": 1}
    for path in ("/staff/unplaced/0", "/staff/unplaced/x", "/staff/unplaced/99999999999999999999"):
        assert client.get(path).status_code == 404
    token = csrf(client.get(links(client)[0]))
    with httpx.Client(base_url=client.base_url) as planner:
        log_in(planner, "ping")
        assert planner.get("/staff/unplaced").status_code == 403
        data = {"csrf": csrf(planner.get("/staff")), "candidate": "0"}
        assert planner.post(f"{links(client)[0]}/place", data=data).status_code == 403
    evil = {"origin": "https://evil.example"}
    answer = client.post(f"{links(client)[0]}/place", data={"csrf": token}, headers=evil)
    assert answer.status_code == 403
