"""One answer of each endpoint, as OpenAPI and the documentation show it."""

from typing import Any, Final

from learnmap.service.answers import GEOJSON

Example = dict[str, Any]

_SUMMARY: Final[Example] = {
    "kind": "library",
    "name_zh": "梅陇图书馆",
    "name_en": "Meilong Library",
    "designation": None,
    "designation_year": None,
    "address": "梅陇路 1 号",
    "phone": None,
    "website": None,
    "opening_hours": "Tu-Su 09:00-17:00",
    "opening_hours_note": None,
    "accessibility": "step_free",
    "status": "open",
    "assured_date": "2026-05-04",
    "source": "learning points of the city",
    "source_datum": "cgcs2000",
    "fictional": True,
    "entrance": [121.4202, 31.1398],
    "areas": [{"level": "district", "code": "D01", "name_zh": "东区", "name_en": "East District"}],
    "version": 2,
    "updated_at": "2026-05-04T08:00:00+00:00",
}
_SITE: Final[Example] = {"type": "Point", "coordinates": [121.42, 31.14]}

POINT: Final[Example] = {
    "type": "Feature",
    "id": "LP0100",
    "geometry": _SITE,
    "properties": {
        **_SUMMARY,
        "offerings": [
            {
                "id": "OF0007",
                "name_zh": "书法入门",
                "name_en": "First steps in calligraphy",
                "category": "calligraphy",
                "category_zh": "书法",
                "category_en": "Calligraphy",
                "mode": "in_person",
                "provider": None,
                "language": "zh",
                "fee": 0.0,
                "fee_currency": "CNY",
                "age_from": 55,
                "age_to": None,
                "capacity": 20,
                "schedule": None,
                "sessions": [
                    {
                        "starts_at": "2026-03-01T09:00:00+08:00",
                        "ends_at": "2026-03-01T10:30:00+08:00",
                    }
                ],
            }
        ],
    },
}

POINTS: Final[Example] = {
    "type": "FeatureCollection",
    "number_matched": 214,
    "number_returned": 1,
    "links": [
        {"rel": "self", "href": "/api/v1/points?kind=library&limit=1", "type": GEOJSON},
        {
            "rel": "next",
            "href": "/api/v1/points?kind=library&limit=1&after=LP0100",
            "type": GEOJSON,
        },
    ],
    "features": [
        {"type": "Feature", "id": "LP0100", "geometry": _SITE, "properties": _SUMMARY},
    ],
}

CATCHMENT: Final[Example] = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": "LP0100/adult/900",
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [
                    [[[121.41, 31.13], [121.43, 31.13], [121.42, 31.15], [121.41, 31.13]]]
                ],
            },
            "properties": {
                "point_id": "LP0100",
                "profile": "adult",
                "cutoff_s": 900,
                "minutes": 15,
                "area_m2": 2113000,
            },
        }
    ],
}

NEARBY: Final[Example] = {
    "type": "FeatureCollection",
    "profile": "adult",
    "minutes": 15.0,
    "at": "2026-03-01T09:10:00+08:00",
    "nearest": False,
    "online": [],
    "number_returned": 1,
    "features": [
        {
            "type": "Feature",
            "id": "LP0100",
            "geometry": _SITE,
            "properties": {
                **_SUMMARY,
                "walk": {
                    "time_s": 431.2,
                    "minutes": 8,
                    "length_m": 539.0,
                    "line": {
                        "type": "LineString",
                        "coordinates": [[121.4249, 31.1391], [121.4202, 31.1398]],
                    },
                },
                "straight_m": None,
                "opening": {
                    "now": True,
                    "on_arrival": True,
                    "changes_at": "2026-03-01T17:00:00+08:00",
                    "opens_at": None,
                    "closes_at": "2026-03-01T17:00:00+08:00",
                    "words": {"zh": "今天 09:00–17:00", "en": "today 09:00–17:00"},
                },
                "next_session": {
                    "offering_id": "OF0007",
                    "name_zh": "书法入门",
                    "name_en": "First steps in calligraphy",
                    "starts_at": "2026-03-01T09:00:00+08:00",
                    "ends_at": "2026-03-01T10:30:00+08:00",
                    "going_on": True,
                },
                "offering_count": 1,
                "offerings": [
                    {
                        "id": "OF0007",
                        "name_zh": "书法入门",
                        "name_en": "First steps in calligraphy",
                        "category": "calligraphy",
                        "category_zh": "书法",
                        "category_en": "Calligraphy",
                        "mode": "in_person",
                        "language": "zh",
                        "free": True,
                    }
                ],
            },
        }
    ],
}

REACH: Final[Example] = {
    "type": "FeatureCollection",
    "profile": "adult",
    "features": [
        {
            "type": "Feature",
            "id": "adult/900",
            "geometry": CATCHMENT["features"][0]["geometry"],
            "properties": {
                "profile": "adult",
                "cutoff_s": 900,
                "minutes": 15,
                "area_m2": 2113000,
            },
        }
    ],
}

FILTERS: Final[Example] = {
    "designations": ["示范"],
    "categories": [{"code": "calligraphy", "zh": "书法", "en": "Calligraphy"}],
    "modes": ["in_person", "online", "mobile"],
    "languages": ["zh"],
}

KINDS: Final[Example] = {
    "kinds": [
        {
            "code": "library",
            "zh": "图书馆",
            "en": "Library",
            "maps": ["learning"],
            "colour": "#3b5f0b",
        }
    ]
}

