"""The planners' page of the next sites: figures worked out on paper, their origin, and files."""

import csv
import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from learnmap.store import Store, upsert_points
from learnmap.workflows.city import City
from tests.service.conftest import served
from tests.service.planned_town import HOSTILE, open_planned_town
from tests.service.staffed import add_person, hash_quickly, log_in, origin
from tests.service.test_planner import cells_of, page_of
from tests.service.towns import a_point
from tests.unit.network.drawing import Drawing

MUSEUM: dict[str, str | int] = {
    "profile": "older_adult",
    "points": "kind:museum",
    "minutes": 10,
    "sites": 1,
}


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    hash_quickly(monkeypatch)


@pytest.fixture
def city(store: Store, tmp_path: Path) -> City:
    """Build the planned town with no point on its one corner, so that a site can stand there."""
    city = open_planned_town(store, tmp_path)
    with store.begin() as tx:
        closed = a_point("corner", Drawing().at(0, 0), status="closed")
        upsert_points(tx, [closed], actor="tester")
    return city


@pytest.fixture
def client(city: City) -> Iterator[httpx.Client]:
    with served(city, staff=city) as asking:
        asking.headers["accept-language"] = "en"
        add_person(city, "lin", "planner")
        log_in(asking, "lin")
        yield asking


def test_sites_are_proposed_when_they_are_asked_for(client: httpx.Client) -> None:
    page = page_of(client, "/planner/sites")
    assert "<h1>Where the next points should stand</h1>" in page
    assert "<svg " not in page  # nothing is searched before somebody asks
    page = page_of(client, "/planner/sites", **MUSEUM)
    # In 600 s the east alone gets to the museum; the corner is 262.5 s from the west's 10.5 and
    # 125 s from the lane's 5.
    assert "Now: 20.2 within + 15.5 beyond + 4 on no street = 39.8 (50.9%)" in page
    assert "Then: 35.8 within + 0 beyond + 4 on no street = 39.8 (89.9%)" in page
    assert "Proven: the best that any choice could come to is 35.8 residents covered" in page
    assert "(gap 0.00%)" in page
    assert "One site after the other (greedy): 35.8 residents covered." in page
    assert cells_of(page) == [["1", "Corner 1", "31.20000, 121.40000", HOSTILE, "15.5", "15.5"]]
    assert "<svg " in page
    assert "1 street corners, 250 m apart or more" in page
    command = "learnmap sites --model most_covered --sites 1 --spacing 250 --profile older_adult"
    assert f"{command} --minutes 10 --age 60 --by district --kind museum" in page
    chinese = client.get("/planner/sites", params=MUSEUM, headers={"accept-language": "zh"}).text
    assert "新设后：35.8 能走到 + 0 走不到 + 4 不在路网 = 39.8（89.9%）" in chinese
    assert "路口 1" in chinese


def test_what_is_proposed_can_be_tried_as_a_scenario(client: httpx.Client) -> None:
    page = page_of(client, "/planner/sites", **MUSEUM)
    form = page.partition('action="/planner/scenarios/draft"')[2].partition("</form>")[0]
    assert "Try these in a scenario (as: Museum)" in form
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    data = {name: html.unescape(value) for name, value in hidden.items()}
    answer = client.post("/planner/scenarios/draft", data=data, headers=origin(client))
    assert answer.status_code == 200
    # The walks are searched anew, and come to the same residents.
    assert "20.2 now, 35.8 then, a difference of +15.5" in answer.text
    assert "Corner 1" in answer.text


def test_the_mean_walk_can_be_asked_for(client: httpx.Client) -> None:
    page = page_of(client, "/planner/sites", **MUSEUM, model="shortest_walks")
    # 137.5 s for the east, 600 for all others; then 262.5 s for the west and 125 s for the lane.
    before = (20.25 * 137.5 + 19.5 * 600) / 39.75 / 60
    after = (20.25 * 137.5 + 10.5 * 262.5 + 5 * 125 + 4 * 600) / 39.75 / 60
    assert f"The mean walk falls from {before:.2f} to {after:.2f} min" in page


def test_the_files_are_of_the_same_question(client: httpx.Client) -> None:
    answer = client.get("/planner/sites.csv", params=MUSEUM)
    assert 'filename="sites-older_adult-1-' in answer.headers["content-disposition"]
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["id"], row["gain_residents"], row["points_code"]) == ("corner-1", "15.5", "museum")
    for suffix in ("geojson", "gpkg", "parquet"):
        answer = client.get(f"/planner/sites.{suffix}", params=MUSEUM)
        assert answer.status_code == 200
        assert b"corner-1" in answer.content
    assert client.get("/planner/sites.exe", params=MUSEUM).status_code == 404


def test_what_cannot_be_asked_is_refused(client: httpx.Client) -> None:
    wrong: dict[str, str | int] = {"sites": 31, "spacing": 3, "floor": 55, "model": "best"}
    for name, value in wrong.items():
        asked: dict[str, str | int] = {**MUSEUM, name: value}
        assert client.get("/planner/sites", params=asked).status_code == 404
    # The town has one corner: at most two are one.
    two: dict[str, str | int] = {**MUSEUM, "sites": 2}
    assert len(cells_of(page_of(client, "/planner/sites", **two))) == 1
    # Nobody is counted from 130 on, since that would divide the band from 60.
    refused = page_of(client, "/planner/sites", **MUSEUM, age=130)
    assert "Nothing can be chosen so" in refused
    assert "Nobody lives at any place; give residents." in refused
    # As far as the corner reaches: nobody in the east needs it, the museum is there.
    assert "Corner 1" in page_of(client, "/planner/sites", **MUSEUM, floor=90)
