"""Compiled kernels: kept between processes, so that a second start does not wait for them."""

import os
import subprocess
import sys
from pathlib import Path

from learnmap.catchment import AccessPoint, Shape, catchment_bands
from tests.unit.network.drawing import Drawing

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import sys, time
from pathlib import Path
from learnmap.catchment import AccessPoint, Shape, catchment_bands, bands, nearness, outline, reach
from learnmap.model.profiles import PROFILES
from learnmap.network import EdgeIndex, Workspace, build_graph, read_streets, walk_costs
from learnmap.network import chains, settling, snapping
began = time.process_time()
graph = build_graph(read_streets(Path(sys.argv[1]))[0])
costs = walk_costs(graph, PROFILES[0])
index = EdgeIndex(graph)
snaps = index.snap(graph.node_lon[:1], graph.node_lat[:1], costs)
access = AccessPoint("a", int(snaps.edge[0]), float(snaps.along_m[0]), 0.0)
drawn = catchment_bands(graph, costs, access, Shape(), workspace=Workspace(graph))
assert not drawn[0].is_empty
print(time.process_time() - began)
for kernel in (
    chains.find_chains, settling.settle, snapping._nearest_edges, reach._pieces,
    nearness._mark, nearness._measure, outline.trace_rings, outline.simplify_rings,
):
    print(kernel.__name__, sum(kernel.stats.cache_hits.values()), len(kernel.stats.cache_misses))
"""


def test_a_second_process_finds_the_kernels_compiled(tmp_path: Path) -> None:
    drawing = Drawing()
    drawing.node(1, 0, 0)
    drawing.node(2, 1000, 0)
    drawing.way([1, 2])
    # This process compiles what is not compiled yet.
    town = drawing.town(tmp_path)
    town.snap(drawing.places[1])
    here = AccessPoint("here", 0, 0.0, 0.0)
    catchment_bands(town.graph, town.costs(), here, Shape(), workspace=town.workspace)

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "drawn.osm")],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )

    seconds, *kernels = done.stdout.splitlines()
    assert len(kernels) == 8
    assert [line.split()[1:] for line in kernels] == [["1", "0"]] * 8
    # From the file to the first catchment, in seconds of processor time.
    assert float(seconds) < 2.0
