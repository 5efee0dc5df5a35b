"""A drawn map is true to distances, and its legend says what there is."""

import re
from xml.etree import ElementTree as ET

import pytest
import shapely

from learnmap.model.crs import ELLIPSOID
from learnmap.render.map_drawing import DrawnClass, DrawnPlaces, draw_map

SVG = "{http://www.w3.org/2000/svg}"


def drawn(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own drawing


def circles(root: ET.Element) -> list[tuple[float, float]]:
    found = root.findall(f"{SVG}circle")
    return [(float(one.attrib["cx"]), float(one.attrib["cy"])) for one in found]


@pytest.mark.parametrize("latitude", [0.0, 31.2, 60.2])
def test_a_kilometre_is_as_long_either_way_and_as_the_scale_says(latitude: float) -> None:
    east, _, _ = ELLIPSOID.fwd(121.4, latitude, 90, 1000)
    _, north, _ = ELLIPSOID.fwd(121.4, latitude, 0, 1000)
    spots = [(121.4, latitude), (east, latitude), (121.4, north)]
    root = drawn(draw_map("map", [], places=[DrawnPlaces("points", "#000000", spots)]))
    (x0, y0), (x1, y1), (x2, y2) = circles(root)[:3]
    assert y0 == pytest.approx(y1, abs=0.2)
    assert x0 == pytest.approx(x2, abs=0.2)
    across, up = x1 - x0, y0 - y2
    assert across == pytest.approx(up, rel=0.001)
    # North is up, east is right.
    assert across > 0
    label = next(
        str(one.text)
        for one in root.findall(f"{SVG}text")
        if re.fullmatch(r"\d+ k?m", str(one.text))
    )
    length_m = float(label.split()[0]) * (1000 if label.endswith("km") else 1)
    bar = next(one.attrib["d"] for one in root.findall(f"{SVG}path"))
    found = re.fullmatch(r"M([\d.]+) [\d.]+V[\d.]+H([\d.]+)V[\d.]+", bar)
    assert found is not None
    assert (float(found[2]) - float(found[1])) / length_m == pytest.approx(across / 1000, rel=0.002)


def test_holes_stay_open_and_every_class_is_named() -> None:
    ring = shapely.box(0, 0, 1, 1).difference(shapely.box(0.4, 0.4, 0.6, 0.6))
    classes = [DrawnClass("near", "#00ff00", [ring]), DrawnClass("far <&>", "#ff0000", [])]
    root = drawn(draw_map("a < b", classes, borders=[shapely.box(0, 0, 1, 1)]))
    filled = root.findall(f"{SVG}path[@fill='#00ff00']")
    assert len(filled) == 1
    assert filled[0].attrib["d"].count("M") == 2
    assert filled[0].attrib["fill-rule"] == "evenodd"
    assert not root.findall(f"{SVG}path[@fill='#ff0000']")
    texts = {one.text for one in root.iter(f"{SVG}text")}
    assert {"near", "far <&>"} <= texts
    assert root.findtext(f"{SVG}title") == "a < b"


def test_all_lies_within_the_drawing() -> None:
    shapes = [shapely.box(121, 31, 121.01, 31.4), shapely.box(121.3, 31.1, 121.31, 31.11)]
    for areas in (shapes[:1], shapes[1:], shapes):
        root = drawn(draw_map("map", [DrawnClass("near", "#00ff00", areas)]))
        _, _, width, height = map(float, root.attrib["viewBox"].split())
        data = root.findall(f"{SVG}path[@fill='#00ff00']")[0].attrib["d"]
        places = [tuple(map(float, one.split())) for one in re.split("[ML]", data) if one]
        assert all(0 <= x <= width and 0 <= y <= height for x, y in places)


def test_nothing_to_draw_is_no_fault() -> None:
    root = drawn(draw_map("nobody", [DrawnClass("near", "#00ff00", [])]))
    assert "near" in {one.text for one in root.iter(f"{SVG}text")}
