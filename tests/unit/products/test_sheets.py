"""The printed sheets, as the programs of Poppler see them."""

import re
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from learnmap.products import make_products
from tests.unit.products.editions import APPROVAL, FORMULA, edition_files
from tests.unit.render.frozen_edition import halves

SHEETS = ("map-sheet-a3", "point-list-a4")


class Word(NamedTuple):
    """A word on a page, and its box in points from the upper left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sheets")
    made = make_products(edition_files(), public_url="https://maps.example.org/")
    for name in SHEETS:
        (folder / f"{name}.pdf").write_bytes(made[f"products/{name}.pdf"])
    return folder


def poppler(program: str, *words: str | Path) -> str:
    return subprocess.run(
        [program, *words], capture_output=True, text=True, check=True, encoding="utf-8"
    ).stdout


def words_of(path: Path, page: int) -> tuple[float, float, list[Word]]:
    """Return a page's width, height and words."""
    text = poppler("pdftotext", "-bbox", "-f", str(page), "-l", str(page), path, "-")
    sides = re.search(r'<page width="([\d.]+)" height="([\d.]+)"', text)
    assert sides is not None
    box = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
    words = [Word(found[4], *map(float, found[:4])) for found in re.findall(box, text)]
    return float(sides[1]), float(sides[2]), words


@pytest.mark.parametrize("name", SHEETS)
def test_every_font_is_embedded_and_can_be_searched(folder: Path, name: str) -> None:
    lines = poppler("pdffonts", folder / f"{name}.pdf").splitlines()[2:]
    assert lines
    for line in lines:
        embedded, subset, to_unicode = line.split()[-5:-2]
        assert "NotoSansCJKsc" in line
        assert (embedded, subset, to_unicode) == ("yes", "yes", "yes")


@pytest.mark.parametrize("name", SHEETS)
def test_the_approval_number_stands_at_the_bottom_left_of_each_page(
    folder: Path, name: str
) -> None:
    pages = int(re.findall(r"Pages: +(\d+)", poppler("pdfinfo", folder / f"{name}.pdf"))[0])
    assert pages >= 2
    for page in range(1, pages + 1):
        width, height, words = words_of(folder / f"{name}.pdf", page)
        found = [word for word in words if word.text == f"审图号：{APPROVAL}"]
        assert len(found) == 1
        assert found[0].right < width / 2
        assert found[0].top > height / 2


def test_the_sheet_has_every_number_and_no_two_cover_each_other(folder: Path) -> None:
    width, height, words = words_of(folder / "map-sheet-a3.pdf", 1)
    assert (round(width), round(height)) in {(1191, 842), (842, 1191)}
    # Legend, foot and title lie outside the frame; on it stand numbers alone.
    on_map = [word for word in words if word.top > 30 / 25.4 * 72 and word.right < width - 190]
    numbers = [word for word in on_map if word.text.isdigit() and word.bottom < height - 70]
    assert sorted(int(word.text) for word in numbers) == list(range(1, 26))
    for index, one in enumerate(numbers):
        for other in numbers[index + 1 :]:
            across = min(one.right, other.right) - max(one.left, other.left)
            down = min(one.bottom, other.bottom) - max(one.top, other.top)
            # A word's box has the font's air above and below the digits.
            assert across <= 0.1 or down <= 2.5


def test_the_list_says_what_a_visitor_needs(folder: Path) -> None:
    text = poppler("pdftotext", folder / "point-list-a4.pdf", "-")
    flat = re.sub(r"\s+", "", text)
    assert "石桥区" in text
    assert FORMULA in text
    assert "中山路3号" in flat
    assert "周一至周五9:00–17:00；法定节假日休息" in flat
    assert "2项课程与活动" in flat
    assert flat.count("暂停开放Temporarilyclosed") == 1


def test_a_map_without_a_number_says_so_where_the_number_would_stand(tmp_path: Path) -> None:
    files = edition_files(6, approval_number=None, approval_exemption="内部试用 / Internal trial")
    path = tmp_path / "sheet.pdf"
    path.write_bytes(make_products(files)["products/map-sheet-a3.pdf"])
    width, height, words = words_of(path, 1)
    (found,) = [word for word in words if word.text == "审图豁免依据：内部试用"]
    assert found.right < width / 2
    assert found.top > height / 2


def test_the_sheet_shows_the_areas_of_its_points(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(make_products(edition_files(6, areas=halves()))["products/map-sheet-a3.pdf"])
    width, _, words = words_of(path, 1)
    on_map = [word for word in words if word.right < width - 190]
    # Two areas meet in the middle of the map: the western one's name stands left of the other's.
    left, right = (next(w for w in on_map if w.text[0] == sign) for sign in "石泊")
    assert left.right < right.left
    assert any("行政区划界线" in word.text for word in words)


def test_invented_points_are_marked_on_every_page(tmp_path: Path) -> None:
    files = edition_files(6, city={"names": {"zh": "泊云市", "en": "Boyun"}, "fictional": True})
    made = make_products(files)
    for name in SHEETS:
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(made[f"products/{name}.pdf"])
        text = poppler("pdftotext", "-f", "1", "-l", "1", path, "-")
        assert "虚构演示数据" in text
