"""Gives the columns of a delivered table our names, and tells what became of each."""

from collections.abc import Collection, Sequence

from learnmap.ingest.column_mapping import ColumnMapping
from learnmap.ingest.column_synonyms import PAIRS, PASSED_OVER, normalise
from learnmap.ingest.report_titles import PROBLEMS
from learnmap.ingest.sheet import CellIssue
from learnmap.ingest.table import NAME_COLUMN, Row, Table


def map_columns(table: Table, mapping: ColumnMapping, *, known: Collection[str]) -> Table:
    """Rename columns, leave out those that nobody mapped, and fill in what is fixed.

    Parameters
    ----------
    table : Table
        With the file's own names. Its log takes the faults, and from here on calls each column
        as the file does.
    mapping : ColumnMapping
        A column that it names and the file has not, and one that is ambiguous, is a fault.
    known : collection of str
        Our columns, besides ``name_XX``.

    Returns
    -------
    Table
        With our names; its notes say what was taken for what where that is not sure, and which
        columns were left out.
    """
    for ours, rivals in mapping.ambiguous.items():
        table.log.add(
            f"the columns {', '.join(rivals)} all look like {ours}",
            "say in the mapping which one it is",
            line=table.header_line,
            column=rivals[0],
        )
    theirs = {ours: found.column for ours, found in mapping.columns.items()}
    for ours in (*theirs, *mapping.fixed):
        if ours not in known and not NAME_COLUMN.fullmatch(ours):
            table.log.add(
                f"the mapping has {ours!r}, which is no column of this table",
                f"take one of {', '.join(known)}",
                line=table.header_line,
            )
    for ours, title in theirs.items():
        if title not in table.columns:
            table.log.add(
                f"the mapping takes {title!r} for {ours}, and the file has no such column; it "
                f"has {', '.join(table.columns)}",
                "correct the mapping, or name the column so",
                line=table.header_line,
                column=title,
            )
    table.log.titles.update({ours: title for ours, title in theirs.items() if ours != title})
    rows = [
        Row(row.line, {**mapping.fixed, **{ours: row.cells.get(theirs[ours]) for ours in theirs}})
        for row in table.rows
    ]
    columns = dict.fromkeys((*theirs, *mapping.fixed))
    notes = (*table.notes, *_list_notes(table, mapping))
    return Table(tuple(columns), rows, table.log, header_line=table.header_line, notes=notes)


def _list_notes(table: Table, mapping: ColumnMapping) -> list[str]:
    notes = [
        f"the column {found.column!r} is taken for {ours}: {found.why}"
        for ours, found in mapping.columns.items()
        if found.sure == "unsure"
    ]
    used = {found.column for found in mapping.columns.values()}.union(*mapping.ambiguous.values())
    left_out = [
        title
        for title in table.columns
        if title not in used and title != PROBLEMS and normalise(title) not in PASSED_OVER
    ]
    if left_out:
        notes.append(f"columns that were left out: {', '.join(repr(name) for name in left_out)}")
    return notes


def check_needed(table: Table, titles: Collection[str], *, needed: Collection[str]) -> None:
    """Log columns that no column of the file serves as.

    Parameters
    ----------
    table : Table
        Mapped.
    titles : collection of str
        All names of the file.
    needed : collection of str
        Our columns.
    """
    pair = next((title for title in titles if normalise(title) in PAIRS), None)
    for ours in needed:
        if ours in table.columns:
            continue
        remedy = "add the column, or say in the mapping which one it is"
        if pair and ours in ("longitude", "latitude"):
            remedy = f"split {pair!r} into two columns, 经度 and 纬度"
        table.log.add(
            f"the column {ours!r} is missing; the file has {', '.join(titles)}",
            remedy,
            line=table.header_line,
            column=ours,
        )


def log_issues(
    table: Table, issues: Collection[CellIssue], titles: Sequence[str], mapping: ColumnMapping
) -> None:
    """Log what the gate found in cells below the header, in columns that are used.

    Parameters
    ----------
    table : Table
        Mapped.
    issues : collection of CellIssue
    titles : sequence of str
        The file's names by position.
    mapping : ColumnMapping
        The one by which the table was mapped.
    """
    ours = {found.column: name for name, found in mapping.columns.items()}
    columns = {at: ours[title] for at, title in enumerate(titles) if title in ours}
    ids = {table.header_line: None, **{row.line: row.id for row in table.rows}}
    for issue in issues:
        line = issue.line or table.header_line
        column = None if issue.position is None else columns.get(issue.position)
        is_unused = issue.position is not None and column is None
        is_above = line not in ids or issue.line == table.header_line
        if not (is_unused or is_above):
            log = table.log.add if issue.severity == "error" else table.log.warn
            log(
                issue.message,
                issue.remedy,
                line=line,
                row_id=ids[line],
                column=column,
                value=issue.value,
            )
