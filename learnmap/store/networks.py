"""Records of the walk graphs that were built."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.dialects.postgresql import insert

from learnmap.model.crs import Box
from learnmap.model.errors import NotFoundError, NotReadyError
from learnmap.store._transaction import Transaction
from learnmap.store.audit import add_entry
from learnmap.store.schema import NetworkBuildRow
from learnmap.store.tokens import lock_points


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildElevation:
    """The raster of heights that a walk graph's slopes are from.

    Attributes
    ----------
    name, sha256 : str
        Of the file.
    edges : int
        How many of the graph's edges have heights; the others count as flat.
    attribution, licence : str
        Of the raster; empty where nobody said.
    """

    name: str
    sha256: str
    edges: int
    attribution: str
    licence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkBuild:
    """One walk graph.

    Attributes
    ----------
    content_hash : str
        Hexadecimal hash of the graph's arrays.
    folder : str
        Name of the folder that holds them.
    extract_name, extract_sha256, extract_date
        The OpenStreetMap file: its name, hash, and the date of its data where it tells.
    box : tuple of float
        West, south, east, north of the graph in degrees.
    nodes, edges : int
        After contraction.
    length_km : float
        Of all edges.
    attribution, licence : str
        Of the extract.
    elevation : BuildElevation or None
        None where no raster was given, and every street counts as flat.
    built_at : datetime or None
        When it was recorded; None before.
    """

    content_hash: str
    folder: str
    extract_name: str
    extract_sha256: str
    extract_date: dt.date | None
    box: Box
    nodes: int
    edges: int
    length_km: float
    attribution: str
    licence: str
    elevation: BuildElevation | None = None
    built_at: dt.datetime | None = None


def record_build(tx: Transaction, build: NetworkBuild, *, actor: str) -> None:
    """Record a build and make it the current one; a known one is made current again."""
    west, south, east, north = build.box
    values: dict[str, Any] = {
        "folder": build.folder,
        "extract_name": build.extract_name,
        "extract_sha256": build.extract_sha256,
        "extract_date": build.extract_date,
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "nodes": build.nodes,
        "edges": build.edges,
        "length_km": build.length_km,
        "attribution": build.attribution,
        "licence": build.licence,
        "is_current": True,
        **_elevation_values(build.elevation),
    }
    lock_points(tx)
    tx.execute(
        update(NetworkBuildRow)
        .where(NetworkBuildRow.is_current, NetworkBuildRow.content_hash != build.content_hash)
        .values(is_current=False)
    )
    tx.execute(
        insert(NetworkBuildRow)
        .values(content_hash=build.content_hash, **values)
        .on_conflict_do_update(index_elements=["content_hash"], set_=values)
    )
    add_entry(
        tx,
        actor=actor,
        action="network.record",
        subject=build.content_hash,
        details={
            "extract": build.extract_name,
            "extract_sha256": build.extract_sha256,
            "nodes": build.nodes,
            "edges": build.edges,
            "elevation_sha256": build.elevation.sha256 if build.elevation else None,
        },
    )


def current_build(tx: Transaction) -> NetworkBuild:
    """Read the build that is in use.

    Raises
    ------
    NotReadyError
        Before the first was built.
    """
    row = tx.execute(_selection().where(NetworkBuildRow.is_current)).mappings().one_or_none()
    if row is None:
        raise NotReadyError(
            "the city has no walk graph yet; run `learnmap network build CITY.osm.pbf`"
        )
    return _build(row)


def read_build(tx: Transaction, content_hash: str) -> NetworkBuild:
    """Read one build by its hash.

    Raises
    ------
    NotFoundError
        When there is none.
    """
    statement = _selection().where(NetworkBuildRow.content_hash == content_hash)
    row = tx.execute(statement).mappings().one_or_none()
    if row is None:
        raise NotFoundError(f"there is no network build {content_hash!r}")
    return _build(row)


def list_builds(tx: Transaction) -> list[NetworkBuild]:
    """Read all builds from old to new."""
    statement = _selection().order_by(NetworkBuildRow.built_at, NetworkBuildRow.content_hash)
    return [_build(row) for row in tx.execute(statement).mappings()]


def _selection() -> Select[Any]:
    return select(NetworkBuildRow.__table__)


def _build(row: Any) -> NetworkBuild:
    apart = {"box", "elevation"}
    values = {name: row[name] for name in NetworkBuild.__dataclass_fields__ if name not in apart}
    elevation = None
    if row["elevation_name"] is not None:
        names = BuildElevation.__dataclass_fields__
        elevation = BuildElevation(**{name: row[f"elevation_{name}"] for name in names})
    box = (row["west"], row["south"], row["east"], row["north"])
    return NetworkBuild(box=box, elevation=elevation, **values)


def _elevation_values(elevation: BuildElevation | None) -> dict[str, Any]:
    return {
        f"elevation_{name}": elevation and getattr(elevation, name)
        for name in BuildElevation.__dataclass_fields__
    }
