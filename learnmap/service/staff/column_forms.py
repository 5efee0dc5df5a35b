"""The form in which somebody says what the columns of a file are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from learnmap.ingest import ToldColumns
from learnmap.workflows.file_columns import FileColumns

IGNORE: Final = "-"
"""The choice of who wants nothing to be made of a column."""


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
    chosen : str
        Our column, `IGNORE`, or nothing while somebody has to say.
    why : str
        ``given``, ``remembered``, ``exact``, ``likely``, ``unsure``, ``alike`` with another,
        ``strange`` to us, or ``ignored``.
    """

    field: str
    title: str
    samples: tuple[str, ...]
    chosen: str
    why: str


def column_rows(found: FileColumns) -> list[ColumnRow]:
    """Return the rows of the form, in the order of the file."""
    mapping = found.mapping
    ours = {one.column: (name, one.sure) for name, one in mapping.columns.items()}
    alike = {title for titles in mapping.ambiguous.values() for title in titles}
    rows = []
    chosen: str
    why: str
    for at, title in enumerate(found.titles):
        if title in ours:
            chosen, why = ours[title]
        elif title in alike:
            chosen, why = "", "alike"
        elif mapping.strict and title not in mapping.ignored:
            chosen, why = "", "strange"
        else:
            chosen = IGNORE
            why = "given" if title in mapping.dismissed else "ignored"
        rows.append(ColumnRow(f"column-{at}", title, found.samples(title), chosen, why))
    return rows


def chosen_columns(found: FileColumns, form: Mapping[str, str]) -> tuple[ToldColumns, str | None]:
    """Return what a person said that differs from what was understood, and a fault's key.

    Parameters
    ----------
    found : FileColumns
        As understood before the person said anything.
    form : mapping of str to str
        By `ColumnRow.field`; ``fixed-kind`` is the kind of all rows.
    """
    columns: dict[str, str] = {}
    ignored: list[str] = []
    taken: dict[str, str] = {}
    fault = None
    for row in column_rows(found):
        chosen = form.get(row.field, row.chosen)
        if chosen and chosen != IGNORE:
            fault = "fault_twice" if chosen in taken else fault
            taken[chosen] = row.title
        if chosen == row.chosen or not chosen:
            continue
        if chosen == IGNORE:
            ignored.append(row.title)
        else:
            columns[chosen] = row.title
    kind = form.get("fixed-kind", "").strip()
    if kind and "kind" in taken:
        fault = fault or "fault_two_kinds"
    return ToldColumns(columns, tuple(ignored), {"kind": kind} if kind else {}), fault
