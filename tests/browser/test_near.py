"""A resident asks what is near, in a real browser: by a tap, by keys, without scripts, offline.

The town is drawn so that its walks can be worked out on paper (`tests.service.towns`).
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from learnmap.model.records import Offering, OfferingCategory
from learnmap.store import (
    EmbeddedCluster,
    Store,
    upsert_categories,
    upsert_offerings,
    upsert_points,
)
from tests.browser.axe import violations
from tests.browser.devices import DESK, PHONE
from tests.service.conftest import served
from tests.service.towns import HOSTILE, a_point, at, open_town
from tests.unit.network.drawing import Drawing

CORNER = Drawing().at(0, 0)
"""From here it is 340 m to the garden, 600 m to the lane, 900 m to the other bank."""


@pytest.fixture(scope="module")
def address(cluster: EmbeddedCluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    url = cluster.ensure_database("near_browser")
    with Store.open(url) as store:
        store.upgrade()
        city = open_town(store, tmp_path_factory.mktemp("near"))
        lane = a_point("lane", at("lane"), opening_hours="24/7", phone="021-5555 0101")
        across = a_point("across", at("across"), accessibility="step_free")
        crafts = OfferingCategory(code="craft", names={"zh": "手工", "en": "Crafts"})
        free = Offering(
            id="o1", names={"zh": "剪纸", "en": "Paper"}, category="craft", point_id="lane", fee=0
        )
        with store.begin() as tx:
            upsert_points(tx, [lane, across], actor="a test")
            upsert_categories(tx, [crafts], actor="a test")
            upsert_offerings(tx, [free], actor="a test")
        with served(city) as client:
            yield str(client.base_url).rstrip("/")


class Resident:
    """Somebody with a browser, who stands at the corner, and what their browser did."""

    def __init__(
        self, browser: Browser, address: str, device: dict[str, Any], **options: Any
    ) -> None:
        lon, lat = CORNER
        settings = {"locale": "zh-CN", "geolocation": {"longitude": lon, "latitude": lat}}
        self.context: BrowserContext = browser.new_context(**{**settings, **device, **options})
        self.page: Page = self.context.new_page()
        self.address = address
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console",
            lambda said: self.complaints.append(said.text) if said.type == "error" else None,
        )

    def opens(self, path: str = "/zh/") -> Page:
        self.page.goto(self.address + path)
        return self.page

    def taps_location(self) -> None:
        self.context.grant_permissions(["geolocation"])
        self.page.get_by_role("button", name="用我的位置").click()
        expect(self.page.locator("#told")).to_contain_text("学习点")

    def names(self) -> list[str]:
        return self.page.locator(".found .point h3").all_inner_texts()

    def times(self) -> list[str]:
        return self.page.locator(".found .time b").all_inner_texts()


def fits(page: Page) -> bool:
    """Tell whether the page scrolls in one direction only."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_tap_on_the_phone_shows_what_is_near(browser: Browser, address: str) -> None:
    resident = Resident(browser, address, PHONE)
    resident.context.add_init_script(
        "let asked = 0; const real = navigator.geolocation.getCurrentPosition;"
        "navigator.geolocation.getCurrentPosition = function (...a) {"
        " window.located = ++asked; return real.apply(navigator.geolocation, a); };"
    )
    page = resident.opens()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.located") is None  # asked for only on a tap
    assert violations(page) == []
    resident.taps_location()
    # 340 m and 600 m at 0.8 m/s are 425 s and 750 s; 900 m are over 15 minutes.
    assert resident.names() == [HOSTILE, "图书馆 lane"]
    assert resident.times() == ["8 分钟", "13 分钟"]
    assert page.locator("#told").inner_text() == "15 分钟内步行可到 2 个学习点"
    lane = page.locator("#point-lane")
    expect(lane).to_contain_text("600 米")
    expect(lane.locator(".opening")).to_have_text("到达时开放")
    expect(lane).to_contain_text("免费")
    expect(lane.get_by_role("link", name="打电话")).to_have_attribute("href", "tel:02155550101")
    expect(page.locator("#point-garden .opening")).to_have_text("开放时间未登记")
    # How far one gets, in three bands, and the two points by their numbers.
    expect(page.locator("#map .leaflet-overlay-pane path")).to_have_count(3)
    assert sorted(page.locator("#map .pin b").all_inner_texts()) == ["1", "2"]

    # At 1.25 m/s they are 272 s, 480 s and 720 s.
    page.get_by_role("radio", name="成人").check()
    expect(page.locator(".found .point")).to_have_count(3)
    assert resident.times() == ["5 分钟", "8 分钟", "12 分钟"]
    assert violations(page) == []
    assert fits(page)
    assert resident.complaints == []


def test_nothing_is_asked_of_others_and_no_address_holds_the_place(
    browser: Browser, address: str
) -> None:
    resident = Resident(browser, address, PHONE)
    resident.opens()
    resident.taps_location()
    resident.page.wait_for_load_state("networkidle")
    resident.page.locator("#point-garden").get_by_role("button", name="怎么走").click()
    expect(resident.page.locator("#walk-garden li").first).to_be_visible()
    assert all(url.startswith((address, "data:", "blob:")) for url in resident.asked)
    digits = f"{CORNER[1]:.2f}", f"{CORNER[0]:.2f}"
    assert not [url for url in resident.asked if any(part in url for part in digits)]


