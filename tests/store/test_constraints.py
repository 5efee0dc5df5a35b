"""PostgreSQL itself refuses what is wrong: every case is raw SQL, without our Python."""

from typing import Any

import psycopg
import pytest
import shapely
from psycopg import sql
from shapely.geometry import Point

from tests.store.good_rows import FIXED, GOOD, HASH, PLACE, SQUARE

Raw = psycopg.Connection[tuple[Any, ...]]

LONG = "x" * 201
NAN, INF = float("nan"), float("inf")
BOW_TIE = "SRID=4326;MULTIPOLYGON(((0 0,1 1,1 0,0 1,0 0)))"
EMPTY_SHAPE = "SRID=4326;MULTIPOLYGON EMPTY"

# table, column, value, and the constraint or SQLSTATE that refuses it
REFUSED: list[tuple[str, str, Any, str]] = [
    ("city_settings", "single", False, "ck_city_settings_one_row"),
    ("city_settings", "names", '{"en": " "}', "ck_city_settings_names"),
    ("city_settings", "cutoffs_s", [], "ck_city_settings_cutoffs_s"),
    ("city_settings", "cutoffs_s", [300, 0], "ck_city_settings_cutoffs_s"),
    ("city_settings", "cutoffs_s", [300, None], "ck_city_settings_cutoffs_s"),
    ("city_settings", "snap_limit_m", 0, "ck_city_settings_snap_limit_m"),
    ("city_settings", "snap_limit_m", NAN, "ck_city_settings_snap_limit_m"),
    ("city_settings", "off_street_m", INF, "ck_city_settings_off_street_m"),
    ("walk_profiles", "speed_m_per_s", 0, "ck_walk_profiles_speed_m_per_s"),
    ("walk_profiles", "speed_m_per_s", -1, "ck_walk_profiles_speed_m_per_s"),
    ("walk_profiles", "speed_m_per_s", NAN, "ck_walk_profiles_speed_m_per_s"),
    ("walk_profiles", "steps_factor", 0.5, "ck_walk_profiles_steps_factor"),
    ("walk_profiles", "code", "Slow Walker", "ck_walk_profiles_code_pattern"),
    ("walk_profiles", "code", "adult", "pk_walk_profiles"),
    ("kinds", "code", "library", "pk_kinds"),
    ("kinds", "maps", ["atlas"], "ck_kinds_maps"),
    ("kinds", "colour", "red", "ck_kinds_colour"),
    ("areas", "level", "county", "ck_areas_level"),
    ("areas", "names", "{}", "ck_areas_names"),
    ("areas", "geometry", BOW_TIE, "ck_areas_geometry"),
    ("areas", "geometry", EMPTY_SHAPE, "ck_areas_geometry"),
    ("areas", "geometry", SQUARE.replace("4326", "3857"), "22023"),
    ("areas", "geometry", SQUARE.replace("122", "181"), "ck_areas_geometry"),
    ("areas", "geometry", "SRID=4326;POLYGON((0 0,1 0,1 1,0 0))", "22023"),
    ("areas", "valid_until", "2019-12-31", "ck_areas_validity"),
    ("areas", "parent_code", "310107", "ck_areas_parent"),
    ("learning_points", "id", "", "ck_learning_points_id_pattern"),
    ("learning_points", "id", "-a", "ck_learning_points_id_pattern"),
    ("learning_points", "id", "a b", "ck_learning_points_id_pattern"),
    ("learning_points", "id", "a\n", "ck_learning_points_id_pattern"),
    ("learning_points", "id", "é", "ck_learning_points_id_pattern"),
    ("learning_points", "id", "x" * 65, "ck_learning_points_id_pattern"),
    ("learning_points", "id", "p1", "pk_learning_points"),
    ("learning_points", "kind", "castle", "fk_learning_points_kind"),
    ("learning_points", "names", "{}", "ck_learning_points_names"),
    ("learning_points", "names", "[]", "ck_learning_points_names"),
    ("learning_points", "names", '"name"', "ck_learning_points_names"),
    ("learning_points", "names", "null", "ck_learning_points_names"),
    ("learning_points", "names", '{"zh": "", "en": "\\t"}', "ck_learning_points_names"),
    ("learning_points", "names", '{"zh": 5}', "ck_learning_points_names"),
    ("learning_points", "names", '{"Chinese": "x"}', "ck_learning_points_names"),
    ("learning_points", "names", f'{{"zh": "{LONG}"}}', "ck_learning_points_names"),
    ("learning_points", "site", None, "23502"),
    ("learning_points", "site", "SRID=3857;POINT(121 31)", "22023"),
    ("learning_points", "site", "SRID=4490;POINT(121 31)", "22023"),
    ("learning_points", "site", "SRID=4326;POINT EMPTY", "ck_learning_points_site"),
    ("learning_points", "site", "SRID=4326;POINT(181 31)", "ck_learning_points_site"),
    ("learning_points", "site", "SRID=4326;POINT(-180.0001 31)", "ck_learning_points_site"),
    ("learning_points", "site", "SRID=4326;POINT(31 121)", "ck_learning_points_site"),
    ("learning_points", "site", "SRID=4326;POINT(NaN 31)", "ck_learning_points_site"),
    ("learning_points", "site", "SRID=4326;POINT(121 NaN)", "ck_learning_points_site"),
    ("learning_points", "site", "SRID=4326;POINT(NaN NaN)", "ck_learning_points_site"),
    (
        "learning_points",
        "site",
        shapely.to_wkb(Point(INF, 31), hex=True),
        "ck_learning_points_site",
    ),
    ("learning_points", "site", "SRID=4326;POINT Z(121 31 4)", "22023"),
    ("learning_points", "site", "SRID=4326;LINESTRING(0 0,1 1)", "22023"),
    ("learning_points", "entrance", "SRID=4326;POINT EMPTY", "ck_learning_points_entrance"),
    ("learning_points", "entrance", "SRID=4326;POINT(0 91)", "ck_learning_points_entrance"),
    ("learning_points", "status", "shut", "ck_learning_points_status"),
    ("learning_points", "accessibility", "yes", "ck_learning_points_accessibility"),
    ("learning_points", "source_datum", "wgs72", "ck_learning_points_source_datum"),
    ("learning_points", "designation_year", 26, "ck_learning_points_designation_year"),
    ("learning_points", "source", "", "ck_learning_points_source"),
    ("offering_categories", "code", "Tai Chi", "ck_offering_categories_code_pattern"),
    ("offerings", "mode", "by_post", "ck_offerings_mode"),
    ("offerings", "mode", "in_person", "ck_offerings_place"),
    ("offerings", "category", "cooking", "fk_offerings_category"),
    ("offerings", "point_id", "nowhere", "fk_offerings_point_id"),
    ("offerings", "fee", -1, "ck_offerings_fee"),
    ("offerings", "fee", "NaN", "ck_offerings_fee"),
    ("offerings", "fee_currency", "yuan", "ck_offerings_fee_currency"),
    ("offerings", "age_from", -1, "ck_offerings_ages"),
    ("offerings", "age_to", 131, "ck_offerings_ages"),
    ("offerings", "capacity", 0, "ck_offerings_capacity"),
    ("offering_sessions", "ends_at", "2026-03-01T09:00+08", "ck_offering_sessions_times"),
    ("offering_sessions", "point_id", "nowhere", "fk_offering_sessions_point_id"),
    ("walking_routes", "line", "SRID=4326;LINESTRING EMPTY", "ck_walking_routes_line"),
    ("walking_routes", "line", "SRID=4326;LINESTRING(1 1,1 1)", "ck_walking_routes_line"),
    ("walking_routes", "line", "SRID=4326;LINESTRING(1 1,NaN 1)", "ck_walking_routes_line"),
    ("walking_routes", "line", "SRID=4326;LINESTRING(1 1,200 1)", "ck_walking_routes_line"),
    ("walking_routes", "line", PLACE, "ck_walking_routes_line_type"),
    ("walking_routes", "line", "SRID=3857;LINESTRING(1 1,2 2)", "22023"),
    ("walking_routes", "theme", "[]", "ck_walking_routes_theme"),
    ("route_stops", "position", 1, "pk_route_stops"),
    ("route_stops", "position", 0, "ck_route_stops_position"),
    ("route_stops", "point_id", "nowhere", "fk_route_stops_point_id"),
    ("route_stops", "dwell_min", -1, "ck_route_stops_dwell_min"),
    ("network_builds", "content_hash", HASH, "pk_network_builds"),
    ("network_builds", "content_hash", "../x", "ck_network_builds_content_hash"),
    ("network_builds", "is_current", True, "uq_network_builds_one_current"),
    ("network_builds", "north", 91, "ck_network_builds_box"),
    ("network_builds", "east", 120, "ck_network_builds_box"),
    ("network_builds", "west", NAN, "ck_network_builds_box"),
    ("network_builds", "nodes", -1, "ck_network_builds_counts"),
    ("network_builds", "length_km", NAN, "ck_network_builds_length_km"),
    ("network_builds", "elevation_name", None, "ck_network_builds_elevation_whole"),
    ("network_builds", "elevation_sha256", None, "ck_network_builds_elevation_whole"),
    ("network_builds", "elevation_edges", None, "ck_network_builds_elevation_whole"),
    ("network_builds", "elevation_attribution", None, "ck_network_builds_elevation_whole"),
    ("network_builds", "elevation_licence", None, "ck_network_builds_elevation_whole"),
    ("network_builds", "elevation_name", " ", "ck_network_builds_elevation_name"),
    ("network_builds", "elevation_sha256", "0" * 63, "ck_network_builds_elevation_sha256"),
    ("network_builds", "elevation_edges", -1, "ck_network_builds_elevation_edges"),
    ("network_builds", "elevation_edges", 2, "ck_network_builds_elevation_edges"),
    ("snaps", "status", "lost", "ck_snaps_status"),
    ("snaps", "edge", None, "ck_snaps_joined"),
    ("snaps", "access_point", None, "ck_snaps_joined"),
    ("snaps", "fraction", 1.01, "ck_snaps_fraction"),
    ("snaps", "fraction", NAN, "ck_snaps_fraction"),
    ("snaps", "distance_m", -0.1, "ck_snaps_distance_m"),
    ("snaps", "distance_m", NAN, "ck_snaps_distance_m"),
    ("snaps", "access_point", "SRID=4326;POINT EMPTY", "ck_snaps_access_point"),
    ("snaps", "build_hash", "cd" * 32, "fk_snaps_build_hash"),
    ("snaps", "profile", "nobody", "fk_snaps_profile"),
    ("catchment_inputs", "profile", "adult", "pk_catchment_inputs"),
    ("catchments", "cutoff_s", 300, "pk_catchments"),
    ("catchments", "cutoff_s", 0, "ck_catchments_cutoff_s"),
    ("catchments", "area_m2", 0, "ck_catchments_area_m2"),
    ("catchments", "area_m2", NAN, "ck_catchments_area_m2"),
    ("catchments", "area_m2", INF, "ck_catchments_area_m2"),
    ("catchments", "geometry", BOW_TIE, "ck_catchments_geometry"),
    ("catchments", "geometry", EMPTY_SHAPE, "ck_catchments_geometry"),
    ("catchments", "geometry", SQUARE.replace("4326", "3857"), "22023"),
    ("catchments", "profile", "older", "fk_catchments_build_hash_point_id_profile"),
    ("certificates", "cutoff_s", 300, "pk_certificates"),
    ("certificates", "cutoff_s", 0, "ck_certificates_cutoff_s"),
    ("certificates", "build_hash", "cd" * 32, "fk_certificates_build_hash"),
    ("certificates", "profile", "nobody", "fk_certificates_profile"),
    ("certificates", "settings_key", "", "ck_certificates_settings_key"),
    ("certificates", "seed", -1, "ck_certificates_seed"),
    ("certificates", "learning_points", 0, "ck_certificates_origins"),
    ("certificates", "learning_points", -1, "ck_certificates_origins"),
    ("certificates", "street_places", -1, "ck_certificates_origins"),
    ("certificates", "exact", 61, "ck_certificates_exact"),
    ("certificates", "wrongly_inside", 41, "ck_certificates_exact"),
    ("certificates", "wrongly_inside", -1, "ck_certificates_exact"),
    ("certificates", "places", 99, "ck_certificates_exact"),
    ("certificates", "wrongly_outside", 61, "ck_certificates_wrongly_outside"),
    ("certificates", "wrongly_outside", -1, "ck_certificates_wrongly_outside"),
    ("demand_points", "place", "SRID=4326;POINT EMPTY", "ck_demand_points_place"),
    ("demand_counts", "residents", -1, "ck_demand_counts_residents"),
    ("demand_counts", "residents", NAN, "ck_demand_counts_residents"),
    ("demand_counts", "residents", INF, "ck_demand_counts_residents"),
    ("demand_counts", "age_from", 69, "ex_demand_counts_ages"),
    ("demand_counts", "age_to", 80, "ex_demand_counts_ages"),
    ("demand_counts", "age_to", None, "ex_demand_counts_ages"),
    ("demand_counts", "age_to", 60, "ck_demand_counts_ages"),
    ("editions", "map_name", "treasure", "ck_editions_map_name"),
    ("editions", "year", 26, "ck_editions_year"),
    ("city_settings", "check_in_url", "javascript:alert(1)", "ck_city_settings_check_in_url"),
    ("error_reports", "point_id", "no id", "ck_error_reports_point_id_pattern"),
    ("error_reports", "what", "weather", "ck_error_reports_what"),
    ("error_reports", "note", "字" * 1001, "ck_error_reports_note"),
    ("error_reports", "handled_by", None, "ck_error_reports_handled"),
    ("error_reports", "handled_note", "x" * 1001, "ck_error_reports_handled_note"),
    ("editions", "revision", 0, "ck_editions_revision"),
    ("editions", "revision", 1, "uq_editions_map_name_year_revision"),
    ("editions", "status", "published", "23001"),
    ("frozen_residents", "sha256", HASH, "ck_frozen_residents_sha256"),
    ("frozen_residents", "bytes", 3, "ck_frozen_residents_bytes"),
    ("edition_files", "path", "a.json", "pk_edition_files"),
    ("edition_files", "path", "../a.json", "ck_edition_files_path"),
    ("edition_files", "path", "/etc/passwd", "ck_edition_files_path"),
    ("edition_files", "path", "a//b", "ck_edition_files_path"),
    ("edition_files", "path", "a\\b", "ck_edition_files_path"),
    ("edition_files", "content", b"{ }", "ck_edition_files_bytes"),
    ("edition_files", "sha256", "0" * 64, "ck_edition_files_sha256"),
    ("edition_files", "bytes", 3, "ck_edition_files_bytes"),
    ("edition_files", "edition_id", 99, "fk_edition_files_edition_id"),
    ("audit_entries", "actor", " ", "ck_audit_entries_actor"),
    ("audit_entries", "action", "Did It", "ck_audit_entries_action"),
    ("editions", "submitted_by", "tester", "ck_editions_submitted"),
    ("editions", "reviewed_by", "reviewer", "ck_editions_reviewed"),
    ("audit_entries", "details", "[]", "ck_audit_entries_details"),
    ("accounts", "name", "Li Mei", "ck_accounts_name"),
    ("accounts", "full_name", " ", "ck_accounts_full_name"),
    ("accounts", "role", "king", "ck_accounts_role"),
    ("accounts", "password_hash", "$2b$x", "ck_accounts_password_hash"),
    ("accounts", "oidc_issuer", "https://id.example", "ck_accounts_identity"),
    ("accounts", "name", "wang", "uq_accounts_name"),
    ("sessions", "token_sha256", "a token", "ck_sessions_token_sha256"),
    ("sessions", "expires_at", "2026-03-01T09:00+08:00", "ck_sessions_expires_at"),
    ("sessions", "account_id", 7, "fk_sessions_account_id"),
    ("login_failures", "bucket", "planet", "ck_login_failures_bucket"),
    ("login_failures", "digest", "li.mei", "ck_login_failures_digest"),
    ("login_failures", "failures", -1, "ck_login_failures_failures"),
    ("imports", "source", "", "ck_imports_source"),
    ("imports", "file_sha256", "ab", "ck_imports_file_sha256"),
    ("imports", "datum", "mars", "ck_imports_datum"),
    ("imports", "what", "roads", "ck_imports_what"),
    ("imports", "mapping", "[]", "ck_imports_mapping"),
    ("imports", "created_by", " ", "ck_imports_actors"),
    ("import_records", "line", -1, "ck_import_records_line"),
    ("import_records", "point_id", "a/b", "ck_import_records_point_id_pattern"),
    ("import_records", "record", '{"id": "p2"}', "ck_import_records_record"),
    ("column_mappings", "what", "Points!", "ck_column_mappings_what"),
    ("column_mappings", "source", " ", "ck_column_mappings_source"),
    ("column_mappings", "mapping", "{}", "ck_column_mappings_mapping"),
    ("column_mappings", "set_by", "", "ck_column_mappings_set_by"),
    ("import_records", "digest_seen", "ab", "ck_import_records_digest_seen"),
    ("import_warnings", "line", -1, "ck_import_warnings_line"),
    ("import_warnings", "message", "", "ck_import_warnings_message"),
    ("import_warnings", "code", "In Water", "ck_import_warnings_code"),
    ("audit_links", "position", 0, "ck_audit_links_position"),
    ("audit_links", "position", 1, "ck_audit_links_first"),
    ("audit_links", "hash", "BB" * 32, "ck_audit_links_hash"),
    ("audit_links", "previous_hash", "00" * 32, "ck_audit_links_first"),
    ("audit_links", "entry_id", 1000000, "uq_audit_links_entry_id"),
    ("audit_links", "entry_id", 7, "fk_audit_links_entry_id"),
    ("audit_links", "hash", "aa" * 32, "uq_audit_links_hash"),
    ("areas", "code", "31 01", "ck_areas_code_pattern"),
    ("demand_points", "id", "a/b", "ck_demand_points_id_pattern"),
    ("offerings", "id", "a/b", "ck_offerings_id_pattern"),
    ("walking_routes", "id", "a/b", "ck_walking_routes_id_pattern"),
    ("kinds", "code", "Tea", "ck_kinds_code_pattern"),
    ("offering_categories", "names", "{}", "ck_offering_categories_names"),
    ("offerings", "names", "{}", "ck_offerings_names"),
    ("walking_routes", "names", "{}", "ck_walking_routes_names"),
    ("editions", "manifest_sha256", "abc", "ck_editions_manifest_sha256"),
    ("catchment_inputs", "input_key", "", "ck_catchment_inputs_input_key"),
    ("city_settings", "island_below_m", -1, "ck_city_settings_island_below_m"),
    ("city_settings", "simplify_m", NAN, "ck_city_settings_simplify_m"),
    ("city_settings", "timezone", "", "ck_city_settings_timezone"),
    ("edition_files", "media_type", "json", "ck_edition_files_media_type"),
    ("kinds", "maps", None, "23502"),
    ("learning_points", "version", 0, "ck_learning_points_version"),
    ("network_builds", "extract_sha256", "0" * 63, "ck_network_builds_extract_sha256"),
    ("snaps", "edge", -1, "ck_snaps_edge"),
    ("walking_routes", "source", "", "ck_walking_routes_source"),
    ("walking_routes", "version", 0, "ck_walking_routes_version"),
    ("unplaced_points", "point_id", "a/b", "ck_unplaced_points_point_id_pattern"),
    ("unplaced_points", "record", '{"id": "u3"}', "ck_unplaced_points_record"),
    (
        "unplaced_points",
        "record",
        '{"id": "u2", "longitude": 121.4}',
        "ck_unplaced_points_record",
    ),
    ("unplaced_points", "candidates", "{}", "ck_unplaced_points_candidates"),
    ("unplaced_points", "file_sha256", "abc", "ck_unplaced_points_file_sha256"),
    ("unplaced_points", "line", -1, "ck_unplaced_points_line"),
    ("unplaced_points", "listed_by", " ", "ck_unplaced_points_listed_by"),
    ("unplaced_points", "state", "lost", "ck_unplaced_points_state"),
    ("unplaced_points", "state_by", "me", "ck_unplaced_points_settled"),
    ("unplaced_points", "reason", "none", "ck_unplaced_points_reason"),
    ("walking_routes", "retired_by", "li", "ck_walking_routes_retired"),
]


