"""One city, from its extract to its catchments, each stage timed."""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from benchmarks.peers import scipy_matrix, scipy_times
from learnmap.catchment import AccessPoint, Shape, compute_catchments
from learnmap.model.profiles import PROFILES
from learnmap.network import (
    EdgeIndex,
    Origin,
    WalkCosts,
    WalkGraph,
    Workspace,
    build_graph,
    load_graph,
    read_streets,
    save_graph,
    search,
    walk_costs,
)

LIMIT_S = 900.0
SEED = 20261123
BATCH = 50
"""Origins in one call of SciPy: its answer has a column for every node of the city."""
AGREE_S = 1e-6

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stage:
    """One line of the result."""

    name: str
    seconds: float
    note: str = ""


def measure(path: Path, *, origins: int, points: int, repeats: int) -> Iterator[Stage]:
    """Time the stages of a city; those that repeat give their median.

    Parameters
    ----------
    path : Path
        The city's extract.
    origins : int
        Searches.
    points : int
        Catchments.
    repeats : int

    Raises
    ------
    SystemExit
        Our times differ from SciPy's.
    """
    streets, seconds = _timed(lambda: read_streets(path)[0])
    yield Stage("read the extract", seconds)
    graph, seconds = _timed(lambda: build_graph(streets))
    yield Stage(
        "build the walk graph",
        seconds,
        f"{graph.node_count:,} nodes, {graph.edge_count:,} edges, {graph.length_km:,.0f} km",
    )
    with tempfile.TemporaryDirectory() as folder:
        saved = save_graph(graph, Path(folder), facts={})
        graph, seconds = _timed(lambda: load_graph(saved))
        yield Stage("load a ready graph", seconds)
        costs, seconds = _timed(lambda: walk_costs(graph, PROFILES[0]))
        yield Stage("costs of one profile", seconds)
        yield from _searches(graph, costs, origins=origins, repeats=repeats)
        yield from _catchments(graph, costs, points=points, repeats=repeats)


def _searches(graph: WalkGraph, costs: WalkCosts, *, origins: int, repeats: int) -> Iterator[Stage]:
    """Time the same walks, from the first end of the same streets, by us and by SciPy."""
    edges = _streets_anywhere(costs, origins)
    workspace = Workspace(graph)

    def ours() -> list[tuple[NDArray[np.int32], NDArray[np.float64]]]:
        found = [
            search(
                graph,
                costs,
                Origin(edge, 0.0),
                limit_s=LIMIT_S,
                towards=False,
                workspace=workspace,
            )
            for edge in edges.tolist()
        ]
        return [(reached.node, reached.time_s) for reached in found]

    nodes = np.asarray(graph.edge_u)[edges]
    matrix = scipy_matrix(graph, costs)
    reached = ours()  # compiles, too
    off_s = 0.0
    for at in range(0, origins, BATCH):
        theirs = scipy_times(matrix, nodes[at : at + BATCH], limit_s=LIMIT_S)
        for row, (node, time_s) in zip(theirs, reached[at : at + BATCH], strict=True):
            if np.isfinite(row).sum() != len(node):
                raise SystemExit("SciPy reaches other nodes than we do: no times are given")
            off_s = max(off_s, float(np.abs(row[node] - time_s).max(initial=0)))
    if off_s > AGREE_S:
        raise SystemExit(f"our times differ from SciPy's by {off_s} s: no times are given")
    mine = _median(ours, repeats)
    settled = sum(len(node) for node, _ in reached)
    yield Stage(
        f"search, {origins:,} origins",
        mine,
        f"one thread, {LIMIT_S:.0f} s, {settled / origins:,.0f} nodes each",
    )
    peer = _median(
        lambda: [
            scipy_times(matrix, nodes[at : at + BATCH], limit_s=LIMIT_S)
            for at in range(0, origins, BATCH)
        ],
        repeats,
    )
    yield Stage(
        "the same by SciPy", peer, f"{peer / mine:.1f} times ours, same times to {off_s:.0e} s"
    )


def _catchments(
    graph: WalkGraph, costs: WalkCosts, *, points: int, repeats: int
) -> Iterator[Stage]:
    """Time catchments of three bands around places beside streets."""
    edges = _streets_anywhere(costs, points)
    first = np.array([graph.line(edge)[0] for edge in edges.tolist()])
    index, seconds = _timed(lambda: EdgeIndex(graph))
    snaps, more = _timed(lambda: index.snap(first[:, 0], first[:, 1], costs))
    yield Stage(f"snap {points:,} places", seconds + more, "with its index")
    access = [
        AccessPoint(str(row), int(edge), float(along_m), float(distance_m))
        for row, (edge, along_m, distance_m) in enumerate(
            zip(snaps.edge, snaps.along_m, snaps.distance_m, strict=True)
        )
        if snaps.status[row] == 0
    ]
    for threads in (1, 2):
        run = _catchment_run(graph, costs, access, threads=threads)
        run()
        took = _median(run, repeats)
        yield Stage(
            f"catchments of {len(access):,} points",
            took,
            f"3 bands, {threads} threads, {1000 * took / len(access):.1f} ms a point",
        )


def _catchment_run(
    graph: WalkGraph, costs: WalkCosts, access: list[AccessPoint], *, threads: int
) -> Callable[[], object]:
    return lambda: list(compute_catchments(graph, costs, access, Shape(), threads=threads))


def _streets_anywhere(costs: WalkCosts, count: int) -> NDArray[np.int64]:
    """Draw streets that are open both ways and lie on no island, by a fixed seed."""
    open_both = np.flatnonzero(costs.forward & costs.backward & ~costs.island)
    return np.random.default_rng(SEED).choice(open_both, count)


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    began = time.perf_counter()
    done = work()
    return done, time.perf_counter() - began


def _median(work: Callable[[], object], repeats: int) -> float:
    return median(_timed(work)[1] for _ in range(repeats))
