"""Frozen files of a small edition, written by hand for the tests of the page."""

import gzip
import io
import json
from collections.abc import Sequence
from typing import Any

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

HOSTILE = (
    "<img src=x onerror=window.broken=1>",
    "</script><script>window.broken=2</script>",
    "\"><svg onload=window.broken=3> 'quoted' `ticked` & ampersand",
    "\u202egnirts\u200f \u05e2\u05d1\u05e8\u05d9\u05ea",
    "<!--content-security-policy--> </td></table></style>",
)
"""Names that somebody may type; none may be more than text."""

CENTRE = (24.9415, 60.1700)
"""Longitude and latitude of the small city."""

STEP_DEG = 0.002


def point(number: int, **facts: Any) -> dict[str, Any]:
    """Return a point on a five-column grid around the centre, with a value for every fact."""
    longitude = CENTRE[0] + (number % 5 - 2) * STEP_DEG
    latitude = CENTRE[1] + (number // 5 % 5 - 2) * STEP_DEG / 2
    properties = {
        "kind": ("library", "museum", "community_school")[number % 3],
        "name_zh": f"第{number}学习点",
        "name_en": f"Learning point {number}",
        "designation": None,
        "designation_year": None,
        "address": f"中山路{number}号",
        "phone": "021-12345678",
        "website": "https://www.example.org/",
        "opening_hours": "Mo-Fr 09:00-17:00; PH off",
        "opening_hours_note": None,
        "accessibility": "step_free",
        "status": "open",
        "assured_date": "2026-05-11",
        "source": "OpenStreetMap",
        "fictional": False,
        "entrance": None,
        "areas": [{"level": "district", "code": "D1", "name_zh": "石桥区", "name_en": "Shiqiao"}],
        "offerings": [],
    }
    return {
        "type": "Feature",
        "id": f"p{number:05d}",
        "geometry": {"type": "Point", "coordinates": [round(longitude, 6), round(latitude, 6)]},
        "properties": {**properties, **facts},
    }


def offering(**facts: Any) -> dict[str, Any]:
    """Return an offering with a value for every fact."""
    return {
        "id": "o1",
        "name_zh": "书法入门",
        "name_en": "Calligraphy for beginners",
        "category": "arts",
        "category_zh": "艺术",
        "category_en": "Arts",
        "mode": "in_person",
        "provider": "文化馆",
        "language": "zh",
        "fee": 30,
        "fee_currency": "CNY",
        "age_from": 60,
        "age_to": None,
        "capacity": 25,
        "schedule": "Wed 14:00-15:30",
        "sessions": [
            {"starts_at": "2026-03-04T14:00:00+08:00", "ends_at": "2026-03-04T15:30:00+08:00"}
        ],
        **facts,
    }


def square(place: Sequence[float], half_deg: float) -> dict[str, Any]:
    """Return a square around a place, as a MultiPolygon by the right-hand rule."""
    longitude, latitude = place
    west, east = longitude - half_deg, longitude + half_deg
    south, north = latitude - half_deg / 2, latitude + half_deg / 2
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "MultiPolygon",
        "coordinates": [[[[round(x, 6), round(y, 6)] for x, y in ring]]],
    }


