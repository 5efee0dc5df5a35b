"""What a file may hold, and what the form asks of each beside the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from learnmap.ingest.age_bands import parse_ages
from learnmap.ingest.areas_file import LEVELS
from learnmap.model.crs import DATUMS
from learnmap.model.errors import InvalidInputError
from learnmap.store import What

_TABLES: Final = ".xlsx,.csv,.tsv,.txt"
_SHAPES: Final = ".geojson,.json,.gpkg"
_NEAREST_M, _FARTHEST_M = 1, 500
_LONGEST_AGES: Final = 100


@dataclass(frozen=True, slots=True)
class RecordKind:
    """What the form is like for one kind of records.

    Attributes
    ----------
    what : str
    accepts : str
        Endings of its files, for the browser's choice.
    asks : frozenset of str
        Which of ``datum``, ``sheet``, ``beside``, ``within``, ``level``, ``ages``,
        ``by_hand`` and ``inside`` are asked.
    fixed : str or None
        The column of which the page of columns asks one value for all rows.
    """

    what: What
    accepts: str
    asks: frozenset[str]
    fixed: str | None = None


KINDS_OF_RECORDS: Final[Mapping[str, RecordKind]] = {
    kind.what: kind
    for kind in (
        RecordKind(
            "points",
            f"{_TABLES},{_SHAPES}",
            frozenset({"datum", "sheet", "by_hand", "inside"}),
            "kind",
        ),
        RecordKind(
            "routes",
            f"{_TABLES},{_SHAPES},.gpx",
            frozenset({"datum", "sheet", "beside", "within"}),
        ),
        RecordKind("offerings", _TABLES, frozenset({"sheet", "beside"}), "category"),
        RecordKind("categories", _TABLES, frozenset({"sheet"})),
        RecordKind("areas", _SHAPES, frozenset({"datum", "sheet", "level", "beside"})),
        RecordKind(
            "population",
            f"{_TABLES},{_SHAPES},.tif,.tiff",
            frozenset({"datum", "sheet", "ages"}),
        ),
    )
}
"""By what it holds, in the order of the form."""


def faults_of_form(kind: RecordKind, fields: Mapping[str, str]) -> dict[str, str]:
    """Return the key of what is wrong with each field that is asked besides file and source."""
    faults = {}
    if fields.get("datum", "") not in ("", *(DATUMS if "datum" in kind.asks else ())):
        faults["datum"] = "fault_choice"
    if fields.get("level", "") not in ("", *LEVELS):
        faults["level"] = "fault_choice"
    if "within" in kind.asks and metres_of(fields) is None and fields.get("within", "").strip():
        faults["within"] = "fault_within"
    if "ages" in kind.asks and not _are_ages(fields.get("ages", "").strip()):
        faults["ages"] = "fault_ages"
    return faults


def metres_of(fields: Mapping[str, str]) -> float | None:
    """Return the metres of a form, None where none were given or they are no metres."""
    given = fields.get("within", "").strip()
    if not (given.isascii() and given.isdigit() and len(given) <= len(str(_FARTHEST_M))):
        return None
    return float(given) if _NEAREST_M <= int(given) <= _FARTHEST_M else None


def _are_ages(given: str) -> bool:
    try:
        return not given or (len(given) <= _LONGEST_AGES and bool(parse_ages(given)))
    except InvalidInputError:
        return False
