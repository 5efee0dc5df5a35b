"""Freezing a year: canonical content, a manifest of hashes, folders of files."""

from learnmap.edition.canonical import Feature, canonical_geojson, canonical_json
from learnmap.edition.change_lists import change_rows, changes_geojson, safe_csv
from learnmap.edition.comparison import (
    Comparison,
    PointChange,
    RouteChange,
    compare_editions,
)
from learnmap.edition.coverage_change import CoverageChange, coverage_changes
from learnmap.edition.facts import (
    AccuracyFacts,
    EditionFacts,
    ElevationFacts,
    NetworkFacts,
    Source,
    WithoutCatchment,
    assured_between,
    bounds_of,
    renderer_of,
)
from learnmap.edition.features import (
    RouteWalk,
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
)

__all__ = [
    "MANIFEST",
    "AccuracyFacts",
    "Comparison",
    "CoverageChange",
    "EditionFacts",
    "ElevationFacts",
    "Feature",
    "NetworkFacts",
    "PointChange",
    "RouteChange",
    "RouteWalk",
    "Source",
    "Verification",
    "WithoutCatchment",
    "assured_between",
    "bounds_of",
    "canonical_geojson",
    "canonical_json",
    "catchment_features",
    "change_rows",
    "changes_geojson",
    "compare_editions",
    "coverage_changes",
    "make_manifest",
    "point_feature",
    "read_folder",
    "renderer_of",
    "route_feature",
    "safe_csv",
    "sha256",
    "union_feature",
    "verify_files",
    "write_folder",
]
