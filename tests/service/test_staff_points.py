"""The pages of learning points by the real server: lists, forms, conflicts, what changed."""

import contextlib
import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from learnmap.model.records import Offering, OfferingCategory
from learnmap.store import (
    Store,
    read_offerings,
    read_point,
    read_points,
    upsert_categories,
    upsert_offerings,
    upsert_points,
)
from learnmap.workflows.accounts import add_account
from learnmap.workflows.catchments import compute_city_catchments
from learnmap.workflows.city import City
from tests.service.conftest import served
from tests.service.staffed import hash_quickly
from tests.service.test_staff import GOOD, log_in
from tests.service.towns import HOSTILE, a_point, at, open_town

PEOPLE = {"zhang": "editor", "li": "publisher", "plan": "planner", "root": "admin"}


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    hash_quickly(monkeypatch)


@pytest.fixture
def city(store: Store, tmp_path: Path) -> City:
    found = open_town(store, tmp_path)
    for name, role in PEOPLE.items():
        add_account(found, name, full_name=name, role=role, password=GOOD, temporary=False)
    with store.begin() as tx:
        category = OfferingCategory(code="music", names={"zh": "音乐", "en": "Music"})
        upsert_categories(tx, [category], actor="tester")
        singing = Offering(id="o1", names={"en": "Singing"}, category="music", point_id="across")
        upsert_offerings(tx, [singing], actor="tester")
    return found


@pytest.fixture
def base(city: City) -> Iterator[str]:
    with served(city, staff=city) as asking:
        yield str(asking.base_url).rstrip("/")


class Person:
    """Somebody at a browser that runs no script."""

    def __init__(self, base: str, name: str, language: str = "en") -> None:
        headers = {"accept-language": language, "origin": base}
        self.client = httpx.Client(base_url=base, timeout=30, headers=headers)
        assert log_in(self.client, name).status_code == 303

    def page(self, path: str, status: int = 200) -> str:
        answer = self.client.get(path)
        assert answer.status_code == status, answer.text
        return answer.text

    def form(self, page: str, action: str) -> dict[str, str]:
        """Return what a browser would send of a form if nobody typed anything."""
        found = re.search(rf'<form[^>]* action="{re.escape(action)}".*?</form>', page, re.DOTALL)
        assert found, action
        fields: dict[str, str] = {}
        for tag in re.findall(r"<input[^>]*>", found[0]):
            values = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
            off = values.get("type") in {"checkbox", "radio"} and " checked" not in tag
            if "name" in values and not off:
                fields[values["name"]] = html.unescape(values.get("value", "on"))
        for name, inner in re.findall(
            r'<select[^>]* name="(\w+)".*?>(.*?)</select>', found[0], re.DOTALL
        ):
            chosen = re.search(r'value="([^"]*)" selected', inner)
            first = re.search(r'value="([^"]*)"', inner)
            assert first is not None
            fields[name] = html.unescape((chosen or first)[1])
        for name, inner in re.findall(
            r'<textarea[^>]* name="(\w+)".*?>\n?(.*?)</textarea>', found[0], re.DOTALL
        ):
            fields[name] = html.unescape(inner)
        return fields

    def send(self, path: str, fields: dict[str, str]) -> httpx.Response:
        return self.client.post(path, data=fields)

    def opened(self, point: str = "lane") -> dict[str, str]:
        path = f"/staff/points/{point}"
        return self.form(self.page(path), path)

    def ticked(self, page: str, fields: dict[str, str]) -> list[tuple[str, str]]:
        marks = re.findall(r'name="looked" type="checkbox" value="(\w+)"', page)
        assert marks
        return [*fields.items(), *(("looked", mark) for mark in marks)]


@pytest.fixture
def enter(base: str) -> Iterator[Callable[..., Person]]:
    """Give a function that lets somebody log in, by name and language."""
    with contextlib.ExitStack() as clients:

        def opened(name: str, language: str = "en") -> Person:
            person = Person(base, name, language)
            clients.callback(person.client.close)
            return person

        yield opened


