"""``learnmap import``: look at what files would do, confirm, apply and take back."""

from typing import Annotated

import typer

from learnmap.cli.columns import show_mapping
from learnmap.cli.console import opened_city, say, show_table
from learnmap.cli.said_imports import (
    SHOWN,
    listed,
    say_changes,
    say_codes,
    say_ids,
    say_open,
    say_warnings,
    state_of,
)
from learnmap.model.errors import InvalidInputError
from learnmap.store import record_type
from learnmap.workflows.import_runs import (
    apply_import,
    confirm_warnings,
    discard_import,
    drop_rows,
    drop_warned,
    list_imports,
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
