"""The walk graph: junctions and the streets between them, as arrays on disk.

The arrays are written once, under a name made of their content's hash, and opened as memory
maps: processes of one machine share them, and a graph is ready as soon as it is opened.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, get_type_hints

import numpy as np
from numpy.typing import NDArray

from learnmap.model.crs import Box
from learnmap.model.errors import IntegrityError, NotReadyError
from learnmap.network.cells import CellIndex
from learnmap.network.excluded import ExcludedWays
from learnmap.network.obstacles import Obstacles

DEGREE_STEP: Final = 1e-7
"""Unit of stored vertices in degrees; OpenStreetMap's own."""
FASTEST_SLOPE: Final = 1.2
"""No slope lets anybody walk faster than so many times their speed on the flat."""
_FACTS: Final = "facts.json"
_FORMAT: Final = 2
_GROUPS: Final = (CellIndex, ExcludedWays, Obstacles)


@dataclass(frozen=True, slots=True)
class WalkGraph:
    """Nodes and edges that a walker may use.

    Edge ``e`` runs from ``edge_u[e]`` to ``edge_v[e]`` along the vertices
    ``vertex_offset[e]`` to ``vertex_offset[e + 1]``. Arcs list, for every node, its edges:
    those of node ``n`` are ``arc_offset[n]`` to ``arc_offset[n + 1]``.

    Attributes
    ----------
    node_x, node_y : (n,) int32
        Longitude and latitude in units of `DEGREE_STEP`, EPSG:4326; nodes are in Morton order,
        so that neighbours lie near in memory.
    edge_u, edge_v : (m,) int32
    edge_length_m : (m,) float64
        Along the street, on the WGS 84 ellipsoid.
    edge_flags : (m,) uint8
        `EdgeFlag` bits.
    edge_way : (m,) int64
        OSM id of the way that most of the edge is part of.
    edge_name : (m,) int32
        Index into `names`.
    edge_cells : CellIndex
        Edges by the part of the map.
    vertex_offset : (m + 1,) int32
    vertex_x, vertex_y : (k,) int32
        Longitude and latitude in units of `DEGREE_STEP`, both ends included.
    arc_offset : (n + 1,) int32
    arc_node, arc_edge : (a,) int32
        Node at the other end, and the edge.
    arc_flags : (a,) uint8
        The edge's bits with forward meaning away from the arc's own node.
    arc_m : (a,) float64
        Metres that a walker away from the arc's own node takes as long for as on the flat; the
        edge's length where the network was built without elevation.
    arc_towards_m : (a,) float64 or (0,)
        The same for a walker towards the arc's own node; empty where it is `arc_m`.
    name_text : (b,) uint8
        UTF-8 of a JSON list of [name, English name]; the first is empty.
    obstacles : Obstacles
        What nobody walks across off the street.
    excluded : ExcludedWays
        Streets that feet may not use.
    """

    node_x: NDArray[np.int32]
    node_y: NDArray[np.int32]
    edge_u: NDArray[np.int32]
    edge_v: NDArray[np.int32]
    edge_length_m: NDArray[np.float64]
    edge_flags: NDArray[np.uint8]
    edge_way: NDArray[np.int64]
    edge_name: NDArray[np.int32]
    edge_cells: CellIndex
    vertex_offset: NDArray[np.int32]
    vertex_x: NDArray[np.int32]
    vertex_y: NDArray[np.int32]
    arc_offset: NDArray[np.int32]
    arc_node: NDArray[np.int32]
    arc_edge: NDArray[np.int32]
    arc_flags: NDArray[np.uint8]
    arc_m: NDArray[np.float64]
    arc_towards_m: NDArray[np.float64]
    name_text: NDArray[np.uint8]
    obstacles: Obstacles
    excluded: ExcludedWays

    @property
    def node_count(self) -> int:
        """Number of junctions and ends of streets."""
        return len(self.node_x)

    @property
    def edge_count(self) -> int:
        """Number of streets between junctions."""
        return len(self.edge_u)

    @property
    def node_lon(self) -> NDArray[np.float64]:
        """Longitudes of the nodes in degrees."""
        return self.node_x.astype(np.float64) * DEGREE_STEP

    @property
    def node_lat(self) -> NDArray[np.float64]:
        """Latitudes of the nodes in degrees."""
        return self.node_y.astype(np.float64) * DEGREE_STEP

    @property
    def has_slopes(self) -> bool:
        """Whether the network was built with elevation."""
        return len(self.arc_towards_m) > 0

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

    def metres(self, *, towards: bool) -> NDArray[np.float64]:
        """Return the (a,) metres of arcs that count on walks towards their node, or away."""
        return self.arc_towards_m if towards and self.has_slopes else self.arc_m

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
        for name, array in self.arrays():
            values = np.ascontiguousarray(array)
            digest.update(f"{name} {values.dtype.str} {values.shape}".encode())
            digest.update(values.data)
        return digest.hexdigest()

    def arrays(self) -> Iterator[tuple[str, NDArray[Any]]]:
        """Yield all arrays by name; those of a group are called ``group.array``."""
        return _arrays_of(self, "")


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
        for name, array in graph.arrays():
            np.save(aside / f"{name}.npy", array)
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
        graph: WalkGraph = _filled(WalkGraph, "", lambda name: _opened(folder / f"{name}.npy"))
    except (FileNotFoundError, NotADirectoryError, EOFError, ValueError) as error:
        raise NotReadyError(
            f"walk graph {folder.name}: its files are missing or cut short ({error}); "
            "build it again with `learnmap network build CITY.osm.pbf`"
        ) from error
    if verify and (found := graph.content_hash()) != folder.name:
        raise IntegrityError(
            f"walk graph {folder.name}: its content has the hash {found}; "
            "delete the folder and build it again"
        )
    return graph


def _arrays_of(group: Any, prefix: str) -> Iterator[tuple[str, NDArray[Any]]]:
    for field in fields(group):
        value, name = getattr(group, field.name), prefix + field.name
        if isinstance(value, _GROUPS):
            yield from _arrays_of(value, f"{name}.")
        else:
            yield name, value


def _filled(group: type, prefix: str, array: Callable[[str], NDArray[Any]]) -> Any:
    """Make a group of arrays, and the groups within it, from arrays by name."""
    hints = get_type_hints(group)
    values = {
        field.name: _filled(hints[field.name], f"{prefix}{field.name}.", array)
        if hints[field.name] in _GROUPS
        else array(prefix + field.name)
        for field in fields(group)
    }
    return group(**values)


def _opened(path: Path) -> NDArray[Any]:
    # A plain view of the map: slicing a memmap itself is several times slower.
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
