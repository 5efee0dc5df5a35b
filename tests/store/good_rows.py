"""Rows that PostgreSQL takes: one good row of each table, and what they refer to."""

from typing import Any

PLACE = "SRID=4326;POINT(121.4 31.2)"
SQUARE = "SRID=4326;MULTIPOLYGON(((121 31,122 31,122 32,121 32,121 31)))"
HASH = "ab" * 32

GOOD: dict[str, dict[str, Any]] = {
    "city_settings": {
        "names": '{"en": "X"}',
        "fictional": True,
        "timezone": "Asia/Shanghai",
        "snap_limit_m": 100,
        "island_below_m": 5000,
        "off_street_m": 60,
        "simplify_m": 2.5,
        "cutoffs_s": [300, 600, 900],
    },
    "error_reports": {
        "point_id": "p1",
        "what": "hours",
        "note": "opens at ten",
        "handled_at": "2026-05-01T09:00+08",
        "handled_by": "me",
        "handled_note": "mended",
    },
    "scenarios": {
        "id": "0123456789abcdef",
        "name": "a gate",
        "note": "",
        "changes": "[]",
        "network": HASH,
        "author": "me",
        "updated_by": "me",
        "version": 1,
    },
    "walk_profiles": {
        "code": "slow",
        "position": 1,
        "zh": "慢",
        "en": "Slow",
        "speed_m_per_s": 0.7,
    },
    "kinds": {
        "code": "tea_house",
        "position": 99,
        "zh": "茶馆",
        "en": "Tea house",
        "maps": ["learning"],
        "colour": "#123abc",
    },
    "areas": {
        "code": "310107",
        "level": "district",
        "names": '{"zh": "普陀区"}',
        "valid_from": "2020-01-01",
        "geometry": SQUARE,
        "source": "test",
    },
    "learning_points": {
        "id": "p2",
        "kind": "library",
        "names": '{"zh": "图书馆"}',
        "site": PLACE,
        "accessibility": "unknown",
        "status": "open",
        "source": "test",
        "source_datum": "wgs84",
        "fictional": True,
    },
    "offering_categories": {"code": "tai_chi", "names": '{"en": "Tai chi"}'},
    "offerings": {
        "id": "o2",
        "names": '{"en": "Singing"}',
        "category": "music",
        "mode": "online",
        "fee_currency": "CNY",
    },
    "offering_sessions": {
        "offering_id": "o1",
        "starts_at": "2026-03-01T09:00+08",
        "ends_at": "2026-03-01T10:00+08",
        "point_id": "p1",
    },
    "walking_routes": {
        "id": "r2",
        "names": '{"en": "Walk"}',
        "theme": "{}",
        "source": "test",
        "fictional": True,
    },
    "route_stops": {"route_id": "r1", "position": 2, "point_id": "p1", "dwell_min": 10},
    "network_builds": {
        "content_hash": "cd" * 32,
        "folder": "cd",
        "extract_name": "x.pbf",
        "extract_sha256": "0" * 64,
        "west": 121,
        "south": 31,
        "east": 122,
        "north": 32,
        "nodes": 1,
        "edges": 1,
        "length_km": 1,
        "attribution": "",
        "licence": "",
        "elevation_name": "dem.tif",
        "elevation_sha256": "0" * 64,
        "elevation_edges": 1,
        "elevation_attribution": "",
        "elevation_licence": "",
        "is_current": False,
    },
    "snaps": {
        "build_hash": HASH,
        "point_id": "p1",
        "profile": "adult",
        "status": "snapped",
        "edge": 1,
        "fraction": 0.5,
        "distance_m": 3,
        "access_point": PLACE,
    },
    "catchment_inputs": {
        "build_hash": HASH,
        "point_id": "p1",
        "profile": "older",
        "input_key": "k",
    },
    "catchments": {
        "build_hash": HASH,
        "point_id": "p1",
        "profile": "adult",
        "cutoff_s": 900,
        "area_m2": 1e6,
        "geometry": SQUARE,
    },
    "certificates": {
        "build_hash": HASH,
        "profile": "adult",
        "cutoff_s": 900,
        "settings_key": "k",
        "seed": 1,
        "learning_points": 2,
        "street_places": 0,
        "places": 100,
        "exact": 60,
        "wrongly_inside": 40,
        "wrongly_outside": 60,
    },
    "demand_points": {"id": "d2", "place": PLACE, "source": "test", "fictional": True},
    "demand_counts": {"point_number": 1000000, "age_from": 70, "age_to": 79, "residents": 12},
    "editions": {
        "map_name": "learning",
        "year": 2026,
        "revision": 2,
        "status": "draft",
        "created_by": "tester",
    },
    "frozen_residents": {
        "sha256": "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
        "content": b"{}",
        "bytes": 2,
    },
    "edition_files": {
        "edition_id": 1000000,
        "path": "b.json",
        "media_type": "application/json",
        "content": b"{}",
        "sha256": "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
        "bytes": 2,
    },
    "audit_entries": {"actor": "me", "action": "a.b", "subject": "s", "details": "{}"},
    "accounts": {
        "name": "li.mei",
        "full_name": "李梅",
        "role": "editor",
        "password_hash": "$argon2id$v=19$x",
        "must_change": False,
    },
    "sessions": {
        "token_sha256": HASH,
        "account_id": 1000000,
        "created_at": "2026-03-01T09:00+08:00",
        "seen_at": "2026-03-01T09:00+08:00",
        "expires_at": "2026-03-01T10:00+08:00",
    },
    "login_failures": {
        "bucket": "account",
        "digest": "0123abcd",
        "failures": 1,
        "last_at": "2026-03-01T09:00+08:00",
    },
    "imports": {
        "source": "a district",
        "file_name": "a.csv",
        "file_sha256": "cd" * 32,
        "mapping": "{}",
        "what": "points",
        "state": "quarantined",
        "created_by": "me",
        "state_by": "me",
    },
    "import_records": {
        "import_id": 1000000,
        "line": 2,
        "point_id": "p1",
        "record": '{"id": "p1"}',
        "removes": False,
    },
    "import_warnings": {
        "import_id": 1000000,
        "position": 1,
        "line": 2,
        "unit": "line",
        "code": "island",
        "message": "m",
        "remedy": "r",
    },
    "column_mappings": {
        "what": "points",
        "source": "a district",
        "mapping": '{"columns": {}}',
        "import_id": 1000000,
        "set_by": "me",
    },
    "unplaced_points": {
        "point_id": "u2",
        "record": '{"id": "u2"}',
        "candidates": "[]",
        "file_name": "x.csv",
        "file_sha256": "0" * 64,
        "line": 2,
        "listed_by": "me",
    },
    "audit_links": {
        "position": 2,
        "entry_id": 1000001,
        "previous_hash": "aa" * 32,
        "hash": "bb" * 32,
    },
}

