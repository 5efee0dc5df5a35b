"""``learnmap import``: bring files in, look at what they would do, apply and take back."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from learnmap.cli.columns import Column, Ignore, Value, say_columns, show_mapping, told_columns
from learnmap.cli.console import opened_city, say, show_table
from learnmap.cli.said_imports import (
    SHOWN,
    listed,
    say_changes,
    say_checked,
    say_codes,
    say_ids,
    say_open,
    say_run,
    say_warnings,
    state_of,
)
from learnmap.cli.unplaced import say_unplaced
from learnmap.ingest import FaultyTableError, RowFault
from learnmap.model.errors import InvalidInputError
from learnmap.store import What, record_type
from learnmap.workflows.checked_tables import NO_EXTRAS, Extras
from learnmap.workflows.city import City
from learnmap.workflows.file_columns import FileColumns
from learnmap.workflows.import_reports import check_report, warnings_as_faults, write_report
from learnmap.workflows.import_runs import (
    apply_import,
    check_file,
    confirm_warnings,
    discard_import,
    drop_rows,
    drop_warned,
    list_imports,
    run_import,
    show_import,
    take_back_import,
)

app = typer.Typer(help="Files of a city: check, confirm, apply, take back.", no_args_is_help=True)

Id = Annotated[int, typer.Argument(metavar="ID", help="Number of the import; see `import list`")]
Lines = Annotated[
    list[int] | None, typer.Option("--line", help="Line of the file; may be repeated.")
]
Code = Annotated[
    str | None,
    typer.Option(metavar="CODE", help="Of warnings, such as far_from_street; `show` has them."),
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
    inside: Annotated[
        str | None,
        typer.Option(
            metavar="streets|CODE",
            help="Take only rows in the box of the city's streets, or in the area of that code.",
        ),
    ] = None,
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

    def send_back(city: City, faults: Sequence[RowFault], left_out: Collection[int]) -> None:
        if report is not None:
            opened = seen[0] if seen else None
            write_report(
                city,
                file,
                faults,
                to=report,
                language=language,
                opened=opened,
                left_out=left_out,
            )
            say(f"{report}: the file with its faults and warnings marked, {len(faults)} in all")

    given |= {"fictional": fictional, "columns": told, "look": look}
    given |= {"place_by_hand": place_by_hand, "inside": inside}
    bring_in(file, dry_run=dry_run, send_back=send_back, **given)


def bring_in(
    file: Path,
    *,
    dry_run: bool,
    what: What = "points",
    extras: Extras = NO_EXTRAS,
    send_back: Callable[[City, Sequence[RowFault], Collection[int]], None] | None = None,
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
        Is given the city, all faults and warnings, and the lines that were left out, before they
        are said.
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
                send_back(city, (*error.faults, *error.warnings), ())
            raise
        if send_back is not None:
            send_back(city, warnings_as_faults(checked.warnings), checked.left_out)
    say_checked(checked)
    say_unplaced(len(checked.unplaced) if run is None else run.unplaced)
    if run is None:
        say(f"{file.name}: a dry run; nothing was stored")
    else:
        say_run(file, run, what)


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
        [listed(row, clock) for row in rows],
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
    most = None if everything else SHOWN
    say(
        f"import {row.id} of {facts.file_name}, {record_type(facts.what).noun}, "
        f"source {facts.source}, {state_of(row)}"
    )
    say(f"  SHA-256 {facts.file_sha256}")
    say(f"  datum {facts.datum or 'not declared for the file'}")
    for theirs, ours in facts.mapping.items():
        say(f"  column {theirs} is {ours}")
    say(f"  imported by {row.created_by}, {row.created_at.astimezone(clock):%Y-%m-%d %H:%M}")
    say(f"  {state_of(row)} by {row.state_by}, {row.state_at.astimezone(clock):%Y-%m-%d %H:%M}")
    for record in shown.dropped:
        say(f"dropped: {record.key}, line {record.line}, by {record.dropped_by}")
    gone = {record.line for record in shown.dropped}
    say_codes(shown.warnings, gone)
    say_warnings([found for found in shown.warnings if found.line not in gone], most=most)
    say_changes(shown.changes, facts.what, most=most)


@app.command()
def confirm(
    import_id: Id,
    note: Annotated[str, typer.Option(help="Why the warnings may stand.")],
    line: Lines = None,
    code: Code = None,
    everything: Annotated[bool, typer.Option("--all", help="All open warnings.")] = False,  # noqa: FBT002 -- an option of the command line
) -> None:
    """Confirm warnings of a file in quarantine, by line, code or all; line 0 is the file itself."""
    if bool(line) + bool(code) + everything != 1:
        raise InvalidInputError(
            "say which warnings: --line N, which may be repeated, --code CODE, or --all"
        )
    with opened_city() as city:
        row = confirm_warnings(city, import_id, lines=line or None, code=code, note=note)
    say_open(row)


@app.command()
def drop(import_id: Id, line: Lines = None, code: Code = None) -> None:
    """Leave rows of a file in quarantine out, by line, or all with an open warning of a code."""
    if bool(line) == bool(code):
        raise InvalidInputError("say which rows: --line N, which may be repeated, or --code CODE")
    with opened_city() as city:
        if code:
            row = drop_warned(city, import_id, code=code)
        else:
            row = drop_rows(city, import_id, lines=line or ())
    say_open(row)


@app.command("apply")
def apply_one(import_id: Id) -> None:
    """Apply a file in quarantine whose warnings are all confirmed, in one transaction."""
    with opened_city() as city:
        shown = apply_import(city, import_id)
    say_changes(shown.changes, shown.row.facts.what)
    say(f"import {import_id} of {shown.row.facts.file_name} is applied")


@app.command("take-back")
def take_back(import_id: Id) -> None:
    """Make a table what it was before an import was applied."""
    with opened_city() as city:
        done = take_back_import(city, import_id)
    say(
        f"import {import_id} is taken back: {len(done.added)} removed, {len(done.changed)} restored"
    )
    say_ids("removed", done.added, SHOWN)
    say_ids("restored", done.changed, SHOWN)


@app.command()
def discard(import_id: Id) -> None:
    """Give a file in quarantine up; nothing of it is applied."""
    with opened_city() as city:
        discard_import(city, import_id)
    say(f"import {import_id} is discarded")