@pytest.fixture
def zhang(enter: Callable[..., Person]) -> Person:
    return enter("zhang")


def saves(answer: httpx.Response, where: str) -> None:
    assert (answer.status_code, answer.headers.get("location")) == (303, where), answer.text


def test_the_list_finds_filters_and_says_how_many(zhang: Person) -> None:
    page = zhang.page("/staff/points")
    assert "7 found; 1 to 7 are shown." in page
    assert HOSTILE not in page
    assert html.escape(HOSTILE, quote=False).split("\u2028", maxsplit=1)[0][:9] in page
    assert "1 found; 1 to 1" in zhang.page("/staff/points?q=东岸+１")
    assert "1 found; 1 to 1" in zhang.page("/staff/points?q=%25+garden_")
    assert "6 found" in zhang.page("/staff/points?map=learning&kind=library")
    assert "No learning point fits." in zhang.page("/staff/points?map=elderly&kind=library")
    assert "5 found" in zhang.page("/staff/points?status=open")
    assert "6 found" in zhang.page("/staff/points?lacks=catchment&page=99")
    for odd in ("q=%00", "area=x", "page=1e9", "kind=none", "status='", "map=none&order=x"):
        zhang.page(f"/staff/points?{odd}")


def test_who_may_what(enter: Callable[..., Person], city: City) -> None:
    planner, admin = enter("plan"), enter("root")
    page = planner.page("/staff/points/lane")
    assert "Your role may read this and not change it." in page
    assert 'name="assure"' not in page
    fields = planner.form(page, "/staff/points/lane") | {"phone": "1"}
    for path in (
        "/staff/points/lane",
        "/staff/points/new",
        "/staff/points/lane/undo",
        "/staff/points/check/place",
        "/staff/points/across/offerings/o1",
        "/staff/points/across/offerings/o1/end",
    ):
        assert planner.send(path, fields).status_code == 403, path
        assert admin.send(path, fields | {"csrf": ""}).status_code == 403, path
    for path in ("/staff/points/lane/history", "/staff/changes", "/staff/points/new"):
        planner.page(path, 403)
    admin.page("/staff/changes")
    with city.store.begin() as tx:
        assert read_point(tx, "lane").version == 1


def test_a_form_that_nobody_changed_changes_nothing(zhang: Person, city: City) -> None:
    for point in ("lane", "garden"):
        answer = zhang.send(f"/staff/points/{point}", zhang.opened(point))
        saves(answer, f"/staff/points/{point}?said=point_unchanged")
    with city.store.begin() as tx:
        assert {one.version for one in read_points(tx)} == {1}


def test_a_change_is_saved_and_told_of(zhang: Person, city: City) -> None:
    fields = zhang.opened() | {"phone": "021-63511234", "status": "planned", "assure": "today"}
    saves(zhang.send("/staff/points/lane", fields), "/staff/points/lane?said=done_point")
    with city.store.begin() as tx:
        stored = read_point(tx, "lane")
    assert (stored.version, stored.point.phone, stored.point.status) == (
        2,
        "021-63511234",
        "planned",
    )
    assert stored.point.assured_date is not None
    history = zhang.page("/staff/points/lane/history")
    assert "<strong>" in history
    assert re.search(r"<th[^>]*>Status</th><td>Open</td><td>Planned</td>", history)
    assert re.search(r"<th[^>]*>Phone</th><td>\(empty\)</td><td>021-63511234</td>", history)
    assert "zhang" in zhang.page("/staff/changes?who=zhang")
    assert "No change fits." in zhang.page("/staff/changes?until=2020-01-01")
    zhang.page("/staff/changes?since=yesterday", 422)


