"""Compare two editions of a map: what changed, and for whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd

from learnmap.access import counted_from
from learnmap.edition import (
    Comparison,
    CoverageChange,
    change_rows,
    changes_geojson,
    compare_editions,
    coverage_changes,
    rows_as_csv,
    thaw_residents,
)
from learnmap.edition.coverage_change import SENIOR_AGE
from learnmap.model.errors import ConflictError
from learnmap.render import CountedWith, render_comparison
from learnmap.store import EditionRow, read_demand_points
from learnmap.workflows.city import City
from learnmap.workflows.edition_residents import frozen_residents
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
    counted_with : CountedWith
        Whose residents were counted.
    files : dict of str to bytes
        The page, ``changes.csv`` and ``changes.geojson``.
    """

    comparison: Comparison
    coverage: tuple[CoverageChange, ...]
    counted_with: CountedWith
    files: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class YearsCoverage:
    """What two editions cover.

    Attributes
    ----------
    changes : tuple of CoverageChange
        Empty where the city knows of no residents.
    counted_with : CountedWith
        Whose residents were counted.
    residents, seniors : tuple of int
        All that were counted before and after, of all ages and of `SENIOR_AGE` or more.
    """

    changes: tuple[CoverageChange, ...]
    counted_with: CountedWith
    residents: tuple[int, int]
    seniors: tuple[int, int]


def compare_years(
    city: City,
    map_name: str,
    before: EditionAddress,
    after: EditionAddress,
) -> EditionChanges:
    """Compare two published editions of one map, each with the residents it was frozen with.

    Where one was frozen without, both are counted with those of the other; where both were, with
    those on record now. Then no change is put down to residents, and the page says so.

    Parameters
    ----------
    city : City
    map_name : str
    before, after : EditionAddress

    Raises
    ------
    NotFoundError
        When one of them is not there.
    """
    old_row, old = stored_edition(city, map_name, before.year, before.revision)
    new_row, new = stored_edition(city, map_name, after.year, after.revision)
    comparison = compare_editions(old, new)
    covered = _covered(city, (old_row, old), (new_row, new))
    page = render_comparison(
        comparison,
        covered.changes,
        editions=(old["edition.json"], new["edition.json"]),
        hashes=(old_row.manifest_sha256 or "", new_row.manifest_sha256 or ""),
        counted_with=covered.counted_with,
        residents=covered.residents,
    )
    files = {
        PAGE: page,
        "changes.csv": rows_as_csv(change_rows(comparison)),
        "changes.geojson": changes_geojson(comparison),
    }
    return EditionChanges(comparison, covered.changes, covered.counted_with, files)


def coverage_between(
    city: City, map_name: str, before: EditionAddress, after: EditionAddress
) -> YearsCoverage:
    """Compare what two published editions of a map cover, as `compare_years` does.

    Raises
    ------
    NotFoundError
        When one of them is not there.
    """
    editions = (stored_edition(city, map_name, one.year, one.revision) for one in (before, after))
    return _covered(city, *editions)


def _covered(
    city: City,
    before: tuple[EditionRow, Mapping[str, bytes]],
    after: tuple[EditionRow, Mapping[str, bytes]],
) -> YearsCoverage:
    (old_row, old), (new_row, new) = before, after
    residents = _residents(city, old_row, new_row)
    changes: Sequence[CoverageChange] = ()
    if len(residents.before):
        changes = coverage_changes(
            old, new, residents_before=residents.before, residents_after=residents.after
        )
    everybody = _people(residents.before), _people(residents.after)
    older = _older(residents.before), _older(residents.after)
    return YearsCoverage(tuple(changes), residents.counted_with, everybody, older)


@dataclass(frozen=True, slots=True)
class _Residents:
    before: gpd.GeoDataFrame
    after: gpd.GeoDataFrame
    counted_with: CountedWith


def _residents(city: City, before: EditionRow, after: EditionRow) -> _Residents:
    old, new = (_thawed(city, edition) for edition in (before, after))
    if old is not None and new is not None:
        return _Residents(old, new, "each")
    if new is not None:
        return _Residents(new, new, "later")
    if old is not None:
        return _Residents(old, old, "earlier")
    with city.store.begin(snapshot=True) as tx:
        now = read_demand_points(tx)
    return _Residents(now, now, "present")


def _thawed(city: City, edition: EditionRow) -> gpd.GeoDataFrame | None:
    """Read the residents that an edition was frozen with."""
    content = frozen_residents(city, edition)
    return None if content is None else thaw_residents(content)


def _people(residents: gpd.GeoDataFrame) -> int:
    return round(float(residents["residents"].sum()))


def _older(residents: gpd.GeoDataFrame) -> int:
    return round(float(counted_from(residents, SENIOR_AGE).residents.sum()))


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
