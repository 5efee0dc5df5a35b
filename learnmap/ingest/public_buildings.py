"""Public buildings of an extract, in which a learning point could be opened."""

from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from learnmap.ingest.osm_duplicates import group_duplicates
from learnmap.ingest.osm_kinds import read_kind_table
from learnmap.ingest.osm_records import find_site, read_osm_names
from learnmap.ingest.osm_things import find_things
from learnmap.model.languages import Names


@dataclass(frozen=True, slots=True)
class PublicBuilding:
    """A public building, or the grounds of one.

    Attributes
    ----------
    ref : str
        Its type and id in OpenStreetMap, such as ``w123``.
    kind : str
        As the table of tags calls it, such as ``school``.
    names : Names
        Empty where it has none.
    longitude, latitude : float
        Its main entrance where that is mapped, else a place inside; EPSG:4326.
    """

    ref: str
    kind: str
    names: Names
    longitude: float
    latitude: float


def read_public_buildings(extract: Path) -> tuple[PublicBuilding, ...]:
    """Read the public buildings of an extract.

    Parameters
    ----------
    extract : Path
        An ``.osm.pbf``, ``.osm`` or ``.osm.bz2`` file; it may be clipped.

    Returns
    -------
    tuple of PublicBuilding
        Nodes, ways, relations, each by id; what is disused or private is left out, and what is
        mapped twice is there once. ``public_buildings.csv`` says which tags count.

    Raises
    ------
    ExtractError
        When the extract cannot be read.
    """
    with as_file(files("learnmap.ingest") / "public_buildings.csv") as shipped:
        table = read_kind_table(shipped)
    things = [one for one in find_things(extract, table).things if not one.geometry.is_empty]
    named = [one for one in things if read_osm_names(one.tags)]
    twins = {twin.ref for _, others in group_duplicates(named) for twin in others}
    found = []
    for thing in things:
        if thing.ref in twins:
            continue
        inside = find_site(thing.geometry)
        lon, lat = thing.entrance or (round(inside.x, 7), round(inside.y, 7))
        names = read_osm_names(thing.tags)
        found.append(PublicBuilding(thing.ref, thing.kind, names, lon, lat))
    return tuple(found)
