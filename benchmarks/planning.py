"""Measure a planner's what-if on a whole city, and pandana asked the same.

    python -m benchmarks.planning PORTO.osm.pbf --homes 100000 --points 2000

Homes and points are drawn along the extract's streets by a seed. A what-if is everything between a
planner's change and the figures on the screen: the seconds of all homes to their nearest open point
for all three profiles, and the city's coverage at 5, 10 and 15 minutes from them. pandana does what
it can of this, for one profile: it is told the points anew (`set_pois`) and gives each junction its
nearest (`nearest_pois`), on the same streets with the same seconds. Both stand ready before.
Each time is told by the clock and as that of processors, which others at work on the machine change
less.
"""

import argparse
import datetime as dt
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import geopandas as gpd
import numpy as np
import pandana
import pandas as pd
from numpy.typing import NDArray

from benchmarks.machine import describe_machine
from learnmap.model.city import CitySettings
from learnmap.model.kinds import KINDS
from learnmap.model.records import LearningPoint
from learnmap.model.scenarios import (
    AddPoint,
    Change,
    ClosePoint,
    MovePoint,
    OpenLink,
    Scenario,
    SetPace,
)
from learnmap.network import EdgeIndex, WalkGraph, build_graph, load_graph, read_streets, save_graph
from learnmap.network.walkgraph import DEGREE_STEP
from learnmap.store import NetworkBuild, StoredPoint
from learnmap.workflows.planning.coverage.counting import coverage_of
from learnmap.workflows.planning.desk.desk import Desk
from learnmap.workflows.planning.inputs import PlanningInputs
from learnmap.workflows.planning.walked_city import WalkedCity

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
OFF_STREET_M = 15.0
"""Homes and points lie so far from their streets, root mean square, each way."""
DEGREE_M = 111_195.0


def main() -> None:
    """Measure, and print the figures as JSON."""
    given = _arguments()
    rng = np.random.default_rng(given.seed)
    machine = describe_machine()
    graph = _graph(given.extract)
    inputs = _inputs(graph, rng, homes=given.homes, points=given.points)
    _warm_up(graph, inputs)
    index = EdgeIndex(graph)
    walkers = list(inputs.settings.profiles)
    joined, city = _timed(lambda: WalkedCity.of(inputs, index, walkers))
    covered, _ = _timed(lambda: coverage_of(city))
    desk = Desk("1", city)
    desk.what_if(Scenario(name="first"))
    figures: dict[str, Any] = {
        "machine": machine,
        "city": f"{given.extract.name}: {graph.node_count:,} junctions, {graph.edge_count:,} edges",
        "asked": f"{given.homes:,} homes, {given.points:,} points, 3 profiles, seed {given.seed}",
        "homes and points joined to streets, s": f"{joined.wall_s:.2f}, of processors "
        f"{joined.processor_s:.2f}",
        "coverage from that, s": f"{covered.wall_s:.2f}, of processors {covered.processor_s:.2f}",
    }
    for name, changes in _asked(graph, inputs, rng, given.repeats):
        took = [_timed(partial(_what_if, desk, one))[0] for one in changes]
        figures[f"{name}, ms"] = _said(took)
    figures |= _beside_pandana(city, rng, given.repeats)
    figures["load at the end"] = " ".join(f"{load:.2f}" for load in os.getloadavg())
    print(json.dumps(figures, indent=1, ensure_ascii=False))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.planning", description=__doc__)
    parser.add_argument("extract", type=Path)
    parser.add_argument("--homes", type=int, default=100_000)
    parser.add_argument("--points", type=int, default=2000)
    parser.add_argument("--repeats", type=int, default=30, help="of each kind of change")
    parser.add_argument("--seed", type=int, default=6)
    return parser.parse_args()


def _graph(extract: Path) -> WalkGraph:
    """Build a graph and open it from disk, as the service does."""
    folder = Path(tempfile.mkdtemp(prefix="learnmap-planning-"))
    return load_graph(save_graph(build_graph(read_streets(extract)[0]), folder, facts={}))


