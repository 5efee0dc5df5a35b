"""Build a city's walk graph and base map from an OpenStreetMap extract."""

import io
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learnmap.ingest import describe_extract, read_basemap, read_dwellings
from learnmap.network import Extract, Streets, WalkGraph, build_graph, read_streets, save_graph
from learnmap.network.elevation import open_elevation
from learnmap.network.slopes import with_slopes
from learnmap.store import BuildElevation, NetworkBuild, record_build
from learnmap.workflows.cities import ensure_settings
from learnmap.workflows.city import City, Progress, no_progress

ATTRIBUTION: Final = "© OpenStreetMap contributors"
LICENCE: Final = "ODbL 1.0"


@dataclass(frozen=True, slots=True)
class ElevationRaster:
    """A raster of heights to build with.

    Attributes
    ----------
    path : Path
        A GeoTIFF of the ground's heights in metres.
    attribution, licence : str
        Of the raster; an edition names them among its sources.
    """

    path: Path
    attribution: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build made.

    Attributes
    ----------
    build : NetworkBuild
    excluded : dict of str to int
        How many highway ways each tag kept out.
    plazas : int
        Open areas that can be crossed.
    barriers : int
        Nodes that stop somebody.
    seconds : dict of str to float
        Time of each stage.
    named : str or None
        What a city without settings was called, from the file's name.
    """

    build: NetworkBuild
    excluded: dict[str, int]
    plazas: int
    barriers: int
    seconds: dict[str, float]
    named: str | None


def build_network(
    city: City,
    extract: Path,
    *,
    attribution: str = ATTRIBUTION,
    licence: str = LICENCE,
    elevation: ElevationRaster | None = None,
    progress: Progress = no_progress,
) -> BuildReport:
    """Read an extract, contract its streets, draw its base map, and record the build.

    Nothing is recorded unless all of it worked; a repeat with the same file ends in the same
    graph under the same name.

    Parameters
    ----------
    city : City
    extract : Path
        ``.osm.pbf``, ``.osm`` or ``.osm.bz2``.
    attribution, licence : str
        Of the extract; OpenStreetMap's unless its data are somebody else's.
    elevation : ElevationRaster, optional
        Without one every street counts as flat, and the record says so.
    progress : Progress

    Returns
    -------
    BuildReport

    Raises
    ------
    ExtractError
        When the file cannot be used.
    ElevationError
        When the raster cannot be used.
    """
    seconds: dict[str, float] = {}
    started = time.perf_counter()

    def done(stage: str) -> None:
        nonlocal started
        now = time.perf_counter()
        seconds[stage], started = now - started, now
        progress(stage, 1, 1)

    streets, source, graph, heights = _read(extract, elevation, done)
    basemap = city.basemap_path(source.sha256)
    if not basemap.exists():
        _write_whole(basemap, read_basemap(extract))
    done("base map drawn")
    dwellings = city.dwellings_path(source.sha256)
    if not dwellings.exists():
        _write_whole(dwellings, _as_npy(read_dwellings(extract)))
    done("buildings read")
    facts = {"extract": source.name, "elevation": heights.name if heights else None}
    folder = save_graph(graph, city.networks, facts=facts)
    if source.date is None:  # some writers tell the date where only the other reader looks
        source = replace(source, date=describe_extract(extract).date)
    build = _record(
        graph, source, folder, attribution=attribution, licence=licence, heights=heights
    )
    with city.store.begin() as tx:
        record_build(tx, build, actor=city.actor)
    settings = ensure_settings(city, extract, build.box)
    done("recorded")
    excluded = dict(sorted(streets.excluded.items(), key=lambda item: -item[1]))
    return BuildReport(
        build,
        excluded,
        len(streets.plazas),
        len(streets.barriers),
        seconds,
        settings.names["en"] if settings else None,
    )


def _read(
    extract: Path, elevation: ElevationRaster | None, done: Callable[[str], None]
) -> tuple[Streets, Extract, WalkGraph, BuildElevation | None]:
    # The raster is opened first, so that a wrong one is told of before the streets are read.
    with open_elevation(elevation.path) if elevation else nullcontext() as heights:
        streets, source = read_streets(extract)
        done("streets read")
        graph = build_graph(streets)
        done("graph contracted")
        if elevation is None or heights is None:
            return streets, source, graph, None
        graph, known = with_slopes(graph, heights)
        done("slopes found")
    used = BuildElevation(
        name=heights.name,
        sha256=heights.sha256,
        edges=known,
        attribution=elevation.attribution,
        licence=elevation.licence,
    )
    return streets, source, graph, used


def _record(
    graph: WalkGraph,
    source: Extract,
    folder: Path,
    *,
    attribution: str,
    licence: str,
    heights: BuildElevation | None,
) -> NetworkBuild:
    return NetworkBuild(
        content_hash=folder.name,
        folder=folder.name,
        extract_name=source.name,
        extract_sha256=source.sha256,
        extract_date=source.date,
        box=graph.box,
        nodes=graph.node_count,
        edges=graph.edge_count,
        length_km=graph.length_km,
        attribution=attribution,
        licence=licence,
        elevation=heights,
    )


def _as_npy(array: NDArray[np.float64]) -> bytes:
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(aside).chmod(0o644)
    Path(aside).replace(path)
