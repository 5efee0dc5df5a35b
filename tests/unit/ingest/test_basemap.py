"""The base map of a city drawn by hand, tile by tile."""

import gzip
import json
import math
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import pytest
from pmtiles.reader import MemorySource, Reader, all_tiles
from shapely.geometry import shape

from learnmap.ingest import read_basemap
from learnmap.model.errors import ExtractError

Layers = dict[str, list[dict[str, Any]]]
ZOOM14_DEGREES = 360 / 2**14
WEST = 13000 * ZOOM14_DEGREES - 180
"""Left edge of a column of zoom 14; a tile is 0.022 degrees wide."""


def _latitude(row: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / 2**14))))


def _city(folder: Path, ways: list[tuple[list[tuple[float, float]], dict[str, str]]]) -> Path:
    """Write ways whose places are parts of the tile 14/13000/6700, from its upper left corner."""
    nodes, lines = [], []
    number = 0
    for way, (places, tags) in enumerate(ways, start=1):
        refs = []
        for x, y in places if places[0] != places[-1] else places[:-1]:
            number += 1
            lon, lat = WEST + x * ZOOM14_DEGREES, _latitude(6700 + y)
            nodes.append(f'<node id="{number}" lat="{lat:.7f}" lon="{lon:.7f}"/>')
            refs.append(number)
        refs += [refs[0]] if places[0] == places[-1] else []
        written = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
        refs_written = "".join(f'<nd ref="{ref}"/>' for ref in refs)
        lines.append(f'<way id="{way}">{refs_written}{written}</way>')
    path = folder / "city.osm"
    path.write_text(f'<osm version="0.6">{"".join(nodes)}{"".join(lines)}</osm>', encoding="utf-8")
    return path


def _tile(archive: bytes, zoom: int, column: int, row: int) -> Layers:
    content = Reader(MemorySource(archive)).get(zoom, column, row)
    if content is None:
        return {}
    decoded = mapbox_vector_tile.decode(
        gzip.decompress(content), default_options={"y_coord_down": True}
    )
    return {name: layer["features"] for name, layer in decoded.items()}


def _classes(layers: Layers) -> set[str]:
    return {feature["properties"]["class"] for feature in layers.get("streets", [])}


ALONG = [(0.25, 0.5), (0.75, 0.5)]
RING = [(0.25, 0.25), (0.5, 0.25), (0.5, 0.5), (0.25, 0.5), (0.25, 0.25)]


@pytest.mark.parametrize(
    ("highway", "expected", "from_zoom"),
    [
        ("motorway", "major", 9),
        ("primary_link", "major", 9),
        ("secondary", "medium", 11),
        ("tertiary", "medium", 12),
        ("residential", "minor", 13),
        ("living_street", "minor", 13),
        ("service", "minor", 14),
        ("footway", "path", 14),
        ("steps", "steps", 14),
    ],
)
def test_streets_by_class_and_zoom(
    tmp_path: Path, highway: str, expected: str, from_zoom: int
) -> None:
    archive = read_basemap(
        _city(tmp_path, [(ALONG, {"highway": highway, "name": "福州路", "name:en": "Fuzhou Rd"})])
    )
    for zoom in range(9, 15):
        layers = _tile(archive, zoom, 13000 >> 14 - zoom, 6700 >> 14 - zoom)
        assert _classes(layers) == ({expected} if zoom >= from_zoom else set())
        for feature in layers.get("streets", []):
            named = {"name": "福州路", "name_en": "Fuzhou Rd"} if zoom >= 13 else {}
            assert feature["properties"] == {"class": expected, **named}
    at_14 = _tile(archive, 14, 13000, 6700)["streets"][0]["geometry"]
    # A quarter and three quarters of 4096 units; the line is straight.
    assert at_14 == {"type": "LineString", "coordinates": [[1024, 2048], [3072, 2048]]}


