"""Measure what a city's catchments cost on one process and on several, to reckon for larger ones.

    python -m benchmarks.scale CITY.osm.pbf --points 600
    python -m benchmarks.scale data/demo/streets.osm.pbf --table data/demo/points.csv

The city is built in a temporary folder with a private server of its own. Times are medians.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from statistics import median
from typing import Any, Final

import psycopg

from benchmarks.folders import ROOT
from learnmap.catchment import compute_catchments
from learnmap.catchment.tile_work import compute_tile
from learnmap.model.city import CitySettings
from learnmap.store import (
    EmbeddedCluster,
    current_build,
    drop_catchments,
    read_catchments,
    read_input_keys,
    write_catchments,
)
from learnmap.workflows.catchment_plan import Plan, plan_catchments, shape_of
from learnmap.workflows.catchment_tiles import CatchmentTiles
from learnmap.workflows.catchments import compute_city_catchments
from learnmap.workflows.city import City, open_city
from learnmap.workflows.clusters import Cluster, local_cluster
from learnmap.workflows.corners import put_points_on_corners
from learnmap.workflows.imports import import_points
from learnmap.workflows.networks import build_network

_CROWDS: Final = (("threads", 1), ("threads", 2), ("workers", 1), ("workers", 2))
_READ: Final = """
import sys, time
from pathlib import Path
from benchmarks.scale import peak_mib as peak
from learnmap.network import build_graph, read_streets
began, t = peak(), time.process_time()
streets = read_streets(Path(sys.argv[1]))[0]
read, read_s = peak(), time.process_time() - t
graph = build_graph(streets)
print(began, read, peak(), round(read_s, 1), round(time.process_time() - t - read_s, 1))
"""


def main() -> None:
    """Measure, and print a table."""
    given = _arguments()
    rows: list[tuple[str, str]] = list(reading(given.extract))
    with tempfile.TemporaryDirectory(prefix="lm-scale-") as folder:
        home = Path(folder)
        home.chmod(0o755)  # the database server is another user
        server = EmbeddedCluster(home / "postgres")
        try:
            with open_city(
                database_url=None, name="city", home=home, actor="benchmark", threads=1
            ) as city:
                city.set(CitySettings(names={"en": "City"}))
                build_network(city, given.extract)
                if given.table:
                    import_points(city, given.table)
                else:
                    put_points_on_corners(city, count=given.points, seed=1)
                rows += measured(city, server.url("city"), given.repeats)
        finally:
            server.stop()
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    rows.append(("load of the machine at the end", load))
    print("\n".join(["| what | measured |", "| --- | --- |", *(f"| {a} | {b} |" for a, b in rows)]))


def measured(city: City, url: str, repeats: int) -> Iterator[tuple[str, str]]:
    """Yield what was measured of a city, in words and figures."""
    seconds, plan = timed(lambda: _planned(city), repeats)
    graph = plan.graph
    held = sum(array.nbytes for _, array in graph.arrays())
    pairs = len(plan.due)
    yield (
        "edges, and bytes of graph for each",
        f"{graph.edge_count:,}, {held / graph.edge_count:.0f}",
    )
    yield "points and profiles", f"{pairs:,}"
    yield "plan", f"{seconds:.2f} s, {seconds / pairs * 1e3:.2f} ms each"
    for part in plan.profiles:
        access = list(part.access.values())[:400]
        for _ in compute_catchments(graph, part.costs, access[:8], shape_of(plan.settings)):
            pass  # compiled
        each = min(_cpu_s(plan, part, access) for _ in range(repeats)) / len(access)
        yield (
            f"{part.costs.profile.code}: CPU for each",
            f"{each * 1e3:.2f} ms, {1 / each:.0f} a second",
        )
    yield from _tiles(plan, repeats)
    yield from _stored(city, url)
    for kind, count in _CROWDS:
        yield from _runs(city, kind, count, repeats)


def reading(extract: Path) -> Iterator[tuple[str, str]]:
    """Yield what reading an extract takes, in a process of its own."""
    said = subprocess.run(
        [sys.executable, "-c", _READ, str(extract.resolve())],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    began, read, built, read_s, built_s = said.split()
    yield "extract", f"{extract.name}, {extract.stat().st_size / 1e6:.2f} MB"
    yield "memory: imports, streets read, graph built", f"{began}, {read}, {built} MiB at most"
    yield "CPU: streets read, graph built", f"{read_s} s, {built_s} s"


def peak_mib() -> int:
    """Return the most memory that this process has had; what it was forked from had is left out."""
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


def timed(job: Callable[[], Any], repeats: int) -> tuple[float, Any]:
    """Return the median of a job's seconds, and its last result."""
    took = []
    for _ in range(repeats):
        began = time.perf_counter()
        result = job()
        took.append(time.perf_counter() - began)
    return median(took), result