def test_faults_stand_by_their_fields_and_nothing_typed_is_lost(
    enter: Callable[..., Person], city: City
) -> None:
    zhang = enter("zhang", "zh")
    typed = {
        "name_zh": "",
        "name_en": "",
        "longitude": "１２１．５",
        "latitude": "",
        "assured_date": "昨天",
        "opening_hours": "看情况",
        "designation_year": "1066",
        "address": f"{HOSTILE} 路",
        "entrance_longitude": "100.1",
    }
    answer = zhang.send("/staff/points/lane", zhang.opened() | typed)
    assert answer.status_code == 422
    page = answer.text
    assert "有 6 处需要修改" in page or "处需要修改" in page
    for name in ("name_zh", "longitude", "latitude", "assured_date", "opening_hours",
                 "designation_year"):  # fmt: skip
        assert f'id="{name}-wrong"' in page, name
    assert "请用半角数字和小数点，例如 121.5" in page
    again = zhang.form(page, "/staff/points/lane")
    assert {name: again[name] for name in typed} == typed
    assert HOSTILE not in page
    with city.store.begin() as tx:
        assert read_point(tx, "lane").version == 1


def test_chinese_hours_are_shown_as_converted_before_they_are_saved(
    zhang: Person, city: City
) -> None:
    fields = zhang.opened() | {"opening_hours": "周一至周五 9:00-17:00，节假日休息"}
    part = zhang.send("/staff/points/check/hours", fields).text
    assert "It will be stored as: Mo-Fr 09:00-17:00; PH off" in part
    assert "Mon–Fri 9:00–17:00; public holidays closed" in part
    assert re.search(r"(Open|Closed) now</strong>, (closes|opens) ", part)
    # Without a script nobody has seen that yet, and it is shown first.
    answer = zhang.send("/staff/points/lane", fields)
    assert answer.status_code == 422
    shown = zhang.form(answer.text, "/staff/points/lane")
    assert shown["opening_hours"] == "Mo-Fr 09:00-17:00; PH off"
    saves(zhang.send("/staff/points/lane", shown), "/staff/points/lane?said=done_point")
    with city.store.begin() as tx:
        assert read_point(tx, "lane").point.opening_hours == "Mo-Fr 09:00-17:00; PH off"
    odd = zhang.send("/staff/points/check/hours", fields | {"opening_hours": "x" * 900}).text
    assert "This cannot be read." in odd


def test_a_place_is_checked_as_a_row_of_a_file_is(zhang: Person, city: City) -> None:
    far = at("far")
    moved = {"longitude": str(far[0]), "latitude": str(far[1] + 0.01)}
    fields = zhang.opened() | moved
    part = zhang.send("/staff/points/check/place", fields).text
    assert "from the nearest street, over 100 m: no catchment." in part
    answer = zhang.send("/staff/points/lane", fields)
    assert answer.status_code == 422
    assert "Look at the place; a point as far as that has no catchment." in answer.text
    ticked = zhang.ticked(answer.text, fields)
    # What was looked at is this distance and no other.
    farther = dict(fields, latitude=str(far[1] + 0.012), looked=ticked[-1][1])
    assert zhang.send("/staff/points/lane", farther).status_code == 422
    answer = zhang.client.post("/staff/points/lane", data=dict(ticked))
    saves(answer, "/staff/points/lane?said=done_point")
    with city.store.begin() as tx:
        assert read_point(tx, "lane").point.latitude == far[1] + 0.01


def test_the_distance_is_the_one_drawn(zhang: Person) -> None:
    # The bank's street is the meridian of the corner; 20 m east of it there is nothing nearer.
    lon, lat = at("resting")
    east = at("across")[0] - at("closed")[0]
    fields = zhang.opened("resting") | {"longitude": str(lon + 0.2 * east), "latitude": str(lat)}
    part = zhang.send("/staff/points/check/place", fields).text
    assert "20 m from the nearest street to walk on." in part