def _spots(graph: WalkGraph, rng: np.random.Generator, count: int) -> NDArray[np.float64]:
    """Draw places beside streets, each street by its length."""
    share = np.asarray(graph.edge_length_m) / graph.edge_length_m.sum()
    edges = rng.choice(graph.edge_count, count, p=share)
    first = np.asarray(graph.vertex_offset)[edges]
    piece = first + rng.integers(0, np.diff(graph.vertex_offset)[edges] - 1)
    part = rng.random(count)
    places = []
    for column in (graph.vertex_x, graph.vertex_y):
        steps = column[piece] * (1 - part) + column[piece + 1] * part
        places.append(steps * DEGREE_STEP + rng.normal(0, OFF_STREET_M / DEGREE_M, count))
    return np.column_stack(places)


def _inputs(
    graph: WalkGraph, rng: np.random.Generator, *, homes: int, points: int
) -> PlanningInputs:
    """Make a city of homes and points, as it would be read from a database."""
    build = NetworkBuild(
        content_hash="0" * 64,
        folder="",
        extract_name="drawn",
        extract_sha256="",
        extract_date=None,
        box=graph.box,
        nodes=graph.node_count,
        edges=graph.edge_count,
        length_km=graph.length_km,
        attribution="",
        licence="",
    )
    old = rng.exponential(3.0, homes)
    young = rng.exponential(9.0, homes)
    residents = gpd.GeoDataFrame(
        {
            "source": "drawn",
            "fictional": True,
            "residents": young + old,
            "residents_0_59": young,
            "residents_60_up": old,
        },
        geometry=gpd.points_from_xy(*_spots(graph, rng, homes).T),
        crs="EPSG:4326",
    )
    stored = tuple(
        StoredPoint(_point(f"p{row:05}", lon, lat), 1, (), NOW)
        for row, (lon, lat) in enumerate(_spots(graph, rng, points).tolist())
    )
    areas = gpd.GeoDataFrame({"level": [], "code": [], "names": []}, geometry=[], crs="EPSG:4326")
    settings = CitySettings(names={"en": "drawn"}, fictional=True)
    return PlanningInputs(settings, build, stored, residents, areas, KINDS, (), NOW.date())


def _point(name: str, lon: float, lat: float) -> LearningPoint:
    names = {"en": name}
    return LearningPoint(
        id=name, kind="library", names=names, longitude=lon, latitude=lat, source="drawn"
    )


def _warm_up(graph: WalkGraph, inputs: PlanningInputs) -> None:
    """Compile all kernels, or load them."""
    few = replace(inputs, points=inputs.points[:5], residents=inputs.residents.iloc[:50], _once={})
    city = WalkedCity.of(few, EdgeIndex(graph), list(inputs.settings.profiles))
    line = graph.line(0)
    begin, end = tuple(line[0].tolist()), tuple(graph.line(1)[-1].tolist())
    _what_if(Desk("0", city), OpenLink(begin=begin, end=end))


def _asked(
    graph: WalkGraph, inputs: PlanningInputs, rng: np.random.Generator, repeats: int
) -> Iterator[tuple[str, list[Change]]]:
    ids = [inputs.points[row].point.id for row in rng.choice(len(inputs.points), repeats)]
    spots = _spots(graph, rng, repeats).tolist()
    yield (
        "a point added",
        [
            AddPoint(id="new", kind="library", names={"en": "New"}, longitude=lon, latitude=lat)
            for lon, lat in spots
        ],
    )
    yield (
        "a point moved",
        [
            MovePoint(id=name, longitude=lon, latitude=lat)
            for name, (lon, lat) in zip(ids, spots, strict=True)
        ],
    )
    yield "a point closed", [ClosePoint(id=name) for name in ids]
    paces = rng.uniform(0.5, 1.5, repeats).tolist()
    yield (
        "another pace",
        [SetPace(profile="older_adult", speed_m_per_s=pace) for pace in paces],
    )
    yield "a bridge opened", list(_bridges(graph, rng, repeats))


