"""The walk graph: junctions and the streets between them, as arrays on disk.

The arrays are written once, under a name made of their content's hash, and opened as memory
maps: processes of one machine share them, and a graph is ready as soon as it is opened.
"""

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from learnmap.model.crs import Box
from learnmap.model.errors import IntegrityError, NotReadyError

DEGREE_STEP: Final = 1e-7
"""Unit of stored vertices in degrees; OpenStreetMap's own."""
_FACTS: Final = "facts.json"
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class WalkGraph:
    """Nodes and edges that a walker may use.

    Edge ``e`` runs from ``edge_u[e]`` to ``edge_v[e]`` along the vertices
    ``vertex_offset[e]`` to ``vertex_offset[e + 1]``. Arcs list, for every node, its edges:
    those of node ``n`` are ``arc_offset[n]`` to ``arc_offset[n + 1]``.

    Attributes
    ----------
    node_lon, node_lat : (n,) float64
        Degrees, EPSG:4326; nodes are in Morton order, so that neighbours lie near in memory.
    edge_u, edge_v : (m,) int32
    edge_length_m : (m,) float64
        Along the street, on the WGS 84 ellipsoid.
    edge_flags : (m,) uint8
        `EdgeFlag` bits.
    edge_way : (m,) int64
        OSM id of the way that most of the edge is part of.
    edge_name : (m,) int32
        Index into `names`.
    vertex_offset : (m + 1,) int64
    vertex_x, vertex_y : (k,) int32
        Longitude and latitude in units of `DEGREE_STEP`, both ends included.
    arc_offset : (n + 1,) int64
    arc_node, arc_edge : (a,) int32
        Node at the other end, and the edge.
    name_text : (b,) uint8
        UTF-8 of a JSON list of [name, English name]; the first is empty.
    """

    node_lon: NDArray[np.float64]
    node_lat: NDArray[np.float64]
    edge_u: NDArray[np.int32]
    edge_v: NDArray[np.int32]
    edge_length_m: NDArray[np.float64]
    edge_flags: NDArray[np.uint8]
    edge_way: NDArray[np.int64]
    edge_name: NDArray[np.int32]
    vertex_offset: NDArray[np.int64]
    vertex_x: NDArray[np.int32]
    vertex_y: NDArray[np.int32]
    arc_offset: NDArray[np.int64]
    arc_node: NDArray[np.int32]
    arc_edge: NDArray[np.int32]
    name_text: NDArray[np.uint8]

    @property
    def node_count(self) -> int:
        """Number of junctions and ends of streets."""
        return len(self.node_lon)

    @property
    def edge_count(self) -> int:
        """Number of streets between junctions."""
        return len(self.edge_u)

    @property
    def length_km(self) -> float:
        """Length of all streets in km."""
        return float(self.edge_length_m.sum()) / 1000

    @property
    def box(self) -> Box:
        """West, south, east, north of all vertices, in degrees."""
        x, y = self.vertex_x, self.vertex_y
        edges = (x.min(), y.min(), x.max(), y.max())
        west, south, east, north = (round(float(edge) * DEGREE_STEP, 7) for edge in edges)
        return west, south, east, north

    def names(self) -> list[tuple[str, str]]:
        """Return street names and their English forms, in the order of `edge_name`."""
        return [(name, english) for name, english in json.loads(self.name_text.tobytes())]

    def line(self, edge: int) -> NDArray[np.float64]:
        """Return the (k, 2) longitudes and latitudes of an edge's vertices."""
        part = slice(self.vertex_offset[edge], self.vertex_offset[edge + 1])
        steps = np.column_stack([self.vertex_x[part], self.vertex_y[part]])
        return steps.astype(np.float64) * DEGREE_STEP

    def content_hash(self) -> str:
        """Return the SHA-256 of all arrays; it names the graph."""
        digest = hashlib.sha256(f"walkgraph {_FORMAT}".encode())
        for array in fields(self):
            values = np.ascontiguousarray(getattr(self, array.name))
            digest.update(f"{array.name} {values.dtype.str} {values.shape}".encode())
            digest.update(values.data)
        return digest.hexdigest()


def save_graph(graph: WalkGraph, folder: Path, *, facts: dict[str, Any]) -> Path:
    """Write a graph under its content's hash; what is already there is left as it is.

    Parameters
    ----------
    graph : WalkGraph
    folder : Path
        Holds one folder per graph.
    facts : dict
        Of the build, written beside the arrays as JSON.

    Returns
    -------
    Path
        The graph's folder, whole or not there: it is written aside and renamed.
    """
    target = folder / graph.content_hash()
    if target.is_dir():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder))
    try:
        for array in fields(graph):
            np.save(aside / f"{array.name}.npy", getattr(graph, array.name))
        (aside / _FACTS).write_text(json.dumps(facts, ensure_ascii=False, indent=1, default=str))
        aside.chmod(0o755)
        aside.rename(target)
    except OSError:
        shutil.rmtree(aside, ignore_errors=True)
        if not target.is_dir():  # another process wrote the same graph meanwhile
            raise
    _sync(folder)
    return target


def load_graph(folder: Path, *, verify: bool = False) -> WalkGraph:
    """Open a graph as memory maps.

    Parameters
    ----------
    folder : Path
        One graph's folder, as `save_graph` returned it.
    verify : bool
        Read everything and compare its hash with the folder's name.

    Raises
    ------
    NotReadyError
        When the folder is not there or lacks an array.
    IntegrityError
        When `verify` finds other content than the name says.
    """
    try:
        arrays = {
            # A plain view of the map: slicing a memmap itself is several times slower.
            array.name: np.asarray(
                np.load(folder / f"{array.name}.npy", mmap_mode="r", allow_pickle=False)
            )
            for array in fields(WalkGraph)
        }
    except (FileNotFoundError, NotADirectoryError, EOFError, ValueError) as error:
        raise NotReadyError(
            f"walk graph {folder.name}: its files are missing or cut short ({error}); "
            "build it again with `learnmap network build CITY.osm.pbf`"
        ) from error
    graph = WalkGraph(**arrays)
    if verify and (found := graph.content_hash()) != folder.name:
        raise IntegrityError(
            f"walk graph {folder.name}: its content has the hash {found}; "
            "delete the folder and build it again"
        )
    return graph


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
