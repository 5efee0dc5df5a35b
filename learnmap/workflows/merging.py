"""Three states of one record: what it was, what somebody else made of it, and what you did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

Side = Literal["theirs", "mine"]

_TOGETHER: Final = (
    ("longitude", "latitude"),
    ("entrance_longitude", "entrance_latitude"),
)
"""Columns that only mean something together, so that one choice decides on both."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Columns in which what is stored differs from what was typed.

    Attributes
    ----------
    columns : tuple of str
        The first names the difference.
    was, theirs, mine : tuple of str
        A value for each column.
    default : {"theirs", "mine"} or None
        The side that alone changed it; None where both did.
    """

    columns: tuple[str, ...]
    was: tuple[str, ...]
    theirs: tuple[str, ...]
    mine: tuple[str, ...]
    default: Side | None

    @property
    def name(self) -> str:
        """The column that stands for all."""
        return self.columns[0]


def differences(
    was: Mapping[str, str], theirs: Mapping[str, str], mine: Mapping[str, str]
) -> tuple[Difference, ...]:
    """Compare what somebody typed with what is stored by now.

    Parameters
    ----------
    was, theirs, mine : mapping of str to str
        Cells by column: when the form was opened, as stored now, and as typed.

    Returns
    -------
    tuple of Difference
        In the order of the columns.
    """
    found = []
    for columns in _groups([*dict.fromkeys((*mine, *theirs))]):
        old, other, own = (
            tuple(state.get(column, "").strip() for column in columns)
            for state in (was, theirs, mine)
        )
        if other != own:
            default: Side | None = "mine" if other == old else "theirs" if own == old else None
            found.append(Difference(columns, old, other, own, default))
    return tuple(found)


def merged(
    theirs: Mapping[str, str], mine: Mapping[str, str], chosen: Mapping[str, str]
) -> dict[str, str]:
    """Put two states together by the side chosen for each difference, by its name.

    A difference without a choice keeps what is stored.
    """
    cells = dict(theirs)
    for columns in _groups([*dict.fromkeys((*mine, *theirs))]):
        if chosen.get(columns[0]) == "mine":
            cells.update({column: mine.get(column, "") for column in columns})
    return cells


def _groups(columns: Sequence[str]) -> list[tuple[str, ...]]:
    paired = {column: group for group in _TOGETHER for column in group}
    return [*dict.fromkeys(paired.get(column, (column,)) for column in columns)]
