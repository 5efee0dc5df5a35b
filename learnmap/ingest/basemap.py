"""Makes the base map of a city: vector tiles in one PMTiles file, from the same extract."""

import io
from pathlib import Path

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from learnmap.ingest.basemap_layers import Drawn, read_drawn
from learnmap.ingest.basemap_tiles import LAYERS, cut_tiles
from learnmap.ingest.extract import describe_extract
from learnmap.model.errors import ExtractError

ATTRIBUTION = "© OpenStreetMap contributors (ODbL 1.0)"


def read_basemap(extract: Path) -> bytes:
    """Draw the base map of an extract.

    Layers are ``streets`` (``class``: major, medium, minor, path or steps; ``name``,
    ``name_en``, ``bridge`` 1), ``water``, ``waterways``, ``green``, ``rail``, ``buildings``
    and ``places``; a layer without content is absent. Zooms 9 to 14; a viewer enlarges zoom 14
    beyond that. The same extract gives the same bytes.

    Parameters
    ----------
    extract : Path
        An ``.osm.pbf``, ``.osm`` or ``.osm.bz2`` file.

    Returns
    -------
    bytes
        A PMTiles version 3 archive of gzipped Mapbox vector tiles.

    Raises
    ------
    ExtractError
        When the extract cannot be read, or holds nothing that a base map draws.
    """
    box = describe_extract(extract).box
    drawn = read_drawn(extract, box)
    if not drawn:
        raise ExtractError(
            f"{extract.name} holds nothing that a base map draws; export streets, water and parks"
        )
    tiles = sorted((zxy_to_tileid(*tile), content) for tile, content in cut_tiles(drawn))
    file = io.BytesIO()
    writer = Writer(file)
    for tile_id, content in tiles:
        writer.write_tile(tile_id, content)
    west, south, east, north = (round(degrees * 1e7) for degrees in box)
    writer.finalize(
        {
            "version": 3,
            "tile_type": TileType.MVT,
            "tile_compression": Compression.GZIP,
            "min_lon_e7": west,
            "min_lat_e7": south,
            "max_lon_e7": east,
            "max_lat_e7": north,
            "center_zoom": 12,
            "center_lon_e7": (west + east) // 2,
            "center_lat_e7": (south + north) // 2,
        },
        {"attribution": ATTRIBUTION, "vector_layers": _list_layers(drawn)},
    )
    return file.getvalue()


def _list_layers(drawn: list[Drawn]) -> list[dict[str, object]]:
    """List the layers that are there, with their fields, as the PMTiles format asks for."""
    fields: dict[str, dict[str, str]] = {}
    for one in drawn:
        known = fields.setdefault(one.layer, {})
        known.update(
            (key, "Number" if isinstance(value, int) else "String") for key, value in one.properties
        )
    return [
        {"id": name, "fields": dict(sorted(fields[name].items()))}
        for name in LAYERS
        if name in fields
    ]
