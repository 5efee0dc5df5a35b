"""The planners' scenarios by the real server: figures worked out on paper, kept and shared."""

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from learnmap.store import Store
from learnmap.workflows.city import City
from learnmap.workflows.planning.scenarios.keeping import list_scenarios
from tests.service.conftest import served
from tests.service.planned_town import HOSTILE, open_planned_town
from tests.service.staffed import add_person, csrf, hash_quickly, log_in, origin
from tests.service.test_planner import cells_of
from tests.unit.network.drawing import Drawing

ROOM = "/planner/scenarios"
ASKED = {"profile": "older_adult", "age": "60", "points": "all", "level": "district"}


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    hash_quickly(monkeypatch)


@pytest.fixture
def city(store: Store, tmp_path: Path) -> City:
    return open_planned_town(store, tmp_path)


@pytest.fixture
def client(city: City) -> Iterator[httpx.Client]:
    with served(city, staff=city) as asking:
        asking.headers["accept-language"] = "en"
        add_person(city, "lin", "planner")
        log_in(asking, "lin")
        yield asking


def carried(page: str) -> str:
    """Return the changes that the page's form carries on."""
    (found,) = re.findall(r'name="changes" value="([^"]*)" form="asking"', page)
    return html.unescape(found)


def sent(client: httpx.Client, step: str, status: int = 200, /, **fields: str) -> httpx.Response:
    """Send the form of a draft, or of its keeping."""
    data = {"csrf": csrf(client.get(f"{ROOM}/new")), **ASKED, **fields}
    answer = client.post(f"{ROOM}/{step}", data=data, headers=origin(client))
    assert answer.status_code == status, answer.text
    return answer


def at(name: str, east: float, north: float) -> dict[str, str]:
    lon, lat = Drawing().at(east, north)
    return {f"{name}_lon": str(lon), f"{name}_lat": str(lat)}


def left_out(page: str) -> list[list[str]]:
    """Return the rows of the table of gaps."""
    return cells_of(page.partition("<caption>Who is left out")[2])


def told(page: str) -> str:
    found = re.search(r'class="result">([^<]+)<', page)
    assert found, page
    return found[1]


def test_a_new_point_reaches_whom_it_should(client: httpx.Client) -> None:
    start = client.get(f"{ROOM}/new", params={**ASKED, "minutes": 4}).text
    assert "No change yet." in start
    # In four minutes, 192 m: the east and the lane. The west is 210 m from the corner.
    assert told(start).endswith("25.2 now, 25.2 then, a difference of 0")
    page = sent(
        client,
        "draft",
        do="add",
        minutes="4",
        add_kind="library",
        add_name="West",
        **at("add", 0, 200),
    ).text
    assert told(page).endswith("25.2 now, 35.8 then, a difference of +10.5")
    assert [row[:5] for row in cells_of(page)] == [
        ["East", "20.2", "20.2", "20.2", "0"],
        [HOSTILE, "15.5", "5", "15.5", "+10.5"],
        ["in no area", "4", "0", "0", "0"],
    ]
    # The corner is 200 m off as the crow flies. Island and field are on no street, now and then.
    assert left_out(page) == [
        ["no street near", "4", "4", "0"],
        ["no open point near", "10.5", "0", "-10.5"],
        ["Together", "14.5", "4", "-10.5"],
    ]
    assert json.loads(carried(page))[0]["id"] == "new-1"
    layers = sent(client, "layers", changes=carried(page), minutes="4").json()
    assert sum(one["gained"] for one in layers["hexagons"]) == pytest.approx(10.5)
    assert len(layers["points"]) == 3
    # Taken back, all is as it was.
    back = sent(client, "draft", do="remove:0", minutes="4", changes=carried(page)).text
    assert told(back) == told(start)


