"""Pages of very many points in a real browser: lean rows, packed cells, catchments as cells."""

import base64
import hashlib
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from learnmap.render import catchment_encoding, render_edition
from tests.browser.devices import PHONE
from tests.browser.opened_page import opened
from tests.unit.render.frozen_edition import HOSTILE, frozen_files, offering, point


def test_a_long_list_unpacks_its_full_rows(browser: Browser, tmp_path: Path) -> None:
    points = [point(number, offerings=[offering()]) for number in range(2100)]
    points[0]["properties"].update(address=HOSTILE[0], name_zh=HOSTILE[1], name_en=HOSTILE[2])
    page_file = tmp_path / "index.html"
    page_file.write_bytes(
        render_edition(frozen_files(points, without=tuple(one["id"] for one in points)))
    )
    with opened(browser, page_file, at="#lang=en") as (page, _):
        expect(page.locator("#points tbody tr")).to_have_count(30)
        expect(page.locator("#p-p00005")).to_contain_text("Calligraphy for beginners")
        page.evaluate("learnmap.selection.find(learnmap.points.withId('p02099'))")
        expect(page.locator(".facts")).to_contain_text("Calligraphy for beginners")
        expect(page.locator(".facts")).to_contain_text("Learning point 2099")
        expect(page.locator(".facts")).to_contain_text("中山路2099号")
        page.evaluate("learnmap.selection.find(learnmap.points.withId('p00000'))")
        for text in HOSTILE[:3]:
            expect(page.locator(".facts")).to_contain_text(text)
        page.get_by_role("link", name="Show in the list").click()
        expect(page.locator("#p-p00000 th a")).to_be_focused()
        # By kind: 700 schools, then libraries of which this is the first, each list in steps of 30.
        expect(page.locator("#points tbody tr")).to_have_count(701)
        page.locator("thead th button").nth(1).click()
        expect(page.locator("#points tbody tr").first).to_contain_text("Community school")
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        expect(page.locator("#points tbody tr")).to_have_count(2100)
        expect(page.locator("#points tbody tr").last).to_contain_text("Calligraphy")
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        expect(page.locator("#points tbody tr")).to_have_count(701)


def test_a_long_list_unpacks_where_a_browser_has_no_stream_for_it(
    browser: Browser, tmp_path: Path
) -> None:
    points = [point(number, offerings=[offering()]) for number in range(2000)]
    page_file = tmp_path / "index.html"
    page_file.write_bytes(render_edition(frozen_files(points, without=("p00001",))))
    old = "<head><meta charset=utf-8><script>delete globalThis.DecompressionStream</script>"
    html = page_file.read_text("utf-8")
    digest = base64.b64encode(
        hashlib.sha256(b"delete globalThis.DecompressionStream").digest()
    ).decode()
    html = html.replace("script-src ", f"script-src 'sha256-{digest}' ").replace("<head>", old, 1)
    page_file.write_text(html, "utf-8")
    with opened(browser, page_file, at="#lang=en&point=p01999") as (page, _):
        assert page.evaluate("typeof DecompressionStream") == "undefined"
        expect(page.locator(".facts")).to_contain_text("Calligraphy for beginners")
        expect(page.locator(".leaflet-catchments-pane path")).to_have_count(3)


def test_a_long_list_without_scripts_says_name_kind_address_and_hours(
    browser: Browser, tmp_path: Path
) -> None:
    points = [point(number, offerings=[offering()]) for number in range(2000)]
    page_file = tmp_path / "index.html"
    page_file.write_bytes(render_edition(frozen_files(points)))
    with opened(browser, page_file, ready=False, java_script_enabled=False, **PHONE) as (page, _):
        heads = page.locator("#points tbody th[scope=rowgroup]")
        assert heads.all_inner_texts() == [
            "社区学校Community school",
            "图书馆Library",
            "博物馆Museum",
        ]
        row = page.locator("#p-p01999")
        for text in (
            "第1999学习点",
            "Learning point 1999",
            "中山路1999号",
            "021-12345678",
            "周一至周五",
        ):
            expect(row).to_contain_text(text, use_inner_text=True)
        labels = row.locator("td").evaluate_all(
            "all => all.map((one) => getComputedStyle(one, '::before').content)"
        )
        assert labels == ['"地址与联系 / Address and contact"', '"开放时间 / Opening hours"']
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_catchments_as_cells_are_where_the_outlines_are(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No outlines fit, as with ten thousand points.
    monkeypatch.setattr(catchment_encoding, "_outlines", lambda *_: None)
    page_file = tmp_path / "index.html"
    points = [point(number) for number in range(25)]
    page_file.write_bytes(render_edition(frozen_files(points, without=("p00003",))))
    with opened(browser, page_file, at="#lang=en&point=p00012", **PHONE) as (page, _):
        expect(page.locator(".leaflet-catchments-pane path")).to_have_count(3)
        expect(page.locator("#about")).to_contain_text("in cells of 45 m")
        west, south, east, north = map(
            float, page.evaluate("learnmap.catchments.bounds().toBBoxString()").split(",")
        )
        # The square of 15 minutes at 1.25 m/s round 24.9415, 60.17, half as high as wide in
        # degrees. A cell is 8.1e-4 degrees wide and 4.0e-4 high; the rim is off by half of one.
        half = 1.25 * 900 * 1e-5
        assert [west, east] == pytest.approx([24.9415 - half, 24.9415 + half], abs=4.1e-4)
        assert [south, north] == pytest.approx([60.17 - half / 2, 60.17 + half / 2], abs=2.1e-4)
        page.locator("label", has_text="Older").tap()
        west, _, east, _ = map(
            float, page.evaluate("learnmap.catchments.bounds().toBBoxString()").split(",")
        )
        assert [west, east] == pytest.approx([24.9415 - 0.0072, 24.9415 + 0.0072], abs=4.1e-4)
        page.evaluate("learnmap.selection.find(learnmap.points.withId('p00003'))")
        expect(page.locator("#walk-state")).to_contain_text("has no catchment")
