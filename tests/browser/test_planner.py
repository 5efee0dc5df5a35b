"""A planner in a real browser: asks, sorts, reads where a figure comes from, and takes it along."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from learnmap.model.safe_cells import plain_cell
from learnmap.store import Store
from learnmap.workflows.city import City
from tests.browser.axe import violations
from tests.browser.devices import DESK, PHONE
from tests.service.conftest import served
from tests.service.planned_town import HOSTILE, open_planned_town
from tests.service.staffed import GOOD, add_person, hash_quickly
from tests.unit.network.drawing import Drawing


@pytest.fixture
def city(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> City:
    hash_quickly(monkeypatch)
    found = open_planned_town(store, tmp_path)
    add_person(found, "lin", "planner")
    return found


@pytest.fixture
def address(city: City) -> Iterator[str]:
    with served(city, staff=city) as client:
        yield str(client.base_url).rstrip("/")


def opened(
    browser: Browser, address: str, complaints: list[str], path: str = "/planner", **context: Any
) -> Page:
    """Ask for a page of planners, log in, and be led to it."""
    page = browser.new_context(locale="en-GB", **context).new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: complaints.append(said.text) if "Security Policy" in said.text else None,
    )
    page.goto(f"{address}{path}")
    page.get_by_label("User name").fill("lin")
    page.get_by_label("Password").fill(GOOD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Walking coverage")
    return page


def is_sound(page: Page) -> None:
    """Nothing is wider than the screen, and axe-core finds nothing."""
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []


def rows_of(page: Page) -> list[list[str]]:
    """Return the texts of the table by area."""
    table = page.get_by_role("region", name="By area").locator("tbody tr")
    return [
        [cell.strip() for cell in row.locator("th, td").all_inner_texts()] for row in table.all()
    ]


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_a_planners_story(
    browser: Browser, address: str, tmp_path: Path, device: dict[str, Any]
) -> None:
    complaints: list[str] = []
    page = opened(browser, address, complaints, **device)
    is_sound(page)
    # Older adults by district, to the museum: as worked out on paper.
    page.get_by_label("To which points").select_option(label="Museum")
    expect(page.locator("#answer")).to_have_attribute("data-query", re.compile("kind%3Amuseum"))
    expect(page).to_have_url(re.compile("points=kind%3Amuseum"))
    # 30.75 of 39.75 in the whole city.
    expect(page.locator("#figures")).to_contain_text("77.4%")
    west = [HOSTILE, *("15.5", "0", "0", "10.5", "5", "0", "67.7%")]
    east = ["East", *("20.2", "20.2", "20.2", "20.2", "0", "0", "100.0%")]
    nowhere = ["in no area", *("4", "0", "0", "0", "0", "4", "0.0%")]
    assert rows_of(page) == [east, west, nowhere]

    # A heading sorts, by the keyboard too, and once more backwards.
    beyond = page.get_by_role("button", name="Beyond 15 min")
    beyond.press("Enter")
    heading = page.get_by_role("columnheader", name="Beyond 15 min")
    expect(heading).to_have_attribute("aria-sort", "descending")
    assert rows_of(page) == [west, east, nowhere]
    expect(beyond).to_be_focused()
    is_sound(page)

    # A figure tells where it comes from, and the page is there again.
    figure = page.get_by_role("link", name="10.5", exact=True)
    figure.press("Enter")
    box = page.get_by_role("dialog")
    expect(box).to_contain_text("10.5 within + 5 beyond + 0 on no street = 15.5")
    expect(box).to_contain_text("census of River Town")
    expect(box).to_contain_text("--by district --kind museum")
    is_sound(page)
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(figure).to_be_focused()

    # The file holds the same rows in the same order, with all digits.
    with page.expect_download() as sent:
        page.get_by_role("link", name="CSV").click()
    saved = tmp_path / "coverage.csv"
    sent.value.save_as(saved)
    with saved.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [plain_cell(row["area_name_en"] or row["area_name_zh"]) for row in rows] == [
        *(HOSTILE, "East", "in no area")
    ]
    assert [float(row["covered_15_min"]) for row in rows] == [10.5, 20.25, 0]

    # Another language, and the question stays.
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("步行覆盖")
    assert [row[1:] for row in rows_of_zh(page)] == [row[1:] for row in (west, east, nowhere)]
    is_sound(page)
    assert complaints == []
    page.context.close()


def rows_of_zh(page: Page) -> list[list[str]]:
    table = page.get_by_role("region", name="各区域").locator("tbody tr")
    return [
        [cell.strip() for cell in row.locator("th, td").all_inner_texts()] for row in table.all()
    ]


def test_the_map_tells_figures_by_hand_and_by_keyboard(browser: Browser, address: str) -> None:
    complaints: list[str] = []
    page = opened(browser, address, complaints, **DESK)
    legend = page.get_by_role("list", name="Legend")
    expect(legend).to_contain_text("half of the residents walk 5 min or less")
    expect(legend).to_contain_text("heavy outline: some residents live beyond 15 min")
    shown = page.get_by_role("application", name="Map")
    expect(shown).to_have_attribute("aria-busy", "false")
    picked = page.get_by_role("status", name="The chosen place")
    shown.focus()
    shown.press("Enter")
    expect(picked).to_contain_text(re.compile("H3 hexagon|Nobody who is counted"))
    # By hand: the map is walked over until somebody lives there.
    shown.scroll_into_view_if_needed()
    area = shown.bounding_box()
    assert area is not None
    for step in range(1, 20):
        page.mouse.click(
            area["x"] + area["width"] * step / 20, area["y"] + area["height"] * (0.5 + step % 3 / 8)
        )
        if "H3 hexagon" in picked.inner_text():
            break
    expect(picked).to_contain_text("H3 hexagon 89")
    is_sound(page)
    picked.get_by_role("link").first.click()
    box = page.get_by_role("dialog")
    expect(box).to_contain_text("H3 hexagon 89")
    expect(box).to_contain_text("How this figure was computed")
    page.get_by_role("button", name="Close").click()
    page.get_by_label("Learning points", exact=True).uncheck()
    page.get_by_role("link", name="Gaps").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gaps in the coverage")
    page.get_by_label("To which points").select_option(label="Museum")
    page.get_by_label("By which parts").select_option(label="Districts")
    expect(page.get_by_text("only points that are not open").first).to_be_visible()
    page.get_by_role("button", name="Show number 1 on the map").click()
    expect(picked).to_contain_text("Left out (aged 60 and over): 5")
    is_sound(page)
    page.get_by_role("link", name="Year on year").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Year on year")
    is_sound(page)
    assert complaints == []
    page.context.close()


def test_without_scripts_figures_are_there_all_the_same(browser: Browser, address: str) -> None:
    page = opened(browser, address, [], java_script_enabled=False, **DESK)
    page.get_by_label("To which points").select_option(label="Museum")
    page.get_by_role("button", name="Compute").click()
    page.get_by_role("button", name="Beyond 15 min").click()
    heading = page.get_by_role("columnheader", name="Beyond 15 min")
    expect(heading).to_have_attribute("aria-sort", "descending")
    assert [row[4] for row in rows_of(page)] == ["10.5", "20.2", "0"]
    page.get_by_role("link", name="10.5", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How this figure was computed")
    expect(page.get_by_text("10.5 within + 5 beyond")).to_be_visible()
    page.get_by_role("link", name="Back to the coverage").click()
    assert [row[4] for row in rows_of(page)] == ["10.5", "20.2", "0"]
    page.context.close()


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_a_scenario_is_made_on_the_map_kept_and_compared(
    browser: Browser, address: str, device: dict[str, Any]
) -> None:
    complaints: list[str] = []
    page = opened(browser, address, complaints, **device)
    page.get_by_role("link", name="Scenarios", exact=True).click()
    page.get_by_role("link", name="New scenario").click()
    is_sound(page)
    result = page.locator(".result")
    page.get_by_label("Time limit").select_option(label="4 min")
    expect(result).to_contain_text("25.2 now, 25.2 then")

    # By the keyboard: a place typed in, beside the home in the west that is 210 m from the corner.
    page.get_by_text("Type a change in").click()
    adding = page.get_by_role("group", name="Add a point")
    adding.get_by_role("button", name="Add a point").click()
    expect(page.get_by_role("alert")).to_contain_text("This step was not taken: add longitude")
    lon, lat = Drawing().at(0, 200)
    adding.get_by_label("Longitude").fill(str(lon))
    adding.get_by_label("Latitude").fill(str(lat))
    adding.get_by_role("button", name="Add a point").press("Enter")
    expect(result).to_contain_text("25.2 now, 35.8 then, a difference of +10.5")
    expect(page.get_by_role("alert")).to_have_count(0)
    is_sound(page)

    # On the map: a point is chosen with a click, and closed.
    shown = page.get_by_role("application", name="Map")
    page.get_by_label("the point to close or move").check()
    expect(shown).to_have_attribute("aria-busy", "false")
    shown.scroll_into_view_if_needed()
    area = shown.bounding_box()
    assert area is not None
    picked = page.get_by_role("status", name="The chosen place")
    for step in range(1, 400):
        x, y = area["width"] * (step % 20) / 20, area["height"] * (step // 20) / 20
        page.mouse.click(area["x"] + x + 1, area["y"] + y + 1)
        if "across" in picked.inner_text():
            break
    picked.get_by_role("button", name="Close a point").click()
    # The eastern bank has nothing within four minutes any more: 20.25 fewer.
    expect(result).to_contain_text("25.2 now, 15.5 then, a difference of -9.8")

    # Who is logged out meanwhile is told so, and what was done so far stays.
    token = page.context.cookies()
    page.context.clear_cookies()
    page.get_by_role("button", name="Take change 2 back").click()
    expect(picked).to_contain_text("This was not done (401)")
    page.context.add_cookies(token)  # type: ignore[arg-type]
    expect(result).to_contain_text("25.2 now, 15.5 then")

    page.get_by_label("Name of the scenario").fill("West, not east")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("West, not east")
    is_sound(page)
    page.get_by_role("link", name="Scenarios", exact=True).click()
    page.get_by_label("Choose West, not east").check()
    page.get_by_role("button", name="Put the chosen side by side").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Scenarios side by side")
    is_sound(page)
    assert complaints == []
    page.context.close()
