"""The pages that need no script, index and comparison, in a real browser."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from learnmap.edition import CoverageChange, compare_editions
from learnmap.render import EditionLink, render_comparison, render_index
from tests.browser.axe import violations
from tests.browser.devices import DESK, PHONE
from tests.unit.render.frozen_edition import HOSTILE, frozen_files, point, route


def index() -> bytes:
    links = [
        EditionLink(
            city={"zh": "石桥", "en": "Shiqiao"},
            titles={"zh": "学习地图", "en": "Learning Map"},
            map=name,
            year=year,
            revision=1,
            href=f"{year}/{name}/",
            points=612,
            routes=12,
            frozen_on=f"{year}-11-23",
            fictional=year == 2026,
        )
        for year in (2025, 2026)
        for name in ("learning", "elderly", "humanities")
    ]
    return render_index(links)


def comparison() -> bytes:
    """Return a page with each sort of change of a point, two routes and who is covered."""
    points = [point(number) for number in range(9)]
    later = [point(number) for number in range(1, 10)]
    later[0]["properties"].update(name_zh=HOSTILE[0], designation="示范", designation_year=2026)
    later[1]["properties"].update(status="closed")
    later[2]["properties"].update(kind="museum", phone=None, opening_hours="24/7")
    later[3]["geometry"]["coordinates"] = [24.95, 60.17]
    before = frozen_files(points, routes=[route(points[:4])])
    after = frozen_files(later, routes=[route(later[2:5], name_en="By the sea")], year=2027)
    covered = CoverageChange(
        "adult", 900, (5120, 5130, 5010, 5333), (900, 905, 890, 950), (2e6, 2e6, 1.9e6, 2.2e6)
    )
    return render_comparison(
        compare_editions(before, after),
        [covered],
        editions=(before["edition.json"], after["edition.json"]),
        hashes=("ab" * 32, "cd" * 32),
        counted_with="each",
        residents=(5120, 5333),
    )


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("made", [index, comparison])
def test_axe_finds_nothing_in_either_language(
    browser: Browser, tmp_path: Path, made: Any, screen: dict[str, Any]
) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(made())
    page = browser.new_page(**screen)
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []
    page.get_by_role("button", name="English").click()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert violations(page) == []
    page.close()


def test_axe_is_new_enough_and_sees_what_is_wrong(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(
        "<html lang=en><title>t</title><main><h1>h</h1><p style='color:#999'>grey</p>"
        "<input><button style='width:9px;height:9px;padding:0'>a</button>"
        "<button style='width:9px;height:9px;padding:0;margin:0'>b</button></main>"
    )
    found = " ".join(violations(page))
    for rule in ("color-contrast", "label", "target-size"):
        assert f"{rule} (" in found
    version = page.evaluate("axe.version").split(".")
    assert tuple(map(int, version[:2])) >= (4, 10)
    page.close()
