"""The browser libraries in the package are those of the lock file, whole and with their notices."""

import json
import re
from typing import Any

from tests.architecture.project import ROOT

VENDOR = ROOT / "learnmap/render/assets/vendor"


def _locked() -> dict[str, Any]:
    lock = json.loads((ROOT / "browser/package-lock.json").read_text("utf-8"))
    found: dict[str, Any] = lock["packages"]
    return {where.removeprefix("node_modules/"): facts for where, facts in found.items() if where}


def test_each_library_that_we_ask_for_is_there() -> None:
    asked = json.loads((ROOT / "browser/package.json").read_text("utf-8"))["dependencies"]
    names = {path.name.removesuffix(".js").removesuffix(".min") for path in VENDOR.glob("*.js")}
    assert {name.removesuffix(".org") for name in asked} == names
    assert {name: _locked()[name]["version"] for name in asked} == asked


def test_leaflet_says_the_version_that_is_locked() -> None:
    banner = (VENDOR / "leaflet.js").read_text("utf-8")[:200]
    assert f"Leaflet {_locked()['leaflet']['version']}," in banner


def test_images_that_style_sheets_name_are_there() -> None:
    images = {
        name
        for sheet in VENDOR.glob("*.css")
        for name in re.findall(r"url\(([^#)]+)\)", sheet.read_text("utf-8"))
    }
    assert "images/layers.png" in images
    assert {name for name in images if not (VENDOR / name).is_file()} == set()


def test_every_bundled_library_keeps_its_notice() -> None:
    notices = (VENDOR / "LICENCES.txt").read_text("utf-8")
    missing = [
        name
        for name, facts in _locked().items()
        if not name.startswith("@types/")  # declarations, nothing of which is in a bundle
        and f"{name} {facts['version']} ({facts['license']})" not in notices
    ]
    assert missing == []
    assert "Copyright (c) 2010-2023, Volodymyr Agafonkin" in notices
