"""The report of a checked file: its faults and warnings, in words and as a marked workbook."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from learnmap.ingest import ColumnMapping, RowFault, write_marked_sheet
from learnmap.model.errors import InvalidInputError, NotReadyError
from learnmap.model.languages import LANGUAGES
from learnmap.store import PointWarning, read_city
from learnmap.workflows.chinese_warnings import warning_in
from learnmap.workflows.city import City
from learnmap.workflows.file_columns import FileColumns

if TYPE_CHECKING:
    from learnmap.ingest.faults import Unit

SUFFIX: Final = ".xlsx"


def warnings_as_faults(warnings: Iterable[PointWarning]) -> list[RowFault]:
    """Return the warnings of a checked file as the reading gives its own."""
    return [
        RowFault(
            warning.line,
            warning.point_id,
            warning.column,
            warning.value,
            warning.message,
            warning.remedy,
            cast("Unit", warning.unit),
            "warning",
        )
        for warning in warnings
    ]


def first_language(city: City) -> str:
    """Return the first of `LANGUAGES` in which the city has a name."""
    try:
        with city.store.begin() as tx:
            names = read_city(tx).names
    except NotReadyError:
        names = {}
    return next((language for language in LANGUAGES if language in names), LANGUAGES[0])


def write_report(
    city: City,
    file: Path,
    faults: Sequence[RowFault],
    *,
    to: Path,
    language: str | None = None,
    opened: FileColumns | None = None,
    left_out: Collection[int] = (),
) -> None:
    """Write a file as a workbook with its faults marked, to be sent back.

    Parameters
    ----------
    city : City
    file : Path
    faults : sequence of RowFault
        Errors and warnings.
    to : Path
        An ``.xlsx`` file that is not `file`.
    language : str, optional
        ``zh`` or ``en``; the city's first one by default.
    opened : FileColumns, optional
        As the file was read; None where it could not be opened, for the list alone.
    left_out : collection of int
        Lines of the file that were not asked for, and are not written.

    Raises
    ------
    InvalidInputError
        When `to` or `language` cannot be used; see `check_report`.
    """
    check_report(file, to, language)
    spoken = language or first_language(city)
    columns = opened.mapping if opened else None
    given: dict[str, Any] = {"left_out": left_out}
    if opened:
        given |= {"opened": opened.delivery, "title": opened.what}
    words = [by_title(warning_in(fault, spoken), columns) for fault in faults]
    try:
        write_marked_sheet(file, words, to=to, language=spoken, **given)
    except OSError as error:
        raise InvalidInputError(f"{to}: cannot be written: {error.strerror}") from error


def check_report(file: Path, to: Path, language: str | None) -> None:
    """Refuse a report that would be written over its file, or that no program would open."""
    if language is not None and language not in LANGUAGES:
        raise InvalidInputError(
            f"language {language!r} is unknown; give one of {', '.join(LANGUAGES)}"
        )
    if to.suffix.lower() != SUFFIX:
        raise InvalidInputError(f"{to}: the report is a workbook; let its name end in {SUFFIX}")
    if to.exists() and file.exists() and to.samefile(file):
        raise InvalidInputError(f"{to} is the file itself; give the report another name")


def by_title(fault: RowFault, columns: ColumnMapping | None) -> RowFault:
    """Name the column as the file does, where a check of the city named it as we do."""
    found = columns.columns.get(fault.column or "") if columns else None
    if found is None or columns is None or fault.column in columns.titles:
        return fault
    return RowFault(
        fault.line,
        fault.id,
        found.column,
        fault.value,
        fault.message,
        fault.remedy,
        fault.unit,
        fault.severity,
    )
