"""What an extract is, and extracts that are none."""

import bz2
import datetime as dt
import hashlib
from pathlib import Path

import osmium
import pytest

from learnmap.ingest import describe_extract
from learnmap.model.errors import ExtractError

NODES = (
    '<node id="1" version="2" timestamp="2019-06-14T04:57:50Z" lat="31.2" lon="121.4"/>'
    '<node id="2" version="1" timestamp="2021-09-02T00:00:00Z" lat="31.3" lon="121.5"/>'
)


def _xml(folder: Path, body: str, name: str = "city.osm") -> Path:
    path = folder / name
    path.write_text(f'<osm version="0.6" generator="hand">{body}</osm>', encoding="utf-8")
    return path


def test_box_and_date_from_the_objects_where_the_file_declares_none(tmp_path: Path) -> None:
    path = _xml(tmp_path, NODES)
    facts = describe_extract(path)
    assert facts.name == "city.osm"
    assert facts.box == (121.4, 31.2, 121.5, 31.3)
    assert facts.date == dt.date(2021, 9, 2)
    assert facts.generator == "hand"
    assert facts.size_bytes == path.stat().st_size
    assert facts.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_declared_box_and_date_win(tmp_path: Path) -> None:
    bounds = '<bounds minlat="31" minlon="121" maxlat="32" maxlon="122"/>'
    path = _xml(tmp_path, f'<meta osm_base="2021-06-12T07:41:41Z"/>{bounds}{NODES}')
    facts = describe_extract(path)
    assert facts.box == (121.0, 31.0, 122.0, 32.0)
    assert facts.date == dt.date(2021, 6, 12)


def test_a_file_without_dates_says_none(tmp_path: Path) -> None:
    facts = describe_extract(_xml(tmp_path, '<node id="1" lat="1" lon="2"/>'))
    assert (facts.date, facts.box) == (None, (2.0, 1.0, 2.0, 1.0))


def test_a_pbf_declares_its_box_and_date_in_its_header(tmp_path: Path) -> None:
    path = tmp_path / "city.osm.pbf"
    header = osmium.io.Header()
    header.add_box(osmium.osm.Box(121.0, 31.0, 122.0, 32.0))
    header.set("osmosis_replication_timestamp", "2020-01-02T03:04:05Z")
    with osmium.SimpleWriter(path, header=header) as writer:
        for thing in osmium.FileProcessor(_xml(tmp_path, NODES)):
            writer.add(thing)
    facts = describe_extract(path)
    assert facts.box == (121.0, 31.0, 122.0, 32.0)
    assert facts.date == dt.date(2020, 1, 2)
    for length in (path.stat().st_size // 2, path.stat().st_size - 3):
        cut = tmp_path / f"cut{length}.osm.pbf"
        cut.write_bytes(path.read_bytes()[:length])
        with pytest.raises(
            ExtractError, match=rf"cut{length}\.osm\.pbf cannot be read .*truncated"
        ):
            describe_extract(cut)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("city.osm.pbf", b"", "is empty; download it again"),
        ("city.osm.pbf", b"hello", "cannot be read"),
        ("city.osm", b"<html></html>", "Unknown top-level element: html"),
        ("city.osm", f'<osm version="0.6">{NODES}'.encode(), "truncated"),
        ("city.osm", b'<osm version="0.6"></osm>', "holds no nodes"),
        ("city.osm", b'<osm version="0.6"><way id="1"/></osm>', "holds no nodes"),
        ("city.osm.bz2", bz2.compress(b"<osm version='0.6'></osm>")[:-8], "cannot be read"),
        ("city.osm.bz2", b"hello", "cannot be read"),
        ("city.shp", b"hello", "is no extract; give a file ending in .osm.pbf"),
    ],
)
def test_bad_extracts_are_named_with_a_remedy(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ExtractError) as caught:
        describe_extract(path)
    assert name in str(caught.value)
    assert message in str(caught.value)


def test_an_absent_extract_and_a_folder_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.osm.pbf", tmp_path):
        with pytest.raises(ExtractError, match="does not exist; give the path"):
            describe_extract(path)
