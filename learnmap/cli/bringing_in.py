"""Bring a file in by ``learnmap import``: options that all kinds of records share, and the run."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from learnmap.cli.columns import say_columns, told_columns
from learnmap.cli.console import opened_city, say
from learnmap.cli.said_imports import say_checked, say_run
from learnmap.cli.unplaced import say_unplaced
from learnmap.ingest import FaultyTableError, RowFault
from learnmap.store import What
from learnmap.workflows.city import City
from learnmap.workflows.file_columns import FileColumns, look_beside
from learnmap.workflows.import_reports import check_report, warnings_as_faults, write_report
from learnmap.workflows.import_runs import check_file, run_import
from learnmap.workflows.table_openers import NO_EXTRAS, Extras

Source = Annotated[str | None, typer.Option(help="Where rows without a source are from.")]
Datum = Annotated[str | None, typer.Option(help="wgs84, cgcs2000, gcj02 or bd09.")]
Sheet = Annotated[str | None, typer.Option(help="Sheet of a workbook, or layer of a GeoPackage.")]
Report = Annotated[
    Path | None,
    typer.Option(metavar="OUT.xlsx", help="Write the file with its faults marked."),
]
Language = Annotated[
    str | None, typer.Option(help="zh or en, of the report; the city's first by default.")
]
DryRun = Annotated[bool, typer.Option(help="Only tell what it would do.")]
Fictional = Annotated[bool, typer.Option(help="Mark all rows as demonstration data.")]


@dataclass(frozen=True, slots=True)
class Marking:
    """The report that was asked for.

    Attributes
    ----------
    file : Path
    what : str
        What its rows are.
    beside : Path or None
        The table that stands beside it.
    to : Path or None
        The workbook to write; None for no report.
    language : str or None
    seen : list of FileColumns
        The file as it was read; empty until then.
    """

    file: Path
    what: What
    beside: Path | None
    to: Path | None
    language: str | None
    seen: list[FileColumns] = field(default_factory=list)

    def check(self) -> None:
        """Refuse a report that cannot be written, before anything is read."""
        for file in (self.file, *((self.beside,) if self.beside else ())):
            if self.to is not None:
                check_report(file, self.to, self.language)

    def look(self, found: FileColumns) -> None:
        """Say what the columns are, and keep the file as it was read."""
        self.seen.append(found)
        say_columns(found)

    def write(
        self,
        city: City,
        faults: Sequence[RowFault],
        *,
        name: str,
        left_out: Collection[int] = (),
    ) -> None:
        """Write the workbook, where one was asked for, of that of the two files with the faults."""
        if self.to is None:
            return
        file, opened = self.file, self.seen[0] if self.seen else None
        if self.beside is not None and name == self.beside.name != file.name:
            file, opened = self.beside, look_beside(self.beside, self.what)
        options: dict[str, Any] = {"language": self.language, "left_out": left_out}
        write_report(city, file, faults, to=self.to, opened=opened, **options)
        noun = "the file" if file is self.file else file.name
        say(f"{self.to}: {noun} with its faults and warnings marked, {len(faults)} in all")


def bring_in(  # noqa: PLR0913 -- options of a command
    file: Path,
    *,
    what: What,
    dry_run: bool,
    extras: Extras = NO_EXTRAS,
    column: Iterable[str] | None = None,
    value: Iterable[str] | None = None,
    ignore: Iterable[str] | None = None,
    report: Path | None = None,
    language: str | None = None,
    **given: Any,
) -> None:
    """Check a file, and unless it is a dry run, apply it or let it wait; say what came of it.

    Parameters
    ----------
    file : Path
    what : str
        What its rows are.
    dry_run : bool
    extras : Extras
    column, value, ignore : iterable of str, optional
        As `told_columns` reads them.
    report : Path, optional
        The workbook of faults to write.
    language : str, optional
        Of the report.
    **given
        Source, datum, sheet and what else `run_import` takes.
    """
    marking = Marking(file, what, extras.beside, report, language)
    given |= {"columns": told_columns(column, value, ignore), "look": marking.look}
    marking.check()
    run = None
    with opened_city() as city:
        try:
            if dry_run:
                checked = check_file(city, file, what=what, extras=extras, **given)
            else:
                run = run_import(city, file, what=what, extras=extras, **given)
                checked = run.checked
        except FaultyTableError as error:
            marking.write(city, (*error.faults, *error.warnings), name=error.name)
            raise
        faults = warnings_as_faults(checked.warnings)
        marking.write(city, faults, name=file.name, left_out=checked.left_out)
    say_checked(checked)
    say_unplaced(len(checked.unplaced) if run is None else run.unplaced)
    if run is None:
        say(f"{file.name}: a dry run; nothing was stored")
    else:
        say_run(file, run, what)
