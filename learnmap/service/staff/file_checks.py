"""Checks and imports a file that was sent, whatever records it holds."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from learnmap.ingest import FaultyTableError, ToldColumns
from learnmap.ingest.column_mapping import ColumnMapping
from learnmap.service.staff.file_reports import report_of_check, report_of_faults
from learnmap.service.staff.uploads import Upload
from learnmap.workflows.city import City
from learnmap.workflows.file_columns import FileColumns, look_at_columns, look_beside
from learnmap.workflows.import_runs import ImportRun, check_file, run_import


def look(city: City, upload: Upload, told: ToldColumns) -> FileColumns:
    """Open a file that has columns, and say what these are.

    Raises
    ------
    FaultyTableError
        When it cannot be opened.
    InvalidInputError
        When a column that was told is not in it.
    """
    return look_at_columns(
        city,
        upload.path,
        what=upload.what,
        extras=upload.extras,
        source=upload.source,
        sheet=upload.sheet,
        told=told,
    )


def check_upload(city: City, upload: Upload) -> dict[str, Any]:
    """Check a file, and return the report whether it is refused or not.

    Raises
    ------
    InvalidInputError
        When something that was said of it does not fit the file.
    """
    seen: list[ColumnMapping] = []
    given = _given(upload)
    given["look"] = lambda found: seen.append(found.mapping)
    try:
        checked = check_file(city, upload.path, **given)
    except FaultyTableError as error:
        return report_of_refusal(error, upload, seen[0] if seen else None)
    return report_of_check(checked)


def report_of_refusal(
    error: FaultyTableError, upload: Upload, mapping: ColumnMapping | None = None
) -> dict[str, Any]:
    """Tell of a file that is refused, and whether the second file is at fault."""
    beside = upload.beside is not None and error.name == upload.beside.name
    return {**report_of_faults(error, None if beside else mapping), "beside": beside}


def bring_in(city: City, upload: Upload) -> ImportRun:
    """Apply a file, or put it into quarantine; errors are those of `run_import`."""
    return run_import(city, upload.path, **_given(upload))


def faulty_file(
    city: City, upload: Upload, report: dict[str, Any]
) -> tuple[Path, FileColumns | None]:
    """Return the file that the rows of a report are of, and its columns where it can be opened."""
    with suppress(FaultyTableError):
        if report.get("beside") and upload.beside:
            return upload.beside, look_beside(upload.beside, upload.what)
        if upload.has_columns:
            return upload.path, look(city, upload, upload.told)
    return upload.beside if report.get("beside") and upload.beside else upload.path, None


def _given(upload: Upload) -> dict[str, Any]:
    given: dict[str, Any] = {
        "what": upload.what,
        "source": upload.source,
        "datum": upload.datum,
        "sheet": upload.sheet,
        "called": upload.name,
    }
    given["columns"] = upload.told
    if upload.what == "points":
        return given | {"place_by_hand": upload.by_hand, "inside": upload.inside}
    return given | {"extras": upload.extras}
