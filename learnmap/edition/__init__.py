"""Freezing a year: canonical content, a manifest of hashes, folders of files."""

from learnmap.edition.canonical import Feature, canonical_geojson, canonical_json
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
    "Feature",
    "Verification",
    "canonical_geojson",
    "canonical_json",
    "make_manifest",
    "read_folder",
    "sha256",
    "verify_files",
    "write_folder",
]