def _bridges(graph: WalkGraph, rng: np.random.Generator, count: int) -> Iterator[OpenLink]:
    """Yield links between corners some hundred metres apart."""
    nodes = np.column_stack([graph.node_lon, graph.node_lat])
    found = 0
    while found < count:
        node = int(rng.integers(len(nodes)))
        apart_m = DEGREE_M * np.hypot(*(nodes - nodes[node]).T)
        other = int(np.argmin(np.abs(apart_m - 100)))
        if apart_m[other] > 0:
            found += 1
            yield OpenLink(begin=tuple(nodes[node].tolist()), end=tuple(nodes[other].tolist()))


def _what_if(desk: Desk, change: Change) -> None:
    """Answer as for the screen."""
    what_if = desk.what_if(Scenario(name="tried", changes=(change,)))
    coverage_of(what_if.after)
    coverage_of(what_if.before)


def _beside_pandana(
    city: WalkedCity, rng: np.random.Generator, repeats: int
) -> dict[str, str | float]:
    """Ask pandana and us for the nearest point of one profile, in turn, each with a point more."""
    walked = city.walks["adult"]
    costs, graph = walked.costs, walked.costs.graph
    seconds = costs.arc_from_s
    passable = np.isfinite(seconds)
    tail = np.repeat(np.arange(graph.node_count), np.diff(graph.arc_offset))
    built, network = _timed(
        lambda: pandana.Network(
            pd.Series(graph.node_lon),
            pd.Series(graph.node_lat),
            pd.Series(tail[passable]),
            pd.Series(np.asarray(graph.arc_node)[passable]),
            pd.DataFrame({"time_s": seconds[passable]}),
            twoway=False,
        )
    )
    places = np.array([one.point.walk_to for one in city.inputs.open_points])
    home_node = network.get_node_ids(*(pd.Series(column) for column in walked.homes_at)).to_numpy()
    ours, theirs = [], []
    for spot in _spots(graph, rng, repeats):
        lon, lat = np.vstack([places, spot]).T

        took, found = _timed(partial(_asked_of_pandana, network, lon, lat))
        theirs.append(took)
        rows = np.append(np.arange(len(places)), -1)
        took, mine = _timed(partial(_nearest, city, rows, lon, lat))
        ours.append(took)
    placed = ~np.isnan(mine)
    agree = float(((found[home_node] < 900) == (mine <= 900))[placed].mean())
    return {
        "one profile, one point more: ours, ms": _said(ours),
        "pandana, ms": _said(theirs),
        "pandana takes": f"{_ratio(theirs, ours, 'wall_s'):.2g} times as long, of processors "
        f"{_ratio(theirs, ours, 'processor_s'):.2g} times as much",
        "homes of which both say the same of 15 minutes": f"{agree:.1%}",
        "pandana's network built, s": round(built.wall_s, 1),
    }


def _asked_of_pandana(
    network: Any, lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the seconds from each junction to its nearest point."""
    network.set_pois("points", 900, 1, pd.Series(lon), pd.Series(lat))
    found: NDArray[np.float64] = network.nearest_pois(900, "points", num_pois=1)[1].to_numpy()
    return found


def _nearest(
    city: WalkedCity, rows: NDArray[np.int64], lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> NDArray[np.float64]:
    walked = city.walks["adult"].with_points(rows, lon, lat)
    with city.workspace() as workspace:
        return walked.nearest_s(np.ones(len(rows), np.bool_), workspace, limit_s=900)


@dataclass(frozen=True, slots=True)
class _Took:
    """Seconds by the clock, and of processors; on a machine that does other things they differ."""

    wall_s: float
    processor_s: float


def _timed(act: Callable[[], Any]) -> tuple[_Took, Any]:
    wall, processor = time.perf_counter(), time.process_time()
    found = act()
    return _Took(time.perf_counter() - wall, time.process_time() - processor), found


def _said(took: list[_Took]) -> str:
    wall = [1000 * one.wall_s for one in took]
    processor = median(1000 * one.processor_s for one in took)
    return f"{median(wall):.0f}, worst of {len(took)} {max(wall):.0f}; processors {processor:.0f}"


def _ratio(theirs: list[_Took], ours: list[_Took], what: str) -> float:
    pairs = zip(theirs, ours, strict=True)
    return float(median(getattr(one, what) / getattr(other, what) for one, other in pairs))


if __name__ == "__main__":
    main()
