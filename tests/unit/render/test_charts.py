"""Charts are where their figures say, and say their figures in words."""

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from learnmap.render.charts import Bar, Line, bar_chart, line_chart

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script> & \"'"


def drawn(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own drawing


def points_of(root: ET.Element, number: int) -> list[tuple[float, float]]:
    line = root.findall(f"{SVG}polyline")[number]
    pairs = [pair.split(",") for pair in line.attrib["points"].split()]
    return [(float(x), float(y)) for x, y in pairs]


def test_a_line_runs_between_its_axes() -> None:
    line = Line("adults", [(0, 0), (15, 0.5), (30, 1)])
    root = drawn(line_chart("Coverage", [line], along="minutes", ticks=(0, 15, 30)))
    (x0, y0), (x1, y1), (x2, y2) = points_of(root, 0)
    assert x1 - x0 == pytest.approx(x2 - x1, abs=0.11)
    assert y0 - y1 == pytest.approx(y1 - y2, abs=0.11)
    written = {text.text: text for text in root.iter(f"{SVG}text")}
    # The numbers of the axes stand where the line is at them.
    for label, x in (("0", x0), ("15", x1), ("30", x2)):
        assert float(written[label].attrib["x"]) == pytest.approx(x, abs=0.11)
    for label, y in (("0 %", y0), ("50 %", y1), ("100 %", y2)):
        assert float(written[label].attrib["y"]) - 4 == pytest.approx(y, abs=0.11)
    assert {"minutes", "adults"} <= set(written)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_words_at_the_ends_of_lines_do_not_cover_each_other(share: float) -> None:
    lines = [Line(f"line {k}", [(0, 0), (30, share)]) for k in range(4)]
    svg = line_chart("Coverage", lines, along="minutes", ticks=(0, 30))
    texts = [one for one in drawn(svg).iter(f"{SVG}text") if str(one.text).startswith("line")]
    heights = sorted(float(one.attrib["y"]) for one in texts)
    assert min(b - a for a, b in pairwise(heights)) >= 15
    assert heights[0] > 0
    assert heights[-1] <= 14 + 240 + 4


def test_lines_differ_without_colour() -> None:
    lines = [Line(f"{k}", [(0, 0), (30, k / 4)]) for k in range(5)]
    root = drawn(line_chart("Coverage", lines, along="minutes", ticks=(0, 30)))
    dashes = [one.get("stroke-dasharray") for one in root.findall(f"{SVG}polyline")]
    assert len(set(dashes)) == 5


def test_bars_are_as_long_as_their_shares() -> None:
    bars = [Bar("all", 1.0, "100 %"), Bar("half", 0.5, "50 %"), Bar("none", None, "nobody")]
    root = drawn(bar_chart("By district", bars))
    widths = [float(one.attrib["width"]) for one in root.findall(f"{SVG}rect")]
    ground, whole, _, half, _ = widths
    assert whole == ground
    assert half == pytest.approx(ground / 2, abs=0.1)
    texts = [one.text for one in root.iter(f"{SVG}text")]
    assert texts == ["all", "100 %", "half", "50 %", "none", "nobody"]


@pytest.mark.parametrize(
    "name", ["a railway or motorway between them", "有铁路或高速公路阻隔着的地方"]
)
def test_long_names_are_not_cut(name: str) -> None:
    root = drawn(bar_chart("Reasons", [Bar(name, 0.5, "24,349 (57.3%)"), Bar("far", 1.0, "1")]))
    label = next(one for one in root.iter(f"{SVG}text") if one.text == name)
    # Its right end; at 13 px a Chinese letter is 13 px wide, and no Latin one in Noto Sans over 12.
    least = 13 * len(name) if name[0] == "有" else 6.4 * len(name)
    assert float(label.attrib["x"]) >= least
    _, _, width, _ = map(float, root.attrib["viewBox"].split())
    ground = root.findall(f"{SVG}rect")[0]
    assert float(ground.attrib["x"]) + float(ground.attrib["width"]) < width


def test_names_stay_text() -> None:
    svg = bar_chart(HOSTILE, [Bar(HOSTILE, 0.5, HOSTILE)])
    svg += line_chart(HOSTILE, [Line(HOSTILE, [(0, 0)])], along=HOSTILE, ticks=(0, 1))
    assert "<script" not in svg
    for part in svg.split("</svg>")[:-1]:
        root = drawn(part + "</svg>")
        assert root.attrib["aria-label"] == root.findtext(f"{SVG}title") == HOSTILE


def test_a_long_label_has_room() -> None:
    label = "a railway or motorway between"
    root = drawn(
        bar_chart("Why", [Bar(label, 0.5, "50 %"), Bar("有铁路或高速公路阻隔", 0.5, "50 %")])
    )
    (text,) = [one for one in root.iter(f"{SVG}text") if one.text == label]
    # Right-aligned: 29 letters of 13 px take some 200 px, where 182 were.
    assert float(text.attrib["x"]) >= 200
    begins = {float(one.attrib["x"]) for one in root.findall(f"{SVG}rect")}
    assert begins == {float(text.attrib["x"]) + 8}
