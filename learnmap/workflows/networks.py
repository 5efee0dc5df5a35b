"""Build a city's walk graph and base map from an OpenStreetMap extract."""

import os
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from learnmap.ingest import describe_extract, read_basemap
from learnmap.network import Extract, WalkGraph, build_graph, read_streets, save_graph
from learnmap.store import NetworkBuild, record_build
from learnmap.workflows.cities import ensure_settings
from learnmap.workflows.city import City, Progress, no_progress

ATTRIBUTION: Final = "© OpenStreetMap contributors"
LICENCE: Final = "ODbL 1.0"


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
    progress : Progress

    Returns
    -------
    BuildReport

    Raises
    ------
    ExtractError
        When the file cannot be used.
    """
    seconds: dict[str, float] = {}
    started = time.perf_counter()

    def done(stage: str) -> None:
        nonlocal started
        now = time.perf_counter()
        seconds[stage], started = now - started, now
        progress(stage, 1, 1)

    streets, source = read_streets(extract)
    done("streets read")
    graph = build_graph(streets)
    done("graph contracted")
    basemap = city.basemap_path(source.sha256)
    if not basemap.exists():
        _write_whole(basemap, read_basemap(extract))
    done("base map drawn")
    folder = save_graph(graph, city.networks, facts={"extract": source.name})
    if source.date is None:  # some writers tell the date where only the other reader looks
        source = replace(source, date=describe_extract(extract).date)
    build = _record(graph, source, folder, attribution=attribution, licence=licence)
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


def _record(
    graph: WalkGraph, source: Extract, folder: Path, *, attribution: str, licence: str
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
    )


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
