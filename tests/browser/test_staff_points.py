"""A learning point in a real browser: dragged, typed, moved by keys, and changed by two people."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from learnmap.store import Store, read_point
from learnmap.workflows.accounts import add_account
from learnmap.workflows.catchments import compute_city_catchments
from learnmap.workflows.city import City
from tests.browser.axe import violations
from tests.browser.devices import DESK, PHONE
from tests.service.conftest import served
from tests.service.staffed import hash_quickly
from tests.service.towns import at, open_town
from tests.unit.network.drawing import Drawing

GOOD = "four plain words 4"
# A loaded machine takes its time; nothing here is about how long.
expect.set_options(timeout=20_000)


@pytest.fixture
def city(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> City:
    hash_quickly(monkeypatch)
    found = open_town(store, tmp_path)
    compute_city_catchments(found)
    for name in ("zhang", "li"):
        add_account(found, name, full_name=name, role="editor", password=GOOD, temporary=False)
    return found


@pytest.fixture
def address(city: City) -> Iterator[str]:
    with served(city, staff=city) as client:
        yield str(client.base_url).rstrip("/")


def log_in(context: BrowserContext, address: str, name: str, complaints: list[str]) -> Page:
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: complaints.append(said.text) if "Security Policy" in said.text else None,
    )
    page.goto(f"{address}/staff/points")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(GOOD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("学习点")
    return page


def is_sound(page: Page) -> None:
    """Nothing is wider than the screen, and axe-core finds nothing."""
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_a_point_is_found_moved_and_saved(  # noqa: PLR0915 -- one story
    browser: Browser, address: str, city: City, device: dict[str, Any]
) -> None:
    complaints: list[str] = []
    context = browser.new_context(locale="zh-CN", **device)
    page = log_in(context, address, "zhang", complaints)
    is_sound(page)
    # The list narrows while one types.
    page.get_by_label("查找", exact=True).press_sequentially("东岸")
    expect(page.locator("#found").get_by_role("status")).to_contain_text("共 1 个学习点")
    page.get_by_label("查找", exact=True).fill("lane")
    expect(page.locator("#found").get_by_role("link")).to_have_text("图书馆 lane")
    page.get_by_role("link", name="图书馆 lane").click()
    expect(page.get_by_text("成人：离最近的可走街道 0 米。")).to_be_visible()
    is_sound(page)

    # By the keyboard alone: an entrance is added, and moved by ten metres to the north.
    page.get_by_role("button", name="添加入口").press("Enter")
    entrance = page.get_by_role("button", name="入口", exact=True)
    expect(entrance).to_be_focused()
    before = float(page.get_by_label("入口纬度").input_value())
    page.keyboard.press("Shift+ArrowUp")
    moved = float(page.get_by_label("入口纬度").input_value())
    assert (moved - before) * 111_320 == pytest.approx(10, abs=0.1)
    expect(page.get_by_text("成人：离最近的可走街道 10 米。")).to_be_visible()

    # By hand: the marker is dragged, and the fields follow.
    entrance.scroll_into_view_if_needed()
    box = entrance.bounding_box()
    assert box is not None
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0], middle[1] - 30, steps=5)
    page.mouse.up()
    dragged = float(page.get_by_label("入口纬度").input_value())
    assert dragged > moved

    # By typing: the marker follows the fields.
    lon, lat = Drawing().at(-200.0, 20.0)
    page.get_by_label("入口经度").fill(str(lon))
    page.get_by_label("入口纬度").fill(str(lat))
    expect(page.get_by_text("成人：离最近的可走街道 20 米。")).to_be_visible()
    now = entrance.bounding_box()
    assert now is not None
    assert (now["x"], now["y"]) != (box["x"], box["y"])

    # Hours in Chinese words, looked at before they are saved.
    page.get_by_role("textbox", name="开放时间", exact=True).fill("每天 0:00-24:00")
    expect(page.get_by_text("将保存为：Mo-Su 00:00-24:00")).to_be_visible()
    expect(page.get_by_text("现在开放")).to_be_visible()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("已保存。")
    with city.store.begin() as tx:
        point = read_point(tx, "lane").point
    assert (point.entrance_longitude, point.entrance_latitude) == (lon, lat)
    assert point.opening_hours == "Mo-Su 00:00-24:00"
    page.get_by_role("button", name="今天已核实，保存").click()
    expect(page.get_by_role("status")).to_have_text("已保存。")

    # A place too far from any street has to be looked at first.
    page.get_by_role("button", name="去掉入口").click()
    expect(page.get_by_role("button", name="添加入口")).to_be_focused()
    page.get_by_label("纬度", exact=True).fill(str(at("lane")[1] + 0.005))
    doubt = page.get_by_label("我已核对")
    expect(doubt).to_be_visible()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("逐条勾选")
    is_sound(page)
    page.get_by_label("我已核对").check()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("已保存。")
    page.locator("#content").get_by_role("link", name="修改记录").click()
    expect(page.get_by_role("rowheader", name="开放时间")).to_be_visible()
    is_sound(page)
    page.get_by_role("button", name="撤销这次修改").first.click()
    expect(page.get_by_role("status")).to_have_text("已保存。")
    with city.store.begin() as tx:
        assert read_point(tx, "lane").point.latitude == at("lane")[1]
    page.get_by_role("navigation", name="菜单").get_by_role("link", name="修改记录").click()
    is_sound(page)
    assert complaints == []
    context.close()


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_two_people_change_one_point(
    browser: Browser, address: str, city: City, device: dict[str, Any]
) -> None:
    complaints: list[str] = []
    contexts = [browser.new_context(locale="zh-CN", **device) for _ in range(2)]
    zhang, li = (
        log_in(context, address, name, complaints)
        for context, name in zip(contexts, ("zhang", "li"), strict=True)
    )
    for page in (zhang, li):
        page.goto(f"{address}/staff/points/lane")
    zhang.get_by_label("电话").fill("111")
    zhang.get_by_label("网址").fill("https://a.example")
    zhang.get_by_role("button", name="保存", exact=True).click()
    expect(zhang.get_by_role("status")).to_have_text("已保存。")
    li.get_by_label("电话").fill("222")
    li.get_by_label("地址").fill("<b>新路</b>")
    li.get_by_role("button", name="保存", exact=True).click()
    expect(li.get_by_role("heading", level=1)).to_have_text("别人也修改了")
    is_sound(li)
    address_choice = li.get_by_role("group", name="地址")
    expect(address_choice.get_by_label("您的 <b>新路</b>")).to_be_checked()
    expect(li.get_by_role("group", name="网址").get_by_label("对方的")).to_be_checked()
    phone = li.get_by_role("group", name="电话")
    expect(phone.get_by_label("对方的 111")).not_to_be_checked()
    # What both changed has to be chosen, by keys alone.
    phone.get_by_label("您的 222").focus()
    li.keyboard.press("Space")
    li.keyboard.press("Enter")
    expect(li.get_by_role("status")).to_have_text("已保存。")
    with city.store.begin() as tx:
        stored = read_point(tx, "lane")
    assert (stored.version, stored.point.phone, stored.point.website, stored.point.address) == (
        3,
        "222",
        "https://a.example",
        "<b>新路</b>",
    )
    assert complaints == []
    for context in contexts:
        context.close()
