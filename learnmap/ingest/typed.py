"""One record as somebody types it into a form: the rules of a row of a file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Generic, TypeVar

from learnmap.ingest.cells import convert_cells
from learnmap.ingest.faults import FaultLog, RowFault
from learnmap.ingest.invisible import strip_invisible
from learnmap.ingest.offerings_file import OFFERING_CONVERTERS
from learnmap.ingest.point_cells import point_converters
from learnmap.ingest.point_ids import make_id
from learnmap.ingest.point_rows import read_point
from learnmap.ingest.rows import build_record, read_names
from learnmap.ingest.table import Row, Table
from learnmap.model.crs import DATUMS, Box
from learnmap.model.kinds import Kind
from learnmap.model.records import LearningPoint, Offering, Record, Session

_LINE: Final = 1
RecordT = TypeVar("RecordT", bound=Record)


@dataclass(frozen=True, slots=True)
class Typed(Generic[RecordT]):
    """What was made of a form.

    Attributes
    ----------
    record : Record or None
        None where a field is at fault.
    faults : tuple of RowFault
        By their column.
    doubts : tuple of RowFault
        What somebody has to look at.
    """

    record: RecordT | None
    faults: tuple[RowFault, ...]
    doubts: tuple[RowFault, ...]


def read_typed_point(
    cells: Mapping[str, str], *, kinds: Iterable[Kind], city_box: Box | None
) -> Typed[LearningPoint]:
    """Read a learning point that somebody typed, its coordinates in WGS 84.

    Hours that cannot be read are a fault and not a note, since who typed them is there to mend
    them. ``source_datum`` says in what datum the point was delivered once, and converts nothing.

    Parameters
    ----------
    cells : mapping of str to str
        By column of ``docs/import-formats.md``; blank ones are empty. Without an id one is made
        as for a file that has none.
    kinds : iterable of Kind
    city_box : tuple of float, optional
        West, south, east, north of the city in degrees.
    """
    row, table = _table(cells)
    delivered = row.cells.get("source_datum") or "wgs84"
    row.cells["source_datum"] = "wgs84"
    if not row.cells.get("id"):
        row.cells["id"] = make_id(row, source=row.cells.get("source"))
    point = read_point(
        row,
        table,
        converters=point_converters(kinds),
        defaults={},
        fictional=False,
        city_box=city_box,
    )
    log = table.log
    doubts = []
    for doubt in log.warnings:
        if doubt.column == "opening_hours":
            log.add(
                "cannot be read as opening hours",
                "write it like 'Mo-Fr 09:00-17:00; PH off' or '周一至周五9:00-17:00,节假日休息', "
                "or move it to the note",
                line=_LINE,
                column="opening_hours",
                value=doubt.value,
            )
        else:
            doubts.append(doubt)
    if delivered not in DATUMS:
        log.add(
            f"is none of {', '.join(DATUMS)}",
            "choose one of these",
            line=_LINE,
            column="source_datum",
            value=delivered,
        )
    if point is not None and not log.faults:
        point = LearningPoint.model_validate(point.model_dump() | {"source_datum": delivered})
    return Typed(None if log.faults else point, tuple(log.faults), tuple(doubts))


def read_typed_offering(
    cells: Mapping[str, str], sessions: Sequence[Session] = ()
) -> Typed[Offering]:
    """Read an offering that somebody typed.

    Parameters
    ----------
    cells : mapping of str to str
        By column of the file of offerings. Without an id one is made of name, provider and
        point.
    sessions : sequence of Session
    """
    row, table = _table(cells)
    if not row.cells.get("id"):
        named = {**row.cells, "address": row.cells.get("provider")}
        row.cells["id"] = make_id(Row(_LINE, named), source=row.cells.get("point_id"))
    values: dict[str, object] = convert_cells(row, table, OFFERING_CONVERTERS)
    values["names"] = read_names(row, table)
    values["sessions"] = tuple(sessions)
    offering = build_record(Offering, values, row=row, table=table)
    return Typed(offering, tuple(table.log.faults), tuple(table.log.warnings))


def _table(cells: Mapping[str, str]) -> tuple[Row, Table]:
    """Make a table of one row; what stands round a value carries no meaning."""
    given = {column: value.replace("\r\n", "\n").strip() or None for column, value in cells.items()}
    table = Table(tuple(given), [Row(_LINE, given)], FaultLog(Path("form")))
    table = strip_invisible(table)
    # That something invisible was taken out is seen by nobody, and needs nobody's look.
    table.log.warnings.clear()
    row = Row(_LINE, {"id": None, **table.rows[0].cells})
    return row, Table(("id", *given), [row], table.log)