def frozen_files(
    points: list[dict[str, Any]],
    *,
    routes: list[dict[str, Any]] | None = None,
    basemap: bytes | None = None,
    areas: list[dict[str, Any]] | None = None,
    without: tuple[str, ...] = (),
    **facts: Any,
) -> dict[str, bytes]:
    """Return frozen files; each point but those in `without` has nine square catchments."""
    profiles = (("adult", "成人", "Adult", 1.25, 1.0), ("older_adult", "老年人", "Older", 0.8, 2.0))
    catchments = [
        {
            "type": "Feature",
            "id": f"{one['id']}/{code}/{cutoff}",
            "properties": {"point_id": one["id"], "profile": code, "cutoff_s": cutoff},
            "geometry": square(one["geometry"]["coordinates"], speed * cutoff * 1e-5),
        }
        for one in points
        if one["id"] not in without
        for code, _, _, speed, _ in profiles
        for cutoff in (300, 600, 900)
    ]
    unions = [
        {
            "type": "Feature",
            "id": f"{code}/900",
            "properties": {"profile": code, "cutoff_s": 900},
            "geometry": square(CENTRE, 0.02),
        }
        for code, *_ in profiles
    ]
    kinds = {one["properties"]["kind"] for one in points}
    edition = {
        "city": {"names": {"zh": "赫尔辛基", "en": "Helsinki"}, "fictional": False},
        "map": "learning",
        "year": 2026,
        "revision": 1,
        "titles": {"zh": "学习地图", "en": "Learning Map"},
        "approval_number": "GS(2026)1234",
        "approval_exemption": None,
        "frozen_on": "2026-11-23",
        "assured": {"from": "2026-01-03", "to": "2026-10-30"},
        "sources": [{"name": "OpenStreetMap", "licence": "ODbL 1.0", "url": None}],
        "network": {
            "hash": "ab12",
            "extract": "helsinki.osm.pbf",
            "extract_date": None,
            "nodes": 6512,
            "edges": 7569,
            "length_km": 98.7,
        },
        "profiles": [
            {"code": code, "zh": zh, "en": en, "speed_m_per_s": speed, "steps_factor": steps}
            for code, zh, en, speed, steps in profiles
        ],
        "cutoffs_s": [300, 600, 900],
        "limits": {"snap_limit_m": 100, "off_street_m": 60, "simplify_m": 2.5},
        "kinds": [one for one in _KINDS if one["code"] in kinds],
        "bounds": [CENTRE[0] - 0.006, CENTRE[1] - 0.004, CENTRE[0] + 0.006, CENTRE[1] + 0.004],
        "without_catchment": [
            {"point_id": name, "profile": code, "reason": "too_far", "distance_m": 132.4}
            for name in without
            for code, *_ in profiles
        ],
        "generator": "learnmap 0.1.0",
        **facts,
    }
    files = {
        "edition.json": json.dumps(edition, ensure_ascii=False, sort_keys=True).encode(),
        "points.geojson": _collection(points),
        "catchments.geojson": _collection(catchments),
        "catchment-unions.geojson": _collection(unions),
        "routes.geojson": _collection(routes or []),
    }
    if areas:
        files["areas.geojson"] = _collection(areas)
    if basemap is not None:
        files["basemap.pmtiles"] = basemap
    return files


def route(stops: list[dict[str, Any]], **facts: Any) -> dict[str, Any]:
    """Return a walking route straight from stop to stop."""
    places = [one["geometry"]["coordinates"] for one in stops]
    properties = {
        "name_zh": "海边人文行走",
        "name_en": "Seaside walk",
        "theme_zh": "海与城",
        "theme_en": "Sea and city",
        "length_m": 1875.0,
        "minutes": {"adult": 25, "older_adult": 39},
        "source": "city",
        "fictional": False,
        "stops": [
            {
                "position": number,
                "point_id": one["id"],
                "name_zh": one["properties"]["name_zh"],
                "name_en": one["properties"]["name_en"],
                "dwell_min": 10,
                "lon": one["geometry"]["coordinates"][0],
                "lat": one["geometry"]["coordinates"][1],
            }
            for number, one in enumerate(stops, start=1)
        ],
    }
    return {
        "type": "Feature",
        "id": "r1",
        "geometry": {"type": "LineString", "coordinates": places},
        "properties": {**properties, **facts},
    }


def halves() -> list[dict[str, Any]]:
    """Return two areas that meet in the centre's meridian, each 0.02 degrees wide and high."""
    named = (("D1", "石桥区", "Shiqiao", -0.01), ("D2", "泊云区", "Boyun", 0.01))
    return [
        {
            "type": "Feature",
            "id": code,
            "properties": {"level": "district", "name_zh": zh, "name_en": en, "source": "city"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [
                        [round(CENTRE[0] + x, 6), round(CENTRE[1] + y, 6)]
                        for x, y in ((min(0, 2 * at), -0.01), (max(0, 2 * at), -0.01),
                                     (max(0, 2 * at), 0.01), (min(0, 2 * at), 0.01),
                                     (min(0, 2 * at), -0.01))
                    ]
                ],
            },
        }
        for code, zh, en, at in named
    ]  # fmt: skip


def tiny_basemap() -> bytes:
    """Return a PMTiles file of one empty vector tile."""
    file = io.BytesIO()
    writer = Writer(file)
    writer.write_tile(zxy_to_tileid(9, 291, 148), gzip.compress(b"", mtime=0))
    header = {"tile_type": TileType.MVT, "tile_compression": Compression.GZIP}
    corners = {"min_lon_e7": 0, "min_lat_e7": 0, "max_lon_e7": 1, "max_lat_e7": 1}
    centre = {"center_zoom": 9, "center_lon_e7": 0, "center_lat_e7": 0}
    writer.finalize({**header, **corners, **centre}, {})
    return file.getvalue()


def _collection(features: list[dict[str, Any]]) -> bytes:
    return json.dumps(
        {"type": "FeatureCollection", "features": features}, ensure_ascii=False
    ).encode()


_KINDS = (
    {"code": "community_school", "zh": "社区学校", "en": "Community school", "colour": "#2463b8"},
    {"code": "library", "zh": "图书馆", "en": "Library", "colour": "#3b5f0b"},
    {"code": "museum", "zh": "博物馆", "en": "Museum", "colour": "#6b2fa0"},
)