def test_a_near_duplicate_is_asked_about(zhang: Person) -> None:
    page = zhang.page("/staff/points/new")
    lane = at("lane")
    fields = zhang.form(page, "/staff/points/new") | {
        "name_zh": "图书馆 lane",
        "kind": "library",
        "longitude": str(lane[0]),
        "latitude": str(lane[1]),
    }
    answer = zhang.send("/staff/points/new", fields)
    assert answer.status_code == 422
    assert "May be the same as lane (图书馆 lane) 0 m away." in answer.text
    answer = zhang.client.post("/staff/points/new", data=dict(zhang.ticked(answer.text, fields)))
    assert re.fullmatch(
        r"/staff/points/made-[0-9a-f]{16}\?said=done_added_point", answer.headers["location"]
    )
    # The same name and address once more would be the same id.
    again = zhang.send("/staff/points/new", fields)
    assert again.status_code == 409
    assert "There is a learning point made-" in again.text
    taken = zhang.send("/staff/points/new", fields | {"id": "lane"})
    assert taken.status_code == 409
    assert zhang.form(taken.text, "/staff/points/new")["name_zh"] == "图书馆 lane"


def test_two_people_lose_nothing(zhang: Person, enter: Callable[..., Person], city: City) -> None:
    li = enter("li")
    hers, his = li.opened(), zhang.opened()
    saves(
        zhang.send("/staff/points/lane", his | {"phone": "111", "website": "https://a.example"}),
        "/staff/points/lane?said=done_point",
    )
    answer = li.send("/staff/points/lane", hers | {"phone": "222", "address": "新路 1 号"})
    assert answer.status_code == 409
    assert "zhang saved a change" in answer.text
    conflict = li.form(answer.text, "/staff/points/lane")
    # Only he changed the website, only she the address; both the phone, which is hers to choose.
    assert conflict["choice_website"] == "theirs"
    assert conflict["choice_address"] == "mine"
    assert "choice_phone" not in conflict
    # A third change while she chooses is asked about again.
    third = zhang.opened() | {"designation": "市级"}
    saves(zhang.send("/staff/points/lane", third), "/staff/points/lane?said=done_point")
    answer = li.send("/staff/points/lane", conflict | {"choice_phone": "mine"})
    assert answer.status_code == 409
    conflict = li.form(answer.text, "/staff/points/lane")
    assert conflict["choice_designation"] == "theirs"
    saves(li.send("/staff/points/lane", conflict), "/staff/points/lane?said=done_point")
    with city.store.begin() as tx:
        stored = read_point(tx, "lane")
    point = stored.point
    assert stored.version == 4
    assert (point.phone, point.website, point.address, point.designation) == (
        "222",
        "https://a.example",
        "新路 1 号",
        "市级",
    )


def test_one_change_is_undone(zhang: Person, city: City) -> None:
    for values in ({"phone": "111"}, {"address": "新路"}, {"phone": "222"}):
        saves(
            zhang.send("/staff/points/lane", zhang.opened() | values),
            "/staff/points/lane?said=done_point",
        )
    history = zhang.page("/staff/points/lane/history")
    newest, middle, oldest = re.findall(r'name="entry" value="(\d+)"', history)
    csrf = zhang.opened()["csrf"]

    def undo(entry: str) -> httpx.Response:
        return zhang.send("/staff/points/lane/undo", {"csrf": csrf, "entry": entry})

    saves(undo(middle), "/staff/points/lane?said=done_point")
    # The phone was changed again since: what is to stay has to be chosen.
    answer = undo(oldest)
    assert answer.status_code == 409
    conflict = zhang.form(answer.text, "/staff/points/lane")
    saves(
        zhang.send("/staff/points/lane", conflict | {"choice_phone": "theirs"}),
        "/staff/points/lane?said=point_unchanged",
    )
    saves(undo(newest), "/staff/points/lane?said=done_point")
    with city.store.begin() as tx:
        point = read_point(tx, "lane").point
    assert (point.phone, point.address) == ("111", None)
    assert undo("999999").status_code == 404
    assert undo("x").status_code == 404


