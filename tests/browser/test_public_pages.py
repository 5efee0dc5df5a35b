"""The pages of points and routes in a real browser, with scripts and without."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from learnmap.model.records import Offering, OfferingCategory, RouteStop, Session, WalkingRoute
from learnmap.store import (
    EmbeddedCluster,
    Store,
    upsert_categories,
    upsert_offerings,
    upsert_points,
    upsert_routes,
)
from learnmap.workflows.catchments import compute_city_catchments
from learnmap.workflows.city import City
from learnmap.workflows.error_reports import waiting_reports
from tests.browser.axe import violations
from tests.browser.devices import DESK, PHONE
from tests.service.conftest import served
from tests.service.towns import HOSTILE, a_point, at, open_town, river_town

TWICE = "document.documentElement.style.setProperty('font-size', '225%')"


@pytest.fixture(scope="module")
def town(cluster: EmbeddedCluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """Build the river town with steps between its banks, a course and a route."""
    drawing = river_town()
    drawing.way([1, 3], "highway=steps")
    starts = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
    session = Session(starts_at=starts, ends_at=starts + dt.timedelta(hours=1))
    course = Offering(
        id="c", names={"zh": "书法", "en": HOSTILE}, category="art", point_id="across",
        provider="书画协会", sessions=(session,), capacity=20,
    )  # fmt: skip
    with Store.open(cluster.ensure_database("walked_pages")) as store:
        store.upgrade()
        city = open_town(store, tmp_path_factory.mktemp("pages"), drawing=drawing)
        with store.begin() as tx:
            facts: dict[str, Any] = {"phone": "021-5555 0100", "opening_hours": "Mo-Fr 09:00-17:00"}
            upsert_points(tx, [a_point("across", at("across"), **facts)], actor="t")
            upsert_categories(tx, [OfferingCategory(code="art", names={"zh": "艺术"})], actor="t")
            upsert_offerings(tx, [course], actor="t")
            stops = tuple(
                RouteStop(point_id=point_id, position=number)
                for number, point_id in enumerate(("lane", "resting", "across"), start=1)
            )
            names = {"zh": "河岸线", "en": "River Walk"}
            upsert_routes(
                tx, [WalkingRoute(id="bank", names=names, source="t", stops=stops)], actor="t"
            )
        compute_city_catchments(city)
        yield city


@pytest.fixture(scope="module")
def root(town: City) -> Iterator[str]:
    with served(town) as client:
        yield str(client.base_url).rstrip("/")


def open_page(browser: Browser, address: str, **options: Any) -> tuple[Page, list[str]]:
    """Open a page, and give the list of what went wrong there."""
    page = browser.new_context(**options).new_page()
    page.set_default_timeout(10_000)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(address)
    return page, wrong


def is_as_wide_as_the_screen(page: Page) -> bool:
    fits: bool = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return fits


@pytest.mark.parametrize(
    ("path", "language", "screen"),
    [
        *((path, "zh", PHONE) for path in ("points", "points/across", "routes", "routes/bank")),
        ("points/across", "en", DESK),
        ("routes/bank", "en", DESK),
    ],
)
def test_axe_finds_nothing_and_nothing_is_cut_off(
    browser: Browser, root: str, path: str, language: str, screen: dict[str, Any]
) -> None:
    page, wrong = open_page(browser, f"{root}/{language}/{path}", **screen)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    assert violations(page) == []
    assert is_as_wide_as_the_screen(page)
    assert wrong == []
    page.context.close()


@pytest.mark.parametrize("path", ["points/across", "routes/bank"])
def test_large_print_and_text_twice_as_large_fit_a_phone(
    browser: Browser, root: str, path: str
) -> None:
    page, _ = open_page(browser, f"{root}/en/{path}?view=large", **PHONE)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"
    assert is_as_wide_as_the_screen(page)
    page.evaluate(TWICE)
    assert is_as_wide_as_the_screen(page)
    page.context.close()


def test_without_scripts_all_is_told_and_an_error_can_be_reported(
    browser: Browser, root: str, town: City
) -> None:
    page, _ = open_page(browser, f"{root}/en/routes/bank", java_script_enabled=False, **PHONE)
    page.get_by_text("Directions", exact=True).nth(1).click()
    assert page.get_by_text("take the steps for 100 m").is_visible()
    assert not page.locator("#map").is_visible()
    page.get_by_role("link", name="Library across").click()
    assert page.locator("table.week tbody tr").count() == 7
    assert not page.locator("#walk").is_visible()
    page.get_by_text("Something wrong? Tell us").click()
    page.get_by_role("radio", name="Opening hours").check()
    page.get_by_label("In your words").fill("<script>alert(1)</script>")
    page.get_by_role("button", name="Send").click()
    assert page.get_by_role("status").inner_text() == "Thank you. Staff will look into it."
    (named,) = waiting_reports(town)
    assert (named.report.what, named.report.note) == ("hours", "<script>alert(1)</script>")
    page.context.close()


def test_the_way_from_where_the_phone_is_is_told_and_its_place_in_no_address(
    browser: Browser, root: str
) -> None:
    longitude, latitude = at("lane")
    page, wrong = open_page(
        browser,
        f"{root}/en/points/across",
        geolocation={"longitude": longitude, "latitude": latitude},
        permissions=["geolocation"],
        **PHONE,
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("Adult", exact=True).check()
    page.get_by_role("button", name="From where I am now").click()
    # 200 m along the lane and 100 m of steps, at 1.25 m/s.
    page.get_by_text("4 minutes on foot, 300 m").wait_for()
    assert page.locator("#walk-steps li").last.inner_text() == "You are there"
    assert page.get_by_text("take the steps for 100 m").is_visible()
    page.get_by_label("Step-free").check()
    page.get_by_text("on foot, 1.1 km").wait_for()  # 200, 400, 100 and 400 m by the bridge
    assert [url for url in asked if str(round(longitude, 3)) in url] == []
    assert wrong == []
    page.context.close()


def test_a_route_is_followed_on_the_phone_alone(browser: Browser, root: str) -> None:
    place = dict(zip(("longitude", "latitude"), at("lane"), strict=True))
    page, wrong = open_page(
        browser, f"{root}/en/routes/bank", geolocation=place, permissions=["geolocation"], **PHONE
    )
    page.wait_for_load_state("networkidle")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.get_by_role("button", name="Start").click()
    page.get_by_text("You are at Library lane").wait_for()
    page.get_by_role("button", name="Next stop").click()
    assert page.locator("#follow-towards").inner_text() == "Stop 2: Library resting"
    # 200 m along the lane and 100 m north.
    page.get_by_text("300 m to go").wait_for()
    longitude, north = at("resting")
    half = at("closed")[1]  # 50 m south of the stop, so that this is 60 m
    page.context.set_geolocation({"longitude": longitude, "latitude": north - 1.2 * (north - half)})
    page.get_by_text("60 m to go").wait_for()
    assert [url for url in sent if "basemap" not in url] == []
    page.get_by_role("button", name="End").click()
    assert page.get_by_role("button", name="Start").is_visible()
    assert wrong == []
    page.context.close()
