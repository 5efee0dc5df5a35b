"""Opens OpenStreetMap extracts and says what they are."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import osmium

from learnmap.model.crs import Box
from learnmap.model.errors import ExtractError

SUFFIXES = (".osm.pbf", ".osm", ".osm.bz2")
_HEAD_BYTES = 4096
_OSM_BASE = re.compile(rb'osm_base="([0-9T:Z\-\\]+)"')
_EPOCH_YEAR = 1970


@dataclass(frozen=True, slots=True)
class ExtractFacts:
    """What an extract is.

    Attributes
    ----------
    name : str
        File name.
    sha256 : str
        Hash of the file, in hexadecimal.
    size_bytes : int
        Length of the file.
    box : tuple of float
        (west, south, east, north) in degrees: as the file declares it, else around its nodes.
    date : datetime.date or None
        The day of the data: as the file declares it, else of its latest edit, ``None`` when
        the file tells neither.
    generator : str
        The program that wrote it, as the file says.
    """

    name: str
    sha256: str
    size_bytes: int
    box: Box
    date: dt.date | None
    generator: str


@contextmanager
def read_safely(path: Path) -> Iterator[None]:
    """Turn what goes wrong while an extract is read into one kind of error.

    Parameters
    ----------
    path : Path
        The extract that the body reads.

    Raises
    ------
    ExtractError
        When the file is absent, of another type, empty, truncated or damaged.
    """
    if not path.is_file():
        raise ExtractError(f"{path} does not exist; give the path of an .osm.pbf or .osm file")
    if not path.name.lower().endswith(SUFFIXES):
        raise ExtractError(
            f"{path.name} is no extract; give a file ending in {', '.join(SUFFIXES)}"
        )
    if path.stat().st_size == 0:
        raise ExtractError(f"{path.name} is empty; download it again")
    try:
        yield
    # pyosmium raises RuntimeError for everything that is wrong with a file, and the decoders
    # of compressed and text files their own subclasses of these.
    except (RuntimeError, OSError, UnicodeDecodeError) as error:
        raise ExtractError(
            f"{path.name} cannot be read ({error}); it is truncated, damaged or no OpenStreetMap "
            "data: download it again"
        ) from error


def describe_extract(path: Path) -> ExtractFacts:
    """Read an extract from end to end and say what it is.

    Parameters
    ----------
    path : Path
        An ``.osm.pbf``, ``.osm`` or ``.osm.bz2`` file.

    Returns
    -------
    ExtractFacts
        Its name, hash, box and date.

    Raises
    ------
    ExtractError
        When it is absent, of another type, empty, truncated, damaged, or holds no nodes.
    """
    with read_safely(path):
        with osmium.io.Reader(path, osmium.osm.NOTHING) as reader:
            header = reader.header()
        declared = _declared_box(header)
        date = _declared_date(path, header)
        if declared and date:
            _read_through(path)
            box: Box = declared
        else:
            found, latest = _scan(path)
            box, date = declared or found, date or latest
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    return ExtractFacts(
        path.name, digest, path.stat().st_size, box, date, header.get("generator", "")
    )


def _declared_box(header: osmium.io.Header) -> Box | None:
    box = header.box()
    if not box.valid():
        return None
    lower, upper = box.bottom_left, box.top_right
    return lower.lon, lower.lat, upper.lon, upper.lat


def _declared_date(path: Path, header: osmium.io.Header) -> dt.date | None:
    stated = header.get("osmosis_replication_timestamp", "") or header.get("timestamp", "")
    if not stated and path.suffix == ".osm":
        with path.open("rb") as file:
            match = _OSM_BASE.search(file.read(_HEAD_BYTES))
        stated = match[1].decode().replace("\\", "") if match else ""
    try:
        return dt.datetime.fromisoformat(stated).date() if stated else None
    except ValueError:
        return None


def _read_through(path: Path) -> None:
    """Decode every block without handing objects to Python, and see that there are nodes."""
    if next(iter(osmium.FileProcessor(path, osmium.osm.NODE)), None) is None:
        raise _without_nodes(path)
    nothing = osmium.filter.EntityFilter(osmium.osm.CHANGESET)
    for _ in osmium.FileProcessor(path).with_filter(nothing):
        pass


def _scan(path: Path) -> tuple[Box, dt.date | None]:
    """Return the box round all nodes and the day of the latest edit."""
    west = south = float("inf")
    east = north = float("-inf")
    latest: dt.datetime | None = None
    for thing in osmium.FileProcessor(path):
        if isinstance(thing, osmium.osm.Changeset):
            continue
        if isinstance(thing, osmium.osm.Node) and thing.location.valid():
            west, east = min(west, thing.lon), max(east, thing.lon)
            south, north = min(south, thing.lat), max(north, thing.lat)
        if thing.timestamp.year > _EPOCH_YEAR and (latest is None or thing.timestamp > latest):
            latest = thing.timestamp
    if west > east:
        raise _without_nodes(path)
    return (west, south, east, north), latest.date() if latest else None


def _without_nodes(path: Path) -> ExtractError:
    return ExtractError(f"{path.name} holds no nodes; export the city with its streets again")
