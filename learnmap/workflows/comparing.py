"""Compare two editions of a map: what changed, and for whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd

from learnmap.edition import (
    Comparison,
    CoverageChange,
    change_rows,
    changes_geojson,
    compare_editions,
    coverage_changes,
    rows_as_csv,
)
from learnmap.model.errors import ConflictError
from learnmap.render import render_comparison
from learnmap.store import read_demand_points
from learnmap.workflows.city import City
from learnmap.workflows.editions import stored_edition

PAGE = "comparison.html"


@dataclass(frozen=True, slots=True)
class EditionAddress:
    """Year and revision of an edition; the published one where no revision is named."""

    year: int
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class EditionChanges:
    """All that changed between two editions.

    Attributes
    ----------
    comparison : Comparison
    coverage : tuple of CoverageChange
        Empty where the city knows of no residents.
    files : dict of str to bytes
        The page, ``changes.csv`` and ``changes.geojson``.
    """

    comparison: Comparison
    coverage: tuple[CoverageChange, ...]
    files: dict[str, bytes]


def compare_years(
    city: City,
    map_name: str,
    before: EditionAddress,
    after: EditionAddress,
    *,
    residents_before: gpd.GeoDataFrame | None = None,
) -> EditionChanges:
    """Compare two published editions of one map.

    Parameters
    ----------
    city : City
    map_name : str
    before, after : EditionAddress
    residents_before : GeoDataFrame, optional
        Residents of the earlier year, as `store.read_demand_points` returns them; the city's
        present ones by default, and then no change is put down to residents.

    Raises
    ------
    NotFoundError
        When one of them is not there.
    """
    old_row, old = stored_edition(city, map_name, before.year, before.revision)
    new_row, new = stored_edition(city, map_name, after.year, after.revision)
    with city.store.begin(snapshot=True) as tx:
        residents = read_demand_points(tx)
    comparison = compare_editions(old, new)
    coverage = (
        tuple(
            coverage_changes(
                old,
                new,
                residents_before=residents if residents_before is None else residents_before,
                residents_after=residents,
            )
        )
        if len(residents)
        else ()
    )
    page = render_comparison(
        comparison,
        coverage,
        editions=(old["edition.json"], new["edition.json"]),
        hashes=(old_row.manifest_sha256 or "", new_row.manifest_sha256 or ""),
        same_residents=residents_before is None,
    )
    files = {
        PAGE: page,
        "changes.csv": rows_as_csv(change_rows(comparison)),
        "changes.geojson": changes_geojson(comparison),
    }
    return EditionChanges(comparison, coverage, files)


def write_changes(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the page and the lists into a new or empty folder.

    Raises
    ------
    ConflictError
        When there is something in it already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise ConflictError(f"{folder} is not empty; name a new folder")
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