def test_a_gate_a_closure_and_a_move_add_up(client: httpx.Client) -> None:
    museum = {"points": "kind:museum"}
    page = sent(client, "draft", do="look", **museum).text
    assert "30.8 now, 30.8 then" in told(page)
    gate = {**at("link_begin", 0, 0), **at("link_end", 100, 0), "link_step_free": "1"}
    # Over the new bridge the lane has 200 m to the museum, 250 s, where it had 1,000 m.
    page = sent(client, "draft", do="link", **gate, **museum).text
    assert "30.8 now, 35.8 then, a difference of +5" in told(page)
    page = sent(
        client, "draft", do="close", close_id="across", changes=carried(page), **museum
    ).text
    assert "30.8 now, 0 then, a difference of -30.8" in told(page)
    assert len(json.loads(carried(page))) == 2
    # Round the block the lane has 700 m to its own museum, 875 s, which is closed for a time.
    assert ["only points that are not open", "5", "35.8", "+30.8"] in left_out(page)


def test_other_hours_count_where_hours_are_asked_for(client: httpx.Client) -> None:
    # Nobody knows the hours of a point. Open in the evening, the corner has the west and the lane.
    evenings = {"points": "open:evenings"}
    hours = {"hours_id": "corner", "hours": "Mo-Su 09:00-21:00"}
    page = sent(client, "draft", do="hours", **hours, **evenings).text
    assert "0 now, 15.5 then, a difference of +15.5" in told(page)
    page = sent(client, "draft", do="look", points="all", changes=carried(page)).text
    assert told(page).endswith("a difference of 0")
    page = sent(client, "draft", 422, do="hours", hours_id="corner", hours="").text
    assert "This step was not taken:" in page


def test_a_step_that_cannot_be_taken_is_told_and_nothing_is_lost(client: httpx.Client) -> None:
    page = sent(client, "draft", do="close", close_id="corner").text
    kept = carried(page)
    for fields in (
        {"do": "add", "add_kind": "library", "add_lon": "x", "add_lat": "1"},
        {"do": "close", "close_id": "corner"},
        {"do": "pace", "pace_profile": "adult", "pace": "9"},
    ):
        answer = sent(client, "draft", 422, changes=kept, **fields)
        assert "This step was not taken:" in answer.text
        assert carried(answer.text) == kept
    # What does not fit the city is left out of it, by name.
    page = sent(client, "draft", do="close", close_id="nowhere", changes=kept).text
    assert "there is no such learning point" in page
    for changes in ("{", '[{"change": "burn"}]', "7"):
        sent(client, "draft", 422, changes=changes)


def test_a_scenario_is_kept_shared_compared_and_deleted(client: httpx.Client, city: City) -> None:
    page = sent(client, "draft", do="close", close_id="corner").text
    answer = sent(client, "keep", 303, do="save", name="<b>No corner</b>", changes=carried(page))
    where = answer.headers["location"]
    (stored,) = list_scenarios(city)
    assert (where, stored.author) == (f"{ROOM}/{stored.id}?said=saved", "lin")
    # Who has the link sees the same.
    add_person(city, "wu", "admin")
    log_in(client, "wu")
    shown = client.get(where.partition("?")[0]).text
    assert "&lt;b&gt;No corner&lt;/b&gt;" in shown
    assert "<b>No corner" not in shown
    # All but the lane's five still reach the museum in time: 30.75 of 35.75.
    assert "35.8 now, 30.8 then, a difference of -5" in told(shown)
    assert json.loads(client.get(f"{ROOM}/{stored.id}.json").content)["name"] == "<b>No corner</b>"
    compared = client.get(f"{ROOM}/compare", params={"id": stored.id, **ASKED}).text
    assert cells_of(compared)[0][2:] == ["35.8 (89.9%)", "30.8 (77.4%, -5)"]
    table = client.get(f"{ROOM}/compare.csv", params={"id": stored.id, **ASKED}).content
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    lost = [float(row["difference"]) for row in rows if row["minutes"] == "15"]
    assert lost == [0, -5, 0]
    assert client.get(f"{ROOM}/nothing").status_code == 404
    # An admin reads scenarios, and keeps none.
    log_in(client, "wu")
    refused = sent(client, "keep", 403, do="delete", scenario=stored.id, version="1")
    assert "Your role may not do this" in refused.text
    log_in(client, "lin")
    changed = {"do": "save", "scenario": stored.id, "name": "Other", "changes": "[]"}
    sent(client, "keep", 422, version="7", **changed)
    sent(client, "keep", 303, version="1", **changed)
    sent(client, "keep", 303, do="delete", scenario=stored.id, version="2")
    assert "There are no scenarios yet." in client.get(ROOM).text