FIXED = """
INSERT INTO walk_profiles VALUES ('adult', 1, '成人', 'Adult', 1.25, 1),
    ('older', 2, '老人', 'Older', 0.8, 2);
INSERT INTO learning_points (id, kind, names, site, accessibility, status, source, source_datum,
    fictional) VALUES
    ('p1', 'museum', '{"en": "M"}', 'SRID=4326;POINT(121 31)', 'steps', 'open', 't', 'wgs84', true),
    ('p9', 'museum', '{"en": "N"}', 'SRID=4326;POINT(121 31)', 'steps', 'open', 't', 'wgs84', true);
INSERT INTO areas (code, level, names, valid_from, valid_until, geometry, source) VALUES
    ('310000', 'city', '{"en": "C"}', '2000-01-01', '2010-01-01',
     'SRID=4326;MULTIPOLYGON(((120 30,123 30,123 33,120 33,120 30)))', '');
INSERT INTO offering_categories VALUES ('music', '{"en": "Music"}');
INSERT INTO offerings (id, names, category, mode, fee_currency)
    VALUES ('o1', '{"en": "Choir"}', 'music', 'mobile', 'CNY');
INSERT INTO offering_sessions (offering_id, starts_at, ends_at, point_id)
    VALUES ('o1', '2026-05-01T09:00+08', '2026-05-01T11:00+08', 'p1');
INSERT INTO walking_routes VALUES ('r1', '{"en": "R"}', '{}', NULL, 't', true);
INSERT INTO route_stops VALUES ('r1', 1, 'p1', 10);
INSERT INTO unplaced_points (point_id, record, candidates, file_name, file_sha256, line, listed_by)
    VALUES ('u1', '{"id": "u1"}', '[]', 'x.csv', repeat('0', 64), 2, 'me');
INSERT INTO network_builds (content_hash, folder, extract_name, extract_sha256, west, south, east,
    north, nodes, edges, length_km, attribution, licence, is_current)
    VALUES (repeat('ab', 32), 'f', 'x', repeat('0', 64), 121, 31, 122, 32, 1, 1, 1, '', '', true);
INSERT INTO catchment_inputs (build_hash, point_id, profile, input_key)
    VALUES (repeat('ab', 32), 'p1', 'adult', 'k');
INSERT INTO catchments VALUES (repeat('ab', 32), 'p1', 'adult', 300, 5,
    'SRID=4326;MULTIPOLYGON(((121 31,122 31,122 32,121 32,121 31)))');
INSERT INTO certificates (build_hash, profile, cutoff_s, settings_key, seed, learning_points,
    street_places, places, exact, wrongly_inside, wrongly_outside)
    VALUES (repeat('ab', 32), 'adult', 300, 'k', 0, 0, 1, 0, 0, 0, 0);
INSERT INTO demand_points OVERRIDING SYSTEM VALUE
    VALUES ('d1', 1000000, 'SRID=4326;POINT(121 31)', 't', true);
INSERT INTO demand_counts (point_number, age_from, age_to, residents)
    VALUES (1000000, 60, 69, 5), (1000000, 80, NULL, 5);
INSERT INTO editions (id, map_name, year, revision, status, created_by)
    OVERRIDING SYSTEM VALUE VALUES (1000000, 'learning', 2026, 1, 'draft', 't');
INSERT INTO edition_files VALUES (1000000, 'a.json', 'application/json', '{}',
    '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', 2);
INSERT INTO audit_entries (id, actor, action, subject, details) OVERRIDING SYSTEM VALUE
    VALUES (1000000, 'a', 'b', 'c', '{}'), (1000001, 'a', 'b', 'c', '{}');
INSERT INTO accounts (id, name, full_name, role, must_change) OVERRIDING SYSTEM VALUE
    VALUES (1000000, 'wang', '王', 'admin', false);
INSERT INTO imports
    (id, source, file_name, file_sha256, mapping, what, state, created_by, state_by)
    OVERRIDING SYSTEM VALUE
    VALUES (1000000, 's', 'a.csv', repeat('ab', 32), '{}', 'points', 'quarantined', 'me', 'me');
INSERT INTO audit_links VALUES (1, 1000000, repeat('0', 64), repeat('aa', 32));
"""
