"""The coverage report of a town whose figures are worked out on paper."""

import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from learnmap.model.errors import ConflictError, InvalidInputError, NotReadyError
from learnmap.model.records import AgeCount, DemandPoint
from learnmap.store import Store, replace_demand_points, upsert_points
from learnmap.workflows.city import City
from learnmap.workflows.planning.questions import ReportQuestion
from learnmap.workflows.planning.report import write_report
from learnmap.workflows.planning.report.words import WORDS
from tests.service.planned_town import HOSTILE, open_planned_town
from tests.service.towns import a_point, open_town
from tests.unit.network.drawing import Drawing


@pytest.fixture
def town(store: Store, tmp_path: Path) -> City:
    (tmp_path / "town").mkdir()
    return open_planned_town(store, tmp_path / "town")


class Reader(HTMLParser):
    """Collects the texts of a page: cells of tables row by row, and all words."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.words: list[str] = []
        self.tags: list[str] = []
        self._cell = False

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
            self._cell = True

    def handle_endtag(self, tag: str) -> None:
        self._cell &= tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        self.words.append(data.strip())
        if self._cell:
            self.rows[-1][-1] += data


def read(path: Path) -> Reader:
    found = Reader()
    found.feed(path.read_text("utf-8"))
    return found


def test_the_figures_are_those_worked_out_on_paper(town: City, tmp_path: Path) -> None:
    written = write_report(town, tmp_path / "report")
    assert [file.name for file in written.files] == [
        "coverage-report.zh.html",
        "coverage-report.zh.pdf",
        "coverage-report.en.html",
        "coverage-report.en.pdf",
    ]
    assert written.fictional
    page = read(tmp_path / "report" / "coverage-report.en.html")
    # 35.75 of the 39.75 from 60 walk 4.4 minutes at most; 4 are on no street.
    assert ["Older adult", "aged 60 and over", "40", *["36 (89.9%)"] * 3, "4"] in page.rows
    assert ["Adult", "all ages", "93", *["71 (76.3%)"] * 3, "22"] in page.rows
    # The west has 10.5 and 5 of them, the east 20.25; island and field lie in no district.
    assert ["East", "20", *["20 (100.0%)"] * 3, "0"] in page.rows
    assert [HOSTILE, "16", *["16 (100.0%)"] * 3, "0"] in page.rows
    assert ["in no area", "4", *["0 (0.0%)"] * 3, "4"] in page.rows
    assert "89.9%" in page.words
    assert "script" not in page.tags
    assert page.tags.count("svg") == 4
    # Nobody is beyond reach; island and field have 4 from 60 and 22 of all ages.
    assert ["no street near", "4", "22"] in page.rows
    assert ["Together", "4", "22"] in page.rows
    # To the one open museum the west walks 887.5 s, the lane 1,250 s: 30.75 of 39.75.
    assert ["Museum", "1", "", "20 (50.9%)", "20 (50.9%)", "31 (77.4%)"] in page.rows
    told = " ".join(page.words)
    for text in (
        *("fictional", "census of River Town", "0.8 m/s", "2 open ones on record"),
        "Areas leave holes: 22 residents live in none",
    ):
        assert text in told
    # Everybody on a street is there in time, and streets meet where the library stands.
    assert "The candidates are 1 street corners" in told
    assert "No corner would bring a point within reach of anybody more" in told
    # Closed points count for nobody: with the lane's museum 5 residents would walk 100 m less.
    chinese = read(tmp_path / "report" / "coverage-report.zh.html")
    assert ["老年人", "60 岁及以上", "40", *["36 (89.9%)"] * 3, "4"] in chinese.rows
    assert "含虚构数据：不得作为真实城市的依据。" in chinese.words


def test_the_next_sites_are_proposed_and_drawn(town: City, tmp_path: Path) -> None:
    with town.store.begin() as tx:
        library = a_point("corner", Drawing().at(0, 0), status="closed")
        upsert_points(tx, [library], actor="tester")
    write_report(town, tmp_path / "report", ReportQuestion(minutes=10))
    # Within 600 s of the museum lives the east alone, 20.25; the one corner is 262.5 s from the
    # west's 10.5 and 125 s from the lane's 5.
    for language, words in (
        (
            "en",
            "New sites: 1. Of 40 residents 36 (89.9%) are within reach then, 20 (50.9%) now.",
        ),
        ("zh", "新设 1 处后，走得到的居民从 20 (50.9%) 增至 36 (89.9%)，共 40 人。"),
    ):
        page = read(tmp_path / "report" / f"coverage-report.{language}.html")
        assert words in page.words
        (row,) = [one for one in page.rows if one and one[1] in {"Corner 1", "路口 1"}]
        assert (row[0], row[2:]) == ("1", ["31.20000, 121.40000", HOSTILE, "16", "16"])
        assert page.tags.count("svg") == 5
        told = " ".join(page.words)
        proven = {"en": "Proven: no choice covers more than 36 (gap 0.00%)", "zh": "已证明最优"}
        assert proven[language] in told


def test_the_paper_says_the_same_as_the_page(town: City, tmp_path: Path) -> None:
    write_report(town, tmp_path / "report", ReportQuestion("adult", minutes=1))
    for language, words in (("en", "within 1 min"), ("zh", "1 分钟内")):
        path = tmp_path / "report" / f"coverage-report.{language}.pdf"
        done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
        told = re.sub(r"\s+", " ", done.stdout.decode())
        assert words in told
        # In a minute an adult walks 75 m: nobody lives as near, and 93 do not get there.
        assert "0 (0.0%)" in told
        assert "93" in told
        page = read(path.with_suffix(".html"))
        for row in page.rows:
            for cell in row:
                assert re.sub(r"\s", "", cell) in re.sub(r"\s", "", told), cell


def test_nothing_is_written_where_something_is_or_nothing_can_be_said(
    town: City, tmp_path: Path
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    with pytest.raises(ConflictError, match="name a new folder"):
        write_report(town, tmp_path / "full")
    for question, told in (
        (ReportQuestion("cyclist"), "cyclist"),
        (ReportQuestion(minutes=31), "from 1 to 30"),
    ):
        with pytest.raises(InvalidInputError, match=told):
            write_report(town, tmp_path / "new", question)
    with pytest.raises(NotReadyError, match="no areas of level neighbourhood"):
        write_report(town, tmp_path / "new", ReportQuestion(level="neighbourhood"))
    assert not (tmp_path / "new").exists()
    assert [one.name for one in (tmp_path / "full").iterdir()] == ["mine.txt"]


def test_a_city_without_areas_has_a_report_all_the_same(store: Store, tmp_path: Path) -> None:
    city = open_town(store, tmp_path)
    with pytest.raises(NotReadyError, match="no residents yet"):
        write_report(city, tmp_path / "report")
    with store.begin() as tx:
        lon, lat = Drawing().at(-10, 200)
        count = AgeCount(age_from=60, residents=8)
        home = DemandPoint(id="home", longitude=lon, latitude=lat, counts=(count,), source="a test")
        replace_demand_points(tx, [home], source="a test", actor="tester")
    write_report(city, tmp_path / "report")
    page = read(tmp_path / "report" / "coverage-report.en.html")
    # Covered, map, gaps, sites, sets, sources; neither areas nor aims nor seats.
    assert page.tags.count("section") == 6
    assert page.tags.count("svg") == 3


def test_every_text_has_two_languages_with_the_same_values() -> None:
    for key, (chinese, english) in WORDS.items():
        assert set(re.findall(r"{(\w+)", chinese)) == set(re.findall(r"{(\w+)", english)), key
        assert chinese != english
