"""Bring files of a city into its store: each file whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from learnmap.ingest import (
    read_areas,
    read_categories,
    read_offerings,
    read_osm_points,
    read_points,
    read_residents,
    read_routes,
)
from learnmap.model.crs import Box
from learnmap.model.errors import InvalidInputError, NotReadyError
from learnmap.model.records import LearningPoint
from learnmap.store import (
    Changes,
    Transaction,
    current_build,
    replace_demand_points,
    upsert_areas,
    upsert_categories,
    upsert_offerings,
    upsert_points,
    upsert_routes,
)
from learnmap.workflows.city import City


@dataclass(frozen=True, slots=True)
class OsmImport:
    """What an extract held.

    Attributes
    ----------
    points, routes : Changes
    notes : tuple of str
        What was left out, and why.
    """

    points: Changes
    routes: Changes
    notes: tuple[str, ...]


def import_points(
    city: City,
    file: Path,
    *,
    source: str | None = None,
    datum: str | None = None,
    fictional: bool = False,
) -> Changes:
    """Add and change learning points from a CSV or GeoJSON file that nobody has to look at.

    No check against the city, and no record to take back: for programs. What people bring goes
    through `learnmap.workflows.import_runs`.

    Parameters
    ----------
    city : City
    file : Path
        Columns as in ``docs/import-formats.md``.
    source : str, optional
        For rows that name none; the file's name by default.
    datum : str, optional
        For rows that name none: ``wgs84``, ``cgcs2000``, ``gcj02`` or ``bd09``.
    fictional : bool
        Mark all rows as demonstration data.

    Returns
    -------
    Changes

    Raises
    ------
    TableError
        Naming every row that is at fault; nothing is stored.
    """
    with city.store.begin() as tx:
        box = city_box(tx)
    found = read_points(file, source=source, datum=datum, fictional=fictional, city_box=box)
    with city.store.begin() as tx:
        return upsert_points(tx, found.points, actor=city.actor)


def city_box(tx: Transaction) -> Box | None:
    """Return the box of the city's streets, once they are known."""
    try:
        return current_build(tx).box
    except NotReadyError:
        return None


def import_osm_points(city: City, extract: Path, *, table: Path | None = None) -> OsmImport:
    """Add and change learning points and walking routes found in an extract.

    Parameters
    ----------
    city : City
    extract : Path
    table : Path, optional
        The city's own table of tags to kinds.

    Returns
    -------
    OsmImport

    Raises
    ------
    InvalidInputError
        When most of what it holds lies outside the city's streets; nothing is stored.
    """
    found = read_osm_points(extract, table=table)
    with city.store.begin() as tx:
        _refuse_foreign(found.points, city_box(tx), extract)
        points = upsert_points(tx, found.points, actor=city.actor)
        routes = upsert_routes(tx, found.routes, actor=city.actor)
    return OsmImport(points, routes, tuple(found.notes))


def _refuse_foreign(points: Sequence[LearningPoint], box: Box | None, extract: Path) -> None:
    """Refuse the points of another city's extract, before they are mixed with this one's."""
    if box is None or not points:
        return
    west, south, east, north = box
    inside = sum(west <= p.longitude <= east and south <= p.latitude <= north for p in points)
    if 2 * inside < len(points):
        raise InvalidInputError(
            f"{extract.name}: {len(points) - inside} of {len(points)} learning points lie outside "
            "the city's streets; give the extract that its network was built from"
        )


def import_areas(city: City, file: Path) -> Changes:
    """Add and change areas in WGS 84, for programs; as `import_points`."""
    found = read_areas(file, datum="wgs84")
    with city.store.begin() as tx:
        return upsert_areas(tx, found.records, actor=city.actor)


def import_offerings(
    city: City, file: Path, *, categories: Path | None = None, sessions: Path | None = None
) -> Changes:
    """Add and change offerings, their categories and sessions, for programs."""
    kinds = read_categories(categories).records if categories else ()
    offerings = read_offerings(file, sessions=sessions)
    with city.store.begin() as tx:
        if kinds:
            upsert_categories(tx, kinds, actor=city.actor)
        return upsert_offerings(tx, offerings.records, actor=city.actor)


def import_routes(city: City, file: Path, *, stops: Path) -> Changes:
    """Add and change walking routes and their stops, for programs."""
    found = read_routes(file, stops=stops)
    with city.store.begin() as tx:
        return upsert_routes(tx, found.records, actor=city.actor)


def import_residents(city: City, file: Path) -> int:
    """Replace the residents that came from this file, for programs; return how many places."""
    found = read_residents(file)
    with city.store.begin() as tx:
        return replace_demand_points(tx, found.records, source=file.name, actor=city.actor)
