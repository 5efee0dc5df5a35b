"""Which part of the world a city takes rows from, as a person names it."""

from typing import Final

import shapely

from learnmap.ingest import Region
from learnmap.model.errors import InvalidInputError, NotReadyError
from learnmap.model.languages import name_in
from learnmap.store import Transaction, current_build, point_ids, read_areas

STREETS: Final = "streets"
"""The box of the city's streets; any other region is an area, by its code."""


def region_of(tx: Transaction, inside: str) -> Region:
    """Find the region that a word names, for the rows of a file.

    Parameters
    ----------
    tx : Transaction
    inside : str
        `STREETS`, or the code of an area that is valid today.

    Raises
    ------
    InvalidInputError
        When the city has no streets yet, or no such area.
    """
    known = frozenset(point_ids(tx))
    if inside == STREETS:
        try:
            return Region(
                "the box of the city's streets", shapely.box(*current_build(tx).box), known
            )
        except NotReadyError as error:
            raise InvalidInputError(f"--inside {STREETS}: {error}") from error
    areas = read_areas(tx)
    found = areas[areas["code"] == inside]
    if found.empty:
        codes = ", ".join(sorted(areas["code"])[:20]) or "none yet"
        raise InvalidInputError(
            f"--inside {inside}: there is no such area; give {STREETS}, or the code of an area "
            f"({codes})"
        )
    name = name_in(found["names"].iloc[0], "en")
    return Region(f"{name} ({inside})", found.geometry.union_all(), known)
