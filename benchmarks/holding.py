"""Holding: what an opened graph with all profiles costs a process, in seconds and in memory.

Run as a program, it opens a graph and holds it, and says what that took, when it is asked to.
"""

import gc
import json
import subprocess
import sys
import time
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.folders import ROOT, graph_folder
from learnmap.model.profiles import PROFILES
from learnmap.network import EdgeIndex, WalkCosts, load_graph, walk_costs


@dataclass(frozen=True, slots=True)
class Holding:
    """Costs of a graph in memory.

    Attributes
    ----------
    edges : int
    opened_s : float
        Until the graph is open, in a new process; the files are in the page cache.
    ready_s : float
        Until the costs of all profiles and the index of streets are ready, too.
    arrays_mib : float
        Bytes of all arrays of the graph and of the profiles.
    rss_mib : float
        By which a process grows that has read every byte of them.
    pss_of_two_mib : float
        By which two such processes grow together, what they share counted once.
    """

    edges: int
    opened_s: float
    ready_s: float
    arrays_mib: float
    rss_mib: float
    pss_of_two_mib: float

    def per_million_edges(self, mib: float) -> float:
        """Return MB (not MiB) for each million edges."""
        return mib * 1.048576 * 1e6 / self.edges


def hold_graph(city: Path, *, repeats: int) -> Holding:
    """Measure a city's graph in new processes, one after the other and two at once.

    Parameters
    ----------
    city : Path
        Folder of a prepared city.
    repeats : int
        Of the loading.
    """
    alone = [_measure(city, 1)[0] for _ in range(repeats)]
    two = _measure(city, 2)
    return Holding(
        edges=int(alone[0]["edges"]),
        opened_s=median(one["opened_s"] for one in alone),
        ready_s=median(one["ready_s"] for one in alone),
        arrays_mib=alone[0]["arrays_mib"],
        rss_mib=median(one["rss_mib"] for one in alone),
        pss_of_two_mib=sum(one["pss_mib"] for one in two),
    )


def _measure(city: Path, count: int) -> list[dict[str, float]]:
    """Let so many processes hold the graph at once, and return what each says."""
    command = [sys.executable, "-m", "benchmarks.holding", str(city)]
    holders = [
        subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(count)
    ]
    said: list[dict[str, float]] = [{} for _ in holders]
    for _ in range(3):  # started, opened, measured
        for holder, facts in zip(holders, said, strict=True):
            if holder.stdin is None or holder.stdout is None:
                raise SystemExit("a process without pipes")
            facts.update(json.loads(holder.stdout.readline()))
        for holder in holders:
            if holder.stdin is not None:
                holder.stdin.write("\n")
                holder.stdin.flush()
    for holder in holders:
        holder.communicate()
    return said


def _hold(city: Path) -> None:
    """Open the graph, read all of it, and say what it took; a line from outside starts each."""
    before = _own_mib()
    _say({})
    began = time.perf_counter()
    graph = load_graph(graph_folder(city))
    opened = time.perf_counter()
    costs = [walk_costs(graph, profile) for profile in PROFILES]
    index = EdgeIndex(graph)
    ready = time.perf_counter()
    arrays = [array for _, array in graph.arrays()] + [
        array for one in costs for array in _arrays_of(one)
    ]
    for array in arrays:
        np.ascontiguousarray(array).view(np.uint8).max(initial=0)
    gc.collect()
    _say(
        {
            "edges": index.graph.edge_count,
            "opened_s": opened - began,
            "ready_s": ready - began,
            "arrays_mib": sum(array.nbytes for array in arrays) / 2**20,
        }
    )
    after = _own_mib()
    _say({name: after[name] - before[name] for name in before})


def _arrays_of(costs: WalkCosts) -> list[NDArray[Any]]:
    values = [getattr(costs, field.name) for field in fields(costs)]
    return [value for value in values if isinstance(value, np.ndarray)]


def _say(facts: dict[str, float]) -> None:
    print(json.dumps(facts), flush=True)
    sys.stdin.readline()


def _own_mib() -> dict[str, float]:
    """Return this process's memory, and its share of what it shares."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="utf-8").splitlines()
    kib = {words[0]: float(words[1]) for words in map(str.split, lines[1:])}
    return {"rss_mib": kib["Rss:"] / 1024, "pss_mib": kib["Pss:"] / 1024}


if __name__ == "__main__":
    _hold(Path(sys.argv[1]))