def _planned(city: City) -> Plan:
    with city.store.begin(snapshot=True) as tx:
        return plan_catchments(city, tx)


def _cpu_s(plan: Plan, part: Any, access: list[Any]) -> float:
    began = time.process_time()
    for _ in compute_catchments(plan.graph, part.costs, access, shape_of(plan.settings), threads=1):
        pass
    return time.process_time() - began


def _tiles(plan: Plan, repeats: int) -> Iterator[tuple[str, str]]:
    tiles = CatchmentTiles(plan, plan.due)
    groups = list(tiles.groups())
    seconds, packed = timed(lambda: [tiles.packed(rows) for rows in groups], repeats)
    sizes = [len(one) / 1e6 for one in packed]
    bands = [band for one in packed[:3] for band in compute_tile(one)]
    back = sum(len(band.wkb) for band in bands) / len(bands)
    points = [len(rows) / len(plan.profiles) for rows in groups]
    yield (
        "tiles: number, points (median, most)",
        f"{len(groups)}, {median(points):.0f}, {max(points):.0f}",
    )
    yield (
        "tiles: MB sent (median, most, all)",
        (f"{median(sizes):.2f}, {max(sizes):.2f}, {sum(sizes):.1f}"),
    )
    yield "tiles: bytes back for each band", f"{back:.0f}"
    yield (
        "tiles: cut and packed",
        f"{seconds / len(plan.due) * 1e3:.2f} ms for each point and profile",
    )
    yield "memory of this process at most", f"{peak_mib()} MiB"


def _stored(city: City, url: str) -> Iterator[tuple[str, str]]:
    compute_city_catchments(city)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM FULL learnmap.catchments")
        row = connection.execute(
            "SELECT count(*), pg_total_relation_size('learnmap.catchments'),"
            " avg(st_npoints(geometry)), avg(pg_column_size(geometry)) FROM learnmap.catchments"
        ).fetchone()
    rows, size, corners, shape = row or (1, 0, 0, 0)
    yield "bands stored", f"{rows:,}"
    yield (
        "bytes of database for each band",
        (f"{size / rows:.0f}, of them {shape:.0f} its {corners:.0f} corners"),
    )
    with city.store.begin() as tx:
        build = current_build(tx).content_hash
        frame = read_catchments(tx, build_hash=build)

    def copied() -> None:
        with city.store.begin() as tx:
            write_catchments(tx, build, frame)

    _forget(city)
    seconds, _ = timed(copied, 1)
    yield "COPY into an empty table", f"{rows / seconds:.0f} bands a second"


def _runs(city: City, kind: str, count: int, repeats: int) -> Iterator[tuple[str, str]]:
    began = time.perf_counter()
    with local_cluster(count) if kind == "workers" else nullcontext() as cluster:
        ready = time.perf_counter() - began
        crowd = City(city.store, city.folder, city.actor, count if kind == "threads" else 1)

        def run() -> None:
            compute_city_catchments(crowd, cluster=cluster)

        took, ours, theirs = [], [], []
        for _ in range(repeats + 1):  # the first loads what is compiled
            _forget(city)
            before = _cpu_of(cluster)
            took.append(timed(run, 1)[0])
            after = _cpu_of(cluster)
            ours.append(after[0] - before[0])
            theirs.append(after[1] - before[1])
        if cluster:
            peaks = cluster._client.run(peak_mib).values()  # noqa: SLF001 -- looks into its workers
            yield f"{count} {kind}: up in, memory of each", f"{ready:.1f} s, {max(peaks)} MiB"
    cpu = f"{median(ours[1:]):.1f} s, {median(theirs[1:]):.1f} s"
    yield f"{count} {kind}: CPU of this process, of the workers", cpu
    every = ", ".join(f"{one:.1f}" for one in took)
    yield (
        f"{count} {kind}: median of the runs but the first; all",
        f"{median(took[1:]):.1f} s; {every}",
    )


def _cpu_of(cluster: Cluster | None) -> tuple[float, float]:
    """Return the CPU seconds of this process and of all workers so far."""
    theirs = cluster._client.run(time.process_time) if cluster else {}  # noqa: SLF001 -- as above
    return time.process_time(), sum(theirs.values())


def _forget(city: City) -> None:
    with city.store.begin() as tx:
        build = current_build(tx).content_hash
        drop_catchments(tx, build, read_input_keys(tx, build))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("extract", type=Path)
    parser.add_argument("--table", type=Path, help="learning points; else some on corners")
    parser.add_argument("--points", type=int, default=600, help="how many on corners")
    parser.add_argument("--repeats", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    os.umask(0o022)
    main()
