"""Check a file of learning points against the city before any of it is stored."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from learnmap.ingest import (
    ColumnMapping,
    FaultyTableError,
    PointsFile,
    RowFault,
    ToldColumns,
    read_delivery,
)
from learnmap.ingest.faults import Unit
from learnmap.model.errors import InvalidInputError, NotReadyError
from learnmap.store import (
    ImportFacts,
    ImportRecord,
    NewUnplaced,
    PointWarning,
    StoredPoint,
    Transaction,
    current_build,
    points_missing,
    read_city,
    read_kinds,
)
from learnmap.store import read_points as read_stored
from learnmap.workflows.address_places import new_unplaced, row_placer
from learnmap.workflows.city import City
from learnmap.workflows.datum_check import check_points as check_datums
from learnmap.workflows.file_columns import FileColumns, look_at_columns
from learnmap.workflows.import_regions import region_of
from learnmap.workflows.imports import city_box
from learnmap.workflows.kept_names import with_kept_names
from learnmap.workflows.near_duplicates import SAME_WITHIN_M
from learnmap.workflows.point_changes import PointChanges, planned_changes
from learnmap.workflows.point_checks import (
    DeliveredPoint,
    check_duplicates,
    check_streets,
    check_water,
)

_NO_STREETS: Final = (
    "the city has no streets yet, so that no place was checked against streets and water; "
    "run `learnmap network build CITY.osm.pbf` first"
)
_UNITS: Final[dict[str, Unit]] = {
    ".geojson": "feature",
    ".json": "feature",
    ".gpkg": "feature",
    ".gpx": "feature",
    ".xlsx": "row",
}
"""What the rows of a file are called; those of others are lines."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file without errors, and what it would do.

    Attributes
    ----------
    facts : ImportFacts
    records : tuple of ImportRecord
    warnings : tuple of PointWarning
        In the order of the file.
    changes : PointChanges
    notes : tuple of str
        What could not be checked.
    columns : ColumnMapping or None
        What the columns of the file were taken for.
    unplaced : tuple of NewUnplaced
        Rows for the list of points that somebody puts on the map.
    left_out : frozenset of int
        Lines outside the region that was asked for.
    kept_columns : mapping or None
        What of these columns is worth keeping for the next file of the source.
    """

    facts: ImportFacts
    records: tuple[ImportRecord, ...]
    warnings: tuple[PointWarning, ...]
    changes: PointChanges
    notes: tuple[str, ...]
    columns: ColumnMapping | None = None
    unplaced: tuple[NewUnplaced, ...] = ()
    left_out: frozenset[int] = frozenset()
    kept_columns: Mapping[str, Any] | None = None


def check_points(  # noqa: PLR0913 -- what a person may say of a file
    city: City,
    file: Path,
    *,
    source: str | None = None,
    datum: str | None = None,
    sheet: str | None = None,
    fictional: bool = False,
    columns: ToldColumns | None = None,
    look: Callable[[FileColumns], object] | None = None,
    called: str | None = None,
    place_by_hand: bool = False,
    inside: str | None = None,
) -> CheckedFile:
    """Read a file of learning points and check it against the city; nothing is stored.

    Warned of are rows that the reading doubts, and points that are new or moved: too far from a
    street, near an island of the network alone, in water, or near another with a name alike.
    A row that is stored as it stands was looked at before and is not warned of again.

    Parameters
    ----------
    city : City
    file : Path
        Columns as in ``docs/import-formats.md``.
    source : str, optional
        For rows that name none; the file's name by default.
    datum : str, optional
        For rows that name none: ``wgs84``, ``cgcs2000``, ``gcj02`` or ``bd09``.
    sheet : str, optional
        Of a workbook, or the layer of a GeoPackage.
    fictional : bool
        Mark all rows as demonstration data.
    columns : ToldColumns, optional
        What a person says of the file's columns, before what is remembered for `source`.
    look : callable, optional
        Is given the columns before any row is read.
    called : str, optional
        What the file is called where it came from, if that is not its name.
    place_by_hand : bool
        Take rows without coordinates: a point that is stored keeps its place, one that is found
        by its address or name gets that place with a warning, the others are for the list.
    inside : str, optional
        Take only rows inside ``streets``, the box of the city's streets, or inside an area, by its
        code; and those whose point is stored. The others may lie as far away as they like.

    Returns
    -------
    CheckedFile

    Raises
    ------
    FaultyTableError
        Naming every row that is at fault.
    InvalidInputError
        When the file changes while it is read, there is no such region, or no row lies in it.
    """
    with city.store.begin() as tx:
        region = None if inside is None else region_of(tx, inside)
        box, kinds = city_box(tx), read_kinds(tx)
    sha256 = sha256_of(file)
    opened = look_at_columns(city, file, source=source, sheet=sheet, told=columns)
    if look is not None:
        look(opened)
    found = read_delivery(
        opened.delivery,
        mapping=opened.mapping,
        source=source,
        datum=datum,
        fictional=fictional,
        city_box=box if region is None else None,
        kinds=kinds,
        region=region,
        same_names_beyond_m=SAME_WITHIN_M,
        placer=row_placer(city, box) if place_by_hand else None,
    )
    if sha256_of(file) != sha256:
        raise InvalidInputError(f"{file.name} changed while it was read; import it again")
    with city.store.begin(snapshot=True) as tx:
        _refuse_unknown_kinds(tx, file, found)
        stored = {point.point.id: point for point in read_stored(tx)}
        found, kept_notes = with_kept_names(found, stored)
        name = (called or file.name).encode("utf-8", "replace").decode("utf-8")
        facts = ImportFacts(
            source=source or name,
            file_name=name,
            file_sha256=sha256,
            datum=datum,
            mapping=columns_of(found.mapping),
        )
        sources = {facts.source, *(point.source for point in found.points)}
        missing = points_missing(tx, sources, (point.id for point in found.points))
        warnings, notes = _warnings(city, tx, _delivered(file, found, stored), stored)
    records = tuple(
        ImportRecord(line, point, stored[point.id].version if point.id in stored else None)
        for line, point in zip(found.lines, found.points, strict=True)
    )
    now = {point_id: point.point for point_id, point in stored.items()}
    same = {record.line for record in records if now.get(record.point.id) == record.point}
    doubts = [doubt_of(fault) for fault in found.warnings if fault.line not in same]
    if len(same) < len(records):
        doubts += _datum_doubts(city, file, found, facts.source)
    return CheckedFile(
        facts,
        records,
        tuple(sorted([*doubts, *warnings], key=lambda warning: warning.line)),
        planned_changes(records, now, missing),
        (*found.notes, *kept_notes, *notes),
        found.mapping,
        new_unplaced(found.unplaced),
        found.left_out,
        opened.to_remember(),
    )


def columns_of(mapping: ColumnMapping | None) -> dict[str, str]:
    """Return our column by the file's own."""
    columns = mapping.columns if mapping else {}
    return {theirs.column: ours for ours, theirs in columns.items()}


