"""A whole small edition with a drawn base map, for the tests of products."""

import gzip
import io
from typing import Any

import mapbox_vector_tile
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from learnmap.edition import make_manifest
from tests.unit.render.frozen_edition import CENTRE, frozen_files, offering, point, route

FORMULA = "=HYPERLINK(1)"
APPROVAL = "GS(2026)1234"


def edition_files(points: int = 25, **facts: Any) -> dict[str, bytes]:
    """Return the files of an edition: `points` on a grid, one route, two offerings."""
    places = [point(number) for number in range(points)]
    places[1]["properties"]["name_zh"] = FORMULA
    places[2]["properties"]["status"] = "temporarily_closed"
    places[3]["properties"]["offerings"] = [offering(), offering(id="o2")]
    routes = [route(places[:3], id="r1")]
    files = frozen_files(places, routes=routes, basemap=drawn_basemap(), **facts)
    year, map_name = facts.get("year", 2026), facts.get("map", "learning")
    files["manifest.json"] = make_manifest(files, map_name=map_name, year=year, revision=1)
    return files


def drawn_basemap() -> bytes:
    """Return one vector tile round the city's centre: a park, a street, and the name of a town."""
    zoom = 9
    side = 2**zoom
    column = int((CENTRE[0] / 360 + 0.5) * side)
    row = 148
    layers = [
        {"name": "green", "features": [_feature("POLYGON ((0 0, 4096 0, 4096 900, 0 900, 0 0))")]},
        {"name": "streets", "features": [_feature("LINESTRING (0 0, 4096 4096)", kind="major")]},
    ]
    tile = mapbox_vector_tile.encode(layers, default_options={"extents": 4096})
    file = io.BytesIO()
    writer = Writer(file)
    writer.write_tile(zxy_to_tileid(zoom, column, row), gzip.compress(tile, mtime=0))
    header = {"tile_type": TileType.MVT, "tile_compression": Compression.GZIP}
    corners = {"min_lon_e7": 0, "min_lat_e7": 0, "max_lon_e7": 1, "max_lat_e7": 1}
    centre = {"center_zoom": zoom, "center_lon_e7": 0, "center_lat_e7": 0}
    writer.finalize({**header, **corners, **centre}, {})
    return file.getvalue()


def _feature(wkt: str, kind: str = "") -> dict[str, Any]:
    return {"geometry": wkt, "properties": {"class": kind} if kind else {}}
