"""The manifest: which files an edition has, and the SHA-256 of each."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from learnmap.edition.canonical import canonical_json
from learnmap.model.errors import IntegrityError

MANIFEST: Final = "manifest.json"
_NOTHING: Final[Mapping[str, bytes]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Verification:
    """What a verification found right.

    Attributes
    ----------
    map_name : str
    year, revision : int
    files : int
        How many files were compared, the manifest not counted.
    manifest_sha256 : str
        Of the manifest itself: compare it with the one the city announced.
    """

    map_name: str
    year: int
    revision: int
    files: int
    manifest_sha256: str


def make_manifest(
    files: Mapping[str, bytes],
    *,
    map_name: str,
    year: int,
    revision: int,
    withheld: Mapping[str, bytes] = _NOTHING,
) -> bytes:
    """Write the manifest of an edition's files.

    Parameters
    ----------
    files : mapping of str to bytes
        Content by path; a manifest among them is left out.
    map_name : str
    year, revision : int
    withheld : mapping of str to bytes
        What belongs to the edition and is not published with it, by path.

    Returns
    -------
    bytes
        Canonical JSON, one line a file.
    """
    published = {path: content for path, content in files.items() if path != MANIFEST}
    facts = {"files": _entries(published), "map": map_name, "revision": revision, "year": year}
    if withheld:
        facts["withheld"] = _entries(withheld)
    return (json.dumps(facts, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def verify_files(files: Mapping[str, bytes]) -> Verification:
    """Compare an edition's files with its manifest.

    Parameters
    ----------
    files : mapping of str to bytes
        All files of the edition, the manifest among them. What was withheld may be there.

    Returns
    -------
    Verification

    Raises
    ------
    IntegrityError
        Naming every file that is missing, was added, or has changed.
    """
    manifest = _read_manifest(files)
    withheld: dict[str, Any] = manifest.get("withheld", {})
    given = {path: entry for path, entry in withheld.items() if path in files}
    entries: dict[str, Any] = manifest["files"] | given
    faults = [f"{path} is missing" for path in sorted(entries.keys() - files.keys())]
    faults += [
        f"{path} is not in the manifest"
        for path in sorted(files.keys() - entries.keys())
        if path != MANIFEST
    ]
    for path in sorted(entries.keys() & files.keys()):
        found = sha256(files[path])
        if found != entries[path]["sha256"]:
            faults.append(f"{path} has SHA-256 {found}, not {entries[path]['sha256']}")
    if faults:
        raise IntegrityError(
            f"{manifest['map']} {manifest['year']} revision {manifest['revision']} is not what "
            "was published: " + "; ".join(faults) + ". Take the edition from the city again"
        )
    return Verification(
        manifest["map"],
        manifest["year"],
        manifest["revision"],
        len(entries),
        sha256(files[MANIFEST]),
    )


def withheld_sha256(manifest: bytes, path: str) -> str | None:
    """Return the hash of what an edition keeps to itself under a path, if it has that."""
    entry = json.loads(manifest).get("withheld", {}).get(path)
    return None if entry is None else str(entry["sha256"])


def sha256(content: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _entries(files: Mapping[str, bytes]) -> dict[str, dict[str, Any]]:
    return {
        path: {"bytes": len(content), "sha256": sha256(content)}
        for path, content in sorted(files.items())
    }


def _read_manifest(files: Mapping[str, bytes]) -> dict[str, Any]:
    if MANIFEST not in files:
        raise IntegrityError(f"there is no {MANIFEST}; this is not a whole edition")
    try:
        manifest = json.loads(files[MANIFEST])
        canonical_json([manifest["map"], manifest["year"], manifest["revision"]])
        listed = [*manifest["files"].values(), *manifest.get("withheld", {}).values()]
        "".join(entry["sha256"] for entry in listed)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise IntegrityError(f"{MANIFEST} cannot be read ({error}); it was changed") from error
    return dict(manifest)
