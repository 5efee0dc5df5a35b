"""A clerk puts a walking route in order in a real browser: by keys, by a drag, on the map."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from learnmap.model.records import RouteStop, WalkingRoute
from learnmap.store import Store, upsert_routes
from learnmap.workflows.accounts import add_account
from tests.browser.axe import violations
from tests.browser.devices import DESK, PHONE
from tests.browser.test_staff_pages import fits_and_is_labelled, type_login
from tests.service.conftest import served
from tests.service.staffed import hash_quickly
from tests.service.towns import open_town

GOOD = "four plain words 4"


@pytest.fixture
def address(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    hash_quickly(monkeypatch)
    city = open_town(store, tmp_path)
    for name in ("li", "wang"):
        add_account(city, name, full_name=name, role="editor", password=GOOD, temporary=False)
    ids = ("lane", "across", "resting")
    stops = tuple(RouteStop(point_id=name, position=at) for at, name in enumerate(ids, 1))
    with store.begin() as tx:
        route = WalkingRoute(id="r1", names={"zh": "河边线"}, stops=stops, source="区里")
        upsert_routes(tx, [route], actor="a file")
    with served(city, staff=city) as client:
        yield str(client.base_url).rstrip("/")


def opened(browser: Browser, address: str, name: str, device: dict[str, Any]) -> Page:
    page = browser.new_context(locale="zh-CN", **device).new_page()
    page.goto(f"{address}/staff/routes")
    type_login(page, name, GOOD)
    page.get_by_role("link", name="河边线").click()
    expect(page.locator(".stop-mark")).to_have_count(3)
    return page


def names(page: Page) -> list[str]:
    return [text.removeprefix("图书馆 ") for text in page.locator(".stop strong").all_inner_texts()]


def test_a_route_is_put_in_order(browser: Browser, address: str) -> None:
    page = opened(browser, address, "li", DESK)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: complaints.append(said.text) if "Security Policy" in said.text else None,
    )
    expect(page.locator("dl.walk")).to_contain_text("1900 米")

    # By the keyboard: the button keeps the focus while its stop moves.
    up = page.get_by_role("button", name="上移 图书馆 resting")
    up.focus()
    page.keyboard.press("Enter")
    expect(page.locator("dl.walk")).to_contain_text("1100 米")
    expect(up).to_be_focused()
    assert names(page) == ["lane", "resting", "across"]
    # Quick hands lose nothing.
    down = page.get_by_role("button", name="下移 图书馆 lane")
    down.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".stop-mark[title$=lane]")).to_have_text("3")
    assert names(page) == ["resting", "across", "lane"]

    # By a drag of the grip, to the top.
    page.locator(".stop").nth(2).scroll_into_view_if_needed()
    grip = page.locator(".grip").nth(2).bounding_box()
    top = page.locator(".stop").nth(0).bounding_box()
    assert grip
    assert top
    page.mouse.move(grip["x"] + 10, grip["y"] + 10)
    page.mouse.down()
    page.mouse.move(grip["x"] + 10, top["y"] + 2, steps=5)
    page.mouse.up()
    expect(page.locator(".stop-mark[title$=lane]")).to_have_text("1")
    assert names(page) == ["lane", "resting", "across"]

    # A stop is added by its mark on the map, and another by searching.
    page.locator("#map path.leaflet-interactive").nth(2).dispatch_event("click")
    page.locator(".popup-place button").click()
    expect(page.locator(".stop")).to_have_count(4)
    page.get_by_label("按名称或地址查找学习点").fill("garden")
    page.get_by_role("button", name="添加 ").click()
    expect(page.locator(".stop")).to_have_count(5)
    page.get_by_role("button", name="移除 ").nth(4).click()
    expect(page.locator(".stop-mark")).to_have_count(4)
    page.get_by_role("button", name="移除 ").nth(3).click()
    expect(page.locator("dl.walk")).to_contain_text("1100 米")
    assert complaints == []
    fits_and_is_labelled(page)
    assert violations(page) == []
    page.get_by_role("button", name="保存线路").click()
    expect(page.get_by_role("status").first).to_have_text("线路已保存。")
    assert names(page) == ["lane", "resting", "across"]
    page.context.close()


def test_two_people_choose_between_their_orders(browser: Browser, address: str) -> None:
    hers, his = (opened(browser, address, *who) for who in (("li", PHONE), ("wang", DESK)))
    his.get_by_label("中文名称").fill("河边新线")
    his.get_by_role("button", name="保存线路").click()
    expect(his.get_by_role("status").first).to_have_text("线路已保存。")
    hers.get_by_role("button", name="建议最短次序").click()
    expect(hers.get_by_role("heading", name="建议的次序")).to_be_visible()
    assert violations(hers) == []
    hers.get_by_role("button", name="采用这个次序").click()
    expect(hers.locator("dl.walk")).to_contain_text("1100 米")
    hers.get_by_role("button", name="保存线路").click()
    expect(hers.get_by_role("heading", level=1)).to_have_text("别人同时改了这条线路")
    fits_and_is_labelled(hers)
    assert violations(hers) == []
    hers.locator("#name_zh-theirs").check()
    hers.get_by_role("button", name="按所选的内容继续编辑").click()
    expect(hers.get_by_label("中文名称")).to_have_value("河边新线")
    hers.get_by_role("button", name="保存线路").click()
    expect(hers.get_by_role("heading", level=1)).to_have_text("河边新线")
    assert names(hers) == ["lane", "resting", "across"]
    fits_and_is_labelled(hers)
    # Logged out elsewhere, a change is said to have failed, and stays.
    hers.context.clear_cookies()
    hers.get_by_role("button", name="上移 图书馆 across").click()
    expect(hers.locator("#failed")).to_be_visible()
    assert names(hers) == ["lane", "across", "resting"]
    for page in (hers, his):
        page.context.close()
