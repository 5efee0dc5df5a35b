"""Writing: the city's files, the same bytes from the same city."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import osmium
import shapely
from osmium.osm import Box, Location
from osmium.osm.mutable import Node, Way
from osmium.osm.mutable import Relation as OsmRelation

from data.demo_city.areas import AreaRow
from data.demo_city.streetmap import StreetMap

TIMESTAMP: Final = "2026-01-01T00:00:00Z"
SOURCE: Final = "learnmap demo city (fictional)"
_FIRST_WAY: Final = 1_000_000_000
_FIRST_RELATION: Final = 2_000_000_000


def write_streets(path: Path, street_map: StreetMap) -> None:
    """Write nodes, ways and relations as .osm.pbf, in order of their numbers.

    Parameters
    ----------
    path : Path
        Ends in ``.osm.pbf``; replaced when it exists.
    street_map : StreetMap
        The city's streets.
    """
    degrees = street_map.degrees
    west, south = degrees.min(axis=0).tolist()
    east, north = degrees.max(axis=0).tolist()
    header = osmium.io.Header()
    header.set("generator", SOURCE)
    header.set("osmosis_replication_timestamp", TIMESTAMP)
    header.add_box(Box(west, south, east, north))
    target = osmium.io.File(str(path), "pbf,add_metadata=none")
    writer = osmium.SimpleWriter(target, header=header, overwrite=True)
    try:
        tags = street_map.node_tags
        for number, (lon, lat) in enumerate(degrees.tolist()):
            writer.add_node(
                Node(id=number + 1, location=Location(lon, lat), tags=tags.get(number, {}))
            )
        for number, (way, way_tags) in enumerate(
            zip(street_map.ways, street_map.way_tags, strict=True)
        ):
            writer.add_way(
                Way(
                    id=_FIRST_WAY + number,
                    nodes=(way + 1).tolist(),
                    tags=dict(sorted(way_tags.items())),
                )
            )
        for number, relation in enumerate(street_map.relations):
            members = [("w", _FIRST_WAY + index, role) for index, role in relation.members]
            writer.add_relation(
                OsmRelation(id=_FIRST_RELATION + number, members=members, tags=relation.tags)
            )
    finally:
        writer.close()


def csv_bytes(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """Return a CSV table in UTF-8 with line feeds; None is an empty cell."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: _cell(value) for key, value in row.items()})
    return buffer.getvalue().encode()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | np.floating):
        return f"{value:.7f}"
    return str(value)


def areas_bytes(rows: Iterable[AreaRow]) -> bytes:
    """Return areas as GeoJSON (RFC 7946), one feature a line."""
    features = []
    for row in rows:
        geometry: dict[str, Any] = json.loads(shapely.to_geojson(row.geometry))
        properties = {
            "code": row.code,
            "level": row.level,
            "name_zh": row.name.zh,
            "name_en": row.name.en,
            "parent_code": row.parent_code or None,
            "source": SOURCE,
        }
        feature = {
            "type": "Feature",
            "id": row.code,
            "properties": properties,
            "geometry": geometry,
        }
        features.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    return ('{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n").encode()


def json_bytes(value: object) -> bytes:
    """Return a value as JSON in UTF-8 with sorted keys and an indent."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode()
