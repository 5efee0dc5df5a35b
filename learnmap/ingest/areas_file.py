"""Reads administrative areas: polygons, levels, and who belongs to whom."""

import unicodedata
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from learnmap.ingest import cells
from learnmap.ingest.cells import CellError, convert_cells
from learnmap.ingest.column_mapping import ColumnMapping
from learnmap.ingest.faults import refuse
from learnmap.ingest.named_table import RecordsFile, name_table, read_named_table, records_file
from learnmap.ingest.opened_table import OpenedTable, open_named
from learnmap.ingest.rows import build_record, read_names
from learnmap.ingest.shapes import check_datum, read_polygon, shape_to_wgs84
from learnmap.ingest.table import Table
from learnmap.ingest.table_columns import AREA_NAMES, AREAS
from learnmap.model.languages import Names
from learnmap.model.records import Area, Level

LEVELS: Final[tuple[Level, ...]] = ("province", "city", "district", "street_town", "neighbourhood")
"""From large to small."""

_LEVEL_WORDS: Final[Mapping[str, Level]] = {
    "省": "province",
    "省级": "province",
    "直辖市": "province",
    "市": "city",
    "市级": "city",
    "城市": "city",
    "区": "district",
    "县": "district",
    "区县": "district",
    "区级": "district",
    "街道": "street_town",
    "镇": "street_town",
    "乡": "street_town",
    "街镇": "street_town",
    "乡镇": "street_town",
    "居委": "neighbourhood",
    "居委会": "neighbourhood",
    "村委": "neighbourhood",
    "村委会": "neighbourhood",
    "居村委": "neighbourhood",
    "社区": "neighbourhood",
}


def _level(value: str) -> str:
    plain = unicodedata.normalize("NFKC", value).strip()
    if plain in LEVELS:
        return plain
    if plain not in _LEVEL_WORDS:
        raise CellError("is no level of an area", f"give one of {', '.join(LEVELS)}")
    return _LEVEL_WORDS[plain]


_CONVERTERS: Final = {
    "code": cells.text,
    "level": _level,
    "parent_code": cells.text,
    "valid_from": cells.date,
    "source": cells.text,
}


def open_areas(
    path: Path,
    *,
    level: str | None = None,
    sheet: str | None = None,
    wanted: Collection[str] = (),
) -> OpenedTable:
    """Open polygons of areas; `level` is of all of them where they have no such column."""
    said = {"level": level} if level else None
    return open_named(path, AREAS, sheet=sheet, shape="Polygon", wanted=wanted, said=said)


def read_areas(  # noqa: PLR0913 -- options, each by its name
    path: Path,
    *,
    opened: OpenedTable | None = None,
    mapping: ColumnMapping | None = None,
    sheet: str | None = None,
    source: str | None = None,
    datum: str | None = None,
    level: str | None = None,
    names: Path | None = None,
    known: Mapping[str, Level] | None = None,
) -> RecordsFile[Area]:
    """Read areas, all of them or none.

    Parameters
    ----------
    path : Path
        Polygons as GeoJSON or as a layer of a GeoPackage; columns as in
        ``docs/import-formats.md``. A feature id serves as ``code``.
    opened : OpenedTable, optional
        The file, where `open_areas` opened it already.
    mapping : ColumnMapping, optional
        Which of its columns is which of ours; guessed when left out.
    sheet : str, optional
        The layer of a GeoPackage.
    source : str, optional
        Where rows without a source came from; the file's name when left out.
    datum : str, optional
        ``wgs84`` (the default), ``cgcs2000``, ``gcj02`` or ``bd09``; outlines are converted.
    level : str, optional
        Of all areas of a file that has no such column.
    names : Path, optional
        A table of ``code`` and names by language, which go before those of `path`.
    known : mapping of str to str, optional
        Levels by code of areas that are there already and may be parents.

    Returns
    -------
    RecordsFile of Area
        Parents before their children, otherwise in the order of the file.

    Raises
    ------
    FaultyTableError
        Naming every fault of the first file that has any, with its feature, code, property, value
        and remedy.
    InvalidInputError
        When `datum` is none of the known ones.
    """
    check_datum(datum)
    named = name_table(
        opened or open_areas(path, level=level, sheet=sheet), mapping, needs_name=names is None
    )
    table = named.table
    if named.geometries is None:
        raise refuse(path, "the file has no outlines", "give polygons as GeoJSON or a GeoPackage")
    given = _read_names(names, {row.id for row in table.rows if row.id}) if names else {}
    found, delivered = [], {}
    for row, geometry in zip(table.rows, named.geometries, strict=True):
        values = convert_cells(row, table, _CONVERTERS)
        more = given.get(row.id or "", {})
        values["names"] = read_names(row, table, needed=not more) | more
        shape = read_polygon(geometry, row, table)
        if shape is not None:
            delivered[row.line] = shape
            values["geometry"] = shape_to_wgs84(shape, datum=datum, row=row, table=table)
        values.setdefault("source", source or path.name)
        area = build_record(Area, values, row=row, table=table)
        found += [(row.line, area)] if area else []
    _check_parents(table, known or {})
    found.sort(key=lambda pair: LEVELS.index(pair[1].level))
    shapes = tuple(delivered[line] for line, _ in found if line in delivered)
    return records_file(named, found, delivered=shapes)


def _read_names(path: Path, areas: set[str]) -> dict[str, Names]:
    """Read further names by the code of their area."""
    table = read_named_table(path, AREA_NAMES).table
    found = {}
    for row in table.rows:
        if row.id and row.id not in areas:
            table.log.add(
                "is no area of the file of outlines",
                "correct the code, or remove the row",
                line=row.line,
                row_id=row.id,
                column="code",
                value=row.id,
            )
        found[row.id or ""] = read_names(row, table)
    table.log.raise_if_any()
    return found


def _levels(table: Table) -> dict[str, str]:
    found = {}
    for row in table.rows:
        cell = row.cells.get("level")
        if row.id and cell:
            try:
                found[row.id] = _level(cell)
            except CellError:  # Said of its cell.
                found[row.id] = cell
    return found


def _check_parents(table: Table, known: Mapping[str, Level]) -> None:
    """Log parents that are unknown, not larger than their child, or part of a circle."""
    parents = {row.id: row.cells.get("parent_code") for row in table.rows if row.id}
    levels = _levels(table)
    for row in table.rows:
        code, parent = row.id, row.cells.get("parent_code")
        if code is None or parent is None:
            continue
        circle = _find_circle(code, parents)
        level, above = levels.get(code), levels.get(parent) or known.get(parent)
        if parent not in parents and parent not in known:
            message, remedy = "is no area of this file", "add that area, or correct the code"
        elif circle:
            message, remedy = f"belongs to itself: {' > '.join(circle)}", "correct one of them"
        elif level in LEVELS and above in LEVELS and LEVELS.index(above) >= LEVELS.index(level):
            message, remedy = (
                f"is a {above}, which holds no {level}",
                "give a larger area as parent",
            )
        else:
            continue
        table.log.add(
            message, remedy, line=row.line, row_id=code, column="parent_code", value=parent
        )


def _find_circle(code: str, parents: Mapping[str, str | None]) -> list[str]:
    """Return the codes from an area up to itself, empty when it does not come round."""
    path = [code]
    above = parents.get(code)
    while above is not None and above not in path:
        path.append(above)
        above = parents.get(above)
    return [*path, code] if above == code else []
