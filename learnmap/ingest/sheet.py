"""A sheet as delivered: rows of text at places, before anybody knows which row is the header."""

from dataclasses import dataclass, field
from pathlib import Path

from learnmap.ingest.faults import FaultLog, Severity
from learnmap.ingest.table import Row, Table


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with content: where it starts, and its cells from the first column, trimmed."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CellIssue:
    """What a gate found in a cell, or in a whole row where `position` is ``None``.

    Attributes
    ----------
    line : int
        0 for the header, wherever it stands.
    position : int or None
        Column, from 0.
    value, message, remedy, severity
        As in `learnmap.ingest.faults.RowFault`.
    """

    line: int
    position: int | None
    value: str | None
    message: str
    remedy: str
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of text.

    Attributes
    ----------
    rows : list of SheetRow
        Those with any content.
    log : FaultLog
        For the table that is made of the sheet.
    strict : bool
        True where every row must be as long as the header, as in CSV; rows of a worksheet end
        where their content ends.
    issues : list of CellIssue
        What the gate found in cells.
    notes : tuple of str
        How the file was read, where that was not plain.
    name : str or None
        The worksheet's.
    """

    rows: list[SheetRow]
    log: FaultLog = field(repr=False)
    strict: bool = True
    issues: list[CellIssue] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    name: str | None = None

    @property
    def path(self) -> Path:
        """The file that the sheet was read from."""
        return self.log.path


def make_table(sheet: Sheet, header: SheetRow) -> Table:
    """Put the rows below a header under its names.

    A column without a name and without content is none. Names that stand twice, rows that are
    too long or short, and a header without rows are logged.

    Parameters
    ----------
    sheet : Sheet
    header : SheetRow
        One of its rows; what stands above is left out.
    """
    below = [row for row in sheet.rows if row.line > header.line]
    names = _read_header(sheet, header, below)
    rows = []
    for row in below:
        read = _make_row(names, row, sheet)
        rows += [read] if read else []
    if not rows and not sheet.log.faults:
        sheet.log.add("the file has a header and no rows", "add at least one row", line=header.line)
    columns = tuple(name for name in names if name is not None)
    return Table(columns, rows, sheet.log, header_line=header.line, notes=sheet.notes)


def _read_header(sheet: Sheet, header: SheetRow, below: list[SheetRow]) -> tuple[str | None, ...]:
    """Return the names by position, ``None`` for a column without name and content."""
    width = len(header.cells)
    if not sheet.strict:
        width = max(width, *(len(row.cells) for row in below), 0)
    first: dict[str, int] = {}
    names: list[str | None] = []
    for position in range(width):
        name = header.cells[position] if position < len(header.cells) else ""
        filled = any(row.cells[position] for row in below if position < len(row.cells))
        if not name and not filled:
            names.append(None)
            continue
        if name in first:
            sheet.log.add(
                f"columns {first[name]} and {position + 1} have the same name",
                "name each column once",
                line=header.line,
                column=name or "(no name)",
            )
        first.setdefault(name, position + 1)
        names.append(name)
    return tuple(names)


def _make_row(names: tuple[str | None, ...], row: SheetRow, sheet: Sheet) -> Row | None:
    pairs = zip(names, row.cells, strict=False)
    made = Row(row.line, {name: cell or None for name, cell in pairs if name is not None})
    extra = row.cells[len(names) :]
    if sheet.strict and (len(row.cells) < len(names) or any(extra)):
        sheet.log.add(
            f"the row has {len(row.cells)} cells and the header {len(names)}",
            "put quotation marks round cells that hold commas, and give every cell its comma",
            line=row.line,
            row_id=made.id,
        )
        return None  # Its cells may be shifted, so that further faults would mislead.
    return made
