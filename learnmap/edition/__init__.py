"""Freezing a year: canonical content, a manifest of hashes, folders of files."""

from learnmap.edition.canonical import Feature, canonical_geojson, canonical_json
from learnmap.edition.change_lists import change_rows, changes_geojson, rows_as_csv
from learnmap.edition.comparison import (
    Comparison,
    PointChange,
    RouteChange,
    compare_editions,
)
from learnmap.edition.coverage_change import CoverageChange, coverage_changes
from learnmap.edition.facts import (
    AccuracyFacts,
    ChecksFacts,
    EditionFacts,
    ElevationFacts,
    NetworkFacts,
    OverriddenCheck,
    Source,
    WithoutCatchment,
    assured_between,
    bounds_of,
    renderer_of,
    with_checks,
)
from learnmap.edition.features import (
    RouteWalk,
    area_feature,
    catchment_features,
    point_feature,
    route_feature,
    union_feature,
)
from learnmap.edition.folder import read_folder, write_folder
from learnmap.edition.manifest import (
    MANIFEST,
    Verification,
    make_manifest,
    sha256,
    verify_files,
    withheld_sha256,
)
from learnmap.edition.residents import RESIDENTS, freeze_residents, thaw_residents
from learnmap.edition.reviewed import content_digest

__all__ = [
    "MANIFEST",
    "RESIDENTS",
    "AccuracyFacts",
    "ChecksFacts",
    "Comparison",
    "CoverageChange",
    "EditionFacts",
    "ElevationFacts",
    "Feature",
    "NetworkFacts",
    "OverriddenCheck",
    "PointChange",
    "RouteChange",
    "RouteWalk",
    "Source",
    "Verification",
    "WithoutCatchment",
    "area_feature",
    "assured_between",
    "bounds_of",
    "canonical_geojson",
    "canonical_json",
    "catchment_features",
    "change_rows",
    "changes_geojson",
    "compare_editions",
    "content_digest",
    "coverage_changes",
    "freeze_residents",
    "make_manifest",
    "point_feature",
    "read_folder",
    "renderer_of",
    "route_feature",
    "rows_as_csv",
    "sha256",
    "thaw_residents",
    "union_feature",
    "verify_files",
    "with_checks",
    "withheld_sha256",
    "write_folder",
]