def test_offerings_are_added_changed_and_ended(
    zhang: Person, enter: Callable[..., Person], city: City
) -> None:
    new = "/staff/points/across/offerings/new"
    fields = zhang.form(zhang.page(new), new) | {
        "name_en": "Calligraphy",
        "fee": "12.50",
        "sessions": "2026-12-04 10:00-11:30 weekly until 2026-12-19\n2027-01-01 9:00–10:00",
    }
    wrong = zhang.send(new, fields | {"fee": "-1", "sessions": "tomorrow", "age_from": "x"})
    assert wrong.status_code == 422
    assert "Line 1, tomorrow, cannot be read." in wrong.text
    assert 'id="fee-wrong"' in wrong.text
    saves(zhang.send(new, fields), "/staff/points/across?said=done_offering")
    with city.store.begin() as tx:
        made = next(one for one in read_offerings(tx) if one.id != "o1")
    assert [f"{s.starts_at.astimezone(city.clock()):%m-%d %H:%M}" for s in made.sessions] == [
        "12-04 10:00",
        "12-11 10:00",
        "12-18 10:00",
        "01-01 09:00",
    ]
    path = "/staff/points/across/offerings/o1"
    li = enter("li")
    hers = li.form(li.page(path), path)
    saves(
        zhang.send(path, zhang.form(zhang.page(path), path) | {"capacity": "20"}),
        "/staff/points/across?said=done_offering",
    )
    answer = li.send(path, hers | {"schedule": "Mondays"})
    assert answer.status_code == 409
    assert "zhang saved a change" in answer.text
    saves(li.send(path, li.form(answer.text, path)), "/staff/points/across?said=done_offering")
    with city.store.begin() as tx:
        singing = next(one for one in read_offerings(tx) if one.id == "o1")
    assert (singing.capacity, singing.schedule) == (20, "Mondays")
    saves(
        zhang.send(f"{path}/end", {"csrf": hers["csrf"]} | zhang.form(zhang.page(path), path)),
        "/staff/points/across?said=done_ended",
    )
    zhang.page(path, 404)
    assert "Singing" in zhang.page("/staff/points/across/history")


def test_what_was_taken_away_meanwhile_is_not_lost(zhang: Person, city: City) -> None:
    with city.store.begin() as tx:
        upsert_points(tx, [a_point("gone", at("lane"), names={"zh": "别处"})], actor="tester")
    fields = zhang.opened("gone") | {"phone": "5555"}
    with city.store.begin() as tx:
        tx.exec_driver_sql("DELETE FROM learnmap.learning_points WHERE id = 'gone'")
    answer = zhang.send("/staff/points/gone", fields)
    assert answer.status_code == 409
    again = zhang.form(answer.text, "/staff/points/new")
    assert (again["id"], again["phone"]) == ("gone", "5555")
    saves(zhang.send("/staff/points/new", again), "/staff/points/gone?said=done_added_point")


def test_the_catchment_is_sent_once_it_is_computed(zhang: Person, city: City) -> None:
    zhang.page("/staff/points/lane/areas.geojson", 404)
    assert "There is no catchment yet" in zhang.page("/staff/points/lane")
    compute_city_catchments(city)
    areas = zhang.client.get("/staff/points/lane/areas.geojson").json()
    assert {one["properties"]["cutoff_s"] for one in areas["features"]} == {900}
    assert "From where one walks at most 15 minutes" in zhang.page("/staff/points/lane")
    assert "2 found" in zhang.page("/staff/points?lacks=street")


def test_a_forged_form_is_refused(zhang: Person) -> None:
    fields = zhang.opened()
    for odd in ({"seen": "{"}, {"seen": "[1]"}, {"seen": '{"a": 1}'}, {"mine": "x"}):
        assert zhang.send("/staff/points/lane", fields | odd).status_code == 400
    assert zhang.send("/staff/points/lane", fields | {"kind": "castle"}).status_code == 422
    assert zhang.send("/staff/points/lane", fields | {"source_datum": "x"}).status_code == 422
    stale = zhang.send("/staff/points/lane", fields | {"version": "x", "phone": "1"})
    assert stale.status_code == 409
