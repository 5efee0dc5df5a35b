"""A clerk puts a point that has only an address on the map, in a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from learnmap.store import Store, read_point
from learnmap.workflows.accounts import add_account
from learnmap.workflows.city import City
from learnmap.workflows.import_runs import run_import
from tests.browser.axe import violations
from tests.browser.devices import DESK, PHONE
from tests.browser.test_staff_pages import fits_and_is_labelled, type_login
from tests.service.conftest import served
from tests.service.staffed import hash_quickly
from tests.service.towns import a_point, at, open_town

GOOD = "four plain words 4"
ROWS = (
    "id,kind,name_zh,address,longitude,latitude\n"
    "c,library,南馆,长寿路 12 号,,\n"
    "d,library,北馆,某处,,\n"
)


@pytest.fixture
def city(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> City:
    hash_quickly(monkeypatch)
    known = [
        a_point("near", at("resting"), address="长寿路 10 号", fictional=False),
        a_point("far", at("across"), address="长寿路 16 号", fictional=False),
    ]
    found = open_town(store, tmp_path, points=known)
    add_account(found, "li", full_name="李", role="editor", password=GOOD, temporary=False)
    file = tmp_path / "list.csv"
    file.write_text(ROWS, encoding="utf-8")
    run_import(found, file, place_by_hand=True)
    return found


def degrees(page: Page) -> tuple[float, float]:
    fields = (page.locator("#longitude"), page.locator("#latitude"))
    return float(fields[0].input_value()), float(fields[1].input_value())


def is_accessible(page: Page) -> None:
    fits_and_is_labelled(page)
    assert violations(page) == []


def test_two_points_are_put_on_the_map(browser: Browser, city: City) -> None:
    with served(city, staff=city) as client:
        page = browser.new_context(locale="zh-CN", **DESK).new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{str(client.base_url).rstrip('/')}/staff/unplaced")
        type_login(page, "li", GOOD)
        expect(page.get_by_text("待定位 2 个")).to_be_visible()
        page.get_by_role("link", name="南馆").click()
        moved = chosen_and_moved_by_keys(page)
        page.get_by_role("button", name="就在这里").click()
        expect(page.get_by_role("status")).to_contain_text("学习点已放到地图上")
        with city.store.begin() as tx:
            assert read_point(tx, "c").point.walk_to == pytest.approx(moved, abs=1e-9)

        page.get_by_role("link", name="北馆").click()
        clicked_dragged_and_typed(page)
        page.get_by_role("button", name="就在这里").click()
        expect(page.get_by_role("alert")).to_contain_text("没有可以步行的街道")
        page.set_viewport_size(PHONE["viewport"])
        is_accessible(page)
        page.get_by_label("为什么这个位置没有错").fill("山上的新馆，路还没画")
        page.get_by_role("button", name="确认就在这里").click()
        expect(page.get_by_text("待定位 0 个，已定位 2 个")).to_be_visible()
        is_accessible(page)
        assert complaints == []
        page.context.close()


def chosen_and_moved_by_keys(page: Page) -> tuple[float, float]:
    """Take the proposal, and go a step to the north-east from there."""
    page.get_by_label("前后门牌号之间").check()
    proposed = degrees(page)
    # Number 12 of 10 to 16: a third of the way from the one to the other.
    expected = [a + (b - a) / 3 for a, b in zip(at("resting"), at("across"), strict=True)]
    assert proposed == pytest.approx(expected, abs=2e-7)
    page.get_by_role("button", name="学习点的位置").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    moved = degrees(page)
    assert 0 < moved[0] - proposed[0] < 1e-3
    assert 0 < moved[1] - proposed[1] < 1e-3
    expect(page.get_by_label("都不是")).to_be_checked()
    is_accessible(page)
    return moved


def clicked_dragged_and_typed(page: Page) -> None:
    """There is nothing to go by, so that the point is put by hand, here far from any street."""
    page.locator("#map").click(position={"x": 300, "y": 200})
    clicked = degrees(page)
    box = page.locator(".leaflet-marker-draggable").bounding_box()
    assert box
    page.mouse.move(box["x"] + 12, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 20, steps=4)
    page.mouse.up()
    assert degrees(page)[0] > clicked[0]
    lon, lat = at("far")
    page.get_by_label("经度").fill(f"{lon:.7f}")
    page.get_by_label("纬度").fill(f"{lat:.7f}")
