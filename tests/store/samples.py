"""Small records that tests of the store start from; Shanghai's coordinates, names invented."""

import hashlib
import json
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry import MultiPolygon, Polygon, box

from learnmap.model.city import CitySettings
from learnmap.model.records import LearningPoint
from learnmap.store import (
    NetworkBuild,
    Transaction,
    record_build,
    upsert_points,
    write_city,
)

BUILD = "ab" * 32


def a_point(identifier: str = "p1", **changes: Any) -> LearningPoint:
    values: dict[str, Any] = {
        "id": identifier,
        "kind": "library",
        "names": {"zh": "曹杨图书馆", "en": "Caoyang Library"},
        "longitude": 121.4,
        "latitude": 31.24,
        "address": "兰溪路 1 号",
        "source": "test",
        "fictional": True,
    }
    return LearningPoint(**(values | changes))


def a_build(content_hash: str = BUILD, **changes: Any) -> NetworkBuild:
    values: dict[str, Any] = {
        "content_hash": content_hash,
        "folder": content_hash,
        "extract_name": "city.osm.pbf",
        "extract_sha256": "0" * 64,
        "extract_date": None,
        "box": (121.0, 31.0, 122.0, 32.0),
        "nodes": 10,
        "edges": 12,
        "length_km": 3.5,
        "attribution": "OpenStreetMap contributors",
        "licence": "ODbL 1.0",
    }
    return NetworkBuild(**(values | changes))


def a_city(tx: Transaction, *points: LearningPoint) -> None:
    """Write settings, points and a network build."""
    write_city(tx, CitySettings(names={"zh": "测试市", "en": "Test City"}), actor="tester")
    upsert_points(tx, points or (a_point(),), actor="tester")
    record_build(tx, a_build(), actor="tester")


def some_bands(
    *points: str, profile: str = "adult", input_key: str = "k1", size: float = 0.01
) -> gpd.GeoDataFrame:
    """Make three nested squares for each point; areas are not theirs, just different."""
    rows = [
        (point, profile, cutoff_s, float(cutoff_s), input_key, _square(size * cutoff_s / 900))
        for point in points
        for cutoff_s in (300, 600, 900)
    ]
    frame = pd.DataFrame(
        rows, columns=["point_id", "profile", "cutoff_s", "area_m2", "input_key", "geometry"]
    )
    return gpd.GeoDataFrame(frame, geometry="geometry", crs="EPSG:4326")


def some_snaps(*points: str, profile: str = "adult") -> pd.DataFrame:
    return pd.DataFrame(
        [(point, profile, "snapped", 7, 0.25, 3.5, 121.4, 31.24) for point in points],
        columns=[
            "point_id",
            "profile",
            "status",
            "edge",
            "fraction",
            "distance_m",
            "lon",
            "lat",
        ],
    )


def some_files(**more: bytes) -> tuple[dict[str, bytes], dict[str, str], str]:
    """Return files with their manifest, their media types, and the manifest's hash."""
    files = {
        "edition.json": b"{}",
        "points.geojson": '{"name":"学习点"}'.encode(),
        "basemap.pmtiles": bytes(range(256)) * 40,
    } | {name.replace("_", "."): content for name, content in more.items()}
    listing = {
        path: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
        for path, content in files.items()
    }
    files["manifest.json"] = json.dumps({"files": listing}, sort_keys=True).encode()
    types = dict.fromkeys(files, "application/octet-stream")
    return files, types, hashlib.sha256(files["manifest.json"]).hexdigest()


def _square(half: float) -> MultiPolygon:
    return MultiPolygon([box(121.4 - half, 31.24 - half, 121.4 + half, 31.24 + half)])


BOW_TIE = Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
"""A ring that crosses itself."""
