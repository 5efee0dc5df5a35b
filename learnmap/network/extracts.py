"""Extracts: OpenStreetMap files, and what all that read them need."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import osmium

from learnmap.model.crs import Box
from learnmap.model.errors import ExtractError

_SUFFIXES: Final = (".osm.pbf", ".pbf", ".osm", ".osm.bz2", ".osm.gz")

Place = tuple[int, float, float]
"""Node id, longitude, latitude."""


@dataclass(frozen=True, slots=True)
class Extract:
    """Where the streets came from.

    Attributes
    ----------
    name : str
        File name without its folder.
    sha256 : str
        Of the whole file.
    date : datetime.date or None
        Of the data, from the file's header or its newest object; None when it tells neither.
    box : Box
        West, south, east, north of the walkable streets.
    """

    name: str
    sha256: str
    date: dt.date | None
    box: Box


def check_file(path: Path) -> None:
    """Refuse what cannot be an extract.

    Raises
    ------
    ExtractError
        When the file is absent, empty, or of another type by its name.
    """
    if not path.is_file():
        raise ExtractError(f"{path}: no such file; give the path of an OpenStreetMap extract")
    if not path.name.lower().endswith(_SUFFIXES):
        raise ExtractError(
            f"{path.name}: not a name of an OpenStreetMap extract; it should end in "
            + ", ".join(_SUFFIXES)
        )
    if path.stat().st_size == 0:
        raise ExtractError(f"{path.name}: the file is empty; download it again")


def extract_file(path: Path) -> osmium.io.File:
    """Return the file with its format told, since osmium does not know ``CITY.OSM.PBF``."""
    name = path.name.lower()
    suffix = next(suffix for suffix in _SUFFIXES if name.endswith(suffix))
    return osmium.io.File(str(path), suffix.removeprefix("."))


def header_date(path: Path) -> dt.date | None:
    """Return the date of the data that the file's header tells."""
    with osmium.io.Reader(extract_file(path), osmium.osm.NOTHING) as reader:
        header = reader.header()
        for key in ("osmosis_replication_timestamp", "timestamp"):
            if stamp := header.get(key):
                return dt.datetime.fromisoformat(stamp).date()
    return None


def extract_sha256(path: Path) -> str:
    """Return the SHA-256 of an extract in hexadecimal.

    Raises
    ------
    ExtractError
        When the file is absent, empty, or of another type by its name.
    """
    check_file(path)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_whole_ring(way: osmium.osm.Way) -> bool:
    """Tell whether a way is closed and the extract has all its corners."""
    return way.is_closed() and all(node.location.valid() for node in way.nodes)


def located_runs(nodes: Iterable[osmium.osm.NodeRef]) -> Iterator[list[Place]]:
    """Yield the runs of a way's nodes that have a place; clipped extracts lack some."""
    run: list[Place] = []
    for node in nodes:
        if node.location.valid():
            run.append((node.ref, node.lon, node.lat))
            continue
        if len(run) > 1:
            yield run
        run = []
    if len(run) > 1:
        yield run
