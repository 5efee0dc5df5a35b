"""Walking routes in the console, by plain forms and the real server; walks as on paper."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyogrio
import pytest
from shapely import LineString

from learnmap.model.records import RouteStop, WalkingRoute
from learnmap.store import Store, read_entries, read_route, upsert_routes
from learnmap.workflows.accounts import add_account
from learnmap.workflows.city import City
from tests.service.conftest import served
from tests.service.staffed import hash_quickly
from tests.service.test_staff import csrf
from tests.service.towns import HOSTILE, at, open_town

GOOD = "four plain words 4"
PAGE = "/staff/routes/r1"


@pytest.fixture
def city(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> City:
    hash_quickly(monkeypatch)
    found = open_town(store, tmp_path)
    for name, role in (("li", "editor"), ("wang", "publisher"), ("ping", "planner")):
        add_account(found, name, full_name=name, role=role, password=GOOD, temporary=False)
    with store.begin() as tx:
        upsert_routes(tx, [a_route("lane", "across", "resting")], actor="a file")
    return found


@pytest.fixture
def client(city: City) -> Iterator[httpx.Client]:
    with served(city, staff=city) as asking:
        log_in(asking, "li")
        yield asking


def a_route(*ids: str, line: LineString | None = None) -> WalkingRoute:
    stops = tuple(RouteStop(point_id=name, position=at) for at, name in enumerate(ids, 1))
    names = {"zh": "河边线", "en": "By the River", "fr": "Au bord de la rivière"}
    return WalkingRoute(id="r1", names=names, stops=stops, line=line, source="a district")


def log_in(client: httpx.Client, name: str) -> None:
    client.headers.update({"accept-language": "en", "origin": str(client.base_url).rstrip("/")})
    token = csrf(client.get("/staff/login"))
    fields = {"csrf": token, "name": name, "password": GOOD}
    assert client.post("/staff/login", data=fields).status_code == 303


def fields_of(page: httpx.Response) -> dict[str, list[str]]:
    """Return what a browser would send of the form of a route."""
    form = page.text.split('id="route-form"')[1].split("</form>")[0]
    fields: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        found = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        if found.get("type") != "checkbox" or " checked" in tag:
            fields.setdefault(found["name"], []).append(found["value"])
    return fields


def do(client: httpx.Client, page: httpx.Response, step: str, **changes: object) -> httpx.Response:
    fields = {**fields_of(page), **changes, "do": step}
    return client.post(str(page.url.path), data=fields)


def order(page: httpx.Response) -> list[str]:
    return fields_of(page).get("stop", [])


def stored(city: City, route_id: str = "r1") -> tuple[int, list[str]]:
    with city.store.begin() as tx:
        found = read_route(tx, route_id)
    return found.version, [stop.point_id for stop in found.route.stops]


def test_the_walk_is_that_along_the_streets(client: httpx.Client) -> None:
    page = client.get(PAGE)
    # 200 m east, 400 north, 100 over the bridge, 400 south; then back over it and 300 south.
    assert "walk 1100 m, 15 min" in page.text
    assert "walk 800 m, 11 min" in page.text
    assert "1900 m" in page.text
    assert "26 min; 56 min with the time at the stops" in page.text  # 1,520 s, and 3 x 10 min
    shorter = do(client, page, "up:2")
    assert order(shorter) == ["lane", "resting", "across"]
    assert "walk 300 m, 4 min" in shorter.text
    assert "1100 m" in shorter.text
    assert "not saved yet" in shorter.text
    # The lane is one-way, so that the way back leads round the block.
    back = do(client, shorter, "down:0")
    assert order(back) == ["resting", "lane", "across"]
    assert "walk 700 m, 10 min" in back.text


def test_the_order_is_changed_by_buttons_and_by_numbers(client: httpx.Client) -> None:
    page = client.get(PAGE)
    for step, numbers, expected in (
        ("up:0", "123", "lane across resting"),
        ("down:2", "123", "lane across resting"),
        ("preview", "121", "resting lane across"),  # typed 1 at the last
        ("preview", "323", "across resting lane"),  # typed 3 at the first
        ("preview", "199", "lane across resting"),
        ("preview", "１２ ", "lane across resting"),
        ("remove:1", "123", "lane resting"),
        ("remove:7", "123", "lane across resting"),
        ("up:x", "123", "lane across resting"),
        ("add:closed", "123", "lane across resting closed"),
        ("add:lane", "123", "lane across resting lane"),  # it ends where it began
        ("add:<b>", "123", "lane across resting"),
    ):
        answer = do(client, page, step, order=list(numbers))
        assert (answer.status_code, " ".join(order(answer))) == (200, expected), step
    assert "closed for good" in do(client, page, "add:closed").text


def test_a_suggested_order_is_taken_and_saved(client: httpx.Client, city: City) -> None:
    page = do(client, client.get(PAGE), "suggest")
    assert "From Library lane it is 15 min of walking; now it is 26 min." in page.text
    assert order(page) == ["lane", "across", "resting"]
    taken = do(client, page, "take")
    assert order(taken) == ["lane", "resting", "across"]
    assert "cannot be made shorter" in do(client, taken, "suggest").text
    assert order(do(client, page, "take", suggested="2,2,0")) == ["lane", "across", "resting"]
    saved = do(client, taken, "save", stay=["5", "１５", "0"], theme_en="Water")
    assert saved.headers["location"] == f"{PAGE}?said=route_saved"
    assert "The route is saved." in client.get(saved.headers["location"]).text
    with city.store.begin() as tx:
        found = read_route(tx, "r1")
        entry = read_entries(tx, subject="walking_routes/r1")[-1]
    assert (found.version, found.updated_by, entry.actor) == (2, "li", "li")
    assert [(stop.point_id, stop.dwell_min) for stop in found.route.stops] == [
        ("lane", 5),
        ("resting", 15),
        ("across", 0),
    ]
    # A language that the page has no field for is kept.
    assert found.route.names["fr"] == "Au bord de la rivière"
    assert found.route.theme == {"en": "Water"}


def test_a_leg_that_cannot_be_walked_is_named(client: httpx.Client) -> None:
    page = do(client, client.get(PAGE), "add:island")
    assert "one cannot walk along streets from Library resting to Library island" in page.text
    assert "cannot be walked: Library resting → Library island" in page.text
    suggested = do(client, page, "suggest")
    assert "No order can be walked all the way" in suggested.text


def test_two_who_edit_the_same_route_choose_and_lose_nothing(
    client: httpx.Client, city: City
) -> None:
    with httpx.Client(base_url=client.base_url) as other:
        log_in(other, "wang")
        hers = client.get(PAGE)
        his = other.get(PAGE)
        assert do(other, his, "save", order=["3", "2", "1"], name_en="His").status_code == 303
        conflict = do(client, do(client, hers, "remove:1"), "save", name_en="<b>Hers</b>")
        assert conflict.status_code == 409
        assert "wang saved version 2" in conflict.text
        for text in ("His", "&lt;b&gt;Hers", "Library across · 10 min", "Library lane · 10 min"):
            assert text in conflict.text
        assert stored(city) == (2, ["resting", "across", "lane"])

        sent = fields_of_conflict(conflict)
        merged = client.post(PAGE, data={**sent, "take_name_en": "theirs", "take_stops": "mine"})
        assert order(merged) == ["lane", "resting"]
        assert fields_of(merged)["name_en"] == ["His"]
        assert "not saved yet" in merged.text
        # Somebody is quicker once more: the choice is asked for again, not written over.
        assert do(other, other.get(PAGE), "save", name_en="His again").status_code == 303
        assert do(client, merged, "save").status_code == 409
        theirs = client.post(PAGE, data={**sent, "take_stops": "theirs", "version": "3"})
        assert order(theirs) == ["resting", "across", "lane"]
        assert do(client, theirs, "save").status_code == 303
        assert stored(city) == (4, ["resting", "across", "lane"])
        # Both want the same: there is nothing to choose.
        page = other.get(PAGE)
        assert do(other, page, "save", name_en="Both").status_code == 303
        assert do(other, page, "save", name_en="Both").status_code == 303


def fields_of_conflict(page: httpx.Response) -> dict[str, object]:
    found = re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', page.text)
    fields: dict[str, object] = {"do": "merge"}
    for name, value in found:
        fields[name] = [*fields.get(name, []), value.replace("&lt;", "<")]  # type: ignore[misc]
    return fields


def test_what_cannot_be_saved_says_why_and_keeps_what_was_typed(
    client: httpx.Client, city: City
) -> None:
    page = client.get(PAGE)
    for changes, said in (
        ({"name_zh": " ", "name_en": ""}, "Give a name in at least one language"),
        ({"name_en": "x" * 201}, "200 characters at most"),
        ({"name_en": "bell\x07"}, "control character"),
        ({"source": ""}, "Say who the route is from"),
        ({"stay": ["1_0", "10", "10"]}, "Library lane: give whole minutes from 0 to 600"),
        ({"stay": ["10", "601", "10"]}, "Library across: give whole minutes"),
        ({"stop": ["lane"], "order": ["1"]}, "Add two stops at least"),
        ({"stop": ["lane", "gone", "across"]}, "learning points no more"),
        ({"stop": ["lane", "across"] * 31, "order": [str(n) for n in range(62)]}, "60 stops at"),
    ):
        answer = do(client, page, "save", **changes)
        assert answer.status_code == 422, changes
        assert said in answer.text, changes
    assert 'value="1_0"' in do(client, page, "save", stay=["1_0", "1", "1"]).text
    assert stored(city) == (1, ["lane", "across", "resting"])


def test_a_new_route_is_found_by_searching_its_stops(client: httpx.Client, city: City) -> None:
    page = client.get("/staff/routes/new")
    action = re.search(r'action="(/staff/routes/route-[0-9a-f]{8})"', page.text)
    assert action
    found = client.get("/staff/routes/found", params={"q": "100% garden_"}).text
    assert 'value="add:garden"' in found
    assert "<img" not in found
    assert "Nothing is found" in client.get("/staff/routes/found", params={"q": "10%"}).text
    fields = {**fields_of(page), "name_en": HOSTILE, "q": "garden"}
    for step in ("add:garden", "add:lane", "search"):
        answer = client.post(action[1], data={**fields, "do": step})
        fields = {**fields_of(answer), "q": "garden"}
    assert 'value="add:garden"' in answer.text
    assert "<img" not in answer.text
    assert client.post(action[1], data={**fields, "do": "save"}).status_code == 303
    assert stored(city, action[1].rpartition("/")[2]) == (1, ["garden", "lane"])
    listed = client.get("/staff/routes").text
    assert action[1] in listed
    assert "<img" not in listed
    # Sent twice, it is one route.
    assert client.post(action[1], data={**fields, "do": "save"}).status_code == 303
    assert client.post("/staff/routes/none", data={**fields, "version": "1"}).status_code == 404


def test_a_line_that_came_with_a_route_is_kept_until_somebody_lets_go(
    client: httpx.Client, city: City
) -> None:
    line = LineString([at("lane"), at("across")])
    with city.store.begin() as tx:
        upsert_routes(tx, [a_route("lane", "across", line=line)], actor="a file")
    page = client.get(PAGE)
    assert "300 m · by the line that the route came with" in page.text
    assert "does not follow them" in do(client, page, "up:1").text
    walked = do(client, page, "preview", keeps_line=[])
    assert "walk 1100 m, 15 min" in walked.text
    assert do(client, page, "save", name_en="Kept").status_code == 303
    with city.store.begin() as tx:
        assert read_route(tx, "r1").route.line == line
    assert do(client, client.get(PAGE), "save", keeps_line=[]).status_code == 303
    with city.store.begin() as tx:
        assert read_route(tx, "r1").route.line is None


def test_a_route_is_retired_and_brought_back(client: httpx.Client, city: City) -> None:
    token = csrf(client.get(PAGE))
    stale = client.post(f"{PAGE}/retire", data={"csrf": token, "version": "7"})
    assert stale.status_code == 409
    done = client.post(f"{PAGE}/retire", data={"csrf": token, "version": "1"})
    page = client.get(done.headers["location"])
    assert "The route is retired." in page.text
    assert "route-form" not in page.text
    assert "Retired routes" in client.get("/staff/routes").text
    back = client.post(f"{PAGE}/bring-back", data={"csrf": token, "version": "2"})
    assert back.status_code == 303
    assert order(client.get(PAGE)) == ["lane", "across", "resting"]
    assert stored(city)[0] == 3


def test_another_program_reads_the_files_to_take_along(
    client: httpx.Client, tmp_path: Path
) -> None:
    gpx, geojson = (client.get(f"{PAGE}/walk.{kind}") for kind in ("gpx", "geojson"))
    assert gpx.headers["content-disposition"] == 'attachment; filename="r1.gpx"'
    for kind, answer in (("gpx", gpx), ("geojson", geojson)):
        (tmp_path / f"r1.{kind}").write_bytes(answer.content)
    stops = pyogrio.read_dataframe(tmp_path / "r1.gpx", layer="waypoints")
    assert stops["name"].tolist() == ["1. Library lane", "2. Library across", "3. Library resting"]
    tracks = pyogrio.read_dataframe(tmp_path / "r1.gpx", layer="tracks")
    assert tracks["name"].tolist() == ["By the River"]
    metres = tracks.to_crs(tracks.estimate_utm_crs()).length.sum()
    assert metres == pytest.approx(1900, rel=0.01)
    whole = pyogrio.read_dataframe(tmp_path / "r1.geojson")
    assert whole.geom_type.tolist() == ["MultiLineString", "Point", "Point", "Point"]
    assert whole["length_m"].iloc[0] == 1900


def test_a_planner_looks_and_changes_nothing(client: httpx.Client, city: City) -> None:
    page = client.get(PAGE)
    with httpx.Client(base_url=client.base_url) as planner:
        log_in(planner, "ping")
        seen = planner.get(PAGE)
        assert "walk 1100 m, 15 min" in seen.text
        assert "route-form" not in seen.text
        assert planner.get(f"{PAGE}/walk.gpx").status_code == 200
        token = csrf(seen)
        fields = {**fields_of(page), "csrf": token}
        for path in (PAGE, f"{PAGE}/retire", f"{PAGE}/bring-back"):
            assert planner.post(path, data={**fields, "do": "save"}).status_code == 403
        for path in ("/staff/routes/new", "/staff/routes/found?q=l"):
            assert planner.get(path).status_code == 403
    # A form from elsewhere changes nothing either.
    evil = client.post(PAGE, data=fields_of(page), headers={"origin": "https://evil.example"})
    assert evil.status_code == 403
    client.cookies.clear()
    assert client.get(PAGE).status_code == 303
    # A part of a page is not replaced by the login.
    assert client.get(PAGE, headers={"hx-request": "true"}).status_code == 401
    assert stored(city)[0] == 1
