"""Running: each question in a process of the engine's own, one after the other."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from benchmarks.folders import ROOT
from benchmarks.valhalla_environment import ValhallaMissingError, build_tiles, valhalla_python

PEERS: Final = ("scipy", "pandana", "networkx", "pgrouting", "valhalla")
LABELS: Final = {
    "ours": "learnmap",
    "scipy": "SciPy",
    "pandana": "pandana",
    "networkx": "NetworkX",
    "pgrouting": "pgRouting",
    "valhalla": "Valhalla",
}


@dataclass(frozen=True, slots=True)
class Run:
    """One engine's answer to one question.

    Attributes
    ----------
    engine, task : str
    threads : int
    seconds : list of float
        Of each repeat; empty where the engine did not answer.
    items : int
        In each repeat.
    facts : dict
        Versions, and figures other than times.
    arrays : dict of str to array
    polygons : list of geometries
    missing : str
        Why there is no answer.
    """

    engine: str
    task: str
    threads: int
    seconds: list[float] = field(default_factory=list)
    items: int = 1
    facts: dict[str, Any] = field(default_factory=dict)
    arrays: dict[str, NDArray[Any]] = field(default_factory=dict)
    polygons: list[BaseGeometry] = field(default_factory=list)
    missing: str = ""

    @property
    def milliseconds(self) -> float:
        """Median over the repeats, for one item."""
        return 1000 * median(self.seconds) / self.items if self.seconds else float("nan")

    @property
    def peak_mib(self) -> float:
        """Most memory that the engine's process held."""
        return float(self.facts.get("peak_mib", float("nan")))


@dataclass(frozen=True, slots=True)
class Runner:
    """Asks engines.

    Attributes
    ----------
    work : Path
        Where answers and environments are kept.
    repeats : int
    """

    work: Path
    repeats: int

    def ask(
        self, engine: str, *tasks: str, city: Path, threads: int = 1, origins: int
    ) -> list[Run]:
        """Return an engine's answers about a city, or why there are none, all by one process.

        Raises
        ------
        SystemExit
            When learnmap itself fails.
        """
        about = f"  {LABELS[engine]}: {', '.join(tasks)}, {threads} thread(s)"
        print(about, file=sys.stderr, flush=True)
        try:
            python = self._python(engine, city)
        except (ValhallaMissingError, ModuleNotFoundError) as error:
            return [Run(engine, task, threads, missing=str(error)) for task in tasks]
        into = city / f"{engine}-{threads}"
        command = [str(python), "-m", f"benchmarks.engines.{engine}", str(city), str(into), *tasks]
        options = {"repeats": self.repeats, "threads": threads, "origins": origins}
        command += [f"--{name}={value}" for name, value in options.items()]
        variables = ("OMP_NUM_THREADS", "NUMBA_NUM_THREADS", "OPENBLAS_NUM_THREADS")
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=os.environ | dict.fromkeys(variables, str(threads)),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            if engine == "ours":
                raise SystemExit(f"learnmap failed at {', '.join(tasks)}:\n{done.stderr}")
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            return [Run(engine, task, threads, missing=reason) for task in tasks]
        return [_read(Run(engine, task, threads), f"{into}-{task}") for task in tasks]

    def _python(self, engine: str, city: Path) -> Path:
        if engine == "valhalla":
            python = valhalla_python(self.work)
            build_tiles(city, python)
            return python
        if engine == "pgrouting":
            if not list(Path("/usr/share/postgresql").glob("*/extension/pgrouting.control")):
                raise ModuleNotFoundError(
                    "install the package postgresql-VERSION-pgrouting to compare with it"
                )
        elif engine != "ours" and find_spec(engine) is None:
            raise ModuleNotFoundError(f"the Python package {engine} is not installed")
        return Path(sys.executable)


def _read(asked: Run, into: str) -> Run:
    said = json.loads(Path(f"{into}.json").read_text(encoding="utf-8"))
    with np.load(f"{into}.npz") as file:
        arrays = dict(file)
    lines = Path(f"{into}.polygons").read_text(encoding="utf-8").splitlines()
    polygons = [shapely.make_valid(shapely.from_geojson(line)) for line in lines]
    return replace(asked, **said, arrays=arrays, polygons=polygons)