def insert(raw: Raw, table: str, **changes: Any) -> None:
    values = GOOD[table] | changes
    raw.execute(
        sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, values)),
            sql.SQL(", ").join(sql.Placeholder() * len(values)),
        ),
        list(values.values()),
    )


@pytest.fixture
def city(raw: Raw) -> Raw:
    raw.execute(FIXED)
    return raw


@pytest.mark.parametrize("table", GOOD)
def test_a_good_row_is_taken(city: Raw, table: str) -> None:
    insert(city, table)


@pytest.mark.parametrize(("table", "column", "value", "refused_by"), REFUSED)
def test_a_bad_value_is_refused(
    city: Raw, table: str, column: str, value: Any, refused_by: str
) -> None:
    with pytest.raises(psycopg.Error) as caught:
        insert(city, table, **{column: value})
    assert refused_by in {caught.value.diag.constraint_name, caught.value.sqlstate}


def test_every_check_is_broken_by_some_case(city: Raw) -> None:
    """A rule that no case above breaks would be a rule that nobody has seen at work."""
    declared = {
        name
        for (name,) in city.execute(
            "SELECT conname FROM pg_constraint WHERE connamespace = 'learnmap'::regnamespace "
            "AND contype IN ('c', 'x')"
        )
    }
    cases_of_their_own = {
        "ex_areas_code_validity",
        "ex_offering_sessions_one_place_at_a_time",
        "ck_editions_frozen",
        "ck_editions_in_review",
        "ck_editions_second_person",
        "ck_editions_reason",
        "ck_editions_status",
        "ck_editions_submitted_sha256",
        "ck_kinds_label",
        # of imports, in their own tests and behind triggers that answer first
        "ck_imports_missing",
        "ck_imports_state",
        "ck_import_records_dropped",
        "ck_import_records_outcome",
        "ck_import_records_outcome_of_row",
        "ck_import_warnings_confirmed",
    }
    assert declared - {case[3] for case in REFUSED} == cases_of_their_own
