"""Measuring: all questions about one city, put to all engines that can answer them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.accuracy import Accuracy, judge_engines
from benchmarks.answering import questions_of
from benchmarks.cities import City
from benchmarks.holding import Holding, hold_graph
from benchmarks.running import Run, Runner

ASKED: Final = (
    ("ours", 1, ("reach",)),
    ("ours", 1, ("polygons",)),
    ("ours", 1, ("nearby",)),
    ("ours", 1, ("nearest",)),
    ("ours", 2, ("reach",)),
    ("ours", 2, ("polygons",)),
    ("scipy", 1, ("reach",)),
    ("scipy", 1, ("nearest",)),
    ("scipy", 1, ("concave-hull", "convex-hull")),
    ("pandana", 1, ("reach", "nearest")),  # in one process: its network takes long to build
    ("pandana", 2, ("reach",)),
    ("networkx", 1, ("reach",)),
    ("pgrouting", 1, ("reach",)),
    ("pgrouting", 1, ("concave-hull", "convex-hull")),
    ("valhalla", 1, ("polygons", "polygons-default")),
    ("valhalla", 2, ("polygons",)),
    ("valhalla", 1, ("nearby",)),
)
"""Engine, threads, and the tasks of one process."""
SHAPES: Final = frozenset({"polygons", "polygons-default", "concave-hull", "convex-hull"})


@dataclass(frozen=True, slots=True)
class CityResult:
    """All that was measured of one city.

    Attributes
    ----------
    city : City
    nodes, edges : int
        Of the walk graph.
    runs : list of Run
    accuracy : dict of (str, str) to Accuracy
        By engine and task.
    holding : Holding
    """

    city: City
    nodes: int
    edges: int
    runs: list[Run]
    accuracy: dict[tuple[str, str], Accuracy]
    holding: Holding

    def of(self, *tasks: str) -> list[Run]:
        """Return all engines' runs of some tasks."""
        return [run for run in self.runs if run.task in tasks]

    def run(self, engine: str, task: str, threads: int = 1) -> Run | None:
        """Return one engine's answer; None where it was not asked or did not answer."""
        for one in self.runs:
            if (one.engine, one.task, one.threads) == (engine, task, threads) and one.seconds:
                return one
        return None


def measure_city(
    city: City,
    folder: Path,
    runner: Runner,
    *,
    engines: set[str],
    origins: int,
    judged: int,
) -> CityResult:
    """Ask all engines about a prepared city.

    Parameters
    ----------
    city : City
    folder : Path
        Where it was prepared.
    runner : Runner
    engines : set of str
    origins : int
    judged : int
        Polygons of each engine that are compared with exact places.
    """
    arrays = questions_of(folder)
    runs = [
        run
        for engine, threads, tasks in ASKED
        if engine in engines
        for run in runner.ask(engine, *tasks, city=folder, threads=threads, origins=origins)
    ]
    drawn = {(run.engine, run.task): run.polygons for run in runs if run.polygons}
    return CityResult(
        city,
        len(arrays["node_lon"]),
        len(arrays["edge_u"]),
        runs,
        judge_engines(folder, drawn, origins=judged),
        hold_graph(folder, repeats=runner.repeats),
    )


@dataclass(frozen=True, slots=True)
class Growth:
    """Our reach on one size of a city that grows."""

    series: str
    about: str
    nodes: int
    edges: int
    run: Run
    holding: Holding

    @property
    def settled(self) -> float:
        """Nodes that an origin reaches, on average."""
        return float(self.run.arrays["count"].mean())


def measure_growth(city: City, folder: Path, runner: Runner, *, origins: int) -> Growth:
    """Ask only ourselves, on one thread.

    Parameters
    ----------
    city : City
    folder : Path
    runner : Runner
    origins : int
    """
    (run,) = runner.ask("ours", "reach", city=folder, origins=origins)
    holding = hold_graph(folder, repeats=runner.repeats)
    nodes = int(questions_of(folder)["node_count"])
    return Growth(city.grows, city.about, nodes, holding.edges, run, holding)
