"""Which column of a file is which of ours: a value to show, to correct and to keep."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, cast

from learnmap.model.errors import InvalidInputError

Sureness = Literal["given", "remembered", "exact", "likely", "unsure"]
SURENESS: Final[tuple[Sureness, ...]] = ("given", "remembered", "exact", "likely", "unsure")
"""From what a person said to what may be wrong."""


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A column of the file that serves as one of ours.

    Attributes
    ----------
    column : str
        Its name in the file.
    sure : {"given", "remembered", "exact", "likely", "unsure"}
        Whether a person said so, now or for an earlier file of the same source, the names agree,
        it is a known synonym, or it may be another.
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
    dismissed : tuple of str
        Those of `ignored` that a person said to leave out.
    strict : bool
        True for a file that is taken at its word: a column that is neither used nor ignored is
        a fault there.
    """

    columns: Mapping[str, MappedColumn]
    fixed: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dismissed: tuple[str, ...] = ()
    strict: bool = False

    @property
    def titles(self) -> frozenset[str]:
        """The columns of the file that are used."""
        return frozenset(found.column for found in self.columns.values())

    def corrected(
        self,
        ours: str,
        theirs: str | None,
        *,
        sure: Sureness = "given",
        why: str = "somebody said so",
    ) -> "ColumnMapping":
        """Return a mapping in which a person said what column `ours` is, or that none is.

        Parameters
        ----------
        ours : str
            Column of ours.
        theirs : str or None
            Column of the file.
        sure, why
            Of the column.
        """
        columns = {
            name: found
            for name, found in self.columns.items()
            if name != ours and found.column != theirs
        }
        fixed = {name: value for name, value in self.fixed.items() if name != ours}
        rivals = self.ambiguous.get(ours, ())
        ambiguous = {name: found for name, found in self.ambiguous.items() if name != ours}
        if theirs is not None:
            columns[ours] = MappedColumn(theirs, sure, why)
        changed = dataclasses.replace(self, columns=columns, fixed=fixed, ambiguous=ambiguous)
        changed = changed if theirs is None else _drop_rival(changed, theirs)
        freed = {*self.ignored, *self.titles, *rivals} - changed.titles
        return dataclasses.replace(
            changed,
            ignored=tuple(sorted(freed)),
            dismissed=tuple(title for title in self.dismissed if title != theirs),
        )

    def without(self, theirs: str) -> "ColumnMapping":
        """Return a mapping in which a person said to leave a column of the file out."""
        columns = {name: found for name, found in self.columns.items() if found.column != theirs}
        changed = _drop_rival(dataclasses.replace(self, columns=columns), theirs)
        return dataclasses.replace(
            changed,
            ignored=tuple(sorted({*self.ignored, theirs})),
            dismissed=tuple(sorted({*self.dismissed, theirs})),
        )

    def with_fixed(self, **values: str) -> "ColumnMapping":
        """Return a mapping in which every row has these values, by our column."""
        columns = {name: found for name, found in self.columns.items() if name not in values}
        freed = self.titles - {found.column for found in columns.values()}
        ambiguous = {name: found for name, found in self.ambiguous.items() if name not in values}
        return dataclasses.replace(
            self,
            columns=columns,
            fixed={**self.fixed, **values},
            ignored=tuple(dict.fromkeys((*self.ignored, *sorted(freed)))),
            ambiguous=ambiguous,
        )

    def to_remember(self) -> dict[str, Any]:
        """Return what is worth keeping for the next file of a source, as `from_json` takes it."""
        return {
            "columns": {ours: found.column for ours, found in self.columns.items()},
            "fixed": dict(self.fixed),
            "dismissed": list(self.dismissed),
        }

    def to_json(self) -> dict[str, Any]:
        """Return plain dictionaries, lists and text, to be stored as JSON."""
        return {
            "columns": {name: dataclasses.asdict(found) for name, found in self.columns.items()},
            "fixed": dict(self.fixed),
            "ignored": list(self.ignored),
            "ambiguous": {name: list(found) for name, found in self.ambiguous.items()},
            "dismissed": list(self.dismissed),
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
                tuple(str(name) for name in stored.get("dismissed", ())),
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


def _drop_rival(mapping: ColumnMapping, theirs: str) -> ColumnMapping:
    """Return a mapping in which a column of the file is none of those that look alike."""
    columns, ambiguous = dict(mapping.columns), {}
    for ours, rivals in mapping.ambiguous.items():
        left = tuple(title for title in rivals if title != theirs)
        if len(left) == 1:
            columns[ours] = MappedColumn(left[0], "likely", "no other column looks like it")
        elif left:
            ambiguous[ours] = left
    return dataclasses.replace(mapping, columns=columns, ambiguous=ambiguous)