def _datum_doubts(city: City, file: Path, found: PointsFile, source: str) -> list[PointWarning]:
    """Return a warning of the whole file where its places fit another datum than it declares."""
    delivered = [
        point
        for line, point in zip(found.lines, found.points, strict=True)
        if line not in found.matched
    ]
    return [
        PointWarning(
            line=0,
            unit=unit_of(file),
            point_id=None,
            column="source_datum",
            value=finding.check.declared,
            code="datum",
            message=finding.message["en"],
            remedy="declare the datum that the file is in, or confirm that it is as declared",
        )
        for finding in check_datums(city, delivered, source=source)
        if finding.warns
    ]


def sha256_of(file: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits.

    Raises
    ------
    InvalidInputError
        When it cannot be read.
    """
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise InvalidInputError(f"{file}: cannot be read: {error.strerror}") from error


def _refuse_unknown_kinds(tx: Transaction, file: Path, found: PointsFile) -> None:
    known = [kind.code for kind in read_kinds(tx)]
    faults = [
        RowFault(
            line,
            point.id,
            "kind",
            point.kind,
            "is no kind of learning point",
            f"give one of {', '.join(known)}",
            unit_of(file),
        )
        for line, point in zip(found.lines, found.points, strict=True)
        if point.kind not in known
    ]
    if faults:
        raise FaultyTableError(file.name, tuple(faults))


def _delivered(
    file: Path, found: PointsFile, stored: dict[str, StoredPoint]
) -> list[DeliveredPoint]:
    return [
        DeliveredPoint(
            line, unit_of(file), point, stored[point.id].point if point.id in stored else None
        )
        for line, point in zip(found.lines, found.points, strict=True)
    ]


def _warnings(
    city: City, tx: Transaction, rows: list[DeliveredPoint], stored: dict[str, StoredPoint]
) -> tuple[list[PointWarning], tuple[str, ...]]:
    """Return what the city says against the rows, and what could not be asked."""
    given = {row.point.id for row in rows}
    others = [found.point for point_id, found in stored.items() if point_id not in given]
    warnings = list(check_duplicates(rows, others))
    try:
        settings, build = read_city(tx), current_build(tx)
    except NotReadyError:
        return warnings, (_NO_STREETS,)
    graph = city.graph(build)
    warnings += check_streets(graph, settings, rows)
    warnings += check_water(graph, rows)
    return warnings, ()


def doubt_of(fault: RowFault) -> PointWarning:
    """Make a warning of what the reading of a file doubts."""
    return PointWarning(
        line=fault.line,
        unit=fault.unit,
        point_id=fault.id,
        column=fault.column,
        value=fault.value,
        code="reading",
        message=fault.message,
        remedy=fault.remedy,
    )


def unit_of(file: Path) -> Unit:
    """Return what the rows of a file are called."""
    return _UNITS.get(file.suffix.lower(), "line")
