"""The form in which somebody says what the columns of a file are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from learnmap.ingest import ToldColumns
from learnmap.ingest.age_bands import ages_of_column, column_of_ages, parse_ages, written_ages
from learnmap.model.errors import InvalidInputError
from learnmap.workflows.file_columns import FileColumns

IGNORE: Final = "-"
"""The choice of who wants nothing to be made of a column."""
_COUNTS: Final = "residents"
"""The choice of a column of residents, of all ages or of those written beside it."""


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A column of the file in the form.

    Attributes
    ----------
    field : str
        Name of its field.
    title : str
        As the file calls it.
    samples : tuple of str
    ours : str
        Our column, `IGNORE`, or nothing while somebody has to say.
    why : str
        ``given``, ``remembered``, ``exact``, ``likely``, ``unsure``, ``alike`` with another,
        ``strange`` to us, or ``ignored``.
    """

    field: str
    title: str
    samples: tuple[str, ...]
    ours: str
    why: str

    @property
    def chosen(self) -> str:
        """What is chosen for it; a column of residents is told apart by its ages."""
        return _COUNTS if self.ages else self.ours

    @property
    def may_count(self) -> bool:
        """Whether its ages are asked: where it counts residents, or is nothing else yet."""
        return self.chosen in {_COUNTS, IGNORE, ""}

    @property
    def ages(self) -> str:
        """The ages of the residents that it counts, as a person writes them."""
        found = ages_of_column(self.ours)
        return "" if found is None else written_ages(found)


def column_rows(found: FileColumns) -> list[ColumnRow]:
    """Return the rows of the form, in the order of the file."""
    mapping = found.mapping
    ours = {one.column: (name, one.sure) for name, one in mapping.columns.items()}
    alike = {title for titles in mapping.ambiguous.values() for title in titles}
    rows = []
    taken: str
    why: str
    for at, title in enumerate(found.titles):
        if title in ours:
            taken, why = ours[title]
        elif title in alike:
            taken, why = "", "alike"
        elif mapping.strict and title not in mapping.ignored:
            taken, why = "", "strange"
        else:
            taken = IGNORE
            why = "given" if title in mapping.dismissed else "ignored"
        rows.append(ColumnRow(f"column-{at}", title, found.samples(title), taken, why))
    return rows


def chosen_columns(
    found: FileColumns, form: Mapping[str, str], *, fixed: str | None = None
) -> tuple[ToldColumns, str | None]:
    """Return what a person said that differs from what was understood, and a fault's key.

    Parameters
    ----------
    found : FileColumns
        As understood before the person said anything.
    form : mapping of str to str
        By `ColumnRow.field`, with ``-ages`` behind it for the ages of a column of residents;
        ``fixed-kind`` is the kind of all rows.
    fixed : str, optional
        The column of which one value for all rows may be said, such as ``kind``.
    """
    columns: dict[str, str] = {}
    ignored: list[str] = []
    taken: set[str] = set()
    fault = None
    for row in column_rows(found):
        try:
            ours = _said(row, form)
        except InvalidInputError:
            ours, fault = row.ours, fault or "fault_ages"
        if ours and ours != IGNORE:
            fault = fault or ("fault_twice" if ours in taken else None)
            taken.add(ours)
        if ours == row.ours or not ours:
            continue
        if ours == IGNORE:
            ignored.append(row.title)
        else:
            columns[ours] = row.title
    value = form.get(f"fixed-{fixed}", "").strip() if fixed else ""
    if (value and fixed in taken) or columns.keys() & found.opened.said.keys():
        fault = fault or "fault_two_values"
    return ToldColumns(columns, tuple(ignored), {fixed: value} if fixed and value else {}), fault


def _said(row: ColumnRow, form: Mapping[str, str]) -> str:
    """Return what a person said of a column, by our name for it."""
    chosen = form.get(row.field, row.chosen)
    ages = form.get(f"{row.field}-ages", row.ages).strip()
    if chosen != _COUNTS or not ages:
        return chosen
    bands = parse_ages(ages)
    if len(bands) > 1:
        raise InvalidInputError(f"{ages} are several bands; a column has one")
    return column_of_ages(bands[0])
