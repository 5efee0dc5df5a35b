"""Places for rows of a file that has no coordinates, from what the city knows."""

from collections.abc import Sequence

from learnmap.ingest.address_book import AddressBook
from learnmap.ingest.unplaced_rows import RowPlacer, UnplacedRow
from learnmap.model.crs import Box
from learnmap.store import NewUnplaced
from learnmap.store import read_points as read_stored
from learnmap.workflows.city import City
from learnmap.workflows.city_references import read_references


def row_placer(city: City, box: Box | None) -> RowPlacer:
    """Return what looks for the places of a file's rows among the city's points and streets."""
    known = read_references(city)
    with city.store.begin() as tx:
        stored = {found.point.id: found.point for found in read_stored(tx)}
    return RowPlacer(AddressBook(known.places, known.streets, known.areas), stored, box)


def new_unplaced(rows: Sequence[UnplacedRow]) -> tuple[NewUnplaced, ...]:
    """Return rows as the list of points to be placed keeps them."""
    return tuple(
        NewUnplaced(
            row.line,
            row.record,
            tuple(
                {
                    "how": match.how,
                    "longitude": match.longitude,
                    "latitude": match.latitude,
                    "within_m": match.within_m,
                    "matched": list(match.matched),
                }
                for match in row.candidates
            ),
        )
        for row in rows
    )