PROFILES: Final[Example] = {
    "profiles": [
        {
            "code": "step_free",
            "zh": "无台阶",
            "en": "Step-free",
            "speed_m_per_s": 0.8,
            "steps_factor": None,
        }
    ]
}

EDITIONS: Final[Example] = {
    "editions": [
        {
            "map": "learning",
            "titles": {"zh": "学习地图", "en": "Learning Map"},
            "year": 2026,
            "revision": 1,
            "status": "published",
            "reason": None,
            "published_at": "2026-11-23T08:00:00+00:00",
            "approval_number": None,
            "approval_exemption": "demonstration data",
            "manifest_sha256": "9f2c" * 16,
            "address": "/editions/2026/learning/",
            "revision_address": "/editions/2026/learning/r1/",
            "files": [
                {
                    "path": "points.geojson",
                    "media_type": GEOJSON,
                    "sha256": "1b7d" * 16,
                    "bytes": 612345,
                }
            ],
        }
    ]
}

HEALTH: Final[Example] = {"status": "alive"}
READINESS: Final[Example] = {"status": "ready"}

PROBLEM: Final[Example] = {
    "type": "/problems/invalid-input",
    "title": "A value cannot be used",
    "status": 422,
    "detail": "the nearest street that can be walked is 340 m away, over the limit of 100 m; "
    "choose a place nearer to a street",
}

WALK: Final[Example] = {
    "type": "Feature",
    "geometry": {"type": "LineString", "coordinates": [[121.4249, 31.1391], [121.4202, 31.1398]]},
    "properties": {
        "point_id": "LP0100",
        "profile": "adult",
        "time_s": 431.2,
        "minutes": 8,
        "length_m": 539.0,
        "steps": [
            {
                "turn": "start",
                "name": "梅陇路",
                "ground": "street",
                "length_m": 524.0,
                "begin_m": 15.0,
            }
        ],
        "words_zh": ["先走到街上，约 15 米", "向西，沿梅陇路走 520 米", "到达"],
        "words_en": [
            "Walk to the street, about 15 m",
            "Walk west along Meilong Road for 520 m",
            "You are there",
        ],
    },
}

PLACES: Final[Example] = {
    "type": "FeatureCollection",
    "number_returned": 1,
    "features": [
        {
            "type": "Feature",
            "geometry": _SITE,
            "properties": {
                "sort": "point",
                "id": "LP0100",
                "names": {"zh": "梅陇图书馆", "en": "Meilong Library"},
                "name": "梅陇图书馆",
                "fit": "sound_within",
                "within": {"zh": "东区", "en": "East District"},
            },
        }
    ],
}

_ROUTE: Final[Example] = {
    "type": "Feature",
    "id": "RT01",
    "geometry": {
        "type": "MultiLineString",
        "coordinates": [[[121.42, 31.14], [121.422, 31.14], [121.422, 31.142]]],
    },
    "properties": {
        "name_zh": "古巷寻踪线",
        "name_en": "Old Alleys Walk",
        "theme_zh": "老城街巷",
        "theme_en": "Alleys of the old town",
        "length_m": 413,
        "minutes": {"adult": 6, "older_adult": 9, "step_free": None},
        "source": "learning points of the city",
        "fictional": True,
        "stops": [
            {
                "position": position,
                "point_id": point_id,
                "name_zh": name_zh,
                "name_en": name_en,
                "dwell_min": 20,
                "lon": longitude,
                "lat": latitude,
            }
            for position, point_id, name_zh, name_en, longitude, latitude in (
                (1, "LP0100", "梅陇图书馆", "Meilong Library", 121.42, 31.14),
                (2, "LP0207", "钟楼", "Clock Tower", 121.422, 31.142),
            )
        ],
        "dwell_min": 40,
        "steps_m": 12,
        "version": 1,
        "updated_at": "2026-05-04T08:00:00+00:00",
    },
}
ROUTES: Final[Example] = {
    "type": "FeatureCollection",
    "number_matched": 12,
    "number_returned": 1,
    "links": [
        {"rel": "self", "href": "/api/v1/routes?limit=1", "type": GEOJSON},
        {"rel": "next", "href": "/api/v1/routes?limit=1&after=RT01", "type": GEOJSON},
    ],
    "features": [_ROUTE],
}
OFFERINGS: Final[Example] = {
    "offerings": [
        {
            **POINT["properties"]["offerings"][0],
            "point_id": "LP0100",
            "sessions": [
                {
                    "starts_at": "2026-03-01T09:00:00+08:00",
                    "ends_at": "2026-03-01T10:30:00+08:00",
                    "point_id": "LP0100",
                }
            ],
        }
    ],
    "number_matched": 1,
    "number_returned": 1,
    "links": [
        {"rel": "self", "href": "/api/v1/offerings?point=LP0100", "type": "application/json"}
    ],
}

EXAMPLES: Final[dict[str, Example]] = {
    "/api/v1/points": POINTS,
    "/api/v1/points/{point_id}": POINT,
    "/api/v1/points/{point_id}/catchment": CATCHMENT,
    "/api/v1/points/{point_id}/walk": WALK,
    "/api/v1/nearby": NEARBY,
    "/api/v1/places": PLACES,
    "/api/v1/reach": REACH,
    "/api/v1/filters": FILTERS,
    "/api/v1/routes": ROUTES,
    "/api/v1/routes/{route_id}": _ROUTE,
    "/api/v1/offerings": OFFERINGS,
    "/api/v1/kinds": KINDS,
    "/api/v1/profiles": PROFILES,
    "/api/v1/editions": EDITIONS,
    "/healthz": HEALTH,
    "/readyz": READINESS,
}
"""A good answer by the address's pattern."""