def test_the_filter_keeps_what_fits_and_says_when_nothing_does(
    browser: Browser, address: str
) -> None:
    resident = Resident(browser, address, PHONE)
    page = resident.opens()
    resident.taps_location()
    page.locator("summary").click()
    page.get_by_role("checkbox", name="只看免费").check()
    expect(page.locator(".found .point")).to_have_count(1)
    assert resident.names() == ["图书馆 lane"]
    expect(page.locator("#filters-set")).to_have_text("1")
    page.get_by_role("checkbox", name="只看无台阶").check()
    # Free of charge and free of steps is nothing here; the nearest is none, then.
    expect(page.locator("#told")).to_contain_text("没有")
    page.get_by_role("button", name="取消筛选").click()
    expect(page.locator(".found .point")).to_have_count(2)
    # The one that is free of steps is 19 minutes away: over the time, and shown all the same.
    page.get_by_role("checkbox", name="只看无台阶").check()
    expect(page.locator("#told")).to_contain_text("15 分钟内步行到不了任何学习点。最近的是：")
    assert resident.times() == ["19 分钟"]
    assert resident.complaints == []


def test_all_of_it_goes_by_keys(browser: Browser, address: str) -> None:
    resident = Resident(browser, address, DESK)
    page = resident.opens("/en/")
    page.locator("body").focus()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "typed":
            break
    page.keyboard.type("libary across")  # with a slip
    expect(page.get_by_role("option").first).to_contain_text("Library across")
    assert violations(page) == []
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("combobox")).to_have_attribute("aria-activedescendant", "name-0")
    page.keyboard.press("Enter")
    expect(page.locator("#place")).to_contain_text("From Library across")
    # Over the bridge it is 400 + 100 + 100 + 40 m to the garden, 800 s at 0.8 m/s.
    assert resident.times() == ["Right here", "14 min"]
    way = page.locator("#point-garden button")
    way.focus()
    page.keyboard.press("Enter")
    expect(way).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#walk-garden li").last).to_contain_text("Leave the street")
    expect(way).to_be_focused()
    # By the middle of the map.
    page.locator("#map").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#place")).to_contain_text("The place you tapped")
    assert resident.complaints == []


def test_a_tap_on_the_map_starts_there_and_one_on_a_point_asks(
    browser: Browser, address: str
) -> None:
    resident = Resident(browser, address, PHONE)
    page = resident.opens()
    expect(page.locator("#map canvas").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    box = page.locator("#map").bounding_box()
    assert box
    page.locator("#map").scroll_into_view_if_needed()
    page.locator("#map").click(position={"x": box["width"] / 2, "y": 40})
    expect(page.locator("#place, .leaflet-popup").first).to_be_attached()
    expect(page.locator("#told")).not_to_have_text("")


def test_without_scripts_the_list_says_the_same(browser: Browser, address: str) -> None:
    with_scripts = Resident(browser, address, PHONE)
    page = with_scripts.opens()
    page.locator("#typed").fill("图书馆 across")
    page.get_by_role("button", name="查找").click()
    expect(page.locator("#told")).to_contain_text("2 个学习点")
    without = Resident(browser, address, PHONE, java_script_enabled=False)
    plain = without.opens()
    assert plain.locator("main .point").count() > 0
    plain.locator("#typed").fill("图书馆 across")
    plain.get_by_role("button", name="查找").click()
    told = plain.locator(".told")
    expect(told).to_have_text(page.locator("#told").inner_text())
    points = plain.locator(".points").first.locator(".point")
    assert points.locator("h3").all_inner_texts() == with_scripts.names()
    assert points.locator(".time b").all_inner_texts() == with_scripts.times()
    assert (
        points.locator(".opening").all_inner_texts()
        == page.locator(".found .opening").all_inner_texts()
    )
    assert plain.url == f"{address}/zh/near"


def test_after_the_first_visit_it_works_without_a_network(browser: Browser, address: str) -> None:
    resident = Resident(browser, address, PHONE)
    page = resident.opens()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    resident.taps_location()
    page.wait_for_load_state("networkidle")
    before = resident.names()
    resident.context.set_offline(True)
    page.reload()
    expect(page.locator("#stale")).to_contain_text("没有网络")
    assert resident.names() == before
    expect(page.locator("#map canvas").first).to_be_visible()
    # Another language was kept, too.
    page.goto(f"{address}/en/")
    expect(page.locator("h1")).to_contain_text("Learn near you")
    expect(page.locator("#stale")).to_contain_text("No network")


@pytest.mark.parametrize("device", [PHONE, DESK])
def test_large_print_and_zoomed_text_fit(
    browser: Browser, address: str, device: dict[str, Any]
) -> None:
    resident = Resident(browser, address, device)
    page = resident.opens()
    page.get_by_role("link", name="大字版").click()
    resident.taps_location()
    sizes = page.evaluate(
        "[...document.querySelectorAll('main .found *, main .ask *')]"
        ".filter((e) => e.offsetParent && "
        "[...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))"
        ".filter((e) => !e.closest('svg, .count'))"
        ".map((e) => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= 24
    assert fits(page)
    assert violations(page) == []
    # Kept for the next page, on this device.
    page.reload()
    assert page.evaluate("document.documentElement.className") == "large"
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert fits(page)


def test_forgetting_leaves_nothing_on_the_device(browser: Browser, address: str) -> None:
    resident = Resident(browser, address, PHONE)
    page = resident.opens()
    resident.taps_location()
    assert "learnmap.place" in page.evaluate("Object.keys(localStorage)")
    page.get_by_role("button", name="清除").click()
    expect(page.get_by_role("heading", name="您在哪里？")).to_be_visible()
    kept = page.evaluate("JSON.stringify({ ...localStorage })")
    assert str(round(CORNER[0], 3)) not in kept
    assert "learnmap.place" not in kept
