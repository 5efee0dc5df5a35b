"""``learnmap audit``: who did what, and whether somebody rewrote it."""

import json
from pathlib import Path
from typing import Annotated

import typer

from learnmap.cli.console import opened_city, say, show_table
from learnmap.workflows.audit import export_audit, list_audit, verify_audit

app = typer.Typer(help="The record of who did what: list, verify, export.", no_args_is_help=True)


@app.command()
def verify(
    expect: Annotated[
        str | None, typer.Option(metavar="HASH", help="A head that was noted earlier.")
    ] = None,
) -> None:
    """Compute the whole chain of hashes again; write its head down, or publish it."""
    with opened_city() as city:
        found = verify_audit(city, expect=expect)
    say(f"{found.entries} entries are as they were written; head {found.head}")
    if found.since is not None:
        say(f"the expected head is in the chain; {found.since} entries came after it")


@app.command("list")
def list_entries(
    subject: Annotated[
        str | None, typer.Option(help="Only those about it, such as learning/2026/1.")
    ] = None,
    last: Annotated[int, typer.Option(metavar="N", help="How many, from the newest.")] = 50,
) -> None:
    """List what was done, from old to new."""
    with opened_city() as city:
        entries, clock = list_audit(city, subject=subject, last=last), city.clock()
    if not entries:
        say("no audit entries" + (f" about {subject}" if subject else " yet"))
        return
    show_table(
        ["entry", "at", "by", "what", "subject", "details"],
        [
            [
                str(entry.id),
                f"{entry.at.astimezone(clock):%Y-%m-%d %H:%M:%S}",
                entry.actor,
                entry.action,
                entry.subject,
                _short(entry.details),
            ]
            for entry in entries
        ],
    )


@app.command()
def export(file: Annotated[Path, typer.Argument(help="A new file.")]) -> None:
    """Write the log as lines of JSON; the SHA-256 of each line is `previous` in the next."""
    with opened_city() as city:
        count = export_audit(city, file)
    say(f"{count} entries written to {file}")


def _short(details: dict[str, object]) -> str:
    """Show what is not empty, and no list of ids as long as a city."""
    shown = {key: value for key, value in details.items() if value not in (None, [], {}, "")}
    text = json.dumps(shown, ensure_ascii=False)
    return text if len(text) <= 100 else f"{text[:99]}…"
