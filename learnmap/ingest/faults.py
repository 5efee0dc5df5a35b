"""Faults of a delivered table, collected so that one reading names them all."""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from learnmap.model.errors import TableError

SHOWN = 20
"""How many faults a message spells out; all of them are in `FaultyTableError.faults`."""
_VALUE_SHOWN = 60

Unit = Literal["line", "row", "feature"]
Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class RowFault:
    """One thing that is wrong with a table.

    Attributes
    ----------
    line : int
        Where the row starts: the line of a CSV file, the row of a worksheet, or the number of
        a feature, all from 1. 0 for the file as a whole.
    id : str or None
        The row's id, where it has one.
    column : str or None
        The column as the file names it, where the fault belongs to one.
    value : str or None
        What was found.
    message : str
        What is wrong with it.
    remedy : str
        What to do about it.
    unit : {"line", "row", "feature"}
        What `line` counts.
    severity : {"error", "warning"}
        An error stops the file; a warning is for somebody to confirm.
    """

    line: int
    id: str | None
    column: str | None
    value: str | None
    message: str
    remedy: str
    unit: Unit = "line"
    severity: Severity = "error"

    def __str__(self) -> str:
        where = [f"{self.unit} {self.line}"] if self.line else []
        if self.id:
            where.append(f"id {_shorten(self.id)}")
        if self.column:
            where.append(f"column {_shorten(self.column)}")
        if self.value is not None:
            where.append(f"value {_shorten(self.value)!r}")
        place = ", ".join(where)
        return f"{place}: {self.message}; {self.remedy}" if place else self._bare()

    def _bare(self) -> str:
        return f"{self.message}; {self.remedy}"


class FaultyTableError(TableError):
    """A table with faults; `faults` holds all of them, the message the first twenty.

    `warnings` holds what somebody would have to confirm besides, for a report of the whole file.
    """

    def __init__(
        self, name: str, faults: tuple[RowFault, ...], warnings: tuple[RowFault, ...] = ()
    ) -> None:
        self.name = name
        self.faults = faults
        self.warnings = warnings
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        lines = [f"{name}: {count}; nothing of it was taken"]
        lines += [f"  {fault}" for fault in faults[:SHOWN]]
        if len(faults) > SHOWN:
            lines.append(f"  and {len(faults) - SHOWN} more; {SHOWN} of {len(faults)} are shown")
        super().__init__("\n".join(lines))


@dataclass(slots=True)
class FaultLog:
    """Collects the faults of one file.

    Attributes
    ----------
    path : Path
        The file; its name begins the message.
    unit : {"line", "row", "feature"}
        What the row numbers count.
    titles : dict of str to str
        What the file calls a column of ours, where it has another name for it.
    """

    path: Path
    unit: Unit = "line"
    faults: list[RowFault] = field(default_factory=list)
    warnings: list[RowFault] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    _columns: dict[int, set[str | None]] = field(default_factory=dict)

    def add(
        self,
        message: str,
        remedy: str,
        *,
        line: int = 0,
        row_id: str | None = None,
        column: str | None = None,
        value: str | None = None,
    ) -> None:
        """Record one fault; the arguments are the attributes of `RowFault`."""
        title = self.title(column)
        self.faults.append(RowFault(line, row_id, title, value, message, remedy, self.unit))
        self._columns.setdefault(line, set()).add(column)

    def warn(
        self,
        message: str,
        remedy: str,
        *,
        line: int = 0,
        row_id: str | None = None,
        column: str | None = None,
        value: str | None = None,
    ) -> None:
        """Record what may be wrong; the arguments are the attributes of `RowFault`."""
        title = self.title(column)
        fault = RowFault(line, row_id, title, value, message, remedy, self.unit, "warning")
        self.warnings.append(fault)

    def title(self, column: str | None) -> str | None:
        """Return what the file calls a column of ours."""
        return column if column is None else self.titles.get(column, column)

    def excuse(self, line: int, *columns: str) -> None:
        """Let columns of a row have no further fault, since one fault says it for all of them."""
        self._columns.setdefault(line, set()).update(columns)

    def forget(self, columns: Collection[str]) -> None:
        """Drop the faults of columns that nothing is made of."""
        self.faults = [fault for fault in self.faults if fault.column not in columns]
        for faulty in self._columns.values():
            faulty.difference_update(columns)

    def pass_over(self, lines: Collection[int]) -> None:
        """Drop the faults and warnings of rows that are left out."""
        self.faults = [fault for fault in self.faults if fault.line not in lines]
        self.warnings = [fault for fault in self.warnings if fault.line not in lines]

    def columns_at(self, line: int) -> set[str | None]:
        """Return the columns of a row that have a fault so far."""
        return self._columns.get(line, set())

    def raise_if_any(self) -> None:
        """End the reading when there are faults.

        Raises
        ------
        FaultyTableError
            With all faults in the order of the file.
        """
        if self.faults:
            ordered = sorted(self.faults, key=lambda fault: fault.line)
            raise FaultyTableError(self.path.name, tuple(ordered), tuple(self.warnings))


def refuse(path: Path, message: str, remedy: str, *, line: int = 0) -> FaultyTableError:
    """Return the error for a file that cannot be read as a table at all."""
    return FaultyTableError(path.name, (RowFault(line, None, None, None, message, remedy),))


def _shorten(text: str) -> str:
    return text if len(text) <= _VALUE_SHOWN else text[: _VALUE_SHOWN - 1] + "…"
