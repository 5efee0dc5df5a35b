"""``learnmap import``: bring files in, look at what they would do, apply and take back."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

import typer

from learnmap.cli.columns import Column, Ignore, Value, say_columns, show_mapping, told_columns
from learnmap.cli.console import opened_city, say, show_table
from learnmap.cli.unplaced import say_unplaced
from learnmap.ingest import FaultyTableError, RowFault
from learnmap.model.errors import InvalidInputError
from learnmap.store import ImportRow, PointWarning, What, record_type
from learnmap.workflows.checked_files import CheckedFile
from learnmap.workflows.checked_tables import NO_EXTRAS, Extras
from learnmap.workflows.city import City
from learnmap.workflows.file_columns import FileColumns
from learnmap.workflows.import_reports import check_report, warnings_as_faults, write_report
from learnmap.workflows.import_runs import (
    ImportRun,
    apply_import,
    check_file,
    confirm_warnings,
    discard_import,
    drop_rows,
    list_imports,
    run_import,
    show_import,
    take_back_import,
)
from learnmap.workflows.point_changes import PointChanges

app = typer.Typer(help="Files of a city: check, confirm, apply, take back.", no_args_is_help=True)

_SHOWN: Final = 20
"""So many of a list are printed, unless all are asked for."""

Id = Annotated[int, typer.Argument(metavar="ID", help="Number of the import; see `import list`")]
Lines = Annotated[
    list[int] | None, typer.Option("--line", help="Line of the file; may be repeated.")
]


app.command("mapping")(show_mapping)


@app.command("points")
def import_points(  # noqa: PLR0913 -- one for each option
    file: Annotated[
        Path, typer.Argument(help="xlsx, CSV, GeoJSON or GeoPackage; see docs/import-formats.md")
    ],
    source: Annotated[
        str | None, typer.Option(help="Where rows without a source are from.")
    ] = None,
    datum: Annotated[
        str | None, typer.Option(help="wgs84, cgcs2000, gcj02 or bd09, for rows without one.")
    ] = None,
    sheet: Annotated[
        str | None, typer.Option(help="Sheet of a workbook, or layer of a GeoPackage.")
    ] = None,
    column: Column = None,
    value: Value = None,
    ignore: Ignore = None,
    report: Annotated[
        Path | None,
        typer.Option(metavar="OUT.xlsx", help="Write the file with its faults marked."),
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="zh or en, of the report; the city's first by default.")
    ] = None,
    dry_run: Annotated[bool, typer.Option(help="Only tell what it would do.")] = False,  # noqa: FBT002 -- an option of the command line
    fictional: Annotated[bool, typer.Option(help="Mark all rows as demonstration data.")] = False,  # noqa: FBT002 -- an option of the command line
    place_by_hand: Annotated[  # noqa: FBT002 -- an option of the command line
        bool,
        typer.Option(
            "--place-by-hand",
            help="Take rows without coordinates: by their address, or on the list for the map.",
        ),
    ] = False,
) -> None:
    """Add and change learning points; with warnings the file waits until they are confirmed."""
    told = told_columns(column, value, ignore)
    if report is not None:
        check_report(file, report, language)
    given: dict[str, Any] = {"source": source, "datum": datum, "sheet": sheet}
    seen: list[FileColumns] = []

    def look(found: FileColumns) -> None:
        seen.append(found)
        say_columns(found)

    def send_back(city: City, faults: Sequence[RowFault]) -> None:
        if report is not None:
            opened = seen[0] if seen else None
            write_report(city, file, faults, to=report, language=language, opened=opened)
            say(f"{report}: the file with its faults and warnings marked, {len(faults)} in all")

    given |= {"fictional": fictional, "columns": told, "look": look}
    given["place_by_hand"] = place_by_hand
    bring_in(file, dry_run=dry_run, send_back=send_back, **given)


def bring_in(
    file: Path,
    *,
    dry_run: bool,
    what: What = "points",
    extras: Extras = NO_EXTRAS,
    send_back: Callable[[City, Sequence[RowFault]], None] | None = None,
    **given: Any,
) -> None:
    """Check a file, and unless it is a dry run, apply it or let it wait; say what came of it.

    Parameters
    ----------
    file : Path
    dry_run : bool
    what : str
        What its rows are.
    extras : Extras
    send_back : callable, optional
        Is given the city and all faults and warnings, before they are said.
    **given
        Source, datum, sheet and what else `run_import` takes.
    """
    run = None
    with opened_city() as city:
        try:
            if dry_run:
                checked = check_file(city, file, what=what, extras=extras, **given)
            else:
                run = run_import(city, file, what=what, extras=extras, **given)
                checked = run.checked
        except FaultyTableError as error:
            if send_back is not None:
                send_back(city, (*error.faults, *error.warnings))
            raise
        if send_back is not None:
            send_back(city, warnings_as_faults(checked.warnings))
    _say_checked(checked)
    say_unplaced(len(checked.unplaced) if run is None else run.unplaced)
    if run is None:
        say(f"{file.name}: a dry run; nothing was stored")
    else:
        _say_run(file, run, what)


def _say_run(file: Path, run: ImportRun, what: What) -> None:
    if run.import_id is None:
        noun = record_type(what).noun
        nothing, every = ("nothing else", "all other") if run.unplaced else ("nothing", "all")
        say(f"{file.name}: {nothing} changes; {every} {noun} are stored as the file has them")
    elif run.applied:
        say(f"import {run.import_id} of {file.name} is applied")
        say(f"  take it back with `learnmap import take-back {run.import_id}`")
    else:
        say(
            f"import {run.import_id} of {file.name} waits in quarantine; nothing of it is stored "
            f"yet. For each warning `learnmap import confirm {run.import_id} --line N --note TEXT` "
            f"or `learnmap import drop {run.import_id} --line N`, then `learnmap import apply "
            f"{run.import_id}`"
        )


@app.command("list")
def list_all() -> None:
    """List the imports, the newest first."""
    with opened_city() as city:
        rows, clock = list_imports(city), city.clock()
    if not rows:
        say("no imports yet; begin with `learnmap import points FILE`")
        return
    show_table(
        [
            "id",
            "file",
            "of",
            "source",
            "state",
            "since",
            "by",
            "rows",
            "dropped",
            "warnings",
            "open",
        ],
        [_listed(row, clock) for row in rows],
    )


@app.command()
def show(
    import_id: Id,
    everything: Annotated[  # noqa: FBT002 -- an option of the command line
        bool, typer.Option("--all", help="All rows of every list.")
    ] = False,
) -> None:
    """Show an import: its file, its warnings, and what it does to the list."""
    with opened_city() as city:
        shown, clock = show_import(city, import_id), city.clock()
    row, facts = shown.row, shown.row.facts
    most = None if everything else _SHOWN
    say(
        f"import {row.id} of {facts.file_name}, {record_type(facts.what).noun}, "
        f"source {facts.source}, {_state(row)}"
    )
    say(f"  SHA-256 {facts.file_sha256}")
    say(f"  datum {facts.datum or 'not declared for the file'}")
    for theirs, ours in facts.mapping.items():
        say(f"  column {theirs} is {ours}")
    say(f"  imported by {row.created_by}, {row.created_at.astimezone(clock):%Y-%m-%d %H:%M}")
    say(f"  {_state(row)} by {row.state_by}, {row.state_at.astimezone(clock):%Y-%m-%d %H:%M}")
    for record in shown.dropped:
        say(f"dropped: {record.key}, line {record.line}, by {record.dropped_by}")
    gone = {record.line for record in shown.dropped}
    _say_warnings([found for found in shown.warnings if found.line not in gone], most=most)
    _say_changes(shown.changes, facts.what, most=most)


@app.command()
def confirm(
    import_id: Id,
    note: Annotated[str, typer.Option(help="Why the warnings may stand.")],
    line: Lines = None,
    everything: Annotated[bool, typer.Option("--all", help="All open warnings.")] = False,  # noqa: FBT002 -- an option of the command line
) -> None:
    """Confirm warnings of a file in quarantine, by line or all; line 0 is the file itself."""
    if bool(line) == everything:
        raise InvalidInputError("say which warnings: --line N, which may be repeated, or --all")
    with opened_city() as city:
        row = confirm_warnings(city, import_id, lines=line or None, note=note)
    _say_open(row)


@app.command()
def drop(import_id: Id, line: Lines = None) -> None:
    """Leave rows of a file in quarantine out, by line."""
    if not line:
        raise InvalidInputError("say which rows: --line N, which may be repeated")
    with opened_city() as city:
        row = drop_rows(city, import_id, lines=line)
    _say_open(row)


@app.command("apply")
def apply_one(import_id: Id) -> None:
    """Apply a file in quarantine whose warnings are all confirmed, in one transaction."""
    with opened_city() as city:
        shown = apply_import(city, import_id)
    _say_changes(shown.changes, shown.row.facts.what)
    say(f"import {import_id} of {shown.row.facts.file_name} is applied")


@app.command("take-back")
def take_back(import_id: Id) -> None:
    """Make a table what it was before an import was applied."""
    with opened_city() as city:
        done = take_back_import(city, import_id)
    say(
        f"import {import_id} is taken back: {len(done.added)} removed, {len(done.changed)} restored"
    )
    _say_ids("removed", done.added, _SHOWN)
    _say_ids("restored", done.changed, _SHOWN)


@app.command()
def discard(import_id: Id) -> None:
    """Give a file in quarantine up; nothing of it is applied."""
    with opened_city() as city:
        discard_import(city, import_id)
    say(f"import {import_id} is discarded")


def _say_checked(checked: CheckedFile) -> None:
    for note in checked.notes:
        say(f"note: {note}")
    _say_warnings(checked.warnings)
    _say_changes(checked.changes, checked.facts.what)


def _say_warnings(warnings: Sequence[PointWarning], *, most: int | None = _SHOWN) -> None:
    for warning in warnings[:most]:
        if warning.confirmed_by is None:
            say(f"warning: {_words(warning)}")
        else:
            say(f"confirmed by {warning.confirmed_by} ({warning.note}): {_words(warning)}")
    _say_rest(len(warnings), most)


def _say_changes(changes: PointChanges, what: str, *, most: int | None = _SHOWN) -> None:
    say(
        f"{record_type(what).noun}: {len(changes.added)} added, {len(changes.changed)} changed, "
        f"{len(changes.unchanged)} unchanged, {len(changes.missing)} missing"
        + (f", {len(changes.removed)} removed" if changes.removed else "")
    )
    _say_ids("added", changes.added, most)
    for change in changes.changed[:most]:
        parts = [f"{name} {_cell(old)} → {_cell(new)}" for name, old, new in change.columns]
        say(f"changed: {change.point_id}: {'; '.join(parts)}")
    _say_rest(len(changes.changed), most)
    _say_ids("no more in the file, removed", changes.removed, most)
    _say_ids("missing from the file, kept as they are", changes.missing, most)


def _say_ids(what: str, ids: Sequence[str], most: int | None) -> None:
    if ids:
        say(f"{what}: {', '.join(ids[:most])}")
        _say_rest(len(ids), most)


def _say_rest(count: int, most: int | None) -> None:
    if most is not None and count > most:
        say(f"  and {count - most} more; `learnmap import show ID --all` has every one")


def _say_open(row: ImportRow) -> None:
    if row.pending:
        say(f"import {row.id}: {row.pending} of {row.warnings} warnings are open")
    else:
        say(f"import {row.id}: no warning is open; `learnmap import apply {row.id}` applies it")


def _words(warning: PointWarning) -> str:
    return str(
        RowFault(
            warning.line,
            warning.point_id,
            warning.column,
            warning.value,
            warning.message,
            warning.remedy,
            "feature" if warning.unit == "feature" else "line",
            "warning",
        )
    )


def _cell(value: object) -> str:
    return "(empty)" if value is None else repr(value) if isinstance(value, str) else str(value)


def _state(row: ImportRow) -> str:
    return row.state.replace("_", " ")


def _listed(row: ImportRow, clock: ZoneInfo) -> list[str]:
    since = f"{row.state_at.astimezone(clock):%Y-%m-%d %H:%M}"
    counts = [row.rows, row.dropped, row.warnings, row.pending]
    facts = row.facts
    about = [str(row.id), facts.file_name, facts.what, facts.source]
    return [*about, _state(row), since, row.state_by, *map(str, counts)]
