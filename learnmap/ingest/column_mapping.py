"""Which column of a file is which of ours: a value to show, to correct and to keep."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, cast

from learnmap.model.errors import InvalidInputError

Sureness = Literal["given", "exact", "likely", "unsure"]
SURENESS: Final[tuple[Sureness, ...]] = ("given", "exact", "likely", "unsure")
"""From what a person said to what may be wrong."""


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A column of the file that serves as one of ours.

    Attributes
    ----------
    column : str
        Its name in the file.
    sure : {"given", "exact", "likely", "unsure"}
        Whether a person said so, the names agree, it is a known synonym, or it may be another.
    why : str
    """

    column: str
    sure: Sureness = "given"
    why: str = ""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """From our columns to those of a file.

    Attributes
    ----------
    columns : mapping of str to MappedColumn
        By our column.
    fixed : mapping of str to str
        A value that every row has, by our column, for what the file says nowhere: a list that
        holds libraries only has ``{"kind": "library"}``.
    ignored : tuple of str
        Columns of the file that nothing is made of.
    ambiguous : mapping of str to tuple of str
        Columns of the file that look equally like one of ours, by that one. A file with any is
        refused until somebody says which.
    """

    columns: Mapping[str, MappedColumn]
    fixed: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def corrected(self, ours: str, theirs: str | None) -> "ColumnMapping":
        """Return a mapping in which a person said what column `ours` is, or that none is.

        Parameters
        ----------
        ours : str
            Column of ours.
        theirs : str or None
            Column of the file.
        """
        columns = {
            name: found
            for name, found in self.columns.items()
            if name != ours and found.column != theirs
        }
        freed = {found.column for found in self.columns.values()}
        rivals = set(self.ambiguous.get(ours, ()))
        ambiguous = {name: found for name, found in self.ambiguous.items() if name != ours}
        if theirs is not None:
            columns[ours] = MappedColumn(theirs, "given", "somebody said so")
        used = {found.column for found in columns.values()}
        ignored = sorted({*self.ignored, *freed, *rivals} - used)
        return dataclasses.replace(
            self, columns=columns, ignored=tuple(ignored), ambiguous=ambiguous
        )

    def with_fixed(self, **values: str) -> "ColumnMapping":
        """Return a mapping in which every row has these values, by our column."""
        columns = {name: found for name, found in self.columns.items() if name not in values}
        return dataclasses.replace(self, columns=columns, fixed={**self.fixed, **values})

    def to_json(self) -> dict[str, Any]:
        """Return plain dictionaries, lists and text, to be stored as JSON."""
        return {
            "columns": {name: dataclasses.asdict(found) for name, found in self.columns.items()},
            "fixed": dict(self.fixed),
            "ignored": list(self.ignored),
            "ambiguous": {name: list(found) for name, found in self.ambiguous.items()},
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "ColumnMapping":
        """Take back what `to_json` gave; a column may be given by its name alone.

        Raises
        ------
        InvalidInputError
            When it is something else.
        """
        try:
            return cls(
                {name: _column(found) for name, found in stored["columns"].items()},
                {str(name): str(value) for name, value in stored.get("fixed", {}).items()},
                tuple(str(name) for name in stored.get("ignored", ())),
                {name: tuple(found) for name, found in stored.get("ambiguous", {}).items()},
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise InvalidInputError(
                f"the mapping of columns cannot be read ({type(error).__name__}: {error}); "
                'give {"columns": {"name_zh": "名称", ...}}'
            ) from error


def _column(found: object) -> MappedColumn:
    if isinstance(found, str):
        return MappedColumn(found)
    if not isinstance(found, Mapping) or found.get("sure", "given") not in SURENESS:
        raise ValueError(f"{found!r} is no column")
    sure = cast("Sureness", found.get("sure", "given"))
    return MappedColumn(str(found["column"]), sure, str(found.get("why", "")))
