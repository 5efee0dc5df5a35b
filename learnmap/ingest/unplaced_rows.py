"""Rows of a list that have no coordinates: places for the sure ones, the others for the map."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from learnmap.ingest.address_book import AddressBook
from learnmap.ingest.addresses import AddressMatch, address_candidates, match_address
from learnmap.ingest.table import Row, Table
from learnmap.model.crs import Box
from learnmap.model.records import LearningPoint

_PLACE: Final = ("longitude", "latitude", "entrance_longitude", "entrance_latitude")
_ANYWHERE: Final[Box] = (1.0, 1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class UnplacedRow:
    """A learning point without a place.

    Attributes
    ----------
    line : int
    record : dict
        The point as JSON, without coordinates.
    candidates : tuple of AddressMatch
        The likeliest first.
    """

    line: int
    record: Mapping[str, Any]
    candidates: tuple[AddressMatch, ...]


@dataclass(slots=True)
class RowPlacer:
    """Finds places for the rows of one file that have none.

    Attributes
    ----------
    book : AddressBook
        What the city knows by address and name.
    stored : mapping of str to LearningPoint
        By id; a point that has a place keeps it.
    city_box : tuple of float or None
        (west, south, east, north) in degrees.
    matched : set of int
        Lines that were given the place of their address or name.
    unplaced : list of UnplacedRow
    """

    book: AddressBook
    stored: Mapping[str, LearningPoint]
    city_box: Box | None = None
    matched: set[int] = field(default_factory=set)
    unplaced: list[UnplacedRow] = field(default_factory=list)

    def somewhere(self, row: Row) -> Row:
        """Return a row with a place of no meaning, so that all else of it can be read."""
        west, south, east, north = self.city_box or _ANYWHERE
        place = {"longitude": f"{(west + east) / 2:.6f}", "latitude": f"{(south + north) / 2:.6f}"}
        return Row(row.line, {**row.cells, **place, "source_datum": "wgs84"})

    def place(self, point: LearningPoint, row: Row, table: Table) -> LearningPoint | None:
        """Return a point with the place that is stored or surely meant, or list it.

        Parameters
        ----------
        point : LearningPoint
            With a place of no meaning.
        row : Row
        table : Table
            Its log takes the warning of a place by address, for somebody to confirm.
        """
        known = self.stored.get(point.id)
        if known is not None:
            kept = {name: getattr(known, name) for name in (*_PLACE, "source_datum")}
            return point.model_copy(update=kept)
        told = {"name": next(iter(point.names.values()), ""), "address": point.address or ""}
        match = match_address(self.book, **told)
        if match.sure:
            self.matched.add(row.line)
            _warn(match, point, row, table)
            spot = {"longitude": match.longitude, "latitude": match.latitude}
            return point.model_copy(update=spot)
        record = point.model_dump(mode="json", exclude=set(_PLACE))
        candidates = tuple(address_candidates(self.book, **told))
        self.unplaced.append(UnplacedRow(row.line, record, candidates))
        return None


def lacks_place(row: Row) -> bool:
    """Tell whether a row has no coordinate at all; half a pair is a fault, not a lack."""
    return not any((row.cells.get(name) or "").strip() for name in _PLACE)


def _warn(match: AddressMatch, point: LearningPoint, row: Row, table: Table) -> None:
    by_name = match.how == "same_name"
    what = "name" if by_name else "address"
    named = next((name for name in row.cells if name.startswith("name_")), None)
    faults, off_m = table.log, match.within_m or 0.0
    exact = f"{off_m:.0f} m uncertain" if off_m >= 1 else "as exact as that point"
    faults.warn(
        f"placed by its {what}, as {', '.join(match.matched[:3])}, at "
        f"{match.longitude:.6f}, {match.latitude:.6f}; {exact}",
        "look at the place on the map and confirm it, or give coordinates",
        line=row.line,
        row_id=row.id,
        column=named if by_name else "address",
        value=next(iter(point.names.values()), None) if by_name else point.address,
    )