def test_a_bridge_says_so_and_a_plaza_is_no_line(tmp_path: Path) -> None:
    archive = read_basemap(
        _city(
            tmp_path,
            [
                (ALONG, {"highway": "primary", "bridge": "yes"}),
                (RING, {"highway": "pedestrian", "area": "yes"}),
            ],
        )
    )
    (street,) = _tile(archive, 14, 13000, 6700)["streets"]
    assert street["properties"] == {"class": "major", "bridge": 1}


def test_streets_of_one_name_are_joined(tmp_path: Path) -> None:
    half = [[(0.25, 0.5), (0.5, 0.5)], [(0.5, 0.5), (0.75, 0.5)]]
    archive = read_basemap(
        _city(tmp_path, [(part, {"highway": "primary", "name": "A"}) for part in half])
    )
    (street,) = _tile(archive, 14, 13000, 6700)["streets"]
    assert street["geometry"] == {"type": "LineString", "coordinates": [[1024, 2048], [3072, 2048]]}


def test_areas_and_lines_go_to_their_layers(tmp_path: Path) -> None:
    drawn = {
        "water": (RING, {"natural": "water", "name": "西湖"}),
        "green": (RING, {"leisure": "park"}),
        "buildings": (RING, {"building": "yes"}),
        "waterways": (ALONG, {"waterway": "river"}),
        "rail": (ALONG, {"railway": "rail"}),
    }
    layers = _tile(read_basemap(_city(tmp_path, list(drawn.values()))), 14, 13000, 6700)
    assert set(layers) == set(drawn)
    assert layers["water"][0]["properties"] == {"name": "西湖"}
    for name in ("water", "green", "buildings"):
        polygon = shape(layers[name][0]["geometry"])
        assert list(polygon.bounds) == [1024, 1024, 2048, 2048]
        assert polygon.area == 1024**2


@pytest.mark.parametrize(
    "tags",
    [
        {"railway": "subway", "tunnel": "yes"},
        {"waterway": "river", "tunnel": "culvert"},
        {"railway": "abandoned"},
        {"highway": "proposed"},
        {"building": "no"},
        {"amenity": "parking"},
    ],
)
def test_what_is_not_seen_is_not_drawn(tmp_path: Path, tags: dict[str, str]) -> None:
    city = _city(tmp_path, [(RING, tags), (ALONG, {"highway": "primary"})])
    assert set(_tile(read_basemap(city), 14, 13000, 6700)) == {"streets"}


def test_a_line_is_cut_at_the_rims_of_its_tiles_with_a_small_overlap(tmp_path: Path) -> None:
    archive = read_basemap(_city(tmp_path, [([(0.5, 0.5), (2.5, 0.5)], {"highway": "primary"})]))
    ends = [
        [xs[0] for xs in _tile(archive, 14, column, 6700)["streets"][0]["geometry"]["coordinates"]]
        for column in (13000, 13001, 13002)
    ]
    assert ends == [[2048, 4160], [-64, 4160], [-64, 2048]]
    tiles = [tile for tile, _ in all_tiles(MemorySource(archive)) if tile[0] == 14]
    assert sorted(tiles) == [(14, 13000 + step, 6700) for step in range(3)]


def test_the_archive_describes_itself(tmp_path: Path) -> None:
    reader = Reader(
        MemorySource(read_basemap(_city(tmp_path, [(ALONG, {"highway": "primary", "name": "A"})])))
    )
    header = reader.header()
    assert (header["version"], header["min_zoom"], header["max_zoom"]) == (3, 9, 14)
    assert header["min_lon_e7"] == pytest.approx((WEST + 0.25 * ZOOM14_DEGREES) * 1e7, abs=1)
    metadata = reader.metadata()
    assert metadata["vector_layers"] == [
        {"id": "streets", "fields": {"class": "String", "name": "String"}}
    ]
    assert "OpenStreetMap contributors" in json.dumps(metadata, ensure_ascii=False)


def test_nothing_to_draw_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match=r"city\.osm holds nothing that a base map draws"):
        read_basemap(_city(tmp_path, [(RING, {"amenity": "parking"})]))
