"""Reads a list of learning points: xlsx, CSV, GeoJSON or GeoPackage."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from learnmap.ingest.column_mapping import ColumnMapping
from learnmap.ingest.faults import RowFault
from learnmap.ingest.invisible import strip_invisible
from learnmap.ingest.mapped_table import log_issues
from learnmap.ingest.point_cells import point_converters
from learnmap.ingest.point_columns import name_columns
from learnmap.ingest.point_ids import add_ids, check_made_ids
from learnmap.ingest.point_rows import read_point
from learnmap.ingest.point_source import Delivery, open_points
from learnmap.ingest.regions import Region, leave_out, tell_of
from learnmap.ingest.same_names import warn_of_same_names
from learnmap.ingest.spots import spots_of
from learnmap.ingest.table import Table, check_unique
from learnmap.ingest.unplaced_rows import RowPlacer, UnplacedRow, lacks_place
from learnmap.model.crs import DATUMS, Box
from learnmap.model.errors import InvalidInputError
from learnmap.model.kinds import KINDS, Kind
from learnmap.model.records import LearningPoint


@dataclass(frozen=True, slots=True)
class PointsFile:
    """Learning points of a file that no error stops.

    Attributes
    ----------
    points : tuple of LearningPoint
        In the order of the file.
    lines : tuple of int
        Where each of them stands.
    warnings : tuple of RowFault
        What somebody has to confirm, in the order of the file.
    mapping : ColumnMapping or None
        Which column of the file was taken for which of ours.
    notes : tuple of str
        How the file was read where that was not plain, and what was left out.
    sheet : str or None
        The worksheet that was read.
    matched : frozenset of int
        Lines whose place is that of their address or name.
    unplaced : tuple of UnplacedRow
        Rows without a place, for somebody to put on the map.
    left_out : frozenset of int
        Lines of points outside the region that was asked for.
    """

    points: tuple[LearningPoint, ...]
    lines: tuple[int, ...]
    warnings: tuple[RowFault, ...]
    mapping: ColumnMapping | None = None
    notes: tuple[str, ...] = ()
    sheet: str | None = None
    matched: frozenset[int] = frozenset()
    unplaced: tuple[UnplacedRow, ...] = ()
    left_out: frozenset[int] = frozenset()


def read_points(  # noqa: PLR0913 -- options, each by its name
    path: Path,
    *,
    mapping: ColumnMapping | None = None,
    sheet: str | None = None,
    source: str | None = None,
    datum: str | None = None,
    fictional: bool = False,
    city_box: Box | None = None,
    kinds: Sequence[Kind] = KINDS,
    placer: RowPlacer | None = None,
) -> PointsFile:
    """Read learning points, all of them or none.

    Parameters
    ----------
    path : Path
        An ``.xlsx`` workbook, a ``.csv``, or points as ``.geojson`` or ``.gpkg``, which take
        the site from the geometry. Columns as ``docs/import-formats.md`` describes them.
    mapping : ColumnMapping, optional
        From our columns to those of the file; guessed when left out, unless the file has our
        columns ``id`` and ``kind`` and so is taken at its word.
    sheet : str, optional
        The worksheet of a workbook, or the layer of a GeoPackage.
    source : str, optional
        Where rows without a source came from; the file's name when left out. It enters the ids
        that are made for a file without any.
    datum : str, optional
        Datum of rows that declare none: ``wgs84``, ``cgcs2000``, ``gcj02`` or ``bd09``.
        Coordinates are converted to WGS 84; the record keeps the datum as delivered.
    fictional : bool
        True marks every row as fictional.
    city_box : tuple of float, optional
        (west, south, east, north) of the city in degrees; places more than 20 km outside are
        refused, and swapped axes are recognised anywhere on Earth.
    kinds : sequence of Kind
        Those whose labels are understood; codes of others are taken as they are.
    placer : RowPlacer, optional
        Looks for the places of rows that have no coordinates; without it they are faults.

    Returns
    -------
    PointsFile

    Raises
    ------
    FaultyTableError
        Naming every fault of the file with its line, id, column, value and remedy.
    InvalidInputError
        When `datum` is none of the known ones.
    """
    delivery = open_points(path, sheet=sheet, wanted=mapping.titles if mapping else ())
    return read_delivery(
        delivery,
        mapping=mapping,
        source=source,
        datum=datum,
        fictional=fictional,
        city_box=city_box,
        kinds=kinds,
        placer=placer,
    )


def read_delivery(  # noqa: PLR0913 -- options, each by its name
    delivery: Delivery,
    *,
    mapping: ColumnMapping | None = None,
    source: str | None = None,
    datum: str | None = None,
    fictional: bool = False,
    city_box: Box | None = None,
    kinds: Sequence[Kind] = KINDS,
    placer: RowPlacer | None = None,
    same_names_beyond_m: float = 0.0,
    region: Region | None = None,
) -> PointsFile:
    """Read learning points of a file that was opened, which serves once.

    Parameters and errors are those of `read_points`; points with one name are warned of from
    `same_names_beyond_m` on, for who compares nearer ones otherwise. Of a file that covers more
    than a `region` the points inside are taken, and it is refused where there are none; what is
    wrong with a row outside does not count.
    """
    if datum is not None and datum not in DATUMS:
        raise InvalidInputError(f"datum {datum!r} is unknown; give one of {', '.join(DATUMS)}")
    path = delivery.table.path
    table, used = name_columns(delivery, mapping, with_places=placer is None)
    has_ids = "id" in table.columns
    if not has_ids:
        table = add_ids(table, source=source)
    log_issues(table, delivery.issues, delivery.titles, used)
    converters = point_converters(kinds)
    defaults: dict[str, object] = {"source": source or path.name, "source_datum": datum or "wgs84"}
    table, outside = leave_out(
        region, strip_invisible(table), converters=converters, defaults=defaults
    )
    if has_ids:
        check_unique(table, "id")
    else:
        check_made_ids(table)
    points, lines = _read_rows(
        table,
        placer,
        converters=converters,
        defaults=defaults,
        fictional=fictional,
        city_box=city_box,
    )
    if region is not None and placer is not None:  # Their places are known only now.
        placed = [spot for spot in spots_of(points, lines) if spot.line in placer.matched]
        outside = (*outside, *region.outside(placed))
    left_out = frozenset(spot.line for spot in outside)
    table.log.pass_over(left_out)
    points = [point for point, line in zip(points, lines, strict=True) if line not in left_out]
    lines = [line for line in lines if line not in left_out]
    translated = _count_translated(table, points, lines)
    warn_of_same_names(points, lines, table.log, beyond_m=same_names_beyond_m)
    table.log.raise_if_any()
    told = tell_of(region, outside, taken=len(points), table=table)
    warnings = sorted(table.log.warnings, key=lambda fault: fault.line)
    return PointsFile(
        tuple(points),
        tuple(lines),
        tuple(warnings),
        used,
        (*table.notes, *translated, *told),
        delivery.sheet,
        frozenset(() if placer is None else placer.matched),
        tuple(() if placer is None else placer.unplaced),
        left_out,
    )


def _read_rows(
    table: Table, placer: RowPlacer | None, **how: Any
) -> tuple[list[LearningPoint], list[int]]:
    """Return the points of the rows that have no fault and have or get a place, with their lines.

    Parameters
    ----------
    table : Table
    placer : RowPlacer or None
        For rows without coordinates.
    **how
        As for `read_point`.
    """
    points: list[LearningPoint] = []
    lines: list[int] = []
    for row in table.rows:
        asked = placer if placer is not None and lacks_place(row) else None
        point = read_point(row if asked is None else asked.somewhere(row), table, **how)
        if point is not None and asked is not None:
            point = asked.place(point, row, table)
        if point is not None:
            points.append(point)
            lines.append(row.line)
    return points, lines


def _count_translated(
    table: Table, points: Sequence[LearningPoint], lines: Sequence[int]
) -> tuple[str, ...]:
    """Return a note of how many hours were translated, if any."""
    written = {row.line: row.cells.get("opening_hours") for row in table.rows}
    pairs = zip(points, lines, strict=True)
    count = sum(
        point.opening_hours is not None and point.opening_hours != written[line]
        for point, line in pairs
    )
    return (f"opening hours of {count} points were translated from Chinese",) if count else ()
