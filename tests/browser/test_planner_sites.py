"""A planner in a real browser asks where the next point should stand."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from learnmap.store import Store, upsert_points
from learnmap.workflows.city import City
from tests.browser.devices import DESK, PHONE
from tests.browser.test_planner import is_sound, opened
from tests.service.conftest import served
from tests.service.planned_town import open_planned_town
from tests.service.staffed import add_person, hash_quickly
from tests.service.towns import a_point
from tests.unit.network.drawing import Drawing


@pytest.fixture
def city(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> City:
    """Build the planned town with no point on its one corner, and a planner."""
    hash_quickly(monkeypatch)
    found = open_planned_town(store, tmp_path)
    with store.begin() as tx:
        upsert_points(tx, [a_point("corner", Drawing().at(0, 0), status="closed")], actor="t")
    add_person(found, "lin", "planner")
    return found


@pytest.fixture
def address(city: City) -> Iterator[str]:
    with served(city, staff=city) as client:
        yield str(client.base_url).rstrip("/")


@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
def test_a_planner_asks_for_sites(
    browser: Browser, address: str, tmp_path: Path, device: dict[str, Any]
) -> None:
    complaints: list[str] = []
    page = opened(browser, address, complaints, **device)
    page.get_by_role("link", name="Next sites").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Where the next points should stand")
    is_sound(page)
    page.get_by_label("New sites, at most").select_option("2")
    page.get_by_label("Time limit").select_option("10")
    page.get_by_role("button", name="Compute").click()
    # Within 600 s of the museum lives the east alone: the corner adds the west's and the lane's.
    row = page.get_by_role("row").filter(has_text="Corner 1")
    expect(row).to_contain_text("15.5")
    expect(page.get_by_role("img", name="The sites on the map")).to_be_visible()
    is_sound(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    assert "corner-1" in Path(waiting.value.path()).read_text("utf-8-sig")
    page.screenshot(path=tmp_path / "sites.png", full_page=True)
    assert complaints == []
